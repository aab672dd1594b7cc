"""Sentences that mean something only after another."""

from typing import Any

import pytest

from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Answer, Body, Question, Refusal, Request, Step, Steps
from hub.language.follow_up import chosen, follow_up, is_correction
from tests.language.home_for_tests import put, small_home

_DIMMABLE: dict[str, Any] = {"supported_color_modes": ["rgb"], "brightness": 100}


def home() -> Home:
    house = small_home()
    put(house, "light.floor_lamp", "Floor lamp", "living_room", state="on", **_DIMMABLE)
    put(house, "light.bedroom_ceiling", "Bedroom ceiling", "bedroom", state="on", **_DIMMABLE)
    return house


HOME = home()
CEILING, COUNTER = "light.kitchen_ceiling", "light.kitchen_counter"
BEDROOM = {"light.bedroom_lamp", "light.lamp_a", "light.bedroom_ceiling"}


def step(action: str, *targets: str, **data: Any) -> Step:
    command = parse_command(action, data)
    return Step.model_validate({"command": command, "targets": targets})


def after(said: str, *steps: Step) -> dict[str, Any]:
    targets = tuple(target for one in steps for target in one.targets)
    return {"last_said": said, "last_steps": steps, "spoken_of": targets}


LIGHTS_ON = after("turn on the kitchen lights", step("light.turn_on", CEILING, COUNTER))
ONE_DIMMED = after(
    "set the kitchen ceiling to 30 percent", step("light.turn_on", CEILING, brightness_pct=30)
)
BLINDS = after(
    "close the living room blinds", step("cover.close_cover", "cover.living_room_blinds")
)
ASKED = {"last_said": "is the desk lamp on?", "spoken_of": ("light.desk_lamp",)}
ASKED_WARMTH: dict[str, Any] = {"last_said": "how warm is it in the kitchen?"}


def said(text: str, before: dict[str, Any]) -> Body | Request | None:
    return follow_up(Request(text=text, **before), HOME)


def steps(text: str, before: dict[str, Any]) -> tuple[Step, ...]:
    body = said(text, before)
    assert isinstance(body, Steps), (text, body)
    return body.steps


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("and the bedroom too", BEDROOM),
        ("the bedroom as well", BEDROOM),
        ("And the bedroom.", BEDROOM),
        ("same for the bedroom", BEDROOM),
        ("do the same in the bedroom", BEDROOM),
        ("what about the bedroom?", BEDROOM),
        ("do it in the bedroom too", BEDROOM),
        ("the bedroom lamp too", {"light.bedroom_lamp"}),
        ("and the desk lamp please", {"light.desk_lamp"}),
        ("also the floor lamp", {"light.floor_lamp"}),
        ("same thing for the office", {"light.desk_lamp"}),
        ("and upstairs", BEDROOM | {"light.desk_lamp"}),
        ("und die Bedroom lamp auch", {"light.bedroom_lamp"}),
        ("la bedroom lamp aussi", {"light.bedroom_lamp"}),
    ],
)
def test_an_order_is_carried_over(text: str, targets: set[str]) -> None:
    [found] = steps(text, LIGHTS_ON)
    assert found.command.action == "light.turn_on"
    assert set(found.targets) == targets
    assert not is_correction(Request(text=text, **LIGHTS_ON))


def test_an_order_is_carried_over_to_another_kind_in_its_words() -> None:
    [found] = steps("and the bedroom fan too", LIGHTS_ON)
    assert (found.command.action, found.targets) == ("fan.turn_on", ("fan.bedroom_fan",))
    assert isinstance(said("and the front door lock too", LIGHTS_ON), Refusal)


def test_values_are_carried_over() -> None:
    [found] = steps("and the counter as well", ONE_DIMMED)
    assert found.command.data() == {"brightness_pct": 30}
    assert found.targets == (COUNTER,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("and the cellar too", "no_target"), ("and the garage as well", "no_target"),
        ("the porch lamp too", "unsupported"), ("same for the moon base", "no_target"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(text: str, code: str) -> None:
    body = said(text, LIGHTS_ON)
    assert isinstance(body, Refusal), body
    assert body.code == code


def test_of_namesakes_it_asks_and_carries_over_to_the_chosen() -> None:
    request = Request(text="the reading lamp too", **LIGHTS_ON)
    body = follow_up(request, HOME)
    assert isinstance(body, Question)
    assert set(body.options) == {"light.lamp_a", "light.lamp_b"}
    done = chosen(request, HOME, [EntityId("light.lamp_b")])
    assert isinstance(done, Steps)
    assert done.steps == (step("light.turn_on", "light.lamp_b"),)
    assert chosen(Request(text="turn on the lamp"), HOME, [EntityId("light.lamp_b")]) is None


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("no, the other one", {COUNTER}), ("the other one", {COUNTER}), ("wrong one", {COUNTER}),
        ("not that one", {COUNTER}), ("no, I meant the counter", {COUNTER}),
        ("I meant the bedroom lamp", {"light.bedroom_lamp"}), ("no, the bedroom", BEDROOM),
        ("not that one, the floor lamp", {"light.floor_lamp"}),
        ("not the ceiling but the counter", {COUNTER}),
        ("sorry, I meant the living room", {"light.floor_lamp", "light.lamp_b"}),
        ("actually the floor lamp", {"light.floor_lamp"}),
        ("the floor lamp instead", {"light.floor_lamp"}),
        ("oops, wrong lamp, I meant the floor lamp", {"light.floor_lamp"}),
    ],
)  # fmt: skip
def test_a_correction_goes_to_the_other(text: str, targets: set[str]) -> None:
    [found] = steps(text, ONE_DIMMED)
    assert set(found.targets) == targets
    assert is_correction(Request(text=text, **ONE_DIMMED))


def test_the_other_one_is_asked_about_when_there_are_several() -> None:
    before = after("turn on the bedroom lamp", step("light.turn_on", "light.bedroom_lamp"))
    body = said("no, the other one", before)
    assert isinstance(body, Question)
    assert set(body.options) == BEDROOM - {"light.bedroom_lamp"}


def test_the_other_one_of_two_namesakes_is_the_other_namesake() -> None:
    before = after("turn off the reading lamp", step("light.turn_off", "light.lamp_a"))
    [found] = steps("no, the other one", before)
    assert found.targets == ("light.lamp_b",)


def test_there_may_be_no_other() -> None:
    assert isinstance(said("no, the other one", BLINDS), Refusal)


@pytest.mark.parametrize(
    ("text", "before", "action", "data"),
    [
        ("a bit more", LIGHTS_ON, "light.turn_on", {"brightness_step_pct": 10}),
        ("more", ONE_DIMMED, "light.turn_on", {"brightness_step_pct": 10}),
        ("a bit less", ONE_DIMMED, "light.turn_on", {"brightness_step_pct": -10}),
        ("too much", ONE_DIMMED, "light.turn_on", {"brightness_step_pct": -10}),
        (
            "even more",
            after("dim the counter", step("light.turn_on", COUNTER, brightness_step_pct=-20)),
            "light.turn_on",
            {"brightness_step_pct": -10},
        ),
        (
            "a little more",
            after("turn the tv down", step("media_player.volume_down", "media_player.tv")),
            "media_player.volume_down",
            {},
        ),
        (
            "a bit less",
            after("make the tv louder", step("media_player.volume_up", "media_player.tv")),
            "media_player.volume_down",
            {},
        ),
        (
            "a bit more",
            after(
                "a bit warmer",
                step("climate.set_temperature", "climate.living_room", temperature=22),
            ),
            "climate.set_temperature",
            {"temperature": 23},
        ),
        (
            "a bit more",
            after(
                "make it cooler",
                step("climate.set_temperature", "climate.living_room", temperature=20),
            ),
            "climate.set_temperature",
            {"temperature": 19},
        ),
    ],
)
def test_a_bit_more_goes_on_the_same_way(
    text: str, before: dict[str, Any], action: str, data: dict[str, Any]
) -> None:
    for found in steps(text, before):
        assert (found.command.action, found.command.data()) == (action, data)


def test_more_of_what_has_no_measure_is_refused() -> None:
    locked = after("lock the door", step("lock.lock", "lock.front_door"))
    assert isinstance(said("a bit more", locked), Refusal)


@pytest.mark.parametrize(
    "text", ["again", "do it again", "once more", "noch mal", "encore", "repeat that"]
)
def test_again_repeats(text: str) -> None:
    assert steps(text, ONE_DIMMED) == ONE_DIMMED["last_steps"]
    again = said(text, ASKED)
    assert isinstance(again, Request)
    assert again.text == ASKED["last_said"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("brighter", "make it brighter"), ("a bit warmer", "make it a bit warmer"),
        ("too bright", "make it darker"), ("it's too loud", "make it quieter"),
        ("off again", "turn it off"), ("back on", "turn it on"), ("and close again", "close it"),
        ("no, 50 percent", "set it to 50 percent"), ("I meant 21 degrees", "set it to 21 degrees"),
        ("no, red", "make it red"), ("louder", "make it louder"), ("no, off", "turn it off"),
    ],
)  # fmt: skip
def test_what_leaves_it_out_is_said_in_full(text: str, sentence: str) -> None:
    found = said(text, ONE_DIMMED)
    assert isinstance(found, Request), found
    assert found.text == sentence
    assert found.spoken_of == ONE_DIMMED["spoken_of"]
    assert said(text, {}) is None


@pytest.mark.parametrize(
    ("text", "before", "sentence"),
    [
        ("and the bedroom lamp?", ASKED, "is the bedroom lamp on?"),
        ("what about the coffee maker?", ASKED, "is the coffee maker on?"),
        ("and in the bedroom?", ASKED_WARMTH, "how warm is it in the bedroom?"),
        ("what about the nursery?", ASKED_WARMTH, "how warm is it in the nursery?"),
        ("how about the living room", ASKED_WARMTH, "how warm is it in the living room?"),
        ("no, the bedroom lamp", ASKED, "is the bedroom lamp on?"),
        ("I meant the nursery", ASKED_WARMTH, "how warm is it in the nursery?"),
        (
            "I meant the kitchen",
            {"last_said": "turn off the lights in the attic"},
            "turn off the lights in the kitchen",
        ),
        ("and the attic", {"last_said": "how warm is it?"}, "how warm is it in the attic"),
    ],
)
def test_a_question_is_asked_again_of_another(
    text: str, before: dict[str, Any], sentence: str
) -> None:
    found = said(text, before)
    assert isinstance(found, Request), found
    assert found.text == sentence


@pytest.mark.parametrize(
    "text", ["never mind", "Never mind!", "forget it", "no thanks", "vergiss es", "laat maar"]
)
def test_never_mind_does_nothing(text: str) -> None:
    for before in (LIGHTS_ON, {}):
        assert isinstance(said(text, before), Answer)


@pytest.mark.parametrize(
    "text",
    [
        "turn on the desk lamp", "and turn off the tv", "no problem", "thanks", "and you too",
        "I love you too", "that's nice too", "and then she left", "the weather is nice too",
        "no way", "what about it", "and why", "is the lamp on", "and close it again", "",
        "and the lights are on", "I want all the lights off in here", "what about dinner",
    ],
)  # fmt: skip
def test_other_sentences_stand_for_themselves(text: str) -> None:
    found = said(text, LIGHTS_ON)
    assert found is None or isinstance(found, Refusal)
    assert not isinstance(found, Steps)


@pytest.mark.parametrize(
    "text",
    [
        "and the bedroom too",
        "no, the other one",
        "a bit more",
        "again",
        "and the bedroom",
        "I meant the bedroom",
    ],
)
def test_without_anything_before_there_is_nothing_to_follow(text: str) -> None:
    assert said(text, {}) is None


def test_only_a_correction_after_steps_is_one() -> None:
    assert not is_correction(Request(text="no, the other one"))
    assert not is_correction(Request(text="and the bedroom too", **LIGHTS_ON))
    assert not is_correction(Request(text="never mind", **LIGHTS_ON))
