"""What a yes is worth, once the guard looks again: what was shown, and nothing stricter."""

from dataclasses import replace
from typing import Any, TypeVar

from hub.executor.approvals import Decided
from hub.home.plan import ChoreVerdict, Effect, StepVerdict, Verdict

Word = TypeVar("Word", StepVerdict, ChoreVerdict)
_STRICTER = "by now this needs more than the yes it got; ask for it again"


def as_decided(decided: Decided, now: Verdict) -> Verdict:
    """Return the verdict of now, with all denied that this yes is not for.

    That is what was denied in what the person saw, and what asks by now for somebody else, or for
    a PIN that was not given.
    """
    shown = decided.approval.verdict
    denied = {(word.step, word.entity_id): word for word in shown.steps if _is_denied(word)}
    steps = tuple(
        _passed(decided, word, denied.get((word.step, word.entity_id))) for word in now.steps
    )
    refused = {word.chore: word for word in shown.chores if _is_denied(word)}
    chores = tuple(_passed(decided, word, refused.get(word.chore)) for word in now.chores)
    update: dict[str, Any] = {"steps": steps, "chores": chores}
    words: list[StepVerdict | ChoreVerdict] = [*steps, *chores]
    first = next(filter(_is_denied, words), None)
    if first is not None and now.effect is not Effect.DENY:
        update |= {"effect": first.effect, "policy": first.policy, "reason": first.reason}
    return replace(now, **update)


def _passed(decided: Decided, now: Word, then: Word | None) -> Word:
    if then is not None:
        return then
    if _is_denied(now) or decided.covers(now):
        return now
    return replace(now, effect=Effect.DENY, reason=f"{now.reason}; {_STRICTER}")


def _is_denied(word: StepVerdict | ChoreVerdict) -> bool:
    return word.effect is Effect.DENY
