"""Vacuums: what real ones announce, report, and are told."""

import json
import logging

import pytest

from hub.home.errors import UnsupportedCommand
from hub.home.model import UNKNOWN
from integrations.mqtt.message import Publish
from tests.integrations.mqtt.offline import Offline

# The example of Home Assistant's documentation (MQTT vacuum), with all there is.
FEATURES = [
    "start", "pause", "stop", "return_home", "status", "locate", "clean_spot", "fan_speed",
    "send_command",
]  # fmt: skip
FULL = {
    "name": "Robby",
    "unique_id": "robby",
    "supported_features": FEATURES,
    "command_topic": "vacuum/command",
    "state_topic": "vacuum/state",
    "clean_segments_command_topic": "vacuum/clean_segments",
    "set_fan_speed_topic": "vacuum/set_fan_speed",
    "fan_speed_list": ["min", "medium", "high", "max"],
    "send_command_topic": "vacuum/send_command",
    "qos": 1,
    "retain": True,
}  # fmt: skip
# As Valetudo announces a Roborock: short names, and its own words.
VALETUDO = {
    "name": None,
    "obj_id": "roborock",
    "dev": {"ids": ["roborock"], "name": "Roborock", "mf": "Roborock"},
    "schema": "state",
    "sup_feat": ["start", "pause", "return_home", "fan_speed"],
    "cmd_t": "valetudo/robot/BasicControl/operation/set",
    "stat_t": "valetudo/robot/hass/state",
    "set_fan_spd_t": "valetudo/robot/FanSpeed/preset/set",
    "fanspd_lst": ["low", "max"],
    "pl_strt": "START",
    "pl_paus": "PAUSE",
    "pl_ret": "HOME",
    "pl_stop": "STOP",
    "cln_segmnts_cmd_t": "valetudo/robot/Map/clean/set",
    "cln_segmnts_cmd_tpl": '{"segment_ids": {{ value | tojson }}, "iterations": 2}',
    "json_attr_t": "valetudo/robot/hass/attributes",
}
SEGMENTS = {"1": "Kitchen", "2": "Living room", "3": "Kitchen"}


def sent(topic: str, payload: str) -> list[Publish]:
    return [Publish(f"vacuum/{topic}", payload, qos=1, retain=True)]


async def test_the_documented_example() -> None:
    robby = Offline("vacuum", FULL)
    assert robby.verbs == {
        "start", "pause", "stop", "return_to_base", "locate", "clean_spot", "set_fan_speed",
        "send_command", "clean_area",
    }  # fmt: skip
    assert robby.shows(UNKNOWN, fan_speed_list=["min", "medium", "high", "max"])
    for state in ("cleaning", "docked", "paused", "idle", "returning", "error"):
        robby.say("vacuum/state", {"state": state, "fan_speed": "max", "battery_level": 61.4})
        assert robby.shows(state, fan_speed="max", battery_level=61, assumed_state=None)
    robby.say("vacuum/state", {"state": None})
    assert robby.shows(UNKNOWN, fan_speed="max")
    for verb in ("start", "pause", "stop", "return_to_base", "locate", "clean_spot"):
        assert robby.sends(f"vacuum.{verb}") == sent("command", verb)
        robby.announce(FULL | {f"payload_{verb}": "own"})
        assert robby.sends(f"vacuum.{verb}") == sent("command", "own")
    assert robby.sends("vacuum.set_fan_speed", fan_speed="min") == sent("set_fan_speed", "min")
    with pytest.raises(UnsupportedCommand, match="not one of min, medium, high, max"):
        robby.sends("vacuum.set_fan_speed", fan_speed="turbo")


async def test_a_command_of_the_makers_own() -> None:
    robby = Offline("vacuum", FULL)
    assert robby.sends("vacuum.send_command", command="dust") == sent("send_command", "dust")
    for params in ({"x": 1, "y": [2]}, [{"x": 1}, {"y": [2]}]):
        [message] = robby.sends("vacuum.send_command", command="go_to", params=params)
        assert message.topic == "vacuum/send_command"
        assert json.loads(message.payload) == {"command": "go_to", "x": 1, "y": [2]}


async def test_it_cleans_the_rooms_of_its_map_that_are_called_like_the_areas() -> None:
    robby = Offline("vacuum", FULL)
    with pytest.raises(UnsupportedCommand, match="no room 'kitchen'; it has none"):
        robby.sends("vacuum.clean_area", cleaning_area_id="kitchen")
    robby.say("vacuum/state", {"state": "docked", "segments": SEGMENTS})
    assert robby.shows("docked", segments=SEGMENTS)
    assert robby.sends("vacuum.clean_area", cleaning_area_id="kitchen") == sent(
        "clean_segments", '["1","3"]'
    )
    both = ["living_room", "kitchen"]
    assert robby.sends("vacuum.clean_area", cleaning_area_id=both) == sent(
        "clean_segments", '["1","2","3"]'
    )
    with pytest.raises(UnsupportedCommand, match="no room 'attic'; it has Kitchen"):
        robby.sends("vacuum.clean_area", cleaning_area_id=["kitchen", "attic"])


async def test_valetudo() -> None:
    robot = Offline("vacuum", VALETUDO)
    assert robot.id == "vacuum.roborock"
    assert robot.home.entity(robot.id).name == "Roborock"
    assert robot.verbs == {"start", "pause", "return_to_base", "set_fan_speed", "clean_area"}
    report = {"state": "docked", "fan_speed": "low", "battery_level": 100, "segments": SEGMENTS}
    robot.say("valetudo/robot/hass/state", report)
    robot.say("valetudo/robot/hass/attributes", {"cleanArea": 12, "fan_speed": "fake"})
    assert robot.shows("docked", fan_speed="low", battery_level=100, cleanArea=12)
    to = "valetudo/robot/BasicControl/operation/set"
    assert robot.sends("vacuum.start") == [Publish(to, "START")]
    assert robot.sends("vacuum.return_to_base") == [Publish(to, "HOME")]
    [message] = robot.sends("vacuum.clean_area", cleaning_area_id="living_room")
    assert json.loads(message.payload) == {"segment_ids": ["2"], "iterations": 2}


@pytest.mark.parametrize("missing", ["fan_speed", "send_command", "locate"])
async def test_what_is_not_among_its_features_is_not_offered(missing: str) -> None:
    features = [feature for feature in FEATURES if feature != missing]
    robby = Offline("vacuum", FULL | {"supported_features": features})
    verb = {"fan_speed": "set_fan_speed"}.get(missing, missing)
    assert verb not in robby.verbs


async def test_without_a_word_about_features_it_has_the_usual_ones() -> None:
    robby = Offline("vacuum", {"name": "Robby", "command_topic": "c", "set_fan_speed_topic": "f"})
    assert robby.verbs == {"start", "stop", "return_to_base", "clean_spot"}


async def test_what_reports_nothing_is_taken_at_its_word() -> None:
    robby = Offline("vacuum", {key: FULL[key] for key in FULL if key != "state_topic"})
    assert robby.shows(UNKNOWN, assumed_state=True)
    for verb, state in (
        ("start", "cleaning"), ("pause", "paused"), ("clean_spot", "cleaning"), ("stop", "idle"),
        ("return_to_base", "returning"), ("locate", "returning"),
    ):  # fmt: skip
        robby.sends(f"vacuum.{verb}")
        assert robby.shows(state)
    robby.sends("vacuum.set_fan_speed", fan_speed="max")
    assert robby.shows("returning", fan_speed="max")


@pytest.mark.parametrize(
    "rubbish",
    [
        "docked", "[]", '{"state": "sleeping"}', '{"state": "idle", "battery_level": 120}',
        '{"state": "idle", "segments": [1]}', '{"fan_speed": {}}', "{",
    ],
)  # fmt: skip
async def test_rubbish_costs_one_line_and_changes_nothing(
    rubbish: str, caplog: pytest.LogCaptureFixture
) -> None:
    robby = Offline("vacuum", FULL)
    good = {"state": "docked", "fan_speed": "max", "battery_level": 50, "segments": SEGMENTS}
    robby.say("vacuum/state", good)
    with caplog.at_level(logging.WARNING):
        robby.say("vacuum/state", rubbish)
        robby.say("vacuum/state", rubbish)
    assert robby.shows("docked", fan_speed="max", battery_level=50, segments=SEGMENTS)
    assert len(caplog.records) == 1
