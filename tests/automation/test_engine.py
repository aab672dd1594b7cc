"""Rules run when their time has come or something happens, and neither lose nor double a run."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from hub.automation.held_rule import RuleGone, RuleRefused
from hub.automation.keeping import Keeping
from hub.guard.policy_file import parse_policies
from hub.home.chores import ChangeRules, KeepRules
from hub.home.errors import UnknownEntity
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Context
from hub.home.plan import Request
from hub.home.rules import (
    AnyTrigger,
    Delay,
    NumericStateTrigger,
    Rule,
    StateCondition,
    StateTrigger,
    SunCondition,
    SunTrigger,
    Tell,
    TimeCondition,
    TimePatternTrigger,
    TimeTrigger,
    ZoneTrigger,
)
from tests.automation.conftest import ANNA, DOOR, LAMP, House, step
from tests.support.keeping import until

ON = step("light.turn_on")
OFF = step("light.turn_off")
# In Amsterdam it is an hour later than UTC in January.
NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
AT_1930 = datetime(2026, 1, 14, 18, 30, tzinfo=UTC)


def rule(*triggers: AnyTrigger, **more: object) -> Rule:
    values = {"alias": "Lamp on", "actions": (ON,), "triggers": triggers} | more
    return Rule.model_validate(values)


async def test_a_daily_rule_runs_each_day_at_its_local_time(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(TimeTrigger(at=time(19, 30))))
        assert keeping.rules[0].next_run == AT_1930
        await house.alarms.advance_to(AT_1930)
        await until(lambda: house.sent == ["light.turn_on light.lamp"])
        assert keeping.rules[0].last_run == AT_1930
        assert keeping.rules[0].next_run == AT_1930 + timedelta(days=1)


async def test_nothing_runs_before_its_time(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(TimeTrigger(at=time(19, 30))))
        await house.alarms.advance_to(AT_1930 - timedelta(seconds=1))
        assert house.sent == []
        await house.alarms.advance_to(AT_1930)
        await until(lambda: len(house.sent) == 1)


async def test_a_rule_for_once_runs_once_and_is_gone(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(TimeTrigger(at=AT_1930), once=True))
        assert len(list(house.rules_folder.iterdir())) == 1
        await house.alarms.advance_to(AT_1930)
        await until(lambda: not keeping.rules)
        assert house.sent == ["light.turn_on light.lamp"]
        assert list(house.rules_folder.iterdir()) == []
    async with house.keeping() as keeping:
        assert keeping.rules == []


async def test_a_kept_rule_is_there_after_a_restart_and_runs(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, made := rule(TimeTrigger(at=AT_1930), once=True))
    async with house.keeping() as keeping:
        [kept] = keeping.rules
        assert (kept.rule, kept.user_id) == (made, ANNA)
        await house.alarms.advance_to(AT_1930)
        await until(lambda: house.sent == ["light.turn_on light.lamp"])


@pytest.mark.parametrize("once", [True, False])
async def test_a_run_missed_by_minutes_is_caught_up(house: House, once: bool) -> None:  # noqa: FBT001
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(TimeTrigger(at=time(19, 30)), once=once))
    house.clock.now = AT_1930 + timedelta(minutes=10)
    async with house.keeping() as keeping:
        await house.alarms.advance(0)
        await until(lambda: house.sent == ["light.turn_on light.lamp"])
        await until(lambda: len(keeping.rules) == (0 if once else 1))
        assert house.teller.told == []


@pytest.mark.parametrize("once", [True, False])
async def test_a_run_missed_by_more_is_reported_to_its_maker(house: House, once: bool) -> None:  # noqa: FBT001
    at = AT_1930 if once else time(19, 30)
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(TimeTrigger(at=at), once=once))
    house.clock.now = AT_1930 + timedelta(minutes=11)
    async with house.keeping() as keeping:
        await house.alarms.advance(0)
        await until(lambda: house.teller.told)
        [told] = house.teller.told
        assert told.user_id == ANNA
        assert told.text == (
            "The rule “Lamp on” was due at 19:30 on 14 January, but I was off then. "
            "I did not run it."
        )
        await until(lambda: len(keeping.rules) == (0 if once else 1))
    async with house.keeping():
        await house.alarms.advance(0)
        assert len(house.teller.told) == 1
    assert house.sent == []


async def test_what_a_hand_moved_to_a_later_time_was_not_missed(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(TimeTrigger(at=time(19, 30))))
    [file] = house.rules_folder.iterdir()
    file.write_text(file.read_text().replace("19:30:00", "21:00:00"))
    house.clock.now = AT_1930 + timedelta(minutes=20)
    async with house.keeping() as keeping:
        assert keeping.rules[0].next_run == AT_1930 + timedelta(minutes=90)
        assert (house.sent, house.teller.told) == ([], [])


async def test_a_delay_goes_on_over_a_restart(house: House) -> None:
    made = rule(TimeTrigger(at=AT_1930), once=True, actions=(ON, Delay(delay_s=600), OFF))
    async with house.keeping() as keeping:
        await house.keep(keeping, made)
        await house.alarms.advance_to(AT_1930)
        await until(lambda: house.alarms.at("run "))
        assert house.sent == ["light.turn_on light.lamp"]
        assert len(keeping.rules) == 1
    async with house.keeping() as keeping:
        await until(lambda: house.alarms.at("run ") == AT_1930 + timedelta(minutes=10))
        await house.alarms.advance(600)
        await until(lambda: not keeping.rules)
    assert house.sent == ["light.turn_on light.lamp", "light.turn_off light.lamp"]


async def test_a_run_interrupted_for_long_is_reported(house: House) -> None:
    made = rule(TimeTrigger(at=AT_1930), once=True, actions=(ON, Delay(delay_s=60), OFF))
    async with house.keeping() as keeping:
        await house.keep(keeping, made)
        await house.alarms.advance_to(AT_1930)
        await until(lambda: house.alarms.at("run "))
    house.clock.advance(3600)
    async with house.keeping() as keeping:
        await until(lambda: not keeping.rules)
        await until(lambda: "it was left out" in "".join(house.teller.texts))
    assert house.sent == ["light.turn_on light.lamp"]


async def test_deleting_a_rule_ends_its_run(house: House) -> None:
    made = rule(TimeTrigger(at=AT_1930), actions=(ON, Delay(delay_s=60), OFF))
    async with house.keeping() as keeping:
        await house.keep(keeping, made)
        await house.alarms.advance_to(AT_1930)
        await until(lambda: house.alarms.at("run "))
        await house.do(keeping, ChangeRules(op="delete_rules", rule_ids=(made.id,)))
        await until(lambda: not house.alarms.waiting)
    async with house.keeping() as keeping:
        assert keeping.rules == []
        assert house.alarms.waiting == {}
    assert house.sent == ["light.turn_on light.lamp"]


async def test_a_paused_rule_rests_over_a_restart_until_it_is_resumed(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, made := rule(TimeTrigger(at=time(19, 30))))
        await house.do(keeping, ChangeRules(op="pause_rules", rule_ids=(made.id,)))
    async with house.keeping() as keeping:
        assert keeping.rules[0].is_paused
        assert keeping.rules[0].next_run is None
        await house.alarms.advance_to(AT_1930 + timedelta(hours=1))
        assert house.sent == []
        done = await house.do(keeping, ChangeRules(op="resume_rules", rule_ids=(made.id,)))
        assert done.back == ChangeRules(op="pause_rules", rule_ids=(made.id,))
        await house.alarms.advance_to(AT_1930 + timedelta(days=1))
        await until(lambda: len(house.sent) == 1)


async def test_what_takes_a_deletion_back_restores_the_rule(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, made := rule(TimeTrigger(at=time(19, 30))))
        done = await house.do(keeping, ChangeRules(op="delete_rules", rule_ids=(made.id,)))
        assert done.named == ("Lamp on",)
        assert isinstance(done.back, KeepRules)
        assert done.back.rules == (made,)
        await house.do(keeping, done.back)
        assert [kept.rule for kept in keeping.rules] == [made]


async def test_conditions_must_hold_when_it_is_time(house: House) -> None:
    conditions = (
        TimeCondition(weekday=("wed",)),
        StateCondition(entity_id=(EntityId("light.hall"),), state=("on",)),
        SunCondition(after="sunset"),
    )
    async with house.keeping() as keeping:
        made = rule(TimeTrigger(at=time(19, 30)), conditions=conditions)
        await house.keep(keeping, made)
        await house.alarms.advance_to(AT_1930)  # a Wednesday, dark, but the hall is off
        house.report("light.hall", "on")
        await house.alarms.advance_to(AT_1930 + timedelta(days=6))
        assert house.sent == []
        await house.alarms.advance_to(AT_1930 + timedelta(days=7))
        await until(lambda: house.sent == ["light.turn_on light.lamp"])


async def test_sun_and_pattern_triggers_ring(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(SunTrigger(event="sunset", offset_s=-1800)))
        sunset = keeping.rules[0].next_run
        assert sunset is not None
        assert abs(sunset - datetime(2026, 1, 14, 15, 26, tzinfo=UTC)) < timedelta(minutes=3)
        await house.keep(keeping, rule(TimePatternTrigger(minutes="/5"), alias="often"))
        await house.alarms.advance_to(NOON + timedelta(minutes=5))
        await until(lambda: len(house.sent) == 1 and not keeping.rules[1].is_running)
        await house.alarms.advance_to(NOON + timedelta(minutes=10))
        await until(lambda: len(house.sent) == 2)


async def test_a_door_that_opens_fires_and_one_that_is_first_heard_of_does_not(
    house: House,
) -> None:
    async with house.keeping() as keeping:
        made = rule(StateTrigger(entity_id=(DOOR,), to=("on",)), actions=(Tell(tell="Open!"),))
        await house.keep(keeping, made)
        house.report(DOOR, "unavailable")
        house.report(DOOR, "on")
        house.report(DOOR, "off")
        house.report(DOOR, "on")
        await until(lambda: house.teller.texts == ["Open!"])
        assert house.teller.told[0].user_id == ANNA


async def test_for_some_time_means_without_a_break(house: House) -> None:
    trigger = StateTrigger(entity_id=(DOOR,), to=("on",), for_s=300)
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(trigger))
        house.report(DOOR, "on")
        await house.alarms.advance(200)
        house.report(DOOR, "off")
        house.report(DOOR, "on")
        await house.alarms.advance(200)
        house.report(DOOR, "on", battery=50)
        assert house.sent == []
        await house.alarms.advance(100)
        await until(lambda: house.sent == ["light.turn_on light.lamp"])


async def test_a_number_fires_when_it_crosses_and_only_then(house: House) -> None:
    trigger = NumericStateTrigger(entity_id=(EntityId("sensor.warmth"),), above=25)
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(trigger))
        for value in ("24", "25", "unavailable", "26", "24", "27", "28"):
            house.report("sensor.warmth", value)
        await until(lambda: house.sent == ["light.turn_on light.lamp"])


async def test_coming_home_fires_by_place_or_by_position(house: House) -> None:
    zone, anna = EntityId("zone.home"), EntityId("person.anna")
    trigger = ZoneTrigger(entity_id=(anna,), zone=zone, event="enter")
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(trigger, actions=(Tell(tell="Hi"),)))
        house.report(anna, "home")
        await until(lambda: len(house.teller.told) == 1)
        house.report(anna, "not_home", latitude=52.4, longitude=4.9)
        house.report(anna, "not_home", latitude=52.3701, longitude=4.8901)
        await until(lambda: len(house.teller.told) == 2)


async def test_a_rule_that_is_sensitive_unattended_is_stopped_at_the_run_and_said(
    house: House,
) -> None:
    async with house.keeping() as keeping:
        await house.keep(
            keeping, rule(TimeTrigger(at=AT_1930), actions=(step("lock.unlock", "lock.front"),))
        )
        await house.alarms.advance_to(AT_1930)
        await until(lambda: house.teller.told)
    assert house.sent == []
    assert "was denied: nobody attends" in house.teller.texts[0]


async def test_the_owners_policy_lets_a_rule_do_what_it_names(house: House) -> None:
    text = (
        "policies: [{name: gate, match: {entity_id: lock.front, source: rule}, effect: allow,"
        " reason: I want it}]"
    )
    house.owner = parse_policies(text, "policy.yaml")
    async with house.keeping() as keeping:
        await house.keep(
            keeping, rule(TimeTrigger(at=AT_1930), actions=(step("lock.unlock", "lock.front"),))
        )
        await house.alarms.advance_to(AT_1930)
        await until(lambda: house.sent == ["lock.unlock lock.front"])


async def test_a_rule_that_sets_itself_off_is_paused(house: House) -> None:
    lamp = StateTrigger(entity_id=(LAMP,))
    toggle = rule(lamp, alias="Echo", actions=(step("light.toggle"),))

    async def report_with_cause(home: Home) -> None:
        sent = house.devices.sent[-1]
        state = "off" if home.state(LAMP).state == "on" else "on"
        cause = Context(source=sent.context.source, parent_id=sent.context.id)
        home.report(LAMP, state, {}, cause)

    house.devices.faults[LAMP] = "silent"
    async with house.keeping() as keeping:
        await house.keep(keeping, toggle)
        house.report(LAMP, "on")
        for count in range(1, 12):
            await until(lambda count=count: len(house.sent) == count)  # type: ignore[misc]
            await until(lambda: not keeping.rules[0].is_running)
            await report_with_cause(house.home)
        await until(lambda: keeping.rules[0].is_paused)
        await until(lambda: "set itself off" in "".join(house.teller.texts))
    assert len(house.sent) == 11


async def test_a_flood_from_outside_is_no_loop(house: House) -> None:
    made = rule(StateTrigger(entity_id=(DOOR,), to=("on",)), actions=(Tell(tell="x"),))
    async with house.keeping() as keeping:
        await house.keep(keeping, made)
        for count in range(1, 31):
            house.report(DOOR, "on")
            await until(lambda count=count: len(house.teller.told) == count)  # type: ignore[misc]
            await until(lambda: not keeping.rules[0].is_running)
            house.report(DOOR, "off")
        assert not keeping.rules[0].is_paused


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (rule(TimeTrigger(at=NOON - timedelta(hours=1))), RuleRefused),
        (rule(TimePatternTrigger(minutes="/0")), RuleRefused),
        (
            rule(TimeTrigger(at=AT_1930), actions=(step("light.turn_on", "light.no"),)),
            UnknownEntity,
        ),
    ],
)
async def test_what_could_never_run_is_refused_and_leaves_nothing(
    house: House, made: Rule, error: type[Exception]
) -> None:
    good = rule(TimeTrigger(at=AT_1930))
    async with house.keeping() as keeping:
        with pytest.raises(error):
            await house.keep(keeping, good, made)
        assert keeping.rules == []
    assert not house.rules_folder.exists() or list(house.rules_folder.iterdir()) == []


async def test_an_unknown_rule_cannot_be_changed(house: House) -> None:
    async with house.keeping() as keeping:
        with pytest.raises(RuleGone):
            await house.do(keeping, ChangeRules(op="delete_rules", rule_ids=("nope",)))


async def test_a_bad_file_is_named_with_its_line_and_the_others_run(house: House) -> None:
    async with house.keeping() as keeping:
        await house.keep(keeping, rule(TimeTrigger(at=AT_1930), once=True))
    text = "- id: a\n  alias: x\n  triggers:\n  - trigger: moon\n  actions: []\n"
    bad = _write(house.rules_folder / "mine.yaml", text)
    async with house.keeping() as keeping:
        assert _places(keeping) == [("mine.yaml", 4)]
        assert len(keeping.rules) == 1
    assert _text(bad) == text


def _write(file: Path, text: str) -> Path:
    file.write_text(text)
    return file


def _text(file: Path) -> str:
    return file.read_text()


def _places(keeping: Keeping) -> list[tuple[str, int]]:
    return [(Path(problem.file).name, problem.line) for problem in keeping.problems]


async def test_what_is_never_allowed_is_told_once_a_day(house: House) -> None:
    unlock = rule(StateTrigger(entity_id=(DOOR,)), actions=(step("lock.unlock", "lock.front"),))
    async with house.keeping() as keeping:
        await house.keep(keeping, unlock, rule(StateTrigger(entity_id=(DOOR,))))
        for count in range(1, 4):
            house.report(DOOR, "on" if count % 2 else "off")
            await until(lambda count=count: len(house.sent) == count)  # type: ignore[misc]
            await until(lambda: not any(kept.is_running for kept in keeping.rules))
        assert len(house.teller.told) == 1
        house.clock.advance(86_400)
        house.report(DOOR, "off")
        await until(lambda: len(house.teller.told) == 2)


async def test_what_was_asked_for_in_a_room_is_told_there(house: House) -> None:
    made = rule(StateTrigger(entity_id=(DOOR,), to=("on",)), actions=(Tell(tell="Open!"),))
    heard = Request(text="tell me when the door opens", area_id=AreaId("kitchen"))
    async with house.keeping() as keeping:
        await keeping.do(KeepRules(rules=(made,)), heard)
    # The room is known after a restart as well.
    async with house.keeping():
        house.report(DOOR, "on")
        await until(lambda: house.teller.told)
    assert [(one.text, one.area_id) for one in house.teller.told] == [("Open!", "kitchen")]
