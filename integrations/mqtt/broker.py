"""An MQTT broker inside the hub, for a first run and for tests.

It listens on the loopback interface only, lets in who knows its password (other users of this
machine do not), keeps nothing on disk, and speaks MQTT 3.1.1. Whoever has a broker of their own
points the hub at that instead.
"""

import asyncio
import errno
import logging
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from hmac import compare_digest
from types import TracebackType
from typing import Self

# amqtt ships no types.
from amqtt.adapters import StreamWriterAdapter  # type: ignore[import-untyped]
from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType  # type: ignore[import-untyped]
from amqtt.plugins.base import BaseAuthPlugin  # type: ignore[import-untyped]
from amqtt.session import Session  # type: ignore[import-untyped]

from integrations.mqtt.broker_login import Login
from integrations.mqtt.steady_broker import PatientReader, SteadyBroker, Unwelcome, greeting

LOOPBACK = "127.0.0.1"
STOP_TIMEOUT_S = 5.0
_LISTENER = "default"  # amqtt insists on this name


class BrokerError(Exception):
    """The embedded broker could not start; the message says why and what to do."""

    def __init__(self, port: int, reason: str) -> None:
        self.port = port
        super().__init__(f"cannot start the embedded MQTT broker on {LOOPBACK}:{port}: {reason}")


class EmbeddedBroker:
    """amqtt on a loopback port; entering starts it, leaving stops it and cuts every client.

    We own the listening socket and hand amqtt the connections (its "external" listener), so that
    port 0 can be asked for and a taken port gives an error that names it.
    """

    def __init__(
        self, port: int = 0, *, login: Login | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        """Prepare a broker for `port`; 0 takes any free one. Without `login` all may come in."""
        self._wanted = port
        self._tls = tls
        self._login = login
        self._broker: SteadyBroker | None = None
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port it listens on, once entered."""
        if self._server is None:
            return self._wanted
        return int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        """Listen.

        Raises:
            BrokerError: the port is taken or may not be used.
        """
        quiet_amqtt()
        broker = SteadyBroker(_config(self._login))
        try:
            self._server = await asyncio.start_server(
                self._serve, LOOPBACK, self._wanted, ssl=self._tls
            )
        except (OSError, OverflowError) as error:
            raise BrokerError(self._wanted, _reason(error)) from error
        try:
            await broker.start()
        except BaseException:
            self._server.close()
            raise
        self._broker = broker
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening, drop the clients and let go of the port."""
        broker, self._broker = self._broker, None
        server, self._server = self._server, None
        if server is not None:
            server.close()
        # Connections first: amqtt's shutdown may wait for ever for one that is still greeting.
        connections = set(self._connections)
        for connection in connections:
            connection.cancel()
        if connections:
            await asyncio.wait(connections, timeout=STOP_TIMEOUT_S)
        if broker is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_TIMEOUT_S):
                    await broker.shutdown()
        if server is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_TIMEOUT_S):
                    await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Give one connection to amqtt and close it when amqtt is through with it."""
        task = asyncio.current_task()
        if task is None or self._broker is None:  # it came while we were starting or stopping
            writer.close()
            return
        self._connections.add(task)
        try:
            first = PatientReader(reader, await greeting(reader))
            await self._broker.external_connected(first, StreamWriterAdapter(writer), _LISTENER)
        except Unwelcome as error:
            writer.write(error.answer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client vanished, or we are stopping and cut it ourselves
        finally:
            self._connections.discard(task)
            writer.close()


def quiet_amqtt() -> None:
    """Keep amqtt's chatter out of the hub's log; what breaks the broker still shows.

    It logs every connection at info and every vanished client as an error with a traceback.
    """
    for name in ("amqtt", "transitions"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


class OneLogin(BaseAuthPlugin):  # type: ignore[misc]  # amqtt is untyped
    """Lets in clients with one name and password."""

    @dataclass
    class Config:
        """What amqtt hands to the plugin."""

        username: str
        password: str = field(repr=False)

    async def authenticate(self, *, session: Session) -> bool:
        """Compare without telling by the time it takes how much was right."""
        given = (session.username or "", session.password or "")
        known = (self.config.username, self.config.password)
        return all(
            compare_digest(said.encode(), is_so.encode())
            for said, is_so in zip(given, known, strict=True)
        )


def _config(login: Login | None) -> BrokerConfig:
    """Give amqtt its plugins by path; its other two ways are deprecated and warn."""
    plugin = "amqtt.plugins.authentication.AnonymousAuthPlugin"
    options: dict[str, object] = {"allow_anonymous": True}
    if login is not None:
        plugin = f"{OneLogin.__module__}.{OneLogin.__qualname__}"
        options = {"username": login.username, "password": login.password}
    return BrokerConfig(
        listeners={_LISTENER: ListenerConfig(type=ListenerType.EXTERNAL, bind=LOOPBACK)},
        plugins={plugin: options},
    )


def _reason(error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return "a port lies between 0 and 65535"
    if error.errno == errno.EADDRINUSE:
        return "another program has that port; stop it, choose another port, or use its broker"
    if error.errno == errno.EACCES:
        return "ports below 1024 need privileges; choose a higher one"
    return error.strerror or str(error)
