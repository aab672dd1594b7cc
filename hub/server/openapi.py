"""The API in OpenAPI 3.1, made from the routes themselves: their handlers, models and access.

What an address takes is the model that its handler reads the body as; what it asks for stands in
`hub/server/access.py`. Only query parameters and the shapes of answers are written down here.
"""

from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from hub import __version__
from hub.home.ids import slugify
from hub.server import json_io
from hub.server.access import ACCESS, UNLISTED, key_of

Schema = Mapping[str, Any]

routes = web.RouteTableDef()

TEXT: Schema = {"type": "string"}
MOMENT: Schema = {"type": "string", "description": "an ISO 8601 time"}
FLAG: Schema = {"type": "string"}
_STATE: Schema = {
    "type": "object",
    "required": ["entity_id", "state", "attributes", "last_changed", "last_updated", "context"],
    "properties": {"entity_id": TEXT, "state": TEXT, "attributes": {"type": "object"}},
}
_MESSAGE: Schema = {"type": "object", "required": ["message"], "properties": {"message": TEXT}}
_THING: Schema = {"type": "object"}
_BYTES: Schema = {"type": "string", "format": "binary"}
_THINGS: Schema = {"type": "array", "items": _THING}
_PAST = {
    "filter_entity_id": TEXT, "end_time": MOMENT, "start_time": MOMENT, "minimal_response": FLAG,
    "no_attributes": FLAG, "significant_changes_only": FLAG,
}  # fmt: skip
_LOGBOOK = {"end_time": MOMENT, "entity": TEXT}

# By method and path, as in `ACCESS`: what may stand in the query.
QUERIES: Mapping[str, Mapping[str, Schema]] = {
    "POST /api/services/{domain}/{service}": {"return_response": FLAG},
    "GET /api/stream": {"restrict": TEXT},
    "GET /api/calendars/{entity_id}": {"start": MOMENT, "end": MOMENT},
    "GET /auth/authorize": {
        "response_type": TEXT, "client_id": TEXT, "redirect_uri": TEXT, "state": TEXT,
    },
    "GET /api/camera_proxy/{entity_id}": {"token": TEXT},
    "GET /api/image_proxy/{entity_id}": {"token": TEXT},
    "GET /api/history/period": _PAST,
    "GET /api/history/period/{start}": _PAST,
    "GET /api/logbook": _LOGBOOK,
    "GET /api/logbook/{start}": _LOGBOOK,
    "GET /api/lares/statistics": {
        "entity_id": TEXT, "start_time": MOMENT, "end_time": MOMENT, "period": TEXT,
    },
    "GET /api/lares/traces": {"limit": {"type": "integer"}, "conversation_id": TEXT},
    "GET /api/lares/voice/runs": {"limit": {"type": "integer"}},
    "GET /api/lares/runs": {"rule": TEXT},
    "GET /api/lares/rules/{rule_id}/versions": {"kind": TEXT},
    "GET /api/lares/rules/{rule_id}/versions/{number}": {"kind": TEXT},
    "POST /api/lares/rules/{rule_id}/versions/{number}/restore": {"kind": TEXT},
    "GET /api/lares/audit": {
        "start": MOMENT, "end": MOMENT, "before": {"type": "integer"}, "kind": TEXT,
        "user_id": TEXT, "limit": {"type": "integer"},
    },
}  # fmt: skip

# What the answer looks like, where it is more than an object.
ANSWERS: Mapping[str, Schema] = {
    "GET /api/": _MESSAGE,
    "GET /api": _MESSAGE,
    "GET /api/states": {"type": "array", "items": _STATE},
    "GET /api/states/{entity_id}": _STATE,
    "POST /api/states/{entity_id}": _STATE,
    "DELETE /api/states/{entity_id}": _MESSAGE,
    "GET /api/events": _THINGS,
    "POST /api/events/{event_type}": _MESSAGE,
    "GET /api/services": _THINGS,
    "POST /api/services/{domain}/{service}": {"type": ["array", "object"]},
    "GET /api/history/period": {"type": "array", "items": {"type": "array"}},
    "GET /api/history/period/{start}": {"type": "array", "items": {"type": "array"}},
    "GET /api/logbook": _THINGS,
    "GET /api/logbook/{start}": _THINGS,
    "GET /api/components": {"type": "array", "items": TEXT},
    "GET /api/calendars": _THINGS,
    "GET /api/calendars/{entity_id}": _THINGS,
    "GET /api/lares/tokens": _THINGS,
    "DELETE /api/lares/tokens/{token_id}": _MESSAGE,
    "GET /auth/providers": {"type": ["array", "object"]},
    "GET /api/lares/approvals": _THINGS,
    "GET /api/lares/traces": _THINGS,
    "GET /api/lares/voice/runs": _THINGS,
    "GET /api/lares/runs": {"type": ["array", "object"]},
    "GET /api/lares/rules": {"type": ["array", "object"]},
    "GET /api/lares/timers": {"type": ["array", "object"]},
    "GET /api/lares/notifications": {"type": ["array", "object"]},
    "GET /api/lares/users": _THINGS,
    "GET /api/lares/new": _THINGS,
    "POST /api/lares/search": _THINGS,
    "GET /api/lares/entries": _THINGS,
    "GET /api/lares/integrations": _THINGS,
    "GET /api/lares/phones": _THINGS,
    "DELETE /api/lares/phones/{phone_id}": _MESSAGE,
    "GET /api/lares/rules/{rule_id}/versions": {"type": ["array", "object"]},
    "GET /api/lares/check": {"type": ["array", "object"]},
    "POST /api/owntracks": {"type": ["array", "object"]},
    "GET /api/lares/why/{entity_id}": {"type": ["array", "object"]},
}

# Addresses that answer with something else than JSON, or as whoever listens there likes.
_STREAMS = "GET /api/stream"
_WORDS = frozenset({"POST /api/template", "GET /api/error_log"})
_FREE = frozenset(
    {
        "GET /api/camera_proxy/{entity_id}",
        "GET /api/image_proxy/{entity_id}",
        "GET /api/tts_proxy/{token}",
        "GET /api/webhook/{webhook_id}",
        "POST /api/webhook/{webhook_id}",
        "PUT /api/webhook/{webhook_id}",
        "GET /auth/authorize",
        "POST /auth/authorize",
        "POST /auth/token",
        "POST /auth/revoke",
    }
)
_SOUNDS = frozenset({"POST /api/stt/{engine}"})
_FORMS = frozenset({"POST /auth/authorize", "POST /auth/token", "POST /auth/revoke"})
_BODIED = frozenset({"POST", "PUT", "PATCH"})
_TO_PROBLEM: Schema = {"$ref": "#/components/schemas/Problem"}
_PROBLEM: Schema = {
    "type": "object",
    "anyOf": [{"required": ["message"]}, {"required": ["error"]}, {"required": ["errors"]}],
}


@routes.get("/api/lares/openapi.json")
async def show_openapi(request: web.Request) -> web.Response:
    """Describe the API in OpenAPI 3.1."""
    return json_io.response(described(request.app))


def described(app: web.Application) -> dict[str, Any]:
    """Return the OpenAPI document of all addresses but those of the page."""
    operations = list(_operations(app))
    models = {model for _, _, handler in operations if (model := body_model(handler)) is not None}
    ordered = sorted(models, key=lambda model: model.__name__)
    schemas, defined = models_json_schema(
        [(model, "validation") for model in ordered],
        ref_template="#/components/schemas/{model}",
    )
    references = {model: schemas[model, "validation"] for model in ordered}
    paths: dict[str, dict[str, Any]] = {}
    for method, path, handler in operations:
        operation = _operation(key_of(method, path), handler, references)
        paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lares",
            "version": __version__,
            "description": "Home Assistant's REST API, and what Lares has beyond it.",
        },
        "paths": paths,
        "components": {
            "schemas": {**defined.get("$defs", {}), "Problem": _PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def body_model(handler: Callable[..., Any]) -> type[BaseModel] | None:
    """Return the model as which a handler reads its body, None if it reads none."""
    if not isinstance(handler, FunctionType):
        return None
    for name in handler.__code__.co_names:
        found = handler.__globals__.get(name)
        if isinstance(found, type) and issubclass(found, BaseModel) and name.endswith(_ENDINGS):
            return found
    return None


# How models of bodies are called.
_ENDINGS = ("Body", "User", "Change")


def _operations(app: web.Application) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Yield method, path and handler of every address below /api and /auth."""
    for route in app.router.routes():
        if route.resource is None or route.method in {"HEAD", "*"}:
            continue
        path = route.resource.canonical
        if path.startswith(("/api", "/auth", "/.well-known")):
            yield route.method, path, route.handler


def _operation(
    key: str, handler: Callable[..., Any], references: Mapping[type[BaseModel], Schema]
) -> dict[str, Any]:
    access = ACCESS.get(key, UNLISTED)
    method, _, path = key.partition(" ")
    doc = (handler.__doc__ or "").strip().split("\n\n")
    return {
        "operationId": slugify(f"{method} {path}"),
        "summary": " ".join(doc[0].split()),
        "description": " ".join(" ".join(doc[1:]).split()),
        "security": [] if access.scope is None else [{"token": []}],
        "x-scope": access.scope.value if access.scope is not None else None,
        "x-roles": sorted(access.roles),
        "parameters": list(_parameters(key, path)),
        **_request_body(key, method, handler, references),
        "responses": {
            **{status: _answer(key, "Done", ANSWERS.get(key, _THING)) for status in ("200", "201")},
            "default": _answer(key, "What is wrong, and what to do about it", _TO_PROBLEM),
        },
    }


def _answer(key: str, words: str, schema: Schema) -> dict[str, Any]:
    if key in _FREE:
        return {"description": words}
    as_text = {_STREAMS: "text/event-stream", **dict.fromkeys(_WORDS, "text/plain")}
    kind = as_text.get(key)
    if kind is None or schema is _TO_PROBLEM:
        return {"description": words, "content": {json_io.JSON: {"schema": schema}}}
    return {"description": words, "content": {kind: {"schema": TEXT}}}


def _parameters(key: str, path: str) -> Iterator[dict[str, Any]]:
    for part in path.split("/"):
        if part.startswith("{"):
            name = part.strip("{}")
            yield {"name": name, "in": "path", "required": True, "schema": TEXT}
    for name, schema in QUERIES.get(key, {}).items():
        yield {"name": name, "in": "query", "required": False, "schema": schema}


def _request_body(
    key: str,
    method: str,
    handler: Callable[..., Any],
    references: Mapping[type[BaseModel], Schema],
) -> dict[str, Any]:
    if method not in _BODIED:
        return {}
    if key in _SOUNDS:
        return {"requestBody": {"content": {"application/octet-stream": {"schema": _BYTES}}}}
    model = body_model(handler)
    schema = references[model] if model is not None else _THING
    kind = "application/x-www-form-urlencoded" if key in _FORMS else json_io.JSON
    return {"requestBody": {"content": {kind: {"schema": schema}}}}
