"""`device_tracker.see`: its data, as Home Assistant documents it, to a sighting."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.home.errors import InvalidCommand
from hub.home.ids import EntityId, slugify
from hub.home.positions import Fix, Sighting
from hub.record import record

ACTION = "device_tracker.see"


class _SeeData(BaseModel):
    model_config = ConfigDict(extra="forbid")

    mac: str | None = Field(default=None, max_length=64)
    dev_id: str | None = Field(default=None, max_length=255)
    host_name: str | None = Field(default=None, max_length=255)
    location_name: str | None = Field(default=None, max_length=255)
    gps: tuple[float, float] | None = None
    gps_accuracy: float | None = Field(default=None, ge=0)
    battery: int | None = Field(default=None, ge=0, le=100)
    attributes: dict[str, Any] = {}
    source_type: str = "gps"
    consider_home: float | None = Field(default=None, ge=0)
    battery_status: str | None = None


@record(frozen=True, slots=True)
class Seen:
    """Which tracker was seen, and where."""

    object_id: str | None
    mac: str | None
    sighting: Sighting
    consider_home: timedelta | None

    @property
    def tracker_id(self) -> EntityId:
        """The id that a tracker which is not known by its MAC gets."""
        name = self.object_id or slugify(self.sighting.name or self.mac or "")
        return EntityId(f"device_tracker.{name}")


def read_seen(data: Mapping[str, Any], now: datetime) -> Seen:
    """Read the data of `device_tracker.see`.

    With neither a position nor a name for it, the device was seen on the house's network.

    Raises:
        InvalidCommand: something in it is wrong, or it names no device.
    """
    try:
        parsed = _SeeData.model_validate(dict(data))
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, item['loc']))}: {item['msg']}"
            for item in error.errors(include_url=False)
        ]
        raise InvalidCommand(ACTION, problems) from None
    if parsed.mac is None and parsed.dev_id is None:
        raise InvalidCommand(ACTION, ["it needs 'dev_id' or 'mac'"])
    return Seen(
        object_id=None if parsed.dev_id is None else slugify(parsed.dev_id),
        mac=None if parsed.mac is None else parsed.mac.upper(),
        sighting=_sighting(parsed, now),
        consider_home=_duration(parsed.consider_home),
    )


def _sighting(parsed: _SeeData, now: datetime) -> Sighting:
    fix = None
    if parsed.gps is not None and all(map(math.isfinite, parsed.gps)):
        fix = Fix(*parsed.gps, now, parsed.gps_accuracy)
    is_on_network = parsed.gps is None and parsed.location_name is None
    extra = dict(parsed.attributes)
    if parsed.battery_status is not None:
        extra["battery_status"] = parsed.battery_status
    return Sighting(
        fix=fix,
        location_name=parsed.location_name,
        source_type="router"
        if is_on_network and parsed.source_type == "gps"
        else parsed.source_type,
        battery_level=parsed.battery,
        name=parsed.host_name,
        mac=None if parsed.mac is None else parsed.mac.upper(),
        attributes=extra,
    )


def _duration(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=min(seconds, 7 * 86400.0))
