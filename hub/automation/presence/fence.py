"""Whether a device is inside a circle, decided so that noise never makes it enter or leave.

A decision stands until the evidence against it weighs 3. A fix near the edge weighs nothing, so a
device that rests there changes nothing; the numbers are in the README of this folder.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.automation.place import distance_m
from hub.home.positions import Event, Fix

# What a fix that does not tell its accuracy is taken for: a phone's under an open sky.
UNTOLD_ACCURACY_M = 25.0
# Fixes rougher than the circle, and than this, tell nothing of its edge: cell towers, mostly.
ROUGH_M = 150.0
NEEDED = 3
# What is this accurate has seen satellites; one fix of it may do.
SHARP_M = 100.0
# Errors of one receiver go together for a while: faint evidence counts once in so long.
APART = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle on the map: degrees and metres."""

    latitude: float
    longitude: float
    radius_m: float

    def distance_m(self, point: tuple[float, float]) -> float:
        """Return how far a point is from the middle."""
        return distance_m((self.latitude, self.longitude), point)


@dataclass(frozen=True, slots=True)
class Fence:
    """What is known of one device and one circle.

    `is_inside` None: not enough to tell. `support`: how many clear fixes stand behind it, 2 at
    most; `against`: the weight of those in a row that speak for the other side. `at`: when the
    latest that supports it was measured. `distance_m`: from the middle, at the latest good fix.
    """

    is_inside: bool | None = None
    support: int = 0
    against: int = 0
    at: datetime | None = None
    weighed_at: datetime | None = None
    distance_m: float | None = None

    def after(self, fix: Fix, circle: Circle) -> "Fence":
        """Return what is known after one more fix; fixes come in the order of their time."""
        away_m = circle.distance_m(fix.point)
        weight, is_for_inside = _evidence(fix, circle, away_m, self.distance_m)
        is_good = accuracy_of(fix) <= _roughest_m(circle)
        here = replace(self, distance_m=away_m) if is_good else self
        if self.is_inside is None:
            return _first(here, fix, circle, away_m, is_good=is_good)
        if weight == 0:
            return replace(here, against=0) if is_good else here
        if is_for_inside is self.is_inside:
            return replace(here, support=min(2, self.support + 1), against=0, at=fix.at)
        return _contradicted(here, fix, weight)

    def passed(self, event: Event, at: datetime) -> "Fence":
        """Return what is known once the device itself said that it entered or left.

        Later evidence for where it is now overrules it: what comes too late changes nothing.
        """
        if self.at is not None and at < self.at:
            return self
        return replace(self, is_inside=event == "enter", support=2, against=0, at=at)


def inside(fixes: "tuple[Fix, ...] | list[Fix]", circle: Circle) -> bool | None:
    """Tell whether a device is inside after fixes in the order of their time; None: can't tell."""
    fence = Fence()
    for fix in fixes:
        fence = fence.after(fix, circle)
    return fence.is_inside


def accuracy_of(fix: Fix) -> float:
    """Return how far a fix may be off, in metres."""
    return fix.accuracy_m or UNTOLD_ACCURACY_M


def _roughest_m(circle: Circle) -> float:
    return max(circle.radius_m, ROUGH_M)


def _first(fence: Fence, fix: Fix, circle: Circle, away_m: float, *, is_good: bool) -> Fence:
    """Believe the first fix, unless it is too rough to tell."""
    if is_good:
        return replace(fence, is_inside=away_m <= circle.radius_m, support=1, at=fix.at)
    if away_m - accuracy_of(fix) >= circle.radius_m:
        return replace(fence, is_inside=False, support=1, at=fix.at)
    return fence


def _contradicted(fence: Fence, fix: Fix, weight: int) -> Fence:
    # One fix against one fix: the newer wins, if it leaves no doubt.
    if weight >= (4 if fence.support > 1 else 3):
        return _turned(fence, fix, support=1)
    if weight == 1 and fence.weighed_at is not None and fix.at - fence.weighed_at < APART:
        return fence
    against = fence.against + min(weight, 2)
    if against >= NEEDED:
        return _turned(fence, fix, support=2)
    return replace(fence, against=against, weighed_at=fix.at)


def _turned(fence: Fence, fix: Fix, *, support: int) -> Fence:
    return replace(fence, is_inside=not fence.is_inside, support=support, against=0, at=fix.at)


def _evidence(fix: Fix, circle: Circle, away_m: float, before_m: float | None) -> tuple[int, bool]:
    """Return how much a fix weighs, and whether it speaks for inside.

    0: nothing; 1: three are needed; 2: two; 3: one, against a single earlier one; 4: one.
    """
    accuracy_m, radius_m = accuracy_of(fix), circle.radius_m
    beyond_m = away_m - radius_m
    if accuracy_m > _roughest_m(circle):
        return (1 if beyond_m >= 3 * accuracy_m else 0), False
    if beyond_m > 0:
        return _weight_outside(beyond_m, accuracy_m, radius_m), False
    if away_m > max(radius_m / 2, radius_m - accuracy_m):
        return 0, False
    # From so far away no error lands just here.
    from_afar = before_m is not None and before_m - radius_m > max(500.0, 10 * accuracy_m)
    return (4 if from_afar and away_m + accuracy_m <= radius_m else 2), True


def _weight_outside(beyond_m: float, accuracy_m: float, radius_m: float) -> int:
    if beyond_m >= max(1000.0, 10 * accuracy_m) and accuracy_m <= SHARP_M:
        return 3
    if beyond_m >= max(150.0, 4 * accuracy_m, radius_m):
        return 2
    return 1 if beyond_m >= max(50.0, 2 * accuracy_m, 0.2 * radius_m) else 0
