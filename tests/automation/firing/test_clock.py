"""Every change of the clocks of many zones; what is expected comes from the offsets alone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hub.automation.firing.clock import Moment, next_moment, next_pattern
from hub.automation.model.triggers import TimePatternTrigger
from hub.automation.place import Place

ZONES = (
    "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Havana",
    "America/Santiago", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Apia",
    "Africa/Casablanca", "Asia/Tehran", "Asia/Kolkata", "Asia/Beirut", "Pacific/Auckland",
)  # fmt: skip
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def changes(zone: ZoneInfo) -> list[tuple[datetime, timedelta, timedelta]]:
    """Return each change from 2020 to 2030: when, and the offsets before and after."""
    found = []
    hour, before = FIRST, _offset(FIRST, zone)
    while hour < LAST:
        following = hour + HOUR
        after = _offset(following, zone)
        if after != before:
            moment = hour
            while _offset(moment, zone) == before:
                moment += MINUTE
            found.append((moment, before, after))
        hour, before = following, after
    return found


@pytest.mark.parametrize("name", ZONES)
def test_times_and_patterns_at_every_change_of_the_clocks(name: str) -> None:
    zone = ZoneInfo(name)
    place = Place(0, 0, zone)
    found = changes(zone)
    assert (len(found) == 0) is (name == "Asia/Kolkata")
    for at, before, after in found:
        middle = at + max(before, after) - abs(before - after) / 2
        wall = middle.replace(tzinfo=None)
        # Skipped: by the offset before the gap. Repeated: the first time, which has it too.
        expected = (wall - before).replace(tzinfo=UTC)
        moments = [Moment(wall.time())]
        due = next_moment(moments, (), expected - 6 * HOUR, place)
        assert due is not None
        assert due[0] == expected
        following = next_moment(moments, (), expected, place)
        assert following is not None
        assert following[0] == (wall + timedelta(days=1) - after).replace(tzinfo=UTC)
        for pattern, minutes in (("/30", {0, 30}), ("15", {15})):
            _check_pattern(pattern, minutes, at, place)


def _check_pattern(pattern: str, minutes: set[int], at: datetime, place: Place) -> None:
    """Compare with every minute of some hours around, looked at by itself."""
    trigger = TimePatternTrigger(hours="*", minutes=pattern)
    first, last = at - 2 * HOUR, at + 3 * HOUR
    every = [first + MINUTE * number for number in range(1, 300)]
    expected = [one for one in every if one.astimezone(place.time_zone).minute in minutes]
    got, moment = [], next_pattern(trigger, first, place)
    while moment is not None and moment < last:
        got.append(moment)
        moment = next_pattern(trigger, moment, place)
    assert got == expected


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found
