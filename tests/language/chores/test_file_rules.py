"""Sentences about rules from files, of which words say little or nothing."""

from datetime import timedelta

import pytest

from hub.home.chores import ChangeRules
from hub.home.keeping import KeptRule
from hub.home.plan import Answer, Body, Chores, Question, Request
from hub.home.rules import Rule
from hub.language.chores import chore
from tests.language.home_for_tests import small_home
from tests.support.kept import NOW, FakeKept, kept_rule

HOME = small_home()
BELL = KeptRule(Rule(id="bell", alias="Doorbell rings", said="flashes what is on"), is_whole=False)
EMPTY = KeptRule(Rule(id="empty", alias="automation"), is_whole=False, is_paused=True)
FAN = kept_rule("fan", "Fan off at ten", "fan.turn_off", "fan.bedroom_fan")
KEPT = FakeKept(rules=[BELL, EMPTY, FAN])


def said(text: str) -> Body | None:
    return chore(Request(text=text, at=NOW), HOME, KEPT)


def test_they_are_listed_by_name() -> None:
    body = said("which rules do I have?")
    assert isinstance(body, Answer)
    assert body.text == (
        'There are 3 rules: "Doorbell rings", "automation" (paused) and "Fan off at ten".'
    )


@pytest.mark.parametrize("text", ["what happens at sunset", "what's scheduled for tonight?"])
def test_they_are_not_guessed_at(text: str) -> None:
    body = said(text)
    assert isinstance(body, Answer)
    assert "Doorbell" not in body.text


def test_one_that_a_clock_starts_next_is_told_though_words_do_not_say_when() -> None:
    soon = KeptRule(BELL.rule, is_whole=False, next_run=NOW + timedelta(hours=7))
    request = Request(text="what's scheduled for tonight?", at=NOW)
    body = chore(request, HOME, FakeKept(rules=[soon]))
    assert isinstance(body, Answer)
    assert "Doorbell rings" in body.text


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("delete the doorbell rule", "delete_rules"),
        ("pause the rule about the doorbell", "pause_rules"),
        ("delete the rule that flashes what is on", "delete_rules"),
    ],
)
def test_they_are_found_by_their_words(text: str, op: str) -> None:
    assert said(text) == Chores(
        chores=(ChangeRules.model_validate({"op": op, "rule_ids": ("bell",)}),)
    )


def test_all_are_deleted_after_a_question() -> None:
    body = said("delete all rules")
    assert isinstance(body, Question)
    assert body.chores == (ChangeRules(op="delete_rules", rule_ids=("bell", "empty", "fan")),)
