"""The rooms that voice tests and benchmarks take place in."""

import numpy as np
import pytest

from hub.home.speech import HEARING_RATE
from tests.support.rooms import FRAME, SPOKEN_DB, Noise, at_level, in_room, made, over, room_alone
from tests.support.voices import HEART, pieces, say, silence, to_samples, to_sound


def level_db(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(samples**2)))


@pytest.mark.parametrize("noise", Noise)
@pytest.mark.parametrize("snr_db", [0.0, 15.0])
def test_noise_is_as_far_below_speech_as_told(noise: Noise, snr_db: float) -> None:
    assert level_db(made(noise, HEARING_RATE * 2, snr_db=snr_db)) == pytest.approx(
        SPOKEN_DB - snr_db, abs=0.01
    )


def test_pauses_do_not_count_for_the_level_of_speech() -> None:
    tone = np.sin(np.arange(HEARING_RATE) * 0.1)
    paused = np.concatenate([tone, np.zeros(HEARING_RATE * 3)])
    assert level_db(at_level(paused)[:HEARING_RATE]) == pytest.approx(SPOKEN_DB, abs=0.1)


@pytest.mark.parametrize("noise", Noise)
def test_a_seed_gives_the_same_noise_again_and_another_seed_another(noise: Noise) -> None:
    first = made(noise, HEARING_RATE, snr_db=10, seed=1)
    assert np.array_equal(first, made(noise, HEARING_RATE, snr_db=10, seed=1))
    other = made(noise, HEARING_RATE, snr_db=10, seed=2)
    assert abs(np.corrcoef(first, other)[0, 1]) < 0.6


def test_the_room_is_there_before_and_after_the_words() -> None:
    words = say("Turn on the light in the kitchen.", HEART)
    heard = in_room(words, Noise.PINK, snr_db=10, before_s=0.5, after_s=0.25)
    assert heard.seconds == pytest.approx(words.seconds + 0.75, abs=0.001)
    assert level_db(to_samples(heard)[: 20 * FRAME]) == pytest.approx(SPOKEN_DB - 10, abs=1.5)


def test_an_echo_goes_on_after_the_words() -> None:
    words = say("Stop.", HEART)
    dry, wet = (in_room(words, echo_s=echo_s, after_s=0) for echo_s in (0.0, 0.6))
    after = len(to_samples(dry))
    assert level_db(to_samples(wet)[after:]) > -90
    assert wet.seconds == pytest.approx(dry.seconds + 0.3, abs=0.001)


def test_a_television_is_under_the_speech_by_what_is_told() -> None:
    words, talk = say("Stop.", HEART), room_alone(Noise.TALK, 3)
    assert over(words, talk, snr_db=5).seconds == pytest.approx(3)


def test_speech_is_the_same_each_time_and_comes_in_pieces() -> None:
    words = say("Stop.", HEART)
    assert say("Stop.", HEART) == words
    assert b"".join(pieces(words)) == words.pcm
    assert to_sound(to_samples(words)) == words
    assert silence(0.5).seconds == 0.5
