"""Whatever bytes come, on whatever topic: nothing raises, and the others keep working."""

import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from hub.home.events import Fired
from hub.home.home import Home
from integrations.mqtt.catalog import COMPONENTS, SIGNALS
from integrations.mqtt.discovery import read_announcement
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.message import Message, PayloadError
from integrations.mqtt.mqtt_config import MqttConfig

CONFIGS = (
    *(kind.config_type for kind in COMPONENTS.values()),
    *(kind.config_type for kind in SIGNALS.values()),
)
KEYS = sorted({key for config in CONFIGS for key in config.model_fields})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-400, 400) | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
REPORTS = st.binary(max_size=60) | st.builds(
    lambda value: json.dumps(value).encode(),
    st.dictionaries(
        st.sampled_from(
            ["state", "brightness", "color", "color_temp", "color_mode", "items", "events",
             "position", "volume_level", "condition", "effect", "battery_level",
             "event_type", "installed_version", "latest_version", "update_percentage",
             "in_progress", "title", "tone", "duration",
             "segments"]
        ),
        VALUES | st.dictionaries(st.sampled_from("rgbxyhs"), VALUES, max_size=4),
        max_size=5,
    )
)  # fmt: skip
ANNOUNCEMENTS = st.binary(max_size=80) | st.builds(
    lambda value: json.dumps(value).encode(),
    st.dictionaries(st.sampled_from([*KEYS, "~", "components", "schema"]), VALUES, max_size=8),
)
WORKING: dict[str, dict[str, Any]] = {
    "light": {"schema": "json", "supported_color_modes": ["xy", "color_temp"]},
    "select": {"options": ["a"]},
    "camera": {"topic": "s", "image_encoding": "b64"},
    "image": {"url_topic": "s"},
    "event": {"event_types": ["a", "None"]},
    "text": {"max": 9, "pattern": "a*"},
    "update": {"latest_version_topic": "s"},
    "sensor": {"unit_of_measurement": "W", "json_attributes_topic": "s"},
    "cover": {"position_topic": "s", "tilt_status_topic": "s"},
    "valve": {"reports_position": True},
    "fan": {"percentage_state_topic": "s", "oscillation_state_topic": "s", "speed_range_max": 3},
    "humidifier": {
        "target_humidity_command_topic": "h", "target_humidity_state_topic": "s",
        "current_humidity_topic": "s", "mode_command_topic": "m", "mode_state_topic": "s",
        "modes": ["a"], "action_topic": "s",
    },
    "siren": {"available_tones": ["a"]},
    "water_heater": {
        "mode_state_topic": "s", "temperature_state_topic": "s", "current_temperature_topic": "s",
    },
    "lawn_mower": {"activity_state_topic": "s"},
    "climate": {"mode_state_topic": "s", "temperature_state_topic": "s", "action_topic": "s"},
}  # fmt: skip


class _Offline:
    """The integration's handlers, called directly: no broker, no loop."""

    def __init__(self) -> None:
        self.home = Home()
        self.hub = MqttIntegration(self.home, MqttConfig())
        self.router = self.hub._connection._router
        self.hub._connection.subscribe("homeassistant/#", self.hub._on_announcement)


@pytest.mark.parametrize("kind", [*sorted(COMPONENTS), *sorted(SIGNALS), "device"])
@settings(max_examples=40, deadline=None)
@given(payload=ANNOUNCEMENTS)
def test_any_announcement_is_read_or_refused(kind: str, payload: bytes) -> None:
    try:
        read_announcement(kind, f"homeassistant/{kind}/x/config", payload)
    except PayloadError as error:
        assert str(error)


@pytest.mark.parametrize("kind", sorted(COMPONENTS))
@settings(max_examples=40, deadline=None)
@given(reports=st.lists(REPORTS, max_size=4))
async def test_any_report_leaves_the_others_working(kind: str, reports: list[bytes]) -> None:
    offline = _Offline()
    config = {"name": "x", "state_topic": "s", "command_topic": "c", **WORKING.get(kind, {})}
    other = {"name": "Other", "state_topic": "s", "value_template": "{{ value_json.other }}"}
    send = offline.router.dispatch
    send(f"homeassistant/{kind}/x/config", json.dumps(config).encode())
    send("homeassistant/sensor/other/config", json.dumps(other).encode())
    assert len(offline.home.entities) == 2
    for report in reports:
        send("s", report)
    send("s", b'{"other": 7}')
    assert offline.home.state("sensor.other").state == "7"
    for state in offline.home.states.values():
        json.dumps(dict(state.attributes))


@pytest.mark.parametrize("kind", sorted(SIGNALS))
@settings(max_examples=40, deadline=None)
@given(reports=st.lists(REPORTS, max_size=4))
async def test_any_signal_leaves_the_others_working(kind: str, reports: list[bytes]) -> None:
    offline = _Offline()
    heard: list[Fired] = []
    offline.home.listen(
        lambda event: heard.append(event) if isinstance(event, Fired) else None, Fired
    )
    config = {
        "topic": "s", "device": {"identifiers": "d"}, "value_template": "{{ value_json.state }}",
        "automation_type": "trigger", "type": "press", "subtype": "one",
    }  # fmt: skip
    tag = {"topic": "s", "value_template": "{{ value_json.other }}"}
    send = offline.router.dispatch
    send(f"homeassistant/{kind}/x/config", json.dumps(config).encode())
    send("homeassistant/tag/other/config", json.dumps(tag).encode())
    for report in reports:
        send("s", report)
    send("s", b'{"other": 7}')
    assert heard[-1].data["tag_id"] == "7"
    for event in heard:
        json.dumps(dict(event.data))


def test_a_message_is_parsed_once() -> None:
    message = Message("t", b'{"a": 1}')
    assert message.json is message.json
