"""A made-up house on a broker, and a publisher whose own cost stays far below a hub's.

Of twenty devices twelve measure a temperature, four watch for motion, three are lamps and one is a
switch. `PLAIN` ones send a bare value; the others JSON, as zigbee2mqtt does.
"""

import json
import socket
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

PREFIX = "homeassistant"
_KINDS = ("sensor",) * 12 + ("binary_sensor",) * 4 + ("light",) * 3 + ("switch",)
_RETAINED = 1
_PING = b"\xc0\x00"
_PING_EVERY_S = 15


@dataclass(frozen=True, slots=True)
class Made:
    """One device; its state in round `turn` differs from that in the round before."""

    number: int
    is_json: bool = False

    @property
    def kind(self) -> str:
        """Its domain."""
        return _KINDS[self.number % len(_KINDS)]

    @property
    def name(self) -> str:
        """What its topics and its entity id are made of."""
        return f"bench_{self.number:05d}"

    @property
    def entity_id(self) -> str:
        """Its entity."""
        return f"{self.kind}.{self.name}"

    @property
    def topic(self) -> str:
        """Where it reports."""
        return f"bench/{self.name}/state"

    def shows(self, turn: int) -> str:
        """Return its state in a round, as the hub shows it."""
        if self.kind == "sensor":
            return str(10 + turn % 1000)
        return "on" if turn % 2 else "off"

    def payload(self, turn: int) -> str:
        """Return what it sends in a round."""
        state = self.shows(turn)
        told = state if self.kind == "sensor" else state.upper()
        return json.dumps({"value": told, "linkquality": 80 + turn % 7}) if self.is_json else told

    def config(self) -> str:
        """Return its announcement."""
        config: dict[str, object] = {
            "name": None,
            "unique_id": self.name,
            "object_id": self.name,
            "state_topic": self.topic,
            "device": {"identifiers": [self.name], "name": self.name, "manufacturer": "Bench"},
        }
        if self.is_json and self.kind in {"light", "switch"}:
            config["state_value_template"] = config["value_template"] = "{{ value_json.value }}"
        elif self.is_json:
            config["value_template"] = "{{ value_json.value }}"
        match self.kind:
            case "sensor":
                config |= {"device_class": "temperature", "unit_of_measurement": "°C"}
            case "binary_sensor":
                config["device_class"] = "motion"
            case _:
                config["command_topic"] = f"bench/{self.name}/set"
        return json.dumps(config)

    def announced(self) -> bytes:
        """Return the packets of its announcement and its first state, both retained."""
        topic = f"{PREFIX}/{self.kind}/{self.name}/config"
        first = packet(self.topic, self.payload(0), retain=True)
        return packet(topic, self.config(), retain=True) + first


def packet(topic: str, payload: str, *, retain: bool = False) -> bytes:
    """Return a PUBLISH of QoS 0 (MQTT 3.1.1 §3.3)."""
    name = topic.encode()
    body = struct.pack("!H", len(name)) + name + payload.encode()
    return bytes([0x30 | (_RETAINED if retain else 0)]) + _length(len(body)) + body


def rounds(devices: Iterable[Made], first: int, last: int) -> bytes:
    """Return the packets of what all devices send in some rounds, `last` left out."""
    everyone = list(devices)
    return b"".join(
        packet(one.topic, one.payload(turn)) for turn in range(first, last) for one in everyone
    )


class Publisher:
    """Sends ready packets as fast as the broker takes them, and stays connected."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        name = b"bench-publisher"
        body = b"\0\x04MQTT\x04\x02\0\x3c" + struct.pack("!H", len(name)) + name
        self._socket.sendall(b"\x10" + _length(len(body)) + body)
        assert self._socket.recv(4)[:1] == b"\x20", "the broker did not acknowledge"
        self._socket.settimeout(None)
        self._turn, self._is_over = threading.Lock(), threading.Event()
        self._pinging = threading.Thread(target=self._ping, daemon=True)
        self._pinging.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._socket.close()

    def send(self, packets: bytes) -> None:
        """Send; blocks until the broker has taken it."""
        with self._turn:
            self._socket.sendall(packets)

    def _ping(self) -> None:
        while not self._is_over.wait(_PING_EVERY_S):
            self.send(_PING)


def _length(size: int) -> bytes:
    found = bytearray()
    while True:
        size, digit = divmod(size, 128)
        found.append(digit | (0x80 if size else 0))
        if not size:
            return bytes(found)
