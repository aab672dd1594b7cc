"""The calibration curve tells for every threshold what would be done, asked and done wrongly."""

from pathlib import Path

import pytest

from hub.home.plan import Refusal, Steps
from hub.language.evaluation.results import Result, Score
from hub.language.evaluation.running import Outcome
from hub.language.evaluation.scoring import Said
from hub.language.evaluation.suites import read_suites
from tests.bench import calibration
from tests.bench.plot import HEIGHT, WIDTH
from tests.language.evaluation.scripted import step
from tests.language.evaluation.small_exam import write_exam

ON = Steps(steps=(step("light.turn_on", "light.desk"),))


def outcomes(folder: Path) -> list[Outcome]:
    write_exam(folder, "  - {say: a, refuses: true}\n")
    case = read_suites(folder)[0].cases[0]

    def outcome(confidence: float, said: Said, result: Result) -> Outcome:
        return Outcome(case, Score(result), said, "model", confidence, 1.0)

    return [
        outcome(0.9, ON, Result.RIGHT),
        outcome(0.6, ON, Result.WRONG),
        outcome(0.4, ON, Result.RIGHT),
        outcome(0.2, Refusal(text="No."), Result.REFUSED),
    ]


def test_a_higher_threshold_asks_more_and_does_less_wrongly(tmp_path: Path) -> None:
    points = {p.threshold: p for p in calibration.curve(outcomes(tmp_path))}
    assert (points[0.0].acted, points[0.0].asked, points[0.0].wrong) == (0.75, 0.0, 0.25)
    assert (points[0.5].right, points[0.5].asked, points[0.5].wrong) == (0.25, 0.5, 0.25)
    assert (points[0.75].right, points[0.75].asked, points[0.75].wrong) == (0.25, 0.75, 0.0)


def test_the_lowest_threshold_that_is_safe_is_chosen(tmp_path: Path) -> None:
    points = calibration.curve(outcomes(tmp_path))
    assert calibration.chosen_threshold(points, most_wrong=0.01) == pytest.approx(0.65)
    assert calibration.chosen_threshold(points, most_wrong=0.3) == 0.0


def test_the_curve_is_written_as_csv_and_as_png(tmp_path: Path) -> None:
    points = calibration.curve(outcomes(tmp_path))
    lines = calibration.as_csv(points).splitlines()
    assert lines[0] == "threshold,acted,right,asked,wrong_action"
    assert lines[1] == "0.000,0.7500,0.5000,0.0000,0.2500"
    file = tmp_path / "curve.png"
    calibration.draw(points, file, "a title", 0.5)
    header = file.read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    assert header[16:24] == WIDTH.to_bytes(4, "big") + HEIGHT.to_bytes(4, "big")
