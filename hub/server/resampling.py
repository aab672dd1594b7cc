"""Brings 16-bit mono sound to the rate that is listened to, piece by piece.

The standard library's `audioop` is gone from Python 3.13 on, and the one of `wyoming` draws
straight lines between samples, which folds what a microphone picks up above 8 kHz into the speech.
"""

import math
import sys
from array import array
from functools import lru_cache
from operator import mul

from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE

# What microphones and browsers give.
RATES = frozenset(
    {8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000}
)
# How many zero crossings of the filter count on either side, and where it begins to let less
# through, as a part of what the lower rate can hold.
_CROSSINGS = 5
_PASSES = 0.85
_LOUDEST = 32_767


class Resampler:
    """Converts one sound from one of `RATES` to `HEARING_RATE`, and makes it `volume` as loud."""

    def __init__(self, rate: int, *, volume: float = 1.0) -> None:
        common = math.gcd(rate, HEARING_RATE)
        self._up, self._down = HEARING_RATE // common, rate // common
        self._volume = volume
        self._phases = _phases(self._up, self._down) if self._up != self._down else ()
        width = len(self._phases[0]) // 2 if self._phases else 0
        # As if it was silent before.
        self._samples = array("h", bytes(BYTES_PER_SAMPLE * max(0, width - 1)))
        # Where the next sample comes from, in parts of a sample (`up` of them make one).
        self._at = 0
        self._odd = b""

    def convert(self, pcm: bytes) -> bytes:
        """Return what a piece becomes; half a sample at its end waits for the next piece."""
        whole = self._odd + pcm
        end = len(whole) - len(whole) % BYTES_PER_SAMPLE
        whole, self._odd = whole[:end], whole[end:]
        if self._phases:
            return _bytes([_clipped(value * self._volume) for value in self._filtered(whole)])
        if self._volume == 1.0:
            return whole
        return _bytes([_clipped(value * self._volume) for value in _samples(whole)])

    def _filtered(self, pcm: bytes) -> list[float]:
        samples = self._samples
        samples.extend(_samples(pcm))
        taps = len(self._phases[0])
        made = []
        while (first := self._at // self._up) + taps <= len(samples):
            weights = self._phases[self._at % self._up]
            made.append(sum(map(mul, weights, samples[first : first + taps])))
            self._at += self._down
        used = min(self._at // self._up, len(samples))
        del samples[:used]
        self._at -= used * self._up
        return made


@lru_cache(maxsize=len(RATES))
def _phases(up: int, down: int) -> tuple[tuple[float, ...], ...]:
    """Return a low-pass filter's weights for each place that a sample can be at between two."""
    cutoff = _PASSES * min(1.0, up / down)
    width = math.ceil(_CROSSINGS / cutoff)
    return tuple(_weights(cutoff, width, phase / up) for phase in range(up))


def _weights(cutoff: float, width: int, offset: float) -> tuple[float, ...]:
    """Return a sinc under Hann's window, whose weights come to 1."""
    made = []
    for tap in range(2 * width):
        place = tap - (width - 1) - offset
        angle = math.pi * cutoff * place
        sinc = math.sin(angle) / angle if angle else 1.0
        made.append(sinc * 0.5 * (1.0 + math.cos(math.pi * place / width)))
    total = sum(made)
    return tuple(weight / total for weight in made)


def _clipped(value: float) -> int:
    return max(-_LOUDEST - 1, min(_LOUDEST, round(value)))


def _samples(pcm: bytes) -> "array[int]":
    samples = array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _bytes(values: list[int]) -> bytes:
    samples = array("h", values)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
