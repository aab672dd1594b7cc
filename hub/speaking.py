"""The language part, loaded once the hub answers: its modules take as long as all of the rest.

What understands sentences takes more memory than most of the hub. Where the model is switched off,
it is loaded when somebody says something for the first time, and that sentence waits for it.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from hub.home.home import Home
from hub.home.keeping import Kept, KeptRule
from hub.home.past import Past
from hub.home.plan import Plan, PlanResult, Request, Verdict
from hub.home.sight import Sight
from hub.home.speech import Expecting, Hints
from hub.language.completion import Completer
from hub.language.model_settings import ModelSettings
from hub.record import record

if TYPE_CHECKING:
    from hub.language.heard.weighing import WeighingPlanner
    from hub.language.in_sight import PlannerInSight

Reply = Callable[[Home, PlanResult, float | None], str]
RuleWords = Callable[[KeptRule, Home, datetime], str]

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True, kw_only=True)
class Around:
    """What the language part gets from the rest of the hub. `languages` are got ready first.

    `judge` tells which plans are sensitive: those take a reading that leaves no doubt.
    """

    home: Home
    sight: Sight
    kept: Kept
    past: Past
    worker: Completer
    settings: ModelSettings
    judge: Callable[[Plan], Verdict]
    zone: ZoneInfo
    languages: Sequence[str]


@record(frozen=True, slots=True)
class _Words:
    """What tells people of results and rules."""

    reply: Reply
    rule_words: RuleWords


class Speaking:
    """Implements `Planner`. Who comes before it is loaded waits for it.

    Enter it when the hub answers.
    """

    def __init__(self, around: Around) -> None:
        self._around = around
        self._planner: _Planners | None = None
        self._words: _Words | None = None
        # Modules that import each other must not be loaded by two threads at once.
        self._loading = threading.Lock()
        self._tasks = asyncio.TaskGroup()
        self._getting_ready: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        work = self._get_ready()
        self._getting_ready = self._tasks.create_task(work, name="load the language part")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._getting_ready is not None:
            self._getting_ready.cancel()
        await self._tasks.__aexit__(None, None, None)

    async def plan(self, request: Request) -> Plan:
        """Return a plan, a question, an answer or a refusal; never raises for odd words."""
        return await (await self._understanding()).heard.plan(request)

    def reply(self, home: Home, result: PlanResult, expires_s: float | None) -> str:
        """Return what to say of a result."""
        return self._telling().reply(home, result, expires_s)

    def rule_words(self, kept: KeptRule, home: Home, now: datetime) -> str:
        """Return a rule in words, as seen from `now`."""
        return self._telling().rule_words(kept, home, now)

    def hints(self, home: Home, request: Request, expecting: Expecting) -> Hints:
        """Return what helps to hear a speaker right, from what they see of the home."""
        from hub.language.heard.hints import hints_of  # noqa: PLC0415 -- as below

        return hints_of(home, request.area_id, request.language, expecting)

    async def readings(self, request: Request) -> Sequence[str]:
        """Return the sentences that may have been said; none if what was heard is clear."""
        return await (await self._understanding()).heard.readings(request)

    async def _get_ready(self) -> None:
        """Load it, and the words of the languages that are spoken here."""
        try:
            await asyncio.to_thread(self._telling)
            if self._around.settings.enabled:
                planners = await self._understanding()
                await planners.in_sight.warm(self._around.languages)
                await planners.heard.warm(self._around.languages)
        except Exception:  # noqa: BLE001 -- the edge of the task; each sentence tries once more
            _log.exception("the language part could not be got ready")

    async def _understanding(self) -> "_Planners":
        if self._planner is not None:
            return self._planner
        return await asyncio.to_thread(self._load_planner)

    def _load_planner(self) -> "_Planners":
        with self._loading:
            planner = self._planner or _planners(self._around)
            self._planner = planner
        return planner

    def _telling(self) -> _Words:
        """Return it, loaded here if need be. Blocks for as long as that takes."""
        with self._loading:
            words = self._words or _words(self._around.zone)
            self._words = words
        return words


@record(frozen=True, slots=True)
class _Planners:
    """What plans sentences, and what finds the sentence in what was heard."""

    in_sight: "PlannerInSight"
    heard: "WeighingPlanner"


def _planners(around: Around) -> _Planners:
    from hub.language.heard import Care, HeardPlanner, cared_for  # noqa: PLC0415 -- that is the point
    from hub.language.heard.weighing import WeighingPlanner  # noqa: PLC0415 -- as above
    from hub.language.in_sight import PlannerInSight  # noqa: PLC0415 -- as above

    planner = PlannerInSight(
        around.home,
        around.sight,
        worker=around.worker,
        settings=around.settings,
        past=around.past,
        kept=around.kept,
    )

    def care_of(plan: Plan) -> Care:
        return cared_for(around.judge(plan))

    heard = HeardPlanner(planner, home_of=around.sight.home_of, care_of=care_of)
    return _Planners(planner, WeighingPlanner(heard, planner, around.sight.home_of))


def _words(zone: ZoneInfo) -> _Words:
    from hub.language.replies import reply  # noqa: PLC0415 -- as above
    from hub.language.rule_telling import kept_in_words  # noqa: PLC0415

    def told(home: Home, result: PlanResult, expires_s: float | None) -> str:
        return reply(home, result, expires_s, zone=zone)

    return _Words(told, kept_in_words)
