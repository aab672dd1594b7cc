"""The fast matcher: sentences of Home Assistant's community, matched in milliseconds by hassil."""

import asyncio
import re
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hassil import RecognizeResult

from hub.home.chores import KeepRules
from hub.home.home import Home
from hub.home.keeping import Kept, NothingKept
from hub.home.plan import Chores, Plan, Question, Refusal, Request, Step, Steps
from hub.home.rules import Rule, TimeTrigger
from hub.language.absent import absent_thing
from hub.language.calling_out import called_out
from hub.language.intents import BROADCAST, Body, to_body
from hub.language.meaning import EVERYWHERE, Meaning
from hub.language.names import Mentions, NameIndex, plain
from hub.language.phrasebook import Phrasebook, load
from hub.language.recognized import meaning_of, rank_of, slot_lists
from hub.language.resolve import which_one
from hub.language.speech import say
from hub.language.worded import Worded
from hub.language.worded.clock import When, without_time
from hub.language.worded.delays import without_delay
from hub.language.worded.exceptions import excepted, pointed_at, without
from hub.language.worded.lost_words import lost_a_word
from hub.language.worded.respelling import as_named
from hub.language.wording import (
    base_language,
    is_bare,
    is_question,
    parts,
    says_when,
    starts_with_verb,
    without_courtesies,
)

# A long sentence has many ways to be joined; those beyond are left to the model.
MOST_ATTEMPTS = 40
LONGEST_ALIAS = 80

# The patterns know no sign: "-20" would be 20.
_BELOW_ZERO = re.compile(r"(?<![\w%°])(?<!\d )[-−]\d")  # noqa: RUF001
_ASKS_VALUE = re.compile(
    r"(?:what|how much|how many|how high|how strong|when|tell me)\b", re.IGNORECASE
)
_SEARCH = "HassMediaSearchAndPlay"
_OF_A_ROOM = ("HassTurn", "HassLightSet", "HassToggle")


class FastMatcher:
    """Matches a whole sentence, or every part of it, against known ways to say things.

    A language is loaded by `warm`, or else at its first sentence (some 10 ms).
    """

    def __init__(self, home: Home, kept: Kept | None = None) -> None:
        self._home = home
        self._kept = kept or NothingKept()
        self._names = NameIndex(home)
        self._worded = Worded(home)
        self._books: dict[str, Phrasebook | None] = {}

    async def warm(self, languages: Iterable[str] = ("en",)) -> None:
        """Load languages and run a sentence through each, in a thread."""
        for language in dict.fromkeys(map(base_language, languages)):
            if language not in self._books:
                self._books[language] = await asyncio.to_thread(load, language)
            self._worded.warm(language)

    def match(self, request: Request) -> Plan | None:
        """Return the plan of a sentence that is fully and unambiguously known; else None."""
        started = time.perf_counter()
        language = base_language(request.language)
        book = self._book(language)
        said = without_courtesies(request.text)
        if book is None or not said or _BELOW_ZERO.search(said):
            return None
        if not is_question(said) and lost_a_word(said, language):
            return None
        matching = _Matching(
            self._home, self._kept, self._names, book, self._worded, request, language
        )
        body = matching.body(said)
        if body is None:
            return None
        took_ms = (time.perf_counter() - started) * 1000
        return Plan(request=request, body=body, planner="matcher", confidence=1.0, took_ms=took_ms)

    def _book(self, language: str) -> Phrasebook | None:
        if language not in self._books:
            self._books[language] = load(language)
        return self._books[language]


class _Matching:
    """The matching of one sentence."""

    def __init__(  # noqa: PLR0913, PLR0917 (what there is to match against)
        self,
        home: Home,
        kept: Kept,
        names: NameIndex,
        book: Phrasebook,
        worded: Worded,
        request: Request,
        language: str,
    ) -> None:
        self._home = home
        self._kept = kept
        self._names = names
        self._book = book
        self._worded = worded
        self._request = request
        self._language = language
        self._attempts = 0
        self._asks = is_question(request.text)

    def body(self, said: str) -> Body | None:
        """Return what the sentence comes to, as a whole or part by part, now or in a while."""
        delayed = None if self._asks else without_delay(said, self._language)
        if delayed is not None:
            body = self._put_off(*delayed)
            if body is not None:
                return body
        now = self._request.at.astimezone()
        timed = None if self._asks else without_time(said, self._language, now)
        if timed is not None:
            return self._kept_for(*timed) or self._not_later()
        narrowed = None if self._asks else self._narrowed(said)
        if narrowed is not None:
            return narrowed
        whole = self._one(said)
        pieces = parts(said, self._language)
        if whole is not None and not (isinstance(whole, Refusal) and len(pieces) > 1):
            return whole
        if not self._asks and says_when(said):
            return self._not_later()
        joined = self._joined(pieces) if len(pieces) > 1 else None
        return joined or whole

    def _narrow(self, said: str, meaning: Meaning) -> Meaning:
        """Mark what is said of "the light" by somebody nobody knows the place of."""
        is_vague = meaning.name is None and meaning.area_id == EVERYWHERE
        is_vague = is_vague and self._language != "en" and meaning.intent.startswith(_OF_A_ROOM)
        if is_vague and not self._worded.is_wide(said, self._language):
            return replace(meaning, is_singular=True)
        return meaning

    def _narrowed(self, said: str) -> Body | None:
        """Plan an order with an exception, or of what "is on" anyway; None if it is neither."""
        for order, left_out in excepted(said, self._language):
            mentions = self._names.mentions(left_out)
            ids = self._worded.left_out(left_out, self._language, mentions)
            body = self.body(order) if ids else None
            rest = without(body, ids) if ids and isinstance(body, Steps) else None
            if rest is not None:
                return rest
        pointed = pointed_at(said, self._language)
        return self.body(pointed) if pointed is not None else None

    def _not_later(self) -> Refusal:
        return Refusal(text=say(self._language, "not_later"), code="unsupported")

    def _put_off(self, said: str, seconds: float) -> Chores | None:
        """Keep a rule that does once, in a while, what the rest of the sentence orders."""
        at = self._home.now() + timedelta(seconds=seconds)
        return self._kept_for(said, When(TimeTrigger(at=at), (), is_once=True))

    def _kept_for(self, said: str, when: When) -> Chores | None:
        """Keep a rule that does at a time what the rest of the sentence orders."""
        aloud = called_out(replace(self._request, text=said), self._home)
        body = aloud[1] if aloud is not None else self.body(said)
        if not isinstance(body, Steps) or body.left_out:
            return None
        rule = Rule(
            alias=self._request.text[:LONGEST_ALIAS],
            triggers=(when.trigger,),
            conditions=when.conditions,
            actions=body.steps,
            once=when.is_once,
            said=self._request.text,
        )
        return Chores(chores=(KeepRules(rules=(rule,)),))

    def _one(self, said: str) -> Body | None:
        self._attempts += 1
        mentions = self._names.mentions(said)
        results = self._results(said, mentions)
        ranked: dict[tuple[int, ...], list[Meaning]] = {}
        for result in results:
            meaning = meaning_of(result, mentions, said)
            if meaning is not None and not self._is_idle_talk(said, meaning):
                meaning = self._narrow(said, meaning)
                ranked.setdefault(rank_of(result, meaning, mentions), []).append(meaning)
        absent: Body | None = None
        for rank in sorted(ranked):
            meanings = ranked[rank]
            if absent is not None and self._request.area_id is not None:
                # The room has none; that is no reason to take those of all the others.
                meanings = [m for m in meanings if m.name is not None or m.area_id is not None]
            if self._language != "en" and all(m.intent == _SEARCH for m in meanings):
                # All words known say more than "play" and words that may be anything.
                worded = self._worded_body(said, mentions)
                if isinstance(worded, Steps):
                    return worded
            bodies = self._bodies(meanings)
            body = self._agreed(bodies)
            if bodies and not (isinstance(body, Refusal) and body.code == "no_target"):
                return body
            absent = absent or body
        return (
            self._worded_body(said, mentions)
            or absent
            or self._reading(said, mentions)
            or self._pointed(said, mentions)
            or self._respelled(said, mentions)
            or self._missing(said)
        )

    def _respelled(self, said: str, mentions: Mentions) -> Body | None:
        """Match a sentence that says a name with other small words than it is written with."""
        if self._language == "en":
            return None
        text = as_named(said, self._language, self._names.written(), mentions)
        return self._one(text) if text is not None else None

    def _results(self, said: str, mentions: Mentions) -> Iterable[RecognizeResult]:
        context = {"area": self._request.area_id or EVERYWHERE}
        return self._book.recognize(said, slot_lists(mentions), mentions.present, context)

    def _pointed(self, said: str, mentions: Mentions) -> Steps | None:
        """Match an order with the device added: "turn the heating up, bedroom thermostat"."""
        text = said.casefold()
        for named in mentions.entities:
            name = named.text.casefold()
            if self._asks or not named.is_own or not text.endswith(f" {name}"):
                continue
            rest = said[: len(said) - len(name)].rstrip(" ,")
            for result in self._results(rest, mentions):
                meaning = meaning_of(result, mentions, rest)
                if meaning is None or meaning.name is not None or meaning.is_area_said:
                    continue
                if meaning.domain not in {None, named.domain}:
                    continue
                one = replace(meaning, name=named.text, entity_ids=named.entity_ids)
                body = to_body(self._home, one, self._request, self._kept)
                if isinstance(body, Steps):
                    return body
        return None

    def _missing(self, said: str) -> Refusal | None:
        """Refuse an order about something of which this home has nothing."""
        if self._language != "en" or self._asks:
            return None
        thing = absent_thing(said, self._names.words())
        return Refusal(text=f"There is no {thing} here.", code="no_target") if thing else None

    def _worded_body(self, said: str, mentions: Mentions) -> Body | None:
        """Plan a sentence all of whose words are known, in whatever order they come."""
        meaning = self._worded.timer(said, self._language, mentions, self._request)
        if meaning is not None:
            return to_body(self._home, meaning, self._request, self._kept)
        if self._asks:
            meaning = self._worded.question(said, self._language, mentions)
        else:
            meaning = self._worded.order(said, self._language, mentions, self._request)
            meaning = meaning or self._worded.status(said, self._language, mentions)
        return to_body(self._home, meaning, self._request, self._kept) if meaning else None

    def _reading(self, said: str, mentions: Mentions) -> Body | None:
        """Answer a question that ends in a sensor's name: "what is the ozone level of ..."."""
        if not self._asks or not _ASKS_VALUE.match(said):
            return None
        text = plain(said)
        sensors = [
            named
            for named in mentions.entities
            if named.is_own and named.domain == "sensor" and text.endswith(plain(named.text))
        ]
        if not sensors:
            return None
        named = max(sensors, key=lambda sensor: len(sensor.text))
        meaning = Meaning("HassGetState", named.text, named.entity_ids)
        return to_body(self._home, meaning, self._request, self._kept)

    def _is_idle_talk(self, said: str, meaning: Meaning) -> bool:
        """Tell whether the reading takes a bare name, or a question, for an order."""
        if not meaning.intent.startswith(("HassTurn", "HassToggle")):
            return False
        if meaning.name is None:
            return self._worded.is_noun(said, self._language)
        if all(entity_id.startswith(("scene.", "script.")) for entity_id in meaning.entity_ids):
            return False
        return is_bare(plain(said), plain(meaning.name))

    def _bodies(self, meanings: list[Meaning]) -> list[Body]:
        """Return the different bodies that readings come to."""
        bodies: list[Body] = []
        for meaning in meanings:
            if meaning.intent == BROADCAST and self._attempts > 1:
                continue  # Words to pass on are no list of orders.
            body = to_body(self._home, meaning, self._request, self._kept)
            if body is None or (self._asks and isinstance(body, Steps)):
                continue
            if not any(_says_same(body, other) for other in bodies):
                bodies.append(body)
        return bodies

    def _agreed(self, bodies: list[Body]) -> Body | None:
        useful: list[Body] = [body for body in bodies if not isinstance(body, Refusal)]
        useful = useful or bodies[:1]
        return useful[0] if len(useful) == 1 else self._ask(useful)

    def _ask(self, bodies: list[Body]) -> Question | None:
        """Ask which of several devices of one name is meant; None if it is not that."""
        single = [b for b in bodies if isinstance(b, Steps) and len(b.steps) == 1]
        if not bodies or len(single) != len(bodies):
            return None
        targets = [step.targets for body in single for step in body.steps]
        if any(len(target) != 1 for target in targets):
            return None
        entities = [self._home.entity(one) for one in dict.fromkeys(t[0] for t in targets)]
        if len(entities) == 1:
            return None
        names = {plain(entity.name) for entity in entities}
        return which_one(self._home, entities, self._request.language) if len(names) == 1 else None

    def _joined(self, pieces: list[str]) -> Steps | Refusal | None:
        steps: list[Step] = []
        left_out: list[str] = []
        last: Refusal | None = None
        previous = ""
        for number, piece in enumerate(pieces):
            later = pieces[-1] if number < len(pieces) - 1 else ""
            found = self._part(piece, previous, later)
            if found is None:
                return None
            body, previous = found
            if isinstance(body, Steps):
                steps += body.steps
                left_out += body.left_out
            elif isinstance(body, Refusal):
                left_out.append(body.text.rstrip("."))
                last = body
            else:
                return None
        if not steps:
            return last
        return Steps(steps=_merged(steps), left_out=tuple(dict.fromkeys(left_out)))

    def _part(self, piece: str, previous: str, later: str) -> tuple[Body, str] | None:
        """Match one part, its verb borrowed from the part before or its end from the last."""
        refused: tuple[Body, str] | None = None
        for attempt in _attempts(piece, previous, later):
            if self._attempts >= MOST_ATTEMPTS:
                break
            body = self._one(attempt)
            if isinstance(body, Steps):
                return body, attempt
            if body is not None and refused is None:
                refused = (body, attempt)
        return refused


def _attempts(piece: str, previous: str, later: str) -> Iterable[str]:
    """Yield the ways to complete a part: as it is, with a beginning, with an end."""
    yield piece
    if is_bare(plain(piece), ""):
        return  # "the, um, the lights": nothing is said of which.
    before = [] if starts_with_verb(piece) else previous.split()
    after = [] if starts_with_verb(later) else later.split()
    beginnings = [n for n in (2, 1, 3, 4, 5, 6) if n < len(before)]
    for count in beginnings:
        yield " ".join((*before[:count], piece))
    for count in (1, 2, 3):
        if count < len(after):
            yield " ".join((piece, *after[-count:]))
            for head in beginnings[:2]:
                yield " ".join((*before[:head], piece, *after[-count:]))


def _says_same(one: Body, other: Body) -> bool:
    if isinstance(one, Steps) and isinstance(other, Steps):
        return _effects(one) == _effects(other)
    return one == other


def _effects(steps: Steps) -> set[tuple[str, str]]:
    return {(s.command.model_dump_json(), target) for s in steps.steps for target in s.targets}


def _merged(steps: list[Step]) -> tuple[Step, ...]:
    """Join neighbouring steps of one command."""
    merged: list[Step] = []
    for step in steps:
        if merged and merged[-1].command == step.command:
            targets = tuple(dict.fromkeys((*merged[-1].targets, *step.targets)))
            merged[-1] = merged[-1].model_copy(update={"targets": targets})
        else:
            merged.append(step)
    return tuple(merged)
