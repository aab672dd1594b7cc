"""How long a microphone is listened to that nobody speaks into."""

from collections.abc import AsyncIterator
from typing import Self

from hub.voice.activity import FRAME_BYTES, FRAME_S, Activity


class Patience:
    """A sound until nobody has spoken for `waits_s`, as Home Assistant waits for a wake word.

    It takes no more of the sound than it hands on, and whoever waits for it may be cancelled.
    """

    def __init__(
        self,
        sound: AsyncIterator[bytes],
        waits_s: float,
        activity: Activity,
        *,
        speech_from: float,
    ) -> None:
        self._sound = sound
        self._waits_s = waits_s
        self._activity = activity
        self._speech_from = speech_from
        self._rest = b""
        self._quiet_s = 0.0

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece."""
        if self._quiet_s >= self._waits_s:
            raise StopAsyncIteration
        chunk = await anext(self._sound)
        self._rest += chunk
        while len(self._rest) >= FRAME_BYTES:
            frame, self._rest = self._rest[:FRAME_BYTES], self._rest[FRAME_BYTES:]
            is_speech = self._activity(frame) >= self._speech_from
            self._quiet_s = 0.0 if is_speech else self._quiet_s + FRAME_S
        return chunk
