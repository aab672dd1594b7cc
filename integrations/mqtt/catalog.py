"""The components there are, by the name that discovery topics and bundles give them."""

from typing import Any, TypeVar

from pydantic import ValidationError

from integrations.mqtt.component import Component, problem_in
from integrations.mqtt.components.alarm_control_panel import AlarmControlPanel
from integrations.mqtt.components.climate import Climate
from integrations.mqtt.components.controls import Button, Number, Select
from integrations.mqtt.components.cover import Cover
from integrations.mqtt.components.device_automation import DeviceTrigger
from integrations.mqtt.components.device_tracker import DeviceTracker
from integrations.mqtt.components.event import Event
from integrations.mqtt.components.extensions import Calendar, MediaPlayer, Todo, Weather
from integrations.mqtt.components.fan import Fan
from integrations.mqtt.components.humidifier import Humidifier
from integrations.mqtt.components.lawn_mower import LawnMower
from integrations.mqtt.components.light_basic import BasicLight
from integrations.mqtt.components.light_json import JsonLight
from integrations.mqtt.components.light_template import TemplateLight
from integrations.mqtt.components.lock import Lock
from integrations.mqtt.components.notify import Notify
from integrations.mqtt.components.picture import Camera, Image
from integrations.mqtt.components.scene import Scene
from integrations.mqtt.components.sensor import BinarySensor, Sensor
from integrations.mqtt.components.siren import Siren
from integrations.mqtt.components.switch import Switch
from integrations.mqtt.components.tag import Tag
from integrations.mqtt.components.text import Text
from integrations.mqtt.components.update import Update
from integrations.mqtt.components.vacuum import Vacuum
from integrations.mqtt.components.valve import Valve
from integrations.mqtt.components.water_heater import WaterHeater
from integrations.mqtt.config import EntityConfig
from integrations.mqtt.message import PayloadError
from integrations.mqtt.signal import Signal

ConfigT = TypeVar("ConfigT", bound=EntityConfig)

COMPONENTS: dict[str, type[Component]] = {
    kind.domain: kind
    for kind in (
        BasicLight, BinarySensor, Button, Calendar, Climate, Cover, DeviceTracker, Fan, Lock,
        MediaPlayer, Number, Scene, Select, Sensor, Switch, Todo, Vacuum, Valve, Weather,
        Event, Text, Update, Camera, Image,
        AlarmControlPanel, Humidifier, LawnMower, Notify, Siren, WaterHeater,
    )
}  # fmt: skip
# What is announced likewise, but is no entity.
SIGNALS: dict[str, type[Signal]] = {kind.kind: kind for kind in (DeviceTrigger, Tag)}

# What a light's key "schema" says; older firmware says "default" for "basic".
LIGHTS: dict[str, type[Component]] = {"json": JsonLight, "template": TemplateLight}


def is_known(kind: str) -> bool:
    """Tell whether there is a component, or a signal, of this name."""
    return kind in COMPONENTS or kind in SIGNALS


def build(kind: str, config: dict[str, Any]) -> Component | Signal:
    """Return the component or signal that a spelled-out announcement describes.

    Raises:
        PayloadError: the announcement is wrong; the message names the key and what was expected.
    """
    signal = SIGNALS.get(kind)
    if signal is not None:
        return signal(_checked(signal.config_type, config))
    component = COMPONENTS[kind]
    if kind == "light":
        component = LIGHTS.get(str(config.get("schema", "basic")).lower(), component)
    return component(_checked(component.config_type, config))


def _checked(config_type: type[ConfigT], config: dict[str, Any]) -> ConfigT:
    try:
        return config_type.model_validate(config)
    except ValidationError as error:
        raise PayloadError(problem_in(error)) from None
