"""Sentences with a when become rules; what cannot be read never moves anything."""
# ruff: noqa: E501, ISC004 (a sentence is easier to read on one line)

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.home.chores import KeepRules
from hub.home.ids import EntityId, UserId
from hub.home.plan import Answer, Chores, Question, Refusal, Request, Steps
from tests.language.home_for_tests import small_home
from tests.language.later.house import NOW, said

_SENTENCES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(autouse=True)
def local_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let local time be UTC, wherever the tests run."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def aliases(body: Chores | Question | Steps) -> list[str]:
    kept = [chore for chore in body.chores if isinstance(chore, KeepRules)]
    return [rule.alias for chore in kept for rule in chore.rules]


def cases(kind: str) -> list[Any]:
    return [pytest.param(one["say"], one["rules"], id=one["say"]) for one in _SENTENCES[kind]]


@pytest.mark.parametrize(("text", "rules"), cases("kept"))
async def test_what_runs_once_is_kept_at_once(text: str, rules: list[str]) -> None:
    body = await said(text)
    assert isinstance(body, Chores)
    assert aliases(body) == rules


@pytest.mark.parametrize(("text", "rules"), cases("asked"))
async def test_what_goes_on_is_read_back_first(text: str, rules: list[str]) -> None:
    body = await said(text)
    assert isinstance(body, Question)
    assert aliases(body) == rules
    assert body.proposal == ()
    assert rules[0] in body.text


@pytest.mark.parametrize(("text", "rules"), cases("while"))
async def test_what_is_for_a_while_is_done_now_and_ended_by_a_rule(
    text: str, rules: list[str]
) -> None:
    body = await said(text)
    assert isinstance(body, Steps)
    assert aliases(body) == rules


@pytest.mark.parametrize(
    "text",
    [
        "if the tv is on turn off the desk lamp",
        "if the front door is locked turn on the hall light",
        "if anna is home turn on the desk lamp",
        "turn on the desk lamp if it is dark",
        "if it's after 6 pm turn on the desk lamp",
        "if the humidity in the bathroom is over 50 turn on the bedroom fan",
        "unless the kitchen window is open turn on the heating",
    ],
)
async def test_an_if_that_holds_now_is_done_now(text: str) -> None:
    body = await said(text)
    assert isinstance(body, Steps)
    assert body.chores == ()


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("if nobody is home turn off the desk lamp", "Anna is home"),
        ("if the kitchen window is open turn off the heating", "Kitchen window is closed"),
        ("if it's raining close the garage door", "Weather is sunny"),
        ("if the garage door is open close it", "Garage door is closed"),
        ("turn on the hall light unless it's dark", "not so now"),
    ],
)
async def test_an_if_that_does_not_hold_changes_nothing_and_says_so(text: str, how: str) -> None:
    body = await said(text)
    assert isinstance(body, Answer)
    assert how in body.text


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("if the attic window opens turn off the tv", "attic window"),
        ("when the dishwasher is done turn off the tv", "dishwasher"),
        (
            "when the temperature in the garage drops below 5 turn on the tv",
            "temperature in the garage",
        ),
        ("turn on the tv every other day", "every other day"),
        ("every 7 minutes turn on the desk lamp", "7 minutes"),
        ("when my wife gets home turn on the hall light", "my wife"),
        ("turn on the desk lamp today at 6 am", "has passed"),
    ],
)
async def test_what_is_missing_is_named(text: str, missing: str) -> None:
    body = await said(text)
    assert isinstance(body, Refusal)
    assert missing in body.text


@pytest.mark.parametrize(
    "text",
    [
        "if nobody is home turn off the tv",
        "when everyone leaves turn off the tv",
        "when I'm 2 km from home set the thermostat to 24",
        "when I get home turn on the tv",
    ],
)
async def test_a_home_that_follows_nobody_says_so(text: str) -> None:
    body = await said(text, small_home())
    assert isinstance(body, Refusal)
    assert "no person" in body.text


@pytest.mark.parametrize(
    "text",
    [
        "turn on the desk lamp when my team wins",
        "if the moon is full turn on the desk lamp",
        "turn off the tv once the soup is hot",
        "whenever my neighbour sneezes turn on the desk lamp",
    ],
)
async def test_a_condition_nobody_can_read_is_refused(text: str) -> None:
    assert isinstance(await said(text), Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "when did the door open?",
        "what time is it",
        "what's the weather tomorrow",
        "is the front door locked at night",
        "tell me if the front door is open",
        "when I was young I turned off the lights",
        "the lights were on at 7",
        "i turn on the lights at 7 every day",
        "set the bedroom to 20",
        "dim the desk lamp to 7 %",
        "set the volume at 20",
        "turn on the desk lamp",
        "it's too dark in here",
    ],
)
async def test_what_has_no_when_or_is_no_order_is_left_to_others(text: str) -> None:
    assert await said(text) is None


async def test_again_and_again_needs_a_time() -> None:
    assert await said("turn on the coffee maker every day") == Question(
        text="At what time of the day?"
    )


async def test_a_reminder_needs_a_time() -> None:
    assert await said("remind me to lock the back door") == Question(
        text="When shall I remind you?"
    )


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            "turn the desk lamp off at 11 pm and back on at 6 in the morning, every day",
            ["Turn off the Desk lamp at 23:00 every day", "Turn on the Desk lamp at 06:00 every day"],
        ),
        (
            "every day turn the hall light on at 10 pm and off at 2",
            ["Turn on the Hall light at 22:00 every day", "Turn off the Hall light at 02:00 every day"],
        ),
        (
            "turn on the hall light when the sun goes down and turn it off at 11",
            ["Turn on the Hall light at sunset every day", "Turn off the Hall light at 23:00 every day"],
        ),
        (
            "when anna gets home turn on the hall light and turn it off after 10 minutes",
            ["Turn on the Hall light and then after 10 minutes turn off the Hall light"
             " when Anna arrives at Home"],
        ),
        (
            "turn on the coffee maker at 6:30 am every weekday and at 9 am on weekends",
            ["Turn on the Coffee maker at 06:30 on weekdays", "Turn on the Coffee maker at 09:00 at weekends"],
        ),
        ("weeknights at 11 turn off the tv", ["Turn off the TV at 23:00 on weekdays"]),
        (
            "every sunday at nine am have dusty clean",
            ["Start the Dusty at 09:00 on Sundays"],
        ),
        (
            "if the cellar leak sensor goes off turn off the coffee maker",
            ["Turn off the Coffee maker when the Cellar leak sensor becomes wet"],
        ),
    ],
)  # fmt: skip
async def test_wishes_that_belong_together_are_read_together(text: str, rules: list[str]) -> None:
    body = await said(text)
    assert isinstance(body, Question), body
    assert aliases(body) == rules


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("gimme five minutes then turn the desk lamp off", "Turn off the Desk lamp at 18:35"),
        ("coffee maker on in 45", "Turn on the Coffee maker at 19:15"),
        ("in 5 turn on the desk lamp", "Turn on the Desk lamp at 18:35"),
        ("wait 5 minutes and then close the garage door", "Close the Garage door at 18:35"),
        ("have the desk lamp turn off at midnight", "Turn off the Desk lamp tomorrow at 00:00"),
        ("can the tv go off at midnight", "Turn off the TV tomorrow at 00:00"),
        ("make sure the front door is locked at 11 pm", "Lock the Front door lock at 23:00"),
        ("get dusty going at 9 pm", "Start the Dusty at 21:00"),
        ("let me know if the front door opens after 11 pm", "Tell you “The front door opens after"
         " 11 pm.” when the Front door becomes open, after 23:00"),
        ("desk lamp on around 7ish", "Turn on the Desk lamp at 19:00 (19:00 assumed)"),
        ("i wanna know when ben gets home", "Tell you “Ben gets home.” when Ben arrives at Home"),
        ("nudge me when the washer finishes", "Tell you “The washer finishes.” when the Washing"
         " machine becomes done"),
        ("lemme know if the ink drops below 5 percent", "Tell you “The ink drops below 5 percent.”"
         " when the Printer ink falls below 5"),
        ("buzz me once ben's back", "Tell you “Ben's back.” when Ben arrives at Home"),
        ("remind me when I get home to take the meat out", "Tell you “Take the meat out.” when Anna"
         " arrives at Home"),
        ("give me a nudge at 8 to ring the dentist", "Tell you “Ring the dentist.” at 20:00 (20:00"
         " assumed)"),
    ],
)  # fmt: skip
async def test_people_speak_of_time_in_a_hurry(text: str, rule: str) -> None:
    body = await said(text)
    assert isinstance(body, Chores), body
    assert aliases(body) == [rule]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("when uncle bob arrives turn on the hall light", "uncle bob"),
        ("turn on the hall light when grandpa gets here", "grandpa"),
        ("unlock the front door when the plumber comes", "the plumber"),
        ("when sophie's home turn on the tv", "sophie"),
    ],
)
async def test_somebody_unknown_is_named(text: str, who: str) -> None:
    body = await said(text)
    assert isinstance(body, Refusal)
    assert who in body.text


async def test_the_second_wish_of_one_day_comes_after_the_first() -> None:
    body = await said("turn on the hall light at 11 and off at 6")
    assert isinstance(body, Chores)
    assert aliases(body) == [
        "Turn on the Hall light at 23:00 (23:00 assumed)",
        "Turn off the Hall light tomorrow at 06:00 (06:00 assumed)",
    ]


async def test_i_am_the_person_whom_the_hub_knows_me_as() -> None:
    asked = Request(
        text="turn off the TV when I leave",
        at=NOW,
        user_id=UserId("u7"),
        person_id=EntityId("person.ben"),
    )
    body = await said(asked.text, asked=asked)
    assert isinstance(body, Question)
    assert aliases(body) == ["Turn off the TV when Ben leaves Home"]
    stranger = await said(asked.text, asked=replace(asked, person_id=None))
    assert isinstance(stranger, Refusal)
