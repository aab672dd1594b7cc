"""Shelly BLU and other BTHome devices behind a Shelly that listens to them over Bluetooth."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from hub.home.maker import EntityFacts
from integrations.local.part import Reading, Status, inside, measured, on_off, unit
from integrations.shelly.presses import button
from integrations.shelly.rpc_view import RpcPart, RpcView

PRESSES = ("single_push", "double_push", "triple_push", "long_push")
BUTTON = 0x3A


@dataclass(frozen=True, slots=True)
class _Object:
    name: str
    device_class: str
    unit: str | None = None


# BTHome v2, table of object ids.
NUMBERS = {
    0x01: _Object("Battery", "battery", "%"),
    0x02: _Object("Temperature", "temperature", "°C"),
    0x03: _Object("Humidity", "humidity", "%"),
    0x04: _Object("Pressure", "atmospheric_pressure", "hPa"),
    0x05: _Object("Illuminance", "illuminance", "lx"),
    0x12: _Object("Carbon dioxide", "carbon_dioxide", "ppm"),
    0x2E: _Object("Humidity", "humidity", "%"),
    0x45: _Object("Temperature", "temperature", "°C"),
}
FLAGS = {
    0x11: _Object("Opening", "opening"),
    0x1A: _Object("Door", "door"),
    0x20: _Object("Moisture", "moisture"),
    0x21: _Object("Motion", "motion"),
    0x23: _Object("Occupancy", "occupancy"),
    0x29: _Object("Smoke", "smoke"),
    0x2B: _Object("Tamper", "tamper"),
    0x2C: _Object("Vibration", "vibration"),
    0x2D: _Object("Window", "window"),
}


def bthome_of(view: RpcView) -> Iterator[RpcPart]:
    """Yield what the devices tell; several of the same kind bear their number."""
    for component, number in view.of("bthomesensor"):
        settings = view.settings(component)
        found = settings.get("obj_id")
        given = settings.get("name")
        if found == BUTTON:
            name = given or f"Button {number}"
            yield RpcPart(button(component, view.device, str(name), PRESSES), None)
        elif found in NUMBERS:
            known = NUMBERS[found]
            facts = EntityFacts(
                domain="sensor",
                key=component,
                device=view.device,
                name=str(given or f"{known.name} {number}"),
                device_class=known.device_class,
                attributes=unit(known.unit, "measurement"),
            )
            yield RpcPart(facts, partial(_number, component), component)
        elif found in FLAGS:
            flag = FLAGS[found]
            facts = EntityFacts(
                domain="binary_sensor",
                key=component,
                device=view.device,
                name=str(given or f"{flag.name} {number}"),
                device_class=flag.device_class,
            )
            yield RpcPart(facts, partial(_flag, component), component)


def _number(component: str, status: Status) -> Reading:
    return measured(inside(status, component, "value"))


def _flag(component: str, status: Status) -> Reading:
    return on_off(inside(status, component, "value"))
