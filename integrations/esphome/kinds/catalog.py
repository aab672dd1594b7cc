"""The kinds there are, by the API's descriptions of entities."""

from typing import Any

from aioesphomeapi.model import (
    AlarmControlPanelInfo,
    BinarySensorInfo,
    ButtonInfo,
    ClimateInfo,
    CoverInfo,
    EntityInfo,
    EventInfo,
    FanInfo,
    LightInfo,
    LockInfo,
    MediaPlayerInfo,
    NumberInfo,
    SelectInfo,
    SensorInfo,
    SirenInfo,
    SwitchInfo,
    TextInfo,
    TextSensorInfo,
    UpdateInfo,
    ValveInfo,
    WaterHeaterInfo,
)

from integrations.esphome.kinds.climate import Climate
from integrations.esphome.kinds.controls import Button, Number, Select, Text, Update
from integrations.esphome.kinds.fan import Fan
from integrations.esphome.kinds.kind import Kind
from integrations.esphome.kinds.light import Light
from integrations.esphome.kinds.media_player import MediaPlayer
from integrations.esphome.kinds.on_off import Siren, Switch
from integrations.esphome.kinds.opening import Cover, Valve
from integrations.esphome.kinds.securing import AlarmPanel, Lock
from integrations.esphome.kinds.sensors import BinarySensor, EventKind, Sensor, TextSensor
from integrations.esphome.kinds.water_heater import WaterHeater

AnyKind = Kind[Any, Any]

KINDS: dict[type[EntityInfo], type[AnyKind]] = {
    AlarmControlPanelInfo: AlarmPanel,
    BinarySensorInfo: BinarySensor,
    ButtonInfo: Button,
    ClimateInfo: Climate,
    CoverInfo: Cover,
    EventInfo: EventKind,
    FanInfo: Fan,
    LightInfo: Light,
    LockInfo: Lock,
    MediaPlayerInfo: MediaPlayer,
    NumberInfo: Number,
    SelectInfo: Select,
    SensorInfo: Sensor,
    SirenInfo: Siren,
    SwitchInfo: Switch,
    TextInfo: Text,
    TextSensorInfo: TextSensor,
    UpdateInfo: Update,
    ValveInfo: Valve,
    WaterHeaterInfo: WaterHeater,
}
