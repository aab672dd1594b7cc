"""Sirens: what real ones announce, report, and are told."""

import json
import logging

import pytest

from hub.home.errors import DeliveryError
from hub.home.model import UNKNOWN
from integrations.mqtt.message import Publish
from tests.integrations.mqtt.offline import Offline

# As zigbee2mqtt announces a Heiman HS2WD-E: nothing of it is reported back.
ZIGBEE = {
    "name": "Siren",
    "unique_id": "0x0d_warning_zigbee2mqtt",
    "command_topic": "zigbee2mqtt/Hall siren/set",
    "command_template": (
        '{"warning": {"mode": "{{ tone | default(\'emergency\') }}",'
        ' "level": "{% if volume_level is defined %}{{ {0.25: "low", 1.0: "very_high"}'
        '[volume_level | float] }}{% else %}high{% endif %}",'
        ' "duration": {{ duration | default(10) }}}}'
    ),
    "command_off_template": '{"warning": {"mode": "stop"}}',
    "available_tones": ["burglar", "fire", "emergency"],
    "support_duration": True,
    "support_volume_set": True,
    "optimistic": True,
}
TASMOTA = {
    "name": "Garage",
    "uniq_id": "tasmota_siren",
    "stat_t": "stat/SIREN/RESULT",
    "cmd_t": "cmnd/SIREN/POWER",
    "cmd_tpl": "{{ value }}",
    "stat_val_tpl": "{{ value_json.POWER }}",
    "sup_dur": False,
    "sup_vol": False,
    "qos": 1,
    "ret": True,
}
PLAIN = {
    "name": "Loft",
    "state_topic": "loft",
    "command_topic": "loft/set",
    "av_tones": ["ping", "siren"],
}


async def test_a_zigbee_siren_is_taken_at_its_word() -> None:
    siren = Offline("siren", ZIGBEE)
    assert siren.shows("off", assumed_state=True, available_tones=["burglar", "fire", "emergency"])
    assert siren.verbs == {"turn_on", "turn_off", "toggle"}
    [sent] = siren.sends("siren.turn_on", tone="fire", volume_level=1, duration=60)
    assert sent == Publish(
        "zigbee2mqtt/Hall siren/set",
        '{"warning": {"mode": "fire", "level": "very_high", "duration": 60}}',
    )
    assert siren.shows("on", tone="fire", volume_level=1.0, duration=60)
    [sent] = siren.sends("siren.turn_off")
    assert sent.payload == '{"warning": {"mode": "stop"}}'
    assert siren.shows("off")
    [sent] = siren.sends("siren.toggle")
    assert json.loads(sent.payload) == {
        "warning": {"mode": "emergency", "level": "high", "duration": 10}
    }


async def test_its_payload_may_be_a_word_of_the_makers() -> None:
    # As people wrote it for a Heiman siren before zigbee2mqtt announced it.
    heiman = {
        "name": "Heiman siren",
        "support_volume_set": False,
        "support_duration": False,
        "command_topic": "zigbee2mqtt/Siren/set",
        "payload_on": "burglar",
        "payload_off": "stop",
        "command_template": '{"warning": {"duration": 900, "mode": "{{ value }}"}}',
        "command_off_template": '{"warning": {"duration": 0, "mode": "{{ value }}"}}',
        "qos": 1,
        "optimistic": True,
    }
    siren = Offline("siren", heiman)
    [on], [off] = siren.sends("siren.turn_on"), siren.sends("siren.turn_off")
    assert json.loads(on.payload) == {"warning": {"duration": 900, "mode": "burglar"}}
    assert json.loads(off.payload) == {"warning": {"duration": 0, "mode": "stop"}}
    assert on.qos == 1


async def test_a_relay_knows_no_tones_and_no_volume() -> None:
    siren = Offline("siren", TASMOTA)
    assert siren.state.state == UNKNOWN
    assert {"tone", "duration", "volume_level"}.isdisjoint(siren.state.attributes)
    siren.say("stat/SIREN/RESULT", {"POWER": "ON"})
    assert siren.shows("on", assumed_state=None)
    siren.say("stat/SIREN/RESULT", {"POWER": None})
    assert siren.shows(UNKNOWN)
    # What it does not know is left out (Home Assistant, MQTT siren, "command_template").
    assert siren.sends("siren.turn_on", duration=5, volume_level=0.5, tone="x") == [
        Publish("cmnd/SIREN/POWER", "ON", qos=1, retain=True)
    ]
    assert siren.sends("siren.turn_off") == [Publish("cmnd/SIREN/POWER", "OFF", qos=1, retain=True)]


async def test_without_templates_it_is_told_and_tells_json() -> None:
    siren = Offline("siren", PLAIN | {"state_on": "howls", "state_off": "still"})
    [sent] = siren.sends("siren.turn_on", tone="ping", duration=3, volume_level=0.5)
    assert sent.topic == "loft/set"
    assert json.loads(sent.payload) == {
        "state": "ON", "tone": "ping", "duration": 3, "volume_level": 0.5,
    }  # fmt: skip
    assert json.loads(siren.sends("siren.turn_off")[0].payload) == {"state": "OFF"}
    siren.say("loft", {"state": "howls", "tone": "ping", "duration": 3, "volume_level": 0.5})
    assert siren.shows("on", tone="ping", duration=3, volume_level=0.5)
    siren.say("loft", {"volume_level": 0.25, "battery": 90})
    assert siren.shows("on", tone="ping", volume_level=0.25, battery=None)
    siren.say("loft", "still")
    assert siren.shows("off")
    siren.say("loft", "{}")
    siren.say("loft", "")
    assert siren.shows("off")
    siren.say("loft", {"state": None})
    assert siren.shows(UNKNOWN)


async def test_a_siren_without_a_command_topic_only_reports() -> None:
    siren = Offline("siren", {"name": "Bell", "state_topic": "bell"})
    siren.say("bell", "ON")
    assert siren.shows("on")
    assert siren.verbs == set()


async def test_only_its_own_template_for_off_makes_the_rest_json() -> None:
    siren = Offline("siren", PLAIN | {"cmd_off_tpl": "quiet {{ value }}"})
    assert siren.sends("siren.turn_off")[0].payload == "quiet OFF"
    assert json.loads(siren.sends("siren.turn_on")[0].payload) == {"state": "ON"}


async def test_a_template_that_makes_nothing_sends_nothing() -> None:
    siren = Offline("siren", PLAIN | {"command_template": "{% if tone is defined %}x{% endif %}"})
    with pytest.raises(DeliveryError, match="makes nothing"):
        siren.sends("siren.turn_on")


@pytest.mark.parametrize(
    "rubbish",
    ["howling", "[1]", '{"state": "LOUD"}', '{"state": "ON", "volume_level": 9}', "{", "\x00"],
)
async def test_rubbish_costs_one_line_and_changes_nothing(
    rubbish: str, caplog: pytest.LogCaptureFixture
) -> None:
    siren = Offline("siren", PLAIN)
    siren.say("loft", {"state": "OFF", "tone": "ping"})
    with caplog.at_level(logging.WARNING):
        siren.say("loft", rubbish)
        siren.say("loft", rubbish)
    assert siren.shows("off", tone="ping", volume_level=None)
    assert len(caplog.records) == 1
