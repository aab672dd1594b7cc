"""Whether a command's numbers, colours and choices were said."""

from hub.home.commands import Command
from hub.language.sentence import Sentence, stem

_WARM_KELVIN = 3500
_WARM = {"warm", "warmer", "cosy", "cozy", "candlelight", "yellowish"}
_COOL = {"cool", "cooler", "cold", "daylight", "bluish"}
_MODES = {
    "heat": {"heat", "heating", "heater", "warm"},
    "cool": {"cool", "cooling", "cold"},
    "heat_cool": {"auto", "automatic", "heat"},
    "auto": {"auto", "automatic"},
    "dry": {"dry", "drying", "dehumidify"},
    "fan_only": {"fan", "ventilate"},
    "off": {"off"},
}
_NUMBERS = {
    "brightness_pct", "temperature", "percentage", "position", "volume_level", "value",
    "humidity", "tilt_position", "color_temp_kelvin",
}  # fmt: skip
_FREE = {"is_volume_muted", "brightness_step_pct"}


def value_problem(command: Command, sentence: Sentence, used: set[float]) -> str | None:
    """Say which value was not said; None if all were. Numbers that were go into `used`."""
    for key, value in command.data().items():
        if key in _FREE:
            continue
        if isinstance(value, int | float) and key in _NUMBERS:
            if _has_other_unit(key, sentence):
                return f"{key.replace('_', ' ')} was not said"
            number = round(value * 100, 2) if key == "volume_level" else float(value)
            if number in sentence.values:
                used.add(number)
                continue
            if key == "color_temp_kelvin" and _is_white_said(number, sentence):
                continue
            return f"{number:g} was not said"
        if not _is_choice_said(str(value), sentence):
            return f"{value!r} was not said"
        used.update(Sentence(str(value)).numbers)
    return None


def _has_other_unit(key: str, sentence: Sentence) -> bool:
    """Tell whether only percent was said of a temperature, or only degrees of a percentage."""
    has_percent = "%" in sentence.lower or "percent" in sentence.words
    has_degrees = "°" in sentence.lower or "degree" in sentence.stems
    if has_percent == has_degrees or key in {"value", "color_temp_kelvin"}:
        return False
    return has_percent if key == "temperature" else has_degrees


def _is_white_said(kelvin: float, sentence: Sentence) -> bool:
    return bool(set(sentence.words) & (_WARM if kelvin < _WARM_KELVIN else _COOL))


def _is_choice_said(choice: str, sentence: Sentence) -> bool:
    if set(sentence.words) & _MODES.get(choice, set()):
        return True
    if choice == "white" and set(sentence.words) & (_WARM | _COOL):
        return False  # "warm white" is a colour temperature
    words = Sentence(choice).words
    return bool(words) and all(stem(word) in sentence.stems for word in words)
