"""The names people may say for entities, areas and floors, found in a sentence in microseconds."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from hub.home.events import EntityAdded, EntityRemoved, HomeEvent
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Area, Entity
from hub.language.rooms import other_names
from hub.record import record

# A name's last word that says no more than its domain: "front door lock" is also "front door".
KIND_WORDS: dict[str, frozenset[str]] = {
    "lock": frozenset({"lock"}),
    "light": frozenset({"light", "lights"}),
    "cover": frozenset({"cover"}),
    "switch": frozenset({"switch", "socket", "outlet"}),
    "valve": frozenset({"valve"}),
    "todo": frozenset({"list"}),
    "media_player": frozenset({"player"}),
    "sensor": frozenset({"power", "energy", "battery", "humidity", "temperature", "sensor"}),
    "binary_sensor": frozenset({"sensor", "detector", "contact"}),
    "climate": frozenset({"thermostat"}),
}
# Names that say nothing alone; people mean the kind of thing, not this one.
GENERIC = frozenset(
    [
        "light",
        "lights",
        "lamp",
        "lamps",
        "fan",
        "fans",
        "switch",
        "switches",
        "lock",
        "locks",
        "door",
        "doors",
        "window",
        "windows",
        "blind",
        "blinds",
        "curtain",
        "curtains",
        "shade",
        "shades",
        "shutter",
        "shutters",
        "cover",
        "covers",
        "sensor",
        "sensors",
        "thermostat",
        "temperature",
        "humidity",
        "motion",
        "speaker",
        "speakers",
        "heating",
        "radiator",
        "climate",
        "valve",
        "on",
        "off",
        "all",
        "garage",
        "battery",
        "power",
        "energy",
        "brightness",
        "volume",
        "list",
        "door",
        "lock",
        "level",
    ]
)
# What the only list of a home is called; in English by templates.
_LIST_WORDS = ("liste", "lista", "lijst", "lijstje")

_Key = tuple[str, str, str | None]
_NOT_WORD = re.compile(r"[^\w]+|_", re.UNICODE)


def plain(text: str) -> str:
    """Return `text` case-folded, its words joined by single blanks, punctuation gone."""
    composed = unicodedata.normalize("NFC", text).casefold().replace("'", "").replace("’", "")  # noqa: RUF001 - the typographic apostrophe
    return " ".join(_NOT_WORD.sub(" ", composed).split())


@record(frozen=True, slots=True)
class Named:
    """Entities of one domain that answer to one name.

    `is_own` tells a given name or alias from one that the hub made up.
    """

    text: str
    domain: str
    device_class: str | None
    entity_ids: tuple[EntityId, ...]
    is_own: bool


@record(frozen=True, slots=True)
class Mentions:
    """The names that occur in one sentence."""

    entities: tuple[Named, ...]
    areas: tuple[tuple[str, AreaId], ...]
    floors: tuple[tuple[str, FloorId], ...]

    @property
    def present(self) -> frozenset[str]:
        """The kinds of names that occur: "name", "area", "floor"."""
        kinds = {"name": self.entities, "area": self.areas, "floor": self.floors}
        return frozenset(kind for kind, found in kinds.items() if found)


class NameIndex:
    """Every name of the home; rebuilt only after entities, areas or floors changed."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._is_stale = True
        self._places: tuple[object, ...] = ()
        self._entities: tuple[tuple[str, Named], ...] = ()
        self._areas: tuple[tuple[str, str, AreaId], ...] = ()
        self._floors: tuple[tuple[str, str, FloorId], ...] = ()
        self._words: frozenset[str] = frozenset()
        self.close = home.listen(self._listen, EntityAdded, EntityRemoved)

    def words(self) -> frozenset[str]:
        """Return every word of every name."""
        self._refresh()
        return self._words

    def written(self) -> tuple[str, ...]:
        """Return the names and aliases of all entities as they are written."""
        self._refresh()
        return tuple(dict.fromkeys(named.text for _, named in self._entities if named.is_own))

    def mentions(self, text: str) -> Mentions:
        """Return the names that occur in `text`, also within words (Wohnzimmerlampe)."""
        self._refresh()
        said = plain(text)
        return Mentions(
            entities=tuple(named for key, named in self._entities if key in said),
            areas=tuple((name, area_id) for key, name, area_id in self._areas if key in said),
            floors=tuple((name, floor_id) for key, name, floor_id in self._floors if key in said),
        )

    def _listen(self, _: HomeEvent) -> None:
        self._is_stale = True

    def _refresh(self) -> None:
        home = self._home
        places = (*home.areas.values(), *home.floors.values(), *home.devices.values())
        if not self._is_stale and places == self._places:
            return
        self._places, self._is_stale = places, False
        self._entities = tuple((plain(named.text), named) for named in _named(home))
        taken = frozenset(plain(n) for a in home.areas.values() for n in (a.name, *a.aliases))
        self._areas = tuple(
            (plain(name), name, area.id)
            for area in home.areas.values()
            for name in _distinct((area.name, *area.aliases, *other_names(plain(area.name), taken)))
        )
        self._floors = tuple(
            (plain(name), name, floor.id)
            for floor in home.floors.values()
            for name in _distinct((floor.name, *floor.aliases))
        )
        keys = [key for key, _ in self._entities]
        keys += [key for key, _, _ in (*self._areas, *self._floors)]
        self._words = frozenset(word for key in keys for word in key.split())


def _named(home: Home) -> Iterator[Named]:
    own: dict[_Key, list[EntityId]] = {}
    made: dict[_Key, list[EntityId]] = {}
    texts: dict[str, str] = {}
    places = {plain(n) for a in home.areas.values() for n in (a.name, *a.aliases)}
    places |= {plain(n) for f in home.floors.values() for n in (f.name, *f.aliases)}
    for entity in home.entities_of():
        for name in (entity.name, *entity.aliases):
            texts.setdefault(plain(name), name)
            _note(own, (plain(name), entity.domain, entity.device_class), entity.id)
        for name in made_up(entity, home.area_of(entity)):
            if name not in GENERIC and name not in places:
                _note(made, (name, entity.domain, entity.device_class), entity.id)
    for (key, domain, device_class), ids in own.items():
        if key:
            yield Named(texts[key], domain, device_class, tuple(ids), is_own=True)
    for (key, domain, device_class), ids in made.items():
        if (key, domain, device_class) not in own:
            yield Named(key, domain, device_class, tuple(ids), is_own=False)
    yield from _only_list(home, {**own, **made})


def _only_list(home: Home, known: Mapping[_Key, list[EntityId]]) -> Iterator[Named]:
    """Yield "the list" where there is but one."""
    lists = tuple(entity.id for entity in home.entities_of(("todo",)))
    if len(lists) == 1:
        for word in _LIST_WORDS:
            if (word, "todo", None) not in known:
                yield Named(word, "todo", None, lists, is_own=False)


def _note(found: dict[_Key, list[EntityId]], key: _Key, value: EntityId) -> None:
    ids = found.setdefault(key, [])
    if value not in ids:
        ids.append(value)


def made_up(entity: Entity, area: Area | None) -> frozenset[str]:
    """Return other ways to say an entity's names: without its kind, with and without its area."""
    found: set[str] = set()
    kinds = KIND_WORDS.get(entity.domain, frozenset())
    for name in map(plain, (entity.name, *entity.aliases)):
        head, _, last = name.rpartition(" ")
        short = head if head and last in kinds else None
        found.update({short} if short else set())
        for area_name in map(plain, (area.name, *area.aliases) if area else ()):
            for variant in {name, short} - {None}:
                assert variant is not None  # noqa: S101 - for the type checker
                if variant.startswith(f"{area_name} "):
                    found.add(variant.removeprefix(f"{area_name} "))
                elif area_name not in variant:
                    found.add(f"{area_name} {variant}")
    return frozenset(found)


def _distinct(names: Iterable[str]) -> list[str]:
    return list({plain(name): name for name in names if plain(name)}.values())
