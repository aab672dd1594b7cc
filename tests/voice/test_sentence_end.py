"""Where a sentence begins and ends, whatever the sound is like."""

from hypothesis import given
from hypothesis import strategies as st

from hub.voice.activity import FRAME_S
from hub.voice.sentence_end import OVER, Hearing, SentenceEnd
from hub.voice.settings import ListeningSettings

SETTINGS = ListeningSettings()


def _frames(seconds: float) -> int:
    return round(seconds / FRAME_S)


def _follow(*parts: tuple[float, float]) -> SentenceEnd:
    end = SentenceEnd(SETTINGS)
    for probability, seconds in parts:
        for _ in range(_frames(seconds)):
            end.take(probability)
    return end


def test_a_sentence_ends_after_a_pause() -> None:
    end = _follow((0.0, 1.0), (0.9, 2.0), (0.0, SETTINGS.silence_s + FRAME_S))
    assert end.state is Hearing.ENDED
    assert end.began_s is not None
    assert abs(end.began_s - 1.0) < 2 * FRAME_S
    assert abs(end.spoke_until_s - 3.0) < 2 * FRAME_S


def test_a_short_pause_ends_nothing() -> None:
    end = _follow((0.9, 1.0), (0.0, 0.4))
    assert end.state is Hearing.PAUSING
    assert _follow((0.9, 1.0), (0.0, 0.4), (0.9, 0.1)).state is Hearing.SPEAKING


def test_a_click_is_no_speech() -> None:
    assert _follow((0.0, 1.0), (1.0, FRAME_S), (0.0, 2.0)).state is Hearing.WAITING


def test_nobody_speaks() -> None:
    assert _follow((0.0, SETTINGS.waits_s + 1)).state is Hearing.NOBODY


def test_a_sentence_that_no_pause_ends_goes_on() -> None:
    end = SentenceEnd(SETTINGS, ends_by_pause=False)
    for probability, seconds in ((0.0, SETTINGS.waits_s + 1), (0.9, 1.0), (0.0, 5.0), (0.9, 1.0)):
        for _ in range(_frames(seconds)):
            assert end.take(probability) not in OVER
    assert end.state is Hearing.SPEAKING


def test_it_does_not_go_on_for_ever() -> None:
    assert _follow((1.0, 60.0)).state is Hearing.TOO_LONG


@given(st.lists(st.floats(0, 1), max_size=1_500))
def test_any_sound_is_bounded_and_its_times_are_in_order(probabilities: list[float]) -> None:
    end = SentenceEnd(SETTINGS)
    for probability in probabilities:
        was = end.state
        state = end.take(probability)
        assert was not in OVER or state is was
        if end.began_s is not None:
            assert 0 <= end.began_s <= end.spoke_until_s <= end.now_s
            assert end.now_s - end.began_s <= SETTINGS.longest_s + FRAME_S
        else:
            assert end.now_s <= SETTINGS.waits_s + FRAME_S
