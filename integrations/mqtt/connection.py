"""The connection to the broker: paho-mqtt tied to asyncio, reconnecting until told to stop.

paho runs in the event loop: its socket is watched by the loop, its timers by one task. Only the
blocking connect works in a thread. Every attempt gets a client of its own, so that nothing of a
dead connection leaks into the next.
"""

import asyncio
import contextlib
import logging
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self

import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from hub.home.errors import DeliveryError
from hub.home.ids import new_id
from integrations.mqtt.buffered import BufferedClient
from integrations.mqtt.copies import Copies
from integrations.mqtt.held import Held
from integrations.mqtt.message import Message, Publish
from integrations.mqtt.mqtt_config import MqttConfig, StatusMessage
from integrations.mqtt.router import Handler, Router
from integrations.mqtt.security import cut_off, hung_up, refused, silent, untrusted

CONNECT_TIMEOUT_S = 10.0
KEEPALIVE_S = 30
FIRST_RETRY_S = 0.25
LAST_RETRY_S = 30.0
# A connection that ended sooner counts as one more failure: two clients of one id take turns.
STABLE_S = 10.0
CANCEL_AGAIN_S = 1.0
# The first subscription goes out at once; those of one burst of announcements go out together.
SUBSCRIBE_EVERY_S = 0.02
# Brokers limit the size of a packet; 100 topics of 100 bytes fit everywhere.
TOPICS_PER_SUBSCRIBE = 100
# So many packets are handled in one turn of the loop.
READ_TOGETHER = 16

# What paho says of packets that are none.
NO_MQTT = {MQTTErrorCode.MQTT_ERR_PROTOCOL, MQTTErrorCode.MQTT_ERR_UNKNOWN}
# So long we listen for copies of what we said ourselves.
ECHO_S = 2.0
# How long a broker keeps a persistent session (MQTT 5 §3.1.2.11.2); with 3.1.1 it decides itself.
SESSION_LASTS_S = 7 * 24 * 3600

_VERSIONS = {
    "3.1": MQTTProtocolVersion.MQTTv31,
    "3.1.1": MQTTProtocolVersion.MQTTv311,
    "5": MQTTProtocolVersion.MQTTv5,
}

ConnectivityListener = Callable[[bool], None]

_log = logging.getLogger(__name__)


class Connection:
    """Keeps one connection up while entered; what is subscribed stays subscribed."""

    def __init__(self, config: MqttConfig) -> None:
        self.config = config
        self.connected = False
        self.problem = ""
        self._router = Router()
        self._at_least_once: set[str] = set()
        self._held = None if config.clean_session else Held(self._router.wants)
        self._copies: Copies | None = None
        self._said_at = 0.0
        self._echoes = 0
        self._retry_s = FIRST_RETRY_S
        self._goodbye = ""
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
        self.say_of_itself(self.config.will)
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

    def subscribe(self, topic_filter: str, handler: Handler, *, qos: int = 0) -> None:
        """Have `handler` called with every message; retained ones come again for a new handler.

        `qos` above 0 is at least once: a state told twice is the same state.
        """
        if qos:
            self._at_least_once.add(topic_filter)
        self._router.add(topic_filter, handler)
        self._to_subscribe[topic_filter] = None
        if self._flush is None and self.connected:
            at = max(self._loop.time(), self._last_flush + SUBSCRIBE_EVERY_S)
            self._flush = self._loop.call_at(at, self._subscribe_pending)

    def unsubscribe(self, topic_filter: str, handler: Handler) -> None:
        """Undo `subscribe`."""
        if self._router.remove(topic_filter, handler):
            self._to_subscribe.pop(topic_filter, None)
            self._at_least_once.discard(topic_filter)
            if self._client is not None and self.connected:
                self._client.unsubscribe(self.config.topic_prefix + topic_filter)

    def publish(
        self, topic: str, payload: str, *, sender: str, qos: int = 0, retain: bool = False
    ) -> None:
        """Hand a message to the broker on behalf of `sender`.

        Raises:
            DeliveryError: there is no connection, or the topic cannot be published to.
        """
        self._hand_over(Publish(topic, payload, qos, retain), sender)

    def publish_message(self, message: Publish, *, sender: str) -> None:
        """Hand a message of raw bytes, or one that expires, to the broker on behalf of `sender`.

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
            whole = self.config.topic_prefix + topic
            more = self._properties_of(message)
            info = client.publish(whole, payload, message.qos, message.retain, more)
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

    def _properties_of(self, message: Publish) -> Properties | None:
        """Return what only MQTT 5 can say; an older broker keeps a message as long as any."""
        if message.expires_s is None or self.config.protocol != "5":
            return None
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
        properties.MessageExpiryInterval = message.expires_s
        return properties

    def _send_gathered(self, client: BufferedClient) -> None:
        self._is_gathering = False
        if client is self._client and client.want_write():
            self._send(client)

    def say_of_itself(self, message: StatusMessage | None) -> None:
        """Say something of the hub itself, if there is anything to say and a broker to hear it."""
        if message is not None and self.connected:
            topic = self.config.topic_of(message)
            with contextlib.suppress(DeliveryError):
                self.publish(
                    topic, message.payload, sender="mqtt", qos=message.qos, retain=message.retain
                )

    def listen_for_copies(self) -> None:
        """Find out by `say_birth` whether the broker sends a copy for each filter that matches."""
        birth = self.config.birth
        if birth is None:
            return
        topic = self.config.topic_of(birth)

        def count(message: Message) -> None:
            is_ours = not message.is_kept and message.text == birth.payload
            if is_ours and self._loop.time() - self._said_at < ECHO_S:
                self._echoes += 1
                if self._echoes > 1 and self._copies is None and self._client is not None:
                    self._copies = Copies(self._router)
                    self._client.take = self._take

        # Nothing but the birth itself matches both.
        self.subscribe(topic, count)
        self.subscribe(f"{topic}/#", lambda _: None)

    def say_birth(self) -> None:
        """Say that the hub is there."""
        self._said_at, self._echoes = self._loop.time(), 0
        self.say_of_itself(self.config.birth)

    def release_held(self) -> None:
        """Hand on what came for entities that had not been announced; they have been by now."""
        held, self._held = self._held, None
        if held is not None:
            held.release(self._router.dispatch)

    def _send(self, client: BufferedClient) -> None:
        """Write what fits into the socket here and now; only the rest waits for the loop."""
        client.loop_write()
        if client.want_write() and not self._is_writing:
            self._on_register_write(client, None, client.socket())

    async def _run(self) -> None:
        try:
            while True:
                try:
                    await self._connect()
                    await self._serve()
                except (OSError, ValueError) as error:  # TimeoutError and ssl.SSLError included
                    self._explain(error, self._retry_s)
                except Exception:  # noqa: BLE001 - the outer edge: the connection comes back
                    _log.exception(
                        "mqtt: the connection failed; trying again in %.1f s", self._retry_s
                    )
                try:
                    try:
                        self._drop_client()
                    finally:
                        self._set_connected(connected=False)
                except Exception:  # noqa: BLE001 - as above
                    _log.exception("mqtt: the connection was not closed well; it is dropped")
                await asyncio.sleep(self._retry_s * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
                self._retry_s = min(self._retry_s * 2, LAST_RETRY_S)
        finally:
            self._drop_client()

    def _explain(self, error: Exception, retry_s: float) -> None:
        where = f"{self.config.host}:{self.config.port}"
        reason = str(error) or type(error).__name__
        if isinstance(error, ssl.SSLError):
            reason = untrusted(error)
        elif isinstance(error, ConnectionRefusedError) and error.errno:
            reason = "nothing listens there; is the broker running, and mqtt.port right?"
        elif isinstance(error, TimeoutError):
            reason = silent(tls=self.config.tls)
        elif isinstance(error, ConnectionResetError) and error.errno:  # the network's own word
            reason = self._hung_up()
        self.problem = reason
        _log.warning("mqtt: broker %s: %s; trying again within %.1f s", where, reason, retry_s)

    def _hung_up(self) -> str:
        return hung_up(tls=self.config.tls, protocol=self.config.protocol)

    async def _connect(self) -> None:
        acknowledged: asyncio.Future[ReasonCode] = self._loop.create_future()
        tls = self.config.tls
        context = await asyncio.to_thread(tls.context) if tls is not None else None
        client = self._client = self._new_client(acknowledged)
        if context is not None:
            client.tls_set_context(context)
        self._lost = asyncio.Event()
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await asyncio.to_thread(self._open, client)
            self._watch(client)
            reason = await acknowledged
        if reason.is_failure:
            raise ConnectionRefusedError(
                refused(reason, self.config.username, protocol=self.config.protocol)
            )
        self._set_connected(connected=True)
        self._to_subscribe = dict.fromkeys(self._router.filters)
        self._subscribe_pending()

    def _open(self, client: BufferedClient) -> None:
        """Connect, blocking."""
        config = self.config
        more: dict[str, Any] = {}
        if config.protocol == "5":
            more["clean_start"] = config.clean_session
            if not config.clean_session:
                more["properties"] = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
                more["properties"].SessionExpiryInterval = SESSION_LASTS_S
        client.connect(config.host, config.port, KEEPALIVE_S, **more)

    def _new_client(self, acknowledged: asyncio.Future[ReasonCode]) -> BufferedClient:
        config = self.config
        # The plain way where nothing stands between the broker's topics and ours.
        is_plain = config.clean_session and not config.topic_prefix
        self._asked = {}
        self._copies = None
        self._goodbye = ""
        client = BufferedClient(
            self._client_id,
            self._router.dispatch if is_plain else self._take,
            version=_VERSIONS[config.protocol],
            clean_session=config.clean_session,
        )
        client.connect_timeout = CONNECT_TIMEOUT_S / 2
        if config.username is not None:
            client.username_pw_set(config.username, config.password)
        if (will := config.will) is not None:
            topic = config.topic_prefix + config.topic_of(will)
            client.will_set(topic, will.payload, will.qos, will.retain)

        def on_connect(
            _client: paho.Client, _data: Any, _flags: Any, reason: ReasonCode, _properties: Any
        ) -> None:
            if not acknowledged.done():
                acknowledged.set_result(reason)

        def on_disconnect(
            _client: paho.Client, _data: Any, flags: Any, reason: ReasonCode, _properties: Any
        ) -> None:
            if flags.is_disconnect_packet_from_server:
                self._goodbye = f"the broker says: {reason}"
            self._loop.call_soon_threadsafe(self._on_lost, client, acknowledged)

        def on_message(_client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
            try:
                topic = message.topic
            except UnicodeDecodeError:
                return
            client.take(topic, bytes(message.payload), is_kept=message.retain)

        client.on_connect = on_connect
        client.on_disconnect = on_disconnect
        client.on_message = on_message
        client.on_subscribe = self._on_subscribed
        client.on_socket_close = self._on_socket_close
        client.on_socket_register_write = self._on_register_write
        client.on_socket_unregister_write = self._on_unregister_write
        return client

    def _take(self, topic: str, payload: bytes, *, is_kept: bool) -> None:
        """Take a message in that may be of another site, or early."""
        prefix = self.config.topic_prefix
        if not topic.startswith(prefix):
            return
        topic = topic[len(prefix) :]
        if self._copies is not None and not is_kept and self._copies.is_copy(topic, payload):
            return
        if self._held is None or not self._held.holds(topic, payload, is_kept=is_kept):
            self._router.dispatch(topic, payload, is_kept=is_kept)

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
            acknowledged.set_exception(ConnectionResetError(self._hung_up()))
        if client is self._client:
            self._lost.set()

    def _watch(self, client: BufferedClient) -> None:
        """Let the loop watch the socket, now that the connecting thread is done with it."""
        sock: Any = client.socket()
        if sock is None:
            raise ConnectionResetError(self._hung_up())
        # Else a command waits until the broker acknowledged the one before: 40 ms (Nagle, and
        # delayed acknowledgements). A WebSocket hides its socket.
        with contextlib.suppress(AttributeError, OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

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
                if client.loop_read() in NO_MQTT:
                    self._goodbye = "it sent what is no MQTT"
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
        client, since = self._client, self._loop.time()
        while client is not None and not self._lost.is_set():
            client.loop_misc()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._lost.wait()
        is_stable = self._loop.time() - since >= STABLE_S
        if is_stable:
            self._retry_s = FIRST_RETRY_S
        named = None if is_stable else self.config.client_id or None
        raise ConnectionResetError(cut_off(self._goodbye, named))

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
                _, number = self._client.subscribe([self._request(topic) for topic in topics])
                if number is not None:
                    self._asked[number] = topics
            except ValueError as error:
                _log.warning("mqtt: cannot subscribe to one of %s: %s", topics, error)
        self._to_subscribe = {}

    def _request(self, topic_filter: str) -> Any:
        is_kept_for_us = not self.config.clean_session or topic_filter in self._at_least_once
        qos = 1 if is_kept_for_us else 0
        wanted = SubscribeOptions(qos) if self.config.protocol == "5" else qos
        return self.config.topic_prefix + topic_filter, wanted

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
