"""Tells who speaks to the hub from talk behind them, by how loud it is.

A television or people at the table are speech as well, and would keep a sentence from ever ending.
Nobody's voice drops by this much for as long as a pause that ends a sentence lasts.
"""

import math
from collections import deque

import numpy as np

from hub.voice.activity import FRAME_S, Activity

# Talk that is so much softer than the speaker is behind them.
BEHIND_DB = 12.0
# As loud as the loudest of the last so many seconds: words have soft ends, and gaps.
_HELD_S = 0.25
# The level of a voice is that of its louder frames, once there are enough of them.
_LEVEL_SHARE = 0.8
_LEAST_S = 0.35
_SILENCE_DB = -100.0
_SPEECH = 0.5


class Foreground:
    """Implements `Activity` for one sound: that of `activity`, but for what is far behind."""

    def __init__(self, activity: Activity, *, behind_db: float = BEHIND_DB) -> None:
        self._activity = activity
        self._behind_db = behind_db
        self._latest: deque[float] = deque(maxlen=max(1, round(_HELD_S / FRAME_S)))
        self._spoken: list[float] = []

    def __call__(self, frame: bytes) -> float:
        """Return how likely somebody speaks to the hub in a frame."""
        probability, level_db = self._activity(frame), _level_db(frame)
        self._latest.append(level_db)
        if self._is_behind():
            return 0.0
        if probability >= _SPEECH:
            self._spoken.append(level_db)
        return probability

    def _is_behind(self) -> bool:
        if len(self._spoken) * FRAME_S < _LEAST_S:
            return False
        voice_db = sorted(self._spoken)[int(len(self._spoken) * _LEVEL_SHARE)]
        return max(self._latest) < voice_db - self._behind_db


def _level_db(frame: bytes) -> float:
    samples = np.frombuffer(frame[: len(frame) // 2 * 2], "<i2").astype(np.float64)
    power = float(np.mean(samples**2)) if len(samples) else 0.0
    return 10 * math.log10(power / 32768**2) if power else _SILENCE_DB
