"""Device trackers: whether a device is home, or what it calls the place where it is."""

from typing import Literal

from hub.home.domains.presence import HOME, NOT_HOME
from hub.home.model import UNKNOWN
from integrations.mqtt.component import NOTHING, Component, payloads
from integrations.mqtt.config import EntityConfig, Payload, Template, Topic


class DeviceTrackerConfig(EntityConfig):
    """Keys of a device tracker."""

    state_topic: Topic | None = None
    value_template: Template | None = None
    payload_home: Payload = HOME
    payload_not_home: Payload = NOT_HOME
    payload_reset: Payload = "None"
    source_type: Literal["bluetooth", "bluetooth_le", "gps", "router"] = "gps"


class DeviceTracker(Component):
    """A device tracker; any other payload is the name of a place, as in Home Assistant."""

    domain = "device_tracker"
    config_type = DeviceTrackerConfig

    def __init__(self, config: DeviceTrackerConfig) -> None:
        super().__init__(config)
        self.capabilities["source_type"] = config.source_type
        self._reset = config.payload_reset
        self._states = payloads([(config.payload_home, HOME), (config.payload_not_home, NOT_HOME)])
        self.watch(config.state_topic, config.value_template, self._take)

    def _take(self, value: str) -> None:
        if value in NOTHING or value == self._reset:
            self.state = UNKNOWN
            return
        self.state = self._states.get(value, value[:255])
