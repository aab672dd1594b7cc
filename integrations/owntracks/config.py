"""`owntracks:` as Home Assistant has it."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class OwnTracksConfig(BaseModel):
    """What phones may tell, and under which key.

    `secret`: one for all, or one per topic ("owntracks/anna/phone"); phones that have one must
    encrypt. `max_gps_accuracy`: locations that are rougher, in metres, are left out.
    `events_only`: only transitions count. `region_mapping`: names on phones to names of zones.
    `waypoints`: regions of phones become zones, those of `waypoint_whitelist` only, if given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mqtt_topic: str = "owntracks/#"
    secret: SecretStr | Mapping[str, SecretStr] | None = None
    max_gps_accuracy: float | None = Field(default=None, gt=0)
    events_only: bool = False
    waypoints: bool = True
    waypoint_whitelist: Annotated[tuple[str, ...], BeforeValidator(_listed)] | None = None
    region_mapping: Mapping[str, str] = {}
    webhook_id: str | None = None

    @property
    def topic_base(self) -> str:
        """The topic before user and device."""
        return self.mqtt_topic.removesuffix("/#").removesuffix("/+")

    def key_for(self, topic: str) -> bytes | None:
        """Return the key of a topic, None if it has none.

        Padded with zeroes or cut to 32 bytes (OwnTracks Booklet, "Payload encryption").
        """
        if self.secret is None:
            return None
        if isinstance(self.secret, SecretStr):
            return _padded(self.secret)
        found = self.secret.get(topic)
        return None if found is None else _padded(found)


def _padded(secret: SecretStr) -> bytes | None:
    plain = secret.get_secret_value().encode()
    return plain[:32].ljust(32, b"\0") if plain else None
