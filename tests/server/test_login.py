"""Coming in with name and password: Lares' way, Home Assistant's, and what attackers try."""

import asyncio
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.errors import LockedOut
from hub.home.people import Role
from hub.recorder.tokens import MOST_CHILDREN, TokenKind
from hub.recorder.tries import FREE_TRIES, LOOSE
from hub.server.login_flows import LIFETIME_S, MOST_FLOWS, MOST_FLOWS_OF_A_PLACE, LoginFlows
from hub.server.sessions import FREE_TRIES_OF_AN_ADDRESS, MOST_ADDRESSES, AddressTries
from tests.server.conftest import Running

WORDS = "four words in a row"
LOGIN = "/api/lares/login"
APP = "https://app.example"


@pytest.fixture
async def hub(hub: Running) -> Running:
    """A hub whose owner Ann has a password."""
    await hub.parts.credentials.set_password(hub.owner.id, WORDS)
    return hub


async def log_in(hub: Running, name: str = "Ann", password: str = WORDS) -> tuple[int, Any]:
    body = {"name": name, "password": password}
    return await hub.ask("POST", LOGIN, secret=None, json=body)


async def flow(hub: Running, password: str = WORDS, **more: str) -> tuple[int, Any]:
    begin = {"client_id": APP, "handler": ["homeassistant", None], "redirect_uri": f"{APP}/cb"}
    _, form = await hub.ask("POST", "/auth/login_flow", secret=None, json=begin)
    assert [field["name"] for field in form["data_schema"]] == ["username", "password"]
    step = {"client_id": APP, "username": "Ann", "password": password} | more
    path = f"/auth/login_flow/{form['flow_id']}"
    return await hub.ask("POST", path, secret=None, json=step)


async def tokens(hub: Running, **form: str) -> tuple[int, Any]:
    return await hub.ask("POST", "/auth/token", secret=None, data=form)


async def test_a_password_gives_a_short_token_and_the_means_for_the_next(hub: Running) -> None:
    status, given = await log_in(hub)
    assert (status, given["user"]["name"], given["expires_in"]) == (200, "Ann", 1800)
    assert (await hub.ask("GET", "/api/states", secret=given["token"]))[0] == 200
    # What refreshes opens nothing itself.
    assert (await hub.ask("GET", "/api/states", secret=given["refresh_token"]))[0] == 401
    grant = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    status, more = await tokens(hub, **grant)
    assert (status, more["expires_in"]) == (200, 1800)
    assert (await hub.ask("GET", "/api/states", secret=more["access_token"]))[0] == 200
    _, listed = await hub.ask("GET", "/api/lares/tokens", secret=more["access_token"])
    assert [(one["kind"], one["is_current"]) for one in listed] == [
        ("access", False),
        ("refresh", True),
    ]


async def test_logging_out_ends_all_that_a_login_gave(hub: Running) -> None:
    _, given = await log_in(hub)
    grant = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    _, more = await tokens(hub, **grant)
    body = {"refresh_token": given["refresh_token"]}
    assert (await hub.ask("POST", "/api/lares/logout", secret=None, json=body))[0] == 200
    for secret in (given["token"], more["access_token"]):
        assert (await hub.ask("GET", "/api/states", secret=secret))[0] == 401
    assert (await tokens(hub, **grant))[0] == 400


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ann", "wrong words"), ("Nobody", WORDS), ("", ""), ("Bob", ""), ("Ann", "x" * 1024)],
)
async def test_who_is_wrong_is_told_the_same_whatever_is_wrong(
    hub: Running, name: str, password: str
) -> None:
    await hub.parts.users.create("Bob", Role.ADULT)
    status, told = await log_in(hub, name, password)
    message = "name or password is wrong; an owner can set a new one"
    assert (status, told) == (401, {"message": message})


async def test_guessing_locks_the_account_even_for_the_right_password(hub: Running) -> None:
    ends = await asyncio.gather(*(log_in(hub, password=f"guess number {n}") for n in range(8)))
    assert sorted(status for status, _ in ends) == [401] * FREE_TRIES + [429] * 3
    status, told = await log_in(hub)
    assert (status, "try again in" in told["message"]) == (429, True)
    assert int(hub.headers["Retry-After"]) > 0
    # Who is in stays in.
    assert (await hub.ask("GET", "/api/states"))[0] == 200


async def test_guessing_a_name_does_not_hinder_who_is_in(hub: Running) -> None:
    for number in range(LOOSE.free):
        await hub.parts.credentials.log_in("Ann", "wrong words", f"place {number}")
    assert (await log_in(hub))[0] == 429
    body = {"password": "other words in a row", "current_password": WORDS}
    assert (await hub.ask("PUT", "/api/lares/me/password", json=body))[0] == 200


async def test_guessing_names_locks_the_address(hub: Running) -> None:
    statuses = [(await log_in(hub, f"name {n}"))[0] for n in range(FREE_TRIES_OF_AN_ADDRESS + 2)]
    assert statuses == [401] * FREE_TRIES_OF_AN_ADDRESS + [429] * 2
    status, told = await log_in(hub)
    assert (status, "from this address" in told["message"]) == (429, True)


async def test_a_forged_address_gives_no_new_tries(hub: Running) -> None:
    for number in range(FREE_TRIES_OF_AN_ADDRESS + 3):
        body = {"name": f"name {number}", "password": "wrong words"}
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        status, _ = await hub.ask("POST", LOGIN, secret=None, json=body, headers=headers)
        assert status == 400  # nobody set up a proxy


async def test_home_assistants_flow_lets_in(hub: Running) -> None:
    status, made = await flow(hub)
    assert (status, made["type"]) == (200, "create_entry")
    grant = {"grant_type": "authorization_code", "code": made["result"], "client_id": APP}
    status, given = await tokens(hub, **grant)
    assert (status, given["token_type"], given["expires_in"]) == (200, "Bearer", 1800)
    _, me = await hub.ask("GET", "/auth/current_user", secret=given["access_token"])
    assert me == {"id": hub.owner.id, "name": "Ann", "is_owner": True}
    # A code is good once.
    assert (await tokens(hub, **grant))[0] == 400
    refresh = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert (await tokens(hub, **refresh, client_id=APP))[0] == 200
    assert (await tokens(hub, **refresh, client_id="https://evil.example"))[0] == 400
    assert (await tokens(hub, action="revoke", token=given["refresh_token"]))[0] == 200
    assert (await tokens(hub, **refresh))[0] == 400
    assert (await hub.ask("GET", "/api/", secret=given["access_token"]))[0] == 401


@pytest.mark.parametrize("by", ["me", "owner"])
async def test_a_code_from_before_a_new_password_is_good_no_more(hub: Running, by: str) -> None:
    _, made = await flow(hub)
    path = "/api/lares/me" if by == "me" else f"/api/lares/users/{hub.owner.id}"
    body = {"password": "four other words here", "current_password": WORDS}
    assert (await hub.ask("PUT", f"{path}/password", json=body))[0] == 200
    grant = {"grant_type": "authorization_code", "code": made["result"], "client_id": APP}
    assert (await tokens(hub, **grant))[0] == 400


async def test_home_assistants_flow_refuses_as_it_does(hub: Running) -> None:
    status, form = await flow(hub, "wrong words")
    assert (status, form["errors"]) == (200, {"base": "invalid_auth"})
    assert (await flow(hub, client_id="https://evil.example"))[0] == 404
    _, made = await flow(hub)
    stolen = {"grant_type": "authorization_code", "code": made["result"]}
    assert (await tokens(hub, **stolen, client_id="https://evil.example"))[0] == 400
    # A code that somebody else tried is good for nobody.
    assert (await tokens(hub, **stolen, client_id=APP))[0] == 400
    assert (await tokens(hub, grant_type="password"))[1]["error"] == "unsupported_grant_type"
    begin = {"client_id": APP, "redirect_uri": "https://evil.example/cb"}
    assert (await hub.ask("POST", "/auth/login_flow", secret=None, json=begin))[0] == 400
    other = {"client_id": APP, "handler": ["trusted_networks", None]}
    assert (await hub.ask("POST", "/auth/login_flow", secret=None, json=other))[0] == 400


async def test_guessing_in_the_flow_is_counted_too(hub: Running) -> None:
    statuses = [(await flow(hub, f"guess number {n}"))[0] for n in range(FREE_TRIES + 1)]
    assert statuses == [200] * FREE_TRIES + [429]
    assert (await log_in(hub))[0] == 429


async def test_a_guest_whose_time_is_over_cannot_log_in_or_refresh(hub: Running) -> None:
    gil = await hub.parts.users.create("Gil", Role.GUEST)
    await hub.parts.credentials.set_password(gil.id, WORDS)
    _, given = await log_in(hub, "Gil")
    await hub.parts.users.set_until(gil.id, datetime.now(UTC) - timedelta(seconds=1))
    assert (await log_in(hub, "Gil"))[0] == 401
    grant = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert (await tokens(hub, **grant))[0] == 400
    assert (await hub.ask("GET", "/api/states", secret=given["token"]))[0] == 401


async def test_refreshing_often_keeps_few_tokens(hub: Running) -> None:
    _, given = await log_in(hub)
    grant = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    _, last = await tokens(hub, **grant)
    for _ in range(MOST_CHILDREN + 2):
        _, last = await tokens(hub, **grant)
    kept = [token for token in hub.parts.tokens.all() if token.parent_id is not None]
    assert len(kept) == MOST_CHILDREN
    assert (await hub.ask("GET", "/api/", secret=last["access_token"]))[0] == 200
    assert (await hub.ask("GET", "/api/", secret=given["token"]))[0] == 401


async def test_an_odd_body_is_told_what_is_wrong(hub: Running) -> None:
    for body in ({"name": "Ann"}, {"name": 1, "password": []}, {"name": "Ann", "pw": "x"}):
        assert (await hub.ask("POST", LOGIN, secret=None, json=body))[0] == 400
    status, _ = await hub.ask("POST", "/auth/token", secret=None, data=b"\xff\xfe=%%%")
    assert status == 400


@pytest.mark.parametrize("path", ["/auth/providers", "/auth/nothing", "/auth/login_flow/x"])
async def test_what_lets_in_has_the_security_headers(hub: Running, path: str) -> None:
    await hub.ask("GET", path, secret=None)
    assert "default-src 'self'" in hub.headers["Content-Security-Policy"]
    assert hub.headers["X-Frame-Options"] == "DENY"
    assert hub.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [LOGIN, "/auth/login_flow", "/auth/token"])
async def test_no_other_site_logs_anybody_in(hub: Running, path: str) -> None:
    headers = {"Origin": "https://evil.example"}
    assert (await hub.ask("POST", path, secret=None, json={}, headers=headers))[0] == 403


def test_addresses_are_forgotten_from_the_oldest_on() -> None:
    tries = AddressTries(lambda: 0.0)
    for number in range(MOST_ADDRESSES + 10):
        tries.count(IPv4Address(number))
    assert len(tries._tries) == MOST_ADDRESSES


def test_one_networks_addresses_count_together() -> None:
    tries = AddressTries(lambda: 0.0)
    for number in range(FREE_TRIES_OF_AN_ADDRESS):
        tries.count(IPv6Address(f"2001:db8::{number}"))
    with pytest.raises(LockedOut):
        tries.count(IPv6Address("2001:db8::ffff"))
    tries.count(IPv6Address("2001:db8:0:1::1"))


@given(st.lists(st.tuples(st.floats(0, 4000), st.booleans()), max_size=60))
def test_no_more_tries_than_are_free_are_let_through_between_pauses(
    steps: list[tuple[float, bool]],
) -> None:
    now, let_through = 0.0, 0
    tries, address = AddressTries(lambda: now), ip_address("192.0.2.1")
    for wait, is_right in steps:
        now += wait / 100
        try:
            tries.count(address)
        except LockedOut:
            continue
        let_through += 1
        if is_right:
            tries.succeed(address)
            let_through = 0
        # 40 s a step at most: later tries come one a minute at best.
        assert let_through <= FREE_TRIES_OF_AN_ADDRESS + now / 60


async def test_who_begins_many_logins_pushes_out_nobody_elses(hub: Running) -> None:
    flows = LoginFlows(hub.parts.users)
    hers = flows.begin(APP, "", "192.0.2.1")
    for _ in range(2 * MOST_FLOWS):
        flows.begin(APP, "", "192.0.2.66")
    assert flows.is_open(hers, APP)
    # Nor does who has many addresses, unless they are as many as there is room for.
    for number in range(2 * MOST_FLOWS):
        flows.begin(APP, "", f"192.0.2.{number % 250 + 2}")
    assert flows.is_open(hers, APP)
    assert len(flows._flows) == MOST_FLOWS


async def test_logins_from_one_address_make_room_for_each_other(hub: Running) -> None:
    begin = {"client_id": APP}
    made = [
        (await hub.ask("POST", "/auth/login_flow", secret=None, json=begin))[1]["flow_id"]
        for _ in range(MOST_FLOWS_OF_A_PLACE + 1)
    ]
    step = {"client_id": APP, "username": "Ann", "password": WORDS}
    ends = [
        (await hub.ask("POST", f"/auth/login_flow/{one}", secret=None, json=step))[0]
        for one in made
    ]
    assert ends == [404] + [200] * MOST_FLOWS_OF_A_PLACE


async def test_flows_and_codes_end_and_make_room(hub: Running) -> None:
    now = 0.0
    flows = LoginFlows(hub.parts.users, lambda: now)
    first = flows.begin(APP, "")
    last = [flows.begin(APP, "") for _ in range(MOST_FLOWS)][-1]
    assert not flows.is_open(first, APP)
    code = flows.finish(last, APP, hub.owner.id)
    assert code is not None
    assert flows.finish(last, APP, hub.owner.id) is None
    now += LIFETIME_S
    assert flows.redeem(code, APP) is None
    app = flows.begin("https://home-assistant.io/android", "homeassistant://auth-callback")
    assert not flows.is_open(app, APP)


async def test_refresh_tokens_survive_a_restart_and_never_show(hub: Running) -> None:
    _, given = await log_in(hub)
    await hub.parts.tokens.load()
    [token] = [each for each in hub.parts.tokens.all() if each.kind is TokenKind.REFRESH]
    assert given["refresh_token"] not in str(token)
    grant = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert (await tokens(hub, **grant))[0] == 200
