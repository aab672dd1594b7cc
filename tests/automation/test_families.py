"""All 61 families of what real automations hold work, in the new spelling and in the old.

They were counted over 2,591 public automations; `FAMILIES` has them by how many automations more
each of them covers, the most first.
"""

import asyncio

import pytest

from tests.automation.conftest import House
from tests.automation.families.conditions import CONDITIONS
from tests.automation.families.stage import MARK, PROBE_RULE, Family, Stage, furnish
from tests.automation.families.steps import STEPS
from tests.automation.families.tops import TOPS
from tests.automation.families.triggers import TRIGGERS
from tests.support.keeping import until

_COUNTED = """
trigger:state condition:state condition:not condition:time trigger:event trigger:time condition:or
action:parallel trigger:webhook action:delay trigger:numeric_state condition:template
action:choose condition:numeric_state trigger:sun action:if top:initial_state trigger:time_pattern
condition:sun mode:queued action:variables top:max trigger:homeassistant mode:parallel
trigger-option:id mode:restart top:max_exceeded condition:trigger condition:and top:variables
action:condition action-option:continue_on_error action:repeat trigger:device action:wait_template
action:wait_for_trigger trigger:mqtt trigger:template trigger:zone action:event trigger:calendar
top:trace action-option:enabled condition-option:enabled trigger-option:enabled action:stop
action:set_conversation_response trigger:conversation trigger:tag action:device
trigger-option:variables top:hide_entity condition:device action:? trigger:samsungtv.turn_on
trigger:webostv.turn_on action:sequence trigger:light.brightness_changed trigger:text.changed
condition:zone.in_zone trigger:zone.occupancy_detected
"""
FAMILIES = _COUNTED.split()
AT_WORK = (*TRIGGERS, *CONDITIONS, *STEPS, *TOPS)


def test_every_family_that_was_counted_is_at_work_here() -> None:
    assert len(FAMILIES) == 61
    assert sorted(one.name for one in AT_WORK) == sorted(FAMILIES)


@pytest.mark.parametrize("spelling", ["new", "old"])
@pytest.mark.parametrize("family", AT_WORK, ids=lambda family: family.name)
async def test_a_family_does_what_its_rule_says(
    house: House, family: Family, spelling: str, caplog: pytest.LogCaptureFixture
) -> None:
    rules = family.rules if spelling == "new" else family.old
    assert rules != family.rules or spelling == "new"
    folder = house.folder / "rules"
    folder.mkdir()
    (folder / "automations.yaml").write_text(rules + PROBE_RULE, encoding="utf-8")
    furnish(house.home)
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, lambda: caplog.text)
        told = [f"{one.line} {one.message}" for one in keeping.problems]
        assert [one.split(";")[0] for one in told] == ([family.problem] if family.problem else [])
        for act in family.acts:
            await act.cause(stage)
            await stage.leaves(*act.marks)
        family.more(stage)


async def test_rules_hear_that_the_hub_stops(house: House) -> None:
    [family] = [one for one in TRIGGERS if one.name == "trigger:homeassistant"]
    house.rules_folder.mkdir(parents=True)
    (house.rules_folder / "hub.yaml").write_text(family.rules + PROBE_RULE, encoding="utf-8")
    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        await stage.leaves("start")
    assert stage.marks == ["start", "shutdown"]


async def test_what_a_rule_did_at_the_stop_is_not_done_again_at_the_start(house: House) -> None:
    rule = f"""
- alias: Stops
  triggers: [{{trigger: homeassistant, event: shutdown}}]
  actions:
    - wait_template: "{{{{ is_state('light.hall', 'on') }}}}"
    - action: mqtt.publish
      data: {{topic: {MARK}, payload: "yes"}}
"""
    house.rules_folder.mkdir(parents=True)
    (house.rules_folder / "hub.yaml").write_text(rule + PROBE_RULE, encoding="utf-8")

    async def light_the_hall() -> None:
        await until(lambda: house.traces.endings == ["running"])
        house.report("light.hall", "on")

    async with house.keeping() as keeping:
        stage = Stage(house, keeping, str)
        lights = asyncio.create_task(light_the_hall())
    await lights
    assert stage.marks == ["yes"]
    async with house.keeping() as keeping:
        await until(lambda: not keeping.engine.is_busy)
        assert stage.marks == ["yes"]
    assert stage.marks == ["yes", "yes"]
