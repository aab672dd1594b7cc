"""Which reading of what was heard is planned: the likeliest that makes sense, else a question."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from hub.home.plan import Answer, Chores, Heard, Plan, Question, Refusal, Request, Steps
from hub.home.planner import Planner
from hub.language.heard.noise import is_noise
from hub.language.heard.reading_back import read_back
from hub.language.heard.readings import Reading, readings_of
from hub.language.heard.tidying import tidied
from hub.language.speech import say
from hub.record import record

PLANNER = "heard"


@record(frozen=True, slots=True, kw_only=True)
class HeardSettings:
    """From where on what was heard is trusted, 0..1; chosen by measurement.

    Below `speech` nobody spoke, below `catch` nothing is made of a sentence, below `act` it is
    asked before something is done, below `act_sensitive` before something is that is sensitive.
    `within_s` is what looking for other readings may take, the model aside.
    """

    speech: float = 0.4
    catch: float = 0.25
    act: float = 0.45
    act_sensitive: float = 0.7
    within_s: float = 0.5


class PlansByCode(Planner, Protocol):
    """A planner that can do without its model, which is quick."""

    async def plan_by_code(self, request: Request) -> Plan:
        """Return a plan as `plan` does; what only the model could plan is refused."""


class HeardPlanner:
    """Implements `Planner` for what was heard; what was typed goes to `planner` as it is.

    `is_sensitive` tells whether the guard would ask about a plan, or knows a risk of it.
    """

    def __init__(
        self,
        planner: PlansByCode,
        *,
        is_sensitive: Callable[[Plan], bool],
        settings: HeardSettings | None = None,
    ) -> None:
        self._planner = planner
        self._is_sensitive = is_sensitive
        self._settings = settings or HeardSettings()

    async def plan(self, request: Request) -> Plan:
        """Return a plan of the sentence that was meant, or a question; never raises for odd words.

        `Plan.request.text` is the sentence that was taken. A refusal without words stands for
        noise: there is nothing to say.
        """
        heard = request.heard
        if heard is None or not _is_new(request, heard):
            return await self._planner.plan(request)
        if heard.is_speech < self._settings.speech or is_noise(heard.text, request.language):
            return _plan(request, Refusal(text=""))
        readings = readings_of(heard, request.language)
        if not readings:
            return _plan(request, Refusal(text=""))
        found = await self._first_understood(request, readings)
        return self._asked_about(*found, heard)

    async def _first_understood(
        self, request: Request, readings: Sequence[Reading]
    ) -> tuple[Reading, Plan]:
        """Return the first reading that code understands, else the model's plan of the best."""
        best = readings[0]
        first = await self._planner.plan_by_code(replace(request, text=best.text))
        if _is_understood(first):
            return best, first
        until = time.monotonic() + self._settings.within_s
        for reading in readings[1:]:
            await asyncio.sleep(0)
            if time.monotonic() > until:
                break
            plan = await self._planner.plan_by_code(replace(request, text=reading.text))
            if _is_understood(plan):
                return reading, plan
        if needs_model(first):
            first = await self._planner.plan(replace(request, text=best.text))
        return best, first

    def _asked_about(self, reading: Reading, plan: Plan, heard: Heard) -> Plan:
        """Return the plan, or the question whether it was meant."""
        likelihood = reading.likelihood(heard)
        if isinstance(plan.body, Answer | Question):
            return plan if likelihood >= self._settings.catch else _not_caught(plan.request)
        if likelihood < self._settings.catch:
            return _not_caught(plan.request)
        if not isinstance(plan.body, Steps | Chores):
            is_unclear = likelihood < self._settings.act and plan.body.code == "no_match"
            return _not_caught(plan.request) if is_unclear else plan
        is_sure = likelihood >= self._settings.act
        if self._is_sensitive(plan):
            is_sure = reading.is_verbatim and likelihood >= self._settings.act_sensitive
        return plan if is_sure else read_back(plan, PLANNER)


def needs_model(plan: Plan) -> bool:
    """Tell whether code alone made nothing of a sentence, so that the model may."""
    return isinstance(plan.body, Refusal) and plan.body.code == "unavailable"


def _is_new(request: Request, heard: Heard) -> bool:
    """Tell whether the text is as it was heard: nobody chose a sentence or a device since."""
    return request.text in {heard.text, tidied(heard.text, request.language)}


def _is_understood(plan: Plan) -> bool:
    return isinstance(plan.body, Steps | Chores | Answer | Question)


def _not_caught(request: Request) -> Plan:
    return _plan(request, Refusal(text=say(request.language, "not_caught")))


def _plan(request: Request, body: Refusal) -> Plan:
    return Plan(request=request, body=body, planner=PLANNER)
