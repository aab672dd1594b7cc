"""What a short phrase stands for here: "the kitchen", "bedroom lights", "the floor lamp"."""

from collections.abc import Callable, Iterable

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Area, Entity, Floor
from hub.language.kinds import domain_words, stem
from hub.language.names import made_up, plain
from hub.record import record

_KINDS = domain_words()
_BEFORE = frozenset({
    "the", "my", "our", "a", "an", "all", "of", "in", "at", "on", "for", "both", "every", "each",
    "that", "this", "those", "these", "one", "ones", "with", "from", "to", "everything",
    "der", "die", "das", "den", "dem", "im", "le", "la", "les", "el", "los", "las", "en", "il",
    "lo", "gli", "het", "de",
})  # fmt: skip
_AFTER = frozenset({"one", "ones", "too", "room's", "please"})
_BETWEEN = frozenset({"in", "on", "of", "at", "the", "my", "our", "from", "s"})
_PLURAL = frozenset({"all", "both", "every", "each", "ones", "those", "these", "everything"})
_CLASSES = frozenset({
    "blind", "curtain", "shade", "shutter", "awning", "gate", "garage", "window", "door",
})  # fmt: skip


@record(frozen=True, slots=True)
class Found:
    """What a phrase stands for. `is_plural`: several are meant, not one of several.

    An area or a floor alone has no entities: it depends on what is to be done there.
    """

    entities: tuple[EntityId, ...] = ()
    area_id: AreaId | None = None
    floor_id: FloorId | None = None
    is_plural: bool = False

    @property
    def is_place(self) -> bool:
        """Whether an area or a floor as such is meant."""
        return not self.entities


def find(home: Home, phrase: str, domains: Iterable[str] = ()) -> Found | None:
    """Return what a phrase stands for, among entities of `domains` if any are given."""
    words = plain(phrase).split()
    is_plural = bool(_PLURAL & set(words))
    while words and words[0] in _BEFORE:
        words.pop(0)
    while words and words[-1] in _AFTER:
        words.pop()
    if not words:
        return None
    there = list(home.entities_of(domains))
    text = " ".join(words)
    return (
        _named(there, text)
        or _place(home, text)
        or _kind_somewhere(home, there, words, is_plural=is_plural)
        or _made_up(home, there, text)
        or _partly(home, there, words)
    )


def things(home: Home) -> list[Entity | Area | Floor]:
    """Return all that has a name: entities, areas and floors."""
    return [*home.entities.values(), *places(home)]


def places(home: Home) -> list[Area | Floor]:
    """Return the areas and the floors."""
    return [*home.areas.values(), *home.floors.values()]


def in_place(home: Home, found: Found, domains: Iterable[str]) -> tuple[EntityId, ...]:
    """Return the entities of `domains` in the place that was found."""
    return tuple(
        entity.id for entity in home.entities_of(domains) if _is_there(home, found)(entity)
    )


def _is_there(home: Home, place: Found) -> Callable[[Entity], bool]:
    def is_there(entity: Entity) -> bool:
        if place.area_id is not None:
            area = home.area_of(entity)
            return area is not None and area.id == place.area_id
        floor = home.floor_of(entity)
        return floor is not None and floor.id == place.floor_id

    return is_there


def _named(there: list[Entity], text: str) -> Found | None:
    found = [e.id for e in there if text in {plain(name) for name in (e.name, *e.aliases)}]
    return Found(tuple(found)) if found else None


def _place(home: Home, text: str) -> Found | None:
    for area in home.areas.values():
        if text in {plain(name) for name in (area.name, *area.aliases)}:
            return Found(area_id=area.id)
    for floor in home.floors.values():
        names = {plain(name) for name in (floor.name, *floor.aliases)}
        if text in names | {f"{name} floor" for name in names}:
            return Found(floor_id=floor.id, is_plural=True)
    return None


def _kind_somewhere(
    home: Home, there: list[Entity], words: list[str], *, is_plural: bool
) -> Found | None:
    """Read "kitchen lights", "lights in the kitchen", "lights"."""
    for kind, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        domains = _KINDS.get(stem(kind), frozenset())
        fitting = [e for e in there if e.domain in domains and _is_of_class(e, stem(kind))]
        if not fitting:
            continue
        where = " ".join(word for word in rest if word not in _BETWEEN)
        place = _place(home, where) if where else None
        if where and place is None:
            continue
        if place is not None:
            fitting = list(filter(_is_there(home, place), fitting))
        if fitting:
            ids = tuple(entity.id for entity in fitting)
            return Found(ids, is_plural=is_plural or stem(kind) != kind)
    return None


def _is_of_class(entity: Entity, kind: str) -> bool:
    if entity.domain != "cover" or kind not in _CLASSES:
        return True
    return kind in {entity.device_class, *plain(entity.name).split()}


def _made_up(home: Home, there: list[Entity], text: str) -> Found | None:
    found = [e.id for e in there if text in made_up(e, home.area_of(e))]
    return Found(tuple(found)) if found else None


def _partly(home: Home, there: list[Entity], words: list[str]) -> Found | None:
    """Find what all the words are said of: its name, its area, or its kind."""
    said = {word for word in words if word not in _BETWEEN}
    found = []
    for entity in there:
        area = home.area_of(entity)
        names = (entity.name, *entity.aliases, area.name if area else "")
        known = {stem(word) for name in names for word in plain(name).split()}
        own = {
            stem(word) for name in (entity.name, *entity.aliases) for word in plain(name).split()
        }
        is_kind = {word for word in said if entity.domain in _KINDS.get(stem(word), frozenset())}
        unknown = {stem(word) for word in said - is_kind} - known
        if not unknown and own & {stem(word) for word in said}:
            found.append(entity.id)
    return Found(tuple(found)) if found else None
