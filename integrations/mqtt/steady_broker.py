"""amqtt with the faults mended that a house would notice (seen in amqtt 0.12.1).

- A client that connected was sent every retained message that anybody had subscribed to; if a
  filter came or went meanwhile, serving the client ended in a RuntimeError, and what it had sent
  right after CONNECT was lost.
- What a client sent just before it disconnected was lost but for the first message.
- A client cut off for a forbidden topic counted as connected for ever, and its will never came.
- A client of MQTT 5 with a will, or of TLS, was never answered.
- A second client with the same id did not cut off the first (MQTT 3.1.1 §3.1.4).
"""

import asyncio
from typing import Any
from weakref import WeakSet

# amqtt ships no types.
from amqtt.adapters import StreamReaderAdapter  # type: ignore[import-untyped]
from amqtt.broker import Broker  # type: ignore[import-untyped]
from amqtt.contexts import BrokerConfig  # type: ignore[import-untyped]
from amqtt.mqtt.protocol.broker_handler import (  # type: ignore[import-untyped]
    BrokerProtocolHandler,
)
from amqtt.session import Session  # type: ignore[import-untyped]

CONNECT = 0x10
VERSION_4, VERSION_5 = b"\x00\x04MQTT\x04", b"\x00\x04MQTT\x05"
GREETING_S = 10.0
LONGEST_LENGTH = 4
LONGEST_GREETING = 300_000


class SteadyBroker(Broker):  # type: ignore[misc]  # amqtt is untyped
    """amqtt's broker, serving each client from its CONNECT to the last packet it sent."""

    def __init__(self, config: BrokerConfig) -> None:
        super().__init__(config)
        # Handlers of clients whose own subscriptions are answered by now.
        self._served: WeakSet[BrokerProtocolHandler] = WeakSet()

    async def _delete_session(self, client_id: str) -> None:
        old, handler = self._sessions.get(client_id, (None, None))
        if handler is not None and old.transitions.state == "connected":
            await handler.handle_connection_closed()
            await handler.stop()
        await super()._delete_session(client_id)

    async def _publish_retained_messages_for_subscription(
        self, subscription: tuple[str, int], session: Session
    ) -> None:
        """Answer a subscription; amqtt calls this for those of others, too, at each CONNECT."""
        if self._get_handler(session) in self._served:
            await super()._publish_retained_messages_for_subscription(subscription, session)

    async def _client_message_loop(
        self, client_session: Session, handler: BrokerProtocolHandler
    ) -> None:
        """Serve one client until it is gone and all that it had sent is passed on."""
        self._served.add(handler)
        gone = asyncio.ensure_future(handler.wait_disconnect())
        serving = [
            asyncio.create_task(loop(client_session, handler))
            for loop in (self._subscribing, self._unsubscribing, self._delivering)
        ]
        try:
            await asyncio.wait([gone, *serving], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in serving:
                task.cancel()
            await asyncio.gather(*serving, return_exceptions=True)
        await handler.handle_connection_closed()  # ends `gone`, if it was one of the others
        sent = client_session.delivered_message_queue
        while not sent.empty() and await self._deliver(client_session, handler, sent.get_nowait()):
            pass
        await gone
        await self._handle_disconnect(client_session, handler, gone)

    async def _subscribing(self, session: Session, handler: BrokerProtocolHandler) -> None:
        while True:
            subscription = await handler.get_next_pending_subscription()
            await self._handle_subscription(session, handler, _told(subscription))

    async def _unsubscribing(self, session: Session, handler: BrokerProtocolHandler) -> None:
        while True:
            unsubscription = await handler.get_next_pending_unsubscription()
            await self._handle_unsubscription(session, handler, _told(unsubscription))

    async def _delivering(self, session: Session, handler: BrokerProtocolHandler) -> None:
        sent = session.delivered_message_queue
        while await self._deliver(session, handler, await sent.get()):
            pass

    async def _deliver(
        self, session: Session, handler: BrokerProtocolHandler, message: Any
    ) -> bool:
        """Pass a message on; False if its topic is forbidden, which costs the connection."""
        return bool(await self._handle_message_delivery(session, handler, _told(message)))


class Unwelcome(ConnectionError):
    """What a client said first is no CONNECT of MQTT 3.1.1; `answer` tells it, if it is MQTT."""

    def __init__(self, answer: bytes = b"") -> None:
        self.answer = answer
        super().__init__("not a CONNECT of MQTT 3.1.1")


async def greeting(reader: asyncio.StreamReader) -> bytes:
    """Read the first packet of a client whole.

    Raises:
        Unwelcome: it is no CONNECT, or of a version that amqtt would misread (MQTT 5) or refuse.
        IncompleteReadError, TimeoutError: the client said less.
    """
    async with asyncio.timeout(GREETING_S):
        head = await reader.readexactly(2)
        while head[0] == CONNECT and head[-1] & 0x80 and len(head) <= LONGEST_LENGTH:
            head += await reader.readexactly(1)
        if head[0] != CONNECT or head[-1] & 0x80:
            raise Unwelcome
        length = sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(head[1:]))
        body = await reader.readexactly(min(length, LONGEST_GREETING))
    if not body.startswith(VERSION_4):
        is_5 = body.startswith(VERSION_5)
        raise Unwelcome(b"\x20\x03\x00\x84\x00" if is_5 else b"\x20\x02\x00\x01")
    return head + body


class PatientReader(StreamReaderAdapter):  # type: ignore[misc]  # amqtt is untyped
    """Gives `greeting` first, and lets what came before be handled before it reads on.

    amqtt makes a task of each packet, and drops those that have not begun at the end of the stream.
    """

    def __init__(self, reader: asyncio.StreamReader, greeting: bytes) -> None:
        super().__init__(reader)
        self._greeting = greeting

    async def read(self, n: int = -1) -> bytes:
        """Read `n` bytes; the first of a packet is read alone."""
        if self._greeting:
            if len(self._greeting) < n:
                raise asyncio.IncompleteReadError(self._greeting, n)
            found, self._greeting = self._greeting[:n], self._greeting[n:]
            return found
        if n == 1:
            await asyncio.sleep(0)
        return bytes(await super().read(n))


def _told(result: object) -> asyncio.Future[object]:
    future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    future.set_result(result)
    return future
