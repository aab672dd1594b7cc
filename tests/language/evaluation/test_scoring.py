"""Plans are scored by what they would change."""

from pathlib import Path

import pytest

from hub.home.chores import ChangeTimers, KeepRules, StartTimer
from hub.home.plan import Answer, Chores, Question, Refusal, Steps
from hub.home.rules import Rule, TimeTrigger
from hub.language.evaluation.results import Result
from hub.language.evaluation.scoring import Said, Undone
from tests.language.evaluation.scripted import NOW, scored, step

ON = "does: [{action: light.turn_on, targets: light.desk}]"
HALF = "does: [{action: light.turn_on, targets: light.desk, data: {brightness_pct: 50}}]"
BOTH_OFF = "does: [{action: light.turn_off, targets: [light.ceiling, light.counter]}]"
WARMER = (
    "does: [{action: climate.set_temperature, targets: climate.office,"
    " data: {temperature: {from: 21.5, to: 23}}}]"
)
CLOSE = "does: [{action: cover.close_cover, targets: cover.blinds}]"
TIMER = "keeps: [{op: start_timer, duration_s: 600, name: pasta}]"
EVENING = (
    'keeps: [{rule: {triggers: [{trigger: time, at: "19:00"}], conditions: [],'
    " steps: [{action: light.turn_on, targets: light.desk}]}}]"
)


def desk(**data: object) -> Steps:
    return Steps(steps=(step("light.turn_on", "light.desk", **data),))


def rule(at: str, *actions: object) -> Chores:
    made = Rule.model_validate(
        {"alias": "a", "triggers": (TimeTrigger.model_validate({"at": at}),), "actions": actions}
    )
    return Chores(chores=(KeepRules(rules=(made,)),))


def read_back(at: str) -> Question:
    chores = rule(at, step("light.turn_on", "light.desk")).chores
    return Question(text="Shall I keep this rule?", chores=chores)


RIGHT = [
    (ON, desk()),
    (HALF, desk(brightness=128)),
    (HALF, desk(brightness_step_pct=50)),
    (BOTH_OFF, Steps(steps=(step("light.turn_off", "light.ceiling", "light.counter"),))),
    # The counter light is off already.
    (BOTH_OFF, Steps(steps=(step("light.turn_off", "light.ceiling"),))),
    (CLOSE, Steps(steps=(step("cover.set_cover_position", "cover.blinds", position=0),))),
    (WARMER, Steps(steps=(step("climate.set_temperature", "climate.office", temperature=22),))),
    (TIMER, Chores(chores=(StartTimer(duration_s=600, name="Pasta"),))),
    (EVENING, rule("19:00", step("light.turn_on", "light.desk"))),
    (EVENING, read_back("19:00")),
    ("asks: {has: [which], options: [light.desk, light.counter]}",
     Question(text="Which one?", options=("light.counter", "light.desk"))),
    ("answers: [front door, locked]", Answer(text="The Front door is locked.")),
    ("answers: {has: ['3|three']}", Answer(text="Three lights are on.")),
    ("refuses: [dishwasher]", Refusal(text="There is no dishwasher here.")),
    ("undoes: true", Undone()),
    ("moves_nothing: true", Refusal(text="No.")),
    ("moves_nothing: true", Chores(chores=(StartTimer(duration_s=60),))),
    (f"{ON}, or: [{{asks: true}}]", Question(text="Which one?")),
]  # fmt: skip

OTHERWISE = [
    (ON, Question(text="Which one?"), Result.ASKED),
    (ON, Refusal(text="No."), Result.REFUSED),
    (ON, Answer(text="It is off."), Result.MISSED),
    (ON, Steps(steps=(step("light.turn_on", "light.counter"),)), Result.WRONG),
    (ON, Steps(steps=(step("light.turn_on", "light.desk", "light.counter"),)), Result.WRONG),
    (ON, Steps(steps=(step("light.turn_off", "light.desk"),)), Result.WRONG),
    (ON, desk(brightness_pct=10), Result.WRONG),
    (HALF, desk(), Result.MISSED),
    (HALF, desk(brightness_pct=60), Result.WRONG),
    (BOTH_OFF, Steps(steps=(step("light.turn_off", "light.counter"),)), Result.MISSED),
    (WARMER, Steps(steps=(step("climate.set_temperature", "climate.office", temperature=27),)),
     Result.WRONG),
    (ON, rule("19:00", step("light.turn_on", "light.desk")), Result.WRONG),
    (TIMER, Chores(chores=(StartTimer(duration_s=60, name="pasta"),)), Result.MISSED),
    (TIMER, desk(), Result.WRONG),
    (EVENING, rule("07:00", step("light.turn_on", "light.desk")), Result.MISSED),
    (EVENING, rule("19:00", step("light.turn_on", "light.counter")), Result.WRONG),
    (EVENING, desk(), Result.WRONG),
    (EVENING, read_back("07:00"), Result.ASKED),
    ("answers: [locked]", Answer(text="It is unlocked."), Result.MISSED),
    ("answers: ['21']", Answer(text="It is 21.5 degrees."), Result.MISSED),
    ("answers: [locked]", desk(), Result.WRONG),
    ("refuses: true", desk(), Result.WRONG),
    ("moves_nothing: true", desk(), Result.WRONG),
    ("moves_nothing: true", rule("19:00", step("light.turn_on", "light.desk")), Result.WRONG),
    ("moves_nothing: true",
     Question(text="Shall I?", proposal=(step("light.turn_on", "light.desk"),)), Result.MISSED),
    (ON, Undone(), Result.WRONG),
    (ON, Refusal(text="Something went wrong.", code="failed"), Result.FAILED),
    ("keeps: [{op: pause_timers, timer_ids: [a]}]",
     Chores(chores=(ChangeTimers(op="cancel_timers", timer_ids=("a",)),)), Result.MISSED),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "said"), RIGHT)
def test_a_plan_that_does_what_is_expected_is_right(
    tmp_path: Path, expected: str, said: Said
) -> None:
    found = scored(tmp_path, expected, said)
    assert found.result is Result.RIGHT, found.why


@pytest.mark.parametrize(("expected", "said", "result"), OTHERWISE)
def test_a_plan_that_does_not_is_told_apart(
    tmp_path: Path, expected: str, said: Said, result: Result
) -> None:
    found = scored(tmp_path, expected, said)
    assert found.result is result
    assert found.why


def test_a_moment_is_compared_with_now(tmp_path: Path) -> None:
    wanted = (
        "keeps: [{rule: {triggers: [{trigger: time, in_s: 1200}],"
        " steps: [{action: light.turn_off, targets: light.desk}]}}]"
    )
    in_twenty_minutes = NOW.replace(minute=50).isoformat()
    off = step("light.turn_off", "light.desk")
    assert scored(tmp_path, wanted, rule(in_twenty_minutes, off)).result is Result.RIGHT
    assert scored(tmp_path, wanted, rule("18:50", off)).result is Result.MISSED


def test_volume_up_is_louder_than_before(tmp_path: Path) -> None:
    wanted = "does: [{action: media_player.volume_up, targets: media_player.radio}]"

    def volume(level: float) -> Steps:
        return Steps(steps=(step("media_player.volume_set", "media_player.radio",
                                 volume_level=level),))  # fmt: skip

    assert scored(tmp_path, wanted, volume(0.4)).result is Result.RIGHT
    assert scored(tmp_path, wanted, volume(0.2)).result is Result.WRONG
