"""Helpers, groups, zones, persons and template entities, as a configuration holds them."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.automation.files.keys import shown
from hub.automation.files.sections import MAPS, PLATFORMS, Sections
from hub.automation.files.tree import Spot, plain_of
from hub.automation.model.rules import CalledName, HelperConfig
from hub.home.ids import slugify
from hub.home.yaml_config import ConfigError

# Of the old template platform: the key that holds the entities, by domain.
_OLD_KEYS = {
    "sensor": "sensors", "binary_sensor": "sensors", "switch": "switches", "light": "lights",
    "cover": "covers", "fan": "fans", "lock": "", "vacuum": "vacuums",
    "alarm_control_panel": "panels", "weather": "",
}  # fmt: skip


def helpers(sections: Sections) -> Iterator[HelperConfig]:
    """Yield all of them; what is wrong is reported, and left out."""
    for domain in sorted(MAPS - {"script"}):
        for name, value, spot in sections.named(domain):
            yield from _helper(domain, name.lower(), value if value is not None else {}, spot)
    for domain in ("zone", "person"):
        yield from _by_name(domain, sections)
    yield from _templates(sections)
    for domain in sorted(PLATFORMS):
        yield from _old_templates(domain, sections)


def notifiers(sections: Sections) -> Iterator[HelperConfig]:
    """Yield what `notify:` configures."""
    for value, spot in sections.items("notify"):
        name = value.get("name") if isinstance(value, Mapping) else None
        yield from _helper("notify", slugify(str(name or "notify")), value, spot)


def customized(sections: Sections) -> Iterator[CalledName]:
    """Yield the names and icons that `customize:` gives."""
    for value, spot in sections.customized:
        if not isinstance(value, Mapping):
            spot.report(f"expected entity ids, each with its attributes, found {shown(value)}")
            continue
        for entity_id, attributes in value.items():
            options = _options(attributes, spot.at(value, entity_id))
            if options:
                yield CalledName(entity_id.lower(), options)


def _helper(domain: str, object_id: str, value: Any, spot: Spot) -> Iterator[HelperConfig]:
    # `group: lights: light.a, light.b` is short for a group of these.
    short = {"entities": value} if domain == "group" and isinstance(value, list | str) else value
    options = _options(short, spot)
    if options is not None:
        yield HelperConfig(domain=domain, object_id=object_id, options=options, place=spot.place)


def _options(value: Any, spot: Spot) -> Mapping[str, Any] | None:
    if not isinstance(value, Mapping):
        spot.report(f"expected settings: a mapping of keys, found {shown(value)}")
        return None
    known = len(spot.problems)
    try:
        plain = plain_of(value, spot)
    except ConfigError as error:
        spot.problems.extend(error.problems)
        return None
    return plain if len(spot.problems) == known else None


def _by_name(domain: str, sections: Sections) -> Iterator[HelperConfig]:
    taken: set[str] = set()
    for value, spot in sections.items(domain):
        name = value.get("name") if isinstance(value, Mapping) else None
        if not isinstance(name, str):
            spot.report("the key 'name' is missing")
            continue
        object_id = _free(slugify(name), taken)
        yield from _helper(domain, object_id, value, spot)


def _templates(sections: Sections) -> Iterator[HelperConfig]:
    taken: set[str] = set()
    for value, spot in sections.items("template"):
        yield from _helper("template", _free(slugify(_name_within(value)), taken), value, spot)


def _name_within(value: Any) -> str:
    """Return the name, or the unique id, of the first entity of a template item."""
    for inner in value.values() if isinstance(value, Mapping) else ():
        first = inner[0] if isinstance(inner, list) and inner else inner
        if isinstance(first, Mapping):
            name = first.get("name") or first.get("unique_id")
            if isinstance(name, str) and "{" not in name:
                return name
    return "template"


def _old_templates(domain: str, sections: Sections) -> Iterator[HelperConfig]:
    for value, spot in sections.items(domain):
        if not isinstance(value, Mapping) or value.get("platform") != "template":
            sections.left_alone.setdefault(domain, spot.place)
            continue
        key = _OLD_KEYS[domain]
        inner = value.get(key) if key else None
        if not isinstance(inner, Mapping):
            yield from _helper(domain, slugify(str(value.get("name", domain))), value, spot)
            continue
        at = spot.at(value, key)
        for object_id, options in inner.items():
            yield from _helper(domain, object_id, options, at.at(inner, object_id))


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken: the second "kitchen" is "kitchen_2"."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    taken.add(free)
    return free
