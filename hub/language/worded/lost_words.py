"""Whether a small word lost what has to follow it, in six languages: "im zu", "toutes les"."""

import re

# Articles and what joins a thing to its place, and what cannot be the thing.
_SMALL: dict[str, tuple[str, str]] = {
    "en": ("the|my|our|an", "in|on|off|of|to|and|at|up|down"),
    "de": (
        "der|die|das|den|dem|eine|einen|mein|meine|unser|unsere|im|vom|beim",
        "im|in|vom|von|an|aus|zu|ab|ein|runter|hoch|herunter|rauf|und|auf",
    ),
    "fr": (
        "le|la|les|un|une|mon|ma|mes|du|des|au|aux|dans|de",
        "de|du|des|dans|à|au|aux|en|et|sur",
    ),
    "es": ("el|la|los|las|mi|mis|del|al|en|de", "en|a|al|y|por"),
    "it": (
        "il|lo|la|i|gli|le|un|una|mio|mia|del|della|nel|nella|di",
        "di|del|della|nel|nella|in|a|al|e",
    ),
    "nl": ("de|het|een|mijn|ons|onze|van", "in|van|op|aan|uit|open|dicht|en|omhoog|omlaag"),
}
_PATTERNS = {
    language: re.compile(rf"(?<![\w'’-])(?:{small})(?: (?:{other})(?![\w'’-])|$)")  # noqa: RUF001
    for language, (small, other) in _SMALL.items()
}


def lost_a_word(said: str, language: str) -> bool:
    """Tell whether a sentence lacks a word after one that never stands alone."""
    pattern = _PATTERNS.get(language)
    return pattern is not None and pattern.search(said.casefold().rstrip(" .!?,")) is not None
