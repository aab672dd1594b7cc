"""A lost phone's access ends: by itself, with its user, or with all that a password let in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from hub.automation.place import Place
from hub.automation.presence import Presence
from hub.automation.templates import HomeTemplates
from hub.automation.webhooks import WebhookDesk
from hub.config import OwnTracksSettings
from hub.home.audit import AuditKind
from hub.home.people import Role
from hub.home.plan import Plan, PlanResult, Request
from hub.home.sight import Sight
from hub.phones import Around, Phones
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.reading import Wanted, entries
from hub.recorder.database import Database
from hub.recorder.presence import PresenceRecords
from hub.server.conversation import ConversationResult
from hub.server.parts import ServerParts
from hub.server.server import Server
from tests.server.conftest import Running
from tests.support.fakes import ScriptedIntegration
from tests.support.tracks import MIDDLE

BODY = {
    "app_id": "x", "app_name": "Companion", "app_version": "1", "device_name": "Kims Phone",
    "manufacturer": "Fair", "model": "Two", "device_id": "abc",
}  # fmt: skip
TRACKER = "device_tracker.kims_phone"
WORDS = "four words in a row"
PHONES = "/api/lares/phones"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record = tmp_path / "record"
    record.mkdir()
    return record


async def no_plan(plan: Plan) -> PlanResult:
    raise AssertionError(plan)


async def no_words(request: Request) -> ConversationResult:
    raise AssertionError(request)


@pytest.fixture
async def hub(
    empty: ServerParts, devices: ScriptedIntegration, tmp_path: Path, folder: Path
) -> AsyncIterator[Running]:
    """A running hub with an owner, that takes in phones and keeps a record."""
    owner = await empty.users.create("Ann", Role.OWNER)
    _, secret = await empty.tokens.create(owner.id, "test")
    home = empty.home
    place = Place(*MIDDLE, ZoneInfo("Europe/Amsterdam"))
    async with AsyncExitStack() as stack:
        records = PresenceRecords(await stack.enter_async_context(Database(tmp_path / "phones.db")))
        presence = await stack.enter_async_context(Presence(home, place, home.now, records))
        around = Around(
            home=home,
            tracking=presence,
            records=records,
            sight=Sight(home, empty.users.who_is),
            templates=lambda seen: HomeTemplates(seen, place, home.now),
            now=home.now,
            subscribe=lambda _topic, _handler: lambda: None,
            run_plan=no_plan,
            converse=no_words,
            config=dict,
        )
        phones = Phones(around, OwnTracksSettings(enabled=False))
        assert isinstance(empty.webhooks, WebhookDesk)
        await phones.enter(stack, empty.webhooks)
        log = await stack.enter_async_context(AuditLog(folder))
        parts = replace(empty, phones=phones, audit=log)
        server = await stack.enter_async_context(Server(parts, port=0))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        yield Running(server.url, parts, devices, http, secret, owner)


async def register(hub: Running, secret: str, **more: str) -> str:
    """Register a phone; returns the address that it speaks to."""
    status, told = await hub.ask(
        "POST", "/api/mobile_app/registrations", secret=secret, json=BODY | more
    )
    assert status == 201, told
    return f"/api/webhook/{told['webhook_id']}"


async def tell(hub: Running, webhook: str) -> int:
    """Have a phone tell where it is; returns the status of the answer."""
    body = {"type": "update_location", "data": {"gps": MIDDLE, "gps_accuracy": 5}}
    status, _ = await hub.ask("POST", webhook, secret=None, json=body)
    return status


async def listed(hub: Running, secret: str) -> list[dict[str, Any]]:
    status, phones = await hub.ask("GET", PHONES, secret=secret)
    assert status == 200
    return list(phones)


async def user_id(hub: Running, name: str) -> str:
    user = hub.parts.users.named(name)
    assert user is not None
    return user.id


async def is_gone(hub: Running, webhook: str) -> bool:
    """Tell whether a webhook moves nothing any more."""
    await tell(hub, webhook)
    return TRACKER not in hub.parts.home.entities


async def test_ones_own_phone_is_listed_without_its_secret_and_removed(
    hub: Running, folder: Path
) -> None:
    kim = await hub.token_for("Kim", Role.CHILD)
    webhook = await register(hub, kim)
    assert await tell(hub, webhook) == 200
    [phone] = await listed(hub, kim)
    assert phone == {
        "id": phone["id"], "user_id": await user_id(hub, "Kim"), "name": "Kims Phone",
        "model": "Fair Two", "app": "Companion", "tracker_id": TRACKER,
    }  # fmt: skip
    assert webhook.rpartition("/")[2] not in str(phone)
    path = f"{PHONES}/{phone['id']}"
    assert (await hub.ask("DELETE", path, secret=kim))[0] == 200
    assert await is_gone(hub, webhook)
    assert await listed(hub, kim) == []
    assert (await hub.ask("DELETE", path, secret=kim))[0] == 404
    routes = [(row.user_id, row.what) for row in entries(folder, Wanted(kinds=(AuditKind.CHANGE,)))]
    assert any("/api/lares/phones/{phone_id}" in what and phone["id"] in what for _, what in routes)


async def test_others_phones_are_the_owners_matter(hub: Running) -> None:
    kim = await hub.token_for("Kim", Role.ADULT)
    bob = await hub.token_for("Bob", Role.ADULT)
    webhook = await register(hub, kim)
    [phone] = await listed(hub, kim)
    assert await listed(hub, bob) == []
    path = f"{PHONES}/{phone['id']}"
    assert (await hub.ask("DELETE", path, secret=bob))[0] == 404
    assert await tell(hub, webhook) == 200
    assert await listed(hub, hub.secret) == [phone]
    assert (await hub.ask("DELETE", path))[0] == 200
    assert await is_gone(hub, webhook)


async def test_a_removed_user_leaves_no_phone(hub: Running) -> None:
    webhook = await register(hub, await hub.token_for("Kim", Role.ADULT))
    await tell(hub, webhook)
    assert (await hub.ask("DELETE", f"/api/lares/users/{await user_id(hub, 'Kim')}"))[0] == 200
    assert await listed(hub, hub.secret) == []
    assert await is_gone(hub, webhook)


async def test_a_new_password_may_end_all_tokens_and_phones(hub: Running) -> None:
    kim = await hub.token_for("Kim", Role.ADULT)
    path = "/api/lares/me/password"
    assert (await hub.ask("PUT", path, secret=kim, json={"password": WORDS}))[0] == 200
    login = {"name": "Kim", "password": WORDS}
    _, stolen = await hub.ask("POST", "/api/lares/login", secret=None, json=login)
    _, mine = await hub.ask("POST", "/api/lares/login", secret=None, json=login)
    _, lasting = await hub.ask(
        "POST", "/api/lares/tokens", secret=stolen["token"], json={"name": "for good"}
    )
    webhook = await register(hub, lasting["token"])
    await tell(hub, webhook)
    change: dict[str, Any] = {"password": f"{WORDS} 2", "current_password": WORDS}
    assert (await hub.ask("PUT", path, secret=mine["token"], json=change))[0] == 200
    # What lasts is left alone unless it is asked for.
    assert (await hub.ask("GET", "/api/", secret=lasting["token"]))[0] == 200
    assert await tell(hub, webhook) == 200
    change = {"password": WORDS, "current_password": f"{WORDS} 2", "end_all": True}
    status, told = await hub.ask("PUT", path, secret=mine["token"], json=change)
    assert (status, "1 phone ended" in told["message"]) == (200, True)
    for gone in (kim, stolen["token"], lasting["token"]):
        assert (await hub.ask("GET", "/api/", secret=gone))[0] == 401
    refresh = {"grant_type": "refresh_token", "refresh_token": stolen["refresh_token"]}
    assert (await hub.ask("POST", "/auth/token", secret=None, data=refresh))[0] == 400
    assert await is_gone(hub, webhook)
    assert (await hub.ask("GET", "/api/", secret=mine["token"]))[0] == 200
    refresh["refresh_token"] = mine["refresh_token"]
    assert (await hub.ask("POST", "/auth/token", secret=None, data=refresh))[0] == 200


async def test_an_owner_ends_all_of_somebody_and_nothing_of_others(hub: Running) -> None:
    kim = await hub.token_for("Kim", Role.ADULT)
    bob = await hub.token_for("Bob", Role.ADULT)
    webhook = await register(hub, kim)
    await tell(hub, webhook)
    others = await register(hub, bob, device_id="b", device_name="Bobs Phone")
    path = f"/api/lares/users/{await user_id(hub, 'Kim')}/password"
    assert (await hub.ask("PUT", path, json={"password": WORDS, "end_all": True}))[0] == 200
    assert (await hub.ask("GET", "/api/", secret=kim))[0] == 401
    assert await is_gone(hub, webhook)
    assert await tell(hub, others) == 200
    for secret in (bob, hub.secret):
        assert (await hub.ask("GET", "/api/", secret=secret))[0] == 200


async def post(hub: Running, secret: str, user: str, device: str = "phone", **more: Any) -> int:
    """Post a location as OwnTracks does; returns the status of the answer."""
    headers = {"X-Limit-U": user, "X-Limit-D": device} if user else {}
    body = {"_type": "location", "lat": MIDDLE[0], "lon": MIDDLE[1], "acc": 5} | more
    status, told = await hub.ask(
        "POST", "/api/owntracks", secret=secret, json=body, headers=headers
    )
    assert (status == 403) == ("set the username" in str(told)), told
    return status


async def test_owntracks_with_a_token_tells_of_ones_own_phone(hub: Running) -> None:
    kim = await hub.token_for("Kim", Role.CHILD)
    kim_lee = await hub.token_for("Kim Lee", Role.ADULT)
    panel = await hub.token_for("Panel", Role.DEVICE)
    trackers = hub.parts.home.entities
    for user, device in [
        ("ann", "phone"), ("ANN", "phone"), ("Ann!", "x"), ("-", "ann_phone"), ("_", "Ann"),
        ("kim", "lee_phone"), ("Kim Lee", "phone"), ("kim_lee", "a"), ("ann_x", "phone"),
    ]:  # fmt: skip
        assert await post(hub, kim, user, device) == 403, user
    assert await post(hub, kim, "", topic="owntracks/ann/phone") == 403
    assert not [tracker for tracker in trackers if tracker.startswith("device_tracker.")]
    for secret, user in [
        (kim, "kim"), (kim, "Kim"), (kim, "anna"), (kim_lee, "Kim Lee"), (kim_lee, "visitor"),
        (hub.secret, "kim"), (panel, "ann"), (panel, "kim"),
    ]:  # fmt: skip
        assert await post(hub, secret, user) == 200, user
    assert await post(hub, kim, "", topic="owntracks/kim/tablet") == 200
    found = {tracker for tracker in trackers if tracker.startswith("device_tracker.")}
    assert found == {
        f"device_tracker.{name}"
        for name in ("kim_phone", "anna_phone", "kim_lee_phone", "visitor_phone", "ann_phone",
                     "kim_tablet")
    }  # fmt: skip


async def test_owntracks_moves_no_phone_that_somebody_else_registered(hub: Running) -> None:
    kim = await hub.token_for("Kim", Role.ADULT)
    bob = await hub.token_for("Bob", Role.ADULT)
    assert await tell(hub, await register(hub, kim)) == 200
    assert await post(hub, bob, "kims", "phone") == 403
    assert await post(hub, kim, "kims", "phone") == 200
