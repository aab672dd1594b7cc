"""The first owner comes in with a code that only the console shows."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime

import sqlite_utils

from hub.home.people import Role
from hub.record import record
from hub.recorder.database import Database
from hub.recorder.times import to_text, utc_now
from hub.recorder.tokens import Tokens, insert_token, new_secret, new_token
from hub.recorder.users import InvalidUser, User, Users, insert_user, new_user

# Without 0, 1, I, L, O and U: nobody misreads it, and it spells nothing.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
# Older codes stay valid over restarts, as many as this.
CODES_KEPT = 3
LONGEST_CODE = 64


@record(frozen=True, slots=True)
class Welcome:
    """The new owner and the secret of their first token."""

    user: User
    secret: str


class Onboarding:
    """Hands out the owner's code and takes it back, once."""

    def __init__(
        self, db: Database, users: Users, tokens: Tokens, *, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._db = db
        self._users = users
        self._tokens = tokens
        self._now = now

    @property
    def is_open(self) -> bool:
        """Whether the first owner is still to come."""
        return self._users.owner is None

    async def issue(self) -> str | None:
        """Return a fresh code, on disk as a hash; None if there is an owner already.

        Codes of earlier starts that nobody used stay valid.
        """
        if not self.is_open:
            return None
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        created = to_text(self._now())
        await self._db.write(lambda db: _store(db, code, created))
        return f"{code[:4]}-{code[4:]}"

    async def appoint(self, name: str, secret: str) -> User:
        """Make the owner with a token of which they chose the secret, both or neither.

        Raises:
            InvalidToken: the secret is too short or too long.
        """
        user = new_user(name, Role.OWNER, self._now())
        token = new_token(user.id, "From the environment", secret, created=self._now())

        def work(db: sqlite_utils.Database) -> None:
            insert_user(db, user)
            insert_token(db, token)
            db.execute("DELETE FROM onboarding_codes")

        await self._db.write(work)
        await self._users.load()
        await self._tokens.load()
        return user

    async def redeem(self, code: str, name: str) -> Welcome | None:
        """Make the owner and their first token; None if the code is wrong or used.

        Raises:
            InvalidUser: the name is empty, too long or taken.
        """
        plain = "".join(code.upper().split()).replace("-", "")
        user = new_user(name, Role.OWNER, self._now())
        if not plain or len(plain) > LONGEST_CODE:
            return None
        if self._users.named(user.name) is not None:
            raise InvalidUser(f"there is a user {user.name!r} already; choose another name")
        secret = new_secret()
        token = new_token(user.id, "First owner", secret, created=self._now())

        def work(db: sqlite_utils.Database) -> bool:
            has_owner = list(db.query("SELECT 1 FROM users WHERE role = 'owner'"))
            if has_owner or not _is_known(db, plain):
                return False
            insert_user(db, user)
            insert_token(db, token)
            db.execute("DELETE FROM onboarding_codes")
            return True

        if not await self._db.write(work):
            return None
        await self._users.load()
        await self._tokens.load()
        return Welcome(user, secret)


def _hash(code: str, salt: bytes) -> str:
    # 39 bits are too few for a bare hash, should the file get into wrong hands.
    return hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1).hex()


def _store(db: sqlite_utils.Database, code: str, created: str) -> None:
    salt = secrets.token_bytes(16)
    db.execute(
        "INSERT INTO onboarding_codes (digest, salt, created) VALUES (?, ?, ?)",
        [_hash(code, salt), salt.hex(), created],
    )
    db.execute(
        "DELETE FROM onboarding_codes WHERE digest NOT IN"
        " (SELECT digest FROM onboarding_codes ORDER BY created DESC LIMIT ?)",
        [CODES_KEPT],
    )


def _is_known(db: sqlite_utils.Database, code: str) -> bool:
    rows = list(db.query("SELECT digest, salt FROM onboarding_codes"))
    matches = [
        hmac.compare_digest(row["digest"], _hash(code, bytes.fromhex(row["salt"]))) for row in rows
    ]
    return any(matches)
