"""What is said before in an exam's conversation has come about when the sentence is said."""

from pathlib import Path

from hub.language.evaluation.results import Result
from tests.language.evaluation.small_exam import scores

CASES = """
  - {say: turn on the sun, before: [call the desk lamp the sun],
     does: [{action: light.turn_on, targets: light.desk}]}
  - {say: turn off the lights in the galley, before: [we call the kitchen the galley],
     does: [{action: light.turn_off, targets: [light.ceiling, light.counter]}]}
  - {say: resume the timer, before: [set a timer for 5 minutes, pause the timer],
     keeps: [{op: resume_timers}]}
  - {say: is the timer paused?, before: [set a timer for 5 minutes, pause the timer],
     answers: [paused]}
"""


async def test_names_that_were_taught_and_timers_that_were_paused_are_known(
    tmp_path: Path,
) -> None:
    found = await scores(tmp_path, CASES)
    assert [(one.result, one.why) for one in found] == [(Result.RIGHT, "")] * 4
