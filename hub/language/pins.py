"""PINs as people say and type them: "1234", "1 2 3 4", "the pin is 12-34", "one two three four"."""

import re

from hub.language.names import plain

_DIGITS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_PIN = re.compile(r"[0-9]{3,16}", re.ASCII)
_BETWEEN = re.compile(r"[^\w]+")
_SHORTEST = 4
# A sentence with a number in it ("set the alarm to 0630 tomorrow") has more words than this.
_MOST_OTHER_WORDS = 5


_AROUND = frozenset({"the", "pin", "is", "it", "its", "it's", "s", "my", "code", "sorry", "number"})


def is_bare_pin(text: str) -> bool:
    """Tell whether a text is nothing but a PIN: such come late, when none is asked for any more."""
    words = [word for word in _BETWEEN.split(plain(text)) if word]
    others = {word for word in words if not word.isdigit() and word not in _DIGITS}
    return pin_in(text) is not None and others <= _AROUND


def is_stray_pin(text: str) -> bool:
    """Tell whether a text that nobody asked for is a PIN: no order is only a number that long."""
    return is_bare_pin(text) and len(pin_in(text) or "") >= _SHORTEST


def pin_in(text: str) -> str | None:
    """Return the PIN that an answer to "What is the PIN?" gives; None if it is something else.

    Generous on purpose: what may be a PIN is compared with one and then forgotten, what is taken
    for a sentence is kept.
    """
    words = [word for word in _BETWEEN.split(plain(text)) if word]
    digits = [_DIGITS.get(word, word) for word in words]
    found = "".join(word for word in digits if word.isascii() and word.isdigit())
    others = [word for word in digits if not (word.isascii() and word.isdigit())]
    return found if _PIN.fullmatch(found) and len(others) <= _MOST_OTHER_WORDS else None
