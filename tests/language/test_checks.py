"""A plan stands only if the sentence asks for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.ids import AreaId, EntityId
from hub.home.plan import Question, Refusal, Request, Steps
from hub.language.candidate import Query
from hub.language.checks import Proposal, checked
from hub.language.plan_parser import ParsedPlan, parse_plan
from hub.language.sentence import Mood, Sentence
from tests.language.home_for_tests import put
from tests.support.small_house import candidates, small_house

HOME = small_house()
CANDIDATES = candidates(HOME)


def judged(
    said: str,
    plan: str,
    *,
    sure: float = 0.9,
    area: str | None = None,
    trained: bool = False,
) -> ParsedPlan:
    return checked(
        Proposal(parse_plan(plan, CANDIDATES), sure, trusts_verbs=trained),
        request=Request(text=said, area_id=AreaId(area) if area else None),
        home=HOME,
        candidates=CANDIDATES,
        threshold=0.3,
    )


@pytest.mark.parametrize(
    ("said", "plan"),
    [
        ("turn off the desk lamp", "turn off Desk lamp"),
        ("could you switch the kitchen lights off?", "turn off Kitchen ceiling, Counter lights"),
        ("make the kitchen ceiling forty percent", "set Kitchen ceiling to 40%"),
        ("bedroom fan to half", "set Bedroom fan to 50%"),
        ("floor lamp blue please", "set Floor lamp to blue"),
        ("heat the nursery to twenty-one", "set Nursery thermostat to 21°"),
        ("close the blinds", "close Left blind, Right blind"),
        ("unlock the front door", "unlock Front door"),
        ("open the garage", "open Garage door"),
        ("turn off the lamp on the desk", "turn off Desk lamp"),
        ("switch off the kitchen lights", "turn off Counter lights, Kitchen ceiling"),
        ("make the desk lamp a bit brighter", "brighten Desk lamp"),
        ("set the floor lamp to warm white", "set Floor lamp to warm white"),
        ("everything off in the study", "turn off Desk lamp"),
        ("washer program cotton 60", "set Washer program to Cotton 60"),
    ],
)
def test_follows(said: str, plan: str) -> None:
    assert isinstance(judged(said, plan), Steps), judged(said, plan)


@pytest.mark.parametrize(
    ("said", "plan"),
    [
        ("turn off the desk lamp", "turn off Kitchen ceiling"),
        ("turn off the desk lamp", "turn on Desk lamp"),
        ("make the kitchen ceiling forty percent", "set Kitchen ceiling to 50%"),
        ("dim the desk lamp to 30", "turn on Desk lamp"),
        ("lock the front door", "unlock Front door"),
        ("turn on the kitchen lights", "turn on Floor lamp"),
        ("the front door is unlocked", "unlock Front door"),
        ("is the desk lamp on?", "turn on Desk lamp"),
        ("what about the garage door", "open Garage door"),
        ("don't open the garage door", "open Garage door"),
        ("turn off the desk lamp at 7", "turn off Desk lamp"),
        ("turn off the desk lamp in twenty minutes", "turn off Desk lamp"),
        ("when I leave, lock the front door", "lock Front door"),
        ("turn on the desk lamp every evening", "turn on Desk lamp"),
        ("floor lamp blue", "set Floor lamp to red"),
        ("floor lamp warm white", "set Floor lamp to white"),
        ("turn off the lamp on the desk", "turn on Desk lamp"),
        ("lock the open front door", "unlock Front door"),
        ("close the open garage", "open Garage door"),
        ("turn on the lamp", "turn on Floor lamp"),
        ("switch off the kitchen lights", "turn off Coffee machine"),
        ("nursery to 30 percent", "set Nursery thermostat to 30°"),
        ("dim the desk lamp to 30", "dim Desk lamp"),
        ("close both blinds", "close Left blind"),
        ("turn off the desk lamp and the floor lamp", "turn off Desk lamp"),
        ("hello there", "unlock Front door"),
    ],
)
def test_does_not_follow(said: str, plan: str) -> None:
    assert isinstance(judged(said, plan), Refusal | Question), judged(said, plan)


def test_an_improbable_plan_is_asked_about() -> None:
    body = judged("turn off the desk lamp", "turn off Desk lamp", sure=0.1)
    assert isinstance(body, Question)
    assert body.text == "Did you mean to turn off the Desk lamp?"


def test_the_speakers_area_is_meant_where_none_is_said() -> None:
    here = judged("lights off", "turn off Kitchen ceiling, Counter lights", area="kitchen")
    assert isinstance(here, Steps)
    assert not isinstance(judged("lights off", "turn off Desk lamp", area="kitchen"), Steps)


def test_schedules_are_refused_as_such() -> None:
    body = judged("turn off the desk lamp tomorrow", "turn off Desk lamp")
    assert isinstance(body, Refusal)
    assert "schedule" in body.text
    assert body.code == "unsupported"


def test_a_query_needs_a_question() -> None:
    assert judged("is the front door locked?", "state Front door") == Query(
        "state", (EntityId("lock.front_door"),)
    )
    assert isinstance(judged("lock the front door", "state Front door"), Refusal)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("twenty one and a hundred", {21, 100}),
        ("set it to 21,5 or 7", {21.5, 7}),
        ("seventy-five percent", {75}),
        ("no numbers", set()),
    ],
)
def test_numbers_are_heard(text: str, numbers: set[float]) -> None:
    assert Sentence(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("can you turn on the lamp?", Mood.ORDER),
        ("can you tell me the time", Mood.QUESTION),
        ("did I lock the door", Mood.QUESTION),
        ("the lamp is on", Mood.REMARK),
        ("dim the lamp", Mood.ORDER),
    ],
)
def test_mood(text: str, mood: Mood) -> None:
    assert Sentence(text).mood is mood


@given(st.text(max_size=100))
def test_nothing_is_unlocked_by_words_that_do_not_say_so(said: str) -> None:
    if not {"unlock", "open", "unbolt"} & set(Sentence(said).words):
        assert not isinstance(judged(said, "unlock Front door"), Steps)


def test_a_trained_model_is_trusted_with_verbs_but_not_with_opposites_or_locks() -> None:
    assert isinstance(judged("lose the desk lamp", "turn off Desk lamp"), Question)
    assert isinstance(judged("lose the desk lamp", "turn off Desk lamp", trained=True), Steps)
    assert isinstance(judged("desk lamp off", "turn on Desk lamp", trained=True), Question)
    assert isinstance(
        judged("let Ben in at the front door", "unlock Front door", trained=True), Question
    )
    unsure = judged("lose the desk lamp", "turn off Desk lamp", sure=0.1, trained=True)
    assert isinstance(unsure, Question)


def test_a_name_said_whole_beats_its_words_scattered_over_another() -> None:
    home = small_house()
    put(home, "light.study_lamp", "Study lamp", home.area_named("Study").id)
    found = checked(
        Proposal(parse_plan("turn off Study lamp", candidates(home)), 0.9),
        request=Request(text="turn off the study lamp"),
        home=home,
        candidates=candidates(home),
        threshold=0.3,
    )
    assert isinstance(found, Steps), found
