"""What each domain's entities have besides their state, and which states they can be in.

One frozen model per domain, used three ways: to check the inventory, to check every command and
poke, and as the simulated device's memory. Names and units are Home Assistant's.

Unlike elsewhere, unknown attributes are let through: an inventory exported from a real home has
plenty, and a device reports them as its JSON attributes. What looks like a slip of a known name is
still an error (`misspelt`).
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

ANY_STATE: tuple[str, ...] = ()
ALWAYS_STATES = ("unknown", "unavailable")

Byte = Annotated[int, Field(ge=0, le=255)]
Percent = Annotated[int, Field(ge=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]
Kelvin = Annotated[int, Field(ge=1000, le=12000)]
Degrees = Annotated[float, Field(ge=-100, le=250)]
Names = tuple[str, ...]
ColorMode = Literal["onoff", "brightness", "color_temp", "hs", "rgb", "xy"]


class Attributes(BaseModel):
    """The common part: nothing, and any state."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", allow_inf_nan=False)

    states: ClassVar[Names] = ANY_STATE
    first_state: ClassVar[str] = "unknown"

    def possible_states(self) -> Names:
        """Give the states this very entity can take; empty where any text will do."""
        return self.states

    def wrong_state(self, state: str) -> str | None:
        """Say what is wrong with `state`, None where nothing is."""
        possible = self.possible_states()
        if not possible or state in possible or state in ALWAYS_STATES:
            return None
        return f"cannot be {state!r}; expected one of: {', '.join((*possible, *ALWAYS_STATES))}"

    def known(self) -> dict[str, JsonValue]:
        """Give every attribute that has a value, as JSON-like data."""
        return self.model_dump(mode="json", exclude_none=True)

    def extras(self) -> Mapping[str, JsonValue]:
        """Give the attributes that the domain does not know of."""
        return self.model_extra or {}


class LightAttributes(Attributes):
    """A lamp. `mqtt_schema` chooses which of the two MQTT dialects it speaks."""

    states = ("on", "off")
    first_state = "off"
    mqtt_schema: Literal["basic", "json"] = "json"
    supported_color_modes: tuple[ColorMode, ...] | None = None
    color_mode: ColorMode | None = None
    brightness: Byte | None = None
    color_temp_kelvin: Kelvin | None = None
    min_color_temp_kelvin: Kelvin = 2000
    max_color_temp_kelvin: Kelvin = 6500
    hs_color: (
        tuple[Annotated[float, Field(ge=0, le=360)], Annotated[float, Field(ge=0, le=100)]] | None
    ) = None
    rgb_color: tuple[Byte, Byte, Byte] | None = None
    xy_color: tuple[Share, Share] | None = None
    effect: str | None = None
    effect_list: Names = ()

    def color_modes(self) -> tuple[ColorMode, ...]:
        """Give what the lamp can do; told by its values where nobody wrote it down."""
        if self.supported_color_modes:
            return self.supported_color_modes
        told = {
            "color_temp": self.color_temp_kelvin,
            "hs": self.hs_color,
            "rgb": self.rgb_color,
            "xy": self.xy_color,
        }
        modes = tuple(mode for mode in _COLOURS if told[mode] is not None)
        return modes or (("brightness",) if self.brightness is not None else ("onoff",))

    @model_validator(mode="after")
    def _check(self) -> Self:
        low, high = self.min_color_temp_kelvin, self.max_color_temp_kelvin
        if self.color_temp_kelvin is not None and not low <= self.color_temp_kelvin <= high:
            raise ValueError(f"color_temp_kelvin must lie between {low} and {high}")
        one_of("effect", self.effect, (*self.effect_list, "none") if self.effect_list else ())
        return self


_COLOURS: tuple[ColorMode, ...] = ("color_temp", "hs", "rgb", "xy")


class SwitchAttributes(Attributes):
    """A socket or a switch."""

    states = ("on", "off")
    first_state = "off"


class FanAttributes(Attributes):
    """A fan; it has what the inventory gives it a value for, and speed always."""

    states = ("on", "off")
    first_state = "off"
    percentage: Percent = 0
    percentage_step: Annotated[float, Field(gt=0, le=100)] = 1
    preset_mode: str | None = None
    preset_modes: Names = ()
    oscillating: bool | None = None
    direction: Literal["forward", "reverse"] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        one_of("preset_mode", self.preset_mode, self.preset_modes)
        return self


class MovingAttributes(Attributes):
    """What has a motor; without `current_position` it only opens and shuts."""

    states = ("open", "opening", "closed", "closing")
    first_state = "closed"
    current_position: Percent | None = None


class CoverAttributes(MovingAttributes):
    """Blind, curtain, shutter, door or garage door."""

    current_tilt_position: Percent | None = None


class ValveAttributes(MovingAttributes):
    """A valve; with `current_position` it reports positions."""


class LockAttributes(Attributes):
    """A door lock; `can_open` if it can also pull the latch."""

    states = ("locked", "locking", "unlocked", "unlocking", "jammed")
    first_state = "locked"
    can_open: bool = False


class ClimateAttributes(Attributes):
    """A thermostat; its state is its mode."""

    first_state = "off"
    hvac_modes: tuple[
        Literal["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"], ...
    ] = ("off", "heat")
    temperature: Degrees | None = None
    current_temperature: Degrees = 20
    current_humidity: Annotated[float, Field(ge=0, le=100)] | None = None
    min_temp: Degrees = 7
    max_temp: Degrees = 35
    target_temp_step: Annotated[float, Field(gt=0)] = 0.5
    temperature_unit: Literal["C", "F"] = "C"
    preset_mode: str | None = None
    preset_modes: Names = ()
    fan_mode: str | None = None
    fan_modes: Names = ()

    def possible_states(self) -> Names:
        """Give the modes this thermostat has."""
        return self.hvac_modes

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.temperature is not None and not self.min_temp <= self.temperature <= self.max_temp:
            raise ValueError(f"temperature must lie between {self.min_temp} and {self.max_temp}")
        one_of("preset_mode", self.preset_mode, self.preset_modes)
        one_of("fan_mode", self.fan_mode, self.fan_modes)
        return self


class MediaPlayerAttributes(Attributes):
    """TV, speaker or receiver."""

    states = ("playing", "paused", "idle", "off")
    first_state = "off"
    volume_level: Share = 0.3
    is_volume_muted: bool = False
    media_track: Annotated[int, Field(ge=1)] = 1
    media_title: str | None = None
    media_artist: str | None = None
    source: str | None = None
    source_list: Names = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        one_of("source", self.source, self.source_list)
        return self


class VacuumAttributes(Attributes):
    """A robot vacuum cleaner."""

    states = ("docked", "cleaning", "paused", "idle", "returning", "error")
    first_state = "docked"
    battery_level: Percent = 100
    fan_speed: str | None = None
    fan_speed_list: Names = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        one_of("fan_speed", self.fan_speed, self.fan_speed_list)
        return self


class SensorAttributes(Attributes):
    """A measured value or a word from `options`."""

    unit_of_measurement: str | None = None
    state_class: Literal["measurement", "total", "total_increasing"] | None = None
    options: Names = ()

    def possible_states(self) -> Names:
        """Give the options, if it has any."""
        return self.options


class BinarySensorAttributes(Attributes):
    """Motion, door, window, smoke, ...: on or off."""

    states = ("on", "off")
    first_state = "off"


class ButtonAttributes(Attributes):
    """Something to press; its state is the time of the last press."""


class SceneAttributes(Attributes):
    """A scene to call; its state is the time of the last call."""


class NumberAttributes(Attributes):
    """A number to set."""

    min: float = 0
    max: float = 100
    step: Annotated[float, Field(gt=0)] = 1
    unit_of_measurement: str | None = None
    mode: Literal["auto", "box", "slider"] = "auto"

    def wrong_state(self, state: str) -> str | None:
        """Say what is wrong with `state`: no number, or out of range."""
        if state in ALWAYS_STATES:
            return None
        try:
            value = float(state)
        except ValueError:
            return f"cannot be {state!r}; expected a number"
        if not self.min <= value <= self.max:  # also where it is no number at all (nan)
            return f"cannot be {state!r}; expected {self.min:g} to {self.max:g}"
        return None


class SelectAttributes(Attributes):
    """One of several options."""

    options: Annotated[Names, Field(min_length=1)]

    def possible_states(self) -> Names:
        """Give the options."""
        return self.options


class TodoItem(BaseModel):
    """One line of a list."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    summary: Annotated[str, Field(min_length=1)]
    status: Literal["needs_action", "completed"] = "needs_action"
    due: str | None = None
    description: str | None = None


class TodoAttributes(Attributes):
    """A list; its state is the number of items still to do, whatever the inventory says."""

    items: tuple[TodoItem, ...] = ()


class WeatherAttributes(Attributes):
    """The weather; its state is the condition."""

    states = (
        "clear-night", "cloudy", "exceptional", "fog", "hail", "lightning", "lightning-rainy",
        "partlycloudy", "pouring", "rainy", "snowy", "snowy-rainy", "sunny", "windy",
        "windy-variant",
    )  # fmt: skip
    first_state = "sunny"
    temperature: Degrees = 18
    temperature_unit: Literal["°C", "°F"] = "°C"
    humidity: Annotated[float, Field(ge=0, le=100)] = 60
    wind_speed: Annotated[float, Field(ge=0)] = 10
    wind_speed_unit: Literal["km/h", "m/s", "mph", "kn", "ft/s"] = "km/h"


class CalendarEvent(BaseModel):
    """One entry of a calendar; start and end are ISO 8601 dates or times."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    summary: Annotated[str, Field(min_length=1)]
    start: str
    end: str
    location: str | None = None
    description: str | None = None


class CalendarAttributes(Attributes):
    """A calendar."""

    states = ("on", "off")
    first_state = "off"
    events: tuple[CalendarEvent, ...] = ()


def misspelt(model: type[Attributes], given: Mapping[str, JsonValue]) -> Iterator[tuple[str, str]]:
    """Give (as written, as meant) for unknown attributes that look like a slip of a known one."""
    fields = list(model.model_fields)
    for name in given:
        if name not in fields:
            yield from ((name, meant) for meant in get_close_matches(name, fields, 1, cutoff=0.85))


def one_of(key: str, value: str | None, options: Names) -> None:
    """Check that `value` is among `options`, where there are any."""
    if value is not None and options and value not in options:
        raise ValueError(f"{key} cannot be {value!r}; expected one of: {', '.join(options)}")
