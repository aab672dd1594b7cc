"""One MQTT connection on the event loop: connects, keeps trying, says when it is up.

paho does the protocol and asyncio watches its socket (as in aiomqtt 2.5.1, `aiomqtt/client.py`).
Only `connect` blocks, so it works in a thread. Nothing is queued while the broker is away: devices
announce everything again once it is back.
"""

import asyncio
import contextlib
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

logger = logging.getLogger(__name__)

KEEPALIVE_S = 30
CONNACK_TIMEOUT_S = 10.0
GOODBYE_TIMEOUT_S = 2.0
MISC_S = 1.0  # paho wants its timers looked at about that often
FIRST_RETRY_S = 0.25
LAST_RETRY_S = 15.0
IN_FLIGHT = 100
QOS = 1


@dataclass(frozen=True, slots=True)
class Will:
    """What the broker says for us when we vanish (MQTT 3.1.1 §3.1.2.5); always retained."""

    topic: str
    payload: str


@dataclass(frozen=True, slots=True)
class Message:
    """Something that arrived."""

    topic: str
    payload: bytes
    is_retained: bool


class _Socket(Protocol):
    def fileno(self) -> int: ...


class Link:
    """A connection that `run` keeps up until it is cancelled."""

    def __init__(  # noqa: PLR0913 - a connection has that many facts
        self,
        *,
        host: str,
        port: int,
        username: str | None = None,
        password: str | None = None,
        will: Will,
        topics: Sequence[str],
        on_up: Callable[[], None],
        on_message: Callable[[Message], None],
    ) -> None:
        """Prepare; `on_up` is called whenever a session is subscribed to all `topics`."""
        self._host, self._port, self._will, self._topics = host, port, will, topics
        self._username, self._password = username, password
        self._on_up, self._on_message = on_up, on_message
        self._client: paho.Client | None = None
        self._loop = asyncio.get_running_loop()
        self._loop_thread = threading.get_ident()
        self._gone = asyncio.Event()
        self._answered = asyncio.Event()
        self._up = asyncio.Event()
        self._unacknowledged: set[int] = set()
        self._delivered = asyncio.Event()

    async def run(self) -> None:
        """Connect and stay connected; backs off with jitter, doubling to `LAST_RETRY_S`."""
        retry_s = FIRST_RETRY_S
        while True:
            try:
                if await self._session():
                    retry_s = FIRST_RETRY_S
                    logger.warning("lost the MQTT broker at %s:%s", self._host, self._port)
            except OSError as error:  # a timeout is one, too
                logger.info("no MQTT broker at %s:%s: %s", self._host, self._port, error)
            await asyncio.sleep(retry_s * (0.5 + secrets.randbelow(1000) / 1000))
            retry_s = min(2 * retry_s, LAST_RETRY_S)

    def publish(self, topic: str, payload: str | bytes) -> None:
        """Publish retained, at least once; dropped while there is no connection."""
        if self._client is None or not self._client.is_connected():
            return
        info = self._client.publish(topic, payload, qos=QOS, retain=True)
        if info.rc == MQTTErrorCode.MQTT_ERR_SUCCESS:
            self._unacknowledged.add(info.mid)
            self._delivered.clear()

    @property
    def is_up(self) -> bool:
        """Whether a session is up and subscribed."""
        return self._up.is_set()

    async def up(self) -> None:
        """Wait until a session is up and subscribed."""
        await self._up.wait()

    async def delivered(self) -> None:
        """Wait until the broker has acknowledged all that was published."""
        await self._delivered.wait()

    async def _session(self) -> bool:
        """Live through one connection until it is gone; tell whether it ever was of use."""
        was_up = False
        client = self._client = self._new_client()
        self._gone.clear()
        self._answered.clear()
        self._unacknowledged.clear()
        try:
            await self._connect(client)
            async with asyncio.timeout(CONNACK_TIMEOUT_S):
                await self._answered.wait()
            while not self._gone.is_set():
                with contextlib.suppress(TimeoutError):
                    # Not wait_for: on Python 3.11 it loses a cancellation that comes as we wake.
                    async with asyncio.timeout(MISC_S):
                        await self._gone.wait()
                was_up = was_up or self._up.is_set()
                client.loop_misc()
        finally:
            await self._hang_up(client)
            self._client = None
        return was_up

    async def _connect(self, client: paho.Client) -> None:
        attempt = self._loop.run_in_executor(
            None, partial(client.connect, self._host, self._port, keepalive=KEEPALIVE_S)
        )
        try:
            await asyncio.shield(attempt)
        except asyncio.CancelledError:  # let the thread end first, so that no socket is lost
            with contextlib.suppress(OSError):
                await attempt
            raise

    async def _hang_up(self, client: paho.Client) -> None:
        """Say goodbye, which spares us the will, and wait until it is out."""
        if client.socket() is None:
            return
        client.disconnect()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_TIMEOUT_S):
                await self._gone.wait()

    def _new_client(self) -> paho.Client:
        client = paho.Client(CallbackAPIVersion.VERSION2)
        if self._username is not None:
            client.username_pw_set(self._username, self._password)
        client.will_set(self._will.topic, self._will.payload, qos=QOS, retain=True)
        client.max_inflight_messages_set(IN_FLIGHT)
        client.on_socket_open = self._socket_opened
        client.on_socket_close = self._socket_closes
        client.on_socket_register_write = self._wants_to_write
        client.on_socket_unregister_write = self._wrote
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_disconnect = self._disconnected
        client.on_publish = self._acknowledged
        client.on_message = self._received
        return client

    # paho's callbacks. Those about sockets may come from the thread that connects.

    def _on_loop(self, function: Callable[..., object], *args: object) -> None:
        if threading.get_ident() == self._loop_thread:
            function(*args)
        else:
            self._loop.call_soon_threadsafe(function, *args)

    def _socket_opened(self, client: paho.Client, _data: object, sock: _Socket) -> None:
        self._on_loop(self._loop.add_reader, sock.fileno(), client.loop_read)

    def _socket_closes(self, _client: paho.Client, _data: object, sock: _Socket) -> None:
        self._on_loop(self._loop.remove_writer, sock.fileno())
        self._on_loop(self._loop.remove_reader, sock.fileno())

    def _wants_to_write(self, client: paho.Client, _data: object, sock: _Socket) -> None:
        self._on_loop(self._loop.add_writer, sock.fileno(), client.loop_write)

    def _wrote(self, _client: paho.Client, _data: object, sock: _Socket) -> None:
        self._on_loop(self._loop.remove_writer, sock.fileno())

    def _connected(
        self,
        client: paho.Client,
        _data: object,
        _flags: paho.ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._answered.set()
        if reason.is_failure:
            logger.error("the MQTT broker refuses us: %s", reason)
            return
        client.subscribe([(topic, QOS) for topic in self._topics])

    def _subscribed(self, *_: object) -> None:
        self._delivered.set()
        self._on_up()
        self._up.set()

    def _disconnected(self, *_: object) -> None:
        self._up.clear()
        self._answered.set()
        self._gone.set()

    def _acknowledged(self, _client: paho.Client, _data: object, mid: int, *_: object) -> None:
        self._unacknowledged.discard(mid)
        if not self._unacknowledged:
            self._delivered.set()

    def _received(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        try:
            self._on_message(Message(message.topic, bytes(message.payload), message.retain))
        except Exception:  # the outer edge: one bad message must not cost the connection
            logger.exception("message on %r", message.topic)
