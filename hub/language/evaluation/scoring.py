"""How right a plan is: compared with what a case expects of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hub.home.home import Home
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Steps
from hub.home.step import Step
from hub.language.evaluation.cases import (
    Answers,
    Asks,
    Does,
    Expected,
    MovesNothing,
    Refuses,
    Undoes,
)
from hub.language.evaluation.effects import Effect, effects_of
from hub.language.evaluation.keeping import Keeping, rules_in
from hub.language.evaluation.results import Result, Score, excess_of, listed_effects, missing_of
from hub.language.evaluation.texts import wrong_words
from hub.record import record


@record(frozen=True, slots=True)
class Undone:
    """The sentence was understood as taking back what was done."""


Said = Body | Undone


def score(said: Said, expected: Sequence[Expected], home: Home, now: datetime) -> Score:
    """Score what a sentence came to; the best of what is expected counts."""
    if isinstance(said, Refusal) and said.code == "failed":
        return Score(Result.FAILED, said.text)
    scores = [_Scoring(said, home, now).against(each) for each in expected]
    return min(scores, key=lambda each: each.rank)


def moved(body: Said, home: Home) -> list[Effect]:
    """Return what a plan moves, now or by a rule it keeps."""
    if not isinstance(body, Steps | Chores):
        return []
    steps = list(body.steps) if isinstance(body, Steps) else []
    for rule in rules_in(body.chores):
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
        if isinstance(said, Question) and wanted.chores and said.chores:
            return self.read_back(said, wanted)
        if not isinstance(said, Steps | Chores):
            return self.instead()
        steps = said.steps if isinstance(said, Steps) else ()
        wanted_effects = wanted.steps.effects(self.home)
        why = self.unwanted(steps, wanted_effects)
        if why:
            return Score(Result.WRONG, why)
        chores = Keeping(self.home, self.now).compare(said.chores, wanted.chores)
        if chores.result is not Result.RIGHT:
            return chores
        why = self.left_out(wanted, wanted_effects)
        return Score(Result.MISSED, why) if why else Score(Result.RIGHT)

    def left_out(self, wanted: Does, effects: Sequence[Effect]) -> str:
        """Say what a plan should have done, or said that it does not do."""
        said = self.said
        steps = said.steps if isinstance(said, Steps) else ()
        missing = missing_of(effects_of(steps, self.home), effects)
        if missing and not (wanted.any_one and steps):
            return f"left out {listed_effects(missing)}"
        text = "; ".join(said.left_out) if isinstance(said, Steps | Chores) else ""
        unsaid = [word for word in wanted.left_out if word.casefold() not in text.casefold()]
        return f"does not say that it left out {', '.join(unsaid)}" if unsaid else ""

    def read_back(self, said: Question, wanted: Does) -> Score:
        """Score a plan that is read back first, as new rules are: a yes would carry it out."""
        if said.proposal:
            body: Steps | Chores = Steps(steps=said.proposal, chores=said.chores)
        else:
            body = Chores(chores=said.chores)
        found = replace(self, said=body).does(wanted)
        return found if found.result is Result.RIGHT else Score(Result.ASKED, found.why)

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
            wrong = excess_of(effects, proposal) + missing_of(effects, proposal)
            why = f"proposes wrongly: {listed_effects(wrong)}" if wrong else None
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
            return Score(Result.WRONG, f"moves {listed_effects(effects)}")
        if isinstance(self.said, Undone):
            return Score(Result.WRONG, "takes back what was done before")
        if isinstance(self.said, Question) and self.said.proposal:
            proposed = effects_of(self.said.proposal, self.home)
            return Score(Result.MISSED, f"a yes would move {listed_effects(proposed)}")
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
                    return Score(Result.WRONG, f"moves {listed_effects(effects)}")
                return Score(Result.MISSED, f"keeps {', '.join(c.op for c in said.chores)}")

    def unwanted(self, steps: Sequence[Step], wanted: Sequence[Effect]) -> str:
        excess = excess_of(effects_of(steps, self.home), wanted)
        return f"moves {listed_effects(excess)}" if excess else ""
