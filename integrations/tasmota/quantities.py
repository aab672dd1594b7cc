"""What Tasmota's sensors measure, by the names it gives them in SENSOR and in status 10.

The names, and what they are in the home, are those of Home Assistant's Tasmota integration.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What is no sensor although it stands among them.
NO_SENSORS = frozenset({"Time", "PN532", "RDM6300", "TempUnit", "PressureUnit", "SpeedUnit"})
# A device of more sensors does not exist.
MAX_SENSORS = 200

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a sensor's value is; `unit_key` names where the device tells the unit."""

    device_class: str | None = None
    unit: str | None = None
    state_class: str | None = "measurement"
    unit_key: str | None = None
    enabled: bool = True


_ENERGY = Quantity("energy", "kWh", "total_increasing")
_DUST = "µg/m³"

QUANTITIES: Mapping[str, Quantity] = {
    "Temperature": Quantity("temperature", "°C", unit_key="TempUnit"),
    "DewPoint": Quantity("temperature", "°C", unit_key="TempUnit"),
    "Humidity": Quantity("humidity", "%"),
    "Pressure": Quantity("pressure", "hPa", unit_key="PressureUnit"),
    "SeaPressure": Quantity("pressure", "hPa", unit_key="PressureUnit"),
    "Illuminance": Quantity("illuminance", "lx"),
    "Ambient": Quantity("illuminance", "lx"),
    "Power": Quantity("power", "W"),
    "ActivePower": Quantity("power", "W"),
    "ApparentPower": Quantity("apparent_power", "VA"),
    "ReactivePower": Quantity("reactive_power", "var"),
    "Factor": Quantity("power_factor"),
    "Frequency": Quantity("frequency", "Hz"),
    "Voltage": Quantity("voltage", "V"),
    "Current": Quantity("current", "A"),
    "CurrentNeutral": Quantity("current", "A"),
    "PhaseAngle": Quantity(None, "°"),
    "Total": _ENERGY,
    "Today": _ENERGY,
    "Energy": _ENERGY,
    "Yesterday": Quantity("energy", "kWh", None),
    "ImportActive": _ENERGY,
    "ExportActive": _ENERGY,
    "ImportReactive": Quantity(None, "kvarh", "total_increasing"),
    "ExportReactive": Quantity(None, "kvarh", "total_increasing"),
    "TotalStartTime": Quantity(None, None, None, enabled=False),
    "Battery": Quantity("battery", "%"),
    "BatteryPercentage": Quantity("battery", "%"),
    "CarbonDioxide": Quantity("carbon_dioxide", "ppm"),
    "eCO2": Quantity("carbon_dioxide", "ppm"),
    "TVOC": Quantity("volatile_organic_compounds_parts", "ppb"),
    "PM1": Quantity("pm1", _DUST),
    "PM2.5": Quantity("pm25", _DUST),
    "PM10": Quantity("pm10", _DUST),
    "CF1": Quantity(None, _DUST),
    "CF2.5": Quantity(None, _DUST),
    "CF10": Quantity(None, _DUST),
    "Distance": Quantity("distance", "cm"),
    "Weight": Quantity("weight", "kg"),
    "Moisture": Quantity("moisture", "%"),
    "Speed": Quantity("wind_speed", "m/s", unit_key="SpeedUnit"),
    "CCT": Quantity(None, "K"),
}
UNITS = {"C": "°C", "F": "°F", "mmHg": "mmHg", "inHg": "inHg", "kn": "kn", "mph": "mph"}


@dataclass(frozen=True, slots=True)
class Sensor:
    """One value among what a device reports: where it stands, and what it is."""

    path: Path
    quantity: Quantity
    unit: str | None

    @property
    def name(self) -> str:
        """The path in words, as Home Assistant has it."""
        return " ".join(map(str, self.path))

    @property
    def key(self) -> str:
        """What tells it from the device's other sensors."""
        return "_".join(map(str, self.path))


def sensors_in(report: Mapping[str, Any]) -> Iterator[Sensor]:
    """Yield the sensors of a SENSOR message, MAX_SENSORS at most."""
    found = 0
    for group, values in report.items():
        if group in NO_SENSORS or not isinstance(values, dict) or group.startswith("Shutter"):
            continue
        for path in _leaves((group,), values):
            found += 1
            if found > MAX_SENSORS:
                return
            yield _sensor(path, report)


def value_at(report: Any, path: Path) -> Any:
    """Return the value at `path`, None where there is none."""
    for step in path:
        try:
            report = report[step]
        except (KeyError, IndexError, TypeError):
            # Energy meters announce every phase, and report one as a plain number.
            if step != 0 or isinstance(report, dict | list | str) or report is None:
                return None
    return report


def _leaves(path: Path, value: Any) -> Iterator[Path]:
    match value:
        case dict():
            for key, part in value.items():
                if isinstance(key, str) and key != "Id":
                    yield from _leaves((*path, key), part)
        case list():
            for place, part in enumerate(value[:8]):
                if not isinstance(part, dict | list):
                    yield (*path, place)
        case str() | int() | float():
            if len(path) <= 4:  # noqa: PLR2004 - no sensor is told deeper
                yield path
        case _:
            pass


def _sensor(path: Path, report: Mapping[str, Any]) -> Sensor:
    words = [step for step in path if isinstance(step, str)]
    quantity = next((QUANTITIES[word] for word in reversed(words) if word in QUANTITIES), None)
    if quantity is None:
        return Sensor(path, Quantity(state_class=None), None)
    unit = quantity.unit
    told = report.get(quantity.unit_key or "")
    if isinstance(told, str):
        unit = UNITS.get(told, told)
    return Sensor(path, quantity, unit)
