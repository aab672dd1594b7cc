"""A hub with the rule files of a cottage, over a real broker, with devices that a test plays."""

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from hub import remote
from tests.support.mosquitto import LOOPBACK, Mosquitto
from tests.support.running_hub import RunningHub

HOMES = Path(__file__).parents[1] / "e2e" / "homes"
# The machine may be busy.
WAIT_S = 20.0
TOKEN = "cottage-token"  # noqa: S105 -- a token of these tests only

# Component, object id, how things are at first, and the rest of the announcement.
_DEVICES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("binary_sensor", "hall_door", "OFF", {"name": "Hall door", "device_class": "door"}),
    ("binary_sensor", "bath_window", "OFF", {"name": "Bath window", "device_class": "window"}),
    ("binary_sensor", "attic_leak", "OFF", {"name": "Attic leak", "device_class": "moisture"}),
    ("binary_sensor", "bell", "OFF", {"name": "Bell"}),
    ("sensor", "freezer", "5", {"name": "Freezer", "device_class": "temperature"}),
    ("sensor", "garden_lux", "500", {"name": "Garden lux", "device_class": "illuminance"}),
    ("sensor", "washer_watts", "20", {"name": "Washer watts", "device_class": "power"}),
    ("device_tracker", "ada_phone", "home", {"name": "Ada phone", "source_type": "gps"}),
    (
        "light", "shed", '{"state": "ON", "brightness": 100}',
        {"name": "Shed", "schema": "json", "brightness": True, "command_topic": "cottage/shed/set"},
    ),
    ("camera", "porch", "GIF89a", {"name": "Porch", "topic": "cottage/porch"}),
    (
        "device_tracker", "bea_watch", "{}",
        {"name": "Bea watch", "state_topic": None, "json_attributes_topic": "cottage/bea_watch"},
    ),
    ("event", "garden_bell", "", {"name": "Garden bell", "event_types": ["press", "hold"]}),
)  # fmt: skip
# What is announced beside entities: by the topic of discovery.
_SIGNALS: Mapping[str, Mapping[str, Any]] = {
    "device_automation/hall_remote/single": {
        "automation_type": "trigger", "type": "action", "subtype": "single", "payload": "single",
        "topic": "cottage/hall_remote/action",
        "device": {"identifiers": ["hall_remote"], "name": "Hall remote"},
    },
    "tag/gate_scanner": {
        "topic": "cottage/gate_scanner", "value_template": "{{ value_json.PN532.UID }}",
        "device": {"identifiers": ["gate_scanner"], "name": "Gate scanner"},
    },
}  # fmt: skip


class Wire:
    """A client of the broker: says what devices say, and hears everything."""

    def __init__(self, port: int) -> None:
        self._client = paho.Client(CallbackAPIVersion.VERSION2)
        self._news = threading.Condition()
        self._ready = threading.Event()
        self.log: list[tuple[str, str]] = []
        self._client.on_message = self._hear
        self._client.on_subscribe = lambda *_: self._ready.set()
        self._client.connect(LOOPBACK, port)

    def __enter__(self) -> Self:
        self._client.loop_start()
        self._client.subscribe("out/#", 1)
        assert self._ready.wait(WAIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def say(self, topic: str, payload: str, *, retain: bool = False) -> None:
        """Publish, and wait until the broker has it."""
        self._client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(WAIT_S)

    def forget(self, topic: str) -> None:
        """Know no more what was said on a topic, such as by devices that came at the start."""
        with self._news:
            self.log = [said for said in self.log if said[0] != topic]

    def on(self, topic: str) -> list[str]:
        """Return all that was said on a topic."""
        with self._news:
            return [payload for at, payload in self.log if at == topic]

    def hears(self, topic: str, *payloads: str) -> None:
        """Wait until these, and no others, were said on a topic."""
        wanted = list(payloads)
        with self._news:
            self._news.wait_for(
                lambda: (
                    [body for at, body in self.log if at == topic][: len(wanted)] == wanted
                    and wanted
                ),
                WAIT_S,
            )
        assert self.on(topic) == wanted, (topic, self.on(topic))

    def _hear(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        with self._news:
            self.log.append((message.topic, message.payload.decode()))
            self._news.notify_all()


class Cottage:
    """The hub, its rule files (a copy, to be edited), and the wire."""

    def __init__(self, hub: RunningHub, wire: Wire, rules: Path) -> None:
        self.hub = hub
        self.wire = wire
        self.rules = rules

    def fire(self, event_type: str, **data: Any) -> None:
        """Fire an event on the hub's bus."""
        self.hub.remote.request("POST", f"/api/events/{event_type}", data)

    def report(self, object_id: str, state: str) -> None:
        """Let a device report."""
        self.wire.say(f"cottage/{object_id}", state, retain=True)

    def call(self, action: str, **data: Any) -> Any:
        """Call a service."""
        domain, _, verb = action.partition(".")
        return self.hub.remote.request("POST", f"/api/services/{domain}/{verb}", data)

    def state(self, entity_id: str) -> str:
        """Return a state."""
        found: str = self.hub.state(entity_id)["state"]
        return found

    def is_so(self, entity_id: str, state: str) -> dict[str, Any]:
        """Wait until an entity is in a state."""
        return self.hub.wait_for(entity_id, state, timeout_s=WAIT_S)

    def is_idle(self, entity_id: str) -> None:
        """Wait until no run of an automation is left."""
        eventually(lambda: self.hub.state(entity_id)["attributes"]["current"] == 0)

    def told(self) -> list[str]:
        """Return all notifications."""
        notifications = self.hub.remote.request("GET", "/api/lares/notifications")
        return [one["text"] for one in notifications]

    def rules_answer(self) -> dict[str, Any]:
        """Return what the API says of rules."""
        found: dict[str, Any] = self.hub.remote.request("GET", "/api/lares/rules")
        return found


def eventually(is_so: Callable[[], object], what: str = "") -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < deadline, what or "waited in vain"
        time.sleep(0.05)


@contextmanager
def cottage(folder: Path) -> Iterator[Cottage]:
    """Open it all: a broker, the devices, and a hub that has read the rules and started."""
    rules = folder / "cottage"
    shutil.copytree(HOMES / "cottage", rules)
    with Mosquitto() as broker, Wire(broker.port) as wire:
        _announce(wire)
        mqtt = f"{LOOPBACK}:{broker.port}"
        hub = RunningHub(
            folder / "hub", "--no-model", "--mqtt", mqtt, "--rules", str(rules), token=TOKEN
        )
        with hub:
            for entity_id in ("light.shed", "binary_sensor.bell", "light.desk_lamp"):
                hub.wait_for(entity_id, "on", "off", timeout_s=WAIT_S)
            wire.hears("out/started", "yes")
            yield Cottage(hub, wire, rules)


def _announce(wire: Wire) -> None:
    for component, object_id, state, more in _DEVICES:
        config = {
            "object_id": object_id, "unique_id": object_id, "state_topic": f"cottage/{object_id}",
            "device": {"identifiers": [object_id], "name": more["name"]}, **more, "name": None,
        }  # fmt: skip
        wire.say(f"homeassistant/{component}/{object_id}/config", json.dumps(config), retain=True)
        wire.say(f"cottage/{object_id}", state, retain=True)
    for path, signal in _SIGNALS.items():
        wire.say(f"homeassistant/{path}/config", json.dumps(signal), retain=True)


__all__ = ["Cottage", "Wire", "cottage", "eventually", "remote"]
