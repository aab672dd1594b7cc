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
