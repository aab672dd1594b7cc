"""Triggers at work, one by one, over kills of the hub."""

from datetime import UTC, datetime, time

from hub.automation.model.rules import Misfire
from hub.automation.model.triggers import (
    EventTrigger,
    NumericStateTrigger,
    StateTrigger,
    TemplateTrigger,
    TimeTrigger,
)
from hub.automation.model.values import Template
from hub.home.ids import EntityId
from hub.home.model import Context
from tests.automation.firing.rig import Rig

LAMP = EntityId("light.lamp")
TEMP = EntityId("sensor.temp")


def test_only_the_wanted_change_fires_a_state_trigger() -> None:
    rig = Rig()
    rig.put(LAMP, "off")
    rig.attach(StateTrigger(entity_id=(LAMP,), from_=("off",), to=("on",)))
    rig.put(LAMP, "on", brightness=3)
    rig.put(LAMP, "on", brightness=4)
    rig.put(LAMP, "unavailable")
    rig.put(LAMP, "on")
    assert [one.data["to_state"].attributes for one in rig.fired] == [{"brightness": 3}]


def test_without_to_and_from_attributes_fire_too_but_not_with_to_null() -> None:
    rig = Rig()
    rig.put(LAMP, "on")
    rig.attach(StateTrigger(entity_id=(LAMP,)))
    rig.attach(StateTrigger(entity_id=(LAMP,), to_any=True))
    rig.put(LAMP, "on", brightness=4)
    assert len(rig.fired) == 1


def test_what_is_as_it_was_before_the_hub_started_fires_nothing() -> None:
    rig = Rig()
    rig.put(LAMP, "unknown")
    rig.home.remember(LAMP, "on", rig.home.now())
    rig.attach(StateTrigger(entity_id=(LAMP,), to=("on",)))
    rig.attach(StateTrigger(entity_id=(LAMP,), from_=("unknown",), to=("on",)))
    rig.put(LAMP, "on")
    assert len(rig.fired) == 1, "only who asks for unknown hears of it"
    rig.put(LAMP, "off")
    rig.put(LAMP, "on")
    assert len(rig.fired) == 2


async def test_for_ends_when_the_state_does() -> None:
    rig = Rig()
    rig.put(LAMP, "off")
    rig.attach(StateTrigger(entity_id=(LAMP,), to=("on",), for_=60.0))
    rig.put(LAMP, "on")
    await rig.alarms.advance(40)
    rig.put(LAMP, "on", brightness=4)
    rig.put(LAMP, "off")
    rig.put(LAMP, "on")
    await rig.alarms.advance(59)
    assert not rig.fired
    await rig.alarms.advance(1)
    assert len(rig.fired) == 1
    assert rig.fired[0].data["for"].total_seconds() == 60


async def test_for_goes_on_after_a_kill_with_its_own_time() -> None:
    rig = Rig()
    rig.put(LAMP, "off")
    trigger = StateTrigger(entity_id=(LAMP,), to=("on",), for_=600.0)
    rig.attach(trigger)
    rig.put(LAMP, "on")
    due_at = rig.alarms.at("for/")
    rig = await rig.after_kill(100)
    rig.attach(trigger)
    rig.put(LAMP, "on")
    assert rig.alarms.at("for/") == due_at
    await rig.alarms.advance(500)
    assert [one.data["from_state"].state for one in rig.fired] == ["off"]
    await rig.waits.flush()
    assert not await rig.store.waits()


async def test_for_is_over_when_the_entity_is_heard_of_otherwise_after_a_kill() -> None:
    rig = Rig()
    rig.put(LAMP, "off")
    trigger = StateTrigger(entity_id=(LAMP,), to=("on",), for_=600.0)
    rig.attach(trigger)
    rig.put(LAMP, "on")
    rig = await rig.after_kill(100)
    rig.attach(trigger)
    rig.put(LAMP, "off")
    await rig.alarms.advance(1000)
    assert not rig.fired


def test_numeric_state_fires_on_crossing_only() -> None:
    rig = Rig()
    rig.put(TEMP, "21")
    rig.attach(NumericStateTrigger(entity_id=(TEMP,), above=20.0))
    for value in ("22", "20", "20.5", "25", "unavailable", "25", "nonsense", "26"):
        rig.put(TEMP, value)
    assert [one.data["to_state"].state for one in rig.fired] == ["20.5", "25"]


def test_a_template_fires_when_it_comes_to_be_true() -> None:
    rig = Rig()
    rig.put(LAMP, "on")
    source = "{{ states('light.lamp') == 'on' }}"
    rig.attach(TemplateTrigger(value_template=Template(source)))
    for state in ("on", "off", "on", "on", "off", "on"):
        rig.put(LAMP, state)
    assert len(rig.fired) == 2


def test_an_event_fires_when_it_holds_what_is_wanted() -> None:
    rig = Rig()
    wanted = {"a": {"b": 1}}
    rig.attach(EventTrigger(event_type=("ring",), event_data=wanted))
    rig.home.fire("ring", {"a": {"b": 1, "c": 2}, "d": 3}, Context())
    rig.home.fire("ring", {"a": {"b": 2}}, Context())
    rig.home.fire("song", {"a": {"b": 1}}, Context())
    assert [one.data["event"]["data"]["d"] for one in rig.fired] == [3]


async def test_several_missed_times_run_once_if_the_last_is_not_too_late() -> None:
    rig = Rig()
    trigger = TimeTrigger(at=(time(7),))
    rig.attach(trigger)
    rig = await rig.after_kill(2 * 86400 + 18 * 3600 + 300)
    rig.attach(trigger)
    await rig.alarms.advance(1)
    assert [one.due_at for one in rig.fired] == [datetime(2026, 1, 4, 6, tzinfo=UTC)]
    assert not rig.missed
    assert rig.alarms.at("next") == datetime(2026, 1, 5, 6, tzinfo=UTC)


async def test_what_is_too_late_is_reported() -> None:
    rig = Rig()
    trigger = TimeTrigger(at=(time(7),))
    rig.attach(trigger)
    rig = await rig.after_kill(20 * 3600)
    rig.attach(trigger, misfire=Misfire("skip"))
    await rig.alarms.advance(1)
    assert not rig.fired
    assert rig.missed == [datetime(2026, 1, 2, 6, tzinfo=UTC)]


async def test_a_clock_set_back_fires_nothing_twice() -> None:
    rig = Rig()
    trigger = TimeTrigger(at=(time(14),))
    rig.attach(trigger)
    await rig.alarms.advance(3601)
    assert len(rig.fired) == 1
    rig = await rig.after_kill(-1800)
    rig.attach(trigger)
    await rig.alarms.advance(3600)
    assert not rig.fired
