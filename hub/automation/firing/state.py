"""State triggers, as Home Assistant's `state` platform decides."""

from datetime import timedelta
from functools import partial
from typing import Any

from hub.automation.firing.attachment import Attachment, all_of
from hub.automation.firing.bus import bus_of
from hub.automation.firing.lasting import Lasting
from hub.automation.model.triggers import StateTrigger, Texts
from hub.home.events import EntityRemoved, HomeEvent, StateReported
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId
from hub.home.model import State


class StateWatch:
    """Listens to the entities of one state trigger."""

    def __init__(self, trigger: StateTrigger, at: Attachment) -> None:
        self._trigger = trigger
        self._at = at
        self._lasting = Lasting(at, self._is_still)
        self._last: dict[EntityId, State | None] = {}

    def attach(self) -> Unsubscribe:
        """Begin; returns what ends it."""
        home = self._at.world.home
        ends: list[Unsubscribe] = [self._lasting.close]
        if self._trigger.for_ is not None and self._at.at_start:
            self._lasting.resume()
        for entity_id in dict.fromkeys(self._trigger.entity_id):
            self._last[entity_id] = home.states.get(entity_id)
            ends.append(home.listen_reports(entity_id, self._hear))
            ends.append(
                bus_of(home).listen_presence(entity_id, partial(self._hear_presence, entity_id))
            )
        return all_of(*ends)

    def _hear(self, event: StateReported) -> None:
        entity_id = event.new.entity_id
        self._last[entity_id] = event.new
        running = self._lasting.look(entity_id) if self._trigger.for_ is not None else False
        if event.returned and self._trigger.for_ is None and self._trigger.from_ is None:
            return  # it is as it was before the hub started: nothing has come to be so
        if event.changed and not (running and not self._is_new(event.old, event.new)):
            self._changed(entity_id, event.old, event.new, running=running)

    def _hear_presence(self, entity_id: EntityId, event: HomeEvent) -> None:
        if isinstance(event, EntityRemoved):
            old, self._last[entity_id] = self._last[entity_id], None
            self._lasting.end(entity_id)
            self._changed(entity_id, old, None, running=False)

    def _is_new(self, old: State | None, new: State) -> bool:
        attribute = self._trigger.attribute
        return bool(value_of(old, attribute) != value_of(new, attribute))

    def _changed(
        self, entity_id: EntityId, old: State | None, new: State | None, *, running: bool
    ) -> None:
        trigger = self._trigger
        if not matches(trigger, old, new):
            return
        data: dict[str, Any] = {
            "platform": "state",
            "entity_id": entity_id,
            "from_state": old,
            "to_state": new,
            "for": None,
            "attribute": trigger.attribute,
            "description": f"state of {entity_id}",
        }
        cause = new.context if new is not None else None
        if trigger.for_ is None:
            self._at.now_fire(data, cause)
            return
        # It is still what the running timer waits for: that goes on with its own time.
        for_s = None if running else self._at.seconds(trigger.for_, data)
        if for_s is None or new is None:
            return
        data["for"] = timedelta(seconds=for_s)
        if for_s == 0:
            self._at.now_fire(data, cause)
        else:
            self._lasting.begin(entity_id, for_s, data, cause)

    def _is_still(self, entity_id: str, data: dict[str, Any]) -> bool:
        trigger, now = self._trigger, self._at.world.home.states.get(EntityId(entity_id))
        if now is None:
            return False
        value = value_of(now, trigger.attribute)
        if (trigger.from_ is not None or trigger.from_any) and not _has_to(trigger):
            return bool(value != value_of(data["from_state"], trigger.attribute))
        return bool(value == value_of(data["to_state"], trigger.attribute))


def matches(trigger: StateTrigger, old: State | None, new: State | None) -> bool:
    """Tell whether a change is one that the trigger means."""
    was, now = value_of(old, trigger.attribute), value_of(new, trigger.attribute)
    if was == now and (trigger.attribute is not None or not _means_all(trigger)):
        return False
    if trigger.from_ is not None and not _is_in(was, trigger.from_):
        return False
    if trigger.not_from is not None and _is_in(was, trigger.not_from):
        return False
    if trigger.to is not None and not _is_in(now, trigger.to):
        return False
    return trigger.not_to is None or not _is_in(now, trigger.not_to)


def value_of(state: State | None, attribute: str | None) -> Any:
    """Return what is looked at: the state, or an attribute of it."""
    if state is None:
        return None
    return state.state if attribute is None else state.attributes.get(attribute)


def _means_all(trigger: StateTrigger) -> bool:
    given = (trigger.from_, trigger.to, trigger.not_from, trigger.not_to)
    return all(one is None for one in given) and not (trigger.to_any or trigger.from_any)


def _has_to(trigger: StateTrigger) -> bool:
    return trigger.to is not None or trigger.to_any


def _is_in(value: object, texts: Texts) -> bool:
    """Tell whether a value is one of the texts, as YAML would write it."""
    if value is None:
        return False
    if isinstance(value, bool):
        return str(value) in texts or str(value).lower() in texts
    if isinstance(value, int | float):
        return str(value) in texts or f"{value:g}" in texts
    return value in texts
