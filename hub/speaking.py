"""The language part, loaded once the hub answers: its modules take as long as all of the rest."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from hub.home.home import Home
from hub.home.keeping import Kept, KeptRule
from hub.home.past import Past
from hub.home.plan import Plan, PlanResult, Request
from hub.home.sight import Sight
from hub.language.completion import Completer
from hub.language.model_settings import ModelSettings

if TYPE_CHECKING:
    from hub.language.in_sight import PlannerInSight

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the language part gets from the rest of the hub. `languages` are got ready first."""

    home: Home
    sight: Sight
    kept: Kept
    past: Past
    worker: Completer
    settings: ModelSettings
    zone: ZoneInfo
    languages: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Loaded:
    planner: "PlannerInSight"
    reply: Callable[[Home, PlanResult, float | None], str]
    rule_words: Callable[[KeptRule, Home, datetime], str]


class Speaking:
    """Implements `Planner`. Who comes before it is loaded waits for it.

    Enter it when the hub answers.
    """

    def __init__(self, around: Around) -> None:
        self._around = around
        self._loaded: _Loaded | None = None
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
        return await (await self._load()).planner.plan(request)

    def reply(self, home: Home, result: PlanResult, expires_s: float | None) -> str:
        """Return what to say of a result."""
        return self._now().reply(home, result, expires_s)

    def rule_words(self, kept: KeptRule, home: Home, now: datetime) -> str:
        """Return a rule in words, as seen from `now`."""
        return self._now().rule_words(kept, home, now)

    async def _get_ready(self) -> None:
        """Load it, and the words of the languages that are spoken here."""
        try:
            loaded = await self._load()
            await loaded.planner.warm(self._around.languages)
        except Exception:  # noqa: BLE001 -- the edge of the task; each sentence tries once more
            _log.exception("the language part could not be got ready")

    async def _load(self) -> _Loaded:
        return self._loaded if self._loaded is not None else await asyncio.to_thread(self._now)

    def _now(self) -> _Loaded:
        """Return it, loaded here if need be. Blocks for as long as that takes."""
        with self._loading:
            loaded = self._loaded or _load(self._around)
            self._loaded = loaded
        return loaded


def _load(around: Around) -> _Loaded:
    from hub.language.in_sight import PlannerInSight  # noqa: PLC0415 -- that is the point
    from hub.language.replies import reply  # noqa: PLC0415
    from hub.language.rule_telling import kept_in_words  # noqa: PLC0415

    planner = PlannerInSight(
        around.home,
        around.sight,
        worker=around.worker,
        settings=around.settings,
        past=around.past,
        kept=around.kept,
    )

    def told(home: Home, result: PlanResult, expires_s: float | None) -> str:
        return reply(home, result, expires_s, zone=around.zone)

    return _Loaded(planner, told, kept_in_words)
