"""What the conditions of devices, as people click them together, come to in terms of states."""

from collections.abc import Mapping

from hub.automation.condition_faults import ConditionFailed
from hub.automation.model.conditions import (
    AnyCondition,
    DeviceCondition,
    NotCondition,
    NumericStateCondition,
    StateCondition,
)
from hub.home.home import Home
from hub.home.ids import EntityId, is_entity_id

# Types whose state is called otherwise than "is_<state>".
_STATES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("vacuum", "is_cleaning"): ("cleaning", "returning"),
    ("vacuum", "is_docked"): ("docked", "idle"),
    # Of a lock's contact "on" means unlocked.
    ("binary_sensor", "is_locked"): ("off",),
    ("binary_sensor", "is_not_locked"): ("on",),
}
# Types that compare what one of their keys says: with an attribute, or with the state (None).
_COMPARED: Mapping[tuple[str, str], tuple[str, str | None]] = {
    ("climate", "is_hvac_mode"): ("hvac_mode", None),
    ("climate", "is_preset_mode"): ("preset_mode", "preset_mode"),
    ("humidifier", "is_mode"): ("mode", "mode"),
    ("select", "selected_option"): ("option", None),
    ("input_select", "selected_option"): ("option", None),
}
_NUMBERS: Mapping[tuple[str, str], str] = {
    ("cover", "is_position"): "current_position",
    ("cover", "is_tilt_position"): "current_tilt_position",
    ("climate", "is_current_temperature"): "current_temperature",
    ("climate", "is_current_humidity"): "current_humidity",
}
_NOT_HOME = {"person", "device_tracker"}


def as_plain(condition: DeviceCondition, home: Home) -> AnyCondition:
    """Return the condition on states that a device's condition maps to.

    Raises:
        ConditionFailed: it maps to none, or names no entity of this home.
    """
    entity_id, key = _entity(condition, home), (condition.domain, condition.type)
    if key in _COMPARED:
        name, attribute = _COMPARED[key]
        wanted = str(condition.keys.get(name))
        return StateCondition(entity_id=(entity_id,), state=(wanted,), attribute=attribute)
    if "above" in condition.keys or "below" in condition.keys:
        return _between(condition, entity_id)
    if condition.domain in _NOT_HOME and condition.type == "is_not_home":
        home_state = StateCondition(entity_id=(entity_id,), state=("home",))
        return NotCondition(conditions=(home_state,))
    return StateCondition(
        entity_id=(entity_id,), state=_states(condition), for_=condition.keys.get("for")
    )


def _between(condition: DeviceCondition, entity_id: EntityId) -> NumericStateCondition:
    return NumericStateCondition(
        entity_id=(entity_id,),
        above=condition.keys.get("above"),
        below=condition.keys.get("below"),
        attribute=_NUMBERS.get((condition.domain, condition.type)),
    )


def _states(condition: DeviceCondition) -> tuple[str, ...]:
    key, kind = (condition.domain, condition.type), condition.type
    if key in _STATES:
        return _STATES[key]
    if not kind.startswith("is_"):
        raise ConditionFailed(f"the device condition {kind!r} maps to no state; write it as one")
    if condition.domain == "binary_sensor":
        is_off = kind == "is_off" or kind.startswith(("is_not_", "is_no_"))
        return ("off",) if is_off else ("on",)
    return (kind.removeprefix("is_"),)


def _entity(condition: DeviceCondition, home: Home) -> EntityId:
    """Find the entity: by its id, else as the only one of its domain that the device has."""
    if condition.entity_id is not None and is_entity_id(condition.entity_id):
        return EntityId(condition.entity_id)
    found = [
        entity.id
        for entity in home.entities_of((condition.domain,))
        if condition.device_id is not None and entity.device_id == condition.device_id
    ]
    if len(found) != 1:
        raise ConditionFailed(
            f"the device condition {condition.type!r} names no entity of this home;"
            " write the entity's id in it"
        )
    return found[0]
