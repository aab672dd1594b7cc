"""Calibration: how often is the model right, at which confidence, and what does asking cost?

Every sentence is planned without a threshold; the curve then tells for every threshold what would
have been done, asked and done wrongly. Once for the sentences that come to the model in daily
life, and once for the model alone, all stages before it switched off.
"""

import asyncio
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock  # noqa: TID251 -- not a test: it switches stages off to compare

from hub.home.plan import Steps
from hub.language import pipeline
from hub.language.evaluation.cases import Case, Does, Suite
from hub.language.evaluation.command import ask_suites
from hub.language.evaluation.results import Result
from hub.language.evaluation.running import Outcome
from hub.language.matcher import FastMatcher
from hub.language.model_settings import ModelSettings
from tests.bench.plot import COLORS, Line, draw_chart

# A model that is well trained is nearly sure of most: the steps are finer near 1.
THRESHOLDS = (*(number / 20 for number in range(20)), 0.96, 0.97, 0.98, 0.99, 0.995, 1.0)
# A sentence may take this long here: the machine may be busy, and it is not about speed.
PATIENT_S = 30.0
MOST_ALONE = 600
MODEL = "model"


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold comes to; shares of the sentences that the model planned, 0..1."""

    threshold: float
    acted: float
    right: float
    asked: float
    wrong: float


def planned_by_model(suites: Sequence[Suite]) -> list[Outcome]:
    """Return the outcomes of sentences that pass all stages and come to the model."""
    return [each for each in _ask(suites) if _is_models(each)]


def planned_by_model_alone(suites: Sequence[Suite]) -> list[Outcome]:
    """Return the outcomes of orders, some of every suite, with no stage but the model."""
    share = MOST_ALONE // max(1, len(suites))
    chosen = [replace(suite, cases=_some(suite.cases, share)) for suite in suites]

    async def nothing(*_: Any) -> None:
        return None

    without: dict[str, Any] = dict.fromkeys(
        ("understand", "unclear_order", "follow_up", "not_an_order", "chore"), lambda *_: None
    )
    without |= {"ask": nothing, "later": nothing, "is_statement": lambda *_: False}
    with (
        mock.patch.multiple(pipeline, **without),
        mock.patch.object(FastMatcher, "match", return_value=None),
    ):
        return [each for each in _ask(chosen) if _is_models(each)]


def curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """Return what every threshold would have come to."""
    count = max(1, len(outcomes))
    points = []
    for threshold in THRESHOLDS:
        sure = [each for each in outcomes if (each.confidence or 0.0) >= threshold]
        acted = [each for each in sure if isinstance(each.said, Steps)]
        results = [each.score.result for each in acted]
        unsure = [each for each in outcomes if (each.confidence or 0.0) < threshold]
        points.append(
            Point(
                threshold=threshold,
                acted=len(acted) / count,
                right=results.count(Result.RIGHT) / count,
                asked=len(unsure) / count,
                wrong=results.count(Result.WRONG) / count,
            )
        )
    return points


def chosen_threshold(points: Sequence[Point], *, most_wrong: float) -> float:
    """Return the lowest threshold with at most that share of wrong actions."""
    return next((p.threshold for p in points if p.wrong <= most_wrong), 1.0)


def as_csv(points: Sequence[Point]) -> str:
    """Return a curve as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("threshold", "acted", "right", "asked", "wrong_action"))
    for point in points:
        shares = (point.acted, point.right, point.asked, point.wrong)
        writer.writerow((f"{point.threshold:.3f}", *(f"{share:.4f}" for share in shares)))
    return out.getvalue()


def draw(points: Sequence[Point], file: Path, title: str, threshold: float) -> None:
    """Draw a curve as PNG."""
    lines = (
        Line("acted", [(p.threshold, p.acted) for p in points], COLORS[0]),
        Line("acted, right", [(p.threshold, p.right) for p in points], COLORS[3]),
        Line("asked", [(p.threshold, p.asked) for p in points], COLORS[1]),
        Line("wrong action", [(p.threshold, p.wrong) for p in points], COLORS[2]),
    )
    draw_chart(file, title, "asked below this confidence", lines, mark=threshold)


def _ask(suites: Sequence[Suite]) -> list[Outcome]:
    settings = ModelSettings(threshold=0.0, ask_from=0.0, timeout_s=PATIENT_S)
    reports = asyncio.run(ask_suites(suites, settings))
    return [outcome for report in reports for outcome in report.outcomes]


def _is_models(outcome: Outcome) -> bool:
    return outcome.planner == MODEL and outcome.confidence is not None


def _some(cases: Sequence[Case], count: int) -> tuple[Case, ...]:
    """Return some of the orders, evenly spread."""
    orders = [each for each in cases if _is_plain_order(each)]
    stride = max(1, len(orders) // max(1, count))
    return tuple(orders[::stride][:count])


def _is_plain_order(case: Case) -> bool:
    wanted = [each for each in case.expected if isinstance(each, Does)]
    return bool(wanted) and all(each.steps.low and not each.chores for each in wanted)
