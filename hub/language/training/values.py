"""Values to ask for: how they are said, and how the plan writes them."""

from collections.abc import Sequence
from functools import cache
from random import Random

from unicode_rbnf import RbnfEngine

from hub.language.phrases import Setting
from hub.language.training.words import Words
from hub.record import record

_UNITS = {"pct": "%", "temp": "°", "kelvin": "K"}
_KELVINS = (2200, 2700, 3000, 3500, 4000, 5000, 6000)
_TENTHS = 10


@record(frozen=True, slots=True)
class Value:
    """A value as `said` in the sentence and as `written` in the plan; both empty for none."""

    said: str
    written: str

    def fits(self, settings: Sequence[Setting]) -> bool:
        """Tell whether one of the settings takes it."""
        return any(self._fits(setting) for setting in settings)

    def _fits(self, setting: Setting) -> bool:
        if setting.choices:
            return self.written in dict(setting.choices)
        if not setting.unit or not self.written.endswith(setting.unit):
            return False
        number = float(self.written.removesuffix(setting.unit))
        return setting.low <= number <= setting.high


def value_for(what: str, settings: Sequence[Setting], words: Words, rng: Random) -> Value | None:
    """Make up a value of the sort `what` that `settings` take; None if they take none."""
    value: Value | None
    match what:
        case "pct":
            value = _percent(words, rng)
        case "temp":
            value = _degrees(words, rng)
        case "color":
            value = _color(words, rng, settings)
        case "mode":
            value = _mode(words, rng, settings)
        case _:
            return None
    return value if value is not None and value.fits(settings) else None


def percentages(rng: Random) -> int:
    """Return a percentage as people choose it: round numbers most."""
    tens = rng.random() < 0.6  # noqa: PLR2004
    return 10 * rng.randint(1, _TENTHS) if tens else rng.randint(1, 100)


@cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)


def _spelt(number: int, language: str) -> str:
    text: str = _engine(language).format_number(number).text
    return text.replace("\u00ad", "").replace("-", " ")


def _form(forms: Sequence[str], number: float, words: Words, rng: Random) -> str:
    form = rng.choice(forms)
    spelt = _spelt(int(number), words.language) if "{w}" in form else ""
    return form.format(n=f"{number:g}", w=spelt)


def _percent(words: Words, rng: Random) -> Value:
    if rng.random() < 0.15 and words.raw.get("pct_words"):  # noqa: PLR2004 - "half"
        number = rng.choice(list(words.raw["pct_words"]))
        return Value(rng.choice(words.raw["pct_words"][number]), f"{number}%")
    number = percentages(rng)
    return Value(_form(words.raw["pct"], number, words, rng), f"{number}%")


def _degrees(words: Words, rng: Random) -> Value:
    if rng.random() < 0.15:  # noqa: PLR2004 - halves of a degree
        half = rng.randint(15, 27) + 0.5
        said = _form(words.raw["temp_half"], half, words, rng)
        return Value(said.replace(".", rng.choice(words.raw.get("decimal", "."))), f"{half:g}°")
    number = rng.randint(10, 30)
    return Value(_form(words.raw["temp"], number, words, rng), f"{number}°")


def _color(words: Words, rng: Random, settings: Sequence[Setting]) -> Value | None:
    names = {word for setting in settings for word, _ in setting.choices}
    known = [name for name in words.raw["colors"] if name in names]
    has_kelvin = any(setting.unit == _UNITS["kelvin"] for setting in settings)
    if has_kelvin and rng.random() < 0.12:  # noqa: PLR2004
        kelvin = rng.choice(_KELVINS)
        return Value(_form(words.raw["kelvin"], kelvin, words, rng), f"{kelvin}K")
    if not known:
        return None
    color = rng.choice(known)
    return Value(rng.choice(words.raw["colors"][color]), color)


def _mode(words: Words, rng: Random, settings: Sequence[Setting]) -> Value | None:
    names = {word for setting in settings for word, _ in setting.choices}
    known = [name for name in words.raw["modes"] if name in names and name != "off"]
    if not known:
        return None
    mode = rng.choice(known)
    return Value(rng.choice(words.raw["modes"][mode]), mode)
