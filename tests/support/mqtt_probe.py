"""A plain MQTT client for tests: remembers the last message per topic and can wait for one."""

import asyncio
import contextlib
import json
import secrets
import ssl
import time
from collections.abc import AsyncIterator, Callable

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from integrations.mqtt.broker_login import Login

LOOPBACK = "127.0.0.1"
WAIT_S = 8.0
POLL_S = 0.01


class Probe:
    """What `probe()` yields; paho's own thread fills it."""

    def __init__(self, client: paho.Client) -> None:
        self._client = client
        self.last: dict[str, bytes] = {}
        self.log: list[tuple[str, bytes]] = []
        self.retained: set[str] = set()

    def publish(
        self, topic: str, payload: str | bytes | dict[str, object] = "", *, retain: bool = False
    ) -> None:
        """Publish; a dict goes out as JSON."""
        body = json.dumps(payload) if isinstance(payload, dict) else payload
        self._client.publish(topic, body, qos=1, retain=retain)

    def text(self, topic: str) -> str:
        """Give the last payload on `topic` as text, empty where there was none."""
        return self.last.get(topic, b"").decode(errors="replace")

    def since(self, mark: int, topic: str) -> list[str]:
        """Give the payloads on `topic` after the first `mark` messages of the log."""
        return [body.decode(errors="replace") for at, body in self.log[mark:] if at == topic]

    async def until(
        self, is_so: Callable[[], object], what: str = "", wait_s: float = WAIT_S
    ) -> None:
        """Wait until `is_so()` holds; fail the test with `what` when it never does."""
        deadline = time.monotonic() + wait_s
        while not is_so():
            if time.monotonic() > deadline:
                raise AssertionError(what or "waited in vain")
            await asyncio.sleep(POLL_S)

    async def settled(self) -> None:
        """Wait until everything that the broker has by now has come here, too."""
        mark = f"probe/settled/{secrets.token_hex(4)}"
        self._client.subscribe(mark, 1)
        self.publish(mark, "x")
        await self.until(lambda: mark in self.last, "the broker is silent")

    async def sees(self, topic: str, payload: str) -> None:
        """Wait until the last message on `topic` is `payload`."""
        try:
            await self.until(lambda: self.text(topic) == payload)
        except AssertionError:
            raise AssertionError(f"{topic}: {self.text(topic)!r}, not {payload!r}") from None


@contextlib.asynccontextmanager
async def probe(
    port: int, *topics: str, login: Login | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Probe]:
    """Connect to the broker on `port`, subscribed to `topics` (everything unless told)."""
    client = paho.Client(CallbackAPIVersion.VERSION2)
    if login is not None:
        client.username_pw_set(login.username, login.password)
    if tls is not None:
        client.tls_set_context(tls)
    seen = Probe(client)
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()

    def on_message(_client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        seen.last[message.topic] = bytes(message.payload)
        seen.log.append((message.topic, bytes(message.payload)))
        if message.retain:
            seen.retained.add(message.topic)

    def on_subscribe(*_: object) -> None:
        loop.call_soon_threadsafe(ready.set)

    def on_connect(*_: object) -> None:
        client.subscribe([(topic, 1) for topic in topics or ("#",)])

    client.on_message = on_message
    client.on_subscribe = on_subscribe
    client.on_connect = on_connect
    await asyncio.to_thread(client.connect, LOOPBACK, port)
    client.loop_start()
    try:
        async with asyncio.timeout(WAIT_S):
            await ready.wait()
        yield seen
    finally:
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)
