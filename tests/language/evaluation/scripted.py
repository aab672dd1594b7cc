"""Scores of plans that a test makes itself."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hub.home.actions import parse_command
from hub.home.step import Step
from hub.language.evaluation.results import Score
from hub.language.evaluation.scoring import Said, score
from hub.language.evaluation.suites import read_suites
from tests.language.evaluation.small_exam import write_exam

NOW = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)


def step(action: str, *targets: str, **data: Any) -> Step:
    """Return a step."""
    return Step.model_validate({"command": parse_command(action, data), "targets": targets})


def scored(folder: Path, expected: str, said: Said) -> Score:
    """Score a plan against what a case expects, written as in an exam."""
    suites = read_suites(write_exam(folder, f"  - {{say: anything, {expected}}}\n"))
    case = suites[0].cases[0]
    home = case.home.build(case.at)
    return score(said, case.expected, home, case.at)
