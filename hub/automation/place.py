"""Where the house stands: its position, its clock, its sun, and what is near."""

import math
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import astral
from astral import sun

from hub.home.rules import SunEvent
from hub.record import record

EARTH_RADIUS_M = 6_371_000.0
# The sun's upper edge touches the horizon when its centre stands here (NOAA, solar calculations).
HORIZON_DEG = -0.833
_EXACT = timedelta(seconds=0.5)
# No place has a longer polar night or day, in days.
_LONGEST_NIGHT = 190


@record(frozen=True, slots=True)
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
        first = (after - offset + self._noon_before_utc).date() - timedelta(days=1)
        for number in range(_LONGEST_NIGHT + 3):
            found = self._sun_on(event, first + timedelta(days=number))
            if found is not None and found + offset > after:
                return found + offset
        return None

    def _sun_on(self, event: SunEvent, day: date) -> datetime | None:
        """Return the event on a day from one lowest stand of the sun to the next; None if none is.

        Found by halving the half day in which it lies: astral's own sunrise leaves out a day where
        the event moves over midnight, in whatever time zone it is asked for.
        """
        noon = datetime.combine(day, time(12), tzinfo=UTC) - self._noon_before_utc
        night = noon + timedelta(hours=-12 if event == "sunrise" else 12)
        if self.is_sun_up(night) or not self.is_sun_up(noon):
            return None
        down, up = night, noon
        while abs(up - down) > _EXACT:
            middle = down + (up - down) / 2
            down, up = (down, middle) if self.is_sun_up(middle) else (middle, up)
        return up

    @property
    def _noon_before_utc(self) -> timedelta:
        """How long before noon in Greenwich the sun stands highest here, on the mean."""
        return timedelta(hours=self.longitude / 15)

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
