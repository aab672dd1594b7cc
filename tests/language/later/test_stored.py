"""Every rule that a sentence comes to is stored as a file that is read back as it was said."""

from pathlib import Path

import pytest

from hub.automation.files.loading import load
from hub.automation.gist import gist_of
from hub.automation.rule_yaml import to_item
from hub.automation.spoken_files import write_spoken
from hub.automation.wholeness import is_whole
from hub.home.chores import KeepRules
from hub.home.plan import Chores, Question, Steps
from hub.home.rules import Rule
from hub.language.rule_telling import rule_in_words
from tests.language.later.house import NOW, lived_in_home, said
from tests.language.later.test_later import _SENTENCES

SAID = [one["say"] for kind in _SENTENCES.values() for one in kind]
STANDING = [
    "when I'm 2 km from home and it's cold, set the living room thermostat to 24",
    "when I'm 2 km from home and the temperature outside is below 10 turn on the heating",
    "whenever the front door stays open for 5 minutes and it's dark, tell me",
    "every weekday at 7 unless nobody is home, open the living room blinds",
    "when the washing machine is done and anna is home, turn on the hall light",
]


async def rules_of(text: str) -> tuple[Rule, ...]:
    """Return the rules that a sentence keeps."""
    body = await said(text)
    assert isinstance(body, Chores | Question | Steps), body
    return tuple(r for chore in body.chores if isinstance(chore, KeepRules) for r in chore.rules)


@pytest.mark.parametrize("text", [*SAID, *STANDING])
async def test_it_is_read_back_as_it_was_said(tmp_path: Path, text: str) -> None:
    home = lived_in_home()
    rules = await rules_of(text)
    assert rules
    for rule in rules:
        loaded = load(write_spoken(tmp_path, rule))
        assert (loaded.problems, loaded.notes) == ((), ())
        [automation] = loaded.configuration.automations
        gist = gist_of(automation, home)
        assert to_item(gist) == to_item(rule)
        assert rule_in_words(gist, home, NOW) == rule_in_words(rule, home, NOW)
        assert is_whole(automation, home)
