"""One run of the assistant as it goes: what it tells, how long its steps took, what came of it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.home.plan import PlanResult
from hub.home.speech import Failure, StageTime, Tell, VoiceAsk, VoiceEvent, VoiceRun
from hub.voice.settings import BUDGETS_MS


class RunEnded(Exception):
    """A run comes to nothing; `message` is for logs and clients."""

    def __init__(self, failure: Failure, message: str) -> None:
        self.failure = failure
        self.message = message
        super().__init__(message)


class Progress:
    """Follows one run."""

    def __init__(
        self, ask: VoiceAsk, conversation_id: str, tell: Tell | None, now: Callable[[], datetime]
    ) -> None:
        self._tell = tell
        self._now = now
        self.run = VoiceRun(
            at=now(),
            satellite_id=ask.satellite_id,
            area_id=ask.area_id,
            user_id=ask.user_id,
            conversation_id=conversation_id,
        )

    def tell(self, kind: str, data: Mapping[str, Any] | None = None) -> None:
        """Tell what happens."""
        if self._tell is not None:
            self._tell(VoiceEvent(kind, data or {}, self._now()))

    def note(self, **changes: Any) -> None:
        """Note what came out."""
        self.run = replace(self.run, **changes)

    def time(self, stage: str, took_ms: float) -> None:
        """Note how long a step took."""
        took = StageTime(stage=stage, took_ms=round(took_ms, 1), budget_ms=BUDGETS_MS.get(stage))
        self.run = replace(self.run, times=(*self.run.times, took))

    def time_plan(self, result: PlanResult, whole_ms: float) -> None:
        """Note what the sentence took: planning, guarding, and acting until devices reported."""
        plan_ms = result.plan.took_ms or 0.0
        acts = [outcome.took_ms for outcome in result.outcomes if outcome.took_ms is not None]
        act_ms = max(acts, default=0.0)
        self.time("plan", plan_ms)
        self.time("guard", max(0.0, whole_ms - plan_ms - act_ms))
        if acts:
            self.time("act", act_ms)

    def fail(self, failure: Failure, message: str) -> None:
        """Note why it came to nothing, and tell; what fails after that is no news."""
        if self.run.failure is not None:
            return
        self.note(failure=failure)
        self.tell("error", {"code": failure.value, "message": message})


class Clock:
    """Measures a step."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    @property
    def ms(self) -> float:
        """Milliseconds since it was made."""
        return (time.perf_counter() - self._began) * 1000
