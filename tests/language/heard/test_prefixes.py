"""Verbs whose beginning is heard as a word of its own."""

import pytest

from hub.language.heard.prefixes import with_prefixes


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("And lock the front door.", "Unlock the front door."),
        ("I mock all the doors.", "Unlock all the doors."),
        ("I'm locked the door.", "Unlock the door."),
        ("I'm off the back door.", "Unlock the back door."),
        ("And pause.", "Unpause."),
        ("And mute the TV.", "Unmute the TV."),
        ("This arm, the alarm.", "Disarm the alarm."),
        ("The activate bedroom lamp.", "Deactivate bedroom lamp."),
        ("Open the gate and I mock the door.", "Open the gate and unlock the door."),
    ],
)
def test_it_may_have_been_one_word(heard: str, said: str) -> None:
    found = [text.lower().strip(".") for text in with_prefixes(heard)]
    assert said.lower().strip(".") in found


@pytest.mark.parametrize("said", ["", "Play music.", "How warm is it?", "Unlock the door."])
def test_other_sentences_stay_as_they_are(said: str) -> None:
    assert not [text for text in with_prefixes(said) if "lock" in text.lower()]
