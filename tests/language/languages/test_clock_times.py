"""Orders for a time of day, once and again and again, in five languages."""

from datetime import UTC, datetime, time

import pytest

from hub.home.chores import KeepRules
from hub.home.plan import Chores, Refusal
from hub.home.rules import Rule, SunTrigger, TimeCondition, TimeTrigger
from hub.language.worded.clock import without_time
from hub.language.worded.delays import without_delay
from tests.language.languages import test_french, test_german, test_italian
from tests.language.languages.homes_for_tests import House

WEDNESDAY_EVENING = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said", "rest", "at"),
    [
        ("de", "mach morgen früh um halb acht das Radio an", "mach das Radio an", "05 07:30"),
        ("de", "um 9 die Lampe aus", "die Lampe aus", "04 21:00"),
        ("de", "um zweiundzwanzig Uhr dreißig die Lampe aus", "die Lampe aus", "04 22:30"),
        ("de", "am Freitag um 9 Uhr die Lampe aus", "die Lampe aus", "06 09:00"),
        ("fr", "éteins la radio ce soir à 10 heures et quart", "éteins la radio", "04 22:15"),
        ("fr", "allume la radio demain à midi", "allume la radio", "05 12:00"),
        ("es", "apaga la radio a las doce de la noche", "apaga la radio", "05 00:00"),
        ("es", "mañana por la tarde a las 5 enciende la radio", "enciende la radio", "05 17:00"),
        ("it", "accendi la radio dopodomani alle 6:45", "accendi la radio", "06 06:45"),
        ("nl", "zet morgenavond om kwart voor acht de radio aan", "zet de radio aan", "05 19:45"),
    ],
)
def test_a_moment_is_split_off(language: str, said: str, rest: str, at: str) -> None:
    found = without_time(said, language, WEDNESDAY_EVENING)
    assert found is not None
    text, when = found
    assert isinstance(when.trigger, TimeTrigger)
    assert when.is_once
    assert (text, format(when.trigger.at, "%d %H:%M")) == (rest, at)


@pytest.mark.parametrize(
    ("language", "said", "at", "days"),
    [
        ("de", "jeden Abend um zehn das Licht aus", time(22), None),
        ("de", "montags um 6 Uhr 15 das Licht an", time(6, 15), ("mon",)),
        ("fr", "tous les samedis à 9h allume la radio", time(9), ("sat",)),
        ("es", "de lunes a viernes a las siete y media enciende la radio", time(7, 30),
         ("mon", "tue", "wed", "thu", "fri")),
        ("it", "ogni sera alle undici spegni la radio", time(23), None),
        ("nl", "doe in het weekend om 10 uur de radio aan", time(10), ("sat", "sun")),
    ],
)  # fmt: skip
def test_a_recurrence_is_split_off(
    language: str, said: str, at: time, days: tuple[str, ...] | None
) -> None:
    found = without_time(said, language, WEDNESDAY_EVENING)
    assert found is not None
    _, when = found
    assert isinstance(when.trigger, TimeTrigger)
    assert (when.trigger.at, when.is_once) == (at, False)
    assert [c.weekday for c in when.conditions] == ([days] if days else [])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "dimm die Lampe um 10 Prozent"),
        ("de", "stell die Heizung um zwei Grad höher"),
        ("fr", "mets la lampe à 22 pour cent"),
        ("es", "pon la lámpara a la mitad"),
        ("it", "spegni tutte le luci"),
        ("nl", "zet de lamp op 7 procent"),
        ("de", "heute um 18 Uhr das Licht aus"),
    ],
)
def test_what_is_no_time_to_come_is_left_alone(language: str, said: str) -> None:
    assert without_time(said, language, WEDNESDAY_EVENING) is None


def test_a_spelled_out_delay_is_split_off() -> None:
    assert without_delay("in fünfundzwanzig Minuten das Licht aus", "de") == ("das Licht aus", 1500)


async def _rule(house: House, said: str) -> Rule:
    plan = await house.plan(said)
    assert isinstance(plan.body, Chores), plan.body
    (chore,) = plan.body.chores
    assert isinstance(chore, KeepRules)
    (rule,) = chore.rules
    return rule


async def test_an_order_for_a_time_becomes_a_rule() -> None:
    house = House("it", test_italian.NAMES, test_italian.AREAS, {"ground": "terra", "upper": "su"})
    rule = await _rule(house, "ogni sabato alle 9 accendi il lampadario")
    assert rule.triggers == (TimeTrigger(at=time(9)),)
    assert rule.conditions == (TimeCondition(weekday=("sat",)),)
    assert [step.targets for step in rule.steps] == [("light.ceiling",)]
    assert not rule.once


async def test_an_order_for_sunset_becomes_a_rule() -> None:
    house = House("fr", test_french.NAMES, test_french.AREAS, {"ground": "bas", "upper": "haut"})
    rule = await _rule(house, "tous les jours, ferme le volet gauche au coucher du soleil")
    assert rule.triggers == (SunTrigger(event="sunset"),)
    assert [step.targets for step in rule.steps] == [("cover.living_left",)]


@pytest.mark.parametrize(
    "said",
    [
        "gestern um 7 Uhr habe ich die Stehlampe ausgemacht",
        "mach die Stehlampe um 7 Uhr nicht an",
        "lass die Stehlampe bis um 9 an",
        "wenn ich um 7 Uhr heimkomme, mach die Stehlampe an",
    ],
)
async def test_a_time_of_what_is_no_order_keeps_nothing(said: str) -> None:
    house = House("de", test_german.NAMES, test_german.AREAS, {"ground": "EG", "upper": "OG"})
    assert isinstance((await house.plan(said)).body, Refusal)
