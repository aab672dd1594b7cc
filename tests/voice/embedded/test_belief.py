"""How far a reading is to be believed; the numbers are what Whisper gave for real sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.voice.embedded.belief import Evidence, confidence, evidence_of, is_speech
from hub.voice.embedded.readings import Reading

# Each sound has words, the mean log probability, the lead and the probability of no speech.
SPOKEN = [
    ("Turn on the kitchen light.", -0.02, 0.4, 0.01),
    ("Yes.", -0.05, 0.2, 0.02),
    ("Is the bathroom?", -0.91, 0.05, 0.01),
    ("In the crowd, many things aren't hot in a plate.", -1.02, 0.02, 0.31),
]
NOISE = [
    ("Let's go!", -1.43, 0.05, 0.74),
    ("Add milk to my shopping list.", -1.0, 0.01, 0.78),
    ("Make sure to subscribe to our channel.", -1.47, 0.1, 0.87),
    ("Thank you.", -0.6, 0.1, 0.4),
    ("", 0.0, 0.0, 0.3),
]


def _evidence(text: str, mean_log: float, lead: float, no_speech: float) -> Evidence:
    return Evidence(text=text, mean_log=mean_log, lead=lead, no_speech=no_speech)


@pytest.mark.parametrize("sound", SPOKEN)
def test_speech_is_told_from_noise(sound: tuple[str, float, float, float]) -> None:
    assert is_speech(_evidence(*sound)) > 0.8


@pytest.mark.parametrize("sound", NOISE)
def test_words_made_up_of_noise_are_not_believed(sound: tuple[str, float, float, float]) -> None:
    assert is_speech(_evidence(*sound)) < 0.2


def test_a_sure_reading_is_believed_and_an_unsure_one_is_not() -> None:
    assert confidence(_evidence(*SPOKEN[0])) > 0.9
    assert confidence(_evidence(*SPOKEN[2])) < 0.25


def test_a_reading_close_to_another_is_less_sure() -> None:
    close = evidence_of([Reading("a b", -0.4), Reading("a c", -0.41)], 0.0)
    alone = evidence_of([Reading("a b", -0.4)], 0.0)
    assert confidence(close) < confidence(alone)


@given(st.text(max_size=20), st.floats(-20, 0), st.floats(0, 20), st.floats(0, 1))
def test_it_is_always_a_probability(text: str, mean: float, lead: float, none: float) -> None:
    readings = [Reading(text, mean), Reading(text + "x", mean - lead)]
    evidence = evidence_of(readings if text else [], none)
    assert 0 <= confidence(evidence) <= 1
    assert 0 <= is_speech(evidence) <= 1
