"""What counts as a verified change, and what as a wrong one."""

from typing import Any

import pytest

from hub.home.ids import EntityId
from hub.home.model import State
from hub.language.evaluation.cases import Case
from tests.bench.voice.house import entity_of, state_of
from tests.bench.voice.state_change import CameTo, Seen, is_back, provable, verdict, wishes
from tests.bench.voice.suites import own_suite, some
from tests.support.voice_hub import Sent

LAMP, OTHER = EntityId("light.bedside_lamp"), EntityId("light.desk_lamp")
FORTY = "Set the bedside lamp to forty percent."
UPSTAIRS = "Turn off all the lights upstairs."


def case_of(text: str) -> Case:
    return next(case for case in own_suite().cases if case.say == text)


def state(entity_id: str, value: str, **attributes: Any) -> State:
    return state_of({"entity_id": entity_id, "state": value, "attributes": attributes})


def seen(*states: State, is_verified: bool = True, asks: bool = False) -> Seen:
    known = {LAMP: state(LAMP, "off"), OTHER: state(OTHER, "off")}
    return Seen(
        moved={each.entity_id for each in states},
        states={**known, **{each.entity_id: each for each in states}},
        is_verified=is_verified,
        asks=asks,
    )


@pytest.mark.parametrize(
    ("what", "came_to", "why"),
    [
        (seen(state(LAMP, "on", brightness=102)), CameTo.RIGHT, ""),
        (seen(state(LAMP, "on", brightness=30)), CameTo.WRONG, "not on at 40 %"),
        (
            seen(state(LAMP, "on", brightness=102), state(OTHER, "on")),
            CameTo.WRONG,
            "moved light.desk_lamp",
        ),
        (seen(state(OTHER, "on"), asks=True), CameTo.WRONG, "moved light.desk_lamp"),
        (
            seen(state(LAMP, "on", brightness=102), is_verified=False),
            CameTo.MISSED,
            "does not call it done",
        ),
        (seen(), CameTo.MISSED, "nothing was done"),
        (seen(asks=True), CameTo.ASKED, "asked back"),
    ],
)
def test_what_it_came_to(what: Seen, came_to: CameTo, why: str) -> None:
    found = verdict(case_of(FORTY), what)
    assert found.came_to is came_to
    assert why in found.why


def test_what_is_so_already_may_be_left_out_and_the_rest_not() -> None:
    case = case_of(UPSTAIRS)
    (wish,) = wishes(case)
    off = {each: state(each, "off") for each in wish}
    were_on = {EntityId("light.bedside_lamp"), EntityId("light.night_light")}
    done = Seen(moved=were_on, states=off, is_verified=True)
    half = Seen(moved={LAMP}, states=off | {OTHER: state(OTHER, "on")}, is_verified=True)
    left = off | {EntityId("light.night_light"): state("light.night_light", "on")}
    assert verdict(case, done).came_to is CameTo.RIGHT
    assert verdict(case, half).came_to is CameTo.RIGHT
    found = verdict(case, Seen(moved={LAMP}, states=left, is_verified=True))
    assert (found.came_to, found.why) == (CameTo.MISSED, "light.night_light is on, not off")


def test_one_of_several_ways_is_enough() -> None:
    case = case_of("Turn off the heating in the bedroom.")
    bedroom = EntityId("climate.bedroom")
    states = {bedroom: state(bedroom, "off")}
    found = verdict(case, Seen(moved={bedroom}, states=states, is_verified=True))
    assert found.came_to is CameTo.RIGHT


def test_there_are_enough_sentences_that_can_be_proved() -> None:
    cases = provable(own_suite().cases)
    assert len(cases) >= 30
    said = [case.say for case in cases]
    assert "Activate movie night." not in said  # a scene reports nothing
    assert "Make it a bit warmer in the nursery." not in said  # how much is left open
    assert len(some(cases, 24)) == len({case.say for case in some(cases, 24)}) == 24
    assert some(cases, 1000) == cases


def test_as_before_is_told_by_what_people_change() -> None:
    before = state(LAMP, "off", brightness=None, voltage=229)
    assert is_back(state(LAMP, "off", brightness=None, voltage=231), before)
    assert not is_back(state(LAMP, "off", brightness=3), before)
    assert not is_back(state(LAMP, "on", brightness=None), before)


def test_a_command_names_its_device() -> None:
    for topic in ("virtual/light/desk_lamp/set", "virtual/light/desk_lamp/brightness/set"):
        assert entity_of(Sent(topic, "ON", 0.0)) == OTHER
