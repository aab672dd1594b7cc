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
