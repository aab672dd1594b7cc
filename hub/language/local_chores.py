"""Chores in the languages other than English: timers, and orders that are kept for later."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Protocol, assert_never

from hub.home.chores import (
    ChangeRules,
    ChangeTimers,
    Chore,
    Forget,
    KeepRules,
    StartTimer,
    TeachName,
    TeachPhrase,
)
from hub.home.commands import Command
from hub.home.domains.assist_satellite import Announce
from hub.home.ids import EntityId
from hub.home.plan import PlanResult, Status
from hub.home.rules import (
    WEEKDAYS,
    WEEKEND,
    AnyCondition,
    AnyTrigger,
    Rule,
    SunTrigger,
    Tell,
    TimeCondition,
    TimeTrigger,
    Weekday,
)
from hub.home.step import Step
from hub.language.rule_telling import clock
from hub.language.speech import joined, say, word
from hub.language.timer_telling import timer_name, was_set, were_changed

_DAYS: tuple[Weekday, ...] = (*WEEKDAYS, *WEEKEND)


class Telling(Protocol):
    """Says what devices are told."""

    def names(self, ids: Sequence[EntityId]) -> str:
        """Name them."""

    def order(self, command: Command, ids: Sequence[EntityId]) -> str:
        """Return an order in words."""


class LocalChores:
    """Says chores in one language. `now` is in the house's own time zone."""

    def __init__(self, language: str, now: datetime, telling: Telling) -> None:
        self._language = language
        self._now = now
        self._telling = telling

    def done(self, result: PlanResult) -> str:
        """Say which chores of a plan were done."""
        chores = result.plan.chores
        done = [one for one in result.chores if one.status is Status.DONE]
        return " ".join(self._done(chores[one.chore], one.named) for one in done)

    def asked(self, chores: Iterable[Chore]) -> str:
        """Return chores as they are asked about: "Stehlampe: an, um 19:30"."""
        return joined(self._language, map(self._asked, chores))

    def _done(self, chore: Chore, names: Sequence[str]) -> str:
        match chore:
            case StartTimer():
                return was_set(chore, self._language)
            case ChangeTimers():
                return were_changed(chore, names, self._language)
            case KeepRules():
                return self._kept(chore)
            case ChangeRules():
                return self._say(f"rule.{chore.op}", names=self._quoted(names))
            case TeachName() | TeachPhrase() | Forget():
                return self._say("done", what=self._asked(chore))
            case _:
                assert_never(chore)

    def _kept(self, chore: KeepRules) -> str:
        """Say new rules in full; one brought back is named, as its text may say more."""
        back = [rule.alias for rule in chore.rules[: len(chore.texts)]]
        new = [self._rule(rule) for rule in chore.rules[len(chore.texts) :]]
        told = [self._say("rule_back", name=name) for name in back]
        return " ".join([*told, *(self._say("rule_kept", what=words) for words in new)])

    def _asked(self, chore: Chore) -> str:
        match chore:
            case StartTimer():
                return timer_name(chore.name, chore.duration_s, self._language)
            case ChangeTimers():
                return were_changed(chore, (), self._language).rstrip(".")
            case KeepRules():
                return joined(self._language, map(self._rule, chore.rules))
            case ChangeRules():
                return self._say(f"rule.{chore.op}", names=len(chore.rule_ids)).rstrip(".")
            case TeachName() | Forget():
                return self._quoted([chore.name])
            case TeachPhrase():
                return self._quoted([chore.phrase])
            case _:
                assert_never(chore)

    def _rule(self, rule: Rule) -> str:
        """Return what a rule does and when, where that is said in this language; else its name."""
        does = [self._action(action) for action in rule.actions]
        when = [self._trigger(trigger) for trigger in rule.triggers]
        days = [found for one in rule.conditions if (found := _days_of(one))]
        is_plain = len(days) == len(rule.conditions) <= 1 and all(does) and all(when)
        if not is_plain or not does or not when:
            return self._quoted([rule.alias])
        is_daily = not rule.once and not days
        on = self._on(days[0]) if days else self._say("daily") if is_daily else ""
        return ", ".join(filter(None, ["; ".join(filter(None, does)), *filter(None, when), on]))

    def _action(self, action: object) -> str | None:
        match action:
            case Step(command=Announce() as said, targets=targets):
                names = self._telling.names(targets)
                return self._say("announce", message=said.message, names=names)
            case Step(command=command, targets=targets):
                return self._telling.order(command, targets)
            case Tell(tell=text):
                return self._quoted([text])
            case _:
                return None

    def _trigger(self, trigger: AnyTrigger) -> str | None:
        match trigger:
            case TimeTrigger(at=time() as at):
                return self._say("at_time", time=clock(at))
            case TimeTrigger(at=datetime() as at):
                return self._moment(at.astimezone(self._now.tzinfo))
            case SunTrigger(offset_s=0):
                return self._say(f"at_{trigger.event}")
            case _:
                return None

    def _moment(self, at: datetime) -> str:
        days = (at.date() - self._now.date()).days
        if days in {0, 1}:
            return self._say("at_time" if days == 0 else "tomorrow_at", time=clock(at))
        weekday = word(self._language, f"weekday.{at.weekday()}", f"{at:%A}")
        month = word(self._language, f"month.{at.month}", f"{at:%B}")
        said = {"weekday": weekday, "day": at.day, "month": month, "time": clock(at)}
        return self._say("date_at", **said)

    def _on(self, days: Sequence[Weekday]) -> str:
        if set(days) == set(WEEKDAYS):
            return self._say("on_workdays")
        if set(days) == set(WEEKEND):
            return self._say("at_weekends")
        names = (word(self._language, f"weekday.{_DAYS.index(day)}", day) for day in days)
        return self._say("each", days=joined(self._language, names))

    def _quoted(self, names: Iterable[str]) -> str:
        quoted = (self._say("quoted", name=name) for name in names)
        return joined(self._language, quoted)

    def _say(self, key: str, **values: object) -> str:
        return say(self._language, key, **values)


def _days_of(condition: AnyCondition) -> Sequence[Weekday]:
    """Return the days that a condition is of; none if it is of more, or of something else."""
    if not isinstance(condition, TimeCondition) or condition.after or condition.before:
        return ()
    return condition.weekday
