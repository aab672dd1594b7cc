"""Rules that fight: at one moment they want opposite things of the same entity."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from hub.automation.checking.effects import CHANGED, TOGGLED, Effect, EffectFinder
from hub.automation.checking.finding import Finding, Known
from hub.automation.checking.moments import fires_of, passing, together
from hub.automation.checking.possible import Boxes, meet
from hub.automation.model.rules import Automation, Configuration

_Subject = tuple[str, str]
_Wish = tuple[Automation, Effect]


def conflicts(configuration: Configuration, known: Known) -> Iterator[Finding]:
    """Find pairs of rules that may set the same thing to different values at the same moment."""
    finder = EffectFinder(configuration, known)
    wishes: dict[_Subject, list[_Wish]] = defaultdict(list)
    for rule in configuration.automations:
        if rule.initial_state is not False:
            for effect in last_wishes(finder.of(rule)):
                wishes[effect.subject, effect.aspect].append((rule, effect))
    told: set[tuple[str, str, str]] = set()
    for (subject, _), several in wishes.items():
        for one, other in combinations(several, 2):
            pair = (one[0].id, other[0].id, subject)
            if one[0] is not other[0] and pair not in told and _opposite(one[1], other[1]):
                together_when = coincidence(one, other)
                if together_when:
                    told.add(pair)
                    yield _finding(one, other, together_when)


def last_wishes(effects: tuple[Effect, ...]) -> list[Effect]:
    """Return what is set at once and is not set anew further on the same way."""
    at_once = [one for one in effects if one.kind == "state" and not one.later and one.value]
    return [
        effect
        for number, effect in enumerate(at_once)
        if not any(
            later.subject == effect.subject
            and later.aspect == effect.aspect
            and effect.path[: len(later.path)] == later.path
            for later in at_once[number + 1 :]
        )
    ]


def _opposite(one: Effect, other: Effect) -> bool:
    if CHANGED in (one.value, other.value):
        return False
    if TOGGLED in (one.value, other.value):
        return one.value == other.value
    return one.value != other.value


def coincidence(one: _Wish, other: _Wish) -> Boxes:
    """Return when both effects come about at the same moment."""
    found: list[Boxes] = []
    for trigger, trigger_id in fires_of(one[0]):
        for opposite, opposite_id in fires_of(other[0]):
            moment = together(trigger, opposite)
            if moment:
                first = passing(one[0], trigger_id, one[1].when)
                second = passing(other[0], opposite_id, other[1].when)
                found.append(meet(moment, first, second))
    return tuple(box for boxes in found for box in boxes)


def _finding(one: _Wish, other: _Wish, when: Boxes) -> Finding:
    (rule, effect), (opposite, against) = one, other
    sure = any(not box.opaque for box in when)
    message = (
        f"{rule.alias!r} {effect}, and {opposite.alias!r} ({opposite.place}) {against}; the same"
        f" moment {'starts' if sure else 'may start'} both, and which of them wins is chance. Give"
        " one of them a condition that keeps them apart, or make one rule of them with `choose`."
    )
    return Finding(
        severity="warning" if sure else "note",
        code="conflict",
        message=message,
        rules=(f"automation.{rule.id}", f"automation.{opposite.id}"),
        place=effect.place if effect.place.line else rule.place,
    )
