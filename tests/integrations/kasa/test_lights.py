"""Kasa's bulbs, dimmers and light strips, and Tapo's bulbs."""

from typing import Any

import pytest

from hub.home.actions import parse_command
from hub.home.errors import UnsupportedCommand
from integrations.kasa.maker import KasaMaker
from tests.support.kasa import iot, smart
from tests.support.kasa.living import living
from tests.support.maker_home import MakerHome

LOOKS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"brightness": 128}, {"brightness": 128}),
    ({"brightness": 1}, {"brightness": 3}),
    ({"brightness_pct": 10}, {"brightness": 26}),
    ({"color_temp_kelvin": 4000}, {"color_temp_kelvin": 4000, "color_mode": "color_temp"}),
    ({"hs_color": [240, 100]}, {"hs_color": (240.0, 100.0), "color_mode": "hs"}),
    ({"rgb_color": [255, 0, 0]}, {"hs_color": (0.0, 100.0), "color_temp_kelvin": None}),
    ({"xy_color": [0.64, 0.33]}, {"rgb_color": (255, 0, 0)}),
    ({"rgbw_color": [255, 0, 0, 0]}, {"rgb_color": (255, 0, 0)}),
    ({"color_name": "blue", "brightness": 51}, {"rgb_color": (0, 0, 255), "brightness": 51}),
]


async def _obeys(
    it: MakerHome, entity: str, data: dict[str, Any], attributes: dict[str, Any]
) -> None:
    before = it.state(entity)
    await it.send(entity, "light.turn_on", **data)
    state = await it.becomes(entity, "on", **attributes)
    expected = parse_command("light.turn_on", data).expected(before)
    assert expected is not None
    assert expected.is_met_by(state)


@pytest.mark.parametrize(("data", "attributes"), LOOKS)
async def test_a_kasa_bulb_does_as_it_is_told(
    data: dict[str, Any], attributes: dict[str, Any]
) -> None:
    async with iot.running(iot.bulb()) as bulb, living(KasaMaker(), bulb) as it:
        await _obeys(it, "light.ceiling", data, attributes)


@pytest.mark.parametrize(("data", "attributes"), LOOKS)
async def test_a_tapo_bulb_does_as_it_is_told(
    data: dict[str, Any], attributes: dict[str, Any]
) -> None:
    async with smart.running(smart.bulb()) as bulb, living(KasaMaker(), bulb) as it:
        await _obeys(it, "light.bedside", data, attributes)


async def test_a_bulb_says_what_it_can() -> None:
    async with iot.running(iot.bulb()) as bulb, living(KasaMaker(), bulb) as it:
        shown = it.state("light.ceiling").attributes
        assert shown["supported_color_modes"] == ["color_temp", "hs"]
        assert (shown["min_color_temp_kelvin"], shown["max_color_temp_kelvin"]) == (2500, 9000)
        assert (shown["brightness"], shown["color_mode"]) == (None, None)


async def test_a_fade_goes_in_milliseconds() -> None:
    async with iot.running(iot.bulb()) as bulb, living(KasaMaker(), bulb) as it:
        await it.send("light.ceiling", "light.turn_on", transition=1.5)
        service = "smartlife.iot.smartbulb.lightingservice"
        told = [one[service] for one in bulb.questions if service in one]
        sent = [one["transition_light_state"] for one in told if "transition_light_state" in one]
        assert sent[-1]["transition_period"] == 1500
        await it.send("light.ceiling", "light.turn_off", transition=0)
        await it.becomes("light.ceiling", "off", brightness=None)


@pytest.mark.parametrize("make", [iot.bulb, iot.dimmer, iot.light_strip])
async def test_lights_toggle_and_go_out(make: Any) -> None:
    async with iot.running(make()) as device, living(KasaMaker(), device) as it:
        light = next(name for name in it.home.states if name.startswith("light."))
        await it.send(light, "light.toggle")
        await it.becomes(light, "on")
        await it.send(light, "light.toggle")
        await it.becomes(light, "off")
        await it.send(light, "light.turn_on", brightness=255)
        await it.becomes(light, "on", brightness=255)
        await it.send(light, "light.turn_on", brightness=0)
        await it.becomes(light, "off")


async def test_a_dimmer_dims() -> None:
    async with iot.running(iot.dimmer()) as dimmer, living(KasaMaker(), dimmer) as it:
        assert it.state("light.hall").attributes["supported_color_modes"] == ["brightness"]
        await it.send("light.hall", "light.turn_on", brightness=102)
        await it.becomes("light.hall", "on", brightness=102, color_mode="brightness")


async def test_lights_that_cannot_flash_say_so() -> None:
    async with iot.running(iot.dimmer()) as dimmer, living(KasaMaker(), dimmer) as it:
        with pytest.raises(UnsupportedCommand, match="flash"):
            await it.send("light.hall", "light.turn_on", flash="short")


async def test_a_light_strip_runs_effects() -> None:
    strip = "light.shelf"
    async with iot.running(iot.light_strip()) as device, living(KasaMaker(), device) as it:
        listed = it.state(strip).attributes["effect_list"]
        assert listed[0] == "off"
        assert "Aurora" in listed
        await it.send(strip, "light.turn_on", effect="Aurora", brightness=102)
        await it.becomes(strip, "on", effect="Aurora")
        assert device.sysinfo["lighting_effect_state"]["brightness"] == 40
        await it.send(strip, "light.turn_on", color_name="red")
        await it.becomes(strip, "on", effect="off", rgb_color=(255, 0, 0))
        await it.send(strip, "light.turn_on", effect="Aurora")
        await it.becomes(strip, "on", effect="Aurora")
        await it.send(strip, "light.turn_on", effect="off")
        await it.becomes(strip, "on", effect="off")


async def test_a_tapo_bulb_runs_effects() -> None:
    bulb = "light.bedside"
    async with smart.running(smart.bulb()) as device, living(KasaMaker(), device) as it:
        assert it.state(bulb).attributes["effect_list"] == ["off", "Party", "Relax"]
        await it.send(bulb, "light.turn_on", effect="Party")
        await it.becomes(bulb, "on", effect="Party")
        await it.send(bulb, "light.turn_on", brightness=51)
        await it.becomes(bulb, "on", effect="Party", brightness=51)
        await it.send(bulb, "light.turn_on", effect="off")
        await it.becomes(bulb, "on", effect="off")
