"""Sound as Whisper hears best: no rumble, and at one level."""

import numpy as np
import numpy.typing as npt

from hub.home.speech import HEARING_RATE

Samples = npt.NDArray[np.float32]

# Below speech: hum, handling and wind.
_RUMBLE_HZ = 70.0
_SPEECH_HZ = 100.0
# The loudest samples, single clicks aside, come to this level; noise alone is not blown up to it.
_LEVEL = 0.9
_CLICKS_PCT = 99.95
_MOST_GAIN = 32.0


def conditioned(pcm: bytes) -> Samples:
    """Return a sound at `HEARING_RATE` as samples of -1 to 1."""
    samples = (np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2") / 32768).astype(np.float32)
    if not len(samples):
        return samples
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / HEARING_RATE)
    spectrum *= np.clip((hertz - _RUMBLE_HZ) / (_SPEECH_HZ - _RUMBLE_HZ), 0.0, 1.0)
    heard = np.fft.irfft(spectrum, len(samples))
    loudest = float(np.percentile(np.abs(heard), _CLICKS_PCT))
    gain = min(_MOST_GAIN, _LEVEL / loudest) if loudest else 1.0
    return np.clip(heard * gain, -1.0, 1.0).astype(np.float32)
