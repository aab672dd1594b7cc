"""Sentences held against a sound: the one that was said fits best, however it was heard freely."""

import pytest

from hub.home.speech import Hints
from hub.voice.embedded.whisper import Whisper
from hub.voice.embedded.whisper_files import model_folder
from tests.support.voices import ESPEAK_US, HEART, JOE, Speaker, say, silence

ALIKE = (
    "Lock the front door.",
    "Open the front door.",
    "Unlock the front door.",
    "Is the front door locked?",
    "Turn on the porch light.",
)


@pytest.fixture(scope="module")
def whisper() -> Whisper:
    return Whisper(model_folder(), threads=1)


@pytest.mark.parametrize("speaker", [ESPEAK_US, JOE, HEART], ids=str)
def test_what_was_said_fits_best(whisper: Whisper, speaker: Speaker) -> None:
    sound = silence(0.3).pcm + say("Unlock the front door.", speaker).pcm + silence(0.3).pcm
    whisper.hear(sound, Hints())

    heard = whisper.hear(sound, Hints(readings=ALIKE))

    assert heard.text == "Unlock the front door."
    assert set(heard.others) == set(ALIKE) - {heard.text}
    assert list(heard.weights) == sorted(heard.weights, reverse=True)
    assert len(heard.weights) == len(ALIKE)


def test_sentences_without_words_weigh_nothing(whisper: Whisper) -> None:
    heard = whisper.hear(say("Hello.", HEART).pcm, Hints(readings=("", "Hello.", "Hello.")))
    assert heard.text == "Hello."
    assert len(heard.weights) == 2
