"""One listener for all triggers: events by their type, entities by id, templates by what they read.

A trigger costs nothing for what does not concern it.
"""

import logging
from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from hub.automation.rendering import Reads
from hub.home.events import EntityAdded, EntityRemoved, Fired, HomeEvent, StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.ids import domain_of

log = logging.getLogger(__name__)
Hear = Callable[[HomeEvent], None]
STATE_CHANGED = "state_changed"
_Key = tuple[str, str]
_ALL: _Key = ("all", "")


class Bus:
    """An index over what a home tells."""

    def __init__(self, home: Home) -> None:
        self._heard: dict[_Key, dict[Hashable, Hear]] = {}
        home.listen(self._tell)

    def listen(self, event_type: str, hear: Callable[[Fired], None]) -> Unsubscribe:
        """Call `hear` at every event of one type; `state_changed` works as any other."""

        def only_fired(event: HomeEvent) -> None:
            if isinstance(event, Fired):
                hear(event)

        return self._add([("event", event_type)], only_fired)

    def listen_presence(self, entity_id: str, hear: Hear) -> Unsubscribe:
        """Call `hear` when an entity is added or removed."""
        return self._add([("presence", entity_id)], hear)

    def listen_domain(self, domain: str, hear: Hear) -> Unsubscribe:
        """Call `hear` at every change, coming and going of the entities of a domain."""
        return self._add([("domain", domain)], hear)

    def listen_reads(self, reads: Reads, hear: Hear) -> Unsubscribe:
        """Call `hear` when something may have changed that a template read."""
        keys: list[_Key] = [("entity", entity_id) for entity_id in reads.entities]
        keys += [("domain", domain) for domain in reads.domains]
        keys += [_ALL] if reads.all_states or reads.collections else []

        def concerned(event: HomeEvent) -> None:
            if reads.concern(event):
                hear(event)

        return self._add(keys, concerned)

    def _add(self, keys: list[_Key], hear: Hear) -> Unsubscribe:
        mark = object()
        for key in keys:
            self._heard.setdefault(key, {})[mark] = hear

        def remove() -> None:
            for key in keys:
                self._heard.get(key, {}).pop(mark, None)
                if not self._heard.get(key, {"": 0}):
                    del self._heard[key]

        return remove

    def _tell(self, event: HomeEvent) -> None:
        told: set[Hashable] = set()
        for key in self._keys(event):
            for mark, hear in tuple(self._heard.get(key, {}).items()):
                # One that was removed on the way is not called any more.
                if mark not in told and mark in self._heard.get(key, {}):
                    told.add(mark)
                    _guarded(hear, event)
        if isinstance(event, StateReported) and event.changed:
            self._tell_change(event)

    def _tell_change(self, event: StateReported) -> None:
        if ("event", STATE_CHANGED) in self._heard:
            data = {
                "entity_id": event.new.entity_id, "old_state": event.old, "new_state": event.new,
            }  # fmt: skip
            self._tell(Fired(STATE_CHANGED, data, event.new.context, event.new.last_updated))

    def _keys(self, event: HomeEvent) -> list[_Key]:
        if not self._heard:
            return []
        match event:
            case Fired(event_type=event_type):
                return [("event", event_type)]
            case StateReported(changed=False):
                return []
            case StateReported(new=new):
                entity_id = new.entity_id
                return [("entity", entity_id), ("domain", domain_of(entity_id)), _ALL]
            case EntityAdded(entity=entity) | EntityRemoved(entity=entity):
                own: list[_Key] = [("presence", entity.id), ("entity", entity.id)]
                return [*own, ("domain", entity.domain), _ALL]


def _guarded(hear: Hear, event: HomeEvent) -> None:
    """Call a trigger; a fault in one never reaches the others, or who reported."""
    try:
        hear(event)
    except Exception:
        log.exception("a trigger failed over %s", type(event).__name__)


_BUSES: WeakKeyDictionary[Home, Bus] = WeakKeyDictionary()


def bus_of(home: Home) -> Bus:
    """Return the one bus over a home."""
    found = _BUSES.get(home)
    if found is None:
        found = _BUSES[home] = Bus(home)
    return found
