"""Shellies of generation 1: what they report becomes states, what is asked becomes requests."""

import logging
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hub.devices.host
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.maker import LinkLost, MoreNeeded, Refused
from hub.home.plan import Status
from integrations.local.part import NONSENSE
from integrations.shelly import block_session
from integrations.shelly.block_parts import parts_of
from integrations.shelly.block_view import BlockView
from integrations.shelly.coiot import Coiot
from integrations.shelly.maker import ShellyMaker
from tests.support.fakes import MemoryApprovals
from tests.support.faulty.soak import AllowAll, NoTraces
from tests.support.maker_home import adopted
from tests.support.shelly import block
from tests.support.shelly.block import MAC, BlockShelly

PASSWORD = "a long secret"  # noqa: S105 - a made-up one


def maker(device: BlockShelly) -> ShellyMaker:
    """Return a maker that reaches a simulated device's CoIoT."""
    return ShellyMaker(coiot_port=0, device_port=device.udp_port)


def data(device: BlockShelly, **more: Any) -> dict[str, Any]:
    """Return the data of an entry for a simulated device."""
    return {"host": "127.0.0.1", "port": device.port, "generation": 1, **more}


def living(device: BlockShelly, **more: Any) -> Any:
    """Adopt a simulated device."""
    return adopted(maker(device), data(device, **more), unique_id=MAC)


async def identified(device: BlockShelly, **more: Any) -> Any:
    """Identify what is there."""
    where = {"host": "127.0.0.1", "port": device.port, **more}
    async with aiohttp.ClientSession() as http:
        return await maker(device).identify(where, http)


async def test_two_relays_one_of_them_a_lamp() -> None:
    async with block.shelly_25().running() as device, living(device) as it:
        assert it.state("switch.old_switch_1").state == "off"
        assert it.state("light.old_lamp").attributes["supported_color_modes"] == ["onoff"]
        assert it.state("sensor.old_lamp_power").state == "12.5"
        energy = it.state("sensor.old_switch_1_energy")
        assert (energy.state, energy.attributes["unit_of_measurement"]) == ("100", "Wh")
        assert it.state("sensor.old_device_temperature").state == "51.4"
        assert it.state("sensor.old_wi_fi_signal").state == "-55"
        assert it.state("binary_sensor.old_overheating").state == "off"
        device.change("relay_0", output=1, power=-1)
        await it.becomes("switch.old_switch_1", "on")
        await it.becomes("sensor.old_switch_1_power", "unknown")
        context = await it.send("light.old_lamp", "light.turn_on")
        assert device.asked("relay/1") == {"turn": "on"}
        lamp = await it.becomes("light.old_lamp", "on", color_mode="onoff")
        assert lamp.context.parent_id == context.id
        await it.send("switch.old_switch_1", "switch.toggle")
        await it.becomes("switch.old_switch_1", "off")


async def test_presses_of_a_button() -> None:
    async with block.shelly_25("momentary").running() as device, living(device) as it:
        assert it.state("event.old_input_1").state == "unknown"
        device.change("relay_0", inputEvent="SS", inputEventCnt=5)
        await it.until(lambda: it.state("event.old_input_1").state != "unknown")
        assert it.state("event.old_input_1").attributes["event_type"] == "double"
        first = it.state("event.old_input_1").state
        device.report()
        device.change("relay_0", power=1.5)
        await it.becomes("sensor.old_switch_1_power", "1.5")
        assert it.state("event.old_input_1").state == first
        assert it.state("binary_sensor.old_input_2").state == "off"
        device.change("relay_1", input=1)
        await it.becomes("binary_sensor.old_input_2", "on")


async def test_a_roller() -> None:
    async with block.roller().running() as device, living(device) as it:
        assert it.state("cover.old").state == "closed"
        assert it.state("sensor.old_energy").state == "10"
        await it.send("cover.old", "cover.open_cover")
        assert device.asked("roller/0") == {"go": "open"}
        await it.becomes("cover.old", "opening")
        device.change("roller_0", roller="stop", rollerPos=100)
        await it.becomes("cover.old", "open", current_position=100)
        await it.send("cover.old", "cover.set_cover_position", position=30)
        assert device.asked("roller/0") == {"go": "to_pos", "roller_pos": "30"}
        await it.becomes("cover.old", "closing")
        await it.send("cover.old", "cover.stop_cover")
        await it.becomes("cover.old", "open")
        await it.send("cover.old", "cover.close_cover")
        assert device.asked("roller/0") == {"go": "close"}
        await it.becomes("cover.old", "closing")
        await it.send("cover.old", "cover.toggle")
        assert device.asked("roller/0") == {"go": "open"}


async def test_a_dimmer() -> None:
    async with block.dimmer().running() as device, living(device) as it:
        light = it.state("light.old")
        assert (light.state, light.attributes["brightness"]) == ("on", 102)
        await it.send("light.old", "light.turn_on", brightness_pct=70, transition=2)
        assert device.asked("light/0") == {"turn": "on", "brightness": "70", "transition": "2000"}
        await it.becomes("light.old", "on", brightness=178)
        await it.send("light.old", "light.turn_off")
        await it.becomes("light.old", "off")


async def test_colours_and_effects() -> None:
    async with block.rgbw2().running() as device, living(device) as it:
        light = it.state("light.old").attributes
        assert (light["color_mode"], light["rgb_color"], light["brightness"]) == (
            "rgbw", (255, 0, 0), 128,
        )  # fmt: skip
        assert light["effect_list"] == ["Off", "Meteor Shower", "Gradual Change", "Flash"]
        await it.send("light.old", "light.turn_on", color_name="blue", brightness=255)
        assert device.asked("color/0") == {
            "turn": "on", "gain": "100", "red": "0", "green": "0", "blue": "255",
        }  # fmt: skip
        await it.becomes("light.old", "on", rgb_color=(0, 0, 255), brightness=255)
        await it.send("light.old", "light.turn_on", effect="Flash")
        assert device.asked("color/0")["effect"] == "3"
        await it.becomes("light.old", "on", effect="Flash")
        with pytest.raises(UnsupportedCommand):
            await it.send("light.old", "light.turn_on", effect="Disco")


async def test_a_bulb_changes_between_colours_and_whites() -> None:
    async with block.bulb().running() as device, living(device) as it:
        assert it.state("light.old").attributes["color_mode"] == "rgb"
        await it.send("light.old", "light.turn_on", color_temp_kelvin=4000, brightness_pct=60)
        assert device.asked("light/0") == {
            "turn": "on", "brightness": "60", "temp": "4000", "mode": "white",
        }  # fmt: skip
        await it.becomes("light.old", "on", color_mode="color_temp", color_temp_kelvin=4000)
        await it.send("light.old", "light.turn_on", hs_color=[120, 100])
        await it.becomes("light.old", "on", color_mode="rgb", rgb_color=(0, 255, 0))


async def test_a_radiator_valve() -> None:
    async with block.valve().running() as device, living(device) as it:
        valve = it.state("climate.old")
        assert (valve.state, valve.attributes["hvac_action"]) == ("heat", "heating")
        assert valve.attributes["current_temperature"] == 19.5
        assert it.state("sensor.old_battery").state == "90"
        await it.send("climate.old", "climate.set_temperature", temperature=22.5)
        assert device.asked("thermostat/0") == {"target_t_enabled": "1", "target_t": "22.5"}
        await it.becomes("climate.old", "heat", temperature=22.5)
        await it.send("climate.old", "climate.turn_off")
        await it.becomes("climate.old", "off", temperature=4, hvac_action="off")
        await it.send("climate.old", "climate.set_hvac_mode", hvac_mode="heat")
        await it.becomes("climate.old", "heat", temperature=20)
        device.change("device", valvePos=0)
        await it.becomes("climate.old", "heat", hvac_action="idle")


async def test_sensors() -> None:
    async with block.sensors().running() as device, living(device) as it:
        assert it.state("binary_sensor.old_door").state == "on"
        assert it.state("sensor.old_humidity").state == "48.5"
        assert it.state("sensor.old_illuminance").state == "37"
        assert it.state("sensor.old_external_temperature").state == "unknown"
        device.change("sensor_0", motion=1, flood=1, smoke=1, gas="heavy", dwIsOpened=0)
        for name in ("motion", "flood", "smoke", "gas"):
            await it.becomes(f"binary_sensor.old_{name}", "on")
        await it.becomes("binary_sensor.old_door", "off")


async def test_firmware_and_restart() -> None:
    device = block.dimmer()
    device.status["update"] |= {"has_update": True, "new_version": "20240101-1/v1.15.0-gabc"}
    async with device.running(), living(device) as it:
        firmware = it.state("update.old_firmware")
        assert firmware.state == "on"
        assert firmware.attributes["installed_version"] == "1.14.0"
        assert firmware.attributes["latest_version"] == "1.15.0"
        await it.send("update.old_firmware", "update.install")
        assert device.asked("ota") == {"update": "true"}
        await it.send("button.old_restart", "button.press")
        assert device.asked("reboot") == {}
        found = it.home.devices[it.home.entity("light.old").device_id or ""]
        assert found.model == "Shelly Dimmer 2"


async def test_it_is_identified() -> None:
    async with block.roller().running() as device:
        found = await identified(device)
        assert (found.unique_id, found.title, found.model) == (MAC, "Old", "SHSW-25")
        assert found.data["generation"] == 1


async def test_a_protected_device_asks_for_its_password() -> None:
    async with block.dimmer().running() as device:
        device.info["auth"], device.password = True, PASSWORD
        for given in ({}, {"password": "wrong"}):
            with pytest.raises(MoreNeeded) as asked:
                await identified(device, **given)
            assert asked.value.asks == ("password",)
        await identified(device, password=PASSWORD)
        async with living(device, password=PASSWORD) as it:
            await it.send("light.old", "light.turn_off")
            await it.becomes("light.old", "off")


async def test_old_firmware_is_refused_with_the_remedy() -> None:
    async with block.dimmer().running() as device:
        device.info["fw"] = "20190101-101010/v1.4.0-x"
        with pytest.raises(Refused, match="update it"):
            await identified(device)


async def test_nobody_there() -> None:
    async with block.dimmer().running() as device:
        pass
    with pytest.raises(LinkLost, match="cannot be reached"):
        await identified(device)


async def test_it_goes_away_and_comes_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(block_session, "POLL_S", 0.05)
    async with block.dimmer().running() as device, living(device) as it:
        await device.stop()
        await it.becomes("light.old", "unavailable")
        device.blocks["light_0"][0]["value"] = 0
        await device.start()
        await it.becomes("light.old", "off")
        device.change("light_0", output=1)
        await it.becomes("light.old", "on")
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert 1 <= len(lines) <= 2


async def test_one_that_does_not_report_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_session, "SILENT_S", 0.05)
    async with block.dimmer().running() as device, living(device) as it:
        device.blocks["light_0"][1]["value"] = 90
        device.status["wifi_sta"]["rssi"] = -80
        await it.becomes("light.old", "on", brightness=230)
        await it.becomes("sensor.old_wi_fi_signal", "-80")


async def test_a_deaf_device_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async with block.dimmer().running() as device, living(device) as it:
        monkeypatch.setattr(hub.devices.host, "SEND_S", 0.1)
        device.is_deaf = True
        with pytest.raises(DeliveryError, match="did not answer"):
            await it.send("light.old", "light.turn_off")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x50", b"\x50\x1e\x00\x01\xff{", b"\xff" * 40,
        block.message(30, []), block.message(30, 7), block.message(30, {"G": 5}),
        block.message(30, {"G": [[0, 1101, "maybe"]]}), block.message(30, {"G": [[0, {}, 1]]}),
        block.message(30, {"blk": [{"I": 1}], "sen": 5}),
    ],
)  # fmt: skip
async def test_nonsense_costs_a_line_and_the_session_goes_on(
    content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with block.dimmer().running() as device, living(device) as it:
        for _ in range(5):
            device.say(content)
        device.change("light_0", output=1, brightness=10)
        await it.becomes("light.old", "on", brightness=26)
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) <= 1


async def test_answers_that_make_no_sense_are_a_lost_link() -> None:
    async with block.dimmer().running() as device:
        device.settings = {"name": 5}
        where = data(device)
        async with adopted(maker(device), where, unique_id=MAC, is_connected=False) as it:
            device.blocks["light_0"] = [{"I": 1, "D": [], "value": 2}]
            await it.until(lambda: it.condition.status in {"connected", "lost"})
            assert it.condition.status != "failed"


async def test_commands_are_verified() -> None:
    quick = ExecutorSettings(verify_else_s=0.5, resend_after_s=0.2, settle_s=0.05, late_s=0)
    async with (
        block.shelly_25().running() as device,
        living(device) as it,
        Executor(
            it.home, AllowAll(), {"tried": it.host}, MemoryApprovals(), NoTraces(), settings=quick
        ) as executor,
    ):
        lamp = ["light.old_lamp"]
        for _ in range(2):
            result = await executor.call("light.turn_on", lamp, {})
            assert result.outcomes[0].status is Status.DONE
        device.is_stuck = True
        stuck = await executor.call("light.turn_off", lamp, {})
        assert stuck.outcomes[0].status is not Status.DONE


async def test_two_devices_share_the_socket() -> None:
    second = block.roller()
    second.host, second.mac = "127.0.0.2", "98CDAC445566"
    second.info["mac"] = second.mac
    async with block.dimmer().running() as first:
        second.udp_port, shared = first.udp_port, maker(first)
        async with (
            second.running(),
            adopted(shared, data(first), unique_id=MAC) as it,
            adopted(shared, data(second, host=second.host), unique_id=second.mac) as other,
        ):
            await it.send("light.old", "light.turn_off")
            await it.becomes("light.old", "off")
            await other.send("cover.old", "cover.open_cover")
            await other.becomes("cover.old", "opening")


@given(st.binary(max_size=60))
def test_any_datagram_is_taken(content: bytes) -> None:
    Coiot(5683).datagram_received(content, ("192.0.2.1", 5683))


_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)


@given(st.data())
def test_any_values_are_read_or_make_no_sense(drawn: st.DataObject) -> None:
    device = drawn.draw(
        st.sampled_from([block.shelly_25(), block.roller(), block.bulb(), block.valve()])
    )
    view = BlockView(device.info, device.settings, device.description(), "device")
    numbers = [one["I"] for sensors in device.blocks.values() for one in sensors]
    values = {number: drawn.draw(_VALUES) for number in numbers}
    status = view.status(values, {"update": drawn.draw(_VALUES), "wifi_sta": drawn.draw(_VALUES)})
    for part in parts_of(view):
        if part.read is not None:
            try:
                assert isinstance(part.read(status).state, str)
            except NONSENSE:
                continue
