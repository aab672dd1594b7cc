"""Which handlers want a topic: exact topics by hash, wildcards by a trie, answers remembered."""

import logging
from collections.abc import Callable
from typing import Any

from paho.mqtt.matcher import MQTTMatcher

from integrations.mqtt.message import Message

Handler = Callable[[Message], None]

# Topics whose handlers are remembered; past it (a flood of made-up topics) we start afresh.
MAX_REMEMBERED = 20_000

_log = logging.getLogger(__name__)


class Router:
    """Calls the handlers of every filter that matches a message's topic (MQTT 3.1.1 §4.7)."""

    def __init__(self) -> None:
        self._exact: dict[str, tuple[Handler, ...]] = {}
        self._wild: dict[str, tuple[Handler, ...]] = {}
        self._matcher: Any = MQTTMatcher()  # type: ignore[no-untyped-call]
        self._remembered: dict[str, tuple[Handler, ...]] = {}
        # Changes with the filters.
        self.version = 0

    @property
    def filters(self) -> tuple[str, ...]:
        """Every filter that somebody wants."""
        return (*self._wild, *self._exact)

    def add(self, topic_filter: str, handler: Handler) -> None:
        """Add a handler."""
        self.version += 1
        if _is_wild(topic_filter):
            self._wild[topic_filter] = (*self._wild.get(topic_filter, ()), handler)
            self._matcher[topic_filter] = topic_filter
            self._remembered.clear()
        else:
            self._exact[topic_filter] = (*self._exact.get(topic_filter, ()), handler)
            self._remembered.pop(topic_filter, None)

    def remove(self, topic_filter: str, handler: Handler) -> bool:
        """Take a handler away; True if it was the last of its filter."""
        self.version += 1
        is_wild = _is_wild(topic_filter)
        table = self._wild if is_wild else self._exact
        left = tuple(other for other in table.get(topic_filter, ()) if other is not handler)
        self._remembered.pop(topic_filter, None)
        if left:
            table[topic_filter] = left
        else:
            table.pop(topic_filter, None)
        if is_wild:
            self._remembered.clear()
            if not left:
                del self._matcher[topic_filter]
        return not left

    def count_filters(self, topic: str) -> int:
        """Count the filters that match a topic."""
        return (topic in self._exact) + sum(1 for _ in self._matcher.iter_match(topic))

    def wants(self, topic: str) -> bool:
        """Tell whether anybody wants messages of a topic."""
        handlers = self._remembered.get(topic)
        return bool(self._find(topic) if handlers is None else handlers)

    def dispatch(self, topic: str, payload: bytes, *, is_kept: bool = False) -> None:
        """Hand a message to all who want it; one handler's failure does not concern the others."""
        handlers = self._remembered.get(topic)
        if handlers is None:
            handlers = self._find(topic)
        if not handlers:
            return
        message = Message(topic, payload, is_kept=is_kept)
        for handler in handlers:
            try:
                handler(message)
            except Exception:  # noqa: BLE001 - the outer edge: one message must not end the others
                _log.exception("mqtt: topic %r: a handler failed; the message is dropped", topic)

    def _find(self, topic: str) -> tuple[Handler, ...]:
        wild = [h for name in self._matcher.iter_match(topic) for h in self._wild[name]]
        handlers = (*self._exact.get(topic, ()), *wild)
        if len(self._remembered) >= MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[topic] = handlers
        return handlers


def _is_wild(topic_filter: str) -> bool:
    return "+" in topic_filter or "#" in topic_filter
