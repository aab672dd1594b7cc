"""The registry: what is saved, when, and how ids stay."""

import asyncio
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, FloorId
from hub.home.model import Area, Device, Entity, Floor
from hub.recorder.database import Database
from hub.recorder.registry import DEBOUNCE_S, Registry

LAMP = Entity(
    id=EntityId("light.lamp"),
    name="Lamp",
    integration="mqtt",
    unique_id="0x1",
    device_id=DeviceId("d1"),
    aliases=("reading light",),
    actions=frozenset({"light.turn_on", "light.turn_off"}),
)


def home_with_lamp() -> Home:
    home = Home()
    home.put_floor(Floor(FloorId("ground"), "Ground", 0, ("downstairs",)))
    home.put_area(Area(AreaId("den"), "Den", FloorId("ground"), ("study",)))
    home.put_device(Device(DeviceId("d1"), "Lamp", AreaId("den"), "Acme"))
    home.put_entity(LAMP)
    return home


async def test_a_home_comes_back_as_it_was(db: Database) -> None:
    home = home_with_lamp()
    await Registry(db).save(home)
    again = Home()
    registry = Registry(db)
    await registry.load(again)
    assert again.floors == home.floors
    assert again.areas == home.areas
    assert again.devices == home.devices
    assert again.entities == home.entities
    assert registry.known_ids("mqtt") == {("light", "0x1"): "light.lamp"}
    assert registry.known_ids("shelly") == {}


async def test_changes_are_saved_in_batches(db: Database) -> None:
    home = Home()
    registry = Registry(db)
    await registry.load(home)
    async with registry.following(home):
        for number in range(50):
            entity_id = EntityId(f"light.l{number}")
            home.put_entity(Entity(entity_id, "L", "mqtt", f"u{number}"))
            home.report(entity_id, "on", {})
        async with asyncio.timeout(5):
            while len(await _rows(db)) < 50:  # noqa: ASYNC110 - a poll
                await asyncio.sleep(DEBOUNCE_S / 5)
        home.remove_entity(EntityId("light.l7"))
    removed = [row["id"] for row in await _rows(db) if row["removed"] is not None]
    assert removed == ["light.l7"]


async def test_who_comes_back_keeps_the_old_id(db: Database) -> None:
    home = home_with_lamp()
    registry = Registry(db)
    await registry.save(home)
    home.remove_entity(LAMP.id)
    await registry.save(home)
    again = Home()
    later = Registry(db)
    await later.load(again)
    assert again.entities == {}
    assert later.known_ids("mqtt") == {("light", "0x1"): "light.lamp"}
    again.put_entity(LAMP)
    await later.save(again)
    assert [row["removed"] for row in await _rows(db)] == [None]


async def test_an_entity_may_take_over_an_id(db: Database) -> None:
    home = home_with_lamp()
    registry = Registry(db)
    await registry.save(home)
    home.put_entity(Entity(LAMP.id, "New lamp", "mqtt", "0x2"))
    await registry.save(home)
    assert [(row["id"], row["unique_id"]) for row in await _rows(db)] == [("light.lamp", "0x2")]


async def test_a_unique_id_is_its_domains_own(db: Database) -> None:
    home = home_with_lamp()
    home.put_entity(Entity(EntityId("sensor.lamp"), "Lamp power", "mqtt", "0x1"))
    await Registry(db).save(home)
    again = Home()
    registry = Registry(db)
    await registry.load(again)
    assert again.entities == home.entities
    assert registry.known_ids("mqtt") == {
        ("light", "0x1"): "light.lamp",
        ("sensor", "0x1"): "sensor.lamp",
    }
    again.remove_entity(LAMP.id)
    again.put_entity(replace(LAMP, id=EntityId("light.renamed")))
    await registry.save(again)
    assert {row["id"] for row in await _rows(db)} == {"light.renamed", "sensor.lamp"}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=20,
)
@given(name=st.text(), unique_id=st.text(min_size=1), aliases=st.lists(st.text()).map(tuple))
async def test_whatever_name_goes_in_comes_out(
    db: Database, name: str, unique_id: str, aliases: tuple[str, ...]
) -> None:
    home = Home()
    entity = Entity(EntityId("light.x"), name, "mqtt", unique_id, aliases=aliases)
    home.put_entity(entity)
    await Registry(db).save(home)
    again = Home()
    await Registry(db).load(again)
    assert again.entity("light.x") == entity


async def _rows(db: Database) -> list[dict[str, Any]]:
    return await db.read(lambda raw: list(raw.table("entities").rows))


async def test_all_that_is_known_of_a_device_is_there_again(db: Database) -> None:
    device = Device(
        DeviceId("d1"), "Lamp", None, "Acme", "A1", "1.2", ("old",), "A-1", "rev 2", "S7",
        "http://lamp.local", (("mac", "aa:bb"), ("zigbee", "0x1")), ("0x1", "x"), DeviceId("d0"),
    )  # fmt: skip
    home = Home()
    home.put_device(device)
    registry = Registry(db)
    await registry.load(Home())
    await registry.save(home)
    again = Home()
    await Registry(db).load(again)
    assert again.devices == {device.id: device}
