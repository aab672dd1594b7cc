"""One sentence with a when, from its words to a plan."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Answer, Body, Plan, Question, Request, Steps
from hub.home.rules import (
    Action,
    AnyCondition,
    AnyTrigger,
    Delay,
    NotCondition,
    SunCondition,
    Tell,
    TimeCondition,
    TimeTrigger,
)
from hub.home.step import Step
from hub.language.calling_out import NotThere, called_out_later
from hub.language.later.clauses import Clause, Split, is_each_time, is_one_shot, is_order, splits
from hub.language.later.conditions import facts_of
from hub.language.later.ends import ending
from hub.language.later.facts import Fact, NotHere, Saying
from hub.language.later.holding import all_hold, how_it_is
from hub.language.later.lexing import Masked, Point, Sun
from hub.language.later.moments import (
    NotATime,
    Start,
    between,
    end_of,
    following,
    settled,
    start_of,
)
from hub.language.later.plain_orders import plain_order
from hub.language.later.rule_making import Making
from hub.language.later.telling import as_sentence, asks_now, is_reminder, message_of
from hub.language.later.whens import EVERY_DAY, When, on_side, take_when
from hub.language.questions.statements import is_statement
from hub.record import record

PlanNow = Callable[[Request], Awaitable[Plan]]

WHEN = "When shall I do that?"
REMIND_WHEN = "When shall I remind you?"
_DAY_PARTS = {"morning": (6, 12), "afternoon": (12, 18), "evening": (18, 23), "night": (22, 6)}
_STORY = re.compile(
    r"^(?:i|he|she|they|we|my \w+|it|there|nobody|people)(?:'ve|'s|'m)? "
    r"(?!want|need|would|'d|wish|will need|should|has to|have to)\w+"
)
_TIMED = re.compile(
    r"(?P<phrase>.+?) (?P<when>(?:at|by|around) #\d.*|tonight.*|tomorrow.*|every .*|each .*)"
)
_PRONOUN = re.compile(r"\b(?:it|them)\b")


@record(frozen=True, slots=True)
class Read:
    """A sentence read: its order, its when, and the facts of its clauses."""

    order: str
    when: When
    triggers: tuple[Fact, ...] = ()
    conditions: tuple[AnyCondition, ...] = ()
    end: tuple[Fact, ...] = ()
    word: str = ""
    phrase: str = ""
    is_asked_now: bool = False
    entities: tuple[EntityId, ...] = ()
    waiting: tuple[Fact, ...] = ()


class Later:
    """The planning of one sentence. `after`: when the wish before it begins, which it follows."""

    def __init__(  # noqa: PLR0913 - what a sentence is read with
        self, request: Request, home: Home, plan_now: PlanNow, masked: Masked, now: datetime,
        *, after: AnyTrigger | None = None,
    ) -> None:  # fmt: skip
        self._request = request
        self._home = home
        self._plan_now = plan_now
        self._masked = masked
        self._now = now
        self._after = after
        self._making = Making(request, home, now)

    async def body(self, text: str) -> Body | None:
        """Return what a masked text comes to; None if it has no when, or is no order.

        Raises:
            NotHere: the home lacks what a condition needs.
            NotATime: a time cannot be kept.
        """
        read = self._conditional(text) or self._timed(text)
        if read is None:
            return Question(text=REMIND_WHEN) if is_reminder(text, self._masked) else None
        if read.when.unread is not None and is_order(read.order):
            raise NotATime(f"I can't keep something {read.when.unread}.")
        fact = as_sentence(self._masked.restored(read.phrase)) if read.phrase else ""
        order = self._masked.restored(read.order)
        aloud = self._aloud(order, fact)
        message = message_of(read.order, self._masked)
        if aloud is not None:
            return self._told(read, aloud.steps)
        if message is not None:
            text = message or fact
            return self._told(read, (Tell(tell=text),) if text else ())
        if _STORY.match(read.order) or is_statement(read.order) or not read.order:
            return None
        return await self._done(read)

    def _timed(self, text: str) -> Read | None:
        when, order = take_when(text, self._masked)
        return None if when.is_empty else Read(order, when)

    def _conditional(self, text: str) -> Read | None:
        """Return the first way to take a sentence with a condition apart that can be read."""
        saying = Saying(self._home, self._request, self._masked)
        refused: NotHere | None = None
        for split in splits(text):
            when, order = take_when(split.order, self._masked)
            if not is_order(order):
                continue
            try:
                read = self._clauses(split, when, order, saying)
            except NotHere as error:
                refused = refused or error
                continue
            if read is not None:
                return read
        if refused is not None:
            raise refused
        return None

    def _clauses(self, split: Split, when: When, order: str, saying: Saying) -> Read | None:
        found: list[Fact] = []
        conditions: list[AnyCondition] = []
        end: tuple[Fact, ...] = ()
        words = [clause.word for clause in split.clauses]
        phrases: list[str] = []
        for clause in split.clauses:
            phrase, at = _with_time(clause.phrase, self._masked)
            when = _joined(when, at)
            phrases.append(phrase)
            facts = facts_of(phrase, saying)
            if facts is None:
                return None
            if clause.word in {"until", "till", "til"}:
                end = facts
            elif clause.word == "unless":
                conditions += [NotCondition(conditions=(_condition(fact),)) for fact in facts]
            elif clause.word in {"while", "as long as"} and len(split.clauses) > 1:
                conditions += [_condition(fact) for fact in facts]
            else:
                found += facts
        first = next((n for n, word in enumerate(words) if word not in {"until", "unless"}), 0)
        return _read(found, conditions, end, when, order, Clause(words[first], phrases[first]))

    def _aloud(self, order: str, fact: str) -> Steps | None:
        try:
            return called_out_later(order, fact, self._request, self._home)
        except NotThere as error:
            raise NotHere(str(error)) from error

    def _told(self, read: Read, telling: Sequence[Action]) -> Body | None:
        """Keep a message for later; a question about now is left to the others."""
        has_when = read.when.has_start or read.triggers
        if not has_when:
            is_question = bool(read.conditions) and asks_now(read.order)
            if is_question or (read.when.is_empty and not read.conditions):
                return None
            if not read.conditions:
                return Question(text=REMIND_WHEN)
            if not read.waiting:
                return None
            awaited = {fact.condition for fact in read.waiting}
            rest = tuple(one for one in read.conditions if one not in awaited)
            read = replace(read, triggers=read.waiting, conditions=rest)
        if not telling:
            return Question(text="What shall I remind you of?")
        return self._kept(read, telling, (), is_told=True)

    async def _done(self, read: Read) -> Body | None:
        when = read.when
        order = plain_order(read.order, has_end=when.has_end or bool(read.end))
        if read.entities and _PRONOUN.search(order):
            name = self._home.entity(read.entities[0]).name
            order = _PRONOUN.sub(f"the {name}", order, count=1)
        if read.is_asked_now and not all_hold(read.conditions, self._home, self._now):
            return Answer(text=self._not_so(read))
        part = replace(self._request, text=self._masked.restored(order))
        plan = await self._plan_now(part)
        body = plan.body
        if isinstance(body, Question) and body.proposal:
            self._making.is_unsure = True
            body = Steps(steps=body.proposal)
        if isinstance(body, Answer):
            return None
        if not isinstance(body, Steps):
            return body
        self._making.left_out += body.left_out
        has_start = when.has_start or bool(read.triggers)
        if not has_start and not (when.has_end or read.end):
            return Question(text=WHEN) if when.is_vague else plan.body
        return self._kept(read, body.steps, body.steps)

    def _not_so(self, read: Read) -> str:
        if read.entities:
            told = how_it_is(read.entities, self._home, read.conditions)
            return f"{told}, so I changed nothing."
        return "That is not so now, so I changed nothing."

    def _kept(
        self, read: Read, actions: Sequence[Action], steps: Sequence[Step], *, is_told: bool = False
    ) -> Body | None:
        making, when = self._making, read.when
        start = None if read.triggers else start_of(following(when, self._after), self._from(when))
        ends, without = ending(steps, self._home) if when.has_end or read.end else ((), ())
        making.left_out += [f"{name} afterwards, which I can't set back" for name in without]
        if start is None and not read.triggers:
            return self._for_now(read, steps, ends)
        if start is not None:
            making.assumed += start.assumed
            self._at(start, read, actions, steps, ends)
            return making.body()
        return self._on_event(read, actions, ends, is_told=is_told)

    def _from(self, when: When) -> datetime:
        """Return the moment after which a time without a day comes next."""
        last = self._after.at if isinstance(self._after, TimeTrigger) else None
        follows = isinstance(last, datetime) and not when.has_day and when.delay_s is None
        return max(last, self._now) if follows and isinstance(last, datetime) else self._now

    def _for_now(self, read: Read, steps: Sequence[Step], ends: Sequence[Step]) -> Body | None:
        """Do it now and end it later."""
        if not steps:
            return None
        now = Steps(steps=tuple(steps))
        if not ends and self._making.is_unsure:
            return Question(text="Did you mean this to be done now?", proposal=now.steps)
        if not ends:
            return now.model_copy(update={"left_out": tuple(self._making.left_out)})
        if read.end:
            triggers = [trigger for fact in read.end for trigger in fact.triggers]
            extra = [one for fact in read.end for one in fact.extra]
        else:
            triggers, extra = [end_of(read.when, self._now)], []
        self._making.add(triggers, ends, extra, once=True)
        return self._making.body((now,))

    def _at(
        self, start: Start, read: Read, actions: Sequence[Action], steps: Sequence[Step],
        ends: Sequence[Step],
    ) -> None:  # fmt: skip
        """Keep what begins at a time."""
        making, when = self._making, read.when
        conditions = (*start.conditions, *read.conditions)
        last: AnyTrigger | None = start.end
        if last is not None:
            ends, _ = ending(steps, self._home)
        elif when.until is not None or when.until_part is not None:
            last = end_of(when, start.moment or self._now)
            last = last if start.once else _daily(last)
        if when.for_s is not None and ends:
            actions = (*actions, Delay(delay_s=when.for_s), *ends)
            last = None
        making.add(start.triggers, actions, conditions, once=start.once)
        if last is not None and ends:
            making.add((last,), ends, start.conditions, once=start.once)

    def _on_event(
        self, read: Read, actions: Sequence[Action], ends: Sequence[Step], *, is_told: bool
    ) -> Body:
        """Keep what begins when something happens."""
        when = read.when
        triggers = [trigger for fact in read.triggers for trigger in fact.triggers]
        extra = [one for fact in read.triggers for one in fact.extra]
        conditions = [*extra, *read.conditions, *_bounds(when)]
        if when.delay_s is not None:
            actions = (Delay(delay_s=when.delay_s), *actions)
        if when.for_s is not None and ends:
            actions = (*actions, Delay(delay_s=when.for_s), *ends)
        is_each = is_each_time(read.word) or bool(when.weekdays)
        once = (is_one_shot(read.word) or is_told) and not is_each
        self._making.add(triggers, actions, conditions, once=once)
        if read.end and ends:
            last = [trigger for fact in read.end for trigger in fact.triggers]
            self._making.add(last, ends, once=once)
        return self._making.body()


def _read(  # noqa: PLR0913, PLR0917 - what a sentence is made of
    found: list[Fact], conditions: list[AnyCondition], end: tuple[Fact, ...], when: When,
    order: str, clause: Clause,
) -> Read:  # fmt: skip
    """Decide which facts start a rule, which must hold, and whether now is meant."""
    entities = tuple(dict.fromkeys(e for fact in found for e in fact.entities))
    is_told = message_of(order, Masked("")) is not None
    is_timed = when.has_start and not (when.delay_s is not None and found)
    events = [fact for fact in found if fact.triggers and (fact.is_event or fact.is_held)]
    waits = clause.word not in {
        "if",
        "only if",
        "provided",
        "provided that",
        "as long as",
        "unless",
        "even if",
    }
    starters: list[Fact] = []
    if events and (not is_timed or when.weekdays or waits):
        starters = events[:1]
    elif waits and not is_timed:
        starters = [fact for fact in found if fact.triggers][:1]
    holding = [_condition(fact) for fact in found if fact not in starters]
    is_asked_now = not starters and not is_timed and bool(holding or conditions) and not is_told
    return Read(order, when, tuple(starters), (*holding, *conditions), end, clause.word,
                clause.phrase, is_asked_now, entities,
                tuple(fact for fact in found if fact.triggers)[:1])  # fmt: skip


def _with_time(phrase: str, masked: Masked) -> tuple[str, When]:
    """Split "the garage is still open at 10 pm" into what is so and when it is asked."""
    match = _TIMED.fullmatch(phrase)
    if match is not None:
        when, rest = take_when(match["when"], masked)
        if not rest and not when.is_empty:
            return match["phrase"], when
    return phrase, When()


def _joined(when: When, more: When) -> When:
    """Return one when of two, of which at most one is said."""
    return when if more.is_empty else more if when.is_empty else _both(when, more)


def _both(when: When, more: When) -> When:
    return replace(
        when, points=[*when.points, *more.points], weekdays=when.weekdays or more.weekdays,
        part=when.part or more.part,
        days_ahead=more.days_ahead if when.days_ahead is None else when.days_ahead,
    )  # fmt: skip


def _condition(fact: Fact) -> AnyCondition:
    if fact.condition is None:
        raise NotHere("I can wait for that, but I can't ask for it as a condition.")
    return fact.condition


def _bounds(when: When) -> list[AnyCondition]:
    """Return the times within which something that happens counts."""
    found: list[AnyCondition] = []
    days = tuple(day for day in when.weekdays if day not in when.without)
    if days and set(days) != set(EVERY_DAY):
        found.append(TimeCondition(weekday=days))
    if when.window is not None:
        found.append(between(*when.window))
    elif when.points:
        found.append(_after(when.points[0]))
    elif when.part in _DAY_PARTS:
        after, before = _DAY_PARTS[when.part]
        clock = {"after": f"{after:02}:00", "before": f"{before:02}:00"}
        found.append(TimeCondition.model_validate(clock))
    return found


def _after(point: Point) -> AnyCondition:
    if isinstance(point, Sun):
        return SunCondition(after=point.event)
    sided = point if point.is_sure else on_side(point, "evening")
    return TimeCondition(after=settled(sided))


def _daily(trigger: AnyTrigger) -> AnyTrigger:
    """Return a trigger for every day of one for a single moment."""
    if isinstance(trigger, TimeTrigger) and isinstance(trigger.at, datetime):
        return TimeTrigger(at=trigger.at.time())
    return trigger
