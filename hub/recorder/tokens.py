"""Bearer tokens. Only the SHA-256 of a secret is kept; the secret is shown once.

Access tokens open the API. A refresh token only makes access tokens, which end with it; a login
makes one, so that what travels with every request is worth little for long.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlite_utils

from hub.home.errors import HubError
from hub.home.ids import UserId, new_id
from hub.record import record
from hub.recorder.database import Database
from hub.recorder.rows import readable
from hub.recorder.times import from_optional, from_text, to_text, utc_now

PREFIX = "lares_"
NAME_LENGTH = 100
# A secret from outside (the environment) that is shorter could be guessed.
SHORTEST_SECRET = 8
LONGEST_SECRET = 1024
# What a refresh token made and has expired is soon forgotten, other tokens are shown for a while.
FORGOTTEN_AFTER = timedelta(days=30)
# A client refreshes every half an hour; one that wants more at once loses the oldest.
MOST_CHILDREN = 10


class InvalidToken(HubError):
    """The token cannot be made so: choose another name or secret."""


class TokenProblem(StrEnum):
    """Why a secret opens nothing."""

    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Scope(StrEnum):
    """What a token is for, the least first. It can only narrow what its user may do.

    `read` reads, `control` also moves devices and talks to the hub, `admin` does all that the user
    may, such as changing rules, users and tokens.
    """

    READ = "read"
    CONTROL = "control"
    ADMIN = "admin"

    def covers(self, other: "Scope") -> bool:
        """Tell whether a token of this scope is good for what needs `other`."""
        order = list(Scope)
        return order.index(self) >= order.index(other)


class TokenKind(StrEnum):
    """Whether a token opens the API, or only makes tokens that do."""

    ACCESS = "access"
    REFRESH = "refresh"


@record(frozen=True, slots=True)
class Token:
    """A token without its secret. `expires` None means long-lived.

    `parent_id` is the refresh token that made it; `client_id` names the program that logged in.
    """

    id: str
    user_id: UserId
    name: str
    digest: str
    created: datetime
    expires: datetime | None = None
    last_used: datetime | None = None
    revoked: datetime | None = None
    scope: Scope = Scope.ADMIN
    kind: TokenKind = TokenKind.ACCESS
    client_id: str | None = None
    parent_id: str | None = None


class Tokens:
    """All tokens, in memory, since every request asks; call `load` first.

    When a token was last used is written by `sync`, not at every use.
    """

    def __init__(self, db: Database, *, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now
        self._by_digest: dict[str, Token] = {}
        self._used: dict[str, datetime] = {}

    async def load(self) -> None:
        """Read all tokens."""
        rows = await self._db.read(
            lambda db: list(db.query("SELECT * FROM tokens ORDER BY created"))
        )
        self._by_digest = {token.digest: token for token in readable(rows, _from_row, "tokens")}

    def verify(self, secret: str, kind: TokenKind = TokenKind.ACCESS) -> Token | TokenProblem:
        """Return the token that `secret` is of, or what is wrong with it."""
        if not is_well_formed(secret):
            return TokenProblem.MALFORMED
        digest = digest_of(secret)
        token = self._by_digest.get(digest)
        # The lookup is by digest, whose bytes an attacker cannot steer; comparing is belt and
        # braces.
        if token is None or not hmac.compare_digest(token.digest, digest) or token.kind != kind:
            return TokenProblem.UNKNOWN
        if token.revoked is not None:
            return TokenProblem.REVOKED
        now = self._now()
        if token.expires is not None and token.expires <= now:
            return TokenProblem.EXPIRED
        self._used[digest] = now
        return token

    async def create(
        self,
        user_id: UserId,
        name: str,
        *,
        lifetime: timedelta | None = None,
        scope: Scope = Scope.ADMIN,
    ) -> tuple[Token, str]:
        """Make a token; returns it and its secret, which nobody can ask for again.

        Raises:
            InvalidToken: the name is empty or too long, or there is no such user.
        """
        secret = new_secret()
        return await self.adopt(user_id, name, secret, lifetime=lifetime, scope=scope), secret

    async def adopt(
        self,
        user_id: UserId,
        name: str,
        secret: str,
        *,
        lifetime: timedelta | None = None,
        scope: Scope = Scope.ADMIN,
    ) -> Token:
        """Make a token of a secret that somebody else chose.

        Raises:
            InvalidToken: name or secret are too short or too long, or there is no such user.
        """
        return await self._keep(self._new(user_id, name, secret, lifetime), scope=scope)

    async def create_refresh(
        self, user_id: UserId, client_id: str, lifetime: timedelta
    ) -> tuple[Token, str]:
        """Make a refresh token for a program that somebody logged in with.

        Raises:
            InvalidToken: the name of the program is empty or too long, or there is no such user.
        """
        secret = new_secret()
        token = self._new(user_id, client_id, secret, lifetime)
        return await self._keep(token, kind=TokenKind.REFRESH, client_id=client_id), secret

    async def create_child(self, parent: Token, lifetime: timedelta) -> tuple[Token, str]:
        """Make an access token of a refresh token; it ends with it.

        Raises:
            InvalidToken: the refresh token is gone.
        """
        secret = new_secret()
        token = self._new(parent.user_id, parent.name, secret, lifetime)
        children = [each for each in self.all() if each.parent_id == parent.id]
        surplus = [child.id for child in children[: max(0, len(children) + 1 - MOST_CHILDREN)]]
        made = await self._keep(token, surplus, scope=parent.scope, parent_id=parent.id)
        return made, secret

    async def prolong(self, token: Token, lifetime: timedelta) -> Token:
        """Have a token last this long from now; returns it."""
        longer = replace(token, expires=self._now() + lifetime)
        values = [to_text(self._now() + lifetime), token.id]
        sql = "UPDATE tokens SET expires = ? WHERE id = ? AND revoked IS NULL"
        await self._db.write(lambda db: db.execute(sql, values))
        if (known := self._by_digest.get(token.digest)) is not None and known.revoked is None:
            self._by_digest[token.digest] = longer
        return longer

    def _new(self, user_id: UserId, name: str, secret: str, lifetime: timedelta | None) -> Token:
        created = self._now()
        expires = created + lifetime if lifetime is not None else None
        return new_token(user_id, name, secret, created=created, expires=expires)

    async def _keep(self, token: Token, surplus: Sequence[str] = (), **more: Any) -> Token:
        token = replace(token, **more)

        def work(db: sqlite_utils.Database) -> None:
            db.conn.executemany("DELETE FROM tokens WHERE id = ?", [[each] for each in surplus])
            insert_token(db, token)

        await self._db.write(work)
        gone = set(surplus)
        self._by_digest = {
            digest: each for digest, each in self._by_digest.items() if each.id not in gone
        } | {token.digest: token}
        return token

    def all(self, user_id: UserId | None = None) -> list[Token]:
        """Return all tokens (of one user), the oldest first, revoked ones included."""
        return [
            replace(token, last_used=self._used.get(token.digest, token.last_used))
            for token in self._by_digest.values()
            if user_id is None or token.user_id == user_id
        ]

    async def revoke(self, token_id: str) -> bool:
        """End a token for good, and what it made; False if there is none with this id."""
        ended = [t for t in self._by_digest.values() if token_id in {t.id, t.parent_id}]
        if not any(token.id == token_id for token in ended):
            return False
        now = self._now()
        fresh = [replace(token, revoked=now) for token in ended if token.revoked is None]
        if fresh:
            # In memory first: from here on it opens nothing, whatever the disk does.
            self._by_digest.update({token.digest: token for token in fresh})
            sql = "UPDATE tokens SET revoked = ? WHERE id = ?"
            rows = [(to_text(now), token.id) for token in fresh]
            await self._db.write(lambda db: db.conn.executemany(sql, rows))
            # Once more: a `sync` that had read before may have put the old ones back.
            self._by_digest.update({token.digest: token for token in fresh})
        return True

    async def revoke_all_but(self, user_id: UserId, current: Token) -> None:
        """End all tokens of a user but one, and the login that it is of."""
        for token in self.all(user_id):
            if token.id not in {current.id, current.parent_id}:
                await self.revoke(token.id)

    async def sync(self) -> None:
        """Write when tokens were last used, and take in what another process changed.

        Tokens that expired long ago are forgotten, those that a refresh token made at once.
        """
        used, self._used = self._used, {}
        rows = [(to_text(time), digest) for digest, time in used.items()]
        now = self._now()
        old = [
            [token.id]
            for token in self._by_digest.values()
            if token.expires is not None
            and token.expires < (now if token.parent_id else now - FORGOTTEN_AFTER)
        ]
        if rows or old:

            def work(db: sqlite_utils.Database) -> None:
                db.conn.executemany("UPDATE tokens SET last_used = ? WHERE digest = ?", rows)
                db.conn.executemany("DELETE FROM tokens WHERE id = ?", old)

            await self._db.write(work)
        await self.load()


def new_secret() -> str:
    """Return a fresh secret of 256 bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_well_formed(secret: str) -> bool:
    """Tell whether `secret` could be a token at all (RFC 6750 §2.1 without the charset)."""
    if not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET:
        return False
    return secret.isascii() and secret.isprintable() and " " not in secret


def new_token(
    user_id: UserId, name: str, secret: str, *, created: datetime, expires: datetime | None = None
) -> Token:
    """Return a token that is not stored yet.

    Raises:
        InvalidToken: name or secret are too short or too long.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise InvalidToken(f"a token's name needs 1 to {NAME_LENGTH} printable characters")
    if not is_well_formed(secret):
        raise InvalidToken(
            f"a token needs {SHORTEST_SECRET} to {LONGEST_SECRET} ASCII characters without blanks"
        )
    return Token(new_id(), user_id, name, digest_of(secret), created, expires)


def insert_token(db: sqlite_utils.Database, token: Token) -> None:
    """Store a new token, within a transaction.

    Raises:
        InvalidToken: there is no such user, or the secret is in use.
    """
    if not list(db.query("SELECT 1 FROM users WHERE id = ?", [token.user_id])):
        raise InvalidToken(f"no user {token.user_id!r}; create the user first")
    if list(db.query("SELECT 1 FROM tokens WHERE digest = ?", [token.digest])):
        raise InvalidToken("this token exists already; choose another one")
    if token.parent_id and not list(
        db.query("SELECT 1 FROM tokens WHERE id = ? AND revoked IS NULL", [token.parent_id])
    ):
        raise InvalidToken("the refresh token is gone; log in again")
    expires = to_text(token.expires) if token.expires else None
    db.execute(
        "INSERT INTO tokens"
        " (id, user_id, name, digest, created, expires, scope, kind, client_id, parent_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            token.id, token.user_id, token.name, token.digest, to_text(token.created), expires,
            token.scope.value, token.kind.value, token.client_id, token.parent_id,
        ],
    )  # fmt: skip


def _from_row(row: dict[str, Any]) -> Token:
    return Token(
        id=row["id"],
        user_id=UserId(row["user_id"]),
        name=row["name"],
        digest=row["digest"],
        created=from_text(row["created"]),
        expires=from_optional(row["expires"]),
        last_used=from_optional(row["last_used"]),
        revoked=from_optional(row["revoked"]),
        scope=Scope(row["scope"]),
        kind=TokenKind(row["kind"]),
        client_id=row["client_id"],
        parent_id=row["parent_id"],
    )
