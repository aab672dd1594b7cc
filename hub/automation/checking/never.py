"""Rules, triggers and branches that can never come about."""

from collections.abc import Iterator, Mapping

from hub.automation.checking.effects import branches_of
from hub.automation.checking.finding import Finding, nearest
from hub.automation.checking.moments import (
    fires_of,
    fitting,
    numbers_of,
    passing,
    state_after,
    values_to,
)
from hub.automation.checking.possible import Box, Boxes, boxes_of_all, meet
from hub.automation.checking.verbs import EVERYWHERE, NEARLY, POSSIBLE
from hub.automation.checking.walking import (
    actions_of,
    conditions_in,
    place_of,
    rules_of,
    triggers_in,
)
from hub.automation.model.actions import Choose, If, WaitForTrigger, WaitTemplate
from hub.automation.model.conditions import StateCondition, TriggerCondition
from hub.automation.model.rules import Automation, Configuration, Runnable
from hub.automation.model.triggers import (
    AnyTrigger,
    NumericStateTrigger,
    StateTrigger,
    TimePatternTrigger,
)
from hub.automation.model.values import Duration, Part, Place
from hub.home.ids import domain_of

_UNITS = ("days", "hours", "minutes", "seconds", "milliseconds")
_TO_S = (86400.0, 3600.0, 60.0, 1.0, 0.001)
Options = Mapping[str, frozenset[str]]


def nevers(configuration: Configuration) -> Iterator[Finding]:
    """Find what can never fire, hold or run."""
    options = _options(configuration)
    for named in rules_of(configuration):
        look = _Look(named.rule, named.name, options)
        if isinstance(named.rule, Automation):
            yield from look.starts(named.rule)
        yield from look.triggers()
        yield from look.conditions()
        yield from look.branches()
        yield from look.waits()


def _options(configuration: Configuration) -> Options:
    return {
        f"input_select.{one.object_id}": frozenset(str(each) for each in one.options["options"])
        for one in configuration.helpers
        if one.domain == "input_select" and isinstance(one.options.get("options"), list | tuple)
    }


class _Look:
    """Looks at one rule."""

    def __init__(self, rule: Runnable, name: str, options: Options) -> None:
        self._rule = rule
        self._name = name
        self._options = options

    def starts(self, rule: Automation) -> Iterator[Finding]:
        """Say whether anything can start the rule, and its conditions let it pass."""
        fires = list(fires_of(rule))
        if not rule.triggers:
            yield self._found(
                "note",
                "no_trigger",
                f"{rule.alias!r} has no trigger: it runs only"
                " when something runs it by name. Give it one, or make it a script.",
            )
        elif not fires:
            yield self._found(
                "warning",
                "never",
                f"Every trigger of {rule.alias!r} is switched"
                " off (`enabled: false`). Switch one on, or delete the rule.",
            )
        elif not boxes_of_all(rule.conditions):
            yield self._found(
                "error",
                "never",
                f"The conditions of {rule.alias!r} can never all"
                " hold: they contradict each other. Use `or`, or take one away.",
                _first_place(rule),
            )
        else:
            yield from self._held_back(rule)

    def _held_back(self, rule: Automation) -> Iterator[Finding]:
        fires = [one for one in fires_of(rule) if self._problem(one[0]) is None]
        if fires and not any(passing(rule, one, state_after(trigger)) for trigger, one in fires):
            yield self._found(
                "error",
                "never",
                f"{rule.alias!r} can never run: whenever one of"
                " its triggers fires, its conditions do not hold. Correct the"
                " conditions, or the triggers.",
                _first_place(rule),
            )

    def triggers(self) -> Iterator[Finding]:
        """Say which triggers can never fire."""
        for trigger in triggers_in(self._rule):
            problem = self._problem(trigger)
            if problem is not None:
                yield self._found(
                    "error",
                    "never",
                    f"This trigger of {self._rule.alias!r} can never fire: {problem}",
                    place_of(trigger, self._rule),
                )

    def _problem(self, trigger: AnyTrigger) -> str | None:
        match trigger:
            case StateTrigger():
                return self._state_problem(trigger) or _for_problem(trigger.for_)
            case NumericStateTrigger():
                if not numbers_of(trigger).possible():
                    return (
                        f"no number is above {trigger.above} and below {trigger.below}."
                        " Swap the two, or make two triggers of it."
                    )
                return _for_problem(trigger.for_)
            case TimePatternTrigger() if not fitting(trigger):
                return "no time fits its pattern. Hours go to 23, minutes and seconds to 59."
            case _:
                return _for_problem(getattr(trigger, "for_", None))

    def _state_problem(self, trigger: StateTrigger) -> str | None:
        if not values_to(trigger).possible():
            return "`to` and `not_to` leave no state over. Take one of them away."
        to, before = trigger.to or (), trigger.from_ or ()
        if len(to) == 1 and to == before:
            return f"`from` and `to` are both {to[0]!r}, which is no change. Correct one of them."
        if trigger.attribute is None:
            for states in (to, before):
                problem = self._impossible(trigger.entity_id, states)
                if problem is not None:
                    return problem
        return None

    def _impossible(self, entities: tuple[str, ...], states: tuple[str, ...]) -> str | None:
        """Say why none of the entities can ever be in one of the states."""
        if not states:
            return None
        for entity_id in entities:
            can = self._options.get(entity_id) or POSSIBLE.get(domain_of(entity_id))
            if can is None or any(state in can or state in EVERYWHERE for state in states):
                return None
        entity_id, state = entities[0], states[0]
        can = self._options.get(entity_id) or POSSIBLE[domain_of(entity_id)]
        meant = NEARLY.get(state)
        remedy = f"did you mean {meant!r}?" if meant in can else nearest(state, can)
        return f"{entity_id} is never {state!r}, only {', '.join(sorted(can))}; {remedy}"

    def conditions(self) -> Iterator[Finding]:
        """Say which conditions can never hold, each by itself."""
        ids = _ids(self._rule)
        for condition in conditions_in(self._rule):
            place = place_of(condition, self._rule)
            match condition:
                case StateCondition(attribute=None):
                    problem = self._impossible(condition.entity_id, condition.state)
                    if problem is not None:
                        yield self._found(
                            "error",
                            "never",
                            f"A condition of {self._rule.alias!r} can never hold: {problem}",
                            place,
                        )
                case TriggerCondition() if ids is not None:
                    for one in condition.id:
                        if one not in ids:
                            yield self._found(
                                "error",
                                "unknown_trigger",
                                f"No trigger of"
                                f" {self._rule.alias!r} has the id {one!r};"
                                f" {nearest(one, ids)}",
                                place,
                            )
                case _:
                    pass

    def branches(self) -> Iterator[Finding]:
        """Say which branches of choices are never taken."""
        started = self._started()
        for action in actions_of(self._rule.actions):
            if not isinstance(action, Choose | If):
                continue
            for number, (conditions, sequence) in enumerate(branches_of(action)):
                if sequence and not meet(started, boxes_of_all(conditions)):
                    what = _branch_name(action, number)
                    yield self._found(
                        "warning",
                        "never_branch",
                        f"{what} of {self._rule.alias!r}"
                        " is never taken: its conditions contradict each other, or"
                        " a branch before it, a trigger or the rule's conditions"
                        " rule it out. Correct its conditions, or take it away.",
                        place_of(action, self._rule),
                    )

    def _started(self) -> Boxes:
        """Return what ids may have started the rule; states may have changed since."""
        ids = _ids(self._rule)
        return (Box(ids=ids),)

    def waits(self) -> Iterator[Finding]:
        """Say which waits never end, and which durations are none."""
        for action in actions_of(self._rule.actions):
            place = place_of(action, self._rule)
            if isinstance(action, WaitForTrigger) and action.timeout is None:
                problems = [self._problem(trigger) for trigger in action.triggers]
                if problems and all(problem is not None for problem in problems):
                    yield self._found(
                        "error",
                        "endless_wait",
                        f"{self._rule.alias!r} waits here"
                        f" for ever: {problems[0]} Give it a `timeout` too.",
                        place,
                    )
            if isinstance(action, WaitForTrigger | WaitTemplate):
                problem = _for_problem(action.timeout, "timeout")
            else:
                problem = _for_problem(getattr(action, "delay", None), "delay")
            if problem is not None:
                yield self._found("error", "duration", f"In {self._rule.alias!r}: {problem}", place)

    def _found(self, severity: str, code: str, message: str, place: Place | None = None) -> Finding:
        return Finding(
            severity="error"
            if severity == "error"
            else "note"
            if severity == "note"
            else "warning",
            code=code,
            message=message,
            rules=(self._name,),
            place=place or self._rule.place,
        )


def _ids(rule: Runnable) -> frozenset[str] | None:
    if not isinstance(rule, Automation):
        return None
    named = {trigger.id for trigger in rule.triggers if trigger.id is not None}
    return frozenset(named) | {str(number) for number in range(len(rule.triggers))}


def _first_place(rule: Automation) -> Place:
    first: Part | None = next(iter(rule.conditions), None)
    return rule.place if first is None else place_of(first, rule)


def _branch_name(action: Choose | If, number: int) -> str:
    if isinstance(action, If):
        return "`else`" if number else "`then`"
    return "`default`" if number == len(action.options) else f"Branch {number + 1} of `choose`"


def _for_problem(duration: Duration | None, key: str = "for") -> str | None:
    seconds = _seconds(duration)
    if seconds is None or seconds >= 0:
        return None
    return f"`{key}` is negative ({seconds:g} s). Durations are 0 or more."


def _seconds(duration: Duration | None) -> float | None:
    if isinstance(duration, int | float):
        return float(duration)
    if isinstance(duration, Mapping):
        numbers = [duration.get(unit, 0) for unit in _UNITS]
        if all(isinstance(one, int | float) for one in numbers):
            return float(sum(one * size for one, size in zip(numbers, _TO_S, strict=True)))
    return None
