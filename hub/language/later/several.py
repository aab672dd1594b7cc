"""Two wishes of one sentence that each have their own time: "on at 7 and off at 9"."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hub.home.chores import Chore, KeepRules
from hub.home.plan import Body, Chores, Question, Refusal, Steps
from hub.home.rules import AnyTrigger
from hub.language.later.clauses import (
    STARTS_ORDER,
    has_condition,
    is_one_shot,
    is_order,
    splits,
)
from hub.language.later.lexing import Masked
from hub.language.later.whens import When, days_said, take_when
from hub.language.resolve import listed

if TYPE_CHECKING:
    from hub.home.rules import Rule
    from hub.home.step import Step

_JOINT = re.compile(r" (?:and then|and|then) ")
_SWITCHED = re.compile(
    r"^(?:turn|switch|put) (?:(?:on|off) (?P<after>.+)|(?P<before>.+?) (?:back )?(?:on|off))$"
    r"|^(?:open|close|shut|lock|unlock|start|stop|dim|set|pause|play) (?P<thing>.+?)(?: to .+| at .+)?$"
)
_BARE = re.compile(r"^(?:then |back |turn |switch )*(?P<state>on|off)(?: again)?$")
_BARE_VERB = re.compile(
    r"^(?:then )?(?P<verb>open|close|shut|lock|unlock|start|stop|pause)(?: again)?$"
)
_PRONOUN = re.compile(r"\b(?:it|them)\b")


def several(text: str, masked: Masked) -> tuple[str, str] | None:
    """Return the two wishes of a masked sentence, each with its time; None if it is one wish."""
    if has_condition(text):
        return _beside_condition(text, masked)
    for joint in _JOINT.finditer(text):
        left, right = text[: joint.start()].strip(), text[joint.end() :].strip()
        (first, order), (second, other) = take_when(left, masked), take_when(right, masked)
        if second.is_empty or not is_order(order):
            continue
        if not other and first.has_day and second.has_day and first.points and second.points:
            return left, f"{order} {right}"
        leads = not first.is_empty or re.match(
            r"[a-z ]{0,24}[#<]\d", right.removesuffix(other).strip() or "-"
        )
        is_first_in_right = right.endswith(other) and len(right) > len(other)
        thing = _SWITCHED.match(order)
        named = next((g for g in thing.groups() if g), None) if thing else None
        bare = _BARE.match(other) or _BARE_VERB.match(other)
        if first.is_empty and not is_first_in_right and not (bare or _PRONOUN.search(other)):
            continue
        if not leads and not bare and not _PRONOUN.search(other):
            continue
        if not (bare or is_order(other)) or (named is None and (bare or _PRONOUN.search(other))):
            continue
        return _sharing_days(left, first, _named(right, other, named or ""), second)
    return None


def _sharing_days(left: str, first: When, right: str, second: When) -> tuple[str, str]:
    """Let "every day" belong to both wishes, where it was said with one."""
    if first.weekdays and not second.has_day and second.points:
        return left, f"{right} {days_said(left)}"
    if second.weekdays and not first.has_day and first.points:
        return f"{left} {days_said(right)}", right
    return left, right


def _beside_condition(text: str, masked: Masked) -> tuple[str, str] | None:
    """Return a wish with a condition and one with a time of its own.

    "close the blinds when it gets dark and open them at 8": what comes again and again with the
    condition is undone every day.
    """
    for joint in _JOINT.finditer(text):
        left, right = text[: joint.start()].strip(), text[joint.end() :].strip()
        first = next((one for one in splits(left) if is_order(one.order)), None)
        second, other = take_when(right, masked)
        if first is None or has_condition(right) or not second.points or second.delay_s is not None:
            continue
        bare = _BARE.match(other) or _BARE_VERB.match(other)
        if not (bare or STARTS_ORDER.match(other)):
            continue
        thing = _SWITCHED.match(take_when(first.order, masked)[1])
        named = next((g for g in thing.groups() if g), None) if thing else None
        if named is None and (bare or _PRONOUN.search(other)):
            continue
        right = _named(right, other, named or "")
        goes_on = not second.has_day and not any(is_one_shot(c.word) for c in first.clauses)
        return left, f"{right} every day" if goes_on else right
    return None


def _named(right: str, order: str, thing: str) -> str:
    """Return the second wish with the thing of the first, where it only says "off" or "it"."""
    state = _BARE.match(order)
    if state is not None:
        return right.replace(order, f"turn {state['state']} {thing}", 1)
    verb = _BARE_VERB.match(order)
    if verb is not None:
        return right.replace(order, f"{verb['verb']} {thing}", 1)
    return _PRONOUN.sub(thing, right, count=1)


def last_start(body: Body) -> AnyTrigger | None:
    """Return what starts the last rule of a body, if one thing alone does."""
    chores: tuple[Chore, ...] = getattr(body, "chores", ())
    rules = [rule for one in chores if isinstance(one, KeepRules) for rule in one.rules]
    return rules[-1].triggers[0] if rules and len(rules[-1].triggers) == 1 else None


def merged(bodies: Sequence[Body]) -> Body:
    """Join what several wishes come to; what only asks or refuses comes first."""
    steps: list[Step] = []
    rules: list[Rule] = []
    left_out: list[str] = []
    for body in bodies:
        if isinstance(body, Refusal) or (isinstance(body, Question) and not body.chores):
            return body
        if isinstance(body, Steps):
            steps += body.steps
        if isinstance(body, Steps | Chores):
            left_out += body.left_out
        chores: tuple[Chore, ...] = getattr(body, "chores", ())
        rules += [rule for one in chores if isinstance(one, KeepRules) for rule in one.rules]
    kept = (KeepRules(rules=tuple(rules)),) if rules else ()
    if steps:
        return Steps(steps=tuple(steps), left_out=tuple(left_out), chores=kept)
    if any(isinstance(body, Question) for body in bodies) and kept:
        words = listed(rule.alias for rule in rules)
        return Question(text=f"{words}. Shall I keep these rules?", chores=kept)
    return Chores(chores=kept, left_out=tuple(left_out)) if kept else bodies[0]
