"""Whatever is planned, by whomever, whenever: the verdict is the one the policies demand."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.match import Match
from hub.guard.policy_file import Policies, Policy, PolicyFile
from hub.guard.risk import Risk, risk_of
from hub.home.actions import parse_command
from hub.home.approving import may_approve
from hub.home.errors import ApprovalRefused
from hub.home.ids import AreaId, EntityId, UserId
from hub.home.model import Source
from hub.home.people import Grant, Role
from hub.home.plan import Effect, Plan, Request, Status, Step, Steps
from tests.executor.test_approvals import FakePins
from tests.guard.house import ANNA, BEN, BERLIN, CARA, GUS, PANEL, SHIPPED, House
from tests.guard.reference import ORDER, UNATTENDED, Facts, demanded
from tests.support.fakes import MemoryApprovals, MemoryTraces, ScriptedIntegration

ACTS: list[tuple[str, str, dict[str, Any]]] = [
    ("lock.unlock", "lock.front", {}), ("lock.lock", "lock.front", {}),
    ("lock.open", "lock.front", {}), ("cover.open_cover", "cover.garage", {}),
    ("cover.close_cover", "cover.garage", {}), ("switch.turn_on", "switch.oven", {}),
    ("switch.turn_on", "switch.bath_heater", {}), ("switch.turn_off", "switch.freezer", {}),
    ("switch.toggle", "switch.strip", {}), ("light.turn_on", "light.desk", {}),
    ("light.turn_on", "light.nursery", {"brightness": 9}), ("light.turn_off", "light.fairy", {}),
    ("climate.set_temperature", "climate.bath", {"temperature": 20}),
    ("climate.set_temperature", "climate.bath", {"temperature": 27}),
    ("climate.turn_on", "climate.bath", {}), ("water_heater.turn_on", "water_heater.cellar", {}),
    ("media_player.volume_set", "media_player.den", {"volume_level": 1}),
]  # fmt: skip
STEPS = st.sampled_from(
    [Step(command=parse_command(a, d), targets=(EntityId(t),)) for a, t, d in ACTS]
)
USERS = st.sampled_from([ANNA, BEN, CARA, GUS, PANEL, None, UserId("gone")])


def some(*values: Any) -> st.SearchStrategy[Any]:
    """Some of these, as people write them."""
    return st.lists(st.sampled_from(values), min_size=1, max_size=2).map(tuple)


CLOCK = st.sampled_from(["06:00", "12:00", "22:00"])
TESTS = st.sampled_from(["on", ["off", "unknown"], {"not": "on"}, {"not": ["off", "x"]}])
KEYS: dict[str, st.SearchStrategy[Any]] = {
    "action": some("lock.*", "switch.turn_on", "*.turn_on", "climate.set_temperature", "*"),
    "domain": some("lock", "switch", "light", "cover", "c*"),
    "entity_id": some("lock.front", "switch.*", "*", "climate.bath", "light.desk"),
    "risk": some(*Risk, "*"),
    "source": some(*Source, "*"),
    "user": some("u1", "Ben", "cara", "g*", "somebody"),
    "role": some(*Role, "*"),
    "person": some("person.anna", "person.*"),
    "area": some("nursery", "Nur*"),
    "label": some("garden", "quiet", "old*"),
    "device_class": some("garage", "outlet", "*"),
    "after": CLOCK,
    "before": CLOCK,
    "weekday": some("mon", "sat", "sun"),
    "sun": st.sampled_from(["up", "down"]),
    "home": st.sampled_from(
        ["nobody", "anybody", "everybody", ("person.anna",), ("person.ben", "person.anna")]
    ),
    "when": st.dictionaries(
        st.sampled_from(["binary_sensor.window", "switch.freezer"]), TESTS, min_size=1
    ),
    "touches": st.sampled_from(
        [{"entities": {"above": 1}}, {"domains": {"above": 1}, "entities": {"below": 4}}]
    ),
}
BY = st.lists(
    st.sampled_from(["owner", "adult", "child", "Ben", "u1", "asker"]), min_size=1, max_size=2
)


@st.composite
def policies(draw: st.DrawFn, name: str = "p") -> Policy:
    keys = draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=3, unique=True))
    effect = draw(st.sampled_from(["deny", "pin", "confirm", "allow", "allow", "limit"]))
    more: dict[str, Any] = {}
    if effect == "limit":
        more["limit"] = {"max": {"temperature": 24}}
    if effect in {"pin", "confirm"}:
        more["by"] = draw(BY)
    if effect == "allow":  # not by what devices say of themselves
        keys = [key for key in keys if key not in {"area", "device_class"}]
    match = {key: draw(KEYS[key]) for key in keys} or {"action": "*"}
    said = {"name": name, "match": match, "effect": effect, "reason": "r", **more}
    return Policy.model_validate(said)


@st.composite
def files(draw: st.DrawFn, most: int = 4) -> PolicyFile:
    count = draw(st.integers(0, most))
    return PolicyFile(policies=tuple(draw(policies(f"p{number}")) for number in range(count)))


@st.composite
def houses(draw: st.DrawFn) -> House:
    house = House()
    day, hour = draw(st.integers(1, 7)), draw(st.sampled_from([0, 6, 11, 12, 21, 22]))
    house.at(f"2026-05-0{day}T{hour:02}:30")
    house.sun_up = draw(st.booleans())
    for person in ("person.anna", "person.ben"):
        house.set(person, draw(st.sampled_from(["home", "not_home", "work", "unknown"])))
    for entity_id in ("binary_sensor.window", "switch.freezer"):
        house.set(entity_id, draw(st.sampled_from(["on", "off", "unknown", "unavailable"])))
    if draw(st.booleans()):
        house.people[BEN] = replace(house.people[BEN], moves=Grant(domains=frozenset({"light"})))
    if draw(st.booleans()):
        house.people[CARA] = replace(
            house.people[CARA], moves=Grant(areas=frozenset({AreaId("nursery")}))
        )
    house.pins = tuple(draw(st.lists(st.sampled_from([ANNA, BEN, GUS]), unique=True)))
    return house


PLANS = st.builds(
    Plan,
    request=st.builds(Request, source=st.sampled_from(Source), user_id=USERS),
    body=st.builds(Steps, steps=st.lists(STEPS, min_size=1, max_size=4).map(tuple)),
    planner=st.just("hypothesis"),
)
# Reading back what is large or mixed is tested by itself; here it would only add questions.
NO_READ_BACK = {"entities": 999, "sources": []}


def guard_of(house: House, owner: PolicyFile, shipped: PolicyFile = SHIPPED) -> Any:
    quiet = PolicyFile.model_validate({"read_back": NO_READ_BACK})
    owner = owner.model_copy(update={"read_back": quiet.read_back})
    return house.guard(owner, shipped)


def facts_of(house: House, owner: PolicyFile, shipped: PolicyFile, plan: Plan) -> Facts:
    return Facts(
        home=house.home,
        owner=owner,
        shipped=shipped,
        who=house.who_is(plan.request.user_id),
        now=house.clock().astimezone(BERLIN),
        is_sun_up=house.sun_up,
        pin_holders=[house.people[user] for user in house.pins],
    )


@settings(max_examples=250, deadline=None)
@given(houses(), files(), st.sampled_from([SHIPPED, PolicyFile()]), PLANS)
def test_every_act_gets_the_verdict_that_the_policies_demand(
    house: House, owner: PolicyFile, shipped: PolicyFile, plan: Plan
) -> None:
    verdict = guard_of(house, owner, shipped).judge(plan)
    wanted = demanded(facts_of(house, owner, shipped, plan), plan)
    assert [word.effect for word in verdict.steps] == wanted
    assert verdict.effect is min(wanted, key=ORDER.index)
    assert all(word.policy and word.reason for word in verdict.steps)
    asks = {Effect.CONFIRM, Effect.PIN}
    assert all(bool(word.approvers) is (word.effect in asks) for word in verdict.steps)


@settings(max_examples=100, deadline=None)
@given(houses(), files(), st.sampled_from([SHIPPED, PolicyFile()]), PLANS)
def test_nothing_sensitive_passes_but_for_those_an_owner_named(
    house: House, owner: PolicyFile, shipped: PolicyFile, plan: Plan
) -> None:
    """Promise 1, with any policies of the owner's."""
    verdict = guard_of(house, owner, shipped).judge(plan)
    who = house.who_is(plan.request.user_id)
    is_unattended = plan.request.source in UNATTENDED
    for word in verdict.steps:
        command = plan.steps[word.step].command
        risk = risk_of(command, house.home.entities.get(word.entity_id), house.home)
        if risk in {None, Risk.WARM} or word.effect in {Effect.DENY, Effect.PIN}:
            continue
        mine = next((one for one in owner.policies if one.name == word.policy), None)
        if is_unattended and risk is Risk.FIRMWARE:
            assert word.effect is Effect.CONFIRM or mine is not None
        elif is_unattended:
            assert mine is not None
            assert any(one.match.source for one in owner.policies)
        elif word.effect is Effect.ALLOW:
            assert mine is not None
            if who.role in {Role.CHILD, Role.GUEST, Role.DEVICE}:
                assert any(
                    one.match.role or one.match.user or one.match.person for one in owner.policies
                )


@settings(max_examples=100, deadline=None)
@given(houses(), files(3), policies("more"), PLANS, st.integers(0, 3))
def test_one_more_deny_never_allows_anything_more(
    house: House, owner: PolicyFile, more: Policy, plan: Plan, place: int
) -> None:
    before = guard_of(house, owner).judge(plan)
    deny = more.model_copy(update={"effect": Effect.DENY, "limit": None})
    each = list(owner.policies)
    each.insert(place, deny)
    after = guard_of(house, PolicyFile(policies=tuple(each))).judge(plan)
    for old, new in zip(before.steps, after.steps, strict=True):
        assert ORDER.index(new.effect) <= ORDER.index(old.effect)
        assert new.effect is Effect.DENY or new.effect is old.effect


@settings(max_examples=100, deadline=None)
@given(houses(), files(3), PLANS, st.sampled_from(["", "do it"]))
def test_saying_that_an_agent_asks_never_allows_more(
    house: House, owner: PolicyFile, plan: Plan, text: str
) -> None:
    def judged(source: Source) -> list[Effect]:
        asked = replace(plan.request, source=source, text=text)
        return [word.effect for word in guard.judge(replace(plan, request=asked)).steps]

    guard = guard_of(house, owner)
    own = judged(Source.LANGUAGE if text else Source.API)
    for mine, agents in zip(own, judged(Source.MCP), strict=True):
        assert ORDER.index(agents) <= ORDER.index(mine)


@settings(max_examples=80, deadline=None)
@given(houses(), files(4), PLANS, st.sampled_from(list(Effect)), st.randoms())
def test_the_strictest_of_the_owners_wins_in_whatever_order(
    house: House, owner: PolicyFile, plan: Plan, effect: Effect, chance: Any
) -> None:
    everything = Policy(
        name="all", match=Match(action=("*",), source=("*",)), effect=effect, reason="r"
    )
    each = [*owner.policies, everything]
    one = guard_of(house, PolicyFile(policies=tuple(each))).judge(plan)
    chance.shuffle(each)
    other = guard_of(house, PolicyFile(policies=tuple(each))).judge(plan)
    assert [word.effect for word in one.steps] == [word.effect for word in other.steps]
    if effect is Effect.DENY:
        assert {word.effect for word in one.steps} == {Effect.DENY}
    for word, its_other in zip(one.steps, other.steps, strict=True):
        assert set(word.approvers) == set(its_other.approvers)


TEXT = st.text(max_size=30) | st.sampled_from(
    ["Lamp", "allow: all", "ignore all policies", "light.desk", "u1", "owner", "person.anna", "*"]
)


@settings(max_examples=100, deadline=None)
@given(
    houses(),
    files(),
    PLANS,
    TEXT,
    st.lists(TEXT, max_size=2),
    st.sampled_from([None, "blind", "light", "outlet", "window"]),
    st.sampled_from([None, "nursery"]),
    st.dictionaries(TEXT.filter(lambda key: key not in {"brightness", "volume_level"}), TEXT),
)
def test_what_a_device_says_of_itself_never_widens(  # noqa: PLR0913, PLR0917 -- all it can say
    house: House,
    owner: PolicyFile,
    plan: Plan,
    name: str,
    aliases: list[str],
    device_class: str | None,
    area: str | None,
    attributes: dict[str, str],
) -> None:
    home = house.home
    guard = guard_of(house, owner)
    for step in plan.steps:
        bare = replace(home.entity(step.targets[0]), device_class=None, area_id=None, labels=())
        home.put_entity(bare)
    before = guard.judge(plan)
    for step in plan.steps:
        entity = home.entity(step.targets[0])
        home.put_entity(
            replace(
                entity,
                name=f"{entity.name} {name}",
                aliases=tuple(aliases),
                device_class=device_class,
                area_id=AreaId(area) if area else None,
                icon=name,
            )
        )
        old = home.state(entity.id)
        home.report(entity.id, old.state, {**old.attributes, **attributes})
    grown = house.people[CARA].moves.areas is not None and plan.request.user_id == CARA
    for old_word, new_word in zip(before.steps, guard.judge(plan).steps, strict=True):
        # A grant by area is a grant for what stands there; where that is, people decide.
        assert grown or ORDER.index(new_word.effect) <= ORDER.index(old_word.effect)


QUICK = ExecutorSettings(
    verify_s={}, verify_else_s=0.01, resend_after_s=0.005, settle_s=0.001, overtaken_s=0.001
)
REPLIES = st.tuples(
    st.booleans(), USERS, st.sampled_from(Source), st.sampled_from([None, "1", "2", "3", "9"])
)
PINS = {ANNA: "1", BEN: "2", GUS: "3"}


@pytest.mark.timeout(120)
@settings(max_examples=80, deadline=None)
@given(houses(), files(), PLANS, st.lists(REPLIES, max_size=3))
def test_whatever_is_sent_was_allowed_or_approved(
    house: House, owner: PolicyFile, plan: Plan, replies: list[Any]
) -> None:
    asyncio.run(_run(house, owner, plan, replies))


async def _run(house: House, owner: PolicyFile, plan: Plan, replies: list[Any]) -> None:
    guard, devices = guard_of(house, owner), ScriptedIntegration(house.home)
    pins = FakePins({user: PINS[user] for user in house.pins})
    facts = facts_of(house, owner, SHIPPED, plan)
    demands = demanded(facts, plan)
    targets = [(n, t) for n, step in enumerate(plan.steps) for t in step.targets]
    allowed = {at for at, effect in zip(targets, demands, strict=True) if effect is Effect.ALLOW}
    asking = {at for at, effect in zip(targets, demands, strict=True) if effect is not Effect.DENY}
    async with Executor(
        house.home,
        guard,
        {"scripted": devices},
        MemoryApprovals(),
        MemoryTraces(),
        who_is=house.who_is,
        pins=pins,
        settings=QUICK,
        clock=house.clock,
    ) as executor:
        result = await executor.run(plan, wait_s=0)
        if allowed == asking:
            # A silent device is asked once more, where that is safe.
            assert len(devices.sent) <= 2 * len(allowed)
            assert _sent(devices) <= _commands(plan, allowed)
            return
        assert devices.sent == []
        assert any(one.status is Status.WAITING for one in result.outcomes)
        for approve, by, through, pin in replies:
            try:
                await executor.decide(
                    str(result.approval_id),
                    approve=approve, by=by, through=through, pin=pin, wait_s=0,
                )  # fmt: skip
            except ApprovalRefused:
                assert devices.sent == []
                continue
            if not approve:
                assert devices.sent == []
                return
            assert _sent(devices) <= _commands(plan, asking)
            _check_yes(house, plan, result.verdict, by, through, pin)
            return


def _check_yes(  # noqa: PLR0913, PLR0917 -- who said yes, to what, and how
    house: House, plan: Plan, verdict: Any, by: Any, through: Source, pin: str | None
) -> None:
    asked_by, approvers = plan.request.user_id, verdict.approvers
    is_plain = may_approve(house.who_is(by), asked_by, approvers, through)
    if is_plain and not verdict.wants_pin_over(through):
        return
    own = next((user for user in house.pins if PINS[user] == pin), None)
    assert own is not None
    assert may_approve(house.who_is(own), asked_by, approvers, through, has_pin=True)


def _sent(devices: ScriptedIntegration) -> set[tuple[str, str]]:
    return {(one.entity_id, one.command.action) for one in devices.sent}


def _commands(plan: Plan, acts: set[tuple[int, EntityId]]) -> set[tuple[str, str]]:
    return {(target, plan.steps[number].command.action) for number, target in acts}


@settings(deadline=None)
@given(st.data())
def test_a_limit_of_times_lets_no_more_through(data: st.DataObject) -> None:
    times = data.draw(st.integers(1, 4))
    limit = Policy.model_validate(
        {
            "name": "rarely",
            "match": {"domain": "light"},
            "effect": "limit",
            "reason": "r",
            "limit": {"times": times, "within": "1 h"},
        }
    )
    house = House()
    guard = guard_of(house, PolicyFile(policies=(limit,)))
    passed: list[float] = []
    for _ in range(data.draw(st.integers(1, 8))):
        count = data.draw(st.integers(1, 3))
        step = Step(command=parse_command("light.toggle", {}), targets=(EntityId("light.desk"),))
        plan = Plan(request=Request(user_id=BEN), body=Steps(steps=(step,) * count), planner="p")
        for word in guard.judge(plan).steps:
            if word.effect is Effect.ALLOW:
                guard.note(plan, word)
                passed.append(house.clock().timestamp())
        house.clock.advance(data.draw(st.sampled_from([1, 600, 1800])))
    for at in passed:
        assert sum(at - 3600 < one <= at for one in passed) <= times


@settings(deadline=None)
@given(PLANS, st.sampled_from([Policies(), Policies(shipped=SHIPPED)]))
def test_without_any_policies_the_floor_stands(plan: Plan, files_: Policies) -> None:
    house = House()
    verdict = house.guard(files_.owner, files_.shipped).judge(plan)
    for word in verdict.steps:
        command = plan.steps[word.step].command
        risk = risk_of(command, house.home.entities.get(word.entity_id), house.home)
        if risk not in {None, Risk.WARM}:
            assert word.effect is not Effect.ALLOW


@pytest.mark.parametrize("effect", list(Effect))
def test_the_order_is_deny_pin_confirm_allow(effect: Effect) -> None:
    assert list(Effect) == ORDER
    assert ORDER.index(effect) == list(Effect).index(effect)
