"""`for:`: what must stay so for a while before a trigger fires, also over a restart."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from hub.automation.durable import Firing
from hub.automation.firing.attachment import HEARING_S, Attachment, from_plain, plain
from hub.home.ids import EntityId
from hub.home.model import Context, State
from hub.record import record

Data = dict[str, Any]


@record(frozen=True, slots=True)
class _Timer:
    due_at: datetime
    data: Data
    cause: Context | None
    # Not known yet to be still so: the hub has just started.
    is_pending: bool = False


class Lasting:
    """The running `for:` timers of one trigger, one for each entity (or "" for none)."""

    def __init__(self, at: Attachment, still: Callable[[str, Data], bool]) -> None:
        self._at = at
        self._still = still
        self._timers: dict[str, _Timer] = {}

    def begin(self, part: str, for_s: float, data: Data, cause: Context | None) -> None:
        """Fire in so many seconds, unless it ends before; a running timer begins anew."""
        due_at = self._at.after(for_s)
        self._set(part, _Timer(due_at, data, cause))
        self._at.keep(f"for/{part}", due_at, _facts(data))

    def is_running(self, part: str) -> bool:
        """Tell whether something is waited for."""
        return part in self._timers

    def look(self, part: str) -> bool:
        """End the timer if it is not so any more; tell whether one still runs."""
        timer = self._timers.get(part)
        if timer is None:
            return False
        if timer.is_pending and not self._is_heard(part):
            return True
        return self._judge(part, timer)

    def end(self, part: str) -> None:
        """Fire no more."""
        if self._timers.pop(part, None) is not None:
            self._at.world.alarms.cancel(self._alarm(part))
            self._at.drop(f"for/{part}")

    def close(self) -> None:
        """Stop, and leave what is kept to whoever comes next."""
        for part in self._timers:
            self._at.world.alarms.cancel(self._alarm(part))
        self._timers.clear()

    def resume(self) -> None:
        """Go on with what was waited for before the restart, once the entities were heard of."""
        if not self._at.is_durable or self._at.waits is None:
            return
        prefix = self._at.wait_key("for/")
        for wait in self._at.waits.of(prefix):
            part = wait.key.removeprefix(prefix)
            data = _data(wait.facts)
            timer = _Timer(wait.due_at, data, None, is_pending=True)
            self._set(part, timer)
            if EntityId(part) in self._at.world.home.states and self._is_heard(part):
                self._judge(part, timer)

    def _set(self, part: str, timer: _Timer) -> None:
        self._timers[part] = timer
        at = self._at.after(HEARING_S) if timer.is_pending else timer.due_at

        async def ring() -> None:
            self._ring(part)

        self._at.world.alarms.set(self._alarm(part), at, ring)

    def _ring(self, part: str) -> None:
        timer = self._timers.get(part)
        if timer is None or not self._judge(part, timer) or timer.is_pending:
            return
        del self._timers[part]
        key = self._at.wait_key(f"for/{part}") if self._at.is_durable else None
        if self._at.allows(timer.due_at):
            firing = Firing(timer.data, timer.cause, over=key, due_at=timer.due_at)
            self._at.tell(firing)
        else:
            self._at.drop(f"for/{part}")

    def _judge(self, part: str, timer: _Timer) -> bool:
        if not self._still(part, timer.data):
            self.end(part)
            return False
        if timer.is_pending:
            self._set(part, _Timer(timer.due_at, timer.data, timer.cause))
        return True

    def _is_heard(self, part: str) -> bool:
        state = self._at.world.home.states.get(EntityId(part))
        return state is None or state.is_available

    def _alarm(self, part: str) -> str:
        return f"{self._at.name}/for/{part}"


def _facts(data: Data) -> Data:
    """Return what a trigger tells as plain JSON."""
    return {key: _plain_value(value) for key, value in data.items()}


def _plain_value(value: object) -> object:
    match value:
        case State():
            return {"__state__": plain(value)}
        case timedelta():
            return {"__seconds__": value.total_seconds()}
        case _:
            return value


def _data(facts: Mapping[str, Any]) -> Data:
    return {key: _lively_value(value) for key, value in facts.items()}


def _lively_value(value: object) -> object:
    match value:
        case {"__state__": dict(kept)}:
            return from_plain(kept)
        case {"__seconds__": float(seconds) | int(seconds)}:
            return timedelta(seconds=seconds)
        case _:
            return value
