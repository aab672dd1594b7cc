"""The zones people can be in, by what they are called in a sentence."""

from functools import cache

from hub.home.home import Home
from hub.language.worded.folding import fold, variants
from hub.language.worded.tongues import TONGUES
from hub.language.wording import base_language

_HOME = "home"
_AWAY = "not_home"


def zone_of(home: Home, said: str, language: str) -> str | None:
    """Return the state of a person who is where was said; None if nobody could be there."""
    words = fold(said)
    names = [home.state(e.id).state for e in home.entities_of(("person", "device_tracker"))]
    names += [zone.name for zone in home.entities_of(("zone",))]
    named = next((name for name in names if fold(name) == words), None)
    if named is not None:
        return named
    at_home, away = _words(base_language(language))
    if words in at_home or words == _HOME:
        return _HOME
    return _AWAY if words in away or words == "not home" else None


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    tongue = TONGUES.get(language, TONGUES["en"])
    both = (f"{tongue.at_home}|{_ROOF.get(language, '')}", tongue.away)
    home, away = (frozenset(" ".join(words) for words in variants(text)) for text in both)
    return home, away


# What is left of "at home" when the preposition belongs to the sentence around it.
_ROOF = {"fr": "maison|domicile", "es": "casa", "it": "casa", "nl": "huis", "de": "hause"}
