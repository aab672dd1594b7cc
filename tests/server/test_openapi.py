"""The description of the API tells of every address, and of every body that one takes."""

import pytest
import schemathesis
from aiohttp import web

from hub.server.access import ACCESS
from hub.server.app import create_app
from hub.server.openapi import ANSWERS, QUERIES, body_model, described
from hub.server.parts import ServerParts
from tests.server.conftest import Running


@pytest.fixture
def app(empty: ServerParts) -> web.Application:
    return create_app(empty)


async def test_every_route_is_described(app: web.Application) -> None:
    paths = described(app)["paths"]
    told = {f"{method.upper()} {path}" for path, item in paths.items() for method in item}
    routes = {
        f"{route.method} {route.resource.canonical}"
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    assert told == {route for route in routes if not route.endswith(" /{name}")}
    assert told <= set(ACCESS)
    assert set(QUERIES) | set(ANSWERS) <= told


async def test_every_body_that_is_read_as_a_model_is_described(app: web.Application) -> None:
    for route in app.router.routes():
        code = getattr(route.handler, "__code__", None)
        if code is not None and "read_model" in code.co_names:
            assert body_model(route.handler) is not None, route.handler


async def test_each_operation_says_who_may_and_what_it_does(app: web.Application) -> None:
    for path, item in described(app)["paths"].items():
        for method, operation in item.items():
            assert operation["summary"], f"{method} {path}"
            assert operation["x-roles"], f"{method} {path}"
            is_open = operation["x-scope"] is None
            assert operation["security"] == ([] if is_open else [{"token": []}])


async def test_the_hub_serves_a_valid_description(hub: Running) -> None:
    status, document = await hub.ask("GET", "/api/lares/openapi.json")
    assert status == 200
    assert document["openapi"] == "3.1.0"
    schema = schemathesis.openapi.from_dict(document)
    schema.validate()
    assert len(list(schema.get_all_operations())) == len(
        [method for item in document["paths"].values() for method in item]
    )


async def test_the_description_is_not_for_strangers(hub: Running) -> None:
    assert (await hub.ask("GET", "/api/lares/openapi.json", secret=None))[0] == 401
