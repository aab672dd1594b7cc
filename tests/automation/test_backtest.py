"""A backtest tells exactly what a rule did when it really ran."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.automation.backtest import Backtest, Trial
from hub.automation.model.rules import Automation
from hub.automation.past import Change, Happened, Past, Report, WouldCall
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, Entity
from hub.home.plan import Effect, Plan, StepVerdict, Verdict
from hub.looking_back import past_of
from tests.support.month import PLACE, START, Month, configuration_of, random_items

RULES = """
automation:
  - id: hall
    alias: Hall while somebody moves
    mode: restart
    triggers: [{trigger: state, entity_id: binary_sensor.motion, to: "on"}]
    actions:
      - action: light.turn_on
        target: {entity_id: light.hall}
        data: {brightness_pct: 60}
      - wait_for_trigger:
          - trigger: state
            entity_id: binary_sensor.motion
            to: "off"
            for: "00:02:00"
        timeout: "00:45:00"
      - if: "{{ wait.trigger is none }}"
        then: [{action: light.turn_on, target: {entity_id: light.hall}, data: {brightness_pct: 9}}]
        else: [{action: light.turn_off, target: {entity_id: light.hall}}]
  - id: door
    alias: A door is left open
    mode: parallel
    triggers:
      - trigger: state
        entity_id: [binary_sensor.front_door, binary_sensor.back_door]
        to: "on"
        for: {minutes: 5}
    actions:
      - action: notify.notify
        data: {message: "{{ trigger.to_state.name }} is open since {{ trigger.for }}"}
  - id: heat
    alias: Heating
    triggers:
      - {trigger: numeric_state, entity_id: sensor.warmth, below: 18, for: "00:10:00", id: cold}
      - {trigger: numeric_state, entity_id: sensor.warmth, above: 22, id: warm}
    actions:
      - choose:
          - conditions: [{condition: trigger, id: cold}]
            sequence: [{action: switch.turn_on, target: {entity_id: switch.heater}}]
          - conditions:
              - {condition: trigger, id: warm}
              - {condition: state, entity_id: switch.heater, state: "on"}
            sequence: [{action: switch.turn_off, target: {entity_id: switch.heater}}]
  - id: clock
    alias: Mornings and nights
    triggers: [{trigger: time, at: ["06:45:00", "22:30:00"]}]
    conditions: [{condition: time, weekday: [mon, tue, wed, thu, fri]}]
    actions:
      - action: "light.turn_{{ 'on' if now().hour < 12 else 'off' }}"
        target: {entity_id: light.desk}
  - id: dusk
    alias: Porch at dusk
    triggers: [{trigger: sun, event: sunset, offset: "-00:15:00"}]
    actions:
      - action: light.turn_on
        target: {entity_id: light.porch}
      - delay: {hours: 3}
      - action: light.turn_off
        target: {entity_id: light.porch}
  - id: both
    alias: Both doors are open
    triggers:
      - trigger: template
        value_template: >
          {{ ['binary_sensor.front_door', 'binary_sensor.back_door']
             | select('is_state', 'on') | list | count == 2 }}
    actions:
      - action: notify.notify
        data: {message: "both, at {{ states('sensor.warmth') }}", title: Doors}
  - id: pattern
    alias: Every half hour
    mode: queued
    triggers: [{trigger: time_pattern, minutes: /30}]
    variables: {is_dark: "{{ is_state('light.hall', 'off') }}"}
    conditions: "{{ is_dark }}"
    actions:
      - delay: 90
      - if: [{condition: sun, after: sunset}]
        then: [{action: light.toggle, target: {entity_id: light.porch}}]
  - id: button
    alias: The button
    mode: queued
    max: 3
    triggers: [{trigger: event, event_type: button_pressed, event_data: {button: desk}}]
    actions:
      - repeat:
          count: 2
          sequence:
            - action: light.toggle
              target: {entity_id: light.desk}
            - delay: "00:20:00"
      - action: script.blink
        data: {times: "{{ states('sensor.warmth') | float | int }}"}
script:
  blink:
    mode: restart
    sequence:
      - action: light.turn_on
        target: {entity_id: light.desk}
        data: {brightness_pct: "{{ times }}"}
      - delay: 2
      - action: light.turn_off
        target: {entity_id: light.desk}
"""
IDS = ("hall", "door", "heat", "clock", "dusk", "both", "pattern", "button")
DAYS = 30


def told(call: WouldCall) -> tuple[datetime, str, tuple[str, ...], dict[str, Any]]:
    """Return a call; the history keeps time as floats, so to the nearest 10 ms."""
    whole = round(call.at.timestamp() * 100) / 100
    return datetime.fromtimestamp(whole, UTC), call.action, call.targets, dict(call.data)


@pytest.mark.timeout(60)
async def test_each_rule_would_have_done_in_a_month_what_it_did(tmp_path: Path) -> None:
    month = Month(tmp_path, configuration_of(tmp_path, RULES))
    end = START + timedelta(days=DAYS)
    async with month.history as history:
        await month.live(random_items(seed=7, days=DAYS), end)
        past = await past_of(history.queries, START, end)
    assert not past.is_cut
    scripts = month.configuration.scripts
    assert set(month.calls) == set(IDS)
    for automation in month.configuration.automations:
        trial = Trial(automation=automation, place=PLACE, scripts=scripts)
        report = await Backtest(trial, past, month.home).run()
        assert not report.problems
        did = [told(call) for call in month.calls[automation.id]]
        assert len(did) >= 10, automation.id
        assert [told(call) for call in report.calls] == did, automation.id


LAMP, DOOR = EntityId("light.lamp"), EntityId("binary_sensor.door")


def rule(folder: Path, triggers: str, actions: str = "", more: str = "") -> Automation:
    actions = actions or "[{action: light.turn_on, target: {entity_id: light.lamp}}]"
    text = f"automation:\n  - id: r\n    triggers: {triggers}\n    actions: {actions}\n{more}"
    [automation] = configuration_of(folder, text).automations
    return automation


def small_home() -> Home:
    home = Home()
    actions = frozenset({"light.turn_on", "light.turn_off"})
    home.put_entity(Entity(LAMP, "Lamp", "test", "lamp", actions=actions))
    home.put_entity(Entity(DOOR, "Door", "test", "door"))
    return home


def past(*items: Change | Happened, hours: float = 1) -> Past:
    before: dict[EntityId, Any] = {
        DOOR: ("off", {}, START - timedelta(days=1)),
        LAMP: ("off", {}, START),
    }
    return Past(START, START + timedelta(hours=hours), before, items)


def change(minutes: float, entity_id: EntityId, state: str | None) -> Change:
    return Change(START + timedelta(minutes=minutes), entity_id, state, {}, Context())


async def tried(automation: Automation, was: Past, **more: Any) -> Report:
    trial = Trial(automation=automation, place=PLACE, **more)
    return await Backtest(trial, was, small_home()).run()


OPENS = "[{trigger: state, entity_id: binary_sensor.door, to: 'on'}]"


async def test_a_rule_that_rests_is_tried_all_the_same(tmp_path: Path) -> None:
    automation = replace(rule(tmp_path, OPENS), initial_state=False)
    report = await tried(automation, past(change(5, DOOR, "on"), change(6, DOOR, "off")))
    assert [(call.at, call.targets) for call in report.calls] == [
        (START + timedelta(minutes=5), (LAMP,))
    ]
    [run] = report.runs
    assert (run.trace.trigger, run.trace.ending) == ("state of binary_sensor.door", "finished")


async def test_runs_that_conditions_stop_are_told_without_calls(tmp_path: Path) -> None:
    more = "    conditions: [{condition: state, entity_id: light.lamp, state: 'on'}]"
    automation = rule(tmp_path, OPENS, more=more)
    report = await tried(automation, past(change(5, DOOR, "on")))
    assert [(run.trace.ending, run.calls) for run in report.runs] == [("failed_conditions", [])]


async def test_what_the_guard_denies_is_told_with_its_reason(tmp_path: Path) -> None:
    def judging(home: Home, now: Any) -> Any:
        def judge(_: Plan) -> Verdict:
            assert home.states[DOOR].state == "on"
            effect = Effect.DENY if now() < START + timedelta(minutes=10) else Effect.ALLOW
            word = StepVerdict(step=0, entity_id=LAMP, effect=effect, policy="p", reason="early")
            return Verdict(effect=effect, policy="p", reason="early", steps=(word,))

        return judge

    was = past(change(5, DOOR, "on"), change(6, DOOR, "off"), change(15, DOOR, "on"))
    report = await tried(rule(tmp_path, OPENS), was, judging=judging)
    assert [(call.effect, call.reason) for call in report.calls] == [
        (Effect.DENY, "early"),
        (Effect.ALLOW, "early"),
    ]
    assert [run.trace.ending for run in report.runs] == ["error", "finished"]


async def test_neither_end_of_a_replay_starts_or_stops_the_hub(tmp_path: Path) -> None:
    triggers = "[{trigger: homeassistant, event: start}, {trigger: homeassistant, event: shutdown}]"
    automation = rule(tmp_path, triggers)
    assert (await tried(automation, past())).calls == []
    real = Happened(START + timedelta(minutes=3), "homeassistant_started", {}, Context())
    assert [call.at for call in (await tried(automation, past(real))).calls] == [real.at]


async def test_a_run_under_way_at_the_end_is_told_as_running(tmp_path: Path) -> None:
    automation = rule(tmp_path, OPENS, "[{delay: {hours: 2}}]")
    report = await tried(automation, past(change(5, DOOR, "on")))
    assert [run.trace.ending for run in report.runs] == ["running"]


async def test_entities_that_were_gone_for_a_while_are_gone_then(tmp_path: Path) -> None:
    triggers = "[{trigger: template, value_template: \"{{ states('light.lamp') == 'unknown' }}\"}]"
    automation = rule(tmp_path, triggers, "[{event: seen}]")
    was = past(change(5, LAMP, None), change(9, LAMP, "on"))
    assert [run.trace.started_at for run in (await tried(automation, was)).runs] == [
        START + timedelta(minutes=5)
    ]


async def test_what_is_not_recorded_is_noted(tmp_path: Path) -> None:
    report = await tried(rule(tmp_path, "[{trigger: mqtt, topic: a/b}]"), past())
    assert report.calls == []
    assert "not recorded" in report.notes[0]
