"""Actions that wait: for a while, for a template to be true, for a trigger.

Whoever waits is on disk before the wait begins, with the moment at which it ends; after a
restart only what is left of it is waited for.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from hub.automation.durable import Firing
from hub.automation.model.actions import Delay, WaitForTrigger, WaitTemplate
from hub.automation.model.triggers import AnyTrigger
from hub.automation.model.values import Duration, Template
from hub.automation.rendering import Reads, TemplateFailed, is_true, says_true
from hub.automation.script.halting import Halt
from hub.automation.script.progress import Frame
from hub.automation.script.run import Run
from hub.automation.script.scope import Scope
from hub.automation.spans import seconds_in
from hub.automation.world import Fire, World
from hub.home.errors import HubError
from hub.home.events import HomeEvent
from hub.home.home import Unsubscribe
from hub.home.ids import new_id
from hub.home.run_trace import TraceStep


class AttachTrigger(Protocol):
    """Makes a trigger fire."""

    def __call__(  # noqa: PLR0913 -- each is a wish of its own
        self,
        trigger: AnyTrigger,
        world: World,
        *,
        key: str | None,
        variables: Mapping[str, Any],
        fire: Fire,
        attached_at_start: bool = False,
    ) -> Unsubscribe:
        """Call `fire` whenever it fires; returns what ends it. `key` None: not over restarts.

        `attached_at_start`: it was attached before a restart, so what it waited for goes on.
        """


async def delay(run: Run, action: Delay, step: TraceStep, scope: Scope, frame: Frame) -> None:
    """Wait for a while."""
    place: Frame = frame.get("in", {})
    seconds = place.get("seconds")
    if seconds is None:
        seconds = _seconds(run, action.delay, scope)
        if seconds == 0:
            step.result = {"delay": 0.0, "done": True}
            await asyncio.sleep(0)
            return
        frame["in"] = place = _ending_in(run, seconds)
    step.result = {"delay": seconds, "done": False}
    await _until(run, step.path, scope, place, asyncio.Event())
    step.result = {"delay": seconds, "done": True}


async def wait_template(
    run: Run, action: WaitTemplate, step: TraceStep, scope: Scope, frame: Frame
) -> None:
    """Wait until a template is true."""
    place = _place(run, action.timeout, scope, frame)
    done = asyncio.Event()
    watch = _Watch(run, action.template, scope, done.set, key=f"run {run.id} {step.path} minute")
    try:
        is_late = not done.is_set() and place.get("seconds") == 0
        if not done.is_set() and not is_late:
            step.result = {"wait": _told(run, place, is_done=None)}
            await _until(run, step.path, scope, place, done)
    finally:
        watch.close()
    told = _told(run, place, is_done=done.is_set())
    _end_wait(run, step, scope, told, goes_on=done.is_set() or action.continue_on_timeout)


async def wait_for_trigger(
    run: Run, action: WaitForTrigger, step: TraceStep, scope: Scope, frame: Frame
) -> None:
    """Wait until a trigger fires."""
    is_resumed = "in" in frame
    place = _place(run, action.timeout, scope, frame)
    done = asyncio.Event()
    fired: dict[str, Any] = {}

    def fire(data: Mapping[str, Any]) -> None:
        if not done.is_set():
            fired.update(data)
            done.set()

    if place.get("seconds") != 0:
        step.result = {"wait": {**_told(run, place, is_done=None), "trigger": None}}
        key = _key_of(run, place)
        with _attached(
            run, action.triggers, step, scope, fire, key=key, is_resumed=is_resumed
        ) as count:
            if count:
                await _until(run, step.path, scope, place, done)
    told = _told(run, place, is_done=done.is_set())
    told["trigger"] = fired if done.is_set() else None
    _end_wait(run, step, scope, told, goes_on=done.is_set() or action.continue_on_timeout)


@contextmanager
def _attached(  # noqa: PLR0913 -- what every step has, and what is waited for
    run: Run,
    triggers: tuple[AnyTrigger, ...],
    step: TraceStep,
    scope: Scope,
    fire: Callable[[Mapping[str, Any]], None],
    *,
    key: str,
    is_resumed: bool,
) -> Iterator[int]:
    """Let triggers fire within; gives how many can. If the hub stops, what they wait for is kept.

    Else it is forgotten, but not before it is on disk that the run is past it.
    """
    ends = _attach(run, triggers, step, scope, fire, key=key, is_resumed=is_resumed)
    try:
        yield len(ends)
    finally:
        for end in ends:
            end()
    run.progress.once_written(partial(run.forget_waits, key))


def _key_of(run: Run, place: Frame) -> str:
    """Return what the triggers of one wait are kept under, the same after a restart."""
    run.has_waits = True
    return f"run {run.id} {place.setdefault('wait', new_id())}/"


def _attach(  # noqa: PLR0913 -- as above
    run: Run,
    triggers: tuple[AnyTrigger, ...],
    step: TraceStep,
    scope: Scope,
    fire: Callable[[Mapping[str, Any]], None],
    *,
    key: str,
    is_resumed: bool,
) -> list[Unsubscribe]:
    """Make the triggers fire; one that cannot is told of, and the others are waited for."""
    ends: list[Unsubscribe] = []
    known = dict(scope.known)
    for number, trigger in enumerate(triggers):
        facts = {"id": trigger.id or str(number), "idx": str(number), "alias": trigger.alias}

        def heard(firing: Firing, facts: Mapping[str, Any] = facts) -> None:
            fire({**firing.data, **facts})

        try:
            if run.is_enabled(trigger.enabled, scope):
                end = run.attach(
                    trigger, run.world, key=f"{key}{number}", variables=known, fire=heard,
                    attached_at_start=is_resumed,
                )  # fmt: skip
                ends.append(end)
        except HubError as error:
            step.error = str(error)
    return ends


def _end_wait(
    run: Run, step: TraceStep, scope: Scope, told: dict[str, Any], *, goes_on: bool
) -> None:
    run.set(step, scope, "wait", told, is_own=True)
    step.result = {"wait": told}
    if not goes_on:
        step.result = {"wait": told, "timeout": True}
        raise Halt("aborted")


def _told(run: Run, place: Frame, *, is_done: bool | None) -> dict[str, Any]:
    """Return the variable `wait`: `is_done` None while it waits, false if it timed out."""
    remaining: float | None = None
    if place.get("due") is not None:
        due_at = datetime.fromisoformat(place["due"])
        remaining = max(0.0, (due_at - run.now()).total_seconds())
    if is_done is False:
        remaining = 0.0
    return {"remaining": remaining, "completed": bool(is_done)}


def _place(run: Run, timeout: Duration | None, scope: Scope, frame: Frame) -> Frame:
    place: Frame | None = frame.get("in")
    if place is None:
        place = {"due": None}
        if timeout is not None:
            place = _ending_in(run, _seconds(run, timeout, scope))
        frame["in"] = place
    return place


def _ending_in(run: Run, seconds: float) -> Frame:
    try:
        due_at = run.now() + timedelta(seconds=seconds)
    except OverflowError:
        raise Halt("aborted", f"nobody can wait for {seconds:g} seconds") from None
    return {"due": due_at.isoformat(), "seconds": seconds}


def _seconds(run: Run, duration: Duration, scope: Scope) -> float:
    try:
        return seconds_in(duration, scope.known, run.world.templates)
    except HubError as error:
        raise Halt("aborted", str(error)) from error


async def _until(run: Run, path: str, scope: Scope, place: Frame, done: asyncio.Event) -> None:
    """Wait until `done` is set or the time is over; on disk before that begins.

    `done` stays as it is when the time is over.
    """
    due_at = None if place["due"] is None else datetime.fromisoformat(place["due"])
    await run.progress.wait(path, due_at, scope)
    run.tell_waiting(run.trace)
    try:
        if due_at is None:
            await done.wait()
        else:
            await _either(run, due_at, done, key=f"run {run.id} {path}")
    finally:
        run.progress.waited(path)


async def _either(run: Run, due_at: datetime, done: asyncio.Event, *, key: str) -> None:
    ended = asyncio.ensure_future(done.wait())

    async def ring() -> None:
        ended.cancel()

    run.world.alarms.set(key, due_at, ring)
    try:
        await asyncio.wait((ended,))
    finally:
        run.world.alarms.cancel(key)
        ended.cancel()


class _Watch:
    """Renders a template again whenever what it read may have changed, until it becomes true.

    At first it is asked as a condition is, where nothing but "true" is true; later "yes", "on" and
    1 are true as well, but only where the template gave something else before.
    """

    def __init__(
        self, run: Run, template: Template, scope: Scope, hit: Callable[[], None], *, key: str
    ) -> None:
        self._run, self._template, self._scope = run, template, scope
        self._hit, self._key = hit, key
        self._reads = Reads()
        self._was_true: bool | None = None
        self._end = run.world.home.listen(self._hear)
        self._look()

    def close(self) -> None:
        """Stop looking."""
        self._end()
        self._run.world.alarms.cancel(self._key)

    def _hear(self, event: HomeEvent) -> None:
        if self._reads.concern(event):
            self._look()

    def _look(self) -> None:
        result, self._reads = self._run.world.templates.observe(self._template, self._scope.known)
        before = self._was_true
        self._was_true = not isinstance(result, TemplateFailed) and is_true(result)
        is_first = before is None and says_true(str(result))
        if is_first or (before is False and self._was_true):
            self._hit()
        elif self._reads.time:
            minute = self._run.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
            self._run.world.alarms.set(self._key, minute, self._minute)

    async def _minute(self) -> None:
        self._look()
