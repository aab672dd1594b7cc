"""The people of the house. All are kept in memory; a change returns once it is on disk."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlite_utils

from hub.home.errors import HubError
from hub.home.ids import AreaId, EntityId, UserId, domain_of, new_id
from hub.home.people import A_VOICE, EVERYTHING, SOMEBODY, Grant, Role, Who, seen_by
from hub.record import record
from hub.recorder.database import Database
from hub.recorder.rows import readable
from hub.recorder.times import from_optional, from_text, to_text, utc_now

NAME_LENGTH = 100


class InvalidUser(HubError):
    """The user cannot be made or changed so: choose another name or role."""


@record(frozen=True, slots=True)
class User:
    """A person, or a device that acts for itself.

    `sees` and `moves` narrow what the role allows; `until` is when their access ends.
    """

    id: UserId
    name: str
    role: Role
    created: datetime
    until: datetime | None = None
    person_id: EntityId | None = None
    sees: Grant = EVERYTHING
    moves: Grant = EVERYTHING
    has_password: bool = False
    has_pin: bool = False

    def is_over(self, now: datetime) -> bool:
        """Tell whether their access has ended."""
        return self.until is not None and self.until <= now

    def who(self) -> Who:
        """Return what the rest of the hub needs to know; nobody moves what they can't see."""
        sees = seen_by(self.role, self.sees)
        moves = EVERYTHING if self.role is Role.OWNER else self.moves.within(sees)
        return Who(self.id, self.name, self.role, sees, moves, self.person_id, self.until)


class Users:
    """The users, by id; call `load` first."""

    def __init__(self, db: Database, *, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now
        self._known: dict[UserId, User] = {}
        self._who: dict[UserId, Who] = {}

    async def load(self) -> None:
        """Read all users."""
        rows = await self._db.read(
            lambda db: list(db.query("SELECT * FROM users ORDER BY created"))
        )
        self._known = {user.id: user for user in readable(rows, _from_row, "users")}
        self._who = {user.id: user.who() for user in self._known.values()}

    def get(self, user_id: UserId | None) -> User | None:
        """Return a user, also one whose access has ended."""
        return self._known.get(user_id) if user_id is not None else None

    def named(self, name: str) -> User | None:
        """Return the user of this name, in whatever case."""
        wanted = " ".join(name.split()).casefold()
        return next((user for user in self.all() if user.name.casefold() == wanted), None)

    def known(self, user_id: UserId) -> User:
        """Return a user.

        Raises:
            InvalidUser: there is no such user.
        """
        user = self._known.get(user_id)
        if user is None:
            raise InvalidUser(f"no user {user_id!r}; see the list of users")
        return user

    def active(self, user_id: UserId) -> User:
        """Return a user whose access has not ended.

        Raises:
            InvalidUser: there is no such user, or their access has ended.
        """
        user = self.known(user_id)
        if not self.is_active(user):
            raise InvalidUser(f"the access of {user.name!r} has ended")
        return user

    def is_active(self, user: User) -> bool:
        """Tell whether the access of a user lasts."""
        return not user.is_over(self._now())

    def who_is(self, user_id: UserId | None) -> Who:
        """Return who a user is: `SOMEBODY` if they are gone, or their access ended."""
        if user_id is None:
            return A_VOICE
        who = self._who.get(user_id)
        return SOMEBODY if who is None or who.is_over(self._now()) else who

    def all(self) -> list[User]:
        """Return all users, the oldest first."""
        return list(self._known.values())

    @property
    def owner(self) -> User | None:
        """The first owner, None before there is one."""
        return next((user for user in self._known.values() if user.role is Role.OWNER), None)

    async def create(self, name: str, role: Role, *, until: datetime | None = None) -> User:
        """Add a user.

        Raises:
            InvalidUser: the name is empty, too long or taken, or an owner's access would end.
        """
        user = replace(new_user(name, role, self._now()), until=until)
        _check(user)
        if self.named(user.name) is not None:
            raise InvalidUser(f"there is a user {user.name!r} already; choose another name")
        await self._db.write(lambda db: insert_user(db, user))
        self._keep(user)
        return user

    async def change(self, user: User) -> User:
        """Put a changed user in the place of the one of the same id, all at once.

        Raises:
            InvalidUser: there is no such user, they are the last owner and would be no more, or
                an owner would see, move or stay less than always.
        """
        self._changeable(user.id, keeps_owner=user.role is Role.OWNER)
        _check(user)
        values = [
            user.role.value,
            to_text(user.until) if user.until else None,
            user.person_id,
            _grant_text(user.sees),
            _grant_text(user.moves),
            user.id,
        ]
        sql = (
            "UPDATE users SET role = ?, until = ?, person_id = ?, sees = ?, moves = ? WHERE id = ?"
        )
        await self._db.write(lambda db: db.execute(sql, values))
        self._keep(user)
        return user

    async def set_role(self, user_id: UserId, role: Role) -> User:
        """Change what a user may do. Who becomes owner sees and moves everything, without end.

        Raises:
            InvalidUser: there is no such user, or it is the last owner.
        """
        return await self.change(with_role(self.known(user_id), role))

    async def set_grants(self, user_id: UserId, *, sees: Grant, moves: Grant) -> User:
        """Change what a user may see and move of what their role allows.

        Raises:
            InvalidUser: there is no such user, or they are an owner.
        """
        return await self.change(replace(self.known(user_id), sees=sees, moves=moves))

    async def set_until(self, user_id: UserId, until: datetime | None) -> User:
        """Change when the access of a user ends; None for never.

        Raises:
            InvalidUser: there is no such user, or they are an owner.
        """
        return await self.change(replace(self.known(user_id), until=until))

    async def set_person(self, user_id: UserId, person_id: EntityId | None) -> User:
        """Tell which `person.*` entity a user is.

        Raises:
            InvalidUser: there is no such user, or it is no person's id.
        """
        return await self.change(replace(self.known(user_id), person_id=person_id))

    async def delete(self, user_id: UserId) -> None:
        """Forget a user, and with them their tokens.

        Raises:
            InvalidUser: there is no such user, or it is the last owner.
        """
        self._changeable(user_id, keeps_owner=False)

        def work(db: sqlite_utils.Database) -> None:
            db.execute("DELETE FROM users WHERE id = ?", [user_id])
            db.execute("DELETE FROM wrong_tries WHERE key LIKE '%:' || ?", [user_id])

        await self._db.write(work)
        self._known.pop(user_id, None)
        self._who.pop(user_id, None)

    def _changeable(self, user_id: UserId, *, keeps_owner: bool) -> User:
        user = self.known(user_id)
        owners = [other for other in self._known.values() if other.role is Role.OWNER]
        if owners == [user] and not keeps_owner:
            raise InvalidUser(f"{user.name!r} is the last owner; make somebody else owner first")
        return user

    def _keep(self, user: User) -> None:
        self._known[user.id] = user
        self._who[user.id] = user.who()


def with_role(user: User, role: Role) -> User:
    """Return a user in another role; an owner's bounds are gone."""
    if role is Role.OWNER:
        user = replace(user, until=None, sees=EVERYTHING, moves=EVERYTHING)
    return replace(user, role=role)


def new_user(name: str, role: Role, created: datetime) -> User:
    """Return a user who is not stored yet.

    Raises:
        InvalidUser: the name is empty or too long.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise InvalidUser(f"a user's name needs 1 to {NAME_LENGTH} printable characters")
    return User(UserId(new_id()), name, role, created)


def insert_user(db: sqlite_utils.Database, user: User) -> None:
    """Store a new user, within a transaction."""
    db.execute(
        "INSERT INTO users (id, name, role, created, until) VALUES (?, ?, ?, ?, ?)",
        [
            user.id,
            user.name,
            user.role.value,
            to_text(user.created),
            to_text(user.until) if user.until else None,
        ],
    )


def _check(user: User) -> None:
    is_narrowed = user.until or user.sees != EVERYTHING or user.moves != EVERYTHING
    if user.role is Role.OWNER and is_narrowed:
        raise InvalidUser(
            f"{user.name!r} is an owner, and owners see and move everything without end;"
            " change the role first"
        )
    if user.until is not None and user.until.tzinfo is None:
        raise InvalidUser("the end of somebody's access needs a time zone")
    if user.person_id is not None and domain_of(user.person_id) != "person":
        raise InvalidUser(f"{user.person_id!r} is no person; name one such as person.ann")


def _grant_text(grant: Grant) -> str | None:
    if grant == EVERYTHING:
        return None
    return json.dumps({
        "areas": None if grant.areas is None else sorted(grant.areas),
        "domains": None if grant.domains is None else sorted(grant.domains),
    })  # fmt: skip


def _grant(text: str | None) -> Grant:
    if text is None:
        return EVERYTHING
    told = json.loads(text)
    areas, domains = told["areas"], told["domains"]
    return Grant(
        None if areas is None else frozenset(map(AreaId, areas)),
        None if domains is None else frozenset(domains),
    )


def _from_row(row: dict[str, Any]) -> User:
    return User(
        id=UserId(row["id"]),
        name=row["name"],
        role=Role(row["role"]),
        created=from_text(row["created"]),
        until=from_optional(row["until"]),
        person_id=EntityId(row["person_id"]) if row["person_id"] else None,
        sees=_grant(row["sees"]),
        moves=_grant(row["moves"]),
        has_password=row["password"] is not None,
        has_pin=row["pin"] is not None,
    )
