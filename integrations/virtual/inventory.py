"""The inventory file: which floors, areas, devices and entities a virtual home has.

The hub reads the floors and areas of the same file, because MQTT discovery can only suggest an
area's name. The format is in this folder's README; loading collects every mistake in the file.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, NewType, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from integrations.virtual.attributes import Attributes, misspelt
from integrations.virtual.issues import InventoryError, Issue, nearest
from integrations.virtual.kinds import ATTRIBUTES
from integrations.virtual.yaml_source import Location, YamlSource

EntityId = NewType("EntityId", str)

Slug = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Label = Annotated[str, Field(min_length=1, max_length=200)]


def _as_tuple(given: object) -> object:
    """Take YAML's lists, and a key with nothing below it, for the tuples they become."""
    if given is None:
        return ()
    return tuple(given) if isinstance(given, list) else given


_EntryT = TypeVar("_EntryT")
Many = Annotated[tuple[_EntryT, ...], BeforeValidator(_as_tuple)]
Labels = Many[Label]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Floor(_Entry):
    """A storey; `level` 0 is the ground floor."""

    id: Slug
    name: Label
    level: int = 0
    aliases: Labels = ()


class Area(_Entry):
    """A room, or what people call one."""

    id: Slug
    name: Label
    floor: str | None = None
    aliases: Labels = ()


class Device(_Entry):
    """A thing with a power supply; several entities may belong to it."""

    id: Slug
    name: Label
    manufacturer: Label = "Lares"
    model: Label = "Virtual device"
    area: str | None = None


class Entity(_Entry):
    """One thing to know or to move. `id` may be left to `domain` and `name`."""

    id: Annotated[EntityId, Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")]
    name: Label
    area: str | None = None
    device: str | None = None
    device_class: Slug | None = None
    state: str | None = None
    attributes: Mapping[str, JsonValue] = {}
    aliases: Labels = ()

    @property
    def domain(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def object_id(self) -> str:
        """The part of the id after the dot."""
        return self.id.partition(".")[2]

    @model_validator(mode="before")
    @classmethod
    def _derive_id(cls, given: object) -> object:
        """Make `id` of `domain` and `name` where the entry has no id of its own."""
        if not isinstance(given, dict) or "domain" not in given:
            return given
        rest = {key: value for key, value in given.items() if key != "domain"}
        domain, name = given["domain"], given.get("name")
        if "id" not in given:
            return rest | {"id": f"{domain}.{slug(name if isinstance(name, str) else '')}"}
        if str(given["id"]).partition(".")[0] != domain:
            raise ValueError(f"domain is {domain!r} but id is {given['id']!r}; leave one out")
        return rest

    @field_validator("state", mode="before")
    @classmethod
    def _state_as_text(cls, given: object) -> object:
        """Take numbers and YAML's booleans for the text they stand for."""
        if isinstance(given, bool):
            return "on" if given else "off"
        return str(given) if isinstance(given, int | float) else given

    def parsed_attributes(self) -> Attributes:
        """Give the attributes as their domain's model.

        Raises:
            pydantic.ValidationError: they do not fit; never so after `load_inventory`.
        """
        return ATTRIBUTES[self.domain].model_validate_json(json.dumps(dict(self.attributes)))


class Phone(_Entry):
    """A phone with OwnTracks, which says where it is. Degrees north and east; accuracy in metres.

    Home Assistant and Lares make `device_tracker.USER_ID` of it.
    """

    id: Slug
    user: Slug
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    accuracy: Annotated[float, Field(ge=0)] = 10


class Inventory(_Entry):
    """A whole virtual home."""

    floors: Many[Floor] = ()
    areas: Many[Area] = ()
    devices: Many[Device] = ()
    entities: Many[Entity] = ()
    phones: Many[Phone] = ()

    def with_entities(self, entities: Iterable[Entity]) -> Self:
        """Give the same home with other entities in it."""
        return self.model_copy(update={"entities": tuple(entities)})


def load_inventory(path: Path | str) -> Inventory:
    """Read an inventory file.

    Raises:
        InventoryError: with every issue found, each naming file, line and key.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InventoryError([Issue(str(path), 1, "(file)", str(error.strerror))]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InventoryError([Issue(str(path), line, "(file)", "not UTF-8 text")]) from error
    return parse_inventory(text, file=str(path))


def parse_inventory(text: str, *, file: str = "(inventory)") -> Inventory:
    """Read an inventory from `text`; `file` names it in messages.

    Raises:
        InventoryError: with every issue found, each naming file, line and key.
    """
    source = YamlSource(text, file=file)
    if not isinstance(source.data, dict):
        expected = f"expected the keys {', '.join(Inventory.model_fields)}"
        raise InventoryError([Issue(file, 1, "(file)", expected)])
    issues = [*_unknown_sections(source.data, source)]
    entries: dict[str, dict[int, _Entry]] = {}
    for section, model in _SECTIONS.items():
        entries[section], found = _read_section(section, model, source)
        issues += found
    issues += _meaning_issues(entries, source)
    if issues:
        raise InventoryError(sorted(issues, key=lambda issue: issue.line))
    return Inventory.model_validate({name: [*good.values()] for name, good in entries.items()})


def slug(name: str) -> str:
    """Turn a name into an object id, as Home Assistant does: `Küche Licht` is `kuche_licht`."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore")
    words = "".join(c if c.isalnum() else " " for c in plain.decode().lower()).split()
    return "_".join(words)


_SECTIONS: Mapping[str, type[_Entry]] = {
    "floors": Floor,
    "areas": Area,
    "devices": Device,
    "entities": Entity,
    "phones": Phone,
}


def _unknown_sections(data: Mapping[str, JsonValue], source: YamlSource) -> Iterator[Issue]:
    for key in data:
        if key not in _SECTIONS:
            yield source.issue((key,), f"unknown key {key!r}{nearest(key, _SECTIONS)}")


def _read_section(
    section: str, model: type[_Entry], source: YamlSource
) -> tuple[dict[int, _Entry], list[Issue]]:
    """Read the entries of one list; those that are wrong become issues and leave a gap."""
    listed = source.data.get(section) if isinstance(source.data, dict) else None
    if listed is None:
        return {}, []
    if not isinstance(listed, list):
        return {}, [source.issue((section,), f"expected a list{_shown(listed)}")]
    good: dict[int, _Entry] = {}
    issues: list[Issue] = []
    for at, entry in enumerate(listed):
        try:
            good[at] = model.model_validate(entry)
        except ValidationError as error:
            issues += [
                source.issue((section, at, *detail["loc"]), _shape_problem(detail, model))
                for detail in error.errors()
            ]
    return good, issues


def _shape_problem(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """Say in our words what pydantic found."""
    last = detail["loc"][-1] if detail["loc"] else None
    keys = [*model.model_fields, *(["domain"] if model is Entity else [])]
    match detail["type"]:
        case "model_type":
            return f"expected a mapping with the keys {', '.join(keys)}{_shown(detail['input'])}"
        case "extra_forbidden":
            return f"unknown key {last!r}{nearest(str(last), keys)}"
        case "missing":
            return "this key is missing"
        case "string_pattern_mismatch" if last == "id":
            wanted = "domain.object_id" if model is Entity else "an id"
            allowed = "in lower-case letters, digits and underscores"
            return f"expected {wanted} {allowed}{_shown(detail['input'])}"
        case "value_error":
            return detail["msg"].removeprefix("Value error, ")
        case _:
            expected = detail["msg"].replace("Input should be", "expected")
            return f"{expected}{_shown(detail['input'])}"


def _shown(given: object) -> str:
    """Show a value at the end of a message, if it is short enough to help."""
    return f", not {given!r}" if isinstance(given, str | int | float | None) else ""


def _meaning_issues(
    entries: Mapping[str, Mapping[int, _Entry]], source: YamlSource
) -> Iterator[Issue]:
    """Find what no single entry can know: double ids, and names of things that are not there."""
    floors, areas, devices = (_ids(source, name) for name in ("floors", "areas", "devices"))
    for section, listed in entries.items():
        first: dict[str, int] = {}
        for at, entry in listed.items():
            where = (section, at)
            match entry:
                case Area():
                    yield from _dangling(source, (*where, "floor"), entry.floor, floors)
                case Device():
                    yield from _dangling(source, (*where, "area"), entry.area, areas)
                case Entity():
                    yield from _dangling(source, (*where, "area"), entry.area, areas)
                    yield from _dangling(source, (*where, "device"), entry.device, devices)
                    yield from _entity_issues(entry, source, where)
                case _:
                    pass  # floors and phones name nothing else
            yield from _double_id(source, where, str(getattr(entry, "id", "")), first)


def _ids(source: YamlSource, section: str) -> list[str]:
    """Give the ids in a section, also of entries that are wrong: one mistake, one issue."""
    listed = source.data.get(section) if isinstance(source.data, dict) else None
    entries = listed if isinstance(listed, list) else []
    return [str(entry["id"]) for entry in entries if isinstance(entry, dict) and "id" in entry]


def _double_id(
    source: YamlSource, where: tuple[str, int], given: str, first: dict[str, int]
) -> Iterator[Issue]:
    """Compare an id with those `first` seen before, and note it there."""
    section, at = where
    if given in first:
        line = source.line_of((section, first[given], "id"))
        yield source.issue((*where, "id"), f"{given!r} is taken by line {line}; ids must differ")
    first.setdefault(given, at)


def _dangling(
    source: YamlSource, location: Location, name: str | None, known: Iterable[str]
) -> Iterator[Issue]:
    if name is not None and name not in known:
        yield source.issue(location, f"no {location[-1]} {name!r}{nearest(name, known)}")


def _entity_issues(entity: Entity, source: YamlSource, where: tuple[str, int]) -> Iterator[Issue]:
    """Check domain, attributes and state of one entity."""
    model = ATTRIBUTES.get(entity.domain)
    if model is None:
        problem = f"no domain {entity.domain!r}{nearest(entity.domain, ATTRIBUTES)}"
        yield source.issue((*where, "id"), problem)
        return
    for written, meant in misspelt(model, entity.attributes):
        problem = f"unknown attribute {written!r}; did you mean {meant!r}?"
        yield source.issue((*where, "attributes", written), problem)
    try:
        attributes = entity.parsed_attributes()
    except ValidationError as error:
        for detail in error.errors():
            location = (*where, "attributes", *detail["loc"])
            yield source.issue(location, _shape_problem(detail, model))
        return
    wrong = attributes.wrong_state(entity.state) if entity.state is not None else None
    if wrong:
        yield source.issue((*where, "state"), wrong)
