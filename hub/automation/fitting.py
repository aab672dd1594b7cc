"""Making a command of a rule fit its device, as Home Assistant does: what a lamp lacks is left out.

A rule that dims every lamp of a room must not fail because one of them only knows on and off.
"""

from typing import Any

from hub.home.commands import Command
from hub.home.domains import light
from hub.home.model import State

_BRIGHTNESS = ("brightness", "brightness_pct", "brightness_step", "brightness_step_pct")
_COLOURS = ("rgb_color", "hs_color", "xy_color", "rgbw_color", "rgbww_color", "color_name")
_WHITES = ("color_temp_kelvin", "color_temp")


def fitted(command: Command, state: State) -> Command:
    """Return the command without what the device in `state` cannot do at all."""
    if not isinstance(command, light.TurnOn | light.Toggle):
        return command
    modes = set(state.attributes.get("supported_color_modes") or ["onoff"])
    dropped: list[str] = []
    if not modes & light.DIMMABLE_MODES:
        dropped += _BRIGHTNESS
    if not modes & light.COLOR_MODES:
        dropped += _COLOURS
    if not modes & light.WHITE_MODES:
        dropped += _WHITES
    if "white" not in modes:
        dropped.append("white")
    effects = state.attributes.get("effect_list")
    if command.effect is not None and (not effects or command.effect not in effects):
        dropped.append("effect")
    update: dict[str, Any] = {name: None for name in dropped if getattr(command, name) is not None}
    kelvin = command.target_kelvin()
    low, high = (state.attributes.get(f"{edge}_color_temp_kelvin") for edge in ("min", "max"))
    if kelvin is not None and "color_temp" in modes:
        nearest = kelvin
        nearest = max(nearest, low) if isinstance(low, int) else nearest
        nearest = min(nearest, high) if isinstance(high, int) else nearest
        if nearest != kelvin:
            update |= {"color_temp": None, "color_temp_kelvin": nearest}
    return command.model_copy(update=update) if update else command
