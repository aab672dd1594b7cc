"""Announcements: from a discovery topic and its payload to the entities that it describes.

`<prefix>/<component>/[<node>/]<object>/config` announces one entity,
`<prefix>/device/[<node>/]<object>/config` a device with all of its entities; an empty payload
takes them back (Home Assistant, MQTT, "Discovery topic").
"""

import logging
from dataclasses import dataclass
from typing import Any

import orjson

from integrations.mqtt.abbreviations import spell_out
from integrations.mqtt.catalog import build, is_known
from integrations.mqtt.component import Component
from integrations.mqtt.message import PayloadError
from integrations.mqtt.signal import Signal

BUNDLE = "device"
# A bundle of more entities is no device.
MAX_ENTITIES = 500
# What a bundle says for all of its entities.
SHARED = (
    "device", "origin", "availability", "availability_topic", "availability_template",
    "availability_mode", "payload_available", "payload_not_available", "command_topic",
    "state_topic", "qos", "encoding",
)  # fmt: skip

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Announced:
    """One entity or signal that an announcement describes; `key` is its own within it."""

    key: str
    component: Component | Signal


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


def read_announcement(kind: str, topic: str, payload: bytes) -> list[Announced]:
    """Return the entities that `payload` announces; none for components we do not know.

    In a bundle, a wrong entity costs itself a log line; the others are returned.

    Raises:
        PayloadError: the announcement is wrong as a whole.
    """
    if kind != BUNDLE and not is_known(kind):
        _log.debug("mqtt: topic %r: component %r is not supported; passed over", topic, kind)
        return []
    try:
        config = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise PayloadError(f"expected a JSON object: {error}") from None
    if not isinstance(config, dict):
        raise PayloadError(f"expected a JSON object, got {payload[:40]!r}")
    if kind == BUNDLE:
        return _read_bundle(config, topic)
    return [Announced(kind, build(kind, spell_out(config)))]


def _read_bundle(config: dict[str, Any], topic: str) -> list[Announced]:
    base = {"~": config["~"]} if "~" in config else {}
    full = spell_out(config)
    components = full.get("components")
    if not isinstance(components, dict):
        raise PayloadError("key 'components': expected an object of components by id")
    if not isinstance(full.get("device"), dict):
        raise PayloadError("key 'device': expected an object with identifiers or connections")
    if len(components) > MAX_ENTITIES:
        raise PayloadError(f"key 'components': expected at most {MAX_ENTITIES}")
    shared = {key: full[key] for key in SHARED if key in full}
    found = []
    for key, part in components.items():
        try:
            announced = _read_part(key, part, shared, base)
        except PayloadError as error:
            _log.warning("mqtt: topic %r: component %r: %s; it is left out", topic, key, error)
            continue
        if announced is not None:
            found.append(announced)
    return found


def _read_part(
    key: str, part: Any, shared: dict[str, Any], base: dict[str, Any]
) -> Announced | None:
    if not isinstance(part, dict):
        raise PayloadError("expected an object")
    own = spell_out({**base, **part})
    kind = own.pop("platform", None)
    if not isinstance(kind, str):
        raise PayloadError("key 'platform': expected the name of a component")
    if not is_known(kind) or not own:
        return None
    return Announced(f"{kind} {key}", build(kind, {**shared, **own}))
