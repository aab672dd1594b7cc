"""Device and purpose triggers, calendars, zones, what comes from outside."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.automation.firing import TriggerUnsupported, check
from hub.automation.model.triggers import (
    CalendarTrigger,
    DeviceTrigger,
    EntityTime,
    MqttTrigger,
    PurposeTrigger,
    TimeTrigger,
    WebhookTrigger,
    ZoneTrigger,
)
from hub.automation.model.values import Template
from hub.automation.world import MqttMessage
from hub.home.ids import DeviceId, EntityId
from hub.home.model import Context
from tests.automation.firing.rig import Rig
from tests.support.fakes import put

DOOR = "binary_sensor.door"


def test_a_device_trigger_finds_the_entity_of_its_class() -> None:
    rig = Rig()
    device = DeviceId("abc")
    put(rig.home, "binary_sensor.a_battery", device_id=device, device_class="battery")
    put(rig.home, DOOR, device_id=device, device_class="door")
    rig.attach(DeviceTrigger(domain="binary_sensor", type="opened", device_id="abc"))
    rig.home.report(EntityId("binary_sensor.a_battery"), "on", {})
    rig.home.report(EntityId(DOOR), "on", {})
    assert [one.data["entity_id"] for one in rig.fired] == [DOOR]
    assert rig.fired[0].data["platform"] == "device"


def test_a_remote_fires_by_its_event() -> None:
    rig = Rig()
    rig.attach(
        DeviceTrigger(domain="mqtt", type="action", device_id="r", keys={"subtype": "single"})
    )
    for subtype in ("double", "single"):
        said = {"device_id": "r", "type": "action", "subtype": subtype}
        rig.home.fire("mqtt_device_trigger", said, Context())
    assert len(rig.fired) == 1


def test_what_is_not_known_is_named_with_a_remedy() -> None:
    rig = Rig()
    problems = check(DeviceTrigger(domain="light", type="sings", entity_id="light.a"), rig.world)
    assert "sings" in problems[0]
    with pytest.raises(TriggerUnsupported, match="state"):
        rig.attach(PurposeTrigger(kind="light.sang"))


def test_the_last_of_several_fires_when_all_are_so() -> None:
    rig = Rig()
    rig.put("light.a", "off")
    rig.put("light.b", "off")
    target = {"entity_id": ["light.a", "light.b"]}
    rig.attach(PurposeTrigger(kind="light.turned_on", target=target, options={"behavior": "last"}))
    rig.home.report(EntityId("light.a"), "on", {})
    rig.home.report(EntityId("light.b"), "on", {})
    assert [one.data["entity_id"] for one in rig.fired] == ["light.b"]


def test_an_event_that_is_received_fires_by_its_type() -> None:
    rig = Rig()
    bell = EntityId("event.bell")
    rig.put(bell, "unknown")
    target, options = {"entity_id": [bell]}, {"event_type": ["press", "hold"]}
    rig.attach(PurposeTrigger(kind="event.received", target=target, options=options))
    for moment, kind in (("10:00", "press"), ("10:01", "press"), ("10:02", "twist")):
        rig.home.report(bell, moment, {"event_type": kind})
    rig.home.report(bell, "unavailable", {})
    rig.home.report(bell, "10:02", {"event_type": "press"})
    rig.home.report(bell, "10:03", {"event_type": "hold"})
    assert [one.data["to_state"].state for one in rig.fired] == ["10:00", "10:01", "10:03"]


def test_the_last_event_before_a_restart_is_not_received_again() -> None:
    rig = Rig()
    bell = EntityId("event.bell")
    rig.put(bell, "unknown")
    rig.home.remember(bell, "10:00", rig.clock.now)
    rig.attach(PurposeTrigger(kind="event.received", target={"entity_id": [bell]}, options={}))
    rig.home.report(bell, "10:00", {"event_type": "press"})
    assert not rig.fired


def test_an_update_that_became_available_fires() -> None:
    rig = Rig()
    rig.put("update.a", "off")
    rig.attach(PurposeTrigger(kind="update.became_available", target={"entity_id": ["update.a"]}))
    rig.home.report(EntityId("update.a"), "on", {})
    assert len(rig.fired) == 1


async def test_a_time_follows_its_entity() -> None:
    rig = Rig()
    clock = EntityId("input_datetime.wake")
    rig.put(clock, "14:00:00")
    rig.attach(TimeTrigger(at=(EntityTime(clock, -600.0),)))
    rig.home.report(clock, "15:00:00", {})
    await rig.alarms.advance(2 * 3600)
    assert [one.due_at for one in rig.fired] == [datetime(2026, 1, 1, 13, 50, tzinfo=UTC)]
    assert rig.fired[0].data["entity_id"] == clock


async def test_calendar_events_fire_once_each() -> None:
    rig = Rig()
    start = rig.clock.now + timedelta(hours=1)
    event = {
        "summary": "bins", "start": start.isoformat(), "end": (start + timedelta(1)).isoformat(),
    }  # fmt: skip
    rig.put("calendar.a", "off", events=[event])
    rig.attach(CalendarTrigger(entity_id=EntityId("calendar.a"), offset_s=-600.0))
    await rig.alarms.advance(3000)
    rig.put("calendar.a", "on", events=[event])
    await rig.alarms.advance(3000)
    assert [one.data["calendar_event"]["summary"] for one in rig.fired] == ["bins"]


def test_coming_home_fires_enter_only() -> None:
    rig = Rig()
    who, zone = EntityId("person.a"), EntityId("zone.home")
    rig.put(who, "not_home", latitude=52.6, longitude=13.4)
    for event in ("enter", "leave"):
        rig.attach(ZoneTrigger(entity_id=(who,), zone=zone, event=event))
    rig.put(who, "home", latitude=52.5, longitude=13.4)
    assert [one.data["event"] for one in rig.fired] == ["enter"]


def test_a_message_fires_if_its_rendered_value_is_the_wanted_one() -> None:
    rig = Rig()
    end = rig.attach(
        MqttTrigger(topic="a/+", payload="3", value_template=Template("{{ value_json.n }}"))
    )
    for payload in ('{"n": 3}', '{"n": 4}', "no json"):
        rig.messages.hearers["a/+"](MqttMessage("a/b", payload))
    assert [one.data["payload_json"] for one in rig.fired] == [{"n": 3}]
    end()
    assert not rig.messages.hearers


def test_a_webhook_tells_what_was_sent() -> None:
    rig = Rig()
    rig.attach(WebhookTrigger(webhook_id="w"))
    rig.outside.hearers["w"]({"webhook_id": "w", "json": {"a": 1}, "query": {}})
    assert rig.fired[0].data["json"] == {"a": 1}
