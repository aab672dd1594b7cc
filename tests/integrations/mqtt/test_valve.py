"""Valves: what real ones announce, report, and are told."""

import logging

import pytest

from hub.home.model import UNKNOWN
from integrations.mqtt.message import Publish
from tests.integrations.mqtt.offline import Offline

# The full examples of Home Assistant's documentation (MQTT valve).
BY_STATE = {
    "name": "Main",
    "command_template": '{"x": "{{ value }}"}',
    "command_topic": "home-assistant/valve/set",
    "state_topic": "home-assistant/valve/state",
    "availability": [{"topic": "home-assistant/valve/availability"}],
    "qos": 0,
    "retain": True,
    "payload_open": "OPEN",
    "payload_close": "CLOSE",
    "payload_stop": "STOP",
    "state_open": "open",
    "state_opening": "opening",
    "state_closed": "closed",
    "state_closing": "closing",
    "payload_available": "online",
    "payload_not_available": "offline",
    "optimistic": False,
    "value_template": "{{ value_json.x }}",
}
BY_POSITION = {
    "name": "Heater",
    "dev_cla": "water",
    "cmd_t": "heater/valve/set",
    "stat_t": "heater/valve/state",
    "pos": True,
    "val_tpl": "{{ value_json.x }}",
    "pl_stop": "STOP",
    "qos": 1,
}
UPSIDE_DOWN = {
    "name": "Odd",
    "command_topic": "odd/set",
    "state_topic": "odd",
    "reports_position": True,
    "position_open": 40,
    "position_closed": 140,
}
BARE = {"name": "Tap", "command_topic": "tap/set", "state_topic": "tap"}
WORDS = {"open": "open", "opening": "opening", "closed": "closed", "closing": "closing"}


async def test_the_documented_example_by_state() -> None:
    valve = Offline("valve", BY_STATE)
    valve.say("home-assistant/valve/availability", "online")
    assert valve.verbs == {"open_valve", "close_valve", "toggle", "stop_valve"}
    assert valve.shows(UNKNOWN, assumed_state=None)
    assert "current_position" not in valve.state.attributes
    for word, state in WORDS.items():
        valve.say("home-assistant/valve/state", {"x": word})
        assert valve.shows(state)

    def sent(payload: str) -> list[Publish]:
        return [Publish("home-assistant/valve/set", f'{{"x": "{payload}"}}', retain=True)]

    assert valve.sends("valve.open_valve") == sent("OPEN")
    assert valve.sends("valve.close_valve") == sent("CLOSE")
    assert valve.sends("valve.stop_valve") == sent("STOP")
    assert valve.sends("valve.toggle") == sent("OPEN")
    valve.say("home-assistant/valve/state", {"x": "opening"})
    assert valve.sends("valve.toggle") == sent("CLOSE")
    valve.say("home-assistant/valve/state", {"x": None})
    assert valve.shows(UNKNOWN)


async def test_the_documented_example_by_position() -> None:
    valve = Offline("valve", BY_POSITION)
    assert valve.home.entity(valve.id).device_class == "water"
    assert valve.verbs == {
        "open_valve", "close_valve", "toggle", "stop_valve", "set_valve_position",
    }  # fmt: skip
    assert valve.shows(UNKNOWN, current_position=None)
    for told, state, position in ((60, "open", 60), ("opening", "opening", 60), (0, "closed", 0)):
        valve.say("heater/valve/state", {"x": told})
        assert valve.shows(state, current_position=position)
    valve.say("heater/valve/state", {"x": None})
    assert valve.shows(UNKNOWN, current_position=None)

    def sent(payload: str) -> list[Publish]:
        return [Publish("heater/valve/set", payload, qos=1)]

    assert valve.sends("valve.open_valve") == sent("100")
    assert valve.sends("valve.close_valve") == sent("0")
    assert valve.sends("valve.set_valve_position", position=33) == sent("33")
    assert valve.sends("valve.stop_valve") == sent("STOP")


async def test_a_range_of_its_own_may_be_upside_down() -> None:
    template = "{{ value }} of {{ position_closed }} to {{ position_open }}, {{ position }} %"
    valve = Offline("valve", UPSIDE_DOWN | {"command_template": template})
    for told, state, position in ((140, "closed", 0), (100, "open", 40), (40, "open", 100)):
        valve.say("odd", str(told))
        assert valve.shows(state, current_position=position)
    valve.say("odd", {"state": "closing", "position": 90})
    assert valve.shows("closing", current_position=50)
    [sent] = valve.sends("valve.set_valve_position", position=40)
    assert sent.payload == "100 of 140 to 40, 40 %"
    assert valve.sends("valve.open_valve")[0].payload == "40 of 140 to 40, 100 %"


async def test_the_ends_of_the_range_are_there_for_the_value_template() -> None:
    template = "{{ position_open if value == 'all' else position_closed }}"
    valve = Offline("valve", UPSIDE_DOWN | {"value_template": template})
    valve.say("odd", "all")
    assert valve.shows("open", current_position=100)
    valve.say("odd", "none")
    assert valve.shows("closed", current_position=0)


@pytest.mark.parametrize(
    ("nulls", "verbs"),
    [
        ({"payload_open": None}, {"close_valve"}),
        ({"payload_close": None, "payload_stop": "HALT"}, {"open_valve", "stop_valve"}),
        ({"payload_open": None, "payload_close": None, "payload_stop": None}, set()),
    ],
)
async def test_a_payload_of_null_takes_its_command_away(
    nulls: dict[str, object], verbs: set[str]
) -> None:
    assert Offline("valve", BARE | nulls).verbs == verbs


async def test_a_valve_without_a_command_topic_only_reports() -> None:
    valve = Offline("valve", {"name": "Gas", "state_topic": "gas", "device_class": "gas"})
    valve.say("gas", {"state": "closed"})
    assert valve.shows("closed")
    assert valve.verbs == set()


@pytest.mark.parametrize("extra", [{"state_topic": None}, {"optimistic": True}])
async def test_what_reports_nothing_is_taken_at_its_word(extra: dict[str, object]) -> None:
    valve = Offline("valve", UPSIDE_DOWN | extra)
    assert valve.shows(UNKNOWN, assumed_state=True)
    valve.sends("valve.set_valve_position", position=30)
    assert valve.shows("open", current_position=30)
    valve.sends("valve.toggle")
    assert valve.shows("closed", current_position=0)
    tap = Offline("valve", BARE | extra | {"payload_stop": "STOP"})
    tap.sends("valve.open_valve")
    tap.sends("valve.stop_valve")
    assert tap.shows("open")


@pytest.mark.parametrize("rubbish", ["ajar", "[]", '{"position": "half"}', '{"state": "ajar"}'])
@pytest.mark.parametrize("config", [BARE, UPSIDE_DOWN | {"state_topic": "tap"}])
async def test_rubbish_costs_one_line_and_changes_nothing(
    config: dict[str, object], rubbish: str, caplog: pytest.LogCaptureFixture
) -> None:
    valve = Offline("valve", config)
    valve.say("tap", "opening")
    valve.say("tap", "")
    with caplog.at_level(logging.WARNING):
        valve.say("tap", rubbish)
        valve.say("tap", rubbish)
    assert valve.shows("opening")
    assert len(caplog.records) == 1
