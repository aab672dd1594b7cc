"""What a home is made of: floors, areas, devices, entities, and the states entities have."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from hub.home.ids import AreaId, DeviceId, EntityId, FloorId, UserId, domain_of, new_id
from hub.record import record

UNKNOWN = "unknown"
UNAVAILABLE = "unavailable"
NOT_KNOWN = frozenset({UNKNOWN, UNAVAILABLE})

Attributes = Mapping[str, Any]
NO_ATTRIBUTES: Attributes = MappingProxyType({})


class Source(StrEnum):
    """What brought something about."""

    DEVICE = "device"
    LANGUAGE = "language"
    VOICE = "voice"
    API = "api"
    UI = "ui"
    RULE = "rule"
    EVENT = "event"
    UNDO = "undo"
    HUB = "hub"
    MCP = "mcp"
    INVARIANT = "invariant"


@record(frozen=True, slots=True)
class Context:
    """The cause of a state change or a plan, as Home Assistant's context, plus its source.

    `is_spoken`: a voice started it by hand, such as the run of a script.
    """

    id: str = field(default_factory=new_id)
    source: Source = Source.DEVICE
    user_id: UserId | None = None
    parent_id: str | None = None
    is_spoken: bool = False


@record(frozen=True, slots=True)
class Floor:
    """A storey. `level` counts upwards, 0 is the ground floor.

    `is_edited`: people changed it here, which counts for more than what a file says of it.
    """

    id: FloorId
    name: str
    level: int = 0
    aliases: tuple[str, ...] = ()
    icon: str | None = None
    is_edited: bool = False


@record(frozen=True, slots=True)
class Area:
    """A room or a place of the home; `is_edited` as of a floor."""

    id: AreaId
    name: str
    floor_id: FloorId | None = None
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    icon: str | None = None
    picture: str | None = None
    is_edited: bool = False


@record(frozen=True, slots=True)
class Label:
    """What is known of a label that areas, devices and entities carry; `id`: a slug of its name."""

    id: str
    name: str
    description: str | None = None
    icon: str | None = None
    color: str | None = None


@record(frozen=True, slots=True)
class Device:
    """A thing one can touch; it carries one or more entities.

    `connections` are pairs of a kind and an address in it ("mac", "aa:bb:..."); `via_device_id` is
    the device through which the hub reaches it, such as a bridge.
    """

    id: DeviceId
    name: str
    area_id: AreaId | None = None
    manufacturer: str | None = None
    model: str | None = None
    sw_version: str | None = None
    labels: tuple[str, ...] = ()
    model_id: str | None = None
    hw_version: str | None = None
    serial_number: str | None = None
    configuration_url: str | None = None
    connections: tuple[tuple[str, str], ...] = ()
    identifiers: tuple[str, ...] = ()
    via_device_id: DeviceId | None = None


@record(frozen=True, slots=True)
class Entity:
    """One controllable or readable function of a device.

    `actions` holds the full names of the actions it offers ("light.turn_on").
    `integration` names who drives it; `unique_id` is that integration's own stable key. `former`
    holds names and classes by which it went before: the guard still takes it for what they say.
    `is_hidden`: pages leave it out; everything else is as ever.
    """

    id: EntityId
    name: str
    integration: str
    unique_id: str
    device_id: DeviceId | None = None
    area_id: AreaId | None = None
    device_class: str | None = None
    aliases: tuple[str, ...] = ()
    actions: frozenset[str] = frozenset()
    entity_category: str | None = None
    enabled: bool = True
    icon: str | None = None
    labels: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    is_hidden: bool = False

    @property
    def domain(self) -> str:
        """The domain, such as "light"."""
        return domain_of(self.id)


@record(frozen=True, slots=True)
class State:
    """What an entity last reported, and why.

    `last_reported` moves with every report, `last_updated` when state or attributes changed,
    `last_changed` when the state itself changed. All are aware UTC times.
    """

    entity_id: EntityId
    state: str
    attributes: Attributes
    last_changed: datetime
    last_updated: datetime
    last_reported: datetime
    context: Context

    @property
    def is_available(self) -> bool:
        """Whether the device is reachable and has reported something."""
        return self.state not in {UNAVAILABLE, UNKNOWN}
