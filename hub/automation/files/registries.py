"""What Home Assistant keeps in `.storage`: its registries, and helpers made in its interface."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from hub.automation.model.rules import HelperConfig
from hub.automation.model.values import Place
from hub.home.ids import slugify
from hub.home.yaml_config import ConfigProblem
from hub.record import record

T = TypeVar("T")
FOLDER = ".storage"
LARGEST_FILE = 64_000_000
_BY_ID = (
    "input_boolean", "input_number", "input_select", "input_text", "input_datetime",
    "input_button", "timer", "counter", "schedule",
)  # fmt: skip
_BY_NAME = ("zone", "person")


@record(frozen=True, slots=True, kw_only=True)
class Area:
    """A room or a part of the home."""

    id: str
    name: str
    floor_id: str | None = None
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Floor:
    """A floor of the home; `level` 0 is the ground floor."""

    id: str
    name: str
    level: int | None = None
    aliases: tuple[str, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Label:
    """A label that areas, devices and entities carry."""

    id: str
    name: str


@record(frozen=True, slots=True, kw_only=True)
class Device:
    """A device; `identifiers` and `connections` are what its integrations know it by."""

    id: str
    name: str | None = None
    area_id: str | None = None
    labels: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, ...], ...] = ()
    connections: tuple[tuple[str, ...], ...] = ()
    manufacturer: str | None = None
    model: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class RegisteredEntity:
    """An entity; `id` is the registry's own, which device triggers use instead of `entity_id`.

    `name` is the one that a person gave it, `original_name` that of its integration.
    """

    id: str
    entity_id: str
    unique_id: str
    platform: str = ""
    device_id: str | None = None
    area_id: str | None = None
    labels: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    name: str | None = None
    original_name: str | None = None
    is_disabled: bool = False


@record(frozen=True, slots=True, kw_only=True)
class Registries:
    """All of them; empty where there is no `.storage`."""

    areas: tuple[Area, ...] = ()
    floors: tuple[Floor, ...] = ()
    labels: tuple[Label, ...] = ()
    devices: tuple[Device, ...] = ()
    entities: tuple[RegisteredEntity, ...] = ()


def read_registries(root: Path, problems: list[ConfigProblem]) -> Registries:
    """Read the registries of a configuration folder; what is wrong in them is left out."""
    storage = _Storage(root / FOLDER, problems)
    return Registries(
        areas=storage.each("core.area_registry", "areas", _area),
        floors=storage.each("core.floor_registry", "floors", _floor),
        labels=storage.each("core.label_registry", "labels", _label),
        devices=storage.each("core.device_registry", "devices", _device),
        entities=storage.each("core.entity_registry", "entities", _entity),
    )


def read_made_helpers(
    root: Path, registries: Registries, problems: list[ConfigProblem]
) -> tuple[HelperConfig, ...]:
    """Read the helpers, zones and persons that were made in the interface."""
    storage = _Storage(root / FOLDER, problems)
    renamed = {
        (entity.platform, entity.unique_id): entity.entity_id.partition(".")[2]
        for entity in registries.entities
    }
    found: list[HelperConfig] = []
    for domain in (*_BY_ID, *_BY_NAME):
        place = Place(str(root / FOLDER / domain))

        def helper(
            item: Mapping[str, Any], domain: str = domain, place: Place = place
        ) -> HelperConfig:
            item_id = str(item["id"])
            usual = slugify(str(item["name"])) if domain in _BY_NAME else item_id
            object_id = renamed.get((domain, item_id), usual)
            options = {key: value for key, value in item.items() if key != "id"}
            if domain == "person":
                options["id"] = item_id
            return HelperConfig(domain=domain, object_id=object_id, options=options, place=place)

        found += storage.each(domain, "items", helper)
    return tuple(found)


class _Storage:
    def __init__(self, folder: Path, problems: list[ConfigProblem]) -> None:
        self._folder = folder
        self._problems = problems

    def each(self, name: str, key: str, parse: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
        """Return what one file lists, parsed; one that is not there lists nothing."""
        found: list[T] = []
        for number, item in enumerate(self._items(name, key)):
            try:
                found.append(parse(item))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                self._report(name, f"data.{key}.{number}", f"cannot be read: {error!r}")
        return tuple(found)

    def _items(self, name: str, key: str) -> Iterator[Mapping[str, Any]]:
        file = self._folder / name
        try:
            if not file.is_file():
                return
            if file.stat().st_size > LARGEST_FILE:
                self._report(name, "", "is larger than a registry can be")
                return
            data = json.loads(file.read_text(encoding="utf-8"))["data"]
            items = data.get(key) or []
        except (
            OSError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            RecursionError,
        ) as error:
            self._report(name, "", f"cannot be read: {error}; restore it from a backup")
            return
        yield from items if isinstance(items, list) else ()

    def _report(self, name: str, key: str, message: str) -> None:
        self._problems.append(ConfigProblem(str(self._folder / name), 1, key, message))


def _area(item: Mapping[str, Any]) -> Area:
    return Area(
        id=str(item["id"] if "id" in item else item["area_id"]),
        name=str(item["name"]),
        floor_id=item.get("floor_id"),
        aliases=_texts(item, "aliases"),
        labels=_texts(item, "labels"),
    )


def _floor(item: Mapping[str, Any]) -> Floor:
    level = item.get("level")
    return Floor(
        id=str(item["floor_id"]),
        name=str(item["name"]),
        level=None if level is None else int(level),
        aliases=_texts(item, "aliases"),
    )


def _label(item: Mapping[str, Any]) -> Label:
    return Label(id=str(item["label_id"]), name=str(item["name"]))


def _device(item: Mapping[str, Any]) -> Device:
    return Device(
        id=str(item["id"]),
        name=item.get("name_by_user") or item.get("name"),
        area_id=item.get("area_id"),
        labels=_texts(item, "labels"),
        identifiers=_pairs(item, "identifiers"),
        connections=_pairs(item, "connections"),
        manufacturer=item.get("manufacturer"),
        model=item.get("model"),
    )


def _entity(item: Mapping[str, Any]) -> RegisteredEntity:
    return RegisteredEntity(
        id=str(item["id"]),
        entity_id=str(item["entity_id"]),
        unique_id=str(item["unique_id"]),
        platform=str(item.get("platform") or ""),
        device_id=item.get("device_id"),
        area_id=item.get("area_id"),
        labels=_texts(item, "labels"),
        aliases=_texts(item, "aliases"),
        name=item.get("name"),
        original_name=item.get("original_name"),
        is_disabled=item.get("disabled_by") is not None,
    )


def _texts(item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    # Newer registries mark with null where an entity's own name stands among its aliases.
    return tuple(str(text) for text in item.get(key) or () if text is not None)


def _pairs(item: Mapping[str, Any], key: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(part) for part in pair) for pair in item.get(key) or ())
