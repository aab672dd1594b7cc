"""A planner of the small home that is told what was heard."""

from collections.abc import Awaitable, Callable

import pytest

from hub.home.home import Home
from hub.home.model import Source
from hub.home.past import NoPast
from hub.home.people import SOMEBODY
from hub.home.plan import Heard, Plan, Request
from hub.home.sight import Sight
from hub.language.completion import Completion, ModelUnavailable
from hub.language.evaluation.simulated import Keeping
from hub.language.heard import Care, HeardPlanner
from hub.language.in_sight import PlannerInSight
from hub.language.model_settings import ModelSettings
from hub.language.scripted import ScriptedCompleter
from tests.language.home_for_tests import small_home

Hears = Callable[..., Awaitable[Plan]]


class NoModel:
    """A model that is switched off."""

    async def complete(self, *_: object, **__: object) -> Completion:
        raise ModelUnavailable("off")


def care_of_locks(plan: Plan) -> Care:
    moves = any(step.command.domain in {"lock", "cover"} for step in plan.steps)
    return Care.SENSITIVE if moves else Care.USUAL


def sighted(home: Home, worker: ScriptedCompleter | NoModel | None = None) -> PlannerInSight:
    return PlannerInSight(
        home,
        Sight(home, lambda _: SOMEBODY),
        worker=worker or NoModel(),
        settings=ModelSettings(enabled=worker is not None),
        kept=Keeping(),
        past=NoPast(),
    )


def planner_of(
    home: Home,
    worker: ScriptedCompleter | NoModel | None = None,
    care_of: Callable[[Plan], Care] = care_of_locks,
) -> HeardPlanner:
    return HeardPlanner(sighted(home, worker), home_of=lambda _: home, care_of=care_of)


@pytest.fixture(scope="module")
def hears() -> Hears:
    """Return what plans a sentence as if it was heard in the small home."""
    planner = planner_of(small_home())

    async def heard(
        text: str,
        confidence: float | None = 0.9,
        *others: str,
        language: str = "en",
        is_speech: float = 1.0,
    ) -> Plan:
        found = Heard(
            text=text, confidence=confidence, others=others, is_speech=is_speech, language=language
        )
        request = Request(text=text, heard=found, source=Source.VOICE, language=language)
        return await planner.plan(request)

    return heard
