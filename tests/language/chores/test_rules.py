"""Sentences about kept rules: which they mean, and what is asked before any is lost."""

from datetime import timedelta
from typing import Any

import pytest

from hub.home.chores import ChangeRules, KeepRules
from hub.home.keeping import KeptRule
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Request
from hub.home.rules import Rule, Tell
from hub.language.chores import chore
from tests.language.home_for_tests import small_home
from tests.support.kept import NOW, FakeKept, at, kept_rule

HOME = small_home()
KEPT = FakeKept(
    rules=[
        kept_rule(
            "seven", "Kitchen lights on at 7 pm", "light.turn_on", "light.kitchen_ceiling",
            trigger=at(19), said="turn on the kitchen lights at 7 pm every day",
            next_run=NOW + timedelta(hours=7),
        ),
        kept_rule(
            "vacation", "Vacation lights", "light.turn_on", "light.desk_lamp",
            said="when we are on vacation switch the desk lamp on at sunset",
        ),
        kept_rule(
            "porch_on", "Porch lamp on at sunset", "light.turn_on", "light.porch",
            said="turn on the porch light at sunset", next_run=NOW + timedelta(hours=5),
        ),
        kept_rule(
            "porch_off", "Porch lamp off at 11 pm", "light.turn_off", "light.porch",
            trigger=at(23), said="turn off the porch light at 11 pm",
        ),
        kept_rule(
            "fan", "Fan off at ten", "fan.turn_off", "fan.bedroom_fan", trigger=at(22),
            said="turn off the fan at ten every night", paused=True,
        ),
    ]
)  # fmt: skip


def said(text: str, kept: FakeKept = KEPT, **more: Any) -> Body | None:
    return chore(Request(text=text, at=NOW, **more), HOME, kept)


@pytest.mark.parametrize(
    ("text", "told", "untold"),
    [
        ("which rules do I have?", ("7 pm", "Vacation", "Porch", "Fan", "paused"), ()),
        ("what rules are there", ("7 pm",), ()),
        ("list my automations", ("7 pm", "Fan"), ()),
        ("how many rules do I have", ("5 rules",), ()),
        ("what's scheduled for tonight?", ("7 pm", "sunset", "11 pm"), ("Fan",)),
        ("what is scheduled?", ("7 pm", "Fan"), ()),
        ("is anything scheduled for tomorrow", ("no such rule",), ("7 pm",)),
        ("what will happen at sunset?", ("Vacation", "Porch lamp on"), ("7 pm", "11 pm")),
        ("what happens at 11 pm", ("Porch lamp off",), ("Fan",)),
        ("what happens at 7", ("7 pm",), ("Fan",)),
        ("do I have any rules about the porch?", ("Porch lamp on", "Porch lamp off"), ("Fan",)),
        ("when will the porch light turn on?", ("sunset", "today at 17:00"), ("11 pm",)),
        ("when does the fan turn off?", ("Fan off at ten",), ("Porch",)),
        ("what've you got scheduled for tonight", ("7 pm", "sunset"), ("Fan",)),
        ("what do you have planned", ("7 pm", "Fan"), ()),
        ("have you got anything lined up?", ("7 pm", "Fan"), ()),
        ("when does the porch light come on", ("sunset",), ("11 pm",)),
        ("what time does the porch lamp go off", ("Porch lamp off at 11 pm",), ("sunset",)),
        ("when's the porch light going to come on", ("sunset",), ("11 pm",)),
        ("at what time do the kitchen lights come on in the evening", ("7 pm",), ("Porch",)),
    ],
)
def test_rules_are_told(text: str, told: tuple[str, ...], untold: tuple[str, ...]) -> None:
    body = said(text)
    assert isinstance(body, Answer), body
    assert all(word in body.text for word in told), body.text
    assert not any(word in body.text for word in untold), body.text


CHANGES = [
    ("cancel the 7 pm lights", "delete_rules", "seven"),
    ("cancel the kitchen lights at 7", "delete_rules", "seven"),
    ("delete the seven o'clock rule", "delete_rules", "seven"),
    ("remove the rule for 19:00", "delete_rules", "seven"),
    ("delete the rule for the fan", "delete_rules", "fan"),
    ("get rid of the vacation rule", "delete_rules", "vacation"),
    ("forget the vacation rule", "delete_rules", "vacation"),
    ("delete the second rule", "delete_rules", "vacation"),
    ("delete the last rule", "delete_rules", "fan"),
    ("stop turning off the fan at ten", "delete_rules", "fan"),
    ("stop turning the fan off every night", "delete_rules", "fan"),
    ("quit switching the kitchen lights on each evening", "delete_rules", "seven"),
    ("don't turn the fan off every night any more", "delete_rules", "fan"),
    ("bin the vacation rule", "delete_rules", "vacation"),
    ("lose the fan automation", "delete_rules", "fan"),
    ("put the vacation rule on hold", "pause_rules", "vacation"),
    ("ditch the rule about the kitchen lights", "delete_rules", "seven"),
    ("i don't need the vacation rule any more", "delete_rules", "vacation"),
    ("scrap the 7 o'clock thing", "delete_rules", "seven"),
    ("leave out the vacation rule for now", "pause_rules", "vacation"),
    ("stop turning on the porch light at sunset", "delete_rules", "porch_on"),
    ("stop turning the porch light off", "delete_rules", "porch_off"),
    ("don't turn on the porch light anymore", "delete_rules", "porch_on"),
    ("pause the vacation rule", "pause_rules", "vacation"),
    ("pause the vacation lights", "pause_rules", "vacation"),
    ("turn off the vacation rule", "pause_rules", "vacation"),
    ("disable the 7 pm automation", "pause_rules", "seven"),
    ("suspend the kitchen rule", "pause_rules", "seven"),
    ("resume the fan rule", "resume_rules", "fan"),
    ("turn the fan rule back on", "resume_rules", "fan"),
    ("enable the fan rule again", "resume_rules", "fan"),
    ("please reactivate the fan automation", "resume_rules", "fan"),
]


@pytest.mark.parametrize(("text", "op", "rule_id"), CHANGES)
def test_one_rule_is_changed(text: str, op: str, rule_id: str) -> None:
    body = said(text)
    assert isinstance(body, Chores), body
    [found] = body.chores
    assert isinstance(found, ChangeRules)
    assert (found.op, found.rule_ids) == (op, (rule_id,))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("delete all rules about the porch", ("porch_on", "porch_off")),
        ("delete all my rules", ("seven", "vacation", "porch_on", "porch_off", "fan")),
        (
            "cancel everything scheduled for tonight",
            ("seven", "vacation", "porch_on", "porch_off"),
        ),
    ],
)
def test_deleting_several_is_asked_about_first(text: str, ids: tuple[str, ...]) -> None:
    body = said(text)
    assert isinstance(body, Question), body
    [found] = body.chores
    assert isinstance(found, ChangeRules)
    assert (found.op, found.rule_ids) == ("delete_rules", ids)


def test_pausing_all_needs_no_question() -> None:
    body = said("disable all automations")
    assert isinstance(body, Chores)
    [found] = body.chores
    assert isinstance(found, ChangeRules)
    assert found.op == "pause_rules"
    assert len(found.rule_ids) == len(KEPT.rules)


@pytest.mark.parametrize(
    ("before", "text", "ids"),
    [
        ("cancel the porch light", "the first one", ("porch_on",)),
        ("cancel the porch light", "the one at 11 pm", ("porch_off",)),
        ("cancel the porch light", "both", ("porch_on", "porch_off")),
        ("delete the rule", "the vacation one", ("vacation",)),
        ("remove the sunset rule", "the porch one", ("porch_on",)),
        ("which rules do I have?", "delete the second one", ("vacation",)),
    ],
)
def test_which_one_is_asked_and_the_answer_understood(
    before: str, text: str, ids: tuple[str, ...]
) -> None:
    assert isinstance(said(before), Question | Answer)
    body = said(text, last_said=before)
    assert isinstance(body, Chores), body
    [found] = body.chores
    assert isinstance(found, ChangeRules)
    assert (found.op, found.rule_ids) == ("delete_rules", ids)


def test_it_is_the_rule_spoken_of() -> None:
    made = (KeepRules(rules=(KEPT.rules[0].rule,)),)
    paused = (ChangeRules(op="pause_rules", rule_ids=("fan",)),)
    for text, before, wanted in [
        ("cancel that", made, ("delete_rules", ("seven",))),
        ("delete it", made, ("delete_rules", ("seven",))),
        ("pause it", made, ("pause_rules", ("seven",))),
        ("resume it", paused, ("resume_rules", ("fan",))),
    ]:
        body = said(text, last_chores=before)
        assert isinstance(body, Chores), text
        [found] = body.chores
        assert isinstance(found, ChangeRules)
        assert (found.op, found.rule_ids) == wanted
    assert said("cancel that") is None


def test_what_is_not_kept_is_refused_by_name_of_rules() -> None:
    for kept in (KEPT, FakeKept()):
        body = said("delete the rule about the garage", kept)
        assert isinstance(body, Refusal)
        assert body.code == "no_target"
    body = said("which rules do I have?", FakeKept())
    assert isinstance(body, Answer)
    assert "no rules" in body.text


@pytest.mark.parametrize(
    "text",
    [
        "stop the music", "pause the tv", "turn off the porch light", "turn off the kitchen lights",
        "turn off the fan at ten", "don't turn on the porch light", "what's on my schedule",
        "stop playing jazz", "remove milk from the shopping list", "resume playback",
        "enable the fan", "pause", "cancel", "cancel my alarm", "the porch rule is stupid",
        "what are the house rules", "stop cleaning", "disable the lamp", "kill the lights",
        "what happened at 7 pm", "turn on the kitchen lights at 7 pm", "drop the blinds",
        "what happens when the doorbell rings", "I never keep rules", "when is sunset",
        "my neighbour deleted all his rules",
    ],
)  # fmt: skip
def test_other_sentences_are_left_alone(text: str) -> None:
    assert said(text) is None


def test_reminders_are_the_rules_that_tell_something() -> None:
    mum = Rule(id="mum", alias="Tell you “Call mum.” at 20:00", triggers=(at(20),),
               actions=(Tell(tell="Call mum."),), said="remind me to call mum at 8")  # fmt: skip
    kept = FakeKept(rules=[*KEPT.rules, KeptRule(rule=mum)])
    told = said("what reminders do I have", kept)
    assert isinstance(told, Answer)
    assert "Call mum" in told.text
    assert "Porch" not in told.text
    gone = said("cancel the reminder about mum", kept)
    assert isinstance(gone, Chores)
    assert gone.chores == (ChangeRules(op="delete_rules", rule_ids=("mum",)),)
