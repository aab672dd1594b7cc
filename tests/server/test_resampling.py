"""Sound at any rate comes out at the one that is listened to, as loud and as pure."""

import math
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.speech import HEARING_RATE
from hub.server.resampling import RATES, Resampler


def tone(rate: int, hertz: float, seconds: float = 0.25, peak: int = 10_000) -> bytes:
    count = int(rate * seconds)
    turn = 2 * math.pi * hertz / rate
    return array("h", [round(peak * math.sin(turn * at)) for at in range(count)]).tobytes()


def samples_of(pcm: bytes) -> list[int]:
    """The samples without what comes before and after the tone."""
    return array("h", pcm).tolist()[100:-100]


def loudness(pcm: bytes) -> float:
    samples = samples_of(pcm)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


@pytest.mark.parametrize("rate", sorted(RATES))
def test_a_tone_stays_the_tone_it_was(rate: int) -> None:
    made = Resampler(rate).convert(tone(rate, 1_000))
    assert loudness(made) == pytest.approx(loudness(tone(HEARING_RATE, 1_000)), rel=0.02)
    rises = sum(a < 0 <= b for a, b in pairwise(samples_of(made)))
    assert rises == pytest.approx(1_000 * (0.25 - 200 / HEARING_RATE), abs=2)


@pytest.mark.parametrize("rate", sorted(rate for rate in RATES if rate > 20_000))
def test_what_is_too_high_is_not_folded_into_speech(rate: int) -> None:
    made = Resampler(rate).convert(tone(rate, 10_000))
    assert loudness(made) < 0.02 * loudness(tone(HEARING_RATE, 10_000))


@pytest.mark.parametrize("rate", [HEARING_RATE, 48_000])
def test_louder_is_clipped_and_never_wraps_around(rate: int) -> None:
    samples = samples_of(Resampler(rate, volume=50.0).convert(tone(rate, 400)))
    assert (min(samples), max(samples)) == (-32_768, 32_767)
    assert samples_of(Resampler(rate, volume=0.0).convert(tone(rate, 400))) == [0] * len(samples)


@given(st.binary(max_size=3_000), st.sampled_from(sorted(RATES)), st.data())
def test_how_it_is_cut_makes_no_difference(sound: bytes, rate: int, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sound)), max_size=5)))
    pieces = [sound[a:b] for a, b in pairwise([0, *cuts, len(sound)])]
    cut, whole = Resampler(rate), Resampler(rate).convert(sound)
    assert b"".join(map(cut.convert, pieces)) == whole
    assert len(whole) % 2 == 0
    assert len(whole) / 2 <= len(sound) / 2 * HEARING_RATE / rate + 1
