"""Measure the engines that come with the hub, by themselves: words, times, belief, wake words.

`python -m tests.bench.voice.engines [--sentences 30]` writes results/voice/engines.md. What needs
packages that the hub does not have was measured once: `ENGINES_ONCE`, taken over as it is.
"""

import argparse
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from hub.home.plan import Heard
from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE, Expecting, Hints, Sound
from hub.language.heard import hints_of
from hub.voice.embedded.hibari_speaker import HibariSpeaker
from hub.voice.embedded.wake import WakeListener, installed_models
from hub.voice.embedded.whisper import Whisper
from hub.voice.embedded.whisper_files import model_folder
from tests.bench.voice.report import RESULTS
from tests.bench.voice.suites import own_suite
from tests.bench.voice.word_errors import plain, word_error_rate
from tests.support.rooms import Noise, in_room, room_alone
from tests.support.voices import ESPEAK_GB, ESPEAK_US, HEART, JOE, Speaker, say

VOICES = (HEART, JOE, ESPEAK_US, ESPEAK_GB)
ROOMS: tuple[tuple[str, Noise | None, float], ...] = (
    ("clean", None, 0.0),
    ("fan 20 dB", Noise.FAN, 20.0),
    ("kitchen 10 dB", Noise.KITCHEN, 10.0),
)
ALONE = (Noise.FAN, Noise.KITCHEN, Noise.PINK, Noise.WHITE)
PINS = ("4 8 2 7", "one nine three five", "6 0 2 4 1", "7 7 3 1", "zero five nine eight")
WAKES = {"okay_nabu": "Okay Nabu.", "hey_jarvis": "Hey Jarvis.", "hey_mycroft": "Hey Mycroft.",
         "alexa": "Alexa!"}  # fmt: skip
DIGITS = "zero one two three four five six seven eight nine".split()  # noqa: SIM905 (shorter)
# At most this share of a sentence's words is wrong for it to count as nearly right.
NEARLY = 1 / 3

ENGINES_ONCE = Path(__file__).with_name("engines_once.md")

Hear = Callable[[Sound], Heard]


@dataclass(frozen=True, slots=True)
class Trial:
    """One sentence as one way of hearing heard it."""

    said: str
    heard: Heard
    cpu_s: float

    @property
    def is_right(self) -> bool:
        """Whether every word is."""
        return plain(self.said) == plain(self.heard.text)

    @property
    def is_among(self) -> bool:
        """Whether one of the readings is right."""
        return plain(self.said) in map(plain, (self.heard.text, *self.heard.others))

    @property
    def is_nearly_right(self) -> bool:
        """Whether two words in three are right."""
        return word_error_rate([self.said], [self.heard.text]) <= NEARLY


def main() -> None:
    """Measure, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=30)
    count = parser.parse_args().sentences
    whisper = Whisper(model_folder(), threads=1)
    cases = own_suite().cases
    said = [case.say for case in cases[:: max(1, len(cases) // count)]][:count]
    home = cases[0].home.build(cases[0].at, cases[0].states)
    hints = hints_of(home, cases[0].area_id)
    lines = ["# The engines by themselves", ""]
    trials: list[Trial] = []
    lines += [*_words(said, whisper, hints, trials), *_belief(trials, whisper), *_pins(whisper)]
    lines += [*_speaking(said), *_waking()]
    lines += ["", ENGINES_ONCE.read_text("utf-8").strip(), ""]
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "engines.md").write_text("\n".join(lines), "utf-8")
    print("\n".join(lines))


def _words(said: Sequence[str], whisper: Whisper, hints: Hints, kept: list[Trial]) -> Iterator[str]:
    """Yield the table of word errors."""
    yield f"{len(said)} sentences of ours (tests/bench/voice/sentences.yaml); one thread."
    yield "A cell: word error rate / right in every word / right among the readings (ours: at most"
    yield "five)."
    yield ""
    yield "| Way of hearing | Room | " + " | ".join(map(str, VOICES)) + " | CPU s, median |"
    yield "|---|---|" + "---|" * (len(VOICES) + 1)
    plainly = _plain_whisper()
    for name, hear, rooms in (
        ("faster-whisper as it comes, 30 s", plainly, ROOMS[:1]),
        ("ours", lambda sound: whisper.hear(sound.pcm, hints), ROOMS),
    ):
        for room, noise, snr_db in rooms:
            cells, times = [], []
            for speaker in VOICES:
                found = list(_trials(said, speaker, hear, noise, snr_db))
                kept += found if name == "ours" else []
                times += [trial.cpu_s for trial in found]
                cells.append(_cell(found))
                print(name, room, speaker, cells[-1], flush=True)
            yield f"| {name} | {room} | {' | '.join(cells)} | {statistics.median(times):.2f} |"


def _trials(
    said: Sequence[str], speaker: Speaker, hear: Hear, noise: Noise | None, snr_db: float
) -> Iterator[Trial]:
    for seed, text in enumerate(said):
        sound = in_room(say(text, speaker), noise, snr_db=snr_db, seed=seed)
        began = time.process_time()
        heard = hear(sound)
        yield Trial(text, heard, time.process_time() - began)


def _cell(found: Sequence[Trial]) -> str:
    rate = word_error_rate([each.said for each in found], [each.heard.text for each in found])
    right = statistics.mean(each.is_right for each in found)
    among = statistics.mean(each.is_among for each in found)
    return f"{rate:.1%} / {right:.0%} / {among:.0%}"


def _plain_whisper() -> Hear:
    model = WhisperModel(str(model_folder()), device="cpu", compute_type="int8", cpu_threads=1)

    def hear(sound: Sound) -> Heard:
        samples = (np.frombuffer(sound.pcm, "<i2") / 32768).astype(np.float32)
        segments, _ = model.transcribe(
            samples, language="en", beam_size=1, without_timestamps=True, temperature=0.0
        )
        return Heard(text=" ".join(segment.text.strip() for segment in segments))

    return hear


def _belief(trials: Sequence[Trial], whisper: Whisper) -> Iterator[str]:
    """Yield how often what is believed to some degree is right, and how noise is taken."""
    yield ""
    yield "## Belief"
    yield ""
    yield "Confidence is to be the probability that two words in three are right."
    yield ""
    yield "| Confidence | Sentences | Mean | Nearly right | Right |"
    yield "|---|---|---|---|---|"
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [t for t in trials if low <= (t.heard.confidence or 0) < low + 0.2]
        if inside:
            mean = statistics.mean(t.heard.confidence or 0 for t in inside)
            near = statistics.mean(t.is_nearly_right for t in inside)
            right = statistics.mean(t.is_right for t in inside)
            yield (
                f"| {low:.1f} to {low + 0.2:.1f} | {len(inside)} | {mean:.2f} | {near:.2f} "
                f"| {right:.2f} |"
            )
    brier = statistics.mean(((t.heard.confidence or 0) - t.is_nearly_right) ** 2 for t in trials)
    alone = [
        whisper.hear(room_alone(noise, 2.0 + n, snr_db=5.0 * n, seed=n).pcm, Hints()).is_speech
        for noise in ALONE
        for n in range(3)
    ]
    speech = sorted(t.heard.is_speech for t in trials)
    yield ""
    yield f"Brier score {brier:.3f}. `is_speech`: at most {max(alone):.2f} for {len(alone)} rooms"
    yield f"in which nobody speaks; for speech {speech[0]:.2f} at least, and above"
    yield f"{speech[len(speech) // 100]:.2f} in 99 of 100 sentences."


def _pins(whisper: Whisper) -> Iterator[str]:
    """Yield how many PINs are heard, with and without expecting one."""
    yield ""
    right = {
        expecting: sum(
            _digits(whisper.hear(in_room(say(f"{pin}.", speaker)).pcm, Hints(expecting=expecting)))
            == _digits(Heard(text=pin))
            for speaker in VOICES
            for pin in PINS
        )
        for expecting in (Expecting.PIN, Expecting.ORDER)
    }
    of = len(VOICES) * len(PINS)
    yield f"PINs heard right: {right[Expecting.PIN]} of {of} where one is expected,"
    yield f"{right[Expecting.ORDER]} where an order is."


def _digits(heard: Heard) -> str:
    text = heard.text.lower()
    for digit, word in enumerate(DIGITS):
        text = text.replace(word, str(digit))
    return "".join(letter for letter in text if letter.isdigit())


def _speaking(said: Sequence[str]) -> Iterator[str]:
    """Yield how fast hibari speaks."""
    speaker = HibariSpeaker()
    list(speaker.sentences("heart", "Ready."))
    began = time.process_time()
    seconds = sum(sound.seconds for text in said for sound in speaker.sentences("heart", text))
    took = time.process_time() - began
    yield ""
    yield f'hibari, "heart": {took / len(said) * 1000:.0f} ms of CPU a sentence,'
    yield f"{took / seconds:.3f} s for each second of speech."


def _waking() -> Iterator[str]:
    """Yield how wake words are heard, and what listening costs."""
    yield ""
    yield "## Wake words"
    yield ""
    yield "Clean, with a fan at 15 dB, in a kitchen at 10 dB; of 3."
    yield ""
    yield "| Word | " + " | ".join(map(str, VOICES)) + " |"
    yield "|---|" + "---|" * len(VOICES)
    for name, words in WAKES.items():
        cells = [
            sum(
                _woken(in_room(say(words, speaker), noise, snr_db=snr_db, before_s=2, after_s=1))
                == [name]
                for noise, snr_db in ((None, 0.0), (Noise.FAN, 15.0), (Noise.KITCHEN, 10.0))
            )
            for speaker in VOICES
        ]
        yield f"| {words} | {' | '.join(map(str, cells))} |"
    noise = room_alone(Noise.KITCHEN, 20.0)
    began = time.process_time()
    falsely = _woken(noise)
    share = (time.process_time() - began) / noise.seconds
    yield ""
    yield f"All {len(installed_models())} words take {share:.1%} of a core; {len(falsely)} false"
    yield f"in {math.ceil(noise.seconds)} s of kitchen."


def _woken(sound: Sound) -> list[str]:
    listener = WakeListener(())
    size = HEARING_RATE // 10 * BYTES_PER_SAMPLE
    pieces = (sound.pcm[at : at + size] for at in range(0, len(sound.pcm), size))
    return [name for piece in pieces for name in listener.heard(piece)]


if __name__ == "__main__":
    main()
