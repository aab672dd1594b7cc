"""What the executor records: verdicts before acts, and nothing sensitive without a record."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, load_policies
from hub.home.audit import AuditKind, AuditNote, AuditUnavailable
from hub.home.errors import ApprovalGone
from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.model import Source
from hub.home.plan import PlanResult, Status
from tests.server.conftest import SHIPPED
from tests.support.fakes import (
    ManualClock,
    MemoryApprovals,
    MemoryTraces,
    ScriptedIntegration,
    put,
)

ANN = UserId("ann")
QUICK = ExecutorSettings(
    verify_s={}, verify_else_s=0.3, settle_s=0.02, approval=timedelta(seconds=60)
)
Entry = tuple[AuditKind, Mapping[str, Any], UserId | None, str, bool]


class ListedAudit:
    """Entries in a list, with whether they were waited for; full when a test says so."""

    def __init__(self, devices: ScriptedIntegration) -> None:
        self.is_full = False
        self.entries: list[Entry] = []
        self.sent_by_then: list[int] = []
        self.is_slow = False
        self._waiting: list[AuditNote] = []
        self._devices = devices

    async def note(self, note: AuditNote) -> None:
        """Keep an entry soon: at once, unless `is_slow`."""
        if self.is_slow:
            self._waiting.append(note)
        else:
            self._keep(note, is_awaited=False)

    def write(self) -> None:
        """Keep what waits."""
        for note in self._waiting:
            self._keep(note, is_awaited=False)

    async def add(self, note: AuditNote) -> None:
        """Keep an entry now."""
        if self.is_full:
            raise AuditUnavailable("audit.db: database or disk is full")
        self._keep(note, is_awaited=True)

    def of(self, kind: AuditKind) -> list[Mapping[str, Any]]:
        """Return what the entries of a kind say."""
        return [what for found, what, *_ in self.entries if found is kind]

    @property
    def kinds(self) -> list[AuditKind]:
        """The kinds of all entries."""
        return [entry[0] for entry in self.entries]

    def _keep(self, note: AuditNote, *, is_awaited: bool) -> None:
        what = note.what() if callable(note.what) else note.what
        self.sent_by_then.append(len(self._devices.sent))
        self.entries.append((note.kind, what, note.user_id, note.source, is_awaited))


class Rig:
    """An executor with a guard, devices that obey, and a record."""

    def __init__(self) -> None:
        self.home = Home()
        self.clock = ManualClock()
        put(self.home, "light.desk", attributes={"supported_color_modes": ["brightness"]})
        put(self.home, "lock.front", "locked")
        self.devices = ScriptedIntegration(self.home)
        self.audit = ListedAudit(self.devices)
        nothing = load_policies(SHIPPED.with_name("nothing-here.yaml"))
        policies = Policies(shipped=load_policies(SHIPPED), owner=nothing)
        self.executor = Executor(
            self.home,
            Guard(self.home, policies, self.clock),
            {"scripted": self.devices},
            MemoryApprovals(),
            MemoryTraces(),
            settings=QUICK,
            clock=self.clock,
            audit=self.audit,
        )

    async def call(self, action: str, target: str, **more: Any) -> PlanResult:
        source = more.pop("source", Source.API)
        return await self.executor.call(action, [target], more, source=source, user_id=ANN)


@pytest.fixture
def rig() -> Rig:
    return Rig()


async def test_an_everyday_act_is_recorded_without_being_waited_for(rig: Rig) -> None:
    async with rig.executor:
        result = await rig.call("light.turn_on", "light.desk", brightness_pct=40)
    assert result.is_done
    assert rig.audit.kinds == [AuditKind.VERDICT, AuditKind.OUTCOME]
    (_, verdict, who, source, is_awaited), (_, outcome, *_) = rig.audit.entries
    assert (who, source, is_awaited) == (ANN, "api", False)
    assert verdict["steps"] == [{"action": "light.turn_on", "data": {"brightness_pct": 40}}]
    assert verdict["words"] == [{"target": "light.desk", "step": 0, "effect": "allow"}]
    assert verdict["plan"] == outcome["plan"] == result.plan.id
    [one] = outcome["outcomes"]
    assert (one["target"], one["status"], one["sent"]) == ("light.desk", "done", 1)


async def test_an_outcome_that_comes_before_the_verdict_is_written_goes_along(rig: Rig) -> None:
    rig.audit.is_slow = True
    async with rig.executor:
        await rig.call("light.turn_on", "light.desk", source=Source.RULE)
        rig.audit.write()
    [(kind, what, *_)] = rig.audit.entries
    assert (kind, what["effect"], what["outcomes"][0]["status"]) == (
        AuditKind.VERDICT, "allow", "done",
    )  # fmt: skip


async def test_a_sensitive_act_is_on_disk_from_the_question_to_the_end(rig: Rig) -> None:
    async with rig.executor:
        waiting = await rig.call("lock.unlock", "lock.front", code="4711")
        assert waiting.approval_id is not None
        await rig.executor.decide(waiting.approval_id, approve=True, by=ANN)
    assert rig.audit.kinds == [
        AuditKind.VERDICT, AuditKind.ASKED, AuditKind.APPROVED, AuditKind.VERDICT,
        AuditKind.OUTCOME,
    ]  # fmt: skip
    assert all(is_awaited for *_, is_awaited in rig.audit.entries)
    assert rig.audit.sent_by_then == [0, 0, 0, 0, 1]
    digests = {what["digest"] for what in rig.audit.of(AuditKind.VERDICT)}
    digests |= {rig.audit.of(AuditKind.APPROVED)[0]["digest"]}
    assert len(digests) == 1  # what was approved is what ran


async def test_no_is_recorded_and_what_nobody_may_do_any_more(rig: Rig) -> None:
    async with rig.executor:
        waiting = await rig.call("lock.unlock", "lock.front")
        assert waiting.approval_id is not None
        await rig.executor.decide(waiting.approval_id, approve=False, by=ANN)
        with pytest.raises(ApprovalGone):
            await rig.executor.decide(waiting.approval_id, approve=True, by=ANN)
        late = await rig.call("lock.unlock", "lock.front")
        assert late.approval_id is not None
        rig.clock.advance(61)
        with pytest.raises(ApprovalGone):
            await rig.executor.decide(late.approval_id, approve=True, by=ANN)
    ends = [kind for kind in rig.audit.kinds if kind not in {AuditKind.VERDICT, AuditKind.ASKED}]
    assert ends == [AuditKind.REJECTED, AuditKind.REFUSED, AuditKind.EXPIRED]
    assert rig.audit.of(AuditKind.REFUSED)[0]["reason"] == "already rejected"


async def test_what_is_denied_is_recorded(rig: Rig) -> None:
    async with rig.executor:
        result = await rig.call("lock.unlock", "lock.front", source=Source.RULE)
    assert [one.status for one in result.outcomes] == [Status.DENIED]
    [(kind, what, _, source, _)] = rig.audit.entries
    assert (kind, source, what["effect"]) == (AuditKind.VERDICT, "rule", "deny")
    assert what["words"][0]["risk"] == "unlock"


async def test_with_a_full_disk_lights_go_on_and_locks_do_not_open(rig: Rig) -> None:
    rig.audit.is_full = True
    async with rig.executor:
        light = await rig.call("light.turn_on", "light.desk")
        lock = await rig.call("lock.unlock", "lock.front")
    assert light.is_done
    [outcome] = lock.outcomes
    assert outcome.status is Status.DENIED
    assert "the audit record cannot be written" in outcome.detail
    assert "disk is full" in lock.verdict.reason
    assert [sent.entity_id for sent in rig.devices.sent] == ["light.desk"]
    assert rig.audit.of(AuditKind.VERDICT)[-1]["effect"] == "deny"


async def test_a_yes_is_not_acted_on_unless_it_is_recorded(rig: Rig) -> None:
    async with rig.executor:
        waiting = await rig.call("lock.unlock", "lock.front")
        assert waiting.approval_id is not None
        rig.audit.is_full = True
        result = await rig.executor.decide(waiting.approval_id, approve=True, by=ANN)
    assert [one.status for one in result.outcomes] == [Status.DENIED]
    assert rig.devices.sent == []
    assert AuditKind.APPROVED in rig.audit.kinds  # soon, once there is space
