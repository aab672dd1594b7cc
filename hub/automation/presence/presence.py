"""Who is where: zones, trackers and persons of the home, kept over restarts."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from hub.automation.model.rules import HelperConfig
from hub.automation.place import Place
from hub.automation.presence.configured import read_configured
from hub.automation.presence.drawn import (
    MOST_ZONES,
    Drawing,
    check_editable,
    drawn_zones,
    fresh_id,
)
from hub.automation.presence.fence import Circle, accuracy_of
from hub.automation.presence.heading import Heading
from hub.automation.presence.persons import Person, believed
from hub.automation.presence.proximity import Proximity
from hub.automation.presence.records import record_of, tracker_of
from hub.automation.presence.seen import read_seen
from hub.automation.presence.told import bounded, fix_in, position_of
from hub.automation.presence.tracker import Map, Tracker
from hub.automation.presence.zones import HOME_ZONE, Zone, ZoneWrong, home_zone
from hub.home.commands import Command
from hub.home.domains.house import See
from hub.home.domains.presence import HOME, NOT_HOME
from hub.home.errors import HubError, InvalidCommand, UnsupportedCommand
from hub.home.events import EntityRemoved, HomeEvent, StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.ids import EntityId, domain_of, slugify
from hub.home.model import UNKNOWN, Context, Entity, Source, State
from hub.home.positions import Fix, Passage, Placed, PresenceStore, Sighting, ZoneRecord

NAME = "presence"
MOST_TRACKERS = 500
# How often what changed is written, and trackers of the network are looked at: at most that much
# is lost in a power cut.
TICK_S = 5.0
_log = logging.getLogger(__name__)


class Presence:
    """The zones, trackers and persons of a home.

    It puts `zone.*`, `device_tracker.*` and `person.*` into the home and reports them there.
    Positions and states that it reports are decided: a fix that is not believed, or too near an
    edge to tell, changes neither. Persons follow trackers of other integrations, too.
    """

    name = NAME

    def __init__(
        self, home: Home, place: Place, now: Callable[[], datetime], store: PresenceStore
    ) -> None:
        self._home = home
        self._place = place
        self._now = now
        self._store = store
        self._map = Map({HOME_ZONE: home_zone(place)}, {})
        self._watchers: dict[str, tuple[EntityId, float, int]] = {}
        self._configured: dict[EntityId, Zone] = {}
        self._brought: dict[EntityId, ZoneRecord] = {}
        self._trackers: dict[EntityId, Tracker] = {}
        self._followed: dict[EntityId, Tracker] = {}
        # Trackers of others who ask where they are.
        self._placed: dict[EntityId, Tracker] = {}
        self._zone_listeners: list[Callable[[], None]] = []
        self._persons: dict[EntityId, Person] = {}
        self._headings: dict[EntityId, tuple[Heading, tuple[float, float] | None]] = {}
        self._proximities: dict[str, Proximity] = {}
        self._changed: set[EntityId] = set()
        self._new_zones: set[EntityId] = set()
        self._unlisten: Unsubscribe | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_loaded = False
        self._is_configured = False

    async def __aenter__(self) -> Self:
        """Show what was known before the restart, and begin to listen."""
        for zone in await self._store.zones():
            self._brought[EntityId(f"zone.{zone.object_id}")] = zone
        for record in await self._store.trackers():
            self._trackers[record.tracker_id] = tracker_of(record)
        self._is_loaded = True
        self._begin()
        self._task = asyncio.create_task(self._tick_for_ever(), name="presence")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening, and keep what was not kept yet."""
        if self._unlisten is not None:
            self._unlisten()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        try:
            await self.keep()
        except HubError as error_of_store:
            _log.warning("where people are was not kept: %s", error_of_store)

    def configure(self, helpers: Iterable[HelperConfig]) -> list[ZoneWrong]:
        """Take in zones, persons and proximities of the rule files, in place of earlier ones.

        Nothing is shown before the first call (an empty one will do) and before it is entered:
        trackers would leave zones that are not yet known.
        Returns what is wrong; the rest is taken in. Other helpers are passed over.
        """
        found = read_configured(helpers)
        self._configured = {zone.entity_id: zone for zone in found.zones}
        self._replace(found.persons, found.proximities)
        self._is_configured = True
        self._begin()
        return found.wrong

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Take in that a device was seen; nobody can be ordered to be somewhere.

        Raises:
            UnsupportedCommand: it is anything else.
        """
        if isinstance(command, See):
            try:
                self.see(command.data(), context)
            except InvalidCommand as error:
                raise UnsupportedCommand(entity_id, command.action, str(error)) from error
            return
        raise UnsupportedCommand(entity_id, command.action, "people go where they like")

    def fix(self, tracker_id: EntityId, fix: Fix, context: Context | None = None) -> None:
        """Take in a position of a tracker; an unknown tracker is added."""
        self.sighted(tracker_id, Sighting(fix=fix), context or Context())

    def sighted(self, tracker_id: EntityId, sighting: Sighting, context: Context) -> None:
        """Take in where a tracker is; an unknown one is added."""
        tracker = self._tracker(tracker_id, sighting)
        if tracker is not None:
            flaw = tracker.take(bounded(sighting), self._map, self._now())
            self._taken(tracker, flaw, context)

    def passed(
        self, tracker_id: EntityId, passage: Passage, sighting: Sighting, context: Context
    ) -> None:
        """Take in that a tracker entered or left a zone, and what else it told then."""
        tracker = self._tracker(tracker_id, sighting)
        if tracker is not None:
            tracker.pass_(passage, bounded(sighting), self._map, self._now())
            self._taken(tracker, None, context)

    def see(self, data: Mapping[str, Any], context: Context) -> EntityId:
        """Do `device_tracker.see`, and return which tracker was meant.

        Raises:
            InvalidCommand: the data is wrong.
        """
        seen = read_seen(data, self._now())
        known = [
            each.entity_id for each in self._trackers.values() if seen.mac and each.mac == seen.mac
        ]
        tracker_id = known[0] if known else seen.tracker_id
        tracker = self._tracker(tracker_id, seen.sighting)
        if tracker is not None and seen.consider_home is not None:
            tracker.consider_home = seen.consider_home
        self.sighted(tracker_id, seen.sighting, context)
        return tracker_id

    def add_zone(self, name: str, latitude: float, longitude: float, radius_m: float) -> None:
        """Add a zone that a device brought along, unless one of this name is there."""
        zone_id = EntityId(f"zone.{slugify(name)}")
        if zone_id in self._map.zones or len(self._brought) >= MOST_ZONES:
            return
        self._brought[zone_id] = ZoneRecord(
            object_id=slugify(name),
            name=name,
            latitude=latitude,
            longitude=longitude,
            radius_m=radius_m,
        )
        self._new_zones.add(zone_id)
        self._draw_map()
        self._show_all(Context(source=Source.DEVICE))

    async def draw_zone(self, drawing: Drawing, zone_id: EntityId | None = None) -> EntityId:
        """Add a zone, or change one; it is on disk when this returns.

        Raises:
            ZoneKept: a file names it; another zone has the name; there are too many.
        """
        if zone_id is None:
            zone_id = fresh_id(drawing.name, self._map.zones.keys())
        check_editable(zone_id, self._configured.keys())
        kept = drawing.kept(zone_id)
        await self._store.put_zone(kept)
        self._brought[zone_id] = kept
        self._draw_map()
        self._show_all(Context(source=Source.API))
        return zone_id

    async def erase_zone(self, zone_id: EntityId) -> None:
        """Forget a zone; who was in it is where the others say.

        Raises:
            ZoneKept: a file names it.
        """
        check_editable(zone_id, self._configured.keys())
        self._new_zones.discard(zone_id)
        await self._store.remove_zone(zone_id.removeprefix("zone."))
        self._brought.pop(zone_id, None)
        self._draw_map()
        self._show_all(Context(source=Source.API))

    def watch(self, zone_id: EntityId, within_m: float) -> Unsubscribe:
        """Decide about another circle around a zone, too; returns what ends it.

        From then on no position is shown that noise alone brings over this distance: a rule that
        compares distances with `within_m` does not flap.
        """
        key = f"{zone_id}@{within_m:g}"
        count = self._watchers[key][2] if key in self._watchers else 0
        self._watchers[key] = (zone_id, within_m, count + 1)
        self._draw_map()

        def unwatch() -> None:
            zone, radius_m, left = self._watchers[key]
            self._watchers[key] = (zone, radius_m, left - 1)
            if left <= 1:
                del self._watchers[key]
                self._draw_map()

        return unwatch

    def locate(self, entity_id: EntityId) -> Fix | None:
        """Return the position that is shown of a person or a tracker, None if none is known."""
        tracker = self._trackers.get(entity_id)
        if tracker is not None:
            return tracker.position
        state = self._home.states.get(entity_id)
        return None if state is None else position_of(state)

    def place(
        self, tracker_id: EntityId, point: tuple[float, float], accuracy_m: float | None
    ) -> Placed:
        """Take in a position that a tracker of another integration tells; returns where it is."""
        if len(self._placed) >= MOST_TRACKERS and tracker_id not in self._placed:
            self._placed.pop(next(iter(self._placed)))
        tracker = self._placed.setdefault(tracker_id, Tracker(tracker_id, tracker_id))
        fix = Fix(*point, self._now(), accuracy_m)
        flaw = tracker.take(Sighting(fix=fix), self._map, self._now())
        if flaw is not None:
            _log.debug("%s: a position is left out: %s", tracker_id, flaw)
        return self._whereabouts(tracker)

    def placed(self, tracker_id: EntityId) -> Placed | None:
        """Return where a tracker of another integration is, None if it has told no position."""
        tracker = self._placed.get(tracker_id)
        return None if tracker is None else self._whereabouts(tracker)

    def place_in(self, zones: Sequence[str]) -> Placed:
        """Return where a tracker is that is in these zones, and in no other."""
        known = self._map.zones
        called = (known.get(EntityId(name)) or self._map.called(name) for name in zones)
        inside = {zone.entity_id: zone for zone in called if zone is not None}
        ordered = sorted(inside.values(), key=lambda zone: (zone.circle.radius_m, zone.entity_id))
        names = [zone.name for zone in ordered if not zone.is_passive]
        state = HOME if HOME_ZONE in inside else next(iter(names), NOT_HOME)
        return Placed(state, {"in_zones": [zone.entity_id for zone in ordered]})

    def listen_zones(self, listener: Callable[[], None]) -> Unsubscribe:
        """Call `listener` when zones have come, gone or moved; returns what ends it."""
        self._zone_listeners.append(listener)
        return lambda: self._zone_listeners.remove(listener)

    @property
    def zones(self) -> Sequence[Zone]:
        """All zones."""
        return tuple(self._map.zones.values())

    def forget(self, tracker_id: EntityId) -> None:
        """Remove a tracker; it comes back if it tells again where it is."""
        if self._trackers.pop(tracker_id, None) is not None:
            self._changed.add(tracker_id)
            self._home.remove_entity(tracker_id)

    def tick(self) -> None:
        """Let trackers of the network that were not seen for long leave."""
        for tracker in tuple(self._trackers.values()):
            shown = self._home.states.get(tracker.entity_id)
            if shown is not None and shown.state != tracker.state(self._map, self._now()):
                self._show_tracker(tracker, Context(source=Source.HUB))

    async def keep(self) -> None:
        """Write what changed since the last time."""
        changed, self._changed = self._changed, set()
        zones, self._new_zones = self._new_zones, set()
        try:
            for zone_id in zones:
                await self._store.put_zone(self._brought[zone_id])
            kept = [self._trackers[key] for key in changed if key in self._trackers]
            if kept:
                now = self._now()
                records = [record_of(each, each.state(self._map, now)) for each in kept]
                await self._store.put_trackers(records)
            for key in changed - set(self._trackers):
                await self._store.remove_tracker(key)
        except HubError:
            self._changed |= changed
            self._new_zones |= zones
            raise

    def _begin(self) -> None:
        if not (self._is_loaded and self._is_configured):
            return
        if self._unlisten is None:
            self._unlisten = self._home.listen(self._hear)
        self._draw_map()
        self._show_all(Context(source=Source.HUB))

    async def _tick_for_ever(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.tick()
            try:
                await self.keep()
            except HubError as error:
                _log.warning("where people are was not kept: %s", error)

    def _tracker(self, tracker_id: EntityId, sighting: Sighting) -> Tracker | None:
        tracker = self._trackers.get(tracker_id)
        if tracker is not None:
            return tracker
        other = self._home.entities.get(tracker_id)
        if other is not None and other.integration != NAME:
            _log.warning("%s belongs to %s: nobody else may move it", tracker_id, other.integration)
            return None
        if len(self._trackers) >= MOST_TRACKERS:
            _log.warning("%s is left out: there are %d trackers already", tracker_id, MOST_TRACKERS)
            return None
        name = sighting.name or tracker_id.partition(".")[2]
        return self._trackers.setdefault(tracker_id, Tracker(tracker_id, name))

    def _taken(self, tracker: Tracker, flaw: str | None, context: Context) -> None:
        if flaw is not None:
            _log.debug("%s: a position is left out: %s", tracker.entity_id, flaw)
            if tracker.seen_at is None:
                del self._trackers[tracker.entity_id]
            return
        self._changed.add(tracker.entity_id)
        self._show_tracker(tracker, context)

    def _show_tracker(self, tracker: Tracker, context: Context) -> None:
        self._put(tracker.entity_id, tracker.name)
        state = tracker.state(self._map, self._now())
        self._home.report(tracker.entity_id, state, tracker.attributes(self._map), context)

    def _hear(self, event: HomeEvent) -> None:
        match event:
            case StateReported(changed=True, new=State(entity_id=entity_id) as new):
                if domain_of(entity_id) == "device_tracker" and entity_id not in self._trackers:
                    self._weigh_other(new)
                self._follow(entity_id, new.context)
            case EntityRemoved(entity=Entity(id=entity_id)):
                self._follow(entity_id, Context(source=Source.HUB))
            case _:
                pass

    def _follow(self, entity_id: EntityId, context: Context) -> None:
        """Let persons, zones and proximities follow what changed."""
        domain = domain_of(entity_id)
        if domain == "device_tracker":
            for person in self._persons.values():
                if entity_id in person.device_trackers:
                    self._show_person(person, context)
        elif entity_id in self._persons:
            for zone in self._map.zones.values():
                self._show_zone(zone, context)
        if domain in {"device_tracker", "person"}:
            for proximity in self._proximities.values():
                if entity_id in proximity.devices:
                    self._show_proximity(proximity, context)

    def _weigh_other(self, state: State) -> None:
        """Decide where a tracker of another integration is that tells but its position."""
        fix = position_of(state)
        if state.state != UNKNOWN or fix is None or len(self._followed) >= MOST_TRACKERS:
            self._followed.pop(state.entity_id, None)
            return
        new = Tracker(state.entity_id, state.entity_id)
        tracker = self._followed.setdefault(state.entity_id, new)
        tracker.take(Sighting(fix=fix), self._map, self._now())

    def _whereabouts(self, tracker: Tracker) -> Placed:
        told = tracker.attributes(self._map)
        names = ("latitude", "longitude", "gps_accuracy", "in_zones")
        shown = {name: told[name] for name in names if name in told}
        return Placed(tracker.state(self._map, self._now()), shown)

    def _seen(self, tracker_id: EntityId) -> State | None:
        """Return a tracker's state as persons go by it."""
        state, followed = self._home.states.get(tracker_id), self._followed.get(tracker_id)
        if state is None or followed is None:
            return state
        decided = {**state.attributes, **followed.attributes(self._map)}
        return replace(state, state=followed.state(self._map, self._now()), attributes=decided)

    def _show_person(self, person: Person, context: Context) -> None:
        seen = map(self._seen, person.device_trackers)
        known = [state for state in seen if state is not None]
        source = believed(known)
        attributes = person.attributes(source, self._home.states.get(HOME_ZONE))
        state = UNKNOWN if source is None else source.state
        self._put(person.entity_id, person.name)
        attributes.update(self._way_home(person.entity_id, attributes))
        self._home.report(person.entity_id, state, attributes, context)

    def _way_home(self, entity_id: EntityId, attributes: Mapping[str, Any]) -> dict[str, Any]:
        """Return how far from home somebody is, and which way they go (Lares' own)."""
        here = fix_in(attributes, self._now())
        home = self._map.zones[HOME_ZONE]
        if here is None:
            return {}
        away_m = home.circle.distance_m(here.point)
        heading, before = self._headings.get(entity_id, (Heading(), None))
        if before != here.point:
            is_inside = HOME_ZONE in attributes.get("in_zones", ())
            heading = heading.after(away_m, accuracy_of(here), here.at, is_inside=is_inside)
            self._headings[entity_id] = heading, here.point
        return {"distance_to_home_m": round(away_m), "direction_to_home": heading.direction}

    def _show_zone(self, zone: Zone, context: Context) -> None:
        persons = [key for key in self._persons if self._is_there(key, zone)]
        entity = Entity(
            id=zone.entity_id,
            name=zone.name,
            integration=NAME,
            unique_id=zone.entity_id,
            icon=zone.icon,
        )
        self._home.put_entity(entity)
        attributes = zone.attributes(persons)
        self._home.report(zone.entity_id, str(len(persons)), attributes, context)

    def _is_there(self, person_id: EntityId, zone: Zone) -> bool:
        state = self._home.states.get(person_id)
        if state is None or not state.is_available or state.state == "not_home":
            return False
        if state.state == "home":
            return zone.entity_id == HOME_ZONE
        return state.state.casefold() == zone.name.casefold()

    def _show_proximity(self, proximity: Proximity, context: Context) -> None:
        zone = self._map.zones.get(proximity.zone)
        if zone is None:
            return
        states = {
            key: self._home.states[key] for key in proximity.devices if key in self._home.states
        }
        for reading in proximity.read(zone, states, self._now()):
            self._put(reading.entity_id, reading.name)
            self._home.report(reading.entity_id, reading.state, reading.attributes, context)

    def _show_all(self, context: Context) -> None:
        for zone in self._map.zones.values():
            self._show_zone(zone, context)
        for tracker in self._trackers.values():
            self._show_tracker(tracker, context)
        for person in self._persons.values():
            self._show_person(person, context)
        for zone in self._map.zones.values():
            self._show_zone(zone, context)
        for proximity in self._proximities.values():
            self._show_proximity(proximity, context)

    def _put(self, entity_id: EntityId, name: str) -> None:
        entity = self._home.entities.get(entity_id)
        if entity is None:
            entity = Entity(id=entity_id, name=name, integration=NAME, unique_id=entity_id)
        elif entity.integration == NAME and entity.name != name:
            entity = replace(entity, name=name)
        self._home.put_entity(entity)

    def _draw_map(self) -> None:
        drawn = drawn_zones(self._brought)
        zones = {HOME_ZONE: home_zone(self._place), **drawn, **self._configured}
        watched = {
            key: Circle(middle.latitude, middle.longitude, radius_m)
            for key, (zone_id, radius_m, _) in self._watchers.items()
            if zone_id in zones
            for middle in [zones[zone_id].circle]
        }
        for gone in set(self._map.zones) - set(zones):
            self._home.remove_entity(gone)
        self._map = Map(zones, watched)
        trackers = (self._trackers, self._followed, self._placed)
        for tracker in (each for kind in trackers for each in kind.values()):
            tracker.redraw(self._map)
        for listener in tuple(self._zone_listeners):
            listener()

    def _replace(self, persons: list[Person], proximities: list[Proximity]) -> None:
        kept = {person.entity_id: person for person in persons}
        for gone in set(self._persons) - set(kept):
            self._home.remove_entity(gone)
            self._headings.pop(gone, None)
        self._persons = kept
        for name in set(self._proximities) - {each.name for each in proximities}:
            for entity_id in self._proximities[name].entity_ids:
                self._home.remove_entity(entity_id)
        self._proximities = {each.name: each for each in proximities}
