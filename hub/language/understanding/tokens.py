"""A sentence in words and numbers."""

import re

from hub.language.understanding.lexicon.tables import Lexicon
from hub.record import record

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?!\d)|[^\W\d_]+(?:'[^\W\d_]+)*|[%°&]|[,;.!?:]")
# The sign of "-20"; it is no dash between two numbers.
_SIGN = re.compile(r"(?<![\w%°])(?<!\d )[-−](?=\d)")  # noqa: RUF001
_BELOW_ZERO = frozenset({"minus", "negative"})
_APOSTROPHES = str.maketrans({"’": "'", "`": "'", "´": "'", "ʼ": "'"})  # noqa: RUF001
_MULTIPLIERS = (100.0, 1000.0)
_TENS = range(20, 100, 10)
MARKS = frozenset(",;.!?:")


@record(frozen=True, slots=True)
class Token:
    """One word, number or mark; `number` is what a figure or a number word stands for."""

    text: str
    number: float | None = None

    @property
    def key(self) -> str:
        """The form that names are compared in: number words are figures."""
        if self.number is None or not self.number.is_integer():
            return self.text
        return str(int(self.number))


def tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """Take a sentence apart; "it's" is "it is", "the lamp's" loses its ending."""
    found: list[Token] = []
    said = text.casefold().translate(_APOSTROPHES)
    signs = {match.end() for match in _SIGN.finditer(said)}
    for match in _TOKEN.finditer(said):
        word = match.group()
        if word[0].isdecimal():
            value = float(word.replace(",", "."))
            _append(found, Token(word, -value if match.start() in signs else value))
            continue
        head, *tail = word.split("'")
        _append(found, Token(head, lexicon.numbers.get(head)))
        _add_fraction(found, lexicon)
        found += [
            Token(lexicon.contracted.get(head, part) if part == "s" else part)
            for part in tail
            if part != "s" or head in lexicon.contracted
        ]
    return found


def _append(found: list[Token], token: Token) -> None:
    """Append a token; "twenty" and "five" become one number, "two hundred" too."""
    before = found[-1].number if found else None
    value = token.number
    if found and found[-1].text in _BELOW_ZERO and value is not None:
        found[-1] = Token(f"{found[-1].text} {token.text}", -value)
        return
    if before is not None and value is not None and not found[-1].text[0].isdecimal():
        if before in _TENS and 0 < value < 10:  # noqa: PLR2004 - the ones
            found[-1] = Token(f"{found[-1].text} {token.text}", before + value)
            return
        if value in _MULTIPLIERS and before < value:
            found[-1] = Token(f"{found[-1].text} {token.text}", before * value)
            return
    found.append(token)


def _add_fraction(found: list[Token], lexicon: Lexicon) -> None:
    """Make one number of "twenty one and a half" and of "nineteen point five"."""
    for ending, more in lexicon.fractions.items():
        words = tuple(ending.split())
        said = found[-len(words) - 1 :]
        if tuple(token.text for token in said[1:]) == words and said[0].number is not None:
            found[-len(said) :] = [Token(f"{said[0].text} {ending}", said[0].number + more)]
            return


def words_of(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words of a name, stemmed, without marks and possessives."""
    keys = (t.key for t in tokens(text.replace("_", " ").replace("-", " "), lexicon))
    return tuple(lexicon.stem(key) for key in keys if key not in MARKS and key != "s")
