"""The home itself: who is in it, what state it is in, and who wants to know."""

import difflib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from hub.home.customs import Custom, Customs
from hub.home.errors import UnknownEntity
from hub.home.events import EntityAdded, EntityRemoved, Fired, HomeEvent, StateReported
from hub.home.ids import AreaId, DeviceId, EntityId, FloorId, slugify
from hub.home.model import (
    NO_ATTRIBUTES,
    NOT_KNOWN,
    UNKNOWN,
    Area,
    Attributes,
    Context,
    Device,
    Entity,
    Floor,
    Label,
    State,
)

Listener = Callable[[HomeEvent], None]
ReportListener = Callable[[StateReported], None]
Unsubscribe = Callable[[], None]

_KINDS: tuple[type[HomeEvent], ...] = get_args(HomeEvent)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Home:
    """The one picture of the house that every part reads; listeners are called in order, inline.

    Not thread-safe: it belongs to the hub's event loop.
    """

    def __init__(self, *, now: Callable[[], datetime] = _utc_now) -> None:
        self.now = now
        self.floors: dict[FloorId, Floor] = {}
        self.areas: dict[AreaId, Area] = {}
        self.labels: dict[str, Label] = {}
        # Floors and areas that a file names: it would name them again after a restart.
        self.given: set[FloorId | AreaId] = set()
        self.devices: dict[DeviceId, Device] = {}
        self.entities: dict[EntityId, Entity] = {}
        self.states: dict[EntityId, State] = {}
        self.customs = Customs()
        # What entities last said before the hub started: state, and since when.
        self._from_before: dict[EntityId, tuple[str, datetime, Attributes]] = {}
        # Moves on with every change of what the home is made of, states aside.
        self.version = 0
        # By the kind of event that they hear of.
        self._listeners: dict[type[HomeEvent], tuple[Listener, ...]] = dict.fromkeys(_KINDS, ())
        self._report_listeners: dict[EntityId, list[ReportListener]] = {}
        # How many events are being told, one within the other, and what is to be done after that.
        self._telling = 0
        self._afterwards: deque[Callable[[], None]] = deque()

    def put_floor(self, floor: Floor) -> None:
        """Add or replace a floor."""
        self.floors[floor.id] = floor
        self.version += 1

    def put_area(self, area: Area) -> None:
        """Add or replace an area."""
        self.areas[area.id] = area
        self.version += 1

    def remove_floor(self, floor_id: FloorId) -> None:
        """Forget a floor; what was on it is on none."""
        self.floors.pop(floor_id, None)
        for area in tuple(self.areas.values()):
            if area.floor_id == floor_id:
                self.put_area(replace(area, floor_id=None))
        self.version += 1

    def remove_area(self, area_id: AreaId) -> None:
        """Forget an area; what was in it is in none."""
        self.areas.pop(area_id, None)
        for device in tuple(self.devices.values()):
            if device.area_id == area_id:
                self.put_device(replace(self.customs.announced_device(device), area_id=None))
        for entity in tuple(self.entities.values()):
            if entity.area_id == area_id:
                self.put_entity(replace(self.customs.announced_entity(entity), area_id=None))
        self.version += 1

    def put_label(self, label: Label) -> None:
        """Add or replace what is known of a label."""
        self.labels[label.id] = label
        self.version += 1

    def remove_label(self, label_id: str) -> None:
        """Forget a label, and take it off all that carries it."""
        self.labels.pop(label_id, None)
        for area in tuple(self.areas.values()):
            if (left := _without(label_id, area.labels)) != area.labels:
                self.put_area(replace(area, labels=left))
        for device in tuple(self.devices.values()):
            if (left := _without(label_id, device.labels)) != device.labels:
                self.put_device(replace(self.customs.announced_device(device), labels=left))
        for entity in tuple(self.entities.values()):
            if (left := _without(label_id, entity.labels)) != entity.labels:
                self.put_entity(replace(self.customs.announced_entity(entity), labels=left))
        self.version += 1

    def put_device(self, device: Device) -> None:
        """Add or replace a device; it goes by the name that people gave it."""
        self.devices[device.id] = self.customs.device(device, self.devices.get(device.id))
        self.version += 1

    def remove_device(self, device_id: DeviceId) -> None:
        """Forget a device that has no entities any more; an unknown id is no error."""
        self.devices.pop(device_id, None)
        self.version += 1

    def customise_device(self, device_id: DeviceId, custom: Custom) -> None:
        """Let people decide about a device; its entities follow."""
        device = self.devices[device_id]
        self.put_device(self._decided(device, custom))
        for entity in tuple(self.entities.values()):
            if entity.device_id == device_id:
                self.put_entity(self.customs.announced_entity(entity))

    def customise_entity(self, entity_id: EntityId, custom: Custom) -> None:
        """Let people decide about an entity."""
        announced = self.customs.announced_entity(self.entities[entity_id])
        self.customs.set_entity(entity_id, custom)
        self.put_entity(announced)

    def _decided(self, device: Device, custom: Custom) -> Device:
        announced = self.customs.announced_device(device)
        self.customs.set_device(device.id, custom)
        return announced

    def area_named(self, name: str) -> Area:
        """Return the area called `name` (or having it as alias); create it if there is none."""
        wanted = slugify(name)
        for area in self.areas.values():
            if area.id == wanted or wanted in map(slugify, (area.name, *area.aliases)):
                return area
        area = Area(id=AreaId(wanted), name=name)
        self.put_area(area)
        return area

    def put_entity(self, entity: Entity) -> None:
        """Add an entity, its state unknown until it reports, or replace its description.

        What people decided about it stays.
        """
        known = self.entities.get(entity.id)
        entity = self.customs.entity(entity, known)
        if known == entity:
            return
        self.entities[entity.id] = entity
        self.version += 1
        if entity.id not in self.states:
            now = self.now()
            self.states[entity.id] = State(
                entity.id, UNKNOWN, {}, now, now, now, Context(id="0" * 32)
            )
        self._tell(EntityAdded(entity))

    def remove_entity(self, entity_id: EntityId) -> None:
        """Forget an entity and its state; an unknown id is no error."""
        entity = self.entities.pop(entity_id, None)
        self.states.pop(entity_id, None)
        self.customs.forget_entity(entity_id)
        self.version += 1
        if entity is not None:
            self._tell(EntityRemoved(entity))

    def entity(self, entity_id: str) -> Entity:
        """Return an entity.

        Raises:
            UnknownEntity: there is none; the error names the nearest id.
        """
        found = self.entities.get(EntityId(entity_id))
        if found is None:
            near = difflib.get_close_matches(entity_id, self.entities, n=1)
            raise UnknownEntity(entity_id, near[0] if near else None)
        return found

    def state(self, entity_id: str) -> State:
        """Return the last report of an entity.

        Raises:
            UnknownEntity: there is no such entity.
        """
        found = self.states.get(EntityId(entity_id))
        if found is None:
            self.entity(entity_id)
            raise UnknownEntity(entity_id)
        return found

    def remember(
        self,
        entity_id: EntityId,
        state: str,
        since: datetime,
        attributes: Attributes = NO_ATTRIBUTES,
    ) -> None:
        """Know what an entity said before the hub started, until it reports for the first time.

        If it says the same again, it has been so `since` then: a `for:` of ten minutes goes on.
        """
        self._from_before[entity_id] = (state, since, attributes)

    def before(self, entity_id: EntityId) -> tuple[str, Attributes] | None:
        """Return what an entity said before the hub started, if it has not reported since."""
        known = self._from_before.get(entity_id)
        return None if known is None else (known[0], known[2])

    def report(  # noqa: PLR0913 - all of it is what a device says at once
        self,
        entity_id: EntityId,
        state: str,
        attributes: Mapping[str, Any],
        context: Context | None = None,
        *,
        told: frozenset[str] | None = None,
        forced: bool = False,
    ) -> State:
        """Take in what a device says of itself; `attributes` replaces all earlier ones.

        `told`: what of it the device said just now (see `StateReported`). `forced`: it counts as a
        change although it may be the same (Home Assistant, `force_update`).

        Raises:
            UnknownEntity: the entity was not put into the home first.
        """
        old = self.states.get(entity_id)
        if old is None:
            raise UnknownEntity(entity_id)
        now = self.now()
        same_state = old.state == state and not forced
        changed = not same_state or old.attributes != attributes
        since = None
        if self._from_before and old.state in NOT_KNOWN and state not in NOT_KNOWN:
            before = self._from_before.pop(entity_id, None)
            since = before[1] if before is not None and before[0] == state else None
        if changed:
            new = State(
                entity_id=entity_id,
                state=state,
                attributes=dict(attributes),
                last_changed=old.last_changed if same_state else since or now,
                last_updated=now,
                last_reported=now,
                context=context or Context(),
            )
        else:
            new = State(
                entity_id, state, old.attributes, old.last_changed, old.last_updated, now,
                old.context,
            )  # fmt: skip
        self.states[entity_id] = new
        event = StateReported(
            old=old, new=new, changed=changed, returned=since is not None, told=told
        )
        self._tell(event, event)
        return new

    def fire(
        self,
        event_type: str,
        data: Mapping[str, Any],
        context: Context,
        *,
        origin: Literal["LOCAL", "REMOTE"] = "LOCAL",
    ) -> None:
        """Tell all listeners of an event that is no report of a state."""
        self._tell(Fired(event_type, data, context, self.now(), origin))

    def listen(self, listener: Listener, *kinds: type[HomeEvent]) -> Unsubscribe:
        """Call `listener` at every event, or at those of some kinds; returns what ends it."""
        heard = kinds or _KINDS
        for kind in heard:
            self._listeners[kind] = (*self._listeners[kind], listener)

        def unsubscribe() -> None:
            for kind in heard:
                left = list(self._listeners[kind])
                left.remove(listener)
                self._listeners[kind] = tuple(left)

        return unsubscribe

    def listen_reports(self, entity_id: EntityId, listener: ReportListener) -> Unsubscribe:
        """Call `listener` at every report of one entity, changed or not."""
        self._report_listeners.setdefault(entity_id, []).append(listener)

        def unsubscribe() -> None:
            listeners = self._report_listeners[entity_id]
            listeners.remove(listener)
            if not listeners:
                del self._report_listeners[entity_id]

        return unsubscribe

    def afterwards(self, work: Callable[[], None]) -> None:
        """Work once everybody has heard of what is told now; at once if nothing is told.

        So that nobody hears of an effect before its cause.
        """
        if self._telling:
            self._afterwards.append(work)
        else:
            work()

    def area_of(self, entity: Entity) -> Area | None:
        """Return the area an entity is in: its own, else its device's."""
        area_id = entity.area_id
        if area_id is None and entity.device_id is not None:
            device = self.devices.get(entity.device_id)
            area_id = device.area_id if device else None
        return self.areas.get(area_id) if area_id is not None else None

    def floor_of(self, entity: Entity) -> Floor | None:
        """Return the floor an entity is on, if its area says."""
        area = self.area_of(entity)
        if area is None or area.floor_id is None:
            return None
        return self.floors.get(area.floor_id)

    def shown_states(self) -> Iterator[State]:
        """Yield the states of all entities that are enabled; the others have none to show."""
        entities = self.entities
        for entity_id, state in self.states.items():
            entity = entities.get(entity_id)
            if entity is None or entity.enabled:
                yield state

    def entities_of(self, domains: Iterable[str] = ()) -> Iterator[Entity]:
        """Yield the enabled entities, of the given domains only if any are given."""
        wanted = frozenset(domains)
        for entity in self.entities.values():
            if entity.enabled and (not wanted or entity.domain in wanted):
                yield entity

    def _tell(self, event: HomeEvent, report: StateReported | None = None) -> None:
        """Tell all listeners; of a `report` first those of its entity."""
        self._telling += 1
        try:
            if report is not None:
                for hear in tuple(self._report_listeners.get(report.new.entity_id, ())):
                    hear(report)
            for listener in self._listeners[type(event)]:
                listener(event)
        finally:
            self._telling -= 1
            while self._afterwards and not self._telling:
                self._afterwards.popleft()()


def _without(label_id: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label for label in labels if slugify(label) != label_id)
