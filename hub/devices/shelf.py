"""The shelf: devices that are new, and what people decide to do with them.

Two kinds stand there. A device that announced itself over MQTT is in the home and works; adopting
it says where it belongs and what it is called. One that was found on the network, or is named by
address, works once it is adopted: then there is an entry that drives it.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Any, Literal, Protocol

from hub.devices.files import check_no_file
from hub.devices.host import Condition, EntryHost
from hub.devices.plain import plain
from hub.devices.replacing import of_device, pairs
from hub.home.customs import Custom
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, new_id
from hub.home.maker import Candidate, Entry, MoreNeeded, Refused
from hub.home.model import Device
from hub.record import record

Decision = Literal["adopted", "ignored"]
# How long adopting waits for the first connection.
SETTLES_S = 8.0
# What a network full of nonsense may make the hub keep.
MOST_CANDIDATES = 500
LONGEST_ID = 200

_log = logging.getLogger(__name__)


class NotOnShelf(HubError):
    """Nothing of this id is new here; it may have been adopted already."""

    def __init__(self, new_id: str) -> None:
        super().__init__(f"nothing new has the id {new_id!r}; look at what is new again")


class Decisions(Protocol):
    """Keeps what was decided over restarts; it is on disk when a method returns."""

    async def all(self) -> dict[str, Decision]:
        """Return all decisions by the id on the shelf."""

    async def put(self, decided: Mapping[str, Decision | None]) -> None:
        """Keep decisions; None: there is none any more."""


class Renamer(Protocol):
    """An integration whose entities' ids can be changed."""

    def rename(self, old: EntityId, new: EntityId) -> None:
        """Give an entity another id."""

    def drives(self, entity_id: EntityId) -> bool:
        """Tell whether a device offers the entity now; else it is only remembered."""


@record(frozen=True, slots=True, kw_only=True)
class NewThing:
    """Something on the shelf.

    `asks`: keys that a person has to give to adopt it; `device_id`: its device, if it is in the
    home already; `entry_id`: the entry whose lost device it says that it is, at another address.
    """

    id: str
    integration: str
    title: str
    manufacturer: str | None = None
    model: str | None = None
    asks: tuple[str, ...] = ()
    device_id: DeviceId | None = None
    area_id: AreaId | None = None
    entities: tuple[EntityId, ...] = ()
    is_ignored: bool = False
    entry_id: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How somebody wants a thing to be adopted; `data` is for its maker ("password")."""

    name: str | None = None
    area_id: AreaId | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What was adopted, and how its connection is doing; None: it is in the home already."""

    device_ids: tuple[DeviceId, ...]
    entry: Entry | None = None
    condition: Condition | None = None


@record(frozen=True, slots=True, kw_only=True)
class ShelfParts:
    """What the shelf is made of.

    `is_given`: whether a device came with the house (a demo's) and is no news. `renamers`: who
    changes ids, by integration. `learn`: has the secrets of an entry's data masked. `save`: puts
    what people decided about the home on disk.
    """

    home: Home
    host: EntryHost
    decisions: Decisions
    renamers: Mapping[str, Renamer]
    save: Callable[[], Any]
    is_given: Callable[[Device], bool] = lambda _: False
    learn: Callable[[Mapping[str, Any]], None] = lambda _: None
    gives_away: Callable[[Mapping[str, Any]], bool] = lambda _: False


class KeepsItsIds(HubError):
    """What an integration makes goes by the ids that it gives."""

    def __init__(self, entity_id: str, integration: str) -> None:
        super().__init__(
            f"{entity_id} is of {integration!r}, which names its entities itself;"
            " give it another name instead"
        )


class StillThere(HubError):
    """An entity can't be forgotten while its device offers it."""

    def __init__(self, entity_id: str) -> None:
        super().__init__(
            f"{entity_id} is offered by its device and would come back; disable or hide it instead"
        )


class Shelf:
    """Knows what is new; adopts, ignores and replaces."""

    def __init__(self, parts: ShelfParts) -> None:
        self._parts = parts
        self._decided: dict[str, Decision] = {}
        self._found: dict[str, Candidate] = {}
        # By entry: where somebody says that its device is now.
        self._elsewhere: dict[str, Candidate] = {}

    async def load(self) -> None:
        """Read what was decided before."""
        self._decided = await self._parts.decisions.all()

    def things(self) -> list[NewThing]:
        """Return what is new, and what is ignored, by title."""
        found = (*self._new_devices(), *self._candidates())
        return sorted(found, key=lambda thing: (thing.is_ignored, thing.title.casefold()))

    def see(self, candidate: Candidate) -> None:
        """Put something that was found on the network on the shelf.

        If it was adopted before, it is looked for at its new address; a person has to say so first
        if the hub would tell its password there, for anybody can say that it is the device.
        """
        candidate = replace(candidate, title=plain(candidate.title), model=plain(candidate.model))
        entry = self._entry_of(candidate)
        if entry is not None:
            self._see_again(candidate, entry)
            return
        shelf_id = _found_id(candidate)
        if shelf_id not in self._found:
            if len(self._found) >= MOST_CANDIDATES or len(shelf_id) > LONGEST_ID:
                return
            _log.info("%s: %s is new on the network", candidate.integration, candidate.title)
        self._found[shelf_id] = candidate

    async def adopt(self, shelf_id: str, wishes: Wishes) -> Adopted:
        """Take something from the shelf into the home.

        Raises:
            NotOnShelf: there is no such thing.
            MoreNeeded: a person has to give or do something first.
            LinkLost, Refused: it does not answer, or cannot be driven.
        """
        candidate = self._candidate(shelf_id)
        if candidate is not None:
            known = self._entry_of(candidate)
            data = {**(known.data if known else {}), **candidate.data, **wishes.data}
            wanted = replace(wishes, data=data)
            adopted = await self._add(candidate.integration, wanted, candidate.unique_id)
            self._found.pop(shelf_id, None)
            if known is not None:
                self._elsewhere.pop(known.id, None)
            await self._decide({shelf_id: None})
            return adopted
        device = self._device(shelf_id)
        await self._settle(device, wishes)
        return Adopted(device_ids=(device.id,))

    async def add(self, integration: str, wishes: Wishes) -> Adopted:
        """Adopt a device that a person named by its address, or that was found.

        Raises:
            HubError: as `adopt`; also if there is no such integration, or the data is wrong.
        """
        return await self._add(integration, wishes)

    async def _add(self, integration: str, wishes: Wishes, unique_id: str | None = None) -> Adopted:
        host = self._parts.host
        self._parts.learn(wishes.data)
        maker = await host.ready_maker(integration)
        candidate = await maker.identify(wishes.data, host.http)
        self._parts.learn(candidate.data)
        if candidate.asks:
            wanted = ", ".join(candidate.asks)
            raise MoreNeeded(f"{candidate.title} wants: {wanted}", candidate.asks)
        same = self._entry_of(candidate)
        if same is not None and unique_id not in {None, candidate.unique_id}:
            raise Refused(f"what answers there says that it is {same.title}, which is adopted")
        if same is not None:
            check_no_file(same.id)
        area_id = same.area_id if same and wishes.area_id is None else wishes.area_id
        entry = Entry(
            id=same.id if same else new_id(),
            integration=integration,
            unique_id=candidate.unique_id,
            title=wishes.name or plain(candidate.title),
            data=dict(candidate.data),
            area_id=area_id,
            name=same.name if same and wishes.name is None else wishes.name,
        )
        await host.add(entry)
        condition = await host.settled(entry.id, SETTLES_S)
        await self._parts.save()
        return Adopted(
            device_ids=tuple(host.devices_of(entry.id)), entry=entry, condition=condition
        )

    async def ignore(self, shelf_id: str) -> None:
        """Let a thing be: it is not offered again, and if it is in the home it is switched off.

        Raises:
            NotOnShelf: there is no such thing.
        """
        if self._candidate(shelf_id) is None:
            device = self._device(shelf_id)
            home = self._parts.home
            custom = replace(home.customs.of_device(device.id), enabled=False)
            home.customise_device(device.id, custom)
            await self._parts.save()
        await self._decide({shelf_id: "ignored"})

    async def offer_again(self, shelf_id: str) -> None:
        """Put an ignored thing back on the shelf."""
        device_id = DeviceId(shelf_id.removeprefix("device:"))
        home = self._parts.home
        if device_id in home.devices:
            custom = replace(home.customs.of_device(device_id), enabled=None)
            home.customise_device(device_id, custom)
            await self._parts.save()
        await self._decide({shelf_id: None})

    async def replace(self, old_id: DeviceId, by: DeviceId) -> list[tuple[EntityId, EntityId]]:
        """Let a device take the place of another: its name, area, and its entities' ids.

        History, rules and pages go on with the ids they know. Returns (id that stays, id that the
        new device's entity had). What the old one still announces is switched off.

        Raises:
            NotOnShelf: one of them is no device here.
            HubError: none of their entities are alike.
        """
        home = self._parts.home
        for device_id in (old_id, by):
            if device_id not in home.devices:
                raise NotOnShelf(device_id)
        found = pairs(home, old_id, by)
        if not found or old_id == by:
            raise HubError(f"{by} has nothing that could take the place of {old_id}'s entities")
        moved = []
        for old, new in found:
            moved.append((old.id, new.id))
            self._swap(old.id, new.id)
        await self._hand_over(old_id, by)
        return moved

    def rename(self, old: EntityId, new: EntityId) -> None:
        """Give an entity another id, with what people said of it.

        Raises:
            KeepsItsIds: its integration gives ids itself.
            DeliveryError: its device is not connected.
        """
        home = self._parts.home
        entity = home.entity(old)
        renamer = self._parts.renamers.get(entity.integration)
        if renamer is None:
            raise KeepsItsIds(old, entity.integration)
        custom = home.customs.of_entity(old)
        renamer.rename(old, new)
        home.customs.set_entity(old, Custom())
        home.customise_entity(new, custom)

    def forget(self, entity_id: EntityId) -> None:
        """Forget an entity that no device offers any more.

        Raises:
            StillThere: one does.
        """
        home = self._parts.home
        renamer = self._parts.renamers.get(home.entity(entity_id).integration)
        if renamer is None or renamer.drives(entity_id):
            raise StillThere(entity_id)
        home.remove_entity(entity_id)

    def _swap(self, old: EntityId, new: EntityId) -> None:
        """Give the id of one entity to another, with what people said of it."""
        home, renamers = self._parts.home, self._parts.renamers
        former = home.entities[old]
        spare = _spare(home, old)
        renamers[former.integration].rename(old, spare)
        renamers[home.entities[new].integration].rename(new, old)
        taken = home.customs.announced_entity(home.entities[old])
        home.put_entity(
            replace(taken, area_id=former.area_id, aliases=former.aliases, labels=former.labels)
        )

    async def _hand_over(self, old_id: DeviceId, by: DeviceId) -> None:
        home = self._parts.home
        old, new = home.devices[old_id], home.devices[by]
        called = home.customs.of_device(old_id)
        home.put_device(replace(new, area_id=old.area_id, labels=old.labels))
        home.customise_device(by, replace(called, name=called.name or old.name))
        decided: dict[str, Decision | None] = {f"device:{by}": "adopted"}
        if of_device(home, old_id):
            home.customise_device(old_id, Custom(name=f"{old.name} (replaced)", enabled=False))
            decided[f"device:{old_id}"] = "ignored"
        else:
            home.remove_device(old_id)
        await self._parts.save()
        await self._decide(decided)

    async def _settle(self, device: Device, wishes: Wishes) -> None:
        home = self._parts.home
        if wishes.area_id is not None:
            home.put_device(replace(home.customs.announced_device(device), area_id=wishes.area_id))
        custom = home.customs.of_device(device.id)
        name = custom.name if wishes.name is None else wishes.name
        home.customise_device(device.id, replace(custom, name=name, enabled=None))
        await self._parts.save()
        await self._decide({f"device:{device.id}": "adopted"})

    def _device(self, shelf_id: str) -> Device:
        kind, _, device_id = shelf_id.partition(":")
        device = self._parts.home.devices.get(DeviceId(device_id)) if kind == "device" else None
        if device is None:
            raise NotOnShelf(shelf_id)
        return device

    async def _decide(self, decided: Mapping[str, Decision | None]) -> None:
        await self._parts.decisions.put(decided)
        for shelf_id, decision in decided.items():
            if decision is None:
                self._decided.pop(shelf_id, None)
            else:
                self._decided[shelf_id] = decision

    def _new_devices(self) -> Iterable[NewThing]:
        home = self._parts.home
        owners: dict[DeviceId, list[EntityId]] = {}
        integrations: dict[DeviceId, str] = {}
        for entity in home.entities.values():
            if entity.device_id is not None and entity.integration == "mqtt":
                owners.setdefault(entity.device_id, []).append(entity.id)
                integrations[entity.device_id] = entity.integration
        for device_id, entities in owners.items():
            decision = self._decided.get(f"device:{device_id}")
            device = home.devices.get(device_id)
            if device is None or decision == "adopted" or self._parts.is_given(device):
                continue
            yield NewThing(
                id=f"device:{device_id}",
                integration=integrations[device_id],
                title=device.name,
                manufacturer=device.manufacturer,
                model=device.model,
                device_id=device_id,
                area_id=device.area_id,
                entities=tuple(sorted(entities)),
                is_ignored=decision == "ignored",
            )

    def _candidates(self) -> Iterable[NewThing]:
        lost = {
            entry.id for entry, condition in self._parts.host.entries
            if condition.status != "connected"
        }  # fmt: skip
        moved = {entry_id: one for entry_id, one in self._elsewhere.items() if entry_id in lost}
        for entry_id, candidate in (*((None, one) for one in self._found.values()), *moved.items()):
            shelf_id = _found_id(candidate)
            yield NewThing(
                id=shelf_id,
                integration=candidate.integration,
                title=candidate.title,
                model=candidate.model,
                asks=candidate.asks if entry_id is None else (),
                is_ignored=self._decided.get(shelf_id) == "ignored",
                entry_id=entry_id,
            )

    def _candidate(self, shelf_id: str) -> Candidate | None:
        elsewhere = {_found_id(one): one for one in self._elsewhere.values()}
        return self._found.get(shelf_id) or elsewhere.get(shelf_id)

    def _entry_of(self, candidate: Candidate) -> Entry | None:
        wanted = candidate.integration, candidate.unique_id
        entries = (entry for entry, _ in self._parts.host.entries)
        return next((one for one in entries if (one.integration, one.unique_id) == wanted), None)

    def _see_again(self, candidate: Candidate, entry: Entry) -> None:
        known = {key: entry.data.get(key) for key in candidate.data}
        if known == dict(candidate.data):
            self._elsewhere.pop(entry.id, None)
        elif not self._parts.gives_away(entry.data):
            self._parts.host.moved(entry.id, candidate.data)
        else:
            if entry.id not in self._elsewhere:
                _log.info("%s: %s says that it has moved", entry.integration, entry.title)
            self._elsewhere[entry.id] = candidate


def _found_id(candidate: Candidate) -> str:
    return f"found:{candidate.integration}:{candidate.unique_id}"


def _spare(home: Home, entity_id: EntityId) -> EntityId:
    spare, count = EntityId(f"{entity_id}_old"), 1
    while spare in home.entities:
        count += 1
        spare = EntityId(f"{entity_id}_old_{count}")
    return spare
