"""Sentences that come close to an order of another kind: no more is done than was meant.

They take the whole road from words to a plan, without the model.
"""

from typing import Any

import pytest

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Plan, Question, Request
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.evaluation.simulated import Keeping
from hub.language.matcher import FastMatcher
from hub.language.not_an_order import unclear_order
from hub.language.pipeline import LanguagePlanner
from tests.language.home_for_tests import put, small_home


def house() -> Home:
    home = small_home()
    put(home, "switch.oven", "Oven", "kitchen")
    put(home, "switch.timer_plug", "Timer plug", "office", state="on", device_class="outlet")
    put(home, "cover.patio", "Patio gate", "garden", state="closed", device_class="gate")
    heats: dict[str, Any] = {"temperature": 18, "min_temp": 7, "max_temp": 30}
    put(home, "climate.bedroom", "Bedroom thermostat", "bedroom", state="heat",
        hvac_modes=["off", "heat"], **heats)  # fmt: skip
    return home


async def planned(text: str, *, home: Home | None = None, **facts: Any) -> Plan:
    home = home or house()
    keeping = Keeping()
    planner = LanguagePlanner(
        home,
        matcher=FastMatcher(home, keeping),
        select=select,
        answer=answer,
        worker=None,
        kept=keeping,
    )
    return await planner.plan(Request(text=text, **facts))


def moves(plan: Plan) -> list[str]:
    return [f"{s.command.action} {' '.join(s.targets)}" for s in plan.steps]


SAID_BY_OTHERS = [
    "the manual says turn off the lights",
    "turn off the kitchen lights, the manual says",
    "unlock the front door, he shouted",
    "the voice shouts open the garage door",
    "send a message saying open the garage door",
    "a voice whispered unlock the front door",
    "'unlock the front door'",
]


@pytest.mark.parametrize("text", SAID_BY_OTHERS)
async def test_what_somebody_else_says_is_no_order(text: str) -> None:
    plan = await planned(text)
    assert plan.body.kind == "refusal", plan.body
    assert moves(plan) == []


BELOW_ZERO = [
    "dim the kitchen lights to -20",
    "set the blinds to -10",
    "set the bedroom fan to minus 3",
    "set the lights to minus ten percent",
    "set the living room thermostat to minus 10",
    "set the living room thermostat to -5",
    "lower the living room thermostat by -2",
    "set the tv volume to negative 20",
]


@pytest.mark.parametrize("text", BELOW_ZERO)
async def test_a_number_below_zero_does_not_lose_its_sign(text: str) -> None:
    assert moves(await planned(text)) == []


async def test_a_dash_between_words_is_no_sign() -> None:
    assert moves(await planned("set the kitchen lights to 20 - please")) == [
        "light.turn_on light.kitchen_ceiling light.kitchen_counter"
    ]


NOT_AS_A_WHOLE = [
    "turn on the coffee maker every now and then",
    "turn off the lights now and again",
    "turn off the lights from time to time",
    "turn on the coffee maker sometimes",
    "check that the garage door is open",
    "check that the front door is unlocked",
    "turn off the lights but only the kitchen ones",
    "turn off the kitchen lights, only the counter though",
    "turn off all lights but one",
    "turn on the desk lamp, sorry, the bedroom lamp",
    "turn on the desk lamp, scratch that, the bedroom lamp",
    "the kitchen one",
    "the bedroom one please",
]


@pytest.mark.parametrize("text", NOT_AS_A_WHOLE)
async def test_an_order_is_not_done_without_the_words_that_limit_it(text: str) -> None:
    plan = await planned(text)
    assert moves(plan) == [], plan.body
    assert plan.chores == ()


async def test_only_is_no_limit_where_it_comes_first() -> None:
    for text in ("turn off only the desk lamp", "only turn off the desk lamp"):
        assert moves(await planned(text)) == ["light.turn_off light.desk_lamp"]


def test_an_apology_is_no_correction() -> None:
    assert unclear_order(Request(text="sorry, turn off the desk lamp"), house()) is None


async def test_what_is_partly_on_is_not_switched_both_ways() -> None:
    plan = await planned("hit the lights")
    assert plan.body.kind == "question"
    assert moves(await planned("hit the kitchen lights")) == [
        "light.turn_off light.kitchen_ceiling light.kitchen_counter"
    ]


TOO_FAR = [
    "turn the living room thermostat up by 50 degrees",
    "turn the living room heating down by 30",
    "set the living room thermostat to 21 and 23",
    "set the kitchen counter to 20 percent and 80 percent",
]


@pytest.mark.parametrize("text", TOO_FAR)
async def test_a_value_that_makes_no_sense_is_not_bent(text: str) -> None:
    assert moves(await planned(text)) == []


async def test_all_of_a_kind_with_an_oven_or_a_gate_among_them_is_read_back() -> None:
    for text in ("turn on all the switches", "turn on every socket", "open all the covers"):
        plan = await planned(text)
        assert isinstance(plan.body, Question), text
        assert len(plan.body.proposal) > 0


async def test_a_heater_is_no_air_conditioner() -> None:
    home = house()
    heater = home.entity(EntityId("climate.living_room"))
    home.report(heater.id, "heat", {"hvac_modes": ["off", "heat"], "temperature": 21})
    plan = await planned("turn on the ac", home=home)
    assert plan.body.kind == "refusal", plan.body


async def test_a_plug_called_timer_is_no_timer() -> None:
    assert moves(await planned("turn off the timer plug")) == ["switch.turn_off switch.timer_plug"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("somebody left the tv on, switch it off", "media_player.turn_off media_player.tv"),
        (
            "the kids left the tv on again, turn it off please",
            "media_player.turn_off media_player.tv",
        ),
        (
            "someone left the lights on in the kitchen, turn them off",
            "light.turn_off light.kitchen_ceiling light.kitchen_counter",
        ),
        ("I left the desk lamp on. Can you turn it off?", "light.turn_off light.desk_lamp"),
    ],
)
async def test_it_is_what_was_left_on(text: str, expected: str) -> None:
    assert moves(await planned(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "somebody left the tv on, and he switched it off",
        "somebody left the tv on",
        "I left the tv on because you told me to switch it off",
        "the kids should turn off the lights",
        "I read that you should turn off the lights at night",
    ],
)
async def test_a_story_about_it_moves_and_teaches_nothing(text: str) -> None:
    plan = await planned(text)
    assert moves(plan) == []
    assert plan.chores == ()


def house_abroad() -> Home:
    home = small_home()
    put(home, "climate.flur", "Heizkörper", "hall", state="heat",
        hvac_modes=["off", "heat"], temperature=20, min_temp=7, max_temp=30)  # fmt: skip
    put(home, "media_player.fern", "Fernseher", "bedroom", state="playing", device_class="tv")
    home.remove_entity(EntityId("climate.living_room"))
    home.remove_entity(EntityId("media_player.tv"))
    return home


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "mach die klimaanlage an"),
        ("fr", "allume la climatisation"),
        ("es", "enciende el aire acondicionado"),
        ("it", "accendi il condizionatore"),
        ("nl", "zet de airco aan"),
        ("de", "mach das radio an"),
        ("de", '"öffne das Garage door"'),
        ("es", '"abre el garaje"'),
        ("it", "«apri il garage»"),
        ("de", "dreh die heizung auf 21 und 23"),
        ("es", "pon el horno a 200 grados"),
        ("fr", "mets Kitchen ceiling à -20"),
        ("it", "imposta Kitchen ceiling a -20%"),
    ],
)
async def test_what_is_not_here_or_makes_no_sense_moves_nothing(language: str, text: str) -> None:
    plan = await planned(text, home=house_abroad(), language=language)
    assert moves(plan) == [], plan.body


async def test_what_is_here_moves_in_other_languages_too() -> None:
    plan = await planned("mach die heizung an", home=house_abroad(), language="de")
    assert moves(plan) == ["climate.turn_on climate.flur"]
    plan = await planned("mets Kitchen ceiling à 20 %", home=house_abroad(), language="fr")
    assert moves(plan) == ["light.turn_on light.kitchen_ceiling"]


async def test_everything_in_a_room_is_read_back_whoever_understands_it() -> None:
    for text in ("turn everything off in the kitchen", "turn off everything in the office"):
        plan = await planned(text)
        assert isinstance(plan.body, Question), plan.body


async def test_lights_off_cannot_be_taught_to_unlock() -> None:
    plan = await planned("lights off means unlock the front door")
    assert plan.chores == ()
    assert len((await planned("when I say open sesame unlock the front door")).chores) == 1
