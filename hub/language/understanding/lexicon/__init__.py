"""The words of each language: what they mean to a parser that knows no grammar of its own."""

from hub.language.understanding.lexicon.english import ENGLISH
from hub.language.understanding.lexicon.tables import Lexicon

_LEXICONS: dict[str, Lexicon] = {"en": ENGLISH}


def lexicon_for(language: str) -> Lexicon | None:
    """Return the words of a language, by its two letters; None if it has no tables yet."""
    return _LEXICONS.get(language)
