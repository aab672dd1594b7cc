"""Lamps, plugs, groups and scenes of a bridge: what they show, and that they obey."""

from typing import Any

import pytest

from hub.home.actions import parse_command
from hub.home.errors import DeliveryError, UnsupportedCommand
from tests.support.hue.bridge import HueBridge
from tests.support.maker_home import MakerHome

LAMP = "light.floor_lamp"
ROOM = "light.living_room"
PLUG = "switch.coffee_machine"


async def test_a_colour_lamp_says_what_it_can(it: MakerHome) -> None:
    shown = it.state(LAMP).attributes
    assert shown["supported_color_modes"] == ["color_temp", "xy"]
    assert (shown["min_color_temp_kelvin"], shown["max_color_temp_kelvin"]) == (2000, 6535)
    assert shown["effect_list"] == ["off", "candle", "fire", "cosmos", "sunrise"]
    assert (shown["brightness"], shown["color_mode"], shown["xy_color"]) == (None, None, None)


async def test_a_white_lamp_says_what_it_can(it: MakerHome) -> None:
    shown = it.state("light.desk_lamp").attributes
    assert shown["supported_color_modes"] == ["color_temp"]
    assert shown["min_color_temp_kelvin"] == 2202
    assert "xy_color" not in shown
    assert "effect_list" not in shown


@pytest.mark.parametrize(
    ("data", "attributes"),
    [
        ({}, {}),
        ({"brightness": 128}, {"brightness": 128}),
        ({"brightness_pct": 10}, {"brightness": 26}),
        ({"color_temp_kelvin": 2700}, {"color_temp_kelvin": 2702, "color_mode": "color_temp"}),
        ({"rgb_color": [255, 0, 0]}, {"rgb_color": (255, 0, 0), "color_mode": "xy"}),
        ({"hs_color": [240, 100]}, {"hs_color": (240.0, 100.0)}),
        ({"xy_color": [0.3, 0.4]}, {"xy_color": (0.3, 0.4)}),
        ({"color_name": "red"}, {"xy_color": (0.6401, 0.33), "color_temp_kelvin": None}),
        ({"rgbw_color": [255, 0, 0, 0]}, {"rgb_color": (255, 0, 0)}),
        ({"rgbww_color": [0, 0, 255, 0, 0]}, {"rgb_color": (0, 0, 255)}),
        ({"effect": "candle"}, {"effect": "candle"}),
        ({"effect": "cosmos"}, {"effect": "cosmos"}),
        ({"effect": "sunrise"}, {"effect": "sunrise"}),
    ],
)
async def test_a_lamp_does_as_it_is_told(
    it: MakerHome, data: dict[str, Any], attributes: dict[str, Any]
) -> None:
    before = it.state(LAMP)
    context = await it.send(LAMP, "light.turn_on", **data)
    state = await it.becomes(LAMP, "on", **attributes)
    assert state.context.parent_id == context.id
    expected = parse_command("light.turn_on", data).expected(before)
    assert expected is not None
    assert expected.is_met_by(state)


async def test_effects_are_put_as_the_lamp_knows_them(it: MakerHome, bridge: HueBridge) -> None:
    for effect in ("fire", "cosmos", "sunrise", "off"):
        await it.send(LAMP, "light.turn_on", effect=effect)
        await it.becomes(LAMP, "on")
    told = [{key: body[key] for key in body if "effects" in key} for _, body in bridge.puts]
    assert told == [
        {"effects": {"effect": "fire"}},
        {"effects_v2": {"action": {"effect": "cosmos"}}},
        {"timed_effects": {"effect": "sunrise", "duration": 1_800_000}},
        {"timed_effects": {"effect": "no_effect"}},
    ]


async def test_a_fade_goes_in_milliseconds(it: MakerHome, bridge: HueBridge) -> None:
    await it.send(LAMP, "light.turn_on", transition=2.5, brightness=255)
    await it.send(LAMP, "light.turn_off", transition=0.44)
    on = {"on": {"on": True}}
    assert bridge.puts == [
        ("l-color", {**on, "dimming": {"brightness": 100.0}, "dynamics": {"duration": 2500}}),
        ("l-color", {"on": {"on": False}, "dynamics": {"duration": 400}}),
    ]
    await it.becomes(LAMP, "off", brightness=None)


async def test_brightness_zero_is_off(it: MakerHome) -> None:
    await it.send(LAMP, "light.turn_on")
    await it.becomes(LAMP, "on")
    await it.send(LAMP, "light.turn_on", brightness=0)
    await it.becomes(LAMP, "off")


async def test_toggling_goes_both_ways(it: MakerHome) -> None:
    await it.send(LAMP, "light.toggle", brightness=51)
    await it.becomes(LAMP, "on", brightness=51)
    await it.send(LAMP, "light.toggle")
    await it.becomes(LAMP, "off")


@pytest.mark.parametrize(
    ("flash", "put"),
    [
        ("short", ("d-color", {"identify": {"action": "identify"}})),
        ("long", ("l-color", {"alert": {"action": "breathe"}})),
    ],
)
async def test_a_lamp_flashes(it: MakerHome, bridge: HueBridge, flash: str, put: object) -> None:
    await it.send(LAMP, "light.turn_on", flash=flash)
    assert bridge.puts == [put]


async def test_a_gradient_strip_takes_one_colour(it: MakerHome) -> None:
    await it.send("light.strip", "light.turn_on", color_name="blue")
    await it.becomes("light.strip", "on", rgb_color=(0, 0, 255))


async def test_a_plug_is_a_switch(it: MakerHome) -> None:
    assert it.state(PLUG).attributes["device_class"] == "outlet"
    for action, state in (("turn_on", "on"), ("turn_off", "off"), ("toggle", "on")):
        await it.send(PLUG, f"switch.{action}")
        await it.becomes(PLUG, state)


async def test_a_room_is_one_light_disabled_at_first(it: MakerHome) -> None:
    assert not it.home.entities[it.state(ROOM).entity_id].enabled
    shown = it.state(ROOM).attributes
    assert shown["lights"] == ["Desk lamp", "Floor lamp"]
    assert (shown["is_hue_group"], shown["hue_type"]) == (True, "room")
    assert it.state("light.reading").attributes["hue_type"] == "zone"
    assert "effect_list" not in it.state("light.reading").attributes


async def test_a_room_obeys_and_shows_its_lamps(it: MakerHome) -> None:
    await it.send(ROOM, "light.turn_on", brightness=102, color_temp_kelvin=3000)
    await it.becomes(ROOM, "on", brightness=102, color_temp_kelvin=3003)
    await it.becomes("light.desk_lamp", "on", brightness=102)
    await it.send(ROOM, "light.turn_on", color_name="red")
    await it.becomes(ROOM, "on", rgb_color=(255, 0, 0))
    await it.send(ROOM, "light.toggle")
    await it.becomes(ROOM, "off", brightness=None)
    await it.becomes(LAMP, "off")
    with pytest.raises(UnsupportedCommand):
        await it.send(ROOM, "light.turn_on", effect="candle")


async def test_rooms_flash_and_go_off(it: MakerHome, bridge: HueBridge) -> None:
    await it.send(ROOM, "light.turn_on", flash="short")
    await it.send(ROOM, "light.turn_on", brightness=0)
    await it.send(ROOM, "light.turn_off", transition=1)
    assert [body for _, body in bridge.puts] == [
        {"alert": {"action": "breathe"}},
        {"on": {"on": False}},
        {"on": {"on": False}, "dynamics": {"duration": 1000}},
    ]


async def test_a_scene_is_called(it: MakerHome, bridge: HueBridge) -> None:
    assert it.state("scene.living_room_relax").state == "unknown"
    await it.send("scene.living_room_relax", "scene.turn_on", transition=3)
    assert bridge.puts[0] == ("s-relax", {"recall": {"action": "active", "duration": 3000}})
    await it.becomes(LAMP, "on", brightness=144)
    await it.until(lambda: it.state("scene.living_room_relax").state.startswith("20"))


async def test_a_natural_scene_is_called(it: MakerHome) -> None:
    scene = "scene.living_room_natural_light"
    await it.send(scene, "scene.turn_on")
    await it.becomes(scene, "unknown", is_active=True)


async def test_what_the_maker_s_app_does_shows_at_once(it: MakerHome, bridge: HueBridge) -> None:
    await bridge.change("l-color", on={"on": True}, dimming={"brightness": 40.0})
    state = await it.becomes(LAMP, "on", brightness=102, color_temp_kelvin=2732)
    assert state.context.parent_id is None


async def test_what_the_bridge_refuses_is_said(it: MakerHome, bridge: HueBridge) -> None:
    bridge.refusal = "device (light) has communication issues, command (on) may not have effect"
    with pytest.raises(DeliveryError, match="communication issues"):
        await it.send(LAMP, "light.turn_on")
    assert it.state(LAMP).state == "off"
