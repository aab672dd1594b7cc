"""The road from a sentence to a plan, stage after stage; the first that understands it answers.

1. Chores: timers, rules that are kept, names to learn (`chores`). They read whole sentences only,
   so they may go first: "when I say movie mode ..." is no condition. A taught phrase stands for
   its sentences, which take the rest of the road one by one. Words for other people
   (`calling_out`) come next: what they say is nothing that is asked of the hub.
2. Follow-ups ("and the bedroom too") become steps, or full sentences (`follow_up`).
3. Talk that holds an order and is none (`not_an_order`) is refused.
4. Later: a time or a condition is split off; what remains is planned as if said alone, and what
   comes of it becomes a rule (`later`).
5. Now: what `understanding` can carry out; then the matcher, then `questions`, then what
   `understanding` asks or refuses; what is then only a statement is refused; then the model with
   its grammar and its checks.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from hub.home.home import Home
from hub.home.keeping import Kept, NothingKept
from hub.home.past import NoPast, Past
from hub.home.plan import Answer, Body, Chores, Plan, Question, Refusal, Request, Step, Steps
from hub.language.absent import absent_place
from hub.language.calling_out import called_out, halves, may_wait
from hub.language.candidate import Candidate, Query
from hub.language.checks import Proposal, checked, refuse_early
from hub.language.chores import chore
from hub.language.chores.phrases import expanded
from hub.language.clauses import clauses
from hub.language.completion import Completer, ModelUnavailable
from hub.language.fitting import unfit
from hub.language.follow_up import follow_up
from hub.language.grammar import build_grammar
from hub.language.grounding import Grounding
from hub.language.later import later
from hub.language.left_behind import said_outright
from hub.language.model_settings import ModelSettings
from hub.language.names import plain
from hub.language.narrowing import Said
from hub.language.not_an_order import not_an_order, points_back, unclear_order
from hub.language.plan_parser import ParsedPlan, parse_plan
from hub.language.prompt import build_prompt, build_short_prompt
from hub.language.questions import ask, asks_indirectly
from hub.language.questions.statements import A_REMARK, is_statement
from hub.language.sentence import Mood, Sentence
from hub.language.speech import is_english, say
from hub.language.understanding import understand
from hub.language.understanding.spread import is_wide, read_back
from hub.language.wording import base_language

if TYPE_CHECKING:
    from hub.home.chores import Chore

PLANNER = "model"

_log = logging.getLogger(__name__)


class Matcher(Protocol):
    """Knows canonical sentences."""

    def match(self, request: Request) -> Plan | None:
        """Return the plan of a sentence it knows fully and unambiguously; else None."""

    async def warm(self, languages: Iterable[str]) -> None:
        """Load what it knows of languages, off the event loop; at once where it is loaded."""


Select = Callable[[Home, Request, int], Sequence[Candidate]]
AnswerQuery = Callable[[Home, Query, str], Answer]


class LanguagePlanner:
    """Plans sentences: the matcher's own plan, else the model's where it stands the checks.

    Every failure on the way is an honest refusal, within the model's time limit.
    """

    def __init__(  # noqa: PLR0913 (the stages, each replaceable)
        self,
        home: Home,
        *,
        matcher: Matcher | None,
        select: Select,
        answer: AnswerQuery,
        worker: Completer | None,
        settings: ModelSettings | None = None,
        kept: Kept | None = None,
        past: Past | None = None,
    ) -> None:
        self._home = home
        self._matcher = matcher
        self._select = select
        self._answer = answer
        self._worker = worker
        self._kept = kept or NothingKept()
        self._past = past or NoPast()
        self._settings = settings or getattr(worker, "settings", None) or ModelSettings()

    def without_model(self) -> "LanguagePlanner":
        """Return a planner of the same home that refuses what only the model could plan."""
        return LanguagePlanner(
            self._home,
            matcher=self._matcher,
            select=self._select,
            answer=self._answer,
            worker=None,
            settings=self._settings,
            kept=self._kept,
            past=self._past,
        )

    async def plan(self, request: Request) -> Plan:
        """Return a plan, a question, an answer or a refusal; never raises for odd words."""
        started = time.perf_counter()
        try:
            plan = await self._planned(request)
        except ModelUnavailable as error:
            plan = _plan(request, Refusal(
                text=say(request.language, "model_missing", reason=error.reason),
                code="unavailable",
            ))  # fmt: skip
        except Exception:  # noqa: BLE001 (the outer edge: logged, and told to the user)
            _log.exception("No plan could be made of %r", request.text)
            text = say(request.language, "went_wrong")
            plan = _plan(request, Refusal(text=text, code="failed"))
        return replace(plan, took_ms=(time.perf_counter() - started) * 1000)

    async def plan_by_code(self, request: Request) -> Plan:
        """Return a plan as `plan` does; what only the model could plan is refused."""
        return await self.without_model().plan(request)

    async def _planned(self, request: Request) -> Plan:
        kept = chore(request, self._home, self._kept)
        if kept is not None:
            return _plan(request, kept, planner="chores")
        sentences = expanded(request.text, self._kept)
        if sentences:
            return await self._taught(request, sentences)
        return await self._understood(request)

    async def _taught(self, request: Request, sentences: Sequence[str]) -> Plan:
        """Plan the sentences that a taught phrase stands for; phrases in them are not expanded."""
        alone = replace(request, spoken_of=(), last_steps=(), last_chores=(), last_said="")
        parts: list[tuple[str, Body]] = []
        for text in sentences:
            part = replace(alone, text=text)
            kept = chore(part, self._home, self._kept)
            parts.append((text, kept or (await self._understood(part)).body))
        return _plan(request, _joined(parts), planner="phrase")

    async def _understood(self, request: Request) -> Plan:
        """Plan a sentence about devices, be it a follow-up, for later or for now."""
        for_others = await self._for_others(request)
        if for_others is not None:
            return for_others
        followed = follow_up(request, self._home)
        if isinstance(followed, Request):
            request = followed
        elif followed is not None:
            return _plan(request, followed, planner="follow_up")
        request = said_outright(asks_indirectly(request) or request)
        refused = not_an_order(request)
        if refused is not None:
            return _plan(request, refused, planner="not_an_order")
        found = await later(request, self._home, self._now)
        if found is not None:
            return _plan(request, found, planner="later")
        return await self._now(request)

    async def _for_others(self, request: Request) -> Plan | None:
        """Plan words for other people, be it with an order before them."""
        words = called_out(request, self._home)
        if words is not None:
            spoken, said = words
            kept = await later(request, self._home, self._now) if may_wait(spoken) else None
            if kept is not None and _keeps(kept):
                return _plan(request, kept, planner="later")
            return _plan(request, said, planner="calling_out")
        for before, after in halves(request.text, request.language):
            words = called_out(replace(request, text=after), self._home)
            first = await self._understood(replace(request, text=before)) if words else None
            if words and first and isinstance(first.body, Steps) and not first.body.chores:
                parts = ((before, first.body), (after, words[1]))
                return _plan(request, _joined(parts), planner="calling_out")
        return None

    async def _now(self, request: Request) -> Plan:
        """Plan a sentence that speaks of now."""
        found = await self._by_code(request)
        if found is not None:
            return found
        body, confidence = await self._all_clauses(request)
        return _plan(request, body, confidence=confidence)

    async def _by_code(self, request: Request) -> Plan | None:
        """Plan a sentence without the model: orders first, then answers, then reasons why not."""
        understood = understand(request, self._home)
        clear: Body | None
        clear = understood if isinstance(understood, Steps) else unclear_order(request, self._home)
        if clear is not None:
            if understood is not None and _is_proposal(understood):
                clear = understood
            return _plan(request, clear, planner="understanding")
        matched = await self._matched(request)
        if matched is not None and isinstance(understood, Refusal) and _moves_devices(matched):
            matched = None  # The reason not to counts for more.
        if matched is not None and not isinstance(matched.body, Refusal):
            return matched
        if matched is None and understood is not None and _is_proposal(understood):
            return _plan(request, understood, planner="understanding")
        answered = await ask(request, self._home, self._past)
        if matched is not None and not isinstance(answered, Answer):
            return matched
        if answered is not None:
            return _plan(request, answered, planner="questions")
        if understood is None and is_statement(request.text):
            remark = say(request.language, "not_understood")
            understood = Refusal(text=A_REMARK if is_english(request.language) else remark)
        return _plan(request, understood, planner="understanding") if understood else None

    async def _matched(self, request: Request) -> Plan | None:
        if self._matcher is None or points_back(request, self._home):
            return None
        await self._matcher.warm((request.language,))
        matched = self._matcher.match(request)
        if matched is None or not matched.steps:
            return matched
        problem: Body | None = unfit(
            request.text, matched.steps, self._home, base_language(request.language)
        )
        if problem is None and _sweeps(request.text, matched.steps, self._home):
            text = read_back(self._home, matched.steps)
            problem = Question(text=text, proposal=matched.steps)
        return _plan(request, problem, planner="matcher") if problem else matched

    async def _all_clauses(self, request: Request) -> tuple[Body, float | None]:
        """Plan the wishes of a sentence one by one, all within one time limit."""
        sentence = Sentence(request.text)
        early = refuse_early(sentence)
        if early is not None:
            return early, None
        place = absent_place(request.text, self._home) if is_english(request.language) else None
        if place is not None and sentence.mood is not Mood.QUESTION:
            return Refusal(text=f"There is no {place} here.", code="no_target"), None
        deadline = time.monotonic() + self._settings.timeout_s
        parts: list[tuple[str, Body]] = []
        confidence: float | None = None
        for text in clauses(request.text):
            part = replace(request, text=text)
            body, sure = await self._ask_model(part, deadline - time.monotonic())
            if sure is not None:
                confidence = sure if confidence is None else min(confidence, sure)
            parts.append((text, body))
        return _joined(parts), confidence

    async def _ask_model(self, request: Request, timeout_s: float) -> tuple[Body, float | None]:
        sentence = Sentence(request.text)
        selected = self._select(self._home, request, self._settings.selected)
        if sentence.mood is not Mood.QUESTION:
            selected = [one for one in selected if one.entity.actions]
        grounding = Grounding(sentence, self._home, selected, area_id=request.area_id)
        candidates = [one for one in selected if grounding.is_grounded(one.entity.id)]
        if not sentence.words or not candidates:
            return _not_understood(request), None
        is_certain = sentence.mood is Mood.QUESTION or any(
            grounding.is_certain(one.entity.id) for one in candidates
        )
        if self._worker is None:
            raise ModelUnavailable("there is none")
        is_trained = self._settings.adapter is not None
        said = Said(sentence, grounding, trusts_verbs=is_trained)
        completion = await self._worker.complete(
            self._prompt(candidates[: self._settings.candidates], request),
            build_grammar(candidates, said, may_be_none=is_trained or not is_certain),
            max_tokens=self._settings.max_tokens,
            timeout_s=max(0.0, timeout_s),
        )
        if not completion.complete:
            return Refusal(text="That was too much for me at once.", code="no_match"), None
        body = parse_plan(completion.text, candidates)
        sure = completion.own_confidence if is_trained else completion.confidence
        proposal = Proposal(body, sure, trusts_verbs=is_trained)
        if is_trained and isinstance(body, Steps) and sure < self._settings.ask_from:
            return _not_understood(request), sure
        parsed = checked(
            proposal,
            request=request,
            home=self._home,
            candidates=selected,
            threshold=self._settings.threshold,
        )
        return self._answered(parsed, request), sure

    def _prompt(self, candidates: Sequence[Candidate], request: Request) -> str:
        """Return the prompt the model was trained on, or one with examples for an untrained one."""
        if self._settings.adapter is None:
            return build_prompt(candidates, request.text)
        here = self._home.areas.get(request.area_id) if request.area_id is not None else None
        return build_short_prompt(candidates, request.text, here=here.name if here else None)

    def _answered(self, parsed: ParsedPlan, request: Request) -> Body:
        if isinstance(parsed, Query):
            return self._answer(self._home, parsed, request.language)
        return parsed


def _is_proposal(body: Body | None) -> bool:
    """Tell whether an order was understood and only so much moves that it is read back first."""
    return isinstance(body, Question) and bool(body.proposal)


def _keeps(body: Body) -> bool:
    """Tell whether something is kept for later, at once or after a yes."""
    return isinstance(body, Chores) or (isinstance(body, Question) and bool(body.chores))


def _not_understood(request: Request) -> Refusal:
    return Refusal(text=say(request.language, "not_understood"), code="no_match")


def _plan(
    request: Request, body: Body, *, planner: str = PLANNER, confidence: float | None = None
) -> Plan:
    return Plan(request=request, body=body, planner=planner, confidence=confidence)


def _sweeps(said: str, steps: Sequence[Step], home: Home) -> bool:
    """Tell whether "everything" takes more than lights along, so that it is read back."""
    entities = [home.entity(target) for step in steps for target in step.targets]
    return "everything" in plain(said).split() and is_wide(entities, by_state=False)


def _moves_devices(plan: Plan) -> bool:
    """Tell whether a plan moves more than scenes, whose names may hold any words."""
    return any(step.command.domain not in {"scene", "script"} for step in plan.steps)


def _joined(parts: Sequence[tuple[str, Body]]) -> Body:
    """Join the bodies of several clauses: steps run, refused clauses are named as left out.

    A question or an answer among them stands for all: it has to come first.
    """
    if len(parts) == 1:
        return parts[0][1]
    steps: list[Step] = []
    chores: list[Chore] = []
    left_out: list[str] = []
    for text, body in parts:
        match body:
            case Steps() | Chores():
                steps += body.steps if isinstance(body, Steps) else ()
                chores += body.chores
                left_out += body.left_out
            case Refusal():
                left_out.append(text)
            case Question() | Answer():
                return body
    if steps:
        return Steps(steps=tuple(steps), chores=tuple(chores), left_out=tuple(left_out))
    if chores:
        return Chores(chores=tuple(chores), left_out=tuple(left_out))
    return parts[0][1]
