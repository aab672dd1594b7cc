"""One entity of a maker's device: what it is, how it is read from its status, how it obeys."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from hub.home.commands import Command
from hub.home.maker import NOTHING, EntityFacts
from hub.home.model import UNKNOWN, State

Status = Mapping[str, Any]
Device = TypeVar("Device")

# What comes of it when a device sends something else than what belongs there.
NONSENSE = (TypeError, ValueError, LookupError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Reading:
    """A state with its attributes, as the device says."""

    state: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


# From the status of the whole device, in whatever form its library has it.
Read = Callable[[Any], Reading]


# Without slots: typing notes on every instance which `Device` it was made for.
@dataclass(frozen=True)
class Part(Generic[Device]):
    """An entity of a device.

    `read` gets the status of the whole device, and raises one of `NONSENSE` if it makes no
    sense. `about` is the component whose status tells of it, so that it can be asked for.
    """

    facts: EntityFacts
    read: Read | None
    about: str = ""
    send: Callable[[Device, Command, State], Awaitable[object]] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The domain and key of the entity."""
        return self.facts.domain, self.facts.key


def on_off(value: object) -> Reading:
    """Read a boolean."""
    if value is None:
        return Reading(UNKNOWN)
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return Reading("on" if value else "off")


def measured(value: object) -> Reading:
    """Read a number; a device that does not know says null."""
    if value is None:
        return Reading(UNKNOWN)
    return Reading(shown(number(value)))


def number(value: object) -> float:
    """Check that it is a number.

    Raises:
        TypeError: it is not.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return value


def shown(value: float) -> str:
    """Write a number as a state, with what digits mean something."""
    rounded = round(value, 3)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def inside(status: object, *path: str) -> Any:
    """Return what lies at a path of keys, None if it is absent or null."""
    for key in path:
        if status is None:
            return None
        if not isinstance(status, Mapping):
            raise TypeError(f"{status!r} has no {key!r}")
        status = status.get(key)
    return status


def percent_of(brightness: float) -> int:
    """Turn a brightness of 0..255 into percent, never 0 for what is on."""
    return max(1, round(brightness * 100 / 255)) if brightness > 0 else 0


def brightness_of(percent: object) -> int | None:
    """Turn percent into a brightness of 0..255."""
    return None if percent is None else round(number(percent) * 255 / 100)


def unit(name: str | None, state_class: str | None = None) -> Mapping[str, Any]:
    """Return the attributes of a sensor with a unit."""
    own = {"unit_of_measurement": name, "state_class": state_class}
    return {key: value for key, value in own.items() if value is not None} or NOTHING
