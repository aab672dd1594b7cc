"""Tells what is off once the hub runs: rule files, the language model, and all that came before."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol

from hub.front_door import FrontDoor
from hub.home.troubles import Board, Trouble, Troubles
from hub.home.yaml_config import ConfigProblem
from hub.language.worker_client import ModelWorker, Phase
from hub.recorder.audit.log import AuditLog
from hub.recorder.backup.schedule import ScheduledBackups
from hub.recorder.errors import StorageError

_SHOWN = 3
# What the reasons of a worker begin with that is not just late.
_NOT_THERE = ("it does not start", "it cannot be reached")
Health = Callable[[], Awaitable[Mapping[str, Any]]]
Source = Callable[[], Iterable[Trouble]]
LOOK_EVERY_S = 3.0

_log = logging.getLogger(__name__)


class HasProblems(Protocol):
    """What reads files that people write."""

    @property
    def problems(self) -> Sequence[ConfigProblem]:
        """What is wrong with them."""


@asynccontextmanager
async def told(
    troubles: Troubles,
    sources: Iterable[Source],
    board: Board,
    now: Callable[[], datetime],
) -> AsyncIterator[None]:
    """Keep all that is off on the board: what was found, and what `sources` tell now and later."""
    for source in sources:
        troubles.watch(source)
    await post(troubles, board, now)
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(_watch(troubles, board, now), name="troubles")
        try:
            yield
        finally:
            watching.cancel()


async def _watch(troubles: Troubles, board: Board, now: Callable[[], datetime]) -> None:
    """Tell what comes later, as the language model loads slowly, and take down what is mended."""
    posted = set(troubles)
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        if set(troubles) != posted:
            posted = set(troubles)
            await post(troubles, board, now)


def with_troubles(troubles: Troubles, backups: ScheduledBackups, health: Health) -> Health:
    """Return what tells the health of the parts, of backups, and all troubles."""

    async def whole() -> Mapping[str, Any]:
        backup = await asyncio.to_thread(backups.health)
        return {"troubles": troubles.health(), "backup": backup, **await health()}

    return whole


def trouble_with_rules(rules: HasProblems) -> Iterable[Trouble]:
    """Return what is wrong with rule files, as one trouble."""
    instead = "all other rules run; `lares check` lists every mistake"
    return _mistakes("rules", rules.problems, instead)


def trouble_with_devices(devices: HasProblems) -> Iterable[Trouble]:
    """Return what is wrong with device files, as one trouble."""
    instead = "all other devices work; correct the file, then reload"
    return _mistakes("devices", devices.problems, instead)


def _mistakes(part: str, problems: Sequence[object], instead: str) -> Iterable[Trouble]:
    if not problems:
        return ()
    shown = "; ".join(str(one) for one in problems[:_SHOWN])
    more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    return (Trouble(part, " ".join(f"{shown}{more}".split()), instead),)


async def post(troubles: Troubles, board: Board, now: Callable[[], datetime]) -> None:
    """Put all troubles on the board; on a disk that takes nothing, they stand in the health."""
    try:
        await troubles.post(board, now())
    except StorageError as error:
        _log.warning("the troubles could not be put on the board: %s", error)


def trouble_with_door(door: FrontDoor) -> Iterable[Trouble]:
    """Return why the hub does not listen where it should."""
    if not door.problem:
        return ()
    return (Trouble("address", door.problem, f"the hub listens on {door.host} only"),)


def trouble_with_audit(audit: AuditLog) -> Iterable[Trouble]:
    """Return what is wrong with the audit record."""
    if audit.problem is not None:
        return (Trouble("audit record", audit.problem, "everyday acts go on, sensitive ones wait"),)
    if audit.broken is None:
        return ()
    reason, aside = audit.broken
    instead = (
        f"it lies in {aside}, and a new one was begun; if nobody you know did this, look at it"
    )
    return (Trouble("audit record", reason, instead),)


def trouble_with_model(worker: ModelWorker) -> Iterable[Trouble]:
    """Return why the language model does not start, if it does not."""
    state = worker.state
    if state.name is not Phase.DOWN or not state.reason.startswith(_NOT_THERE):
        return ()
    instead = "plain sentences, rules and the page work without it, and it is tried again"
    return (Trouble("language model", state.reason, instead),)
