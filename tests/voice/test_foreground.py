"""Talk behind the speaker is no part of their sentence; their own soft words are."""

import json
import subprocess
import sys

import pytest

from hub.voice.activity import FRAME_BYTES, FRAME_S
from hub.voice.foreground import Foreground

LOUD, SOFT, SOFTER = b"\x00\x40" * 512, b"\x00\x20" * 512, b"\x00\x04" * 512


@pytest.mark.timeout(60)
def test_a_sentence_ends_with_its_speaker() -> None:
    command = [sys.executable, "-m", "tests.voice.ends"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ends: dict[str, float | None] = json.loads(told)
    assert len(ends) == 12
    late = {where: s for where, s in ends.items() if s is None or not 0.4 <= s <= 1.9}
    assert late == {}


@pytest.mark.parametrize(("frame", "is_speech"), [(LOUD, True), (SOFT, True), (SOFTER, False)])
def test_speech_that_is_far_softer_is_behind(frame: bytes, *, is_speech: bool) -> None:
    hears = Foreground(lambda _: 0.9)
    for _ in range(round(1 / FRAME_S)):
        assert hears(LOUD) == 0.9
    heard = [hears(frame) for _ in range(round(1 / FRAME_S))]
    assert (heard[-1] == 0.9) is is_speech


def test_a_soft_voice_alone_is_heard() -> None:
    hears = Foreground(lambda _: 0.9)
    assert all(hears(SOFTER) == 0.9 for _ in range(40))


def test_silence_before_anybody_spoke_changes_nothing() -> None:
    hears = Foreground(lambda frame: 0.0 if not any(frame) else 0.9)
    assert not any(hears(bytes(FRAME_BYTES)) for _ in range(40))
    assert hears(LOUD) == 0.9
