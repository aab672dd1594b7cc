"""Sound as Whisper hears best."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.speech import HEARING_RATE
from hub.voice.embedded.conditioning import conditioned


def _tone(hertz: float, level: float, seconds: float = 1.0) -> bytes:
    times = np.arange(int(HEARING_RATE * seconds)) / HEARING_RATE
    return (np.sin(2 * np.pi * hertz * times) * level * 32767).astype("<i2").tobytes()


@pytest.mark.parametrize("level", [0.05, 0.3, 1.0])
def test_speech_comes_to_one_level(level: float) -> None:
    assert np.abs(conditioned(_tone(440, level))).max() == pytest.approx(0.9, abs=0.03)


def test_hiss_is_not_blown_up_to_speech() -> None:
    assert np.abs(conditioned(_tone(440, 0.001))).max() < 0.05


def test_rumble_is_taken_out() -> None:
    rumble = np.frombuffer(_tone(50, 0.5), "<i2") // 1
    speech = np.frombuffer(_tone(440, 0.05), "<i2")
    heard = conditioned((rumble + speech).astype("<i2").tobytes())
    spectrum = np.abs(np.fft.rfft(heard))
    assert spectrum[440] > 100 * spectrum[50]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sound(pcm: bytes) -> None:
    heard = conditioned(pcm)
    assert len(heard) == len(pcm) // 2
    assert np.isfinite(heard).all()
    assert (np.abs(heard) <= 1).all()
