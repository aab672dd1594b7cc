"""Wrong payloads in the log: one line for each topic in a while, however much garbage comes."""

import logging
import time

# One log line per listener and topic in this time.
COMPLAIN_EVERY_S = 60.0
# Topics remembered; past it (a wildcard topic) we forget rather than grow.
MOST_TOPICS = 50

_log = logging.getLogger(__name__)


class Complaints:
    """Tells what is wrong on the topics that one listener hears."""

    def __init__(self, listener: str, consequence: str) -> None:
        self._listener = listener
        self._consequence = consequence
        self._silent_until: dict[str, float] = {}

    def tell(self, topic: str, error: Exception) -> None:
        """Log that a message on `topic` made no sense, unless that was told just now."""
        now = time.monotonic()
        if now < self._silent_until.get(topic, 0.0):
            return
        if len(self._silent_until) > MOST_TOPICS:
            self._silent_until.clear()
        self._silent_until[topic] = now + COMPLAIN_EVERY_S
        _log.warning("mqtt: %s: topic %r: %s; %s", self._listener, topic, error, self._consequence)
