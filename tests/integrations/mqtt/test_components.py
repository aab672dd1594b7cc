"""Each component, over a real broker: discovery, state, command on the wire, report."""

import json

import pytest

from hub.home.actions import parse_command
from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.ids import EntityId
from hub.home.model import UNKNOWN, Context, Source
from tests.integrations.mqtt.handmade import Handmade


async def test_switch(device: Handmade) -> None:
    await device.announce(
        "switch/kettle",
        {
            "name": "Kettle",
            "unique_id": "k1",
            "command_topic": "kettle/set",
            "state_topic": "kettle",
            "value_template": "{{ value_json.on }}",
            "payload_on": True,
            "payload_off": False,
        },
    )
    await device.reports("switch.kettle", UNKNOWN)
    device.say("kettle", {"on": True})
    await device.reports("switch.kettle", "on")
    device.say("kettle", {"on": None})
    await device.reports("switch.kettle", UNKNOWN)
    assert await device.command("switch.kettle", "switch.turn_off") == [("kettle/set", "False")]
    device.say("kettle", {"on": False})
    await device.reports("switch.kettle", "off")
    assert await device.command("switch.kettle", "switch.toggle") == [("kettle/set", "True")]


async def test_a_switch_without_state_is_taken_at_its_word(device: Handmade) -> None:
    await device.announce("switch/fan", {"name": "Fan", "command_topic": "fan/set"})
    await device.command("switch.fan", "switch.turn_on")
    await device.reports("switch.fan", "on", assumed_state=True)


async def test_json_light(device: Handmade) -> None:
    await device.announce(
        "light/lamp",
        {
            "name": None,
            "schema": "json",
            "unique_id": "l1",
            "object_id": "desk_lamp",
            "device": {"identifiers": ["d1"], "name": "Desk lamp", "suggested_area": "Study"},
            "command_topic": "lamp/set",
            "state_topic": "lamp",
            "brightness": True,
            "brightness_scale": 254,
            "supported_color_modes": ["xy", "color_temp"],
            "min_mireds": 153,
            "max_mireds": 500,
            "effect": True,
            "effect_list": ["blink"],
        },
    )
    assert device.home.entity("light.desk_lamp").name == "Desk lamp"
    area = device.home.area_of(device.home.entity("light.desk_lamp"))
    assert area is not None
    assert area.name == "Study"
    device.say("lamp", {"state": None, "brightness": None, "color_temp": None})
    await device.reports("light.desk_lamp", UNKNOWN, min_color_temp_kelvin=2000)
    device.say(
        "lamp", {"state": "ON", "brightness": 127, "color_mode": "color_temp", "color_temp": 250}
    )
    await device.reports(
        "light.desk_lamp",
        "on",
        brightness=128,
        color_temp_kelvin=4000,
        color_mode="color_temp",
        rgb_color=None,
    )
    [(topic, told)] = await device.command(
        "light.desk_lamp", "light.turn_on", brightness_pct=100, color_temp_kelvin=2700, transition=2
    )
    assert topic == "lamp/set"
    assert json.loads(told) == {
        "state": "ON",
        "brightness": 254,
        "color_temp": 370,
        "transition": 2,
    }
    [(_, told)] = await device.command("light.desk_lamp", "light.turn_on", color_name="red")
    assert json.loads(told) == {"state": "ON", "color": {"x": 0.6401, "y": 0.33}}
    device.say(
        "lamp",
        {
            "state": "ON",
            "brightness": 254,
            "color_mode": "xy",
            "color": {"x": 0.6401, "y": 0.33},
            "effect": "blink",
        },
    )
    await device.reports(
        "light.desk_lamp",
        "on",
        brightness=255,
        color_mode="xy",
        xy_color=(0.6401, 0.33),
        effect="blink",
        color_temp_kelvin=None,
    )
    [(_, told)] = await device.command("light.desk_lamp", "light.toggle")
    assert json.loads(told) == {"state": "OFF"}
    device.say("lamp", {"state": "OFF", "brightness": 254})
    await device.reports("light.desk_lamp", "off", brightness=None)


async def test_basic_light(device: Handmade) -> None:
    await device.announce(
        "light/strip",
        {
            "name": "Strip",
            "command_topic": "strip/set",
            "state_topic": "strip/state",
            "brightness_command_topic": "strip/dim/set",
            "brightness_state_topic": "strip/dim",
            "brightness_scale": 100,
            "rgb_command_topic": "strip/rgb/set",
            "rgb_state_topic": "strip/rgb",
            "color_temp_command_topic": "strip/ct/set",
            "color_temp_state_topic": "strip/ct",
        },
    )
    state = device.home.state("light.strip")
    assert state.attributes["supported_color_modes"] == ["color_temp", "rgb"]
    device.say("strip/state", "ON")
    device.say("strip/dim", "50")
    device.say("strip/rgb", "255,0,0")
    await device.reports(
        "light.strip", "on", brightness=128, rgb_color=(255, 0, 0), color_mode="rgb"
    )
    told = await device.command("light.strip", "light.turn_on", brightness=255, rgb_color=[0, 0, 9])
    assert told == [("strip/rgb/set", "0,0,9"), ("strip/dim/set", "100"), ("strip/set", "ON")]
    assert await device.command("light.strip", "light.turn_off") == [("strip/set", "OFF")]


async def test_fan(device: Handmade) -> None:
    await device.announce(
        "fan/attic",
        {
            "name": "Attic fan",
            "command_topic": "attic/set",
            "state_topic": "attic",
            "percentage_command_topic": "attic/speed/set",
            "percentage_state_topic": "attic/speed",
            "speed_range_min": 1,
            "speed_range_max": 3,
            "preset_modes": ["auto"],
            "preset_mode_command_topic": "attic/preset/set",
            "preset_mode_state_topic": "attic/preset",
            "oscillation_command_topic": "attic/osc/set",
            "oscillation_state_topic": "attic/osc",
            "direction_command_topic": "attic/dir/set",
        },
    )
    device.say("attic", "ON")
    device.say("attic/speed", "2")
    device.say("attic/osc", "oscillate_on")
    device.say("attic/preset", "auto")
    await device.reports("fan.attic_fan", "on", percentage=66, oscillating=True, preset_mode="auto")
    told = await device.command("fan.attic_fan", "fan.set_percentage", percentage=50)
    assert told == [("attic/speed/set", "2")]
    told = await device.command("fan.attic_fan", "fan.oscillate", oscillating=False)
    assert told == [("attic/osc/set", "oscillate_off")]
    told = await device.command("fan.attic_fan", "fan.set_direction", direction="reverse")
    assert told == [("attic/dir/set", "reverse")]
    told = await device.command("fan.attic_fan", "fan.increase_speed")
    assert told == [("attic/speed/set", "3")]
    told = await device.command("fan.attic_fan", "fan.decrease_speed")
    assert told == [("attic/speed/set", "1")]
    told = await device.command("fan.attic_fan", "fan.set_percentage", percentage=0)
    assert told == [("attic/set", "OFF")]


async def test_cover(device: Handmade) -> None:
    await device.announce(
        "cover/blind",
        {
            "name": "Blind",
            "command_topic": "blind/set",
            "state_topic": "blind",
            "value_template": "{{ value_json.state }}",
            "position_topic": "blind",
            "position_template": "{{ value_json.position }}",
            "set_position_topic": "blind/set",
            "set_position_template": '{ "position": {{ position }} }',
            "state_stopped": "STOP",
            "state_open": "OPEN",
            "state_closed": "CLOSE",
            "tilt_command_topic": "blind/tilt/set",
            "tilt_status_topic": "blind/tilt",
        },
    )
    device.say("blind", {"state": "OPEN", "position": 40})
    await device.reports("cover.blind", "open", current_position=40)
    told = await device.command("cover.blind", "cover.set_cover_position", position=75)
    assert told == [("blind/set", '{ "position": 75 }')]
    assert await device.command("cover.blind", "cover.close_cover") == [("blind/set", "CLOSE")]
    device.say("blind", {"state": "CLOSE", "position": 0})
    await device.reports("cover.blind", "closed", current_position=0)
    assert await device.command("cover.blind", "cover.stop_cover") == [("blind/set", "STOP")]
    told = await device.command("cover.blind", "cover.set_cover_tilt_position", tilt_position=30)
    assert told == [("blind/tilt/set", "30")]
    device.say("blind/tilt", "30")
    await device.reports("cover.blind", "closed", current_tilt_position=30)
    for action, tilt in (("open", "100"), ("close", "0"), ("toggle", "0")):
        told = await device.command("cover.blind", f"cover.{action}_cover_tilt")
        assert told == [("blind/tilt/set", tilt)]


async def test_lock(device: Handmade) -> None:
    await device.announce(
        "lock/front",
        {
            "name": "Front door",
            "command_topic": "front/set",
            "state_topic": "front",
            "value_template": "{{ value_json.state }}",
            "state_locked": "LOCK",
            "state_unlocked": "UNLOCK",
        },
    )
    device.say("front", {"state": "LOCK"})
    await device.reports("lock.front_door", "locked")
    assert device.home.entity("lock.front_door").actions == {"lock.lock", "lock.unlock"}
    assert await device.command("lock.front_door", "lock.unlock") == [("front/set", "UNLOCK")]
    device.say("front", {"state": "UNLOCK"})
    await device.reports("lock.front_door", "unlocked")


async def test_climate(device: Handmade) -> None:
    await device.announce(
        "climate/radiator",
        {
            "name": "Radiator",
            "modes": ["off", "heat", "auto"],
            "min_temp": 5,
            "max_temp": 30,
            "temp_step": 0.5,
            "mode_command_topic": "rad/mode/set",
            "mode_state_topic": "rad",
            "mode_state_template": "{{ value_json.mode }}",
            "temperature_state_topic": "rad",
            "temperature_state_template": "{{ value_json.target }}",
            "temperature_command_topic": "rad/target/set",
            "current_temperature_topic": "rad",
            "current_temperature_template": "{{ value_json.now }}",
            "action_topic": "rad",
            "action_template": "{% set values = {None:None,'heat':'heating'} %}"
            "{{ values[value_json.running] }}",
            "preset_modes": ["eco"],
            "preset_mode_command_topic": "rad/preset/set",
        },
    )
    device.say("rad", {"mode": "heat", "target": 21.5, "now": 19, "running": "heat"})
    await device.reports(
        "climate.radiator",
        "heat",
        temperature=21.5,
        current_temperature=19,
        hvac_action="heating",
        min_temp=5,
        target_temp_step=0.5,
    )
    told = await device.command(
        "climate.radiator", "climate.set_temperature", temperature=23, hvac_mode="auto"
    )
    assert told == [("rad/mode/set", "auto"), ("rad/target/set", "23.0")]
    assert await device.command("climate.radiator", "climate.turn_off") == [("rad/mode/set", "off")]
    told = await device.command("climate.radiator", "climate.set_preset_mode", preset_mode="eco")
    assert told == [("rad/preset/set", "eco")]


async def test_vacuum(device: Handmade) -> None:
    await device.announce(
        "vacuum/robby",
        {
            "name": "Robby",
            "command_topic": "robby/set",
            "state_topic": "robby",
            "supported_features": ["start", "pause", "return_home", "fan_speed", "send_command"],
            "set_fan_speed_topic": "robby/fan",
            "fan_speed_list": ["min", "max"],
            "send_command_topic": "robby/send",
        },
    )
    device.say("robby", {"state": "docked", "battery_level": 80, "fan_speed": "min"})
    await device.reports("vacuum.robby", "docked", battery_level=80, fan_speed="min")
    told = await device.command("vacuum.robby", "vacuum.return_to_base")
    assert told == [("robby/set", "return_to_base")]
    told = await device.command("vacuum.robby", "vacuum.set_fan_speed", fan_speed="max")
    assert told == [("robby/fan", "max")]
    told = await device.command(
        "vacuum.robby", "vacuum.send_command", command="hop", params={"n": 2}
    )
    assert [(t, json.loads(p)) for t, p in told] == [("robby/send", {"command": "hop", "n": 2})]
    assert "vacuum.locate" not in device.home.entity("vacuum.robby").actions


async def test_valve(device: Handmade) -> None:
    await device.announce(
        "valve/main",
        {
            "name": "Main",
            "command_topic": "main/set",
            "state_topic": "main",
            "reports_position": True,
        },
    )
    device.say("main", "60")
    await device.reports("valve.main", "open", current_position=60)
    device.say("main", {"state": "closing", "position": 20})
    await device.reports("valve.main", "closing", current_position=20)
    assert await device.command("valve.main", "valve.close_valve") == [("main/set", "0")]
    await device.announce(
        "valve/tap", {"name": "Tap", "command_topic": "tap/set", "state_topic": "tap"}
    )
    device.say("tap", "closed")
    await device.reports("valve.tap", "closed")
    assert await device.command("valve.tap", "valve.open_valve") == [("tap/set", "OPEN")]


async def test_sensor(device: Handmade) -> None:
    await device.announce(
        "sensor/t",
        {
            "device": {"identifiers": "x", "name": "Hall"},
            "device_class": "temperature",
            "state_class": "measurement",
            "unit_of_measurement": "°C",
            "state_topic": "hall",
            "value_template": "{{ value_json.t | float | round(1) }}",
            "json_attributes_topic": "hall",
            "expire_after": 0.3,
        },
    )
    assert device.home.entity("sensor.hall_temperature").name == "Hall Temperature"
    device.say("hall", {"t": 20.96, "rssi": 3}, retain=False)
    await device.reports(
        "sensor.hall_temperature",
        "21.0",
        unit_of_measurement="°C",
        rssi=3,
        device_class="temperature",
        state_class="measurement",
    )
    device.say("hall", {"t": "hot"}, retain=False)
    await device.reports("sensor.hall_temperature", "unavailable")


async def test_binary_sensor(device: Handmade) -> None:
    await device.announce(
        "binary_sensor/m",
        {
            "name": "Motion",
            "device_class": "motion",
            "state_topic": "m",
            "off_delay": 0.1,
            "payload_on": True,
            "payload_off": False,
            "value_template": "{{ value_json['seen'] }}",
        },
    )
    device.say("m", {"seen": True})
    await device.reports("binary_sensor.motion", "on", device_class="motion")
    await device.reports("binary_sensor.motion", "off")


async def test_scene(device: Handmade) -> None:
    config = {"name": "Movie night", "command_topic": "s/set", "payload_on": "recall"}
    await device.announce("scene/s", config)
    await device.reports("scene.movie_night", "unknown")
    assert device.home.entity("scene.movie_night").actions == {"scene.turn_on"}
    assert await device.command("scene.movie_night", "scene.turn_on") == [("s/set", "recall")]
    assert device.home.state("scene.movie_night").state.startswith("20")


async def test_button_number_select(device: Handmade) -> None:
    await device.announce("button/b", {"name": "Identify", "command_topic": "b/set"})
    assert await device.command("button.identify", "button.press") == [("b/set", "PRESS")]
    await device.announce(
        "number/n",
        {
            "name": "Delay",
            "command_topic": "n/set",
            "state_topic": "n",
            "min": 0,
            "max": 5,
            "step": 0.5,
            "command_template": '{"delay": {{ value }}}',
        },
    )
    device.say("n", "2.5")
    await device.reports("number.delay", "2.5", min=0, max=5, step=0.5)
    told = await device.command("number.delay", "number.set_value", value=4)
    assert told == [("n/set", '{"delay": 4}')]
    await device.announce(
        "select/s",
        {"name": "Mode", "command_topic": "s/set", "state_topic": "s", "options": ["a", "b"]},
    )
    device.say("s", "a")
    await device.reports("select.mode", "a", options=["a", "b"])
    assert await device.command("select.mode", "select.select_option", option="b") == [
        ("s/set", "b")
    ]


async def test_media_player(device: Handmade) -> None:
    await device.announce(
        "media_player/tv",
        {
            "name": "TV",
            "state_topic": "tv",
            "command_topic": "tv/set",
            "device_class": "tv",
            "commands": [
                "turn_on",
                "turn_off",
                "play",
                "pause",
                "mute",
                "unmute",
                "set_volume",
                "next",
                "select_source",
                "shuffle_set",
                "repeat_set",
            ],
        },
    )
    device.say(
        "tv",
        {
            "state": "playing",
            "volume_level": 0.4,
            "is_volume_muted": False,
            "media_track": 3,
            "source_list": ["HDMI"],
        },
    )
    await device.reports(
        "media_player.tv", "playing", volume_level=0.4, media_track=3, device_class="tv"
    )
    for action, data, order in (
        ("media_play_pause", {}, {"command": "pause"}),
        ("volume_set", {"volume_level": 0.2}, {"command": "set_volume", "volume_level": 0.2}),
        ("volume_mute", {"is_volume_muted": True}, {"command": "mute"}),
        ("media_next_track", {}, {"command": "next"}),
        ("shuffle_set", {"shuffle": True}, {"command": "shuffle_set", "shuffle": True}),
        ("repeat_set", {"repeat": "all"}, {"command": "repeat_set", "repeat": "all"}),
        ("select_source", {"source": "HDMI"}, {"command": "select_source", "source": "HDMI"}),
    ):
        [(topic, told)] = await device.command("media_player.tv", f"media_player.{action}", **data)
        assert (topic, json.loads(told)) == ("tv/set", order)
    assert "media_player.volume_up" not in device.home.entity("media_player.tv").actions


async def test_todo(device: Handmade) -> None:
    await device.announce(
        "todo/shop",
        {
            "name": "Shopping",
            "state_topic": "shop",
            "command_topic": "shop/set",
            "commands": ["add_item", "update_item", "remove_item"],
        },
    )
    device.say(
        "shop",
        {
            "items": [
                {"summary": "milk", "status": "needs_action"},
                {"summary": "tea", "status": "completed"},
            ]
        },
    )
    await device.reports("todo.shopping", "1")
    for action, data, order in (
        (
            "add_item",
            {"item": "eggs", "due_date": "2026-01-02"},
            {"command": "add_item", "item": "eggs", "due": "2026-01-02"},
        ),
        (
            "update_item",
            {"item": "milk", "status": "completed"},
            {"command": "update_item", "item": "milk", "status": "completed"},
        ),
        ("remove_item", {"item": "tea"}, {"command": "remove_item", "item": "tea"}),
    ):
        [(_, told)] = await device.command("todo.shopping", f"todo.{action}", **data)
        assert json.loads(told) == order


async def test_weather_and_calendar(device: Handmade) -> None:
    await device.announce("weather/out", {"name": "Outside", "state_topic": "out"})
    device.say("out", {"condition": "rainy", "temperature": 9, "humidity": 80})
    await device.reports("weather.outside", "rainy", temperature=9, humidity=80)
    await device.announce(
        "calendar/fam",
        {
            "name": "Family",
            "state_topic": "fam",
            "command_topic": "fam/set",
            "commands": ["create_event"],
        },
    )
    event = {"summary": "now", "start": "2020-01-01", "end": "2999-01-01"}
    device.say("fam", {"events": [event]})
    await device.reports("calendar.family", "on", events=[event])
    [(_, told)] = await device.command(
        "calendar.family",
        "calendar.create_event",
        summary="Dentist",
        start_date_time="2026-05-01T09:00:00+02:00",
        end_date_time="2026-05-01T10:00:00+02:00",
    )
    assert json.loads(told) == {
        "command": "create_event",
        "event": {
            "summary": "Dentist",
            "start": "2026-05-01T09:00:00+02:00",
            "end": "2026-05-01T10:00:00+02:00",
        },
    }


async def test_a_report_carries_the_command_that_caused_it(device: Handmade) -> None:
    await device.announce(
        "switch/p", {"name": "Plug", "command_topic": "p/set", "state_topic": "p"}
    )
    cause = Context(source=Source.VOICE)
    device.hub.send(EntityId("switch.plug"), parse_command("switch.turn_on", {}), cause)
    device.say("p", "ON")
    state = await device.reports("switch.plug", "on")
    assert (state.context.parent_id, state.context.source) == (cause.id, Source.VOICE)


async def test_what_a_device_cannot_do_is_refused(device: Handmade) -> None:
    await device.announce("lock/l", {"name": "L", "command_topic": "l/set"})
    with pytest.raises(UnsupportedCommand, match="no way"):
        device.hub.send(EntityId("lock.l"), parse_command("lock.open", {}), Context())
    with pytest.raises(DeliveryError, match="not announced"):
        device.hub.send(EntityId("lock.no"), parse_command("lock.lock", {}), Context())


async def test_a_cover_that_stops_is_open_or_closed_by_its_position(device: Handmade) -> None:
    await device.announce("cover/c", {
        "name": "C", "command_topic": "c/set", "state_topic": "c", "position_topic": "c/pos",
        "payload_stop": None,
    })  # fmt: skip
    assert "cover.stop_cover" not in device.home.entity("cover.c").actions
    device.say("c/pos", "0")
    await device.reports("cover.c", "closed")
    device.say("c", "opening")
    device.say("c/pos", "30")
    await device.reports("cover.c", "opening", current_position=30)
    device.say("c", "stopped")
    await device.reports("cover.c", "open")
    device.say("c/pos", "0")
    await device.reports("cover.c", "closed")


async def test_a_command_without_topic_is_unsupported(device: Handmade) -> None:
    await device.announce("climate/c", {
        "name": "C", "temperature_command_topic": "c/t", "temperature_state_topic": "c",
    })  # fmt: skip
    command = parse_command(
        "climate.set_temperature", {"target_temp_low": 18, "target_temp_high": 20}
    )
    with pytest.raises(UnsupportedCommand, match="no topic"):
        device.hub.send(EntityId("climate.c"), command, Context())
