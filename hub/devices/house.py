"""One entry's place in the home: its devices and entities, and what they report."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp

from hub.devices.plain import plain
from hub.home.customs import Custom
from hub.home.home import Home
from hub.home.ids import DeviceId, EntityId, slugify
from hub.home.keyed_ids import Known
from hub.home.maker import NOTHING, DeviceFacts, EntityFacts, Entry
from hub.home.model import UNAVAILABLE, Context, Device, Entity
from hub.home.speech import Voice

# Reports this soon after a command are taken to follow from it.
CAUSE_LASTS_S = 10.0

Key = tuple[str, str]
Remember = Callable[[Entry, Mapping[str, Any]], None]


@dataclass(slots=True)
class _Lodger:
    """An entity of the house, and why its next reports come."""

    id: EntityId
    attributes: Mapping[str, Any]
    cause: Context | None = None
    until: float = 0.0

    def context(self) -> Context | None:
        cause = self.cause
        if cause is None:
            return None
        if time.monotonic() >= self.until:
            self.cause = None
            return None
        return Context(source=cause.source, user_id=cause.user_id, parent_id=cause.id)


class EntryHouse:
    """Implements `hub.home.maker.House` for one entry.

    An entity's unique id is that of the entry and its own key, so that two bridges of a maker
    never meet, and a device that is adopted anew finds its entities again.
    """

    def __init__(  # noqa: PLR0913 -- its collaborators
        self,
        entry: Entry,
        home: Home,
        http: aiohttp.ClientSession,
        known: Known,
        remember: Remember,
        *,
        voice: Callable[[], Voice | None] = lambda: None,
    ) -> None:
        self.home = home
        self.http = http
        self._entry = entry
        self._known = known
        self._remember = remember
        self._voice = voice
        self._devices: dict[str, Device] = {}
        self._lodgers: dict[Key, _Lodger] = {}
        self._keys: dict[EntityId, Key] = {}

    @property
    def voice(self) -> Voice | None:
        """The voice assistant, None on a hub without one."""
        return self._voice()

    @property
    def entities(self) -> Iterable[EntityId]:
        """The entities that live here."""
        return self._keys.keys()

    @property
    def devices(self) -> Iterable[Device]:
        """The devices of the entry, its main one first."""
        return tuple(self._devices.values())

    def key_of(self, entity_id: EntityId) -> Key | None:
        """Return the domain and key of an entity; None if it does not live here."""
        return self._keys.get(entity_id)

    def entity_id(self, domain: str, key: str) -> EntityId | None:
        """Return the id that an entity has at present; None if it does not live here."""
        lodger = self._lodgers.get((domain, key))
        return None if lodger is None else lodger.id

    def put_device(self, facts: DeviceFacts) -> None:
        """Add or describe a device; its area stays as people have it.

        The first one of an entry gets the name and area that were given when it was adopted;
        of the others, those that suggest an area of their own are put there.
        """
        home, entry = self.home, self._entry
        device_id = DeviceId(slugify(f"{entry.integration} {entry.unique_id} {facts.key}"))
        known = home.devices.get(device_id)
        area_id = known.area_id if known is not None else entry.area_id
        is_elsewhere = known is None and bool(self._devices)
        if facts.suggested_area and (area_id is None or is_elsewhere):
            area_id = home.area_named(plain(facts.suggested_area)).id
        device = Device(
            id=device_id,
            name=plain(facts.name),
            area_id=area_id,
            manufacturer=plain(facts.manufacturer),
            model=plain(facts.model),
            sw_version=plain(facts.sw_version),
            labels=known.labels if known is not None else (),
        )
        if known is None and not self._devices and entry.name is not None:
            home.customs.set_device(device_id, Custom(name=entry.name))
        self._devices[facts.key] = device
        home.put_device(device)

    def put(self, facts: EntityFacts) -> None:
        """Add or describe an entity; id, area and aliases stay as people have them."""
        device = self._devices[facts.device]
        name = device.name if facts.name is None else f"{device.name} {plain(facts.name)}"
        unique_id = f"{self._entry.unique_id} {facts.key}"
        wanted = f"{facts.domain}.{slugify(name)}"
        entity_id = self._known.ids.id_for(facts.domain, unique_id, wanted, self.home.entities)
        known = self.home.entities.get(entity_id)
        key = (facts.domain, facts.key)
        old = self._lodgers.get(key)
        self._keys[entity_id] = key
        self._lodgers[key] = _Lodger(entity_id, _described(facts))
        if old is not None:
            self._lodgers[key].cause, self._lodgers[key].until = old.cause, old.until
        self.home.put_entity(
            Entity(
                id=entity_id,
                name=name,
                integration=self._entry.integration,
                unique_id=unique_id,
                device_id=device.id,
                area_id=known.area_id if known is not None else None,
                aliases=known.aliases if known is not None else (),
                labels=known.labels if known is not None else (),
                device_class=facts.device_class,
                actions=facts.actions,
                entity_category=facts.entity_category,
                enabled=facts.enabled,
                icon=facts.icon,
                former=self._known.called.former(entity_id, name, device.name, facts.device_class),
            )
        )

    def rename(self, old: EntityId, new: EntityId) -> None:
        """Give an entity another id; its state moves along."""
        key = self._keys.pop(old)
        lodger = self._lodgers[key]
        entity, state = self.home.entities[old], self.home.states[old]
        self._known.ids.assign(entity.unique_id, new)
        self._known.called.moved(old, new)
        former = self._known.called.former(new, entity.name)
        self.home.remove_entity(old)
        self._keys[new], lodger.id = key, new
        self.home.put_entity(replace(entity, id=new, former=former))
        self.home.report(new, state.state, state.attributes, told=frozenset())

    def keep_only(self, keys: set[Key]) -> None:
        """Remove the entities whose keys are not among `keys`."""
        for key in self._lodgers.keys() - keys:
            entity_id = self._lodgers.pop(key).id
            del self._keys[entity_id]
            self.home.remove_entity(entity_id)

    def report(
        self, domain: str, key: str, state: str, attributes: Mapping[str, Any] = NOTHING
    ) -> None:
        """Report what a device says of an entity; one that was never put is passed over."""
        lodger = self._lodgers.get((domain, key))
        if lodger is None:
            return
        shown = {**lodger.attributes, **attributes}
        self.home.report(lodger.id, state, shown, lodger.context())

    def unavailable(self, domain: str, key: str) -> None:
        """Report that one entity cannot be reached."""
        lodger = self._lodgers.get((domain, key))
        if lodger is not None:
            self.home.report(
                lodger.id, UNAVAILABLE, lodger.attributes, lodger.context(), told=frozenset()
            )

    def all_unavailable(self) -> None:
        """Report that nothing of the entry can be reached."""
        for domain, key in tuple(self._lodgers):
            self.unavailable(domain, key)

    def caused_by(self, entity_id: EntityId, context: Context) -> None:
        """Take the next reports of an entity as consequences of `context`."""
        lodger = self._lodgers[self._keys[entity_id]]
        lodger.cause, lodger.until = context, time.monotonic() + CAUSE_LASTS_S

    def remember(self, data: Mapping[str, Any]) -> None:
        """Keep changed data of the entry."""
        self._remember(self._entry, data)

    def leave(self) -> None:
        """Remove every entity: the entry was taken out of the home."""
        self.keep_only(set())


def _described(facts: EntityFacts) -> dict[str, Any]:
    own = {"device_class": facts.device_class, "icon": facts.icon}
    return {**{key: value for key, value in own.items() if value is not None}, **facts.attributes}
