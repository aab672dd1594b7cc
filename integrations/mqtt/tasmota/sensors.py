"""Sensors, and switches and buttons as far as they are told."""

from collections.abc import Iterator, Mapping
from typing import Any

from integrations.mqtt.component import Component
from integrations.mqtt.discovery import Announced
from integrations.mqtt.message import PayloadError
from integrations.mqtt.tasmota.building import STATUS, also_on, announced
from integrations.mqtt.tasmota.config import BUTTONS_SINGLE, BUTTONS_SWAPPED, TasmotaConfig
from integrations.tasmota.quantities import Path, Sensor, sensors_in

SHORT, DOUBLE, LONG = "button_short_press", "button_double_press", "button_long_press"
# What a switch's mode means (Tasmota, SwitchMode): whether it has a state that follows it, and
# what its TOGGLE and HOLD are.
SWITCH_MODES: Mapping[int, tuple[bool, str | None, str | None]] = {
    0: (False, SHORT, None),
    1: (True, None, None),
    2: (True, None, None),
    3: (True, SHORT, None),
    4: (True, SHORT, None),
    5: (True, SHORT, LONG),
    6: (True, SHORT, LONG),
    7: (False, SHORT, None),
    8: (False, SHORT, DOUBLE),
    9: (True, None, DOUBLE),
    10: (True, None, DOUBLE),
    11: (False, SHORT, None),
    12: (False, SHORT, None),
    13: (True, None, None),
    14: (True, None, None),
}
# Switches in these modes only say "on"; they are off again after a second.
PULSES = frozenset({13, 14})
BUTTON_EVENTS = {
    "SINGLE": SHORT,
    "DOUBLE": DOUBLE,
    "TRIPLE": "button_triple_press",
    "QUAD": "button_quadruple_press",
    "PENTA": "button_quintuple_press",
    "HOLD": LONG,
}


def sensors(device: TasmotaConfig, report: Mapping[str, Any]) -> Iterator[Announced]:
    """Yield the sensors of a report, and the strength of the device's signal."""
    for sensor in sensors_in(report):
        try:
            found = announced(device, "sensor", sensor.key, _sensor(device, sensor))
        except PayloadError:
            continue
        if isinstance(found.component, Component):
            also_on(
                found.component, device.stat("STATUS10"), of=device.tele("SENSOR"), within=STATUS
            )
        yield found
    signal = {
        "name": "Signal", "state_topic": device.tele("STATE"), "device_class": "signal_strength",
        "value_template": "{{ (value_json.Wifi | default({})).Signal | is_defined }}",
        "unit_of_measurement": "dBm", "state_class": "measurement",
        "entity_category": "diagnostic", "enabled_by_default": False,
    }  # fmt: skip
    yield announced(device, "sensor", "signal", signal)


def switches(device: TasmotaConfig) -> Iterator[Announced]:
    """Yield the states of switches, and what happens to them."""
    toggle, hold = device.state[2:]
    for place, mode in enumerate(device.swc):
        if mode not in SWITCH_MODES:
            continue
        has_state, on_toggle, on_hold = SWITCH_MODES[mode]
        name = device.swn[place] if place < len(device.swn) else None
        key = name or f"Switch{place + 1}"
        if has_state:
            yield _follower(device, place, key, is_pulse=mode in PULSES)
        for action, event in ((toggle, on_toggle), (hold, on_hold)):
            if event is not None:
                yield _trigger(device, f"switch_{place + 1}", key, action, event)


def buttons(device: TasmotaConfig) -> Iterator[Announced]:
    """Yield what happens to buttons."""
    events = dict(BUTTON_EVENTS)
    if device.option(BUTTONS_SINGLE):
        events = {"SINGLE": SHORT}
    elif device.option(BUTTONS_SWAPPED):
        events |= {"SINGLE": DOUBLE, "DOUBLE": SHORT}
    for place, is_told in enumerate(device.btn):
        if is_told > 0:
            for action, event in events.items():
                yield _trigger(device, f"button_{place + 1}", f"Button{place + 1}", action, event)


def _sensor(device: TasmotaConfig, sensor: Sensor) -> dict[str, Any]:
    quantity = sensor.quantity
    return {
        "name": sensor.name,
        "state_topic": device.tele("SENSOR"),
        "value_template": _template(sensor.path),
        "device_class": quantity.device_class,
        "unit_of_measurement": sensor.unit,
        "state_class": quantity.state_class,
        "enabled_by_default": quantity.enabled,
    }


def _template(path: Path) -> str:
    """Return what reads the value at a path; a message without it says nothing.

    Raises:
        PayloadError: a name cannot be written in a template.
    """
    if any(isinstance(step, str) and set("'\\{}%#") & set(step) for step in path):
        raise PayloadError(f"no sensor has this name: {path!r}")
    names = [step for step in path if isinstance(step, str)]
    if len(names) == len(path):
        return "{{ value_json" + "".join(f"['{name}']" for name in names) + " }}"
    source = "value_json"
    for name in names[:-1]:
        source = f"({source}['{name}'] | default({{}}))"
    value = f"({source}['{names[-1]}'] | is_defined)"
    place = path[-1]
    return f"{{% set found = {value} %}}{{{{ found[{place}] if found is sequence else found }}}}"


def _follower(device: TasmotaConfig, place: int, key: str, *, is_pulse: bool) -> Announced:
    off, on = device.state[:2]
    result, sensor = device.stat("RESULT"), device.tele("SENSOR")
    own: dict[str, Any] = {
        "name": key if not key.startswith("Switch") else f"Switch {place + 1}",
        "state_topic": result,
        "payload_on": "on",
        "payload_off": "off",
        "value_template": _switch_template(key, on, off),
    }
    if is_pulse:
        own["off_delay"] = 1
    found = announced(device, "binary_sensor", f"switch_{place + 1}", own)
    if isinstance(found.component, Component) and not is_pulse:
        also_on(found.component, device.stat("STATUS10"), of=result, within=STATUS)
        also_on(found.component, sensor, of=result)
    return found


def _switch_template(key: str, on: str, off: str) -> str:
    """Return what reads a switch: {"Switch1": "ON"}, or {"Switch1": {"Action": "ON"}}."""
    if set("'\\{}%#") & {*key, *on, *off}:
        raise PayloadError(f"no switch has this name: {key!r}")
    value = f"(value_json['{key}'] | is_defined)"
    words = f"{{'{on}': 'on', '{off}': 'off'}}"
    return (
        f"{{% set found = {value} %}}"
        f"{{% set said = found.Action if found is mapping else found %}}"
        f"{{{{ {words}[said] | is_defined }}}}"
    )


def _trigger(device: TasmotaConfig, subtype: str, key: str, action: str, event: str) -> Announced:
    if set("'\\{}%#") & {*key, *action}:
        raise PayloadError(f"no switch has this name: {key!r}")
    own: dict[str, Any] = {
        "automation_type": "trigger",
        "type": event,
        "subtype": subtype,
        "topic": device.stat("RESULT"),
        "value_template": f"{{{{ (value_json['{key}'] | default({{}})).Action | is_defined }}}}",
        "payload": action,
    }
    return announced(device, "device_automation", f"{subtype}_{action}", own)
