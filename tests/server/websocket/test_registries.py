"""The registries: areas, floors, labels, devices, entities; who may change them, and for good."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.home.home import Home
from hub.home.ids import DeviceId, EntityId
from hub.home.model import Device
from hub.home.people import Role
from hub.recorder.database import Database
from hub.recorder.registry import Registry
from tests.server.conftest import Running
from tests.server.websocket.client import Client, Refused, connected
from tests.support.fakes import put

LIGHT = EntityId("light.kitchen")


@pytest.fixture
async def client(hub: Running) -> AsyncIterator[Client]:
    async with connected(hub) as client:
        yield client


async def read_back(tmp_path: Path) -> Home:
    """Return the home as it would be known after a restart."""
    home = Home()
    async with Database(tmp_path / "lares.db") as database:
        await Registry(database).load(home)
    return home


async def refused(client: Client, code: str, name: str, /, **data: Any) -> str:
    with pytest.raises(Refused) as caught:
        await client.say(name, **data)
    assert caught.value.code == code, caught.value
    return str(caught.value)


async def test_an_area_is_made_changed_and_forgotten(client: Client, tmp_path: Path) -> None:
    await client.say("subscribe_events", event_type="area_registry_updated")
    made = await client.say(
        "config/area_registry/create", name="Play room", floor_id="ground", aliases=["den"]
    )
    assert (made["area_id"], made["floor_id"], made["aliases"]) == ("play_room", "ground", ["den"])
    assert (await client.event())["data"] == {"action": "create", "area_id": "play_room"}
    assert (await read_back(tmp_path)).areas.keys() == {"kitchen", "play_room"}

    changed = await client.say(
        "config/area_registry/update", area_id="play_room", name="Studio", floor_id=None
    )
    assert (changed["name"], changed["floor_id"], changed["aliases"]) == ("Studio", None, ["den"])
    await client.say("config/device_registry/update", device_id="d1", area_id="play_room")
    assert await client.say("config/area_registry/delete", area_id="play_room") == "success"
    assert [one["area_id"] for one in await client.say("config/area_registry/list")] == ["kitchen"]
    home = await read_back(tmp_path)
    assert home.areas.keys() == {"kitchen"}
    assert home.devices[DeviceId("d1")].area_id is None


async def test_what_no_area_can_be_is_told(hub: Running, client: Client) -> None:
    create, update = "config/area_registry/create", "config/area_registry/update"
    assert "in use" in await refused(client, "invalid_info", create, name="KITCHEN")
    await refused(client, "invalid_format", create, name="")
    assert "floor" in await refused(client, "invalid_info", create, name="A", floor_id="sky")
    await refused(client, "invalid_info", update, area_id="nowhere")
    hub.parts.home.given.update(hub.parts.home.areas)
    delete = "config/area_registry/delete"
    assert "lares.yaml" in await refused(client, "invalid_info", delete, area_id="kitchen")


async def test_a_floor_is_made_changed_and_forgotten(client: Client, tmp_path: Path) -> None:
    made = await client.say("config/floor_registry/create", name="Attic", level=2)
    assert (made["floor_id"], made["level"]) == ("attic", 2)
    changed = await client.say("config/floor_registry/update", floor_id="ground", name="Below")
    assert (changed["name"], changed["level"]) == ("Below", 0)
    assert await client.say("config/floor_registry/delete", floor_id="ground") == "success"
    home = await read_back(tmp_path)
    assert home.floors.keys() == {"attic"}
    assert [area.floor_id for area in home.areas.values()] == [None]
    await refused(client, "invalid_info", "config/floor_registry/delete", floor_id="ground")


async def test_labels_are_made_carried_and_taken_off(
    hub: Running, client: Client, tmp_path: Path
) -> None:
    made = await client.say("config/label_registry/create", name="Night", color="blue")
    assert made["label_id"] == "night"
    update = "config/entity_registry/update"
    answer = await client.say(update, entity_id=LIGHT, labels=["night", "Loose one"])
    assert answer["entity_entry"]["labels"] == ["night", "loose_one"]
    listed = {each["label_id"]: each for each in await client.say("config/label_registry/list")}
    assert (listed["night"]["color"], listed["loose_one"]["name"]) == ("blue", "Loose one")
    assert hub.parts.render("{{ label_name('night') }}", {}) == "Night"
    await client.say("config/label_registry/update", label_id="night", name="At night", icon="x:y")
    assert hub.parts.render("{{ label_entities('At night') }}", {}) == f"['{LIGHT}']"
    home = await read_back(tmp_path)
    assert (home.labels["night"].icon, home.labels["night"].color) == ("x:y", "blue")
    await client.say("config/label_registry/delete", label_id="night")
    assert (await read_back(tmp_path)).entity(LIGHT).labels == ("Loose one",)
    await refused(client, "invalid_info", "config/label_registry/delete", label_id="night")
    assert await client.say("config/category_registry/list", scope="automation") == []


async def test_a_device_is_named_and_switched_off(client: Client, tmp_path: Path) -> None:
    update = "config/device_registry/update"
    await client.say("subscribe_events", event_type="device_registry_updated")
    answer = await client.say(update, device_id="d1", name_by_user="Rope", disabled_by="user")
    assert (answer["name"], answer["name_by_user"]) == ("Strip", "Rope")
    assert answer["disabled_by"] == "user"
    assert (await client.event())["data"]["device_id"] == "d1"
    strip = await client.say("config/entity_registry/get", entity_id="light.strip")
    assert strip["disabled_by"] == "device"
    home = await read_back(tmp_path)
    assert home.devices[DeviceId("d1")].name == "Rope"
    answer = await client.say(update, device_id="d1", name_by_user=None, disabled_by=None)
    assert (answer["name_by_user"], answer["disabled_by"]) == (None, None)
    (listed,) = await client.say("config/device_registry/list")
    assert (listed["id"], listed["area_id"]) == ("d1", "kitchen")
    await refused(client, "not_found", update, device_id="d2")
    await refused(client, "invalid_format", update, device_id="d1", disabled_by="me")


async def test_an_entity_is_named_hidden_and_put_elsewhere(
    hub: Running, client: Client, tmp_path: Path
) -> None:
    update, get = "config/entity_registry/update", "config/entity_registry/get"
    answer = await client.say(
        update, entity_id=LIGHT, name="Sun", icon="mdi:sun", area_id=None, aliases=["glow"],
        hidden_by="user",
    )  # fmt: skip
    entry = answer["entity_entry"]
    assert (entry["name"], entry["icon"], entry["hidden_by"]) == ("Sun", "mdi:sun", "user")
    assert (entry["area_id"], entry["aliases"]) == (None, ["glow"])
    assert hub.parts.render(f"{{{{ is_hidden_entity('{LIGHT}') }}}}", {}) == "True"
    home = await read_back(tmp_path)
    assert (home.entity(LIGHT).name, home.entity(LIGHT).is_hidden) == ("Sun", True)
    await client.say(update, entity_id=LIGHT, name=None, hidden_by=None)
    entry = await client.say(get, entity_id=LIGHT)
    assert (entry["name"], entry["hidden_by"]) == (None, None)
    assert entry["original_name"] == hub.parts.home.entity(LIGHT).name
    await refused(client, "not_found", get, entity_id="light.none")
    await refused(client, "invalid_info", update, entity_id=LIGHT, area_id="nowhere")


async def test_a_disabled_entity_is_listed_and_not_displayed(client: Client) -> None:
    await client.say("config/entity_registry/update", entity_id=LIGHT, disabled_by="user")
    listed = {each["entity_id"]: each for each in await client.say("config/entity_registry/list")}
    assert listed[LIGHT]["disabled_by"] == "user"
    display = await client.say("config/entity_registry/list_for_display")
    assert display["entity_categories"] == {"0": "config", "1": "diagnostic"}
    shown = {each["ei"]: each for each in display["entities"]}
    assert LIGHT not in shown
    assert (shown["light.strip"]["di"], shown["light.strip"]["lb"]) == ("d1", [])
    found = await client.say("config/entity_registry/get_entries", entity_ids=[LIGHT, "light.no"])
    assert (found[LIGHT]["disabled_by"], found["light.no"]) == ("user", None)


async def test_ids_that_an_entity_cannot_have_are_told(client: Client) -> None:
    update = "config/entity_registry/update"
    for wrong in ("light.strip", "switch.kitchen", "no id", "light.a b"):
        await refused(client, "invalid_info", update, entity_id=LIGHT, new_entity_id=wrong)
    same = await client.say(update, entity_id=LIGHT, new_entity_id=LIGHT)
    assert same["entity_entry"]["entity_id"] == LIGHT


async def test_changes_are_told_of_entities(client: Client) -> None:
    await client.say("subscribe_events", event_type="entity_registry_updated")
    await client.say("config/entity_registry/update", entity_id=LIGHT, name="Sun")
    data = (await client.event())["data"]
    assert (data["action"], data["entity_id"]) == ("update", LIGHT)


async def test_devices_that_come_are_told(hub: Running, client: Client) -> None:
    await client.say("subscribe_events", event_type="device_registry_updated")
    hub.parts.home.put_device(Device(DeviceId("d2"), "Lamp"))
    put(hub.parts.home, "light.lamp", device_id=DeviceId("d2"))
    assert (await client.event())["data"] == {"action": "update", "device_id": "d2"}


@pytest.mark.parametrize("role", [Role.GUEST, Role.CHILD])
async def test_guests_and_children_change_nothing(hub: Running, role: Role) -> None:
    async with connected(hub, await hub.token_for("Kim", role)) as client:
        for name, data in (
            ("config/area_registry/create", {"name": "Den"}),
            ("config/area_registry/delete", {"area_id": "kitchen"}),
            ("config/floor_registry/update", {"floor_id": "ground"}),
            ("config/label_registry/create", {"name": "Den"}),
            ("config/device_registry/update", {"device_id": "d1"}),
            ("config/entity_registry/update", {"entity_id": LIGHT}),
            ("config/entity_registry/remove", {"entity_id": LIGHT}),
        ):
            await refused(client, "unauthorized", name, **data)


async def test_who_sees_a_part_gets_that_part_of_the_registries(hub: Running) -> None:
    put(hub.parts.home, "camera.bedroom")
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        listed = {each["entity_id"] for each in await client.say("config/entity_registry/list")}
        assert LIGHT in listed
        assert "camera.bedroom" not in listed
        await refused(client, "not_found", "config/entity_registry/get", entity_id="camera.bedroom")
