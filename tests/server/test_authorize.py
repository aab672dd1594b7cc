"""The page on which a program is let in, as browsers and Home Assistant's apps meet it."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.recorder.tries import FREE_TRIES
from hub.server.authorize_page import AuthorizePage, Told
from hub.server.json_io import BadBody
from hub.server.login_flows import LIFETIME_S, LoginFlows, check_redirect
from tests.server.conftest import Running

WORDS = "four words in a row"
OTHER = "some other words"
APP = "https://app.example"
PAGE = "/auth/authorize"
ASKED = {
    "response_type": "code", "client_id": APP, "redirect_uri": f"{APP}/cb?x=1", "state": "s & t",
}  # fmt: skip
ANDROID = {
    "client_id": "https://home-assistant.io/android",
    "redirect_uri": "homeassistant://auth-callback",
}


@pytest.fixture
async def hub(hub: Running) -> Running:
    """A hub whose owner Ann has a password."""
    await hub.parts.credentials.set_password(hub.owner.id, WORDS)
    return hub


async def open_page(hub: Running, **asked: str) -> tuple[int, str, str]:
    """Open the page as a browser does; returns status, text and its cookie."""
    status, text = await hub.ask("GET", PAGE, secret=None, params=ASKED | asked)
    cookie = hub.headers.get("Set-Cookie", "").partition(";")[0]
    return status, text if isinstance(text, str) else text["message"], cookie


def fields(page: str) -> dict[str, str]:
    """Return what the form would send by itself."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


async def send(hub: Running, page: str, cookie: str, **typed: str) -> tuple[int, str]:
    form = fields(page) | {"username": "Ann", "password": WORDS} | typed
    headers = {"Origin": hub.url} | ({"Cookie": cookie} if cookie else {})
    more: dict[str, Any] = {"data": form, "headers": headers, "allow_redirects": False}
    status, text = await hub.ask("POST", PAGE, secret=None, **more)
    return status, text if isinstance(text, str) else text["message"]


def sent_back(hub: Running) -> dict[str, list[str]]:
    return parse_qs(urlsplit(hub.headers["Location"]).query)


async def tokens(hub: Running, **form: str) -> tuple[int, Any]:
    return await hub.ask("POST", "/auth/token", secret=None, data=form)


async def test_somebody_lets_a_program_in(hub: Running) -> None:
    status, page, cookie = await open_page(hub)
    assert (status, "app.example" in page) == (200, True)
    status, _ = await send(hub, page, cookie)
    assert status == 303
    assert hub.headers["Location"].startswith(f"{APP}/cb?x=1&")
    back = sent_back(hub)
    assert back["state"] == ["s & t"]
    grant = {"grant_type": "authorization_code", "client_id": APP}
    status, given = await tokens(hub, **grant, code=back["code"][0])
    assert (status, given["token_type"]) == (200, "Bearer")
    assert (await hub.ask("GET", "/api/states", secret=given["access_token"]))[0] == 200
    # Once only; and what it gave can be refreshed, and ended.
    assert (await tokens(hub, **grant, code=back["code"][0]))[0] == 400
    again = {"grant_type": "refresh_token", "client_id": APP}
    status, more = await tokens(hub, **again, refresh_token=given["refresh_token"])
    assert status == 200
    await hub.ask("POST", "/auth/revoke", secret=None, data={"token": given["refresh_token"]})
    assert (await hub.ask("GET", "/api/states", secret=more["access_token"]))[0] == 401
    assert (await tokens(hub, **again, refresh_token=given["refresh_token"]))[0] == 400


async def test_the_apps_of_home_assistant_come_in(hub: Running) -> None:
    _, page, cookie = await open_page(hub, **ANDROID, state="")
    assert "Home Assistant for Android" in page
    assert "form-action 'self' homeassistant:;" in hub.headers["Content-Security-Policy"]
    status, _ = await send(hub, page, cookie)
    assert status == 303
    assert hub.headers["Location"].startswith("homeassistant://auth-callback?code=")
    assert "state" not in sent_back(hub)


async def test_the_page_runs_nothing_and_leads_nowhere_else(hub: Running) -> None:
    _, page, _ = await open_page(hub)
    assert "<script" not in page
    policy = hub.headers["Content-Security-Policy"]
    assert f"form-action 'self' {APP};" in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert hub.headers["X-Frame-Options"] == "DENY"
    assert hub.headers["Cache-Control"] == "no-store"
    assert "HttpOnly" in hub.headers["Set-Cookie"]
    assert "SameSite=Strict" in hub.headers["Set-Cookie"]


async def test_what_a_program_says_of_itself_is_only_text(hub: Running) -> None:
    nasty = '"><script>alert(1)</script>'
    _, page, _ = await open_page(hub, state=nasty)
    assert "<script" not in page
    assert fields(page)["state"] == nasty


@pytest.mark.parametrize(
    ("client_id", "redirect_uri"),
    [
        (APP, "https://evil.example/cb"), (APP, "http://app.example/cb"),
        (APP, "https://app.example:8443/cb"), (APP, "https://app.example@evil.example/cb"),
        (APP, "//evil.example/cb"), (APP, "javascript:alert(1)"), (APP, ""), ("", f"{APP}/cb"),
        (APP, "homeassistant://auth-callback"), ("app.example", "app.example/cb"),
        ("https://home-assistant.io/android", "https://evil.example"),
        ("https://user@app.example", "https://user@app.example/cb"),
        (APP, "https://app.example\\@evil.example/"), (APP, "https://app.example\n.evil.example/"),
        (f"{APP}#part", f"{APP}/cb"), ("https://[", "https://[/cb"), (APP, f"{APP}:x/cb"),
    ],
)  # fmt: skip
async def test_nobody_is_sent_to_another_site(
    hub: Running, client_id: str, redirect_uri: str
) -> None:
    status, told, _ = await open_page(hub, client_id=client_id, redirect_uri=redirect_uri)
    assert status == 400
    assert "redirect_uri" in told
    assert "Location" not in hub.headers
    # Nor by a form that was changed.
    _, page, cookie = await open_page(hub)
    status, _ = await send(hub, page, cookie, client_id=client_id, redirect_uri=redirect_uri)
    assert status == 400


@given(st.text(max_size=30))
def test_whatever_stands_in_an_address_it_is_the_programs_own_or_refused(text: str) -> None:
    for url in (text, f"{APP}{text}", f"https://{text}", f"{text}//app.example/"):
        try:
            check_redirect(APP, url)
        except BadBody:
            continue
        assert not url or (urlsplit(url).scheme, urlsplit(url).hostname) == ("https", "app.example")


async def test_a_wrong_password_is_told_and_can_be_corrected(hub: Running) -> None:
    _, page, cookie = await open_page(hub)
    status, again = await send(hub, page, cookie, password=OTHER)
    assert (status, "wrong" in again, "Location" in hub.headers) == (401, True, False)
    assert WORDS not in again
    assert OTHER not in again
    assert (await send(hub, again, cookie))[0] == 303


async def test_who_guesses_is_kept_out(hub: Running) -> None:
    _, page, cookie = await open_page(hub)
    for _ in range(FREE_TRIES):
        assert (await send(hub, page, cookie, password=OTHER))[0] == 401
    status, told = await send(hub, page, cookie)
    assert (status, "Too many tries" in told) == (429, True)
    assert int(hub.headers["Retry-After"]) > 0


async def test_a_form_of_another_site_or_browser_does_nothing(hub: Running) -> None:
    _, page, cookie = await open_page(hub)
    _, _, other = await open_page(hub)
    for wrong in ("", other, "lares_login="):
        status, _ = await send(hub, page, wrong)
        assert (status, "Location" in hub.headers) == (400, False)
    assert (await send(hub, page, cookie, csrf="x"))[0] == 400
    assert (await send(hub, page, cookie, flow_id="x"))[0] == 400
    form = fields(page) | {"username": "Ann", "password": WORDS}
    for origin in ("https://evil.example", "null"):
        headers = {"Origin": origin, "Cookie": cookie}
        assert (await hub.ask("POST", PAGE, secret=None, data=form, headers=headers))[0] == 403
    assert (await send(hub, page, cookie))[0] == 303
    # A login is over when it has led to a code.
    assert (await send(hub, page, cookie))[0] == 400


async def test_who_does_not_want_to_goes_back_without_a_code(hub: Running) -> None:
    _, page, cookie = await open_page(hub)
    status, _ = await send(hub, page, cookie, cancel="1", password="", username="")
    assert status == 303
    assert sent_back(hub) == {"x": ["1"], "error": ["access_denied"], "state": ["s & t"]}


async def test_only_codes_are_given(hub: Running) -> None:
    status, _ = await hub.ask(
        "GET", PAGE, secret=None, params=ASKED | {"response_type": "token"}, allow_redirects=False
    )
    assert status == 303
    assert sent_back(hub)["error"] == ["unsupported_response_type"]


async def test_a_code_is_good_for_ten_minutes_and_for_its_program(hub: Running) -> None:
    now = 0.0
    flows = LoginFlows(hub.parts.users, lambda: now)
    for wait, client, is_good in (
        (LIFETIME_S - 1, APP, True), (LIFETIME_S + 1, APP, False), (0, "https://other", False),
    ):  # fmt: skip
        code = flows.finish(flows.begin(APP, f"{APP}/cb"), APP, hub.owner.id)
        assert code is not None
        now += wait
        assert (flows.redeem(code, client) is not None) is is_good
    assert LIFETIME_S == 600


async def test_programs_find_out_where_to_log_in(hub: Running) -> None:
    _, told = await hub.ask("GET", "/.well-known/oauth-authorization-server", secret=None)
    assert told["authorization_endpoint"] == f"{hub.url}{PAGE}"
    assert told["token_endpoint"] == f"{hub.url}/auth/token"
    assert told["response_types_supported"] == ["code"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-AT,de;q=0.9", "de"), ("fr, de;q=0.5", "de"), ("", "en"), ("fr", "en"), ("en-GB", "en")],
)
def test_the_page_speaks_the_language_of_the_browser(accepted: str, language: str) -> None:
    page = AuthorizePage(APP, f"{APP}/cb", {}, Told("locked", wait_s=7)).html(accepted)
    assert f'<html lang="{language}">' in page
    assert "7 s" in page
