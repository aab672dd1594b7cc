"""What starts a rule. Names and keys are Home Assistant's ("Automation triggers")."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, time
from typing import Any, Literal

from hub.automation.model.values import Duration, Part, Template, Tree, Variables
from hub.home.ids import EntityId
from hub.home.rules import SunEvent, Weekday
from hub.record import record

Texts = tuple[str, ...]
Bound = float | EntityId


@record(frozen=True, slots=True, kw_only=True)
class Trigger(Part):
    """What all triggers have: `id` for conditions and templates, and variables of their own."""

    id: str | None = None
    variables: Variables = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class StateTrigger(Trigger):
    """Fires when an entity's state (or `attribute`) changes.

    None for `to`, `from_`, `not_to`, `not_from`: not given; with none of the four (and no
    `attribute`) changes of attributes fire too. `to_any`: `to:` is given as null: any change of
    the state itself. `for_`: it must stay so for that long.
    """

    entity_id: tuple[EntityId, ...]
    to: Texts | None = None
    from_: Texts | None = None
    not_to: Texts | None = None
    not_from: Texts | None = None
    to_any: bool = False
    from_any: bool = False
    attribute: str | None = None
    for_: Duration | None = None


@record(frozen=True, slots=True, kw_only=True)
class NumericStateTrigger(Trigger):
    """Fires when a number comes to lie between bounds, each a number or an entity that has one."""

    entity_id: tuple[EntityId, ...]
    above: Bound | None = None
    below: Bound | None = None
    attribute: str | None = None
    value_template: Template | None = None
    for_: Duration | None = None


@record(frozen=True, slots=True)
class EntityTime:
    """A time that an entity tells (input_datetime, a timestamp sensor), and an offset."""

    entity_id: EntityId
    offset_s: float = 0.0


@record(frozen=True, slots=True, kw_only=True)
class TimeTrigger(Trigger):
    """Fires at local times of day, at a moment (Lares' own), or when an entity's time comes."""

    at: tuple[time | datetime | EntityTime | Template, ...]
    weekday: tuple[Weekday, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class TimePatternTrigger(Trigger):
    """Fires whenever the clock fits: "*", "/5", "30", None as Home Assistant fills it in."""

    hours: str | None = None
    minutes: str | None = None
    seconds: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class SunTrigger(Trigger):
    """Fires `offset_s` after sunrise or sunset, before it if negative."""

    event: SunEvent
    offset_s: float = 0.0


@record(frozen=True, slots=True, kw_only=True)
class ZoneTrigger(Trigger):
    """Fires when a person or tracker enters or leaves a zone."""

    entity_id: tuple[EntityId, ...]
    zone: EntityId
    event: Literal["enter", "leave"] = "enter"


@record(frozen=True, slots=True, kw_only=True)
class GeoLocationTrigger(Trigger):
    """Fires when a geo_location entity of `source` enters or leaves a zone."""

    source: str
    zone: EntityId
    event: Literal["enter", "leave"] = "enter"


@record(frozen=True, slots=True, kw_only=True)
class DistanceTrigger(Trigger):
    """Fires when somebody comes nearer to a zone than `within_m` metres, or gets farther away.

    Lares' own.
    """

    entity_id: tuple[EntityId, ...]
    zone: EntityId
    within_m: float
    event: Literal["enter", "leave"] = "enter"


@record(frozen=True, slots=True, kw_only=True)
class MqttTrigger(Trigger):
    """Fires on a message; with `payload`, only if the (rendered) value equals it."""

    topic: str | Template
    payload: str | Template | None = None
    value_template: Template | None = None
    encoding: str | None = "utf-8"
    qos: int = 0


@record(frozen=True, slots=True, kw_only=True)
class EventTrigger(Trigger):
    """Fires on events of the hub's bus whose data and context hold what is given."""

    event_type: tuple[str | Template, ...]
    event_data: Mapping[str, Tree] = field(default_factory=dict)
    context: Mapping[str, Tree] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class TemplateTrigger(Trigger):
    """Fires when a template comes to be true, and stays so for `for_`."""

    value_template: Template
    for_: Duration | None = None


@record(frozen=True, slots=True, kw_only=True)
class WebhookTrigger(Trigger):
    """Fires when somebody calls `/api/webhook/<webhook_id>`, from this network if `local_only`."""

    webhook_id: str
    allowed_methods: tuple[str, ...] = ("POST", "PUT")
    local_only: bool = True


@record(frozen=True, slots=True, kw_only=True)
class CalendarTrigger(Trigger):
    """Fires `offset_s` from the start or the end of each event of a calendar."""

    entity_id: EntityId
    event: Literal["start", "end"] = "start"
    offset_s: float = 0.0


@record(frozen=True, slots=True, kw_only=True)
class HomeAssistantTrigger(Trigger):
    """Fires when the hub has started, or is about to stop."""

    event: Literal["start", "shutdown"]


@record(frozen=True, slots=True, kw_only=True)
class ConversationTrigger(Trigger):
    """Fires when somebody says one of the sentences (hassil's syntax, with {slots})."""

    command: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class TagTrigger(Trigger):
    """Fires when one of the tags is scanned, by one of the devices if any are named."""

    tag_id: tuple[str, ...]
    device_id: tuple[str, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class PersistentNotificationTrigger(Trigger):
    """Fires when a notification is added, removed, updated, or is there already."""

    update_type: tuple[str, ...] = ("added", "removed", "updated", "current")
    notification_id: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class DeviceTrigger(Trigger):
    """Fires as a device does, where that maps to a state or an event; `keys` is all it says."""

    domain: str
    type: str
    device_id: str | None = None
    entity_id: str | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class PurposeTrigger(Trigger):
    """Fires as a domain has it: light.brightness_changed, text.changed, samsungtv.turn_on, ...

    `target` chooses entities as that of an action does; `options` are the rest of its keys.
    """

    kind: str
    target: Mapping[str, Tree] = field(default_factory=dict)
    options: Mapping[str, Tree] = field(default_factory=dict)


AnyTrigger = (
    StateTrigger
    | NumericStateTrigger
    | TimeTrigger
    | TimePatternTrigger
    | SunTrigger
    | ZoneTrigger
    | GeoLocationTrigger
    | DistanceTrigger
    | MqttTrigger
    | EventTrigger
    | TemplateTrigger
    | WebhookTrigger
    | CalendarTrigger
    | HomeAssistantTrigger
    | ConversationTrigger
    | TagTrigger
    | PersistentNotificationTrigger
    | DeviceTrigger
    | PurposeTrigger
)
