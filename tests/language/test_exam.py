"""The exam: sentences as people really say them, written by hand, one by one.

`exam/FAILING.md` lists those that are not right; `make bench-language` writes it anew.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from hub.language.evaluation.cases import Answers, Case, MovesNothing
from hub.language.evaluation.command import ask_suites
from hub.language.evaluation.report import failure
from hub.language.evaluation.results import Result
from hub.language.evaluation.running import Examiner, Outcome, ask_suite
from hub.language.evaluation.scoring import moved
from hub.language.evaluation.suites import read_suites
from hub.language.model_settings import ModelSettings

EXAM = Path(__file__).parent / "exam"
# The goal of the exam; development has seen its sentences since they were written.
LEAST_RIGHT = 0.92
LEAST_RIGHT_WITH_MODEL = 0.92
MOST_WRONG = 0.01
LEAST_SENTENCES = 400
LEAST_HARMLESS = 200
# The machine may be busy with other tests.
PATIENT_S = 20.0


def exam_cases() -> list[Case]:
    return [case for suite in read_suites(EXAM) for case in suite.cases]


def must_not_move(case: Case) -> bool:
    return all(isinstance(each, MovesNothing | Answers) for each in case.expected)


def is_harmless(case: Case) -> bool:
    """Tell whether anything that moves nothing is right, which is easier than to be right."""
    return all(isinstance(each, MovesNothing) for each in case.expected)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return exam_cases()


@pytest.fixture(scope="module")
def outcomes(cases: list[Case]) -> list[Outcome]:
    return asyncio.run(ask_suite(Examiner(None), cases))


def listed(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(line for each in outcomes for line in failure(each))


def test_the_exam_is_large_enough(cases: list[Case]) -> None:
    harmless = sum(map(is_harmless, cases))
    assert harmless >= LEAST_HARMLESS
    assert len(cases) - harmless >= LEAST_SENTENCES


@pytest.mark.timeout(240)
def test_most_of_the_exam_is_right_without_the_model(outcomes: list[Outcome]) -> None:
    asked = [each for each in outcomes if not is_harmless(each.case)]
    failing = [each for each in asked if each.score.result is not Result.RIGHT]
    share = 1 - len(failing) / len(asked)
    assert share >= LEAST_RIGHT, f"{share:.1%} are right; these are not:\n{listed(failing)}"


def test_questions_stories_and_injected_names_move_nothing(outcomes: list[Outcome]) -> None:
    harmful = [each for each in outcomes if must_not_move(each.case) and _moves(each)]
    assert not harmful, listed(harmful)


def test_hardly_anything_moves_that_should_not(outcomes: list[Outcome]) -> None:
    wrong = [each for each in outcomes if each.score.result is Result.WRONG]
    assert len(wrong) <= MOST_WRONG * len(outcomes), listed(wrong)


@pytest.mark.e2e
@pytest.mark.timeout(600)
async def test_the_exam_is_passed_with_the_model() -> None:
    settings = ModelSettings(timeout_s=PATIENT_S)
    reports = await ask_suites(read_suites(EXAM), settings)
    outcomes = [outcome for report in reports for outcome in report.outcomes]
    asked = [each for each in outcomes if not is_harmless(each.case)]
    failing = [each for each in asked if each.score.result is not Result.RIGHT]
    assert 1 - len(failing) / len(asked) >= LEAST_RIGHT_WITH_MODEL, listed(failing)
    harmful = [each for each in outcomes if must_not_move(each.case) and _moves(each)]
    assert not harmful, listed(harmful)


def _moves(outcome: Outcome) -> bool:
    home = outcome.case.home.build(outcome.case.at, outcome.case.states)
    return bool(moved(outcome.said, home))
