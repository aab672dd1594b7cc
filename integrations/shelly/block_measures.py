"""What blocks of a Shelly of generation 1 measure and tell.

Names of blocks and their sensors are Shelly's (Gen1 API, CoIoT of each device).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from hub.home.maker import EntityFacts
from hub.home.model import UNKNOWN
from integrations.local.part import Reading, Status, inside, measured, number, on_off, shown, unit
from integrations.shelly.block_view import DEVICE, BlockPart, BlockView

WATT_MINUTES = 1 / 60


@dataclass(frozen=True, slots=True)
class Measure:
    """A number; `factor` turns it into the unit."""

    name: str
    device_class: str | None = None
    unit: str | None = None
    state_class: str | None = "measurement"
    category: str | None = None
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that is so or not so."""

    name: str
    device_class: str | None = None
    category: str | None = None


_ENERGY = Measure("Energy", "energy", "Wh", "total_increasing", factor=WATT_MINUTES)
_POWER = Measure("Power", "power", "W")
MEASURES: Mapping[str, Measure] = {
    "power": _POWER,
    "rollerPower": _POWER,
    "energy": _ENERGY,
    "rollerEnergy": _ENERGY,
    "energyReturned": Measure("Energy returned", "energy", "Wh", "total_increasing"),
    "voltage": Measure("Voltage", "voltage", "V"),
    "current": Measure("Current", "current", "A"),
    "powerFactor": Measure("Power factor", "power_factor"),
    "deviceTemp": Measure("Device temperature", "temperature", "°C", category="diagnostic"),
    "temp": Measure("Temperature", "temperature", "°C"),
    "extTemp": Measure("External temperature", "temperature", "°C"),
    "humidity": Measure("Humidity", "humidity", "%"),
    "luminosity": Measure("Illuminance", "illuminance", "lx"),
    "concentration": Measure("Gas concentration", None, "ppm"),
    "tilt": Measure("Tilt", None, "°"),
    "battery": Measure("Battery", "battery", "%", category="diagnostic"),
    "valvePos": Measure("Valve position", None, "%", category="diagnostic"),
    "adc": Measure("ADC", "voltage", "V"),
}
FLAGS: Mapping[str, Flag] = {
    "overtemp": Flag("Overheating", "problem", "diagnostic"),
    "overpower": Flag("Overpowering", "problem", "diagnostic"),
    "dwIsOpened": Flag("Door", "door"),
    "flood": Flag("Flood", "moisture"),
    "smoke": Flag("Smoke", "smoke"),
    "gas": Flag("Gas", "gas"),
    "motion": Flag("Motion", "motion"),
    "vibration": Flag("Vibration", "vibration"),
    "extInput": Flag("External input"),
}
# Meters proper count watt hours, all others watt minutes.
_WATT_HOURS = "emeter"
# What the gas sensor says when there is gas, however much of it.
_GAS = {"none": False, "mild": True, "heavy": True, "test": True}


def measures_of(view: BlockView) -> Iterator[BlockPart]:
    """Yield sensors and binary sensors."""
    blocks = list(view.blocks())
    mains = sum(name.partition("_")[0] in {"relay", "light", "roller"} for name, _, _ in blocks)
    for block, channel, sensors in blocks:
        kind = block.partition("_")[0]
        is_several = kind == _WATT_HOURS or (mains > 1 and kind in {"relay", "light", "roller"})
        prefix = f"{label(view, kind, channel)} " if is_several else ""
        for sensor in sorted(sensors):
            if sensor in MEASURES:
                yield _sensor(view, block, sensor, prefix)
            elif sensor in FLAGS:
                yield _binary_sensor(view, block, sensor, prefix)
    yield _signal(view)


def label(view: BlockView, kind: str, channel: int) -> str:
    """Return what to call a channel of several."""
    given = view.channel_settings(f"{kind}s", channel).get("name")
    words = {"relay": "Switch", "roller": "Cover", "emeter": "Meter"}
    return str(given or f"{words.get(kind, kind.capitalize())} {channel + 1}")


def truth(value: object) -> Reading:
    """Read what is 0 or 1."""
    if value in {0, 1} and isinstance(value, int):
        return on_off(bool(value))
    if isinstance(value, str) and value in _GAS:
        return on_off(_GAS[value])
    return on_off(value)


def _named(prefix: str, name: str) -> str:
    return f"{prefix}{name[0].lower()}{name[1:]}" if prefix else name


def _sensor(view: BlockView, block: str, sensor: str, prefix: str) -> BlockPart:
    measure = MEASURES[sensor]
    factor = 1.0 if block.startswith(_WATT_HOURS) else measure.factor
    facts = EntityFacts(
        domain="sensor",
        key=f"{block}-{sensor}",
        device=view.device,
        name=_named(prefix, measure.name),
        device_class=measure.device_class,
        attributes=unit(measure.unit, measure.state_class),
        entity_category=measure.category,
    )
    return BlockPart(facts, partial(_measured, block, sensor, factor), block)


def _binary_sensor(view: BlockView, block: str, sensor: str, prefix: str) -> BlockPart:
    flag = FLAGS[sensor]
    facts = EntityFacts(
        domain="binary_sensor",
        key=f"{block}-{sensor}",
        device=view.device,
        name=_named(prefix, flag.name),
        device_class=flag.device_class,
        entity_category=flag.category,
    )
    return BlockPart(facts, partial(_flagged, block, sensor), block)


def _signal(view: BlockView) -> BlockPart:
    facts = EntityFacts(
        domain="sensor",
        key="rssi",
        device=view.device,
        name="Wi-Fi signal",
        device_class="signal_strength",
        attributes=unit("dBm", "measurement"),
        entity_category="diagnostic",
    )
    return BlockPart(facts, _rssi, DEVICE)


def _measured(block: str, sensor: str, factor: float, status: Status) -> Reading:
    value: Any = inside(status, block, sensor)
    return Reading(UNKNOWN) if value is None else Reading(shown(number(value) * factor))


def _flagged(block: str, sensor: str, status: Status) -> Reading:
    return truth(inside(status, block, sensor))


def _rssi(status: Status) -> Reading:
    return measured(inside(status, DEVICE, "wifi_sta", "rssi"))
