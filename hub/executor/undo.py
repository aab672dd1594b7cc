"""Remembering how things were, and the way back there."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hub.executor.inverse import inverse
from hub.home.chores import Chore
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Source, State
from hub.home.plan import (
    Chores,
    Outcome,
    Plan,
    PlanResult,
    Refusal,
    Request,
    Status,
    Step,
    Steps,
)

# Nobody says "undo that" to a rule; its many runs must not push out what people did.
_NOBODY_UNDOES = frozenset({Source.RULE, Source.EVENT})
_ACTED = frozenset({Status.DONE, Status.UNVERIFIED})


@dataclass(slots=True, eq=False)
class _Deed:
    """A plan that moved something. `ways_back`: the undo plans made; `is_taken`: one is at work."""

    result: PlanResult
    before: Mapping[EntityId, State]
    ways_back: set[str] = field(default_factory=set)
    is_taken: bool = False


class UndoMemory:
    """The last plans that moved something, with the states from before."""

    def __init__(self, home: Home, depth: int) -> None:
        self._home = home
        self._deeds: deque[_Deed] = deque(maxlen=depth)

    def add(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Keep a plan that moved something; an undo that did forgets what it undid instead."""
        if result.plan.request.source in _NOBODY_UNDOES:
            return
        ends = [outcome.status for outcome in result.outcomes]
        ends += [outcome.status for outcome in result.chores]
        if _ACTED.isdisjoint(ends):
            return
        if result.plan.request.source is not Source.UNDO:
            self._deeds.append(_Deed(result, dict(before)))
            return
        deed = self._undone_by(result.plan)
        if deed is not None:
            self._deeds.remove(deed)

    def release(self, plan: Plan) -> None:
        """Offer what an undo plan was to undo once more: it waits for a person, or is over."""
        deed = self._undone_by(plan)
        if deed is not None:
            deed.is_taken = False

    def plan_back(self, request: Request, *, is_waiting: bool = False) -> Plan:
        """Make the plan that undoes the last deed of the request's conversation, else user.

        Each deed is undone once: asking again goes further back. `is_waiting`: a plan of the
        conversation waits for a person; then nothing of another conversation is meant.
        """
        deed = next(self._candidates(request, is_waiting=is_waiting), None)
        if deed is None and is_waiting:
            return _refuse(
                request, "what you asked for still waits for a yes, nothing was done yet"
            )
        if deed is None:
            return _refuse(request, "there is nothing to undo")
        steps, left_out = [], []
        for outcome in reversed(deed.result.outcomes):
            if outcome.status not in _ACTED:
                continue
            step = self._step_back(deed, outcome)
            if isinstance(step, Step):
                steps.append(step)
            else:
                left_out.append(step)
        chores, kept = _chores_back(deed.result)
        left_out += kept
        body: Steps | Chores
        if steps:
            unique = tuple(dict.fromkeys(steps))
            body = Steps(steps=unique, left_out=tuple(left_out), chores=chores)
        elif chores:
            body = Chores(chores=chores, left_out=tuple(left_out))
        else:
            self._deeds.remove(deed)
            return _refuse(request, "; ".join(left_out))
        plan = Plan(request=request, body=body, planner="undo")
        deed.ways_back.add(plan.id)
        deed.is_taken = True
        return plan

    def _undone_by(self, plan: Plan) -> _Deed | None:
        return next((deed for deed in self._deeds if plan.id in deed.ways_back), None)

    def _candidates(self, request: Request, *, is_waiting: bool) -> Iterator[_Deed]:
        """Yield deeds of the same user that fit, the best first.

        The id of a conversation is no secret: it gives nobody a way to undo what others did.
        """
        latest_first = [
            deed
            for deed in reversed(self._deeds)
            if not deed.is_taken and deed.result.plan.request.user_id == request.user_id
        ]
        if request.conversation_id is not None:
            for deed in latest_first:
                if deed.result.plan.request.conversation_id == request.conversation_id:
                    yield deed
        if not is_waiting:
            yield from latest_first

    def _step_back(self, deed: _Deed, outcome: Outcome) -> Step | str:
        """Return the step that undoes an outcome, or why there is none."""
        entity = self._home.entities.get(outcome.entity_id)
        before = deed.before.get(outcome.entity_id)
        if entity is None or before is None:
            return f"{outcome.entity_id} is gone"
        done = deed.result.plan.steps[outcome.step].command
        back = inverse(done, before, entity)
        if back is None:
            return f"{outcome.action} on {entity.name} cannot be undone"
        return Step.model_validate({"command": back, "targets": (entity.id,)})


def _chores_back(result: PlanResult) -> tuple[tuple[Chore, ...], list[str]]:
    """Return the chores that take back what a plan's chores did, and what can't be taken back."""
    done = [outcome for outcome in reversed(result.chores) if outcome.status in _ACTED]
    back = tuple(outcome.back for outcome in done if outcome.back is not None)
    lost = [" and ".join(outcome.named) for outcome in done if outcome.back is None]
    return back, [f"what I did with {name} cannot be undone" for name in lost]


def _refuse(request: Request, text: str) -> Plan:
    return Plan(request=request, body=Refusal(text=text, code="no_target"), planner="undo")
