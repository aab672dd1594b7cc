"""Where the broker is, and how the hub speaks to it."""

from dataclasses import dataclass, field
from typing import Literal

from integrations.mqtt.security import Tls

Protocol = Literal["3.1", "3.1.1", "5"]


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """What the hub says of itself, on `<discovery prefix>/status` unless `topic` says where."""

    payload: str
    topic: str = ""
    qos: int = 0
    retain: bool = False


@dataclass(frozen=True, slots=True)
class MqttConfig:
    """Where the broker is. Without `tls` all goes unencrypted, the password too.

    `topic_prefix` goes before every topic of the house (`site7/`), nothing else is seen or sent.
    Without `clean_session` the broker keeps messages for us while we are away.
    """

    host: str = "127.0.0.1"
    port: int = 1883
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: Tls | None = None
    discovery_prefix: str = "homeassistant"
    client_id: str = ""
    topic_prefix: str = ""
    clean_session: bool = True
    protocol: Protocol = "3.1.1"
    birth: StatusMessage | None = StatusMessage("online")
    will: StatusMessage | None = StatusMessage("offline")

    def topic_of(self, message: StatusMessage) -> str:
        """Where the hub says that it is there, so that devices announce themselves again."""
        return message.topic or f"{self.discovery_prefix}/status"
