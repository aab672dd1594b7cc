"""Approvals and traces."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from hub.home.domains.light import TurnOn
from hub.home.domains.lock import Unlock
from hub.home.ids import EntityId, UserId
from hub.home.model import Context, Source, State
from hub.home.plan import Approval, Effect, Plan, PlanResult, Request, Step, Steps, Verdict
from hub.home.stores import ApprovalStore, TraceSink
from hub.recorder.approvals import Approvals
from hub.recorder.database import Database
from hub.recorder.traces import Traces

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LOCK = EntityId("lock.front_door")
ASK = Verdict(effect=Effect.CONFIRM, policy="locks", reason="unlocking asks first")


def approval(*, lives_s: float = 60) -> Approval:
    steps = Steps(steps=(Step(command=Unlock(), targets=(LOCK,)),))
    plan = Plan(request=Request(text="unlock the door"), body=steps, planner="test")
    return Approval(
        plan=plan,
        verdict=ASK,
        digest=plan.digest(),
        created_at=NOW,
        expires_at=NOW + timedelta(seconds=lives_s),
    )


def result(text: str = "turn on the light", conversation_id: str | None = None) -> PlanResult:
    steps = Steps(steps=(Step(command=TurnOn(brightness=7), targets=(EntityId("light.a"),)),))
    request = Request(text=text, conversation_id=conversation_id)
    verdict = Verdict(effect=Effect.ALLOW, policy="default", reason="nothing against it")
    return PlanResult(plan=Plan(request=request, body=steps, planner="test"), verdict=verdict)


def state(attributes: Mapping[str, Any]) -> State:
    context = Context(id="0" * 32, source=Source.UI, user_id=UserId("u"))
    return State(EntityId("light.a"), "on", attributes, NOW, NOW, NOW, context)


async def keep(store: ApprovalStore, sink: TraceSink) -> None:
    """Check by mypy that the stores are what guard and executor ask for."""
    await store.put(approval())
    await sink.add(result(), {})


async def test_they_are_what_guard_and_executor_ask_for(db: Database) -> None:
    await keep(Approvals(db), Traces(db))


async def test_an_approval_comes_back_as_it_was(db: Database) -> None:
    approvals, waiting = Approvals(db), approval()
    await approvals.put(waiting)
    assert await approvals.get(waiting.id) == waiting
    assert await approvals.pending(NOW) == [waiting]
    assert await approvals.get("nothing") is None


async def test_of_many_who_decide_at_once_one_succeeds(db: Database) -> None:
    approvals, waiting = Approvals(db), approval()
    await approvals.put(waiting)
    decisions = await asyncio.gather(
        *(approvals.decide(waiting.id, "approved", UserId(str(n)), NOW) for n in range(20))
    )
    assert sorted(decisions) == [False] * 19 + [True]
    stored = await approvals.get(waiting.id)
    assert stored is not None
    assert stored.status == "approved"
    assert stored.decided_by == UserId(str(decisions.index(True)))
    assert await approvals.pending(NOW) == []


async def test_what_has_expired_cannot_be_approved(db: Database) -> None:
    approvals, waiting = Approvals(db), approval(lives_s=60)
    await approvals.put(waiting)
    late = NOW + timedelta(seconds=60)
    assert await approvals.pending(late) == []
    assert not await approvals.decide(waiting.id, "approved", None, late)
    assert await approvals.decide(waiting.id, "expired", None, late)
    assert not await approvals.decide("nothing", "rejected", None, NOW)


async def test_a_trace_keeps_the_states_that_undo_needs(db: Database) -> None:
    traces, sent = Traces(db), result()
    before = {EntityId("light.a"): state(MappingProxyType({"rgb_color": (1, 2, 3), "x": 2**70}))}
    await traces.add(sent, before)
    ended = replace(sent, finished_at=NOW)
    await traces.add(ended, {})
    trace = await traces.get(sent.plan.id)
    assert trace is not None
    assert trace.result == ended
    assert trace.before == {EntityId("light.a"): state({"rgb_color": [1, 2, 3], "x": 2**70})}


async def test_traces_come_newest_first_and_by_conversation(db: Database) -> None:
    traces = Traces(db)
    heard: list[PlanResult] = []
    stop = traces.listen(heard.append)
    for number in range(4):
        await traces.add(result(f"sentence {number}", f"c{number % 2}"))
    stop()
    await traces.add(result("last", "c0"))
    assert [t.result.plan.request.text for t in await traces.latest(2)] == ["last", "sentence 3"]
    of_one = await traces.latest(9, "c0")
    assert [t.result.plan.request.text for t in of_one] == ["last", "sentence 2", "sentence 0"]
    assert len(heard) == 4
    assert await traces.get("nothing") is None


async def test_old_traces_go(db: Database) -> None:
    traces = Traces(db, kept=50)
    for _ in range(100):
        await traces.add(result())
    assert len(await traces.latest(1000)) == 50
