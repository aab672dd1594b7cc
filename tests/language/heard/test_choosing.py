"""The reading that makes sense is taken; what is not sure is asked, noise is passed over."""

from dataclasses import replace

import pytest

from hub.home.home import Home
from hub.home.plan import Answer, Chores, Heard, Question, Refusal, Request, Steps
from hub.language.completion import Completion
from hub.language.heard import Care
from hub.language.scripted import ScriptedCompleter
from tests.language.heard.conftest import Hears, planner_of
from tests.language.home_for_tests import put, small_home


async def test_a_sentence_that_is_understood_is_carried_out(hears: Hears) -> None:
    plan = await hears("Turn on the desk lamp.")
    assert [step.targets for step in plan.steps] == [("light.desk_lamp",)]
    assert plan.request.heard is not None


async def test_the_sentence_taken_is_the_plans(hears: Hears) -> None:
    plan = await hears("Hey Lares, uh, turn on the desk lamp. Thank you.")
    assert plan.request.text == "turn on the desk lamp."
    assert isinstance(plan.body, Steps)
    assert plan.request.heard is not None
    assert plan.request.heard.text.startswith("Hey Lares")


@pytest.mark.parametrize(
    "text", ["Thank you.", "you", "[Music]", "Thanks for watching!", "Um.", "Okay, Nabu."]
)
async def test_noise_does_nothing_and_has_no_words(hears: Hears, text: str) -> None:
    plan = await hears(text)
    assert plan.body == Refusal(text="", code="no_match")


async def test_an_order_where_nobody_spoke_does_nothing(hears: Hears) -> None:
    plan = await hears("Turn on the desk lamp.", is_speech=0.2)
    assert plan.body == Refusal(text="", code="no_match")


async def test_another_reading_is_taken_if_the_best_makes_no_sense(hears: Hears) -> None:
    plan = await hears("Turn on the death clamp.", 0.9, "Turn on the desk lamp.")
    assert [step.targets for step in plan.steps] == [("light.desk_lamp",)]


async def test_a_sensitive_act_that_was_heard_clearly_goes_to_the_guard(hears: Hears) -> None:
    plan = await hears("Unlock the front door.", 0.95)
    assert isinstance(plan.body, Steps)


async def test_a_sensitive_act_of_another_reading_is_read_back(hears: Hears) -> None:
    plan = await hears("Uncle the frond oar", 0.95, "unlock the front door")
    assert isinstance(plan.body, Question)
    assert plan.body.text == "Did I hear right: unlock the front door?"
    assert [step.command.action for step in plan.body.proposal] == ["lock.unlock"]
    assert plan.steps == ()


async def test_a_sensitive_act_that_was_heard_unclearly_is_read_back(hears: Hears) -> None:
    plan = await hears("Unlock the front door.", 0.5)
    assert isinstance(plan.body, Question)


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("And unlock the front door.", "unlock the front door", "en"),
        ("And then unlock the front door.", "unlock the front door", "en"),
        ("Und öffne das Garage door.", "öffne das Garage door", "de"),
    ],
)
async def test_an_and_that_joins_nothing_is_not_said_back(
    hears: Hears, text: str, said: str, language: str
) -> None:
    plan = await hears(text, 0.5, language=language)
    assert isinstance(plan.body, Question), plan.body
    assert plan.body.text.endswith(f": {said}?")


async def test_what_a_word_was_lost_of_is_not_read_back(hears: Hears) -> None:
    plan = await hears("Change the brightness of the bedroom lamp 2 the house.", 0.9)
    assert isinstance(plan.body, Refusal), plan.body


async def test_what_the_guard_asks_about_is_not_asked_twice() -> None:
    planner = planner_of(small_home(), care_of=lambda _: Care.ASKED)
    heard = Heard(text="Unlock the front door.", confidence=0.5)
    plan = await planner.plan(Request(text=heard.text, heard=heard))
    assert isinstance(plan.body, Steps)


async def test_what_a_question_would_only_count_is_read_back() -> None:
    planner = planner_of(small_home(), care_of=lambda _: Care.ASKED)
    heard = Heard(text="Turn off all the lights.", confidence=0.35)
    plan = await planner.plan(Request(text=heard.text, heard=heard))
    assert isinstance(plan.body, Question)


async def test_a_code_is_not_said_back(hears: Hears) -> None:
    plan = await hears("Unlock the front door 12345", 0.5)
    assert "12345" not in getattr(plan.body, "text", "")


async def test_an_ordinary_act_that_was_heard_unclearly_is_asked_about(hears: Hears) -> None:
    plan = await hears("Turn on the desk lamp.", 0.35)
    assert isinstance(plan.body, Question)
    assert plan.body.proposal


async def test_what_was_hardly_heard_is_not_carried_out(hears: Hears) -> None:
    plan = await hears("Turn on the desk lamp.", 0.1)
    assert plan.body == Refusal(text="Sorry, I didn't catch that.")


async def test_it_asks_in_the_language_that_is_spoken(hears: Hears) -> None:
    plan = await hears("Schalte Desk lamp ein", 0.35, language="de")
    assert isinstance(plan.body, Question)
    assert plan.body.text.startswith("Habe ich richtig gehört")


async def test_an_engine_that_tells_no_confidence_is_trusted_with_lamps(hears: Hears) -> None:
    assert isinstance((await hears("Turn on the desk lamp.", None)).body, Steps)
    assert isinstance((await hears("set a timer for for minutes", None)).body, Chores)


async def test_questions_are_answered(hears: Hears) -> None:
    assert isinstance((await hears("Is the front door locked?")).body, Answer)


async def test_what_was_typed_is_planned_as_it_is() -> None:
    plan = await planner_of(small_home()).plan(Request(text="Thank you."))
    assert isinstance(plan.body, Answer)


async def test_a_sentence_that_was_completed_since_is_planned_as_it_is() -> None:
    heard = Heard(text="turn on the reading lamp", confidence=0.9)
    asked = Request(text="turn on the Reading lamp in the Bedroom", heard=heard)
    plan = await planner_of(small_home()).plan(asked)
    assert plan.request.text == asked.text
    assert [step.targets for step in plan.steps] == [("light.lamp_a",)]


async def test_the_model_is_asked_once_and_only_where_code_understands_nothing() -> None:
    asked: list[str] = []

    def answer(prompt: str) -> Completion:
        asked.append(prompt)
        return Completion(text="none", legal_logprob=0.0)

    planner = planner_of(small_home(), ScriptedCompleter(answer))
    heard = Heard(text="the desk lamp would look wonderful glowing", others=("desk lamp wander",))
    request = Request(text=heard.text, heard=heard)
    await planner.plan(request)
    assert len(asked) <= 1
    lamp = replace(request, text="desk lamp on", heard=Heard(text="desk lamp on"))
    await planner.plan(lamp)
    assert len(asked) <= 1


async def test_an_empty_home_refuses() -> None:
    request = Request(text="turn it on", heard=Heard(text="turn it on", confidence=0.9))
    plan = await planner_of(Home()).plan(request)
    assert isinstance(plan.body, Refusal | Question)


@pytest.mark.parametrize("other", ["Open the living room blinds", "Turn on the desk lamp"])
async def test_no_other_reading_does_what_was_forbidden(hears: Hears, other: str) -> None:
    plan = await hears(f"Let's not {other[0].lower()}{other[1:]}.", 0.9, f"Let's {other}.")
    assert plan.steps == ()
    assert not (isinstance(plan.body, Question) and plan.body.proposal)


async def test_an_order_that_was_only_told_stays_one(hears: Hears) -> None:
    plan = await hears("Anna said turn on the desk lamp", 0.9, "turn on the desk lamp")
    assert plan.steps == ()


async def test_of_two_that_sound_alike_none_is_taken_in_silence(hears: Hears) -> None:
    plan = await hears("A mock the front door.", 0.95)
    assert plan.steps == ()


async def test_a_word_that_is_far_from_what_was_heard_is_asked_about() -> None:
    home = small_home()
    put(home, "light.party", "Party", "attic")
    heard = Heard(text="Carry on the note.", confidence=0.87)
    plan = await planner_of(home).plan(Request(text=heard.text, heard=heard))
    assert plan.steps == ()
