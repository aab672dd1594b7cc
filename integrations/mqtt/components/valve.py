"""Valves: open or closed, or by position."""

from collections.abc import Iterable, Iterator

import orjson
from pydantic import model_validator

from hub.home.commands import Command
from hub.home.domains import valve as valves
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import NOTHING, Component, number, payloads, state_of
from integrations.mqtt.components.cover import percent, scaled
from integrations.mqtt.config import (
    CommandTemplate,
    CommandTopic,
    EntityConfig,
    Payload,
    Template,
    Topic,
)
from integrations.mqtt.message import Publish


class ValveConfig(EntityConfig):
    """Keys of a valve. With `reports_position` both topics carry numbers."""

    command_topic: CommandTopic | None = None
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    value_template: Template | None = None
    reports_position: bool = False
    payload_open: Payload = "OPEN"
    payload_close: Payload = "CLOSE"
    payload_stop: Payload | None = None
    state_open: Payload = "open"
    state_opening: Payload = "opening"
    state_closed: Payload = "closed"
    state_closing: Payload = "closing"
    position_open: float = 100
    position_closed: float = 0

    @model_validator(mode="after")
    def _has_a_range(self) -> "ValveConfig":
        if self.position_open == self.position_closed:
            raise ValueError("expected position_open and position_closed to differ")
        return self


class Valve(Component):
    """A valve."""

    domain = "valve"
    config_type = ValveConfig
    config: ValveConfig

    def __init__(self, config: ValveConfig) -> None:
        super().__init__(config)
        names = ("open", "opening", "closed", "closing")
        self._states = payloads((str(getattr(config, f"state_{name}")), name) for name in names)
        if config.reports_position:
            self.attributes["current_position"] = None
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        self.watch(config.state_topic, config.value_template, self._take)

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None or self.config.optimistic is True

    def _take(self, value: str) -> None:
        state, position = _parts(value)
        if not self.config.reports_position:
            self.state = state_of(state or value, self._states)
            return
        if position is None and state is None:
            if value in self._states:
                state = value
            else:
                position = value
        if position is not None:
            self._take_position(position)
        if state is not None:
            self.state = state_of(state, self._states)

    def _take_position(self, value: str) -> None:
        if value in NOTHING:
            self.attributes["current_position"] = None
            self.state = UNKNOWN
            return
        position = percent(number(value), self.config.position_closed, self.config.position_open)
        self.attributes["current_position"] = position
        self.state = "closed" if position == 0 else "open"

    def offered(self) -> Iterable[str]:
        """Return what this valve does."""
        if self.config.command_topic is None:
            return
        yield from ("open_valve", "close_valve", "toggle")
        if self.config.payload_stop is not None:
            yield "stop_valve"
        if self.config.reports_position:
            yield "set_valve_position"

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload or the position."""
        config = self.config
        match command:
            case valves.Open():
                yield self._end(is_open=True)
            case valves.Close():
                yield self._end(is_open=False)
            case valves.Toggle():
                yield self._end(is_open=state.state in {"closed", "closing"})
            case valves.Stop() if config.payload_stop is not None:
                yield self.to(config.command_topic, config.payload_stop, config.command_template)
            case valves.SetPosition() if config.reports_position:
                yield self._to_position(command.position)
            case _:
                raise self.cannot(command, state)

    def _end(self, *, is_open: bool) -> Publish:
        config = self.config
        if config.reports_position:
            return self._to_position(100 if is_open else 0)
        payload = config.payload_open if is_open else config.payload_close
        return self.to(config.command_topic, payload, config.command_template)

    def _to_position(self, position: int) -> Publish:
        config = self.config
        own = scaled(position, config.position_closed, config.position_open)
        return self.to(config.command_topic, own, config.command_template)

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done."""
        match command:
            case valves.Open():
                self.state = "open"
            case valves.Close():
                self.state = "closed"
            case valves.Toggle():
                self.state = "open" if state.state in {"closed", "closing"} else "closed"
            case valves.SetPosition():
                self.state = "closed" if command.position == 0 else "open"
            case _:
                pass


def _parts(value: str) -> tuple[str | None, str | None]:
    """Split `{"state": ..., "position": ...}`, which valves may send in one."""
    if not value.startswith("{"):
        return None, None
    try:
        parsed = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None, None
    state, position = parsed.get("state"), parsed.get("position")
    return (None if state is None else str(state), None if position is None else str(position))
