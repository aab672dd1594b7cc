"""Whom the hub takes a caller for, with and without reverse proxies before it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from ipaddress import ip_address, ip_network
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from hub.server.client_address import (
    Proxies,
    _client_in,
    address_of,
    as_the_client_sent_it,
    is_encrypted,
)
from hub.server.parts import ServerParts
from hub.server.server import Server
from tests.server.conftest import Running
from tests.support.certificates import Authority
from tests.support.nginx import Nginx

TRUSTED = Proxies(are_used=True, trusted=(ip_network("127.0.0.1"), ip_network("10.1.0.0/16")))
ELSEWHERE = Proxies(are_used=True, trusted=(ip_network("10.1.0.0/16"),))


async def show(request: web.Request) -> web.Response:
    secure = "encrypted" if is_encrypted(request) else "plain"
    return web.Response(text=f"{address_of(request)} {request.host} {secure}")


@asynccontextmanager
async def mirror(proxies: Proxies) -> AsyncIterator[TestServer]:
    app = web.Application(middlewares=[as_the_client_sent_it(proxies)])
    app.router.add_get("/", show)
    server = TestServer(app)
    async with server:
        yield server


async def seen(proxies: Proxies, *headers: tuple[str, str]) -> tuple[int, str]:
    async with mirror(proxies) as server, aiohttp.ClientSession() as http:
        sent = CIMultiDict([("Host", "hub.local"), *headers])
        async with http.get(server.make_url("/"), headers=sent) as answer:
            return answer.status, await answer.text()


async def test_without_a_proxy_it_is_the_peer() -> None:
    for proxies in (Proxies(), TRUSTED, ELSEWHERE):
        assert await seen(proxies) == (200, "127.0.0.1 hub.local plain")
        # Without X-Forwarded-For the others mean nothing, as in Home Assistant.
        lone = (("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"))
        assert await seen(proxies, *lone) == (200, "127.0.0.1 hub.local plain")


async def test_a_header_that_nobody_asked_for_is_refused_with_the_remedy() -> None:
    status, text = await seen(Proxies(), ("X-Forwarded-For", "192.0.2.7"))
    assert (status, "http.use_x_forwarded_for" in text) == (400, True)
    status, text = await seen(ELSEWHERE, ("X-Forwarded-For", "192.0.2.7"))
    assert (status, "127.0.0.1 is not trusted" in text) == (400, True)


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7, 198.51.100.1", "198.51.100.1"),
        ("192.0.2.7, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
        ("10.1.2.3,10.1.9.9", "10.1.2.3"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
async def test_only_the_end_that_trusted_proxies_wrote_is_believed(
    forwarded: str, client: str
) -> None:
    status, text = await seen(TRUSTED, ("X-Forwarded-For", forwarded))
    assert (status, text.split()[0]) == (200, client)


async def test_scheme_and_host_are_the_clients() -> None:
    chain = ("X-Forwarded-For", "192.0.2.7, 10.1.2.3")
    told = (chain, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "home.example"))
    assert await seen(TRUSTED, *told) == (200, "192.0.2.7 home.example encrypted")
    each = (chain, ("X-Forwarded-Proto", "https, http"))
    assert await seen(TRUSTED, *each) == (200, "192.0.2.7 hub.local encrypted")


@pytest.mark.parametrize(
    "headers",
    [
        [("X-Forwarded-For", "nobody")],
        [("X-Forwarded-For", "")],
        [("X-Forwarded-For", "192.0.2.7,")],
        [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-For", "192.0.2.8")],
        [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "")],
        [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "gopher")],
        [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "https, http")],
        [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Host", "")],
        [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Host", "a"), ("X-Forwarded-Host", "b")],
    ],
)
async def test_garbage_of_a_trusted_proxy_is_refused(headers: list[tuple[str, str]]) -> None:
    status, text = await seen(TRUSTED, *headers)
    assert (status, "X-Forwarded-" in text) == (400, True), text


addresses = st.ip_addresses(v=4) | st.ip_addresses(v=6)


@settings(max_examples=200, deadline=None)
@given(st.lists(addresses, min_size=1, max_size=6))
def test_a_forged_beginning_never_hides_the_address_that_a_proxy_saw(
    forged: list[object],
) -> None:
    stranger = ip_address("192.0.2.7")
    chain = [ip_address(str(address)) for address in forged]
    whole = [*chain, stranger, ip_address("10.1.0.1")]
    assert whole[_client_in(whole, TRUSTED)] == stranger


async def test_the_hub_behind_a_real_proxy(
    empty: ServerParts, hub: Running, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    config = replace(
        empty.config, proxies=Proxies(are_used=True, trusted=(ip_network("127.0.0.1"),))
    )
    _, secret = await empty.tokens.create(hub.owner.id, "proxied")
    calls = {"Authorization": f"Bearer {secret}", "X-Forwarded-For": "203.0.113.9"}
    async with Server(replace(empty, config=config), port=0) as server:
        with Nginx(server.port, authority.issue()) as nginx:
            url = f"https://127.0.0.1:{nginx.port}"
            # From another loopback address, so that the proxy and its client differ.
            connector = aiohttp.TCPConnector(ssl=authority.trusting(), local_addr=("127.0.0.2", 0))
            async with aiohttp.ClientSession(connector=connector) as http:
                async with http.get(f"{url}/api/", headers=calls) as answer:
                    assert answer.status == 200
                    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
                async with http.get(f"{url}/api/stream", headers=calls) as answer:
                    assert answer.content_type == "text/event-stream"
                    assert await answer.content.readany()
                async with http.get(f"{url}/", headers={"Origin": url}) as answer:
                    assert answer.status == 200
                async with http.get(f"{url}/", headers={"Origin": "https://a.example"}) as answer:
                    assert answer.status == 403
        # Not through TLS: no browser is told to stay with it.
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{server.url}/api/", headers=calls) as answer,
        ):
            assert answer.status == 200
            assert "Strict-Transport-Security" not in answer.headers


async def test_a_hub_without_proxies_refuses_what_comes_through_one(
    hub: Running, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    port = int(hub.url.rpartition(":")[2])
    with Nginx(port, authority.issue()) as nginx:
        connector = aiohttp.TCPConnector(ssl=authority.trusting())
        async with (
            aiohttp.ClientSession(connector=connector) as http,
            http.get(f"https://127.0.0.1:{nginx.port}/") as answer,
        ):
            assert answer.status == 400
            assert "trusted_proxies" in (await answer.json())["message"]
