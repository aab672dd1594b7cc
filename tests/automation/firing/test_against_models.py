"""Random streams of reports, against models too plain to be wrong."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.automation.model.triggers import NumericStateTrigger, StateTrigger
from hub.home.ids import EntityId
from tests.automation.firing.rig import Rig

LAMP, TEMP = EntityId("light.lamp"), EntityId("sensor.temp")
NUMBERS = st.lists(st.one_of(st.integers(0, 4), st.just("unavailable")), max_size=30)
STEPS = st.lists(st.tuples(st.sampled_from(["on", "off"]), st.integers(0, 90)), max_size=20)


@given(NUMBERS)
@settings(max_examples=60, deadline=None)
def test_numbers_fire_each_time_they_come_to_lie_within(values: list[int | str]) -> None:
    rig = Rig()
    rig.put(TEMP, "0")
    rig.attach(NumericStateTrigger(entity_id=(TEMP,), above=1.0, below=4.0))
    expected, was_within = 0, False
    for value in values:
        rig.put(TEMP, str(value))
        within = value in {2, 3}
        expected += within and not was_within
        was_within = within
    assert len(rig.fired) == expected


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_for_fires_once_a_minute_of_on_is_full(steps: list[tuple[str, int]]) -> None:
    rig = Rig()
    rig.put(LAMP, "off")
    rig.attach(StateTrigger(entity_id=(LAMP,), to=("on",), for_=60.0))
    expected, on_s, state = 0, 0, "off"
    for now, seconds in steps:
        if now != state:
            on_s, state = 0, now
        rig.put(LAMP, now)
        asyncio.run(rig.alarms.advance(seconds))
        if state == "on":
            expected += on_s < 60 <= on_s + seconds
            on_s += seconds
    assert len(rig.fired) == expected
