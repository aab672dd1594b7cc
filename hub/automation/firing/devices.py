"""Device triggers: each is a state, numeric_state or event trigger under another name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hub.automation.durable import Firing
from hub.automation.firing.attachment import Attachment
from hub.automation.firing.errors import TriggerUnsupported
from hub.automation.model.triggers import (
    AnyTrigger,
    DeviceTrigger,
    EventTrigger,
    NumericStateTrigger,
    StateTrigger,
)
from hub.home.home import Home, Unsubscribe
from hub.home.ids import EntityId, is_entity_id

PlainTrigger = StateTrigger | NumericStateTrigger | EventTrigger
MQTT_DEVICE_TRIGGER = "mqtt_device_trigger"

# What each type of a domain's triggers comes to: (from, to), None: any.
_STATES: Mapping[str, Mapping[str, str]] = {
    "cover": {"opened": "open", "closed": "closed", "opening": "opening", "closing": "closing"},
    "valve": {"opened": "open", "closed": "closed", "opening": "opening", "closing": "closing"},
    "lock": {
        "locked": "locked", "unlocked": "unlocked", "locking": "locking",
        "unlocking": "unlocking", "jammed": "jammed", "open": "open", "opening": "opening",
    },
    "vacuum": {"cleaning": "cleaning", "docked": "docked"},
    "lawn_mower": {"mowing": "mowing", "docked": "docked"},
    "alarm_control_panel": {
        "triggered": "triggered", "disarmed": "disarmed", "arming": "arming",
        "armed_home": "armed_home", "armed_away": "armed_away", "armed_night": "armed_night",
        "armed_vacation": "armed_vacation",
    },
    "media_player": {
        "idle": "idle", "paused": "paused", "playing": "playing", "buffering": "buffering",
    },
}  # fmt: skip

# What "on" and "off" are called for each device class of binary sensors.
_BINARY: Mapping[str, tuple[str, str]] = {
    "battery": ("bat_low", "not_bat_low"), "battery_charging": ("charging", "not_charging"),
    "carbon_monoxide": ("co", "no_co"), "cold": ("cold", "not_cold"),
    "connectivity": ("connected", "not_connected"), "gas": ("gas", "no_gas"),
    "heat": ("hot", "not_hot"), "light": ("light", "no_light"),
    "lock": ("not_locked", "locked"), "moisture": ("moist", "not_moist"),
    "motion": ("motion", "no_motion"), "moving": ("moving", "not_moving"),
    "occupancy": ("occupied", "not_occupied"), "plug": ("plugged_in", "not_plugged_in"),
    "power": ("powered", "not_powered"), "presence": ("present", "not_present"),
    "problem": ("problem", "no_problem"), "running": ("running", "not_running"),
    "safety": ("unsafe", "not_unsafe"), "smoke": ("smoke", "no_smoke"),
    "sound": ("sound", "no_sound"), "tamper": ("tampered", "not_tampered"),
    "update": ("update", "no_update"), "vibration": ("vibration", "no_vibration"),
    "opening": ("opened", "not_opened"), "door": ("opened", "not_opened"),
    "garage_door": ("opened", "not_opened"), "window": ("opened", "not_opened"),
}  # fmt: skip
_BINARY_STATES = {
    name: state
    for words in _BINARY.values()
    for name, state in zip(words, ("on", "off"), strict=True)
}

# Which attribute a numeric trigger of a domain looks at; None: the state.
_NUMBERS: Mapping[tuple[str, str], str | None] = {
    ("cover", "position"): "current_position", ("cover", "tilt_position"): "current_tilt_position",
    ("climate", "current_temperature_changed"): "current_temperature",
    ("climate", "current_humidity_changed"): "current_humidity",
    ("humidifier", "target_humidity_changed"): "humidity",
    ("humidifier", "current_humidity_changed"): "current_humidity",
}  # fmt: skip
_TOGGLES = {"turned_on": "on", "turned_off": "off"}

# The events of integrations whose remotes have no entities, and which of a trigger's keys (device
# id apart) stand in the event under which name.
_EVENTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "mqtt": (
        MQTT_DEVICE_TRIGGER,
        {"type": "type", "subtype": "subtype", "discovery_id": "discovery_id"},
    ),
    "zha": ("zha_event", {"type": "command"}),
    "hue": ("hue_event", {"type": "type", "subtype": "subtype"}),
    "deconz": ("deconz_event", {"type": "type", "subtype": "subtype"}),
    "shelly": ("shelly.click", {"type": "click_type", "subtype": "channel"}),
    "bthome": ("bthome_ble_event", {"type": "event_class", "subtype": "event_type"}),
    "xiaomi_ble": ("xiaomi_ble_event", {"type": "event_class", "subtype": "event_type"}),
    "tasmota": ("tasmota_event", {"type": "type", "subtype": "subtype"}),
    "lutron_caseta": ("lutron_caseta_button_event", {"type": "action", "subtype": "button_type"}),
    "homekit_controller": ("homekit_controller_event", {"type": "type", "subtype": "subtype"}),
}


class DeviceWatch:
    """One device trigger at work."""

    def __init__(self, trigger: DeviceTrigger, at: Attachment) -> None:
        self._trigger = trigger
        self._at = at

    def attach(self, attach: Callable[[AnyTrigger, Attachment], Unsubscribe]) -> Unsubscribe:
        """Begin what the trigger maps to; returns what ends it."""
        plain = as_plain_trigger(self._trigger, self._at.world.home)
        return attach(plain, replace(self._at, fire=self._fire))

    def _fire(self, firing: Firing) -> None:
        trigger = self._trigger
        told = {
            "platform": "device", "domain": trigger.domain, "type": trigger.type,
            "device_id": trigger.device_id,
        }  # fmt: skip
        message = _message_in(firing.data) if trigger.domain == "mqtt" else {}
        self._at.fire(replace(firing, data={**firing.data, **message, **told}))


def as_plain_trigger(trigger: DeviceTrigger, home: Home) -> PlainTrigger:
    """Return the trigger that a device trigger stands for.

    Raises:
        TriggerUnsupported: there is no such one, or the device has no such entity.
    """
    if trigger.domain in _EVENTS:
        return _event_trigger(trigger, home)
    if trigger.domain == "sensor" or (trigger.domain, trigger.type) in _NUMBERS:
        return _numeric_trigger(trigger, home)
    entity_id = _entity_of(trigger, home)
    state = _state_of(trigger)
    for_ = trigger.keys.get("for")
    if state is not None:
        return StateTrigger(entity_id=(entity_id,), to=(state,), for_=for_, place=trigger.place)
    if trigger.type == "changed_states":
        return StateTrigger(
            entity_id=(entity_id,), to=("on", "off"), for_=for_, place=trigger.place
        )
    wanted = _wanted_state(trigger)
    if wanted is not None:
        return replace(wanted, entity_id=(entity_id,), for_=for_, place=trigger.place)
    raise TriggerUnsupported(
        trigger.place,
        f"no device trigger {trigger.type!r} of {trigger.domain!r}",
        "write it as a state or an event trigger",
    )


def _state_of(trigger: DeviceTrigger) -> str | None:
    if trigger.domain == "binary_sensor" and trigger.type in _BINARY_STATES:
        return _BINARY_STATES[trigger.type]
    found = _STATES.get(trigger.domain, {}).get(trigger.type)
    return found or _TOGGLES.get(trigger.type)


def _wanted_state(trigger: DeviceTrigger) -> StateTrigger | None:
    """Return state triggers that name what they want in keys of their own."""
    match trigger.domain, trigger.type:
        case "climate", "hvac_mode_changed":
            return StateTrigger(entity_id=(), to=_texts(trigger.keys.get("to")), to_any=True)
        case "select" | "input_select", "current_option_changed":
            return StateTrigger(
                entity_id=(),
                to=_texts(trigger.keys.get("to")),
                from_=_texts(trigger.keys.get("from")),
                to_any=True,
            )
        case "button" | "input_button" | "event" | "text" | "number", "pressed" | "value_changed":
            return StateTrigger(entity_id=(), to_any=True)
        case "device_tracker", "enters" | "leaves":
            zone = str(trigger.keys.get("zone", "zone.home")).partition(".")[2]
            name = "home" if zone == "home" else zone
            if trigger.type == "enters":
                return StateTrigger(entity_id=(), to=(name,))
            return StateTrigger(entity_id=(), from_=(name,), to_any=True)
        case _:
            return None


def _numeric_trigger(trigger: DeviceTrigger, home: Home) -> PlainTrigger:
    above, below = trigger.keys.get("above"), trigger.keys.get("below")
    if above is None and below is None:
        raise TriggerUnsupported(
            trigger.place, f"{trigger.type}: neither above nor below", "give one of them"
        )
    return NumericStateTrigger(
        entity_id=(_entity_of(trigger, home),),
        above=None if above is None else float(above),
        below=None if below is None else float(below),
        attribute=_NUMBERS.get((trigger.domain, trigger.type)),
        for_=trigger.keys.get("for"),
        place=trigger.place,
    )


def _event_trigger(trigger: DeviceTrigger, home: Home) -> EventTrigger:
    event_type, names = _EVENTS[trigger.domain]
    said = {"type": trigger.type, **trigger.keys}
    wanted: dict[str, Any] = {name: said[key] for key, name in names.items() if key in said}
    # A rule from Home Assistant calls the device by an id that only Home Assistant knew; the id
    # of its announcement is the same here. A rule of this home goes by the device.
    is_foreign = trigger.device_id not in home.devices and "discovery_id" in wanted
    if not is_foreign:
        wanted.pop("discovery_id", None)
    if trigger.device_id is not None and not is_foreign:
        wanted["device_id"] = trigger.device_id
    return EventTrigger(event_type=(event_type,), event_data=wanted, place=trigger.place)


def _message_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the message of an MQTT device trigger, as triggers on MQTT have it."""
    said = data["event"]["data"]
    names = ("topic", "payload", "payload_json", "qos")
    return {name: said[name] for name in names if name in said}


def _entity_of(trigger: DeviceTrigger, home: Home) -> EntityId:
    """Return the entity meant: named, by Home Assistant's own id, or the device's only fit."""
    named = trigger.entity_id
    if named is not None and is_entity_id(named):
        return EntityId(named)
    fitting = [
        entity
        for entity in home.entities.values()
        if trigger.device_id in {entity.device_id, entity.unique_id}
        and entity.domain == trigger.domain
    ]
    fitting = [one for one in fitting if _fits(trigger, one.device_class)] or fitting
    if not fitting:
        raise TriggerUnsupported(
            trigger.place,
            f"no {trigger.domain} of device {trigger.device_id!r} in this home",
            "name the entity with entity_id, or write it as a state trigger",
        )
    return min(fitting, key=lambda one: one.id).id


def _fits(trigger: DeviceTrigger, device_class: str | None) -> bool:
    if trigger.domain == "binary_sensor":
        return trigger.type in _BINARY.get(device_class or "", ())
    return trigger.domain != "sensor" or trigger.type == device_class


def _texts(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)
