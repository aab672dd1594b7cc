"""What the sound says counts more than how a sentence was spelt."""

from dataclasses import replace

import pytest

from hub.home.plan import Heard, Question, Refusal, Request, Steps
from hub.language.heard.guessing import MOST_GUESSES, guesses
from hub.language.heard.turning_round import turned_round
from hub.language.heard.weighing import WeighingPlanner
from tests.language.heard.conftest import planner_of, sighted
from tests.language.home_for_tests import small_home

ON, OFF = "Turn on the desk lamp.", "Turn off the desk lamp."


@pytest.fixture(scope="module")
def planner() -> WeighingPlanner:
    home = small_home()
    return WeighingPlanner(planner_of(home), sighted(home), lambda _: home)


def _said(text: str, confidence: float, own: float, **weighed: float) -> Request:
    """What was heard, with log probabilities of all of it and of other sentences."""
    heard = Heard(
        text=text,
        confidence=confidence,
        others=tuple(weighed),
        weights=(own, *weighed.values()),
    )
    return Request(text=text, heard=heard)


def test_what_sounds_alike_is_guessed_with_the_number_that_was_heard() -> None:
    found = guesses(Heard(text="Then the desk lamb to 30%.", confidence=0.6), small_home())
    assert found[0] == "Dim the desk lamp to 30%."
    assert len(found) <= MOST_GUESSES


def test_nothing_is_guessed_of_what_sounds_like_nothing_here() -> None:
    heard = Heard(text="Parliament adjourned yesterday evening without result", confidence=0.6)
    assert not guesses(heard, small_home())


@pytest.mark.parametrize(
    ("text", "confidence", "is_weighed"),
    [
        (ON, 0.97, False),
        ("Lock the front door.", 0.97, True),
        (ON, 0.6, True),
        ("Turn on the death clamp.", 0.97, True),
        ("Thank you.", 0.5, False),
        ("", 0.5, False),
    ],
)
async def test_what_is_unclear_or_makes_no_sense_is_weighed(
    planner: WeighingPlanner, text: str, confidence: float, *, is_weighed: bool
) -> None:
    request = Request(text=text, heard=Heard(text=text, confidence=confidence))
    assert bool(await planner.readings(request)) is is_weighed


async def test_what_is_fairly_clear_is_weighed_against_its_opposite_alone(
    planner: WeighingPlanner,
) -> None:
    request = Request(text=ON, heard=Heard(text=ON, confidence=0.8, others=("Turn on the lamp.",)))
    assert await planner.readings(request) == (OFF,)


async def test_where_much_moves_a_name_may_have_been_lost(planner: WeighingPlanner) -> None:
    text = "Turn off all the lights."
    request = Request(text=text, heard=Heard(text=text, confidence=0.8))
    assert len(await planner.readings(request)) > 1


async def test_an_order_turned_round_that_fits_as_well_is_asked(planner: WeighingPlanner) -> None:
    plan = await planner.plan(_said(OFF, 0.8, -3.0, **{ON: -2.4}))
    assert isinstance(plan.body, Question)


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("Lock the door.", ("Unlock the door.",)),
        ("Turn it off, please", ("Turn it on, please",)),
        ("How warm is it?", ()),
        (
            "Lock the door and turn on the light.",
            ("Unlock the door and turn on the light.", "Lock the door and turn off the light."),
        ),
    ],
)
def test_opposites(text: str, turned: tuple[str, ...]) -> None:
    assert turned_round(text) == turned


async def test_what_was_typed_or_is_not_english_is_not_weighed(planner: WeighingPlanner) -> None:
    assert not await planner.readings(Request(text="Turn on the death clamp."))
    heard = Heard(text="Mach das Licht an", confidence=0.5, language="de")
    assert not await planner.readings(Request(text=heard.text, heard=heard, language="de"))


async def test_the_sentence_that_the_sound_fits_is_carried_out(planner: WeighingPlanner) -> None:
    request = _said("Turn on the death clamp.", 0.7, -1.8, **{ON: -3.0, OFF: -9.6})
    plan = await planner.plan(request)
    assert isinstance(plan.body, Steps)
    assert plan.request.text.lower().startswith("turn on the desk lamp")


async def test_what_fits_two_orders_is_asked(planner: WeighingPlanner) -> None:
    request = _said("Turn a the death clamp.", 0.7, -1.8, **{ON: -3.0, OFF: -3.6})
    assert isinstance((await planner.plan(request)).body, Question)


async def test_an_order_that_was_understood_is_asked_if_another_fits_as_well(
    planner: WeighingPlanner,
) -> None:
    request = _said("Lock the front door.", 0.86, -3.0, **{"Unlock the front door.": -2.4})
    plan = await planner.plan(request)
    assert isinstance(plan.body, Question)
    assert "unlock" in plan.body.text.lower()


async def test_an_order_that_was_understood_is_carried_out_if_nothing_else_fits(
    planner: WeighingPlanner,
) -> None:
    plan = await planner.plan(_said(ON, 0.86, -1.2, **{ON + " ": -1.2, OFF: -9.0}))
    assert isinstance(plan.body, Steps)


async def test_what_fits_nothing_here_is_not_forced_to(planner: WeighingPlanner) -> None:
    request = _said("The news at ten with a desk clamp.", 0.9, -1.2, **{ON: -14.4, OFF: -15.0})
    assert not (await planner.plan(request)).steps


async def test_sensitive_acts_that_were_weighed_are_read_back(planner: WeighingPlanner) -> None:
    unlock, lock = "Unlock the front door.", "Lock the front door."
    request = _said("I'm locked the front door.", 0.85, -1.5, **{unlock: -3.6, lock: -8.4})
    plan = await planner.plan(request)
    assert isinstance(plan.body, Question)
    assert plan.body.proposal


async def test_the_opposite_that_fits_much_better_is_what_was_said(
    planner: WeighingPlanner,
) -> None:
    plan = await planner.plan(_said(OFF, 0.8, -8.4, **{ON: -2.4, OFF + " ": -8.4}))
    assert isinstance(plan.body, Steps)
    assert plan.request.text == ON


async def test_plain_words_are_compared_with_plain_words(planner: WeighingPlanner) -> None:
    unlock, lock = "Unlock the front door.", "Lock the front door."
    request = _said("And lock the front door.", 0.86, -1.8, **{unlock: -4.8, lock: -6.6})
    plan = await planner.plan(request)
    assert isinstance(plan.body, Question)
    assert "unlock" in plan.body.text.lower()


@pytest.mark.parametrize(("confidence", "weight"), [(0.01, -3.0), (0.1, -6.0), (0.6, -14.0)])
async def test_noise_that_sounds_like_an_order_is_none(
    planner: WeighingPlanner, confidence: float, weight: float
) -> None:
    request = _said("Turn on the death clamp.", confidence, weight - 1, **{ON: weight})
    plan = await planner.plan(request)
    assert not isinstance(plan.body, Steps)


async def test_sentences_that_do_not_fit_are_no_readings_of_the_engine(
    planner: WeighingPlanner,
) -> None:
    request = _said("Turn on the death clamp.", 0.95, -16.0, **{ON: -14.4, OFF: -15.0})
    plan = await planner.plan(request)
    assert not isinstance(plan.body, Steps)


async def test_what_was_heard_clearly_does_not_lose_to_its_opposite(
    planner: WeighingPlanner,
) -> None:
    off, on = "Turn off all the lights.", "Turn on all the lights."
    plan = await planner.plan(_said(off, 0.95, -1.0, **{on: -9.0, "Turn off the lights.": -25.0}))
    assert isinstance(plan.body, Steps)
    assert {step.command.action for step in plan.steps} == {"light.turn_off"}


async def test_a_thing_that_is_not_here_is_not_made_another(planner: WeighingPlanner) -> None:
    request = _said("Turn on the fan in the hall.", 0.95, -0.6, **{"Turn on the hall.": -6.0})
    assert isinstance((await planner.plan(request)).body, Refusal)


async def test_in_that_was_heard_as_and_before_a_place(planner: WeighingPlanner) -> None:
    heard, meant = "Turn on the lights and bedroom.", "Turn on the lights in bedroom."
    request = _said(heard, 0.9, -1.0, **{meant: -3.0})
    assert meant in await planner.readings(replace(request, heard=Heard(text=heard)))
    assert (await planner.plan(request)).request.text == meant


async def test_a_torn_verb_is_put_together(planner: WeighingPlanner) -> None:
    heard = Heard(text="I'm off the front door.", confidence=0.9)
    found = await planner.readings(Request(text=heard.text, heard=heard))
    assert "Unlock the front door." in found


async def test_what_does_not_fit_at_all_is_not_even_proposed(planner: WeighingPlanner) -> None:
    request = _said("Add in the food.", 0.5, -8.0, **{"Open the gate.": -17.0, OFF: -18.0})
    plan = await planner.plan(request)
    assert not plan.steps
    assert not isinstance(plan.body, Question)
