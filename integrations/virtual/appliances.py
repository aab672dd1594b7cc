"""What appliances have besides their state: alarm panel, siren, humidifier, boiler, mower, screen.

As in `attributes.py`, names and units are Home Assistant's.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from integrations.virtual.attributes import Attributes, Degrees, Names, Percent, Share, one_of

ArmMode = Literal["arm_home", "arm_away", "arm_night", "arm_vacation", "arm_custom_bypass"]


class AlarmAttributes(Attributes):
    """An alarm panel; with a `code` it looks at the one that comes with a command."""

    states = (
        "disarmed", "armed_home", "armed_away", "armed_night", "armed_vacation",
        "armed_custom_bypass", "pending", "arming", "disarming", "triggered",
    )  # fmt: skip
    first_state = "disarmed"
    code: Annotated[str, Field(min_length=1)] | None = Field(None, repr=False)
    code_arm_required: bool = True
    arm_modes: tuple[ArmMode, ...] = ("arm_home", "arm_away", "arm_night")


class HumidifierAttributes(Attributes):
    """A humidifier; with the device class dehumidifier it dries."""

    states = ("on", "off")
    first_state = "off"
    humidity: Percent = 50
    current_humidity: Percent = 45
    min_humidity: Percent = 0
    max_humidity: Percent = 100
    mode: str | None = None
    available_modes: Names = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.min_humidity <= self.humidity <= self.max_humidity:
            low, high = self.min_humidity, self.max_humidity
            raise ValueError(f"humidity must lie between {low} and {high}")
        one_of("mode", self.mode, self.available_modes)
        return self


class WaterHeaterAttributes(Attributes):
    """A boiler; its state is its mode."""

    first_state = "off"
    operation_list: Annotated[Names, Field(min_length=1)] = ("off", "eco", "performance")
    temperature: Degrees = 55
    current_temperature: Degrees = 50
    min_temp: Degrees = 40
    max_temp: Degrees = 65

    def possible_states(self) -> Names:
        """Give the modes this boiler has."""
        return self.operation_list

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.min_temp <= self.temperature <= self.max_temp:
            raise ValueError(f"temperature must lie between {self.min_temp} and {self.max_temp}")
        return self


class LawnMowerAttributes(Attributes):
    """A robot lawn mower."""

    states = ("mowing", "docked", "paused", "idle", "returning", "error")
    first_state = "docked"


class SirenAttributes(Attributes):
    """A siren; `duration` in seconds, after which it is still by itself."""

    states = ("on", "off")
    first_state = "off"
    available_tones: Names = ()
    tone: str | None = None
    volume_level: Share = 1
    duration: Annotated[float, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        one_of("tone", self.tone, self.available_tones)
        return self


class NotifyAttributes(Attributes):
    """A screen; `message` is the last it was given."""

    message: str | None = None
