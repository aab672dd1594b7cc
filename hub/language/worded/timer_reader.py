"""Sentences about timers read word by word; what no table knows is the timer's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.home.ids import AreaId
from hub.language.meaning import Meaning
from hub.language.names import Mentions
from hub.language.worded.folding import fold, variants
from hub.language.worded.timer_words import TIMER_WORDS, TimerWords
from hub.record import record

LONGEST_NAME = 4
_CLOCK = re.compile(r"\b(\d{1,2})[h:](\d{2})\b")
_CHANGES = ("HassIncreaseTimer", "HassDecreaseTimer")
# A name in a compound ("Pizzatimer") has at least this many letters.
_SHORTEST_NAME = 3

_Known = Mapping[tuple[str, ...], frozenset[str]]


@record(frozen=True, slots=True)
class _Length:
    """A length of time in a sentence, from word `start` up to `end`."""

    seconds: float
    start: int
    end: int


@dataclass(slots=True)
class _Said:
    """What was found in one sentence."""

    lengths: list[_Length] = field(default_factory=list)
    wants: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    noun_at: int | None = None
    noun_end: int = 0
    is_all: bool = False
    is_here: bool = False
    area_id: AreaId | None = None


class TimerReader:
    """Reads sentences about timers in the languages it has words for."""

    def __init__(self) -> None:
        self._words: dict[str, _Known] = {}

    def warm(self, language: str) -> None:
        """Prepare the words of a language."""
        if language not in self._words:
            words = TIMER_WORDS.get(language)
            self._words[language] = _known(words) if words else {}

    def read(
        self, said: str, language: str, mentions: Mentions, area_id: AreaId | None
    ) -> Meaning | None:
        """Return what a sentence about timers wants; None if it is about something else."""
        self.warm(language)
        if not self._words[language]:
            return None
        text = _CLOCK.sub(r"\1 h \2 min", said.casefold())
        found = self._found(fold(text).split(), language, mentions)
        if found.noun_at is None or len(found.names) > LONGEST_NAME:
            return None
        intent = _intent(found)
        return _meaning(intent, found, area_id) if intent else None

    def _found(self, tokens: list[str], language: str, mentions: Mentions) -> _Said:
        known, words = self._words[language], TIMER_WORDS[language]
        areas = {tuple(fold(name).split()): area_id for name, area_id in mentions.areas}
        found, at = _Said(), 0
        while at < len(tokens):
            length = _length(tokens, at, known, words)
            if length is not None:
                found.lengths.append(length)
                at = length.end
                continue
            at = _take(found, tokens, at, known, areas)
        return found


def _take(
    found: _Said, tokens: list[str], at: int, known: _Known, areas: Mapping[tuple[str, ...], AreaId]
) -> int:
    """Take in the longest phrase at a place; return where the next one begins."""
    for size in range(min(4, len(tokens) - at), 0, -1):
        phrase = tuple(tokens[at : at + size])
        if phrase in areas:
            found.area_id = areas[phrase]
            return at + size
        roles = known.get(phrase)
        if roles:
            _note(found, roles, at, size)
            return at + size
    _unknown(found, tokens[at], at, known, areas)
    return at + 1


def _note(found: _Said, roles: frozenset[str], at: int, size: int) -> None:
    if "noun" in roles:
        found.noun_at, found.noun_end = at, at + size
    found.is_all = found.is_all or "all" in roles
    found.is_here = found.is_here or "here" in roles
    found.wants |= {role for role in roles if role.startswith("Hass")}


def _unknown(
    found: _Said, token: str, at: int, known: _Known, areas: Mapping[tuple[str, ...], AreaId]
) -> None:
    """Take a word for a name, or for a compound of a name or an area with "timer"."""
    for (noun, *rest), roles in known.items():
        head = token.removesuffix(noun)
        if "noun" in roles and not rest and head != token and len(head) >= _SHORTEST_NAME:
            found.noun_at, found.noun_end = at, at + 1
            if (head,) in areas:
                found.area_id = areas[head,]
            else:
                found.names.append(head)
            return
    found.names.append(token)


def _length(tokens: list[str], at: int, known: _Known, words: TimerWords) -> _Length | None:
    """Return the length of time that begins at a word: "1 hour and 15 minutes"."""
    total, here, end = 0.0, at, at
    while here + 1 < len(tokens):
        number = _number(tokens[here], words)
        unit = known.get((tokens[here + 1],), frozenset()) & {"3600", "60", "1"}
        if number is None or not unit:
            break
        total += number * float(next(iter(unit)))
        here = end = here + 2
        if here < len(tokens) and tokens[here] in {"und", "en", "et", "y", "e"}:
            here += 1
    return _Length(total, at, end) if total > 0 else None


def _number(token: str, words: TimerWords) -> float | None:
    return float(token) if token.isdecimal() else words.numbers.get(token)


def _intent(found: _Said) -> str | None:
    """Return what is wanted; the rarer verbs say more than "put" and "set"."""
    wants = found.wants
    for intent in (
        "HassTimerStatus", "HassPauseTimer", "HassUnpauseTimer", *_CHANGES, "HassCancelTimer",
    ):  # fmt: skip
        if intent in wants:
            is_all = intent == "HassCancelTimer" and found.is_all
            return "HassCancelAllTimers" if is_all else intent
    return "HassStartTimer" if found.lengths else None


def _meaning(intent: str, found: _Said, speaker: AreaId | None) -> Meaning | None:
    lengths = list(found.lengths)
    values: dict[str, object] = {}
    if intent in _CHANGES:
        change = _change(found)
        if change is None:
            return None
        lengths.remove(change)
        values["seconds"] = change.seconds
    if len(lengths) > 1:
        return None
    if lengths:
        key = "seconds" if intent == "HassStartTimer" else "start_seconds"
        values[key] = lengths[0].seconds
    if found.names:
        values["said_name"] = " ".join(found.names)
    area_id = found.area_id or (speaker if found.is_here else None)
    return Meaning(
        intent=intent, area_id=area_id, is_area_said=area_id is not None, values=values
    )  # fmt: skip


def _change(found: _Said) -> _Length | None:
    """Return by how much a timer changes; the other length is how long it was set for."""
    if len(found.lengths) < 2 or found.noun_at is None:  # noqa: PLR2004 - a pair
        return found.lengths[0] if found.lengths else None
    first, second = found.lengths[0], found.lengths[1]
    touching = next((one for one in (first, second) if one.end == found.noun_at), None)
    after = next((one for one in (first, second) if one.start >= found.noun_end), second)
    own = touching or after
    return second if own is first else first


def _known(words: TimerWords) -> _Known:
    found: dict[tuple[str, ...], set[str]] = {}

    def add(pattern: str, role: str) -> None:
        for phrase in variants(pattern):
            found.setdefault(phrase, set()).add(role)

    add(words.filler, "filler")
    add(words.noun, "noun")
    add(words.all, "all")
    add(words.here, "here")
    add(words.hours, "3600")
    add(words.minutes, "60")
    add(words.seconds, "1")
    for intent, said in words.wants.items():
        add(said, intent)
    return {phrase: frozenset(roles) for phrase, roles in found.items()}
