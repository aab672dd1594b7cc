"""Watching the home for the triggers of rules, and for how long things stay as they are."""

from collections.abc import Callable
from datetime import timedelta

from hub.automation.alarms import Alarms
from hub.automation.surroundings import Surroundings
from hub.automation.triggers import EventTrigger, event_triggers, fires, held_s, is_met
from hub.home.events import HomeEvent, StateReported
from hub.home.ids import EntityId
from hub.home.model import Context
from hub.home.rules import Rule, StateTrigger

Fire = Callable[[str, Context], None]


class Watching:
    """Calls `fire` with a rule's id and what caused it.

    What is being waited for is not kept: after a restart, "for ten minutes" begins anew with the
    next change.
    """

    def __init__(self, around: Surroundings, alarms: Alarms, fire: Fire) -> None:
        self._around = around
        self._alarms = alarms
        self._fire = fire
        self._watched: dict[EntityId, list[tuple[str, EventTrigger]]] = {}
        self._waiting: dict[str, set[str]] = {}

    def add(self, rule: Rule) -> None:
        """Watch for a rule."""
        for trigger in event_triggers(rule):
            for entity_id in trigger.entity_id:
                self._watched.setdefault(entity_id, []).append((rule.id, trigger))

    def remove(self, rule_id: str) -> None:
        """Watch for a rule no longer; an unknown one is no error."""
        for entity_id, watched in list(self._watched.items()):
            left = [one for one in watched if one[0] != rule_id]
            if left:
                self._watched[entity_id] = left
            else:
                del self._watched[entity_id]
        for key in self._waiting.pop(rule_id, set()):
            self._alarms.cancel(key)

    def hear(self, event: HomeEvent) -> None:
        """See whether a report fires a rule."""
        if not isinstance(event, StateReported) or not event.changed or event.old is None:
            return
        watched = self._watched.get(event.new.entity_id)
        if watched is None:
            return
        for rule_id, trigger in tuple(watched):
            self._look(rule_id, trigger, event)

    def _look(self, rule_id: str, trigger: EventTrigger, event: StateReported) -> None:
        home, place = self._around.home, self._around.place
        if event.old is None:
            return
        has_fired = fires(trigger, event.old, event.new, home, place)
        if not held_s(trigger):
            if has_fired:
                self._fire(rule_id, event.new.context)
            return
        is_over = not is_met(trigger, event.new, home, place) or (
            isinstance(trigger, StateTrigger) and event.old.state != event.new.state
        )
        if has_fired:
            self._wait(rule_id, trigger, event)
        elif is_over:
            key = _key(rule_id, trigger, event.new.entity_id)
            self._waiting.get(rule_id, set()).discard(key)
            self._alarms.cancel(key)

    def _wait(self, rule_id: str, trigger: EventTrigger, event: StateReported) -> None:
        """Fire once it has stayed so for long enough; a change on the way cancels that."""
        key = _key(rule_id, trigger, event.new.entity_id)
        cause = event.new.context

        async def ring() -> None:
            self._waiting.get(rule_id, set()).discard(key)
            self._fire(rule_id, cause)

        self._waiting.setdefault(rule_id, set()).add(key)
        self._alarms.set(key, self._around.now() + timedelta(seconds=held_s(trigger)), ring)


def _key(rule_id: str, trigger: EventTrigger, entity_id: EntityId) -> str:
    return f"for {rule_id} {entity_id} {hash(trigger)}"
