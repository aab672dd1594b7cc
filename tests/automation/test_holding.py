"""Conditions hold as Home Assistant has them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.automation.holding import all_hold, holds
from hub.automation.model.conditions import (
    AndCondition,
    AnyCondition,
    DeviceCondition,
    NotCondition,
    NumericStateCondition,
    OrCondition,
    StateCondition,
    SunCondition,
    TemplateCondition,
    TimeCondition,
    TriggerCondition,
    ZoneCondition,
)
from hub.automation.model.values import Template
from hub.automation.templates import HomeTemplates
from hub.automation.world import World
from hub.home.home import Home
from hub.home.ids import EntityId
from tests.support.fakes import ManualClock, put
from tests.support.keeping import AMSTERDAM, ManualAlarms

LAMP, TEMP, GONE = EntityId("light.lamp"), EntityId("sensor.temp"), EntityId("light.gone")
ON = StateCondition(entity_id=(LAMP,), state=("on",))
OFF = StateCondition(entity_id=(LAMP,), state=("off",))
LOST = StateCondition(entity_id=(GONE,), state=("on",))


def _world(now: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC)) -> World:
    clock, nothing = ManualClock(now), None
    home = Home(now=clock)
    put(home, LAMP, "on", attributes={"level": 5})
    put(home, TEMP, "20.5")
    put(home, "input_number.limit", "20")
    unused: Any = nothing
    return World(
        home,
        AMSTERDAM,
        clock,
        HomeTemplates(home, AMSTERDAM, clock),
        ManualAlarms(clock),
        unused,
        unused,
        unused,
    )


def _says(condition: AnyCondition, world: World | None = None, **variables: Any) -> bool:
    return holds(condition, variables, world or _world())


_PARTS = st.sampled_from([ON, OFF, LOST, replace(OFF, enabled=False)])
_VALUES: dict[int, bool | str] = {id(ON): True, id(OFF): False, id(LOST): "error"}


def _value(part: StateCondition) -> bool | str | None:
    return None if part.enabled is False else _VALUES[id(part)]


@given(st.lists(_PARTS, min_size=1, max_size=4))
def test_and_or_and_not_with_errors_and_parts_switched_off(parts: list[StateCondition]) -> None:
    values, inner = [_value(part) for part in parts], tuple(parts)
    is_lost = "error" in values
    assert _says(AndCondition(conditions=inner)) is (False not in values and not is_lost)
    assert _says(OrCondition(conditions=inner)) is (True in values)
    assert _says(NotCondition(conditions=inner)) is (True not in values and not is_lost)


@given(st.times(), st.times(), st.times())
def test_times_of_day_hold_across_midnight(after: time, before: time, at: time) -> None:
    now = datetime.combine(date(2026, 1, 14), at, tzinfo=AMSTERDAM.time_zone)
    got = _says(TimeCondition(after=after, before=before), _world(now.astimezone(UTC)))
    is_within = after <= at < before if after < before else at >= after or at < before
    assert got is is_within


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(-50, 50))
def test_numbers_lie_strictly_between_bounds(number: float, above: float, below: float) -> None:
    world = _world()
    world.home.report(TEMP, repr(number), {})
    condition = NumericStateCondition(entity_id=(TEMP,), above=above, below=below)
    assert _says(condition, world) is (above < number < below)


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (replace(ON, attribute="level", state=(5,)), True),
        (replace(ON, attribute="level", state=("5",)), False),
        (replace(ON, attribute="none", state=("5",)), False),
        (replace(ON, attribute="friendly_name", state=("Lamp",)), True),
        (replace(ON, entity_id=(LAMP, TEMP)), False),
        (replace(ON, entity_id=(LAMP, TEMP), match="any"), True),
        (StateCondition(entity_id=(TEMP,), state=("input_number.limit", "20.5")), True),
        (NumericStateCondition(entity_id=(TEMP,), above=EntityId("input_number.limit")), True),
        (NumericStateCondition(entity_id=(LAMP,), above=1), False),
        (NumericStateCondition(entity_id=(LAMP,), above=4, attribute="level"), True),
        (TemplateCondition(value_template=Template("{{ states('light.lamp') }}")), False),
        (TemplateCondition(value_template=Template("{{ is_state('light.lamp', 'on') }}")), True),
        (TemplateCondition(value_template=Template("{{ missing }}")), False),
        (TriggerCondition(id=("a", "b")), True),
        (TriggerCondition(id=("c",)), False),
        (DeviceCondition(domain="light", type="is_on", entity_id=LAMP), True),
        (DeviceCondition(domain="light", type="is_on", device_id="x"), False),
        (DeviceCondition(domain="sensor", type="is_temperature", entity_id=TEMP,
                         keys={"above": 20}), True),
        (TimeCondition(weekday=("thu",)), True),
        (TimeCondition(weekday=("fri",)), False),
    ],
)  # fmt: skip
def test_single_conditions(condition: AnyCondition, wanted: bool) -> None:  # noqa: FBT001
    assert _says(condition, trigger={"id": "a", "idx": "0"}) is wanted


def test_for_counts_from_the_last_change_of_the_state() -> None:
    world = _world()
    condition = replace(ON, for_=Template("{{ minutes * 60 }}"))
    clock: Any = world.now
    clock.advance(299)
    assert not _says(condition, world, minutes=5)
    clock.advance(2)
    assert _says(condition, world, minutes=5)


@pytest.mark.parametrize(
    ("condition", "hours"),
    [
        (SunCondition(after="sunset"), range(17, 24)),
        (SunCondition(before="sunrise"), range(9)),
        (SunCondition(after="sunset", before="sunrise"), [*range(9), *range(17, 24)]),
        (SunCondition(after="sunrise", before="sunset"), range(9, 17)),
        (SunCondition(after="sunset", after_offset_s=-7200), range(15, 24)),
    ],
)
def test_the_sun_is_that_of_today(condition: SunCondition, hours: Any) -> None:
    # In Amsterdam the sun rises at 08:46 and sets at 16:52 on this day.
    midnight = datetime(2026, 1, 14, tzinfo=AMSTERDAM.time_zone)
    assert [
        hour
        for hour in range(24)
        if _says(condition, _world((midnight + timedelta(hours=hour)).astimezone(UTC)))
    ] == list(hours)


def test_somebody_is_in_a_zone_by_position_else_by_state() -> None:
    world = _world()
    position = {"latitude": 52.37, "longitude": 4.89}
    put(world.home, "zone.work", "0", attributes={**position, "radius": 50})
    anna = put(world.home, "person.anna", "not_home", attributes=position)
    condition = ZoneCondition(entity_id=(anna,), zone=(EntityId("zone.work"),))
    assert _says(condition, world)
    world.home.report(anna, "not_home", {**position, "latitude": 52.38})
    assert not _says(condition, world)
    world.home.report(anna, "Work", {})
    assert _says(condition, world)
    assert not _says(replace(condition, zone=(EntityId("zone.none"),)), world)


def test_what_was_looked_at_is_noted_with_its_path() -> None:
    noted: dict[str, Any] = {}
    both = AndCondition(conditions=(ON, LOST))
    assert all_hold((both,), {}, _world(), note=noted.__setitem__) is None
    assert noted["0/conditions/0"] == {"result": True, "seen": {ON.entity_id[0]: "on"}}
    assert "light.gone" in noted["0"]["error"]
