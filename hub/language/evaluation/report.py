"""What an evaluation found: figures per suite and per category, as text, Markdown and JSON."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hub.home.plan import Answer, Chores, Question, Refusal, Steps
from hub.home.step import Step
from hub.language.evaluation.cases import (
    Answers,
    Asks,
    ChoreWanted,
    Does,
    Expected,
    MovesNothing,
    Refuses,
    Undoes,
    Words,
)
from hub.language.evaluation.results import Result
from hub.language.evaluation.running import Outcome
from hub.language.evaluation.scoring import Said, Undone
from hub.record import record

_HEAD = ("", "n", "right", "asked", "refused", "missed", "wrong", "p50 ms", "p95 ms")
ALL = "all"


@record(frozen=True, slots=True)
class Tally:
    """The figures of some outcomes; shares are of all of them, 0..1, times in milliseconds."""

    name: str
    count: int
    results: dict[Result, int]
    planners: dict[str, int]
    p50_ms: float
    p95_ms: float

    @classmethod
    def of(cls, name: str, outcomes: Sequence[Outcome]) -> "Tally":
        """Sum up outcomes."""
        results = Counter(outcome.score.result for outcome in outcomes)
        planners = Counter(outcome.planner for outcome in outcomes)
        times = sorted(outcome.took_ms for outcome in outcomes)
        return cls(
            name=name,
            count=len(outcomes),
            results={result: results[result] for result in Result},
            planners=dict(planners.most_common()),
            p50_ms=quantile(times, 0.5),
            p95_ms=quantile(times, 0.95),
        )

    def share(self, result: Result) -> float:
        """Return the share of one result."""
        return self.results[result] / self.count if self.count else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the figures as plain JSON types."""
        return {
            "name": self.name,
            "sentences": self.count,
            "accuracy": round(self.share(Result.RIGHT), 4),
            "asked": round(self.share(Result.ASKED), 4),
            "refused": round(self.share(Result.REFUSED), 4),
            "missed": round(self.share(Result.MISSED), 4),
            "wrong_action": round(self.share(Result.WRONG), 4),
            "failed": round(self.share(Result.FAILED), 4),
            "planners": {
                name: round(count / self.count, 4) for name, count in self.planners.items()
            },
            "latency_ms": {"p50": round(self.p50_ms, 2), "p95": round(self.p95_ms, 2)},
        }


@record(frozen=True, slots=True)
class SuiteReport:
    """The figures of one suite, with everything that was asked."""

    total: Tally
    categories: tuple[Tally, ...]
    outcomes: tuple[Outcome, ...]

    @classmethod
    def of(cls, name: str, outcomes: Sequence[Outcome]) -> "SuiteReport":
        """Sum up the outcomes of a suite."""
        by_category: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            by_category.setdefault(outcome.case.category, []).append(outcome)
        tallies = tuple(Tally.of(key, found) for key, found in sorted(by_category.items()))
        return cls(Tally.of(name, outcomes), tallies, tuple(outcomes))

    @property
    def failures(self) -> Iterator[Outcome]:
        """The outcomes that are not right, the worst first."""
        order = {result: -number for number, result in enumerate(Result)}
        wrong = [each for each in self.outcomes if each.score.result is not Result.RIGHT]
        return iter(sorted(wrong, key=lambda each: order[each.score.result]))


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which `share` of ordered values lie; 0 for none."""
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def as_text(reports: Sequence[SuiteReport], *, failures: bool = False) -> str:
    """Return the report as text for a terminal."""
    lines = []
    for report in reports:
        rows = [_row(report.total), *map(_row, report.categories)]
        lines += [*_aligned([_HEAD, *rows]), _planners(report.total), ""]
        if failures:
            lines += [*(line for each in report.failures for line in failure(each)), ""]
    if len(reports) > 1:
        lines += _aligned([_HEAD, *(_row(r.total) for r in reports), _row(total_of(reports))])
    return "\n".join(lines).rstrip()


def as_markdown(reports: Sequence[SuiteReport]) -> str:
    """Return the report as Markdown tables."""
    totals = [report.total for report in reports]
    if len(reports) > 1:
        totals.append(total_of(reports))
    lines = ["## By suite", "", *_markdown(totals)]
    for report in reports:
        lines += ["", f"## {report.total.name}", "", _planners(report.total), ""]
        lines += _markdown(report.categories)
    return "\n".join(lines) + "\n"


def as_json(reports: Sequence[SuiteReport]) -> dict[str, Any]:
    """Return the report as plain JSON types, each sentence that is not right included."""
    return {
        "total": total_of(reports).to_json(),
        "suites": [
            report.total.to_json()
            | {
                "categories": [tally.to_json() for tally in report.categories],
                "failures": [_failure_json(outcome) for outcome in report.failures],
            }
            for report in reports
        ],
    }


def total_of(reports: Iterable[SuiteReport]) -> Tally:
    """Return the figures of all suites together."""
    return Tally.of(ALL, [outcome for report in reports for outcome in report.outcomes])


def failure(outcome: Outcome) -> list[str]:
    """Return, in lines, what was said, what came of it, and why that is not right."""
    score, case = outcome.score, outcome.case
    where = f" [in {case.area_id}]" if case.area_id else ""
    return [
        f"{score.result.upper()}: {case.say}{where}   ({case.place}, {outcome.planner})",
        f"    expected {' or '.join(map(describe, case.expected))}",
        f"    got {said_in_words(outcome.said)}",
        f"    {score.why}",
    ]


def describe(expected: Expected) -> str:
    """Return what is expected in a few words."""
    match expected:
        case Does(steps, chores, left_out):
            parts = [*map(_step, steps.low), *map(_chore, chores)]
            parts += [f"(leaving out {words})" for words in left_out]
            return "; ".join(parts) or "nothing"
        case Asks(words):
            return f"a question {_words(words)}".strip()
        case Answers(words, check):
            return f"an answer {_words(words)} {check or ''}".strip()
        case Refuses(words):
            return f"a refusal {_words(words)}".strip()
        case Undoes():
            return "undo"
        case MovesNothing():
            return "nothing that moves"


def _words(words: Words) -> str:
    return " ".join([*(f"+{word!r}" for word in words.has), *(f"-{w!r}" for w in words.has_not)])


def _step(step: Step) -> str:
    return f"{step.command.action} {', '.join(step.targets)} {step.command.data() or ''}".strip()


def _chore(wanted: ChoreWanted) -> str:
    rule = wanted.rule
    if rule is None:
        return ", ".join(f"{key}={value}" for key, value in wanted.fields.items())
    steps = "; ".join(map(_step, rule.steps.low)) if rule.steps is not None else "anything"
    return f"a rule on {rule.triggers} if {rule.conditions} does {steps}"


def said_in_words(said: Said) -> str:
    """Return what a sentence came to in one line."""
    match said:
        case Steps() | Chores():
            steps = said.steps if isinstance(said, Steps) else ()
            parts = list(map(_step, steps))
            parts += [chore.model_dump_json(exclude_none=True) for chore in said.chores]
            return "; ".join(parts).strip()[:500]
        case Question() | Answer() | Refusal():
            return f"{said.kind}: {said.text}"
        case Undone():
            return "undo"


def _failure_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "say": outcome.case.say,
        "place": outcome.case.place,
        "category": outcome.case.category,
        "language": outcome.case.language,
        "result": outcome.score.result.value,
        "expected": [describe(each) for each in outcome.case.expected],
        "got": said_in_words(outcome.said),
        "why": outcome.score.why,
        "planner": outcome.planner,
        "confidence": outcome.confidence,
        "took_ms": round(outcome.took_ms, 1),
    }


def _row(tally: Tally) -> tuple[str, ...]:
    shares = [tally.share(result) for result in list(Result)[:5]]
    cells = [f"{share * 100:.1f} %" for share in shares]
    return (
        tally.name,
        str(tally.count),
        *cells,
        f"{tally.p50_ms:.1f}",
        f"{tally.p95_ms:.1f}",
    )


def _planners(tally: Tally) -> str:
    shares = [f"{name} {count / tally.count:.1%}" for name, count in tally.planners.items()]
    return f"planned by: {', '.join(shares)}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if not number else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _markdown(tallies: Sequence[Tally]) -> list[str]:
    head = ["| " + " | ".join(_HEAD) + " |", "| --- |" + " ---: |" * (len(_HEAD) - 1)]
    return [*head, *("| " + " | ".join(_row(tally)) + " |" for tally in tallies)]
