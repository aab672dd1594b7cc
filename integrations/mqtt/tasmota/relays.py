"""Relays, shutters and fans: what a device switches and moves."""

from collections.abc import Iterator
from typing import Any

from integrations.mqtt.component import Component
from integrations.mqtt.discovery import Announced
from integrations.mqtt.tasmota.building import STATUS, also_on, announced, power_results
from integrations.mqtt.tasmota.config import (
    LIGHT,
    SHUTTER,
    SWITCH,
    TEXT_RESULTS,
    TasmotaConfig,
)
from integrations.mqtt.tasmota.light import light

INVERTED = 1
# The fans of Sonoff's iFan have three speeds; this one is meant by "on".
SPEEDS, USUAL_SPEED = 3, 2


def relays(device: TasmotaConfig) -> Iterator[Announced]:
    """Yield what a device's relays are."""
    for place, kind in enumerate(device.rl):
        if kind == SWITCH:
            yield _switch(device, place)
        elif kind == LIGHT:
            yield light(device, place)
    for place in range((device.rl.count(SHUTTER) + 1) // 2):
        yield _shutter(device, place)
    if device.is_fan:
        yield _fan(device)


def power_template(device: TasmotaConfig, place: int) -> str:
    """Return the template for a relay's state; the only relay of a device has no number."""
    told = f"value_json.POWER{place + 1}"
    if not place:
        told = f"(value_json.POWER | default({told}))"
    if device.option(TEXT_RESULTS):
        return f"{{{{ {told} | is_defined if value_json is mapping else value }}}}"
    return f"{{{{ {told} | is_defined }}}}" if not place else f"{{{{ {told} }}}}"


def _switch(device: TasmotaConfig, place: int) -> Announced:
    off, on = device.state[:2]
    own: dict[str, Any] = {
        "name": device.relay_name(place),
        "command_topic": device.command(f"POWER{place + 1}"),
        "state_topic": device.tele("STATE"),
        "value_template": power_template(device, place),
        "payload_on": on,
        "payload_off": off,
    }
    found = announced(device, "switch", f"relay_{place + 1}", own)
    if isinstance(found.component, Component):
        for topic in power_results(device, place):
            also_on(found.component, topic, of=device.tele("STATE"))
    return found


def _shutter(device: TasmotaConfig, place: int) -> Announced:
    number = place + 1
    shutter = f"(value_json.Shutter{number} | default({{}}))"
    ways = "{0: 'stopped', 1: 'opening', -1: 'closing'}"
    is_inverted = place < len(device.sho) and bool(device.sho[place] & INVERTED)
    if is_inverted:
        ways = "{0: 'stopped', -1: 'opening', 1: 'closing'}"
    own: dict[str, Any] = {
        "name": None if device.rl.count(SHUTTER) <= 2 else f"Shutter {number}",  # noqa: PLR2004
        "command_topic": device.command("Backlog"),
        "payload_open": f"ShutterOpen{number}",
        "payload_close": f"ShutterClose{number}",
        "payload_stop": f"ShutterStop{number}",
        "state_topic": device.stat("RESULT"),
        "value_template": f"{{{{ {ways}.get({shutter}.Direction | is_defined) }}}}",
        "position_topic": device.stat("RESULT"),
        "position_template": f"{{{{ {shutter}.Position | is_defined }}}}",
        "set_position_topic": device.command(f"ShutterPosition{number}"),
        "position_open": 0 if is_inverted else 100,
        "position_closed": 100 if is_inverted else 0,
    }
    tilt = device.sht[place] if place < len(device.sht) else []
    if len(tilt) >= 2 and tilt[0] < tilt[1]:  # noqa: PLR2004 - from, to, and how long it takes
        own |= {
            "tilt_command_topic": device.command(f"ShutterTilt{number}"),
            "tilt_status_topic": device.stat("RESULT"),
            "tilt_status_template": f"{{{{ {shutter}.Tilt | is_defined }}}}",
            "tilt_min": tilt[0],
            "tilt_max": tilt[1],
        }
    found = announced(device, "cover", f"shutter_{number}", own)
    _hear_everywhere(found, device)
    return found


def _fan(device: TasmotaConfig) -> Announced:
    speed = "value_json.FanSpeed | is_defined"
    command = device.command("FanSpeed")
    own: dict[str, Any] = {
        "name": None,
        "command_topic": command,
        "command_template": f"{{{{ {USUAL_SPEED} if value == 'ON' else 0 }}}}",
        "state_topic": device.stat("RESULT"),
        "state_value_template": f"{{{{ 'ON' if ({speed}) | int > 0 else 'OFF' }}}}",
        "percentage_command_topic": command,
        "percentage_state_topic": device.stat("RESULT"),
        "percentage_value_template": "{{ value_json.FanSpeed }}",
        "speed_range_min": 1,
        "speed_range_max": SPEEDS,
    }
    found = announced(device, "fan", "ifan", own)
    _hear_everywhere(found, device)
    return found


def _hear_everywhere(found: Announced, device: TasmotaConfig) -> None:
    """Hear what RESULT tells from the device's regular reports, too."""
    if isinstance(found.component, Component):
        result = device.stat("RESULT")
        also_on(found.component, device.stat("STATUS10"), of=result, within=STATUS)
        for topic in (device.tele("STATE"), device.tele("SENSOR")):
            also_on(found.component, topic, of=result)
