"""How each domain's devices behave: one pure simulation per entity."""

from typing import Any

from integrations.virtual import appliances, gadgets
from integrations.virtual import attributes as has
from integrations.virtual.domains.alarm_control_panel import AlarmControlPanel
from integrations.virtual.domains.base import Config, Pace, Script, Simulation
from integrations.virtual.domains.climate import Climate
from integrations.virtual.domains.cover import Cover, Valve
from integrations.virtual.domains.fan import Fan
from integrations.virtual.domains.gadgets import Event, Text, Update
from integrations.virtual.domains.humidifier import Humidifier
from integrations.virtual.domains.lawn_mower import LawnMower
from integrations.virtual.domains.light import BasicLamp, JsonLamp
from integrations.virtual.domains.lock import Lock
from integrations.virtual.domains.media_player import MediaPlayer
from integrations.virtual.domains.records import Calendar, Todo, Weather
from integrations.virtual.domains.simple import (
    BinarySensor,
    Button,
    Notify,
    Number,
    Scene,
    Select,
    Sensor,
    Switch,
)
from integrations.virtual.domains.siren import Siren
from integrations.virtual.domains.vacuum import Vacuum
from integrations.virtual.domains.water_heater import WaterHeater
from integrations.virtual.inventory import Entity

__all__ = ["AnySimulation", "Config", "Pace", "Script", "Simulation", "simulate"]

AnySimulation = Simulation[Any]

_SIMULATIONS: dict[type[has.Attributes], type[AnySimulation]] = {
    has.SwitchAttributes: Switch,
    has.FanAttributes: Fan,
    has.CoverAttributes: Cover,
    has.ValveAttributes: Valve,
    has.LockAttributes: Lock,
    has.ClimateAttributes: Climate,
    has.MediaPlayerAttributes: MediaPlayer,
    has.VacuumAttributes: Vacuum,
    has.SensorAttributes: Sensor,
    has.BinarySensorAttributes: BinarySensor,
    has.ButtonAttributes: Button,
    has.SceneAttributes: Scene,
    has.NumberAttributes: Number,
    has.SelectAttributes: Select,
    has.TodoAttributes: Todo,
    has.WeatherAttributes: Weather,
    has.CalendarAttributes: Calendar,
    appliances.AlarmAttributes: AlarmControlPanel,
    appliances.HumidifierAttributes: Humidifier,
    appliances.WaterHeaterAttributes: WaterHeater,
    appliances.LawnMowerAttributes: LawnMower,
    appliances.SirenAttributes: Siren,
    appliances.NotifyAttributes: Notify,
    gadgets.EventAttributes: Event,
    gadgets.TextAttributes: Text,
    gadgets.UpdateAttributes: Update,
}


def simulate(entity: Entity, root: str, pace: Pace) -> AnySimulation:
    """Make the simulation of `entity`, which speaks on topics below `root`."""
    attributes = entity.parsed_attributes()
    if isinstance(attributes, has.LightAttributes):
        lamp = JsonLamp if attributes.mqtt_schema == "json" else BasicLamp
        return lamp(entity, attributes, root, pace)
    return _SIMULATIONS[type(attributes)](entity, attributes, root, pace)
