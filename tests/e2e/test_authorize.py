"""Letting a program in with a real browser: the page, where its form may lead, the way back."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from tests.support.browser import Page, browse
from tests.support.running_hub import RunningHub

OWNER_TOKEN = "lares_" + "o" * 43
WORDS = "a garden of forking paths"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("authorize") / "hub"
    with RunningHub(folder, "--no-model", token=OWNER_TOKEN) as hub:
        yield hub


@pytest.fixture
async def program() -> AsyncIterator[TestServer]:
    """The site of a program, on a port of its own: another origin than the hub's."""

    async def back(_: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>Back</title>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/back", back)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture(name="page")
async def open_page(tmp_path: Path) -> AsyncIterator[Page]:
    async with browse(tmp_path / "profile") as page:
        await page.resize(390, 844)
        yield page


async def test_a_program_is_let_in_and_gets_back_with_a_code(
    hub: RunningHub, page: Page, program: TestServer
) -> None:
    users = hub.remote.request("GET", "/api/lares/users")
    path = f"/api/lares/users/{users[0]['id']}/password"
    hub.remote.request("PUT", path, {"password": WORDS})
    site = str(program.make_url("/"))
    asked = {"client_id": site, "redirect_uri": f"{site}back", "state": "mine"}
    await page.open(str(URL(f"{hub.url}/auth/authorize").with_query(asked)))
    await page.wait_for("document.querySelector('form') !== null")
    assert page.problems == []

    for password, over in (("not these words", "[role=alert]"), (WORDS, "")):
        await page.evaluate(f"""(() => {{ const form = document.querySelector('form');
            form.username.value = {users[0]["name"]!r}; form.password.value = {password!r};
            form.querySelector('button.main').click(); }})()""")
        if over:
            await page.wait_for(f"document.querySelector('{over}') !== null")
    await page.wait_for("document.title === 'Back'")
    back = URL(await page.evaluate("location.href"))
    assert back.query["state"] == "mine"

    form = {"grant_type": "authorization_code", "client_id": site, "code": back.query["code"]}
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{hub.url}/auth/token", data=form) as answer:
            given = await answer.json()
        headers = {"Authorization": f"Bearer {given['access_token']}"}
        async with http.get(f"{hub.url}/api/states", headers=headers) as answer:
            assert answer.status == 200


async def test_who_cancels_goes_back_without_a_code(
    hub: RunningHub, page: Page, program: TestServer
) -> None:
    site = str(program.make_url("/"))
    asked = {"client_id": site, "redirect_uri": f"{site}back", "state": "mine"}
    await page.open(str(URL(f"{hub.url}/auth/authorize").with_query(asked)))
    await page.wait_for("document.querySelector('form') !== null")
    await page.evaluate("document.querySelector('button[name=cancel]').click()")
    await page.wait_for("document.title === 'Back'")
    back = URL(await page.evaluate("location.href"))
    assert dict(back.query) == {"error": "access_denied", "state": "mine"}
