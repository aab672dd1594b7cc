"""Lights: on or off, brightness 0..255, colour temperature in kelvin, colours."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from hub.home.colors import hs_of
from hub.home.commands import Check, Command, Expectation, close_to, equals, one_of, within
from hub.home.model import State

STATES = ("on", "off")
DIMMABLE_MODES = frozenset(
    {"brightness", "color_temp", "hs", "xy", "rgb", "rgbw", "rgbww", "white"}
)
COLOR_MODES = frozenset({"hs", "xy", "rgb", "rgbw", "rgbww"})
BRIGHTNESS_TOLERANCE = 4
KELVIN_TOLERANCE = 100
# Lamps move a colour to the nearest they can show.
HUE_TOLERANCE = 25
SATURATION_TOLERANCE = 25
XY_TOLERANCE = 0.05
# Below this saturation (percent) a colour is white, whatever its hue.
WHITE_BELOW = 25

# CSS Color Module Level 4, section 6.1, those people say.
COLORS: dict[str, tuple[int, int, int]] = {
    "red": (255, 0, 0),
    "orange": (255, 165, 0),
    "yellow": (255, 255, 0),
    "green": (0, 128, 0),
    "lime": (0, 255, 0),
    "cyan": (0, 255, 255),
    "turquoise": (64, 224, 208),
    "teal": (0, 128, 128),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "purple": (128, 0, 128),
    "violet": (238, 130, 238),
    "lavender": (230, 230, 250),
    "magenta": (255, 0, 255),
    "pink": (255, 192, 203),
    "brown": (165, 42, 42),
    "gold": (255, 215, 0),
    "white": (255, 255, 255),
}

Byte = Annotated[int, Field(ge=0, le=255)]
Percent = Annotated[float, Field(ge=0, le=100)]
Rgb = tuple[Byte, Byte, Byte]
Rgbw = tuple[Byte, Byte, Byte, Byte]
Rgbww = tuple[Byte, Byte, Byte, Byte, Byte]
# What a light of these colour modes can show as white.
WHITE_MODES = frozenset({"color_temp", "rgbww"})


class Attributes(BaseModel):
    """What a light reports."""

    supported_color_modes: list[str] = ["onoff"]
    color_mode: str | None = None
    brightness: Byte | None = None
    color_temp_kelvin: int | None = None
    min_color_temp_kelvin: int | None = None
    max_color_temp_kelvin: int | None = None
    rgb_color: Rgb | None = None
    hs_color: tuple[float, float] | None = None
    xy_color: tuple[float, float] | None = None
    rgbw_color: Rgbw | None = None
    rgbww_color: Rgbww | None = None
    effect: str | None = None
    effect_list: list[str] | None = None


def _near_hs(wanted: tuple[float, float]) -> Check:
    def check(value: object) -> bool:
        match value:
            case (int() | float() as hue, int() | float() as saturation):
                apart = abs((hue - wanted[0] + 180) % 360 - 180)
                is_hue = apart <= HUE_TOLERANCE or wanted[1] < WHITE_BELOW
                return is_hue and abs(saturation - wanted[1]) <= SATURATION_TOLERANCE
            case _:
                return False

    return check


def _near_xy(wanted: tuple[float, float]) -> Check:
    def check(value: object) -> bool:
        match value:
            case (int() | float() as x, int() | float() as y):
                return max(abs(x - wanted[0]), abs(y - wanted[1])) <= XY_TOLERANCE
            case _:
                return False

    return check


class _Appearance(Command):
    brightness: Byte | None = None
    brightness_pct: Percent | None = None
    brightness_step: Annotated[int, Field(ge=-255, le=255)] | None = None
    brightness_step_pct: Annotated[float, Field(ge=-100, le=100)] | None = None
    color_temp_kelvin: Annotated[int, Field(ge=1000, le=20000)] | None = None
    color_temp: Annotated[int, Field(ge=50, le=1000)] | None = None
    rgb_color: Rgb | None = None
    hs_color: tuple[Annotated[float, Field(ge=0, le=360)], Percent] | None = None
    xy_color: tuple[float, float] | None = None
    rgbw_color: Rgbw | None = None
    rgbww_color: Rgbww | None = None
    white: Byte | None = None
    color_name: str | None = None
    effect: str | None = None
    transition: Annotated[float, Field(ge=0, le=6553)] | None = None
    flash: Literal["short", "long"] | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> "_Appearance":
        brightness = (self.brightness, self.brightness_pct, self.brightness_step)
        if sum(value is not None for value in (*brightness, self.brightness_step_pct)) > 1:
            raise ValueError("give one of brightness, brightness_pct and their steps, not several")
        whites = (self.color_temp_kelvin, self.color_temp, self.white)
        if sum(value is not None for value in (*whites, *self._colors())) > 1:
            raise ValueError("give one colour, not several")
        if self.color_name is not None and self.color_name.lower() not in COLORS:
            raise ValueError(f"unknown color_name {self.color_name!r}; known: {', '.join(COLORS)}")
        return self

    def target_brightness(self, before: State) -> int | None:
        """Return the brightness asked for, 0..255, steps resolved against `before`."""
        if self.brightness is not None:
            return self.brightness
        if self.brightness_pct is not None:
            return round(self.brightness_pct * 255 / 100)
        step = self.brightness_step
        if self.brightness_step_pct is not None:
            step = round(self.brightness_step_pct * 255 / 100)
        if step is None:
            return None
        current = before.attributes.get("brightness") if before.state == "on" else 0
        base = current if isinstance(current, int | float) else 0
        return max(0, min(255, round(base + step)))

    def target_kelvin(self) -> int | None:
        """Return the colour temperature asked for in kelvin."""
        if self.color_temp is not None:
            return round(1_000_000 / self.color_temp)
        return self.color_temp_kelvin

    def target_rgb(self) -> Rgb | None:
        """Return the colour asked for by name or by RGB."""
        return COLORS[self.color_name.lower()] if self.color_name else self.rgb_color

    def problem(self, state: State) -> str | None:
        """Check brightness, colour and effect against what the light supports."""
        modes = set(state.attributes.get("supported_color_modes") or ["onoff"])
        if self._sets_brightness() and not modes & DIMMABLE_MODES:
            return "it cannot be dimmed"
        if self._sets_color() and not modes & COLOR_MODES:
            return "it has no colours"
        kelvin = self.target_kelvin()
        if kelvin is not None and not modes & WHITE_MODES:
            return "it has no adjustable white"
        if self.white is not None and "white" not in modes:
            return "it has no white channel of its own"
        too_far = within(kelvin, state, "min_color_temp_kelvin", "max_color_temp_kelvin", " K")
        return too_far or one_of(self.effect, state, "effect_list")

    def _sets_brightness(self) -> bool:
        steps = (self.brightness_step, self.brightness_step_pct)
        return any(value is not None for value in (self.brightness, self.brightness_pct, *steps))

    def _sets_color(self) -> bool:
        return any(value is not None for value in self._colors())

    def _colors(self) -> tuple[object, ...]:
        channels = (self.rgb_color, self.rgbw_color, self.rgbww_color)
        return (*channels, self.hs_color, self.xy_color, self.color_name)

    def expected(self, before: State) -> Expectation | None:
        """Expect on, with the brightness, white and effect asked for."""
        brightness = self.target_brightness(before)
        if brightness == 0:
            return Expectation("off", frozenset({"off"}))
        checks = []
        words = ["on"]
        if brightness is not None:
            checks.append(("brightness", close_to(brightness, BRIGHTNESS_TOLERANCE)))
            words.append(f"at {round(brightness * 100 / 255)} %")
        kelvin = self.target_kelvin()
        if kelvin is not None:
            if "color_temp" in (before.attributes.get("supported_color_modes") or ["color_temp"]):
                checks.append(("color_temp_kelvin", close_to(kelvin, KELVIN_TOLERANCE)))
            words.append(f"at {kelvin} K")
        rgb = self.target_rgb()
        hs = hs_of(rgb) if rgb is not None else self.hs_color
        if hs is not None:
            checks.append(("hs_color", _near_hs(hs)))
            words.append(self.color_name or f"in colour {rgb or hs}")
        if self.xy_color is not None:
            checks.append(("xy_color", _near_xy(self.xy_color)))
            words.append(f"in colour {self.xy_color}")
        if self.white is not None:
            checks += [("color_mode", equals("white")),
                       ("brightness", close_to(self.white, BRIGHTNESS_TOLERANCE))]  # fmt: skip
            words.append(f"white at {round(self.white * 100 / 255)} %")
        channels = self.rgbw_color or self.rgbww_color
        if channels is not None:
            words.append(f"in colour {channels}")
        if self.effect is not None:
            checks.append(("effect", equals(self.effect)))
            words.append(self.effect)
        return Expectation(" ".join(words), frozenset({"on"}), tuple(checks))


class TurnOn(_Appearance):
    """Switch on, and set brightness or colour."""

    action: Literal["light.turn_on"] = "light.turn_on"


class TurnOff(Command):
    """Switch off."""

    action: Literal["light.turn_off"] = "light.turn_off"
    transition: Annotated[float, Field(ge=0, le=6553)] | None = None
    flash: Literal["short", "long"] | None = None

    def expected(self, before: State) -> Expectation | None:
        """Expect off."""
        del before
        return Expectation("off", frozenset({"off"}))


class Toggle(_Appearance):
    """Switch on if off, and off if on."""

    is_idempotent = False
    action: Literal["light.toggle"] = "light.toggle"

    def expected(self, before: State) -> Expectation | None:
        """Expect the other state."""
        if before.state == "on":
            return Expectation("off", frozenset({"off"}))
        return super().expected(before)


LightCommand = TurnOn | TurnOff | Toggle
