"""A yes is worth what it was given for: the guard looks again, and nothing stricter slips by."""

from dataclasses import replace

import pytest

from hub.guard.policy_file import PolicyFile, parse_policies
from hub.home.plan import Effect, Status
from tests.executor.test_executor import ANNA, UNLOCK, Rig, statuses

OWNERS_ONLY = "{name: p, match: {domain: lock}, effect: confirm, by: owner, reason: Owners decide.}"
NEEDS_PIN = "{name: p, match: {domain: lock}, effect: pin, reason: It leads to the street.}"


def policy(text: str) -> PolicyFile:
    return parse_policies(f"policies: [{text}]", "p.yaml")


@pytest.mark.parametrize("stricter", [OWNERS_ONLY, NEEDS_PIN])
async def test_what_needs_more_by_now_is_not_done_on_an_old_yes(stricter: str) -> None:
    rig = Rig()
    async with rig.executor() as executor:
        asked = str((await executor.run(UNLOCK)).approval_id)
    rig.owner = policy(stricter)
    async with rig.executor() as executor:
        result = await executor.decide(asked, approve=True, by=ANNA)
    assert statuses(result) == [Status.DENIED]
    assert result.verdict.effect is Effect.DENY
    assert rig.sent == []


async def test_what_needs_less_by_now_is_done() -> None:
    rig = Rig()
    async with rig.executor() as executor:
        asked = str((await executor.run(UNLOCK)).approval_id)
    rig.owner = policy("{name: p, match: {domain: lock}, effect: allow, reason: r}")
    async with rig.executor() as executor:
        assert (await executor.decide(asked, approve=True, by=ANNA)).is_done


async def test_states_may_change_and_the_plan_stays_what_it_was() -> None:
    rig = Rig()
    async with rig.executor() as executor:
        asked = await executor.run(UNLOCK)
        rig.home.report(UNLOCK.steps[0].targets[0], "unlocked", {})
        result = await executor.decide(str(asked.approval_id), approve=True, by=ANNA)
    assert result.plan.digest() == UNLOCK.digest()
    assert rig.sent == [("lock.front", "lock.unlock")]


async def test_acts_that_pass_at_once_are_counted_before_the_next_is_judged() -> None:
    rig = Rig()
    rig.owner = policy("{name: p, match: {domain: lock, rate: {times: 1, within: 1 h}}, "
                       "effect: deny, reason: Once is enough.}")  # fmt: skip
    async with rig.executor() as executor:
        first = str((await executor.run(UNLOCK)).approval_id)
        second = str((await executor.run(replace(UNLOCK, id="b"))).approval_id)
        one = await executor.decide(first, approve=True, by=ANNA)
        two = await executor.decide(second, approve=True, by=ANNA)
    assert statuses(one) == [Status.DONE]
    assert statuses(two) == [Status.DENIED]
