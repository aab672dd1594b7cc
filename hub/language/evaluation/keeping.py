"""Whether a plan keeps what it should: timers, rules, names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hub.home.chores import Chore, KeepRules
from hub.home.home import Home
from hub.home.rules import Delay, Rule, Tell
from hub.language.evaluation.cases import ChoreWanted, RuleWanted
from hub.language.evaluation.effects import agrees, effects_of
from hub.language.evaluation.results import Result, Score, excess_of, listed_effects
from hub.language.evaluation.texts import wrong_words

# Lengths of time beyond a minute may be off by this much, other numbers by next to nothing.
SECONDS_SLACK = 2.0
MINUTE_S = 60
EXACT = 1e-6


@dataclass(frozen=True)
class Keeping:
    """Compares the chores of a plan with those that are wanted."""

    home: Home
    now: datetime

    def compare(self, got: Sequence[Chore], wanted: Sequence[ChoreWanted]) -> Score:
        """Score the chores of a plan."""
        singles = [single for chore in got for single in _singles(chore)]
        left = list(singles)
        problems = []
        for want in wanted:
            found = next((one for one in left if not self.problem(one, want)), None)
            if found is None:
                reasons = [why for one in left if (why := self.problem(one, want))]
                problems.append(reasons[0] if reasons else f"does not keep {_name(want)}")
            else:
                left.remove(found)
        if not problems and not left:
            return Score(Result.RIGHT)
        why = "; ".join([*problems, *(f"keeps {_told(one)}" for one in left if not problems)])
        rules = [want.rule for want in wanted if want.rule is not None]
        allowed = [e for rule in rules if rule.steps for e in rule.steps.effects(self.home)]
        is_open = any(rule.steps is None for rule in rules)
        effects = effects_of((s for rule in rules_in(left) for s in rule.steps), self.home)
        excess = [] if is_open else excess_of(effects, allowed)
        return Score(Result.WRONG if excess else Result.MISSED, why)

    def problem(self, got: Chore, wanted: ChoreWanted) -> str:
        """Say how a chore differs from the one wanted; empty if it does not."""
        if wanted.rule is not None:
            if not isinstance(got, KeepRules):
                return f"{got.op} is no rule"
            return self._rule_problem(got.rules[0], wanted.rule)
        return _differs(got.model_dump(), wanted.fields, self.now, got.op)

    def _rule_problem(self, rule: Rule, wanted: RuleWanted) -> str:
        triggers = [each.model_dump() for each in rule.triggers]
        conditions = [each.model_dump() for each in rule.conditions]
        why = _unlike(triggers, wanted.triggers, self.now, "trigger")
        why = why or _unlike(conditions, wanted.conditions, self.now, "condition")
        if not why and wanted.once is not None and rule.once is not wanted.once:
            why = f"once is {rule.once}"
        if not why and wanted.alias and wanted.alias.casefold() not in rule.alias.casefold():
            why = f"it is called {rule.alias!r}"
        return why or self._steps_problem(rule, wanted)

    def _steps_problem(self, rule: Rule, wanted: RuleWanted) -> str:
        if wanted.steps is None:
            return ""
        effects, wanted_effects = effects_of(rule.steps, self.home), wanted.steps.effects(self.home)
        wrong = excess_of(effects, wanted_effects)
        if wrong:
            return f"the rule moves {listed_effects(wrong)}"
        # What is so now need not be so when the rule runs.
        missing = [w for w in wanted_effects if not any(agrees(g, w) for g in effects)]
        if missing:
            return f"the rule leaves out {listed_effects(missing)}"
        delays = [a.delay_s for a in rule.actions if isinstance(a, Delay)]
        if sorted(delays) != sorted(wanted.delays_s):
            return f"the rule waits {delays}"
        tells = [a.tell for a in rule.actions if isinstance(a, Tell)]
        if len(tells) != len(wanted.tells):
            return f"the rule tells {tells}"
        wrong_told = [w for t, words in zip(tells, wanted.tells, strict=True)
                      if (w := wrong_words(t, words))]  # fmt: skip
        return "; ".join(wrong_told)


def rules_in(chores: Sequence[Chore]) -> list[Rule]:
    """Return the rules that chores keep."""
    return [rule for chore in chores if isinstance(chore, KeepRules) for rule in chore.rules]


def _singles(chore: Chore) -> list[Chore]:
    if isinstance(chore, KeepRules):
        return [KeepRules(rules=(rule,)) for rule in chore.rules]
    return [chore]


def _unlike(
    got: Sequence[Mapping[str, Any]],
    wanted: Sequence[Mapping[str, Any]] | None,
    now: datetime,
    what: str,
) -> str:
    """Say how two lists differ, whatever their order; `wanted` gives only some of the fields."""
    if wanted is None:
        return ""
    left = list(got)
    for want in wanted:
        found = next((one for one in left if not _differs(one, want, now, what)), None)
        if found is None:
            reasons = [_differs(one, want, now, what) for one in left]
            return reasons[0] if reasons else f"there is no {what} {dict(want)}"
        left.remove(found)
    return f"there is one {what} too many: {dict(left[0])}" if left else ""


def _differs(got: Mapping[str, Any], wanted: Mapping[str, Any], now: datetime, what: str) -> str:
    for key, value in wanted.items():
        if key == "in_s":
            at = got.get("at")
            wanted_at = now + timedelta(seconds=float(value))
            if not (isinstance(at, datetime) and _is_near(at, wanted_at)):
                return f"{what}: at is {at}, not {wanted_at}"
        elif key not in got:
            return f"{what}: there is no {key}"
        elif not _is_same(got[key], value, now):
            return f"{what}: {key} is {got[key]!r}, not {value!r}"
    return ""


def _is_same(got: Any, wanted: Any, now: datetime) -> bool:  # noqa: PLR0911 - one a kind
    match got, wanted:
        case datetime(), datetime():
            return _is_near(got, wanted)
        case (list() | tuple(), list() | tuple()):
            return len(got) == len(wanted) and all(
                any(_is_same(one, want, now) for one in got) for want in wanted
            )
        case (list() | tuple(), _):
            return len(got) == 1 and _is_same(got[0], wanted, now)
        case Mapping(), Mapping():
            return not _differs(got, wanted, now, "it")
        case bool(), bool():
            return got == wanted
        case (int() | float(), int() | float()):
            return abs(got - wanted) <= (SECONDS_SLACK if abs(wanted) > MINUTE_S else EXACT)
        case _:
            return _plain(got) == _plain(wanted)


def _plain(value: Any) -> str:
    text = value.isoformat(timespec="minutes") if hasattr(value, "isoformat") else str(value)
    return " ".join(text.casefold().split())


def _is_near(one: datetime, other: datetime) -> bool:
    return one.tzinfo is not None and abs((one - other).total_seconds()) <= SECONDS_SLACK


def _name(wanted: ChoreWanted) -> str:
    return "the rule" if wanted.rule is not None else f"{wanted.fields.get('op')}"


def _told(chore: Chore) -> str:
    if isinstance(chore, KeepRules):
        return f"the rule {chore.rules[0].alias!r}"
    return chore.op
