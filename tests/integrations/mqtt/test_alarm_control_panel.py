"""Alarm panels: what real ones announce, report, and are told; and whose code counts."""

import logging

import pytest

from hub.home.errors import UnsupportedCommand
from hub.home.model import UNKNOWN
from integrations.mqtt.components.alarm_control_panel import (
    FREE_TRIES,
    PAUSE_S,
    AlarmControlPanel,
)
from integrations.mqtt.message import Publish
from tests.integrations.mqtt.offline import Offline

# As Alarmo announces itself: it looks at the code, and may arm without one.
REMOTE = {
    "name": "House",
    "uniq_id": "house",
    "stat_t": "alarmo/state",
    "cmd_t": "alarmo/command",
    "code": "REMOTE_CODE",
    "cod_arm_req": False,
    "cmd_tpl": '{"command": "{{ action }}", "code": "{{ code }}"}',
    "sup_feat": ["arm_home", "arm_away", "trigger"],
    "pl_arm_home": "arm_home",
    "pl_arm_away": "arm_away",
    "pl_disarm": "disarm",
    "cod_trig_req": False,
}
LOCAL = {
    "name": "Shed",
    "state_topic": "alarmdecoder/panel",
    "value_template": "{{ value_json.state }}",
    "command_topic": "alarmdecoder/panel/set",
    "code": 1234,
    "qos": 2,
    "retain": True,
}
BARE = {"name": "Shed", "state_topic": "panel", "command_topic": "panel/set"}
ALL = {
    "alarm_arm_home": "ARM_HOME", "alarm_arm_away": "ARM_AWAY", "alarm_arm_night": "ARM_NIGHT",
    "alarm_arm_vacation": "ARM_VACATION", "alarm_arm_custom_bypass": "ARM_CUSTOM_BYPASS",
    "alarm_disarm": "DISARM", "alarm_trigger": "TRIGGER",
}  # fmt: skip
TO_SHED = "alarmdecoder/panel/set"


async def test_the_panel_itself_looks_at_a_remote_code() -> None:
    panel = Offline("alarm_control_panel", REMOTE)
    assert panel.shows(UNKNOWN, code_format="number", code_arm_required=False)
    assert panel.verbs == {"alarm_arm_home", "alarm_arm_away", "alarm_trigger", "alarm_disarm"}
    for state in ("disarmed", "arming", "armed_away", "pending", "triggered", "disarming"):
        panel.say("alarmo/state", state)
        assert panel.shows(state)
    act = "alarm_control_panel.alarm_"
    assert panel.sends(f"{act}disarm", code="0042") == [
        Publish("alarmo/command", '{"command": "disarm", "code": "0042"}')
    ]
    with pytest.raises(UnsupportedCommand, match="it wants its code"):
        panel.sends(f"{act}disarm")
    [sent] = panel.sends(f"{act}arm_away")
    assert sent.payload == '{"command": "arm_away", "code": "None"}'
    [sent] = panel.sends(f"{act}trigger")
    assert sent.payload == '{"command": "TRIGGER", "code": "None"}'
    with pytest.raises(UnsupportedCommand, match="does not offer"):
        panel.sends(f"{act}arm_night", code="0042")


@pytest.mark.parametrize(("verb", "payload"), ALL.items())
async def test_every_way_to_arm_has_its_payload(verb: str, payload: str) -> None:
    panel = Offline("alarm_control_panel", BARE)
    assert panel.shows(UNKNOWN, code_format=None, code_arm_required=True, assumed_state=None)
    assert panel.verbs == set(ALL)
    action = f"alarm_control_panel.{verb}"
    assert panel.sends(action) == [Publish("panel/set", payload)]
    panel.announce(BARE | {f"payload_{payload.lower()}": "own", "qos": 1})
    assert panel.sends(action) == [Publish("panel/set", "own", qos=1)]


async def test_a_local_code_is_looked_at_here_and_sent_nowhere() -> None:
    panel = Offline("alarm_control_panel", LOCAL)
    panel.say("alarmdecoder/panel", {"state": "armed_home"})
    assert panel.shows("armed_home", code_format="number")
    assert "1234" not in str(panel.state)
    assert "1234" not in repr(panel.hub._entities[panel.id].component.config)
    for verb in ("alarm_arm_away", "alarm_disarm", "alarm_trigger"):
        action = f"alarm_control_panel.{verb}"
        with pytest.raises(UnsupportedCommand, match="it wants its code"):
            panel.sends(action)
        with pytest.raises(UnsupportedCommand, match="not the panel's code") as refused:
            panel.sends(action, code="4321")
        assert "1234" not in str(refused.value)
        assert panel.sends(action, code="1234") == [Publish(TO_SHED, ALL[verb], qos=2, retain=True)]


async def test_where_no_code_is_wanted_none_is_looked_at() -> None:
    wants = dict.fromkeys((f"code_{what}_required" for what in ("arm", "disarm", "trigger")), False)
    panel = Offline("alarm_control_panel", LOCAL | {"code": "word"} | wants)
    assert panel.shows(UNKNOWN, code_format="text", code_arm_required=False)
    for verb in ALL:
        assert panel.sends(f"alarm_control_panel.{verb}")
        assert panel.sends(f"alarm_control_panel.{verb}", code="any")


async def test_a_code_cannot_be_found_out_by_trying() -> None:
    panel = Offline("alarm_control_panel", LOCAL)
    component = panel.hub._entities[panel.id].component
    assert isinstance(component, AlarmControlPanel)
    arm = "alarm_control_panel.alarm_arm_home"
    component.now = lambda: 0.0
    for code in range(FREE_TRIES):
        with pytest.raises(UnsupportedCommand, match="not the panel's code"):
            panel.sends(arm, code=str(code))
    with pytest.raises(UnsupportedCommand, match="too many wrong codes; try again in 60 s"):
        panel.sends(arm, code="1234")
    component.now = lambda: PAUSE_S + 1
    with pytest.raises(UnsupportedCommand, match="not the panel's code"):
        panel.sends(arm, code="9")
    with pytest.raises(UnsupportedCommand, match="too many wrong codes"):
        panel.sends(arm, code="1234")
    component.now = lambda: 2 * (PAUSE_S + 1)
    assert panel.sends(arm, code="1234")


async def test_an_optimistic_panel_is_taken_at_its_word() -> None:
    panel = Offline("alarm_control_panel", BARE | {"optimistic": True})
    for verb, state in (
        ("arm_custom_bypass", "armed_custom_bypass"),
        ("arm_away", "armed_away"),
        ("trigger", "triggered"),
        ("disarm", "disarmed"),
    ):
        panel.sends(f"alarm_control_panel.alarm_{verb}")
        assert panel.shows(state, assumed_state=True)


@pytest.mark.parametrize("rubbish", ["armed", "DISARMED", "1", '{"state": "disarmed"}', "\x00"])
async def test_rubbish_costs_one_line_and_changes_nothing(
    rubbish: str, caplog: pytest.LogCaptureFixture
) -> None:
    panel = Offline("alarm_control_panel", BARE)
    panel.say("panel", "armed_night")
    with caplog.at_level(logging.WARNING):
        panel.say("panel", rubbish)
        panel.say("panel", rubbish)
    assert len(caplog.records) == 1
    panel.say("panel", "")
    assert panel.shows("armed_night")
    panel.say("panel", "None")
    assert panel.shows(UNKNOWN)
