"""What every simulated entity has in common, whatever its domain. Pure: no network, no clock.

A simulation is told commands (`obey`) and says what its device would report (`reports`). Where
moving takes time, `obey` gives a script: a generator that changes something and yields how many
seconds pass until its next change. Whoever runs it reports after each step; a new command drops
the old script where it stands, as a motor does.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import JsonValue, ValidationError

from integrations.virtual.attributes import Attributes
from integrations.virtual.inventory import Entity
from integrations.virtual.issues import BadValueError

AttributesT = TypeVar("AttributesT", bound=Attributes)
Script = Iterator[float]
Config = dict[str, JsonValue]

UNKNOWN = "None"  # the payload that Home Assistant's MQTT platforms take for "no idea"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take; short, for nobody wants to wait for a pretended motor."""

    travel_s: float = 1.0
    """A cover or valve from end to end."""
    step_s: float = 0.2
    """Between two reports of something that moves."""
    lock_s: float = 0.3
    vacuum_s: float = 1.0
    """A robot on its way home."""
    arming_s: float = 0.5
    """An alarm panel, until it is armed or disarmed."""
    drift_s: float = 30.0
    """Between two steps of a room's temperature."""


class Simulation(ABC, Generic[AttributesT]):
    """One entity: its state and attributes, its part of the discovery message, its obedience."""

    def __init__(self, entity: Entity, attributes: AttributesT, root: str, pace: Pace) -> None:
        """Start from what the inventory says; `root` is the topic below which it speaks."""
        self.entity = entity
        self.attributes = attributes
        self.root = root
        self.pace = pace
        self.state = entity.state if entity.state is not None else attributes.first_state
        self.settle()

    @abstractmethod
    def config(self) -> Config:
        """Give the domain's own keys of the discovery message."""

    @abstractmethod
    def reports(self) -> dict[str, str]:
        """Give what the device reports now: payloads by topic below the root."""

    def happened(self) -> dict[str, str]:
        """Give what the device says once, since this was asked last."""
        return {}

    @abstractmethod
    def obey(self, channel: str, payload: str) -> Script | None:
        """Carry out a command; `channel` is the topic between root and `/set`, often empty.

        Raises:
            BadValueError: the device cannot make sense of it; nothing has changed.
        """

    def settle(self) -> None:
        """Make derived values fit after state or attributes were set from outside."""

    def drift(self) -> bool:
        """Let `Pace.drift_s` of surroundings act; tell whether anything changed."""
        return False

    def shown(self) -> Mapping[str, JsonValue]:
        """Give the attributes as a hub would show them."""
        return self.attributes.known()

    def poke(self, state: str | None, attributes: Mapping[str, JsonValue]) -> None:
        """Change state and attributes as a person at the device would.

        Raises:
            BadValueError: the entity cannot be so; nothing has changed.
        """
        before = self.attributes
        self.change(attributes)
        try:
            if state is not None:
                self.become(state)
            else:
                self.state_from_attributes()
        except BadValueError:
            self.attributes = before
            raise
        self.settle()

    def state_from_attributes(self) -> None:
        """Derive the state after a poke that gave attributes only."""

    def become(self, state: str) -> None:
        """Take a state.

        Raises:
            BadValueError: this entity has no such state.
        """
        wrong = self.attributes.wrong_state(state)
        if wrong:
            raise BadValueError(f"{self.entity.id} {wrong}")
        self.state = state

    def change(self, changes: Mapping[str, JsonValue]) -> None:
        """Change attributes, all or none.

        Raises:
            BadValueError: a value is of the wrong kind or out of range.
        """
        if not changes:
            return
        merged = {**self.attributes.known(), **changes}
        model = type(self.attributes)
        try:
            self.attributes = model.model_validate_json(json.dumps(merged))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise BadValueError(f"{self.entity.id}: {where}: {first['msg']}") from error

    def topic(self, channel: str) -> str:
        """Give the full topic of a report."""
        return f"{self.root}/{channel}"

    def command_topic(self, channel: str = "") -> str:
        """Give the full topic on which `channel` takes commands."""
        return f"{self.root}/{channel}/set" if channel else f"{self.root}/set"

    def payload_of_state(self) -> str:
        """Give the state as Home Assistant's platforms spell it: in capitals."""
        return UNKNOWN if self.is_unknown else self.state.upper()

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows, the device included."""
        return self.state in ("unknown", "unavailable")

    def refuse(self, channel: str, payload: str) -> BadValueError:
        """Make the error for a command that means nothing here."""
        where = f" on {channel!r}" if channel else ""
        return BadValueError(f"{self.entity.id} cannot obey {payload[:80]!r}{where}")


def as_number(payload: str) -> float:
    """Read a finite number.

    Raises:
        BadValueError: it is none.
    """
    try:
        value = float(payload)
    except ValueError:
        value = float("nan")
    if value - value != 0:  # infinite, or no number
        raise BadValueError(f"expected a number, not {payload[:80]!r}")
    return value


def as_object(payload: str) -> dict[str, JsonValue]:
    """Read a JSON object.

    Raises:
        BadValueError: it is none.
    """
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadValueError(f"expected a JSON object, not {payload[:80]!r}")
    return found


def plain(value: float) -> str:
    """Write a number as devices do: 21, 21.5."""
    return str(int(value)) if float(value).is_integer() else str(round(value, 4))


def compact(**fields: JsonValue) -> str:
    """Write a JSON object without the fields that are None."""
    return json.dumps({key: value for key, value in fields.items() if value is not None})
