"""Does the plan follow from the sentence? A weak model's plan is asked about, not guessed.

The checks read English. Sentences they cannot follow end in a question or a refusal.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hub.home.commands import Command
from hub.home.home import Home
from hub.home.plan import Question, Refusal, Request, Step, Steps
from hub.language.candidate import Candidate, Query
from hub.language.grounding import Grounding
from hub.language.plan_parser import ParsedPlan
from hub.language.plan_words import in_words
from hub.language.sentence import Mood, Sentence
from hub.language.value_words import value_problem
from hub.language.verb_words import opposite_problem, verb_problem
from hub.record import record

MAX_OPTIONS = 4
# Actions that no model, however sure, reads into other words.
_SAID_IN_SO_MANY_WORDS = frozenset({"unlock"})

_ONLY_ASKED = "You asked something, so I changed nothing; I could not find the answer."
_NOT_A_WISH = "I took that as a remark, so I changed nothing."
_NEGATED = "I changed nothing, as you said not to."
_SCHEDULE = (
    "I can't schedule yet: I only act at once. Leave out the time or the condition to do it now."
)


@record(frozen=True, slots=True)
class Proposal:
    """What the model proposes, and how probable it was among all it could have said.

    `trusts_verbs`: the model was trained to know what verbs mean.
    """

    body: ParsedPlan
    confidence: float
    trusts_verbs: bool = False


def refuse_early(sentence: Sentence) -> Refusal | None:
    """Refuse what no plan of the model could do right: schedules, and orders not to."""
    if sentence.mood is Mood.QUESTION:
        return None
    if sentence.is_negated:
        return Refusal(text=_NEGATED, code="no_match")
    if sentence.has_schedule:
        return Refusal(text=_SCHEDULE, code="unsupported")
    return None


def checked(
    proposal: Proposal,
    *,
    request: Request,
    home: Home,
    candidates: Sequence[Candidate],
    threshold: float,
) -> ParsedPlan:
    """Return the proposal if it follows from the sentence, else a question or a refusal."""
    sentence = Sentence(request.text)
    grounding = Grounding(sentence, home, candidates, area_id=request.area_id)
    body = proposal.body
    match body:
        case Steps():
            return _checked_steps(body, sentence, grounding, proposal, threshold)
        case Query():
            if sentence.mood is Mood.QUESTION and all(map(grounding.is_grounded, body.targets)):
                return body if body.kind == "state" else _about_all(body, grounding)
            return Refusal(text="I did not understand that.", code="no_match")
        case Question():
            if len(body.options) > 1 and all(map(grounding.is_grounded, body.options)):
                return body
            return Refusal(text="I did not understand that.", code="no_match")
        case Refusal():
            return body


def _about_all(query: Query, grounding: Grounding) -> Query:
    """Return the query about all entities meant that are like its first target."""
    first = query.targets[0]
    meant = grounding.alike(first) | set(query.targets)
    return replace(query, targets=tuple(sorted(meant)))


def _checked_steps(
    body: Steps, sentence: Sentence, grounding: Grounding, proposal: Proposal, threshold: float
) -> ParsedPlan:
    if sentence.mood is Mood.QUESTION:
        return Refusal(text=_ONLY_ASKED, code="no_match")
    early = refuse_early(sentence)
    if early is not None:
        return early
    targets = tuple(dict.fromkeys(t for step in body.steps for t in step.targets))
    strangers = [target for target in targets if not grounding.is_grounded(target)]
    verbs = _trusting_problem if proposal.trusts_verbs else verb_problem
    problem = _first_problem(body.steps, sentence, grounding, verbs)
    if problem is None and _left_out(body, grounding):
        problem = "not all that were meant"
    which = _which_one(body, grounding)
    if which is not None and not strangers and problem is None:
        return which
    if len(strangers) == len(targets):
        return Refusal(text="I did not understand that.", code="no_match")
    if problem is None and not strangers and sentence.mood is Mood.REMARK:
        problem = _NOT_A_WISH
    if problem is None and not strangers and proposal.confidence >= threshold:
        return body
    words = in_words(body, grounding.names)
    return Question(text=f"Did you mean to {words}?", options=targets, proposal=body.steps)


def _trusting_problem(command: Command, sentence: Sentence) -> str | None:
    """Say why a trained model is not believed: the opposite was said, or a lock is to open."""
    if command.verb in _SAID_IN_SO_MANY_WORDS:
        return verb_problem(command, sentence)
    return opposite_problem(command, sentence)


def _left_out(body: Steps, grounding: Grounding) -> bool:
    """Tell whether something named, or one of several meant alike, is not in the plan."""
    planned = {target for step in body.steps for target in step.targets}
    if grounding.named - planned:
        return True
    return any(
        grounding.is_plural(target) and grounding.alike(target) - planned for target in planned
    )


def _which_one(body: Steps, grounding: Grounding) -> Question | None:
    """Ask which one is meant, where one of several alike was picked."""
    planned = {target for step in body.steps for target in step.targets}
    for target in sorted(planned):
        alike = grounding.alike(target)
        if alike - planned and not grounding.is_plural(target):
            options = tuple(sorted(alike))[:MAX_OPTIONS]
            asked = " or ".join(f"the {grounding.names[option]}" for option in options)
            return Question(text=f"Which one do you mean: {asked}?", options=options)
    return None


def _first_problem(
    steps: Sequence[Step],
    sentence: Sentence,
    grounding: Grounding,
    verbs: Callable[[Command, Sentence], str | None],
) -> str | None:
    used: set[float] = set()
    for step in steps:
        problem = verbs(step.command, sentence)
        problem = problem or value_problem(step.command, sentence, used)
        if problem:
            return problem
    unused = sentence.numbers - used - grounding.numbers
    return f"nothing was done with {min(unused):g}" if unused else None
