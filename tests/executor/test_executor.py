"""The road: every plan is judged, sent, watched, and ends with what was seen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, PolicyFile, load_policies, parse_policies
from hub.home.actions import parse_command
from hub.home.errors import ApprovalGone, InvalidCommand, UnknownAction, UnknownEntity
from hub.home.home import Home
from hub.home.ids import EntityId, UserId
from hub.home.model import Source
from hub.home.plan import Effect, Plan, PlanResult, Request, Status, Step, Steps
from hub.home.stores import ApprovalStore, TraceSink
from tests.support.fakes import (
    ManualClock,
    MemoryApprovals,
    MemoryTraces,
    ScriptedIntegration,
    put,
)

SHIPPED = load_policies(Path(__file__).parents[2] / "rules" / "policy.yaml")
ANNA = UserId("anna")
QUICK = ExecutorSettings(
    verify_s={"cover": 0.3},
    verify_else_s=0.4,
    resend_after_s=0.15,
    settle_s=0.05,
    overtaken_s=0.03,
    late_s=0,
    confirm_s=0.01,
    send_s=0.1,
    judged_anew_s=0,
)


@dataclass
class Rig:
    """A home with scripted devices, and the executor over it."""

    home: Home = field(default_factory=Home)
    approvals: MemoryApprovals = field(default_factory=MemoryApprovals)
    traces: MemoryTraces = field(default_factory=MemoryTraces)
    clock: ManualClock = field(default_factory=ManualClock)
    owner: PolicyFile = field(default_factory=PolicyFile)
    settings: ExecutorSettings = QUICK

    def __post_init__(self) -> None:
        self.devices = ScriptedIntegration(self.home)
        put(self.home, "light.desk", "off", attributes={"supported_color_modes": ["brightness"]})
        put(self.home, "light.floor", "off")
        put(self.home, "lock.front", "locked")
        put(self.home, "cover.blind", "open", device_class="blind")
        put(self.home, "button.ping", "unknown")
        put(self.home, "switch.pump", "off")

    @asynccontextmanager
    async def executor(
        self, approvals: ApprovalStore | None = None, traces: TraceSink | None = None
    ) -> AsyncIterator[Executor]:
        guard = Guard(self.home, Policies(shipped=SHIPPED, owner=self.owner), self.clock)
        async with Executor(
            self.home,
            guard,
            {"scripted": self.devices},
            approvals=approvals or self.approvals,
            traces=traces or self.traces,
            settings=self.settings,
            clock=self.clock,
        ) as executor:
            yield executor

    @property
    def sent(self) -> list[tuple[str, str]]:
        return [(sent.entity_id, sent.command.action) for sent in self.devices.sent]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def plan(
    *acts: tuple[str, tuple[str, ...], dict[str, Any]],
    source: Source = Source.LANGUAGE,
    conversation: str | None = None,
) -> Plan:
    steps = tuple(
        Step(command=parse_command(action, data), targets=tuple(map(EntityId, targets)))
        for action, targets, data in acts
    )
    request = Request(source=source, user_id=ANNA, conversation_id=conversation)
    return Plan(request=request, body=Steps(steps=steps), planner="test")


def on(*targets: str, **data: Any) -> Plan:
    return plan(("light.turn_on", targets, data))


def statuses(result: PlanResult) -> list[Status]:
    return [outcome.status for outcome in result.outcomes]


async def test_a_device_that_reports_what_was_asked_is_done(rig: Rig) -> None:
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk", brightness_pct=40))
    (outcome,) = result.outcomes
    assert result.is_done
    assert outcome.detail == "on at 40 %"
    assert outcome.observed == "on"
    assert outcome.took_ms is not None
    assert result.finished_at == rig.clock()


async def test_the_context_of_the_plan_goes_to_the_device(rig: Rig) -> None:
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk"))
    context = rig.devices.sent[0].context
    assert (context.id, context.source, context.user_id) == (result.plan.id, Source.LANGUAGE, ANNA)


async def test_a_trace_is_kept_before_anything_is_sent_and_after(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "slow"
    async with rig.executor() as executor:
        running = asyncio.create_task(executor.run(on("light.desk")))
        await rig.devices.has_sent(1)
        first, before = rig.traces.added[0]
        assert first.finished_at is None
        assert before[EntityId("light.desk")].state == "off"
        result = await running
    assert rig.traces.added[-1][0] == result


async def test_a_deaf_device_is_asked_twice_and_is_unverified(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "deaf"
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk"))
    (outcome,) = result.outcomes
    assert outcome.status is Status.UNVERIFIED
    assert outcome.attempts == 2
    assert "sent twice, but it has reported nothing" in outcome.detail


async def test_the_second_try_can_succeed(rig: Rig) -> None:
    rig.devices.deaf_for["light.desk"] = 1
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk"))
    assert result.is_done
    assert result.outcomes[0].attempts == 2


async def test_what_is_not_safe_to_repeat_is_sent_once(rig: Rig) -> None:
    rig.devices.faults["switch.pump"] = "deaf"
    async with rig.executor() as executor:
        result = await executor.run(plan(("switch.toggle", ("switch.pump",), {})))
    assert statuses(result) == [Status.UNVERIFIED]
    assert len(rig.devices.sent) == 1


async def test_a_lying_device_has_failed(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "lying"
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk"))
    (outcome,) = result.outcomes
    assert outcome.status is Status.FAILED
    assert outcome.observed == "off"
    assert outcome.detail == "reported off instead of on"


async def test_a_slow_device_is_waited_for(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "slow"
    async with rig.executor() as executor:
        assert (await executor.run(on("light.desk"))).is_done


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("undeliverable", "the broker is away"),
        ("broken", "something in the hub broke"),
        ("hanging", "did not take the command"),
    ],
)
async def test_what_could_not_be_sent_has_failed(rig: Rig, fault: Any, words: str) -> None:
    rig.devices.faults["light.desk"] = fault
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk", "light.floor"))
    assert statuses(result) == [Status.FAILED, Status.DONE]
    assert words in result.outcomes[0].detail


async def test_nothing_is_sent_to_what_is_unavailable_or_unfit(rig: Rig) -> None:
    rig.home.report(EntityId("light.desk"), "unavailable", {})
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk", "light.nowhere"))
        unfit = await executor.run(on("light.floor", brightness_pct=40))
    assert statuses(result) == [Status.FAILED, Status.FAILED]
    assert "unavailable" in result.outcomes[0].detail
    assert "no entity 'light.nowhere'" in result.outcomes[1].detail
    assert "cannot be dimmed" in unfit.outcomes[0].detail
    assert rig.sent == []


async def test_a_button_can_only_be_pressed(rig: Rig) -> None:
    async with rig.executor() as executor:
        result = await executor.run(plan(("button.press", ("button.ping",), {})))
    assert statuses(result) == [Status.UNVERIFIED]
    assert result.outcomes[0].detail == "sent; a button does not report this"


async def test_being_as_wanted_before_is_no_proof(rig: Rig) -> None:
    rig.home.report(EntityId("light.desk"), "on", {})
    rig.devices.faults["light.desk"] = "silent"
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk"))
    assert statuses(result) == [Status.UNVERIFIED]
    assert result.outcomes[0].detail == "it last reported being on, but has not answered now"
    assert result.outcomes[0].attempts == 2


async def test_an_act_that_had_to_wait_is_judged_again(rig: Rig) -> None:
    rig.devices.faults["cover.blind"] = "slow"
    async with rig.executor() as executor:
        closing = asyncio.create_task(
            executor.run(plan(("cover.close_cover", ("cover.blind",), {})))
        )
        await rig.devices.has_sent(1)
        opening = asyncio.create_task(
            executor.run(plan(("cover.open_cover", ("cover.blind",), {})))
        )
        await asyncio.sleep(0)
        put(rig.home, "cover.blind", "open", device_class="garage")
        result = await opening
        await closing
    assert statuses(result) == [Status.FAILED]
    assert result.outcomes[0].detail == "not sent: this opens a door, garage or gate"
    assert len(rig.sent) == 1


async def test_an_assumed_state_is_no_proof(rig: Rig) -> None:
    rig.home.report(EntityId("switch.pump"), "off", {"assumed_state": True})
    async with rig.executor() as executor:
        result = await executor.run(plan(("switch.turn_on", ("switch.pump",), {})))
    assert statuses(result) == [Status.UNVERIFIED]


async def test_of_a_device_that_reports_some_of_it_only_that_is_proven(rig: Rig) -> None:
    light = EntityId("light.desk")
    assumed = {
        "assumed_attributes": ["brightness"],
        "supported_color_modes": ["brightness"],
    }
    rig.devices.faults[light] = "silent"
    async with rig.executor() as executor:
        for data, status in (({}, Status.DONE), ({"brightness": 9}, Status.UNVERIFIED)):
            rig.home.report(light, "off", assumed)
            asking = asyncio.create_task(executor.run(plan(("light.turn_on", (light,), data))))
            await asyncio.sleep(0.01)
            rig.home.report(light, "on", assumed | data)
            result = await asking
            assert statuses(result) == [status]


async def test_a_moving_cover_gets_more_time(rig: Rig) -> None:
    blind = EntityId("cover.blind")
    rig.devices.faults[blind] = "silent"
    loop = asyncio.get_running_loop()
    loop.call_later(0.2, lambda: rig.home.report(blind, "closing", {}))
    loop.call_later(0.36, lambda: rig.home.report(blind, "closed", {}))
    async with rig.executor() as executor:
        result = await executor.run(plan(("cover.close_cover", (blind,), {})))
    assert result.is_done


async def test_a_failed_step_does_not_stop_the_next_and_a_slow_one_does_not_delay_it(
    rig: Rig,
) -> None:
    rig.devices.faults |= {"light.desk": "undeliverable", "cover.blind": "slow"}
    rig.devices.delay_s = 0.1
    asked = plan(
        ("light.turn_on", ("light.desk",), {}),
        ("cover.close_cover", ("cover.blind",), {}),
        ("light.turn_on", ("light.floor",), {}),
    )
    async with rig.executor() as executor:
        result = await executor.run(asked)
    assert statuses(result) == [Status.FAILED, Status.DONE, Status.DONE]
    assert rig.sent == [("cover.blind", "cover.close_cover"), ("light.floor", "light.turn_on")]
    slow, quick = result.outcomes[1].took_ms, result.outcomes[2].took_ms
    assert slow is not None
    assert quick is not None
    assert quick < slow


async def test_two_plans_never_interleave_on_one_entity(rig: Rig) -> None:
    up = plan(
        ("light.turn_on", ("light.desk",), {"brightness": 50}),
        ("light.turn_on", ("light.desk",), {"brightness": 200}),
    )
    down = plan(("light.turn_off", ("light.desk", "light.floor"), {}))
    async with rig.executor() as executor:
        first, second = await asyncio.gather(executor.run(up), executor.run(down))
    assert first.is_done
    assert second.is_done
    desk = [action for entity_id, action in rig.sent if entity_id == "light.desk"]
    assert desk == ["light.turn_on", "light.turn_on", "light.turn_off"]
    assert rig.home.state("light.desk").state == "off"


async def test_a_newer_plan_need_not_wait_for_a_moving_device(rig: Rig) -> None:
    blind = EntityId("cover.blind")
    rig.devices.faults[blind] = "silent"
    async with rig.executor() as executor:
        closing = asyncio.create_task(executor.run(plan(("cover.close_cover", (blind,), {}))))
        await rig.devices.has_sent(1)
        rig.home.report(blind, "closing", {})
        stopping = asyncio.create_task(executor.run(plan(("cover.stop_cover", (blind,), {}))))
        async with asyncio.timeout(0.2):
            await rig.devices.has_sent(2)
        rig.home.report(blind, "open", {})
        assert (await stopping).is_done
        closed = await closing
    assert statuses(closed) == [Status.UNVERIFIED]
    assert "newer command" in closed.outcomes[0].detail


async def test_who_overtakes_what_was_watched_long_enough_is_sent_at_once(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "deaf"
    act: tuple[str, tuple[str, ...], dict[str, Any]] = ("light.turn_on", ("light.desk",), {})
    async with rig.executor() as executor:
        await executor.run(plan(act, source=Source.RULE), wait_s=0)
        await asyncio.sleep(2 * QUICK.overtaken_s)
        others: list[str] = []
        asyncio.get_running_loop().call_soon(others.append, "had a turn")
        await executor.run(plan(act, source=Source.RULE), wait_s=0)
        assert (len(rig.sent), others) == (2, [])


async def test_nobody_acts_while_a_command_is_sent_once_more(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "deaf"
    act: tuple[str, tuple[str, ...], dict[str, Any]] = ("light.turn_on", ("light.desk",), {})
    async with rig.executor() as executor:
        await executor.run(plan(act, source=Source.RULE), wait_s=0)
        rig.devices.faults["light.desk"] = "hanging"
        await asyncio.sleep(QUICK.resend_after_s + QUICK.send_s / 2)
        rig.devices.faults["light.desk"] = "deaf"
        second = asyncio.create_task(executor.run(plan(act, source=Source.RULE), wait_s=0))
        await asyncio.sleep(0.01)
        assert len(rig.sent) == 1
        await second
        assert len(rig.sent) == 2


async def test_a_caller_that_goes_away_leaves_nothing_half_done(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "slow"
    async with rig.executor() as executor:
        caller = asyncio.create_task(executor.run(on("light.desk")))
        await rig.devices.has_sent(1)
        caller.cancel()
        assert (await executor.run(on("light.desk", "light.floor"))).is_done
    assert rig.traces.added[-1][0].is_done


async def test_closing_does_not_wait_for_devices(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "deaf"
    rig.settings = ExecutorSettings()
    async with asyncio.timeout(1), rig.executor() as executor:
        result = await executor.call("light.turn_on", ["light.desk"], {}, wait_s=0)
    assert result.outcomes[0].detail == "sent, not reported back yet"


async def test_what_still_queues_was_not_sent(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "slow"
    off = plan(("light.turn_off", ("light.desk",), {}))
    async with rig.executor() as executor:
        first = asyncio.create_task(executor.run(on("light.desk")))
        await rig.devices.has_sent(1)
        await executor.run(off)
        await first
    queued = next(kept for kept, _ in rig.traces.added if kept.plan == off)
    assert [(o.status, o.detail) for o in queued.outcomes] == [(Status.FAILED, "not sent")]


async def test_a_full_disk_does_not_keep_the_light_off(rig: Rig) -> None:
    rig.traces.is_full = True
    async with rig.executor() as executor:
        assert (await executor.run(on("light.desk"))).is_done


async def test_call_returns_when_handed_over_and_verifies_on(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "slow"
    async with rig.executor() as executor:
        result = await executor.call("light.turn_on", ["light.desk"], {}, wait_s=0)
        assert statuses(result) == [Status.UNVERIFIED]
        assert result.finished_at is None
        assert rig.sent == [("light.desk", "light.turn_on")]
        await asyncio.sleep(0.15)
    assert rig.traces.added[-1][0].is_done


async def test_call_tells_the_caller_what_to_correct(rig: Rig) -> None:
    async with rig.executor() as executor:
        with pytest.raises(UnknownAction, match=r"light\.turn_on"):
            await executor.call("light.turn_onn", ["light.desk"], {})
        with pytest.raises(InvalidCommand, match="brightness"):
            await executor.call("light.turn_on", ["light.desk"], {"brightness": 999})
        with pytest.raises(UnknownEntity, match=r"light\.desk"):
            await executor.call("light.turn_on", ["light.dsk"], {})
        with pytest.raises(ValueError, match="entity_id"):
            await executor.call("light.turn_on", [], {})


UNLOCK = plan(("lock.unlock", ("lock.front",), {}))


async def test_a_sensitive_plan_waits_for_a_person_and_obeys_a_yes(rig: Rig) -> None:
    async with rig.executor() as executor:
        asked = await executor.run(UNLOCK)
        assert statuses(asked) == [Status.WAITING]
        assert asked.approval_id is not None
        assert rig.sent == []
        assert [approval.id for approval in await executor.pending()] == [asked.approval_id]
        done = await executor.decide(asked.approval_id, approve=True, by=ANNA)
    assert done.is_done
    assert done.approval_id == asked.approval_id
    assert rig.approvals.kept[asked.approval_id].decided_by == ANNA
    assert rig.home.state("lock.front").state == "unlocked"


async def test_a_no_is_obeyed(rig: Rig) -> None:
    async with rig.executor() as executor:
        asked = await executor.run(UNLOCK)
        result = await executor.decide(str(asked.approval_id), approve=False, by=ANNA)
    assert statuses(result) == [Status.DENIED]
    assert rig.sent == []
    assert rig.traces.added[-1][0] == result


async def test_an_approval_counts_once_in_time_and_only_if_known(rig: Rig) -> None:
    async with rig.executor() as executor:
        with pytest.raises(ApprovalGone, match="unknown"):
            await executor.decide("nonsense", approve=True, by=ANNA)
        late = str((await executor.run(UNLOCK)).approval_id)
        rig.clock.advance(60)
        assert await executor.pending() == []
        with pytest.raises(ApprovalGone, match="expired"):
            await executor.decide(late, approve=True, by=ANNA)
        twice = str((await executor.run(UNLOCK)).approval_id)
        answers = await asyncio.gather(
            *(executor.decide(twice, approve=True, by=ANNA) for _ in range(3)),
            return_exceptions=True,
        )
    gone = [answer for answer in answers if isinstance(answer, ApprovalGone)]
    assert [error.reason for error in gone] == ["already approved"] * 2
    assert rig.sent == [("lock.front", "lock.unlock")]


async def test_a_plan_changed_after_it_was_shown_never_runs(rig: Rig) -> None:
    async with rig.executor() as executor:
        asked = str((await executor.run(UNLOCK)).approval_id)
        kept = rig.approvals.kept[asked]
        swapped = replace(kept.plan, body=on("light.desk").body)
        rig.approvals.kept[asked] = kept.model_copy(update={"plan": swapped})
        with pytest.raises(ApprovalGone, match="changed"):
            await executor.decide(asked, approve=True, by=ANNA)
    assert rig.sent == []


async def test_what_is_denied_is_left_out_and_the_rest_is_done(rig: Rig) -> None:
    both = plan(
        ("light.turn_on", ("light.desk",), {}),
        ("lock.unlock", ("lock.front",), {}),
        source=Source.EVENT,
    )
    async with rig.executor() as executor:
        result = await executor.run(both)
    assert result.verdict.effect is Effect.DENY
    assert statuses(result) == [Status.DONE, Status.DENIED]
    assert "nobody attends" in result.outcomes[1].detail
    assert rig.sent == [("light.desk", "light.turn_on")]


async def test_the_guard_looks_again_when_a_person_says_yes(rig: Rig) -> None:
    async with rig.executor() as executor:
        asked = str((await executor.run(UNLOCK)).approval_id)
    rig.owner = parse_policies(
        "policies: [{name: no, match: {domain: lock}, effect: deny, reason: Not any more.}]", "p"
    )
    async with rig.executor() as executor:
        result = await executor.decide(asked, approve=True, by=ANNA)
    assert statuses(result) == [Status.DENIED]
    assert result.outcomes[0].detail == "Not any more"


async def test_what_was_denied_when_a_person_was_asked_stays_denied(rig: Rig) -> None:
    both = plan(("lock.unlock", ("lock.front",), {}), ("light.turn_on", ("light.desk",), {}))
    rig.owner = parse_policies(
        "policies: [{name: no, match: {entity_id: light.desk}, effect: deny, reason: Never.}]", "p"
    )
    async with rig.executor() as executor:
        asked = await executor.run(both)
    assert statuses(asked) == [Status.WAITING, Status.DENIED]
    rig.owner = PolicyFile()
    async with rig.executor() as executor:
        result = await executor.decide(str(asked.approval_id), approve=True, by=ANNA)
    assert statuses(result) == [Status.DONE, Status.DENIED]
    assert result.verdict.effect is Effect.DENY
    assert rig.sent == [("lock.front", "lock.unlock")]


async def test_undo_restores_what_was(rig: Rig) -> None:
    before = {"supported_color_modes": ["brightness"], "brightness": 77}
    rig.home.report(EntityId("light.desk"), "on", before)
    async with rig.executor() as executor:
        asked = plan(
            ("light.turn_on", ("light.desk", "light.floor"), {}),
            ("light.turn_on", ("light.desk",), {"brightness": 255}),
            ("cover.close_cover", ("cover.blind",), {}),
        )
        await executor.run(asked)
        assert (await executor.undo(ANNA)).is_done
        again = await executor.undo(ANNA)
    assert rig.home.state("light.desk").attributes["brightness"] == 77
    assert rig.home.state("light.floor").state == "off"
    assert rig.home.state("cover.blind").state == "open"
    assert again.outcomes == ()
    assert again.plan.body.kind == "refusal"


async def test_undo_keeps_to_the_conversation_and_the_user(rig: Rig) -> None:
    async with rig.executor() as executor:
        await executor.run(
            plan(("light.turn_on", ("light.desk",), {}), conversation="here"),
        )
        await executor.run(plan(("light.turn_on", ("light.floor",), {}), conversation="there"))
        await executor.undo(ANNA, "here")
        stranger = await executor.undo(UserId("ben"))
    assert rig.home.state("light.desk").state == "off"
    assert rig.home.state("light.floor").state == "on"
    assert stranger.plan.body.kind == "refusal"


async def test_undoing_a_locking_asks_like_any_unlocking(rig: Rig) -> None:
    rig.home.report(EntityId("lock.front"), "unlocked", {})
    async with rig.executor() as executor:
        assert (await executor.run(plan(("lock.lock", ("lock.front",), {})))).is_done
        undone = await executor.undo(ANNA)
    assert statuses(undone) == [Status.WAITING]
    assert rig.home.state("lock.front").state == "locked"


async def test_an_undo_that_got_a_no_can_be_asked_for_again(rig: Rig) -> None:
    rig.home.report(EntityId("lock.front"), "unlocked", {})
    async with rig.executor() as executor:
        await executor.run(plan(("lock.lock", ("lock.front",), {})))
        refused = await executor.undo(ANNA)
        await executor.decide(str(refused.approval_id), approve=False, by=ANNA)
        again = await executor.undo(ANNA)
        assert statuses(again) == [Status.WAITING]
        assert (await executor.decide(str(again.approval_id), approve=True, by=ANNA)).is_done
        assert (await executor.undo(ANNA)).plan.body.kind == "refusal"


async def test_an_undo_that_could_not_be_sent_can_be_asked_for_again(rig: Rig) -> None:
    async with rig.executor() as executor:
        await executor.run(on("light.desk"))
        rig.devices.faults["light.desk"] = "undeliverable"
        assert statuses(await executor.undo(ANNA)) == [Status.FAILED]
        rig.devices.faults.clear()
        assert (await executor.undo(ANNA)).is_done
    assert rig.home.state("light.desk").state == "off"


async def test_undo_under_way_is_not_done_twice(rig: Rig) -> None:
    async with rig.executor() as executor:
        await executor.run(on("light.floor"))
        await executor.run(on("light.desk"))
        rig.devices.faults["light.desk"] = "slow"
        first = await executor.undo(ANNA, wait_s=0)
        second = await executor.undo(ANNA)
    assert [first.outcomes[0].entity_id, second.outcomes[0].entity_id] == [
        "light.desk",
        "light.floor",
    ]


async def test_undo_leaves_other_conversations_be_while_a_plan_waits(rig: Rig) -> None:
    async with rig.executor() as executor:
        await executor.run(plan(("light.turn_on", ("light.desk",), {}), conversation="old"))
        waits = plan(("lock.unlock", ("lock.front",), {}), conversation="new")
        asked = await executor.run(waits)
        undone = await executor.undo(ANNA, "new")
        assert undone.plan.body.kind == "refusal"
        assert "still waits" in undone.plan.body.text
        assert rig.home.state("light.desk").state == "on"
        await executor.decide(str(asked.approval_id), approve=False, by=ANNA)
        assert (await executor.undo(ANNA, "new")).is_done


async def test_undo_says_what_it_cannot_undo(rig: Rig) -> None:
    async with rig.executor() as executor:
        asked = plan(("button.press", ("button.ping",), {}), ("light.turn_on", ("light.desk",), {}))
        await executor.run(asked)
        result = await executor.undo(ANNA)
    assert isinstance(result.plan.body, Steps)
    assert result.plan.body.left_out == ("button.press on Ping cannot be undone",)
    assert result.is_done


async def test_a_colour_counts_only_when_it_was_reported(rig: Rig) -> None:
    attributes = {"supported_color_modes": ["hs"], "hs_color": (240, 100)}
    rig.home.report(EntityId("light.desk"), "on", attributes)
    async with rig.executor() as executor:
        same = await executor.run(on("light.desk", hs_color=(350, 95)))
        mute = await executor.run(on("light.desk", color_name="green"))
    assert same.is_done
    assert statuses(mute) == [Status.FAILED]  # the scripted lamp keeps its colour on a name


async def test_a_report_that_leaves_out_what_was_asked_proves_nothing(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "lying"
    rig.home.report(EntityId("light.desk"), "on", {"supported_color_modes": ["brightness"]})
    async with rig.executor() as executor:
        result = await executor.run(on("light.desk", brightness=100))
    assert statuses(result) == [Status.UNVERIFIED]
    assert "does not show on at 39 %" in result.outcomes[0].detail


async def test_a_bit_brighter_is_not_repeated(rig: Rig) -> None:
    rig.devices.faults["light.desk"] = "deaf"
    async with rig.executor() as executor:
        await executor.run(on("light.desk", brightness_step_pct=10))
    assert len(rig.devices.sent) == 1


async def test_a_half_open_blind_is_not_open(rig: Rig) -> None:
    rig.devices.faults["cover.blind"] = "lying"
    rig.home.report(EntityId("cover.blind"), "open", {"current_position": 40})
    async with rig.executor() as executor:
        result = await executor.run(plan(("cover.open_cover", ("cover.blind",), {})))
    assert statuses(result) == [Status.FAILED]
    assert result.outcomes[0].detail == "reported open (current_position 40) instead of open"


async def test_a_contradiction_ends_the_wait_before_a_motor_would_need(rig: Rig) -> None:
    rig.devices.faults["cover.blind"] = "lying"
    rig.settings = ExecutorSettings(contradiction_s=0.05)
    async with asyncio.timeout(1), rig.executor() as executor:
        result = await executor.run(plan(("cover.close_cover", ("cover.blind",), {})))
    assert statuses(result) == [Status.FAILED]
