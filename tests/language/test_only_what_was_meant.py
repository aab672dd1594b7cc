"""Sentences that come close to an order of another kind: no more is done than was meant.

They take the whole road from words to a plan, without the model.
"""

from typing import Any

import pytest

from hub.home.home import Home
from hub.home.plan import Plan, Request
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


async def planned(text: str, **facts: Any) -> Plan:
    home = house()
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
