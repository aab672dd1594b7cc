"""The fast matcher: what it accepts, what it leaves, and how fast it is."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.plan import Answer, Plan, Question, Refusal, Request, Steps
from hub.language.matcher import FastMatcher
from tests.language.home_for_tests import put, small_home


@pytest.fixture(scope="module")
def home() -> Home:
    return small_home()


@pytest.fixture(scope="module")
def matcher(home: Home) -> FastMatcher:
    return FastMatcher(home)


def effects(plan: Plan | None) -> set[tuple[str, str]]:
    assert plan is not None
    assert isinstance(plan.body, Steps), plan.body
    return {(target, step.command.verb) for step in plan.steps for target in step.targets}


KITCHEN_OFF = {("light.kitchen_ceiling", "turn_off"), ("light.kitchen_counter", "turn_off")}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("turn off the kitchen lights", KITCHEN_OFF),
        ("Hey Lares, could you turn off the kitchen lights, please?", KITCHEN_OFF),
        (
            "turn off the kitchen lights and close the living room blinds",
            KITCHEN_OFF | {("cover.living_room_blinds", "close_cover")},
        ),
        ("turn off the kitchen lights and the desk lamp",
         KITCHEN_OFF | {("light.desk_lamp", "turn_off")}),
        ("turn the desk lamp and the bedroom lamp off",
         {("light.desk_lamp", "turn_off"), ("light.bedroom_lamp", "turn_off")}),
        ("open the garage and unlock the front door",
         {("cover.garage_door", "open_cover"), ("lock.front_door", "unlock")}),
        ("turn off the office and kitchen lights",
         KITCHEN_OFF | {("light.desk_lamp", "turn_off")}),
        ("unlock the front door", {("lock.front_door", "unlock")}),
        ("lock the front door", {("lock.front_door", "lock")}),
        ("open the garage door", {("cover.garage_door", "open_cover")}),
        ("start dusty", {("vacuum.dusty", "start")}),
        ("open the garden tap", {("valve.garden", "open_valve")}),
        ("pause the tv", {("media_player.tv", "media_pause")}),
        ("add bread to the shopping list", {("todo.shopping", "add_item")}),
        ("toggle the desk lamp", {("light.desk_lamp", "toggle")}),
        ("set the bedroom fan to 40%", {("fan.bedroom_fan", "set_percentage")}),
    ],
)  # fmt: skip
def test_orders_become_exactly_these_steps(
    matcher: FastMatcher, sentence: str, expected: set[tuple[str, str]]
) -> None:
    assert effects(matcher.match(Request(text=sentence))) == expected


@pytest.mark.parametrize(
    ("sentence", "data"),
    [
        ("set the bedroom lamp to 40%", {"brightness_pct": 40}),
        ("set the bedroom lamp to blue", {"color_name": "blue"}),
        ("set the living room thermostat to 22 degrees", {"temperature": 22}),
        ("set the living room blinds to 30%", {"position": 30}),
        ("set the tv volume to 15 percent", {"volume_level": 0.15}),
    ],
)
def test_values_reach_the_command(
    matcher: FastMatcher, sentence: str, data: dict[str, object]
) -> None:
    plan = matcher.match(Request(text=sentence))
    assert plan is not None
    (step,) = plan.steps
    assert step.command.data() == data


@pytest.mark.parametrize(
    "sentence",
    [
        "is the front door locked?",
        "what is the temperature in the nursery?",
        "which lights are on in the kitchen?",
        "did you turn off the kitchen lights?",
        "the desk lamp is on",
        "I turned off the kitchen lights",
        "kitchen lights on?",
        "desk lamp",
        "don't turn off the kitchen lights",
        "never unlock the front door",
        "turn off the kitchen lights when I leave",
        "turn on the desk lamp in 10 minutes",
        "unlock the front door at 7 pm",
        "unlock the front door at 7",
        "lock the front door and not the garage door",
        "if it rains close the living room blinds",
    ],
)
def test_questions_statements_and_laters_move_nothing(matcher: FastMatcher, sentence: str) -> None:
    plan = matcher.match(Request(text=sentence))
    assert plan is None or not plan.steps


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("is the front door locked?", "Yes, Front door lock (Hall) is locked."),
        ("what is the temperature in the nursery?", "The nursery temperature is 21.5 °C."),
        ("what is the temperature in the attic?",
         "The attic temperature is unavailable: it cannot be reached right now."),
        ("is the back door open?", "No, Back door (Kitchen) is closed."),
    ],
)  # fmt: skip
def test_questions_are_answered_from_states(matcher: FastMatcher, sentence: str, text: str) -> None:
    plan = matcher.match(Request(text=sentence))
    assert plan is not None
    assert isinstance(plan.body, Answer)
    assert plan.body.text == text


def test_the_lights_are_those_of_the_speakers_area(matcher: FastMatcher) -> None:
    plan = matcher.match(Request(text="turn off the lights", area_id=AreaId("kitchen")))
    assert effects(plan) == KITCHEN_OFF


def test_the_lights_without_an_area_are_all_lights(matcher: FastMatcher) -> None:
    found = effects(matcher.match(Request(text="turn off the lights")))
    assert {target.partition(".")[0] for target, _ in found} == {"light"}
    assert len(found) == 6


def test_a_shared_name_is_the_one_near_the_speaker_or_a_question(matcher: FastMatcher) -> None:
    near = matcher.match(Request(text="turn off the reading lamp", area_id=AreaId("bedroom")))
    assert effects(near) == {("light.lamp_a", "turn_off")}
    far = matcher.match(Request(text="turn off the reading lamp"))
    assert far is not None
    assert isinstance(far.body, Question)
    assert far.body.options == ("light.lamp_a", "light.lamp_b")


def test_what_cannot_be_is_refused_with_the_reason(matcher: FastMatcher) -> None:
    for sentence, code, words in (
        ("turn on the porch lamp", "unavailable", "Porch lamp"),
        ("set the desk lamp to 30%", "unsupported", "cannot be dimmed"),
        ("set the living room thermostat to 50 degrees", "unsupported", "above the highest"),
        ("close the kitchen blinds", "no_target", "Kitchen"),
    ):
        plan = matcher.match(Request(text=sentence))
        assert plan is not None, sentence
        assert isinstance(plan.body, Refusal), plan.body
        assert plan.body.code == code
        assert words in plan.body.text


def test_an_absent_thing_beside_others_is_left_out_in_words(matcher: FastMatcher) -> None:
    plan = matcher.match(Request(text="turn off the kitchen lights and close the kitchen blinds"))
    assert effects(plan) == KITCHEN_OFF
    assert plan is not None
    assert isinstance(plan.body, Steps)
    assert plan.body.left_out == ("There is no blind in Kitchen",)


def test_a_thing_that_is_nowhere_is_refused_by_name(matcher: FastMatcher) -> None:
    alone = matcher.match(Request(text="turn on the jacuzzi"))
    assert alone is not None
    assert isinstance(alone.body, Refusal)
    assert alone.body.text == "There is no jacuzzi here."
    beside = matcher.match(Request(text="turn off the kitchen lights and the jacuzzi"))
    assert effects(beside) == KITCHEN_OFF
    assert beside is not None
    assert isinstance(beside.body, Steps)
    assert beside.body.left_out == ("There is no jacuzzi here",)


@pytest.mark.parametrize("sentence", ["turn on the kichen lihgts", "turn it off", "open up"])
def test_misspellings_and_pointing_words_are_left_to_the_model(
    matcher: FastMatcher, sentence: str
) -> None:
    assert matcher.match(Request(text=sentence)) is None


def test_a_device_added_to_an_order_is_the_one_meant(matcher: FastMatcher) -> None:
    plan = matcher.match(Request(text="turn off the light Desk lamp"))
    assert effects(plan) == {("light.desk_lamp", "turn_off")}


def test_one_unnamed_lamp_among_many_is_asked_about(matcher: FastMatcher) -> None:
    plan = matcher.match(Request(text="turn off the lamp"))
    assert plan is not None
    assert isinstance(plan.body, Question)
    assert len(plan.body.options) == 7


def test_another_sun_blocker_is_offered_not_moved(home: Home) -> None:
    put(home, "cover.office", "Office curtain", "office", device_class="curtain")
    plan = FastMatcher(home).match(Request(text="close the office blinds"))
    assert plan is not None
    assert isinstance(plan.body, Question)
    assert plan.body.options == ("cover.office",)


def test_a_part_that_is_not_understood_leaves_all_to_the_model(matcher: FastMatcher) -> None:
    assert matcher.match(Request(text="turn off the desk lamp and frobnicate the lamp")) is None


def test_new_entities_are_known_at_once() -> None:
    home = small_home()
    matcher = FastMatcher(home)
    assert matcher.match(Request(text="turn on the lava lamp")) is None
    put(home, "light.lava", "Lava lamp", "bedroom")
    assert effects(matcher.match(Request(text="turn on the lava lamp"))) == {
        ("light.lava", "turn_on")
    }


async def test_other_languages_match_too() -> None:
    home = Home()
    put(home, "light.stehlampe", "Stehlampe")
    matcher = FastMatcher(home)
    await matcher.warm(["en", "de", "xx"])
    plan = matcher.match(Request(text="Schalte die Stehlampe ein", language="de-DE"))
    assert effects(plan) == {("light.stehlampe", "turn_on")}
    assert matcher.match(Request(text="bla", language="xx")) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_plan_or_none(text: str) -> None:
    plan = _MATCHER.match(Request(text=text))
    assert plan is None or plan.planner == "matcher"


_MATCHER = FastMatcher(small_home())


def test_five_hundred_entities_stay_fast() -> None:
    home = small_home()
    for number in range(480):
        put(home, f"light.lamp_{number}", f"Lamp number {number}", "attic")
    matcher = FastMatcher(home)
    took = []
    matcher.match(Request(text="turn on the desk lamp"))
    for sentence in ("turn on the desk lamp", "turn off the kitchen lights", "what is this") * 20:
        started = time.perf_counter()
        matcher.match(Request(text=sentence))
        took.append(time.perf_counter() - started)
    assert sorted(took)[len(took) // 2] < 0.04
