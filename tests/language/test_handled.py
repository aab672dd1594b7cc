"""Intents that programs name: whatever they put into the slots, there is a plan or a reason."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, FloorId
from hub.home.keeping import NothingKept
from hub.home.model import Area, Floor
from hub.home.plan import Plan, Request, Steps
from hub.language.asking import ASKING
from hub.language.chores.timer_intents import TIMER_INTENTS
from hub.language.handled import plan_intent
from hub.language.household import HOUSEHOLD
from hub.language.intents import _ACTING
from tests.support.fakes import put

INTENTS = sorted({*_ACTING, *ASKING, *HOUSEHOLD, *TIMER_INTENTS, "HassBroadcast", "Mine"})
SLOTS = [
    "name", "area", "floor", "domain", "device_class", "brightness", "position", "temperature",
    "percentage", "color", "option", "number", "item", "hours", "minutes", "seconds",
    "volume_level", "volume_step", "hvac_mode", "fan_mode", "search_query", "state", "said_name",
]  # fmt: skip
WORDS = st.sampled_from(["Kitchen", "kitchen", "light.kitchen", "ground", "light", "red", "50", ""])
NUMBERS = st.integers() | st.floats() | st.sampled_from([50, 1e400, -1])
VALUES = WORDS | st.text(max_size=5) | NUMBERS | st.none() | st.booleans() | st.just([1, 2])
HELD = VALUES | st.builds(lambda value: {"value": value, "text": "x"}, VALUES)


def small_home() -> Home:
    home = Home()
    home.put_floor(Floor(FloorId("ground"), "Ground", 0))
    home.put_area(Area(AreaId("kitchen"), "Kitchen", FloorId("ground")))
    modes = {"supported_color_modes": ["hs", "color_temp"]}
    put(home, "light.kitchen", area_id=AreaId("kitchen"), attributes=modes)
    for entity_id, state in (
        ("cover.blind", "closed"), ("lock.front", "locked"), ("climate.hall", "heat"),
        ("fan.attic", "on"), ("media_player.den", "playing"), ("todo.shopping", "0"),
        ("vacuum.rover", "docked"), ("sensor.warmth", "21"), ("number.level", "3"),
        ("select.mode", "a"),
    ):  # fmt: skip
        put(home, entity_id, state, area_id=AreaId("kitchen"))
    return home


HOME = small_home()


@example("HassLightSet", {"temperature": float("inf")})
@example("HassSetPosition", {"position": float("nan")})
@given(st.sampled_from(INTENTS), st.dictionaries(st.sampled_from(SLOTS), HELD, max_size=4))
def test_whatever_stands_in_the_slots_there_is_a_plan_or_a_reason(
    intent: str, slots: dict[str, Any]
) -> None:
    request = Request(language="en")
    try:
        plan = plan_intent(HOME, intent, slots, request, NothingKept())
    except HubError as error:
        assert str(error)
        return
    assert isinstance(plan, Plan)
    assert plan.request is request


def test_a_name_an_area_and_a_floor_say_what_is_meant() -> None:
    for slots in ({"name": "light.kitchen"}, {"area": "Kitchen", "domain": "light"},
                  {"floor": {"value": "ground"}, "domain": ["light"]}):  # fmt: skip
        plan = plan_intent(HOME, "HassTurnOn", slots, Request(language="en"), NothingKept())
        assert isinstance(plan.body, Steps)
        assert [step.targets for step in plan.body.steps] == [("light.kitchen",)]
