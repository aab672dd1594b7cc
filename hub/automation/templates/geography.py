"""`distance` and `closest`: on the ellipsoid of the Earth, as Home Assistant measures."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from hub.automation.place import Place, distance_m
from hub.automation.templates.states import StateFunctions, StateView
from hub.home.ids import is_entity_id

_AXIS_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_MINOR_AXIS_M = (1 - _FLATTENING) * _AXIS_M
_ROUNDS = 200
_EXACT = 1e-12

Point = tuple[float, float]


class Geography:
    """Where things stand, and how far apart."""

    def __init__(self, place: Place, functions: StateFunctions) -> None:
        self._here = (place.latitude, place.longitude)
        self._functions = functions

    def distance(self, *args: Any) -> float | None:
        """Return the kilometres between two points, or from home to one; None if one is none."""
        points: list[Point] = []
        rest = list(args)
        while rest:
            value = rest.pop(0)
            is_state = not isinstance(value, str) or is_entity_id(value)
            state = self._functions.state_of(value) if is_state else None
            if state is not None:
                point = _point_of(state.attributes)
            elif rest:
                point = _numbers(value, rest.pop(0))
            else:
                point = None
            if point is None:
                return None
            points.append(point)
        start = self._here if len(points) == 1 else points[0]
        return ellipsoid_m(start, points[-1] if len(points) == 1 else points[1]) / 1000

    def closest(self, *args: Any) -> StateView | None:
        """Return the entity closest to home, to another one or to a point."""
        centre: Point | None = self._here
        if len(args) == 2:  # noqa: PLR2004 - of what, and which
            state = self._functions.state_of(args[0])
            centre = None if state is None else _point_of(state.attributes)
        elif len(args) > 2:  # noqa: PLR2004 - two numbers, and which
            centre = _numbers(args[0], args[1])
        if centre is None:
            return None
        found = self._functions.expand(args[-1])
        placed = [(point, view) for view in found if (point := _point_of(view.attributes))]
        nearest = min(placed, key=lambda pair: distance_m(centre, pair[0]), default=None)
        return None if nearest is None else nearest[1]

    def closest_of(self, entities: Iterable[Any], *args: Any) -> StateView | None:
        """Be `closest` as a filter."""
        return self.closest(*args, entities)


def ellipsoid_m(start: Point, end: Point) -> float:
    """Return the metres between two points on the WGS 84 ellipsoid.

    Vincenty's inverse formula (Survey Review 23/176, 1975); on a sphere where it does not
    converge, which is only so for points opposite to each other.
    """
    if start == end:
        return 0.0
    reduced = [
        math.atan((1 - _FLATTENING) * math.tan(math.radians(point[0]))) for point in (start, end)
    ]
    (sin_1, cos_1), (sin_2, cos_2) = ((math.sin(angle), math.cos(angle)) for angle in reduced)
    longitude = turn = math.radians(end[1] - start[1])
    for _ in range(_ROUNDS):
        sin_sigma = math.hypot(
            cos_2 * math.sin(turn), cos_1 * sin_2 - sin_1 * cos_2 * math.cos(turn)
        )
        if sin_sigma == 0:
            return 0.0
        cos_sigma = sin_1 * sin_2 + cos_1 * cos_2 * math.cos(turn)
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = cos_1 * cos_2 * math.sin(turn) / sin_sigma
        cos_sq = 1 - sin_alpha**2
        cos_mid = cos_sigma - 2 * sin_1 * sin_2 / cos_sq if cos_sq else 0.0
        c = _FLATTENING / 16 * cos_sq * (4 + _FLATTENING * (4 - 3 * cos_sq))
        inner = cos_mid + c * cos_sigma * (2 * cos_mid**2 - 1)
        before = turn
        turn = longitude + (1 - c) * _FLATTENING * sin_alpha * (sigma + c * sin_sigma * inner)
        if abs(turn - before) < _EXACT:
            return _arc_m(sigma, cos_sq, cos_mid)
    return distance_m(start, end)


def _arc_m(sigma: float, cos_sq: float, cos_mid: float) -> float:
    u = cos_sq * (_AXIS_M**2 - _MINOR_AXIS_M**2) / _MINOR_AXIS_M**2
    a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    sin_sigma, cos_sigma = math.sin(sigma), math.cos(sigma)
    third = b / 6 * cos_mid * (4 * sin_sigma**2 - 3) * (4 * cos_mid**2 - 3)
    correction = b * sin_sigma * (cos_mid + b / 4 * (cos_sigma * (2 * cos_mid**2 - 1) - third))
    return round(_MINOR_AXIS_M * a * (sigma - correction) / 1000, 6) * 1000


def _point_of(attributes: Mapping[str, Any]) -> Point | None:
    latitude, longitude = attributes.get("latitude"), attributes.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None


def _numbers(latitude: Any, longitude: Any) -> Point | None:
    try:
        return float(latitude), float(longitude)
    except (TypeError, ValueError):
        return None
