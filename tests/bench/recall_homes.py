"""Homes of any size and sentences about their devices, with typos, for measuring recall.

The words are of this benchmark alone: neither the candidates nor the training know them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from hub.home.actions import ACTIONS
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId, domain_of, slugify
from hub.home.model import Area, Entity, Floor

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONG_ENOUGH = 5
TYPOS = 0.35


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language: rooms, floors, things by domain, makers, and ways to ask."""

    rooms: tuple[str, ...]
    floors: tuple[str, ...]
    things: tuple[tuple[str, str | None, tuple[str, ...]], ...]
    attributes: tuple[str, ...]
    by_name: tuple[str, ...]
    by_place: tuple[str, ...]


ENGLISH = Tongue(
    rooms=(
        "Kitchen", "Living room", "Main bedroom", "Guest bedroom", "Nursery", "Study", "Hallway",
        "Bathroom", "Upstairs bathroom", "Utility room", "Garage", "Cellar", "Attic", "Terrace",
        "Garden", "Dining room", "Workshop", "Gym", "Playroom", "Pantry", "Cloakroom", "Library",
        "Sauna", "Conservatory", "Laundry", "Wine cellar", "Boot room", "Music room", "Driveway",
        "Summer house",
    ),
    floors=("Ground floor", "First floor", "Basement", "Top floor"),
    things=(
        ("light", None, ("lamp", "spotlight", "pendant", "uplighter", "strip", "sconce")),
        ("switch", None, ("socket", "plug", "heater plug", "coffee maker", "aquarium pump")),
        ("cover", "blind", ("blind", "venetian")),
        ("cover", "curtain", ("curtain", "drapes")),
        ("climate", None, ("thermostat", "radiator", "air conditioner")),
        ("media_player", None, ("speaker", "soundbar", "television")),
        ("fan", None, ("ceiling fan", "extractor")),
        ("lock", None, ("door lock", "gate lock")),
        ("sensor", "temperature", ("temperature",)),
        ("sensor", "humidity", ("humidity",)),
        ("binary_sensor", "window", ("window contact",)),
        ("binary_sensor", "motion", ("motion detector",)),
    ),
    attributes=("left", "right", "small", "big", "corner", "reading", "old", "new", "blue", "front",
                "rear", "oak", "brass", "Tapo", "Aqara", "Eve", "north", "south"),
    by_name=("turn on the {}", "switch the {} off please", "what about the {}", "{} to half",
             "could you set the {} for me", "I want the {} changed", "is the {} on"),
    by_place=("turn on the {thing} in the {room}", "{room} {thing} off", "the {thing} {room}, yes",
              "set the {room} {thing} to 30 percent"),
)  # fmt: skip
GERMAN = Tongue(
    rooms=(
        "Küche", "Wohnzimmer", "Schlafzimmer", "Gästezimmer", "Kinderzimmer", "Arbeitszimmer",
        "Flur", "Bad", "Gästebad", "Hauswirtschaftsraum", "Garage", "Keller", "Dachboden",
        "Terrasse", "Garten", "Esszimmer", "Werkstatt", "Fitnessraum", "Spielzimmer", "Abstellraum",
        "Garderobe", "Bibliothek", "Sauna", "Wintergarten", "Waschküche", "Weinkeller", "Diele",
        "Musikzimmer", "Einfahrt", "Gartenhaus",
    ),
    floors=("Erdgeschoss", "Obergeschoss", "Untergeschoss", "Dachgeschoss"),
    things=(
        ("light", None, ("Lampe", "Strahler", "Leuchte", "Deckenlicht", "Lichtleiste")),
        ("switch", None, ("Steckdose", "Kaffeemaschine", "Pumpe")),
        ("cover", "blind", ("Jalousie", "Rollo")),
        ("cover", "curtain", ("Vorhang", "Gardine")),
        ("climate", None, ("Thermostat", "Heizung", "Klimaanlage")),
        ("media_player", None, ("Lautsprecher", "Fernseher", "Radio")),
        ("fan", None, ("Ventilator", "Lüfter")),
        ("lock", None, ("Türschloss",)),
        ("sensor", "temperature", ("Temperatur",)),
        ("sensor", "humidity", ("Luftfeuchtigkeit",)),
        ("binary_sensor", "window", ("Fensterkontakt",)),
        ("binary_sensor", "motion", ("Bewegungsmelder",)),
    ),
    attributes=("links", "rechts", "klein", "groß", "Ecke", "alt", "neu", "blau", "vorne", "hinten",
                "Eiche", "Messing", "Tapo", "Aqara", "Nord", "Süd"),
    by_name=("mach {} an", "schalte {} bitte aus", "was ist mit {}", "{} auf die Hälfte",
             "kannst du {} umstellen", "ich will {} anders haben"),
    by_place=("mach {thing} im {room} an", "{room} {thing} aus", "{thing} in der {room} bitte",
              "stell {room} {thing} auf 30 Prozent"),
)  # fmt: skip
TONGUES = {"en": ENGLISH, "de": GERMAN}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence, and the entities it can mean, all of which must be found."""

    text: str
    targets: frozenset[EntityId]
    kind: str


@dataclass(frozen=True, slots=True)
class _Thing:
    entity_id: EntityId
    name: str
    noun: str
    room: str


def make_home(tongue: Tongue, count: int, rng: Random) -> tuple[Home, list[_Thing]]:
    """Return a home of `count` entities, and its things with what people call them."""
    home = Home()
    for number, floor in enumerate(tongue.floors):
        home.put_floor(Floor(FloorId(slugify(floor)), floor, number))
    rooms = tongue.rooms[: max(4, min(len(tongue.rooms), count // 8))]
    for room in rooms:
        floor_id = FloorId(slugify(rng.choice(tongue.floors)))
        home.put_area(Area(AreaId(slugify(room)), room, floor_id))
    things: list[_Thing] = []
    names: set[str] = set()
    while len(things) < count:
        domain, device_class, nouns = rng.choice(tongue.things)
        noun, room = rng.choice(nouns), rng.choice(rooms)
        name = _name(tongue, noun, room, rng)
        if name.casefold() not in names:
            names.add(name.casefold())
            entity_id = EntityId(f"{domain}.{slugify(name)}")
            if entity_id not in home.entities:
                _put(home, entity_id, name, room, device_class)
                things.append(_Thing(entity_id, name, noun, room))
    return home, things


def sentences(
    tongue: Tongue, things: list[_Thing], rng: Random, count: int, *, most_meant: int
) -> Iterator[Spoken]:
    """Yield sentences about the things; about a third of the words that are long get a typo."""
    made = 0
    while made < count:
        thing = rng.choice(things)
        if rng.random() < 0.5:
            text = rng.choice(tongue.by_name).format(thing.name)
            targets = frozenset({thing.entity_id})
            kind = "name"
        else:
            same = [t for t in things if (t.noun, t.room) == (thing.noun, thing.room)]
            text = rng.choice(tongue.by_place).format(thing=thing.noun, room=thing.room)
            targets = frozenset(t.entity_id for t in same)
            kind = "place"
        if len(targets) > most_meant:
            continue
        made += 1
        yield Spoken(text.lower(), targets, kind)
        yield Spoken(_misspelt(text.lower(), rng), targets, f"{kind}, misspelt")


def _name(tongue: Tongue, noun: str, room: str, rng: Random) -> str:
    words = {
        0: (room, noun),
        1: (rng.choice(tongue.attributes), noun),
        2: (room, rng.choice(tongue.attributes), noun),
        3: (noun, rng.choice(tongue.attributes), rng.choice(tongue.attributes)),
        4: (noun, room, str(rng.randint(1, 4))),
    }[rng.randint(0, 4)]
    name = " ".join(words)
    return name[0].upper() + name[1:]


def _put(home: Home, entity_id: EntityId, name: str, room: str, device_class: str | None) -> None:
    domain = domain_of(entity_id)
    home.put_entity(
        Entity(
            id=entity_id,
            name=name,
            integration="bench",
            unique_id=entity_id,
            area_id=AreaId(slugify(room)),
            device_class=device_class,
            actions=frozenset(a for a in ACTIONS if domain_of(a) == domain),
        )
    )
    home.report(entity_id, "off", {})


def _misspelt(text: str, rng: Random) -> str:
    words = text.split()
    long = [n for n, word in enumerate(words) if len(word) >= LONG_ENOUGH]
    chosen = [n for n in long if rng.random() < TYPOS] or long[:1]
    for number in chosen:
        words[number] = _typo(words[number], rng)
    return " ".join(words)


def _typo(word: str, rng: Random) -> str:
    at = rng.randint(1, len(word) - 2)
    match rng.randint(0, 3):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 2:
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + rng.choice(LETTERS) + word[at + 1 :]
