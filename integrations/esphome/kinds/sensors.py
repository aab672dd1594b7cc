"""What only reports: sensors, binary sensors, text sensors, events."""

from datetime import UTC, datetime
from typing import Any

from aioesphomeapi.model import (
    BinarySensorInfo,
    BinarySensorState,
    Event,
    EventInfo,
    SensorInfo,
    SensorState,
    SensorStateClass,
    TextSensorInfo,
    TextSensorState,
)

from hub.home.model import UNKNOWN
from integrations.esphome.kinds.kind import Kind, Reading, known, word

# A device that claims more is wrong; Python would write as many.
MOST_DECIMALS = 10
# Home Assistant's limit.
LONGEST_STATE = 255


class BinarySensor(Kind[BinarySensorInfo, BinarySensorState]):
    """On or off."""

    domain = "binary_sensor"

    def read(self, state: BinarySensorState) -> Reading:
        """Return on or off."""
        if state.missing_state:
            return Reading(UNKNOWN)
        return Reading("on" if state.state else "off")


class Sensor(Kind[SensorInfo, SensorState]):
    """A number with a unit."""

    domain = "sensor"

    def capabilities(self) -> dict[str, Any]:
        """Return unit and state class."""
        info = self.info
        found = {}
        if info.unit_of_measurement:
            found["unit_of_measurement"] = info.unit_of_measurement
        if info.state_class not in {None, SensorStateClass.NONE}:
            found["state_class"] = word(info.state_class) or ""
        return found

    def read(self, state: SensorState) -> Reading:
        """Return the number with the decimals that the device finds fit."""
        if state.missing_state or known(state.state) is None:
            return Reading(UNKNOWN)
        if self.info.device_class == "timestamp":
            return Reading(datetime.fromtimestamp(state.state, UTC).isoformat())
        decimals = max(0, min(MOST_DECIMALS, self.info.accuracy_decimals))
        return Reading(f"{state.state:.{decimals}f}")


class TextSensor(Kind[TextSensorInfo, TextSensorState]):
    """A text; Home Assistant has it among the sensors."""

    domain = "sensor"

    @property
    def key(self) -> str:
        """What stays; a sensor may have the same object id."""
        return f"text {super().key}"

    def read(self, state: TextSensorState) -> Reading:
        """Return the text."""
        return Reading(UNKNOWN if state.missing_state else state.state[:LONGEST_STATE])


class EventKind(Kind[EventInfo, Event]):
    """Something that happens, such as a press."""

    domain = "event"
    has_state = False

    def capabilities(self) -> dict[str, Any]:
        """Return what may happen."""
        return {"event_types": list(self.info.event_types)}

    def read(self, state: Event) -> Reading:
        """Return when it happened, which is now, and what."""
        moment = self.setting.now().isoformat(timespec="milliseconds")
        return Reading(moment, {"event_type": state.event_type})
