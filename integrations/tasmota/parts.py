"""What a device over HTTP has: relays, shutters, a fan, sensors; read and told in one way each."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hub.home.commands import Command
from hub.home.domains import fan
from hub.home.domains.on_off import SwitchOff, SwitchOn, SwitchOver
from hub.home.domains.opening import CloseFully, GoToPosition, OpenFully, StopMoving, TurnRound
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import UNKNOWN, State
from integrations.tasmota.quantities import Sensor, value_at

DEVICE = "device"
# Sonoff's iFan: three speeds, and the one that "on" means.
SPEEDS, USUAL_SPEED = 3, 2
WAYS = {0: "", 1: "opening", -1: "closing"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a device said last: its state (StatusSTS), and its sensors (StatusSNS)."""

    state: Mapping[str, Any] = field(default_factory=dict)
    sensors: Mapping[str, Any] = field(default_factory=dict)

    def power(self, number: int) -> str:
        """Return a relay's state; the only relay of a device has no number."""
        told = self.state.get(f"POWER{number}")
        if told is None and number == 1:
            told = self.state.get("POWER")
        return {"ON": "on", "OFF": "off"}.get(str(told).upper(), UNKNOWN)


Shown = tuple[str, dict[str, Any]]


class Part(ABC):
    """One entity of a device."""

    domain: ClassVar[str]
    verbs: ClassVar[tuple[str, ...]] = ()

    def __init__(self, key: str, name: str | None) -> None:
        self.key = key
        self.name = name

    def facts(self) -> EntityFacts:
        """Return what the home has to know of it."""
        return EntityFacts(
            domain=self.domain,
            key=self.key,
            device=DEVICE,
            name=self.name,
            actions=frozenset(f"{self.domain}.{verb}" for verb in self.offered()),
            attributes=self.capabilities(),
        )

    def offered(self) -> tuple[str, ...]:
        """Return the verbs of its actions."""
        return self.verbs

    def capabilities(self) -> dict[str, Any]:
        """Return the attributes that never change."""
        return {}

    @abstractmethod
    def read(self, report: Report) -> Shown:
        """Return state and attributes.

        Raises:
            ValueError, TypeError, KeyError: what the device said makes no sense.
        """

    def order(self, command: Command, before: State) -> str:
        """Return the command for the device.

        Raises:
            NotOffered: there is none.
        """
        del before
        raise NotOffered(f"the device's {self.domain} has no {command.verb!r}")


class Relay(Part):
    """A relay."""

    domain = "switch"
    verbs = ("turn_on", "turn_off", "toggle")

    def __init__(self, number: int, name: str | None) -> None:
        super().__init__(f"relay_{number}", name)
        self.number = number

    def read(self, report: Report) -> Shown:
        """Return on or off."""
        return report.power(self.number), {}

    def order(self, command: Command, before: State) -> str:
        """Switch."""
        match command:
            case SwitchOn():
                return f"Power{self.number} ON"
            case SwitchOff():
                return f"Power{self.number} OFF"
            case SwitchOver():
                return f"Power{self.number} {'OFF' if before.state == 'on' else 'ON'}"
            case _:
                return super().order(command, before)


class Shutter(Part):
    """A shutter, on two relays."""

    domain = "cover"
    verbs = ("open_cover", "close_cover", "stop_cover", "toggle", "set_cover_position")

    def __init__(self, number: int, name: str | None) -> None:
        super().__init__(f"shutter_{number}", name)
        self.number = number

    def read(self, report: Report) -> Shown:
        """Return open or closed or on the way, and the position."""
        told = report.sensors.get(f"Shutter{self.number}")
        if not isinstance(told, dict):
            told = report.state.get(f"Shutter{self.number}")
        if not isinstance(told, dict):
            return UNKNOWN, {}
        position = max(0, min(100, round(told["Position"])))
        rest = "open" if position else "closed"
        return WAYS.get(told.get("Direction", 0)) or rest, {"current_position": position}

    def order(self, command: Command, before: State) -> str:
        """Move it."""
        match command:
            case OpenFully():
                verb = "ShutterOpen"
            case CloseFully():
                verb = "ShutterClose"
            case StopMoving():
                verb = "ShutterStop"
            case TurnRound():
                is_shut = before.state in {"closed", "closing"}
                verb = "ShutterOpen" if is_shut else "ShutterClose"
            case GoToPosition():
                return f"ShutterPosition{self.number} {command.position}"
            case _:
                return super().order(command, before)
        return f"{verb}{self.number}"


class Fan(Part):
    """The fan of a Sonoff iFan."""

    domain = "fan"
    verbs = ("turn_on", "turn_off", "toggle", "set_percentage", "increase_speed", "decrease_speed")

    def __init__(self) -> None:
        super().__init__("ifan", None)

    def capabilities(self) -> dict[str, Any]:
        """Return the size of a step."""
        return {"percentage_step": 100 / SPEEDS}

    def read(self, report: Report) -> Shown:
        """Return on or off, and the speed."""
        speed = int(report.state["FanSpeed"])
        return "on" if speed else "off", {"percentage": int(speed * 100 / SPEEDS)}

    def order(self, command: Command, before: State) -> str:
        """Set the speed."""
        match command:
            case fan.TurnOn(percentage=None):
                return f"FanSpeed {USUAL_SPEED}"
            case fan.TurnOff():
                return "FanSpeed 0"
            case fan.Toggle():
                return f"FanSpeed {0 if before.state == 'on' else USUAL_SPEED}"
            case fan.TurnOn(percentage=int(wanted)) | fan.SetPercentage(percentage=wanted):
                return f"FanSpeed {_speed(wanted)}"
            case fan.IncreaseSpeed() | fan.DecreaseSpeed():
                return f"FanSpeed {_speed(command.target(before))}"
            case _:
                return super().order(command, before)


class Meter(Part):
    """A sensor."""

    domain = "sensor"

    def __init__(self, sensor: Sensor) -> None:
        super().__init__(sensor.key, sensor.name)
        self._sensor = sensor

    def facts(self) -> EntityFacts:
        """Return what it measures, too."""
        quantity = self._sensor.quantity
        told = {"unit_of_measurement": self._sensor.unit, "state_class": quantity.state_class}
        return EntityFacts(
            domain=self.domain,
            key=self.key,
            device=DEVICE,
            name=self.name,
            device_class=quantity.device_class,
            attributes={name: value for name, value in told.items() if value is not None},
            enabled=quantity.enabled,
        )

    def read(self, report: Report) -> Shown:
        """Return the value."""
        value = value_at(report.sensors, self._sensor.path)
        if value is None or isinstance(value, dict | list):
            return UNKNOWN, {}
        if isinstance(value, float) and not math.isfinite(value):
            return UNKNOWN, {}
        return str(value)[:255], {}


class Contact(Part):
    """A switch input, as far as the device tells its state."""

    domain = "binary_sensor"

    def __init__(self, number: int) -> None:
        super().__init__(f"switch_{number}", f"Switch {number}")
        self._number = number

    def read(self, report: Report) -> Shown:
        """Return on or off."""
        told = str(report.sensors.get(f"Switch{self._number}"))
        return {"ON": "on", "OFF": "off"}.get(told, UNKNOWN), {}


def _speed(percentage: int) -> int:
    return 0 if percentage == 0 else max(1, round(percentage * SPEEDS / 100))
