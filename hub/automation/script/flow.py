"""Sequences, and the actions that hold sequences."""

import asyncio
import logging
from typing import Any

from hub.automation.model.actions import (
    ActivateScene,
    AnyAction,
    Call,
    CheckCondition,
    Choose,
    Delay,
    DeviceAction,
    FireEvent,
    If,
    Parallel,
    Repeat,
    Sequence,
    SetConversationResponse,
    SetVariables,
    Stop,
    SubSequence,
    WaitForTrigger,
    WaitTemplate,
)
from hub.automation.model.values import Template
from hub.automation.rendering import TemplateFailed
from hub.automation.script import leaves, waits
from hub.automation.script.encoding import decoded, encoded
from hub.automation.script.halting import ConditionFalse, Halt
from hub.automation.script.progress import Frame
from hub.automation.script.run import Run
from hub.automation.script.scope import Scope
from hub.automation.spans import NoDuration
from hub.home.errors import HubError, UnknownAction
from hub.home.run_trace import TraceStep

# As Home Assistant: a loop on conditions that turns that often is broken.
MAX_TURNS = 10_000
# What is wrong in the rule itself is not forgiven by `continue_on_error`.
_UNFORGIVEN = (UnknownAction, TemplateFailed, NoDuration)

_log = logging.getLogger(__name__)


async def run_sequence(run: Run, actions: Sequence, path: str, scope: Scope, frame: Frame) -> None:
    """Run actions one after the other, from where `frame` says.

    Raises:
        Halt: the whole run ends.
        ConditionFalse: a condition among them did not hold.
        HubError: one of them failed.
    """
    try:
        for index in range(frame.setdefault("at", 0), len(actions)):
            await _step(run, actions[index], f"{path}/{index}", scope, frame)
            frame.pop("in", None)
            frame["at"] = index + 1
            run.progress.moved()
    except ConditionFalse:
        frame.pop("in", None)
        frame["at"] = len(actions)
        run.progress.moved()
        raise


async def _inner(run: Run, actions: Sequence, path: str, scope: Scope, frame: Frame) -> None:
    """Run a sequence within another: a condition in it ends only it."""
    try:
        await run_sequence(run, actions, path, scope, frame)
    except ConditionFalse:
        return


async def _step(run: Run, action: AnyAction, path: str, scope: Scope, frame: Frame) -> None:
    step = run.trace.add(path, run.now())
    try:
        if action.enabled is not True and not run.is_enabled(action.enabled, scope):
            step.result = {"enabled": False}
            return
        await _perform(run, action, step, scope, frame)
    except HubError as error:
        step.error = str(error)
        if not action.continue_on_error or isinstance(error, _UNFORGIVEN):
            raise
        _log.info("%r goes on after an error: %s", run.runnable.alias, error)
    except Halt as halt:
        step.error = halt.error
        raise


async def _perform(  # noqa: C901, PLR0912 -- one line for each kind of action
    run: Run, action: AnyAction, step: TraceStep, scope: Scope, frame: Frame
) -> None:
    match action:
        case Call():
            await leaves.call(run, action, step, scope, frame)
        case Delay():
            await waits.delay(run, action, step, scope, frame)
        case Choose() | If():
            await _choose(run, action, step, scope, frame)
        case CheckCondition():
            leaves.check(run, action, step, scope)
        case SetVariables():
            leaves.set_variables(run, action, step, scope)
        case Parallel():
            await _parallel(run, action, step, scope, frame)
        case Repeat():
            await _repeat(run, action, step, scope, frame)
        case WaitTemplate():
            await waits.wait_template(run, action, step, scope, frame)
        case WaitForTrigger():
            await waits.wait_for_trigger(run, action, step, scope, frame)
        case SubSequence():
            place = frame.setdefault("in", {})
            await _inner(run, action.sequence, f"{step.path}/sequence", scope, place)
        case FireEvent():
            await leaves.fire(run, action, step, scope, frame)
        case ActivateScene():
            await leaves.scene(run, action, step, scope, frame)
        case DeviceAction():
            await leaves.device(run, action, step, scope, frame)
        case SetConversationResponse():
            leaves.respond(run, action, step, scope)
        case Stop():
            leaves.stop(run, action, step, scope)


async def _choose(
    run: Run, action: Choose | If, step: TraceStep, scope: Scope, frame: Frame
) -> None:
    place: Frame | None = frame.get("in")
    if place is None:
        choice = _chosen(run, action, step.path, scope)
        place = frame["in"] = {"choice": choice, "seq": {}}
        run.progress.moved()
    choice = place["choice"]
    step.result = None if choice is None else {"choice": choice}
    path, actions = _branch_of(action, choice, step.path)
    await _inner(run, actions, path, scope, place["seq"])


def _chosen(run: Run, action: Choose | If, path: str, scope: Scope) -> int | str | None:
    if isinstance(action, If):
        if run.hold(action.conditions, f"{path}/if/condition", scope):
            return "then"
        return None if action.otherwise is None else "else"
    for number, option in enumerate(action.options):
        if run.hold(option.conditions, f"{path}/choose/{number}/conditions", scope):
            return number
    return None if action.default is None else "default"


def _branch_of(action: Choose | If, choice: int | str | None, path: str) -> tuple[str, Sequence]:
    if choice is None:
        return path, ()
    if isinstance(action, If):
        actions = action.then if choice == "then" else action.otherwise or ()
        return f"{path}/{choice}", actions
    if isinstance(choice, int):
        return f"{path}/choose/{choice}/sequence", action.options[choice].sequence
    return f"{path}/default", action.default or ()


async def _repeat(run: Run, action: Repeat, step: TraceStep, scope: Scope, frame: Frame) -> None:
    place: Frame = frame.setdefault("in", {})
    items, count = _turns(run, action, scope, place)
    inner = scope.inner({})
    path = f"{step.path}/repeat"
    index = place.setdefault("index", 1)
    while count is None or index <= count:
        inner.local["repeat"] = _turn(index, count, items)
        if (
            "seq" not in place
            and action.while_ is not None
            and not run.hold(action.while_, f"{path}/while", inner)
        ):
            break
        seq = place.setdefault("seq", {})
        run.progress.moved()
        await _inner(run, action.sequence, f"{path}/sequence", inner, seq)
        if action.until is not None and run.hold(action.until, f"{path}/until", inner) is not False:
            break
        if count is None and index >= MAX_TURNS:
            raise Halt("aborted", f"the loop turned {MAX_TURNS} times, so it was broken")
        index = place["index"] = index + 1
        del place["seq"]
        run.progress.moved()
        await asyncio.sleep(0)  # a loop that never waits must not hold up the house


def _turns(
    run: Run, action: Repeat, scope: Scope, place: Frame
) -> tuple[list[Any] | None, int | None]:
    """Return the items, if there are any, and how many turns there are, if that is known."""
    if action.for_each is not None:
        if "items" in place:
            items = decoded(place)["items"]
        else:
            items = run.rendered(action.for_each, scope)
        if not isinstance(items, list | tuple):
            raise Halt("aborted", f"repeat: for_each: {items!r} is no list")
        place.update(encoded({"items": list(items)}, f"repeat of {run.runnable.alias!r}"))
        return list(items), len(items)
    if action.count is None:
        return None, None
    if "count" not in place:
        place["count"] = _count(run, action.count, scope)
    return None, place["count"]


def _count(run: Run, count: int | Template, scope: Scope) -> int:
    if not isinstance(count, Template):
        return count
    try:
        return int(run.world.templates.render(count, scope.known))
    except (TemplateFailed, ValueError, TypeError) as error:
        raise Halt("aborted", f"repeat: count: {error}") from error


def _turn(index: int, count: int | None, items: list[Any] | None) -> dict[str, Any]:
    turn: dict[str, Any] = {"first": index == 1, "index": index}
    if count is not None:
        turn["last"] = index == count
    if items is not None:
        turn["item"] = items[index - 1]
    return turn


async def _parallel(
    run: Run, action: Parallel, step: TraceStep, scope: Scope, frame: Frame
) -> None:
    """Run all branches to their ends; then the first that failed fails the action."""
    place = frame.setdefault("in", {"branches": [{} for _ in action.branches]})
    branches = [
        _branch(run, actions, f"{step.path}/parallel/{number}", scope, place["branches"][number])
        for number, actions in enumerate(action.branches)
    ]
    for result in await asyncio.gather(*branches, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


async def _branch(run: Run, actions: Sequence, path: str, scope: Scope, frame: Frame) -> None:
    if "failed" in frame:
        raise Halt(*frame["failed"])
    own = run.progress.branch(path, scope)
    try:
        await _inner(run, actions, f"{path}/sequence", own, frame)
    except (Halt, HubError) as error:
        # The others go on; a restart meanwhile must not do again what failed.
        ending = error.ending if isinstance(error, Halt) else "error"
        response = error.response if isinstance(error, Halt) else None
        kept = encoded({"response": response}, path)["response"]
        told = error.error if isinstance(error, Halt) else str(error)
        frame["failed"] = [ending, told, kept]
        run.progress.moved()
        raise
    finally:
        run.progress.leave(path)
