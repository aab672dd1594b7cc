"""Covers and valves: things with a motor that takes its time."""

from collections.abc import Iterator
from typing import TypeVar

from integrations.virtual.attributes import CoverAttributes, MovingAttributes, ValveAttributes
from integrations.virtual.domains.base import (
    UNKNOWN,
    Config,
    Pace,
    Script,
    Simulation,
    as_number,
    compact,
)
from integrations.virtual.issues import BadValueError

OPEN, CLOSED = 100.0, 0.0
MovingT = TypeVar("MovingT", bound=MovingAttributes)


class Motor:
    """Something that moves between 0 (closed) and 100 (open) at a steady speed."""

    def __init__(self, pace: Pace) -> None:
        self.position = CLOSED
        self._pace = pace

    def travel(self, target: float) -> Iterator[float]:
        """Move to `target`; yields the seconds of each leg before it is travelled."""
        stride = OPEN * self._pace.step_s / max(self._pace.travel_s, self._pace.step_s)
        while self.position != target:
            leg = min(stride, abs(target - self.position))
            yield self._pace.step_s * leg / stride
            self.position += leg if target > self.position else -leg

    @property
    def resting_state(self) -> str:
        """Open or closed, when nothing moves; a hair's breadth is open."""
        return "closed" if self.position == CLOSED else "open"


class Motorised(Simulation[MovingT]):
    """What covers and valves share: opening and closing as reports along the way."""

    def settle(self) -> None:
        """Put the motor where state and position say; the state wins where they disagree."""
        if not hasattr(self, "motor"):
            self.motor = Motor(self.pace)
        said = float(self.attributes.current_position or CLOSED)
        if self.state in ("open", "closed"):
            said = CLOSED if self.state == "closed" else said or OPEN
        self.motor.position = said
        self._note_position()

    def state_from_attributes(self) -> None:
        """Be open unless the position is 0."""
        if self.attributes.current_position is not None:
            self.become("open" if self.attributes.current_position else "closed")

    def go(self, target: float) -> Script:
        """Travel to `target`, noting state and position before each leg and at the end."""
        for leg_s in self.motor.travel(target):
            self.become("opening" if target > self.motor.position else "closing")
            self._note_position()
            yield leg_s
        self.stop()

    def stop(self) -> None:
        """Rest where the motor stands."""
        self._note_position()
        self.become(self.motor.resting_state)

    def _note_position(self) -> None:
        if self.attributes.current_position is not None:
            self.change({"current_position": round(self.motor.position)})


class Cover(Motorised[CoverAttributes]):
    """Blind, curtain, shutter, door, garage door."""

    def config(self) -> Config:
        """Announce the topics; position and tilt only where the cover has them."""
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
        }
        if self.attributes.current_position is not None:
            message["position_topic"] = self.topic("position")
            message["set_position_topic"] = self.command_topic("position")
        if self.attributes.current_tilt_position is not None:
            message["tilt_status_topic"] = self.topic("tilt")
            message["tilt_command_topic"] = self.command_topic("tilt")
        return message

    def reports(self) -> dict[str, str]:
        """Report state, position and tilt."""
        told = {"state": UNKNOWN if self.is_unknown else self.state}
        if self.attributes.current_position is not None:
            told["position"] = str(self.attributes.current_position)
        if self.attributes.current_tilt_position is not None:
            told["tilt"] = str(self.attributes.current_tilt_position)
        return told

    def obey(self, channel: str, payload: str) -> Script | None:
        """Take OPEN, CLOSE, STOP, a position or a tilt."""
        have = self.attributes
        match channel, payload:
            case "", "OPEN":
                return self.go(OPEN)
            case "", "CLOSE":
                return self.go(CLOSED)
            case "", "STOP":
                self.stop()
            case "position", _ if have.current_position is not None:
                return self.go(as_position(payload))
            case "tilt", _ if have.current_tilt_position is not None:
                self.change({"current_tilt_position": round(as_number(payload))})
            case _:
                raise self.refuse(channel, payload)
        return None


class Valve(Motorised[ValveAttributes]):
    """A valve; one that reports positions is told positions, on the same topic."""

    def config(self) -> Config:
        """Announce the topics, and whether it is one that reports positions."""
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "payload_stop": "STOP",
        }
        if self.attributes.current_position is not None:
            message["reports_position"] = True
        return message

    def reports(self) -> dict[str, str]:
        """Report the state, with the position in a JSON object where it has one."""
        position = self.attributes.current_position
        if position is None:
            return {"state": UNKNOWN if self.is_unknown else self.state}
        return {"state": compact(state=None if self.is_unknown else self.state, position=position)}

    def obey(self, channel: str, payload: str) -> Script | None:
        """Take OPEN, CLOSE and STOP, or STOP and a position."""
        moves = {"OPEN": OPEN, "CLOSE": CLOSED}
        if channel:
            raise self.refuse(channel, payload)
        if payload == "STOP":
            self.stop()
            return None
        if self.attributes.current_position is not None:
            return self.go(as_position(payload))
        if payload not in moves:
            raise self.refuse(channel, payload)
        return self.go(moves[payload])


def as_position(payload: str) -> float:
    """Read a position.

    Raises:
        BadValueError: it is no number from 0 to 100.
    """
    value = as_number(payload)
    if not CLOSED <= value <= OPEN:
        raise BadValueError(f"expected a position from 0 to 100, not {payload!r}")
    return value
