"""Sensors and binary sensors: they only report."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import Field, model_validator

from hub.home.model import UNKNOWN
from integrations.mqtt.component import NOTHING, Component, number, payloads, state_of
from integrations.mqtt.config import EntityConfig, Payload, Template, TextList, Topic
from integrations.mqtt.message import PayloadError

Seconds = Annotated[float, Field(ge=0, le=10_000_000)]

# Device classes whose states are texts although a unit or none is given.
_TEXT_CLASSES = frozenset({"timestamp", "date", "enum", "uptime"})


class SensorConfig(EntityConfig):
    """Keys of a sensor."""

    state_topic: Topic
    value_template: Template | None = None
    last_reset_value_template: Template | None = None
    unit_of_measurement: str | None = None
    state_class: str | None = None
    options: TextList | None = None
    expire_after: Seconds | None = None
    force_update: bool = False
    suggested_display_precision: Annotated[int, Field(ge=0, le=20)] | None = None

    @model_validator(mode="after")
    def _options_are_states(self) -> "SensorConfig":
        if self.options is not None and (self.state_class or self.unit_of_measurement):
            raise ValueError("expected no state_class and no unit beside options")
        if self.options is not None and not self.options:
            raise ValueError("expected at least one option")
        return self


class Sensor(Component):
    """A sensor; its state is the value as text."""

    domain = "sensor"
    config_type = SensorConfig

    def __init__(self, config: SensorConfig) -> None:
        super().__init__(config)
        if config.options is not None:
            self.capabilities["options"] = config.options
        has_number = config.unit_of_measurement is not None or config.state_class is not None
        self._is_numeric = has_number and config.device_class not in _TEXT_CLASSES
        self._options = config.options
        self._read = _READERS.get(config.device_class or "")
        self.watch(config.state_topic, config.value_template, self._take)
        if config.last_reset_value_template is not None:
            self.attributes["last_reset"] = None
            self.watch(config.state_topic, config.last_reset_value_template, self._take_reset)

    def _take(self, value: str) -> None:
        if value in NOTHING:
            self.state = UNKNOWN
            return
        if self._is_numeric:
            number(value)
        elif self._options is not None and value not in self._options:
            raise PayloadError(f"expected one of {self._options}, got {value[:80]!r}")
        self.state = self._read(value) if self._read is not None else value[:255]

    def _take_reset(self, value: str) -> None:
        self.attributes["last_reset"] = None if value in NOTHING else _moment(value)


def _moment(value: str) -> str:
    """Return a moment with its zone, as one in UTC to the second."""
    moment = _parsed(value)
    if moment is None or moment.tzinfo is None:
        raise PayloadError(f"expected a time with a zone (ISO 8601), got {value[:80]!r}")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        moment = _parsed(value)
    if moment is None:
        raise PayloadError(f"expected a date (ISO 8601), got {value[:80]!r}")
    return moment.date().isoformat()


def _parsed(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


_READERS = {"timestamp": _moment, "date": _day}


class BinarySensorConfig(EntityConfig):
    """Keys of a binary sensor."""

    state_topic: Topic
    value_template: Template | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    expire_after: Seconds | None = None
    force_update: bool = False
    off_delay: Seconds | None = None


class BinarySensor(Component):
    """A binary sensor."""

    domain = "binary_sensor"
    config_type = BinarySensorConfig

    def __init__(self, config: BinarySensorConfig) -> None:
        super().__init__(config)
        self._states = payloads([(config.payload_on, "on"), (config.payload_off, "off")])
        self.watch(config.state_topic, config.value_template, self._take)

    def _take(self, value: str) -> None:
        self.state = state_of(value, self._states)
