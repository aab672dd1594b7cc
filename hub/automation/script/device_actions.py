"""What the actions of devices, as people click them together, come to as calls."""

from collections.abc import Mapping
from typing import Any

from hub.automation.model.actions import DeviceAction
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId, is_entity_id, slugify

# domain -> type -> the verb of the call; what is not here is called as the type says.
_VERBS: Mapping[str, Mapping[str, str]] = {
    "cover": {
        "open": "open_cover", "close": "close_cover", "stop": "stop_cover",
        "open_tilt": "open_cover_tilt", "close_tilt": "close_cover_tilt",
        "set_position": "set_cover_position", "set_tilt_position": "set_cover_tilt_position",
    },
    "valve": {"open": "open_valve", "close": "close_valve"},
    "vacuum": {"clean": "start", "dock": "return_to_base"},
    "lawn_mower": {"mow": "start_mowing"},
    "alarm_control_panel": {
        "arm_away": "alarm_arm_away", "arm_home": "alarm_arm_home", "arm_night": "alarm_arm_night",
        "arm_vacation": "alarm_arm_vacation", "disarm": "alarm_disarm", "trigger": "alarm_trigger",
    },
    "light": {
        "brightness_increase": "turn_on", "brightness_decrease": "turn_on", "flash": "turn_on",
    },
}  # fmt: skip
# What a type says besides, that its keys do not.
_DATA: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("light", "brightness_increase"): {"brightness_step_pct": 10},
    ("light", "brightness_decrease"): {"brightness_step_pct": -10},
    ("light", "flash"): {"flash": "short"},
}
_NOT_DATA = {"device_id", "domain", "type", "entity_id", "alias", "enabled", "continue_on_error"}
_MOVED = {"set_position": "position", "set_tilt_position": "tilt_position"}


class NoDeviceAction(HubError):
    """A device action maps to no call."""


def as_call(action: DeviceAction, home: Home) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the call that a device action maps to: its name, its target, its data.

    Raises:
        NoDeviceAction: it names no entity or device of this home.
    """
    data = {key: value for key, value in action.keys.items() if key not in _NOT_DATA}
    if action.domain == "mobile_app" and action.type == "notify":
        device = home.devices.get(action.device_id or "")  # type: ignore[call-overload]
        if device is None:
            raise NoDeviceAction(f"no device {action.device_id!r}; call notify.mobile_app_<name>")
        return f"notify.mobile_app_{slugify(device.name)}", {}, data
    if action.type in _MOVED and "position" in data:
        data[_MOVED[action.type]] = data.pop("position")
    verb = _VERBS.get(action.domain, {}).get(action.type, action.type)
    target = {"entity_id": _entity(action, home)}
    return (
        f"{action.domain}.{verb}",
        target,
        {**_DATA.get((action.domain, action.type), {}), **data},
    )


def _entity(action: DeviceAction, home: Home) -> EntityId:
    if action.entity_id is not None and is_entity_id(action.entity_id):
        return EntityId(action.entity_id)
    found = [
        entity.id
        for entity in home.entities_of((action.domain,))
        if action.device_id is not None and entity.device_id == action.device_id
    ]
    if len(found) != 1:
        raise NoDeviceAction(
            f"the device action {action.type!r} names no entity of this home;"
            " write the entity's id in it"
        )
    return found[0]
