"""What a question is about: the entities its words name, by name, kind, area or state."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import pairwise

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Entity
from hub.home.plan import Request
from hub.language.kinds import stem
from hub.language.names import plain
from hub.record import record

# A word for a kind: domains, and the device classes where the word is narrower than the domain.
_COVERINGS = "blind shade shutter curtain awning"
_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "light lamp bulb lighting spot chandelier": (("light", ""),),
    "switch plug socket outlet": (("switch", ""), ("input_boolean", "")),
    "fan ventilator": (("fan", ""),),
    "blind shade shutter curtain drape": (("cover", _COVERINGS),),
    "awning": (("cover", "awning"),),
    "cover": (("cover", ""),),
    "garage": (("cover", "garage"), ("binary_sensor", "garage_door")),
    "gate": (("cover", "gate"),),
    "door": (("binary_sensor", "door garage_door opening"), ("cover", "door garage gate"),
             ("lock", "")),
    "window": (("binary_sensor", "window opening"), ("cover", "window")),
    "lock": (("lock", ""),),
    "thermostat heating heater radiator ac aircon": (("climate", ""), ("water_heater", "")),
    "tv telly television": (("media_player", "tv"),),
    "speaker radio stereo soundbar": (("media_player", "speaker receiver"),),
    "music player media": (("media_player", ""),),
    "vacuum hoover robot": (("vacuum", ""),),
    "mower": (("lawn_mower", ""),),
    "valve tap sprinkler irrigation": (("valve", ""),),
    "motion movement": (("binary_sensor", "motion occupancy presence moving"),),
    "leak flood": (("binary_sensor", "moisture"),),
    "smoke": (("binary_sensor", "smoke"),),
    "alarm": (("alarm_control_panel", ""), ("siren", "")),
    "humidifier": (("humidifier", ""),),
    "battery": (("sensor", "battery"), ("binary_sensor", "battery")),
    "sensor": (("sensor", ""), ("binary_sensor", "")),
    "scene": (("scene", ""),),
    "script": (("script", ""),),
    "camera": (("camera", ""),),
    "siren": (("siren", ""),),
    "list groceries shopping todo errand": (("todo", ""),),
    "weather forecast": (("weather", ""),),
    "person people": (("person", ""),),
}  # fmt: skip
_BY_WORD = {word: kinds for words, kinds in _KINDS.items() for word in words.split()}
# What "everything" and "anything" mean.
_THINGS = frozenset({"everything", "anything", "something", "thing", "device", "appliance", "all"})
_SWITCHABLE = (
    "light", "switch", "fan", "media_player", "climate", "vacuum", "humidifier", "siren",
    "input_boolean", "cover", "lock", "valve", "binary_sensor",
)  # fmt: skip
# Shorter words tell nothing about a name.
_SHORT = 3
# These say no name: "how many lights", "the active sensors".
_DESCRIBING = frozenset({
    "many", "several", "active", "inactive", "indoor", "outdoor", "large", "upper", "different",
    "connected", "total", "single", "various", "certain", "existing", "available", "remaining",
})  # fmt: skip
_FILLERS = frozenset({
    "the", "a", "an", "of", "in", "at", "on", "my", "our", "and", "or", "to", "for", "room",
})  # fmt: skip


@record(frozen=True, slots=True)
class Scope:
    """The entities meant. `is_named`: by their own names; `kind`: the word that told their kind.

    `is_guessed`: but one word of a name was said, though it is of no other name.
    `places` are the areas said; `is_thing`: things in general are meant ("anything").
    """

    entities: tuple[Entity, ...]
    is_named: bool = False
    is_guessed: bool = False
    kind: str | None = None
    places: frozenset[AreaId] = frozenset()
    is_thing: bool = False


def scope_of(request: Request, home: Home) -> Scope:
    """Return what the words of a request are about; without entities if nothing fits."""
    said = plain(request.text)
    words = said.split()
    stems = {stem(word) for word in words}
    places = _places(said, home)
    if not places and request.area_id and re.search(r"\b(?:in )?(?:here|this room)\b", said):
        places = frozenset({request.area_id})
    named = _named(said, stems, home, places)
    if named:
        return Scope(tuple(named), is_named=True, places=places)
    is_elsewhere = bool(places and _named(said, stems, home, frozenset()))
    guessed = [] if is_elsewhere else _only_one_with_a_word(stems, home, places)
    if guessed:
        return Scope(tuple(guessed), is_named=True, is_guessed=True, places=places)
    kinds = [
        stem(w) for w in (words[1:] if words[:1] == ["list"] else words) if stem(w) in _BY_WORD
    ]
    word = kinds[0] if kinds else None
    if word is not None:
        found = [e for e in home.entities_of() if _is_kind(e, word) and _is_in(home, e, places)]
        return Scope(tuple(found), kind=word, places=places)
    if stems & _THINGS or re.match(r"what(?:s| is| are)? (?:still )?(?:on|open|running)\b", said):
        found = [e for e in home.entities_of(_SWITCHABLE) if _is_in(home, e, places)]
        return Scope(tuple(found), is_thing=True, places=places)
    if request.spoken_of and re.search(r"\b(?:it|they|them|that|those|one)\b", said):
        known = [home.entities[i] for i in request.spoken_of if i in home.entities]
        return Scope(tuple(known), is_named=True)
    return Scope((), places=places)


def unknown_kind(said: str, known: AbstractSet[str]) -> str | None:
    """Return the thing of which the word before its kind is not `known`: "blorp light"."""
    for before, word in pairwise(said.split()):
        is_word = before.isalpha() and len(before) > _SHORT and stem(word) in _BY_WORD
        if is_word and not {before, stem(before)} & (known | _DESCRIBING | _BY_WORD.keys()):
            return f"{before} {word}"
    return None


def has_kind(said: str) -> bool:
    """Tell whether plain words name a kind of thing."""
    return any(stem(word) in _BY_WORD for word in said.split())


def _places(said: str, home: Home) -> frozenset[AreaId]:
    floors = {f.id for f in home.floors.values() if _is_said(said, (f.name, *f.aliases))}
    floors |= _levels(said, home)
    areas = {a.id for a in home.areas.values() if _is_said(said, (a.name, *a.aliases))}
    if areas:
        return frozenset(areas)
    return frozenset(a.id for a in home.areas.values() if a.floor_id in floors)


def _levels(said: str, home: Home) -> set[FloorId]:
    """Return the floors that "upstairs" and "downstairs" mean where none is called so."""
    wanted: set[FloorId] = set()
    if re.search(r"\bupstairs\b", said):
        wanted |= {f.id for f in home.floors.values() if f.level > 0}
    if re.search(r"\bdownstairs\b", said):
        wanted |= {f.id for f in home.floors.values() if f.level <= 0}
    return wanted


def _is_said(said: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(plain(name))}\b", said) for name in names if plain(name))


def _named(said: str, stems: set[str], home: Home, places: frozenset[AreaId]) -> list[Entity]:
    """Return the entities whose names are said: whole names first, else all their own words."""
    whole: dict[EntityId, int] = {}
    partly: dict[EntityId, int] = {}
    for entity in home.entities_of():
        for name in (entity.name, *entity.aliases):
            key = plain(name)
            if key and key not in _BY_WORD and re.search(rf"\b{re.escape(key)}s?\b", said):
                whole[entity.id] = max(whole.get(entity.id, 0), len(key))
                continue
            words = {stem(w) for w in key.split()} - _FILLERS
            own = words - _BY_WORD.keys() - _area_words(home, entity)
            if own and own <= stems and (words & stems - own or len(own) > 1 or own == words):
                partly[entity.id] = max(partly.get(entity.id, 0), len(words & stems))
    found = whole or partly
    near = [home.entities[i] for i in found if _is_in(home, home.entities[i], places)]
    chosen = near or [home.entities[i] for i in found if not places]
    best = max((found[entity.id] for entity in chosen), default=0)
    if whole:  # "kitchen light" also occurs in "kitchen light strip"
        return [e for e in chosen if not _is_within(e, chosen)]
    return [entity for entity in chosen if found[entity.id] == best]


def _only_one_with_a_word(stems: set[str], home: Home, places: frozenset[AreaId]) -> list[Entity]:
    """Return the one entity whose names alone hold a word that was said: "the kettle"."""
    holders: dict[str, list[Entity]] = {}
    for entity in home.entities_of():
        if _is_in(home, entity, places):
            own = {stem(w) for name in (entity.name, *entity.aliases) for w in plain(name).split()}
            for word in own & stems - _FILLERS - _BY_WORD.keys() - _area_words(home, entity):
                holders.setdefault(word, []).append(entity)
    telling = [e for word, e in holders.items() if len(e) == 1 and len(word) > _SHORT]
    return telling[0] if len({one[0].id for one in telling}) == 1 else []


def _is_within(entity: Entity, others: Iterable[Entity]) -> bool:
    name = plain(entity.name)
    return any(name != plain(o.name) and name in plain(o.name) for o in others)


def _area_words(home: Home, entity: Entity) -> set[str]:
    area = home.area_of(entity)
    names = (area.name, *area.aliases) if area else ()
    return {stem(word) for name in names for word in plain(name).split()}


def _is_kind(entity: Entity, word: str) -> bool:
    for domain, classes in _BY_WORD[word]:
        if entity.domain != domain:
            continue
        if not classes or entity.device_class in classes.split():
            return True
        if entity.device_class is None and word in {stem(w) for w in plain(entity.name).split()}:
            return True
        if entity.device_class is None and classes == _COVERINGS:
            return True
    return False


def _is_in(home: Home, entity: Entity, places: frozenset[AreaId]) -> bool:
    if not places:
        return True
    area = home.area_of(entity)
    return area is not None and area.id in places
