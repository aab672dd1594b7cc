"""One message of several copies: brokers may send one for each subscription that matches.

MQTT 3.1.1 §3.3.5 leaves it to them. NATS and amqtt send copies, mosquitto does not; and a rule that
listens to `button/+` beside a device on `button/kitchen` must fire once.
"""

import time
from collections.abc import Callable

from integrations.mqtt.router import Router

# Copies come one after the other; what comes later is a message of its own.
WITHIN_S = 2.0
MAX_AWAITED = 1_000


class Copies:
    """Tells copies from messages, of a broker that sends copies."""

    def __init__(self, router: Router, clock: Callable[[], float] = time.monotonic) -> None:
        self._router = router
        self._clock = clock
        self._version = router.version
        self._counts: dict[str, int] = {}
        # How many more copies come, until when.
        self._awaited: dict[tuple[str, int], tuple[int, float]] = {}

    def is_copy(self, topic: str, payload: bytes) -> bool:
        """Tell whether this message came before, by another subscription."""
        count = self._count(topic)
        if count < 2:  # noqa: PLR2004 - one subscription, one copy
            return False
        now, key = self._clock(), (topic, hash(payload))
        left, until = self._awaited.pop(key, (0, now))
        if left and now < until:
            if left > 1:
                self._awaited[key] = (left - 1, until)
            return True
        if len(self._awaited) >= MAX_AWAITED:
            self._awaited.clear()
        self._awaited[key] = (count - 1, now + WITHIN_S)
        return False

    def _count(self, topic: str) -> int:
        if self._version != self._router.version or len(self._counts) >= MAX_AWAITED:
            self._version = self._router.version
            self._counts.clear()
        count = self._counts.get(topic)
        if count is None:
            count = self._counts[topic] = self._router.count_filters(topic)
        return count
