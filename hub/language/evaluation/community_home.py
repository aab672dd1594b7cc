"""Fixture homes of Home Assistant's community, as homes that can be asked about.

Fixtures say only what their tests need, partly in their own language. What they leave open is
filled in as a plain device would report it: a light without attributes can do everything.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from hub.home.actions import DOMAINS
from hub.home.ids import domain_of, slugify
from hub.language.evaluation.homes import AreaSheet, EntitySheet, FloorSheet, HomeSheet
from hub.language.evaluation.texts import folded

_OPTIONAL = re.compile(r"[\[\]]")
_LEFT_OUT = re.compile(r"\[[^\]]*\]")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
# Names of attributes that fixtures use and Home Assistant does not.
_RENAMED = {"position": "current_position"}
_ALL_COLORS = {"supported_color_modes": ["rgb", "color_temp"]}
# What a domain reports where a fixture gives no state.
_UNSAID = {"fan": "off", "script": "off", "scene": "2013-09-01T00:00:00+00:00"}
# States that fixtures write in their own language.
_TRANSLATED = {
    "spenta": "off", "spento": "off", "accesa": "on", "casa": "home", "maison": "home",
    "absent": "not_home", "off": "off", "on": "on",
}  # fmt: skip
# What Home Assistant calls its own shopping list.
_SHOPPING_LISTS = {
    "en": "Shopping List", "de": "Einkaufsliste", "fr": "Liste de courses",
    "es": "Lista de la compra", "it": "Lista della spesa", "nl": "Boodschappenlijst",
}  # fmt: skip
SHOPPING_LIST = "todo.shopping_list"
ALIKE = 0.85
FULL_VOLUME = 100.0


class Loose(BaseModel):
    """A part of a file whose further keys do not matter here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class PlaceSheet(Loose):
    """A floor or an area of a fixture."""

    name: str
    id: str = ""
    floor: str | None = None


class ThingSheet(Loose):
    """An entity of a fixture; newer files give its domain instead of its id."""

    name: str
    id: str = ""
    domain: str = ""
    area: str | None = None
    state: Any = None
    state_with_unit: str | None = None
    attributes: dict[str, Any] = Field(default_factory=dict)


class CountdownSheet(Loose):
    """A timer of a fixture."""

    name: str | None = None
    area: str | None = None
    is_active: bool = True
    start_hours: float = 0
    start_minutes: float = 0
    start_seconds: float = 0
    total_seconds_left: float = 0
    rounded_hours_left: int = 0
    rounded_minutes_left: int = 0
    rounded_seconds_left: int = 0

    @property
    def duration_s(self) -> float:
        """How long it was set for; at least what is left."""
        start = self.start_hours * 3600 + self.start_minutes * 60 + self.start_seconds
        return max(start, self.total_seconds_left, 1.0)

    @property
    def said_numbers(self) -> frozenset[float]:
        """The numbers with which people say what is left."""
        left = (self.rounded_hours_left, self.rounded_minutes_left, self.rounded_seconds_left)
        return frozenset(float(number) for number in left if number)


class MediaSheet(Loose):
    """Something that can be played."""

    title: str


class FixtureSheet(Loose):
    """A home of the community's tests."""

    floors: tuple[PlaceSheet, ...] = ()
    areas: tuple[PlaceSheet, ...] = ()
    entities: tuple[ThingSheet, ...] = ()
    timers: tuple[CountdownSheet, ...] = ()
    media: tuple[MediaSheet, ...] = ()


@dataclass(frozen=True)
class Fixture:
    """A fixture home with what a plain home does not hold."""

    home: HomeSheet
    timers: tuple[CountdownSheet, ...]
    media: tuple[str, ...]
    said_states: Mapping[str, str]

    def area_id(self, name: str) -> str | None:
        """Return the area that is called so, or has this id."""
        return _called(name, self.home.areas)

    def floor_id(self, name: str) -> str | None:
        """Return the floor that is called so, or has this id."""
        return _called(name, self.home.floors)

    def floor_of(self, entity: EntitySheet) -> str | None:
        """Return the floor an entity is on."""
        return next((a.floor for a in self.home.areas if a.id == entity.area), None)


def fixture(sheet: FixtureSheet, *, language: str | None = None) -> Fixture:
    """Return the home of a fixture; with a language, Home Assistant's shopping list is in it."""
    things = [thing for thing in sheet.entities if _domain(thing) in DOMAINS]
    entities = [_entity(thing) for thing in things]
    shopping = _SHOPPING_LISTS.get(language or "", "")
    if shopping and not any(_is_alike(e.name, shopping) for e in entities if _is_list(e)):
        entities.append(EntitySheet(id=SHOPPING_LIST, name=shopping, state="0"))
    areas = [
        AreaSheet(id=a.id or slugify(a.name), name=plain_name(a.name), floor=a.floor)
        for a in sheet.areas
    ]
    floors = [
        FloorSheet(id=f.id or slugify(f.name), name=plain_name(f.name), level=level)
        for level, f in enumerate(sheet.floors)
    ]
    home = HomeSheet(floors=tuple(floors), areas=tuple(areas), entities=_unique(entities))
    said = {
        entity.id: str(thing.state["in"])
        for thing, entity in zip(things, entities, strict=False)
        if isinstance(thing.state, Mapping) and "in" in thing.state
    }
    return Fixture(home, sheet.timers, tuple(m.title for m in sheet.media), said)


def shopping_list(home: Fixture, language: str) -> str:
    """Return the name of the shopping list of a fixture."""
    wanted = _SHOPPING_LISTS.get(language, "")
    lists = [entity.name for entity in home.home.entities if _is_list(entity)]
    return next((name for name in lists if _is_alike(name, wanted)), wanted)


def _is_list(entity: EntitySheet) -> bool:
    return domain_of(entity.id) == "todo"


def _is_alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, folded(one), folded(other)).ratio() >= ALIKE


def _domain(thing: ThingSheet) -> str:
    return thing.id.partition(".")[0] or thing.domain or "switch"


def _called(name: str, places: Sequence[AreaSheet | FloorSheet]) -> str | None:
    wanted = folded(name)
    for place in places:
        if wanted in {folded(place.name), folded(place.id)}:
            return place.id
    return None


def _unique(entities: Sequence[EntitySheet]) -> tuple[EntitySheet, ...]:
    return tuple({entity.id: entity for entity in entities}.values())


def plain_name(template: str) -> str:
    """Return a name without the brackets of what may be left out: "Joe[']s"."""
    return _OPTIONAL.sub("", template)


def _other_names(template: str) -> tuple[str, ...]:
    short = _LEFT_OUT.sub("", template)
    return (short,) if short not in {template, plain_name(template)} else ()


def _entity(thing: ThingSheet) -> EntitySheet:
    domain = _domain(thing)
    object_id = thing.id.partition(".")[2] or slugify(thing.name)
    attributes = {_RENAMED.get(k, k): _typed(v) for k, v in thing.attributes.items()}
    device_class = attributes.pop("device_class", None)
    state = _state(thing, domain, attributes)
    return EntitySheet(
        id=f"{domain}.{slugify(object_id)}",
        name=plain_name(thing.name),
        aliases=_other_names(thing.name),
        area=thing.area,
        state=state,
        device_class=device_class,
        attributes=_filled(domain, state, attributes),
    )


def _state(thing: ThingSheet, domain: str, attributes: dict[str, Any]) -> str:
    state = thing.state
    if isinstance(state, Mapping):
        state = state.get("out", state.get("in"))
    if state is None and thing.state_with_unit:
        state, _, unit = thing.state_with_unit.partition(" ")
        attributes["unit_of_measurement"] = unit
    if state is None or (state == "" and domain == "todo"):
        return "0" if domain == "todo" else _UNSAID.get(domain, "off")
    return _TRANSLATED.get(str(state).lower(), str(state))


def _filled(domain: str, state: str, attributes: dict[str, Any]) -> dict[str, Any]:
    filled = dict(attributes)
    match domain:
        case "light":
            filled = _ALL_COLORS | ({"brightness": 255} if state == "on" else {}) | filled
        case "cover" | "valve":
            filled = {"current_position": 0 if state == "closed" else 100} | filled
        case "media_player" if float(filled.get("volume_level", 0)) > 1:
            filled["volume_level"] = float(filled["volume_level"]) / FULL_VOLUME
        case "todo":
            filled = {"items": []} | filled
        case _:
            pass
    return filled


def _typed(value: Any) -> Any:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value
