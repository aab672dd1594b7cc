"""Switches, numbers, choices, texts, moments, buttons and counters that people keep in the hub."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from hub.automation.entities.kept import Kept, WrongOptions, number
from hub.home.commands import Command
from hub.home.domains import counter, inputs
from hub.home.ids import EntityId

INPUT_TEXT_MAX = 100
TEXT_LIMIT = 255


class InputBoolean(Kept):
    """On or off."""

    known = frozenset({"initial"})
    actions = frozenset(f"input_boolean.{verb}" for verb in ("turn_on", "turn_off", "toggle"))

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin as configured, else as it was, else off."""
        initial = self.options.get("initial")
        if initial is not None:
            self.state = "on" if initial in (True, "on", "true", "yes") else "off"
        else:
            self.state = str(memory["state"]) if memory else "off"

    def do(self, command: Command) -> None:
        """Switch."""
        match command:
            case inputs.TurnOn():
                self.state = "on"
            case inputs.TurnOff():
                self.state = "off"
            case inputs.Toggle():
                self.state = "off" if self.state == "on" else "on"
            case _:
                super().do(command)


class InputNumber(Kept):
    """A number within limits."""

    known = frozenset({"min", "max", "initial", "step", "mode", "unit_of_measurement"})
    actions = frozenset(f"input_number.{verb}" for verb in ("set_value", "increment", "decrement"))

    def __init__(self, entity_id: EntityId, options: Mapping[str, Any]) -> None:
        super().__init__(entity_id, options)
        self._min, self._max = number(options, "min"), number(options, "max")
        self._step = number(options, "step", 1.0)
        if self._min >= self._max:
            raise WrongOptions(f"max: {self._max:g} is not above min, {self._min:g}")
        initial = options.get("initial")
        if initial is not None and not self._min <= number(options, "initial") <= self._max:
            raise WrongOptions(f"initial: {initial} is outside {self._min:g} to {self._max:g}")

    @property
    def attributes(self) -> dict[str, Any]:
        """The limits."""
        found = {
            "initial": self.options.get("initial"), "editable": False, "min": self._min,
            "max": self._max, "step": self._step, "mode": self.options.get("mode", "slider"),
        }  # fmt: skip
        if unit := self.options.get("unit_of_measurement"):
            found["unit_of_measurement"] = unit
        return found

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin as configured, else as it was if that still fits, else at the least."""
        value = self._min
        if self.options.get("initial") is not None:
            value = number(self.options, "initial")
        elif memory and self._min <= float(memory["state"]) <= self._max:
            value = float(memory["state"])
        self.state = str(value)

    def do(self, command: Command) -> None:
        """Set it; steps end at the limits."""
        match command:
            case inputs.SetNumber(value=value):
                if not self._min <= value <= self._max:
                    reason = f"{value:g} is outside {self._min:g} to {self._max:g}"
                    raise self.refusal(command, reason)
                self.state = str(float(value))
            case inputs.Increment():
                self.state = str(min(float(self.state) + self._step, self._max))
            case inputs.Decrement():
                self.state = str(max(float(self.state) - self._step, self._min))
            case _:
                super().do(command)


class InputSelect(Kept):
    """One of several options."""

    known = frozenset({"options", "initial"})
    actions = frozenset(
        f"input_select.{verb}"
        for verb in (
            "select_option", "select_next", "select_previous", "select_first", "select_last",
            "set_options",
        )
    )  # fmt: skip

    def __init__(self, entity_id: EntityId, options: Mapping[str, Any]) -> None:
        super().__init__(entity_id, options)
        listed = options.get("options")
        if not isinstance(listed, list | tuple) or not listed:
            raise WrongOptions("options: expected a list of at least one option")
        self._options = list(dict.fromkeys(map(str, listed)))
        initial = options.get("initial")
        if initial is not None and str(initial) not in self._options:
            raise WrongOptions(f"initial: {initial!r} is not one of the options")

    @property
    def attributes(self) -> dict[str, Any]:
        """The options."""
        return {"options": list(self._options), "editable": False}

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin as configured, else as it was if that is still an option, else the first."""
        wanted = self.options.get("initial") or (memory["state"] if memory else None)
        self.state = str(wanted) if wanted in self._options else self._options[0]

    def do(self, command: Command) -> None:
        """Choose."""
        match command:
            case inputs.SelectOption(option=option):
                if option not in self._options:
                    reason = f"{option!r} is not one of {', '.join(self._options)}"
                    raise self.refusal(command, reason)
                self.state = option
            case inputs.SelectNext(cycle=cycle):
                self._move(1, is_ring=cycle)
            case inputs.SelectPrevious(cycle=cycle):
                self._move(-1, is_ring=cycle)
            case inputs.SelectFirst():
                self.state = self._options[0]
            case inputs.SelectLast():
                self.state = self._options[-1]
            case inputs.SetOptions(options=options):
                self._options = list(dict.fromkeys(options))
                if self.state not in self._options:
                    self.state = self._options[0]
            case _:
                super().do(command)

    def _move(self, step: int, *, is_ring: bool) -> None:
        place, count = self._options.index(self.state) + step, len(self._options)
        self.state = self._options[place % count if is_ring else max(0, min(count - 1, place))]


class InputText(Kept):
    """A text."""

    known = frozenset({"min", "max", "initial", "pattern", "mode", "unit_of_measurement"})
    actions = frozenset({"input_text.set_value"})

    def __init__(self, entity_id: EntityId, options: Mapping[str, Any]) -> None:
        super().__init__(entity_id, options)
        self._min = int(number(options, "min", 0))
        self._max = int(number(options, "max", INPUT_TEXT_MAX))
        if not 0 <= self._min <= self._max <= TEXT_LIMIT:
            raise WrongOptions(f"min, max: expected 0 <= min <= max <= {TEXT_LIMIT}")
        try:
            self._pattern = re.compile(options.get("pattern") or "")
        except re.error as error:
            raise WrongOptions(f"pattern: {error}") from None

    @property
    def attributes(self) -> dict[str, Any]:
        """The limits."""
        return {
            "editable": False, "min": self._min, "max": self._max,
            "pattern": self.options.get("pattern"), "mode": self.options.get("mode", "text"),
        }  # fmt: skip

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin as configured, else as it was if that still fits, else unknown."""
        initial = self.options.get("initial")
        wanted = initial if initial is not None else memory["state"] if memory else "unknown"
        self.state = str(wanted) if self._min <= len(str(wanted)) <= self._max else "unknown"

    def do(self, command: Command) -> None:
        """Set it."""
        match command:
            case inputs.SetInputText(value=value):
                if not self._min <= len(value) <= self._max:
                    reason = f"{len(value)} characters, not {self._min} to {self._max}"
                    raise self.refusal(command, reason)
                if self.options.get("pattern") and not self._pattern.match(value):
                    raise self.refusal(command, f"{value!r} does not fit the pattern")
                self.state = value
            case _:
                super().do(command)


class InputButton(Kept):
    """A button; its state is when it was last pressed."""

    actions = frozenset({"input_button.press"})

    def __init__(
        self, entity_id: EntityId, options: Mapping[str, Any], now: Callable[[], datetime]
    ) -> None:
        super().__init__(entity_id, options)
        self._now = now

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin as it was."""
        self.state = str(memory["state"]) if memory else "unknown"

    def do(self, command: Command) -> None:
        """Press it."""
        if not isinstance(command, inputs.Press):
            super().do(command)
        self.state = self._now().isoformat(timespec="milliseconds")


class Counter(Kept):
    """A whole number that goes up and down by a step."""

    known = frozenset({"initial", "step", "minimum", "maximum", "restore"})
    actions = frozenset(
        f"counter.{verb}" for verb in ("increment", "decrement", "reset", "set_value")
    )

    def __init__(self, entity_id: EntityId, options: Mapping[str, Any]) -> None:
        super().__init__(entity_id, options)
        self._initial = int(number(options, "initial", 0))
        self._step = int(number(options, "step", 1))
        self._low, self._high = (
            None if options.get(key) is None else int(number(options, key))
            for key in ("minimum", "maximum")
        )

    @property
    def attributes(self) -> dict[str, Any]:
        """The limits."""
        found: dict[str, Any] = {"editable": False, "initial": self._initial, "step": self._step}
        limits = {"minimum": self._low, "maximum": self._high}
        return found | {key: value for key, value in limits.items() if value is not None}

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin as it was, unless `restore` is off."""
        is_kept = memory is not None and self.options.get("restore", True)
        self._set(int(memory["state"]) if memory is not None and is_kept else self._initial)

    def do(self, command: Command) -> None:
        """Count, staying within the limits."""
        match command:
            case counter.Increment():
                self._set(int(self.state) + self._step)
            case counter.Decrement():
                self._set(int(self.state) - self._step)
            case counter.Reset():
                self._set(self._initial)
            case counter.SetValue(value=value):
                before = self.state
                self._set(value)
                if self.state != str(value):
                    self.state = before
                    raise self.refusal(command, f"{value} is outside its limits")
            case _:
                super().do(command)

    def _set(self, value: int) -> None:
        value = value if self._low is None else max(self._low, value)
        self.state = str(value if self._high is None else min(self._high, value))
