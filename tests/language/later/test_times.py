"""Times of day in words and figures, and the moments they stand for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.rules import TimeTrigger
from hub.language.later.lexing import Clock, mask
from hub.language.later.moments import start_of
from hub.language.later.whens import take_when

HOURS = st.integers(0, 23)
MINUTES = st.integers(0, 59)
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


def moment(text: str, now: datetime) -> datetime:
    masked = mask(text)
    when, _ = take_when(masked.text, masked)
    start = start_of(when, now)
    assert start is not None
    (trigger,) = start.triggers
    assert isinstance(trigger, TimeTrigger)
    assert isinstance(trigger.at, datetime)
    return trigger.at


@given(hour=st.integers(1, 12), minute=MINUTES, half=st.sampled_from(["am", "pm", "p.m.", "a m"]))
def test_am_and_pm_are_sure(hour: int, minute: int, half: str) -> None:
    (clock,) = mask(f"turn on the lamp at {hour}:{minute:02} {half}").points
    assert clock == Clock(hour % 12 + (12 if half[0] == "p" else 0), minute)


@given(hour=HOURS, minute=MINUTES, now=NOWS)
def test_a_time_of_day_is_within_the_next_day(hour: int, minute: int, now: datetime) -> None:
    found = moment(f"turn on the lamp at {hour:02}:{minute:02}", now)
    assert timedelta(0) < found - now <= timedelta(days=1)
    assert found.minute == minute
    assert found.hour % 12 == hour % 12


@given(minutes=st.integers(1, 600), now=NOWS)
def test_a_delay_counts_from_now(minutes: int, now: datetime) -> None:
    assert moment(f"in {minutes} minutes turn on the lamp", now) == now + timedelta(minutes=minutes)


@given(hour=st.integers(13, 23), minute=MINUTES, now=NOWS)
def test_tomorrow_is_the_next_day(hour: int, minute: int, now: datetime) -> None:
    found = moment(f"turn on the lamp tomorrow at {hour}:{minute:02}", now)
    assert found.date() == now.date() + timedelta(days=1)


@given(st.text(alphabet="bcdefghijklmnoqrstuvwxyz 0123456789:%", max_size=60))
def test_masks_give_back_every_word(text: str) -> None:
    masked = mask(" ".join(text.split()))
    assert masked.restored(masked.text) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["set the bedroom to 20", "dim to 7 %", "at 50 percent", "set the volume at 20",
     "turn the heating up to 21 degrees", "set the lamp to 2700 kelvin"],
)  # fmt: skip
def test_values_are_no_times(text: str) -> None:
    assert mask(text).points == ()


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("at half past ten", 10, 30), ("at quarter to seven", 6, 45), ("at ten to seven", 6, 50),
        ("at twenty past 4", 4, 20), ("at seven thirty", 7, 30), ("at 7 o'clock", 7, 0),
        ("at noon", 12, 0), ("at midnight", 0, 0), ("at 1900", 19, 0), ("at 7.30 pm", 19, 30),
    ],
)  # fmt: skip
def test_clocks_in_words(text: str, hour: int, minute: int) -> None:
    (clock,) = mask(text).points
    assert isinstance(clock, Clock)
    assert (clock.hour, clock.minute) == (hour, minute)


def test_a_number_after_a_mode_is_a_temperature() -> None:
    assert mask("put the air con on cool at 22").points == ()
    assert mask("put the radio on at 22").points == (Clock(22),)
