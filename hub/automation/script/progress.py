"""How far a run has come, on disk once it is to survive a restart.

A frame is the place in one sequence: `at` is the number of the action, `in` how far that has
come, if it holds sequences or waits. What has no effect outside (a condition, a variable) is not
written; it is when something else is about to happen that depends on it.
"""

import asyncio
import copy
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hub.automation.durable import RunStore, SavedRun, Wait
from hub.automation.script.encoding import decoded, encoded
from hub.automation.script.scope import Scope
from hub.home.errors import HubError

Frame = dict[str, Any]

# When a wait without a timeout is over.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)

_log = logging.getLogger(__name__)


class Progress:
    """The place a run has come to. `run` is what is kept of it, `scope` its outermost variables."""

    __slots__ = (
        "_due",
        "_later",
        "_lock",
        "_moves",
        "_own",
        "_store",
        "_written",
        "is_kept",
        "root",
        "run",
    )

    def __init__(self, run: SavedRun, store: RunStore, *, is_kept: bool = False) -> None:
        self.run = run
        self.is_kept = is_kept
        self.root: Frame = copy.deepcopy(run.checkpoint.get("frame", {})) if is_kept else {}
        self._own: dict[str, Scope] = {}
        self._store = store
        self._due: dict[str, datetime] = {}
        self._later: list[Callable[[], None]] = []
        self._moves = self._written = 0
        self._lock: asyncio.Lock | None = None

    def moved(self) -> None:
        """Note that something is no longer as it was written."""
        self._moves += 1

    def branch(self, path: str, scope: Scope) -> Scope:
        """Return the scope of a branch of `parallel`, with what it had before a restart."""
        kept = self.run.checkpoint.get("own", {}).get(path, {}) if self.is_kept else {}
        self._own[path] = scope.inner(decoded(kept), is_branch=True)
        return self._own[path]

    def leave(self, path: str) -> None:
        """Forget what `branch` made."""
        self._own.pop(path, None)

    async def wait(self, path: str, due_at: datetime | None, scope: Scope) -> None:
        """Write that the action at `path` waits, until `due_at` if it has an end."""
        self._due[path] = NEVER if due_at is None else due_at
        await self.write(scope)

    def waited(self, path: str) -> None:
        """Note that the action at `path` no longer waits."""
        self._due.pop(path, None)
        self.moved()

    async def before(self, scope: Scope) -> None:
        """Write how far the run has come, if it is kept and is not written so already."""
        if self.is_kept and self._written != self._moves:
            await self.write(scope)

    def once_written(self, do: Callable[[], None]) -> None:
        """Do something once it is on disk how far the run has come now, or that it is over."""
        self._later.append(do)

    async def write(
        self, scope: Scope, *, over: str | None = None, following: Wait | None = None
    ) -> None:
        """Write how far the run has come, beginning to keep it if it was not kept.

        A disk that takes nothing is logged; the run goes on, for as long as the hub does.
        """
        if self._lock is None:
            self._lock = asyncio.Lock()
        async with self._lock:
            moves, later = self._moves, len(self._later)
            try:
                await self._put(scope.root, over, following)
            except HubError as error:
                _log.error("the run of %r is not kept: %s", self.run.item_id, error)
            else:
                self._written = moves
                self._do_later(later)

    async def end(self) -> None:
        """Forget the run."""
        if not self.is_kept:
            return
        try:
            await self._store.end(self.run.run_id)
        except HubError as error:
            _log.error("the run of %r is still kept: %s", self.run.item_id, error)
        else:
            self._do_later(len(self._later))

    def _do_later(self, count: int) -> None:
        due, self._later = self._later[:count], self._later[count:]
        for do in due:
            do()

    async def _put(self, scope: Scope, over: str | None, following: Wait | None) -> None:
        owner = f"{self.run.domain} {self.run.item_id}"
        variables = encoded(scope.local, owner)
        own = {path: encoded(one.local, owner) for path, one in self._own.items() if one.local}
        checkpoint = {"frame": copy.deepcopy(self.root), "own": own}
        due_at = min(self._due.values(), default=self.run.due_at)
        if self.is_kept:
            await self._store.advance(
                self.run.run_id, checkpoint=checkpoint, variables=variables, due_at=due_at
            )
            return
        self.is_kept = True
        run = replace(self.run, checkpoint=checkpoint, variables=variables, due_at=due_at)
        await self._store.begin(run, over=over, following=following)
