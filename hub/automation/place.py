"""Where the house stands: its position, its clock, its sun, and what is near."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import astral
from astral import sun

from hub.home.rules import SunEvent

EARTH_RADIUS_M = 6_371_000.0
# The sun's upper edge touches the horizon when its centre stands here (NOAA, solar calculations).
HORIZON_DEG = -0.833
# No place has a longer polar night or day, in days.
_LONGEST_NIGHT = 190


@dataclass(frozen=True, slots=True)
class Place:
    """A place on Earth. Degrees, metres above sea level, and its IANA time zone."""

    latitude: float
    longitude: float
    time_zone: ZoneInfo
    elevation: float = 0.0

    def local(self, moment: datetime) -> datetime:
        """Return an aware time as its clocks show it."""
        return moment.astimezone(self.time_zone)

    def is_sun_up(self, moment: datetime) -> bool:
        """Tell whether any of the sun is above the horizon."""
        return sun.elevation(self._observer, moment, with_refraction=False) > HORIZON_DEG

    def next_sun(self, event: SunEvent, offset: timedelta, after: datetime) -> datetime | None:
        """Return the next sunrise or sunset, plus `offset`, later than `after`; None if none is."""
        first = self.local(after - offset).date() - timedelta(days=1)
        for number in range(_LONGEST_NIGHT + 3):
            found = self._sun_on(event, first + timedelta(days=number))
            if found is not None and found + offset > after:
                return found + offset
        return None

    def _sun_on(self, event: SunEvent, day: date) -> datetime | None:
        work_out = sun.sunrise if event == "sunrise" else sun.sunset
        try:
            return work_out(self._observer, date=day)
        except ValueError:
            return None  # it does not rise or set that day

    @property
    def _observer(self) -> astral.Observer:
        return astral.Observer(self.latitude, self.longitude, max(0.0, self.elevation))


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two (latitude, longitude) in metres.

    Haversine on a sphere of 6 371 km.
    """
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, point)) for point in (a, b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))
