"""What components of a Shelly of generation 2 or later measure and tell.

Names of components and fields are Shelly's (Gen2+ API, "Components and services"); device and
state classes are Home Assistant's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from hub.home.maker import EntityFacts
from integrations.local.part import Reading, Status, inside, measured, on_off, unit
from integrations.shelly.rpc_view import RpcPart, RpcView


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that components of some kinds tell at a path."""

    path: str
    name: str
    device_class: str | None = None
    unit: str | None = None
    state_class: str | None = "measurement"
    category: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that is so or not so; `listed` is what a list at the path has to hold."""

    path: str
    name: str
    device_class: str | None = None
    category: str | None = None
    listed: str | None = None


_POWER = Measure("apower", "Power", "power", "W")
_METERED = (
    _POWER,
    Measure("voltage", "Voltage", "voltage", "V", enabled=False),
    Measure("current", "Current", "current", "A", enabled=False),
    Measure("freq", "Frequency", "frequency", "Hz", enabled=False),
    Measure("pf", "Power factor", "power_factor", None, enabled=False),
    Measure("aenergy.total", "Energy", "energy", "Wh", "total_increasing"),
    Measure("ret_aenergy.total", "Energy returned", "energy", "Wh", "total_increasing"),
    Measure("temperature.tC", "Device temperature", "temperature", "°C", category="diagnostic"),
)
_PHASES = tuple(
    Measure(f"{phase}_{field}", f"Phase {phase.upper()} {name}", device_class, unit)
    for phase in "abc"
    for field, name, device_class, unit in (
        ("act_power", "power", "power", "W"),
        ("aprt_power", "apparent power", "apparent_power", "VA"),
        ("voltage", "voltage", "voltage", "V"),
        ("current", "current", "current", "A"),
        ("freq", "frequency", "frequency", "Hz"),
        ("pf", "power factor", "power_factor", None),
    )
)
_PHASE_ENERGY = tuple(
    Measure(f"{phase}_{field}", f"Phase {phase.upper()} {name}", "energy", "Wh", "total_increasing")
    for phase in "abc"
    for field, name in (
        ("total_act_energy", "energy"),
        ("total_act_ret_energy", "energy returned"),
    )
)
MEASURES: dict[str, tuple[Measure, ...]] = {
    **dict.fromkeys(("switch", "light", "rgb", "rgbw", "cct", "rgbcct", "cover"), _METERED),
    "pm1": _METERED,
    "cb": _METERED,
    "em1": (
        Measure("act_power", "Power", "power", "W"),
        Measure("aprt_power", "Apparent power", "apparent_power", "VA"),
        *_METERED[1:5],
    ),
    "em1data": (
        Measure("total_act_energy", "Energy", "energy", "Wh", "total_increasing"),
        Measure("total_act_ret_energy", "Energy returned", "energy", "Wh", "total_increasing"),
    ),
    "em": (
        Measure("total_act_power", "Total power", "power", "W"),
        Measure("total_aprt_power", "Total apparent power", "apparent_power", "VA"),
        Measure("total_current", "Total current", "current", "A"),
        Measure("n_current", "Neutral current", "current", "A"),
        *_PHASES,
    ),
    "emdata": (
        Measure("total_act", "Total energy", "energy", "Wh", "total_increasing"),
        Measure("total_act_ret", "Total energy returned", "energy", "Wh", "total_increasing"),
        *_PHASE_ENERGY,
    ),
    "temperature": (Measure("tC", "Temperature", "temperature", "°C"),),
    "humidity": (Measure("rh", "Humidity", "humidity", "%"),),
    "illuminance": (Measure("lux", "Illuminance", "illuminance", "lx"),),
    "voltmeter": (Measure("voltage", "Voltage", "voltage", "V"),),
    "devicepower": (
        Measure("battery.percent", "Battery", "battery", "%", category="diagnostic"),
        Measure("battery.V", "Battery voltage", "voltage", "V", enabled=False),
    ),
    "blutrv": (
        Measure("pos", "Valve position", None, "%", category="diagnostic"),
        Measure("battery", "Battery", "battery", "%", category="diagnostic"),
        Measure("rssi", "Signal strength", "signal_strength", "dBm", category="diagnostic"),
    ),
    "input": (
        Measure("percent", "Analog", None, "%"),
        Measure("counts.total", "Pulses", None, None, "total"),
    ),
    "presence": (Measure("num_objects", "Detected objects"),),
}
FLAGS: dict[str, tuple[Flag, ...]] = {
    **dict.fromkeys(
        ("switch", "light", "rgb", "rgbw", "cct", "rgbcct", "cover"),
        (
            Flag("errors", "Overheating", "problem", "diagnostic", "overtemp"),
            Flag("errors", "Overpowering", "problem", "diagnostic", "overpower"),
            Flag("errors", "Overvoltage", "problem", "diagnostic", "overvoltage"),
            Flag("errors", "Overcurrent", "problem", "diagnostic", "overcurrent"),
        ),
    ),
    "smoke": (Flag("alarm", "Smoke", "smoke"),),
    "flood": (Flag("alarm", "Flood", "moisture"),),
    "motion": (Flag("motion", "Motion", "motion"),),
    "presence": (Flag("state", "Presence", "occupancy"),),
    "presencezone": (Flag("state", "Presence", "occupancy"),),
    "devicepower": (Flag("external.present", "External power", "power", "diagnostic"),),
    "cloud": (Flag("connected", "Cloud", "connectivity", "diagnostic"),),
}
_WHOLE = {
    "wifi": (
        Measure("rssi", "Wi-Fi signal", "signal_strength", "dBm", category="diagnostic"),
    ),
    "sys": (
        Measure("uptime", "Uptime", "duration", "s", None, "diagnostic", enabled=False),
    ),
}  # fmt: skip


def measures_of(view: RpcView) -> Iterator[RpcPart]:
    """Yield the sensors and binary sensors of a device."""
    for component in view.status:
        kind = component.partition(":")[0]
        for measure in (*MEASURES.get(kind, ()), *_WHOLE.get(component, ())):
            path = (component, *measure.path.split("."))
            if _is_told(view.status, path):
                yield _sensor(view, component, measure, path)
        for flag in FLAGS.get(kind, ()):
            path = (component, *flag.path.split("."))
            if flag.listed is not None or _is_told(view.status, path):
                yield _binary_sensor(view, component, flag, path)


def _sensor(view: RpcView, component: str, measure: Measure, path: tuple[str, ...]) -> RpcPart:
    facts = EntityFacts(
        domain="sensor",
        key=f"{component}-{measure.path}",
        device=view.device,
        name=view.named(component, measure.name),
        device_class=measure.device_class,
        attributes=unit(measure.unit, measure.state_class),
        entity_category=measure.category,
        enabled=measure.enabled,
    )
    return RpcPart(facts, partial(_measured, path), component)


def _binary_sensor(view: RpcView, component: str, flag: Flag, path: tuple[str, ...]) -> RpcPart:
    what = flag.listed or flag.path
    facts = EntityFacts(
        domain="binary_sensor",
        key=f"{component}-{what}",
        device=view.device,
        name=view.named(component, flag.name),
        device_class=flag.device_class,
        entity_category=flag.category,
        enabled=flag.listed is None or flag.listed in {"overtemp", "overpower"},
    )
    return RpcPart(facts, partial(_flagged, path, flag.listed), component)


def _measured(path: tuple[str, ...], status: Status) -> Reading:
    return measured(inside(status, *path))


def _flagged(path: tuple[str, ...], listed: str | None, status: Status) -> Reading:
    value = inside(status, *path)
    if listed is not None:
        # A component without errors leaves the list out.
        return on_off(listed in (value or []))
    return on_off(value)


def _is_told(status: Status, path: tuple[str, ...]) -> bool:
    holder = inside(status, *path[:-1])
    return isinstance(holder, dict) and path[-1] in holder
