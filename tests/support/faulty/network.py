"""A broker and a network between hub and devices that lose, delay, repeat and mix messages."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from hub.home.errors import DeliveryError
from integrations.mqtt.connection import Connection
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.mqtt.router import Handler
from tests.support.faulty.devices import Device

# A command, and a report, take so long at most: together less than the executor reckons with.
LATEST_S = 0.95
PROMPT_S = (0.01, 0.2)


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely each fault is, 0..1, for every single message or command."""

    lost: float = 0.12
    late: float = 0.2
    twice: float = 0.15
    dead: float = 0.06
    lies: float = 0.08
    half_way: float = 0.1
    disguised: float = 0.1
    repeats_itself: float = 0.3
    chatters: float = 0.4
    away: float = 0.05


class Network(Connection):
    """Stands in for the connection to the broker: what is published goes to the devices."""

    def __init__(self, devices: list[Device], rng: Random, chances: Chances) -> None:
        super().__init__(MqttConfig())
        self.connected = True
        self.devices = {device.root: device for device in devices}
        self.rng = rng
        self.chances = chances
        self.published: dict[str, float] = {}
        self._kept: dict[str, str] = {}
        self._too_much: dict[tuple[str, str, int], bool] = {}
        # Devices that have just told a lie and are about to take it back.
        self._disguised = 0
        # What was true of each device, and since when.
        self.past: dict[str, list[tuple[float, tuple[str, dict[str, Any]]]]] = {}
        for device in devices:
            self.note(device)

    @property
    def time(self) -> float:
        """The time of the loop."""
        return asyncio.get_running_loop().time()

    def note(self, device: Device) -> None:
        """Write down what is true of a device now."""
        try:
            now = self.time
        except RuntimeError:
            now = 0.0
        self.past.setdefault(device.name, []).append((now, device.as_seen()))

    def subscribe(self, topic_filter: str, handler: Handler, *, qos: int = 0) -> None:
        """Take a subscription; what the broker kept comes at once, as old as it may be."""
        del qos
        self._router.add(topic_filter, handler)
        if topic_filter in self._kept and self.connected:
            kept = self._kept[topic_filter]
            asyncio.get_running_loop().call_soon(self._bring, topic_filter, kept, True)  # noqa: FBT003

    def publish(
        self, topic: str, payload: str, *, sender: str, qos: int = 0, retain: bool = False
    ) -> None:
        """Take a command to its device, or lose it."""
        del qos, retain
        if not self.connected:
            raise DeliveryError(sender, "the broker is away")
        device = self.devices.get("/".join(topic.split("/")[:2]))
        if device is None:
            return
        self.published[device.name] = self.time
        loop = asyncio.get_running_loop()
        if topic.endswith("/both"):
            loop.call_later(0.005, self._bring, topic, payload, False)  # noqa: FBT003
        for delay_s in self._ways():
            loop.call_later(delay_s, self._arrive, device, topic, payload)

    def say(self, device: Device, messages: Mapping[str, str], *, keep: bool = True) -> None:
        """Have a device publish."""
        loop = asyncio.get_running_loop()
        for topic, payload in messages.items():
            if keep:
                self._kept[topic] = payload
            for delay_s in self._ways():
                loop.call_later(delay_s, self._bring, topic, payload, False)  # noqa: FBT003
        if self.rng.random() < self.chances.chatters:
            self._chatter(device)

    async def go_away(self) -> None:
        """Lose the connection for a while; what was kept comes again afterwards."""
        if self._disguised:  # cut off before it takes it back, a liar deceives anybody
            return
        self.connected = False
        await asyncio.sleep(self.rng.uniform(0.05, 3))
        self.connected = True
        for topic, payload in list(self._kept.items()):
            self._bring(topic, payload, True)  # noqa: FBT003

    def _chatter(self, device: Device) -> None:
        """Say what tells nothing of the state: signal strength, being there, what it is."""
        loop = asyncio.get_running_loop()
        there = f"{device.root}/there"
        told = [(f"{device.root}/extra", '{"linkquality": 80}')]
        told += [(there, "offline"), (there, "online")] if self.rng.random() < 0.5 else []
        told += [device.announcement()] if self.rng.random() < 0.3 else []
        for number, (topic, payload) in enumerate(told):
            loop.call_later(0.02 + number / 1000, self._bring, topic, payload, False)  # noqa: FBT003

    def _ways(self) -> list[float]:
        """Return after how long a message arrives: each time it does."""
        rng, chances = self.rng, self.chances
        count = 0 if rng.random() < chances.lost else 2 if rng.random() < chances.twice else 1
        return [
            rng.uniform(0.2, LATEST_S) if rng.random() < chances.late else rng.uniform(*PROMPT_S)
            for _ in range(count)
        ]

    def _bring(self, topic: str, payload: str, is_kept: bool) -> None:  # noqa: FBT001
        if self.connected:
            self._router.dispatch(topic, payload.encode(), is_kept=is_kept)

    def _arrive(self, device: Device, topic: str, payload: str) -> None:
        rng, chances = self.rng, self.chances
        if rng.random() < chances.dead:
            return
        loop = asyncio.get_running_loop()
        if self.connected and rng.random() < chances.disguised and device.disguise():
            self._disguised += 1
            for first, word in device.disguise():
                self._bring(first, word, False)  # noqa: FBT003
            loop.call_later(0.1, self._tell_at_once, device)
            return
        if rng.random() >= chances.lies:
            device.obey(topic, payload)
            if self._is_too_much(topic, payload):
                device.spoil(topic, rng)
            self.note(device)
        self.say(device, dict(device.reports()))
        if rng.random() < chances.repeats_itself:
            loop.call_later(rng.uniform(0.5, 4), self._repeat, device)

    def _is_too_much(self, topic: str, payload: str) -> bool:
        """Tell whether a device gets only half-way with this, for now."""
        key = (topic, payload, int(self.time / 30))
        if key not in self._too_much:
            self._too_much[key] = self.rng.random() < self.chances.half_way
        return self._too_much[key]

    def _tell_at_once(self, device: Device) -> None:
        self._disguised -= 1
        for topic, payload in device.reports():
            self._bring(topic, payload, False)  # noqa: FBT003

    def _repeat(self, device: Device) -> None:
        self.say(device, dict(device.reports()))
