"""Pictures, as Home Assistant serves them: to who holds a token, or the picture's own."""

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from hub.home.ids import AreaId, EntityId
from hub.home.people import EVERYTHING, Grant, Role
from hub.home.stills import NoPictureError, Still
from hub.server.parts import ServerParts
from hub.server.picture_tokens import LASTS_S, PictureTokens
from hub.server.server import Server
from tests.server.conftest import Running
from tests.support.fakes import ScriptedIntegration, put

PORCH, BELL, BLIND = EntityId("camera.porch"), EntityId("image.bell"), EntityId("camera.blind")


class _Pictures:
    async def still(self, entity_id: EntityId) -> Still:
        if entity_id == BLIND:
            raise NoPictureError(entity_id, "the device has sent none yet")
        return Still(b"picture of " + entity_id.encode(), "image/png")


@pytest.fixture
async def hub(empty: ServerParts, devices: ScriptedIntegration) -> AsyncIterator[Running]:
    for entity_id in (PORCH, BELL, BLIND):
        put(empty.home, entity_id, "idle")
    parts = replace(empty, stills={empty.home.entity(PORCH).integration: _Pictures()})
    owner = await parts.users.create("Ann", Role.OWNER)
    _, secret = await parts.tokens.create(owner.id, "test")
    async with Server(parts, port=0) as server, aiohttp.ClientSession() as http:
        yield Running(server.url, parts, devices, http, secret, owner)


@pytest.mark.parametrize(("kind", "entity_id"), [("camera", PORCH), ("image", BELL)])
async def test_a_state_says_where_its_picture_is(
    hub: Running, kind: str, entity_id: EntityId
) -> None:
    _, state = await hub.ask("GET", f"/api/states/{entity_id}")
    attributes = state["attributes"]
    path = f"/api/{kind}_proxy/{entity_id}"
    assert attributes["entity_picture"] == f"{path}?token={attributes['access_token']}"
    status, body = await hub.ask("GET", attributes["entity_picture"], secret=None)
    assert (status, body) == (200, f"picture of {entity_id}")
    assert hub.headers["Content-Type"].startswith("image/png")
    assert hub.headers["Cache-Control"] == "no-store"
    assert hub.headers["X-Content-Type-Options"] == "nosniff"
    status, body = await hub.ask("GET", path)
    assert (status, body) == (200, f"picture of {entity_id}")


async def test_all_states_say_so_and_others_do_not(hub: Running) -> None:
    _, states = await hub.ask("GET", "/api/states")
    told = {one["entity_id"] for one in states if "access_token" in one["attributes"]}
    assert told == {PORCH, BELL, BLIND}


@pytest.mark.parametrize("entity_id", [PORCH, "camera.unknown", "light.kitchen"])
async def test_nobody_sees_a_picture_without_a_token(hub: Running, entity_id: str) -> None:
    status, body = await hub.ask("GET", f"/api/camera_proxy/{entity_id}", secret=None)
    assert status == 401
    assert "token" in body["message"]
    for token in ("", "x", "é" * 64):
        query = {"token": token}
        path = f"/api/camera_proxy/{entity_id}"
        status, _ = await hub.ask("GET", path, secret=None, params=query)
        assert status == 403


async def test_a_picture_s_token_opens_no_other(hub: Running) -> None:
    _, state = await hub.ask("GET", f"/api/states/{BELL}")
    query = {"token": state["attributes"]["access_token"]}
    status, _ = await hub.ask("GET", f"/api/camera_proxy/{PORCH}", secret=None, params=query)
    assert status == 403


async def test_a_wrong_bearer_token_is_refused_whatever_else_comes(hub: Running) -> None:
    _, state = await hub.ask("GET", f"/api/states/{PORCH}")
    path = state["attributes"]["entity_picture"]
    assert (await hub.ask("GET", path, secret="lares_" + "y" * 43))[0] == 401


async def test_who_does_not_see_the_camera_does_not_see_its_picture(hub: Running) -> None:
    secret = await hub.token_for("Gus", Role.GUEST)
    gus = hub.parts.users.named("Gus")
    assert gus is not None
    kitchen = Grant(areas=frozenset({AreaId("kitchen")}))
    await hub.parts.users.set_grants(gus.id, sees=kitchen, moves=EVERYTHING)
    status, _ = await hub.ask("GET", f"/api/camera_proxy/{PORCH}", secret=secret)
    assert status == 404


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/camera_proxy/camera.unknown", 404, "camera.unknown"),
        ("/api/camera_proxy/image.bell", 404, "image.bell"),
        ("/api/image_proxy/light.kitchen", 404, "light.kitchen"),
        (f"/api/camera_proxy/{BLIND}", 503, "none yet"),
    ],
)
async def test_what_has_no_picture_is_told(hub: Running, path: str, status: int, said: str) -> None:
    found, body = await hub.ask("GET", path)
    assert found == status
    assert said in body["message"]


def test_a_token_ends_after_a_day() -> None:
    now = [1_000_000.0]
    tokens = PictureTokens(lambda: now[0])
    token = tokens.attributes(PORCH)["access_token"]
    now[0] += LASTS_S - 3600
    assert tokens.opens(PORCH, token)
    assert tokens.attributes(PORCH)["access_token"] != token
    now[0] += 2 * 3600
    assert not tokens.opens(PORCH, token)
    assert not PictureTokens(lambda: now[0]).opens(PORCH, tokens.attributes(PORCH)["access_token"])
