"""Asking the cases: every sentence takes the whole road from words to a plan."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.plan import Answer, Chores, Heard, Plan, Refusal, Request, Steps, Verdict
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.choice import plan_chosen
from hub.language.completion import Completer
from hub.language.dialogue import Accept, Choose, Dialogue, Interpretation, Undo
from hub.language.evaluation.cases import Case
from hub.language.evaluation.results import Score
from hub.language.evaluation.scoring import Said, Undone, score
from hub.language.evaluation.simulated import Keeping, Plans, carry_out
from hub.language.follow_up import is_correction
from hub.language.heard import Care, HeardPlanner, cared_for
from hub.language.heard.weighing import WeighingPlanner
from hub.language.matcher import FastMatcher
from hub.language.model_settings import ModelSettings
from hub.language.pipeline import LanguagePlanner
from hub.language.resolve import full_name
from hub.record import record

CONVERSATION = "evaluation"
# Homes that are kept ready between cases; they are built anew beyond.
MOST_READY = 16


@record(frozen=True, slots=True)
class Outcome:
    """What one case came to."""

    case: Case
    score: Score
    said: Said
    planner: str
    confidence: float | None
    took_ms: float


class Examiner:
    """Asks cases one by one. `worker` is the model, None to do without.

    `judge` is the guard's word on a plan of what was heard; None: whatever is heard is harmless.
    """

    def __init__(
        self,
        worker: Completer | None,
        settings: ModelSettings | None = None,
        *,
        judge: Callable[[Plan, Home], Verdict] | None = None,
    ) -> None:
        self._worker = worker
        self._settings = settings
        self._judge = judge
        self._ready: dict[tuple[int, object], _Room] = {}

    async def ask_all(self, cases: Sequence[Case]) -> AsyncIterator[Outcome]:
        """Yield what each case comes to, in order."""
        for case in cases:
            yield await self.ask(case)

    async def ask(self, case: Case, heard: Heard | None = None) -> Outcome:
        """Return what one case comes to, as it was typed, or as it was heard."""
        room = self._room(case)
        room.keeping.fill(case.kept)
        conversation = _Conversation(room, case)
        for sentence in case.before:
            await conversation.hear(sentence)
        plan, said = await conversation.answer(heard.text if heard else case.say, heard)
        return Outcome(
            case=case,
            score=score(said, case.expected, room.home, case.at),
            said=said,
            planner=plan.planner,
            confidence=plan.confidence,
            took_ms=plan.took_ms or 0.0,
        )

    async def readings(self, case: Case, heard: Heard) -> tuple[str, ...]:
        """Return the sentences that may have been said instead of what was heard."""
        return await self._room(case).planner.readings(_request(case, heard.text, heard))

    def _room(self, case: Case) -> "_Room":
        """Return a home to ask in: fresh if the case changes it, else one that is ready."""
        if case.states or case.before:
            return self._built(case, case.states)
        key = (id(case.home), case.at)
        if key not in self._ready:
            if len(self._ready) >= MOST_READY:
                del self._ready[next(iter(self._ready))]
            self._ready[key] = self._built(case, {})
        return self._ready[key]

    def _built(self, case: Case, states: Mapping[str, Any]) -> "_Room":
        home = case.home.build(case.at, states)
        keeping, past = Keeping(), Plans()
        planner = LanguagePlanner(
            home,
            matcher=FastMatcher(home, keeping),
            select=select,
            answer=answer,
            worker=self._worker,
            settings=self._settings,
            kept=keeping,
            past=past,
        )
        heard = HeardPlanner(
            planner,
            home_of=lambda _: home,
            care_of=lambda plan: self._care_of(plan, home),
        )
        return _Room(home, keeping, past, WeighingPlanner(heard, planner, lambda _: home))

    def _care_of(self, plan: Plan, home: Home) -> Care:
        return cared_for(self._judge(plan, home)) if self._judge else Care.USUAL


@record(frozen=True, slots=True)
class _Room:
    """A home with its planner, what is kept there, and what was done."""

    home: Home
    keeping: Keeping
    past: Plans
    planner: WeighingPlanner


class _Conversation:
    """One conversation, as the hub has it, without guard and devices."""

    def __init__(self, room: _Room, case: Case) -> None:
        self._room = room
        self._case = case
        home = room.home

        def name_of(entity_id: EntityId) -> str:
            return full_name(home, home.entity(entity_id))

        self._dialogue = Dialogue(home.now, name_of)
        self._before = dict(home.states)

    async def hear(self, text: str) -> None:
        """Plan a sentence and carry it out."""
        plan, said = await self.answer(text)
        home = self._room.home
        if isinstance(said, Undone):
            home.states.update(self._before)
            return
        self._before = dict(home.states)
        if isinstance(said, Steps):
            self._room.past.add(plan)
            carry_out(plan, home)
        for each in said.chores if isinstance(said, Steps | Chores) else ():
            self._room.keeping.do(each, home)
        self._dialogue.remember_plan(plan)

    async def answer(self, text: str, heard: Heard | None = None) -> tuple[Plan, Said]:
        """Return what a sentence comes to here; nothing is carried out yet."""
        request = _request(self._case, text, heard)
        meant = self._dialogue.interpret(request)
        if isinstance(meant, Undo):
            return _plan(request, Answer(text="Undone.")), Undone()
        plan = await self._planned(request, meant)
        if isinstance(plan.body, Steps) and is_correction(plan.request):
            self._room.home.states.update(self._before)
        return plan, plan.body

    async def _planned(self, request: Request, meant: Interpretation | None) -> Plan:
        match meant:
            case Accept(steps, asked, chores):
                body = Steps(steps=steps, chores=chores) if steps else Chores(chores=chores)
                return _plan(asked, body)
            case Choose(entity_ids, asked):
                return await plan_chosen(self._room.planner, self._room.home, asked, entity_ids)
            case None:
                return await self._room.planner.plan(self._dialogue.reminded(request))
            case _:
                return _plan(request, Answer(text="All right, nothing was done."))


def _request(case: Case, text: str, heard: Heard | None) -> Request:
    return Request(
        text=text,
        heard=heard,
        source=Source.LANGUAGE if heard is None else Source.VOICE,
        user_id=case.user_id,
        area_id=case.area_id,
        language=case.language,
        conversation_id=CONVERSATION,
        at=case.at,
    )


def _plan(request: Request, body: Answer | Steps | Chores | Refusal) -> Plan:
    return Plan(request=request, body=body, planner="dialogue")


Progress = Callable[[int, int], None]


async def ask_suite(
    examiner: Examiner, cases: Sequence[Case], progress: Progress | None = None
) -> list[Outcome]:
    """Ask all cases; `progress` is told how many of how many are done."""
    outcomes = []
    async for outcome in examiner.ask_all(cases):
        outcomes.append(outcome)
        if progress is not None:
            progress(len(outcomes), len(cases))
    return outcomes
