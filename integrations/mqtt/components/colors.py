"""Colours from one notation to another: RGB bytes, hue and saturation, CIE xy, kelvin, mired."""

import colorsys

Rgb = tuple[int, int, int]
Pair = tuple[float, float]


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
