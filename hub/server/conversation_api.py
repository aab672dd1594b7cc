"""The conversation over HTTP, in Home Assistant's shape."""

from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, new_id
from hub.home.model import Source
from hub.home.plan import Outcome, PlanResult, Refusal, Request, Status
from hub.home.targets import NoTarget, area_id_of
from hub.server import json_io
from hub.server.caller import Caller, caller_of
from hub.server.conversation import ConversationResult, was_rejected
from hub.server.plan_json import plan_result_json

LONGEST_TEXT = 1_000
routes = web.RouteTableDef()

Short = Annotated[str, Field(max_length=128)]

# From our codes to Home Assistant's (conversation API, "error codes").
_CODES = {
    "no_match": "no_intent_match",
    "no_target": "no_valid_targets",
    "unsupported": "failed_to_handle",
    "unavailable": "failed_to_handle",
    "failed": "failed_to_handle",
}


class SentenceBody(BaseModel):
    """A sentence, and where it was said: an area (id or name), or a device that stands in one.

    `digest` of a plan that `/api/lares/plan` showed: that one is run, and no other.
    """

    # Home Assistant's clients send more than this; what we do not need, we leave.
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, defer_build=True)

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    conversation_id: Short | None = None
    language: Short | None = None
    area_id: Short | None = None
    device_id: Short | None = None
    dry_run: bool = False
    digest: Short | None = None


@routes.post("/api/conversation/process")
async def process(request: web.Request) -> web.Response:
    """Do what a sentence says, and tell what came of it."""
    body = await json_io.read_model(request, SentenceBody)
    return json_io.response(await processed(caller_of(request), body))


@routes.post("/api/lares/plan")
async def plan(request: web.Request) -> web.Response:
    """Tell what a sentence would do, and what the guard says to it; nothing is run."""
    body = await json_io.read_model(request, SentenceBody)
    return json_io.response(await planned(caller_of(request), body))


async def processed(caller: Caller, body: SentenceBody) -> dict[str, Any]:
    """Do what a sentence says; returns what came of it."""
    asked = asked_by(caller, body)
    result = await caller.conversation.process(asked, dry=body.dry_run, digest=body.digest)
    return result_json(caller.home, result)


async def planned(caller: Caller, body: SentenceBody) -> dict[str, Any]:
    """Return what a sentence would do; nothing is run."""
    result = await caller.conversation.plan(asked_by(caller, body))
    more = {"speech": result.speech, "digest": result.result.plan.digest()}
    return lares_json(result) | more


def result_json(home: Home, result: ConversationResult) -> dict[str, Any]:
    """Return a result in Home Assistant's shape, with all that is behind it under "lares"."""
    kind = _response_type(result.result)
    return {
        "response": {
            "response_type": kind,
            "language": result.language,
            "data": _data(home, result.result, kind),
            "speech": {"plain": {"speech": result.speech, "extra_data": None}},
            "card": {},
        },
        "conversation_id": result.conversation_id,
        "continue_conversation": result.wants_answer,
        "lares": lares_json(result),
    }


def lares_json(result: ConversationResult) -> dict[str, Any]:
    """Return the plan, the guard's verdict and what became of it."""
    shown = {} if result.shown is None else {"shown": result.shown}
    return plan_result_json(result.result) | {"expires_at": result.expires_at} | shown


def asked_by(caller: Caller, body: SentenceBody) -> Request:
    """Return what somebody asks for with a sentence.

    Raises:
        BadBody: nothing is said.
        NoTarget: it was said where there is no place.
    """
    parts = caller.parts
    text = " ".join(body.text.split())
    if not text:
        raise json_io.BadBody("text: say something; it holds blanks only")
    return Request(
        text=text,
        source=Source.MCP if caller.source is Source.MCP else Source.LANGUAGE,
        user_id=caller.user_id,
        area_id=_area_id(caller.home, body),
        language=body.language or parts.config.language,
        conversation_id=body.conversation_id or new_id(),
        at=parts.home.now().astimezone(parts.config.zone),
    )


def area_of_device(home: Home, device_id: str) -> AreaId | None:
    """Return the area that a device stands in.

    Raises:
        NoTarget: there is no such device.
    """
    device = home.devices.get(DeviceId(device_id))
    if device is None:
        raise NoTarget(f"no device {device_id!r} in this home; GET /api/lares/home lists them")
    return device.area_id


def _area_id(home: Home, body: SentenceBody) -> AreaId | None:
    if body.area_id:
        return AreaId(area_id_of(home, body.area_id))
    return area_of_device(home, body.device_id) if body.device_id else None


def _response_type(result: PlanResult) -> str:
    body = result.plan.body
    if isinstance(body, Refusal):
        return "error"
    if body.kind not in {"steps", "chores"}:
        return "query_answer"
    if not result.outcomes and not result.chores:
        return "action_done" if result.verdict.effect in {"allow", "confirm"} else "error"
    if was_rejected(result):
        return "action_done"
    good = {Status.DONE, Status.UNVERIFIED, Status.WAITING}
    ends = [o.status for o in result.outcomes] + [o.status for o in result.chores]
    return "action_done" if good.intersection(ends) else "error"


def _data(home: Home, result: PlanResult, kind: str) -> dict[str, Any]:
    done = [o for o in result.outcomes if o.status is Status.DONE]
    neither = {Status.DONE, Status.WAITING}
    failed = [o for o in result.outcomes if o.status not in neither]
    data: dict[str, Any] = {
        "targets": [],
        "success": _ids(home, done),
        "failed": _ids(home, failed),
    }
    if kind == "error":
        body = result.plan.body
        data["code"] = _CODES[body.code] if isinstance(body, Refusal) else "failed_to_handle"
    return data


def _ids(home: Home, outcomes: list[Outcome]) -> list[dict[str, str]]:
    found = []
    for entity_id in dict.fromkeys(outcome.entity_id for outcome in outcomes):
        entity = home.entities.get(entity_id)
        name = entity.name if entity else entity_id
        found.append({"name": name, "type": "entity", "id": entity_id})
    return found
