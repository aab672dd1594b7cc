"""What a run waits for goes on where it was when the hub starts again."""

from datetime import timedelta

from hub.home.model import Context
from tests.automation.conftest import DOOR, House
from tests.automation.families.stage import MARK, Stage
from tests.support.keeping import until

RULE = f"""\
- alias: Waits
  triggers: [{{trigger: event, event_type: bell}}]
  actions:
    - wait_for_trigger:
        - trigger: state
          entity_id: {DOOR}
          to: "on"
          for: {{seconds: 10}}
        - trigger: time
          at: "13:30:00"
    - action: mqtt.publish
      data: {{topic: {MARK}, payload: "{{{{ wait.trigger.platform }}}}"}}
"""


async def _begin(house: House, stage: Stage) -> None:
    house.home.fire("bell", {}, Context())
    await until(lambda: [one.ending for one in house.traces.by_run.values()] == ["running"])
    await stage.rest()


def _write(house: House) -> None:
    house.rules_folder.mkdir(parents=True)
    (house.rules_folder / "waits.yaml").write_text(RULE, encoding="utf-8")


async def test_for_in_wait_for_trigger_goes_on_where_it_was(house: House) -> None:
    _write(house)
    async with house.keeping() as keeping:
        await _begin(house, Stage(house, keeping, str))
        house.report(DOOR, "on")
        await house.alarms.advance(6)
        await keeping.engine.waits.flush()
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        await until(lambda: house.alarms.at("/for/"))
        await house.alarms.advance(3)
        assert stage.marks == []
        await house.alarms.advance(1)
        await until(lambda: stage.marks == ["state"])
        await until(lambda: not keeping.engine.is_busy)
        assert keeping.engine.waits.of("run ") == []
        await keeping.engine.waits.flush()
    async with house.keeping() as keeping:
        assert keeping.engine.waits.of("run ") == []


async def test_for_that_ended_while_the_hub_was_off_does_not_go_on(house: House) -> None:
    _write(house)
    async with house.keeping() as keeping:
        await _begin(house, Stage(house, keeping, str))
        house.report(DOOR, "on")
        await house.alarms.advance(6)
    house.report(DOOR, "off")
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        await until(lambda: stage.running)
        await stage.rest()
        await house.alarms.advance(100)
        assert stage.marks == []
        house.report(DOOR, "on")
        await house.alarms.advance(10)
        await until(lambda: stage.marks == ["state"])


async def test_a_time_that_passed_while_the_hub_was_off_ends_the_wait(house: House) -> None:
    _write(house)
    async with house.keeping() as keeping:
        await _begin(house, Stage(house, keeping, str))
    house.clock.now += timedelta(hours=1)
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        await until(lambda: house.alarms.at("trigger/"))
        await house.alarms.advance(0)
        await until(lambda: stage.marks == ["time"])


async def test_what_a_stopped_run_waited_for_is_forgotten(house: House) -> None:
    _write(house)
    async with house.keeping() as keeping:
        await _begin(house, Stage(house, keeping, str))
        house.report(DOOR, "on")
        await until(lambda: keeping.engine.waits.of("run "))
        [rule] = keeping.engine.automations
        await rule.turn(on=False)
        assert keeping.engine.waits.of("run ") == []
