"""Actions that do one thing: call, fire, set, say, stop."""

from collections.abc import Mapping
from typing import Any

from hub.automation.holding import holds
from hub.automation.model.actions import (
    ActivateScene,
    Call,
    CheckCondition,
    DeviceAction,
    FireEvent,
    SetConversationResponse,
    SetVariables,
    Stop,
)
from hub.automation.rendering import TemplateFailed
from hub.automation.script.device_actions import as_call
from hub.automation.script.halting import ConditionFalse, Halt
from hub.automation.script.progress import Frame
from hub.automation.script.run import Run
from hub.automation.script.scope import Scope
from hub.home.actions import ACTIONS
from hub.home.errors import HubError
from hub.home.ids import domain_of
from hub.home.run_trace import TraceStep


class WrongData(HubError):
    """What a template gave for a target or for data is no mapping."""


async def call(run: Run, action: Call, step: TraceStep, scope: Scope, frame: Frame) -> None:
    """Call an action by name."""
    name = run.text(action.action, scope).strip()
    target = _mapping(run.rendered(action.target, scope), "target")
    data = _mapping(run.rendered(action.data, scope), "data")
    wants = action.response_variable is not None
    response = await _send(run, step, scope, frame, (name, target, data), wants_response=wants)
    if action.response_variable is not None:
        run.set(step, scope, action.response_variable, dict(response or {}))


async def scene(
    run: Run, action: ActivateScene, step: TraceStep, scope: Scope, frame: Frame
) -> None:
    """Turn a scene on."""
    target = {"entity_id": action.scene}
    await _send(run, step, scope, frame, ("scene.turn_on", target, {}))


async def device(
    run: Run, action: DeviceAction, step: TraceStep, scope: Scope, frame: Frame
) -> None:
    """Do what a device action maps to."""
    name, target, data = as_call(action, run.world.home)
    sent = (name, target, _mapping(run.world.templates.tree(data, scope.known), "data"))
    await _send(run, step, scope, frame, sent)


async def _send(  # noqa: PLR0913 -- what every step has, and the call
    run: Run,
    step: TraceStep,
    scope: Scope,
    frame: Frame,
    sent: tuple[str, Mapping[str, Any], Mapping[str, Any]],
    *,
    wants_response: bool = False,
) -> Mapping[str, Any] | None:
    name, target, data = sent
    domain, _, service = name.partition(".")
    params = {"domain": domain, "service": service, "service_data": data, "target": target}
    starts = domain in {"script", "python_script"} or name == "automation.trigger"
    step.result = {"params": params, "running_script": starts}
    command = ACTIONS.get(name)
    is_safe = command is not None and command.is_idempotent and domain_of(name) != "script"
    await run.before_effect(frame, scope, is_safe=is_safe)
    run.progress.moved()

    def note(plan_id: str) -> None:
        step.plan_id = plan_id

    return await run.caller.call(
        name, target, data, context=run.context, wants_response=wants_response, noting=note
    )


async def fire(run: Run, action: FireEvent, step: TraceStep, scope: Scope, frame: Frame) -> None:
    """Fire an event on the hub's bus; data whose templates fail is left out, as ever."""
    name = run.text(action.event, scope)
    data: Mapping[str, Any] = {}
    try:
        data = _mapping(run.rendered(action.event_data, scope), "event_data")
    except TemplateFailed as error:
        step.error = str(error)
    step.result = {"event": name, "event_data": data}
    await run.before_effect(frame, scope, is_safe=False)
    run.world.home.fire(name, dict(data), run.context)


def set_variables(run: Run, action: SetVariables, step: TraceStep, scope: Scope) -> None:
    """Set variables, in order."""
    for name, tree in action.variables.items():
        run.set(step, scope, name, run.rendered(tree, scope))


def check(run: Run, action: CheckCondition, step: TraceStep, scope: Scope) -> None:
    """End the sequence unless a condition holds."""

    def note(path: str, result: Mapping[str, Any]) -> None:
        if path:
            run.trace.add(f"{step.path}/{path}", run.now(), result)
        else:
            step.error = result.get("error")

    result = holds(action.condition, scope.known, run.world, note=note)
    step.result = {"result": result}
    if not result:
        raise ConditionFalse


def stop(run: Run, action: Stop, step: TraceStep, scope: Scope) -> None:
    """End the run."""
    reason = run.text(action.reason, scope)
    step.result = {"stop": reason, "error": action.error}
    if action.error:
        raise Halt("aborted", reason)
    if action.response_variable is None:
        raise Halt("finished")
    if action.response_variable not in scope.known:
        raise Halt("aborted", f"stop: there is no variable {action.response_variable!r} to return")
    response = scope.known[action.response_variable]
    raise Halt("finished", response=_mapping(response, "response"))


def respond(run: Run, action: SetConversationResponse, step: TraceStep, scope: Scope) -> None:
    """Say what the conversation that started the run is answered."""
    text = None if action.response is None else run.text(action.response, scope)
    run.conversation_response = text
    step.result = {"conversation_response": text}


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise WrongData(f"{what}: {value!r} is no mapping of names to values")
    return value
