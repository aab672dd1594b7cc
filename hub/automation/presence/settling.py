"""The position that is shown: one that agrees with what was decided about every circle.

Rules look at positions, too (a zone trigger measures from the middle). A fix that lies on the
other side of an edge than was decided must not make them flap, so it is not shown as it is.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hub.automation.place import EARTH_RADIUS_M
from hub.automation.presence.fence import Circle
from hub.home.positions import Fix
from hub.record import record

_ROUNDS = 5
# Clear of rounding, and of those who count the edge as inside.
_CLEAR_M = 1.0


@record(frozen=True, slots=True)
class Decided:
    """A circle, and whether the device is in it."""

    circle: Circle
    is_inside: bool

    def is_shown_by(self, fix: Fix) -> bool:
        """Tell whether a fix lies where it must, for those who take its accuracy off and others.

        Home Assistant's `in_zone`: the distance less the accuracy is below the radius.
        """
        away_m = self.circle.distance_m(fix.point)
        if self.is_inside:
            return away_m < self.circle.radius_m
        return away_m - (fix.accuracy_m or 0.0) > self.circle.radius_m


def settled(candidates: Sequence[Fix], decided: Iterable[Decided]) -> Fix | None:
    """Return the first fix that agrees with all, else the first moved until it does.

    None if none can be moved so.
    """
    demands = tuple(decided)
    for fix in candidates:
        if all(demand.is_shown_by(fix) for demand in demands):
            return fix
    for fix in candidates:
        moved = _moved(fix, demands)
        if moved is not None:
            return moved
    return None


def _moved(fix: Fix, demands: tuple[Decided, ...]) -> Fix | None:
    for _ in range(_ROUNDS):
        wrong = [demand for demand in demands if not demand.is_shown_by(fix)]
        if not wrong:
            return fix
        for demand in wrong:
            fix = _pushed(fix, demand)
    return None


def _pushed(fix: Fix, demand: Decided) -> Fix:
    """Move a fix straight to or from the middle, just over the edge."""
    circle = demand.circle
    if demand.is_inside:
        wanted_m = max(0.0, circle.radius_m - _CLEAR_M)
    else:
        wanted_m = circle.radius_m + (fix.accuracy_m or 0.0) + _CLEAR_M
    north, east = _offset_m(circle, fix)
    away_m = math.hypot(north, east)
    scale = wanted_m / away_m if away_m > 0 else 0.0
    north, east = (north * scale, east * scale) if away_m > 0 else (wanted_m, 0.0)
    latitude = circle.latitude + math.degrees(north / EARTH_RADIUS_M)
    shrink = max(math.cos(math.radians(circle.latitude)), 1e-6)
    longitude = circle.longitude + math.degrees(east / EARTH_RADIUS_M / shrink)
    return replace(fix, latitude=max(-90.0, min(90.0, latitude)), longitude=_wrapped(longitude))


def _offset_m(circle: Circle, fix: Fix) -> tuple[float, float]:
    """Return how far north and east of the middle a fix is, on the flat: it is near enough."""
    north = math.radians(fix.latitude - circle.latitude) * EARTH_RADIUS_M
    turn = math.radians(_wrapped(fix.longitude - circle.longitude))
    return north, turn * EARTH_RADIUS_M * math.cos(math.radians(circle.latitude))


def _wrapped(degrees: float) -> float:
    return (degrees + 180.0) % 360.0 - 180.0
