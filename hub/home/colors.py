"""Colours from one notation to another: RGB and white channels, hue and saturation, xy, white."""

import colorsys
import math
from collections.abc import Sequence

Rgb = tuple[int, int, int]
Pair = tuple[float, float]
# Any notation's numbers.
Color = tuple[float, ...]
KelvinRange = tuple[int, int]


def hs_of(rgb: Rgb) -> Pair:
    """Return hue in degrees and saturation in percent."""
    red, green, blue = (channel / 255 for channel in rgb)
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    return round(hue * 360, 3), round(saturation * 100, 3)


def rgb_of_hs(hue: float, saturation: float) -> Rgb:
    """Return the colour at full brightness."""
    red, green, blue = colorsys.hsv_to_rgb((hue % 360) / 360, saturation / 100, 1.0)
    return round(red * 255), round(green * 255), round(blue * 255)


def xy_of(rgb: Rgb) -> Pair:
    """Return CIE 1931 xy (sRGB, IEC 61966-2-1); black counts as white."""
    red, green, blue = (_linear(channel / 255) for channel in rgb)
    x = red * 0.4124 + green * 0.3576 + blue * 0.1805
    y = red * 0.2126 + green * 0.7152 + blue * 0.0722
    z = red * 0.0193 + green * 0.1192 + blue * 0.9505
    total = x + y + z
    return (0.3127, 0.329) if total == 0 else (round(x / total, 4), round(y / total, 4))


def rgb_of_xy(x: float, y: float) -> Rgb:
    """Return the colour at full brightness."""
    y = max(y, 0.001)
    big_x, big_z = x / y, (1 - x - y) / y
    linear = (
        big_x * 3.2406 - 1.5372 - big_z * 0.4986,
        big_x * -0.9689 + 1.8758 + big_z * 0.0415,
        big_x * 0.0557 - 0.2040 + big_z * 1.0570,
    )
    brightest = max(*linear, 1e-6)
    red, green, blue = (_gamma(max(0.0, value / brightest)) for value in linear)
    return round(red * 255), round(green * 255), round(blue * 255)


def rgb_of_rgbw(color: Sequence[float]) -> Rgb:
    """Return the colour that three colour channels and a white one make together."""
    red, green, blue, white = color
    return _three(_as_bright(color, (red + white, green + white, blue + white)))


def rgbw_of(rgb: Rgb) -> Color:
    """Return the channels, with as much as possible on the white one."""
    white = min(rgb)
    return _as_bright(rgb, (*(channel - white for channel in rgb), white))


def rgb_of_rgbww(color: Sequence[float], kelvins: KelvinRange) -> Rgb:
    """Return the colour that three colour channels, a cold and a warm white make together.

    `kelvins`: what the warm and the cold white look like.
    """
    *rgb, cold, warm = color
    share = warm / (cold + warm) if cold + warm else 0.5
    warmest, coldest = (1_000_000 / kelvin for kelvin in kelvins)
    white = rgb_of_kelvin(1_000_000 / (coldest + share * (warmest - coldest)))
    level = max(cold, warm) / 255
    pairs = zip(rgb, white, strict=True)
    return _three(_as_bright(color, [channel + part * level for channel, part in pairs]))


def rgbww_of(rgb: Rgb, kelvins: KelvinRange) -> Color:
    """Return the channels, with as much as possible on both whites alike."""
    middle = sum(1_000_000 / kelvin for kelvin in kelvins) / 2
    white = rgb_of_kelvin(1_000_000 / middle)
    level = min(channel / part for channel, part in zip(rgb, white, strict=True) if part)
    rest = [channel - part * level for channel, part in zip(rgb, white, strict=True)]
    return _as_bright(rgb, (*rest, round(level * 255), round(level * 255)))


def rgbww_of_kelvin(kelvin: float, brightness: int, kelvins: KelvinRange) -> Color:
    """Return the channels of a white made of a cold and a warm one."""
    warmest, coldest = (1_000_000 / edge for edge in kelvins)
    warm = max(0.0, min(1.0, (1_000_000 / kelvin - coldest) / (warmest - coldest)))
    return (0, 0, 0, round(brightness * (1 - warm)), round(brightness * warm))


def rgb_of_kelvin(kelvin: float) -> Rgb:
    """Return about the colour of a black body (Tanner Helland's fit, 1000 to 40000 K)."""
    heat = min(max(kelvin, 1000.0), 40_000.0) / 100
    if heat <= 66:  # noqa: PLR2004 - the fit's joint
        red = 255.0
        green = 99.4708025861 * math.log(heat) - 161.1195681661
        blue = 0.0 if heat <= 19 else 138.5177312231 * math.log(heat - 10) - 305.0447927307  # noqa: PLR2004
    else:
        red = 329.698727446 * (heat - 60) ** -0.1332047592
        green = 288.1221695283 * (heat - 60) ** -0.0755148492
        blue = 255.0
    return _byte(red), _byte(green), _byte(blue)


def mired_of(kelvin: float) -> int:
    """Return mired, rounded down as Home Assistant does."""
    return int(1_000_000 / kelvin)


def kelvin_of(mired: float) -> int:
    """Return kelvin, rounded down as Home Assistant does."""
    return int(1_000_000 / mired)


def _linear(value: float) -> float:
    return float(((value + 0.055) / 1.055) ** 2.4) if value > 0.04045 else value / 12.92  # noqa: PLR2004 - sRGB


def _gamma(value: float) -> float:
    return 1.055 * float(value ** (1 / 2.4)) - 0.055 if value > 0.0031308 else value * 12.92  # noqa: PLR2004 - sRGB


def _as_bright(given: Sequence[float], made: Sequence[float]) -> Color:
    """Scale `made` so that its brightest channel is as bright as that of `given`."""
    brightest = max(made)
    factor = max(given) / brightest if brightest else 0.0
    return tuple(round(channel * factor) for channel in made)


def _three(color: Color) -> Rgb:
    red, green, blue = (_byte(channel) for channel in color)
    return red, green, blue


def _byte(value: float) -> int:
    return max(0, min(255, round(value)))
