"""Timers that people start and pause; unlike Home Assistant's, they always outlive a restart."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from hub.automation.durations import seconds_of
from hub.automation.entities.kept import Kept, WrongOptions
from hub.home.commands import Command
from hub.home.domains import timer
from hub.home.ids import EntityId


class Timer(Kept):
    """Idle, active or paused; fires events such as "timer.started"."""

    actions = frozenset(
        f"timer.{verb}" for verb in ("start", "pause", "cancel", "finish", "change")
    )
    known = frozenset({"duration", "restore"})

    def __init__(
        self, entity_id: EntityId, options: Mapping[str, Any], now: Callable[[], datetime]
    ) -> None:
        super().__init__(entity_id, options)
        self._now = now
        try:
            self._configured = timedelta(seconds=seconds_of(options.get("duration", 0)))
        except (ValueError, TypeError) as error:
            raise WrongOptions(f"duration: {error}") from None
        self._duration = self._configured
        self._remaining: timedelta | None = None
        self.ends_at: datetime | None = None

    @property
    def attributes(self) -> dict[str, Any]:
        """The durations, and when it ends."""
        found: dict[str, Any] = {"duration": _clock(self._duration), "editable": False}
        if self.ends_at is not None:
            found["finishes_at"] = self.ends_at.isoformat()
        if self._remaining is not None:
            found["remaining"] = _clock(self._remaining)
        return found | ({"restore": True} if self.options.get("restore") else {})

    def memory(self) -> dict[str, Any]:
        """Return how far it is."""
        return {
            "state": self.state,
            "duration_s": self._duration.total_seconds(),
            "remaining_s": None if self._remaining is None else self._remaining.total_seconds(),
            "ends_at": None if self.ends_at is None else self.ends_at.isoformat(),
        }

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin as it was; one that ended meanwhile is still active until `end` is called."""
        self.state = "idle"
        if memory is None or memory["state"] == "idle":
            return
        self.state = memory["state"]
        self._duration = timedelta(seconds=memory["duration_s"])
        if memory["remaining_s"] is not None:
            self._remaining = timedelta(seconds=memory["remaining_s"])
        if memory["ends_at"] is not None:
            self.ends_at = datetime.fromisoformat(memory["ends_at"])

    def do(self, command: Command) -> None:
        """Start, pause, cancel or finish; the last three do nothing if there is nothing to."""
        match command:
            case timer.Start(duration=duration):
                self._start(None if duration is None else timedelta(seconds=seconds_of(duration)))
            case timer.Pause():
                self._pause()
            case timer.Cancel():
                if self.state != "idle":
                    self._rest("timer.cancelled", {})
            case timer.Finish():
                if self.state == "active":
                    self.end(self._now())
            case timer.Change(duration=duration):
                self._change(command, timedelta(seconds=seconds_of(duration)))
            case _:
                super().do(command)

    @property
    def rings_at(self) -> datetime | None:
        """When it ends."""
        return self.ends_at if self.state == "active" else None

    def ring(self, at: datetime) -> None:
        """Finish, unless it was changed meanwhile."""
        if self.rings_at == at:
            self.end(at)

    def end(self, at: datetime) -> None:
        """Finish; `at` is when it was over."""
        self._rest("timer.finished", {"finished_at": at.isoformat()})

    def _start(self, duration: timedelta | None) -> None:
        event = "timer.started" if self.state == "idle" else "timer.restarted"
        if duration is not None:
            self._duration = self._remaining = duration
        elif self.state != "paused" or self._remaining is None:
            self._remaining = self._duration
        self.state = "active"
        self.ends_at = self._now() + (self._remaining or timedelta())
        self._fire(event, {"entity_id": self.id})

    def _change(self, command: Command, by: timedelta) -> None:
        if self.state != "active" or self.ends_at is None:
            raise self.refusal(command, "it does not run")
        left = self.ends_at + by - self._now()
        if left > self._duration:
            reason = f"more than its whole duration, {_clock(self._duration)}, would be left"
            raise self.refusal(command, reason)
        if left < timedelta():
            raise self.refusal(command, "less time than none would be left")
        self.ends_at += by
        self._remaining = left
        self._fire("timer.changed", {"entity_id": self.id})

    def _fire(self, event: str, data: Mapping[str, Any]) -> None:
        self.told = (*self.told, (event, data))

    def _pause(self) -> None:
        if self.state != "active" or self.ends_at is None:
            return
        self._remaining = max(self.ends_at - self._now(), timedelta())
        self.ends_at = None
        self.state = "paused"
        self._fire("timer.paused", {"entity_id": self.id})

    def _rest(self, event: str, more: Mapping[str, Any]) -> None:
        self.state = "idle"
        self.ends_at = self._remaining = None
        self._duration = self._configured
        self._fire(event, {"entity_id": self.id, **more})


def _clock(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
