"""Each domain keeps its contract on the wire: announced, commanded, reported."""

import json

import pytest

from integrations.virtual import BadValueError, Pace
from tests.support.mosquitto import Mosquitto
from tests.support.virtual import Lab, lab

# entity as YAML, then steps of: channel, command, and the reports that must follow
CASES: dict[str, tuple[str, list[tuple[str, object, dict[str, object]]]]] = {
    "light json": (
        "{id: light.a, name: A, attributes: {brightness: 10, color_temp_kelvin: 2700}}",
        [
            ("", {"state": "ON"}, {"state": {"state": "ON", "brightness": 10, "color_temp": 370}}),
            ("", {"state": "ON", "brightness": 99}, {"state": {"brightness": 99}}),
            ("", {"state": "ON", "color_temp": 200}, {"state": {"color_temp": 200}}),
            ("", {"state": "ON", "transition": 2}, {"state": {"state": "ON"}}),
            ("", {"state": "ON", "brightness": 0}, {"state": {"state": "OFF"}}),
            ("", {"state": "OFF"}, {"state": {"state": "OFF"}}),
        ],
    ),
    "light json colour": (
        (
            "{id: light.a, name: A, attributes: {supported_color_modes: [rgb, color_temp],"
            " effect_list: [party]}}"
        ),
        [
            (
                "",
                {"state": "ON", "color": {"r": 255, "g": 0, "b": 9}},
                {"state": {"color": {"r": 255, "g": 0, "b": 9}, "color_mode": "rgb"}},
            ),
            ("", {"color_temp": 300}, {"state": {"color_temp": 300, "color_mode": "color_temp"}}),
            ("", {"effect": "party"}, {"state": {"effect": "party"}}),
        ],
    ),
    "light basic": (
        (
            "{id: light.a, name: A, attributes: {mqtt_schema: basic, brightness: 10,"
            " supported_color_modes: [color_temp, hs]}}"
        ),
        [
            ("", "ON", {"state": "ON", "brightness": "10"}),
            ("brightness", "77", {"brightness": "77"}),
            ("color_temp", "3000", {"color_temp": "3000", "color_mode": "color_temp"}),
            ("hs", "10,90", {"hs": "10.0,90.0", "color_mode": "hs"}),
            ("", "OFF", {"state": "OFF"}),
        ],
    ),
    "switch": (
        "{id: switch.a, name: A}",
        [("", "ON", {"state": "ON"}), ("", "OFF", {"state": "OFF"})],
    ),
    "fan": (
        (
            "{id: fan.a, name: A, attributes: {preset_modes: [breeze], oscillating: false,"
            " direction: forward}}"
        ),
        [
            ("percentage", "40", {"state": "ON", "percentage": "40"}),
            ("preset_mode", "breeze", {"preset_mode": "breeze"}),
            ("oscillation", "oscillate_on", {"oscillation": "oscillate_on"}),
            ("direction", "reverse", {"direction": "reverse"}),
            ("", "OFF", {"state": "OFF", "percentage": "0"}),
            ("", "ON", {"state": "ON", "percentage": "40"}),
            ("percentage", "0", {"state": "OFF"}),
        ],
    ),
    "cover": (
        "{id: cover.a, name: A, attributes: {current_position: 0, current_tilt_position: 0}}",
        [
            ("", "OPEN", {"state": "open", "position": "100"}),
            ("position", "30", {"state": "open", "position": "30"}),
            ("tilt", "60", {"tilt": "60"}),
            ("", "CLOSE", {"state": "closed", "position": "0"}),
        ],
    ),
    "garage door": (
        "{id: cover.a, name: A, device_class: garage}",
        [("", "OPEN", {"state": "open"}), ("", "CLOSE", {"state": "closed"})],
    ),
    "lock": (
        "{id: lock.a, name: A, attributes: {can_open: true}}",
        [
            ("", "UNLOCK", {"state": "UNLOCKED"}),
            ("", "LOCK", {"state": "LOCKED"}),
            ("", "OPEN", {"state": "UNLOCKED"}),
        ],
    ),
    "climate": (
        (
            "{id: climate.a, name: A, attributes: {hvac_modes: ['off', heat, cool],"
            " temperature: 20, current_temperature: 18, preset_modes: [eco], fan_modes: [low]}}"
        ),
        [
            ("mode", "heat", {"mode": "heat", "action": "heating"}),
            ("temperature", "23.5", {"temperature": "23.5"}),
            ("preset_mode", "eco", {"preset_mode": "eco"}),
            ("fan_mode", "low", {"fan_mode": "low"}),
            ("mode", "off", {"mode": "off", "action": "off"}),
        ],
    ),
    "alarm panel": (
        "{id: alarm_control_panel.a, name: A}",
        [
            ("", "ARM_AWAY", {"state": "armed_away"}),
            ("", "TRIGGER", {"state": "triggered"}),
            ("", "DISARM", {"state": "disarmed"}),
        ],
    ),
    "alarm panel with a code": (
        "{id: alarm_control_panel.a, name: A, attributes: {code: '0042'}}",
        [
            ("", {"action": "ARM_NIGHT", "code": "0042"}, {"state": "armed_night"}),
            ("", {"action": "DISARM", "code": "4200"}, {"state": "armed_night"}),
            ("", {"action": "TRIGGER", "code": None}, {"state": "triggered"}),
            ("", {"action": "DISARM", "code": "0042"}, {"state": "disarmed"}),
        ],
    ),
    "humidifier": (
        (
            "{id: humidifier.a, name: A, attributes: {humidity: 50, current_humidity: 40,"
            " available_modes: [auto, sleep]}}"
        ),
        [
            ("", "ON", {"state": "ON", "action": "humidifying"}),
            ("humidity", "40", {"humidity": "40", "action": "idle"}),
            ("mode", "sleep", {"mode": "sleep"}),
            ("", "OFF", {"state": "OFF", "action": "off"}),
        ],
    ),
    "dehumidifier": (
        "{id: humidifier.a, name: A, device_class: dehumidifier, attributes: {humidity: 40}}",
        [("", "ON", {"state": "ON", "action": "drying"})],
    ),
    "water heater": (
        "{id: water_heater.a, name: A}",
        [
            ("power", "ON", {"mode": "eco"}),
            ("mode", "performance", {"mode": "performance"}),
            ("temperature", "60", {"temperature": "60"}),
            ("power", "OFF", {"mode": "off"}),
            ("power", "ON", {"mode": "performance"}),
        ],
    ),
    "lawn mower": (
        "{id: lawn_mower.a, name: A}",
        [
            ("", "start_mowing", {"state": "mowing"}),
            ("", "pause", {"state": "paused"}),
            ("", "stop", {"state": "idle"}),
            ("", "dock", {"state": "docked"}),
            ("", "pause", {"state": "docked"}),
        ],
    ),
    "siren": (
        "{id: siren.a, name: A, attributes: {available_tones: [fire, burglar]}}",
        [
            (
                "",
                {"state": "ON", "tone": "fire", "volume_level": 0.5},
                {"state": {"state": "ON", "tone": "fire", "volume_level": 0.5}},
            ),
            ("", {"state": "OFF"}, {"state": {"state": "OFF"}}),
            ("", {"state": "ON", "duration": 0.1}, {"state": {"state": "OFF", "duration": 0.1}}),
        ],
    ),
    "notifier": ("{id: notify.a, name: A}", [("", "supper", {})]),
    "media_player": (
        "{id: media_player.a, name: A, attributes: {volume_level: 0.5, source_list: [TV, Radio]}}",
        [
            ("", {"command": "turn_on"}, {"state": {"state": "idle"}}),
            ("", {"command": "play"}, {"state": {"state": "playing"}}),
            ("", {"command": "pause"}, {"state": {"state": "paused"}}),
            ("", {"command": "set_volume", "volume_level": 0.2}, {"state": {"volume_level": 0.2}}),
            ("", {"command": "volume_up"}, {"state": {"volume_level": 0.3}}),
            ("", {"command": "volume_down"}, {"state": {"volume_level": 0.2}}),
            ("", {"command": "mute"}, {"state": {"is_volume_muted": True}}),
            ("", {"command": "unmute"}, {"state": {"is_volume_muted": False}}),
            ("", {"command": "next"}, {"state": {"media_track": 2}}),
            ("", {"command": "previous"}, {"state": {"media_track": 1}}),
            ("", {"command": "select_source", "source": "Radio"}, {"state": {"source": "Radio"}}),
            (
                "",
                {"command": "play_media", "media_id": "Abba"},
                {"state": {"state": "playing", "media_title": "Abba"}},
            ),
            ("", {"command": "stop"}, {"state": {"state": "idle"}}),
            ("", {"command": "turn_off"}, {"state": {"state": "off"}}),
        ],
    ),
    "vacuum": (
        "{id: vacuum.a, name: A, attributes: {fan_speed_list: [low, high]}}",
        [
            ("", "start", {"state": {"state": "cleaning"}}),
            ("", "pause", {"state": {"state": "paused"}}),
            ("fan_speed", "high", {"state": {"fan_speed": "high"}}),
            ("", "return_to_base", {"state": {"state": "docked"}}),
        ],
    ),
    "valve": (
        "{id: valve.a, name: A}",
        [("", "OPEN", {"state": "open"}), ("", "CLOSE", {"state": "closed"})],
    ),
    "valve with position": (
        "{id: valve.a, name: A, attributes: {current_position: 0}}",
        [
            ("", "40", {"state": {"state": "open", "position": 40}}),
            ("", "0", {"state": {"state": "closed", "position": 0}}),
        ],
    ),
    "number": (
        "{id: number.a, name: A, state: 1, attributes: {min: 0, max: 9}}",
        [("", "7", {"state": "7"}), ("", "2.50", {"state": "2.5"})],
    ),
    "text": (
        "{id: text.a, name: A, attributes: {min: 1, max: 9}}",
        [("", "hello", {"state": "hello"}), ("", "bye", {"state": "bye"})],
    ),
    "update": (
        "{id: update.a, name: A, attributes: {latest_version: 1.1.0, title: Firmware}}",
        [
            ("", "INSTALL", {"state": {"in_progress": True, "title": "Firmware"}}),
            ("", "INSTALL", {"state": {"installed_version": "1.1.0", "in_progress": False}}),
        ],
    ),
    "select": (
        "{id: select.a, name: A, state: x, attributes: {options: [x, y]}}",
        [("", "y", {"state": "y"})],
    ),
    "todo": (
        "{id: todo.a, name: A, attributes: {items: [{summary: Milk}]}}",
        [
            (
                "",
                {"command": "add_item", "item": "Eggs"},
                {
                    "state": {
                        "items": [
                            {"summary": "Milk", "status": "needs_action"},
                            {"summary": "Eggs", "status": "needs_action"},
                        ]
                    }
                },
            ),
            (
                "",
                {"command": "update_item", "item": "milk", "status": "completed", "rename": "Oat"},
                {
                    "state": {
                        "items": [
                            {"summary": "Oat", "status": "completed"},
                            {"summary": "Eggs", "status": "needs_action"},
                        ]
                    }
                },
            ),
            (
                "",
                {"command": "remove_item", "item": "Oat"},
                {"state": {"items": [{"summary": "Eggs", "status": "needs_action"}]}},
            ),
        ],
    ),
    "calendar": (
        "{id: calendar.a, name: A}",
        [
            (
                "",
                {"command": "create_event", "event": {"summary": "S", "start": "a", "end": "b"}},
                {"state": {"events": [{"summary": "S", "start": "a", "end": "b"}]}},
            )
        ],
    ),
}


def _fits(seen: str, expected: object) -> bool:
    """Tell whether a payload is `expected`, or for an object at least has those fields."""
    if isinstance(expected, dict):
        found = json.loads(seen or "{}")
        return all(key in found and found[key] == value for key, value in expected.items())
    return seen == expected


async def _reports(at: Lab, entity_id: str, expected: dict[str, object]) -> None:
    for channel, payload in expected.items():
        topic = at.topic(entity_id, channel)
        await at.said.until(
            lambda topic=topic, payload=payload: _fits(at.said.text(topic), payload),  # type: ignore[misc]
            f"{topic} is {at.said.text(topic)!r}, expected {payload!r}",
        )


@pytest.mark.parametrize("case", CASES)
async def test_commands_change_what_is_reported(mosquitto: Mosquitto, case: str) -> None:
    entity, steps = CASES[case]
    entity_id = entity.partition("id: ")[2].partition(",")[0]
    async with lab(mosquitto.port, f"  - {entity}") as at:
        config = json.loads(at.said.text(f"homeassistant/{entity_id.replace('.', '/')}/config"))
        commandable = {
            v
            for k, v in config.items()
            if k.endswith(("command_topic", "set_position_topic", "set_fan_speed_topic"))
        }
        reporting = {
            v
            for k, v in config.items()
            if k.endswith(
                (
                    "state_topic",
                    "status_topic",
                    "position_topic",
                    "action_topic",
                    "temperature_topic",
                )
            )
            and v not in commandable
        }
        for channel, command, expected in steps:
            body = command if isinstance(command, (str, dict)) else ""
            assert at.topic(entity_id, f"{channel}/set" if channel else "set") in commandable
            assert {at.topic(entity_id, ch) for ch in expected} <= reporting
            at.send(entity_id, body, channel)
            await _reports(at, entity_id, expected)
        await at.said.until(lambda: len(at.home.commands_seen(entity_id)) == len(steps))


@pytest.mark.parametrize(
    ("entity", "channel", "nonsense"),
    [
        ("light.a", "", "{"),
        ("light.a", "", '{"state": "ON", "brightness": 256}'),
        ("light.a", "", '{"state": "ON", "color_temp": 0}'),
        ("light.a", "", '{"state": "ON", "color": {"r": 1}}'),
        ("switch.a", "", "on"),
        ("switch.a", "brightness", "1"),
        ("fan.a", "percentage", "101"),
        ("fan.a", "oscillation", "oscillate_on"),
        ("cover.a", "", "open"),
        ("cover.a", "position", "50"),
        ("lock.a", "", "OPEN"),
        ("climate.a", "temperature", "nan"),
        ("climate.a", "temperature", "99"),
        ("climate.a", "mode", "cool"),
        ("media_player.a", "", '{"command": "dance"}'),
        ("media_player.a", "", '{"command": "set_volume"}'),
        ("media_player.a", "", '{"command": "set_volume", "volume_level": 2}'),
        ("vacuum.a", "", "fly"),
        ("valve.a", "", "50"),
        ("alarm_control_panel.a", "", "ARM_VACATION"),
        ("alarm_control_panel.a", "", "arm_away"),
        ("humidifier.a", "humidity", "101"),
        ("humidifier.a", "mode", "auto"),
        ("water_heater.a", "temperature", "90"),
        ("water_heater.a", "mode", "gas"),
        ("lawn_mower.a", "", "eat"),
        ("siren.a", "", "ON"),
        ("siren.a", "", '{"state": "ON", "volume_level": 2}'),
        ("notify.a", "title", "hi"),
        ("event.a", "", "press"),
        ("text.a", "", "x" * 256),
        ("text.a", "mode", "x"),
        ("update.a", "", "install"),
        ("sensor.a", "", "1"),
        ("binary_sensor.a", "", "ON"),
        ("button.a", "", "press"),
        ("scene.a", "", "OFF"),
        ("number.a", "", "101"),
        ("todo.a", "", '{"command": "remove_item", "item": "nothing"}'),
        ("todo.a", "", '{"command": "add_item", "item": ""}'),
        ("weather.a", "", "{}"),
        ("calendar.a", "", '{"command": "create_event", "event": {"summary": "x"}}'),
    ],
)
async def test_nonsense_changes_nothing(
    mosquitto: Mosquitto, entity: str, channel: str, nonsense: str
) -> None:
    known = {"number": "state: 1", "light": "attributes: {color_temp_kelvin: 3000}"}
    extra = known.get(entity.partition(".")[0], "aliases: []")
    async with lab(mosquitto.port, f"  - {{id: {entity}, name: A, {extra}}}") as at:
        before = at.home.state_of(entity)
        at.send(entity, nonsense, channel)
        await at.said.until(lambda: at.home.commands_seen(entity))
        assert at.home.state_of(entity) == before
        assert at.home.commands_seen(entity)[0].payload == nonsense


async def test_a_cover_reports_its_way_and_stops_midway(mosquitto: Mosquitto) -> None:
    blind = "  - {id: cover.a, name: A, attributes: {current_position: 0}}"
    async with lab(mosquitto.port, blind, Pace(travel_s=2, step_s=0.05)) as at:
        mark = len(at.said.log)
        at.send("cover.a", "OPEN")
        await at.sees("cover.a", "opening")
        await at.said.until(lambda: at.said.text(at.topic("cover.a", "position")) not in ("", "0"))
        at.send("cover.a", "STOP")
        await at.sees("cover.a", "open")
        position = at.home.state_of("cover.a").attributes["current_position"]
        assert isinstance(position, int)
        assert 0 < position < 100
        states = at.said.since(mark, at.topic("cover.a"))
        assert (states[0], states[-1]) == ("opening", "open")


async def test_a_lock_says_what_it_is_doing(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, "  - {id: lock.a, name: A, state: unlocked}") as at:
        mark = len(at.said.log)
        at.send("lock.a", "LOCK")
        await at.sees("lock.a", "LOCKED")
        assert at.said.since(mark, at.topic("lock.a")) == ["LOCKING", "LOCKED"]


async def test_a_jammed_lock_stays_jammed(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, "  - {id: lock.a, name: A, state: jammed}") as at:
        at.send("lock.a", "LOCK")
        await at.said.until(lambda: at.home.commands_seen("lock.a"))
        await at.sees("lock.a", "JAMMED")


async def test_a_called_scene_knows_when(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, "  - {id: scene.a, name: A}") as at:
        assert at.home.state_of("scene.a").state == "unknown"
        at.send("scene.a", "ON")
        await at.said.until(lambda: at.home.state_of("scene.a").state.startswith("20"))


async def test_a_pressed_button_knows_when(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, "  - {id: button.a, name: A}") as at:
        assert at.home.state_of("button.a").state == "unknown"
        at.send("button.a", "PRESS")
        await at.said.until(lambda: at.home.state_of("button.a").state.startswith("20"))


async def test_a_heated_room_warms_slowly(mosquitto: Mosquitto) -> None:
    warmth = "{temperature: 21, current_temperature: 20.8}"
    room = f"{{id: climate.a, name: A, state: heat, attributes: {warmth}}}"
    async with lab(mosquitto.port, f"  - {room}", Pace(drift_s=0.2)) as at:
        await at.sees("climate.a", "20.9", "current_temperature")
        await at.sees("climate.a", "21", "current_temperature")
        await at.sees("climate.a", "idle", "action")


async def test_the_weather_and_the_number_of_open_items(mosquitto: Mosquitto) -> None:
    entities = """
  - {id: weather.a, name: A, state: rainy, attributes: {temperature: 7, wind_speed: 30}}
  - {id: todo.a, name: T, attributes: {items: [{summary: x}, {summary: y, status: completed}]}}
"""
    async with lab(mosquitto.port, entities) as at:
        weather = json.loads(at.said.text(at.topic("weather.a")))
        assert weather == {
            "condition": "rainy",
            "temperature": 7,
            "temperature_unit": "°C",
            "humidity": 60,
            "wind_speed": 30,
            "wind_speed_unit": "km/h",
        }
        assert at.home.state_of("todo.a").state == "1"


async def test_the_air_and_the_water_follow_slowly(mosquitto: Mosquitto) -> None:
    entities = """
  - {id: humidifier.a, name: A, state: "on", attributes: {humidity: 46, current_humidity: 45}}
  - {id: water_heater.b, name: B, state: eco, attributes: {temperature: 55, current_temperature: 54.5}}
"""  # noqa: E501 -- YAML
    async with lab(mosquitto.port, entities, Pace(drift_s=0.2)) as at:
        await at.sees("humidifier.a", "46", "current_humidity")
        await at.sees("humidifier.a", "idle", "action")
        await at.sees("water_heater.b", "55", "current_temperature")


async def test_a_panel_shows_its_code_to_nobody(
    mosquitto: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    panel = "{id: alarm_control_panel.a, name: A, attributes: {code: '771177'}}"
    async with lab(mosquitto.port, f"  - {panel}") as at:
        for command in ('{"action": "DISARM", "code": "661166"}', "771177", '{"code": "771177"'):
            at.send("alarm_control_panel.a", command)
        await at.said.until(lambda: len(at.home.commands_seen("alarm_control_panel.a")) == 3)
        assert "771177" not in str(at.home.state_of("alarm_control_panel.a"))
        heard = [text for topic, text in at.said.log if not topic.endswith("/set")]
        assert heard
        assert not [text for text in heard if b"771177" in text]
    assert len(caplog.records) == 3
    assert "1177" not in caplog.text
    assert "1166" not in caplog.text


async def test_a_pressed_bell_says_so_once(mosquitto: Mosquitto) -> None:
    bell = "{id: event.a, name: A, attributes: {event_types: [press, hold]}}"
    async with lab(mosquitto.port, f"  - {bell}") as at:
        topic = at.topic("event.a", "event")
        for kind in ("press", "press", "hold"):
            at.home.poke("event.a", event_type=kind)
        at.home.poke("event.a", battery_level=7)
        await at.settled()
        said = [json.loads(text)["event_type"] for text in at.said.since(0, topic)]
        assert said == ["press", "press", "hold"]
        with pytest.raises(BadValueError, match="kick"):
            at.home.poke("event.a", event_type="kick")
        assert at.home.state_of("event.a").attributes["event_type"] == "hold"


async def test_firmware_tells_how_far_it_got(mosquitto: Mosquitto) -> None:
    firmware = "{id: update.a, name: A, attributes: {latest_version: '2'}}"
    async with lab(mosquitto.port, f"  - {firmware}") as at:
        assert at.home.state_of("update.a").state == "on"
        mark = len(at.said.log)
        at.send("update.a", "INSTALL")
        await at.said.until(lambda: at.home.state_of("update.a").state == "off")
        await at.settled()
        told = [json.loads(text) for text in at.said.since(mark, at.topic("update.a"))]
        assert [one["update_percentage"] for one in told] == [0, 30, 60, 90, None]
        assert told[-1]["installed_version"] == "2"


async def test_a_notifier_keeps_the_last_message(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, "  - {id: notify.a, name: A}") as at:
        at.send("notify.a", "supper")
        await at.said.until(lambda: at.home.state_of("notify.a").state.startswith("20"))
        assert at.home.state_of("notify.a").attributes["message"] == "supper"
