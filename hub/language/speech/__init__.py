"""What the language part says, in the user's language; what a table lacks is said in English."""

from collections.abc import Iterable, Mapping

from hub.language.speech import acts, keeping, refusing
from hub.language.speech.dutch import DUTCH
from hub.language.speech.english import ENGLISH
from hub.language.speech.french import FRENCH
from hub.language.speech.german import GERMAN
from hub.language.speech.italian import ITALIAN
from hub.language.speech.spanish import SPANISH
from hub.language.wording import base_language

_ENGLISH: Mapping[str, str] = ENGLISH | keeping.ENGLISH | refusing.ENGLISH
TABLES: Mapping[str, Mapping[str, str]] = {
    "de": GERMAN | keeping.GERMAN | refusing.GERMAN | acts.GERMAN,
    "en": _ENGLISH,
    "es": SPANISH | keeping.SPANISH | refusing.SPANISH | acts.SPANISH,
    "fr": FRENCH | keeping.FRENCH | refusing.FRENCH | acts.FRENCH,
    "it": ITALIAN | keeping.ITALIAN | refusing.ITALIAN | acts.ITALIAN,
    "nl": DUTCH | keeping.DUTCH | refusing.DUTCH | acts.DUTCH,
}


def is_english(language: str) -> bool:
    """Tell whether English is spoken, also for want of a table."""
    return base_language(language) not in TABLES or base_language(language) == "en"


def say(language: str, key: str, **values: object) -> str:
    """Return the sentence `key` in a language, with its values filled in."""
    table = TABLES.get(base_language(language), _ENGLISH)
    return table.get(key, _ENGLISH[key]).format_map({k: str(v) for k, v in values.items()})


def word(language: str, key: str, default: str) -> str:
    """Return a single word, such as a state's; `default` where a table has none for it."""
    table = TABLES.get(base_language(language), _ENGLISH)
    return table.get(key, default)


def joined(language: str, items: Iterable[str], key: str = "and") -> str:
    """Join names as people do: "a, b and c"."""
    names = list(items)
    if len(names) < 2:  # noqa: PLR2004 - one needs no joint
        return "".join(names)
    return f"{', '.join(names[:-1])} {say(language, key)} {names[-1]}"
