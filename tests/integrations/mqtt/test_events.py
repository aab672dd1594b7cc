"""Events over a real broker: the press of a key is news, whatever was retained is not."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.home.events import StateReported
from hub.home.ids import EntityId
from hub.home.model import UNKNOWN
from tests.integrations.mqtt.handmade import Handmade, until

DOORBELL: dict[str, Any] = {
    "name": "Doorbell",
    "unique_id": "bell",
    "state_topic": "home/doorbell/state",
    "event_types": ["press", "hold"],
    "device_class": "doorbell",
}
# A remote's key as zigbee2mqtt 2.x announces it: patterns tried one after the other, what they
# find gathered in a namespace, and a JSON object made of it.
KEYS = r"""
{%- set patterns = [
  {"pattern": '^(?P<button>(?:button_)?[a-z0-9]+)_(?P<action>(?:press|hold)(?:_release)?)$', "groups": ["button", "action"]},
  {"pattern": '^(?P<actionPrefix>region_)(?P<region>[1-9]|10)_(?P<action>enter|leave)$', "groups": ["actionPrefix", "region", "action"]},
  {"pattern": '^(?P<action>brightness_step)(?:_(?P<direction>up|down))?$', "groups": ["action", "direction"]},
] %}
{%- set said = value_json['action'] | default('') %}
{%- set ns = namespace(r=[('action', said)]) %}
{%- for p in patterns %}
  {%- set m = said | regex_findall(p.pattern) %}
  {%- if m[0] is undefined %}{% continue %}{% endif %}
  {%- for key, value in zip(p.groups, m[0]) %}
    {%- set ns.r = ns.r | rejectattr(0, 'eq', key) | list + [(key, value)] %}
  {%- endfor %}
{%- endfor %}
{%- if (ns.r | selectattr(0, 'eq', 'actionPrefix') | first) is defined %}
  {%- set ns.r = ns.r | rejectattr(0, 'eq', 'action') | list + [('action', ns.r | selectattr(0, 'eq', 'actionPrefix') | map(attribute=1) | first + ns.r | selectattr(0, 'eq', 'action') | map(attribute=1) | first)] %}
{%- endif %}
{%- set ns.r = ns.r + [('event_type', ns.r | selectattr(0, 'eq', 'action') | map(attribute=1) | first)] %}
{{- dict.from_keys(ns.r | rejectattr(0, 'in', ('action', 'actionPrefix')) | reject('eq', ('event_type', None)) | reject('eq', ('event_type', ''))) | to_json }}
"""  # noqa: E501 - as devices send it


def changes_of(device: Handmade, entity: str) -> list[StateReported]:
    """Return a list that fills with the entity's changes."""
    found: list[StateReported] = []
    device.home.listen(
        lambda event: (
            found.append(event)
            if isinstance(event, StateReported) and event.new.entity_id == entity and event.changed
            else None
        )
    )
    return found


async def test_an_event_tells_when_and_what_came_with_it(device: Handmade) -> None:
    await device.announce("event/bell", DOORBELL)
    shown = await device.reports("event.doorbell", UNKNOWN, event_type=None)
    assert shown.attributes["event_types"] == ["press", "hold"]
    assert device.home.entity("event.doorbell").device_class == "doorbell"
    changes = changes_of(device, "event.doorbell")
    device.say("home/doorbell/state", {"event_type": "press", "duration": 0.1}, retain=False)
    await until(lambda: len(changes) == 1)
    first = changes[0].new
    assert first.state.endswith("+00:00")
    assert first.attributes["event_type"] == "press"
    assert first.attributes["duration"] == 0.1
    assert changes[0].told == frozenset({"state", "event_type", "duration"})
    device.say("home/doorbell/state", {"event_type": "hold"}, retain=False)
    await until(lambda: len(changes) == 2)
    assert changes[1].new.attributes["event_type"] == "hold"
    assert "duration" not in changes[1].new.attributes


async def test_the_same_event_again_is_news(device: Handmade) -> None:
    await device.announce("event/bell", DOORBELL)
    changes = changes_of(device, "event.doorbell")
    for _ in range(20):
        device.say("home/doorbell/state", {"event_type": "press"}, retain=False)
    await until(lambda: len(changes) == 20)
    assert len({event.new.state for event in changes}) == 20


async def test_what_was_retained_did_not_happen_now(device: Handmade) -> None:
    device.say("home/doorbell/state", {"event_type": "press"}, retain=True)
    await device.announce("event/bell", {**DOORBELL, "json_attributes_topic": "home/doorbell/more"})
    device.say("home/doorbell/more", {"event_type": "x", "battery": 80}, retain=True)
    shown = await device.reports("event.doorbell", UNKNOWN, battery=80)
    assert shown.attributes["event_type"] is None
    # A sender that retains is heard all the same while the hub listens.
    device.say("home/doorbell/state", {"event_type": "hold"}, retain=True)
    await until(lambda: device.home.state("event.doorbell").attributes["event_type"] == "hold")


async def test_the_last_event_is_known_after_a_restart(device: Handmade) -> None:
    before, since = "2026-01-01T08:00:00.000000+00:00", datetime(2026, 1, 1, 8, tzinfo=UTC)
    told = {"event_type": "press", "duration": 0.1, "event_types": ["press"]}
    bell = EntityId("event.doorbell")
    device.home.remember(bell, before, since, told)
    heard: list[StateReported] = []
    device.home.listen(
        lambda event: heard.append(event) if isinstance(event, StateReported) else None
    )
    await device.announce("event/bell", DOORBELL)
    shown = device.home.state(bell)
    assert (shown.state, shown.last_changed) == (before, since)
    assert shown.attributes["event_type"] == "press"
    assert shown.attributes["event_types"] == ["press", "hold"]
    assert [event.returned for event in heard] == [True]
    device.say("home/doorbell/state", {"event_type": "hold"}, retain=False)
    await until(lambda: device.home.state(bell).attributes["event_type"] == "hold")
    assert "duration" not in device.home.state(bell).attributes


async def test_an_event_that_is_no_more_is_not_recalled(device: Handmade) -> None:
    bell = EntityId("event.doorbell")
    since = datetime(2026, 1, 1, 8, tzinfo=UTC)
    device.home.remember(bell, "2026-01-01T08:00:00+00:00", since, {"event_type": "kick"})
    await device.announce("event/bell", DOORBELL)
    await device.reports(bell, UNKNOWN, event_type=None)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("button_1_press", {"event_type": "press", "button": "button_1"}),
        ("region_10_enter", {"event_type": "region_enter", "region": "10"}),
        ("brightness_step_up", {"event_type": "brightness_step", "direction": "up"}),
        ("toggle", {"event_type": "toggle"}),
    ],
)
async def test_a_remote_as_zigbee2mqtt_announces_it(
    device: Handmade, action: str, expected: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    kinds = ["press", "hold", "region_enter", "region_leave", "brightness_step", "toggle"]
    await device.announce(
        "event/0x01/action",
        {
            "name": "Action",
            "unique_id": "0x01_action",
            "state_topic": "zigbee2mqtt/Remote",
            "event_types": kinds,
            "value_template": KEYS,
            "device": {"identifiers": ["zigbee2mqtt_0x01"], "name": "Remote"},
        },
    )
    changes = changes_of(device, "event.remote_action")
    with caplog.at_level(logging.WARNING):
        device.say("zigbee2mqtt/Remote", {"action": None, "battery": None}, retain=False)
        device.say("zigbee2mqtt/Remote", {"battery": 90}, retain=False)
        device.say("zigbee2mqtt/Remote", {"action": action}, retain=False)
        await until(lambda: changes)
    shown = changes[0].new.attributes
    assert {key: shown[key] for key in expected} == expected
    assert not caplog.records


async def test_abbreviations(device: Handmade) -> None:
    await device.announce(
        "event/key",
        {"name": "Key", "~": "key", "stat_t": "~/s", "evt_typ": ["a"], "dev_cla": "button",
         "val_tpl": '{"event_type": "{{ value }}"}'},
    )  # fmt: skip
    device.say("key/s", "a", retain=False)
    await until(lambda: device.home.state("event.key").attributes["event_type"] == "a")


@pytest.mark.parametrize(
    "payload", ["no json", "[1]", '{"duration": 1}', '{"event_type": "kick"}', "7", "null"]
)
async def test_garbage_costs_one_line_and_keeps_the_event(
    device: Handmade, payload: str, caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce("event/bell", DOORBELL)
    device.say("home/doorbell/state", {"event_type": "press"}, retain=False)
    await until(lambda: device.home.state("event.doorbell").attributes["event_type"] == "press")
    before = device.home.state("event.doorbell")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            device.say("home/doorbell/state", payload, retain=False)
        device.say("home/doorbell/state", {}, retain=False)
        device.say("home/doorbell/state", "", retain=False)
        await until(lambda: caplog.records)
    assert len(caplog.records) == 1
    assert "event_type" in caplog.text
    assert device.home.state("event.doorbell").state == before.state


async def test_an_event_that_says_too_much_is_passed_over(
    device: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce("event/bell", DOORBELL)
    with caplog.at_level(logging.WARNING):
        said = {"event_type": "press", "picture": "x" * 20_000}
        device.say("home/doorbell/state", said, retain=False)
        await until(lambda: caplog.records)
    assert "at most 16384 characters" in caplog.text
    await device.reports("event.doorbell", UNKNOWN)


async def test_an_event_without_types_is_refused(
    device: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        device.say("homeassistant/event/x/config", {"name": "X", "state_topic": "x"})
        await until(lambda: caplog.records)
    assert "event_types" in caplog.text
