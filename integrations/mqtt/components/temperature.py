"""Temperatures between what a device counts in and what the home counts in."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["C", "F"]


@dataclass(frozen=True, slots=True)
class Scale:
    """Converts between a device's unit and the home's.

    `precision`: how finely the home shows it; None: tenths of a degree Celsius, whole degrees
    Fahrenheit (Home Assistant, climate).
    """

    own: Unit
    home: Unit
    precision: float | None = None

    def shown(self, value: float) -> float:
        """Return what the home shows for a temperature of the device."""
        converted = _convert(value, self.own, self.home)
        match self.precision or (0.1 if self.home == "C" else 1.0):
            case 0.5:
                return round(converted * 2) / 2
            case 0.1:
                return round(converted, 1)
            case _:
                return round(converted)

    def sent(self, value: float) -> float:
        """Return what the device is told for a temperature of the home."""
        return value if self.own == self.home else round(_convert(value, self.home, self.own), 2)

    def default(self, celsius: float) -> float:
        """Return a default, known in degrees Celsius, in the device's unit."""
        return _convert(celsius, "C", self.own)


def _convert(value: float, source: Unit, target: Unit) -> float:
    if source == target:
        return value
    return (value - 32) / 1.8 if source == "F" else value * 1.8 + 32
