"""Numeric state triggers: they fire when a number comes to lie between bounds."""

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hub.automation.firing.attachment import Attachment, all_of, log
from hub.automation.firing.lasting import Lasting
from hub.automation.model.triggers import Bound, NumericStateTrigger
from hub.automation.rendering import TemplateFailed
from hub.automation.world import World
from hub.home.events import StateReported
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId
from hub.home.model import UNAVAILABLE, UNKNOWN, State


class NumericWatch:
    """Listens to the entities of one numeric_state trigger.

    An entity is armed while its number lies outside; coming to lie within fires, and disarms it.
    """

    def __init__(self, trigger: NumericStateTrigger, at: Attachment) -> None:
        self._trigger = trigger
        self._at = at
        self._lasting = Lasting(at, self._is_still)
        self._armed: set[EntityId] = set()

    def attach(self) -> Unsubscribe:
        """Begin; returns what ends it."""
        home = self._at.world.home
        ends: list[Unsubscribe] = [self._lasting.close]
        if self._trigger.for_ is not None and self._at.at_start:
            self._lasting.resume()
        for entity_id in dict.fromkeys(self._trigger.entity_id):
            ends.append(home.listen_reports(entity_id, self._hear))
            if self._is_within(home.states.get(entity_id)) is False:
                self._armed.add(entity_id)
        return all_of(*ends)

    def _hear(self, event: StateReported) -> None:
        entity_id = event.new.entity_id
        # What was waited for before a restart goes on, and does not begin anew.
        goes_on = self._lasting.look(entity_id) if self._trigger.for_ is not None else False
        if not event.changed:
            return
        within = self._is_within(event.new)
        if within is False:
            self._armed.add(entity_id)
        elif within and entity_id in self._armed:
            self._armed.discard(entity_id)
            if not goes_on:
                self._entered(event)

    def _entered(self, event: StateReported) -> None:
        trigger, entity_id = self._trigger, event.new.entity_id
        data: dict[str, Any] = {
            "platform": "numeric_state",
            "entity_id": entity_id,
            "below": trigger.below,
            "above": trigger.above,
            "attribute": trigger.attribute,
            "from_state": event.old,
            "to_state": event.new,
            "for": None,
            "description": f"numeric state of {entity_id}",
        }
        if trigger.for_ is None:
            self._at.now_fire(data, event.new.context)
            return
        for_s = self._at.seconds(trigger.for_, data)
        if for_s is not None:
            data["for"] = timedelta(seconds=for_s)
            self._lasting.begin(entity_id, for_s, data, event.new.context)

    def _is_still(self, entity_id: str, data: dict[str, Any]) -> bool:
        del data
        return self._is_within(self._at.world.home.states.get(EntityId(entity_id))) is True

    def _is_within(self, state: State | None) -> bool | None:
        """Tell whether the number lies within; None if what is there is no number."""
        trigger, world = self._trigger, self._at.world
        if state is None:
            return False
        try:
            value = _value(trigger, state, world, self._at.variables)
        except TemplateFailed as error:
            log.warning("%s: value_template: %s", trigger.place, error)
            return None
        if value in (None, UNKNOWN, UNAVAILABLE):
            return False
        number = as_number(value)
        if number is None:
            return None
        return lies_within(number, trigger.above, trigger.below, world)


def lies_within(number: float, above: Bound | None, below: Bound | None, world: World) -> bool:
    """Tell whether a number lies between bounds, both exclusive; an unknown bound lets none in."""
    if below is not None:
        limit = bound(below, world)
        if limit is None or number >= limit:
            return False
    if above is not None:
        limit = bound(above, world)
        return limit is not None and number > limit
    return True


def bound(of: Bound, world: World) -> float | None:
    """Return the number that a bound stands for now."""
    if not isinstance(of, str):
        return float(of)
    state = world.home.states.get(of)
    return None if state is None else as_number(state.state)


def as_number(value: object) -> float | None:
    """Return a finite number, or None if this is none."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return None if math.isnan(number) else number


def _value(
    trigger: NumericStateTrigger, state: State, world: World, variables: Mapping[str, Any]
) -> Any:
    if trigger.value_template is not None:
        return world.templates.render(trigger.value_template, {**variables, "state": state})
    if trigger.attribute is not None:
        return state.attributes.get(trigger.attribute)
    return state.state
