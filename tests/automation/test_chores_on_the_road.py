"""Chores take the road of every plan: judged, done after the steps, traced, undone."""

from datetime import time

import pytest

from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, parse_policies
from hub.home.chores import ChangeRules, Chore, KeepRules, StartTimer, TeachPhrase
from hub.home.ids import UserId
from hub.home.model import Source
from hub.home.people import Role, Who
from hub.home.plan import Chores, Effect, Plan, PlanResult, Request, Status, Steps
from hub.home.rules import Rule, TimeTrigger
from hub.home.step import Step
from tests.automation.conftest import ANNA, SHIPPED, House, step
from tests.support.fakes import put
from tests.support.keeping import until

OFF = step("light.turn_off")
UNLOCK = step("lock.unlock", "lock.front")
RAW = step("vacuum.send_command", "vacuum.bot", command="x")
TIMER = StartTimer(duration_s=60)


def keep(*steps: Step) -> KeepRules:
    rule = Rule(alias="made", triggers=(TimeTrigger(at=time(19, 30)),), actions=steps)
    return KeepRules(rules=(rule,))


def plan(*chores: Chore, steps: tuple[Step, ...] = (), source: Source = Source.LANGUAGE) -> Plan:
    request = Request(text="said", source=source, user_id=ANNA, conversation_id="c")
    body = Steps(steps=steps, chores=chores) if steps else Chores(chores=chores)
    return Plan(request=request, body=body, planner="test")


def statuses(result: PlanResult) -> list[Status]:
    return [outcome.status for outcome in result.chores]


async def test_steps_run_and_then_the_chore_is_done(house: House) -> None:
    async with house.keeping() as keeping:
        result = await house.executor.run(plan(keep(OFF), steps=(step("light.turn_on"),)))
        assert house.sent == ["light.turn_on light.lamp"]
        assert statuses(result) == [Status.DONE]
        assert result.is_done
        assert len(keeping.rules) == 1


async def test_an_answer_waits_for_the_chore_even_if_it_does_not_for_devices(
    house: House,
) -> None:
    async with house.keeping() as keeping:
        result = await house.executor.run(plan(TIMER, steps=(step("light.turn_on"),)), wait_s=0)
        assert statuses(result) == [Status.DONE]
        assert len(keeping.timers) == 1


async def test_a_rule_that_nobody_would_attend_is_refused_with_the_policys_reason(
    house: House,
) -> None:
    async with house.keeping() as keeping:
        result = await house.executor.run(plan(keep(UNLOCK)))
        assert result.verdict.effect is Effect.DENY
        assert statuses(result) == [Status.DENIED]
        assert "nobody attends" in result.chores[0].detail
        assert (keeping.rules, house.sent) == ([], [])


async def test_a_refused_chore_leaves_the_steps_be(house: House) -> None:
    async with house.keeping() as keeping:
        result = await house.executor.run(
            plan(keep(UNLOCK), steps=(step("lock.lock", "lock.front"),))
        )
        assert house.sent == ["lock.lock lock.front"]
        assert statuses(result) == [Status.DENIED]
        assert keeping.rules == []


async def test_nothing_is_kept_if_every_step_before_was_denied(house: House) -> None:
    deny = "policies: [{name: no, match: {entity_id: light.lamp}, effect: deny, reason: no}]"
    house.owner = parse_policies(deny, "policy.yaml")
    async with house.keeping() as keeping:
        result = await house.executor.run(plan(TIMER, steps=(step("light.turn_on"),)))
        assert statuses(result) == [Status.DENIED]
        assert keeping.timers == []


async def test_a_rule_that_asks_when_unattended_waits_for_a_yes(house: House) -> None:
    put(house.home, "vacuum.bot", "docked")
    async with house.keeping() as keeping:
        asked = await house.executor.run(plan(keep(RAW)))
        assert statuses(asked) == [Status.WAITING]
        assert keeping.rules == []
        assert asked.approval_id is not None
        done = await house.executor.decide(asked.approval_id, approve=True, by=UserId("ben"))
        assert statuses(done) == [Status.DONE]
        [at_work] = keeping.engine.automations
        assert at_work.record.approved_by == "ben"
        # The yes was to keeping it: the run asks again.
        await house.alarms.advance(12 * 3600)
        await until(lambda: house.teller.told)
        assert "waits for a yes" in house.teller.texts[0]
        assert house.sent == []


async def test_a_no_keeps_nothing(house: House) -> None:
    put(house.home, "vacuum.bot", "docked")
    async with house.keeping() as keeping:
        asked = await house.executor.run(plan(keep(RAW)))
        assert asked.approval_id is not None
        done = await house.executor.decide(asked.approval_id, approve=False, by=ANNA)
        assert statuses(done) == [Status.DENIED]
        assert keeping.rules == []


async def test_a_rule_that_touches_much_is_read_back(house: House) -> None:
    many = tuple(put(house.home, f"light.n{number}") for number in range(20))
    all_off = OFF.model_copy(update={"targets": many})
    async with house.keeping():
        result = await house.executor.run(plan(keep(all_off)))
        assert statuses(result) == [Status.WAITING]
        by_program = await house.executor.run(plan(keep(all_off), source=Source.API))
        assert statuses(by_program) == [Status.DONE]


async def test_undo_takes_back_what_was_kept(house: House) -> None:
    async with house.keeping() as keeping:
        made = await house.executor.run(plan(keep(OFF), TIMER))
        assert (len(keeping.rules), len(keeping.timers)) == (1, 1)
        back = await house.executor.undo(ANNA, "c")
        assert statuses(back) == [Status.DONE, Status.DONE]
        assert (keeping.rules, keeping.timers) == ([], [])
        rule_id = made.plan.chores[0].rules[0].id  # type: ignore[union-attr]
        assert ChangeRules(op="delete_rules", rule_ids=(rule_id,)) in back.plan.chores
        assert (await house.executor.undo(ANNA, "c")).plan.body.kind == "refusal"


async def test_undo_takes_back_steps_and_chores_together(house: House) -> None:
    async with house.keeping() as keeping:
        await house.executor.run(plan(keep(OFF), steps=(step("light.turn_on"),)))
        await house.executor.undo(ANNA, "c")
        # So soon after the first command, the lamp is asked again for its word on the second.
        assert list(dict.fromkeys(house.sent)) == [
            "light.turn_on light.lamp",
            "light.turn_off light.lamp",
        ]
        assert keeping.rules == []


async def test_a_chore_that_cannot_be_done_says_why(house: House) -> None:
    gone = ChangeRules(op="pause_rules", rule_ids=("nope",))
    async with house.keeping():
        result = await house.executor.run(plan(gone, TIMER))
        assert statuses(result) == [Status.FAILED, Status.DONE]
        assert "no rule 'nope'" in result.chores[0].detail


@pytest.mark.parametrize("chore", [keep(OFF), TeachPhrase(phrase="x", sentences=("y",))])
async def test_guests_start_timers_and_nothing_else(house: House, chore: Chore) -> None:
    guard = Guard(
        house.home,
        Policies(shipped=SHIPPED),
        house.clock,
        who_is=lambda user: Who(user, "Anna", Role.GUEST),
    )
    assert guard.judge(plan(TIMER)).effect is Effect.ALLOW
    verdict = guard.judge(plan(chore))
    assert verdict.effect is Effect.DENY
    assert "guests" in verdict.reason


@pytest.mark.parametrize("source", [Source.RULE, Source.EVENT, Source.DEVICE, Source.HUB])
async def test_nothing_is_kept_where_nobody_attends(house: House, source: Source) -> None:
    guard = Guard(house.home, Policies(shipped=SHIPPED), house.clock)
    assert guard.judge(plan(TIMER, source=source)).effect is Effect.DENY
