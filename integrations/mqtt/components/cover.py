"""Covers and valves: open, closed, and positions in between."""

from collections.abc import Iterable, Iterator

import orjson
from pydantic import model_validator

from hub.home.commands import Command
from hub.home.domains import cover as covers
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import NOTHING, Component, number, payloads, plain, state_of
from integrations.mqtt.config import (
    CommandTemplate,
    CommandTopic,
    EntityConfig,
    Payload,
    Template,
    Topic,
)
from integrations.mqtt.message import PayloadError, Publish

STOPPED = "stopped"


class CoverConfig(EntityConfig):
    """Keys of a cover."""

    command_topic: CommandTopic | None = None
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    value_template: Template | None = None
    payload_open: Payload | None = "OPEN"
    payload_close: Payload | None = "CLOSE"
    payload_stop: Payload | None = "STOP"
    state_open: Payload = "open"
    state_opening: Payload = "opening"
    state_closed: Payload = "closed"
    state_closing: Payload = "closing"
    state_stopped: Payload = "stopped"
    position_topic: Topic | None = None
    position_template: Template | None = None
    set_position_topic: CommandTopic | None = None
    set_position_template: CommandTemplate | None = None
    position_open: float = 100
    position_closed: float = 0
    tilt_command_topic: CommandTopic | None = None
    tilt_command_template: CommandTemplate | None = None
    tilt_status_topic: Topic | None = None
    tilt_status_template: Template | None = None
    tilt_min: float = 0
    tilt_max: float = 100
    tilt_opened_value: float | None = None
    tilt_closed_value: float | None = None
    tilt_optimistic: bool = False

    @model_validator(mode="before")
    @classmethod
    def _null_takes_a_command_away(cls, value: object) -> object:
        """Keep `payload_stop: null`: such a cover cannot be stopped."""
        if not isinstance(value, dict):
            return value
        gone = {key: "" for key in PAYLOADS if key in value and value[key] is None}
        return {**value, **gone}

    @model_validator(mode="after")
    def _has_ranges(self) -> "CoverConfig":
        if self.position_open == self.position_closed or self.tilt_min == self.tilt_max:
            raise ValueError("expected the ends of a range to differ")
        return self

    @property
    def ranges(self) -> tuple[tuple[str, float], ...]:
        """What templates of positions may use beside the position."""
        names = ("position_open", "position_closed", "tilt_min", "tilt_max")
        return tuple((name, _whole(getattr(self, name))) for name in names)

    @property
    def tilt_ends(self) -> tuple[float, float]:
        """The tilts that count as closed and as opened, in the device's range."""
        closed, opened = self.tilt_closed_value, self.tilt_opened_value
        return (0 if closed is None else closed), (100 if opened is None else opened)


PAYLOADS = ("payload_open", "payload_close", "payload_stop")


class Cover(Component):
    """A cover; position and tilt are percent for the hub, whatever range the device uses."""

    domain = "cover"
    own_attributes = frozenset(covers.Attributes.model_fields)
    config_type = CoverConfig
    config: CoverConfig

    def __init__(self, config: CoverConfig) -> None:
        super().__init__(config)
        self._has_stopped = False
        names = ("open", "opening", "closed", "closing", STOPPED)
        self._states = payloads((str(getattr(config, f"state_{name}")), name) for name in names)
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        self.watch(config.state_topic, config.value_template, self._take)
        if config.position_topic is not None:
            self.attributes["current_position"] = None
        self.watch(
            config.position_topic, config.position_template, self._take_position,
            constants=config.ranges,
        )  # fmt: skip
        if config.tilt_status_topic is not None:
            self.attributes["current_tilt_position"] = None
        self.watch(
            config.tilt_status_topic, config.tilt_status_template, self._take_tilt,
            constants=config.ranges,
        )  # fmt: skip
        if self._hides_tilt and not self.is_optimistic:
            self.assumes({"current_tilt_position"})

    @property
    def is_optimistic(self) -> bool:
        """Whether it reports neither state nor position."""
        reports = self.config.state_topic is not None or self.config.position_topic is not None
        return not reports or self.config.optimistic is True

    @property
    def _hides_tilt(self) -> bool:
        """Whether its slats do not tell how they stand."""
        config = self.config
        is_told = config.tilt_status_topic is not None and not config.tilt_optimistic
        return config.tilt_command_topic is not None and not is_told

    def _take(self, value: str) -> None:
        state = state_of(value, self._states)
        self._has_stopped = state == STOPPED
        self.state = self._at_rest() if self._has_stopped else state

    def _at_rest(self) -> str:
        position = self.attributes.get("current_position")
        if position is not None:
            return "closed" if position == 0 else "open"
        if self.state == UNKNOWN and self.config.position_topic is not None:
            return UNKNOWN  # it has said nothing yet
        return {"closing": "open", "opening": "open", UNKNOWN: "open"}.get(self.state, self.state)

    def _take_position(self, value: str) -> None:
        if value in NOTHING:
            self.attributes["current_position"] = None
            return
        config = self.config
        told = _positions(value)
        if "tilt_position" in told:
            self._take_tilt(told["tilt_position"])
        position = percent(number(told["position"]), config.position_closed, config.position_open)
        self.attributes["current_position"] = position
        if config.state_topic is None or self._has_stopped or self.state == UNKNOWN:
            self.state = "closed" if position == 0 else "open"

    def _take_tilt(self, value: str) -> None:
        tilt = None
        if value not in NOTHING:
            low, high = self.config.tilt_min, self.config.tilt_max
            told = round(number(value))
            if not min(low, high) <= told <= max(low, high):
                raise PayloadError(f"expected a tilt between {low:g} and {high:g}, got {told}")
            tilt = percent(told, low, high)
        self.attributes["current_tilt_position"] = tilt

    def offered(self) -> Iterable[str]:
        """Return what this cover does, by the topics and payloads it has."""
        config = self.config
        if config.command_topic is not None:
            if config.payload_open:
                yield "open_cover"
            if config.payload_close:
                yield "close_cover"
            if config.payload_stop:
                yield "stop_cover"
            if config.payload_open and config.payload_close:
                yield "toggle"
        elif config.set_position_topic is not None:
            yield from ("open_cover", "close_cover", "toggle")
        if config.set_position_topic is not None:
            yield "set_cover_position"
        if config.tilt_command_topic is not None:
            yield from (
                "set_cover_tilt_position", "open_cover_tilt", "close_cover_tilt",
                "toggle_cover_tilt",
            )  # fmt: skip

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload or the position."""
        config = self.config
        match command:
            case covers.Open():
                yield self._move(command, state, config.payload_open, 100)
            case covers.Close():
                yield self._move(command, state, config.payload_close, 0)
            case covers.Toggle() if state.state in {"closed", "closing"}:
                yield self._move(command, state, config.payload_open, 100)
            case covers.Toggle():
                yield self._move(command, state, config.payload_close, 0)
            case covers.Stop() if config.payload_stop:
                yield self.to(config.command_topic, config.payload_stop, config.command_template)
            case covers.SetPosition() if config.set_position_topic is not None:
                yield self._to_position(command.position)
            case covers.Tilt() if config.tilt_command_topic is not None:
                yield self._tilting(command, state)
            case _:
                raise self.cannot(command, state)

    def _move(self, command: Command, state: State, payload: str | None, position: int) -> Publish:
        if self.config.command_topic is not None and payload:
            return self.to(self.config.command_topic, payload, self.config.command_template)
        if self.config.set_position_topic is not None:
            return self._to_position(position)
        raise self.cannot(command, state)

    def _to_position(self, position: int) -> Publish:
        config = self.config
        own = scaled(position, config.position_closed, config.position_open)
        return self.to(
            config.set_position_topic, own, config.set_position_template, position=position,
            **dict(config.ranges),
        )  # fmt: skip

    def _tilting(self, command: covers.Tilt, state: State) -> Publish:
        """Return the message for a tilt; fully opened and closed have values of their own."""
        config = self.config
        closed, opened = config.tilt_ends
        percentage = command.target(state)
        own: float = scaled(percentage, config.tilt_min, config.tilt_max)
        position: float = percentage
        if not isinstance(command, covers.SetTiltPosition):
            position = own = _whole(opened if percentage else closed)
        return self.to(
            config.tilt_command_topic, plain(own), config.tilt_command_template,
            tilt_position=position, **dict(config.ranges),
        )  # fmt: skip

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done, as far as it is not reported."""
        if isinstance(command, covers.Tilt):
            if self._hides_tilt or self.config.optimistic is True:
                self.attributes["current_tilt_position"] = self._tilt_after(command, state)
        elif self.is_optimistic:
            self._assume_position(command, state)

    def _tilt_after(self, command: covers.Tilt, state: State) -> int:
        target = command.target(state)
        if isinstance(command, covers.SetTiltPosition):
            return target
        closed, opened = self.config.tilt_ends
        own = opened if target else closed
        return percent(own, self.config.tilt_min, self.config.tilt_max)

    def _assume_position(self, command: Command, state: State) -> None:
        match command:
            case covers.Open():
                self.state = "open"
            case covers.Close():
                self.state = "closed"
            case covers.Toggle():
                self.state = "open" if state.state in {"closed", "closing"} else "closed"
            case covers.SetPosition():
                self.state = "closed" if command.position == 0 else "open"
                self.attributes["current_position"] = command.position
                return
            case _:
                return
        if self.config.position_topic is not None or self.config.set_position_topic is not None:
            self.attributes["current_position"] = 100 if self.state == "open" else 0


def _positions(value: str) -> dict[str, str]:
    """Return what a position's template wrote: a number, or an object with position and tilt."""
    if not value.startswith("{"):
        return {"position": value}
    try:
        told = orjson.loads(value)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict) or "position" not in told:
        raise PayloadError(f"expected a position, or an object with one, got {value[:80]!r}")
    return {key: str(told[key]) for key in ("position", "tilt_position") if key in told}


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def percent(value: float, low: float, high: float) -> int:
    """Turn a value of the device's range into percent, kept within 0..100."""
    return max(0, min(100, round((value - low) * 100 / (high - low))))


def scaled(position: int, low: float, high: float) -> int:
    """Turn percent into a value of the device's range."""
    return round(low + (high - low) * position / 100)
