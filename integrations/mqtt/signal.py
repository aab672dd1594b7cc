"""What devices announce that is no entity: signals, which become events of the home."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from hub.home.home import Home
from hub.home.ids import DeviceId
from hub.home.model import Context, Source
from integrations.mqtt.complaints import Complaints
from integrations.mqtt.config import EntityConfig, Template, Topic
from integrations.mqtt.connection import Connection
from integrations.mqtt.message import Message
from integrations.mqtt.templates import value_template


class SignalConfig(EntityConfig):
    """The keys that signals share."""

    topic: Topic
    value_template: Template | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the home: its type and what it says, the device aside."""

    event_type: str
    data: Mapping[str, Any]


class Signal(ABC):
    """One signal that a device may give; `config` is its announcement."""

    kind: ClassVar[str]
    config_type: ClassVar[type[SignalConfig]]

    def __init__(self, config: SignalConfig) -> None:
        self.config = config

    @abstractmethod
    def happening(self, value: str, message: Message) -> Happening | None:
        """Return what a message means; None if it means nothing."""


class MqttSignal:
    """Listens for one signal while started."""

    def __init__(
        self,
        signal: Signal,
        connection: Connection,
        home: Home,
        *,
        device_id: DeviceId | None,
        discovery_id: str,
    ) -> None:
        self.signal = signal
        self._connection = connection
        self._home = home
        # Who it is: in every event, so that rules can name it.
        self.device_id = device_id
        self._is_from = {"device_id": device_id, "discovery_id": discovery_id}
        self._value_of = value_template(signal.config.value_template)
        # The one that is subscribed: a bound method is a new one each time.
        self._handler = self._hear
        self._complaints = Complaints(f"{signal.kind} {discovery_id!r}", "it is passed over")

    def start(self) -> None:
        """Listen."""
        self._connection.subscribe(self.signal.config.topic, self._handler)

    def stop(self) -> None:
        """Listen no longer."""
        self._connection.unsubscribe(self.signal.config.topic, self._handler)

    def _hear(self, message: Message) -> None:
        # What the broker retained was given at some time, not now.
        if message.is_kept:
            return
        config = self.signal.config
        if not config.is_utf8:
            message = message.decoded(config.encoding)
        try:
            value = self._value_of(message)
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            self._complaints.tell(message.topic, error)
            return
        found = None if value is None else self.signal.happening(value, message)
        if found is not None:
            data = {**found.data, **self._is_from}
            self._home.fire(found.event_type, data, Context(source=Source.DEVICE))
