"""WLEDs: what they say becomes states, what is asked becomes changes of their state."""

from typing import Any

import pytest
from aiohttp import web

from hub.home.errors import DeliveryError, UnsupportedCommand
from integrations.wled.maker import MAKER
from tests.support.maker_home import adopted
from tests.support.wled import CCT, MAC, RGB, WHITE, Wled, segment


def living(device: Wled) -> Any:
    """Adopt a simulated device."""
    data = {"host": "127.0.0.1", "port": device.port}
    return adopted(MAKER, data, unique_id=MAC)


async def test_a_strip_of_one_segment_is_one_light() -> None:
    device = Wled(segment(0, bri=128))
    async with device.running(), living(device) as it:
        light = it.state("light.shelf")
        assert light.state == "on"
        assert light.attributes["brightness"] == 64, "of the segment and of the whole"
        assert light.attributes["rgb_color"] == (255, 160, 0)
        assert light.attributes["color_mode"] == "rgb"
        assert light.attributes["effect_list"] == ["Solid", "Blink", "Rainbow"]
        assert light.attributes["effect"] == "Solid"
        await it.send("light.shelf", "light.turn_on", brightness=200, transition=1.5)
        assert device.changes[-1] == {
            "on": True, "bri": 200, "tt": 15, "v": True,
            "seg": [{"id": 0, "on": True, "bri": 255}],
        }  # fmt: skip
        await it.becomes("light.shelf", "on", brightness=200)
        await it.send("light.shelf", "light.toggle")
        await it.becomes("light.shelf", "off", brightness=None)
        assert device.state["on"] is False
        await it.send("light.shelf", "light.toggle")
        await it.becomes("light.shelf", "on")


async def test_colours_and_effects() -> None:
    async with Wled().running() as device, living(device) as it:
        await it.send("light.shelf", "light.turn_on", color_name="blue", effect="Rainbow")
        assert device.changes[-1]["seg"] == [{"id": 0, "on": True, "col": [[0, 0, 255]], "fx": 3}]
        await it.becomes("light.shelf", "on", rgb_color=(0, 0, 255), effect="Rainbow")
        await it.send("light.shelf", "light.turn_on", hs_color=[120, 100])
        await it.becomes("light.shelf", "on", rgb_color=(0, 255, 0), hs_color=(120.0, 100.0))
        await it.send("light.shelf", "light.turn_on", xy_color=[0.64, 0.33])
        await it.becomes("light.shelf", "on", rgb_color=(255, 0, 0))
        with pytest.raises(UnsupportedCommand, match="no effect"):
            await it.send("light.shelf", "light.turn_on", effect="Disco")


async def test_a_light_told_to_be_at_nothing_is_off() -> None:
    async with Wled().running() as device, living(device) as it:
        await it.send("light.shelf", "light.turn_on", brightness=0)
        await it.becomes("light.shelf", "off")


@pytest.mark.parametrize(
    ("capabilities", "modes"),
    [
        (RGB, ["rgb"]),
        (RGB | WHITE, ["rgbw"]),
        (WHITE, ["brightness"]),
        (CCT, ["color_temp"]),
        (WHITE | CCT, ["color_temp"]),
        (RGB | WHITE | CCT, ["rgb", "color_temp"]),
        (0, ["onoff"]),
    ],
)
async def test_modes_by_capabilities(capabilities: int, modes: list[str]) -> None:
    device = Wled(segment(0, lc=capabilities))
    async with device.running(), living(device) as it:
        assert it.state("light.shelf").attributes["supported_color_modes"] == modes
        assert it.state("light.shelf").attributes["color_mode"] in modes


async def test_whites() -> None:
    device = Wled(segment(0, lc=RGB | WHITE | CCT, col=[[255, 0, 0, 0], [0] * 4, [0] * 4]))
    async with device.running(), living(device) as it:
        assert it.state("light.shelf").attributes["color_mode"] == "rgb"
        await it.send("light.shelf", "light.turn_on", color_temp_kelvin=4000)
        assert device.changes[-1]["seg"][0]["col"] == [[0, 0, 0, 255]]
        light = await it.becomes("light.shelf", "on", color_mode="color_temp")
        assert abs(light.attributes["color_temp_kelvin"] - 4000) < 20
        await it.send("light.shelf", "light.turn_on", rgb_color=[1, 2, 3])
        await it.becomes("light.shelf", "on", color_mode="rgb", rgb_color=(1, 2, 3))
        assert device.changes[-1]["seg"][0]["col"] == [[1, 2, 3, 0]]


async def test_segments_and_the_main_light() -> None:
    device = Wled(segment(0, n="Upper"), segment(1, on=False))
    async with device.running(), living(device) as it:
        assert it.state("light.shelf_main").attributes["brightness"] == 128
        assert it.state("light.shelf_upper").attributes["brightness"] == 255
        assert it.state("light.shelf_segment_1").state == "off"
        await it.send("light.shelf_main", "light.turn_on", brightness_pct=100)
        await it.becomes("light.shelf_main", "on", brightness=255)
        await it.send("light.shelf_main", "light.turn_off")
        await it.becomes("light.shelf_upper", "off")
        await it.send("light.shelf_segment_1", "light.turn_on", brightness=50)
        assert device.changes[-1]["on"] is True
        await it.becomes("light.shelf_segment_1", "on", brightness=50)
        await it.send("light.shelf_upper", "light.turn_off")
        await it.becomes("light.shelf_upper", "off")
        assert it.state("light.shelf_main").state == "on"
        assert it.state("number.shelf_upper_speed").state == "128"


async def test_a_segment_comes_and_goes() -> None:
    async with Wled().running() as device, living(device) as it:
        device.state["seg"].append(segment(1))
        await device.notify()
        await it.becomes("light.shelf_segment_1", "on")
        await it.becomes("light.shelf_main", "on")
        del device.state["seg"][1]
        await device.notify()
        await it.until(lambda: "light.shelf_segment_1" not in it.home.entities)
        assert "light.shelf" in it.home.entities


async def test_numbers_palettes_and_how_a_segment_runs() -> None:
    async with Wled().running() as device, living(device) as it:
        await it.send("number.shelf_speed", "number.set_value", value=200)
        await it.becomes("number.shelf_speed", "200")
        await it.send("number.shelf_intensity", "number.set_value", value=7)
        await it.becomes("number.shelf_intensity", "7")
        assert it.state("select.shelf_palette").attributes["options"] == [
            "Default", "Random Cycle", "Ocean",
        ]  # fmt: skip
        await it.send("select.shelf_palette", "select.select_option", option="Ocean")
        await it.becomes("select.shelf_palette", "Ocean")
        for switch, field in (("reverse", "rev"), ("freeze", "frz")):
            await it.send(f"switch.shelf_{switch}", "switch.turn_on")
            await it.becomes(f"switch.shelf_{switch}", "on")
            assert device.state["seg"][0][field] is True


async def test_presets_and_playlists() -> None:
    device = Wled()
    device.presets = {
        "0": {},
        "1": {"n": "Evening", "on": True},
        "2": {"n": "Evening", "on": True},
        "3": {"n": "Round", "playlist": {"ps": [1, 2], "dur": 30}},
        "x": 5,
    }
    async with device.running(), living(device) as it:
        preset = it.state("select.shelf_preset")
        assert (preset.state, preset.attributes["options"]) == (
            "unknown", ["Evening", "Evening (2)"],
        )  # fmt: skip
        await it.send("select.shelf_preset", "select.select_option", option="Evening (2)")
        await it.becomes("select.shelf_preset", "Evening (2)")
        assert device.changes[-1]["ps"] == 2
        await it.send("select.shelf_playlist", "select.select_option", option="Round")
        await it.becomes("select.shelf_playlist", "Round")


async def test_a_new_preset_is_an_option() -> None:
    async with Wled().running() as device, living(device) as it:
        assert "select.shelf_preset" not in it.home.entities
        device.presets["1"] = {"n": "Party", "on": True}
        device.info["fs"]["pmt"] += 1
        await device.notify()
        await it.until(lambda: "select.shelf_preset" in it.home.entities)


async def test_nightlight_synchronisation_and_live_override() -> None:
    async with Wled().running() as device, living(device) as it:
        for name in ("nightlight", "sync_send"):
            assert it.state(f"switch.shelf_{name}").state == "off"
            await it.send(f"switch.shelf_{name}", "switch.toggle")
            await it.becomes(f"switch.shelf_{name}", "on")
        assert device.changes[0]["nl"] == {"on": True}
        await it.send("switch.shelf_sync_receive", "switch.turn_off")
        await it.becomes("switch.shelf_sync_receive", "off")
        assert device.changes[-1]["udpn"] == {"rgrp": 0}
        await it.send("select.shelf_live_override", "select.select_option", option="until_reboot")
        await it.becomes("select.shelf_live_override", "until_reboot")
        with pytest.raises(UnsupportedCommand):
            await it.send("select.shelf_live_override", "select.select_option", option="maybe")


async def test_sensors_firmware_and_restart() -> None:
    device = Wled()
    device.state["AudioReactive"] = {"on": False}
    device.info["u"] = {}
    device.info["sensor"] = {"Temperature": [21.5, " °C"]}
    async with device.running(), living(device) as it:
        assert it.state("sensor.shelf_estimated_current").state == "470"
        assert it.state("sensor.shelf_wi_fi_rssi").state == "-60"
        assert it.state("sensor.shelf_temperature").state == "21.5"
        assert it.state("sensor.shelf_temperature").attributes["unit_of_measurement"] == "°C"
        firmware = it.state("update.shelf_firmware")
        assert firmware.attributes["installed_version"] == "16.0.0"
        await it.send("switch.shelf_audio_reactive", "switch.turn_on")
        await it.becomes("switch.shelf_audio_reactive", "on")
        await it.send("button.shelf_restart", "button.press")
        assert device.restarts == 1
        with pytest.raises(UnsupportedCommand):
            await it.send("sensor.shelf_wi_fi_rssi", "button.press")
        found = it.home.devices[it.home.entity("light.shelf").device_id or ""]
        assert (found.name, found.manufacturer, found.sw_version) == ("Shelf", "WLED", "16.0.0")


async def test_somebody_changes_it_elsewhere() -> None:
    async with Wled().running() as device, living(device) as it:
        device.state["on"] = False
        device.info["wifi"]["rssi"] = -71
        await device.notify()
        await it.becomes("light.shelf", "off")
        await it.becomes("sensor.shelf_wi_fi_rssi", "-71")


async def test_a_command_that_is_refused() -> None:
    async with Wled().running() as device, living(device) as it:
        device.instead["/json/state"] = web.Response(status=400, text="no")
        with pytest.raises(DeliveryError, match="400"):
            await it.send("light.shelf", "light.turn_off")
        assert it.state("light.shelf").state == "on"
