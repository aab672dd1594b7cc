"""What a broker kept for us while we were away, until those it is for have been announced."""

from collections import deque
from collections.abc import Callable

from integrations.mqtt.buffered import Take

# Past it the oldest goes: the newest says how things are.
MAX_HELD = 10_000


class Held:
    """Messages of a persistent session (MQTT 3.1.1 §4.1) that come before their entities do.

    What comes on a topic after a held message is held, too, so that the last word stays the last.
    """

    def __init__(self, is_wanted: Callable[[str], bool]) -> None:
        self._is_wanted = is_wanted
        self._messages: deque[tuple[str, bytes, bool]] = deque(maxlen=MAX_HELD)
        self._topics: set[str] = set()

    def holds(self, topic: str, payload: bytes, *, is_kept: bool) -> bool:
        """Hold a message that nobody wants yet; False if it may be handed on."""
        if topic not in self._topics and self._is_wanted(topic):
            return False
        if len(self._topics) < MAX_HELD:
            self._topics.add(topic)
        self._messages.append((topic, payload, is_kept))
        return True

    def release(self, take: Take) -> None:
        """Hand all on, in the order they came."""
        while self._messages:
            topic, payload, is_kept = self._messages.popleft()
            take(topic, payload, is_kept=is_kept)
