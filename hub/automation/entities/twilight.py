"""When dawn, dusk, the highest and the lowest stand of the sun come next."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import astral
from astral import sun

# Civil twilight: the sun's centre is this far below the horizon.
DAWN_DEG = -6.0
_EXACT = timedelta(seconds=0.5)
# No place has a longer polar night or day, in days.
_LONGEST = 190


def next_stand(
    observer: astral.Observer, event: Literal["noon", "midnight"], after: datetime
) -> datetime:
    """Return when the sun next stands highest, or lowest."""
    of_day = sun.noon if event == "noon" else sun.midnight
    first = after.astimezone(UTC).date() - timedelta(days=1)
    days = (of_day(observer, first + timedelta(days=number), tzinfo=UTC) for number in range(5))
    return next(at for at in days if at > after)


def next_twilight(
    observer: astral.Observer, event: Literal["dawn", "dusk"], after: datetime
) -> datetime | None:
    """Return when the sun next comes above, or goes below, 6 degrees under the horizon.

    Found by halving the half day in which it lies; None if it does not within half a year.
    """
    first = after.astimezone(UTC).date() - timedelta(days=1)
    for number in range(_LONGEST + 3):
        noon = sun.noon(observer, first + timedelta(days=number), tzinfo=UTC)
        night = noon + timedelta(hours=-12 if event == "dawn" else 12)
        if max(noon, night) <= after:
            continue
        if _is_light(observer, night) or not _is_light(observer, noon):
            continue
        down, up = night, noon
        while abs(up - down) > _EXACT:
            middle = down + (up - down) / 2
            down, up = (down, middle) if _is_light(observer, middle) else (middle, up)
        if up > after:
            return up
    return None


def _is_light(observer: astral.Observer, moment: datetime) -> bool:
    return sun.elevation(observer, moment, with_refraction=False) > DAWN_DEG
