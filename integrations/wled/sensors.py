"""What a WLED tells of itself: current, signal, memory, sensors of its usermods, firmware."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from wled import Device

from hub.home.commands import Command
from hub.home.maker import EntityFacts
from hub.home.model import UNKNOWN, State
from integrations.local.part import Part, Reading, measured, unit
from integrations.wled.lights import MAIN
from integrations.wled.strip import Strip


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    name: str
    read: Callable[[Device], object]
    device_class: str | None = None
    unit: str | None = None
    state_class: str | None = "measurement"
    enabled: bool = True


KINDS = (
    _Kind("current", "Estimated current", lambda it: it.info.leds.power, "current", "mA"),
    _Kind("leds", "LED count", lambda it: it.info.leds.count, state_class=None),
    _Kind("signal", "Wi-Fi signal", lambda it: it.info.wifi and it.info.wifi.signal, None, "%"),
    _Kind(
        "rssi", "Wi-Fi RSSI", lambda it: it.info.wifi and it.info.wifi.rssi, "signal_strength",
        "dBm",
    ),
    _Kind("heap", "Free memory", lambda it: it.info.free_heap, "data_size", "B", enabled=False),
    _Kind(
        "uptime", "Uptime", lambda it: round(it.info.uptime.total_seconds()), "duration", "s",
        None, enabled=False,
    ),
)  # fmt: skip


def sensors_of(device: Device) -> Iterator[Part[Strip]]:
    """Yield the sensors, the firmware, and the button that restarts it."""
    for kind in KINDS:
        facts = EntityFacts(
            domain="sensor",
            key=kind.key,
            device=MAIN,
            name=kind.name,
            device_class=kind.device_class,
            attributes=unit(kind.unit, kind.state_class),
            entity_category="diagnostic",
            enabled=kind.enabled,
        )
        yield Part(facts, partial(_read, kind))
    for name, reading in (device.info.sensor or {}).items():
        facts = EntityFacts(
            domain="sensor",
            key=f"usermod-{name}",
            device=MAIN,
            name=name[:64],
            attributes=unit(reading.unit or None),
        )
        yield Part(facts, partial(_usermod, name))
    yield Part(_firmware(), _version)
    yield Part(_restart(), None, send=_reset)


def _read(kind: _Kind, device: Device) -> Reading:
    return measured(kind.read(device))


def _usermod(name: str, device: Device) -> Reading:
    reading = (device.info.sensor or {}).get(name)
    return Reading(UNKNOWN if reading is None else str(reading.value)[:255])


def _firmware() -> EntityFacts:
    return EntityFacts(
        domain="update",
        key="firmware",
        device=MAIN,
        name="Firmware",
        device_class="firmware",
        entity_category="diagnostic",
    )


def _version(device: Device) -> Reading:
    # Only the maker's page knows of newer ones, and nothing here asks outside the house.
    return Reading(UNKNOWN, {"installed_version": str(device.info.version or UNKNOWN)})


def _restart() -> EntityFacts:
    return EntityFacts(
        domain="button",
        key="restart",
        device=MAIN,
        name="Restart",
        device_class="restart",
        actions=frozenset({"button.press"}),
        entity_category="config",
    )


async def _reset(strip: Strip, command: Command, state: State) -> None:
    del command, state
    await strip.reset()
