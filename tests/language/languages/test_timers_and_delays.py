"""Timers and orders put off, in five languages, and words that look like numbers."""

import pytest

from hub.home.chores import KeepRules, StartTimer
from hub.home.home import Home
from hub.home.plan import Chores, Question, Request
from hub.language.matcher import FastMatcher
from hub.language.worded.delays import without_delay
from tests.language.languages import test_french, test_german
from tests.language.languages.homes_for_tests import House


@pytest.mark.parametrize(
    ("language", "said", "seconds", "name"),
    [
        ("de", "stell einen Timer auf zehn Minuten", 600, None),
        ("de", "Nudeltimer 8 Minuten", 480, "nudel"),
        ("de", "Timer für 1 Stunde und 15 Minuten", 4500, None),
        ("fr", "mets un minuteur de 5 minutes", 300, None),
        ("fr", "minuteur 01h30", 5400, None),
        ("es", "pon un temporizador de media hora", 1800, None),
        ("it", "imposta un timer di dieci minuti", 600, None),
        ("nl", "zet de kookwekker op 20 minuten", 1200, None),
    ],
)
def test_a_timer_is_started(language: str, said: str, seconds: float, name: str | None) -> None:
    plan = FastMatcher(Home()).match(Request(text=said, language=language))
    assert plan is not None
    assert isinstance(plan.body, Chores), plan.body
    (chore,) = plan.body.chores
    assert isinstance(chore, StartTimer)
    assert chore.duration_s == seconds
    assert (chore.name or "").casefold() == (name or "")


@pytest.mark.parametrize(
    ("language", "said", "rest", "seconds"),
    [
        ("de", "mach in 10 Minuten das Licht aus", "mach das Licht aus", 600),
        ("fr", "éteins la lumière dans une heure", "éteins la lumière", 3600),
        ("es", "apaga la luz dentro de 5 minutos", "apaga la luz", 300),
        ("it", "tra 30 secondi spegni la luce", "spegni la luce", 30),
        ("nl", "doe over 2 uur het licht uit", "doe het licht uit", 7200),
    ],
)
def test_a_delay_is_split_off(language: str, said: str, rest: str, seconds: float) -> None:
    assert without_delay(said, language) == (rest, seconds)


async def test_an_order_put_off_becomes_a_rule() -> None:
    house = House("de", test_german.NAMES, test_german.AREAS, {"ground": "EG", "upper": "OG"})
    plan = await house.plan("mach die Stehlampe in 10 Minuten an")
    assert isinstance(plan.body, Chores), plan.body
    (chore,) = plan.body.chores
    assert isinstance(chore, KeepRules)
    (rule,) = chore.rules
    assert rule.once
    assert [step.targets for step in rule.steps] == [("light.floor_lamp",)]


async def test_on_is_no_number() -> None:
    house = House("de", test_german.NAMES, test_german.AREAS, {"ground": "EG", "upper": "OG"})
    assert await house.moves("Schlafzimmerventilator ein") == {"fan.bedroom turn_on"}


async def test_the_light_of_nobody_knows_where_is_asked_about() -> None:
    house = House("fr", test_french.NAMES, test_french.AREAS, {"ground": "RDC", "upper": "étage"})
    plan = await house.plan("éteins la lumière")
    assert isinstance(plan.body, Question), plan.body
    assert plan.body.text.startswith("Lequel voulez-vous dire")
