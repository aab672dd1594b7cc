"""Where words may be said: rooms, floors and satellites by their names, found among words."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Entity
from hub.language.names import plain
from hub.language.rooms import other_names
from hub.record import record

DOMAIN = "assist_satellite"
ANNOUNCE = "assist_satellite.announce"
# A name is at most so many words long.
MOST_WORDS = 6

# "l'étage" is two words, "Anna's" as well: so a name is found however it was written.
_WORD = re.compile(r"\w+['’]?")  # noqa: RUF001 - the typographic apostrophe


@record(frozen=True, slots=True)
class Place:
    """A room, a floor or a satellite, by the name it has; one of the ids is set."""

    name: str
    area_id: AreaId | None = None
    floor_id: FloorId | None = None
    entity_id: EntityId | None = None


@record(frozen=True, slots=True)
class Word:
    """A word of a sentence, as `names.plain` has it, and where it stands."""

    plain: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text, apostrophes kept where they end one ("l'")."""
    return [Word(_key(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


class Places:
    """The places of a home by their names, read once one is needed: most sentences name none."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @cached_property
    def _by_key(self) -> dict[str, Place]:
        return dict(_named(self._home))

    def longest(self, words: Sequence[Word]) -> tuple[Place, int] | None:
        """Return the place that words begin with, and how many words its name takes."""
        for count in range(min(MOST_WORDS, len(words)), 0, -1):
            place = self._by_key.get(_joined(words[:count]))
            if place is not None:
                return place, count
        return None


def satellites(home: Home) -> list[Entity]:
    """Return all that can announce."""
    return [one for one in home.entities_of((DOMAIN,)) if ANNOUNCE in one.actions]


def at(home: Home, place: Place) -> list[Entity]:
    """Return the satellites at a place."""
    found = satellites(home)
    if place.entity_id is not None:
        return [one for one in found if one.id == place.entity_id]
    if place.floor_id is not None:
        return [one for one in found if (f := home.floor_of(one)) and f.id == place.floor_id]
    return [one for one in found if (a := home.area_of(one)) and a.id == place.area_id]


def where(home: Home, entity: Entity) -> str:
    """Return where a satellite is heard: its room, else its own name."""
    area = home.area_of(entity)
    return entity.name if area is None else area.name


def _named(home: Home) -> Iterator[tuple[str, Place]]:
    taken = frozenset(plain(n) for a in home.areas.values() for n in (a.name, *a.aliases))
    for one in satellites(home):
        for name in (one.name, *one.aliases):
            yield _name_key(name), Place(one.name, entity_id=one.id)
    for floor in home.floors.values():
        for name in (floor.name, *floor.aliases):
            yield _name_key(name), Place(floor.name, floor_id=floor.id)
    for area in home.areas.values():
        for name in (*other_names(plain(area.name), taken), *area.aliases, area.name):
            yield _name_key(name), Place(area.name, area_id=area.id)


def _name_key(name: str) -> str:
    return _joined(words_of(name))


def _joined(words: Sequence[Word]) -> str:
    """Join words without what tells them apart: "kids' room" is "kids room"."""
    return "".join(word.plain.rstrip("'") for word in words)


def _key(word: str) -> str:
    return plain(word) + ("'" if word.endswith(("'", "’")) else "")  # noqa: RUF001 - as above
