"""Chores in English: what was kept, started or learned, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import assert_never

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
from hub.home.home import Home
from hub.home.plan import ChoreOutcome, Effect, PlanResult, Status
from hub.language.called import names_of
from hub.language.confirming import how_to_confirm
from hub.language.lengths import in_words as length
from hub.language.resolve import listed
from hub.language.rule_telling import rule_in_words
from hub.language.timer_telling import was_set, were_changed

ENGLISH = "en"
_RULES = {
    "delete_rules": "deleted", "pause_rules": "paused", "resume_rules": "switched on again",
}  # fmt: skip


def in_words(
    chores: Iterable[Chore], home: Home, now: datetime, named: Sequence[Sequence[str]] = ()
) -> str:
    """Say chores as done, as in "I'll turn off the Kitchen lights at 19:30".

    `now` is in the house's own time zone; `named` holds, for each chore, what it touched.
    """
    told = [
        _done(chore, home, now, named[number] if number < len(named) else ())
        for number, chore in enumerate(chores)
    ]
    return " ".join(told)


def chores_reply(
    home: Home, result: PlanResult, now: datetime, approval_expires_s: float | None
) -> str:
    """Say what became of the chores of a plan, or what they are if nothing was tried yet.

    Says nothing if it has none.
    """
    chores = result.plan.chores
    if not result.chores and chores and result.verdict.effect is not Effect.DENY:
        return f"Planned: {'; '.join(_asked(chore, home, now) for chore in chores)}."
    done = [one for one in result.chores if one.status is Status.DONE]
    said = [in_words([chores[o.chore] for o in done], home, now, [o.named for o in done])]
    denied = _reasons(result.chores, Status.DENIED)
    failed = _reasons(result.chores, Status.FAILED)
    said.append(f"Not allowed: {denied}." if denied else "")
    said.append(f"I could not do that: {failed}." if failed else "")
    waiting = [chores[one.chore] for one in result.chores if one.status is Status.WAITING]
    if waiting:
        asked = listed([_asked(chore, home, now) for chore in waiting])
        source = result.plan.request.came_over
        how = how_to_confirm(result.verdict, approval_expires_s, asked_over=source)
        said.append(f"Shall I {asked}? {how}")
    return " ".join(filter(None, said))


def _done(  # noqa: PLR0911 -- one return a kind
    chore: Chore, home: Home, now: datetime, named: Sequence[str]
) -> str:
    match chore:
        case StartTimer():
            return was_set(chore, ENGLISH)
        case ChangeTimers():
            return were_changed(chore, named, ENGLISH)
        case KeepRules():
            return _kept(chore, home, now)
        case ChangeRules():
            many = "Rules" if len(chore.rule_ids) > 1 else "Rule"
            which = f" {_quoted(named)}" if named else ""
            return f"{many} {_RULES[chore.op]}{':' if named else ''}{which}."
        case TeachName():
            area = home.areas.get(chore.area_id) if chore.area_id is not None else None
            what = area.name if area else names_of(home, chore.entity_ids, article="the ")
            return f"I'll know {what} as “{chore.name}” too."
        case TeachPhrase():
            return f"When you say “{chore.phrase}”, I'll do this: {'; '.join(chore.sentences)}."
        case Forget():
            return f"I've forgotten “{chore.name}”."
        case _:
            assert_never(chore)


def _kept(chore: KeepRules, home: Home, now: datetime) -> str:
    """Say new rules in full; one brought back is named, as its text may say more than its gist."""
    back = [rule.alias for rule in chore.rules[: len(chore.texts)]]
    new = [rule_in_words(rule, home, now) for rule in chore.rules[len(chore.texts) :]]
    told = [f"{'Rules are' if len(back) > 1 else 'Rule is'} back: {_quoted(back)}."] if back else []
    return " ".join([*told, *(f"I'll {words}." for words in new)])


def _asked(chore: Chore, home: Home, now: datetime) -> str:
    match chore:
        case KeepRules(texts=()):
            return listed([rule_in_words(rule, home, now) for rule in chore.rules])
        case KeepRules():
            return f"bring back {_quoted(rule.alias for rule in chore.rules)}"
        case StartTimer():
            name = f" called {chore.name}" if chore.name else ""
            return f"set a timer{name} for {length(chore.duration_s)}"
        case _:
            return chore.op.replace("_", " ")


def _reasons(outcomes: Iterable[ChoreOutcome], status: Status) -> str:
    found = (one.detail.rstrip(".") for one in outcomes if one.status is status)
    return "; ".join(dict.fromkeys(found))


def _quoted(names: Iterable[str]) -> str:
    return listed(f"“{name}”" for name in names)
