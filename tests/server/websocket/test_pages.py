"""What pages ask for besides states: their data, integrations, people, tokens, notifications."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.home.notifications import Notification
from hub.home.people import Role
from tests.server.conftest import Running
from tests.server.websocket.client import Refused, connected
from tests.support.fakes import put


async def test_pages_keep_something_for_their_user(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("frontend/subscribe_user_data", key="core")
        assert await client.event() == {"value": None}
        await client.say("frontend/set_user_data", key="core", value={"a": [1]})
        assert await client.event() == {"value": {"a": [1]}}
        assert await client.say("frontend/get_user_data", key="core") == {"value": {"a": [1]}}
        with pytest.raises(Refused, match="keep less"):
            await client.say("frontend/set_user_data", key="core", value="x" * 70_000)
        with pytest.raises(Refused):
            await client.say("frontend/set_user_data", key="", value=1)
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        assert await client.say("frontend/get_user_data", key="core") == {"value": None}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("frontend/get_translations", {"resources": {}}),
        ("frontend/get_icons", {"resources": {}}),
        ("lovelace/resources", []),
        ("lovelace/dashboards/list", []),
        ("repairs/list_issues", {"issues": []}),
        ("get_panels", {}),
        ("tag/list", []),
        ("manifest/list", []),
        ("config_entries/get", []),
        ("config_entries/flow/progress", []),
        ("person/list", {"storage": [], "config": []}),
    ],
)
async def test_what_there_is_none_of_is_empty(hub: Running, name: str, expected: Any) -> None:
    async with connected(hub) as client:
        assert await client.say(name, language="en") == expected


async def test_there_is_no_dashboard_and_the_default_theme(hub: Running) -> None:
    async with connected(hub) as client:
        with pytest.raises(Refused) as caught:
            await client.say("lovelace/config", force=False)
        assert caught.value.code == "config_not_found"
        assert (await client.say("frontend/get_themes"))["default_theme"] == "default"


async def test_what_is_installed_is_told(hub: Running) -> None:
    async with connected(hub) as client:
        assert (await client.say("integration/descriptions"))["core"]["integration"] == {}
        with pytest.raises(Refused) as caught:
            await client.say("manifest/get", integration="mqtt")
        assert caught.value.code == "not_found"
        assert (await client.say("entity/source"))["light.kitchen"] == {"domain": "scripted"}
        await client.say("system_health/info")
        assert (await client.event())["data"]["lares"]["info"]["broker"] == "connected"
        assert await client.event() == {"type": "finish"}
        await client.say("config_entries/subscribe")
        assert await client.event() == []


async def test_a_token_is_made_listed_and_ended(hub: Running) -> None:
    async with connected(hub) as client:
        secret = await client.say("auth/long_lived_access_token", client_name="Wall", lifespan=5)
        async with connected(hub, secret) as other:
            assert await other.say("ping") == "pong"
            listed = {each["client_name"]: each for each in await client.say("auth/refresh_tokens")}
            assert listed["Wall"]["type"] == "long_lived_access_token"
            assert (listed["Wall"]["is_current"], listed["test"]["is_current"]) == (False, True)
            await client.say("auth/delete_refresh_token", refresh_token_id=listed["Wall"]["id"])
            with pytest.raises(Refused) as caught:
                await other.say("ping")
            assert caught.value.code == "unauthorized"
        with pytest.raises(Refused, match="of yours"):
            await client.say("auth/delete_refresh_token", refresh_token_id=hub.owner.id)
        for wrong in ({"client_name": ""}, {"client_name": "x", "lifespan": 0}):
            with pytest.raises(Refused):
                await client.say("auth/long_lived_access_token", **wrong)


async def test_nobody_ends_the_tokens_of_others(hub: Running) -> None:
    (own,) = hub.parts.tokens.all(hub.owner.id)
    async with connected(hub, await hub.token_for("Kim", Role.ADULT)) as client:
        with pytest.raises(Refused, match="of yours"):
            await client.say("auth/delete_refresh_token", refresh_token_id=own.id)
        with pytest.raises(Refused) as caught:
            await client.say("config/auth/list")
        assert caught.value.code == "unauthorized"


async def test_owners_see_everybody(hub: Running) -> None:
    await hub.token_for("Kim", Role.CHILD)
    async with connected(hub) as client:
        found = {each["name"]: each for each in await client.say("config/auth/list")}
        assert (found["Ann"]["is_owner"], found["Kim"]["group_ids"]) == (True, ["system-users"])


async def test_addresses_of_pictures_are_signed_for_who_sees_them(hub: Running) -> None:
    put(hub.parts.home, "camera.door")
    path = "/api/camera_proxy/camera.door"
    async with connected(hub) as client:
        signed = (await client.say("auth/sign_path", path=path))["path"]
        assert signed.startswith(f"{path}?token=")
        for wrong in ("/api/states", "/api/camera_proxy/image.x", "/api/image_proxy/camera.door"):
            with pytest.raises(Refused) as caught:
                await client.say("auth/sign_path", path=wrong)
            assert caught.value.code == "not_supported"
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        with pytest.raises(Refused) as caught:
            await client.say("auth/sign_path", path=path)
        assert caught.value.code == "not_found"


async def test_persons_and_zones_are_listed(hub: Running) -> None:
    put(hub.parts.home, "person.ann", "home", attributes={"device_trackers": ["device_tracker.a"]})
    put(hub.parts.home, "zone.work", "0", attributes={"latitude": 52.0, "radius": 100})
    async with connected(hub) as client:
        (person,) = (await client.say("person/list"))["config"]
        assert (person["id"], person["device_trackers"]) == ("ann", ["device_tracker.a"])
        (zone,) = [each for each in await client.say("zone/list") if each["id"] != "home"]
        assert (zone["id"], zone["latitude"], zone["passive"]) == ("work", 52.0, None)
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        with pytest.raises(Refused):
            await client.say("person/list")


async def test_notifications_are_told_to_whom_they_are_for(hub: Running) -> None:
    secret = await hub.token_for("Gus", Role.GUEST)
    async with connected(hub) as client, connected(hub, secret) as guest:
        for each in (client, guest):
            await each.say("persistent_notification/subscribe")
            assert await each.event() == {"type": "current", "notifications": {}}
        told = Notification(id="n1", text="The tea is ready", at=datetime.now(UTC))
        await hub.parts.notifications.tell(told)
        assert (await client.event())["notifications"]["n1"]["message"] == "The tea is ready"
        (found,) = await client.say("persistent_notification/get")
        assert found["notification_id"] == "n1"
        assert await guest.say("persistent_notification/get") == []
        assert guest.events == []
