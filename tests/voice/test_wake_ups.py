"""Of several satellites that hear one wake word, the first acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.ids import EntityId
from hub.voice.wake_ups import COOLDOWN_S, WakeUps

KITCHEN = EntityId("assist_satellite.kitchen")
HALL = EntityId("assist_satellite.hall")


class Seconds:
    """A clock that stands still until told to move."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    "words",
    [
        ("okay_nabu", "okay_nabu"),
        ("ok_nabu_v0.1", "Okay  Nabu"),
        ("", "okay_nabu"),
        ("okay_nabu", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("second", [HALL, None])
def test_the_same_word_just_after_is_the_same_call(
    words: tuple[str, str], second: EntityId | None
) -> None:
    seconds = Seconds()
    wake_ups = WakeUps(seconds)
    assert wake_ups.is_first(words[0], KITCHEN)
    seconds.now += COOLDOWN_S - 0.1
    assert not wake_ups.is_first(words[1], second)
    seconds.now += 0.2
    assert wake_ups.is_first(words[1], second), "a call that was passed over delays no other"


def test_another_word_is_another_call() -> None:
    wake_ups = WakeUps(Seconds())
    assert wake_ups.is_first("okay_nabu", KITCHEN)
    assert wake_ups.is_first("hey_jarvis", HALL)
    assert not wake_ups.is_first("hey jarvis", KITCHEN)


def test_who_calls_the_same_satellite_again_is_listened_to() -> None:
    wake_ups = WakeUps(Seconds())
    assert wake_ups.is_first("okay_nabu", KITCHEN)
    assert wake_ups.is_first("okay_nabu", KITCHEN)
    assert not wake_ups.is_first("okay_nabu", HALL)


@given(
    st.lists(
        st.tuples(st.floats(0, 5), st.text(max_size=8), st.sampled_from([KITCHEN, HALL, None])),
        max_size=40,
    )
)
def test_whatever_is_called_somebody_is_listened_to(
    calls: list[tuple[float, str, EntityId | None]],
) -> None:
    seconds = Seconds()
    wake_ups = WakeUps(seconds)
    heard_at = 0.0
    for wait_s, word, satellite_id in calls:
        seconds.now += wait_s
        if wake_ups.is_first(word, satellite_id):
            heard_at = seconds.now
        assert seconds.now - heard_at < COOLDOWN_S
