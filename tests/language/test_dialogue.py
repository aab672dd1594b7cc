"""Dialogue: short answers mean something only where something was asked."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.home.home import Home
from hub.home.ids import EntityId, UserId
from hub.home.plan import (
    Answer,
    Effect,
    Plan,
    PlanResult,
    Question,
    Refusal,
    Request,
    Step,
    Steps,
    Verdict,
)
from hub.language.dialogue import Accept, Approve, Choose, Dialogue, Reject, Undo
from tests.language.home_for_tests import small_home


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


HOME = small_home()
ASKED = Request(text="unlock the front door", conversation_id="c")


def name_of(entity_id: EntityId, home: Home = HOME) -> str:
    area = home.area_of(home.entity(entity_id))
    return f"{home.entity(entity_id).name} {area.name if area else ''}"


def unlock() -> Plan:
    step = Step.model_validate(
        {"command": {"action": "lock.unlock"}, "targets": ("lock.front_door",)}
    )
    return Plan(request=ASKED, body=Steps(steps=(step,)), planner="matcher")


def waiting(approval_id: str | None = "a1") -> PlanResult:
    verdict = Verdict(effect=Effect.CONFIRM, policy="doors", reason="doors are asked about")
    return PlanResult(plan=unlock(), verdict=verdict, approval_id=approval_id)


def said(text: str, conversation: str = "c") -> Request:
    return Request(text=text, conversation_id=conversation)


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes, please!", "do it", "OK", "ja", "oui", "sí", "sì", "ja graag", "Ja, bitte."],
)
def test_yes_approves_what_waits(text: str) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said(text)) == Approve("a1")


@pytest.mark.parametrize("text", ["no", "cancel", "No, thanks", "nein", "non", "nee", "never mind"])
def test_no_rejects_what_waits(text: str) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said(text)) == Reject("a1")


@pytest.mark.parametrize(
    "text", ["yes turn on the light", "not yes", "no problem", "yesterday", "say yes", ""]
)
def test_only_a_plain_answer_counts(text: str) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said(text)) is None


def test_yes_means_nothing_elsewhere_later_or_twice() -> None:
    clock = Clock()
    dialogue = Dialogue(clock)
    assert dialogue.interpret(said("yes")) is None
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said("yes", "other")) is None
    assert dialogue.interpret(Request(text="yes")) is None
    dialogue.settle_approval("c")
    assert dialogue.interpret(said("yes")) is None
    dialogue.remember_result(waiting())
    clock.time += timedelta(minutes=5, seconds=1)
    assert dialogue.interpret(said("yes")) is None


def test_a_new_plan_replaces_what_waited() -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    dialogue.remember_result(waiting(None))
    assert dialogue.interpret(said("yes")) is None


@pytest.mark.parametrize(
    "text", ["undo that", "Undo", "no, undo that please", "mach das rückgängig", "take it back"]
)
def test_undo_names_the_last_plan(text: str) -> None:
    dialogue = Dialogue(Clock())
    result = waiting(None)
    dialogue.remember_result(result)
    assert dialogue.interpret(said(text)) == Undo(result.plan.id)


def test_a_question_is_answered_by_name_place_or_number() -> None:
    lamps = (EntityId("light.lamp_a"), EntityId("light.lamp_b"))
    request = Request(text="turn off the reading lamp", conversation_id="c")
    body = Question(text="Which one?", options=lamps)
    dialogue = Dialogue(Clock(), name_of)
    plan = Plan(request=request, body=body, planner="matcher")
    for text, lamp in [
        ("the one in the bedroom", 0), ("the second one", 1), ("living room, please", 1)
    ]:  # fmt: skip
        dialogue.remember_plan(plan)
        assert dialogue.interpret(said(text)) == Choose((lamps[lamp],), request)
        assert dialogue.interpret(said(text)) is None, "a question is answered once"
    dialogue.remember_plan(plan)
    assert dialogue.interpret(said("the reading lamp")) is None
    assert dialogue.interpret(said("neither")) == Reject(None)
    assert dialogue.interpret(said("never mind")) == Reject(None)


def test_yes_to_a_question_accepts_what_it_proposed() -> None:
    dialogue = Dialogue(Clock())
    steps = unlock().steps
    question = Question(text="Did you mean to unlock the front door?", proposal=steps)
    plan = Plan(request=ASKED, body=question, planner="model")
    dialogue.remember_plan(plan)
    assert dialogue.interpret(said("yes", "another")) is None
    assert dialogue.interpret(said("ok, thanks")) is None
    assert dialogue.interpret(said("yes")) == Accept(steps, ASKED)
    assert dialogue.interpret(said("yes")) is None
    dialogue.remember_plan(plan)
    assert dialogue.interpret(said("no")) == Reject(None)


@pytest.mark.parametrize(
    "text", ["ok, thanks", "Okay thank you", "thank you", "ok danke", "thanks"]
)
def test_thanks_are_no_yes(text: str) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said(text)) is None


@pytest.mark.parametrize(
    "body", [Answer(text="20 °C"), Refusal(text="no"), Question(text="Which?"), unlock().body]
)
def test_what_is_said_in_between_lets_go_of_what_waited(
    body: Answer | Refusal | Question | Steps,
) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    dialogue.remember_plan(Plan(request=said("how warm is it"), body=body, planner="matcher"))
    assert dialogue.interpret(said("yes")) is None


def test_only_who_was_asked_answers() -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    other = Request(text="ok", conversation_id="c", user_id=UserId("u2"))
    assert dialogue.interpret(other) is None
    assert dialogue.interpret(said("ok")) == Approve("a1")
