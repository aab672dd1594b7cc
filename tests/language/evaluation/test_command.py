"""`lares eval` reports what it found, and says what it cannot do."""

import json
from pathlib import Path

import pytest

from hub import cli
from tests.language.evaluation.small_exam import write_exam

CASES = """
  - {say: turn on the desk lamp, does: [{action: light.turn_on, targets: light.desk}]}
  - {say: turn on the desk lamp, does: [{action: light.turn_on, targets: light.counter}]}
  - {say: is the front door locked?, category: questions, answers: [locked]}
  - {say: turn on the dishwasher, does: [{action: light.turn_on, targets: light.desk}]}
"""


def test_the_report_has_figures_per_category_and_every_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "exam"
    folder.mkdir()
    out, markdown = tmp_path / "out.json", tmp_path / "out.md"
    write_exam(folder, CASES)
    status = cli.main(["eval", str(folder), "--no-model", "--failures", "--json", str(out),
                       "--markdown", str(markdown)])  # fmt: skip
    said = capsys.readouterr().out
    assert status == 0
    assert "WRONG ACTION: turn on the desk lamp" in said
    assert "expected light.turn_on light.counter" in said
    report = json.loads(out.read_text())["suites"][0]
    assert (report["sentences"], report["accuracy"]) == (4, 0.5)
    assert (report["wrong_action"], report["refused"]) == (0.25, 0.25)
    assert [each["result"] for each in report["failures"]] == ["wrong action", "refused"]
    accuracies = {each["name"]: each["accuracy"] for each in report["categories"]}
    assert accuracies == {"cases": pytest.approx(1 / 3, abs=1e-3), "questions": 1.0}
    assert sum(report["planners"].values()) == pytest.approx(1.0)
    assert report["latency_ms"]["p95"] > 0
    assert "| exam | 4 | 50.0 % |" in markdown.read_text()


@pytest.mark.parametrize(("arguments", "message"), [
    (["nowhere"], "nowhere: there is no such folder; name the one with the suites"),
    (["exam", "--suite", "fr"], "--suite fr: there are only exam"),
    (["exam", "--json", "exam/home.yaml/x.json"], "cannot be written"),
])  # fmt: skip
def test_what_cannot_be_done_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("exam").mkdir()
    write_exam(Path("exam"), CASES)
    assert cli.main(["eval", *arguments, "--no-model"]) == 1
    assert message in capsys.readouterr().err
