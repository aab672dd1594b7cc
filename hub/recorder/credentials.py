"""Passwords and PINs: only their argon2id hashes are kept, and wrong tries are counted."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from functools import partial

import sqlite_utils
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.home.approving import Asker
from hub.home.errors import HubError, LockedOut, NoPin
from hub.home.ids import UserId
from hub.recorder.database import Database
from hub.recorder.familiar import address_digest, is_familiar, remember_address
from hub.recorder.times import utc_now
from hub.recorder.tries import LOOSE, STRICT, Limit, count_tries, forget_tries, tries_of
from hub.recorder.users import User, Users

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1024
PIN = re.compile(r"[0-9]{4,12}", re.ASCII)
# Each hash takes this much memory for a moment; on a small machine one at a time is enough.
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
HASHES_AT_ONCE = 2
# Whoever comes when so many wait is sent away: strangers must not fill the memory.
MOST_WAITING = 32
# Names that nobody has share so many counters, so that strangers cannot fill the disk; the
# addresses that nobody logged in from share as many for each user.
COUNTERS_OF_STRANGERS = 256
# Under which the PINs of all voices together are counted, besides those of each room.
_VOICES = "asker:all voices"


class InvalidSecret(HubError):
    """The password or PIN cannot be used: choose another."""


class _Kind(StrEnum):
    PASSWORD = "password"  # noqa: S105 - the name of a column
    PIN = "pin"


class Credentials:
    """Sets and checks passwords and PINs; the work of hashing is off the loop."""

    def __init__(
        self,
        db: Database,
        users: Users,
        *,
        hasher: PasswordHasher = HASHER,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._db = db
        self._users = users
        self._hasher = hasher
        self.now = now
        self._turn = asyncio.Semaphore(HASHES_AT_ONCE)
        self._waiting = 0
        self._nobodys: str | None = None

    async def set_password(self, user_id: UserId, password: str | None) -> None:
        """Give a user a password, or None; wrong tries before are forgotten.

        Raises:
            InvalidUser: there is no such user.
            InvalidSecret: it is too short or too long, or the user's name.
        """
        user = self._users.known(user_id)
        if password is not None:
            check_password(password, user.name)
        await self._set(user, _Kind.PASSWORD, password)

    async def set_pin(self, user_id: UserId, pin: str | None) -> None:
        """Give a user a PIN, or None; wrong tries before are forgotten.

        Raises:
            InvalidUser: there is no such user.
            InvalidSecret: it is not 4 to 12 digits.
        """
        user = self._users.known(user_id)
        if pin is not None and not PIN.fullmatch(pin):
            raise InvalidSecret("a PIN needs 4 to 12 digits")
        await self._set(user, _Kind.PIN, pin)

    async def check_pin(self, user_id: UserId, pin: str) -> bool:
        """Tell whether this is the PIN of a user.

        Raises:
            LockedOut: too many wrong ones were tried; even the right one is not looked at.
            NoPin: they have none.
            InvalidUser: there is no such user, or their access has ended.
        """
        user = self._users.active(user_id)
        if not user.has_pin:
            raise NoPin(user.name)
        key = _key(_Kind.PIN, user.id)
        return await self._check(user, _Kind.PIN, pin, lambda _: {key: STRICT})

    async def whose_pin(self, pin: str, among: Sequence[UserId], asker: Asker) -> UserId | None:
        """Return whose PIN this is of several users; None if it is nobody's.

        Wrong ones count against whoever gives them, since nobody in particular was meant, and those
        of voices against all voices together; a right one forgets those, and those of whose it is.

        Raises:
            LockedOut: too many wrong ones were tried.
        """
        key, now = asker_key(asker), self.now()
        limits = {key: STRICT} | ({_VOICES: LOOSE} if asker.user_id is None else {})

        def work(db: sqlite_utils.Database) -> list[tuple[UserId, str | None]]:
            count_tries(db, limits, "PINs", now)
            return [(user_id, _digest(db, user_id, _Kind.PIN)) for user_id in among]

        for user_id, digest in await self._db.write(work):
            if digest is not None and await self._matches(digest, pin):
                keys = [*limits, _key(_Kind.PIN, user_id)]
                await self._db.write(partial(forget_tries, keys=keys))
                return user_id
        return None

    async def pins_closed_until(self, by: UserId | Asker) -> datetime | None:
        """Return until when PINs of a user, or given by an asker, are not looked at, if so."""
        key, now = asker_key(by) if isinstance(by, Asker) else _key(_Kind.PIN, by), self.now()
        tries = await self._db.read(lambda db: tries_of(db, key))
        return tries.closed_until if tries.wait_s(now) > 0 else None

    async def log_in(self, name: str, password: str, address: str = "") -> User | None:
        """Return the user of this name and password; None if there is none.

        Takes as long, and counts and locks alike, for names that nobody has. `address`: from
        where. Few wrong ones lock the name there, many from everywhere lock it for where this
        user never logged in from.

        Raises:
            LockedOut: too many wrong ones were tried for this name.
        """
        user = self._users.named(name)

        def counters(db: sqlite_utils.Database) -> Mapping[str, Limit]:
            return _login_counters(db, user, name, address)

        is_right = await self._check(user, _Kind.PASSWORD, password, counters)
        # Asked again: the user may have gone while the hash was computed.
        user = self._users.named(name) if is_right else None
        if user is None or not self._users.is_active(user):
            return None
        now = self.now()
        await self._db.write(lambda db: remember_address(db, user.id, address, now))
        return user

    async def is_password(self, user_id: UserId, password: str) -> bool:
        """Tell whether this is the password of a user who is in already.

        Wrong ones have a count of their own: those of strangers who try to log in are not in it.

        Raises:
            LockedOut: too many wrong ones were tried.
            InvalidUser: there is no such user, or their access has ended.
        """
        user = self._users.active(user_id)
        key = f"own-{_key(_Kind.PASSWORD, user.id)}"
        return await self._check(user, _Kind.PASSWORD, password, lambda _: {key: STRICT})

    async def _check(
        self,
        user: User | None,
        kind: _Kind,
        secret: str,
        counters: Callable[[sqlite_utils.Database], Mapping[str, Limit]],
    ) -> bool:
        what = "PINs" if kind is _Kind.PIN else "passwords"
        now = self.now()

        def work(db: sqlite_utils.Database) -> tuple[Mapping[str, Limit], str | None]:
            counted = counters(db)
            count_tries(db, counted, what, now)
            return counted, _digest(db, user.id, kind) if user is not None else None

        counted, digest = await self._db.write(work)
        is_right = await self._matches(digest, secret)
        if is_right and user is not None and digest is not None:
            await self._db.write(lambda db: forget_tries(db, counted))
            if self._hasher.check_needs_rehash(digest):
                await self._set(user, kind, secret)
        return is_right

    async def _matches(self, digest: str | None, secret: str) -> bool:
        if len(secret) > LONGEST_PASSWORD:
            secret, digest = "", None
        async with self._one_of_few():
            if self._nobodys is None:
                self._nobodys = await asyncio.to_thread(self._hasher.hash, "nobody's")
            is_same = await asyncio.to_thread(self._verify, digest or self._nobodys, secret)
        return is_same and digest is not None

    @asynccontextmanager
    async def _one_of_few(self) -> AsyncIterator[None]:
        """Wait for one's turn to hash.

        Raises:
            LockedOut: too many wait already.
        """
        if self._waiting >= MOST_WAITING:
            raise LockedOut("tries at once", 1.0)
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1

    def _verify(self, digest: str, secret: str) -> bool:
        try:
            return self._hasher.verify(digest, secret)
        except (VerificationError, InvalidHashError):
            return False

    async def _set(self, user: User, kind: _Kind, secret: str | None) -> None:
        digest = None
        if secret is not None:
            async with self._one_of_few():
                digest = await asyncio.to_thread(self._hasher.hash, secret)

        def work(db: sqlite_utils.Database) -> None:
            db.execute(f"UPDATE users SET {kind} = ? WHERE id = ?", [digest, user.id])  # noqa: S608 - an enum
            forget_tries(db, [_key(kind, user.id), f"own-{_key(kind, user.id)}"])
            sql = "DELETE FROM wrong_tries WHERE key LIKE ? || '@%:' || ?"
            db.execute(sql, [kind, user.id])

        await self._db.write(work)
        await self._users.load()


def check_password(password: str, name: str) -> None:
    """Check a new password of the user of this name.

    Raises:
        InvalidSecret: it is too short or too long, or easy to guess.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidSecret(
            f"a password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; some words"
            " in a row are easy to remember and hard to guess"
        )
    if len(set(password)) == 1 or password.casefold() == name.casefold():
        raise InvalidSecret("this password is too easy to guess; choose some words in a row")


def asker_key(asker: Asker) -> str:
    """Return under which key the PINs that somebody gives are counted."""
    return f"asker:{asker.area_id or ''}:{asker.user_id or 'voice'}"


def _digest(db: sqlite_utils.Database, user_id: UserId, kind: _Kind) -> str | None:
    sql = f"SELECT {kind} AS digest FROM users WHERE id = ?"  # noqa: S608 - an enum
    return next((row["digest"] for row in db.query(sql, [user_id])), None)


def _key(kind: _Kind, user_id: UserId) -> str:
    return f"{kind}:{user_id}"


def _login_counters(
    db: sqlite_utils.Database, user: User | None, name: str, address: str
) -> Mapping[str, Limit]:
    """Return what counts a login: under name and address, and under the name alone."""
    if user is None:
        wanted = " ".join(name.split()).casefold()  # as the names of users are compared
        there = f"{wanted}\n{address}"
        return {f"stranger@{_shared(there)}": STRICT, f"stranger:{_shared(wanted)}": LOOSE}
    digest = address_digest(user.id, address)
    if is_familiar(db, user.id, address):
        return {f"password@{digest}:{user.id}": STRICT}
    return {f"password@{_shared(digest)}:{user.id}": STRICT, _key(_Kind.PASSWORD, user.id): LOOSE}


def _shared(text: str) -> int:
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:4]) % COUNTERS_OF_STRANGERS
