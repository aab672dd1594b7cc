"""Sentences through the voice assistant itself: sound, end of speech, words, reading, plan.

The engines are those that come with the hub, in their own process. The plan is scored as typed
sentences are; nothing moves here. Sound comes as fast as it is taken, which changes no result.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, load_policies
from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.plan import Effect as Word
from hub.home.plan import Heard, Plan, PlanResult, Refusal, Request, Verdict
from hub.home.speech import Expecting, Hints, Sound, Stage, VoiceAsk, VoiceRun
from hub.language.evaluation.cases import Case
from hub.language.evaluation.results import Result, Score
from hub.language.evaluation.running import Examiner, Outcome
from hub.language.heard import hints_of
from hub.language.model_settings import ModelSettings
from hub.language.worker_client import ModelWorker
from hub.record import record
from hub.voice.embedded.child import EmbeddedEngines
from hub.voice.engines import Engines
from hub.voice.parts import Spoken
from hub.voice.pipeline import Pipeline
from integrations.wyoming.engines import engines_at
from tests.support.voices import pieces

SHIPPED = load_policies(Path(__file__).parents[3] / "rules" / "policy.yaml")
LOADING_S = 120.0
# Nobody waits for a model this long; on a busy machine the score shall not depend on it.
PATIENT_S = 30.0


@record(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What one sound came to; `outcome` is None where no sentence was made of it."""

    heard: Heard | None
    outcome: Outcome | None
    run: VoiceRun
    took_s: float

    @property
    def text(self) -> str:
        """The words that were heard."""
        return self.heard.text if self.heard else ""

    @property
    def score(self) -> Score:
        """How right it is; nothing heard is as a refusal."""
        if self.outcome is not None:
            return self.outcome.score
        why = self.run.failure.value if self.run.failure else "nothing was heard"
        return Score(Result.REFUSED, why)


class Ear:
    """Hears cases. Enter it: the engines and the language model load then."""

    def __init__(self, *, with_model: bool = True) -> None:
        self._settings = ModelSettings(enabled=with_model, timeout_s=PATIENT_S)
        self._engines = Engines()
        self._stack = AsyncExitStack()
        self._examiner: Examiner | None = None
        self._desk = _Desk()
        self._pipeline = Pipeline(
            self._engines,
            lambda: self._desk,
            _NoRuns(),
            language="en",
            now=lambda: datetime.now(UTC),
        )

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            own = await stack.enter_async_context(EmbeddedEngines(folder))
            worker = None
            if self._settings.enabled:
                worker = await stack.enter_async_context(ModelWorker(self._settings))
                await worker.wait_ready()
            await own.wait_ready(LOADING_S)
            for engine in await engines_at(own.uri):
                self._engines.offer(engine)
            self._desk.examiner = Examiner(worker, self._settings, judge=_judged)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def typed(self, case: Case) -> Outcome:
        """Return what a case comes to as it is written."""
        return await self._desk.judge.ask(case)

    async def hear(self, case: Case, sound: Sound) -> Hearing:
        """Return what a case comes to as it is heard."""
        desk = self._desk
        desk.case, desk.heard, desk.outcome = case, None, None
        began = time.perf_counter()
        ask = VoiceAsk(end=Stage.INTENT, user_id=case.user_id, area_id=case.area_id)
        run = await self._pipeline.run(ask, fed(sound))
        took_s = time.perf_counter() - began
        return Hearing(heard=desk.heard, outcome=desk.outcome, run=run, took_s=took_s)


def _judged(plan: Plan, home: Home) -> Verdict:
    """Return the word of a guard with the policies that come with the hub."""
    return Guard(home, Policies(shipped=SHIPPED), home.now).judge(plan)


class _Desk:
    """The conversation of the case at hand: implements `hub.voice.parts.Conversing`."""

    def __init__(self) -> None:
        self.examiner: Examiner | None = None
        self.case: Case | None = None
        self.heard: Heard | None = None
        self.outcome: Outcome | None = None

    @property
    def judge(self) -> Examiner:
        assert self.examiner is not None, "enter the ear first"
        return self.examiner

    async def answer(self, request: Request) -> Spoken:
        assert self.case is not None
        self.heard = request.heard
        self.outcome = await self.judge.ask(self.case, request.heard)
        plan = Plan(request=request, body=Refusal(text=""), planner="bench")
        verdict = Verdict(effect=Word.ALLOW, policy="bench", reason="nothing moves")
        return Spoken(text="", result=PlanResult(plan=plan, verdict=verdict))

    def gives_pin(self, request: Request) -> bool:
        del request
        return False

    def shown(self, request: Request) -> str:
        return request.text

    def expecting(self, conversation_id: str, user_id: UserId | None) -> Expecting:
        del conversation_id, user_id
        return Expecting.ORDER

    async def readings(self, request: Request) -> Sequence[str]:
        assert self.case is not None
        return await self.judge.readings(self.case, request.heard) if request.heard else ()

    def hints(self, request: Request) -> Hints:
        assert self.case is not None
        home = self.case.home.build(self.case.at, self.case.states)
        return hints_of(home, request.area_id, request.language)


class _NoRuns:
    """Keeps nothing: implements `hub.voice.parts.VoiceRuns`."""

    async def add(self, run: VoiceRun) -> None:
        del run

    async def latest(self, limit: int) -> list[VoiceRun]:
        del limit
        return []

    async def get(self, run_id: str) -> VoiceRun | None:
        del run_id
        return None

    async def of_plan(self, plan_id: str) -> VoiceRun | None:
        del plan_id
        return None


async def fed(sound: Sound) -> AsyncIterator[bytes]:
    """Yield a sound as fast as it is taken."""
    for piece in pieces(sound):
        await asyncio.sleep(0)
        yield piece
