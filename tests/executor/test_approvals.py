"""Approvals: what a person saw is what runs, or nothing."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.executor.approvals import ApprovalDesk
from hub.home.actions import parse_command
from hub.home.errors import ApprovalGone
from hub.home.ids import EntityId
from hub.home.plan import Effect, Plan, Request, Step, Steps, Verdict
from tests.support.fakes import ManualClock, MemoryApprovals

COMMANDS = st.sampled_from(
    [
        parse_command("lock.unlock", {}),
        parse_command("lock.lock", {}),
        parse_command("cover.set_cover_position", {"position": 10}),
        parse_command("cover.set_cover_position", {"position": 11}),
        parse_command("light.turn_on", {"brightness": 3}),
    ]
)
TARGETS = st.lists(st.sampled_from(["lock.a", "lock.b", "cover.c"]).map(EntityId), min_size=1)
STEPS = st.lists(st.builds(Step, command=COMMANDS, targets=TARGETS.map(tuple)), min_size=1)
BODIES = STEPS.map(lambda steps: Steps(steps=tuple(steps)))


@given(BODIES, BODIES)
def test_only_what_was_shown_can_be_approved(shown: Steps, kept: Steps) -> None:
    async def answer() -> Plan | None:
        store = MemoryApprovals()
        desk = ApprovalDesk(store, ManualClock(), timedelta(seconds=60))
        plan = Plan(request=Request(), body=shown, planner="test")
        verdict = Verdict(effect=Effect.CONFIRM, policy="p", reason="r")
        approval = await desk.ask(plan, verdict)
        changed = approval.plan.model_copy(update={"body": kept})
        store.kept[approval.id] = approval.model_copy(update={"plan": changed})
        try:
            return (await desk.answer(approval.id, approve=True, by=None)).plan
        except ApprovalGone:
            return None

    approved = asyncio.run(answer())
    assert (approved is not None) == (shown.steps == kept.steps)
    assert approved is None or approved.steps == shown.steps


@pytest.mark.parametrize("seconds", [60, 61, 3600])
async def test_it_is_over_after_its_lifetime(seconds: float) -> None:
    store, clock = MemoryApprovals(), ManualClock()
    desk = ApprovalDesk(store, clock, timedelta(seconds=60))
    step = Step.model_validate({"command": {"action": "lock.unlock"}, "targets": ["lock.a"]})
    plan = Plan(request=Request(), body=Steps(steps=(step,)), planner="test")
    approval = await desk.ask(plan, Verdict(effect=Effect.CONFIRM, policy="p", reason="r"))
    clock.advance(seconds)
    with pytest.raises(ApprovalGone, match="expired"):
        await desk.answer(approval.id, approve=False, by=None)
    assert store.kept[approval.id].status == "expired"
