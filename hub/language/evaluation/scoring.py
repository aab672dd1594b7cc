"""How right a plan is: compared with what a case expects of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from hub.home.chores import Chore, KeepRules
from hub.home.home import Home
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Steps
from hub.home.rules import Delay, Rule, Tell
from hub.home.step import Step
from hub.language.evaluation.cases import (
    Answers,
    Asks,
    ChoreWanted,
    Does,
    Expected,
    MovesNothing,
    Refuses,
    RuleWanted,
    Undoes,
)
from hub.language.evaluation.effects import Effect, agrees, effects_of
from hub.language.evaluation.texts import wrong_words

# Lengths of time beyond a minute may be off by this much, other numbers by next to nothing.
SECONDS_SLACK = 2.0
MINUTE_S = 60
EXACT = 1e-6


class Result(StrEnum):
    """How a sentence ended, the better first."""

    RIGHT = "right"
    ASKED = "asked"
    REFUSED = "refused"
    MISSED = "missed"
    WRONG = "wrong action"
    FAILED = "failed"


_ORDER = tuple(Result)


@dataclass(frozen=True, slots=True)
class Undone:
    """The sentence was understood as taking back what was done."""


Said = Body | Undone


@dataclass(frozen=True, slots=True)
class Score:
    """A result, and in words why it is not right."""

    result: Result
    why: str = ""


def score(said: Said, expected: Sequence[Expected], home: Home, now: datetime) -> Score:
    """Score what a sentence came to; the best of what is expected counts."""
    if isinstance(said, Refusal) and said.code == "failed":
        return Score(Result.FAILED, said.text)
    scores = [_Scoring(said, home, now).against(each) for each in expected]
    return min(scores, key=lambda each: _ORDER.index(each.result))


def moved(body: Said, home: Home) -> list[Effect]:
    """Return what a plan moves, now or by a rule it keeps."""
    if not isinstance(body, Steps | Chores):
        return []
    steps = list(body.steps) if isinstance(body, Steps) else []
    for rule in _rules(body.chores):
        steps += rule.steps
    return list(effects_of(steps, home))


@dataclass(frozen=True)
class _Scoring:
    """The scoring of one plan."""

    said: Said
    home: Home
    now: datetime

    def against(self, expected: Expected) -> Score:
        match expected:
            case Does():
                return self.does(expected)
            case Asks():
                return self.asks(expected)
            case Answers():
                return self.answers(expected)
            case Refuses():
                return self.refuses(expected)
            case Undoes():
                return self.undoes()
            case MovesNothing():
                return self.moves_nothing()

    def does(self, wanted: Does) -> Score:
        said = self.said
        if not isinstance(said, Steps | Chores):
            return self.instead()
        steps = said.steps if isinstance(said, Steps) else ()
        wanted_effects = wanted.steps.effects(self.home)
        why = self.unwanted(steps, wanted_effects)
        if why:
            return Score(Result.WRONG, why)
        chores = _Keeping(self.home, self.now).compare(said.chores, wanted.chores)
        if chores.result is not Result.RIGHT:
            return chores
        missing = _missing(effects_of(steps, self.home), wanted_effects)
        if missing and not (wanted.any_one and steps):
            return Score(Result.MISSED, f"left out {_listed(missing)}")
        text = "; ".join(said.left_out)
        unsaid = [word for word in wanted.left_out if word.casefold() not in text.casefold()]
        if unsaid:
            return Score(Result.MISSED, f"does not say that it left out {', '.join(unsaid)}")
        return Score(Result.RIGHT)

    def asks(self, wanted: Asks) -> Score:
        said = self.said
        if not isinstance(said, Question):
            return self.instead()
        why = wrong_words(said.text, wanted.words)
        if why is None and wanted.options is not None and frozenset(said.options) != wanted.options:
            why = f"offers {', '.join(said.options) or 'nothing'}"
        if why is None and wanted.proposal is not None:
            effects = effects_of(said.proposal, self.home)
            proposal = wanted.proposal.effects(self.home)
            wrong = _excess(effects, proposal) + _missing(effects, proposal)
            why = f"proposes wrongly: {_listed(wrong)}" if wrong else None
        return Score(Result.MISSED, why) if why else Score(Result.RIGHT)

    def answers(self, wanted: Answers) -> Score:
        said = self.said
        if not isinstance(said, Answer):
            return self.instead()
        why = wrong_words(said.text, wanted.words)
        if why is None and wanted.check is not None:
            why = wanted.check.problem(said)
        return Score(Result.MISSED, why) if why else Score(Result.RIGHT)

    def refuses(self, wanted: Refuses) -> Score:
        said = self.said
        if not isinstance(said, Refusal):
            return self.instead()
        why = wrong_words(said.text, wanted.words)
        return Score(Result.MISSED, why) if why else Score(Result.RIGHT)

    def undoes(self) -> Score:
        return Score(Result.RIGHT) if isinstance(self.said, Undone) else self.instead()

    def moves_nothing(self) -> Score:
        effects = moved(self.said, self.home)
        if effects:
            return Score(Result.WRONG, f"moves {_listed(effects)}")
        if isinstance(self.said, Undone):
            return Score(Result.WRONG, "takes back what was done before")
        if isinstance(self.said, Question) and self.said.proposal:
            proposed = effects_of(self.said.proposal, self.home)
            return Score(Result.MISSED, f"a yes would move {_listed(proposed)}")
        return Score(Result.RIGHT)

    def instead(self) -> Score:
        """Score a plan of another kind than the one that is wanted."""
        said = self.said
        match said:
            case Question():
                return Score(Result.ASKED, said.text)
            case Refusal():
                return Score(Result.REFUSED, said.text)
            case Answer():
                return Score(Result.MISSED, f"answers {said.text!r}")
            case Undone():
                return Score(Result.WRONG, "takes back what was done before")
            case Steps() | Chores():
                effects = moved(said, self.home)
                if effects:
                    return Score(Result.WRONG, f"moves {_listed(effects)}")
                return Score(Result.MISSED, f"keeps {', '.join(c.op for c in said.chores)}")

    def unwanted(self, steps: Sequence[Step], wanted: Sequence[Effect]) -> str:
        excess = _excess(effects_of(steps, self.home), wanted)
        return f"moves {_listed(excess)}" if excess else ""


@dataclass(frozen=True)
class _Keeping:
    """The comparison of chores."""

    home: Home
    now: datetime

    def compare(self, got: Sequence[Chore], wanted: Sequence[ChoreWanted]) -> Score:
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
        effects = effects_of((s for rule in _rules(left) for s in rule.steps), self.home)
        excess = [] if is_open else _excess(effects, allowed)
        return Score(Result.WRONG if excess else Result.MISSED, why)

    def problem(self, got: Chore, wanted: ChoreWanted) -> str:
        """Say how a chore differs from the one wanted; empty if it does not."""
        if wanted.rule is not None:
            if not isinstance(got, KeepRules):
                return f"{got.op} is no rule"
            return self.rule_problem(got.rules[0], wanted.rule)
        return _differs(got.model_dump(), wanted.fields, self.now, got.op)

    def rule_problem(self, rule: Rule, wanted: RuleWanted) -> str:
        triggers = [each.model_dump() for each in rule.triggers]
        conditions = [each.model_dump() for each in rule.conditions]
        why = _unlike(triggers, wanted.triggers, self.now, "trigger")
        why = why or _unlike(conditions, wanted.conditions, self.now, "condition")
        if not why and wanted.once is not None and rule.once is not wanted.once:
            why = f"once is {rule.once}"
        if not why and wanted.alias and wanted.alias.casefold() not in rule.alias.casefold():
            why = f"it is called {rule.alias!r}"
        return why or self.steps_problem(rule, wanted)

    def steps_problem(self, rule: Rule, wanted: RuleWanted) -> str:
        if wanted.steps is None:
            return ""
        effects, wanted_effects = effects_of(rule.steps, self.home), wanted.steps.effects(self.home)
        wrong = _excess(effects, wanted_effects)
        if wrong:
            return f"the rule moves {_listed(wrong)}"
        # What is so now need not be so when the rule runs.
        missing = [w for w in wanted_effects if not any(agrees(g, w) for g in effects)]
        if missing:
            return f"the rule leaves out {_listed(missing)}"
        delays = [a.delay_s for a in rule.actions if isinstance(a, Delay)]
        if sorted(delays) != sorted(wanted.delays_s):
            return f"the rule waits {delays}"
        tells = [a.tell for a in rule.actions if isinstance(a, Tell)]
        if len(tells) != len(wanted.tells):
            return f"the rule tells {tells}"
        wrong_told = [w for t, words in zip(tells, wanted.tells, strict=True)
                      if (w := wrong_words(t, words))]  # fmt: skip
        return "; ".join(wrong_told)


def _rules(chores: Sequence[Chore]) -> list[Rule]:
    return [rule for chore in chores if isinstance(chore, KeepRules) for rule in chore.rules]


def _singles(chore: Chore) -> list[Chore]:
    if isinstance(chore, KeepRules):
        return [KeepRules(rules=(rule,)) for rule in chore.rules]
    return [chore]


def _excess(got: Sequence[Effect], wanted: Sequence[Effect]) -> list[Effect]:
    """Return what was not wanted."""
    return [one for one in got if not any(agrees(one, want) for want in wanted)]


def _missing(got: Sequence[Effect], wanted: Sequence[Effect]) -> list[Effect]:
    """Return what was wanted and is not there; what is so already may be left out beside others."""
    missing = [want for want in wanted if not any(agrees(one, want) for one in got)]
    return [want for want in missing if not (got and want.is_idle)]


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


def _listed(effects: Sequence[Effect]) -> str:
    return ", ".join(map(str, effects))


def _name(wanted: ChoreWanted) -> str:
    return "the rule" if wanted.rule is not None else f"{wanted.fields.get('op')}"


def _told(chore: Chore) -> str:
    if isinstance(chore, KeepRules):
        return f"the rule {chore.rules[0].alias!r}"
    return chore.op
