"""What rules see and touch: the home, its place, the clock, and the roads in from outside.

Triggers, conditions and actions get one of these in their constructor or as an argument; the
engine of a hub and that of a backtest differ in nothing else.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from hub.automation.alarms import Alarms
from hub.automation.durable import Firing
from hub.automation.place import Place
from hub.automation.rendering import Templates
from hub.home.home import Home, Unsubscribe
from hub.home.model import Context
from hub.record import record

Fire = Callable[[Firing], None]


@record(frozen=True, slots=True)
class MqttMessage:
    """A message as it came; `payload` is text, or bytes where no encoding was asked for."""

    topic: str
    payload: str | bytes
    qos: int = 0
    retain: bool = False


class Messages(Protocol):
    """The broker, as far as rules know it."""

    def subscribe(
        self,
        topic: str,
        hear: Callable[[MqttMessage], None],
        *,
        qos: int = 0,
        encoding: str | None = "utf-8",
    ) -> Unsubscribe:
        """Call `hear` with every message on `topic` (wildcards allowed); returns what ends it."""


class Webhooks(Protocol):
    """Addresses under `/api/webhook/`."""

    def open(
        self,
        webhook_id: str,
        hear: Callable[[Mapping[str, Any]], None],
        *,
        methods: tuple[str, ...],
        local_only: bool,
    ) -> Unsubscribe:
        """Call `hear` with `{webhook_id, json or data, query}` at each call."""


class Sentences(Protocol):
    """Sentences that people say to start rules."""

    def listen_for(
        self, commands: tuple[str, ...], hear: Callable[[Mapping[str, Any]], None]
    ) -> Unsubscribe:
        """Call `hear` with `{sentence, slots, details, device_id}` when one of them is said.

        Raises:
            ValueError: one of them cannot be parsed.
        """


@record(frozen=True, slots=True)
class World:
    """What rules see and touch."""

    home: Home
    place: Place
    now: Callable[[], datetime]
    templates: Templates
    alarms: Alarms
    messages: Messages
    webhooks: Webhooks
    sentences: Sentences


class Caller(Protocol):
    """Does what an action names, over the road that every plan takes (guard, executor)."""

    async def call(  # noqa: PLR0913 -- what every call has, keyword-only from data on
        self,
        action: str,
        target: Mapping[str, Any],
        data: Mapping[str, Any],
        *,
        context: Context,
        wants_response: bool = False,
        noting: Callable[[str], None] | None = None,
    ) -> Mapping[str, Any] | None:
        """Do it, and return the response, if one was asked for; `noting` is told the plan's id.

        `action`, `target` and `data` are rendered. `context` is that of the run: what the call
        brings about carries it as its parent. Returns once the commands were handed over; a
        script is waited for.

        Raises:
            HubError: there is no such action or entity, the data is wrong, the guard denied it,
                or nothing could be sent; the message says which.
        """
