"""The broker as rules hear it: text where an encoding is asked for, else bytes."""

import codecs
import logging
from collections.abc import Callable

from hub.automation.world import MqttMessage
from hub.home.home import Unsubscribe

# Calls back with topic and payload; returns what ends it.
Listen = Callable[[str, Callable[[str, bytes], None]], Unsubscribe]

_log = logging.getLogger(__name__)


class BrokerMessages:
    """Implements `hub.automation.world.Messages` over whatever listens to a broker."""

    def __init__(self, listen: Listen) -> None:
        self._listen = listen

    def subscribe(
        self,
        topic: str,
        hear: Callable[[MqttMessage], None],
        *,
        qos: int = 0,
        encoding: str | None = "utf-8",
    ) -> Unsubscribe:
        """Call `hear` with every message on `topic`; one that cannot be decoded is passed over.

        Raises:
            ValueError: there is no such encoding.
        """
        if encoding:
            try:
                codecs.lookup(encoding)
            except LookupError:
                raise ValueError(f"{encoding!r} is no encoding; write utf-8") from None

        def take(told: str, payload: bytes) -> None:
            text: str | bytes = payload
            if encoding:
                try:
                    text = payload.decode(encoding)
                except UnicodeDecodeError:
                    _log.warning("mqtt: topic %r: no %s; rules pass it over", told, encoding)
                    return
            hear(MqttMessage(told, text, qos))

        return self._listen(topic, take)
