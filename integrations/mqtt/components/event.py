"""Events: what happens at a device and is over at once, such as the press of a key."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import Field

from integrations.mqtt.component import NOTHING, Component
from integrations.mqtt.config import EntityConfig, Template, TextList, Topic
from integrations.mqtt.message import Message, PayloadError
from integrations.mqtt.templates import value_template

# What comes with an event is kept with each; Home Assistant keeps no more attributes either.
MAX_EVENT = 16_384


class EventConfig(EntityConfig):
    """Keys of an event."""

    state_topic: Topic
    value_template: Template | None = None
    event_types: TextList = Field(min_length=1, max_length=500)


class Event(Component):
    """An event; its state is the time of the last one, its attributes what came with it.

    What the broker retained is an old event and none now (Home Assistant, MQTT event). Two events
    never have the same time, so that each is a new state.
    """

    domain = "event"
    config_type = EventConfig
    config: EventConfig
    own_attributes = frozenset({"event_type", "event_types"})

    def __init__(self, config: EventConfig) -> None:
        super().__init__(config)
        self.capabilities["event_types"] = list(dict.fromkeys(config.event_types))
        self._value_of = value_template(config.value_template)
        self._extra: set[str] = set()
        self._last = datetime.min.replace(tzinfo=UTC)
        self.attributes.fill({"event_type": None})
        self._hear(config.state_topic, self._take)

    def recall(self, state: str, attributes: Mapping[str, Any]) -> None:
        """Know the last event, and what came with it."""
        if attributes.get("event_type") not in self.config.event_types:
            return
        told = {name: attributes[name] for name in attributes.keys() - self.capabilities.keys()}
        self._extra = told.keys() - self.own_attributes
        self.attributes.fill(told)
        self.state = state

    def succeed(self, former: Component) -> None:
        """Know what came with the last event: it goes with the next one."""
        if isinstance(former, Event):
            self._extra, self._last = former._extra, former._last  # noqa: SLF001 - its own kind

    def _take(self, message: Message) -> bool:
        if message.is_kept:
            return False
        text = self._value_of(message)
        if text is None or text in NOTHING:
            return False
        if len(text) > MAX_EVENT:
            raise PayloadError(f"expected at most {MAX_EVENT} characters, got {len(text)}")
        said = _object_in(text)
        if not said:
            return False
        self._happened(said)
        return True

    def _happened(self, said: dict[str, Any]) -> None:
        kind = said.pop("event_type", None)
        if kind is None:
            raise PayloadError(f"expected an object with 'event_type', got {str(said)[:80]!r}")
        if str(kind) not in self.config.event_types:
            known = ", ".join(map(repr, self.config.event_types))
            raise PayloadError(f"expected 'event_type' to be one of {known}, got {kind!r}")
        for name in self._extra - said.keys():
            self.attributes.pop(name, None)
        said.pop("event_types", None)
        self._extra = set(said)
        self.attributes.tell({**said, "event_type": str(kind)})
        now = datetime.now(UTC)
        self._last = now if now > self._last else self._last + self._last.resolution
        self.state = self._last.isoformat(timespec="microseconds")


def _object_in(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise PayloadError(f"expected a JSON object with 'event_type', got {text[:80]!r}")
    return found
