"""The connection to the broker: paho-mqtt tied to asyncio, reconnecting until told to stop.

paho runs in the event loop: its socket is watched by the loop, its timers by one task. Only the
blocking connect works in a thread. Every attempt gets a client of its own, so that nothing of a
dead connection leaks into the next.
"""

import asyncio
import contextlib
import logging
import random
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.reasoncodes import ReasonCode

from hub.home.errors import DeliveryError
from hub.home.ids import new_id
from integrations.mqtt.buffered import BufferedClient
from integrations.mqtt.message import Publish
from integrations.mqtt.router import Handler, Router
from integrations.mqtt.security import Tls, hung_up, refused, untrusted

CONNECT_TIMEOUT_S = 10.0
KEEPALIVE_S = 30
FIRST_RETRY_S = 0.25
LAST_RETRY_S = 30.0
CANCEL_AGAIN_S = 1.0
# The first subscription goes out at once; those of one burst of announcements go out together.
SUBSCRIBE_EVERY_S = 0.02
# Brokers limit the size of a packet; 100 topics of 100 bytes fit everywhere.
TOPICS_PER_SUBSCRIBE = 100
# So many packets are handled in one turn of the loop.
READ_TOGETHER = 16

ConnectivityListener = Callable[[bool], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MqttConfig:
    """Where the broker is. Without `tls` all goes unencrypted, the password too."""

    host: str = "127.0.0.1"
    port: int = 1883
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: Tls | None = None
    discovery_prefix: str = "homeassistant"
    client_id: str = ""

    @property
    def status_topic(self) -> str:
        """Where the hub says that it is there, so that devices announce themselves again."""
        return f"{self.discovery_prefix}/status"


class Connection:
    """Keeps one connection up while entered; what is subscribed stays subscribed."""

    def __init__(self, config: MqttConfig) -> None:
        self.config = config
        self.connected = False
        self.problem = ""
        self._router = Router()
        self._listeners: list[ConnectivityListener] = []
        self._client: BufferedClient | None = None
        self._client_id = config.client_id or f"lares-{new_id()[:8]}"
        self._to_subscribe: dict[str, None] = {}
        self._asked: dict[int, list[str]] = {}
        self._flush: asyncio.TimerHandle | None = None
        self._last_flush = 0.0
        self._runner: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self._is_publishing = False
        self._is_writing = False
        self._is_reading = False
        self._is_gathering = False

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._loop_thread = threading.get_ident()
        self._runner = self._loop.create_task(self._run(), name="mqtt-connection")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._flush is not None:
            self._flush.cancel()
        if self.connected:
            with contextlib.suppress(DeliveryError):
                self.publish(self.config.status_topic, "offline", sender="mqtt")
        if self._runner is not None:
            # More than once: a library may swallow a cancellation that comes as it wakes.
            while not self._runner.done():
                self._runner.cancel()
                await asyncio.wait({self._runner}, timeout=CANCEL_AGAIN_S)
        self._set_connected(connected=False)

    def listen(self, listener: ConnectivityListener) -> Callable[[], None]:
        """Call `listener` when the connection comes and goes; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def subscribe(self, topic_filter: str, handler: Handler) -> None:
        """Have `handler` called with every message; retained ones come again for a new handler."""
        self._router.add(topic_filter, handler)
        self._to_subscribe[topic_filter] = None
        if self._flush is None and self.connected:
            at = max(self._loop.time(), self._last_flush + SUBSCRIBE_EVERY_S)
            self._flush = self._loop.call_at(at, self._subscribe_pending)

    def unsubscribe(self, topic_filter: str, handler: Handler) -> None:
        """Undo `subscribe`."""
        if self._router.remove(topic_filter, handler):
            self._to_subscribe.pop(topic_filter, None)
            if self._client is not None and self.connected:
                self._client.unsubscribe(topic_filter)

    def publish(
        self, topic: str, payload: str, *, sender: str, qos: int = 0, retain: bool = False
    ) -> None:
        """Hand a message to the broker on behalf of `sender`.

        Raises:
            DeliveryError: there is no connection, or the topic cannot be published to.
        """
        self._hand_over(Publish(topic, payload, qos, retain), sender)

    def publish_bytes(self, message: Publish, *, sender: str) -> None:
        """Hand a message of raw bytes to the broker on behalf of `sender`.

        Raises:
            DeliveryError: as `publish`.
        """
        self._hand_over(message, sender)

    def _hand_over(self, message: Publish, sender: str) -> None:
        topic = message.topic
        client = self._client
        if client is None or not self.connected:
            where = f"{self.config.host}:{self.config.port}"
            raise DeliveryError(sender, f"the MQTT broker at {where} is not connected")
        self._is_publishing = True
        try:
            payload = message.payload if message.raw is None else message.raw
            info = client.publish(topic, payload, message.qos, message.retain)
        except ValueError as error:
            raise DeliveryError(sender, f"topic {topic!r}: {error}") from error
        finally:
            self._is_publishing = False
        if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise DeliveryError(sender, f"topic {topic!r}: {paho.error_string(info.rc)}")
        # The first message goes at once; what comes in the same turn of the loop goes together, as
        # does what messages that were read ahead set off.
        if not self._is_gathering and not (self._is_reading and client.has_received):
            self._is_gathering = True
            self._loop.call_soon(self._send_gathered, client)
            self._send(client)

    def _send_gathered(self, client: BufferedClient) -> None:
        self._is_gathering = False
        if client is self._client and client.want_write():
            self._send(client)

    def _send(self, client: BufferedClient) -> None:
        """Write what fits into the socket here and now; only the rest waits for the loop."""
        client.loop_write()
        if client.want_write() and not self._is_writing:
            self._on_register_write(client, None, client.socket())

    async def _run(self) -> None:
        retry_s = FIRST_RETRY_S
        try:
            while True:
                try:
                    await self._connect()
                    retry_s = FIRST_RETRY_S
                    await self._serve()
                except (OSError, ValueError) as error:  # TimeoutError and ssl.SSLError included
                    self._explain(error, retry_s)
                except Exception:  # noqa: BLE001 - the outer edge: the connection comes back
                    _log.exception("mqtt: the connection failed; trying again in %.1f s", retry_s)
                try:
                    try:
                        self._drop_client()
                    finally:
                        self._set_connected(connected=False)
                except Exception:  # noqa: BLE001 - as above
                    _log.exception("mqtt: the connection was not closed well; it is dropped")
                await asyncio.sleep(retry_s * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
                retry_s = min(retry_s * 2, LAST_RETRY_S)
        finally:
            self._drop_client()

    def _explain(self, error: Exception, retry_s: float) -> None:
        where = f"{self.config.host}:{self.config.port}"
        reason = str(error) or type(error).__name__
        if isinstance(error, ssl.SSLError):
            reason = untrusted(error)
        elif isinstance(error, ConnectionResetError) and error.errno:  # the network's own word
            reason = hung_up(tls=self.config.tls)
        self.problem = reason
        _log.warning("mqtt: broker %s: %s; trying again within %.1f s", where, reason, retry_s)

    async def _connect(self) -> None:
        acknowledged: asyncio.Future[ReasonCode] = self._loop.create_future()
        tls = self.config.tls
        context = await asyncio.to_thread(tls.context) if tls is not None else None
        client = self._client = self._new_client(acknowledged)
        if context is not None:
            client.tls_set_context(context)
        self._lost = asyncio.Event()
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await asyncio.to_thread(client.connect, self.config.host, self.config.port, KEEPALIVE_S)
            self._watch(client)
            reason = await acknowledged
        if reason.is_failure:
            raise ConnectionRefusedError(refused(reason, self.config.username))
        self._set_connected(connected=True)
        self._to_subscribe = dict.fromkeys(self._router.filters)
        self._subscribe_pending()

    def _new_client(self, acknowledged: asyncio.Future[ReasonCode]) -> BufferedClient:
        dispatch = self._router.dispatch
        self._asked = {}
        client = BufferedClient(self._client_id, dispatch)
        client.connect_timeout = CONNECT_TIMEOUT_S / 2
        if self.config.username is not None:
            client.username_pw_set(self.config.username, self.config.password)
        client.will_set(self.config.status_topic, "offline")

        def on_connect(
            _client: paho.Client, _data: Any, _flags: Any, reason: ReasonCode, _properties: Any
        ) -> None:
            if not acknowledged.done():
                acknowledged.set_result(reason)

        def on_disconnect(*_: Any) -> None:
            self._loop.call_soon_threadsafe(self._on_lost, client, acknowledged)

        def on_message(_client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
            try:
                topic = message.topic
            except UnicodeDecodeError:
                return
            dispatch(topic, bytes(message.payload), is_kept=message.retain)

        client.on_connect = on_connect
        client.on_disconnect = on_disconnect
        client.on_message = on_message
        client.on_subscribe = self._on_subscribed
        client.on_socket_close = self._on_socket_close
        client.on_socket_register_write = self._on_register_write
        client.on_socket_unregister_write = self._on_unregister_write
        return client

    def _on_subscribed(
        self, _client: paho.Client, _data: Any, number: int, reasons: Any, _properties: Any
    ) -> None:
        """Tell of subscriptions that the broker denied (MQTT 3.1.1 §3.9.3)."""
        topics = self._asked.pop(number, [])
        denied = [topic for topic, said in zip(topics, reasons, strict=False) if said.is_failure]
        if denied:
            who = self.config.username or "a client without a name"
            _log.warning(
                "mqtt: the broker does not let %s read %s; give it the right",
                who,
                ", ".join(denied),
            )

    def _on_lost(self, client: paho.Client, acknowledged: asyncio.Future[ReasonCode]) -> None:
        if not acknowledged.done():
            acknowledged.set_exception(ConnectionResetError(hung_up(tls=self.config.tls)))
        if client is self._client:
            self._lost.set()

    def _watch(self, client: BufferedClient) -> None:
        """Let the loop watch the socket, now that the connecting thread is done with it."""
        sock: Any = client.socket()
        if sock is None:
            raise ConnectionResetError(hung_up(tls=self.config.tls))

        def read() -> None:
            if not self._is_reading:  # else it reads on by itself
                self._read_on(client, sock)

        self._loop.add_reader(sock, read)
        self._is_writing = self._is_reading = False
        if client.want_write():
            self._on_register_write(client, None, sock)

    def _read_on(self, client: BufferedClient, sock: Any) -> None:
        """Handle some packets, send what they set off, and go on in the next turn of the loop."""
        self._is_reading = True
        try:
            for _ in range(READ_TOGETHER):
                client.loop_read()
                if not _has_more(client, sock):
                    break
        finally:
            self._is_reading = _has_more(client, sock)
            if self._is_reading:
                self._loop.call_soon(self._read_on, client, sock)
        if client.want_write():
            self._send(client)

    # While the connecting thread runs, nothing is watched; `_watch` catches up afterwards.

    def _on_register_write(self, client: paho.Client, _data: Any, sock: Any) -> None:
        if threading.get_ident() == self._loop_thread and not self._is_publishing:
            self._is_writing = True
            self._loop.add_writer(sock, client.loop_write)

    def _on_unregister_write(self, _client: paho.Client, _data: Any, sock: Any) -> None:
        if threading.get_ident() != self._loop_thread or not self._is_writing:
            return
        self._is_writing = False
        if sock.fileno() >= 0:
            self._loop.remove_writer(sock)

    def _on_socket_close(self, _client: paho.Client, _data: Any, sock: Any) -> None:
        if threading.get_ident() == self._loop_thread and sock.fileno() >= 0:
            self._loop.remove_reader(sock)
            self._loop.remove_writer(sock)

    async def _serve(self) -> None:
        """Drive paho's timers until the connection is lost."""
        client = self._client
        while client is not None and not self._lost.is_set():
            client.loop_misc()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._lost.wait()
        raise ConnectionResetError("connection lost")

    def _drop_client(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        client.on_disconnect = None
        client.disconnect()
        client.loop_write()
        sock: Any = client.socket()
        if sock is not None:
            if sock.fileno() >= 0:
                self._loop.remove_reader(sock)
                self._loop.remove_writer(sock)
            sock.close()

    def _subscribe_pending(self) -> None:
        self._flush = None
        self._last_flush = self._loop.time()
        if self._client is None or not self.connected:
            return
        for topics in _chunks(self._to_subscribe, TOPICS_PER_SUBSCRIBE):
            try:
                _, number = self._client.subscribe([(topic, 0) for topic in topics])
                if number is not None:
                    self._asked[number] = topics
            except ValueError as error:
                _log.warning("mqtt: cannot subscribe to one of %s: %s", topics, error)
        self._to_subscribe = {}

    def _set_connected(self, *, connected: bool) -> None:
        if connected == self.connected:
            return
        self.connected = connected
        if connected:
            self.problem = ""
            _log.info("mqtt: connected to %s:%d", self.config.host, self.config.port)
        for listener in tuple(self._listeners):
            listener(connected)


def _has_more(client: BufferedClient, sock: Any) -> bool:
    """Tell whether more was read ahead, or decrypted by TLS: it wakes no selector."""
    if client.socket() is not sock:
        return False
    pending = getattr(sock, "pending", None)
    return client.has_received or (pending is not None and pending() > 0)


def _chunks(items: Iterable[str], size: int) -> Iterable[list[str]]:
    everything = list(items)
    return (everything[start : start + size] for start in range(0, len(everything), size))
