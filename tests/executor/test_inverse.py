"""Undo: for every domain the way back, or an honest none."""

from typing import Any

import pytest

from hub.executor.inverse import inverse
from hub.home.actions import parse_command
from hub.home.home import Home
from tests.support.fakes import put

Data = dict[str, Any]


@pytest.mark.parametrize(
    ("done", "state", "attributes", "back"),
    [
        (("light.turn_on", {}), "off", {}, ("light.turn_off", {})),
        (("light.turn_off", {}), "on", {"brightness": 9}, ("light.turn_on", {"brightness": 9})),
        (
            ("light.turn_on", {"color_name": "red"}),
            "on",
            {"color_mode": "color_temp", "color_temp_kelvin": 3000, "hs_color": [27, 50]},
            ("light.turn_on", {"color_temp_kelvin": 3000}),
        ),
        (
            ("light.turn_on", {"color_name": "red"}),
            "on",
            {"hs_color": (120, 50)},
            ("light.turn_on", {"hs_color": [120.0, 50.0]}),
        ),
        (("switch.toggle", {}), "on", {}, ("switch.turn_on", {})),
        (
            ("fan.turn_off", {}),
            "on",
            {"percentage": 66},
            ("fan.set_percentage", {"percentage": 66}),
        ),
        (("fan.turn_on", {}), "off", {}, ("fan.turn_off", {})),
        (("cover.open_cover", {}), "closed", {}, ("cover.close_cover", {})),
        (
            ("cover.close_cover", {}),
            "open",
            {"current_position": 40},
            ("cover.set_cover_position", {"position": 40}),
        ),
        (("cover.close_cover", {}), "open", {}, ("cover.open_cover", {})),
        (("valve.open_valve", {}), "closed", {}, ("valve.close_valve", {})),
        (("lock.unlock", {}), "locked", {}, ("lock.lock", {})),
        (("lock.lock", {}), "unlocked", {}, ("lock.unlock", {})),
        (
            ("climate.set_temperature", {"temperature": 25}),
            "heat",
            {"temperature": 20.5},
            ("climate.set_temperature", {"temperature": 20.5}),
        ),
        (("climate.turn_on", {}), "off", {}, ("climate.turn_off", {})),
        (("climate.turn_off", {}), "heat", {}, ("climate.set_hvac_mode", {"hvac_mode": "heat"})),
        (
            ("climate.set_preset_mode", {"preset_mode": "boost"}),
            "heat",
            {"preset_mode": "eco"},
            ("climate.set_preset_mode", {"preset_mode": "eco"}),
        ),
        (
            ("media_player.volume_up", {}),
            "playing",
            {"volume_level": 0.3},
            ("media_player.volume_set", {"volume_level": 0.3}),
        ),
        (("media_player.media_pause", {}), "playing", {}, ("media_player.media_play", {})),
        (("vacuum.start", {}), "docked", {}, ("vacuum.return_to_base", {})),
        (("text.set_value", {"value": "b"}), "a", {}, ("text.set_value", {"value": "a"})),
        (("update.skip", {}), "on", {}, ("update.clear_skipped", {})),
        (("update.install", {}), "on", {}, None),
        (("number.set_value", {"value": 3}), "7.5", {}, ("number.set_value", {"value": 7.5})),
        (
            ("select.select_option", {"option": "a"}),
            "b",
            {},
            ("select.select_option", {"option": "b"}),
        ),
        (("todo.add_item", {"item": "milk"}), "0", {}, ("todo.remove_item", {"item": "milk"})),
        (("input_boolean.toggle", {}), "on", {}, ("input_boolean.turn_on", {})),
        (("automation.turn_off", {}), "on", {}, ("automation.turn_on", {})),
        (("siren.turn_on", {}), "off", {}, ("siren.turn_off", {})),
        (("remote.turn_off", {}), "on", {}, ("remote.turn_on", {})),
        (("humidifier.turn_on", {}), "off", {}, ("humidifier.turn_off", {})),
        (
            ("humidifier.set_humidity", {"humidity": 60}),
            "on",
            {"humidity": 45},
            ("humidifier.set_humidity", {"humidity": 45}),
        ),
        (
            ("water_heater.set_temperature", {"temperature": 60}),
            "eco",
            {"temperature": 50},
            ("water_heater.set_temperature", {"temperature": 50}),
        ),
        (
            ("water_heater.turn_off", {}),
            "gas",
            {},
            ("water_heater.set_operation_mode", {"operation_mode": "gas"}),
        ),
        (
            ("water_heater.set_away_mode", {"away_mode": True}),
            "gas",
            {"away_mode": "off"},
            ("water_heater.set_away_mode", {"away_mode": False}),
        ),
        (
            ("alarm_control_panel.alarm_arm_away", {}),
            "disarmed",
            {},
            ("alarm_control_panel.alarm_disarm", {}),
        ),
        (
            ("alarm_control_panel.alarm_disarm", {}),
            "armed_night",
            {},
            ("alarm_control_panel.alarm_arm_night", {}),
        ),
        (("lawn_mower.start_mowing", {}), "docked", {}, ("lawn_mower.dock", {})),
        (("lawn_mower.start_mowing", {}), "idle", {}, ("lawn_mower.stop", {})),
        (("notify.send_message", {"message": "hi"}), "unknown", {}, None),
        (("assist_satellite.announce", {"message": "hi"}), "idle", {}, None),
        (("camera.turn_off", {}), "recording", {}, ("camera.turn_on", {})),
        (("input_number.increment", {}), "3", {}, ("input_number.set_value", {"value": 3})),
        (
            ("input_select.select_next", {}),
            "b",
            {},
            ("input_select.select_option", {"option": "b"}),
        ),
        (("text.set_value", {"value": "x"}), "hi", {}, ("text.set_value", {"value": "hi"})),
        (("timer.start", {}), "idle", {}, ("timer.cancel", {})),
        (("timer.pause", {}), "active", {}, ("timer.start", {})),
        (("counter.increment", {}), "3", {"maximum": 5}, ("counter.decrement", {})),
        (("counter.increment", {}), "5", {"maximum": 5}, None),
        (("timer.cancel", {}), "active", {}, None),
        (("alarm_control_panel.alarm_disarm", {}), "triggered", {}, None),
        (("automation.trigger", {}), "on", {}, None),
        (("scene.turn_on", {}), "2026-01-01T00:00:00+00:00", {}, None),
        (("script.turn_on", {}), "off", {}, None),
        (("button.press", {}), "unknown", {}, None),
        (("vacuum.locate", {}), "docked", {}, None),
        (("light.turn_on", {}), "unavailable", {}, None),
        (("lock.lock", {}), "jammed", {}, None),
    ],
)
def test_there_is_a_way_back(
    done: tuple[str, Data], state: str, attributes: Data, back: tuple[str, Data] | None
) -> None:
    home = Home()
    entity_id = put(home, f"{done[0].partition('.')[0]}.x", state, attributes=attributes)
    found = inverse(parse_command(*done), home.state(entity_id), home.entity(entity_id))
    assert (found and (found.action, found.data())) == back
