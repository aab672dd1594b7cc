"""Users, tokens, and the owner's code."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.ids import UserId
from hub.home.people import Role
from hub.recorder.database import Database
from hub.recorder.onboarding import CODES_KEPT, Onboarding, Welcome
from hub.recorder.tokens import InvalidToken, Token, TokenProblem, Tokens, is_well_formed
from hub.recorder.users import InvalidUser, User, Users


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def users(db: Database) -> Users:
    return Users(db)


@pytest.fixture
async def ann(users: Users) -> User:
    return await users.create("Ann", Role.OWNER)


async def test_names_are_tidied_and_taken_once(users: Users, ann: User) -> None:
    with pytest.raises(InvalidUser, match="choose another name"):
        await users.create("  ann ", Role.GUEST)
    with pytest.raises(InvalidUser, match="1 to 100"):
        await users.create(" \n ", Role.GUEST)
    assert users.owner == ann


async def test_the_last_owner_stays(users: Users, ann: User) -> None:
    with pytest.raises(InvalidUser, match="last owner"):
        await users.delete(ann.id)
    with pytest.raises(InvalidUser, match="last owner"):
        await users.set_role(ann.id, Role.GUEST)
    bob = await users.create("Bob", Role.ADULT)
    await users.set_role(bob.id, Role.OWNER)
    await users.delete(ann.id)
    assert [user.name for user in users.all()] == ["Bob"]


async def test_tokens_of_a_deleted_user_go_with_them(db: Database, users: Users, ann: User) -> None:
    bob = await users.create("Bob", Role.ADULT)
    tokens = Tokens(db)
    _, secret = await tokens.create(bob.id, "phone")
    _, kept = await tokens.create(ann.id, "phone")
    await users.delete(bob.id)
    await tokens.load()
    assert tokens.verify(secret) is TokenProblem.UNKNOWN
    assert isinstance(tokens.verify(kept), Token)


async def test_no_secret_is_in_the_file(db: Database, ann: User) -> None:
    _, secret = await Tokens(db).create(ann.id, "phone")
    code = await Onboarding(db, Users(db), Tokens(db)).issue()
    assert code is not None
    everything = b"".join(file.read_bytes() for file in db.path.parent.iterdir())
    assert secret.encode() not in everything
    assert code.replace("-", "").encode() not in everything


async def test_each_way_a_token_fails_is_told_apart(db: Database, ann: User, clock: Clock) -> None:
    tokens = Tokens(db, now=clock)
    token, secret = await tokens.create(ann.id, "day pass", lifetime=timedelta(days=1))
    _, other = await tokens.create(ann.id, "other")
    assert tokens.verify(secret) == token
    assert tokens.verify("x") is TokenProblem.MALFORMED
    assert tokens.verify("lares_" + "x" * 43) is TokenProblem.UNKNOWN
    clock.time += timedelta(days=1)
    assert tokens.verify(secret) is TokenProblem.EXPIRED
    assert await tokens.revoke(token.id)
    assert tokens.verify(secret) is TokenProblem.REVOKED
    assert isinstance(tokens.verify(other), Token)
    assert not await tokens.revoke("nothing")


async def test_a_revoked_token_stays_revoked_after_a_restart(db: Database, ann: User) -> None:
    tokens = Tokens(db)
    token, secret = await tokens.create(ann.id, "phone")
    await tokens.revoke(token.id)
    again = Tokens(db)
    await again.load()
    assert again.verify(secret) is TokenProblem.REVOKED


async def test_last_use_is_written_by_sync(db: Database, ann: User, clock: Clock) -> None:
    tokens = Tokens(db, now=clock)
    _, secret = await tokens.create(ann.id, "phone")
    clock.time += timedelta(hours=1)
    tokens.verify(secret)
    await tokens.sync()
    again = Tokens(db)
    await again.load()
    assert again.all()[0].last_used == clock.time


async def test_sync_sees_what_another_process_made(db: Database, ann: User) -> None:
    tokens, other = Tokens(db), Tokens(db)
    _, secret = await other.create(ann.id, "phone")
    assert tokens.verify(secret) is TokenProblem.UNKNOWN
    await tokens.sync()
    assert isinstance(tokens.verify(secret), Token)


async def test_a_given_secret_is_adopted_once(db: Database, ann: User) -> None:
    tokens = Tokens(db)
    await tokens.adopt(ann.id, "environment", "a-secret-from-outside")
    assert isinstance(tokens.verify("a-secret-from-outside"), Token)
    with pytest.raises(InvalidToken, match="exists already"):
        await tokens.adopt(ann.id, "again", "a-secret-from-outside")
    with pytest.raises(InvalidToken, match="8 to 1024"):
        await tokens.adopt(ann.id, "short", "abc")
    with pytest.raises(InvalidToken, match="create the user first"):
        await tokens.adopt(UserId("nobody"), "x", "another-secret")


@given(st.text())
def test_odd_secrets_are_never_well_formed(secret: str) -> None:
    if is_well_formed(secret):
        assert secret.encode("ascii").isascii()
        assert not secret.split()[1:]


async def test_the_code_works_once(db: Database) -> None:
    users, tokens = Users(db), Tokens(db)
    onboarding = Onboarding(db, users, tokens)
    code = await onboarding.issue()
    assert code is not None
    assert await onboarding.redeem("WRNG-WRNG", "Ann") is None
    first, second = await asyncio.gather(
        onboarding.redeem(code.lower(), "Ann"), onboarding.redeem(code, "Eve")
    )
    [welcome] = [w for w in (first, second) if isinstance(w, Welcome)]
    assert isinstance(tokens.verify(welcome.secret), Token)
    assert users.owner == welcome.user
    assert await onboarding.issue() is None
    assert not onboarding.is_open


async def test_codes_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "restart.db"
    codes = []
    for _ in range(CODES_KEPT):
        async with Database(path) as db:
            codes.append(await Onboarding(db, Users(db), Tokens(db)).issue())
    async with Database(path) as db:
        onboarding = Onboarding(db, Users(db), Tokens(db))
        assert await onboarding.redeem(str(codes[0]), "Ann") is not None
        assert await onboarding.redeem(str(codes[1]), "Eve") is None


async def test_a_revocation_wins_over_a_sync_under_way(db: Database, ann: User) -> None:
    tokens = Tokens(db)
    for number in range(20):
        token, secret = await tokens.create(ann.id, f"t{number}")
        await asyncio.gather(tokens.sync(), tokens.revoke(token.id), tokens.sync())
        assert tokens.verify(secret) is TokenProblem.REVOKED


async def test_a_code_is_worthless_once_there_is_an_owner(db: Database) -> None:
    users, tokens = Users(db), Tokens(db)
    onboarding = Onboarding(db, users, tokens)
    code = await onboarding.issue()
    await users.create("Ann", Role.OWNER)
    assert await onboarding.redeem(str(code), "Eve") is None
