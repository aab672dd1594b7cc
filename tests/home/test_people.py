"""What somebody sees and moves."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.home.home import Home
from hub.home.ids import AreaId, UserId
from hub.home.model import Area, Entity
from hub.home.people import (
    A_VOICE,
    EVERYTHING,
    PRIVATE_DOMAINS,
    SEEN_BY,
    SOMEBODY,
    Grant,
    Role,
    Who,
    seen_by,
)
from hub.recorder.users import User
from tests.support.fakes import put

AREAS = ["kitchen", "bedroom"]
DOMAINS = ["light", "camera", "todo", "lock"]


def make_home() -> Home:
    home = Home()
    for area in AREAS:
        home.put_area(Area(AreaId(area), area))
        for domain in DOMAINS:
            put(home, f"{domain}.{area}", area_id=AreaId(area))
    for domain in DOMAINS:
        put(home, f"{domain}.nowhere")
    return home


HOME = make_home()
some_areas = st.none() | st.frozensets(st.sampled_from(AREAS).map(AreaId))
some_domains = st.none() | st.frozensets(st.sampled_from(DOMAINS))
grants = st.builds(Grant, some_areas, some_domains, st.frozensets(st.sampled_from(DOMAINS)))
entities = st.sampled_from(sorted(HOME.entities.values(), key=lambda entity: entity.id))


@given(grants, grants, entities)
def test_within_covers_what_both_cover(one: Grant, other: Grant, entity: Entity) -> None:
    both = one.covers(entity, HOME) and other.covers(entity, HOME)
    assert one.within(other).covers(entity, HOME) is both


@given(st.sampled_from(Role), st.builds(Grant, some_areas, some_domains), entities)
def test_a_grant_never_shows_more_than_it_names(role: Role, given_: Grant, entity: Entity) -> None:
    seen = seen_by(role, given_).covers(entity, HOME)
    if role is Role.OWNER:
        assert seen
    elif seen:
        assert given_.covers(entity, HOME)
    elif role is not Role.GUEST:
        assert not given_.covers(entity, HOME)


@given(
    st.sampled_from(Role),
    st.builds(Grant, some_areas, some_domains),
    st.builds(Grant, some_areas, some_domains),
    entities,
)
def test_nobody_moves_what_they_do_not_see(
    role: Role, sees: Grant, moves: Grant, entity: Entity
) -> None:
    made = datetime(2026, 1, 1, tzinfo=UTC)
    who = User(UserId("u"), "Kim", role, made, sees=sees, moves=moves).who()
    if who.moves.covers(entity, HOME):
        assert who.sees.covers(entity, HOME)
        assert role is Role.OWNER or moves.covers(entity, HOME)


def test_guests_see_nothing_private_unless_their_grant_names_it() -> None:
    home = make_home()
    camera, light = home.entity("camera.kitchen"), home.entity("light.kitchen")
    assert not seen_by(Role.GUEST).covers(camera, home)
    assert seen_by(Role.GUEST).covers(light, home)
    named = seen_by(Role.GUEST, Grant(domains=frozenset({"camera"})))
    assert named.covers(camera, home)
    assert not named.covers(light, home)
    assert SEEN_BY[Role.GUEST].but_domains == PRIVATE_DOMAINS
    assert set(SEEN_BY) == set(Role)


def test_guests_never_see_the_sensors_of_phones() -> None:
    home = make_home()
    put(home, "sensor.phone_place", integration="mobile_app")
    phone = home.entity("sensor.phone_place")
    assert not seen_by(Role.GUEST, Grant(domains=frozenset({"sensor"}))).covers(phone, home)
    assert seen_by(Role.CHILD).covers(phone, home)


def test_somebody_sees_what_a_guest_sees() -> None:
    assert SOMEBODY.role is Role.GUEST
    assert SOMEBODY.sees == SOMEBODY.moves == seen_by(Role.GUEST)


def test_a_voice_is_a_guest_that_may_use_an_alarm_and_is_not_told_of_it() -> None:
    home = Home()
    panel, light, camera = (
        home.entity(put(home, each))
        for each in ("alarm_control_panel.house", "light.hall", "camera.cot")
    )
    assert A_VOICE.role is Role.GUEST
    for entity, is_seen, is_told in (
        (panel, True, False),
        (light, True, True),
        (camera, False, False),
    ):
        assert A_VOICE.sees.covers(entity, home) is A_VOICE.moves.covers(entity, home) is is_seen
        assert A_VOICE.sees.tells(entity, home) is is_told
        assert SOMEBODY.sees.covers(entity, home) is is_told


def test_access_is_over_at_its_end() -> None:
    end = datetime(2026, 5, 1, tzinfo=UTC)
    who = Who(None, "Gil", Role.GUEST, EVERYTHING, EVERYTHING, until=end)
    assert not who.is_over(end - timedelta(microseconds=1))
    assert who.is_over(end)
