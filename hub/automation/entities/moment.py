"""Dates and times of day that people keep in the hub."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from hub.automation.entities.kept import Kept, WrongOptions
from hub.home.commands import Command
from hub.home.domains import inputs
from hub.home.ids import EntityId


class InputDatetime(Kept):
    """A date, a time of day, or both, on the clock of the house."""

    known = frozenset({"has_date", "has_time", "initial"})
    actions = frozenset({"input_datetime.set_datetime"})

    def __init__(
        self, entity_id: EntityId, options: Mapping[str, Any], now: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:  # fmt: skip
        super().__init__(entity_id, options)
        self._has_date = options.get("has_date") in (True, "true")
        self._has_time = options.get("has_time") in (True, "true")
        if not self._has_date and not self._has_time:
            raise WrongOptions("has_date, has_time: at least one must be true")
        self._zone = zone
        self._value = datetime.combine(now().astimezone(zone).date(), time())
        if (initial := options.get("initial")) is not None:
            try:
                self._value = self._parsed(str(initial))
            except ValueError as error:
                raise WrongOptions(f"initial: {error}") from None

    @property
    def attributes(self) -> dict[str, Any]:
        """Its parts."""
        value = self._value
        found: dict[str, Any] = {
            "editable": False, "has_date": self._has_date, "has_time": self._has_time,
        }  # fmt: skip
        if self._has_date:
            found |= {"year": value.year, "month": value.month, "day": value.day}
        if self._has_time:
            found |= {"hour": value.hour, "minute": value.minute, "second": value.second}
        if self._has_date:
            found["timestamp"] = value.replace(tzinfo=self._zone).timestamp()
        else:
            found["timestamp"] = value.hour * 3600 + value.minute * 60 + value.second
        return found

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin as configured, else as it was, else today at midnight."""
        if memory is not None and self.options.get("initial") is None:
            # What was kept may be of another kind than what is configured now.
            with suppress(ValueError):
                self._value = self._parsed(memory["state"])
        self._show()

    def do(self, command: Command) -> None:
        """Set it."""
        if not isinstance(command, inputs.SetDatetime):
            super().do(command)
            return
        value = command.moment(self._zone, self._value)
        if value is None:
            raise self.refusal(command, "no date or time was given")
        self._value = value
        self._show()

    def _show(self) -> None:
        value = self._value
        parts = [str(value.date())] if self._has_date else []
        self.state = " ".join([*parts, f"{value:%H:%M:%S}"] if self._has_time else parts)

    def _parsed(self, text: str) -> datetime:
        if self._has_date:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        return datetime.combine(date(1970, 1, 1), time.fromisoformat(text))
