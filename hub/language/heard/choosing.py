"""Which reading of what was heard is planned: the likeliest that makes sense, else a question."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from hub.home.home import Home
from hub.home.plan import Answer, Chores, Heard, Plan, Question, Refusal, Request, Steps
from hub.home.planner import Planner
from hub.language.heard.care import Care
from hub.language.heard.negation import negates
from hub.language.heard.noise import is_noise
from hub.language.heard.reading_back import read_back
from hub.language.heard.readings import Reading, readings_of, with_repairs
from hub.language.heard.tidying import tidied
from hub.language.heard.vocabulary import language_words, vocabulary_of
from hub.language.names import plain
from hub.language.speech import say
from hub.language.wording import base_language
from hub.record import record

PLANNER = "heard"
# Who refuses what was only told, such as somebody else's order.
_NO_ORDER = "not_an_order"
# How much odder a reading may be to be weighed against the one found.
_RIVALS = 0.3
# Of more devices than these a question names the number only.
_MOST_NAMED = 3


@record(frozen=True, slots=True, kw_only=True)
class HeardSettings:
    """From where on what was heard is trusted, 0..1; chosen by measurement.

    Below `speech` nobody spoke, below `catch` nothing is made of a sentence, below `act` it is
    asked before something is done, below `act_other` if it was not the best reading, below
    `act_sensitive` before something is that is sensitive. What was not understood as it was heard
    is asked about, too, if the sentence is `strange` still, or was repaired by words that sound
    `far` from what was heard; those that are `farthest` are none. Sentences that are `usual` and
    understood are not repaired, and none is taken that is so much `odder` than what was heard.
    `within_s` is what looking for other readings may take, the model aside.
    """

    speech: float = 0.4
    catch: float = 0.25
    act: float = 0.45
    act_other: float = 0.55
    act_sensitive: float = 0.7
    within_s: float = 0.6
    most_readings: int = 16
    usual: float = 0.3
    odder: float = 0.9
    strange: float = 1.2
    strange_repaired: float = 0.45
    far: float = 0.3
    farthest: float = 0.55


@record(frozen=True, slots=True)
class _Choice:
    """The reading that is taken; `is_rivalled`: another would do something else."""

    reading: Reading
    plan: Plan
    is_rivalled: bool = False


class PlansByCode(Planner, Protocol):
    """A planner that can do without its model, which is quick."""

    async def plan_by_code(self, request: Request) -> Plan:
        """Return a plan as `plan` does; what only the model could plan is refused."""


class HeardPlanner:
    """Implements `Planner` for what was heard; what was typed goes to `planner` as it is.

    `care_of` tells what a plan could do.
    """

    def __init__(
        self,
        planner: PlansByCode,
        *,
        home_of: Callable[[Request], Home],
        care_of: Callable[[Plan], Care],
        settings: HeardSettings | None = None,
    ) -> None:
        self._planner = planner
        self._home_of = home_of
        self._care_of = care_of
        self._settings = settings or HeardSettings()

    async def warm(self, languages: Iterable[str]) -> None:
        """Load the words of languages, off the event loop."""
        for language in dict.fromkeys(map(base_language, languages)):
            await asyncio.to_thread(language_words, language)

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
        return self._asked_about(await self._chosen(request, readings), heard)

    async def _chosen(self, request: Request, readings: Sequence[Reading]) -> _Choice:
        """Return the likeliest reading that code understands, else the model's plan of the best."""
        best = readings[0]
        first = await self._planner.plan_by_code(replace(request, text=best.text))
        if _is_understood(first) or first.planner == _NO_ORDER:
            return _Choice(best, first)
        others, oddness = await self._others(request, readings)
        is_clear = _is_clear_refusal(first) and oddness <= self._settings.usual
        farthest = oddness + self._settings.odder
        near = [o for o in others if o.oddness <= farthest and (o.is_heard or not is_clear)]
        near = [o for o in near if o.is_heard or o.cost <= self._settings.farthest]
        near = [o for o in near if negates(o.text) is negates(best.text)]
        found = await self._likeliest(request, near)
        if found is not None:
            return found
        if needs_model(first):
            first = await self._planner.plan(replace(request, text=best.text))
        return _Choice(best, first)

    async def _likeliest(self, request: Request, readings: Sequence[Reading]) -> _Choice | None:
        """Return the first reading that is understood.

        One that is hardly less likely counts more if it leaves no question; if it would do
        something else, there are two to choose from.
        """
        until = time.monotonic() + self._settings.within_s
        found: _Choice | None = None
        for reading in readings[: self._settings.most_readings]:
            await asyncio.sleep(0)
            if time.monotonic() > until:
                break
            if found is not None and reading.oddness > found.reading.oddness + _RIVALS:
                break
            plan = await self._planner.plan_by_code(replace(request, text=reading.text))
            if not _is_understood(plan):
                continue
            if found is None or isinstance(found.plan.body, Question):
                is_better = found is None or not isinstance(plan.body, Question)
                found = _Choice(reading, plan) if is_better else found
            elif _does_otherwise(plan, found.plan):
                return replace(found, is_rivalled=True)
            elif reading.is_heard and not found.reading.is_heard:
                return _Choice(reading, plan)
        return found

    async def _others(
        self, request: Request, readings: Sequence[Reading]
    ) -> tuple[list[Reading], float]:
        """Return the other readings and what sounds alike, and how odd the best reading is."""
        home, language = self._home_of(request), base_language(request.language)
        await asyncio.to_thread(language_words, language)
        found = with_repairs(readings, vocabulary_of(home, language), language)
        best = plain(readings[0].text)
        others = [reading for reading in found if plain(reading.text) != best]
        return others, next((r.oddness for r in found if plain(r.text) == best), 0.0)

    def _asked_about(self, choice: _Choice, heard: Heard) -> Plan:
        """Return the plan, or the question whether it was meant."""
        plan, settings = choice.plan, self._settings
        likelihood = choice.reading.likelihood(heard)
        if likelihood < settings.catch:
            return _not_caught(plan.request)
        if isinstance(plan.body, Refusal):
            is_unclear = likelihood < settings.act and plan.body.code == "no_match"
            return _not_caught(plan.request) if is_unclear else plan
        if isinstance(plan.body, Answer | Question):
            return plan
        care = self._care_of(plan)
        if care is Care.ASKED and _is_named(plan):
            return plan
        is_heard = choice.reading.is_heard
        is_best = choice.reading.cost == 0
        is_sure = likelihood >= (settings.act if is_best else settings.act_other)
        is_sure = is_sure and (is_heard or choice.reading.cost <= settings.far)
        if care is Care.SENSITIVE:
            is_sure = choice.reading.is_verbatim and likelihood >= settings.act_sensitive
        is_sure = is_sure and (is_heard or not choice.is_rivalled)
        strangest = settings.strange if is_heard else settings.strange_repaired
        is_sure = is_sure and choice.reading.strangeness <= strangest
        return plan if is_sure else read_back(plan, PLANNER)


def needs_model(plan: Plan) -> bool:
    """Tell whether code alone made nothing of a sentence, so that the model may."""
    return isinstance(plan.body, Refusal) and plan.body.code == "unavailable"


def _is_named(plan: Plan) -> bool:
    """Tell whether a question that names actions and devices leaves nothing unsaid."""
    body = plan.body
    return (
        isinstance(body, Steps)
        and not body.chores
        and len({target for step in body.steps for target in step.targets}) <= _MOST_NAMED
    )


def _is_new(request: Request, heard: Heard) -> bool:
    """Tell whether the text is as it was heard: nobody chose a sentence or a device since."""
    return request.text in {heard.text, tidied(heard.text, request.language)}


def _is_clear_refusal(plan: Plan) -> bool:
    """Tell whether a sentence was understood, and cannot be done."""
    body = plan.body
    return isinstance(body, Refusal) and body.code in {"no_target", "unsupported"}


def _does_otherwise(plan: Plan, other: Plan) -> bool:
    """Tell whether both plans do something, and not the same."""
    bodies = (plan.body, other.body)
    return all(isinstance(body, Steps | Chores) for body in bodies) and (
        plan.digest() != other.digest()
    )


def _is_understood(plan: Plan) -> bool:
    return isinstance(plan.body, Steps | Chores | Answer | Question)


def _not_caught(request: Request) -> Plan:
    return _plan(request, Refusal(text=say(request.language, "not_caught")))


def _plan(request: Request, body: Refusal) -> Plan:
    return Plan(request=request, body=body, planner=PLANNER)
