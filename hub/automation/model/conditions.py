"""What must hold. Names and keys are Home Assistant's ("Conditions")."""

from collections.abc import Mapping
from dataclasses import field
from datetime import time
from typing import Any, Literal

from hub.automation.model.values import Duration, Part, Template
from hub.home.ids import EntityId
from hub.home.rules import SunEvent, Weekday
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class StateCondition(Part):
    """Holds while all (`match: any`: one) of the entities are in one of `state`.

    A `state` that is the id of an input_* entity stands for that entity's state; an attribute is
    compared as what it is: 20 is not "20". `for_`: for at least that long already.
    """

    entity_id: tuple[EntityId, ...]
    state: tuple[Any, ...]
    attribute: str | None = None
    for_: Duration | None = None
    match: Literal["all", "any"] = "all"


@record(frozen=True, slots=True, kw_only=True)
class NumericStateCondition(Part):
    """Holds while the number of every entity lies between bounds (exclusive)."""

    entity_id: tuple[EntityId, ...]
    above: float | EntityId | None = None
    below: float | EntityId | None = None
    attribute: str | None = None
    value_template: Template | None = None


@record(frozen=True, slots=True, kw_only=True)
class TimeCondition(Part):
    """Holds between two times of day (entities may tell them), on some days."""

    after: time | EntityId | None = None
    before: time | EntityId | None = None
    weekday: tuple[Weekday, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class SunCondition(Part):
    """Holds after or before today's sunrise or sunset, each with an offset in seconds."""

    after: SunEvent | None = None
    before: SunEvent | None = None
    after_offset_s: float = 0.0
    before_offset_s: float = 0.0


@record(frozen=True, slots=True, kw_only=True)
class TemplateCondition(Part):
    """Holds when a template gives true (Home Assistant's `result_as_boolean`)."""

    value_template: Template


@record(frozen=True, slots=True, kw_only=True)
class TriggerCondition(Part):
    """Holds when one of these triggers, by id or by number, started the run."""

    id: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class ZoneCondition(Part):
    """Holds while all of the entities are in one of the zones."""

    entity_id: tuple[EntityId, ...]
    zone: tuple[EntityId, ...]


@record(frozen=True, slots=True, kw_only=True)
class DeviceCondition(Part):
    """Holds as a device does, where that maps to a state; `keys` is all it says."""

    domain: str
    type: str
    device_id: str | None = None
    entity_id: str | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class AndCondition(Part):
    """Holds when all do."""

    conditions: tuple["AnyCondition", ...]


@record(frozen=True, slots=True, kw_only=True)
class OrCondition(Part):
    """Holds when one does."""

    conditions: tuple["AnyCondition", ...]


@record(frozen=True, slots=True, kw_only=True)
class NotCondition(Part):
    """Holds when none does."""

    conditions: tuple["AnyCondition", ...]


AnyCondition = (
    StateCondition
    | NumericStateCondition
    | TimeCondition
    | SunCondition
    | TemplateCondition
    | TriggerCondition
    | ZoneCondition
    | DeviceCondition
    | AndCondition
    | OrCondition
    | NotCondition
)
