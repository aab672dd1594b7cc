"""Service calls: from a POST to a plan, through the executor, to the states that changed."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiohttp import web

from hub.automation.queries import answer, is_query
from hub.home.actions import check, generic_action, parse_command
from hub.home.calls import meant_by
from hub.home.errors import UnknownAction, UnsupportedCommand
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId
from hub.home.model import Context, State
from hub.home.plan import Outcome, Plan, PlanResult, Request, Status, Step, Steps
from hub.home.speech_calls import is_speech, speech_steps
from hub.home.targets import KEYS, resolve, take_targets
from hub.server import json_io
from hub.server.parts import PARTS, STATES, ServerParts
from hub.server.plan_json import plan_result_json
from hub.server.security import source_of, user_id_of
from hub.server.service_list import GENERIC, GENERIC_VERBS, service_list

# How long a call that wants the response waits for the devices' own reports; the action goes on.
ANSWER_WITHIN_S = 10.0

routes = web.RouteTableDef()


@cache
def _list() -> bytes:
    """Return the list of actions, made when it is first asked for."""
    return json_io.dumps(service_list())


@routes.get("/api/services")
async def list_services(_: web.Request) -> web.Response:
    """List the actions there are."""
    return json_io.raw_response(_list())


@dataclass(frozen=True, slots=True)
class Called:
    """What became of a call: the plan's id, what refused it, what changed, what it gave back.

    `refusal` is (status of HTTP, what to tell); `response` None: it has none.
    """

    plan_id: str | None
    status: str = "nothing"
    refusal: tuple[int, dict[str, Any]] | None = None
    changed: tuple[State, ...] = ()
    response: Mapping[str, Any] | None = None
    outcomes: Sequence[Outcome] = ()
    context: Context = field(default_factory=Context)


@routes.post("/api/services/{domain}/{service}")
async def call_service(request: web.Request) -> web.Response:
    """Do something; answers with the states that changed."""
    parts = request.app[PARTS]
    body = await json_io.read_object(request)
    action = f"{request.match_info['domain']}.{request.match_info['service']}"
    asked = Request(source=source_of(request), user_id=user_id_of(request))
    wants_response = "return_response" in request.query
    called = await call(parts, asked, action, body, wants_response=wants_response)
    if called.refusal is not None:
        status, told = called.refusal
        return json_io.response(told, status)
    if called.plan_id is None:
        return json_io.response({"changed_states": [], "service_response": called.response})
    changed = request.app[STATES].many(called.changed)
    headers = {"Lares-Plan": called.plan_id, "Lares-Status": called.status}
    if wants_response:
        given = {"outcomes": called.outcomes} if called.response is None else called.response
        extra = json_io.dumps(given)
        changed = b'{"changed_states":' + changed + b',"service_response":' + extra + b"}"
    return web.Response(body=changed, content_type=json_io.JSON, headers=headers)


async def call(
    parts: ServerParts,
    asked: Request,
    action: str,
    body: dict[str, Any],
    *,
    wants_response: bool,
) -> Called:
    """Do what an action says, through the executor; what only asks is answered.

    Raises:
        HubError: no such action, entity or place, or the data does not fit.
    """
    home = parts.sight.home_for(asked.user_id)
    if is_query(action):
        targets = resolve(home, take_targets(body), lambda _: True, action)
        found = answer(home, action, targets, body, parts.config.zone)
        return Called(None, response=found)
    steps = steps_of(home, action, body)
    _check_any(home, steps)
    before = {
        entity_id: parts.home.states.get(entity_id) for step in steps for entity_id in step.targets
    }
    plan = Plan(request=asked, body=Steps(steps=steps), planner="api")
    is_for_house = any(step.command.is_for_house for step in steps)
    waits = wants_response or is_for_house  # what the house does is done when answered
    wait_s = ANSWER_WITHIN_S if waits else parts.config.answer_after_s
    result = await parts.executor.run(plan, wait_s=wait_s)
    context = Context(id=plan.id, source=asked.source, user_id=asked.user_id)
    refusal = await _refusal(parts, result)
    if refusal is not None:
        return Called(plan.id, refusal=refusal, context=context)
    return Called(
        plan.id,
        status=_status(result),
        changed=tuple(
            parts.sight.shown(asked.user_id, state) for state in _changed(parts.home, before)
        ),
        response=await _response_of(parts, action, plan.id),
        outcomes=result.outcomes,
        context=context,
    )


async def _response_of(parts: ServerParts, action: str, plan_id: str) -> Mapping[str, Any] | None:
    """Wait for a script that was called by its name, a while at most; returns its response."""
    if not action.startswith("script."):
        return None
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            return await parts.keeping.follow(plan_id) or {}
    except TimeoutError:
        return {}


def steps_of(home: Home, action: str, body: dict[str, Any]) -> tuple[Step, ...]:
    """Return the steps that `action` with the data and targets in `body` stands for.

    Raises:
        HubError: no such action, entity or place, or the data does not fit.
    """
    domain, _, verb = action.partition(".")
    if is_speech(action):
        players = take_targets(body).get("entity_id", ())
        return speech_steps(home, action, body, players)
    meant = meant_by(action, {key: body[key] for key in body if key not in KEYS})
    if meant is not None:
        if meant.target != HOUSE:
            home.entity(meant.target)
        command = parse_command(meant.action, meant.data)
        return (Step(command=command, targets=(meant.target,)),)
    named = take_targets(body)
    if domain != GENERIC:
        command = parse_command(action, body)
        targets = resolve(home, named, lambda entity: action in entity.actions, action)
        return (Step(command=command, targets=targets),)
    if verb not in GENERIC_VERBS:
        raise UnknownAction(action, None)
    targets = resolve(home, named, lambda e: generic_action(verb, e.domain) in e.actions, action)
    by_action: dict[str, list[EntityId]] = {}
    for entity_id in targets:
        own = generic_action(verb, home.entity(entity_id).domain)
        if own is None:
            raise UnknownAction(f"{home.entity(entity_id).domain}.{verb}", None)
        by_action.setdefault(own, []).append(entity_id)
    return tuple(
        Step(command=parse_command(own, body), targets=tuple(targets))
        for own, targets in by_action.items()
    )


def _check_any(home: Home, steps: tuple[Step, ...]) -> None:
    """Check that at least one target can do it; what becomes of the others, outcomes tell."""
    first: UnsupportedCommand | None = None
    for step in steps:
        if step.command.is_for_house:
            return
        for entity_id in step.targets:
            try:
                check(step.command, home.entity(entity_id), home.state(entity_id))
            except UnsupportedCommand as error:
                first = first or error
            else:
                return
    if first is not None:
        raise first


def _changed(home: Home, before: Mapping[EntityId, State | None]) -> list[State]:
    changed = []
    for entity_id, old in before.items():
        new = home.states.get(entity_id)
        if new is not None and (old is None or new.last_updated != old.last_updated):
            changed.append(new)
    return changed


def _status(result: PlanResult) -> str:
    found = {outcome.status for outcome in result.outcomes}
    worst = (Status.DENIED, Status.FAILED, Status.UNVERIFIED, Status.WAITING, Status.DONE)
    return next((status.value for status in worst if status in found), "nothing")


async def _refusal(parts: ServerParts, result: PlanResult) -> tuple[int, dict[str, Any]] | None:
    """Return the answer to a call that the guard stopped or that never left the hub."""
    outcomes = result.outcomes
    if any(outcome.status is Status.WAITING for outcome in outcomes):
        return 403, await _how_to_approve(parts, result)
    if outcomes and all(outcome.status is Status.DENIED for outcome in outcomes):
        verdict = result.verdict
        told = plan_result_json(result)
        return 403, {"message": verdict.reason, "verdict": verdict, "lares": told}
    if outcomes and all(o.status is Status.FAILED and o.attempts == 0 for o in outcomes):
        details = "; ".join(dict.fromkeys(outcome.detail for outcome in outcomes))
        return 503, {"message": details or "nothing was sent", "lares": plan_result_json(result)}
    return None


async def _how_to_approve(parts: ServerParts, result: PlanResult) -> dict[str, Any]:
    approval = await parts.approvals.get(result.approval_id or "")
    path = f"/api/lares/approvals/{result.approval_id}"
    reason = result.verdict.reason.rstrip(".")
    return {
        "message": f'{reason}; to approve, POST {{"approve": true}} to {path}',
        "approval_id": result.approval_id,
        "expires_at": approval.expires_at if approval else None,
        "verdict": result.verdict,
        "lares": plan_result_json(result),
    }
