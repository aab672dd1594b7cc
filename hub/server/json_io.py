"""JSON in and out: orjson, with the standard library for what orjson refuses."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import orjson
from aiohttp import web
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)

_OPTIONS = orjson.OPT_NON_STR_KEYS
# What lies deeper is left out, where orjson and the standard library give up; no device means it.
_DEEPEST = 100
JSON = "application/json"


class BadBody(web.HTTPBadRequest):
    """The body of a request is not what was expected; the reason says what to send."""

    def __init__(self, message: str) -> None:
        super().__init__(text=message)


def dumps(value: object) -> bytes:
    """Write JSON; devices send integers and half characters that orjson refuses."""
    try:
        return orjson.dumps(value, default=_plain, option=_OPTIONS)
    except (TypeError, orjson.JSONEncodeError):
        try:
            return json.dumps(value, default=_plain, skipkeys=True).encode()
        except RecursionError:
            return json.dumps(_flat(value, 0), default=_plain, skipkeys=True).encode()


def response(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return a JSON response."""
    return web.Response(body=dumps(value), status=status, content_type=JSON, headers=headers)


def raw_response(body: bytes) -> web.Response:
    """Return a response whose JSON is already written."""
    return web.Response(body=body, content_type=JSON)


async def read_object(request: web.Request) -> dict[str, Any]:
    """Return the JSON object of the body, empty for an empty body.

    Raises:
        BadBody: it is no JSON, or no object.
    """
    body = await request.read()
    if not body.strip():
        return {}
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadBody(f"the body is not valid JSON: {error}") from None
    if not isinstance(value, dict):
        raise BadBody(f"the body must be a JSON object, not {_kind(value)}")
    return value


async def read_model(request: web.Request, model: type[Model]) -> Model:
    """Return the body as `model`.

    Raises:
        BadBody: with every mistake, by key.
    """
    value = await read_object(request)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise BadBody(_problems(error, model)) from None


def _problems(error: ValidationError, model: type[BaseModel]) -> str:
    found = []
    for item in error.errors(include_url=False):
        key = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            found.append(f"unknown key {key!r}; it takes {', '.join(model.model_fields)}")
        else:
            found.append(f"{key}: {item['msg']}" if key else str(item["msg"]))
    return "; ".join(found)


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "null" if value is None else f"a {type(value).__name__}"


def _flat(value: object, depth: int) -> object:
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    if isinstance(value, Mapping):
        deeper = value.items() if depth < _DEEPEST else ()
        return {key: _flat(inner, depth + 1) for key, inner in deeper}
    if isinstance(value, list | tuple | set | frozenset):
        return [_flat(inner, depth + 1) for inner in value] if depth < _DEEPEST else []
    return value


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)
