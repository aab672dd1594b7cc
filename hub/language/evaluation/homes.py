"""Homes written down in YAML for an evaluation, and the homes built from them."""

import difflib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import Field

from hub.home.actions import ACTIONS, DOMAINS
from hub.home.frozen import Frozen
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId, domain_of
from hub.home.model import UNKNOWN, Area, Entity, Floor
from hub.home.yaml_config import ConfigError, load_yaml, parse_yaml, problem_at
from hub.language.evaluation.cases import EvaluationError


class FloorSheet(Frozen):
    """A floor as written down."""

    id: str
    name: str
    level: int = 0
    aliases: tuple[str, ...] = ()


class AreaSheet(Frozen):
    """An area as written down."""

    id: str
    name: str
    floor: str | None = None
    aliases: tuple[str, ...] = ()


class EntitySheet(Frozen):
    """An entity as written down, with its state."""

    id: str
    name: str
    area: str | None = None
    state: str = UNKNOWN
    device_class: str | None = None
    aliases: tuple[str, ...] = ()
    attributes: dict[str, Any] = Field(default_factory=dict)
    actions: tuple[str, ...] | None = None
    entity_category: str | None = None


class HomeSheet(Frozen):
    """A home as written down."""

    name: str = ""
    note: str = ""
    floors: tuple[FloorSheet, ...] = ()
    areas: tuple[AreaSheet, ...] = ()
    entities: tuple[EntitySheet, ...]

    def build(self, now: datetime, states: Mapping[str, Any] | None = None) -> Home:
        """Return the home; `states` are what differs from what is written down."""
        home = Home(now=lambda: now)
        for floor in self.floors:
            home.put_floor(Floor(FloorId(floor.id), floor.name, floor.level, floor.aliases))
        for area in self.areas:
            floor_id = FloorId(area.floor) if area.floor else None
            home.put_area(Area(AreaId(area.id), area.name, floor_id, area.aliases))
        for sheet in self.entities:
            entity = _entity(sheet)
            home.put_entity(entity)
            state, attributes = _changed(sheet, (states or {}).get(sheet.id))
            home.report(entity.id, state, attributes)
        return home

    def entity_ids(self) -> frozenset[str]:
        """Return the ids of its entities."""
        return frozenset(entity.id for entity in self.entities)


def read_home(file: Path) -> HomeSheet:
    """Read and check a home file.

    Raises:
        ConfigError: it has mistakes, all of which are named.
        EvaluationError: it cannot be read.
    """
    text = read_text(file)
    sheet = parse_yaml(text, str(file), HomeSheet)
    problems = list(_problems(sheet, load_yaml(text, str(file)), str(file)))
    if problems:
        raise ConfigError(problems)
    return sheet


def read_text(file: Path) -> str:
    """Return the text of a file.

    Raises:
        EvaluationError: it cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        message = f"{file}: not UTF-8 at byte {error.start}; save it as UTF-8"
        raise EvaluationError(message) from None


def nearest(name: str, known: Any) -> str:
    """Return a hint at the nearest known name, empty if none is near."""
    near = difflib.get_close_matches(name, [str(each) for each in known], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _entity(sheet: EntitySheet) -> Entity:
    domain = domain_of(sheet.id)
    actions = sheet.actions
    if actions is None:
        actions = tuple(action for action in ACTIONS if domain_of(action) == domain)
    return Entity(
        id=EntityId(sheet.id),
        name=sheet.name,
        integration="evaluation",
        unique_id=sheet.id,
        area_id=AreaId(sheet.area) if sheet.area else None,
        device_class=sheet.device_class or sheet.attributes.get("device_class"),
        aliases=sheet.aliases,
        actions=frozenset(actions),
        entity_category=sheet.entity_category,
    )


def _changed(sheet: EntitySheet, change: object) -> tuple[str, dict[str, Any]]:
    match change:
        case None:
            return sheet.state, sheet.attributes
        case Mapping():
            given = {str(name): value for name, value in change.items()}
            state = str(given.pop("state", sheet.state))
            return state, sheet.attributes | given
        case _:
            return str(change), sheet.attributes


def _problems(sheet: HomeSheet, tree: Any, file: str) -> Any:
    floors, areas = {f.id for f in sheet.floors}, {a.id for a in sheet.areas}
    for number, area in enumerate(sheet.areas):
        if area.floor and area.floor not in floors:
            text = f"there is no floor {area.floor!r}{nearest(area.floor, floors)}"
            yield problem_at(tree, ("areas", number, "floor"), file, text)
    seen: set[str] = set()
    for number, entity in enumerate(sheet.entities):
        for key, text in _wrong(entity, areas, seen):
            yield problem_at(tree, ("entities", number, key), file, text)
        seen.add(entity.id)


def _wrong(entity: EntitySheet, areas: set[str], seen: set[str]) -> list[tuple[str, str]]:
    found = []
    domain = domain_of(entity.id)
    if "." not in entity.id or domain not in DOMAINS:
        found.append(("id", f"unknown domain {domain!r}{nearest(domain, DOMAINS)}"))
    if entity.id in seen:
        found.append(("id", f"{entity.id!r} is there twice; ids must differ"))
    if entity.area and entity.area not in areas:
        found.append(("area", f"there is no area {entity.area!r}{nearest(entity.area, areas)}"))
    unknown = [action for action in entity.actions or () if action not in ACTIONS]
    return found + [("actions", f"unknown action {a!r}{nearest(a, ACTIONS)}") for a in unknown]
