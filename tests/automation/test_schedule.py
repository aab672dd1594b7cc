"""When a clock fires next, over every change of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.automation.place import Place, distance_m
from hub.automation.schedule import next_run, values_of
from hub.home.rules import SunTrigger, TimePatternTrigger, TimeTrigger

# Zones that change by an hour, north and south, at midnight, and by half an hour.
ZONES = ("Europe/Amsterdam", "America/New_York", "America/Santiago", "Australia/Lord_Howe")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds
MINUTE = timedelta(minutes=1)


def place(zone: str, latitude: float = 52.37, longitude: float = 4.89) -> Place:
    return Place(latitude, longitude, ZoneInfo(zone))


@given(st.sampled_from(ZONES), MOMENTS, st.times())
def test_a_daily_time_comes_once_every_day(zone: str, after: datetime, at: time) -> None:
    at = at.replace(microsecond=0)
    here, trigger = place(zone), TimeTrigger(at=at)
    moment, days = after, []
    for _ in range(5):
        found = next_run(trigger, moment, here)
        assert found is not None
        assert found > moment
        local = here.local(found)
        naive = datetime.combine(local.date(), at.replace(fold=0))
        late = local.replace(tzinfo=None) - naive
        assert late in {timedelta(0), timedelta(minutes=30), timedelta(hours=1)}
        if late:  # only where that local time does not exist
            assert naive.replace(tzinfo=here.time_zone).astimezone(UTC) == found
        assert local.fold == 0
        days.append(local.date())
        moment = found
    assert days == [days[0] + timedelta(days=n) for n in range(5)]


@given(
    st.sampled_from(ZONES),
    MOMENTS,
    st.sampled_from([None, "*", "/2", "/6", "2", "3"]),
    st.sampled_from([None, "*", "/5", "/20", "0", "30"]),
)
def test_a_pattern_finds_the_first_minute_that_fits(
    zone: str, after: datetime, hours: str | None, minutes: str | None
) -> None:
    here = place(zone)
    trigger = TimePatternTrigger(hours=hours, minutes=minutes, seconds="0")
    wanted_hours = values_of(hours, 24)
    wanted_minutes = values_of(minutes or ("0" if hours else None), 60)
    moment = after.replace(second=0, microsecond=0) + MINUTE
    while not (
        (local := here.local(moment)).hour in wanted_hours and local.minute in wanted_minutes
    ):
        moment += MINUTE
    assert next_run(trigger, after, here) == moment


@pytest.mark.parametrize(
    ("zone", "day", "at", "runs"),
    [
        # Skipped: as if clocks had not changed yet (RFC 5545).
        ("Europe/Amsterdam", date(2026, 3, 29), time(2, 30), "2026-03-29T03:30:00+02:00"),
        ("America/New_York", date(2026, 3, 8), time(2, 0), "2026-03-08T03:00:00-04:00"),
        ("America/Santiago", date(2026, 9, 6), time(0, 15), "2026-09-06T01:15:00-03:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-04T02:40:00+11:00"),
        # Twice: the first.
        ("Europe/Amsterdam", date(2026, 10, 25), time(2, 30), "2026-10-25T02:30:00+02:00"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T01:30:00-04:00"),
        ("America/Santiago", date(2026, 4, 4), time(23, 30), "2026-04-04T23:30:00-03:00"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-05T01:45:00+11:00"),
    ],
)
def test_days_on_which_clocks_change(zone: str, day: date, at: time, runs: str) -> None:
    here = place(zone)
    day_before = datetime.combine(day - timedelta(days=1), at, tzinfo=here.time_zone)
    found = next_run(TimeTrigger(at=at), day_before.astimezone(UTC), here)
    assert found is not None
    assert here.local(found).isoformat() == runs
    following = next_run(TimeTrigger(at=at), found, here)
    assert following is not None
    assert here.local(following).date() == day + timedelta(days=1)


def test_a_pattern_follows_the_wall_clock_over_a_change() -> None:
    here, half_past_two = place("Europe/Amsterdam"), TimePatternTrigger(hours="2", minutes="30")
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    skipped = next_run(half_past_two, before, here)
    assert skipped == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
    first = next_run(half_past_two, datetime(2026, 10, 24, 12, tzinfo=UTC), here)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_run(half_past_two, first, here) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_moment_comes_once() -> None:
    at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    here = place("Europe/Amsterdam")
    assert next_run(TimeTrigger(at=at), at - MINUTE, here) == at
    assert next_run(TimeTrigger(at=at), at, here) is None


@given(
    MOMENTS,
    st.floats(-65, 65),
    st.floats(-180, 180),
    st.sampled_from(["sunrise", "sunset"]),
    st.sampled_from([-7200.0, 0.0, 1800.0]),
)
def test_the_sun_comes_daily_and_is_up_in_between(
    after: datetime, latitude: float, longitude: float, event: str, offset_s: float
) -> None:
    here = place("UTC", latitude, longitude)
    trigger = SunTrigger.model_validate({"event": event, "offset_s": offset_s})
    found = next_run(trigger, after, here)
    assert found is not None
    assert after < found < after + timedelta(hours=25)
    sun = found - timedelta(seconds=offset_s)
    assert here.is_sun_up(sun + timedelta(minutes=4)) is (event == "sunrise")
    assert here.is_sun_up(sun - timedelta(minutes=4)) is (event == "sunset")


def test_sunrise_and_sunset_are_where_almanacs_have_them() -> None:
    # Royal Observatory Greenwich, summer solstice 2026: sunrise 04:43, sunset 21:21 BST (NOAA
    # solar calculator).
    here = place("Europe/London", 51.4779, 0.0)
    noon = datetime(2026, 6, 20, 12, tzinfo=UTC)
    rise = next_run(SunTrigger(event="sunrise"), noon, here)
    fall = next_run(SunTrigger(event="sunset"), noon, here)
    assert rise is not None
    assert fall is not None
    assert abs(rise - datetime(2026, 6, 21, 3, 43, tzinfo=UTC)) < 2 * MINUTE
    assert abs(fall - datetime(2026, 6, 20, 20, 21, tzinfo=UTC)) < 2 * MINUTE


def test_a_polar_night_ends() -> None:
    here = place("Europe/Oslo", 69.65, 18.96)
    found = next_run(SunTrigger(event="sunrise"), datetime(2026, 12, 1, tzinfo=UTC), here)
    assert found is not None
    assert datetime(2027, 1, 10, tzinfo=UTC) < found < datetime(2027, 1, 25, tzinfo=UTC)


@pytest.mark.parametrize("pattern", ["/0", "60", "-1", "a", "", "/", "1.5", "²"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="time pattern|out of range"):
        values_of(pattern, 60)


def test_distances_are_those_of_the_globe() -> None:
    amsterdam, rotterdam = (52.3676, 4.9041), (51.9244, 4.4777)
    assert distance_m(amsterdam, rotterdam) == pytest.approx(57_300, rel=0.01)
    assert distance_m(amsterdam, amsterdam) == 0
