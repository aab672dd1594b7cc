"""One client that was let in: what it may, what it listens to, and what waits to be written."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import web

from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.people import Grant, Role
from hub.home.plan import Request
from hub.recorder.tokens import Scope, Token
from hub.recorder.users import User
from hub.server.access import Access
from hub.server.caller import Caller
from hub.server.conversation import CONVERSATION
from hub.server.json_io import dumps
from hub.server.parts import PARTS, STATES
from hub.server.security import check_access, source_of, whose
from hub.server.websocket.commands import CommandFailed
from hub.server.websocket.sounds import Sounds

# A client this far behind is gone or stuck (Home Assistant: 4,096).
MOST_WAITING = 4_096
# With so much unread, no more commands of a client are begun.
MOST_UNREAD_BYTES = 4 * 1024 * 1024
# A page has a few dozen.
MOST_SUBSCRIPTIONS = 500
# Of subscriptions that ended by themselves, so many may still be unsubscribed.
MOST_ENDED = 100
# So much that a client has not read ends its connection.
MOST_BEHIND_BYTES = 32 * 1024 * 1024
WRITE_S = 30.0

Unsubscribe = Callable[[], None]

_log = logging.getLogger(__name__)


class Connection:
    """Writes in order and bounded; what a client that is too slow misses ends its connection.

    So does a change of what its token opens: what it hears would be more than it may. It comes in
    anew then.
    """

    def __init__(self, request: web.Request, socket: web.WebSocketResponse, secret: str) -> None:
        self.request = request
        self.parts = request.app[PARTS]
        self.states = request.app[STATES]
        self._socket = socket
        self._secret = secret
        self.token, self.user = whose(self.parts, secret)
        self.source = source_of(request)
        self.coalesces = False
        self.sounds = Sounds()
        self._came_in_as = _bounds(self.token, self.user)
        # None: the connection ends.
        self._waiting: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._is_let_go = False
        self._unread = 0
        self._is_read = asyncio.Event()
        self._is_read.set()
        self._subscriptions: dict[int, Unsubscribe] = {}
        self._ended: deque[int] = deque(maxlen=MOST_ENDED)
        self._tasks: set[asyncio.Task[None]] = set()
        # Which subscriptions tell what pages keep under a key.
        self._data: dict[int, str] = {}

    @property
    def user_id(self) -> UserId:
        """Who it is."""
        return self.user.id

    @property
    def home(self) -> Home:
        """The home as they see it now."""
        return self.parts.sight.home_for(self.user_id)

    @property
    def sees_all(self) -> bool:
        """Whether they see the whole home."""
        return self.parts.sight.sees_all(self.user_id)

    @property
    def caller(self) -> Caller:
        """Who it is, for what answers REST too."""
        conversation = self.request.app[CONVERSATION]
        return Caller(self.parts, conversation, self.user_id, self.source)

    def asked(self, text: str = "") -> Request:
        """Return a request of theirs."""
        return Request(text=text, source=self.source, user_id=self.user_id)

    def check(self, access: Access) -> None:
        """Check anew whether they may use something: tokens end, roles change.

        Raises:
            HTTPUnauthorized: the token opens nothing any more.
            Forbidden: it does not open this.
        """
        self.token, self.user = whose(self.parts, self._secret)
        check_access(self.parts, self.token, self.user, access)

    def send(self, message: bytes) -> None:
        """Queue a message."""
        if self._is_let_go:
            return
        if self._waiting.qsize() >= MOST_WAITING or self._unread > MOST_BEHIND_BYTES:
            self._drop()
            return
        self._waiting.put_nowait(message)
        self._unread += len(message)
        if self._unread > MOST_UNREAD_BYTES:
            self._is_read.clear()

    def let_go(self) -> None:
        """End the connection once what waits is written."""
        if not self._is_let_go:
            self._is_let_go = True
            self._waiting.put_nowait(None)

    async def caught_up(self) -> None:
        """Wait until the client has read most of what waits for it."""
        await self._is_read.wait()

    def send_json(self, message: object) -> None:
        """Queue a message that is not written yet."""
        self.send(dumps(message))

    def send_result(self, command_id: int, result: object = None) -> None:
        """Queue the result of a command that goes on telling."""
        self.send_json({"id": command_id, "type": "result", "success": True, "result": result})

    def tell(self, command_id: int, event: object) -> None:
        """Queue what a subscription has to tell."""
        self.tell_raw(command_id, dumps(event))

    def tell_raw(self, command_id: int, event: bytes) -> None:
        """Queue what a subscription has to tell, written already."""
        if not self.is_as_it_came_in():
            self.let_go()
            return
        self.send(b'{"id":%d,"type":"event","event":%b}' % (command_id, event))

    def subscribe(self, command_id: int, end: Unsubscribe) -> None:
        """Keep a subscription; `end` is called when it, or the connection, is over.

        Raises:
            CommandFailed: there are too many.
        """
        if len(self._subscriptions) >= MOST_SUBSCRIPTIONS:
            end()
            message = f"you have {MOST_SUBSCRIPTIONS} subscriptions; end some first"
            raise CommandFailed("too_many_subscriptions", message)
        self._subscriptions[command_id] = end

    def unsubscribe(self, command_id: int) -> bool:
        """End a subscription; False if there is none of this number."""
        end = self._subscriptions.pop(command_id, None)
        if end is not None:
            end()
        return end is not None or command_id in self._ended

    def finish(self, command_id: int) -> None:
        """Let go of a subscription that has told all; to unsubscribe it is no mistake."""
        self._subscriptions.pop(command_id, None)
        self._ended.append(command_id)

    def watch_data(self, command_id: int, key: str) -> None:
        """Have a subscription tell what a page keeps for its user under a key."""

        def end() -> None:
            self._data.pop(command_id, None)

        self.subscribe(command_id, end)
        self._data[command_id] = key

    def tell_data(self, key: str, value: object) -> None:
        """Tell what is kept under a key now."""
        for command_id, watched in tuple(self._data.items()):
            if watched == key:
                self.tell(command_id, {"value": value})

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something beside; it ends with the connection."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def write(self) -> None:
        """Write what is queued, several messages at once for clients that take it so."""
        while (message := await self._waiting.get()) is not None:
            messages = [message]
            while self.coalesces and not self._waiting.empty():
                message = self._waiting.get_nowait()
                if message is None:
                    self._waiting.put_nowait(None)
                    break
                messages.append(message)
            whole = messages[0] if len(messages) == 1 else b"[" + b",".join(messages) + b"]"
            async with asyncio.timeout(WRITE_S):
                await self._socket.send_str(whole.decode())
            self._unread -= sum(map(len, messages))
            if self._unread <= MOST_UNREAD_BYTES:
                self._is_read.set()

    async def end(self) -> None:
        """End all subscriptions, and what is done beside."""
        for command_id in tuple(self._subscriptions):
            self.unsubscribe(command_id)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def is_as_it_came_in(self) -> bool:
        """Tell whether the token still opens what it opened when the client came in."""
        try:
            return _bounds(*whose(self.parts, self._secret)) == self._came_in_as
        except web.HTTPUnauthorized:
            return False

    def _drop(self) -> None:
        """End the connection now, with all that waits."""
        _log.warning("websocket: a client of %r is too slow; it is let go", self.user.name)
        self._is_let_go = True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        if self.request.transport is not None:
            self.request.transport.abort()


def _bounds(token: Token, user: User) -> tuple[Scope, Role, Grant]:
    """Return what decides about what somebody may hear."""
    return token.scope, user.role, user.sees
