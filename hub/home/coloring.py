"""The colour that a command asks for, in the notation that a light takes."""

from collections.abc import Collection

from hub.home.colors import (
    Color,
    KelvinRange,
    Rgb,
    hs_of,
    rgb_of_hs,
    rgb_of_rgbw,
    rgb_of_rgbww,
    rgb_of_xy,
    rgbw_of,
    rgbww_of,
    rgbww_of_kelvin,
    xy_of,
)
from hub.home.domains import light as lights

# Into which mode a colour goes that the light does not take as it is (Home Assistant, light).
_OTHERWISE = {
    "hs": ("rgb", "rgbw", "rgbww", "xy"),
    "rgb": ("rgbw", "rgbww", "hs", "xy"),
    "xy": ("hs", "rgb", "rgbw", "rgbww"),
    "rgbw": ("rgb", "rgbww", "hs", "xy"),
    "rgbww": ("rgb", "rgbw", "hs", "xy"),
}
FULL = 255


def color_of(command: lights.TurnOn | lights.Toggle) -> tuple[str, Color] | None:
    """Return the notation and the colour that a command asks for."""
    rgb = command.target_rgb()
    if rgb is not None:
        return "rgb", rgb
    for notation in ("hs", "xy", "rgbw", "rgbww"):
        found: Color | None = getattr(command, f"{notation}_color")
        if found is not None:
            return notation, found
    return None


def converted(
    notation: str, value: Color, modes: Collection[str], kelvins: KelvinRange
) -> tuple[str, Color] | None:
    """Return a colour in one of `modes`; None if none of them can show it.

    A colour temperature (kelvin and brightness) becomes the whites of an "rgbww" light.
    """
    if notation == "color_temp":
        kelvin, brightness = value
        return "rgbww", rgbww_of_kelvin(kelvin, int(brightness), kelvins)
    if notation in modes:
        return notation, value
    mode = next((mode for mode in _OTHERWISE[notation] if mode in modes), None)
    if mode is None:
        return None
    return mode, _in_mode(mode, rgb_of(notation, value, kelvins), kelvins)


def _in_mode(mode: str, rgb: Rgb, kelvins: KelvinRange) -> Color:
    match mode:
        case "hs":
            return hs_of(rgb)
        case "xy":
            return xy_of(rgb)
        case "rgbw":
            return rgbw_of(rgb)
        case "rgbww":
            return rgbww_of(rgb, kelvins)
        case _:
            return rgb


def rgb_of(notation: str, value: Color, kelvins: KelvinRange) -> Rgb:
    """Return a colour as red, green and blue."""
    match notation:
        case "hs":
            return rgb_of_hs(value[0], value[1])
        case "xy":
            return rgb_of_xy(value[0], value[1])
        case "rgbw":
            return rgb_of_rgbw(value)
        case "rgbww":
            return rgb_of_rgbww(value, kelvins)
        case _:
            red, green, blue = (max(0, min(FULL, round(channel))) for channel in value[:3])
            return red, green, blue


def brightest(known: object) -> int:
    """Return the brightness to make a white with: the known one, else all."""
    return known if isinstance(known, int) and known > 0 else FULL
