"""Passwords, PINs, and the pauses after wrong ones."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from hub.home.approving import Asker
from hub.home.errors import LockedOut, NoPin
from hub.home.ids import AreaId
from hub.home.people import Role
from hub.recorder.credentials import HASHER, MOST_WAITING, Credentials, InvalidSecret
from hub.recorder.database import Database
from hub.recorder.familiar import ADDRESSES_KEPT
from hub.recorder.tries import FIRST_PAUSE, FREE_TRIES, LONGEST_PAUSE, LOOSE, Limit, Tries
from hub.recorder.users import InvalidUser, User, Users
from tests.support.keeping import until

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
WORDS = "four words in a row"


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
def credentials(db: Database, users: Users, clock: Clock) -> Credentials:
    return Credentials(db, users, hasher=QUICK, now=clock)


@pytest.fixture
async def ann(users: Users) -> User:
    return await users.create("Ann", Role.OWNER)


def test_hashes_are_argon2id_and_cost_something() -> None:
    parameters = extract_parameters(HASHER.hash("x"))
    assert parameters.type.name == "ID"
    # OWASP's Password Storage Cheat Sheet: at least 19 MiB with two passes.
    assert parameters.memory_cost >= 19 * 1024
    assert parameters.time_cost >= 2


async def test_a_name_and_its_password_let_in(credentials: Credentials, ann: User) -> None:
    assert await credentials.log_in("Ann", "") is None
    await credentials.set_password(ann.id, WORDS)
    logged_in = await credentials.log_in(" ann ", WORDS)
    assert logged_in is not None
    assert logged_in.id == ann.id
    assert await credentials.log_in("Ann", WORDS + " ") is None
    assert await credentials.log_in("Eve", WORDS) is None
    await credentials.set_password(ann.id, None)
    assert await credentials.log_in("Ann", WORDS) is None


async def test_no_password_and_no_pin_is_in_the_file(
    db: Database, credentials: Credentials, ann: User
) -> None:
    await credentials.set_password(ann.id, WORDS)
    await credentials.set_pin(ann.id, "907315842266")
    everything = b"".join(file.read_bytes() for file in db.path.parent.iterdir())
    assert WORDS.encode() not in everything
    assert b"907315842266" not in everything
    assert everything.count(b"$argon2id$") >= 2


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaa", "x" * 1025, "ANN OF GREEN"])
async def test_weak_passwords_are_refused(
    credentials: Credentials, users: Users, password: str
) -> None:
    user = await users.create("Ann of Green", Role.ADULT)
    with pytest.raises(InvalidSecret):
        await credentials.set_password(user.id, password)
    assert not users.known(user.id).has_password


@pytest.mark.parametrize(
    "pin", ["", "123", "1234567890123", "12a4", "\uff11\uff12\uff13\uff14", "12 34", "1234\n"]
)
async def test_a_pin_is_4_to_12_digits(credentials: Credentials, ann: User, pin: str) -> None:
    with pytest.raises(InvalidSecret, match="4 to 12 digits"):
        await credentials.set_pin(ann.id, pin)


async def test_a_pin_is_checked(credentials: Credentials, users: Users, ann: User) -> None:
    with pytest.raises(NoPin, match="lares user pin"):
        await credentials.check_pin(ann.id, "2580")
    await credentials.set_pin(ann.id, "2580")
    assert users.known(ann.id).has_pin
    assert await credentials.check_pin(ann.id, "2580")
    assert not await credentials.check_pin(ann.id, "2581")
    await users.delete((await users.create("Gil", Role.GUEST)).id)


async def test_who_is_gone_has_no_pin(credentials: Credentials, users: Users, clock: Clock) -> None:
    gil = await users.create("Gil", Role.GUEST, until=NOW + timedelta(hours=1))
    await credentials.set_pin(gil.id, "2580")
    clock.time += timedelta(hours=1)
    with pytest.raises(InvalidUser, match="has ended"):
        await credentials.check_pin(gil.id, "2580")


async def test_wrong_pins_lock_out_even_over_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    path = tmp_path / "lares.db"
    async with Database(path) as db:
        users = Users(db)
        credentials = Credentials(db, users, hasher=QUICK, now=clock)
        ann = await users.create("Ann", Role.OWNER)
        await credentials.set_pin(ann.id, "2580")
        for _ in range(FREE_TRIES):
            assert not await credentials.check_pin(ann.id, "0000")
    async with Database(path) as db:
        users = Users(db)
        await users.load()
        credentials = Credentials(db, users, hasher=QUICK, now=clock)
        with pytest.raises(LockedOut, match="try again in 60 s"):
            await credentials.check_pin(ann.id, "2580")
        clock.time += FIRST_PAUSE
        assert not await credentials.check_pin(ann.id, "0000")
        with pytest.raises(LockedOut, match="try again in 120 s"):
            await credentials.check_pin(ann.id, "2580")
        clock.time += 2 * FIRST_PAUSE
        assert await credentials.check_pin(ann.id, "2580")
        assert not await credentials.check_pin(ann.id, "0000")
        assert await credentials.check_pin(ann.id, "2580")


async def test_tries_at_once_all_count(credentials: Credentials, ann: User) -> None:
    await credentials.set_pin(ann.id, "2580")
    tries = (credentials.check_pin(ann.id, f"{n:04}") for n in range(20))
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert ends.count(False) == FREE_TRIES
    assert sum(isinstance(end, LockedOut) for end in ends) == 20 - FREE_TRIES


async def test_one_user_does_not_lock_out_another(
    credentials: Credentials, users: Users, ann: User
) -> None:
    bob = await users.create("Bob", Role.ADULT)
    for user in (ann, bob):
        await credentials.set_pin(user.id, "2580")
    for _ in range(FREE_TRIES):
        await credentials.check_pin(bob.id, "0000")
    assert await credentials.check_pin(ann.id, "2580")
    # A wrong PIN is no wrong password.
    await credentials.set_password(bob.id, WORDS)
    assert await credentials.log_in("Bob", WORDS) is not None


async def test_names_that_nobody_has_lock_like_others(credentials: Credentials, ann: User) -> None:
    await credentials.set_password(ann.id, WORDS)
    messages = []
    for name in ("Ann", "Nobody"):
        for _ in range(FREE_TRIES):
            assert await credentials.log_in(name, "wrong one") is None
        with pytest.raises(LockedOut) as error:
            await credentials.log_in(f" {name.upper()} ", WORDS)
        messages.append(str(error.value))
    assert messages[0] == messages[1]


async def guess(credentials: Credentials, name: str, times: int, place: str) -> None:
    for _ in range(times):
        assert await credentials.log_in(name, "wrong one", place) is None


async def test_strangers_elsewhere_keep_nobody_out(credentials: Credentials, ann: User) -> None:
    await credentials.set_password(ann.id, WORDS)
    await guess(credentials, "Ann", FREE_TRIES, "a stranger's")
    with pytest.raises(LockedOut):
        await credentials.log_in("Ann", WORDS, "a stranger's")
    assert await credentials.log_in("Ann", WORDS, "her own") is not None


@pytest.mark.parametrize("name", ["Ann", "Nobody"])
async def test_many_strangers_lock_a_name_for_minutes(
    credentials: Credentials, ann: User, clock: Clock, name: str
) -> None:
    await credentials.set_password(ann.id, WORDS)
    for number in range(LOOSE.free):
        await guess(credentials, name, 1, f"place {number}")
    with pytest.raises(LockedOut, match="try again in 10 s"):
        await credentials.log_in(name, WORDS, "one more place")
    for number in range(20):
        clock.time += LOOSE.longest_pause
        await guess(credentials, name, 1, f"another place {number}")
    clock.time += LOOSE.longest_pause
    assert (await credentials.log_in(name, WORDS, "her own") is not None) is (name == "Ann")


async def test_where_she_logged_in_before_she_is_judged_by_her_own_tries(
    credentials: Credentials, ann: User
) -> None:
    await credentials.set_password(ann.id, WORDS)
    assert await credentials.log_in("Ann", WORDS, "her own") is not None
    for number in range(LOOSE.free):
        await guess(credentials, "Ann", 1, f"place {number}")
    assert await credentials.log_in("Ann", WORDS, "her own") is not None
    await guess(credentials, "Ann", FREE_TRIES, "her own")
    with pytest.raises(LockedOut, match="try again in 60 s"):
        await credentials.log_in("Ann", WORDS, "her own")


async def test_a_few_places_are_remembered_and_none_can_be_read(
    db: Database, credentials: Credentials, users: Users, clock: Clock
) -> None:
    bob = await users.create("Bob", Role.ADULT)
    await credentials.set_password(bob.id, WORDS)
    for number in range(ADDRESSES_KEPT + 3):
        clock.time += timedelta(minutes=1)
        await credentials.log_in("Bob", WORDS, f"192.0.2.{number}")
    rows = await db.read(lambda raw: list(raw.query("SELECT * FROM familiar_addresses")))
    assert len(rows) == ADDRESSES_KEPT
    assert "192.0.2" not in str(rows)
    await users.delete(bob.id)
    assert await db.read(lambda raw: raw.table("familiar_addresses").count) == 0


async def test_strangers_do_not_hinder_who_is_in(credentials: Credentials, ann: User) -> None:
    await credentials.set_password(ann.id, WORDS)
    await guess(credentials, "Ann", FREE_TRIES, "")
    assert await credentials.is_password(ann.id, WORDS)
    for _ in range(FREE_TRIES):
        assert not await credentials.is_password(ann.id, "wrong one")
    with pytest.raises(LockedOut):
        await credentials.is_password(ann.id, WORDS)
    await credentials.set_password(ann.id, WORDS)
    assert await credentials.is_password(ann.id, WORDS)
    assert await credentials.log_in("Ann", WORDS) is not None


async def test_a_new_pin_of_ones_own_gives_no_more_guesses_at_others(
    credentials: Credentials, users: Users, ann: User
) -> None:
    panel = await users.create("Panel", Role.DEVICE)
    await credentials.set_pin(ann.id, "2580")
    asker = Asker(panel.id, AreaId("spinning_room"))
    for _ in range(FREE_TRIES):
        assert await credentials.whose_pin("0000", [ann.id], asker) is None
    await credentials.set_pin(panel.id, "1470")
    with pytest.raises(LockedOut):
        await credentials.whose_pin("2580", [ann.id], asker)


async def test_a_voice_in_one_room_locks_no_other(
    credentials: Credentials, users: Users, ann: User
) -> None:
    bob = await users.create("Bob", Role.ADULT)
    await credentials.set_pin(ann.id, "2580")
    await credentials.set_pin(bob.id, "1470")
    hall, kitchen = Asker(area_id=AreaId("hall")), Asker(area_id=AreaId("kitchen"))
    for _ in range(FREE_TRIES):
        assert not await credentials.check_pin(bob.id, "0000")
        assert await credentials.whose_pin("0000", [ann.id], hall) is None
    with pytest.raises(LockedOut):
        await credentials.whose_pin("2580", [ann.id], hall)
    assert await credentials.whose_pin("2580", [ann.id], kitchen) == ann.id
    for closed in (
        credentials.whose_pin("2580", [ann.id], hall),
        credentials.check_pin(bob.id, ""),
    ):
        with pytest.raises(LockedOut):
            await closed
    # Whoever's PIN was right elsewhere may go on.
    assert await credentials.whose_pin("1470", [bob.id], kitchen) == bob.id
    assert await credentials.check_pin(bob.id, "1470")


class _Counting(PasswordHasher):
    """Counts what takes the time."""

    verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
        type(self).verified += 1
        return super().verify(hash, password)


async def test_every_login_costs_one_hash_whoever_it_is(db: Database, users: Users) -> None:
    hasher = _Counting(time_cost=1, memory_cost=8, parallelism=1)
    credentials = Credentials(db, users, hasher=hasher)
    ann = await users.create("Ann", Role.OWNER)
    await users.create("Bob", Role.ADULT)
    gil = await users.create("Gil", Role.GUEST, until=NOW - timedelta(days=1))
    for user in (ann, gil):
        await credentials.set_password(user.id, WORDS)
    for name, password in [
        ("Ann", WORDS), ("Ann", "wrong one"), ("Bob", "wrong one"), ("Nobody", "wrong one"),
        ("Gil", WORDS), ("Ann", "x" * 5_000),
    ]:  # fmt: skip
        before = _Counting.verified
        await credentials.log_in(name, password)
        assert _Counting.verified == before + 1, name


async def test_an_old_hash_is_made_anew_at_a_login(db: Database, users: Users, ann: User) -> None:
    await Credentials(db, users, hasher=QUICK).set_password(ann.id, WORDS)
    better = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    assert await Credentials(db, users, hasher=better).log_in("Ann", WORDS) is not None
    [row] = await db.read(lambda raw: list(raw.query("SELECT password FROM users")))
    assert extract_parameters(row["password"]).time_cost == 2
    assert await Credentials(db, users, hasher=better).log_in("Ann", WORDS) is not None


class _Stuck(PasswordHasher):
    """Takes as long as it is held up."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.may_go_on = threading.Event()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
        self.may_go_on.wait(10)
        return super().verify(hash, password)


async def test_who_comes_when_many_wait_is_sent_away(db: Database, users: Users) -> None:
    hasher = _Stuck()
    credentials = Credentials(db, users, hasher=hasher)
    async with asyncio.TaskGroup() as tasks:
        for number in range(MOST_WAITING):
            tasks.create_task(credentials.log_in(f"name {number}", "wrong one"))
        await until(lambda: credentials._waiting == MOST_WAITING)
        with pytest.raises(LockedOut, match="at once"):
            await credentials.log_in("Ann", WORDS)
        hasher.may_go_on.set()
    assert credentials._waiting == 0


async def test_strangers_do_not_fill_the_disk(db: Database, credentials: Credentials) -> None:
    for number in range(300):
        try:
            await credentials.log_in(f"stranger {number}", "wrong one", f"place {number}")
        except LockedOut:
            continue
    assert await db.read(lambda raw: raw.table("wrong_tries").count) <= 2 * 256


async def test_strangers_do_not_fill_the_disk_with_a_known_name(
    db: Database, credentials: Credentials, ann: User, clock: Clock
) -> None:
    await credentials.set_password(ann.id, WORDS)
    for number in range(300):
        clock.time += LONGEST_PAUSE
        await credentials.log_in("Ann", "wrong one", f"place {number}")
    assert await db.read(lambda raw: raw.table("wrong_tries").count) <= 256 + 1


@given(st.lists(st.floats(0, 7200), max_size=40), st.sampled_from([Limit(), LOOSE]))
def test_pauses_only_grow_and_have_an_end(waits: list[float], limit: Limit) -> None:
    tries, now, last = Tries(), NOW, 0.0
    for wait in waits:
        now += timedelta(seconds=wait)
        if tries.wait_s(now) > 0:
            continue
        tries = tries.counted(now, limit)
        pause = tries.wait_s(now)
        assert last <= pause <= limit.longest_pause.total_seconds()
        assert (pause > 0) is (tries.wrong >= limit.free)
        last = pause


def test_a_clock_set_back_does_not_lock_out_for_years() -> None:
    tries = Tries(FREE_TRIES, NOW)
    assert tries.wait_s(NOW - timedelta(days=900)) == 0
