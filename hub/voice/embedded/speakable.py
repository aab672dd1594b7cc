"""Text as it is to be spoken, where hibari would read it wrong by itself."""

import re

_NUMBER = r"(\d+(?:[.,]\d+)*)"
# Read letter by letter or left out by hibari 0.2.1. What it knows (°C, %, kWh, km/h) is not here.
_UNITS = {
    "µg/m³": ("microgram per cubic meter", "micrograms per cubic meter"),
    "μg/m³": ("microgram per cubic meter", "micrograms per cubic meter"),
    "mg/m³": ("milligram per cubic meter", "milligrams per cubic meter"),
    "m³/h": ("cubic meter per hour", "cubic meters per hour"),
    "mm/h": ("millimeter per hour", "millimeters per hour"),
    "L/min": ("liter per minute", "liters per minute"),
    "L/h": ("liter per hour", "liters per hour"),
    "m/s": ("meter per second", "meters per second"),
    "Mbit/s": ("megabit per second", "megabits per second"),
    "kbit/s": ("kilobit per second", "kilobits per second"),
    "MB/s": ("megabyte per second", "megabytes per second"),
    "kB/s": ("kilobyte per second", "kilobytes per second"),
    "W/m²": ("watt per square meter", "watts per square meter"),
    "m²": ("square meter", "square meters"),
    "m³": ("cubic meter", "cubic meters"),
    "hPa": ("hectopascal", "hectopascals"),
    "kPa": ("kilopascal", "kilopascals"),
    "mbar": ("millibar", "millibars"),
    "dBm": ("decibel milliwatt", "decibel milliwatts"),
    "dB": ("decibel", "decibels"),
    "lx": ("lux", "lux"),
    "lm": ("lumen", "lumens"),
    "mV": ("millivolt", "millivolts"),
    "mA": ("milliampere", "milliamperes"),
    "VA": ("volt ampere", "volt amperes"),
    "V": ("volt", "volts"),
    "W": ("watt", "watts"),
    "A": ("ampere", "amperes"),
    "K": ("kelvin", "kelvin"),
    "ppb": ("part per billion", "parts per billion"),
    "ppm": ("part per million", "parts per million"),
    "s": ("second", "seconds"),
    "d": ("day", "days"),
    "L": ("liter", "liters"),
}
_UNIT = re.compile(
    rf"(?<![\w.,]){_NUMBER} ?({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})"
    r"(?![\w/²³°%])"
)
_MINUS = re.compile("\N{MINUS SIGN} ?(?=\\d)")
_ENTITY = re.compile(r"\b([a-z_]+)\.([a-z0-9_]+)\b(?!\.)")
_WORDS = (
    (re.compile(r"\bCO[2₂]\b"), "C.O. two"),
    (re.compile(r"\bPM ?2[.,]5\b"), "P.M. two point five"),
    (re.compile(r"\bPM ?10\b"), "P.M. ten"),
    (re.compile(r"\bWi-?Fi\b", re.IGNORECASE), "why-fye"),
)
_ALONE = re.compile(r"^(?:light|switch|sensor|cover|lock|climate|fan|scene|script)$")


def speakable(text: str) -> str:
    """Return a text with what stands for words written out; what needs nothing stays as it is."""
    for pattern, words in _WORDS:
        text = pattern.sub(words, text)
    text = _UNIT.sub(_spelled_unit, text)
    text = _MINUS.sub("minus ", text)
    return _ENTITY.sub(_spelled_entity, text)


def _spelled_unit(match: re.Match[str]) -> str:
    number, unit = match.groups()
    return f"{number} {_UNITS[unit][number not in ('1', '1.0')]}"


def _spelled_entity(match: re.Match[str]) -> str:
    domain, name = match.groups()
    return f"{domain} {name}".replace("_", " ") if _ALONE.match(domain) else match.group()
