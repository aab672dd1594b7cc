"""How what a device announces becomes the same components that Home Assistant's discovery makes."""

from typing import Any

import orjson

from integrations.mqtt.catalog import build
from integrations.mqtt.component import Component, Watch
from integrations.mqtt.discovery import Announced
from integrations.mqtt.message import Message
from integrations.mqtt.tasmota.config import TEXT_RESULTS, TasmotaConfig

STATUS = "StatusSNS"


def announced(device: TasmotaConfig, kind: str, key: str, own: dict[str, Any]) -> Announced:
    """Return a component of a device; `key` tells it from others of its kind."""
    return Announced(f"{kind} {key}", build(kind, {**shared(device, kind, key), **own}))


def shared(device: TasmotaConfig, kind: str, key: str) -> dict[str, Any]:
    """Return the keys that all of a device's announcements have.

    A device that sleeps is not there most of the time; that does not make it unavailable.
    """
    facts: dict[str, Any] = {
        "unique_id": f"{device.mac}_{kind}_{key}",
        "device": {
            "identifiers": [device.mac],
            "connections": [("mac", device.mac)],
            "name": device.name,
            "manufacturer": "Tasmota",
            "model": device.md or None,
            "sw_version": device.sw or None,
        },
    }
    if not device.dslp:
        facts["availability"] = [
            {
                "topic": device.tele("LWT"),
                "payload_available": device.onln,
                "payload_not_available": device.ofln,
            }
        ]
    return facts


def power_results(device: TasmotaConfig, place: int) -> list[str]:
    """Return the topics on which a relay tells its state when it changes.

    With SetOption4 that is the command's own, in JSON and then as a word; the only relay of a
    device has no number.
    """
    if not device.option(TEXT_RESULTS):
        return [device.stat("RESULT")]
    named = [device.stat("STATE"), device.stat(f"POWER{place + 1}")]
    return named if place else [*named, device.stat("POWER")]


def also_on(component: Component, topic: str, *, of: str, within: str | None = None) -> None:
    """Have what is heard on `of` heard on `topic`, too, there inside the key `within`."""
    for heard, watch in tuple(component.watches):
        if heard == of:
            own = watch if within is None else _inside(watch, within)
            component.watches.append((topic, own))


def _inside(watch: Watch, key: str) -> Watch:
    def on_message(message: Message) -> bool:
        part = message.json_object().get(key)
        if not isinstance(part, dict):
            return False
        return watch(Message(message.topic, orjson.dumps(part), is_kept=message.is_kept))

    return on_message
