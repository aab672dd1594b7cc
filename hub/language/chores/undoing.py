"""Taking back the last chore: "undo that" after a timer was started or a rule was made."""

import re
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
from hub.home.keeping import Kept
from hub.home.plan import Body, Chores, Refusal, Request
from hub.language.chores.saying import said_plainly

UNDO = re.compile(
    r"(?:no |oops |wait |sorry )*(?:undo(?: (?:that|this|it|the last one|the last thing))?"
    r"|take (?:that|it) back|revert(?: (?:that|it))?|never ?mind that|scratch that)"
)
CANNOT = "That cannot be undone."


def undone(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what takes the last chores back; None if that was not asked or there are none."""
    del home
    if not request.last_chores or UNDO.fullmatch(said_plainly(request.text)) is None:
        return None
    back: list[Chore] = []
    for chore in reversed(request.last_chores):
        way = _way_back(chore, kept)
        if way is None:
            return Refusal(text=CANNOT, code="unsupported")
        back.append(way)
    return Chores(chores=tuple(back))


def _way_back(chore: Chore, kept: Kept) -> Chore | None:  # noqa: PLR0911 - one return a kind
    match chore:
        case StartTimer():
            same = [
                timer.id
                for timer in kept.timers
                if (timer.name, timer.duration_s) == (chore.name, chore.duration_s)
            ]
            return ChangeTimers(op="cancel_timers", timer_ids=tuple(same[-1:])) if same else None
        case ChangeTimers():
            return _timers_back(chore)
        case KeepRules():
            ids = tuple(rule.id for rule in chore.rules)
            return ChangeRules(op="delete_rules", rule_ids=ids)
        case ChangeRules():
            back = {"pause_rules": "resume_rules", "resume_rules": "pause_rules"}.get(chore.op)
            return chore.model_copy(update={"op": back}) if back else None
        case TeachName():
            return Forget(name=chore.name)
        case TeachPhrase():
            return Forget(name=chore.phrase)
        case Forget():
            return None
        case _:
            assert_never(chore)


def _timers_back(chore: ChangeTimers) -> ChangeTimers | None:
    if chore.op == "extend_timers":
        return chore.model_copy(update={"seconds": -chore.seconds})
    back = {"pause_timers": "resume_timers", "resume_timers": "pause_timers"}.get(chore.op)
    return chore.model_copy(update={"op": back}) if back else None
