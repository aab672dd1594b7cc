"""Finds where a sentence begins and ends in a sound, from how likely each frame is speech."""

from enum import StrEnum

from hub.voice.activity import FRAME_S
from hub.voice.settings import ListeningSettings


class Hearing(StrEnum):
    """Where in a sentence a sound is."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    # A pause that may be the end.
    PAUSING = "pausing"
    ENDED = "ended"
    NOBODY = "nobody"
    TOO_LONG = "too long"


OVER = frozenset({Hearing.ENDED, Hearing.NOBODY, Hearing.TOO_LONG})


class SentenceEnd:
    """Follows one sound, frame by frame.

    Speech begins once `shortest_speech_s` of it came nearly in a row: a click or a cough is less.
    Unless it `ends_by_pause`, only what is too long is over before the sound is.
    """

    def __init__(
        self,
        settings: ListeningSettings,
        waits_s: float | None = None,
        *,
        ends_by_pause: bool = True,
    ) -> None:
        self._settings = settings
        self._ends_by_pause = ends_by_pause
        waits_for_s = settings.waits_s if ends_by_pause else settings.longest_s
        self._waits_s = waits_for_s if waits_s is None else waits_s
        self.state = Hearing.WAITING
        # Seconds, all from the beginning of the sound.
        self.now_s = 0.0
        self.began_s: float | None = None
        self.spoke_until_s = 0.0
        self._run_s = 0.0

    @property
    def pause_s(self) -> float:
        """How long nobody has spoken."""
        return self.now_s - self.spoke_until_s

    def take(self, probability: float) -> Hearing:
        """Take in one frame of `FRAME_S`; returns where the sound is then."""
        if self.state in OVER:
            return self.state
        self.now_s += FRAME_S
        if self.began_s is None:
            self._wait(probability)
        else:
            self._follow(probability)
        return self.state

    def _wait(self, probability: float) -> None:
        if probability >= self._settings.speech_from:
            self._run_s += FRAME_S
        else:
            self._run_s = max(0.0, self._run_s - FRAME_S / 2)
        if self._run_s >= self._settings.shortest_speech_s:
            self.began_s = max(0.0, self.now_s - self._run_s)
            self.spoke_until_s = self.now_s
            self.state = Hearing.SPEAKING
        elif self.now_s >= self._waits_s:
            self.state = Hearing.NOBODY

    def _follow(self, probability: float) -> None:
        began_s = self.began_s or 0.0
        if probability >= self._settings.speech_until:
            self.spoke_until_s = self.now_s
        if self.now_s - began_s >= self._settings.longest_s:
            self.state = Hearing.TOO_LONG
        elif self._ends_by_pause and self.pause_s >= self._settings.silence_s:
            self.state = Hearing.ENDED
        elif self.pause_s >= self._settings.draft_after_s:
            self.state = Hearing.PAUSING
        else:
            self.state = Hearing.SPEAKING
