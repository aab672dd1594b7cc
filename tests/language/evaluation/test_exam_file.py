"""Exams are read, asked, and their mistakes are named with their place."""

from pathlib import Path

import pytest

from hub.home.yaml_config import ConfigError
from hub.language.evaluation.cases import EvaluationError
from hub.language.evaluation.results import Result
from hub.language.evaluation.suites import read_suites
from tests.language.evaluation.small_exam import HOME, scores, write_exam

DESK = "does: [{action: light.turn_on, targets: light.desk}]"


async def test_sentences_are_asked_and_scored(tmp_path: Path) -> None:
    found = await scores(tmp_path, f"""
  - {{say: turn on the desk lamp, {DESK}}}
  - {{say: turn on the counter light, {DESK}}}
  - {{say: is the front door locked?, answers: [locked]}}
  - {{say: turn on the dishwasher, refuses: true}}
""")  # fmt: skip
    wanted = [Result.RIGHT, Result.WRONG, Result.RIGHT, Result.RIGHT]
    assert [each.result for each in found] == wanted


async def test_earlier_sentences_are_carried_out_first(tmp_path: Path) -> None:
    found = await scores(tmp_path, """
  - {say: undo that, before: turn on the desk lamp, undoes: true}
  - {say: is the desk lamp on?, before: [turn on the desk lamp], answers: {has: ["yes"]}}
  - {say: is the desk lamp on?, answers: {has: ["no"]}}
""")  # fmt: skip
    assert [each.result for each in found] == [Result.RIGHT] * 3, found


async def test_states_and_kept_timers_belong_to_one_case(tmp_path: Path) -> None:
    found = await scores(tmp_path, """
  - say: cancel the pizza timer
    kept: {timers: [{id: t1, name: pizza, duration_s: 600, left_s: 60}]}
    keeps: [{op: cancel_timers, timer_ids: [t1]}]
  - {say: cancel the pizza timer, refuses: true}
  - {say: is the front door locked?, states: {lock.door: unlocked}, answers: {has: ["no"]}}
""")  # fmt: skip
    assert [each.result for each in found] == [Result.RIGHT] * 3, found


@pytest.mark.parametrize(("case", "message"), [
    ("{say: a, does: [{action: light.turn_on, targets: light.dsk}]}",
     "cases.yaml:3: cases.0.does: there is no entity 'light.dsk'; did you mean 'light.desk'?"),
    ("{say: a, does: [{action: light.turn_onn, targets: light.desk}]}", "did you mean 'light.turn"),
    ("{say: a, answer: [b]}", "unknown key; did you mean 'answers'?"),
    ("{say: a}", "expect exactly one of does, keeps, asks"),
    ("{say: a, refuses: true, answers: true}", "expect exactly one of"),
    ("{say: a, area: kitchn, refuses: true}", "there is no area 'kitchn'; did you mean 'kitchen'?"),
    ("{say: a, keeps: [{duration_s: 5}]}", "an entry needs rule, or op"),
    ("{refuses: true}", "the key 'say' is missing"),
])  # fmt: skip
def test_a_mistake_in_a_case_is_named(tmp_path: Path, case: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_suites(write_exam(tmp_path, f"  - {case}\n"))
    assert message in str(caught.value)


@pytest.mark.parametrize(("wrong", "message"), [
    ("{id: lamp.x, name: X}", "unknown domain 'lamp'"),
    ("{id: light.x, name: X, area: attic}", "there is no area 'attic'"),
    ("{id: light.desk, name: X}", "is there twice"),
    ("{id: light.x, name: X, state: 5}", "state"),
])  # fmt: skip
def test_a_mistake_in_a_home_is_named(tmp_path: Path, wrong: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_suites(write_exam(tmp_path, "  - {say: a, refuses: true}\n", f"{HOME}  - {wrong}\n"))
    assert "home.yaml" in str(caught.value)
    assert message in str(caught.value)


def test_a_home_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "home.yaml").write_text(HOME)
    (tmp_path / "cases.yaml").write_text("home: hme.yaml\ncases: [{say: a, refuses: true}]")
    with pytest.raises(ConfigError, match="did you mean 'home.yaml'"):
        read_suites(tmp_path)


def test_another_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("tests: []")
    with pytest.raises(ConfigError, match=r"odd.yaml:1: unknown format"):
        read_suites(tmp_path)


def test_a_folder_without_sentences_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="there are no sentences in it"):
        read_suites(tmp_path)
    with pytest.raises(EvaluationError, match="there is no such folder"):
        read_suites(tmp_path / "none")
