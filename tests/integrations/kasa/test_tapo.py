"""Tapo's plugs, and the children of its hub: a radiator valve and a contact sensor."""

from typing import Any

import pytest

from hub.home.errors import UnsupportedCommand
from integrations.kasa.maker import KasaMaker
from tests.support.kasa import smart
from tests.support.kasa.living import living

VALVE = "climate.radiator"
POLL_S = 0.05


async def test_a_tapo_plug_obeys_and_tells_its_power() -> None:
    async with smart.running(smart.plug()) as plug, living(KasaMaker(), plug) as it:
        assert it.state("switch.heater").attributes == {"device_class": "outlet"}
        await it.send("switch.heater", "switch.turn_on")
        assert it.state("switch.heater").state == "on"
        assert it.state("sensor.heater_power").state == "1200.0"
        assert it.state("sensor.heater_today_s_consumption").state == "0.812"


async def test_a_valve_is_a_thermostat() -> None:
    async with smart.running(smart.hub()) as hub, living(KasaMaker(), hub) as it:
        state = it.state(VALVE)
        assert state.state == "heat"
        assert state.attributes == {
            "hvac_modes": ["heat", "off"], "min_temp": 5, "max_temp": 30, "target_temp_step": 0.5,
            "temperature": 20.0, "current_temperature": 19.2, "hvac_action": "heating",
        }  # fmt: skip
        assert it.state("sensor.radiator_battery").state == "61"
        assert "sensor.radiator_temperature" not in it.home.states


@pytest.mark.parametrize(
    ("action", "data", "state", "attributes"),
    [
        ("set_temperature", {"temperature": 22.5}, "heat", {"temperature": 22.5}),
        ("set_temperature", {"temperature": 17, "hvac_mode": "off"}, "off", {"temperature": 17.0}),
        ("set_hvac_mode", {"hvac_mode": "off"}, "off", {"hvac_action": "off"}),
        ("turn_off", {}, "off", {}),
    ],
)
async def test_a_valve_obeys(
    action: str, data: dict[str, Any], state: str, attributes: dict[str, Any]
) -> None:
    async with smart.running(smart.hub()) as hub, living(KasaMaker(), hub) as it:
        await it.send(VALVE, f"climate.{action}", **data)
        await it.becomes(VALVE, state, **attributes)
        await it.send(VALVE, "climate.turn_on")
        await it.becomes(VALVE, "heat", hvac_action="heating")


async def test_a_valve_has_one_target() -> None:
    async with smart.running(smart.hub()) as hub, living(KasaMaker(), hub) as it:
        with pytest.raises(UnsupportedCommand):
            await it.send(VALVE, "climate.set_temperature", target_temp_low=18, target_temp_high=20)


async def test_a_valve_that_idles_says_so() -> None:
    async with (
        smart.running(smart.hub()) as hub,
        living(KasaMaker(poll_s=POLL_S), hub) as it,
    ):
        hub.device.children["valve-1"].info["trv_states"] = []
        await it.becomes(VALVE, "heat", hvac_action="idle")


async def test_a_window_opens() -> None:
    async with (
        smart.running(smart.hub()) as hub,
        living(KasaMaker(poll_s=POLL_S), hub) as it,
    ):
        assert it.state("binary_sensor.window_door").attributes["device_class"] == "door"
        hub.device.children["contact-1"].info["open"] = True
        await it.becomes("binary_sensor.window_door", "on")


async def test_a_child_out_of_reach_is_unavailable_alone() -> None:
    async with (
        smart.running(smart.hub()) as hub,
        living(KasaMaker(poll_s=POLL_S), hub) as it,
    ):
        hub.device.children["valve-1"].info["status"] = "offline"
        await it.becomes(VALVE, "unavailable")
        assert it.state("binary_sensor.window_door").state == "off"
        hub.device.children["valve-1"].info["status"] = "online"
        await it.becomes(VALVE, "heat")


async def test_children_come_and_go() -> None:
    async with (
        smart.running(smart.hub()) as hub,
        living(KasaMaker(poll_s=POLL_S), hub) as it,
    ):
        child = hub.device.children.pop("contact-1")
        await it.until(lambda: "binary_sensor.window_door" not in it.home.entities)
        hub.device.children["contact-1"] = child
        await it.becomes("binary_sensor.window_door", "off")


async def test_a_session_that_the_device_forgot_is_begun_again() -> None:
    async with (
        smart.running(smart.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S), plug) as it,
    ):
        before = plug.server.handshakes
        plug.server.forget_sessions()
        await it.until(lambda: plug.server.handshakes > before)
        plug.device.info["device_on"] = True
        await it.becomes("switch.heater", "on")
        assert it.condition.status == "connected"


async def test_a_wall_switch_has_a_fan_and_a_lamp() -> None:
    async with smart.running(smart.fan_switch()) as wall, living(KasaMaker(), wall) as it:
        assert {one.name for one in it.home.devices.values()} == {"Bedroom", "Ceiling fan", "Lamp"}
        assert it.state("fan.ceiling_fan").attributes == {"percentage_step": 25, "percentage": 0}
        await it.send("light.lamp", "light.turn_on", brightness=255)
        await it.becomes("light.lamp", "on", brightness=255)
        assert it.state("fan.ceiling_fan").state == "off"


async def test_a_fan_obeys() -> None:
    fan = "fan.ceiling_fan"
    async with smart.running(smart.fan_switch()) as wall, living(KasaMaker(), wall) as it:
        told: list[tuple[str, dict[str, Any], int]] = [
            ("turn_on", {}, 25),
            ("set_percentage", {"percentage": 60}, 75),
            ("increase_speed", {}, 100),
            ("decrease_speed", {"percentage_step": 50}, 50),
            ("toggle", {}, 0),
            ("turn_on", {"percentage": 1}, 25),
            ("turn_off", {}, 0),
            ("toggle", {}, 25),
            ("set_percentage", {"percentage": 0}, 0),
        ]
        for action, data, percentage in told:
            await it.send(fan, f"fan.{action}", **data)
            await it.becomes(fan, "on" if percentage else "off", percentage=percentage)
        with pytest.raises(UnsupportedCommand):
            await it.send(fan, "fan.turn_on", preset_mode="breeze")
