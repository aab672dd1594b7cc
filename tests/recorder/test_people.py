"""Users with grants and an end, and who they are to the rest of the hub."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from hub.home.ids import AreaId, EntityId, UserId
from hub.home.people import A_VOICE, EVERYTHING, SOMEBODY, Grant, Role, seen_by
from hub.recorder.database import Database
from hub.recorder.users import InvalidUser, User, Users

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
KITCHEN = Grant(areas=frozenset({AreaId("kitchen")}))
LIGHTS = Grant(domains=frozenset({"light"}))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def users(db: Database, clock: Clock) -> Users:
    return Users(db, now=clock)


@pytest.fixture
async def ann(users: Users) -> User:
    return await users.create("Ann", Role.OWNER)


async def test_every_role_is_kept(db: Database, users: Users) -> None:
    for role in Role:
        await users.create(f"The {role}", role)
    again = Users(db)
    await again.load()
    assert {user.role for user in again.all()} == set(Role)


async def test_grants_person_and_end_survive_a_restart(db: Database, users: Users) -> None:
    gil = await users.create("Gil", Role.GUEST, until=NOW + timedelta(days=3))
    await users.set_grants(gil.id, sees=KITCHEN, moves=LIGHTS)
    await users.set_person(gil.id, EntityId("person.gil"))
    again = Users(db, now=lambda: NOW)
    await again.load()
    assert again.all() == users.all()
    assert again.who_is(gil.id) == users.who_is(gil.id)


async def test_who_a_guest_is(users: Users) -> None:
    gil = await users.create("Gil", Role.GUEST)
    await users.set_grants(gil.id, sees=KITCHEN, moves=LIGHTS)
    who = users.who_is(gil.id)
    assert (who.user_id, who.name, who.role) == (gil.id, "Gil", Role.GUEST)
    assert who.sees == seen_by(Role.GUEST, KITCHEN)
    # Nobody moves what they can't see.
    assert who.moves == LIGHTS.within(who.sees)
    assert who.moves.areas == KITCHEN.areas


async def test_who_is_gone_or_expired_or_unknown_is_somebody(users: Users, clock: Clock) -> None:
    gil = await users.create("Gil", Role.GUEST, until=NOW + timedelta(hours=1))
    assert users.who_is(gil.id).name == "Gil"
    clock.time += timedelta(hours=1)
    assert users.who_is(gil.id) is SOMEBODY
    assert not users.is_active(gil)
    with pytest.raises(InvalidUser, match="has ended"):
        users.active(gil.id)
    await users.set_until(gil.id, None)
    assert users.who_is(gil.id).name == "Gil"
    await users.delete(gil.id)
    assert users.who_is(gil.id) is SOMEBODY
    assert users.who_is(None) is A_VOICE
    assert users.who_is(UserId("nobody")) is SOMEBODY


async def test_owners_have_no_bounds(users: Users, ann: User) -> None:
    with pytest.raises(InvalidUser, match="owners see and move everything"):
        await users.set_grants(ann.id, sees=KITCHEN, moves=EVERYTHING)
    with pytest.raises(InvalidUser, match="owners see and move everything"):
        await users.set_until(ann.id, NOW)
    with pytest.raises(InvalidUser, match="owners see and move everything"):
        await users.create("Olga", Role.OWNER, until=NOW)
    bob = await users.create("Bob", Role.GUEST, until=NOW + timedelta(days=1))
    await users.set_grants(bob.id, sees=KITCHEN, moves=LIGHTS)
    await users.set_role(bob.id, Role.OWNER)
    who = users.who_is(bob.id)
    assert (who.sees, who.moves, who.until) == (EVERYTHING, EVERYTHING, None)


async def test_what_is_no_person_or_no_time_is_refused(users: Users) -> None:
    gil = await users.create("Gil", Role.GUEST)
    with pytest.raises(InvalidUser, match="is no person"):
        await users.set_person(gil.id, EntityId("light.kitchen"))
    with pytest.raises(InvalidUser, match="time zone"):
        await users.set_until(gil.id, datetime(2026, 5, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(InvalidUser, match="no user"):
        await users.set_until(UserId("nobody"), None)


async def test_a_change_wins_over_a_sync_under_way(users: Users) -> None:
    gil = await users.create("Gil", Role.GUEST)
    for number in range(20):
        end = NOW - timedelta(days=1) if number % 2 else None
        await asyncio.gather(users.load(), users.set_until(gil.id, end), users.load())
        assert (users.who_is(gil.id) is SOMEBODY) is (end is not None)


async def test_users_are_found_by_name_in_any_case(users: Users, ann: User) -> None:
    assert users.named(" aNN ") == ann
    assert users.named("Anne") is None
