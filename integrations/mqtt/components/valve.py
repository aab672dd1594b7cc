"""Valves: open or closed, or by position (Home Assistant, MQTT valve)."""

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
    """Keys of a valve. With `reports_position` both topics carry numbers.

    A payload that is null takes its command away.
    """

    keeps_null = EntityConfig.keeps_null | {"payload_open", "payload_close"}

    command_topic: CommandTopic | None = None
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    value_template: Template | None = None
    reports_position: bool = False
    payload_open: Payload | None = "OPEN"
    payload_close: Payload | None = "CLOSE"
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

    @property
    def ranges(self) -> tuple[tuple[str, float], ...]:
        """What templates may use beside the value."""
        names = ("position_open", "position_closed")
        return tuple((name, number(str(getattr(self, name)))) for name in names)


class Valve(Component):
    """A valve; its position is percent for the hub, whatever range the device uses."""

    domain = "valve"
    own_attributes = frozenset(valves.Attributes.model_fields)
    config_type = ValveConfig
    config: ValveConfig

    def __init__(self, config: ValveConfig) -> None:
        super().__init__(config)
        names = ("open", "opening", "closed", "closing")
        self._states = payloads((str(getattr(config, f"state_{name}")), name) for name in names)
        if config.reports_position:
            self.attributes.fill({"current_position": None})
        if config.state_topic is None or config.optimistic:
            self.assumes({"state", "current_position"} if config.reports_position else {"state"})
        self.watch(config.state_topic, config.value_template, self._take, constants=config.ranges)

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
        config = self.config
        if config.command_topic is None:
            return
        can_open, can_close = (
            config.reports_position or payload is not None
            for payload in (config.payload_open, config.payload_close)
        )
        if can_open:
            yield "open_valve"
        if can_close:
            yield "close_valve"
        if can_open and can_close:
            yield "toggle"
        if config.payload_stop is not None:
            yield "stop_valve"
        if config.reports_position:
            yield "set_valve_position"

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload or the position."""
        config = self.config
        if command.action not in self.actions:
            raise self.cannot(command, state)
        if isinstance(command, valves.Stop):
            yield self.to(config.command_topic, config.payload_stop, config.command_template)
            return
        position = _wanted(command, state)
        if config.reports_position:
            own = scaled(position, config.position_closed, config.position_open)
            yield self.to(
                config.command_topic, own, config.command_template, position=position,
                **dict(config.ranges),
            )  # fmt: skip
            return
        payload = config.payload_open if position else config.payload_close
        yield self.to(config.command_topic, payload, config.command_template)

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done; where it stopped, only the valve knows."""
        if isinstance(command, valves.Stop):
            return
        position = _wanted(command, state)
        self.state = "open" if position else "closed"
        if self.config.reports_position:
            self.attributes["current_position"] = position


def _wanted(command: Command, state: State) -> int:
    """Return the position that a command leads to, in percent."""
    match command:
        case valves.SetPosition():
            return command.position
        case valves.Open():
            return 100
        case valves.Toggle():
            return 100 if state.state in {"closed", "closing"} else 0
        case _:
            return 0


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
