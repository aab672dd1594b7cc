"""Who is where, and where the sun is: persons, trackers, zones and the sun. They only report."""

from pydantic import BaseModel

HOME = "home"
NOT_HOME = "not_home"

SUN_STATES = ("above_horizon", "below_horizon")


class TrackerAttributes(BaseModel):
    """What a tracker reports; its state is "home", "not_home" or the name of a zone.

    Degrees, `gps_accuracy` in metres, `battery_level` in percent.
    """

    source_type: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    gps_accuracy: float | None = None
    battery_level: int | None = None


class PersonAttributes(BaseModel):
    """What is known of a person; the state is that of the tracker listed in `source`."""

    latitude: float | None = None
    longitude: float | None = None
    gps_accuracy: float | None = None
    source: str | None = None
    user_id: str | None = None
    device_trackers: list[str] = []


class ZoneAttributes(BaseModel):
    """A circle on the map, `radius` in metres; its state is how many persons are in it."""

    latitude: float | None = None
    longitude: float | None = None
    radius: float = 100
    passive: bool = False
    persons: list[str] = []


class SunAttributes(BaseModel):
    """The sun, its state one of `SUN_STATES`; times are ISO 8601, angles degrees."""

    next_dawn: str | None = None
    next_dusk: str | None = None
    next_midnight: str | None = None
    next_noon: str | None = None
    next_rising: str | None = None
    next_setting: str | None = None
    elevation: float | None = None
    azimuth: float | None = None
    rising: bool | None = None
