"""Talk behind the speaker is no part of their sentence; their own soft words are."""

import pytest

from hub.home.speech import Sound
from hub.voice.activity import FRAME_BYTES, FRAME_S, SileroActivity
from hub.voice.foreground import Foreground
from hub.voice.sentence_end import OVER, Hearing, SentenceEnd
from hub.voice.settings import ListeningSettings
from tests.support.rooms import Noise, in_room
from tests.support.voices import ESPEAK_US, HEART, JOE, Speaker, say

SAID = "Turn off the kitchen ceiling light and close the living room blinds."
LOUD, SOFT, SOFTER = b"\x00\x40" * 512, b"\x00\x20" * 512, b"\x00\x04" * 512


def _ended(sound: Sound) -> SentenceEnd:
    end, hears = SentenceEnd(ListeningSettings()), Foreground(SileroActivity())
    for at in range(0, len(sound.pcm) - FRAME_BYTES, FRAME_BYTES):
        if end.take(hears(sound.pcm[at : at + FRAME_BYTES])) in OVER:
            break
    return end


@pytest.mark.parametrize("speaker", [HEART, JOE, ESPEAK_US], ids=str)
@pytest.mark.parametrize("noise", [None, Noise.TALK, Noise.KITCHEN, Noise.PINK])
def test_a_sentence_ends_with_its_speaker(speaker: Speaker, noise: Noise | None) -> None:
    said = say(SAID, speaker)
    end = _ended(in_room(said, noise, snr_db=20, after_s=4.0, seed=1))
    assert end.state is Hearing.ENDED
    assert 0.4 <= end.now_s - said.seconds <= 1.9


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
