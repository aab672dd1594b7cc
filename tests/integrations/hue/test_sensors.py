"""Sensors, buttons and the dial; devices that come, go, and move."""

from typing import Any

import pytest

from tests.support.hue.bridge import HueBridge
from tests.support.hue.inventory import lamp_device, light
from tests.support.maker_home import MakerHome

LATER = "2026-11-28T11:00:00.250Z"
TAMPERED = {"changed": LATER, "source": "battery_door", "state": "tampered"}
CELSIUS = {"unit_of_measurement": "°C", "state_class": "measurement"}
LUX = {"unit_of_measurement": "lx", "light_level": 18027}
CHARGE = {"unit_of_measurement": "%", "battery_state": "normal"}


@pytest.mark.parametrize(
    ("entity", "state", "attributes"),
    [
        ("binary_sensor.hall_sensor_motion", "off", {"device_class": "motion"}),
        ("sensor.hall_sensor_temperature", "21.5", CELSIUS),
        ("sensor.hall_sensor_illuminance", "63", LUX),
        ("sensor.hall_sensor_battery", "83", CHARGE),
        ("binary_sensor.front_door_contact", "off", {"device_class": "opening"}),
        ("binary_sensor.front_door_tamper", "off", {"device_class": "tamper"}),
        ("event.dial_button_1", "unknown", {"device_class": "button", "event_type": None}),
    ],
)  # fmt: skip
async def test_sensors_show(
    it: MakerHome, entity: str, state: str, attributes: dict[str, Any]
) -> None:
    shown = it.state(entity)
    assert shown.state == state
    assert {key: shown.attributes[key] for key in attributes} == attributes


@pytest.mark.parametrize(
    ("rid", "told", "shows"),
    [
        ("m-1", {"motion": {"motion_report": {"changed": LATER, "motion": True}}},
         ("binary_sensor.hall_sensor_motion", "on")),
        ("m-1", {"enabled": False}, ("binary_sensor.hall_sensor_motion", "unknown")),
        ("t-1", {"temperature": {"temperature_report": {"changed": LATER, "temperature": 19.0}}},
         ("sensor.hall_sensor_temperature", "19.0")),
        ("ll-1", {"light": {"light_level_report": {"changed": LATER, "light_level": 1}}},
         ("sensor.hall_sensor_illuminance", "1")),
        ("p-motion", {"power_state": {"battery_level": 4, "battery_state": "critical"}},
         ("sensor.hall_sensor_battery", "4")),
        ("c-1", {"contact_report": {"changed": LATER, "state": "no_contact"}},
         ("binary_sensor.front_door_contact", "on")),
        ("ta-1", {"tamper_reports": [TAMPERED]},
         ("binary_sensor.front_door_tamper", "on")),
    ],
)  # fmt: skip
async def test_sensors_are_pushed(
    it: MakerHome, bridge: HueBridge, rid: str, told: dict[str, Any], shows: tuple[str, str]
) -> None:
    await bridge.change(rid, **told)
    await it.becomes(*shows)


@pytest.mark.parametrize("sensor", ["motion", "illuminance"])
async def test_a_sensor_is_switched_off(it: MakerHome, bridge: HueBridge, sensor: str) -> None:
    switch = f"switch.hall_sensor_{sensor}_sensor_enabled"
    assert it.state(switch).state == "on"
    assert it.home.entities[it.state(switch).entity_id].entity_category == "config"
    await it.send(switch, "switch.turn_off")
    await it.becomes(switch, "off")
    shown = "binary_sensor" if sensor == "motion" else "sensor"
    assert it.state(f"{shown}.hall_sensor_{sensor}").state == "unknown"
    await it.send(switch, "switch.toggle")
    await it.becomes(switch, "on")
    assert it.state(f"{shown}.hall_sensor_{sensor}").state != "unknown"
    await bridge.change("z-motion", status="disconnected")
    await it.becomes(switch, "unavailable")


async def test_presses_are_events(it: MakerHome, bridge: HueBridge) -> None:
    for second, kind in enumerate(("initial_press", "long_press", "initial_press")):
        moment = f"2026-11-28T11:00:0{second}.250Z"
        await bridge.change("b-1", button={"button_report": {"updated": moment, "event": kind}})
        said = moment.replace("Z", "+00:00")
        shown = await it.becomes("event.dial_button_1", said, event_type=kind)
        assert kind in shown.attributes["event_types"]


async def test_turns_of_the_dial_are_events(it: MakerHome, bridge: HueBridge) -> None:
    turn = {"direction": "counter_clock_wise", "steps": 30, "duration": 400}
    report = {"updated": LATER, "action": "start", "rotation": turn}
    await bridge.change("ro-1", relative_rotary={"rotary_report": report})
    await it.becomes(
        "event.dial_rotary",
        "2026-11-28T11:00:00.250+00:00",
        event_type="counter_clock_wise",
        steps=30,
        action="start",
    )


async def test_devices_lie_in_the_area_of_their_room(it: MakerHome) -> None:
    lamp = it.home.entities[it.state("light.floor_lamp").entity_id]
    assert lamp.device_id is not None
    found = it.home.devices[lamp.device_id]
    assert found.area_id == "living_room"
    assert (found.manufacturer, found.model) == (
        "Signify Netherlands B.V.", "Hue floor lamp (LCA001)",
    )  # fmt: skip
    assert found.sw_version == "1.116.3"


async def test_a_lamp_without_power_is_unavailable_alone(it: MakerHome, bridge: HueBridge) -> None:
    await bridge.change("z-color", status="connectivity_issue")
    await it.becomes("light.floor_lamp", "unavailable")
    assert it.state("light.desk_lamp").state == "off"
    await bridge.change("z-color", status="connected")
    await it.becomes("light.floor_lamp", "off")


async def test_all_of_a_sensor_is_unavailable_when_its_link_is_gone(
    it: MakerHome, bridge: HueBridge
) -> None:
    await bridge.change("z-motion", status="disconnected")
    for entity in ("binary_sensor.hall_sensor_motion", "sensor.hall_sensor_temperature"):
        await it.becomes(entity, "unavailable")


async def test_a_new_lamp_appears_and_an_old_one_leaves(it: MakerHome, bridge: HueBridge) -> None:
    await bridge.add(
        *lamp_device("new", "Stairs", "LWB010"),
        light("l-new", "d-new", "Stairs", dimming={"brightness": 50.0}),
    )  # fmt: skip
    await it.becomes("light.stairs", "off", supported_color_modes=["brightness"])
    await it.send("light.stairs", "light.turn_on", brightness=255)
    await it.becomes("light.stairs", "on", brightness=255)
    await bridge.delete("l-new", "z-new", "d-new")
    await it.until(lambda: "light.stairs" not in it.home.entities)


async def test_a_renamed_lamp_keeps_its_id(it: MakerHome, bridge: HueBridge) -> None:
    await bridge.change("d-color", metadata={"name": "Reading lamp"})
    entity = it.state("light.floor_lamp").entity_id
    await it.until(lambda: it.home.entities[entity].name == "Reading lamp")
