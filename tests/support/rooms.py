"""Rooms around synthesised speech: noise at a given level, and echo. Seeded, numpy only.

The level of a noise is told as the speech over it in dB, speech by its active parts alone.
"""

import zlib
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from hub.home.speech import HEARING_RATE, Sound
from tests.support.voices import ESPEAK_GB, HEART, JOE, say, to_samples, to_sound

Samples = npt.NDArray[np.float64]

# How loud somebody is for a microphone across the room, in dB below full scale.
SPOKEN_DB = -26.0
# A frame this far below the loudest is a pause (cf. ITU-T P.56, method B).
PAUSE_DB = 30.0
FRAME = HEARING_RATE // 50
MAINS_HZ = 50.0
# How much stronger than all the echo the direct way from a mouth is, two steps away.
NEAR_DB = 6.0
# What is said on television and by guests: nothing that a home could do.
TALK = (
    "And now the weather for tomorrow, with some showers in the north and a gentle breeze.",
    "The minister said on Tuesday that the talks had been difficult but useful for both sides.",
    "I told her that we would come on Saturday, but she had already invited the neighbours.",
    "In the second half they played much better, and the crowd was singing until the end.",
    "She has been working for that company since her daughter went to school.",
    "Add a little salt, stir it well, and leave it to rest for about a quarter of an hour.",
)


class Noise(StrEnum):
    """What a room sounds like."""

    FAN = "fan"
    TALK = "talk"
    KITCHEN = "kitchen"
    PINK = "pink"
    WHITE = "white"


def in_room(  # noqa: PLR0913 -- what a room is made of
    speech: Sound,
    noise: Noise | None = None,
    *,
    snr_db: float = 20.0,
    echo_s: float = 0.0,
    before_s: float = 0.5,
    after_s: float = 0.3,
    seed: int = 0,
) -> Sound:
    """Return speech as a microphone in a room hears it, with some of the room before and after.

    `echo_s` is the time in which the room's echo falls by 60 dB; 0 is no echo.
    """
    said = at_level(to_samples(speech))
    if echo_s:
        said = at_level(echoing(said, echo_s, seed=seed))
    edges = (round(before_s * HEARING_RATE), round(after_s * HEARING_RATE))
    said = np.pad(said, edges)
    if noise is None:
        return to_sound(said)
    return to_sound(said + made(noise, len(said), snr_db=snr_db, seed=seed))


def room_alone(noise: Noise, seconds: float, *, snr_db: float = 0.0, seed: int = 0) -> Sound:
    """Return a room in which nobody speaks to the hub; as loud as beside speech at that level."""
    return to_sound(made(noise, round(seconds * HEARING_RATE), snr_db=snr_db, seed=seed))


def over(speech: Sound, others: Sound, *, snr_db: float) -> Sound:
    """Return speech over other speech, such as that of a television, as long as the longer one."""
    near, far = at_level(to_samples(speech)), at_level(to_samples(others), SPOKEN_DB - snr_db)
    count = max(len(near), len(far))
    return to_sound(np.pad(near, (0, count - len(near))) + np.pad(far, (0, count - len(far))))


def joined(*sounds: Sound) -> Sound:
    """Return sounds one after the other."""
    return Sound(b"".join(each.pcm for each in sounds))


def made(noise: Noise, count: int, *, snr_db: float, seed: int = 0) -> Samples:
    """Return noise at a level below `SPOKEN_DB`."""
    # Seeds that differ by one give noises that have nothing in common.
    chance = np.random.default_rng([zlib.crc32(noise.encode()), seed])
    shape = _shape(noise, count, chance)
    wanted = _amplitude(SPOKEN_DB - snr_db)
    scaled: Samples = shape * (wanted / max(_rms(shape), 1e-9))
    return scaled


def at_level(samples: Samples, level_db: float = SPOKEN_DB) -> Samples:
    """Return samples whose active parts are at a level in dB below full scale."""
    scaled: Samples = samples * (_amplitude(level_db) / max(_rms(_active(samples)), 1e-9))
    return scaled


def echoing(samples: Samples, echo_s: float, *, seed: int = 0) -> Samples:
    """Return samples in a room whose echo falls by 60 dB in a time: noise that dies away."""
    chance = np.random.default_rng([seed, 60])
    count = round(echo_s * HEARING_RATE)
    fall = np.exp(-np.log(1000.0) * np.arange(count) / count)
    response = _colored(count, chance, slope=0.5) * fall
    response *= _amplitude(-NEAR_DB) / max(float(np.sqrt(np.sum(response**2))), 1e-9)
    response[0] = 1.0
    size = len(samples) + count
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(response, size)
    heard: Samples = np.fft.irfft(spectrum, size)[: len(samples) + count // 2]
    return heard


def _shape(noise: Noise, count: int, chance: np.random.Generator) -> Samples:
    match noise:
        case Noise.FAN:
            return _fan(count, chance)
        case Noise.TALK:
            return _talk(count, chance)
        case Noise.KITCHEN:
            return _kitchen(count, chance)
        case Noise.PINK:
            return _colored(count, chance, slope=0.5)
        case Noise.WHITE:
            return _colored(count, chance, slope=0.0)


def _fan(count: int, chance: np.random.Generator) -> Samples:
    """A fan: air below 1 kHz, and the hum of the mains with its overtones."""
    air = _colored(count, chance, slope=1.0, least_hz=60.0)
    air /= max(_rms(air), 1e-9)
    time = np.arange(count) / HEARING_RATE
    hum = np.zeros(count)
    for number in range(1, 7):
        phase = chance.uniform(0, 2 * np.pi)
        hum += np.sin(2 * np.pi * MAINS_HZ * number * time + phase) / number
    blended: Samples = air + 0.5 * hum
    return blended


def _talk(count: int, chance: np.random.Generator) -> Samples:
    """Several people talking, none to the hub; one of them, as on television, is the loudest."""
    heard = np.zeros(count)
    for loudness, speaker in zip((1.0, 0.6, 0.4), chance.permutation(3), strict=True):
        voice = (HEART, JOE, ESPEAK_GB)[int(speaker)]
        told = [_talked(TALK[int(n)], voice.name) for n in chance.permutation(len(TALK))]
        heard += loudness * _repeated(told, count, chance)
    return heard


def _talked(text: str, name: str) -> Samples:
    voice = next(each for each in (HEART, JOE, ESPEAK_GB) if each.name == name)
    return at_level(to_samples(say(text, voice)))


def _repeated(told: Sequence[Samples], count: int, chance: np.random.Generator) -> Samples:
    """Return talk from any place in it on, over and over."""
    pause = np.zeros(HEARING_RATE // 4)
    whole = np.concatenate([part for each in told for part in (each, pause)])
    start = int(chance.integers(len(whole)))
    return np.resize(np.roll(whole, -start), count)


def _kitchen(count: int, chance: np.random.Generator) -> Samples:
    """Pans and plates: short blows that ring, some four a second, over a quiet extractor."""
    heard = 0.05 * _fan(count, chance)
    length = HEARING_RATE // 5
    time = np.arange(length) / HEARING_RATE
    for _ in range(max(1, count * 4 // HEARING_RATE)):
        blow = np.zeros(length)
        for _ in range(4):
            pitch, ring = chance.uniform(700, 6500), chance.uniform(12, 90)
            blow += np.sin(2 * np.pi * pitch * time + chance.uniform(0, 6)) * np.exp(-time * ring)
        blow += chance.normal(size=length) * np.exp(-time * 220)
        start = int(chance.integers(-length // 2, count))
        begin, end = max(start, 0), min(start + length, count)
        heard[begin:end] += chance.lognormal(-1.0, 0.8) * blow[begin - start : end - start]
    return heard


def _colored(
    count: int, chance: np.random.Generator, *, slope: float, least_hz: float = 30.0
) -> Samples:
    """Noise whose amplitude falls with frequency to the power of `slope`."""
    spectrum = np.fft.rfft(chance.normal(size=count))
    pitch = np.fft.rfftfreq(count, 1 / HEARING_RATE)
    spectrum *= np.maximum(pitch, least_hz) ** -slope
    noise: Samples = np.fft.irfft(spectrum, count)
    return noise


def _active(samples: Samples) -> Samples:
    """Return the frames in which somebody speaks, one after the other."""
    count = len(samples) // FRAME
    if count == 0:
        return samples
    frames = samples[: count * FRAME].reshape(count, FRAME)
    levels = np.sqrt(np.mean(frames**2, axis=1))
    chosen: Samples = frames[levels > levels.max() * _amplitude(-PAUSE_DB)].ravel()
    return chosen if len(chosen) else samples


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0


def _amplitude(level_db: float) -> float:
    return float(10.0 ** (level_db / 20.0))
