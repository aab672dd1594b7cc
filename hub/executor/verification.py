"""Watching a device after a command, until it reported what was asked or time is up."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Self

from hub.executor.settings import ExecutorSettings
from hub.executor.turns import Turn
from hub.home.commands import Command, Expectation
from hub.home.events import StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.model import State
from hub.home.plan import Status

# What integrations set where a device reports nothing and its state is only assumed (Home
# Assistant: "assumed state").
ASSUMED = "assumed_state"
# What keeps a home shut: an old report of these is no proof that they are as wanted now.
_SECURITY = frozenset({"lock", "cover", "valve"})
_OLD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of watching: how the action ended, in words, and what was last reported."""

    status: Status
    detail: str
    observed: State | None
    seconds: float | None = None


class Watch:
    """Hears every report of one entity from the moment it is entered."""

    def __init__(self, home: Home, before: State) -> None:
        self._home = home
        self._before = before
        self._news = asyncio.Event()
        self._unsubscribe: Unsubscribe = lambda: None
        self.last: State | None = None
        self.heard_at = 0.0

    def __enter__(self) -> Self:
        """Start listening."""
        self._unsubscribe = self._home.listen_reports(self._before.entity_id, self._hear)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self._unsubscribe()

    def wake(self) -> None:
        """Make `news` return although nothing was reported."""
        self._news.set()

    async def news(self, until: float) -> bool:
        """Wait for a report or `wake`, until a time of the loop's clock; False if none came."""
        try:
            async with asyncio.timeout_at(until):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    def _hear(self, event: StateReported) -> None:
        self.last = event.new
        self.heard_at = asyncio.get_running_loop().time()
        self._news.set()


@dataclass(slots=True)
class Verification:
    """One command on one entity, from just after sending until it is known what came of it."""

    command: Command
    expected: Expectation
    before: State
    before_age: timedelta
    watch: Watch
    turn: Turn
    settings: ExecutorSettings
    resend: Callable[[], Awaitable[None]]
    attempts: int = 1
    _started: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    async def run(self) -> Finding:
        """Watch until the device reported what was asked, or time is up.

        A device that already is as wanted and stays silent is done, unless it keeps the home shut
        and said so long ago; one that is silent is asked once more, where that is safe.
        """
        self.turn.on_overtaken = self.watch.wake
        while True:
            last = self.watch.last
            if last is not None and self.expected.is_met_by(last):
                return self._met(last)
            if await self.watch.news(self._next_time()):
                continue
            is_settled = self._was_already() and not self._must_answer()
            if last is None and is_settled and self._now() >= self._settled_at():
                return Finding(Status.DONE, f"was already {self.expected.description}", self.before)
            if self._may_resend() and self._now() >= self._resend_at():
                self.attempts += 1
                await self.resend()
            elif self._now() >= self._deadline():
                return self._given_up()

    def _met(self, state: State) -> Finding:
        seconds = self._now() - self._started
        if state.attributes.get(ASSUMED) is True:
            detail = "sent; the device does not report back, so its state is only assumed"
            return Finding(Status.UNVERIFIED, detail, state, seconds)
        return Finding(Status.DONE, self.expected.description, state, seconds)

    def _given_up(self) -> Finding:
        wanted, last = self.expected.description, self.watch.last
        seconds = self._now() - self._started
        if last is None and self.turn.is_overtaken:
            detail = "a newer command took over before it reported"
        elif last is None and self._was_already():
            detail = f"it last reported being {wanted}, but has not answered now"
        elif last is None:
            sent = "sent" if self.attempts == 1 else "sent twice"
            detail = f"{sent}, but it has reported nothing for {seconds:.3g} s"
        elif last.state in self.expected.transient:
            detail = f"still {last.state}"
            if self.turn.is_overtaken:
                detail += " when a newer command took over"
        elif self.turn.is_overtaken:
            detail = f"reported {self._seen(last)} when a newer command took over"
        elif self._is_partly_seen(last):
            detail = f"reported {self._seen(last)}, which does not show {wanted}"
        else:
            detail = f"reported {self._seen(last)} instead of {wanted}"
            return Finding(Status.FAILED, detail, last, seconds)
        return Finding(Status.UNVERIFIED, detail, last, None)

    def _is_partly_seen(self, state: State) -> bool:
        """Tell whether a report contradicts nothing, but leaves out something asked for."""
        if not state.is_available or (
            self.expected.states and state.state not in self.expected.states
        ):
            return False
        values = [(state.attributes.get(name), check) for name, check in self.expected.attributes]
        return bool(values) and all(value is None or check(value) for value, check in values)

    def _seen(self, state: State) -> str:
        """Say what a report shows of what was asked for."""
        names = [name for name, _ in self.expected.attributes]
        shown = [f"{name} {state.attributes.get(name)}" for name in names]
        return f"{state.state} ({', '.join(shown)})" if shown else state.state

    def _was_already(self) -> bool:
        """Tell whether nothing new was asked for, as far as reports can show it.

        Never after another plan's command: its report may still be under way.
        """
        is_shown = bool(self.expected.attributes) or not self.command.data()
        is_plain = _is_repeatable(self.command) and is_shown and not self.turn.had_to_wait
        return is_plain and self.expected.is_met_by(self.before)

    def _must_answer(self) -> bool:
        return self.command.domain in _SECURITY and self.before_age > _OLD

    def _may_resend(self) -> bool:
        is_silent = self.watch.last is None and not self.turn.is_overtaken
        return self.attempts == 1 and is_silent and _is_repeatable(self.command)

    def _next_time(self) -> float:
        times = [self._deadline()]
        if self._may_resend():
            times.append(self._resend_at())
        if self.watch.last is None and self._was_already() and not self._must_answer():
            times.append(self._settled_at())
        return min(times)

    def _limit_s(self) -> float:
        transition_s = getattr(self.command, "transition", None) or 0
        return self.settings.verify_within_s(self.command.domain) + transition_s

    def _settled_at(self) -> float:
        return self._started + min(self.settings.settle_s, self._limit_s())

    def _resend_at(self) -> float:
        return self._started + min(self.settings.resend_after_s, self._limit_s() / 2)

    def _deadline(self) -> float:
        if self.turn.is_overtaken:
            return self._started + self.settings.overtaken_s
        last, limit_s = self.watch.last, self._limit_s()
        if last is None and self._was_already():
            return min(self._started + limit_s, 2 * self._resend_at() - self._started)
        if last is None:
            return self._started + limit_s
        if last.state in self.expected.transient:
            at_most = self._started + limit_s * self.settings.moving_limit
            return min(self.watch.heard_at + limit_s, at_most)
        return self._started + min(limit_s, self._contradiction_s())

    def _contradiction_s(self) -> float:
        """Return how long after its sending a command may be contradicted by a resting device."""
        transition_s = getattr(self.command, "transition", None) or 0
        heard_after_s = self.watch.heard_at - self._started
        return heard_after_s + self.settings.contradiction_s + transition_s

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _is_repeatable(command: Command) -> bool:
    """Tell whether sending twice does no more than once; "a bit brighter" does."""
    return command.is_idempotent and not any("step" in name for name in command.data())
