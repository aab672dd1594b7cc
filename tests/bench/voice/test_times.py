"""When a sentence ended, when it was heard, and what the times come to."""

import base64
import time

import numpy as np
import pytest

from hub.home.speech import HEARING_RATE
from tests.bench.voice.latency import rounds
from tests.bench.voice.levels import RUNNING, levels_named, noise_of
from tests.bench.voice.sent_sound import Piece, begun_at_s, pieces_of
from tests.bench.voice.suites import own_suite
from tests.bench.voice.times import (
    TO_COMMAND,
    Timed,
    by_level,
    spoken_until_s,
    summary,
    until_command_ms,
)
from tests.support.rooms import joined
from tests.support.voice_hub import Sent
from tests.support.voices import Samples, silence, to_samples, to_sound

PIECE_S = 0.032


def speech(seconds: float, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).normal(0, 0.1, round(seconds * HEARING_RATE))


def timed(level: str, command_ms: float | None, stt: float) -> Timed:
    return Timed(
        said="Stop.", speaker="joe", level=level, heard="Stop.", stages={"stt": stt},
        command_ms=command_ms,
    )  # fmt: skip


def test_silence_after_the_last_word_is_no_speech() -> None:
    words = joined(silence(0.2), to_sound(speech(1.0)), silence(0.5))
    assert spoken_until_s(words) == pytest.approx(1.2, abs=0.03)
    sent = [Sent("virtual/light/a/set", "ON", 12.0), Sent("virtual/light/b/set", "ON", 13.0)]
    assert until_command_ms(10.0, words, sent) == pytest.approx(800, abs=30)
    assert until_command_ms(10.0, words, []) is None


def test_figures_are_of_each_level_and_of_all() -> None:
    found = [timed("clean", 800, 10), timed("clean", 900, 30), timed("5 dB", None, 400)]
    levels = by_level(found)
    assert list(levels) == ["clean", "5 dB"]
    assert levels["clean"][TO_COMMAND]["count"] == 2
    assert TO_COMMAND not in levels["5 dB"]
    assert levels["5 dB"]["stt"] == {"count": 1, "p50_ms": 400, "p95_ms": 400}
    assert summary(found)["stt"]["count"] == 3


@pytest.mark.parametrize("late_s", [0.0, 0.05])
def test_a_sound_is_found_in_what_a_browser_sent(late_s: float) -> None:
    """Whatever it did to it: here it is quieter and noisy, and pieces are late."""
    wanted = speech(1.5)
    sent = np.concatenate([np.zeros(9_000), 0.3 * wanted, np.zeros(4_000)])
    pcm = to_sound(sent + 0.01 * speech(len(sent) / HEARING_RATE, seed=2)).pcm
    size = round(PIECE_S * HEARING_RATE) * 2
    chunks = [pcm[at : at + size] for at in range(0, len(pcm), size)]
    pieces = [
        Piece(100.0 + (number + 1) * PIECE_S + (late_s if number % 3 else 0.0), chunk)
        for number, chunk in enumerate(chunks)
    ]
    begun = begun_at_s(pieces, to_sound(wanted))
    assert begun == pytest.approx(100.0 + 9_000 / HEARING_RATE, abs=0.002)


def test_where_nothing_was_sent_nobody_knows() -> None:
    assert begun_at_s([], to_sound(speech(0.1))) is None


def test_the_clock_of_a_page_becomes_that_of_this_program() -> None:
    pcm = to_sound(speech(0.01)).pcm
    told = [{"at_ms": time.time() * 1000, "pcm": base64.b64encode(pcm).decode()}]
    (piece,) = pieces_of(told)
    assert piece.at_s == pytest.approx(time.monotonic(), abs=0.5)
    assert to_samples(to_sound(to_samples(to_sound(speech(0.01))))).size == len(pcm) // 2
    assert piece.pcm == pcm


def test_levels_and_noises_take_turns_independently() -> None:
    cases, levels = own_suite().cases[:41], levels_named(RUNNING)
    said = rounds(cases, levels, 82)
    assert len(said) == 82
    pairs = {(case.say, level.name) for case, level in said}
    assert len(pairs) == 82
    counts = [sum(level.name == each for _, level in said) for each in RUNNING]
    assert max(counts) - min(counts) <= 1
    assert [each.name for each in levels] == list(RUNNING)
    assert noise_of(levels[0], 0) is None
    assert len({noise_of(levels[1], number) for number in range(8)}) == 4
