"""The figures of the microphones, and the page that shows them."""

import subprocess
from pathlib import Path
from typing import Any

from tests.bench.voice.report import as_markdown, code_in
from tests.bench.voice.state_change import CameTo, Verdict
from tests.bench.voice.times import TO_COMMAND, Timed
from tests.bench.voice.tried import Tried, line, not_right, rows


def tried(microphone: str, level: str, came_to: CameTo, heard: str = "Stop the fan.") -> Tried:
    return Tried(
        microphone=microphone,
        timed=Timed(
            said="Stop the fan.",
            speaker="joe",
            level=level,
            heard=heard,
            stages={"silence": 704.0, "act": 12.0},
            command_ms=None if came_to is CameTo.MISSED else 850.4,
        ),
        verdict=Verdict(came_to, "" if came_to is CameTo.RIGHT else "a|b"),
    )


FOUND = [
    tried("satellite", "clean", CameTo.RIGHT),
    tried("satellite", "clean", CameTo.WRONG, "Stop the van."),
    tried("satellite", "5 dB", CameTo.MISSED, ""),
    tried("browser", "clean", CameTo.ASKED),
]


def test_each_microphone_has_a_row_a_level_and_one_of_all() -> None:
    made = rows(FOUND)
    assert [(row["microphone"], row["level"], row["count"]) for row in made] == [
        ("satellite", "clean", 2),
        ("satellite", "5 dB", 1),
        ("satellite", "all", 3),
        ("browser", "clean", 1),
        ("browser", "all", 1),
    ]
    clean, loud, both, *_ = made
    assert (clean["right"], clean["wrong"], clean["word_errors"]) == (0.5, 0.5, 0.1667)
    assert (loud["missed"], loud["word_errors"]) == (1.0, 1.0)
    assert both["stages"][TO_COMMAND] == {"count": 2, "p50_ms": 850, "p95_ms": 850}


def test_the_worst_comes_first() -> None:
    assert [each["came_to"] for each in not_right(FOUND)] == ["wrong action", "missed", "asked"]


def test_one_line_tells_one() -> None:
    assert line(FOUND[0]).endswith("right after 850 ms")
    assert line(FOUND[2]).endswith("missed a|b")


def figures(**more: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "latency": {
            "measured": "today",
            "count": 1,
            "stages": {"act": {"count": 1, "p50_ms": 3, "p95_ms": 4}},
        }
    }
    return known | more


def test_the_page_shows_microphones_and_levels() -> None:
    microphones = {
        "measured": "today",
        "typed": 2,
        "typed_right": 1,
        "rows": rows(FOUND),
        "not_right": not_right(FOUND),
    }
    known = figures(microphones=microphones)
    known["latency"]["levels"] = {"5 dB": {"act": {"count": 1, "p50_ms": 3, "p95_ms": 4}}}
    page = as_markdown(known)
    assert "Typed, 1 of the 2 sentences are right." in page
    assert "| satellite | clean | 2 | 16.7 % | 50.0 % | 50.0 % | 0.0 % | 0.0 % |" in page
    assert "| browser | all | 704 / 704 |  |  |  |  | 12 / 12 |  | 850 / 850 |" in page
    assert "| satellite | clean | joe | Stop the fan. | Stop the van. | wrong action: a/b |" in page
    assert "| 5 dB |  |  |  |  |  | 3 / 4 |  |  |" in page


def test_figures_of_before_have_no_levels() -> None:
    page = as_markdown(figures())
    assert "| act | 1 | 3 | 4 |" in page
    assert "| level |" not in page


def test_figures_that_are_written_are_no_change_of_the_code(tmp_path: Path) -> None:
    def git(*asked: str) -> None:
        me = ("-c", "user.name=a", "-c", "user.email=a@b.invalid")
        subprocess.run(["git", *me, *asked], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607

    results = tmp_path / "tests" / "bench" / "results" / "figures.json"
    results.parent.mkdir(parents=True)
    results.write_text("{}")
    (tmp_path / "code.py").write_text("")
    git("init")
    git("add", ".")
    git("commit", "-m", "all")
    results.write_text("[]")
    assert "dirty" not in code_in(tmp_path)
    (tmp_path / "code.py").write_text("pass")
    assert code_in(tmp_path).endswith("-dirty")
