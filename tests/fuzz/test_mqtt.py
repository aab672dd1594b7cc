"""Any announcement, any report, and then any command: refused or sent, never a breakdown."""

import json
import logging
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from hub.home.actions import ACTIONS
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from integrations.mqtt.catalog import COMPONENTS
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.test_garbage import REPORTS, VALUES
from tests.support.fuzzing import fuzzing
from tests.support.wire import Wire, wired

NUMBERS = st.sampled_from([0, -1, 1, 2, 0.1, 255, 1e308, -1e308, 10**18, 1e-308, "5", None, True])
TEMPLATES = st.sampled_from(
    ["{{ value }}", "{{ value_json.a.b }}", "{{ value | float / 0 }}", "{{ [value] | last }}", "{{",
     "{{ position }}", "{{ value_json }}", "{{ value_json | tojson }}", "x" * 300]
)  # fmt: skip
TOPICS = st.sampled_from(["s", "c", "a/b", "+/b", "#", "", "s/#", "\0"])


def _value_for(key: str) -> st.SearchStrategy[Any]:
    if key.endswith("_topic"):
        return TOPICS
    if key.endswith("_template"):
        return TEMPLATES
    if key in {
        "options",
        "modes",
        "effect_list",
        "preset_modes",
        "fan_modes",
        "supported_features",
    }:
        return st.lists(st.text(max_size=4) | st.sampled_from(["on", "off", "start"]), max_size=3)
    return VALUES | NUMBERS | st.sampled_from(["on", "off", "json", "template", "all", "ON"])


@st.composite
def configs(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """An announcement that is nearly right."""
    known = sorted(COMPONENTS[kind].config_type.model_fields)
    chosen = draw(st.lists(st.sampled_from(known), max_size=7, unique=True))
    base = {
        "name": "x",
        "unique_id": "x",
        "state_topic": "s",
        "command_topic": "c",
        "options": ["a"],
    }
    return {**base, **{key: draw(_value_for(key)) for key in chosen}}


@pytest.mark.parametrize("kind", sorted(COMPONENTS))
@fuzzing(12)
@given(data=st.data())
async def test_any_announcement_report_and_command(
    kind: str, data: st.DataObject, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    home, wire = Home(), Wire()
    mqtt = MqttIntegration(home, MqttConfig())
    wired(mqtt, wire)
    wire.say(f"homeassistant/{kind}/x/config", json.dumps(data.draw(configs(kind))))
    for report in data.draw(st.lists(REPORTS, max_size=2)):
        wire.say("s", report)
    for entity_id, entity in list(home.entities.items()):
        for action in sorted(entity.actions):
            _send(mqtt, entity_id, action, data)
    for driven in mqtt._entities.values():
        driven.stop()
    broken = [r for r in caplog.records if r.exc_info or r.levelno >= logging.ERROR]
    assert [record.getMessage() for record in broken] == []


def _send(mqtt: MqttIntegration, entity_id: EntityId, action: str, data: st.DataObject) -> None:
    fields = ACTIONS[action].model_fields
    given = {
        name: data.draw(NUMBERS | st.sampled_from(["a", "off", "heat", "x"]))
        for name in sorted(fields)
        if name != "action" and data.draw(st.booleans())
    }
    try:
        command = ACTIONS[action].model_validate({"action": action, **given})
    except ValueError:
        return
    state = mqtt._home.state(entity_id)
    try:
        command.problem(state)
        command.expected(state)
        mqtt.send(entity_id, command, Context())
    except HubError as error:
        assert str(error)
