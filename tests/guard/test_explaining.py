"""What is explained is what is judged, and each policy tells why it does or does not decide."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.guard.explaining import Considered, Supposed
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.people import Role, Who
from hub.home.plan import Effect, Plan
from tests.guard.house import ANNA, BEN, CARA, GUS, House, plan

MINE = """
read_back: {entities: 2}
policies:
  - {name: night, match: {risk: unlock, after: "23:00", before: "06:00"}, effect: deny, reason: it is night}
  - {name: gone, match: {domain: lock, home: nobody}, effect: confirm, by: owner, reason: nobody is home}
  - {name: rarely, match: {domain: light, rate: {times: 1, within: 1 h}}, effect: confirm, reason: enough}
  - {name: warm, match: {action: climate.set_temperature}, effect: limit, limit: {max: {temperature: 22}},
     reason: saves}
  - {name: loose, match: {domain: lock}, effect: allow, reason: we are friendly}
invariants:
  - {name: freezer, entity_id: switch.freezer, always: on}
"""  # noqa: E501
UNLOCK = plan(("lock.unlock", "lock.front"), by=BEN)


def considered(house: House, some: Plan, supposed: Supposed | None = None) -> dict[str, Considered]:
    [act] = house.guard(MINE).explain(some, supposed).acts
    return {one.policy: one for one in act.considered}


def test_each_policy_tells_why_it_does_not_decide() -> None:
    house = House()
    house.at("2026-05-04T12:00")
    found = considered(house, UNLOCK)
    assert found["loose"].decides
    assert found["night"].why == "only if it is between 23:00 and 06:00"
    assert found["gone"].why == "only if nobody is home"
    assert found["rarely"].why == "only if domain is light"
    assert found["unlocking asks"].why == "it matches, but one of yours decides"
    assert found["nothing sensitive unattended"].why.startswith("only if source is rule or event")


def test_who_is_not_named_is_not_loosened_for_and_told_so() -> None:
    house = House()
    house.at("2026-05-04T12:00")
    found = considered(house, plan(("lock.unlock", "lock.front"), by=GUS))
    assert found["children and guests ask an adult"].decides
    assert found["loose"].why.startswith("it loosens this only for those it names")


def test_supposed_circumstances_are_judged_and_nothing_changes() -> None:
    house = House()
    guard = house.guard(MINE)
    house.at("2026-05-04T12:00")
    night = Supposed(now=datetime(2026, 5, 4, 0, 30, tzinfo=UTC))
    assert guard.explain(UNLOCK, night).verdict.policy == "night"
    away = Supposed(at_home={EntityId("person.anna"): False})
    assert guard.explain(UNLOCK, away).verdict.policy == "gone"
    guest = Supposed(who=Who(None, "a guest", Role.GUEST))
    assert guard.explain(UNLOCK, guest).verdict.effect is Effect.CONFIRM
    assert guard.judge(UNLOCK).policy == "loose"


def test_invariants_and_limits_are_explained() -> None:
    house = House()
    found = considered(house, plan(("switch.turn_off", "switch.freezer")))
    assert found["freezer"].decides
    warm = plan(("climate.set_temperature", "climate.bath", {"temperature": 25}))
    assert found["warm"].why == "only if action is climate.set_temperature"
    assert considered(house, warm)["warm"].why == (
        "saves; temperature may be 22 at most, and 25 was asked for"
    )


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_counted_is_explained_as_it_is_judged(count: int) -> None:
    guard = House().guard(MINE)
    lamps = [("light.turn_on", name) for name in ("light.desk", "light.fairy")][:count]
    found = guard.explain(plan(*lamps))
    assert found.verdict == guard.judge(plan(*lamps))
    assert [act.effect for act in found.acts] == [Effect.ALLOW, Effect.CONFIRM][:count]


ACTS = st.sampled_from(
    [
        ("lock.unlock", "lock.front"),
        ("lock.lock", "lock.front"),
        ("light.turn_on", "light.desk"),
        ("light.turn_on", "light.fairy"),
        ("switch.turn_off", "switch.freezer"),
        ("switch.turn_on", "switch.oven"),
        ("climate.set_temperature", "climate.bath", {"temperature": 25}),
        ("climate.set_temperature", "climate.bath", {"temperature": 20}),
        ("update.install", "update.gone"),
        ("cover.open_cover", "cover.garage"),
    ]
)


@settings(deadline=None)
@given(
    st.lists(ACTS, min_size=1, max_size=4),
    st.sampled_from(Source),
    st.sampled_from([ANNA, BEN, CARA, GUS, None]),
    st.sampled_from(["home", "not_home", "unknown"]),
    st.integers(0, 23),
)
def test_what_is_explained_is_what_is_judged(
    acts: list[tuple[object, ...]], source: Source, user: str | None, anna: str, hour: int
) -> None:
    house = House()
    house.at(f"2026-05-04T{hour:02}:30")
    house.set("person.anna", anna)
    guard = house.guard(MINE)
    some = plan(*acts, source=source, by=user)  # type: ignore[arg-type]
    found = guard.explain(some)
    assert found.verdict == guard.judge(some)
    for act, judged in zip(found.acts, found.verdict.steps, strict=True):
        deciding = [one for one in act.considered if one.decides]
        assert [one.policy for one in deciding] == [judged.policy]
        assert all(one.matches for one in deciding)
        assert all(one.why for one in act.considered)
