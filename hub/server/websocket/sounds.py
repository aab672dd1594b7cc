"""Sound over the socket: each binary message begins with the number of who it is for."""

from collections.abc import Callable

from hub.server.websocket.commands import CommandFailed

# Sounds of one client at a time.
MOST_SOUNDS = 8
_NUMBERS = range(1, 256)

Take = Callable[[bytes], None]


class Sounds:
    """Hands binary messages to who listens (Home Assistant, "Sending speech data").

    A number is not given out again until all others were: what a client still sends of a sentence
    that is over never gets into its next one.
    """

    def __init__(self) -> None:
        self._takers: dict[int, Take] = {}
        self._last = 0

    def listen(self, take: Take) -> tuple[int, Callable[[], None]]:
        """Have `take` called with what comes under a number; returns it, and what ends that.

        Raises:
            CommandFailed: there are too many.
        """
        if len(self._takers) >= MOST_SOUNDS:
            message = f"{MOST_SOUNDS} sounds of this connection are listened to; end one first"
            raise CommandFailed("too_many_sounds", message)
        number = self._free()
        self._last = number
        self._takers[number] = take

        def stop() -> None:
            self._takers.pop(number, None)

        return number, stop

    def hear(self, message: bytes) -> None:
        """Hand a message on; what nobody listens to (any more) is passed over."""
        take = self._takers.get(message[0]) if message else None
        if take is not None:
            take(message[1:])

    def _free(self) -> int:
        later = (n for n in _NUMBERS if n > self._last and n not in self._takers)
        earlier = (n for n in _NUMBERS if n not in self._takers)
        return next(later, None) or next(earlier)
