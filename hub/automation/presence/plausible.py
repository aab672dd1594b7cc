"""Which fixes are believed at all: those of a place on Earth, in order, at a speed that exists."""

import math
from dataclasses import replace
from datetime import datetime, timedelta

from hub.automation.place import distance_m
from hub.automation.presence.fence import accuracy_of
from hub.home.positions import Fix
from hub.record import record

# Airliners reach 300 m/s over the ground.
FASTEST_M_PER_S = 350.0
# Clocks of phones are that wrong; a fix from later than that would make all others late.
CLOCK_ERROR = timedelta(minutes=2)
_MOST_LATITUDE, _MOST_LONGITUDE = 90.0, 180.0


def flaw_of(fix: Fix, now: datetime) -> str | None:
    """Say what is wrong with a fix by itself; None if nothing is."""
    numbers = (fix.latitude, fix.longitude, fix.accuracy_m or 0.0)
    if not all(map(math.isfinite, numbers)):
        return "it is no number"
    if abs(numbers[0]) > _MOST_LATITUDE or abs(numbers[1]) > _MOST_LONGITUDE or numbers[2] < 0:
        return "it is not on Earth"
    if fix.latitude == 0 and fix.longitude == 0:
        return "0, 0 is what a device says that does not know"
    if fix.at > now + CLOCK_ERROR:
        return "it is from the future"
    return None


@record(frozen=True, slots=True)
class Trail:
    """The latest believed fix, how many agree in a row up to it, and one that was doubted."""

    last: Fix | None = None
    agreeing: int = 0
    doubted: Fix | None = None

    def judge(self, fix: Fix) -> "tuple[Trail, str | None]":
        """Return the trail after a fix, and why the fix is not believed, if it is not.

        An impossible leap is believed if a second fix agrees with it (the ones before it were
        wrong then), or if there was but one fix before it.
        """
        if self.last is None:
            return Trail(fix, 1), None
        if fix.at < self.last.at:
            return self, "it is older than what is known"
        if fix.at == self.last.at and fix.point == self.last.point:
            return self, "it is known already"
        if _is_possible(self.last, fix):
            return Trail(fix, min(self.agreeing + 1, 9)), None
        if self.agreeing <= 1 or (self.doubted is not None and _is_possible(self.doubted, fix)):
            return Trail(fix, 1), None
        return replace(self, doubted=fix), "nobody is that fast"


def _is_possible(before: Fix, after: Fix) -> bool:
    way_m = distance_m(before.point, after.point) - accuracy_of(before) - accuracy_of(after)
    took_s = max(1.0, (after.at - before.at).total_seconds())
    return way_m / took_s <= FASTEST_M_PER_S
