"""Lares' own API: the home, approvals, undo, traces, health."""

from dataclasses import asdict
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.home.home import Home
from hub.home.model import Device, Entity
from hub.recorder.errors import StorageError
from hub.recorder.traces import Trace
from hub.server import json_io
from hub.server.caller import Caller, caller_of
from hub.server.conversation_api import result_json
from hub.server.errors import Missing
from hub.server.parts import PARTS, ServerParts
from hub.server.plan_json import approval_json, plan_result_json
from hub.server.security import home_seen
from hub.server.state_json import state_json
from hub.server.voice_api import run_of_plan

MOST_TRACES = 500
USUAL_TRACES = 50
routes = web.RouteTableDef()


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class DecisionBody(_Body):
    """Yes or no; `pin` where a yes needs one, `digest` of the plan that was shown."""

    approve: bool
    pin: Annotated[str, Field(min_length=1, max_length=32)] | None = None
    digest: Annotated[str, Field(max_length=64)] | None = None


class UndoBody(_Body):
    """Whose last plan: that of a conversation, or the last of all."""

    conversation_id: str | None = None


@routes.get("/api/lares/home")
async def show_home(request: web.Request) -> web.Response:
    """Show floors, areas, devices and entities."""
    return json_io.response(home_json(home_seen(request)))


@routes.get("/api/lares/approvals")
async def list_approvals(request: web.Request) -> web.Response:
    """List the plans that wait for a person, the oldest first."""
    return json_io.response(await waiting_for(caller_of(request)))


@routes.post("/api/lares/approvals/{approval_id}")
async def decide(request: web.Request) -> web.Response:
    """Approve or reject a plan that waits; answers as a conversation does."""
    body = await json_io.read_model(request, DecisionBody)
    approval_id = request.match_info["approval_id"]
    return json_io.response(await decided(caller_of(request), approval_id, body))


@routes.post("/api/lares/undo")
async def undo(request: web.Request) -> web.Response:
    """Undo the last plan; answers as a conversation does."""
    body = await json_io.read_model(request, UndoBody)
    return json_io.response(await undone(caller_of(request), body))


@routes.get("/api/lares/traces")
async def list_traces(request: web.Request) -> web.Response:
    """List the latest traces; `?limit=` and `?conversation_id=`."""
    limit = _limit(request.query.get("limit", str(USUAL_TRACES)))
    conversation_id = request.query.get("conversation_id")
    traces = await request.app[PARTS].traces.latest(limit, conversation_id)
    return json_io.response([trace_json(trace) for trace in traces])


@routes.get("/api/lares/traces/{plan_id}")
async def show_trace(request: web.Request) -> web.Response:
    """Show one trace."""
    found = await trace_of(caller_of(request), request.match_info["plan_id"])
    return json_io.response(found)


@routes.get("/api/lares/health")
async def show_health(request: web.Request) -> web.Response:
    """Show how the parts of the hub are."""
    return json_io.response(await health_for(caller_of(request)))


async def waiting_for(caller: Caller) -> list[dict[str, Any]]:
    """Return the plans that wait for a person, as far as somebody sees what they move."""
    parts = caller.parts
    waiting = await parts.approvals.pending(parts.home.now())
    seen = [each for each in waiting if parts.sight.sees_plan(caller.user_id, each.plan)]
    return [approval_json(approval) for approval in seen]


async def decided(caller: Caller, approval_id: str, body: DecisionBody) -> dict[str, Any]:
    """Approve or reject a plan that waits; returns what came of it.

    Raises:
        Missing: there is no such plan that they see.
        ApprovalRefused: the answer does not count.
    """
    parts = caller.parts
    approval = await parts.approvals.get(approval_id)
    if approval is None or not parts.sight.sees_plan(caller.user_id, approval.plan):
        raise Missing(f"no approval {approval_id!r}; GET /api/lares/approvals lists those waiting")
    result = await caller.conversation.decide(
        approval_id,
        approve=body.approve,
        by=caller.user_id,
        through=caller.source,
        pin=body.pin,
        digest=body.digest,
    )
    return result_json(parts.home, result)


async def undone(caller: Caller, body: UndoBody) -> dict[str, Any]:
    """Undo somebody's last plan; returns what came of it."""
    result = await caller.conversation.undo(by=caller.user_id, conversation_id=body.conversation_id)
    return result_json(caller.parts.home, result)


async def trace_of(caller: Caller, plan_id: str) -> dict[str, Any]:
    """Return the trace of a plan; "voice" tells how it was heard, if it was spoken.

    Raises:
        Missing: there is none.
    """
    trace = await caller.parts.traces.get(plan_id)
    if trace is None:
        raise Missing(f"no trace of a plan {plan_id!r}; GET /api/lares/traces lists the latest")
    return trace_json(trace) | {"voice": await run_of_plan(caller, plan_id)}


async def health_for(caller: Caller) -> dict[str, Any]:
    """Return how the parts of the hub are, the reasons only for who sees the whole house."""
    parts = caller.parts
    hub = {"state": "ok", "version": parts.config.version}
    storage = await _storage_health(parts)
    audit = {} if parts.audit is None else {"audit": parts.audit.health()}
    health = {"hub": hub, "storage": storage} | audit | dict(await parts.health())
    return health if caller.sees_all else _states_only(health)


def home_json(home: Home) -> dict[str, Any]:
    """Return what the home is made of."""
    return {
        "floors": list(home.floors.values()),
        "areas": list(home.areas.values()),
        "devices": [_device_json(home, device) for device in home.devices.values()],
        "entities": [_entity_json(home, entity) for entity in home.entities.values()],
    }


def trace_json(trace: Trace) -> dict[str, Any]:
    """Return a trace as the API shows it."""
    before = trace.before or {}
    return plan_result_json(trace.result) | {
        "before": {entity_id: state_json(state, None) for entity_id, state in before.items()}
    }


def _device_json(home: Home, device: Device) -> dict[str, Any]:
    return asdict(device) | {"enabled": home.customs.of_device(device.id).enabled is not False}


def _entity_json(home: Home, entity: Entity) -> dict[str, Any]:
    area = home.area_of(entity)
    return {
        "entity_id": entity.id,
        "name": entity.name,
        "domain": entity.domain,
        "device_class": entity.device_class,
        "device_id": entity.device_id,
        "area_id": area.id if area else None,
        "floor_id": area.floor_id if area else None,
        "aliases": entity.aliases,
        "labels": entity.labels,
        "actions": sorted(entity.actions),
        "entity_category": entity.entity_category,
        "enabled": entity.enabled,
        "icon": entity.icon,
        "integration": entity.integration,
    }


async def _storage_health(parts: ServerParts) -> dict[str, Any]:
    try:
        await parts.traces.latest(1)
    except StorageError as error:
        return {"state": "failed", "reason": str(error)}
    return {"state": "ok"}


def _states_only(health: dict[str, Any]) -> dict[str, Any]:
    """Return how the parts are without the reasons, which name files and rules."""
    return {
        part: {"state": told["state"]}
        for part, told in health.items()
        if isinstance(told, dict) and "state" in told
    }


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > len(str(MOST_TRACES)) + 1:
        raise json_io.BadBody(f"limit must be a number from 1 to {MOST_TRACES}, not {text!r}")
    return max(1, min(int(text), MOST_TRACES))
