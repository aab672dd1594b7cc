"""Everything that is known about the language part in figures: `make bench-language`.

It writes the evaluation, the calibration curves, the latencies and the candidates' recall below
`results/language`, and the list of the exam's sentences that are not right beside the exam. With
names of parts ("recall latency") it makes only those. The development sentences are not in this
repository; without them the exam alone is measured.
"""

import argparse
import asyncio
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hub.language.evaluation.cases import Case, MovesNothing, Suite
from hub.language.evaluation.command import ask_suites
from hub.language.evaluation.report import SuiteReport, as_markdown, failure, total_of
from hub.language.evaluation.results import Result
from hub.language.evaluation.suites import read_suites
from hub.language.model_settings import ModelSettings
from tests.bench import calibration, language, recall

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "results" / "language"
EXAM = ROOT / "tests" / "language" / "exam"
DEVELOPMENT = ROOT.parent / "shared" / "dev-sentences"
# The share of wrong actions that is bearable among what the model does.
MOST_WRONG = 0.01
# The sentences of the exam of which nothing is wanted but that they move nothing.
NEVER = "never"
PATIENT_S = 30.0


def main() -> None:
    """Make all parts of the report, or those that are named."""
    parser = argparse.ArgumentParser(description="Measure the language part.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--dev", type=Path, default=DEVELOPMENT, help="development sentences")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown parts {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    for name in arguments.parts or PARTS:
        print(f"{name} ...", flush=True)
        PARTS[name](arguments.dev)


def evaluate(development: Path) -> None:
    """Write how every suite does, with and without the model, and what of the exam fails."""
    suites = _suites(development)
    without = _asked(suites, with_model=False)
    with_model = _asked(suites, with_model=True)
    text = [
        _head("Evaluation"),
        "Scored as `hub/language/evaluation/README.md` says; shares of all sentences.",
        "",
        "# With the model",
        "",
        as_markdown(with_model),
        "# Without the model",
        "",
        as_markdown(without),
    ]
    (RESULTS / "evaluation.md").write_text("\n".join(text))
    (EXAM / "FAILING.md").write_text(_failing(with_model[:2]))
    total = total_of(with_model)
    print(f"  {total.count} sentences, {total.share(Result.RIGHT):.1%} right")


def calibrate(development: Path) -> None:
    """Write the curves of the model's confidence."""
    suites = _suites(development)
    threshold = ModelSettings().threshold
    for name, title, ask in (
        ("calibration", "sentences that come to the model", calibration.planned_by_model),
        ("calibration_alone", "the model alone", calibration.planned_by_model_alone),
    ):
        outcomes = ask(suites)
        points = calibration.curve(outcomes)
        (RESULTS / f"{name}.csv").write_text(calibration.as_csv(points))
        whole = f"{title}, {len(outcomes)} sentences"
        calibration.draw(points, RESULTS / f"{name}.png", whole, threshold)
        fitting = calibration.chosen_threshold(points, most_wrong=MOST_WRONG)
        print(f"  {whole}: under {MOST_WRONG:.0%} wrong from {fitting:.2f} on")


def measure_latency(development: Path) -> None:
    """Write how long planning takes, on an idle hub and on a busy one."""
    del development
    figures = language.measure()
    (RESULTS / "latency.md").write_text(_head("Latency") + "\n" + language.as_markdown(figures))


def measure_recall(development: Path) -> None:
    """Write how often the candidates hold what is meant."""
    del development
    recalls = list(recall.measure())
    text = recall.as_markdown(recalls)
    (RESULTS / "recall.md").write_text(_head("Candidate recall") + "\n" + text)


PARTS: dict[str, Callable[[Path], None]] = {
    "recall": measure_recall,
    "latency": measure_latency,
    "evaluation": evaluate,
    "calibration": calibrate,
}


def _suites(development: Path) -> list[Suite]:
    exam = read_suites(EXAM)[0]
    harmless = tuple(case for case in exam.cases if _is_harmless(case))
    rest = tuple(case for case in exam.cases if not _is_harmless(case))
    suites = [replace(exam, cases=rest), replace(exam, name=NEVER, cases=harmless)]
    return [*suites, *read_suites(development)] if development.is_dir() else suites


def _is_harmless(case: Case) -> bool:
    return all(isinstance(each, MovesNothing) for each in case.expected)


def _asked(suites: Sequence[Suite], *, with_model: bool) -> list[SuiteReport]:
    settings = ModelSettings(enabled=with_model, timeout_s=PATIENT_S)
    return asyncio.run(ask_suites(suites, settings))


def _failing(reports: Sequence[SuiteReport]) -> str:
    failures = [failure for report in reports for failure in report.failures]
    count = sum(report.total.count for report in reports)
    lines = [
        "# Sentences of the exam that are not right",
        "",
        (
            f"{len(failures)} of {count}, with the model, as of "
            f"{datetime.now(UTC):%Y-%m-%d}. Written by `make bench-language`."
        ),
        "",
        "```",
        *(line.rstrip() for each in failures for line in failure(each)),
        "```",
    ]
    return "\n".join(lines) + "\n"


def _head(title: str) -> str:
    load = os.getloadavg()[0]
    return (
        f"# {title}\n\nMeasured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {os.cpu_count()} cores "
        f"({platform.machine()}), load {load:.1f} before it began; by `make bench-language`.\n"
    )


if __name__ == "__main__":
    main()
