"""Says notifications aloud in the room where they belong: a timer rings where it was set."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from hub.home.domains.assist_satellite import Announce
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Source
from hub.home.notifications import Notification
from hub.home.plan import Plan, PlanResult, Request, Status, Steps
from hub.home.step import Step

DOMAIN = "assist_satellite"
ANNOUNCE = "assist_satellite.announce"
PLANNER = "telling"
# Said one after the other; what comes while so many wait is only shown.
MOST_AT_ONCE = 20

Listen = Callable[[Callable[[Notification], None]], Callable[[], None]]
RunPlan = Callable[[Plan], Awaitable[PlanResult]]

_log = logging.getLogger(__name__)


class TellingAloud:
    """Enter it to have what belongs in a room said by its satellites, after the guard's word.

    What has no room is for pages and phones alone: it may be private. What was told before a
    restart is not told again, and a satellite that is away stays silent. Implements what
    `Notifications.listen` calls.
    """

    def __init__(self, home: Home, listen: Listen, run_plan: RunPlan) -> None:
        self._home = home
        self._listen = listen
        self._run_plan = run_plan
        self._tasks = asyncio.TaskGroup()
        self._saying: set[asyncio.Task[None]] = set()
        self._unlisten: Callable[[], None] = lambda: None

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self._unlisten = self._listen(self.hear)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._unlisten()
        for task in self._saying:
            task.cancel()
        await self._tasks.__aexit__(kind, error, traceback)

    def hear(self, notification: Notification) -> None:
        """Say it, if it belongs in a room that can be spoken in."""
        if notification.area_id is None or len(self._saying) >= MOST_AT_ONCE:
            return
        there = self._satellites(notification.area_id)
        if not there:
            return
        task = self._tasks.create_task(self._say(notification, there), name="say it aloud")
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    def _satellites(self, area_id: AreaId) -> tuple[EntityId, ...]:
        return tuple(
            one.id
            for one in self._home.entities_of((DOMAIN,))
            if ANNOUNCE in one.actions
            and self._home.state(one.id).is_available
            and (area := self._home.area_of(one)) is not None
            and area.id == area_id
        )

    async def _say(self, notification: Notification, there: tuple[EntityId, ...]) -> None:
        step = Step(command=Announce(message=notification.text), targets=there)
        request = Request(text=notification.text, source=Source.HUB, area_id=notification.area_id)
        plan = Plan(request=request, body=Steps(steps=(step,)), planner=PLANNER)
        try:
            result = await self._run_plan(plan)
        except Exception:  # noqa: BLE001 -- the edge of the task; pages show the notification
            _log.exception("a notification could not be said in %r", notification.area_id)
            return
        for outcome in result.outcomes:
            if outcome.status in {Status.FAILED, Status.DENIED}:
                _log.info("not said by %s: %s", outcome.entity_id, outcome.detail)
