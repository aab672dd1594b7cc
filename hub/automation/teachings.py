"""Names and phrases that people taught, and giving the home those names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hub.home.chores import TeachName, TeachPhrase
from hub.home.errors import HubError
from hub.home.events import EntityAdded, HomeEvent
from hub.home.home import Home
from hub.home.keeping_stores import KeepingStore, TaughtName


class NothingTaught(HubError):
    """Nothing of this name was taught."""


class Teachings:
    """Keeps names as aliases in the home, also of devices that announce themselves anew."""

    def __init__(self, home: Home, store: KeepingStore) -> None:
        self._home = home
        self._store = store
        self._names: dict[str, TaughtName] = {}
        self._phrases: dict[str, tuple[str, ...]] = {}

    async def load(self) -> None:
        """Read what was taught, and name the home accordingly."""
        self._names = {_key(name.name): name for name in await self._store.names()}
        self._phrases = dict(await self._store.phrases())
        for name in self._names.values():
            self._apply(name)

    @property
    def names(self) -> Sequence[TaughtName]:
        """The taught names, the oldest first."""
        return list(self._names.values())

    @property
    def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """The taught phrases, in lower case, with what they stand for."""
        return self._phrases

    def hear(self, event: HomeEvent) -> None:
        """Give an entity that appeared, or was described anew, its taught names."""
        if not isinstance(event, EntityAdded):
            return
        for name in self._names.values():
            if event.entity.id in name.entity_ids:
                self._apply(name)

    async def teach_name(self, chore: TeachName) -> TaughtName | None:
        """Call entities or an area by another name too; returns what the name meant before.

        Raises:
            UnknownEntity: one of the entities is not in this home.
            HubError: the area is not, or nothing is named.
        """
        for entity_id in chore.entity_ids:
            self._home.entity(entity_id)
        if chore.area_id is not None and chore.area_id not in self._home.areas:
            raise HubError(f"no area {chore.area_id!r} in this home")
        if not chore.entity_ids and chore.area_id is None:
            raise HubError(f"say what {chore.name!r} is to be called")
        clean = " ".join(chore.name.split())
        name = TaughtName(name=clean, entity_ids=chore.entity_ids, area_id=chore.area_id)
        await self._store.put_name(name)
        before = self._names.pop(_key(clean), None)
        if before is not None:
            self._take_back(before)
        self._names[_key(clean)] = name
        self._apply(name)
        return before

    async def teach_phrase(self, chore: TeachPhrase) -> tuple[str, ...]:
        """Let a phrase stand for sentences; returns what it stood for before, if anything."""
        key = _key(chore.phrase)
        before = self._phrases.get(key, ())
        await self._store.put_phrase(key, chore.sentences)
        self._phrases[key] = chore.sentences
        return before

    async def forget(self, name: str) -> TaughtName | tuple[str, ...]:
        """Forget a name or a phrase; returns what it meant.

        Raises:
            NothingTaught: nobody taught it.
        """
        key = _key(name)
        if key not in self._names and key not in self._phrases:
            raise NothingTaught(f"nobody taught me {name!r}")
        await self._store.forget(key)
        phrase = self._phrases.pop(key, ())
        taught = self._names.pop(key, None)
        if taught is not None:
            self._take_back(taught)
        return taught or phrase

    def _apply(self, name: TaughtName) -> None:
        for entity_id in name.entity_ids:
            entity = self._home.entities.get(entity_id)
            if entity is not None and name.name not in entity.aliases:
                self._home.put_entity(replace(entity, aliases=(*entity.aliases, name.name)))
        area = self._home.areas.get(name.area_id) if name.area_id is not None else None
        if area is not None and name.name not in area.aliases:
            self._home.put_area(replace(area, aliases=(*area.aliases, name.name)))

    def _take_back(self, name: TaughtName) -> None:
        for entity_id in name.entity_ids:
            entity = self._home.entities.get(entity_id)
            if entity is not None:
                self._home.put_entity(replace(entity, aliases=_without(entity.aliases, name)))
        area = self._home.areas.get(name.area_id) if name.area_id is not None else None
        if area is not None:
            self._home.put_area(replace(area, aliases=_without(area.aliases, name)))


def _without(aliases: Sequence[str], name: TaughtName) -> tuple[str, ...]:
    return tuple(alias for alias in aliases if alias != name.name)


def _key(name: str) -> str:
    return " ".join(name.lower().split())
