"""Policies over HTTP: what is in force, read again, and "what would the guard say, if"."""

import difflib
from dataclasses import replace
from datetime import datetime, time
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.guard.explaining import Explained, Supposed
from hub.guard.policy_file import PolicyFile
from hub.home.actions import parse_command
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.people import A_VOICE, Role, Who
from hub.home.plan import Chores, Plan, PlanResult, Request, Step, Steps
from hub.server import json_io
from hub.server.caller import Caller, caller_of
from hub.server.errors import Missing
from hub.server.parts import PARTS, ServerParts
from hub.server.plan_json import plan_result_json
from hub.server.seams.records import PolicyControl

routes = web.RouteTableDef()
_UNATTENDED = frozenset({Source.RULE, Source.EVENT, Source.DEVICE, Source.HUB, Source.INVARIANT})


class PolicyTestBody(BaseModel):
    """What is tried, and the circumstances; what is left out is as it is now.

    `as`: a role, or a user by id or name; `by`: the way it comes (language, voice, rule, ...);
    `at`: 02:00, or a whole date and time; `home`: nobody, everybody, or persons.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None
    action: Annotated[str, Field(max_length=128)] | None = None
    entity_id: tuple[str, ...] | str = ()
    data: dict[str, Any] = {}
    as_: Annotated[str, Field(max_length=128)] | None = Field(default=None, alias="as")
    by: Source = Source.LANGUAGE
    at: Annotated[str, Field(max_length=64)] | None = None
    home: tuple[str, ...] | str | None = None


@routes.get("/api/lares/policy")
async def show_policies(request: web.Request) -> web.Response:
    """Show the policies and invariants in force, and what is wrong with the owner's file."""
    control = _control(request.app[PARTS])
    policies = control.policies
    return json_io.response(
        {
            "file": str(control.file.name),
            "problem": control.problem,
            "yours": _file_json(policies.owner),
            "shipped": _file_json(policies.shipped),
        }
    )


@routes.post("/api/lares/policy/reload")
async def reload_policies(request: web.Request) -> web.Response:
    """Read the owner's file again; with mistakes, nothing changes."""
    read = await _control(request.app[PARTS]).reload()
    counts = {"policies": len(read.owner.policies), "invariants": len(read.owner.invariants)}
    return json_io.response({"message": "the policies were read again", **counts})


@routes.post("/api/lares/policy/test")
async def try_policies(request: web.Request) -> web.Response:
    """Tell what the guard would say to a sentence or an action, and why; nothing is moved."""
    body = await json_io.read_model(request, PolicyTestBody)
    return json_io.response(await tried(caller_of(request), body))


async def tried(caller: Caller, body: PolicyTestBody) -> dict[str, Any]:
    """Return what the guard would say to a sentence or an action, and why."""
    parts = caller.parts
    who = None if body.by in _UNATTENDED else _who(parts, body.as_, caller.user_id)
    now = _moment(parts, body.at)
    plan = await _plan(caller, body, now)
    asked = replace(plan.request, source=body.by, user_id=None if who is None else who.user_id)
    plan = replace(plan, request=asked)
    supposed = Supposed(who=who, now=now, at_home=_at_home(parts, body.home))
    found = _control(parts).explain(plan, supposed)
    return _answer(parts, plan, found, who, now)


def _answer(
    parts: ServerParts, plan: Plan, found: Explained, who: Who | None, now: datetime
) -> dict[str, Any]:
    result = PlanResult(plan=plan, verdict=found.verdict)
    body = plan.body
    return plan_result_json(result) | {
        "speech": "" if isinstance(body, Steps | Chores) else body.text,
        "supposed": {
            "who": None if who is None else who.name,
            "role": None if who is None else who.role,
            "by": plan.request.source,
            "at": now.astimezone(parts.config.zone),
        },
        "acts": [act.model_dump(mode="json") for act in found.acts],
    }


async def _plan(caller: Caller, body: PolicyTestBody, now: datetime) -> Plan:
    """Plan as the caller would be understood; whose word it is counts for the guard only."""
    parts = caller.parts
    asked = Request(
        text=" ".join((body.text or "").split()),
        source=Source.LANGUAGE,
        user_id=caller.user_id,
        language=parts.config.language,
        at=now.astimezone(parts.config.zone),
    )
    if (body.text is None) is (body.action is None):
        raise json_io.BadBody("give text, a sentence; or action and entity_id")
    if body.action is None:
        return await parts.planner.plan(asked)
    named = [body.entity_id] if isinstance(body.entity_id, str) else list(body.entity_id)
    targets = tuple(parts.home.entity(one).id for one in named)
    if not targets:
        raise json_io.BadBody("entity_id: name at least one")
    command = parse_command(body.action, body.data)
    step = Step.model_validate({"command": command, "targets": targets})
    return Plan(request=asked, body=Steps(steps=(step,)), planner="policy test")


def _who(parts: ServerParts, named: str | None, caller: Any) -> Who:
    who_is = parts.users.who_is
    if named is None:
        return who_is(caller)
    wanted = named.strip().casefold()
    if wanted in set(Role):
        return Who(None, f"{'an' if wanted[0] in 'ao' else 'a'} {wanted}", Role(wanted))
    if wanted == A_VOICE.name:
        return A_VOICE
    user = next((u for u in parts.users.all() if wanted in {u.id, u.name.casefold()}), None)
    if user is None:
        names = [*map(str, Role), *(u.name for u in parts.users.all())]
        near = difflib.get_close_matches(named, names, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)[:160]}"
        raise json_io.BadBody(f"as: {named!r} is no role and no user; {hint}")
    return who_is(user.id)


def _moment(parts: ServerParts, at: str | None) -> datetime:
    zone = parts.config.zone
    now = parts.home.now().astimezone(zone)
    if at is None:
        return now
    try:
        if len(at) <= len("00:00:00"):
            return datetime.combine(now.date(), time.fromisoformat(at), tzinfo=zone)
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise json_io.BadBody(f"at: {at!r} is no time; write 02:00 or 2026-03-01T02:00") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _at_home(
    parts: ServerParts, home: tuple[str, ...] | str | None
) -> dict[EntityId, bool | None] | None:
    if home is None:
        return None
    there = [home] if isinstance(home, str) else list(home)
    persons = [entity.id for entity in parts.home.entities_of({"person"})]
    if there in (["nobody"], []):
        return dict.fromkeys(persons or [EntityId("person.somebody")], False)
    if there in (["everybody"], ["anybody"]):
        return dict.fromkeys(persons or [EntityId("person.somebody")], True)
    unknown = [one for one in there if one not in persons]
    if unknown:
        known = ", ".join(persons) or "there are none in this home"
        raise json_io.BadBody(f"home: {unknown[0]!r} is no person; nobody, everybody, or: {known}")
    return {person: person in there for person in persons}


def _file_json(file: PolicyFile) -> dict[str, Any]:
    return file.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


def _control(parts: ServerParts) -> PolicyControl:
    if parts.policies is None:
        raise Missing("this hub does not tell its policies")
    return parts.policies
