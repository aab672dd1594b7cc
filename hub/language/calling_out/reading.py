"""One sentence read: the words to pass on, and where to.

The words are taken as they were said. Where a place stands at the end, it is where they are said,
unless they need it: "the cat is in the kitchen", "there is cake in the kitchen".
"""

import re
from collections.abc import Iterator
from re import Pattern

from hub.language.calling_out.places import Place, Places, Word, words_of
from hub.language.calling_out.tongues import TONGUES, Tongue, Way
from hub.language.wording import base_language, without_greeting
from hub.record import record

_ENDS = ' \t.!?,;:"“”„«»'
_MARKS = " \t,;:-–—"  # noqa: RUF001 - dashes people type
_FINITE = re.compile(
    r"['’](?:s|re|m|ll)\b|\b(?:is|are|am|was|were|will|would|has|have|can|could|should|must|needs?"  # noqa: RUF001
    r"|starts?|begins?|leaves?|arrived|comes?|wants?)\b",
    re.IGNORECASE,
)
_AND = re.compile(r",? and (?:then |also )*", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:every (?:day|morning|evening|night|hour|weekday|mon|tues|wednes|thurs|fri|satur|sun)"
    r"|each (?:day|morning|evening|night)|daily|on (?:weekdays|weekends))\w*\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:when|whenever|once|if|unless|until|as soon as|every time|after|while)\b", re.IGNORECASE
)


@record(frozen=True, slots=True)
class Spoken:
    """What is to be said, and where; everywhere if `places` is empty.

    `may_wait`: it may as well be meant for later. `whole`: the words with the place at their end,
    of which it may be a part.
    """

    message: str
    places: tuple[Place, ...] = ()
    may_wait: bool = False
    whole: str | None = None

    @property
    def is_bare(self) -> bool:
        """Whether no words of its own follow: "announce", "tell the kitchen"."""
        return not self.message


def read(text: str, language: str, places: Places) -> Spoken | None:
    """Return what a sentence wants said; None if it is another sentence, or for another time."""
    tongue = TONGUES.get(base_language(language))
    if tongue is None:
        return None
    said = without_greeting(text).strip(_ENDS)
    for way in tongue.ways:
        match = way.head.match(said)
        if match is not None:
            return _Reading(tongue, way, places).read(said[match.end() :])
    return None


def words_alone(message: str, language: str) -> str:
    """Return a message without the word for "that" before it."""
    tongue = TONGUES.get(base_language(language))
    if tongue is None:
        return message.strip(_ENDS)
    rest, that = _without(message, tongue.that)
    return _plainly(rest.strip(_ENDS), that, tongue)


def halves(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to split an English sentence in two at "and", the first half the longer."""
    if base_language(language) == "en":
        for match in reversed(list(_AND.finditer(text))):
            yield text[: match.start()].strip(_ENDS), text[match.end() :]


def may_wait(spoken: Spoken) -> bool:
    """Tell whether words may hold a time or a condition that is not part of them."""
    return spoken.may_wait


class _Reading:
    """The reading of what follows the first words."""

    def __init__(self, tongue: Tongue, way: Way, places: Places) -> None:
        self._tongue = tongue
        self._way = way
        self._places = places

    def read(self, rest: str) -> Spoken | None:
        tongue, way = self._tongue, self._way
        rest, found, is_all = self._whom(rest)
        rest, that = _without(rest, tongue.that)
        message = rest.strip(_ENDS)
        if way.end is not None:
            message = way.end.sub("", message)
        if tongue.whens.match(message) and not that:
            return None
        has_whom = bool(found) or is_all
        if not message:
            is_known = has_whom or not way.needs_whom
            return Spoken("", tuple(found)) if is_known else None
        whole = None
        if not has_whom or (is_all and not found):
            shorter, last, is_everywhere = self._at_end(message)
            if last or is_everywhere:
                whole = None if way.is_said_there else message
                message, found, has_whom = shorter, last, True
        if way.needs_whom and not has_whom:
            return None
        if found and way.is_addressed and not self._is_message(message, that):
            return None
        waits = self._may_wait(message, that)
        return Spoken(_plainly(message, that, tongue), tuple(found), waits, whole)

    def _whom(self, rest: str) -> tuple[str, list[Place], bool]:
        """Take off who is told, or where; they may come in any order and with "know" after them."""
        found: list[Place] = []
        is_all = False
        while True:
            words = words_of(rest)
            taken = self._all_of(words) if not is_all else 0
            if taken:
                is_all = True
            else:
                place = self._place(
                    words, needs_lead=not self._way.is_addressed, is_more=bool(found)
                ) or self._place_before_that(words, rest)
                if place is not None:
                    found.append(place[0])
                    taken = place[1]
            if taken:
                rest = rest[words[taken - 1].end :].lstrip(_MARKS.replace(":", "").replace(",", ""))
                continue
            shorter, after = _without(rest, self._way.after)
            if not after:
                return rest, found, is_all
            rest = shorter

    def _place_before_that(self, words: list[Word], rest: str) -> tuple[Place, int] | None:
        """Return the place in "announce upstairs that ..."."""
        place = self._place(words, needs_lead=False)
        if place is None or not _without(rest[words[place[1] - 1].end :], self._tongue.that)[1]:
            return None
        return place

    def _all_of(self, words: list[Word]) -> int:
        """Return how many words say "everyone" or "everywhere", 0 if none do."""
        for start in (0, 1) if words and words[0].plain in self._tongue.leads else (0,):
            said = [word.plain for word in words[start : start + 8]]
            for phrase in _by_length(self._tongue.all):
                if said[: len(phrase)] == list(phrase):
                    return start + len(phrase)
        return 0

    def _place(
        self, words: list[Word], *, needs_lead: bool, is_more: bool = False
    ) -> tuple[Place, int] | None:
        """Return the place that words begin with ("in the kitchen"), and how many they are."""
        at, has_lead = 0, False
        tongue = self._tongue
        if is_more and words and words[0].plain in tongue.joins:
            at, has_lead = 1, True
        for kind in (tongue.leads, tongue.articles):
            while at < len(words) and words[at].plain in kind:
                has_lead = has_lead or kind is tongue.leads
                at += 1
        if needs_lead and not has_lead:
            return None
        found = self._places.longest(words[at:])
        if found is None and at and words[at - 1].plain in tongue.articles:
            # A name that begins with an article, or a word that is one elsewhere.
            found = self._places.longest(words[at - 1 :])
            at -= 1
        if found is None:
            return None
        place, count = found
        at += count
        if at < len(words) and words[at].plain in tongue.speakers:
            at += 1
        return place, at

    def _at_end(self, message: str) -> tuple[str, list[Place], bool]:
        """Split a message that ends in a place, or in "everywhere", off what is said there."""
        words = words_of(message)
        for start in range(max(1, len(words) - 12), len(words)):
            tail, head = words[start:], message[: words[start].start].strip(_ENDS)
            if self._all_of(tail) == len(tail):
                return head, [], True
            found: list[Place] = []
            at = 0
            while at < len(tail):
                place = self._place(tail[at:], needs_lead=not found, is_more=bool(found))
                if place is None:
                    break
                found.append(place[0])
                at += place[1]
            if found and at == len(tail) and not self._tongue.no_place_after.search(head):
                return head, found, False
        return message, [], False

    def _is_message(self, message: str, that: str) -> bool:
        """Tell whether what follows a room is for its people, not an order to its devices."""
        if that.strip(_MARKS) == "to" or (that and self._tongue.orders.match(f"{that} {message}")):
            return self._tongue.orders.match(message) is None
        return bool(that) or self._tongue.clause.match(message) is not None

    def _may_wait(self, message: str, that: str) -> bool:
        if _AGAIN.search(message):
            return True
        if that.strip(_MARKS) == "that":
            return False
        return bool(_CONDITION.search(message)) or _FINITE.search(message) is None


def _plainly(message: str, that: str, tongue: Tongue) -> str:
    """Return words as people say them without "that": "das Essen ist fertig"."""
    words = words_of(message)
    if not that.strip(_MARKS) or len(words) < 3:  # noqa: PLR2004 - subject, rest, verb
        return message
    last = words[-1]
    subject = words[1] if words[0].plain in tongue.subjects else words[0]
    if last.plain not in tongue.verbs_last or subject.end >= last.start:
        return message
    verb = message[last.start : last.end]
    middle = message[subject.end : last.start].strip()
    return f"{message[: subject.end]} {verb} {middle}".strip()


def _without(text: str, pattern: Pattern[str] | None) -> tuple[str, str]:
    """Take what matches off the beginning; returns the rest and what it was."""
    stripped = text.lstrip(" \t")
    match = pattern.match(stripped) if pattern is not None else None
    if match is None or not match.end():
        return stripped, ""
    return stripped[match.end() :].lstrip(" \t"), match.group().strip()


def _by_length(phrases: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for phrase in sorted(phrases, key=len, reverse=True):
        yield tuple(word.plain for word in words_of(phrase))
