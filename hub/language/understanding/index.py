"""What the words of a home's names, areas and floors point to; kept per home and language."""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakKeyDictionary

from hub.home.events import EntityAdded, EntityRemoved, HomeEvent
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Area, Entity
from hub.language.names import plain
from hub.language.understanding.lexicon.tables import Kind, Lexicon, Tag
from hub.language.understanding.tokens import words_of
from hub.record import record

K = TypeVar("K")
# "bathroom" is also "bath", but nobody means the bedroom by "bed".
_OWN_WORDS = frozenset({"", "bed", "class", "mush", "drive", "gate", "stair"})
Ids = frozenset[EntityId]
Words = tuple[str, ...]
NOTHING: Ids = frozenset()


@record(frozen=True, slots=True)
class Item:
    """An entity with the words of its names."""

    entity: Entity
    names: tuple[Words, ...]
    words: frozenset[str]
    area_id: AreaId | None
    place_words: frozenset[str]

    @property
    def distinct(self) -> frozenset[str]:
        """The words of its names that its place does not say."""
        return self.words - self.place_words


@dataclass(slots=True)
class HomeIndex:
    """The home, by words."""

    items: dict[EntityId, Item] = field(default_factory=dict)
    by_word: dict[str, Ids] = field(default_factory=dict)
    by_name: dict[Words, Ids] = field(default_factory=dict)
    by_area: dict[Words, Ids] = field(default_factory=dict)
    by_floor: dict[Words, Ids] = field(default_factory=dict)
    area_ids: dict[Words, frozenset[AreaId]] = field(default_factory=dict)
    area_groups: dict[Words, frozenset[AreaId]] = field(default_factory=dict)
    members: dict[str, Ids] = field(default_factory=dict)
    joined: dict[str, Words] = field(default_factory=dict)
    literal: frozenset[Words] = frozenset()
    vocabulary: frozenset[str] = frozenset()
    longest: int = 1

    def in_areas(self, areas: Iterable[AreaId]) -> Ids:
        """Return the entities in any of the areas."""
        wanted = set(areas)
        return frozenset(e for e, item in self.items.items() if item.area_id in wanted)


class _Watched:
    def __init__(self, home: Home) -> None:
        self.is_stale = True
        self.places: tuple[object, ...] = ()
        self.indexes: dict[str, HomeIndex] = {}
        home.listen(self._listen, EntityAdded, EntityRemoved)

    def _listen(self, _: HomeEvent) -> None:
        self.is_stale = True


_WATCHED: WeakKeyDictionary[Home, _Watched] = WeakKeyDictionary()


def index_of(home: Home, lexicon: Lexicon) -> HomeIndex:
    """Return the index of a home, built anew after its entities, areas or floors changed."""
    watched = _WATCHED.get(home)
    if watched is None:
        watched = _WATCHED[home] = _Watched(home)
    places = (*home.areas.values(), *home.floors.values(), *home.devices.values())
    if watched.is_stale or places != watched.places:
        watched.is_stale, watched.places = False, places
        watched.indexes.clear()
    index = watched.indexes.get(lexicon.language)
    if index is None:
        index = watched.indexes[lexicon.language] = build(home, lexicon)
    return index


def build(home: Home, lexicon: Lexicon) -> HomeIndex:
    """Index a home."""
    index = HomeIndex()
    for entity in home.entities_of():
        index.items[entity.id] = _item(home, entity, lexicon)
    index.by_word = _inverted(
        (word, item.entity.id) for item in index.items.values() for word in item.words
    )
    index.by_name = _inverted(
        (name, item.entity.id) for item in index.items.values() for name in item.names
    )
    _put_places(index, home, lexicon)
    for key, kind in lexicon.kinds.items():
        index.members[key] = frozenset(e for e, item in index.items.items() if is_kind(item, kind))
    index.literal = frozenset(
        tuple(plain(name).split())
        for item in index.items.values()
        for name in (item.entity.name, *item.entity.aliases)
    )
    phrases = (*index.by_name, *index.by_area, *index.by_floor)
    index.longest = max(map(len, phrases), default=1)
    index.vocabulary = frozenset(word for phrase in phrases for word in phrase)
    for phrase in phrases:
        for two in itertools.pairwise(phrase):
            index.joined.setdefault("".join(two), two)
    return index


def is_kind(item: Item, kind: Kind) -> bool:
    """Tell whether an entity is of a kind, whatever its state."""
    entity = item.entity
    if entity.domain not in kind.domains or not entity.actions:
        return False
    if not kind.narrow:
        return True
    return entity.device_class in kind.classes or (
        bool(item.words & kind.words) and (entity.device_class is None or not kind.classes)
    )


def _item(home: Home, entity: Entity, lexicon: Lexicon) -> Item:
    names = [words_of(name, lexicon) for name in (entity.name, *entity.aliases)]
    names = [name for name in names if name]
    area = home.area_of(entity)
    floor = home.floor_of(entity)
    places = [place for place in (area, floor) if place is not None]
    place_words = [
        word
        for place in places
        for name in (place.name, *place.aliases)
        for word in words_of(name, lexicon)
    ]
    return Item(
        entity=entity,
        names=tuple(names),
        words=frozenset(word for name in names for word in name),
        area_id=area.id if area else None,
        place_words=frozenset(place_words),
    )


def _put_places(index: HomeIndex, home: Home, lexicon: Lexicon) -> None:  # noqa: C901
    area_ids: dict[Words, set[AreaId]] = defaultdict(set)
    floor_areas: dict[Words, set[AreaId]] = defaultdict(set)
    for area in home.areas.values():
        for name in (area.name, *area.aliases):
            area_ids[words_of(name, lexicon)].add(area.id)
    for floor in home.floors.values():
        areas = {area.id for area in home.areas.values() if area.floor_id == floor.id}
        for name in (floor.name, *floor.aliases):
            floor_areas[words_of(name, lexicon)] |= areas
    for name, words_of_it in lexicon.regions.items():
        areas = {a for words, ids in area_ids.items() if set(words) & words_of_it for a in ids}
        if areas and words_of(name, lexicon) not in area_ids:
            floor_areas[words_of(name, lexicon)] |= areas
    for words, areas in _usual_floors(home, lexicon).items():
        if words not in floor_areas and words not in area_ids:
            floor_areas[words] = areas
    index.area_groups = _groups(area_ids)
    area_ids.pop((), None)
    floor_areas.pop((), None)
    for word, ids in _parts_of_areas(area_ids, lexicon).items():
        if word not in area_ids and word not in floor_areas:
            area_ids[word] = ids
    index.area_ids = {words: frozenset(ids) for words, ids in area_ids.items()}
    index.by_area = {words: index.in_areas(ids) for words, ids in area_ids.items()}
    index.by_floor = {words: index.in_areas(ids) for words, ids in floor_areas.items()}


def _groups(area_ids: Mapping[Words, set[AreaId]]) -> dict[Words, frozenset[AreaId]]:
    """Return what a plural means: "guest rooms" those with a number, "bedrooms" all of them."""
    found: dict[Words, set[AreaId]] = defaultdict(set)
    for words, ids in area_ids.items():
        if len(words) > 1 and len(words[-1]) <= 2:  # noqa: PLR2004 - a number or a letter
            found[words[:-1]] |= ids
            found[words[-2:-1]] |= ids
        elif words:
            found[words[-1:]] |= ids
    found.pop(("room",), None)
    return {words: frozenset(ids) for words, ids in found.items() if len(ids) > 1}


def _parts_of_areas(
    area_ids: Mapping[Words, set[AreaId]], lexicon: Lexicon
) -> dict[Words, set[AreaId]]:
    """Return the words that only one area has: "kitchen" of "Open Plan Kitchen"."""
    found: dict[Words, set[AreaId]] = defaultdict(set)
    for words, ids in area_ids.items():
        for word in words if len(words) > 1 else ():
            tags = {tag for tag, _ in lexicon.entries.get((word,), ())}
            if tags <= {Tag.ABSENT} and len(word) > 2 and word not in lexicon.common:  # noqa: PLR2004
                found[(word,)] |= ids
    for words, ids in area_ids.items():
        short = words[-1].removesuffix("room").removesuffix("way") if words else ""
        if len(words) == 1 and short != words[0] and short not in _OWN_WORDS:
            found[(short,)] |= ids
    return {words: ids for words, ids in found.items() if len(ids) == 1}


def _usual_floors(home: Home, lexicon: Lexicon) -> Mapping[Words, set[AreaId]]:
    """Return what "upstairs" and the like mean by the floors' levels."""
    found: dict[Words, set[AreaId]] = {}
    for name, levels in lexicon.floors.items():
        floors = {floor.id for floor in home.floors.values() if floor.level in levels}
        areas = {area.id for area in _on(home.areas.values(), floors)}
        if areas:
            found[words_of(name, lexicon)] = areas
    return found


def _on(areas: Iterable[Area], floors: Collection[FloorId]) -> list[Area]:
    return [area for area in areas if area.floor_id in floors]


def _inverted(pairs: Iterable[tuple[K, EntityId]]) -> dict[K, Ids]:
    found: dict[K, set[EntityId]] = defaultdict(set)
    for key, entity_id in pairs:
        found[key].add(entity_id)
    return {key: frozenset(ids) for key, ids in found.items()}
