"""Hears Tasmota's announcements, and keeps each device's two of them together.

`tasmota/discovery/<MAC>/config` says what the device is, `.../sensors` what it measures; an empty
`config` takes it back. Devices report only from time to time: each is asked for its state when it
says that it is there.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations.mqtt.connection import Connection
from integrations.mqtt.discovery import Announced, Announcement
from integrations.mqtt.message import Message, PayloadError
from integrations.mqtt.tasmota.config import TasmotaConfig, read_config, read_object
from integrations.mqtt.tasmota.relays import relays
from integrations.mqtt.tasmota.sensors import buttons, sensors, switches

PREFIX = "tasmota/discovery"
MAX_DEVICES = 1_000
MAX_ANNOUNCEMENT = 64_000

Put = Callable[[str, Announcement], object]
# Publishes a question on behalf of what was announced under a topic.
Ask = Callable[[str, str, str], None]

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Device:
    config: bytes = b""
    sensors: bytes = b""
    told: set[str] = field(default_factory=set)
    stop: Callable[[], None] | None = None


class TasmotaDiscovery:
    """Puts Tasmota's devices beside those of Home Assistant's discovery.

    They are put under a topic of Home Assistant's discovery for devices, `prefix` in front.
    """

    def __init__(self, connection: Connection, prefix: str, put: Put, ask: Ask) -> None:
        self._connection = connection
        self._prefix = prefix
        self._put = put
        self._ask = ask
        self._devices: dict[str, _Device] = {}

    def begin(self) -> None:
        """Listen for announcements."""
        for what in ("config", "sensors"):
            self._connection.subscribe(f"{PREFIX}/+/{what}", self._on_announcement)

    def _on_announcement(self, message: Message) -> None:
        mac, _, what = message.topic.removeprefix(f"{PREFIX}/").partition("/")
        device = self._devices.get(mac)
        if device is None:
            if not message.payload or len(self._devices) >= MAX_DEVICES:
                return
            device = self._devices[mac] = _Device()
        if len(message.payload) > MAX_ANNOUNCEMENT:
            self._tell(device, message.topic, f"expected at most {MAX_ANNOUNCEMENT} bytes")
            return
        if getattr(device, what) == message.payload:
            return
        try:
            read = read_config if what == "config" else read_object
            if message.payload:
                read(message.payload)
        except PayloadError as error:
            self._tell(device, message.topic, str(error))
            return
        device.told.discard(message.topic)
        setattr(device, what, message.payload)
        self._renew(mac, device)

    def _renew(self, mac: str, device: _Device) -> None:
        topic = f"{self._prefix}/device/tasmota/{mac}/config"
        if device.stop is not None:
            device.stop()
            device.stop = None
        if not device.config:
            self._put(topic, Announcement([]))
            if not device.sensors:
                del self._devices[mac]
            return
        try:
            config = read_config(device.config)
            found = announcements(config, _report_in(device.sensors))
        except PayloadError as error:
            self._tell(device, f"{PREFIX}/{mac}/config", str(error))
            return
        self._put(topic, Announcement(found))
        device.stop = self._poll_when_there(config, topic)

    def _poll_when_there(self, config: TasmotaConfig, topic: str) -> Callable[[], None]:
        """Ask the device for its state now if it is there, and whenever it comes."""

        def on_will(message: Message) -> None:
            if message.text == config.onln:
                self._ask(topic, config.command("STATE"), "")
                self._ask(topic, config.command("STATUS"), "10")

        will = config.tele("LWT")
        self._connection.subscribe(will, on_will)
        return lambda: self._connection.unsubscribe(will, on_will)

    def _tell(self, device: _Device, topic: str, error: str) -> None:
        """Log what is wrong with `topic`, once until it is well again."""
        if topic not in device.told:
            device.told.add(topic)
            _log.warning("mqtt: topic %r: %s; the announcement is passed over", topic, error)


def announcements(config: TasmotaConfig, report: Mapping[str, Any]) -> list[Announced]:
    """Return what a device has.

    Raises:
        PayloadError: something of it makes no sense.
    """
    every = (relays(config), switches(config), buttons(config), sensors(config, report))
    return [announced for some in every for announced in some]


def _report_in(payload: bytes) -> Mapping[str, Any]:
    report = read_object(payload).get("sn") if payload else None
    return report if isinstance(report, dict) else {}
