"""The road from a sentence to a plan: matcher, candidates, model, parser, checks."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from hub.home.home import Home
from hub.home.plan import Answer, Plan, Question, Refusal, Request, Step, Steps
from hub.language.absent import absent_place
from hub.language.candidate import Candidate, Query
from hub.language.checks import Proposal, checked, refuse_early
from hub.language.clauses import clauses
from hub.language.completion import Completer, ModelUnavailable
from hub.language.grammar import build_grammar
from hub.language.grounding import Grounding
from hub.language.model_settings import ModelSettings
from hub.language.narrowing import Said
from hub.language.not_an_order import not_an_order
from hub.language.plan_parser import ParsedPlan, parse_plan
from hub.language.prompt import build_prompt
from hub.language.sentence import Mood, Sentence

PLANNER = "model"

Body = Steps | Question | Answer | Refusal

_log = logging.getLogger(__name__)


class Matcher(Protocol):
    """Knows canonical sentences."""

    def match(self, request: Request) -> Plan | None:
        """Return the plan of a sentence it knows fully and unambiguously; else None."""


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
    ) -> None:
        self._home = home
        self._matcher = matcher
        self._select = select
        self._answer = answer
        self._worker = worker
        self._settings = settings or getattr(worker, "settings", None) or ModelSettings()

    async def plan(self, request: Request) -> Plan:
        """Return a plan, a question, an answer or a refusal; never raises for odd words."""
        started = time.perf_counter()
        confidence: float | None = None
        body: Body
        try:
            refused = not_an_order(request, self._home)
            matched = self._matcher.match(request) if self._matcher and not refused else None
            if matched is not None:
                return matched
            body, confidence = (refused, None) if refused else await self._all_clauses(request)
        except ModelUnavailable as error:
            body = Refusal(
                text=f"The language model is not available right now ({error.reason}); "
                "simple commands still work.",
                code="unavailable",
            )
        except Exception:  # noqa: BLE001 (the outer edge: logged, and told to the user)
            _log.exception("No plan could be made of %r", request.text)
            body = Refusal(text="Something went wrong while I thought about that.", code="failed")
        took_ms = (time.perf_counter() - started) * 1000
        return Plan(
            request=request, body=body, planner=PLANNER, confidence=confidence, took_ms=took_ms
        )

    async def _all_clauses(self, request: Request) -> tuple[Body, float | None]:
        """Plan the wishes of a sentence one by one, all within one time limit."""
        sentence = Sentence(request.text)
        early = refuse_early(sentence)
        if early is not None:
            return early, None
        place = absent_place(request.text, self._home)
        if place is not None and sentence.mood is not Mood.QUESTION:
            return Refusal(text=f"There is no {place} here.", code="no_target"), None
        deadline = time.monotonic() + self._settings.timeout_s
        parts: list[tuple[str, Body]] = []
        confidence: float | None = None
        for text in clauses(request.text):
            part = request.model_copy(update={"text": text})
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
            return Refusal(text="I did not understand that.", code="no_match"), None
        is_certain = sentence.mood is Mood.QUESTION or any(
            grounding.is_certain(one.entity.id) for one in candidates
        )
        if self._worker is None:
            raise ModelUnavailable("there is none")
        completion = await self._worker.complete(
            build_prompt(candidates[: self._settings.candidates], request.text),
            build_grammar(candidates, Said(sentence, grounding), may_be_none=not is_certain),
            max_tokens=self._settings.max_tokens,
            timeout_s=max(0.0, timeout_s),
        )
        if not completion.complete:
            return Refusal(text="That was too much for me at once.", code="no_match"), None
        proposal = Proposal(parse_plan(completion.text, candidates), completion.confidence)
        parsed = checked(
            proposal,
            request=request,
            home=self._home,
            candidates=selected,
            threshold=self._settings.threshold,
        )
        return self._answered(parsed, request), completion.confidence

    def _answered(self, parsed: ParsedPlan, request: Request) -> Body:
        if isinstance(parsed, Query):
            return self._answer(self._home, parsed, request.language)
        return parsed


def _joined(parts: Sequence[tuple[str, Body]]) -> Body:
    """Join the bodies of several clauses: steps run, refused clauses are named as left out.

    A question or an answer among them stands for all: it has to come first.
    """
    if len(parts) == 1:
        return parts[0][1]
    steps: list[Step] = []
    left_out: list[str] = []
    for text, body in parts:
        match body:
            case Steps():
                steps += body.steps
                left_out += body.left_out
            case Refusal():
                left_out.append(text)
            case Question() | Answer():
                return body
    if not steps:
        return parts[0][1]
    return Steps(steps=tuple(steps), left_out=tuple(left_out))
