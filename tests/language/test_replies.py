"""Replies: nothing is claimed that was not observed."""

from typing import Any

import pytest

from hub.home.ids import EntityId
from hub.home.plan import (
    Answer,
    Effect,
    Outcome,
    Plan,
    PlanResult,
    Request,
    Status,
    Step,
    Steps,
    Verdict,
)
from hub.language.replies import reply
from tests.language.home_for_tests import put, small_home

HOME = small_home()


def result(
    *outcomes: Outcome,
    effect: Effect = Effect.ALLOW,
    approval_id: str | None = None,
    left_out: tuple[str, ...] = (),
    action: str = "light.turn_off",
) -> PlanResult:
    targets = tuple(outcome.entity_id for outcome in outcomes) or (EntityId("lock.front_door"),)
    step = Step.model_validate({"command": {"action": action}, "targets": targets})
    plan = Plan(request=Request(), body=Steps(steps=(step,), left_out=left_out), planner="test")
    verdict = Verdict(effect=effect, policy="p", reason="locks are for owners only")
    return PlanResult(plan=plan, verdict=verdict, outcomes=outcomes, approval_id=approval_id)


def outcome(entity_id: str, status: Status, **more: Any) -> Outcome:
    given: dict[str, Any] = {"expected": "off", "action": "light.turn_off", **more}
    return Outcome(step=0, entity_id=EntityId(entity_id), status=status, **given)


def test_done_names_what_was_seen() -> None:
    said = reply(
        HOME,
        result(
            outcome("light.kitchen_ceiling", Status.DONE),
            outcome("light.kitchen_counter", Status.DONE),
            outcome("cover.living_room_blinds", Status.DONE, expected="closed"),
        ),
        60,
    )
    assert said == (
        "Done: Kitchen ceiling and Kitchen counter are off; Living room blinds are closed."
    )


def test_unverified_is_not_done() -> None:
    said = reply(HOME, result(outcome("light.desk_lamp", Status.UNVERIFIED, took_ms=5000)), 60)
    assert said == "I sent it, but Desk lamp has not confirmed within 5 s."


def test_waiting_asks() -> None:
    asked = result(approval_id="a", effect=Effect.CONFIRM, action="lock.unlock")
    assert reply(HOME, asked) == "Unlock Front door lock? Say yes to confirm."
    assert reply(HOME, asked, 60) == "Unlock Front door lock? Say yes to confirm within 60 s."


def test_a_question_names_the_value_that_would_be_set() -> None:
    command = {"action": "climate.set_temperature", "temperature": 180}
    step = Step.model_validate({"command": command, "targets": ["climate.bedroom"]})
    for language, asked in (("en", " to 180°? "), ("de", ": 180°")):
        plan = Plan(request=Request(language=language), body=Steps(steps=(step,)), planner="test")
        verdict = Verdict(effect=Effect.PIN, policy="p", reason="r")
        waits = PlanResult(plan=plan, verdict=verdict, outcomes=(), approval_id="a")
        assert asked in reply(HOME, waits, 60)


def test_mixed_ends_are_told_apart() -> None:
    said = reply(
        HOME,
        result(
            outcome("light.kitchen_ceiling", Status.DONE),
            outcome("light.porch", Status.FAILED, detail="it cannot be reached"),
            outcome("lock.front_door", Status.DENIED, detail="guests may not unlock"),
            left_out=("There is no sauna",),
        ),
        60,
    )
    assert said == (
        "Done: Kitchen ceiling is off. It failed: Porch lamp: it cannot be reached."
        " Not allowed: Front door lock: guests may not unlock. Left out: There is no sauna."
    )


def test_a_denied_plan_gives_the_reason() -> None:
    assert reply(HOME, result(effect=Effect.DENY), 60) == "Not allowed: locks are for owners only."


def test_many_are_counted() -> None:
    home = small_home()
    for number in range(9):
        put(home, f"light.x{number}", f"X {number}", "attic")
    done = [outcome(f"light.x{number}", Status.DONE) for number in range(9)]
    assert reply(home, result(*done), 60) == "Done: 9 lights in Attic are off."


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.DONE])
def test_only_done_is_called_done(status: Status) -> None:
    assert "Done" not in reply(HOME, result(outcome("light.desk_lamp", status)), 60)


def test_an_answer_is_its_text() -> None:
    plan = Plan(request=Request(), body=Answer(text="It is 12:00."), planner="test")
    verdict = Verdict(effect=Effect.ALLOW, policy="p", reason="")
    assert reply(HOME, PlanResult(plan=plan, verdict=verdict), 60) == "It is 12:00."
