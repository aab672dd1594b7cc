"""`sun.sun`: where the sun stands, and when it next rises and sets."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self

import astral
from astral import sun

from hub.automation.alarms import Alarms
from hub.automation.place import Place
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, Entity, Source

SUN = EntityId("sun.sun")
# How often elevation and azimuth are told anew between rising and setting.
LOOK_EVERY = timedelta(minutes=4)
_ALARM = "house entity sun.sun"


class Sun:
    """Reports the sun from entering until leaving."""

    def __init__(
        self, home: Home, *, place: Place, now: Callable[[], datetime], alarms: Alarms
    ) -> None:
        self._home = home
        self._place = place
        self._now = now
        self._alarms = alarms

    async def __aenter__(self) -> Self:
        self._home.put_entity(Entity(id=SUN, name="Sun", integration="hub", unique_id="sun"))
        await self._look()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._alarms.cancel(_ALARM)

    async def _look(self) -> None:
        now = self._now()
        rising = self._place.next_sun("sunrise", timedelta(), now)
        setting = self._place.next_sun("sunset", timedelta(), now)
        observer = astral.Observer(self._place.latitude, self._place.longitude)
        elevation = sun.elevation(observer, now)
        shown: dict[str, Any] = {
            "friendly_name": "Sun",
            "next_rising": rising.isoformat() if rising else None,
            "next_setting": setting.isoformat() if setting else None,
            "elevation": round(elevation, 2),
            "azimuth": round(sun.azimuth(observer, now), 2),
            "rising": sun.elevation(observer, now + timedelta(seconds=30)) > elevation,
        }
        state = "above_horizon" if self._place.is_sun_up(now) else "below_horizon"
        self._home.report(SUN, state, shown, Context(source=Source.HUB))
        # Half a second is how exactly the events are known: look just after them.
        after = [one + timedelta(seconds=1) for one in (rising, setting) if one is not None]
        self._alarms.set(_ALARM, min([*after, now + LOOK_EVERY]), self._look)
