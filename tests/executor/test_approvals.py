"""Approvals: what a person saw is what runs, or nothing, and only if they are one who may."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.executor.approvals import MOST_WRONG_PINS, ApprovalDesk, Reply
from hub.home.actions import parse_command
from hub.home.approving import ASKER, Approvers, Asker, may_approve
from hub.home.errors import (
    ApprovalGone,
    ApprovalRefused,
    LockedOut,
    PinsLocked,
    PinWanted,
    PinWrong,
    WrongApprover,
    YesElsewhere,
)
from hub.home.ids import AreaId, EntityId, UserId
from hub.home.model import Source
from hub.home.people import Role, Who
from hub.home.plan import Approval, Effect, Plan, Request, Step, Steps, StepVerdict, Verdict
from hub.recorder.approvals import Approvals
from hub.recorder.database import Database
from tests.guard.house import ANNA, BEN, CARA, GUS, PANEL, PEOPLE, who_is
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
UNLOCK = Step.model_validate({"command": {"action": "lock.unlock"}, "targets": ["lock.a"]})


@dataclass
class FakePins:
    """PINs of people, in clear, with the tries they were asked for."""

    pins: dict[UserId, str] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    is_locked: bool = False
    askers: list[Asker] = field(default_factory=list)

    def holders(self) -> list[Who]:
        return [who_is(user_id) for user_id in self.pins]

    async def whose(
        self, pin: str, among: Any, *, by: UserId | None, asker: Asker
    ) -> UserId | None:
        self.askers.append(asker)
        if self.is_locked:
            raise LockedOut("PINs", 60)
        among = [by] if by in among else among
        self.asked.append(tuple(among))
        return next((one for one in among if self.pins.get(one) == pin), None)


@dataclass
class SlowPins(FakePins):
    """Takes time over a guest's."""

    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def whose(
        self, pin: str, among: Any, *, by: UserId | None, asker: Asker
    ) -> UserId | None:
        if by == GUS:
            self.was_asked.set()
            await self.may_go_on.wait()
        return await super().whose(pin, among, by=by, asker=asker)


def desk(store: Any = None, pins: FakePins | None = None, clock: Any = None) -> ApprovalDesk:
    return ApprovalDesk(
        store or MemoryApprovals(),
        clock or ManualClock(),
        timedelta(seconds=60),
        who_is=who_is,
        pins=pins or FakePins(),
    )


def verdict(effect: Effect = Effect.CONFIRM, *approvers: Approvers) -> Verdict:
    step = StepVerdict(
        step=0,
        entity_id=EntityId("lock.a"),
        effect=effect,
        policy="p",
        reason="r",
        approvers=approvers or (Approvers(),),
    )
    return Verdict(effect=effect, policy="p", reason="r", steps=(step,))


async def asked(
    at: ApprovalDesk, said: Verdict, by: UserId | None = GUS, source: Source = Source.LANGUAGE
) -> Approval:
    plan = Plan(
        request=Request(source=source, user_id=by), body=Steps(steps=(UNLOCK,)), planner="test"
    )
    return await at.ask(plan, said)


def yes(by: UserId | None, through: Source = Source.API, **more: Any) -> Reply:
    return Reply(approve=True, by=by, through=through, **more)


@settings(deadline=None)
@given(BODIES, BODIES)
def test_only_what_was_shown_can_be_approved(shown: Steps, kept: Steps) -> None:
    async def answer() -> Plan | None:
        store = MemoryApprovals()
        at = desk(store)
        plan = Plan(request=Request(), body=shown, planner="test")
        approval = await at.ask(plan, verdict())
        changed = replace(approval.plan, body=kept)
        store.kept[approval.id] = approval.model_copy(update={"plan": changed})
        try:
            return (await at.answer(approval.id, yes(ANNA))).approval.plan
        except ApprovalGone:
            return None

    approved = asyncio.run(answer())
    assert (approved is not None) == (shown.steps == kept.steps)
    assert approved is None or approved.steps == shown.steps


async def test_who_saw_another_plan_does_not_approve_this_one() -> None:
    at = desk()
    approval = await asked(at, verdict())
    with pytest.raises(ApprovalGone, match="another one was shown"):
        await at.answer(approval.id, yes(ANNA, digest="0" * 64))
    assert (await at.answer(approval.id, yes(ANNA, digest=approval.digest))).who == PEOPLE[ANNA]


@pytest.mark.parametrize("seconds", [60, 61, 3600])
async def test_it_is_over_after_its_lifetime(seconds: float) -> None:
    store, clock = MemoryApprovals(), ManualClock()
    at = desk(store, clock=clock)
    approval = await asked(at, verdict())
    clock.advance(seconds)
    with pytest.raises(ApprovalGone, match="expired"):
        await at.answer(approval.id, Reply(approve=False, by=ANNA))
    assert store.kept[approval.id].status == "expired"


async def test_it_waits_as_long_as_the_policies_say_the_shortest_of_them() -> None:
    at = desk()
    both = Approvers(expires_s=600), Approvers(by=("owner",), expires_s=300), Approvers()
    approval = await asked(at, verdict(Effect.CONFIRM, *both))
    assert approval.expires_at - approval.created_at == timedelta(seconds=300)


@pytest.mark.parametrize(
    ("by", "those"),
    [
        (("adult",), {ANNA, BEN}),
        (("owner",), {ANNA}),
        (("child",), {ANNA, BEN, CARA}),
        (("device",), {PANEL}),
        (("ben",), {BEN}),
        ((BEN, "owner"), {ANNA, BEN}),
        ((ASKER,), {GUS}),
    ],
)
async def test_only_those_approve_who_may(by: tuple[str, ...], those: set[str]) -> None:
    for user in (ANNA, BEN, CARA, GUS, PANEL, None):
        at = desk()
        approval = await asked(at, verdict(Effect.CONFIRM, Approvers(by=by)))
        if user in those:
            assert (await at.answer(approval.id, yes(user))).approval.status == "approved"
            continue
        with pytest.raises(WrongApprover):
            await at.answer(approval.id, yes(user))
        assert [each.id for each in await at.pending()] == [approval.id]


async def test_who_may_not_is_told_who_may() -> None:
    at = desk()
    approval = await asked(at, verdict(Effect.CONFIRM, Approvers(by=(BEN, "owner"))))
    with pytest.raises(WrongApprover) as caught:
        await at.answer(approval.id, yes(GUS))
    assert str(caught.value) == "a guest cannot approve this; Ben or an owner has to"


async def test_a_yes_counts_only_the_way_the_policy_names() -> None:
    at = desk()
    approval = await asked(at, verdict(Effect.CONFIRM, Approvers(through=(Source.UI,))))
    with pytest.raises(WrongApprover, match="Anna, this way, cannot approve this; .*over ui"):
        await at.answer(approval.id, yes(ANNA, Source.VOICE))
    assert (await at.answer(approval.id, yes(ANNA, Source.UI))).who == PEOPLE[ANNA]


async def test_a_program_that_speaks_for_somebody_does_not_approve_what_it_asks() -> None:
    at = desk()
    approval = await asked(at, verdict(), ANNA, Source.MCP)
    with pytest.raises(WrongApprover):
        await at.answer(approval.id, yes(ANNA, Source.MCP))


async def test_no_policy_lets_an_agent_say_yes() -> None:
    at = desk()
    named = Approvers(through=(Source.MCP, Source.API))
    approval = await asked(at, verdict(Effect.CONFIRM, named), ANNA, Source.MCP)
    with pytest.raises(WrongApprover):
        await at.answer(approval.id, yes(ANNA, Source.MCP))
    assert (await at.answer(approval.id, yes(ANNA, Source.API))).who == PEOPLE[ANNA]


async def test_whoever_asked_may_take_it_back_and_strangers_may_not() -> None:
    for user, counts in ((GUS, True), (BEN, True), (CARA, True), (PANEL, False), (None, False)):
        at = desk()
        approval = await asked(at, verdict())
        no = Reply(approve=False, by=user)
        if counts:
            assert (await at.answer(approval.id, no)).approval.status == "rejected"
        else:
            with pytest.raises(WrongApprover):
                await at.answer(approval.id, no)


PINS = {ANNA: "1111", BEN: "2222", GUS: "9999"}


@pytest.mark.parametrize(
    ("by", "pin", "whose"),
    [
        (BEN, "2222", BEN),
        (BEN, "1111", None),  # known people give their own
        (ANNA, "1111", ANNA),
        (GUS, "2222", BEN),  # with a guest, an adult gives theirs
        (None, "1111", ANNA),
        (CARA, "1111", ANNA),
        (GUS, "9999", None),  # a guest's own is no adult's
        (None, "0000", None),
    ],
)
async def test_a_pin_tells_who_approves(by: UserId | None, pin: str, whose: UserId | None) -> None:
    pins, store = FakePins(dict(PINS)), MemoryApprovals()
    at = desk(store, pins)
    approval = await asked(at, verdict(Effect.PIN))
    with pytest.raises(PinWanted):
        await at.answer(approval.id, yes(by, Source.VOICE))
    if whose is None:
        with pytest.raises(PinWrong):
            await at.answer(approval.id, yes(by, Source.VOICE, pin=pin))
        assert store.kept[approval.id].status == "pending"
        return
    decided = await at.answer(approval.id, yes(by, Source.VOICE, pin=pin))
    assert decided.who == PEOPLE[whose]
    assert store.kept[approval.id].decided_by == whose
    assert pin not in repr(decided)
    assert pin not in store.kept[approval.id].model_dump_json()


async def test_without_a_pin_of_somebody_who_may_nobody_approves() -> None:
    at = desk(pins=FakePins({GUS: "9999"}))
    approval = await asked(at, verdict(Effect.PIN))
    for user in (ANNA, GUS):
        with pytest.raises(WrongApprover):
            await at.answer(approval.id, yes(user, pin="9999"))


async def test_a_plan_is_over_after_a_few_wrong_pins() -> None:
    pins, store = FakePins(dict(PINS)), MemoryApprovals()
    at = desk(store, pins)
    approval = await asked(at, verdict(Effect.PIN))
    tries = (at.answer(approval.id, yes(GUS, pin=f"00{n}")) for n in range(6))
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(end, PinWrong) for end in ends) <= MOST_WRONG_PINS
    assert len(pins.asked) == MOST_WRONG_PINS
    with pytest.raises(ApprovalGone):
        await at.answer(approval.id, yes(ANNA, pin="1111"))
    assert store.kept[approval.id].status == "rejected"
    assert len(pins.asked) == MOST_WRONG_PINS


@pytest.mark.parametrize("is_locked", [False, True])
async def test_a_wrong_pin_beside_the_right_one_is_just_wrong(*, is_locked: bool) -> None:
    pins = SlowPins(dict(PINS))
    at = desk(pins=pins)
    approval = await asked(at, verdict(Effect.PIN))
    wrong = asyncio.create_task(at.answer(approval.id, yes(GUS, pin="0000")))
    await pins.was_asked.wait()
    assert (await at.answer(approval.id, yes(ANNA, pin="1111"))).who == PEOPLE[ANNA]
    pins.is_locked = is_locked
    pins.may_go_on.set()
    with pytest.raises(PinsLocked if is_locked else PinWrong):
        await wrong


@pytest.mark.parametrize(
    ("by", "asker"),
    [
        (None, Asker(None, AreaId("hall"))),
        (PANEL, Asker(PANEL, AreaId("hall"))),
        (GUS, Asker(GUS)),
    ],
)
async def test_pins_are_counted_for_who_gives_them(by: UserId | None, asker: Asker) -> None:
    pins = FakePins(dict(PINS))
    at = desk(pins=pins)
    request = Request(source=Source.VOICE, user_id=by, area_id=AreaId("hall"))
    plan = Plan(request=request, body=Steps(steps=(UNLOCK,)), planner="test")
    approval = await at.ask(plan, verdict(Effect.PIN))
    await at.answer(approval.id, yes(by, Source.VOICE, pin="1111"))
    assert pins.askers == [asker]


async def test_too_many_wrong_pins_close_the_door_for_a_while() -> None:
    at = desk(pins=FakePins(dict(PINS), is_locked=True))
    approval = await asked(at, verdict(Effect.PIN))
    with pytest.raises(PinsLocked, match="try again in 60 s"):
        await at.answer(approval.id, yes(None, pin="1111"))


@pytest.mark.parametrize("decisions", [(True, True), (True, False), (False, False)])
async def test_of_two_who_decide_at_once_one_wins(
    tmp_path: Path, decisions: tuple[bool, bool]
) -> None:
    async with Database(tmp_path / "lares.db") as database:
        at = desk(Approvals(database))
        approval = await asked(at, verdict())
        replies = [
            Reply(approve=approve, by=by)
            for approve, by in zip(decisions, (ANNA, BEN), strict=True)
        ]
        results = await asyncio.gather(
            *(at.answer(approval.id, reply) for reply in replies), return_exceptions=True
        )
        lost = [one for one in results if isinstance(one, ApprovalRefused)]
        assert len(lost) == 1
        assert "already" in str(lost[0])
        with pytest.raises(ApprovalGone, match="already"):
            await at.answer(approval.id, replies[0])


ROLES = st.sampled_from(["owner", "adult", "child", "guest", "device", ASKER, "Anna", "u2"])
APPROVERS = st.builds(
    Approvers,
    by=st.lists(ROLES, min_size=1, max_size=3).map(tuple),
    through=st.lists(st.sampled_from(Source), max_size=2).map(tuple),
)
WHO = st.sampled_from([*PEOPLE.values(), who_is(None)])


@settings(deadline=None)
@given(WHO, st.lists(APPROVERS, max_size=3), APPROVERS, st.sampled_from(Source), st.booleans())
def test_another_policy_that_asks_never_lets_more_people_approve(
    who: Who,
    some: list[Approvers],
    one_more: Approvers,
    through: Source,
    is_asker: bool,  # noqa: FBT001
) -> None:
    asked_by = who.user_id if is_asker else UserId("another")
    if some and may_approve(who, asked_by, [*some, one_more], through):
        assert may_approve(who, asked_by, some, through)


@settings(deadline=None)
@given(WHO, st.sampled_from(Source))
def test_by_default_only_adults_approve(who: Who, through: Source) -> None:
    asked_by = who.user_id
    assert may_approve(who, asked_by, [], through) == (
        who.role in {Role.OWNER, Role.ADULT}
        and through in {Source.LANGUAGE, Source.VOICE, Source.API, Source.UI, Source.UNDO}
    )


SPOKEN = Approvers(with_pin=(Source.VOICE,))


@pytest.mark.parametrize("by", [None, GUS, BEN, ANNA])
async def test_a_spoken_yes_is_not_enough_where_it_wants_a_pin(by: UserId | None) -> None:
    at = desk(pins=FakePins(dict(PINS)))
    approval = await asked(at, verdict(Effect.CONFIRM, SPOKEN), by, Source.VOICE)
    with pytest.raises(PinWanted):
        await at.answer(approval.id, yes(by, Source.VOICE))
    with pytest.raises(PinWrong):
        await at.answer(approval.id, yes(by, Source.VOICE, pin="0000"))
    decided = await at.answer(approval.id, yes(None, Source.VOICE, pin="1111"))
    assert (decided.who, decided.has_pin) == (PEOPLE[ANNA], True)


async def test_without_any_pin_a_spoken_yes_is_sent_to_phone_and_page() -> None:
    at = desk()
    approval = await asked(at, verdict(Effect.CONFIRM, SPOKEN), ANNA, Source.VOICE)
    for pin in (None, "1111"):
        with pytest.raises(YesElsewhere, match="on your phone or on the page"):
            await at.answer(approval.id, yes(ANNA, Source.VOICE, pin=pin))
    assert (await at.answer(approval.id, yes(ANNA, Source.UI))).who == PEOPLE[ANNA]


async def test_who_may_say_yes_otherwise_needs_no_pin_and_who_may_not_can_have_one_typed() -> None:
    at = desk(pins=FakePins(dict(PINS)))
    first = await asked(at, verdict(Effect.CONFIRM, SPOKEN))
    assert not (await at.answer(first.id, yes(ANNA, Source.LANGUAGE))).has_pin
    second = await asked(at, verdict(Effect.CONFIRM, SPOKEN))
    with pytest.raises(WrongApprover):
        await at.answer(second.id, yes(GUS, Source.LANGUAGE))
    assert (await at.answer(second.id, yes(GUS, Source.LANGUAGE, pin="1111"))).has_pin


async def test_a_pin_that_was_not_looked_at_counts_for_none() -> None:
    """By the time it runs, the guard may want a PIN: one that nobody compared is none."""
    at = desk(pins=FakePins(dict(PINS)))
    approval = await asked(at, verdict(Effect.CONFIRM, SPOKEN))
    decided = await at.answer(approval.id, yes(ANNA, Source.UI, pin="9999"))
    stricter = verdict(Effect.PIN).steps[0]
    assert not decided.covers(stricter)
