"""Scripts that rules and other scripts wait for: who ends them, and who may not call whom."""

import pytest

from hub.home.model import Context
from tests.automation.conftest import House
from tests.automation.families.stage import Stage, ended
from tests.support.keeping import until

SLOW = """\
script:
  slow:
    sequence:
      - event: begun
      - delay: 60
      - action: mqtt.publish
        data: {topic: mark, payload: slept}
automation:
  - alias: Waits for it
    mode: restart
    triggers: [{trigger: event, event_type: bell}]
    actions:
      - action: script.slow
      - action: mqtt.publish
        data: {topic: mark, payload: after}
  - alias: Only starts it
    mode: restart
    triggers: [{trigger: event, event_type: gong}]
    actions:
      - action: script.turn_on
        target: {entity_id: script.slow}
      - delay: 10
  - alias: Begins
    mode: parallel
    triggers: [{trigger: event, event_type: begun}]
    actions: [{action: mqtt.publish, data: {topic: mark, payload: begun}}]
"""
ITSELF = """\
script:
  again:
    mode: MODE
    sequence:
      - action: mqtt.publish
        data: {topic: mark, payload: in}
      - action: WAY
      - action: mqtt.publish
        data: {topic: mark, payload: out}
  other:
    sequence: [{action: script.again}]
automation:
  - alias: Calls
    triggers: [{trigger: event, event_type: bell}]
    actions: [{action: script.again}]
"""
PROBE = """\
  - alias: Probe
    mode: parallel
    triggers: [{trigger: event, event_type: probe}]
    actions: [{action: mqtt.publish, data: {topic: probe, payload: ""}}]
"""


def write(house: House, text: str) -> None:
    folder = house.folder / "rules"
    folder.mkdir()
    (folder / "configuration.yaml").write_text(text + PROBE, encoding="utf-8")


async def later(house: House, seconds: float, *, delays: int = 1) -> None:
    await until(lambda: sum("run " in key for key in house.alarms.waiting) == delays)
    await house.alarms.advance(seconds)


async def test_a_rule_that_begins_anew_ends_the_script_it_waits_for(house: House) -> None:
    write(house, SLOW)
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        house.home.fire("bell", {}, Context())
        await stage.leaves("begun")
        await later(house, 30)
        house.home.fire("bell", {}, Context())
        await stage.leaves("begun", "begun")
        await later(house, 30)
        await stage.leaves("begun", "begun")
        await later(house, 30)
        await stage.leaves("begun", "begun", "slept", "after")


async def test_a_rule_that_is_switched_off_ends_the_script_it_waits_for(house: House) -> None:
    write(house, SLOW)
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        house.home.fire("bell", {}, Context())
        await stage.leaves("begun")
        await until(lambda: house.alarms.at("run "))
        [rule] = [one for one in keeping.engine.automations if "waits" in one.entity_id]
        await rule.turn(on=False)
        await ended(stage)
        assert [one.runs.current for one in keeping.engine.scripts] == [0]


async def test_a_script_that_was_only_started_goes_on(house: House) -> None:
    write(house, SLOW)
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        house.home.fire("gong", {}, Context())
        await stage.leaves("begun")
        house.home.fire("gong", {}, Context())
        await until(lambda: "failed_single" in house.traces.endings)
        await later(house, 60, delays=2)
        await stage.leaves("begun", "slept")


async def test_a_script_that_a_rule_waits_for_goes_on_after_a_restart(house: House) -> None:
    write(house, SLOW)
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        house.home.fire("bell", {}, Context())
        await stage.leaves("begun")
        await until(lambda: house.alarms.at("run "))
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        await until(lambda: house.alarms.at("run "))
        await house.alarms.advance(60)
        await until(lambda: "slept" in stage.marks)


@pytest.mark.parametrize("way", ["script.again", "script.other", "script.turn_on"])
@pytest.mark.parametrize("mode", ["queued", "restart"])
async def test_a_script_may_not_call_itself_while_it_runs(
    house: House, mode: str, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    target = "script.turn_on\n        target: {entity_id: script.again}"
    text = ITSELF.replace("MODE", mode)
    write(house, text.replace("WAY", target if way == "script.turn_on" else way))
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, lambda: caplog.text)
        house.home.fire("bell", {}, Context())
        await stage.leaves("in", "out")
        await ended(stage)
        assert "'again' is not started: it calls itself" in stage.log()
        assert house.traces.endings.count("disallowed_recursion_detected") == 1
        # It may run again by itself.
        house.home.fire("bell", {}, Context())
        await stage.leaves("in", "out", "in", "out")


async def test_a_parallel_script_may_call_itself(house: House) -> None:
    text = ITSELF.replace("MODE", "parallel\n    max: 3").replace("WAY", "script.again")
    write(house, text)
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        house.home.fire("bell", {}, Context())
        await stage.leaves("in", "in", "in", "out", "out", "out")
