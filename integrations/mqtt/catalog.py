"""The components there are, by the name that discovery topics and bundles give them."""

from typing import Any

from pydantic import ValidationError

from integrations.mqtt.component import Component, problem_in
from integrations.mqtt.components.alarm_control_panel import AlarmControlPanel
from integrations.mqtt.components.climate import Climate
from integrations.mqtt.components.controls import Button, Number, Select
from integrations.mqtt.components.cover import Cover
from integrations.mqtt.components.device_tracker import DeviceTracker
from integrations.mqtt.components.event import Event
from integrations.mqtt.components.extensions import Calendar, MediaPlayer, Todo, Weather
from integrations.mqtt.components.fan import Fan
from integrations.mqtt.components.humidifier import Humidifier
from integrations.mqtt.components.light_basic import BasicLight
from integrations.mqtt.components.light_json import JsonLight
from integrations.mqtt.components.light_template import TemplateLight
from integrations.mqtt.components.lock import Lock
from integrations.mqtt.components.scene import Scene
from integrations.mqtt.components.sensor import BinarySensor, Sensor
from integrations.mqtt.components.siren import Siren
from integrations.mqtt.components.switch import Switch
from integrations.mqtt.components.text import Text
from integrations.mqtt.components.update import Update
from integrations.mqtt.components.vacuum import Vacuum
from integrations.mqtt.components.valve import Valve
from integrations.mqtt.message import PayloadError

COMPONENTS: dict[str, type[Component]] = {
    kind.domain: kind
    for kind in (
        BasicLight, BinarySensor, Button, Calendar, Climate, Cover, DeviceTracker, Fan, Lock,
        MediaPlayer, Number, Scene, Select, Sensor, Switch, Todo, Vacuum, Valve, Weather,
        Event, Text, Update,
        AlarmControlPanel, Humidifier, Siren,
    )
}  # fmt: skip

# What a light's key "schema" says; older firmware says "default" for "basic".
LIGHTS: dict[str, type[Component]] = {"json": JsonLight, "template": TemplateLight}


def build(kind: str, config: dict[str, Any]) -> Component:
    """Return the component that a spelled-out announcement describes.

    Raises:
        PayloadError: the announcement is wrong; the message names the key and what was expected.
    """
    component = COMPONENTS[kind]
    if kind == "light":
        component = LIGHTS.get(str(config.get("schema", "basic")).lower(), component)
    try:
        checked = component.config_type.model_validate(config)
    except ValidationError as error:
        raise PayloadError(problem_in(error)) from None
    return component(checked)
