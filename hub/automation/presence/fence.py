"""Whether a device is inside a circle, decided so that noise never makes it enter or leave.

A decision stands until enough fixes in a row speak against it, over some time. A fix near the edge
speaks for neither side, so a device that rests there changes nothing. The numbers, and what they
cost in metres and seconds, are in the README of this folder.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto

from hub.automation.place import distance_m
from hub.home.positions import Event, Fix
from hub.record import record

# What a fix that does not tell its accuracy is taken for: a phone's under an open sky.
UNTOLD_ACCURACY_M = 25.0
# Fixes rougher than the circle, and than this, tell nothing of its edge: cell towers, mostly.
ROUGH_M = 150.0
# What is this accurate has seen satellites; one fix of it may do.
SHARP_M = 100.0
# How many fixes in a row it takes, and over what time: errors of one receiver go together.
LEAVES_FAR, LEAVES = 2, 3
LEFT_FAR_FOR, LEFT_FOR = timedelta(seconds=20), timedelta(seconds=60)
ENTERS, ENTERED_FOR = 2, timedelta(seconds=5)


class Evidence(Enum):
    """What one fix says of a circle."""

    NOTHING = auto()
    INSIDE = auto()
    SURELY_INSIDE = auto()
    OUTSIDE = auto()
    FAR_OUTSIDE = auto()
    SURELY_OUTSIDE = auto()

    @property
    def is_inside(self) -> bool:
        """Whether it speaks for inside."""
        return self in {Evidence.INSIDE, Evidence.SURELY_INSIDE}


@record(frozen=True, slots=True)
class Circle:
    """A circle on the map: degrees and metres."""

    latitude: float
    longitude: float
    radius_m: float

    def distance_m(self, point: tuple[float, float]) -> float:
        """Return how far a point is from the middle."""
        return distance_m((self.latitude, self.longitude), point)

    def holds(self, other: "Circle") -> bool:
        """Tell whether all of another, smaller circle lies within this one."""
        apart_m = self.distance_m((other.latitude, other.longitude))
        return other.radius_m < self.radius_m and apart_m + other.radius_m <= self.radius_m


@record(frozen=True, slots=True)
class Fence:
    """What is known of one device and one circle.

    `is_inside` None: not enough to tell. `support`: how many clear fixes stand behind it, 2 at
    most. `doubt`, `doubts`, `are_far`: the first fix in a row that speaks against it, how many
    there are, and whether all are far away. `at`: when the latest fix that supports it was
    measured. `away_m`: from the middle, at the latest fix that is not rough.
    """

    is_inside: bool | None = None
    support: int = 0
    at: datetime | None = None
    doubt: Fix | None = None
    doubts: int = 0
    are_far: bool = True
    away_m: float | None = None

    def after(self, fix: Fix, circle: Circle) -> "Fence":
        """Return what is known after one more fix; fixes come in the order of their time."""
        away_m = circle.distance_m(fix.point)
        is_rough = accuracy_of(fix) > _roughest_m(circle)
        here = self if is_rough else replace(self, away_m=away_m)
        if self.is_inside is None:
            return _first(here, fix, circle, away_m, is_rough=is_rough)
        evidence = _evidence(fix, circle, away_m, self.away_m)
        if evidence is Evidence.NOTHING:
            return _unclear(here, fix, circle, away_m, is_rough=is_rough)
        if evidence.is_inside is self.is_inside:
            return replace(_undoubted(here), support=min(2, self.support + 1), at=fix.at)
        return _contradicted(here, fix, evidence)

    def passed(self, event: Event, at: datetime) -> "Fence":
        """Return what is known once the device itself said that it entered or left.

        Later evidence for where it is now overrules it: what comes too late changes nothing.
        """
        if self.at is not None and at < self.at:
            return self
        return replace(_undoubted(self), is_inside=event == "enter", support=2, at=at)


def inside(fixes: Sequence[Fix], circle: Circle) -> bool | None:
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


def _first(fence: Fence, fix: Fix, circle: Circle, away_m: float, *, is_rough: bool) -> Fence:
    """Believe the first fix, unless it is too rough to tell."""
    if not is_rough:
        return replace(fence, is_inside=away_m <= circle.radius_m, support=1, at=fix.at)
    if away_m - accuracy_of(fix) >= circle.radius_m:
        return replace(fence, is_inside=False, support=1, at=fix.at)
    return fence


def _unclear(fence: Fence, fix: Fix, circle: Circle, away_m: float, *, is_rough: bool) -> Fence:
    """Take a fix that speaks for neither side: it says at least that the device is not far off."""
    if is_rough and away_m - accuracy_of(fix) > circle.radius_m:
        return fence
    supported = replace(fence, support=min(2, fence.support + 1))
    return supported if is_rough else _undoubted(supported)


def _contradicted(fence: Fence, fix: Fix, evidence: Evidence) -> Fence:
    if _is_enough_alone(evidence, fence):
        return _turned(fence, fix, support=1)
    is_far = evidence in {Evidence.FAR_OUTSIDE, Evidence.SURELY_OUTSIDE}
    doubted = replace(
        fence,
        doubt=fence.doubt or fix,
        doubts=fence.doubts + 1,
        are_far=is_far and (fence.doubts == 0 or fence.are_far),
    )
    return _turned(doubted, fix, support=2) if _is_enough(doubted, fix) else doubted


def _is_enough_alone(evidence: Evidence, fence: Fence) -> bool:
    if evidence is Evidence.SURELY_INSIDE:
        return True
    # One fix against one fix: the newer wins, if it leaves no doubt.
    return evidence is Evidence.SURELY_OUTSIDE and fence.support <= 1


def _is_enough(fence: Fence, fix: Fix) -> bool:
    """Tell whether the fixes in a row that end with `fix` turn the decision."""
    first = fence.doubt or fix
    took = fix.at - first.at
    if not fence.is_inside:
        return fence.doubts >= ENTERS and took >= ENTERED_FOR
    if not fence.are_far:
        return fence.doubts >= LEAVES and took >= LEFT_FOR
    needed = LEAVES_FAR if _is_along(fence, first, fix) else LEAVES
    return fence.doubts >= needed and took >= LEFT_FAR_FOR


def _is_along(fence: Fence, first: Fix, fix: Fix) -> bool:
    """Tell whether two fixes go together: errors fall anywhere, who leaves is near or goes on."""
    apart_m = distance_m(first.point, fix.point)
    noise_m = 2 * (accuracy_of(first) + accuracy_of(fix))
    return fence.away_m is not None and apart_m <= max(noise_m, fence.away_m / 3)


def _undoubted(fence: Fence) -> Fence:
    return replace(fence, doubt=None, doubts=0, are_far=True)


def _turned(fence: Fence, fix: Fix, *, support: int) -> Fence:
    turned = replace(fence, is_inside=not fence.is_inside, support=support, at=fix.at)
    return _undoubted(turned)


def _evidence(fix: Fix, circle: Circle, away_m: float, before_m: float | None) -> Evidence:
    accuracy_m, radius_m = accuracy_of(fix), circle.radius_m
    beyond_m = away_m - radius_m
    if accuracy_m > _roughest_m(circle):
        return Evidence.OUTSIDE if beyond_m >= 3 * accuracy_m else Evidence.NOTHING
    if beyond_m > 0:
        return _evidence_outside(beyond_m, accuracy_m, radius_m)
    if away_m > max(radius_m / 2, radius_m - accuracy_m):
        return Evidence.NOTHING
    # From so far away no error lands just here.
    was_beyond_m = -math.inf if before_m is None else before_m - radius_m
    is_from_afar = was_beyond_m > max(500.0, 5 * radius_m, 10 * accuracy_m)
    is_sure = is_from_afar and away_m + accuracy_m <= radius_m
    return Evidence.SURELY_INSIDE if is_sure else Evidence.INSIDE


def _evidence_outside(beyond_m: float, accuracy_m: float, radius_m: float) -> Evidence:
    if beyond_m >= max(1000.0, 10 * accuracy_m) and accuracy_m <= SHARP_M:
        return Evidence.SURELY_OUTSIDE
    if beyond_m >= max(150.0, 4 * accuracy_m, radius_m):
        return Evidence.FAR_OUTSIDE
    if beyond_m >= max(50.0, 3 * accuracy_m, 0.2 * radius_m):
        return Evidence.OUTSIDE
    return Evidence.NOTHING
