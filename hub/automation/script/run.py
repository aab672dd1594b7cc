"""One run: what its steps need, and what becomes of it."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hub.automation.durable import Wait
from hub.automation.holding import all_hold
from hub.automation.model.conditions import AnyCondition
from hub.automation.model.rules import Runnable
from hub.automation.model.values import Template, Tree
from hub.automation.rendering import is_true
from hub.automation.script.progress import Frame, Progress
from hub.automation.script.scope import Scope
from hub.automation.world import Caller, World
from hub.eager import start_now
from hub.home.model import Context
from hub.home.run_trace import Ending, RunTrace, TraceStep
from hub.record import record

if TYPE_CHECKING:
    from hub.automation.script.waits import AttachTrigger


@record(frozen=True, slots=True)
class Durable:
    """What a firing did to its wait; a run that has this is on disk before its first action."""

    over: str | None = None
    following: Wait | None = None


@record(frozen=True, slots=True)
class RunResult:
    """How a run ended. `response` is what `stop` handed back to the caller."""

    ending: Ending
    response: Mapping[str, Any] | None = None
    error: str | None = None
    conversation_response: str | None = None


@dataclass(slots=True)
class Run:
    """A run under way. `plain` remembers which parts of the runnable hold no template."""

    runnable: Runnable
    world: World
    caller: Caller
    attach: "AttachTrigger"
    context: Context
    progress: Progress
    scope: Scope
    trace: RunTrace
    plain: dict[int, bool]
    tell_waiting: Callable[[RunTrace], None]
    forget_waits: Callable[[str], None]
    conversation_response: str | None = None
    is_stopped: bool = False
    # Its triggers may have waits under "run <id> ".
    has_waits: bool = False
    task: asyncio.Task[None] | None = None
    over: "asyncio.Future[RunResult]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def id(self) -> str:
        """Its id, the same after a restart."""
        return self.progress.run.run_id

    async def finished(self) -> RunResult:
        """Wait until it has ended; who waits may be cancelled without ending it."""
        return await asyncio.shield(self.over)

    def start_now(self) -> None:
        """Take the first steps at once; what another task sets off waits until that gives way."""
        if self.task is not None and asyncio.current_task() is None:
            start_now(self.task)

    def stop(self) -> None:
        """End it where it is, and forget it."""
        if not self.over.done():
            self.is_stopped = True
            self.cancel()

    def cancel(self) -> None:
        """Interrupt it as the end of the hub does: if it is kept, it can go on later."""
        if self.task is not None:
            self.task.cancel()

    def now(self) -> datetime:
        """Tell the time."""
        return self.world.now()

    def rendered(self, tree: Tree, scope: Scope) -> Any:
        """Return a tree with its templates rendered; one without any is returned as it is.

        Raises:
            TemplateFailed: one of them failed.
        """
        is_plain = self.plain.get(id(tree))
        if is_plain is None:
            is_plain = self.plain[id(tree)] = _is_plain(tree)
        return tree if is_plain else self.world.templates.tree(tree, scope.known)

    def text(self, source: str | Template, scope: Scope) -> str:
        """Return a text, rendered if it is a template.

        Raises:
            TemplateFailed: it failed.
        """
        if isinstance(source, str):
            return source
        return self.world.templates.text(source, scope.known)

    def is_enabled(self, enabled: bool | Template, scope: Scope) -> bool:  # noqa: FBT001
        """Tell whether a part that says so is enabled.

        Raises:
            TemplateFailed: it is a template that failed.
        """
        if isinstance(enabled, Template):
            return is_true(self.world.templates.render(enabled, scope.known))
        return enabled

    def hold(self, conditions: Iterable[AnyCondition], path: str, scope: Scope) -> bool | None:
        """Tell whether conditions hold, and trace each; None if one of them cannot be told."""

        def note(number: str, result: Mapping[str, Any]) -> None:
            step = self.trace.add(f"{path}/{number}", self.now(), result)
            step.error = result.get("error")

        return all_hold(conditions, scope.known, self.world, note=note)

    def set(
        self, step: TraceStep, scope: Scope, name: str, value: Any, *, is_own: bool = False
    ) -> None:
        """Set a variable, and trace it."""
        scope.set(name, value, is_own=is_own)
        step.changed_variables = {**(step.changed_variables or {}), name: value}
        self.progress.moved()

    async def before_effect(self, frame: Frame, scope: Scope, *, is_safe: bool) -> None:
        """Write what must be on disk before something is done outside.

        What is not safe to do twice is marked as done: a crash may lose it, but never doubles it.
        """
        if not is_safe:
            # Even if it is not kept yet: another branch of a `parallel` may begin that meanwhile.
            frame["at"] += 1
            self.progress.moved()
        if self.progress.is_kept:
            await self.progress.before(scope)


def _is_plain(tree: Tree) -> bool:
    if isinstance(tree, Template):
        return False
    if isinstance(tree, Mapping):
        return all(_is_plain(key) and _is_plain(value) for key, value in tree.items())
    if isinstance(tree, list | tuple):
        return all(map(_is_plain, tree))
    return True
