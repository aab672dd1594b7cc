"""Logging in with name and password: who may try, and what is given to who is let in.

A login gives an access token for half an hour and a refresh token that makes the next one; Home
Assistant's clients know no other. A refresh token lasts as long as it is used.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiohttp import web

from hub.home.errors import LockedOut
from hub.record import record
from hub.recorder.credentials import Credentials
from hub.recorder.tokens import Token, TokenKind, TokenProblem, Tokens
from hub.recorder.tries import Limit, Tries
from hub.recorder.users import User, Users
from hub.server.client_address import Address, network_of

ACCESS_LIFETIME = timedelta(minutes=30)
REFRESH_LIFETIME = timedelta(days=90)
# A whole household may be behind one address.
FREE_TRIES_OF_AN_ADDRESS = 10
_OF_AN_ADDRESS = Limit(FREE_TRIES_OF_AN_ADDRESS)
MOST_ADDRESSES = 1024


@record(frozen=True, slots=True)
class Session:
    """What a login gives: the secrets of both tokens, and how long the first lasts."""

    user: User
    access: str
    refresh: str
    expires_s: int = int(ACCESS_LIFETIME.total_seconds())


class Sessions:
    """Lets in with a password, refreshes and ends what was given.

    `clock` counts seconds and never goes back.
    """

    def __init__(
        self,
        users: Users,
        tokens: Tokens,
        credentials: Credentials,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._users = users
        self._tokens = tokens
        self._credentials = credentials
        self._addresses = AddressTries(clock)

    async def check(self, name: str, password: str, address: Address | None) -> User | None:
        """Return the user of this name and password; None if there is none.

        Raises:
            LockedOut: too many wrong ones came from this address, or for this name.
        """
        self._addresses.count(address)
        user = await self._credentials.log_in(name, password, network_of(address))
        if user is not None:
            self._addresses.succeed(address)
        return user

    async def begin(self, user: User, client: str) -> Session:
        """Give tokens to a user who was let in; `client` names their program."""
        token, refresh = await self._tokens.create_refresh(user.id, client, REFRESH_LIFETIME)
        _, access = await self._tokens.create_child(token, ACCESS_LIFETIME)
        return Session(user, access, refresh)

    async def refresh(self, secret: str, client: str | None) -> Session | None:
        """Give the next access token; None if the refresh token is not (or no longer) good.

        It is good only for the program that logged in, if that is named.
        """
        token = self._tokens.verify(secret, TokenKind.REFRESH)
        if isinstance(token, TokenProblem) or client not in {None, token.client_id}:
            return None
        user = self._users.get(token.user_id)
        if user is None or not self._users.is_active(user):
            return None
        token = await self._tokens.prolong(token, REFRESH_LIFETIME)
        _, access = await self._tokens.create_child(token, ACCESS_LIFETIME)
        return Session(user, access, secret)

    async def end(self, secret: str) -> None:
        """End a login: its refresh token and all it made. An unknown secret is no error."""
        token = self._tokens.verify(secret, TokenKind.REFRESH)
        if isinstance(token, Token):
            await self._tokens.revoke(token.id)

    async def end_all_but(self, user: User, current: Token) -> None:
        """End all logins of a user but the one that a token is of."""
        for token in self._tokens.all(user.id):
            if token.kind is TokenKind.REFRESH and token.id != current.parent_id:
                await self._tokens.revoke(token.id)


class AddressTries:
    """Wrong tries by address, in memory; of IPv6 addresses the network (64 bits) counts."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, limit: Limit = _OF_AN_ADDRESS
    ) -> None:
        self._clock = clock
        self._limit = limit
        self._tries: OrderedDict[str, Tries] = OrderedDict()

    def count(self, address: Address | None) -> None:
        """Count a try before it is checked.

        Raises:
            LockedOut: none is allowed from there now.
        """
        key, now = network_of(address), self._now()
        tries = self._tries.pop(key, Tries())
        wait_s = tries.wait_s(now)
        self._tries[key] = tries if wait_s > 0 else tries.counted(now, self._limit)
        while len(self._tries) > MOST_ADDRESSES:
            self._tries.popitem(last=False)
        if wait_s > 0:
            raise LockedOut("tries from this address", wait_s)

    def succeed(self, address: Address | None) -> None:
        """Forget the wrong tries of an address."""
        self._tries.pop(network_of(address), None)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)


SESSIONS = web.AppKey("sessions", Sessions)
