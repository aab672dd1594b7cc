"""Humidifiers: what real ones announce, report, and are told."""

import logging

import pytest

from hub.home.errors import UnsupportedCommand
from hub.home.model import UNKNOWN
from integrations.mqtt.message import Publish
from tests.integrations.mqtt.offline import Offline

# The full example of Home Assistant's documentation (MQTT humidifier).
FULL = {
    "name": "Bedroom",
    "state_topic": "bedroom/on/state",
    "action_topic": "bedroom/action",
    "command_topic": "bedroom/on/set",
    "current_humidity_topic": "bedroom/humidity/current",
    "target_humidity_command_topic": "bedroom/humidity/set",
    "target_humidity_state_topic": "bedroom/humidity/state",
    "mode_state_topic": "bedroom/mode/state",
    "mode_command_topic": "bedroom/preset/preset_mode",
    "modes": ["normal", "eco", "sleep"],
    "qos": 1,
    "payload_on": "true",
    "payload_off": "false",
    "min_humidity": 30,
    "max_humidity": 80,
}
# One topic for all, as own firmware does it.
DRYER = {
    "name": "Cellar",
    "dev_cla": "dehumidifier",
    "stat_t": "dryer",
    "stat_val_tpl": "{{ value_json.on }}",
    "cmd_t": "dryer/set",
    "cmd_tpl": '{"on": {{ value }}}',
    "pl_on": True,
    "pl_off": False,
    "act_t": "dryer",
    "act_tpl": "{{ value_json.doing }}",
    "curr_hum_t": "dryer",
    "curr_hum_tpl": "{{ value_json.now }}",
    "hum_cmd_t": "dryer/set",
    "hum_cmd_tpl": '{"want": {{ value }}}',
    "hum_stat_t": "dryer",
    "hum_state_tpl": "{{ value_json.want }}",
    "mode_cmd_t": "dryer/set",
    "mode_cmd_tpl": '{"mode": "{{ value }}"}',
    "mode_stat_t": "dryer",
    "mode_stat_tpl": "{{ value_json.mode }}",
    "modes": ["auto", "boost"],
    "pl_rst_hum": "-1",
    "pl_rst_mode": "none",
    "ret": True,
}
BARE = {"name": "Desk", "command_topic": "on/set", "target_humidity_command_topic": "hum/set"}


async def test_the_documented_example() -> None:
    wet = Offline("humidifier", FULL)
    assert wet.home.entity(wet.id).device_class == "humidifier"
    assert wet.verbs == {"turn_on", "turn_off", "toggle", "set_humidity", "set_mode"}
    assert wet.shows(
        UNKNOWN, humidity=None, current_humidity=None, mode=None, action=None, min_humidity=30,
        max_humidity=80, available_modes=["normal", "eco", "sleep"], assumed_attributes=None,
    )  # fmt: skip
    wet.say("bedroom/on/state", "true")
    wet.say("bedroom/action", "humidifying")
    wet.say("bedroom/humidity/current", "43.5")
    wet.say("bedroom/humidity/state", "55")
    wet.say("bedroom/mode/state", "eco")
    assert wet.shows("on", humidity=55, current_humidity=43.5, mode="eco", action="humidifying")
    assert wet.sends("humidifier.turn_off") == [Publish("bedroom/on/set", "false", qos=1)]
    assert wet.sends("humidifier.toggle") == [Publish("bedroom/on/set", "false", qos=1)]
    assert wet.sends("humidifier.set_humidity", humidity=60) == [
        Publish("bedroom/humidity/set", "60", qos=1)
    ]
    assert wet.sends("humidifier.set_mode", mode="sleep") == [
        Publish("bedroom/preset/preset_mode", "sleep", qos=1)
    ]
    # It tells itself what came of it.
    assert wet.shows("on", humidity=55, mode="eco")
    wet.say("bedroom/on/state", "false")
    assert wet.sends("humidifier.toggle") == [Publish("bedroom/on/set", "true", qos=1)]
    with pytest.raises(UnsupportedCommand, match="above the highest"):
        wet.sends("humidifier.set_humidity", humidity=81)
    with pytest.raises(UnsupportedCommand, match="not one of normal, eco, sleep"):
        wet.sends("humidifier.set_mode", mode="baby")


async def test_a_dehumidifier_with_one_topic_and_templates() -> None:
    dry = Offline("humidifier", DRYER)
    assert dry.home.entity(dry.id).device_class == "dehumidifier"
    report = {"on": True, "doing": "drying", "now": 71, "want": 50, "mode": "boost"}
    dry.say("dryer", report)
    assert dry.shows("on", action="drying", current_humidity=71, humidity=50, mode="boost")
    # What is left out is as it was; what is null is not known.
    dry.say("dryer", {"now": None, "mode": "none", "want": -1})
    assert dry.shows("on", action="drying", current_humidity=None, humidity=None, mode=None)
    dry.say("dryer", dict.fromkeys(report))
    assert dry.shows(UNKNOWN, action=None, current_humidity=None, humidity=None, mode=None)

    def sent(payload: str) -> list[Publish]:
        return [Publish("dryer/set", payload, retain=True)]

    assert dry.sends("humidifier.turn_on") == sent('{"on": True}')
    assert dry.sends("humidifier.set_humidity", humidity=45) == sent('{"want": 45}')
    assert dry.sends("humidifier.set_mode", mode="auto") == sent('{"mode": "auto"}')


async def test_what_reports_nothing_is_taken_at_its_word() -> None:
    desk = Offline("humidifier", BARE | {"mode_command_topic": "mode/set", "modes": ["low"]})
    assert desk.shows("off", assumed_state=True, min_humidity=0, max_humidity=100)
    desk.sends("humidifier.turn_on")
    desk.sends("humidifier.set_humidity", humidity=40)
    desk.sends("humidifier.set_mode", mode="low")
    assert desk.shows("on", humidity=40, mode="low")
    desk.sends("humidifier.toggle")
    assert desk.shows("off")


async def test_only_what_is_not_reported_is_assumed() -> None:
    desk = Offline("humidifier", BARE | {"state_topic": "on"})
    assert desk.shows(UNKNOWN, assumed_state=None, assumed_attributes=["humidity"])
    desk.sends("humidifier.turn_on")
    assert desk.state.state == UNKNOWN
    desk.sends("humidifier.set_humidity", humidity=40)
    assert desk.shows(UNKNOWN, humidity=40)


async def test_optimistic_is_taken_at_its_word_and_still_heard() -> None:
    wet = Offline("humidifier", FULL | {"optimistic": True})
    assert wet.shows("off", assumed_state=True)
    wet.sends("humidifier.turn_on")
    wet.sends("humidifier.set_mode", mode="eco")
    assert wet.shows("on", mode="eco")
    wet.say("bedroom/on/state", "false")
    assert wet.shows("off")


async def test_modes_need_a_topic_to_set_them() -> None:
    desk = Offline("humidifier", BARE | {"modes": ["low"], "device_class": None})
    assert desk.verbs == {"turn_on", "turn_off", "toggle", "set_humidity"}
    assert desk.home.entity(desk.id).device_class is None
    assert "available_modes" not in desk.state.attributes


@pytest.mark.parametrize(
    "wrong",
    [{"min_humidity": 80}, {"max_humidity": 101}, {"modes": ["None"]}, {"command_topic": None}],
)
async def test_a_wrong_announcement_is_refused_with_one_line(
    wrong: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        humidifier = Offline("humidifier", FULL | wrong)
    assert not humidifier.home.entities
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("topic", "rubbish"),
    [
        ("on/state", "on"), ("action", "steaming"), ("humidity/current", "101"),
        ("humidity/current", "wet"), ("humidity/state", "29"), ("humidity/state", "nan"),
        ("mode/state", "turbo"),
    ],
)  # fmt: skip
async def test_rubbish_costs_one_line_and_changes_nothing(
    topic: str, rubbish: str, caplog: pytest.LogCaptureFixture
) -> None:
    wet = Offline("humidifier", FULL)
    good = {"on/state": "true", "action": "idle", "humidity/current": "40",
            "humidity/state": "50", "mode/state": "eco"}  # fmt: skip
    for each, value in good.items():
        wet.say(f"bedroom/{each}", value)
        wet.say(f"bedroom/{each}", "")
    with caplog.at_level(logging.WARNING):
        wet.say(f"bedroom/{topic}", rubbish)
        wet.say(f"bedroom/{topic}", rubbish)
    assert wet.shows("on", action="idle", current_humidity=40, humidity=50, mode="eco")
    assert len(caplog.records) == 1
