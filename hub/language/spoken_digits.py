"""Digits as people say them, and as speech to text writes them down, in six languages.

Numbers in words follow the rules of the Unicode CLDR (package unicode-rbnf).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from hub.language.names import plain

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
_MOST = 99
_MORE = {
    "oh": "0", "nil": "0", "zwo": "2", "ein": "1", "un": "1", "una": "1", "une": "1", "één": "1",
    "fourty": "40", "dreissig": "30", "septante": "70", "huitante": "80", "octante": "80",
    "nonante": "90", "dieciseis": "16", "veintidos": "22", "veintitres": "23", "veintiseis": "26",
    "ventitre": "23",
}  # fmt: skip
# What is heard for a digit and means something else in a sentence: only where a PIN is awaited.
_HOMOPHONES = (
    "o owe",
    "won wan juan eine hun in",
    "to too tu tue tew zwai do",
    "tree free dry thee die troi toi",
    "for fore far für fier catre cat",
    "fife hive sank sink",
    "sex sicks ses si sai",
    "heaven seben cet sieb",
    "ate eat achte wheat",
    "nein neine knife nun",
)
_HEARD_AS = {word: str(digit) for digit, line in enumerate(_HOMOPHONES) for word in line.split()}
_TIMES = {
    "double": 2, "doppel": 2, "doppelt": 2, "zweimal": 2, "doble": 2, "doppio": 2, "dubbel": 2,
    "dubbele": 2, "triple": 3, "treble": 3, "dreimal": 3, "triplo": 3, "driedubbel": 3,
}  # fmt: skip
_HUNDRED = frozenset({"hundred", "hundert", "cent", "cien", "cento", "honderd"})
_LONGEST = 4


def digits_of(words: Sequence[str], *, is_awaited: bool) -> Iterator[tuple[str, str | None]]:
    """Yield plain words with the digits that they say, None where they say none.

    "twelve thirty four" is 12 and 34, "double one" 11. Where a PIN `is_awaited`, "to" and "for"
    are digits as well.
    """
    at = 0
    while at < len(words):
        times = _TIMES.get(words[at], 1)
        first = at + 1 if times > 1 else at
        found, taken = _digits_at(words, first, is_awaited=is_awaited)
        if found is None and times > 1:
            first, taken = at, 1
        end = first + taken
        if found is not None and words[end : end + 1] and words[end] in _HUNDRED:
            found, end = f"{found}00", end + 1
        yield " ".join(words[at:end]), None if found is None else found * times
        at = end


def _digits_at(words: Sequence[str], at: int, *, is_awaited: bool) -> tuple[str | None, int]:
    """Return the digits that begin at a word, and how many words they take."""
    for taken in range(min(_LONGEST, len(words) - at), 0, -1):
        found = _numbers().get(" ".join(words[at : at + taken]))
        if found is not None:
            return found, taken
    word = words[at] if at < len(words) else ""
    if word.isascii() and word.isdigit():
        return word, 1
    return (_HEARD_AS.get(word) if is_awaited else None), 1


def is_digit(word: str) -> bool:
    """Tell whether a plain word is a number, in digits or in words."""
    return (word.isascii() and word.isdigit()) or word in _numbers()


def build_numbers() -> None:
    """Build now what digits are read by, not when somebody first speaks. Takes a while."""
    _numbers()


@cache
def _numbers() -> Mapping[str, str]:
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415 -- the hub starts without waiting for it

    found = dict(_MORE)
    for language in _LANGUAGES:
        engine = RbnfEngine.for_language(language)
        for number in range(_MOST + 1):
            texts = engine.format_number(number).text_by_ruleset
            for kind, text in texts.items():
                written = plain(text.replace("\N{SOFT HYPHEN}", ""))
                if "ordinal" not in kind and written and not written[0].isdecimal():
                    found.setdefault(written, str(number))
    return found
