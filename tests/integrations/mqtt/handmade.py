"""A device written by hand: it announces, reports, and notes what it is told."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from hub.home.actions import check, parse_command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, State
from integrations.mqtt.connection import Connection
from integrations.mqtt.integration import MqttIntegration, digest_of
from integrations.mqtt.message import Message
from integrations.mqtt.mqtt_config import MqttConfig

WAIT_S = 5.0


async def until(condition: Callable[[], object], what: str = "it") -> None:
    """Wait until `condition` holds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(WAIT_S):
            while not condition():  # noqa: ASYNC110 - any condition, not an event
                await asyncio.sleep(0.005)
    assert condition(), f"{what} did not come about within {WAIT_S} s"


class Handmade:
    """The far side of the broker, and short words for what tests do with the near one."""

    def __init__(
        self, port: int, home: Home, hub: MqttIntegration, config: MqttConfig | None = None
    ) -> None:
        self.home = home
        self.hub = hub
        self._said: set[str] = set()
        self.told: list[tuple[str, str]] = []
        self._connection = Connection(config or MqttConfig(port=port, discovery_prefix="handmade"))

    async def __aenter__(self) -> Self:
        self._connection.subscribe("#", self._note)
        await self._connection.__aenter__()
        await until(lambda: self._connection.connected and self.hub.connected, "a connection")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._connection.__aexit__(kind, error, trace)

    @property
    def connected(self) -> bool:
        return self._connection.connected

    def say(self, topic: str, payload: object, *, retain: bool = True) -> None:
        """Publish text, or anything else as JSON."""
        self._said.add(topic)
        text = payload if isinstance(payload, str) else json.dumps(payload)
        self._connection.publish(topic, text, sender="device", retain=retain)

    def say_bytes(self, topic: str, payload: bytes) -> None:
        """Publish raw bytes."""
        client = self._connection._client
        assert client is not None
        client.publish(topic, payload)

    async def announce(self, path: str, config: dict[str, Any]) -> None:
        """Announce at `homeassistant/<path>/config` and wait until the hub took it."""
        topic = f"homeassistant/{path}/config"
        self.say(topic, config)
        payload = json.dumps(config).encode()
        await until(
            lambda: (
                self.hub._digests.get(topic) == digest_of(payload)
                or self.hub._refused.get(topic) == payload
            ),
            f"announcement {path}",
        )
        await self.listened_to()

    async def listened_to(self) -> None:
        """Wait until the broker has acknowledged all that the hub subscribes to."""
        await asyncio.sleep(0)
        connection = self.hub._connection
        await until(
            lambda: not (connection._flush or connection._to_subscribe or connection._asked),
            "subscribing",
        )

    async def reports(self, entity: str, state: str, **attributes: object) -> State:
        """Wait until the home shows this."""

        def shown() -> bool:
            found = self.home.states.get(EntityId(entity))
            if found is None or found.state != state:
                return False
            return all(found.attributes.get(key) == value for key, value in attributes.items())

        try:
            await until(shown)
        except AssertionError:
            was = self.home.states.get(EntityId(entity))
            raise AssertionError(f"expected {state} {attributes}, but {was}") from None
        return self.home.state(entity)

    async def command(self, entity: str, action: str, **data: object) -> list[tuple[str, str]]:
        """Check and send a command; return what came over the wire for it."""
        command = parse_command(action, data)
        check(command, self.home.entity(entity), self.home.state(entity))
        self.told.clear()
        self.hub.send(EntityId(entity), command, Context())
        await until(lambda: self.told, f"{action} on the wire")
        count = 0
        while count != len(self.told):
            count = len(self.told)
            await asyncio.sleep(0.05)
        return list(self.told)

    def _note(self, message: Message) -> None:
        # What the hub says of itself (birth, will) is no command, and may come at any time.
        if message.topic not in self._said and not message.topic.startswith("homeassistant/"):
            self.told.append((message.topic, message.text))
