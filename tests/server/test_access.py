"""Who gets in, and how those who do not are told."""

import asyncio
import json
import socket
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network

import aiohttp
import pytest

from hub.home.people import Role
from hub.server.client_address import Proxies
from hub.server.config import ServerConfig
from hub.server.parts import ServerParts
from hub.server.security import TryLimit
from hub.server.server import CannotListen, Server
from tests.server.conftest import Running

PATHS = [
    "/api/", "/api", "/api/config", "/api/states", "/api/states/light.kitchen", "/api/services",
    "/api/events", "/api/stream", "/api/lares/home", "/api/lares/health", "/api/lares/tokens",
    "/api/lares/traces", "/api/lares/approvals", "/api/nothing",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_is_read_without_a_token(hub: Running, path: str) -> None:
    status, body = await hub.ask("GET", path, secret=None)
    assert status == 401
    assert "lares token create" in body["message"]
    assert hub.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "path", ["/api/services/light/turn_on", "/api/conversation/process", "/api/lares/undo"]
)
async def test_nothing_is_moved_without_a_token(hub: Running, path: str) -> None:
    status, _ = await hub.ask("POST", path, secret=None, json={"entity_id": "light.kitchen"})
    assert status == 401
    assert hub.devices.sent == []


async def test_each_wrong_token_is_told_apart(hub: Running) -> None:
    tokens = hub.parts.tokens
    expired = (await tokens.create(hub.owner.id, "old", lifetime=timedelta(days=-1)))[1]
    token, revoked = await tokens.create(hub.owner.id, "gone")
    await tokens.revoke(token.id)
    for secret, word in [
        ("x", "not a token"), ("lares_" + "y" * 43, "does not know"), (expired, "expired"),
        (revoked, "revoked"), ("two words", "not a token"),
    ]:  # fmt: skip
        status, body = await hub.ask("GET", "/api/", secret=secret)
        assert (status, word in body["message"]) == (401, True), body


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "nonsense"])
async def test_a_malformed_header_is_named(hub: Running, header: str) -> None:
    status, body = await hub.ask("GET", "/api/", secret=None, headers={"Authorization": header})
    assert status == 401
    assert "malformed" in body["message"]


async def test_the_api_says_that_it_runs(hub: Running) -> None:
    assert await hub.ask("GET", "/api/") == (200, {"message": "API running."})


async def test_other_origins_are_refused(hub: Running) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1", "http://["):
        status, _ = await hub.ask("GET", "/api/", headers={"Origin": origin})
        assert status == 403
        status, _ = await hub.ask("GET", "/", headers={"Origin": origin}, secret=None)
        assert status == 403
    assert (await hub.ask("GET", "/api/", headers={"Origin": hub.url}))[0] == 200


@pytest.mark.parametrize("path", ["/", "/api/"])
async def test_a_name_that_is_not_the_hubs_is_refused(hub: Running, path: str) -> None:
    port = hub.url.rpartition(":")[2]
    machine = socket.gethostname()
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "local",
        "127.0.0.1.evil.example",
        "[::",
        "",
    ):
        status, body = await hub.ask("GET", path, headers={"Host": host})
        assert (status, "allowed_hosts" in body["message"]) == (421, True), host
    for host in (
        f"127.0.0.1:{port}", f"LocalHost:{port}", "[::1]:80", "192.168.1.7", "lares.local",
        "Lares.local.:8123", machine,
    ):  # fmt: skip
        assert (await hub.ask("GET", path, headers={"Host": host}))[0] == 200, host


async def test_a_configured_name_is_the_hubs(empty: ServerParts) -> None:
    parts = replace(empty, config=ServerConfig(allowed_hosts=("Lares.example.org",)))
    async with Server(parts, port=0) as server, aiohttp.ClientSession(server.url) as http:
        for host, wanted in [("lares.example.org", 200), ("example.org", 421)]:
            async with http.get("/", headers={"Host": host}) as answer:
                assert answer.status == wanted


@pytest.mark.parametrize("path", ["/", "/api/", "/nothing", "/api/nothing"])
async def test_every_answer_has_the_security_headers(hub: Running, path: str) -> None:
    await hub.ask("GET", path)
    assert "default-src 'self'" in hub.headers["Content-Security-Policy"]
    assert hub.headers["X-Content-Type-Options"] == "nosniff"
    assert hub.headers["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in hub.headers


MALFORMED = [
    b"GET / HTTP/9.9\r\n\r\n", b"\x00\x01 nonsense\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET /api/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
]  # fmt: skip


@pytest.mark.parametrize("raw", MALFORMED)
async def test_what_is_no_http_is_answered_like_every_error(
    hub: Running, raw: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(hub.url.rpartition(":")[2]))
    writer.write(raw)
    async with asyncio.timeout(5):
        told = await reader.read()
    writer.close()
    head, _, body = told.decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.0 400")
    assert "Server: Lares\r\n" in head
    assert "Content-Security-Policy: default-src 'self'" in head
    assert "X-Content-Type-Options: nosniff" in head
    assert "message" in json.loads(body)
    assert "aiohttp" not in told.decode()
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


async def test_the_first_owner_comes_in_with_the_code(empty: ServerParts) -> None:
    code = await empty.onboarding.issue()
    async with Server(empty, port=0) as server, aiohttp.ClientSession(server.url) as http:
        path = "/api/lares/onboarding"
        async with http.get(path) as answer:
            assert await answer.json() == {"needed": True}
        async with http.post(path, json={"code": "WRNGWRNG", "name": "Ann"}) as answer:
            assert answer.status == 403
        async with http.post(path, json={"code": code, "name": " "}) as answer:
            assert answer.status == 400
        async with http.post(path, json={"code": code, "name": "Ann", "password": "x"}) as answer:
            assert answer.status == 400
        words = "four words in a row"
        async with http.post(path, json={"code": code, "name": "Ann", "password": words}) as answer:
            assert answer.status == 201
            made = await answer.json()
        assert (made["user"]["role"], made["user"]["has_password"]) == ("owner", True)
        assert await empty.credentials.log_in("Ann", words) is not None
        headers = {"Authorization": f"Bearer {made['token']}"}
        async with http.get("/api/", headers=headers) as answer:
            assert answer.status == 200
        async with http.post(path, json={"code": code, "name": "Eve"}) as answer:
            assert answer.status == 403
        async with http.get(path) as answer:
            assert await answer.json() == {"needed": False}


async def test_guessing_the_code_is_slowed(empty: ServerParts) -> None:
    code = await empty.onboarding.issue()
    async with Server(empty, port=0) as server, aiohttp.ClientSession(server.url) as http:

        async def guess(text: str | None) -> int:
            body = {"code": text, "name": "Ann"}
            async with http.post("/api/lares/onboarding", json=body) as answer:
                if answer.status == 429:
                    assert int(answer.headers["Retry-After"]) > 0
                return answer.status

        statuses = await asyncio.gather(*(guess(f"WRNG{n}") for n in range(9)))
        assert sorted(statuses) == [403] * 5 + [429] * 4
        assert await guess(code) == 429


async def test_guessing_the_code_elsewhere_does_not_hinder_the_owner(empty: ServerParts) -> None:
    config = replace(
        empty.config, proxies=Proxies(are_used=True, trusted=(ip_network("127.0.0.0/8"),))
    )
    empty = replace(empty, config=config)
    code = await empty.onboarding.issue()
    async with Server(empty, port=0) as server, aiohttp.ClientSession(server.url) as http:

        async def guess(text: str | None, address: str) -> int:
            body, headers = {"code": text, "name": "Ann"}, {"X-Forwarded-For": address}
            async with http.post("/api/lares/onboarding", json=body, headers=headers) as answer:
                return answer.status

        statuses = [await guess(f"WRNG{n}", "192.0.2.66") for n in range(9)]
        assert statuses == [403] * 5 + [429] * 4
        assert await guess(code, "192.0.2.1") == 201


def test_the_pause_grows_and_ends() -> None:
    now = 0.0
    limit = TryLimit(lambda: now)
    for _ in range(TryLimit.TRIES):
        assert limit.wait_s() == 0
        limit.count()
    assert limit.wait_s() == TryLimit.PAUSE_S
    now += TryLimit.PAUSE_S
    for _ in range(TryLimit.TRIES):
        assert limit.wait_s() == 0
        limit.count()
    assert limit.wait_s() == 2 * TryLimit.PAUSE_S


async def test_guests_see_and_do_less(hub: Running) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    for method, path in [
        ("GET", "/api/lares/approvals"), ("GET", "/api/lares/traces"),
        ("POST", "/api/events/x"),
    ]:  # fmt: skip
        status, body = await hub.ask(method, path, secret=guest)
        assert (status, "guest" in body["message"]) == (403, True)
    assert (await hub.ask("GET", "/api/states", secret=guest))[0] == 200


async def test_tokens_are_made_listed_and_ended(hub: Running) -> None:
    status, made = await hub.ask("POST", "/api/lares/tokens", json={"name": "phone", "days": 7})
    assert status == 201
    assert (await hub.ask("GET", "/api/", secret=made["token"]))[0] == 200
    _, listed = await hub.ask("GET", "/api/lares/tokens")
    assert [(token["name"], token["is_current"]) for token in listed] == [
        ("test", True),
        ("phone", False),
    ]
    assert not any(made["token"] in str(token) or "digest" in token for token in listed)
    assert (await hub.ask("DELETE", f"/api/lares/tokens/{made['id']}"))[0] == 200
    assert (await hub.ask("GET", "/api/", secret=made["token"]))[0] == 401
    _, listed = await hub.ask("GET", "/api/lares/tokens")
    assert [token["name"] for token in listed] == ["test"]
    assert (await hub.ask("DELETE", "/api/lares/tokens/nothing"))[0] == 404


async def test_adults_keep_to_their_own_tokens(hub: Running) -> None:
    adult = await hub.token_for("Bob", Role.ADULT)
    _, listed = await hub.ask("GET", "/api/lares/tokens", secret=adult)
    assert len(listed) == 1
    [owners] = hub.parts.tokens.all(hub.owner.id)
    assert (await hub.ask("DELETE", f"/api/lares/tokens/{owners.id}", secret=adult))[0] == 404
    body = {"name": "sneaky", "user_id": hub.owner.id}
    assert (await hub.ask("POST", "/api/lares/tokens", json=body, secret=adult))[0] == 403


async def test_a_taken_port_is_named(empty: ServerParts) -> None:
    async with Server(empty, port=0) as first:
        with pytest.raises(CannotListen, match=f"{first.port}.*another program"):
            async with Server(empty, port=first.port):
                pass


async def test_leaving_stops_listening_to_the_home(empty: ServerParts) -> None:
    before = dict(empty.home._listeners)
    async with Server(empty, port=0):
        pass
    assert empty.home._listeners == before
