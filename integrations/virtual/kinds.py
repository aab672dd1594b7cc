"""The domains there are, each with its model of attributes."""

from collections.abc import Mapping

from integrations.virtual.appliances import (
    AlarmAttributes,
    HumidifierAttributes,
    LawnMowerAttributes,
    NotifyAttributes,
    SirenAttributes,
    WaterHeaterAttributes,
)
from integrations.virtual.attributes import (
    Attributes,
    BinarySensorAttributes,
    ButtonAttributes,
    CalendarAttributes,
    ClimateAttributes,
    CoverAttributes,
    FanAttributes,
    LightAttributes,
    LockAttributes,
    MediaPlayerAttributes,
    NumberAttributes,
    SceneAttributes,
    SelectAttributes,
    SensorAttributes,
    SwitchAttributes,
    TodoAttributes,
    VacuumAttributes,
    ValveAttributes,
    WeatherAttributes,
)
from integrations.virtual.gadgets import EventAttributes, TextAttributes, UpdateAttributes

ATTRIBUTES: Mapping[str, type[Attributes]] = {
    "light": LightAttributes,
    "switch": SwitchAttributes,
    "fan": FanAttributes,
    "cover": CoverAttributes,
    "valve": ValveAttributes,
    "lock": LockAttributes,
    "climate": ClimateAttributes,
    "media_player": MediaPlayerAttributes,
    "vacuum": VacuumAttributes,
    "sensor": SensorAttributes,
    "binary_sensor": BinarySensorAttributes,
    "button": ButtonAttributes,
    "scene": SceneAttributes,
    "number": NumberAttributes,
    "select": SelectAttributes,
    "todo": TodoAttributes,
    "weather": WeatherAttributes,
    "calendar": CalendarAttributes,
    "alarm_control_panel": AlarmAttributes,
    "humidifier": HumidifierAttributes,
    "water_heater": WaterHeaterAttributes,
    "lawn_mower": LawnMowerAttributes,
    "siren": SirenAttributes,
    "notify": NotifyAttributes,
    "event": EventAttributes,
    "text": TextAttributes,
    "update": UpdateAttributes,
}
