"""The people of the house, changed by owners and by this computer's console."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from hub.home.people import Role
from hub.recorder.tokens import Scope
from hub.server.parts import ServerParts
from hub.server.server import Server
from tests.server.conftest import Running

WORDS = "four words in a row"
USERS = "/api/lares/users"


async def add(hub: Running, name: str = "Gil", role: str = "guest", **more: Any) -> Any:
    status, made = await hub.ask("POST", USERS, json={"name": name, "role": role} | more)
    assert status == 201, made
    return made


async def test_an_owner_adds_changes_and_removes_people(hub: Running) -> None:
    made = await add(hub, until="2100-01-01T00:00:00+00:00")
    path = f"{USERS}/{made['id']}"
    change = {
        "role": "child", "until": None, "person_id": "person.gil",
        "sees": {"areas": ["kitchen"]}, "moves": {"domains": ["light"]},
    }  # fmt: skip
    status, changed = await hub.ask("PATCH", path, json=change)
    assert (status, changed["role"], changed["until"]) == (200, "child", None)
    assert changed["sees"] == {"areas": ["kitchen"], "domains": None}
    who = hub.parts.users.who_is(changed["id"])
    assert (who.person_id, who.moves.areas) == ("person.gil", frozenset({"kitchen"}))
    _, listed = await hub.ask("GET", USERS)
    assert [(user["name"], user["role"]) for user in listed] == [
        ("Ann", "owner"),
        ("Gil", "child"),
    ]
    assert not any("argon2" in str(user) for user in listed)
    _, secret = await hub.parts.tokens.create(changed["id"], "t")
    assert (await hub.ask("DELETE", path))[0] == 200
    assert (await hub.ask("GET", "/api/", secret=secret))[0] == 401
    assert (await hub.ask("DELETE", path))[0] == 404


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"sees": {"areas": ["kichen"]}}, "kitchen"),
        ({"moves": {"domains": ["lights"]}}, "light"),
        ({"role": None}, "owner, adult, child, guest, device"),
        ({"role": "king"}, "owner"),
        ({"until": "2100-01-01T00:00:00"}, "time zone"),
        ({"person_id": "light.kitchen"}, "is no person"),
        ({"password": "x"}, "unknown key"),
    ],
)
async def test_what_means_nothing_is_refused(
    hub: Running, change: dict[str, Any], word: str
) -> None:
    made = await add(hub)
    status, told = await hub.ask("PATCH", f"{USERS}/{made['id']}", json=change)
    assert (status, word in told["message"]) == (400, True), told


async def test_of_a_change_all_is_made_or_nothing(hub: Running) -> None:
    made = await add(hub)
    path = f"{USERS}/{made['id']}"
    for wrong in ({"sees": {"areas": ["nowhere"]}}, {"person_id": "light.kitchen"}):
        change = {"role": "adult", "until": "2100-01-01T00:00:00Z"} | wrong
        assert (await hub.ask("PATCH", path, json=change))[0] == 400
        user = hub.parts.users.known(made["id"])
        assert (user.role, user.until) == (Role.GUEST, None)
    # An owner has no bounds, whatever they had before.
    await hub.ask("PATCH", path, json={"sees": {"domains": ["light"]}})
    assert (await hub.ask("PATCH", path, json={"role": "owner"}))[0] == 200
    bounds = {"role": "owner", "moves": {"domains": ["light"]}}
    assert (await hub.ask("PATCH", path, json=bounds))[0] == 400


async def test_the_last_owner_cannot_be_lost(hub: Running) -> None:
    path = f"{USERS}/{hub.owner.id}"
    assert (await hub.ask("PATCH", path, json={"role": "guest"}))[0] == 400
    assert (await hub.ask("DELETE", path))[0] == 400
    assert (await hub.ask("PATCH", path, json={"until": "2020-01-01T00:00:00Z"}))[0] == 400


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER}))
async def test_nobody_else_changes_people_or_themselves(hub: Running, role: Role) -> None:
    secret = await hub.token_for("Kim", role)
    kim = hub.parts.users.named("Kim")
    assert kim is not None
    path = f"{USERS}/{kim.id}"
    for method, address, body in [
        ("GET", USERS, {}), ("POST", USERS, {"name": "x", "role": "owner"}),
        ("PATCH", path, {"role": "owner"}), ("DELETE", f"{USERS}/{hub.owner.id}", {}),
        ("PUT", f"{USERS}/{hub.owner.id}/password", {"password": WORDS}),
        ("PUT", f"{path}/pin", {"pin": "2580"}),
    ]:  # fmt: skip
        status, _ = await hub.ask(method, address, secret=secret, json=body)
        assert status == 403, (method, address)
    assert hub.parts.users.who_is(kim.id).role is role


async def test_narrow_tokens_make_no_tokens_and_no_secrets(hub: Running) -> None:
    for scope in (Scope.READ, Scope.CONTROL):
        _, secret = await hub.parts.tokens.create(hub.owner.id, "narrow", scope=scope)
        for method, path, body in [
            ("POST", "/api/lares/tokens", {"name": "x"}), ("POST", USERS, {"name": "x"}),
            ("PUT", "/api/lares/me/password", {"password": WORDS}),
            ("PUT", "/api/lares/me/pin", {"pin": "2580"}),
            ("POST", "/api/mobile_app/registrations", {}),
        ]:  # fmt: skip
            status, told = await hub.ask(method, path, secret=secret, json=body)
            assert (status, "use another token" in told["message"]) == (403, True), path


async def test_a_token_is_made_for_a_scope(hub: Running) -> None:
    body = {"name": "wall", "scope": "read"}
    _, made = await hub.ask("POST", "/api/lares/tokens", json=body)
    assert made["scope"] == "read"
    _, me = await hub.ask("GET", "/api/lares/me", secret=made["token"])
    assert (me["name"], me["token"]["scope"]) == ("Ann", "read")
    body = {"name": "x", "scope": "everything"}
    assert (await hub.ask("POST", "/api/lares/tokens", json=body))[0] == 400


async def test_ones_own_password_and_pin_need_the_current_ones(hub: Running) -> None:
    password, pin = "/api/lares/me/password", "/api/lares/me/pin"
    assert (await hub.ask("PUT", password, json={"password": WORDS}))[0] == 200
    assert (await hub.ask("PUT", pin, json={"pin": "2580"}))[0] == 200
    other = "other words in a row"
    for given in ({}, {"current_password": "wrong words"}):
        assert (await hub.ask("PUT", password, json={"password": other} | given))[0] == 403
    for given in ({}, {"current_pin": "0000"}):
        assert (await hub.ask("PUT", pin, json={"pin": "1111"} | given))[0] == 403
    body = {"password": other, "current_password": WORDS}
    assert (await hub.ask("PUT", password, json=body))[0] == 200
    assert (await hub.ask("PUT", pin, json={"pin": None, "current_pin": "2580"}))[0] == 200
    assert await hub.parts.credentials.log_in("Ann", other) is not None
    assert not hub.parts.users.known(hub.owner.id).has_pin


async def test_a_new_password_ends_the_logins_of_before(hub: Running) -> None:
    made = await add(hub, "Bob", "adult")
    path = f"{USERS}/{made['id']}/password"
    await hub.ask("PUT", path, json={"password": WORDS})
    body = {"name": "Bob", "password": WORDS}
    _, first = await hub.ask("POST", "/api/lares/login", secret=None, json=body)
    _, second = await hub.ask("POST", "/api/lares/login", secret=None, json=body)
    change = {"password": "other words in a row", "current_password": WORDS}
    path = "/api/lares/me/password"
    assert (await hub.ask("PUT", path, secret=second["token"], json=change))[0] == 200
    assert (await hub.ask("GET", "/api/", secret=first["token"]))[0] == 401
    assert (await hub.ask("GET", "/api/", secret=second["token"]))[0] == 200


async def test_the_console_manages_people_but_makes_no_first_owner(empty: ServerParts) -> None:
    console = await empty.users.create("This computer", Role.ADULT)
    _, secret = await empty.tokens.create(console.id, "lares command line")
    parts = replace(empty, console=console.id)
    headers = {"Authorization": f"Bearer {secret}"}
    async with Server(parts, port=0) as server, aiohttp.ClientSession(server.url) as http:

        async def send(method: str, path: str, body: dict[str, Any]) -> int:
            async with http.request(method, path, json=body, headers=headers) as answer:
                return answer.status

        assert await send("POST", USERS, {"name": "Eve", "role": "owner"}) == 403
        assert await send("PATCH", f"{USERS}/{console.id}", {"role": "owner"}) == 403
        code = await empty.onboarding.issue()
        assert await empty.onboarding.redeem(str(code), "Ann") is not None
        assert await send("POST", USERS, {"name": "Bob", "role": "adult"}) == 201
        ann = empty.users.named("Ann")
        assert ann is not None
        assert await send("PUT", f"{USERS}/{ann.id}/password", {"password": WORDS}) == 200
        bob = empty.users.named("Bob")
        assert bob is not None
        token = {"name": "phone", "user_id": bob.id, "scope": "read"}
        assert await send("POST", "/api/lares/tokens", token) == 201
        # What is for owners and is not about people stays theirs.
        assert await send("GET", "/api/lares/audit", {}) == 403
