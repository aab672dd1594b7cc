"""Lights in the words of Tasmota's light commands."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.home.colors import (
    hs_of,
    kelvin_of,
    mired_of,
    rgb_of_hs,
    rgb_of_xy,
    xy_of,
)
from hub.home.commands import Command
from hub.home.domains import light
from hub.home.model import State
from integrations.tasmota.parts import Part, Report, Shown

# Channels of a light: whites are two, colours three (Tasmota, "lt_st").
DIMMER, WHITES, COLORS, COLORS_WHITE, COLORS_WHITES = 1, 2, 3, 4, 5
MODES: Mapping[int, list[str]] = {
    0: ["onoff"],
    DIMMER: ["brightness"],
    WHITES: ["color_temp"],
    COLORS: ["hs"],
    COLORS_WHITE: ["hs", "white"],
    COLORS_WHITES: ["color_temp", "hs"],
}
# The whites a light shows (Tasmota, CT), and with SetOption82.
MIREDS, FEWER_MIREDS = (153, 500), (200, 380)
# Schemes 0 to 4; the device may know more, which have no names.
EFFECTS = ["None", "Wake up", "Cycle up", "Cycle down", "Random"]
# Speed counts half seconds, from 1 to 40.
SLOWEST = 40


class Lamp(Part):
    """A light. `dimmer` is the command for its brightness, and where that is told."""

    domain = "light"
    verbs = ("turn_on", "turn_off", "toggle")

    def __init__(self, number: int, name: str | None, channels: int, dimmer: str) -> None:
        super().__init__(f"light_{number}", name)
        self._number = number
        self._channels = channels
        self._dimmer = dimmer

    def capabilities(self) -> dict[str, Any]:
        """Return colour modes, whites, and effects."""
        modes = MODES[self._channels]
        found: dict[str, Any] = {"supported_color_modes": modes}
        if "color_temp" in modes:
            found["min_color_temp_kelvin"] = kelvin_of(MIREDS[1])
            found["max_color_temp_kelvin"] = kelvin_of(MIREDS[0])
        if self._channels >= COLORS:
            found["effect_list"] = EFFECTS
        return found

    def read(self, report: Report) -> Shown:
        """Return on or off, and how it shines."""
        power = report.power(self._number)
        told = report.state
        attributes: dict[str, Any] = {}
        scheme = told.get("Scheme")
        if self._channels >= COLORS and isinstance(scheme, int):
            is_named = 0 <= scheme < len(EFFECTS)
            attributes["effect"] = EFFECTS[scheme] if is_named else f"Scheme {scheme}"
        if power != "on":
            return power, attributes
        if self._channels >= DIMMER:
            attributes["brightness"] = max(0, min(255, round(told[self._dimmer] * 255 / 100)))
        return power, {**attributes, **self._shine(told)}

    def _shine(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Return mode and colour: a light that has both shows white while its white is on."""
        white = told.get("White")
        is_white = isinstance(white, int | float) and white > 0
        temperature = told.get("CT")
        if temperature and (self._channels == WHITES or (is_white and self._channels > COLORS)):
            return {"color_mode": "color_temp", "color_temp_kelvin": kelvin_of(temperature)}
        if self._channels == COLORS_WHITE and is_white:
            return {"color_mode": "white"}
        if self._channels >= COLORS:
            hue, saturation, _ = (float(part) for part in told["HSBColor"].split(","))
            rgb = rgb_of_hs(hue, saturation)
            return {"color_mode": "hs", "hs_color": (hue, saturation), "rgb_color": rgb,
                    "xy_color": xy_of(rgb)}  # fmt: skip
        return {"color_mode": MODES[self._channels][0]}

    def order(self, command: Command, before: State) -> str:
        """Return one Backlog."""
        match command:
            case light.TurnOff():
                is_on = False
            case light.Toggle() if before.state == "on":
                is_on = False
            case light.TurnOn() | light.Toggle():
                is_on = command.target_brightness(before) != 0
            case _:
                return super().order(command, before)
        steps = [*self._fading(command.transition)]
        wishes: list[str] = []
        if is_on and isinstance(command, light.TurnOn | light.Toggle):
            wishes = [*self._wishes(command, before)]
        steps += wishes
        if not wishes or before.state != "on":
            steps.append(f"Power{self._number} {'ON' if is_on else 'OFF'}")
        return f"Backlog0 {';'.join(steps)}"

    def _fading(self, transition: float | None) -> Iterator[str]:
        if transition is None or self._channels < DIMMER:
            return
        yield f"Fade2 {int(transition > 0)}"
        if transition > 0:
            yield f"Speed2 {max(1, min(SLOWEST, round(transition * 2)))}"

    def _wishes(self, command: light.TurnOn | light.Toggle, before: State) -> Iterator[str]:
        brightness, kelvin = command.target_brightness(before), command.target_kelvin()
        if brightness is not None and self._channels >= DIMMER:
            yield f"{self._dimmer} {max(1, round(brightness * 100 / 255))}"
        hs = _hs(command)
        if kelvin is not None:
            yield f"CT {max(MIREDS[0], min(MIREDS[1], mired_of(kelvin)))}"
        elif hs is not None:
            yield f"HsbColor1 {round(hs[0])}"
            yield f"HsbColor2 {round(hs[1])}"
        if command.white is not None:
            yield f"White {max(1, round(command.white * 100 / 255))}"
        if command.effect in EFFECTS:
            yield f"Scheme {EFFECTS.index(command.effect)}"


def _hs(command: light.TurnOn | light.Toggle) -> tuple[float, float] | None:
    if command.hs_color is not None:
        return command.hs_color
    rgb = command.target_rgb()
    if command.xy_color is not None:
        rgb = rgb_of_xy(*command.xy_color)
    return None if rgb is None else hs_of(rgb)
