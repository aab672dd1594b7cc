"""Whether a sentence speaks of an entity: by its name, its kind, its area or the speaker's."""

from collections.abc import Sequence

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Area, Entity, Floor
from hub.language.candidate import Candidate
from hub.language.names import plain
from hub.language.sentence import Sentence, stem

# Words for a domain, or for a device class where that is nearer.
_KINDS: dict[str, str] = {
    "light": "light lamp bulb lighting spot chandelier",
    "switch": "switch socket plug outlet",
    "fan": "fan ventilator",
    "cover": "blind shade shutter curtain cover roller awning drape",
    "garage": "garage door",
    "door": "door",
    "gate": "gate",
    "window": "window",
    "valve": "valve water tap",
    "lock": "lock door",
    "climate": "thermostat heating heater heat ac aircon radiator temperature degree warm cool",
    "media_player": "music player volume song play playing sound media",
    "tv": "tv television telly",
    "speaker": "speaker radio stereo",
    "vacuum": "vacuum robot hoover cleaner",
    "button": "button",
    "number": "number",
    "select": "mode",
    "temperature": "temperature warm cold hot degree",
    "humidity": "humidity humid damp",
    "weather": "weather rain outside",
    "motion": "motion movement anyone somebody",
    "binary_sensor": "sensor",
    "sensor": "sensor",
}
_OWN_KIND = frozenset(("garage", "door", "gate", "window"))
_FILLERS = frozenset(
    ("the", "a", "an", "of", "in", "at", "on", "my", "our", "and", "or", "to", "for", "room")
)
_EVERYWHERE = frozenset(("all", "every", "everything", "everywhere", "house", "home"))
_BEFORE_VERBS = frozenset(("", "please", "and", "then", "you", "just", "to", "also", "now"))
# Stands for the speaker's area where neither a place nor a name was said.
_HERE = "@here"
# Stands for the whole name said word by word, which beats the same words scattered.
_NAMED = "@named"


class Grounding:
    """What a sentence says about the candidates of a home."""

    def __init__(
        self,
        sentence: Sentence,
        home: Home,
        candidates: Sequence[Candidate],
        *,
        area_id: AreaId | None,
    ) -> None:
        self._said = sentence.stems - _no_kinds(sentence)
        self._words = set(sentence.words)
        self._text = f" {plain(sentence.text)} "
        self._home = home
        self._area_id = area_id
        self._areas = {area.id for area in home.areas.values() if self._is_said(area)}
        if not self._areas:
            floors = {floor.id for floor in home.floors.values() if self._is_said(floor)}
            self._areas = {area.id for area in home.areas.values() if area.floor_id in floors}
        self.names = {c.entity.id: c.entity.name for c in candidates}
        self._entities = {c.entity.id: c.entity for c in candidates}
        self._means_here = not (
            self._areas
            or self._words & _EVERYWHERE
            or any(self._distinct_words(c.entity) & self._said for c in candidates)
        )
        self._evidence = {c.entity.id: self._words_for(c.entity) for c in candidates}
        words = [word for c in candidates for word in Sentence(c.entity.name).words]
        area_words = [w for area in home.areas.values() for w in Sentence(area.name).words]
        self.numbers = Sentence(" ".join((*words, *area_words))).numbers

    def is_grounded(self, entity_id: EntityId) -> bool:
        """Tell whether the sentence can mean this entity, and means no other one more."""
        entity = self._entities.get(entity_id)
        if entity is None or not self._is_meant(entity):
            return False
        mine = self._evidence[entity_id]
        return not any(mine < theirs for theirs in self._evidence.values())

    def is_certain(self, entity_id: EntityId) -> bool:
        """Tell whether the sentence names the entity, or its kind and its area."""
        entity = self._entities[entity_id]
        is_named = bool(self._distinct_words(entity) & self._said)
        is_placed = bool(_kind_words(entity) & self._said) and self._area(entity) in self._areas
        return is_named or is_placed

    @property
    def is_everything(self) -> bool:
        """Whether "everything" in some area is meant, of whatever kind."""
        return "everything" in self._words and bool(self._areas)

    @property
    def named(self) -> set[EntityId]:
        """The grounded entities whose own words were all said."""
        return {
            entity.id
            for entity in self._entities.values()
            if (words := self._distinct_words(entity))
            and words <= self._said
            and self.is_grounded(entity.id)
        }

    def is_plural(self, entity_id: EntityId) -> bool:
        """Tell whether several such are meant: "both", "all", or the plural of a kind."""
        kinds = _kind_words(self._entities[entity_id])
        plurals = {f"{kind}{ending}" for kind in kinds for ending in ("s", "es")}
        return bool(self._words & ({"both", "all", "every", "everything"} | plurals))

    def alike(self, entity_id: EntityId) -> set[EntityId]:
        """Return what the sentence does not tell from the entity: same domain, same words."""
        domain = self._entities[entity_id].domain
        mine = self._evidence[entity_id]
        return {
            other.id
            for other in self._entities.values()
            if other.domain == domain
            and (self.is_everything or self._evidence[other.id] == mine)
            and self.is_grounded(other.id)
        }

    def _is_meant(self, entity: Entity) -> bool:
        distinct = self._distinct_words(entity)
        is_named = bool(distinct) and distinct <= self._said
        area = self._area(entity)
        if self._areas and area not in self._areas:
            return is_named
        if is_named or bool(distinct & self._said):
            return True
        is_kind = self.is_everything or bool(_kind_words(entity) & self._said)
        is_here = area in self._areas or (area is not None and area == self._area_id)
        return is_kind and (is_here or not self._areas)

    def _words_for(self, entity: Entity) -> frozenset[str]:
        """Return what of the sentence speaks of the entity: name, area, kind."""
        area = self._home.area_of(entity)
        places = (area.name, *area.aliases) if area and area.id in self._areas else ()
        texts = (entity.name, *entity.aliases, *places)
        words = frozenset(word for text in texts for word in _words(text) if word not in _FILLERS)
        evidence = (words | _kind_words(entity)) & self._said
        is_here = area is not None and area.id == self._area_id
        if evidence and is_here and self._means_here:
            evidence |= {_HERE}
        names = (plain(name) for name in (entity.name, *entity.aliases))
        is_named = any(" " in name and f" {name} " in self._text for name in names)
        return evidence | {_NAMED} if is_named else evidence

    def _area(self, entity: Entity) -> AreaId | None:
        area = self._home.area_of(entity)
        return area.id if area else None

    def _is_said(self, place: Area | Floor) -> bool:
        return any(
            bool(words := _words(name)) and words <= self._said
            for name in (place.name, *place.aliases)
        )

    def _distinct_words(self, entity: Entity) -> frozenset[str]:
        """Return the words of the entity's names that tell it from its kind and its area."""
        area = self._home.area_of(entity)
        common = _FILLERS | _kind_words(entity) | (_words(area.name) if area else frozenset())
        names = (entity.name, *entity.aliases)
        return frozenset(word for name in names for word in _words(name) if word not in common)


def _no_kinds(sentence: Sentence) -> set[str]:
    """Return words that name no kind here: "switch" as a verb, "warm" of a white."""
    before = {
        sentence.words[at - 1] if at else ""
        for at, word in enumerate(sentence.words)
        if stem(word) == "switch"
    }
    verbs = {"switch"} if before <= _BEFORE_VERBS else set()
    return verbs | {"warm", "cool", "cold"} if "white" in sentence.words else verbs


def _words(text: str) -> frozenset[str]:
    return Sentence(text).stems


def _kind_words(entity: Entity) -> frozenset[str]:
    own = _KINDS.get(entity.device_class or "", "")
    # A garage door is a cover, but nobody means it by "the blinds".
    domain = "" if entity.device_class in _OWN_KIND else _KINDS.get(entity.domain, entity.domain)
    return frozenset(f"{domain} {own}".split())
