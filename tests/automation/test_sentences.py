"""Sentences that start rules."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.automation.sentences import SentenceDesk

Heard = list[Mapping[str, Any]]


def test_a_sentence_is_heard_with_its_slots() -> None:
    desk, heard = SentenceDesk(), Heard()
    desk.listen_for(["[it's] party time [for {who}]"], heard.append)
    assert desk.hear("Party time for the kids!", "satellite")
    assert heard == [
        {
            "sentence": "Party time for the kids!",
            "slots": {"who": "the kids"},
            "details": {"who": {"name": "who", "text": "the kids", "value": "the kids"}},
            "device_id": "satellite",
        }
    ]


def test_other_sentences_are_not_heard_and_a_closed_ear_hears_nothing() -> None:
    desk, heard = SentenceDesk(), Heard()
    close = desk.listen_for(["party time"], heard.append)
    assert not desk.hear("turn on the light")
    close()
    assert not desk.hear("party time")
    assert heard == []


def test_all_who_wait_for_a_sentence_hear_it() -> None:
    desk, first, second = SentenceDesk(), Heard(), Heard()
    desk.listen_for(["good (night|evening)"], first.append)
    desk.listen_for(["good night"], second.append)
    assert desk.hear("good night")
    assert len(first) == len(second) == 1


@pytest.mark.parametrize("sentence", ["turn (on", "", "a" * 501, "[["])
def test_what_is_no_sentence_is_refused(sentence: str) -> None:
    with pytest.raises(ValueError, match="no sentence|characters"):
        SentenceDesk().listen_for([sentence], lambda _: None)


@given(st.text(max_size=600))
def test_any_words_are_heard_or_not(text: str) -> None:
    desk = SentenceDesk()
    desk.listen_for(["set the mood to {mood}"], lambda _: None)
    assert desk.hear(text) in {True, False}
