"""Triggers named after their purpose: light.brightness_changed, zone.occupancy_detected, ..."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hub.automation.firing.attachment import Attachment, all_of, log
from hub.automation.firing.bus import bus_of
from hub.automation.firing.errors import TriggerUnsupported
from hub.automation.firing.lasting import Lasting
from hub.automation.firing.numeric import as_number, lies_within
from hub.automation.model.triggers import PurposeTrigger
from hub.automation.rendering import TemplateFailed
from hub.automation.world import World
from hub.home.events import StateReported
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId, domain_of
from hub.home.model import UNAVAILABLE, Entity, State
from hub.record import record

# Domains whose "turn on" is asked for by a bus event, because the device itself is off.
_ASKED = {"samsungtv.turn_on", "webostv.turn_on"}
_TURNED = {"turned_on": "on", "turned_off": "off"}
_OPENED = {"opened": "open", "closed": "closed", "locked": "locked", "unlocked": "unlocked",
           "docked": "docked", "triggered": "triggered", "disarmed": "disarmed",
           "became_available": "on"}  # fmt: skip
# Of an event entity: its state is new with each event (Home Assistant, event triggers).
_RECEIVED = "received"
_BRIGHTNESS = {"brightness_changed", "brightness_crossed_threshold"}
_OCCUPANCY = {"occupancy_detected", "occupancy_cleared"}


@record(frozen=True, slots=True)
class _Purpose:
    domain: str
    name: str
    behavior: str


class PurposeWatch:
    """Listens to the entities that one such trigger targets.

    behavior: each of them fires (any), only the first of them (first), or the last, when all of
    them are so (last).
    """

    def __init__(self, trigger: PurposeTrigger, at: Attachment) -> None:
        check_purpose(trigger)
        self._trigger = trigger
        self._at = at
        domain, _, name = trigger.kind.partition(".")
        self._purpose = _Purpose(domain, name, str(trigger.options.get("behavior", "any")))
        self._lasting = Lasting(at, self._is_still)

    def attach(self) -> Unsubscribe:
        """Begin; returns what ends it."""
        world = self._at.world
        if self._trigger.kind in _ASKED:
            return bus_of(world.home).listen(
                self._trigger.kind, lambda fired: self._at.now_fire(self._data(None), fired.context)
            )
        if self._at.at_start:
            self._lasting.resume()
        targets = self._targets()
        return all_of(
            self._lasting.close, *(world.home.listen_reports(one, self._hear) for one in targets)
        )

    def _targets(self) -> list[EntityId]:
        domain = None if self._purpose.domain == "homeassistant" else self._purpose.domain
        target = self._at.world.templates.tree(dict(self._trigger.target), self._at.variables)
        return [
            one.id
            for one in self._at.world.home.entities.values()
            if domain in {None, domain_of(one.id)} and is_targeted(one, target, self._at.world)
        ] or [EntityId(one) for one in _listed(target.get("entity_id"))]

    def _hear(self, event: StateReported) -> None:
        try:
            self._take(event)
        except TemplateFailed as error:
            log.warning("%s: %s", self._trigger.place, error)

    def _take(self, event: StateReported) -> None:
        if not event.changed:
            return
        self._lasting.look(event.new.entity_id)
        if event.returned or not self._came(event.old, event.new):
            return
        if not self._is_turn(event.new.entity_id):
            return
        data = self._data(event)
        for_ = self._trigger.options.get("for")
        for_s = 0.0 if for_ is None else self._at.seconds(for_, data)
        if for_s:
            data["for"] = timedelta(seconds=for_s)
            self._lasting.begin(event.new.entity_id, for_s, data, event.new.context)
        elif for_s is not None:
            self._at.now_fire(data, event.new.context)

    def _came(self, old: State | None, new: State) -> bool:
        if old is None or not new.is_available:
            return False
        if self._purpose.name == "changed":
            return old.state != new.state
        if self._purpose.name == _RECEIVED:
            return old.state not in {new.state, UNAVAILABLE} and self._is_so(new)
        if self._purpose.name == "brightness_changed":
            return _brightness(old) != _brightness(new) and self._is_so(new)
        return self._is_so(new) and not self._is_so(old) and old.is_available

    def _is_so(self, state: State) -> bool:
        name = self._purpose.name
        if name == _RECEIVED:
            wanted = _listed(self._limits().get("event_type"))
            return not wanted or state.attributes.get("event_type") in wanted
        if name in _BRIGHTNESS:
            percent = _brightness(state)
            options = self._limits()
            return percent is not None and lies_within(
                percent, options.get("above"), options.get("below"), self._at.world
            )
        if name in _OCCUPANCY:
            count = as_number(state.state) or 0
            return (count > 0) is (name == "occupancy_detected")
        if name == "turned_on" and state.state not in {"off", "on"}:
            return state.is_available
        return state.state == (_TURNED.get(name) or _OPENED.get(name))

    def _limits(self) -> Mapping[str, Any]:
        options = self._at.world.templates.tree(dict(self._trigger.options), self._at.variables)
        limits = options if isinstance(options, Mapping) else {}
        renamed = {"lower_limit": "above", "upper_limit": "below"}
        return {renamed.get(str(key), str(key)): value for key, value in limits.items()}

    def _is_turn(self, entity_id: EntityId) -> bool:
        """Tell whether, of several targets, this is the first or the last to be so."""
        if self._purpose.behavior not in {"first", "last"}:
            return True
        states = self._at.world.home.states
        others = [states[one] for one in self._targets() if one != entity_id and one in states]
        if self._purpose.behavior == "first":
            return not any(self._is_so(one) for one in others)
        return all(self._is_so(one) for one in others)

    def _is_still(self, entity_id: str, data: dict[str, Any]) -> bool:
        del data
        state = self._at.world.home.states.get(EntityId(entity_id))
        return state is not None and (self._purpose.name == "changed" or self._is_so(state))

    def _data(self, event: StateReported | None) -> dict[str, Any]:
        return {
            "platform": self._trigger.kind,
            "entity_id": None if event is None else event.new.entity_id,
            "from_state": None if event is None else event.old,
            "to_state": None if event is None else event.new,
            "for": None,
            "description": self._trigger.kind,
        }


def check_purpose(trigger: PurposeTrigger) -> None:
    """Check that there is such a trigger.

    Raises:
        TriggerUnsupported: there is none.
    """
    name = trigger.kind.partition(".")[2]
    known = _TURNED.keys() | _OPENED.keys() | _BRIGHTNESS | _OCCUPANCY | {"changed", _RECEIVED}
    if trigger.kind not in _ASKED and name not in known:
        raise TriggerUnsupported(
            trigger.place,
            f"no trigger {trigger.kind!r}",
            "write it as a state, numeric_state or event trigger",
        )


def is_targeted(entity: Entity, target: Mapping[str, Any], world: World) -> bool:
    """Tell whether a target, as actions have it, chooses an entity."""
    area, floor = world.home.area_of(entity), world.home.floor_of(entity)
    device = world.home.devices.get(entity.device_id) if entity.device_id is not None else None
    labels = {*entity.labels, *(device.labels if device else ()), *(area.labels if area else ())}
    return (
        entity.id in _listed(target.get("entity_id"))
        or entity.device_id in _listed(target.get("device_id"))
        or (area is not None and area.id in _listed(target.get("area_id")))
        or (floor is not None and floor.id in _listed(target.get("floor_id")))
        or not labels.isdisjoint(_listed(target.get("label_id")))
    )


def _listed(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _brightness(state: State) -> float | None:
    """Return the brightness in percent."""
    number = as_number(state.attributes.get("brightness"))
    return None if number is None else number / 255 * 100
