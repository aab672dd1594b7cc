"""The people of the house. All are kept in memory; a change returns once it is on disk."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlite_utils

from hub.home.errors import HubError
from hub.home.ids import UserId, new_id
from hub.home.people import Role
from hub.recorder.database import Database
from hub.recorder.times import from_text, to_text, utc_now

NAME_LENGTH = 100


class InvalidUser(HubError):
    """The user cannot be made or changed so: choose another name or role."""


@dataclass(frozen=True, slots=True)
class User:
    """A person."""

    id: UserId
    name: str
    role: Role
    created: datetime


class Users:
    """The users, by id; call `load` first."""

    def __init__(self, db: Database, *, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now
        self._known: dict[UserId, User] = {}

    async def load(self) -> None:
        """Read all users."""
        rows = await self._db.read(
            lambda db: list(db.query("SELECT * FROM users ORDER BY created"))
        )
        self._known = {user.id: user for user in map(_from_row, rows)}

    def get(self, user_id: UserId | None) -> User | None:
        """Return a user."""
        return self._known.get(user_id) if user_id is not None else None

    def all(self) -> list[User]:
        """Return all users, the oldest first."""
        return list(self._known.values())

    @property
    def owner(self) -> User | None:
        """The first owner, None before there is one."""
        return next((user for user in self._known.values() if user.role is Role.OWNER), None)

    async def create(self, name: str, role: Role) -> User:
        """Add a user.

        Raises:
            InvalidUser: the name is empty, too long or taken.
        """
        user = new_user(name, role, self._now())
        if any(other.name.casefold() == user.name.casefold() for other in self._known.values()):
            raise InvalidUser(f"there is a user {user.name!r} already; choose another name")
        await self._db.write(lambda db: insert_user(db, user))
        self._known[user.id] = user
        return user

    async def set_role(self, user_id: UserId, role: Role) -> User:
        """Change what a user may do.

        Raises:
            InvalidUser: there is no such user, or it is the last owner.
        """
        user = replace(self._changeable(user_id, keeps_owner=role is Role.OWNER), role=role)
        sql = "UPDATE users SET role = ? WHERE id = ?"
        await self._db.write(lambda db: db.execute(sql, [role.value, user_id]))
        self._known[user_id] = user
        return user

    async def delete(self, user_id: UserId) -> None:
        """Forget a user, and with them their tokens.

        Raises:
            InvalidUser: there is no such user, or it is the last owner.
        """
        self._changeable(user_id, keeps_owner=False)
        await self._db.write(lambda db: db.execute("DELETE FROM users WHERE id = ?", [user_id]))
        del self._known[user_id]

    def _changeable(self, user_id: UserId, *, keeps_owner: bool) -> User:
        user = self._known.get(user_id)
        if user is None:
            raise InvalidUser(f"no user {user_id!r}; see the list of users")
        owners = [other for other in self._known.values() if other.role is Role.OWNER]
        if owners == [user] and not keeps_owner:
            raise InvalidUser(f"{user.name!r} is the last owner; make somebody else owner first")
        return user


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
        "INSERT INTO users (id, name, role, created) VALUES (?, ?, ?, ?)",
        [user.id, user.name, user.role.value, to_text(user.created)],
    )


def _from_row(row: dict[str, Any]) -> User:
    return User(UserId(row["id"]), row["name"], Role(row["role"]), from_text(row["created"]))
