"""The sentences of one language, and quickly which of them a text can match at all."""

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import home_assistant_intents
from hassil import IntentData, Intents, RecognizeResult, recognize_all
from hassil.intents import Intent
from hassil.util import normalize_for_matching

from hub.language.sentences import extra_sentences
from hub.record import record

_log = logging.getLogger(__name__)
_OPTIONAL = re.compile(r"\[[^\[\]]*\]|\((?:[^()\[\]]*\|)[^()\[\]]*\)")
_PLACES = ("name", "area", "floor")
# Two lists of home-assistant-intents may carry several clauses that must all be met.
Clauses = frozenset[frozenset[str]]


@record(frozen=True, slots=True)
class _Entry:
    intent: str
    data: IntentData
    ways: tuple[Clauses, ...]
    needs: frozenset[str]


class Phrasebook:
    """hassil's sentences, cut down per text: what cannot match is not tried."""

    def __init__(self, intents: Intents) -> None:
        self._intents = intents
        self._entries = [_entry(intents, n, d) for n, i in intents.intents.items() for d in i.data]

    def recognize(
        self, said: str, lists: dict[str, Any], present: frozenset[str], context: dict[str, str]
    ) -> Iterator[RecognizeResult]:
        """Yield the readings of `said`; `present` names the lists that have values in it."""
        fitting = self._fitting(said, present)
        if not fitting:
            return
        book = Intents(
            language=self._intents.language,
            intents=fitting,
            slot_lists=self._intents.slot_lists,
            expansion_rules=self._intents.expansion_rules,
            skip_words=self._intents.skip_words,
            settings=self._intents.settings,
        )
        yield from recognize_all(said, book, slot_lists=lists, intent_context=context)

    def _fitting(self, said: str, present: frozenset[str]) -> dict[str, Intent]:
        haystack = f"{said}\n{normalize_for_matching(said).text}".casefold()
        known: dict[frozenset[str], bool] = {}

        def is_met(clause: frozenset[str]) -> bool:
            met = known.get(clause)
            if met is None:
                met = known[clause] = any(fragment in haystack for fragment in clause)
            return met

        found: dict[str, Intent] = {}
        for entry in self._entries:
            if entry.needs <= present and any(all(map(is_met, way)) for way in entry.ways):
                found.setdefault(entry.intent, Intent(entry.intent)).data.append(entry.data)
        return found


@lru_cache(maxsize=8)
def load(language: str) -> Phrasebook | None:
    """Read and parse the sentences of a language (some 200 ms once); None if there are none."""
    data = home_assistant_intents.get_intents(language)
    if data is None:
        _log.warning("no sentences for language %r; its sentences go to the model", language)
        return None
    return Phrasebook(Intents.from_dict(extra_sentences(data, language)))


def _entry(intents: Intents, name: str, data: IntentData) -> _Entry:
    rules = {**intents.expansion_rules, **data.expansion_rules}
    ways = {frozenset(s.get_required_clauses(rules)) for s in data.sentences}
    needed = [_needed(str(sentence.text)) for sentence in data.sentences]
    return _Entry(
        name, data, tuple(ways), frozenset.intersection(*needed) if needed else frozenset()
    )


def _needed(template: str) -> frozenset[str]:
    """Return the lists of names without which a template cannot match."""
    before = ""
    while before != template:
        before, template = template, _OPTIONAL.sub(" ", template)
    return frozenset(place for place in _PLACES if f"{{{place}}}" in template)
