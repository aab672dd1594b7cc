"""Exceptions in five languages: "alle Lichter außer der Stehlampe", split from the order.

And the words that point at what is on or open anyway ("die noch an sind"), which an order to turn
all of it off may do without.
"""

import re
from collections.abc import Iterator
from typing import cast

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Steps
from hub.language.names import Mentions, Named
from hub.language.worded.folding import fold, variants
from hub.language.worded.order_lexicon import CONTROLLED
from hub.language.worded.reader import Parse, with_names
from hub.language.worded.tongue import Lexicon, Unit, things
from hub.language.worded.tongues import TONGUES

_EXCEPT = {
    "de": "außer|ausser|bis auf|mit ausnahme|ausgenommen|nur nicht|aber nicht",
    "nl": "behalve|uitgezonderd|met uitzondering van|maar niet",
    "fr": "sauf|à part|excepté|hormis|à l'exception d(?:e|u|es)|mais pas",
    "es": "excepto|menos|salvo|a excepción de|con excepción de|pero no",
    "it": "tranne|eccetto|a parte|salvo|ad eccezione d(?:i|el|ella)|ma non",
}
_ON = {
    "de": "die (?:noch |gerade |jetzt )*(?:an|eingeschaltet|offen|auf) (?:sind|stehen)",
    "nl": "die (?:nog |nu )*(?:aan|open) (?:zijn|staan)|die (?:nog )?(?:aan|open)(?:staan|zijn)",
    "fr": "qui sont (?:encore )?(?:allumée?s|ouverte?s)",
    "es": "que (?:están|estén|siguen|sigan) (?:todavía |aún )?(?:encendid[ao]s|abiert[ao]s)",
    "it": "che sono (?:ancora )?(?:acces[ei]|apert[ei])|ancora acces[ei]",
}
_ALL = {"de": "alle", "nl": "alle", "fr": "toutes", "es": "todas", "it": "tutte"}
# Words after the exception that belong to the order: "außer der Stehlampe aus".
_MOST_AFTER = 2


def pointed_at(said: str, language: str) -> str | None:
    """Return an order with "all" in place of "that are on"; None if it does not say that."""
    if language not in _ON:
        return None
    text, count = re.subn(rf",? (?:{_ON[language]})\b,?", "", said, flags=re.IGNORECASE)
    return f"{text} {_ALL[language]}" if count else None


def excepted(said: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to split an order with an exception into the order and what it leaves out."""
    if language not in _EXCEPT:
        return
    found = re.search(rf",? (?:{_EXCEPT[language]}) ", said, re.IGNORECASE)
    if found is None:
        return
    tail = said[found.end() :].split()
    for count in range(min(_MOST_AFTER, len(tail) - 1) + 1):
        left, rest = tail[: len(tail) - count], tail[len(tail) - count :]
        yield " ".join((said[: found.start()], *rest)), " ".join(left)


class Exceptions:
    """Finds what an exception names, in the languages there are words for."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._words: dict[str, Lexicon] = {}

    def named(self, text: str, language: str, mentions: Mentions) -> frozenset[EntityId] | None:
        """Return the entities of the names and rooms in an exception; None if it says more."""
        known = with_names(self._lexicon(language), mentions)
        found: set[EntityId] = set()
        parse = Parse(fold(text).split(), known, is_joined=TONGUES[language].is_joined)
        best = min(parse.readings(), key=_rank, default=())
        for unit in best:
            if unit.role == "name":
                named = cast("frozenset[Named]", unit.values)
                found |= {entity_id for one in named for entity_id in one.entity_ids}
            elif unit.role in {"area", "floor"}:
                found |= {e.id for e in self._home.entities.values() if self._is_in(e.id, unit)}
        return frozenset(found) or None

    def _lexicon(self, language: str) -> Lexicon:
        if language not in self._words:
            self._words[language] = _small_words(language)
        return self._words[language]

    def _is_in(self, entity_id: EntityId, unit: Unit) -> bool:
        area = self._home.area_of(self._home.entity(entity_id))
        place = area and (area.id if unit.role == "area" else area.floor_id)
        return place in unit.values


_MORE = {
    "de": "das|die|der|dem|den|denen|in|im|von|vom|und|sowie|mein|meine|meinem|meiner|nicht",
    "nl": "de|die|dat|het|in|van|en|op|mijn|niet|degene",
    "fr": "le|la|les|l|de|du|des|d|celle|celui|celles|ceux|dans|et|mon|ma|pas|en|au",
    "es": "el|la|los|las|de|del|en|y|mi|a",
    "it": "il|lo|la|le|i|gli|l|quella|quello|quelle|quelli|di|del|dello|della|dell|in|nel|nella"
    "|nell|e|mio|mia",
}


def _small_words(language: str) -> Lexicon:
    found: dict[tuple[str, ...], tuple[Unit, ...]] = {}
    nouns = (thing.nouns for kind, thing in things(TONGUES[language]) if kind[0] in CONTROLLED)
    for phrase in variants("|".join(filter(None, nouns))):
        found[phrase] = (Unit("noun"),)
    for phrase in variants(_MORE[language]):
        found[phrase] = (Unit("filler"),)
    return found


def _rank(units: tuple[Unit, ...]) -> tuple[int, int]:
    return -sum(unit.role == "name" for unit in units), len(units)


def without(body: Steps, left_out: frozenset[EntityId]) -> Steps | None:
    """Return the steps without some targets; None if that changes nothing or leaves nothing."""
    steps = []
    for step in body.steps:
        targets = tuple(target for target in step.targets if target not in left_out)
        if targets:
            steps.append(step.model_copy(update={"targets": targets}))
    before = sum(len(step.targets) for step in body.steps)
    after = sum(len(step.targets) for step in steps)
    return body.model_copy(update={"steps": tuple(steps)}) if 0 < after < before else None
