"""`sun.sun`: where the sun stands, and when it next rises and sets."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self

import astral
from astral import sun

from hub.automation.alarms import Alarms
from hub.automation.entities.twilight import next_stand, next_twilight
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
        self._since = now()
        self._until: datetime | None = None
        self._moments: dict[str, str | None] = {}

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
            **self._stands(observer, now),
            "next_rising": rising.isoformat() if rising else None,
            "next_setting": setting.isoformat() if setting else None,
            "elevation": round(elevation, 2),
            "azimuth": round(sun.azimuth(observer, now), 2),
            "rising": sun.elevation(observer, now + timedelta(seconds=30)) > elevation,
        }
        state = "above_horizon" if self._place.is_sun_up(now) else "below_horizon"
        self._home.report(SUN, state, shown, Context(source=Source.HUB))
        self._set_alarm(now, (rising, setting))

    def _stands(self, observer: astral.Observer, now: datetime) -> dict[str, str | None]:
        """Return the next moments, worked out anew only when one of them has passed."""
        if self._until is None or now >= self._until or now < self._since:
            moments: dict[str, datetime | None] = {
                "next_dawn": next_twilight(observer, "dawn", now),
                "next_dusk": next_twilight(observer, "dusk", now),
                "next_midnight": next_stand(observer, "midnight", now),
                "next_noon": next_stand(observer, "noon", now),
            }
            self._since, self._until = now, min(filter(None, moments.values()))
            self._moments = {key: at.isoformat() if at else None for key, at in moments.items()}
        return self._moments

    def _set_alarm(self, now: datetime, events: tuple[datetime | None, ...]) -> None:
        # Half a second is how exactly the events are known: look just after them.
        after = [one + timedelta(seconds=1) for one in (*events, self._until) if one is not None]
        self._alarms.set(_ALARM, min([*after, now + LOOK_EVERY]), self._look)
