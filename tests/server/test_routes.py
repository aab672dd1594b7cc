"""Every address of the API, as each role and each token gets it.

The walks go over all routes of the application: a new one fails here until it has a line in
`hub/server/access.py`, and is then held to it.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from hub.home.errors import HubError
from hub.home.ids import AreaId, EntityId
from hub.home.keeping import NothingKept
from hub.home.model import Area
from hub.home.notifications import Notification
from hub.home.past import NoPast
from hub.home.people import EVERYTHING, Grant, Role
from hub.language.in_sight import PlannerInSight
from hub.language.model_settings import ModelSettings
from hub.recorder.history.recorder import HistoryRecorder
from hub.recorder.tokens import Scope
from hub.server.access import ACCESS, OPEN, Shows, access_to, key_of
from hub.server.app import create_app
from hub.server.parts import ServerParts
from hub.server.security import HEADERS
from tests.server.conftest import Running
from tests.support.fakes import put

# What nobody may learn who does not see it; ids may be echoed to who named them.
SECRET = "moonstone"  # noqa: S105 - a word to look for
KITCHEN = Grant(areas=frozenset({AreaId("kitchen")}))
PARAMETERS = {
    "entity_id": "camera.cot", "domain": "light", "service": "turn_on", "kind": "automation",
    "rule_id": "r1", "number": "1", "run_id": "x", "plan_id": "x", "approval_id": "x",
    "timer_id": "x", "notification_id": "secret", "token_id": "x", "webhook_id": "x",
    "event_type": "bell", "start": "2026-01-01T00:00:00+00:00", "name": "nothing.txt",
    "user_id": "x", "flow_id": "x", "phone_id": "x", "new_id": "x", "entry_id": "x",
    "device_id": "x", "path": "x", "key": "x", "area_id": "x", "floor_id": "x",
    "zone_id": "x", "token": "x", "engine": "stt.x",
}  # fmt: skip
QUERY = {
    "filter_entity_id": "camera.cot,light.bed", "entity_id": "camera.cot,light.bed",
    "start_time": "2026-01-01T00:00:00+00:00", "end_time": "2100-01-01T00:00:00+00:00",
}  # fmt: skip
UNREADABLE = {"GET /api/stream"}  # It never ends; it has tests of its own.


@pytest.fixture
async def empty(empty: ServerParts, tmp_path: Path) -> AsyncIterator[ServerParts]:
    """The parts, with a planner of the real kind, a past, and secrets in the house."""
    home = empty.home
    home.put_area(Area(AreaId("bedroom"), f"{SECRET} room", aliases=(f"{SECRET} den",)))
    async with HistoryRecorder(tmp_path / "history.db", home) as recorder:
        for entity_id, area in (("camera.cot", "kitchen"), ("light.bed", "bedroom")):
            put(home, entity_id, SECRET, area_id=AreaId(area), attributes={"text": SECRET})
            home.put_entity(replace(home.entity(entity_id), name=f"{SECRET} thing"))
            home.report(EntityId(entity_id), f"{SECRET} again", {"text": SECRET})
        now = datetime.now(UTC)
        await empty.notifications.tell(Notification(id="secret", text=SECRET, at=now))
        planner = PlannerInSight(
            home,
            empty.sight,
            worker=None,
            settings=ModelSettings(enabled=False),
            kept=NothingKept(),
            past=NoPast(),
        )
        yield replace(empty, history=recorder.queries, planner=planner)


def routes_of(parts: ServerParts) -> Iterator[tuple[str, str]]:
    for route in create_app(parts).router.routes():
        assert route.resource is not None
        if route.method != "HEAD":
            yield route.method, route.resource.canonical


def address(path: str) -> str:
    return path.format(**PARAMETERS)


async def send(hub: Running, method: str, path: str, secret: str | None) -> tuple[int, str]:
    """Send a request that would be allowed to whoever may send it; returns status and body."""
    body = {
        "entity_id": ["light.bed", "camera.cot"], "text": "turn on all the lights",
        "name": "x", "state": "on", "approve": True, "do": "pause", "paused": True,
    }  # fmt: skip
    extra: dict[str, Any] = {} if method == "GET" else {"json": body}
    status, told = await hub.ask(method, address(path), secret=secret, params=QUERY, **extra)
    return status, str(told)


def test_every_route_has_its_line_and_every_line_its_route(empty: ServerParts) -> None:
    routes = {key_of(method, path) for method, path in routes_of(empty)}
    assert routes - set(ACCESS) == set(), "add these to hub/server/access.py"
    assert set(ACCESS) - routes == set(), "these are gone; remove them from hub/server/access.py"


async def test_without_a_token_only_open_routes_answer(hub: Running) -> None:
    for method, path in routes_of(hub.parts):
        status, _ = await send(hub, method, path, None)
        is_open = ACCESS[key_of(method, path)] is OPEN
        assert (status == 401) is not is_open, (method, path, status)
    assert hub.devices.sent == []


async def test_an_expired_guest_and_a_revoked_token_open_nothing(hub: Running) -> None:
    expired = await hub.token_for("Gil", Role.GUEST)
    gil = hub.parts.users.named("Gil")
    assert gil is not None
    await hub.parts.users.set_until(gil.id, datetime.now(UTC) - timedelta(seconds=1))
    token, revoked = await hub.parts.tokens.create(hub.owner.id, "gone")
    await hub.parts.tokens.revoke(token.id)
    for method, path in routes_of(hub.parts):
        if ACCESS[key_of(method, path)] is not OPEN:
            for secret in (expired, revoked):
                assert (await send(hub, method, path, secret))[0] == 401, (method, path)
    assert hub.devices.sent == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER}))
async def test_a_role_gets_no_further_than_the_table_says(hub: Running, role: Role) -> None:
    secret = await hub.token_for("Kim", role)
    for method, path in routes_of(hub.parts):
        access = ACCESS[key_of(method, path)]
        may = role in access.roles
        if access.shows is Shows.ALL and role is Role.GUEST:
            may = False
        if key_of(method, path) in UNREADABLE:
            continue
        status, body = await send(hub, method, path, secret)
        if not may:
            assert (status, "may not do this" in body) == (403, True), (method, path, body)
        else:
            assert "may not do this" not in body, (method, path, body)
            assert status < 500, (method, path, body)


@pytest.mark.parametrize("who", ["guest", "child"])
async def test_nobody_is_told_of_what_they_do_not_see(hub: Running, who: str) -> None:
    """Neither a guest nor a child with a grant for the kitchen learns of the secrets anywhere."""
    secret = await hub.token_for("Kim", Role(who))
    kim = hub.parts.users.named("Kim")
    assert kim is not None
    await hub.parts.users.set_grants(kim.id, sees=_grant_of(who), moves=EVERYTHING)
    for method, path in routes_of(hub.parts):
        if key_of(method, path) in UNREADABLE:
            continue
        status, body = await send(hub, method, path, secret)
        assert status < 500, (method, path, body)
        assert SECRET not in body, (method, path)
    moved = {each.entity_id for each in hub.devices.sent}
    assert moved.isdisjoint({"light.bed", "camera.cot"})


def _grant_of(who: str) -> Grant:
    if who == "child":
        domains = frozenset({"light", "switch"})
        return Grant(areas=KITCHEN.areas, domains=domains)
    return KITCHEN


async def test_the_owner_is_told_of_all_that(hub: Running) -> None:
    """Else the test before would prove nothing."""
    told = set()
    for method, path in routes_of(hub.parts):
        key = key_of(method, path)
        if key in UNREADABLE or method == "DELETE":
            continue
        _, body = await send(hub, method, path, hub.secret)
        if SECRET in body:
            told.add(key)
    assert told >= {
        "GET /api/states", "GET /api/states/{entity_id}", "GET /api/lares/home",
        "GET /api/lares/notifications", "GET /api/history/period", "GET /api/logbook",
        "GET /api/lares/why/{entity_id}", "POST /api/conversation/process",
    }  # fmt: skip


async def test_every_answer_of_every_route_has_the_security_headers(hub: Running) -> None:
    for method, path in routes_of(hub.parts):
        for secret in (None, "wrong-secret", hub.secret):
            if secret == hub.secret and key_of(method, path) in UNREADABLE:
                continue
            await send(hub, method, path, secret)
            headers = hub.headers
            assert headers.keys() >= HEADERS.keys(), (method, path)
            assert headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
            assert "Access-Control-Allow-Origin" not in headers
            is_page = key_of(method, path) == "GET /{name}"
            assert is_page or headers["Cache-Control"] == "no-store", (method, path)


async def test_no_route_answers_another_site(hub: Running) -> None:
    for method, path in routes_of(hub.parts):
        headers = {"Origin": "https://evil.example", "Authorization": f"Bearer {hub.secret}"}
        url = hub.url + address(path)
        async with hub.http.request(method, url, headers=headers) as answer:
            assert answer.status == 403, (method, path)
    assert hub.devices.sent == []


@pytest.mark.parametrize("scope", [Scope.READ, Scope.CONTROL])
async def test_a_token_does_no_more_than_its_scope(hub: Running, scope: Scope) -> None:
    _, secret = await hub.parts.tokens.create(hub.owner.id, "narrow", scope=scope)
    for method, path in routes_of(hub.parts):
        access = ACCESS[key_of(method, path)]
        if access.scope is None or key_of(method, path) in UNREADABLE:
            continue
        status, body = await send(hub, method, path, secret)
        is_refused = "use another token" in body
        assert is_refused is not scope.covers(access.scope), (method, path, body)
        assert status == 403 or not is_refused
    if scope is Scope.READ:
        assert hub.devices.sent == []
    names = {token.name for token in hub.parts.tokens.all()}
    assert names == {"test", "narrow"}


async def test_a_route_without_a_line_is_for_owners(empty: ServerParts) -> None:
    app = create_app(empty)

    async def tell(request: aiohttp.web.Request) -> aiohttp.web.Response:
        access = access_to(request)
        return aiohttp.web.Response(text=f"{access.scope} {sorted(access.roles)}")

    app.router.add_get("/api/lares/brand_new", tell)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/lares/brand_new"
    adult = await empty.users.create("Bob", Role.ADULT)
    owner = await empty.users.create("Ann", Role.OWNER)
    try:
        async with aiohttp.ClientSession() as http:
            for user, wanted in ((adult, 403), (owner, 200)):
                _, secret = await empty.tokens.create(user.id, "t")
                async with http.get(url, headers={"Authorization": f"Bearer {secret}"}) as answer:
                    assert answer.status == wanted
    finally:
        await runner.cleanup()


def test_an_error_does_not_offer_what_is_not_seen(empty: ServerParts) -> None:
    with pytest.raises(HubError) as error:
        empty.sight.home_for(None).entity("camera.cat")
    assert "camera.cot" not in str(error.value)
