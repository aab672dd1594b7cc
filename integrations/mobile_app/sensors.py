"""Sensors of phones as entities of the home."""

import json
from collections.abc import Mapping
from typing import Any

from hub.home.home import Home
from hub.home.ids import EntityId, slugify
from hub.home.model import UNKNOWN, Context, Entity
from integrations.mobile_app.registration import (
    KnownSensor,
    Registration,
    SensorData,
    SensorState,
    SensorUpdate,
)

MOST_SENSORS = 200
MOST_ATTRIBUTE_BYTES = 16_384


class Sensors:
    """Puts phones' sensors into the home and reports them there."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def id_for(self, phone: Registration, sensor: SensorData) -> EntityId:
        """Return the id of a sensor, a new one if it has none."""
        if sensor.unique_id in phone.sensors:
            return phone.sensors[sensor.unique_id].entity_id
        wanted = f"{sensor.type}.{slugify(f'{phone.data.device_name} {sensor.name}')}"
        taken = {each.entity_id for each in phone.sensors.values()} | set(self._home.entities)
        found, count = EntityId(wanted), 1
        while found in taken:
            count += 1
            found = EntityId(f"{wanted}_{count}")
        return found

    def put(self, phone: Registration, unique_id: str) -> None:
        """Add a sensor, its state unknown until the phone tells it."""
        known = phone.sensors[unique_id]
        sensor = known.data
        self._home.put_entity(
            Entity(
                id=known.entity_id,
                name=f"{phone.data.device_name} {sensor.name}",
                integration="mobile_app",
                unique_id=f"{phone.webhook_id}_{unique_id}",
                device_id=phone.device_id,
                device_class=sensor.device_class,
                entity_category=sensor.entity_category,
                icon=sensor.icon,
                enabled=not sensor.disabled,
            )
        )

    def show(self, phone: Registration, unique_id: str, context: Context) -> None:
        """Add a sensor and report the state that it was registered with."""
        self.put(phone, unique_id)
        sensor = phone.sensors[unique_id].data
        if not sensor.disabled:
            self._report(phone.sensors[unique_id], sensor.state, sensor.attributes, context)

    def update(self, phone: Registration, update: SensorUpdate, context: Context) -> dict[str, Any]:
        """Report a sensor, and return what is answered about it."""
        known = phone.sensors.get(update.unique_id)
        if known is None or known.data.type != update.type:
            message = f"{update.type} {update.unique_id} is not registered"
            return {"success": False, "error": {"code": "not_registered", "message": message}}
        if known.data.disabled:
            return {"success": True, "is_disabled": True}
        self._report(known, update.state, update.attributes, context)
        return {"success": True}

    def remove(self, phone: Registration) -> None:
        """Take the sensors of a phone out of the home."""
        for known in phone.sensors.values():
            self._home.remove_entity(known.entity_id)

    def _report(
        self,
        known: KnownSensor,
        state: SensorState,
        attributes: Mapping[str, Any],
        context: Context,
    ) -> None:
        if known.entity_id not in self._home.states:
            return  # somebody removed it
        told: dict[str, Any] = dict(attributes) if _is_bounded(attributes) else {}
        for name in ("unit_of_measurement", "state_class"):
            if (value := getattr(known.data, name)) is not None:
                told[name] = value
        self._home.report(known.entity_id, _worded(known.data.type, state), told, context)


def with_sensor(
    phone: Registration, entity_id: EntityId, sensor: SensorData
) -> Registration | None:
    """Return the phone with one more sensor, None if it has too many."""
    if sensor.unique_id not in phone.sensors and len(phone.sensors) >= MOST_SENSORS:
        return None
    known = KnownSensor(entity_id=entity_id, data=sensor)
    return phone.model_copy(update={"sensors": {**phone.sensors, sensor.unique_id: known}})


def _worded(kind: str, state: SensorState) -> str:
    if state is None:
        return UNKNOWN
    if kind == "binary_sensor":
        is_on = state is True or (isinstance(state, str) and state.lower() in {"on", "true"})
        return "on" if is_on else "off"
    return str(state)


def _is_bounded(attributes: Mapping[str, Any]) -> bool:
    try:
        return len(json.dumps(dict(attributes), allow_nan=False)) <= MOST_ATTRIBUTE_BYTES
    except (TypeError, ValueError):
        return False
