"""What the decoder wrote, as readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.voice.embedded.readings import Reading, readings, without_repeats


def test_what_differs_in_signs_or_figures_is_one_reading() -> None:
    texts = ["Dim it to 5%.", " dim it to five percent", "", "Dim it to 9%."]
    assert readings(texts, [-0.1, -0.2, -0.3, -0.4]) == [
        Reading("Dim it to 5%.", -0.1),
        Reading("Dim it to 9%.", -0.4),
    ]


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("Open the door. Open the door. Open the door.", "Open the door."),
        ("Is it on, is it on, is it on", "Is it on,"),
        ("No, no, no.", "No, no, no."),
        ("Turn it on. Turn it off. Turn it on.", "Turn it on. Turn it off. Turn it on."),
    ],
)
def test_sentences_that_follow_themselves_are_said_once(text: str, once: str) -> None:
    assert without_repeats(text) == once


@given(st.lists(st.text(max_size=30), max_size=5))
def test_there_are_never_more_readings_than_texts(texts: list[str]) -> None:
    found = readings(texts, [-0.1] * len(texts))
    assert len(found) <= len(texts)
    assert all(reading.text for reading in found)
    assert all(without_repeats(reading.text) == reading.text for reading in found)
