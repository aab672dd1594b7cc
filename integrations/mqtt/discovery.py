"""Announcements: from a discovery topic and its payload to the entities that it describes.

`<prefix>/<component>/[<node>/]<object>/config` announces one entity,
`<prefix>/device/[<node>/]<object>/config` a device with all of its entities; an empty payload
takes them back (Home Assistant, MQTT, "Discovery topic").
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from integrations.mqtt.abbreviations import spell_out
from integrations.mqtt.catalog import build, is_known
from integrations.mqtt.component import Component
from integrations.mqtt.components.temperature import Unit
from integrations.mqtt.message import PayloadError
from integrations.mqtt.signal import Signal

BUNDLE = "device"
# A bundle of more entities is no device.
MAX_ENTITIES = 500
# What a bundle says for all of its entities.
SHARED = (
    "device", "origin", "availability", "availability_topic", "availability_template",
    "availability_mode", "payload_available", "payload_not_available", "command_topic",
    "state_topic", "qos", "encoding", "home_unit",
)  # fmt: skip

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Announced:
    """One entity or signal that an announcement describes; `key` is its own within it."""

    key: str
    component: Component | Signal


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What announcements leave out: the home's unit of temperature, and what devices are known."""

    unit: Unit = "C"
    completed: Callable[[Mapping[str, Any]], dict[str, Any]] = dict


@dataclass(frozen=True, slots=True)
class Announcement:
    """What an announcement describes, and the keys of its parts that are wrong."""

    found: list[Announced]
    wrong: frozenset[str] = field(default_factory=frozenset)

    def is_wrong(self, key: str) -> bool:
        """Tell whether the part announced as `key` (see `Announced`) is wrong now."""
        return key.partition(" ")[2] in self.wrong


def is_migration(payload: bytes) -> bool:
    """Tell whether a topic's entities are to be announced elsewhere from now on.

    (Home Assistant, MQTT, "Migration from single component to device-based discovery".)
    """
    if b"migr" not in payload:
        return False
    try:
        config = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return False
    return isinstance(config, dict) and spell_out(config).get("migrate_discovery") is True


def kind_of(topic: str, prefix: str) -> str | None:
    """Return the component that a discovery topic names; None if it is no discovery topic."""
    levels = topic[len(prefix) + 1 :].split("/")
    if len(levels) not in {3, 4} or levels[-1] != "config":
        return None
    return levels[0]


def discovery_id(topic: str, prefix: str, key: str) -> str:
    """Return what rules of Home Assistant's call one announced thing: its node, object and part."""
    kind, *names, _ = topic[len(prefix) + 1 :].split("/")
    part = key.partition(" ")[2] if kind == BUNDLE else ""
    return " ".join((*names, part)).strip()


def read_announcement(
    kind: str, topic: str, payload: bytes, around: Surroundings = Surroundings()
) -> Announcement:
    """Return the entities that `payload` announces; none for components we do not know.

    In a bundle, a wrong entity costs itself a log line; the others are returned.

    Raises:
        PayloadError: the announcement is wrong as a whole.
    """
    if kind != BUNDLE and not is_known(kind):
        _log.debug("mqtt: topic %r: component %r is not supported; passed over", topic, kind)
        return Announcement([])
    try:
        config = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise PayloadError(f"expected a JSON object: {error}") from None
    if not isinstance(config, dict):
        raise PayloadError(f"expected a JSON object, got {payload[:40]!r}")
    full = _completed(spell_out(config), around)
    if kind == BUNDLE:
        return _read_bundle(full, config.get("~"), topic)
    return Announcement([Announced(kind, build(kind, full))])


def _completed(full: dict[str, Any], around: Surroundings) -> dict[str, Any]:
    if isinstance(full.get("device"), dict):
        full["device"] = around.completed(full["device"])
    return full | {"home_unit": around.unit}


def _read_bundle(full: dict[str, Any], base: Any, topic: str) -> Announcement:
    components = full.get("components")
    if not isinstance(components, dict):
        raise PayloadError("key 'components': expected an object of components by id")
    if not isinstance(full.get("device"), dict):
        raise PayloadError("key 'device': expected an object with identifiers or connections")
    if len(components) > MAX_ENTITIES:
        raise PayloadError(f"key 'components': expected at most {MAX_ENTITIES}")
    shared = {key: full[key] for key in SHARED if key in full}
    found: list[Announced] = []
    wrong: set[str] = set()
    for key, part in components.items():
        try:
            announced = _read_part(key, part, shared, base)
        except PayloadError as error:
            _log.warning("mqtt: topic %r: component %r: %s; it is left out", topic, key, error)
            wrong.add(key)
            continue
        if announced is not None:
            found.append(announced)
    return Announcement(found, frozenset(wrong))


def _read_part(key: str, part: Any, shared: dict[str, Any], base: Any) -> Announced | None:
    if not isinstance(part, dict):
        raise PayloadError("expected an object")
    own = spell_out(part if base is None else {"~": base, **part})
    kind = own.pop("platform", None)
    if not isinstance(kind, str):
        raise PayloadError("key 'platform': expected the name of a component")
    if not is_known(kind) or not own:
        return None
    return Announced(f"{kind} {key}", build(kind, {**shared, **own}))
