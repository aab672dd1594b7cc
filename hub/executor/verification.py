"""Watching a device after a command, until it reported what was asked or time is up."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from hub.executor.bell import Bell
from hub.executor.lately import Doubt
from hub.executor.settings import ExecutorSettings
from hub.executor.turns import Turn
from hub.home.commands import Command, Expectation
from hub.home.events import StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.model import UNAVAILABLE, State
from hub.home.plan import Status
from hub.record import record

# What integrations set where a device reports nothing and its state is only assumed (Home
# Assistant: "assumed state").
ASSUMED = "assumed_state"
# What they set (Lares' own) where a device reports some of it: the names of what is assumed.
ASSUMED_NAMES = "assumed_attributes"
# What keeps a home shut: these may take back their first word (a lock that jams).
_SECURITY = frozenset({"lock", "cover", "valve", "alarm_control_panel"})


@record(frozen=True, slots=True)
class Finding:
    """What came of watching: how the action ended, in words, and what was last reported."""

    status: Status
    detail: str
    observed: State | None
    seconds: float | None = None


class Watch:
    """Hears what one entity tells of what is expected, from the moment it is entered.

    Not what the hub repeats, a broker kept, or somebody else says for the device.
    """

    def __init__(self, home: Home, before: State) -> None:
        self._home = home
        self._before = before
        self._news = Bell()
        self._unsubscribe: Unsubscribe = lambda: None
        self._names: frozenset[str] = frozenset()
        self._told_at: dict[str, float] = {}
        # Whether the last report alone told all of it.
        self.has_heard_at_once = False
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
        self._unsubscribe = _nothing

    def expect(self, expected: Expectation | None) -> None:
        """Hear only what tells of this."""
        if expected is not None:
            self._names = expected.names

    def has_heard_all(self, since: float) -> bool:
        """Tell whether the device told all of it since a time of the loop."""
        return all(self._told_at.get(name, -1.0) >= since for name in self._names)

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits in `news`."""
        return self._news.is_awaited

    def wake(self) -> None:
        """Make `news` return although nothing was reported."""
        self._news.ring()

    async def news(self, until: float) -> bool:
        """Wait for a report or `wake`, until a time of the loop's clock; False if none came."""
        is_news = await self._news.wait(until)
        self._news.hush()
        return is_news

    def _hear(self, event: StateReported) -> None:
        told = self._names if event.told is None else event.told & self._names
        if not told and event.new.state != UNAVAILABLE:
            return
        self.heard_at = asyncio.get_running_loop().time()
        self._told_at.update(dict.fromkeys(told, self.heard_at))
        self.has_heard_at_once = self._names <= told
        self.last = event.new
        self._news.ring()


@dataclass(slots=True)
class Verification:
    """One command on one entity, from just after sending until it is known what came of it.

    `doubt`: what comes in soon may be the report of something earlier.
    """

    command: Command
    expected: Expectation
    before: State
    doubt: Doubt
    watch: Watch
    turn: Turn
    settings: ExecutorSettings
    resend: Callable[[], Awaitable[None]]
    attempts: int = 1
    _shown_since: float | None = None
    _started: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    # Whether sending twice does no more than once; "a bit brighter" does.
    _is_repeatable: bool = field(init=False)
    # Whether nothing new was asked for, as far as reports can show it.
    _was_already: bool = field(init=False)

    def __post_init__(self) -> None:
        given = self.command.data()
        is_step = any("step" in name for name in given)
        self._is_repeatable = self.command.is_idempotent and not is_step
        is_shown = bool(self.expected.attributes) or not given
        is_plain = self._is_repeatable and is_shown
        self._was_already = is_plain and self.expected.is_met_by(self.before)

    async def run(self) -> Finding:
        """Watch until the device reported what was asked, or time is up.

        Nothing but a report of the device itself, after the command, proves it done: not that it
        was so before, and not a report that may be an older one. A device that is silent, or
        whose report is in doubt, is asked once more, where that is safe.
        """
        self.turn.on_overtaken = self._give_way
        try:
            return await self._run()
        finally:
            self.turn.on_overtaken = _nothing

    async def _run(self) -> Finding:
        while True:
            shown = self._shown()
            if shown is not None and self._now() >= self._confirmed_at():
                return self._met(shown)
            if await self.watch.news(self._next_time()):
                continue
            if self._may_resend() and self._now() >= self._resend_at():
                self.attempts += 1
                await self.resend()
            elif (shown is None or self.turn.is_overtaken) and self._now() >= self._deadline():
                return self._given_up()

    def _give_way(self) -> None:
        """Let who overtook go on at once, if nothing more is sent or waited for here."""
        if self.watch.is_awaited and self._now() >= self._deadline():
            self.turn.end()
        self.watch.wake()

    def _shown(self) -> State | None:
        """Return the report that proves what was expected, if there is one."""
        last = self.watch.last
        if last is None or self._is_in_doubt() or not self.expected.is_met_by(last):
            self._shown_since = None
            return None
        if self._shown_since is None:
            self._shown_since = self._now()
        return last

    def _is_in_doubt(self) -> bool:
        """Tell whether what was heard may be of older reports, or is not all that is needed."""
        watch, late = self.watch, self._started + self.settings.late_s
        if watch.has_heard_at_once and (watch.heard_at >= late or not self.doubt.whole):
            return False
        return not watch.has_heard_all(late if self.doubt.parts else 0.0)

    def _confirmed_at(self) -> float:
        """Return when what was shown counts: what keeps a home shut may take it back so long."""
        since = self._shown_since or 0.0
        is_shut = self.command.domain in _SECURITY
        return since + self.settings.confirm_s if is_shut else since

    def _met(self, state: State) -> Finding:
        seconds = max(0.0, self.watch.heard_at - self._started)
        if self._is_assumed(state):
            detail = "sent; the device does not report back, so its state is only assumed"
            return Finding(Status.UNVERIFIED, detail, state, seconds)
        return Finding(Status.DONE, self.expected.description, state, seconds)

    def _is_assumed(self, state: State) -> bool:
        some = state.attributes.get(ASSUMED_NAMES)
        if isinstance(some, list | tuple):
            return not self.expected.names.isdisjoint(some)
        return state.attributes.get(ASSUMED) is True

    def _given_up(self) -> Finding:
        wanted, last = self.expected.description, self.watch.last
        seconds = self._now() - self._started
        if last is None and self.turn.is_overtaken:
            detail = "a newer command took over before it reported"
        elif last is None and self._was_already:
            detail = f"it last reported being {wanted}, but has not answered now"
        elif last is None:
            sent = "sent" if self.attempts == 1 else "sent twice"
            detail = f"{sent}, but it has reported nothing for {seconds:.3g} s"
        elif self.expected.is_met_by(last) and self.watch.has_heard_all(0.0):
            detail = f"reported {self._seen(last)}, but that may be an older report"
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

    def _may_resend(self) -> bool:
        last = self.watch.last
        # Never against what the device says now: somebody may have worked it by hand.
        is_open = last is None or (self.expected.is_met_by(last) and self._is_in_doubt())
        is_once = self.attempts == 1 and not self.turn.is_overtaken
        return is_once and is_open and self._is_repeatable

    def _next_time(self) -> float:
        if self._shown_since is not None and not self.turn.is_overtaken:
            return self._confirmed_at()
        times = [self._deadline()]
        if self._may_resend():
            times.append(self._resend_at())
        return min(times)

    def _limit_s(self) -> float:
        transition_s = getattr(self.command, "transition", None) or 0
        return self.settings.verify_within_s(self.command.domain) + transition_s

    def _resend_at(self) -> float:
        settings = self.settings
        pause_s = settings.settle_s if self._was_already else settings.resend_after_s
        pause_s = min(pause_s, self._limit_s() / 2)
        return self._started + (max(pause_s, settings.late_s) if self.doubt.parts else pause_s)

    def _deadline(self) -> float:
        if self.turn.is_overtaken:
            return self._started + self.settings.overtaken_s
        last, limit_s = self.watch.last, self._limit_s()
        if last is None and self._was_already:
            limit_s = min(limit_s, 2 * self.settings.settle_s)
        if self.doubt.parts and (last is None or self._is_in_doubt()):
            return self._started + max(limit_s, 2 * self.settings.late_s)
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


def _nothing() -> None:
    pass
