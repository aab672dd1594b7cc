"""Words and numbers in a text, compared as people would."""

import re
import unicodedata
from collections.abc import Iterable

from hub.language.evaluation.cases import Words

_NUMBERS = (
    ("zero", "null", "zéro", "cero", "nul"),
    ("one", "eins", "ein", "eine", "einer", "un", "une", "uno", "una", "één", "een"),
    ("two", "zwei", "deux", "dos", "due", "twee"),
    ("three", "drei", "trois", "tres", "tre", "drie"),
    ("four", "vier", "quatre", "cuatro", "quattro"),
    ("five", "fünf", "cinq", "cinco", "cinque", "vijf"),
    ("six", "sechs", "seis", "sei", "zes"),
    ("seven", "sieben", "sept", "siete", "sette", "zeven"),
    ("eight", "acht", "huit", "ocho", "otto"),
    ("nine", "neun", "neuf", "nueve", "nove", "negen"),
    ("ten", "zehn", "dix", "diez", "dieci", "tien"),
    ("eleven", "elf", "onze", "once", "undici"),
    ("twelve", "zwölf", "douze", "doce", "dodici", "twaalf"),
)
_NUMBER = re.compile(r"(?<![\w.,])[-\u2212]?\d+(?:[.,]\d+)?(?!\w*\d)")


def folded(text: str) -> str:
    """Return a text without case, accents and curly quotes."""
    apart = unicodedata.normalize("NFKD", text.replace("\u2019", "'").casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


_SPELLED = {folded(word): float(n) for n, words in enumerate(_NUMBERS) for word in words}


def has_words(text: str, words: str) -> bool:
    """Tell whether a text has some words in this order, whole; "a|b" is either."""
    said = folded(text)
    return any(_has(said, folded(choice)) for choice in words.split("|"))


def wrong_words(text: str, wanted: Words) -> str | None:
    """Say which words are missing in a text or should not be there."""
    missing = [words for words in wanted.has if not has_words(text, words)]
    if missing:
        return f"does not say {' and '.join(map(repr, missing))}"
    excess = [words for words in wanted.has_not if has_words(text, words)]
    return f"says {' and '.join(map(repr, excess))}" if excess else None


def numbers_in(text: str) -> frozenset[float]:
    """Return the numbers of a text, in digits or in words up to twelve."""
    digits = (match.group() for match in _NUMBER.finditer(text))
    found = {float(number.replace(",", ".").replace("\u2212", "-")) for number in digits}
    return frozenset(found | {_SPELLED[w] for w in _plain_words(text) if w in _SPELLED})


def _has(said: str, words: str) -> bool:
    if not words:
        return False
    before, after = r"(?<!\w)(?<!\d[.,])", r"(?!\w)(?![.,]\d)"
    if re.search(f"{before}{re.escape(words)}{after}", said):
        return True
    number = _as_number(words)
    return number is not None and number in numbers_in(said)


def _as_number(words: str) -> float | None:
    if words in _SPELLED:
        return _SPELLED[words]
    match = _NUMBER.fullmatch(words)
    return float(words.replace(",", ".")) if match else None


def _plain_words(text: str) -> Iterable[str]:
    return re.findall(r"\w+", folded(text))
