"""Homes made up from the words of a language: rooms, floors, things with names of many styles."""

from collections.abc import Sequence
from random import Random
from typing import Any

from hub.home.actions import ACTIONS
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Area, Entity, Floor
from hub.language.training.words import Noun, Place, Words, split
from hub.record import record

# How often a home has a thing of each kind, relative to the others.
_WEIGHTS = {
    "light": 40, "switch": 16, "fan": 5, "cover.blind": 6, "cover.curtain": 3,
    "cover.shutter": 3, "cover.awning": 1, "cover.garage": 2, "cover.gate": 1, "lock": 6,
    "climate": 8, "media_player": 8, "vacuum": 3, "valve": 2, "button": 1,
    "sensor.temperature": 4, "sensor.humidity": 2, "sensor.power": 1, "sensor.battery": 1,
    "binary_sensor.door": 2, "binary_sensor.window": 2, "binary_sensor.motion": 2,
    "binary_sensor.moisture": 1,
}  # fmt: skip
_MAKERS = (
    "Hue", "Shelly", "Tradfri", "Tapo", "Aqara", "Nanoleaf", "Sonoff", "WLED", "Tuya", "Eve",
    "Bosch", "Meross", "Innr", "Osram", "Zigbee", "ESP",
)  # fmt: skip
_STATES = {
    "light": ("on", "off", "off"), "switch": ("on", "off"), "fan": ("on", "off"),
    "cover": ("open", "closed"), "lock": ("locked", "unlocked"), "valve": ("open", "closed"),
    "climate": ("heat", "off", "cool"), "media_player": ("playing", "paused", "off"),
    "vacuum": ("docked", "cleaning"), "button": ("unknown",), "binary_sensor": ("on", "off"),
}  # fmt: skip
_HELD_OUT_NOUNS_WANTED = 0.7
_MOST_ROOMS = 9
_MOST_THINGS = 60


@record(frozen=True, slots=True)
class Room:
    """A room of a made-up home, on the floor `level` names."""

    id: AreaId
    place: Place
    level: str


@record(frozen=True, slots=True)
class Thing:
    """An entity with what people call it; `kind` is its domain, refined by a device class."""

    entity_id: EntityId
    kind: str
    noun: Noun
    name: str
    room: Room | None

    @property
    def domain(self) -> str:
        """The domain, such as "light"."""
        return self.kind.partition(".")[0]


@record(frozen=True, slots=True)
class Household:
    """A home with what the generator knows beyond it."""

    home: Home
    rooms: tuple[Room, ...]
    floors: dict[str, Place]
    things: tuple[Thing, ...]


def make_household(words: Words, rng: Random, *, held_out: bool = False) -> Household:
    """Make up a home. Without `held_out`, nouns and rooms kept out of training do not occur."""
    home = Home()
    floors = _floors(home, words, rng)
    rooms = _rooms(home, words, rng, floors, held_out=held_out)
    count = min(_MOST_THINGS, 5 + int(rng.expovariate(1 / 18)))
    things: list[Thing] = []
    kinds = [kind for kind in _WEIGHTS if words.things.get(kind)]
    weights = [_WEIGHTS[kind] for kind in kinds]
    for number, kind in enumerate(rng.choices(kinds, weights, k=count)):
        known, fresh = split(words.things[kind], lambda noun: noun.name)
        wants_fresh = held_out and fresh and rng.random() < _HELD_OUT_NOUNS_WANTED
        room = rng.choice(rooms) if rng.random() < 0.93 else None  # noqa: PLR2004 - most have one
        noun = rng.choice(fresh if wants_fresh else known)
        if any(t.noun == noun and (t.room is room or room is None) for t in things):
            continue
        things.append(_thing(home, rng, number, kind=kind, noun=noun, room=room, others=things))
    return Household(home, rooms, floors, tuple(things))


def _floors(home: Home, words: Words, rng: Random) -> dict[str, Place]:
    if rng.random() < 0.4:  # noqa: PLR2004 - many homes name no floors
        return {}
    floors = {level: rng.choice(places) for level, places in words.floors.items()}
    for number, (level, place) in enumerate(floors.items()):
        home.put_floor(Floor(FloorId(level), place.name, number))
    return floors


def _rooms(
    home: Home, words: Words, rng: Random, floors: dict[str, Place], *, held_out: bool
) -> tuple[Room, ...]:
    known: list[tuple[Place, str]] = []
    for level, places in words.rooms.items():
        trained, fresh = split(places, lambda place: place.name)
        known += [(place, level) for place in (*trained, *(fresh if held_out else ()))]
    rooms = []
    for number, (place, level) in enumerate(rng.sample(known, rng.randint(2, _MOST_ROOMS))):
        room = Room(AreaId(f"room_{number}"), place, level)
        floor = FloorId(level) if level in floors else None
        home.put_area(Area(room.id, place.name, floor))
        rooms.append(room)
    return tuple(rooms)


def _thing(  # noqa: PLR0913 - a thing has this many sides
    home: Home,
    rng: Random,
    number: int,
    *,
    kind: str,
    noun: Noun,
    room: Room | None,
    others: Sequence[Thing],
) -> Thing:
    domain, _, device_class = kind.partition(".")
    name = _styled(noun.name, room, rng)
    if any(other.name.casefold() == name.casefold() for other in others) and room:
        name = f"{room.place.name} {noun.name}"
    entity_id = EntityId(f"{domain}.thing_{number}")
    entity = Entity(
        id=entity_id,
        name=name,
        integration="made_up",
        unique_id=entity_id,
        area_id=room.id if room else None,
        device_class=device_class or None,
        actions=frozenset(action for action in ACTIONS if action.startswith(f"{domain}.")),
    )
    home.put_entity(entity)
    home.report(entity_id, _state(kind, rng), _attributes(kind, rng))
    return Thing(entity_id, kind, noun, name, room)


def _styled(noun: str, room: Room | None, rng: Random) -> str:
    """Write a name as people and makers do."""
    plain = noun[:1].upper() + noun[1:]
    titled = " ".join(word[:1].upper() + word[1:] for word in noun.split())
    place = room.place.name if room else ""
    ways = [
        (34, plain), (16, titled), (4, noun), (5, f"{rng.choice(_MAKERS)} {titled}"),
        (2, titled.replace(" ", "_")),
    ]  # fmt: skip
    if place and place.casefold() not in noun.casefold():
        ways += [(14, f"{place} {noun}"), (12, f"{place} {titled}"), (6, f"{plain} {place}")]
    return rng.choices([way for _, way in ways], [weight for weight, _ in ways])[0]


def _state(kind: str, rng: Random) -> str:
    match kind:
        case "sensor.temperature":
            return f"{rng.uniform(-5, 32):.1f}"
        case "sensor.humidity" | "sensor.battery":
            return str(rng.randint(5, 99))
        case "sensor.power":
            return str(rng.randint(0, 3000))
        case _:
            return rng.choice(_STATES[kind.partition(".")[0]])


def _attributes(kind: str, rng: Random) -> dict[str, Any]:
    match kind.partition(".")[0]:
        case "light":
            lights = (["onoff"], ["brightness"], ["color_temp"], ["hs", "color_temp"], ["rgb"])
            return {"supported_color_modes": rng.choices(lights, (1, 3, 2, 3, 1))[0]}
        case "fan":
            return {"percentage": 0}
        case "cover":
            return {"current_position": 50} if rng.random() < 0.7 else {}  # noqa: PLR2004
        case "climate":
            modes = ["off", "heat"] + (["cool", "auto"] if rng.random() < 0.4 else [])  # noqa: PLR2004
            return {"hvac_modes": modes, "min_temp": 7, "max_temp": 32, "temperature": 20}
        case "media_player":
            return {"volume_level": 0.3}
        case _:
            return {}
