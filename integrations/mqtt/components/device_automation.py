"""Device triggers: the keys of remotes, for rules to listen to."""

from typing import Literal

from integrations.mqtt.config import DeviceConfig, Payload, Text
from integrations.mqtt.message import NOT_JSON, Message
from integrations.mqtt.signal import Happening, Signal, SignalConfig

# Rules listen to it (hub/automation/firing/devices.py).
MQTT_DEVICE_TRIGGER = "mqtt_device_trigger"
# So much of a payload goes with the event.
MAX_TOLD = 10_000


class DeviceTriggerConfig(SignalConfig):
    """Keys of a device trigger; without `payload`, every message on the topic is one."""

    automation_type: Literal["trigger"]
    type: Text
    subtype: Text
    payload: Payload | None = None
    device: DeviceConfig


class DeviceTrigger(Signal):
    """A device trigger."""

    kind = "device_automation"
    config_type = DeviceTriggerConfig
    config: DeviceTriggerConfig

    def __init__(self, config: DeviceTriggerConfig) -> None:
        super().__init__(config)

    def happening(self, value: str, message: Message) -> Happening | None:
        """Return the trigger, and the message as rules on MQTT know it."""
        config = self.config
        if config.payload is not None and value != config.payload:
            return None
        data = {
            "type": config.type,
            "subtype": config.subtype,
            "topic": message.topic,
            "payload": message.text[:MAX_TOLD],
            "qos": config.qos,
        }
        if message.json is not NOT_JSON and len(message.payload) <= MAX_TOLD:
            data["payload_json"] = message.json
        return Happening(MQTT_DEVICE_TRIGGER, data)
