"""Sensors and binary sensors: they only report."""

from typing import Annotated

from pydantic import Field

from hub.home.model import UNKNOWN
from integrations.mqtt.component import NOTHING, Component, number, payloads, state_of
from integrations.mqtt.config import EntityConfig, Payload, Template, TextList, Topic

Seconds = Annotated[float, Field(ge=0, le=10_000_000)]

# Device classes whose states are texts although a unit or none is given.
_TEXT_CLASSES = frozenset({"timestamp", "date", "enum", "uptime"})


class SensorConfig(EntityConfig):
    """Keys of a sensor."""

    state_topic: Topic
    value_template: Template | None = None
    unit_of_measurement: str | None = None
    state_class: str | None = None
    options: TextList | None = None
    expire_after: Seconds | None = None
    suggested_display_precision: int | None = None


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
        self.watch(config.state_topic, config.value_template, self._take)

    def _take(self, value: str) -> None:
        if value in NOTHING:
            self.state = UNKNOWN
            return
        if self._is_numeric:
            number(value)
        self.state = value[:255]


class BinarySensorConfig(EntityConfig):
    """Keys of a binary sensor."""

    state_topic: Topic
    value_template: Template | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    expire_after: Seconds | None = None
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
