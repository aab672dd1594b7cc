"""Kasa plugs and strips over the old protocol: sockets, meters, lamps of their own."""

import pytest

from hub.home.errors import DeliveryError
from integrations.kasa.maker import KasaMaker
from tests.support.kasa import iot, newer
from tests.support.kasa.living import living

POLL_S = 0.05


async def test_a_plug_says_what_it_is() -> None:
    async with iot.running(iot.plug()) as plug, living(KasaMaker(), plug) as it:
        assert it.state("switch.kettle").state == "off"
        assert it.state("switch.kettle").attributes == {"device_class": "outlet"}
        assert it.state("switch.kettle_led").state == "on"
        found = next(iter(it.home.devices.values()))
        assert (found.name, found.manufacturer, found.model) == ("Kettle", "TP-Link", "HS110")
        assert found.sw_version == "1.2.5 Build 171213 Rel.101523"


async def test_a_plug_obeys_and_tells_its_power() -> None:
    async with iot.running(iot.plug()) as plug, living(KasaMaker(), plug) as it:
        context = await it.send("switch.kettle", "switch.turn_on")
        state = it.state("switch.kettle")
        assert (state.state, state.context.parent_id) == ("on", context.id)
        assert it.state("sensor.kettle_power").state == "2150.3"
        await it.send("switch.kettle", "switch.toggle")
        assert it.state("switch.kettle").state == "off"
        await it.send("switch.kettle", "switch.toggle")
        await it.send("switch.kettle", "switch.turn_off")
        assert it.state("switch.kettle").state == "off"


@pytest.mark.parametrize(
    ("sensor", "value", "kind", "unit", "state_class"),
    [
        ("power", "0.0", "power", "W", "measurement"),
        ("voltage", "231.1", "voltage", "V", "measurement"),
        ("current", "9.3", "current", "A", "measurement"),
        ("today_s_consumption", "0.25", "energy", "kWh", "total_increasing"),
        ("this_month_s_consumption", "7.5", "energy", "kWh", "total_increasing"),
        ("total_consumption", "55.139", "energy", "kWh", "total_increasing"),
    ],
)
async def test_a_meter_has_home_assistant_s_classes(
    sensor: str, value: str, kind: str, unit: str, state_class: str
) -> None:
    async with iot.running(iot.plug()) as plug, living(KasaMaker(), plug) as it:
        state = it.state(f"sensor.kettle_{sensor}")
        assert state.state == value
        assert state.attributes == {
            "device_class": kind, "unit_of_measurement": unit, "state_class": state_class,
        }  # fmt: skip


async def test_a_plug_s_own_lamp_is_a_setting() -> None:
    async with iot.running(iot.plug()) as plug, living(KasaMaker(), plug) as it:
        assert it.home.entities[it.state("switch.kettle_led").entity_id].entity_category == "config"
        await it.send("switch.kettle_led", "switch.turn_off")
        assert it.state("switch.kettle_led").state == "off"
        assert plug.sysinfo["led_off"] == 1


async def test_what_somebody_does_at_the_plug_shows_by_the_next_poll() -> None:
    async with (
        iot.running(iot.plug()) as plug,
        living(KasaMaker(poll_s=POLL_S), plug) as it,
    ):
        plug.sysinfo["relay_state"] = 1
        state = await it.becomes("switch.kettle", "on")
        assert state.context.parent_id is None


async def test_a_strip_s_sockets_are_devices_of_their_own() -> None:
    async with iot.running(iot.strip()) as strip, living(KasaMaker(), strip) as it:
        assert {one.name for one in it.home.devices.values()} == {"Desk", "Screen", "Printer"}
        assert it.state("switch.screen").attributes["device_class"] == "outlet"
        await it.send("switch.printer", "switch.turn_on")
        assert it.state("switch.printer").state == "on"
        assert it.state("switch.screen").state == "off"
        assert it.state("sensor.printer_power").state == "41.0"
        assert it.state("sensor.desk_power").state == "82.0"


@pytest.mark.parametrize("version", [1, 2])
async def test_a_plug_of_newer_firmware_obeys(version: int) -> None:
    async with newer.running(iot.plug(), version) as plug, living(KasaMaker(), plug) as it:
        await it.send("switch.kettle", "switch.turn_on")
        assert it.state("switch.kettle").state == "on"
        assert it.state("sensor.kettle_power").state == "2150.3"


async def test_a_device_that_says_no_is_quoted() -> None:
    async with iot.running(iot.plug()) as plug, living(KasaMaker(), plug) as it:
        plug.refuses = True
        with pytest.raises(DeliveryError, match="invalid argument"):
            await it.send("switch.kettle", "switch.turn_on")
        assert it.condition.status == "connected"
