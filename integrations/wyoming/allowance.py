"""How much a satellite may send: what no microphone does is no satellite."""

from collections.abc import Callable

from integrations.wyoming.wire import NotWyoming

# A satellite sends what it kept from before the wake word at once, and catches up after a stall.
SOUND_BURST_S, SOUND_RATE = 30.0, 3.0
EVENTS_BURST, EVENTS_RATE = 3_000.0, 500.0


class Allowance:
    """Counts what comes; `clock` tells the seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._at = clock()
        self._sound_s = SOUND_BURST_S
        self._events = EVENTS_BURST

    def take(self, sound_s: float = 0.0) -> None:
        """Count an event, with its sound.

        Raises:
            NotWyoming: it is more than makes sense.
        """
        now = self._clock()
        passed_s, self._at = now - self._at, now
        self._events = min(EVENTS_BURST, self._events + passed_s * EVENTS_RATE) - 1
        self._sound_s = min(SOUND_BURST_S, self._sound_s + passed_s * SOUND_RATE) - sound_s
        if self._events < 0 or self._sound_s < 0:
            raise NotWyoming("it sends more than any microphone does")
