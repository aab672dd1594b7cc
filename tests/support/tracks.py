"""Tracks like recorded ones: where a phone truly was, and what it said of it."""

import math
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hub.automation.place import EARTH_RADIUS_M
from hub.home.positions import Fix

MIDDLE = (52.3731, 4.8926)
START = datetime(2026, 1, 5, 6, tzinfo=UTC)
Point = tuple[float, float]


def point_at(offset_m: Point, middle: Point = MIDDLE) -> Point:
    """Return latitude and longitude of metres (east, north) from the middle."""
    latitude = middle[0] + math.degrees(offset_m[1] / EARTH_RADIUS_M)
    shrink = math.cos(math.radians(middle[0]))
    return latitude, middle[1] + math.degrees(offset_m[0] / EARTH_RADIUS_M / shrink)


@dataclass(frozen=True)
class Truth:
    """Where the phone was: seconds from the start, and metres (east, north) from the middle."""

    at_s: float
    east_m: float
    north_m: float

    @property
    def away_m(self) -> float:
        return math.hypot(self.east_m, self.north_m)


@dataclass(frozen=True)
class Noise:
    """How a phone is wrong.

    Its error is normal, 68 % of it within the accuracy it tells, goes together from fix to fix
    (`memory`), and is `tail` times larger once in a while. `tower` of its fixes are a cell
    tower's, with the accuracy of one; `lies` of them are somewhere else altogether and say
    nothing of it. Fixes are lost, come twice, and in another order. The first two are right.
    """

    accuracies_m: tuple[float, ...] = (5.0, 8.0, 12.0, 20.0, 35.0)
    memory: float = 0.6
    outliers: float = 0.02
    tail: float = 5.0
    tower: float = 0.03
    lies: float = 0.004
    gaps: float = 0.01
    twice: float = 0.03
    swapped: float = 0.03


RIGHT = Noise(outliers=0, tower=0, lies=0)


def path(legs: Iterable[tuple[Point, float]], every_s: float, start: Point) -> list[Truth]:
    """Walk legs: to a point, in so many seconds; the same point again is a stay."""
    truths, at_s, here = [], 0.0, start
    for goal, takes_s in legs:
        steps = max(1, round(takes_s / every_s))
        for step in range(1, steps + 1):
            part = step / steps
            east = here[0] + (goal[0] - here[0]) * part
            north = here[1] + (goal[1] - here[1]) * part
            truths.append(Truth(at_s + step * every_s, east, north))
        at_s, here = at_s + steps * every_s, goal
    return truths


def recorded(truths: list[Truth], noise: Noise, chance: random.Random) -> list[Fix]:
    """Return what the phone said, in the order in which it came."""
    fixes = list(_measured(truths, noise, chance))
    for index in range(2, len(fixes) - 1):
        if chance.random() < noise.swapped:
            fixes[index], fixes[index + 1] = fixes[index + 1], fixes[index]
    return fixes


def _measured(truths: list[Truth], noise: Noise, chance: random.Random) -> Iterator[Fix]:
    error, lost, accuracy_m = (0.0, 0.0), 0, noise.accuracies_m[0]
    for truth in truths:
        if chance.random() < 0.05:
            accuracy_m = chance.choice(noise.accuracies_m)
        error = _next_error(error, noise.memory, chance)
        if truth not in truths[:2] and (lost > 0 or chance.random() < noise.gaps):
            lost = lost - 1 if lost > 0 else chance.randint(2, 20)
            continue
        quiet = RIGHT if truth in truths[:2] else noise
        fix = _fix(truth, error if quiet is noise else (0.0, 0.0), accuracy_m, quiet, chance)
        yield fix
        if chance.random() < noise.twice:
            yield replace(fix)


def _next_error(error: Point, memory: float, chance: random.Random) -> Point:
    fresh = math.sqrt(1 - memory**2)
    return (
        memory * error[0] + fresh * chance.gauss(0, 1),
        memory * error[1] + fresh * chance.gauss(0, 1),
    )


def _fix(truth: Truth, error: Point, accuracy_m: float, noise: Noise, chance: random.Random) -> Fix:
    # 68 % of a normal error in two dimensions lie within 1.51 of its deviations.
    scale, told_m = accuracy_m / 1.51, accuracy_m
    if chance.random() < noise.tower:
        told_m = chance.uniform(500, 2500)
        scale, error = told_m / 1.51, (chance.gauss(0, 1), chance.gauss(0, 1))
    elif chance.random() < noise.outliers:
        scale *= noise.tail
    elif chance.random() < noise.lies:
        scale = chance.uniform(200, 3000)
    spot = truth.east_m + error[0] * scale, truth.north_m + error[1] * scale
    return Fix(*point_at(spot), START + timedelta(seconds=truth.at_s), told_m)


@dataclass(frozen=True)
class Crossing:
    """Something that the track truly did, or that was said of it."""

    at_s: float
    is_inside: bool


def true_crossings(truths: list[Truth], radius_m: float, margin_m: float) -> list[Crossing]:
    """Return the crossings of a circle that went through a band of `margin_m` around its edge."""
    found: list[Crossing] = []
    is_inside = truths[0].away_m <= radius_m
    for truth in truths:
        if is_inside and truth.away_m > radius_m + margin_m:
            is_inside = False
        elif not is_inside and truth.away_m < radius_m - margin_m:
            is_inside = True
        else:
            continue
        found.append(Crossing(truth.at_s, is_inside))
    return found


def said_crossings(
    fixes: list[Fix], say: Callable[[Fix], bool | None]
) -> tuple[bool | None, list[Crossing]]:
    """Return what was said first, and each change of it, by the time of the fix that brought it."""
    first: bool | None = None
    last: bool | None = None
    found: list[Crossing] = []
    for fix in fixes:
        now = say(fix)
        if first is None:
            first = now
        elif now is not None and now != last:
            found.append(Crossing((fix.at - START).total_seconds(), now))
        last = now if now is not None else last
    return first, found
