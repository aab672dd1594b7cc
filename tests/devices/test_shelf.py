"""New devices: adopted, ignored, replaced; and what was decided stays."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pydantic import BaseModel

from hub.devices.files import read_devices
from hub.devices.host import EntryHost
from hub.devices.shelf import KeepsItsIds, NotOnShelf, Shelf, ShelfParts, StillThere, Wishes
from hub.home.customs import Custom
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId
from hub.home.maker import Candidate, Entry, LinkLost, MoreNeeded, Refused
from hub.home.model import Area, Device, Entity
from hub.makers import gives_away
from hub.recorder.database import Database
from hub.recorder.entries import EntryRecords
from hub.recorder.registry import Registry
from hub.recorder.shelf import ShelfRecords
from tests.support.plug import Plug

FOUND = Candidate(integration="tried", unique_id="u1", title="plug-1", data={"host": "x"})
FOUND_ID = "found:tried:u1"
MOVED = Candidate(integration="tried", unique_id="u1", title="plug-1", data={"host": "y"})
OFFERED = EntityId("switch.old")
OLD, NEW = DeviceId("mqtt_old"), DeviceId("mqtt_new")


@dataclass
class Renaming:
    """An integration that renames what it drives, as MQTT's does."""

    home: Home
    offered: set[EntityId] = field(default_factory=set)

    def drives(self, entity_id: EntityId) -> bool:
        return entity_id in self.offered

    def rename(self, old: EntityId, new: EntityId) -> None:
        entity = self.home.customs.announced_entity(self.home.entities[old])
        state = self.home.states[old]
        self.home.remove_entity(old)
        renamed = Entity(
            new, entity.name, entity.integration, entity.unique_id, device_id=entity.device_id
        )
        self.home.put_entity(renamed)
        self.home.report(new, state.state, state.attributes)


@dataclass
class House:
    """What a hub opens of it."""

    home: Home
    shelf: Shelf
    host: EntryHost
    registry: Registry


@asynccontextmanager
async def house(file: Path, plug: Plug | None = None) -> AsyncIterator[House]:
    """Open what a hub opens; the home comes from its database."""
    home, maker = Home(), plug or Plug()
    async with Database(file) as database:
        registry = Registry(database)
        await registry.load(home)
        home.put_area(Area(AreaId("hall"), "Hall"))
        records = EntryRecords(database)
        async with EntryHost(home, records, {"tried": lambda: maker}, registry) as host:

            async def save() -> None:
                await registry.save(home)

            shelf = Shelf(
                ShelfParts(
                    home=home,
                    host=host,
                    decisions=ShelfRecords(database),
                    renamers={"tried": host, "mqtt": Renaming(home, offered={OFFERED})},
                    save=save,
                    gives_away=gives_away,
                )
            )
            await shelf.load()
            yield House(home, shelf, host, registry)
        await registry.save(home)


def announce(home: Home, device_id: DeviceId, name: str) -> None:
    home.put_device(Device(device_id, name, manufacturer="Tests"))
    for domain, own in (("switch", ""), ("sensor", " Power")):
        home.put_entity(
            Entity(
                EntityId(f"{domain}.{name.lower()}"),
                f"{name}{own}",
                "mqtt",
                f"{device_id} {domain}",
                device_id=device_id,
            )
        )


async def test_what_is_found_is_new_until_it_is_adopted(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        it.shelf.see(FOUND)
        assert [thing.id for thing in it.shelf.things()] == [FOUND_ID]
        adopted = await it.shelf.adopt(FOUND_ID, Wishes(name="Desk fan", area_id=AreaId("hall")))
        assert adopted.condition is not None
        assert adopted.condition.status == "connected"
        assert it.shelf.things() == []
        (device_id,) = adopted.device_ids
        assert it.home.devices[device_id].name == "Desk fan"
        assert it.home.devices[device_id].area_id == "hall"
        assert it.home.entities[EntityId("switch.plug")].name == "Desk fan"


async def test_an_adopted_device_stays_after_a_restart(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        it.shelf.see(FOUND)
        await it.shelf.adopt(FOUND_ID, Wishes(name="Desk fan"))
    async with house(tmp_path / "lares.db") as it:
        ((entry, _),) = it.host.entries
        await it.host.settled(entry.id, 5)
        it.shelf.see(FOUND)
        assert it.shelf.things() == []
        assert it.home.entities[EntityId("switch.plug")].name == "Desk fan"
        assert it.home.state("switch.plug").state == "off"


async def test_what_asks_for_more_stays_on_the_shelf(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db", Plug(password="pw")) as it:  # noqa: S106
        it.shelf.see(FOUND)
        with pytest.raises(MoreNeeded) as caught:
            await it.shelf.adopt(FOUND_ID, Wishes())
        assert caught.value.asks == ("password",)
        assert [thing.id for thing in it.shelf.things()] == [FOUND_ID]
        await it.shelf.adopt(FOUND_ID, Wishes(data={"password": "pw"}))
        assert it.shelf.things() == []


async def test_an_address_that_moved_is_followed(tmp_path: Path) -> None:
    plug = Plug()
    async with house(tmp_path / "lares.db", plug) as it:
        it.shelf.see(FOUND)
        adopted = await it.shelf.adopt(FOUND_ID, Wishes())
        assert adopted.entry is not None
        it.shelf.see(MOVED)
        assert addresses(it) == ["x"]
        plug.gone.set()
        await until(lambda: addresses(it) == ["y"])
    async with house(tmp_path / "lares.db", plug) as it:
        ((entry, _),) = it.host.entries
        assert entry.data == {"host": "y"}


async def test_a_password_goes_to_no_new_address_unasked(tmp_path: Path) -> None:
    plug = Plug(password="pw")  # noqa: S106
    async with house(tmp_path / "lares.db", plug) as it:
        it.shelf.see(FOUND)
        wishes = Wishes(name="Fan", area_id=AreaId("hall"), data={"password": "pw"})
        adopted = await it.shelf.adopt(FOUND_ID, wishes)
        assert adopted.entry is not None
        it.shelf.see(MOVED)
        assert it.shelf.things() == []
        plug.error = LinkLost("nobody there")
        plug.gone.set()
        await until(lambda: bool(it.shelf.things()))
        assert [(one.id, one.entry_id) for one in it.shelf.things()] == [
            (FOUND_ID, adopted.entry.id)
        ]
        plug.error = None
        await asyncio.sleep(0.2)
        assert set(plug.hosts) == {"x"}
        again = await it.shelf.adopt(FOUND_ID, Wishes())
        assert again.entry == replace(
            adopted.entry, data={"host": "y", "password": "pw"}, title="Plug"
        )
        assert it.shelf.things() == []


async def test_what_is_adopted_takes_no_other_entrys_place(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        it.shelf.see(FOUND)
        await it.shelf.adopt(FOUND_ID, Wishes())
        it.shelf.see(replace(FOUND, unique_id="u2", data={"host": "evil"}))
        with pytest.raises(Refused, match="is adopted"):
            await it.shelf.adopt("found:tried:u2", Wishes())
        assert addresses(it) == ["x"]


async def test_names_from_the_network_are_plain(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db", Plug(name="A\nlog \x1b[31mline" + "x" * 999)) as it:
        it.shelf.see(replace(FOUND, title="A\r\nB" + "x" * 999, model="\x00"))
        (thing,) = it.shelf.things()
        assert thing.title.startswith("A  Bxx")
        assert len(thing.title) <= 200
        assert not thing.model
        adopted = await it.shelf.adopt(FOUND_ID, Wishes())
        assert adopted.entry is not None
        assert adopted.entry.title.startswith("A log  [31mlinexx")
        assert all(entity.name.isprintable() for entity in it.home.entities.values())


async def test_an_entity_of_an_entry_stays_what_it_was_under_another_id(tmp_path: Path) -> None:
    plug, toy = Plug(name="Patio heater"), EntityId("switch.toy")
    async with house(tmp_path / "lares.db", plug) as it:
        it.shelf.see(FOUND)
        await it.shelf.adopt(FOUND_ID, Wishes())
        it.shelf.rename(EntityId("switch.patio_heater"), toy)
        assert "patio_heater" in it.home.entity(toy).former
        plug.name = "Toy"
        ((entry, _),) = it.host.entries
        await it.host.retry(entry.id)
        await it.host.settled(entry.id, 5)
        assert it.home.entity(toy).name == "Toy"
        assert {"patio_heater", "Patio heater"} <= set(it.home.entity(toy).former)


def addresses(it: House) -> list[str]:
    return [entry.data["host"] for entry, _ in it.host.entries]


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 -- anything may make it so
            await asyncio.sleep(0.01)


async def test_what_is_not_there_cannot_be_adopted(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db", Plug(error=LinkLost("nobody there"))) as it:
        with pytest.raises(NotOnShelf):
            await it.shelf.adopt("found:tried:u9", Wishes())
        it.shelf.see(FOUND)
        with pytest.raises(LinkLost):
            await it.shelf.adopt(FOUND_ID, Wishes())
        assert it.shelf.things()


async def test_an_ignored_thing_is_not_offered_after_a_restart(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        announce(it.home, NEW, "Plug7")
        it.shelf.see(FOUND)
        for thing in it.shelf.things():
            await it.shelf.ignore(thing.id)
        assert not it.home.entities[EntityId("switch.plug7")].enabled
    async with house(tmp_path / "lares.db") as it:
        announce(it.home, NEW, "Plug7")
        it.shelf.see(FOUND)
        assert all(thing.is_ignored for thing in it.shelf.things())
        assert not it.home.entities[EntityId("switch.plug7")].enabled
        for thing in it.shelf.things():
            await it.shelf.offer_again(thing.id)
        assert not any(thing.is_ignored for thing in it.shelf.things())
        assert it.home.entities[EntityId("switch.plug7")].enabled


async def test_a_device_over_mqtt_is_adopted_by_name_and_area(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        announce(it.home, NEW, "Plug7")
        (thing,) = it.shelf.things()
        assert thing.entities == ("sensor.plug7", "switch.plug7")
        await it.shelf.adopt(thing.id, Wishes(name="Desk fan", area_id=AreaId("hall")))
        assert it.shelf.things() == []
    async with house(tmp_path / "lares.db") as it:
        announce(it.home, NEW, "Plug7")
        assert it.shelf.things() == []
        assert it.home.entities[EntityId("sensor.plug7")].name == "Desk fan Power"


async def test_a_new_device_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        announce(it.home, OLD, "Lamp")
        await it.shelf.adopt("device:mqtt_old", Wishes(name="Desk fan", area_id=AreaId("hall")))
        announce(it.home, NEW, "Plug7")
        it.home.report(EntityId("switch.plug7"), "on", {})
        moved = await it.shelf.replace(OLD, NEW)
        assert dict(moved) == {"switch.lamp": "switch.plug7", "sensor.lamp": "sensor.plug7"}
        check_replaced(it.home)
        assert it.home.state("switch.lamp").state == "on"
    async with house(tmp_path / "lares.db") as it:
        check_replaced(it.home)
        ids = it.registry.known_ids("mqtt")
        assert ids["switch", "mqtt_new switch"] == "switch.lamp"
        assert ids["switch", "mqtt_old switch"] == "switch.lamp_old"


def check_replaced(home: Home) -> None:
    lamp = home.entities[EntityId("switch.lamp")]
    assert (lamp.device_id, lamp.name, lamp.enabled) == (NEW, "Desk fan", True)
    assert home.devices[NEW].area_id == "hall"
    assert not home.entities[EntityId("switch.lamp_old")].enabled
    assert EntityId("switch.plug7") not in home.entities


async def test_what_is_nothing_alike_does_not_replace(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        announce(it.home, OLD, "Lamp")
        it.home.put_device(Device(NEW, "Door"))
        it.home.put_entity(Entity(EntityId("lock.door"), "Door", "mqtt", "d", device_id=NEW))
        with pytest.raises(Exception, match="nothing that could take the place"):
            await it.shelf.replace(OLD, NEW)


async def test_a_new_id_and_what_people_said_stay_after_a_restart(tmp_path: Path) -> None:
    plug, fan = EntityId("switch.plug"), EntityId("switch.fan")
    async with house(tmp_path / "lares.db") as it:
        it.shelf.see(FOUND)
        await it.shelf.adopt(FOUND_ID, Wishes())
        it.home.customise_entity(plug, Custom(name="Fan", hidden=True))
        it.shelf.rename(plug, fan)
        assert plug not in it.home.entities
        assert (it.home.entity(fan).name, it.home.entity(fan).is_hidden) == ("Fan", True)
    async with house(tmp_path / "lares.db") as it:
        ((entry, _),) = it.host.entries
        await it.host.settled(entry.id, 5)
        assert plug not in it.home.entities
        assert (it.home.entity(fan).name, it.home.entity(fan).is_hidden) == ("Fan", True)
        assert it.home.state(fan).state == "off"


async def test_who_names_its_entities_itself_is_left_alone(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        it.home.put_entity(Entity(EntityId("sun.sun"), "Sun", "hub", "sun"))
        with pytest.raises(KeepsItsIds, match="another name"):
            it.shelf.rename(EntityId("sun.sun"), EntityId("sun.star"))
        with pytest.raises(StillThere):
            it.shelf.forget(EntityId("sun.sun"))


async def test_only_what_no_device_offers_is_forgotten(tmp_path: Path) -> None:
    async with house(tmp_path / "lares.db") as it:
        announce(it.home, OLD, "Old")
        with pytest.raises(StillThere, match="disable or hide"):
            it.shelf.forget(OFFERED)
        it.shelf.forget(EntityId("sensor.old"))
        assert EntityId("sensor.old") not in it.home.entities


async def test_what_a_file_describes_is_changed_there(tmp_path: Path) -> None:
    described = Entry(
        id="file:fan", integration="tried", unique_id="u1", title="Fan", data={"host": "x"}
    )
    async with house(tmp_path / "lares.db") as it:
        await it.host.present([described])
        await it.host.settled("file:fan", 5)
        it.shelf.see(FOUND)
        with pytest.raises(HubError, match=r"devices/fan\.yaml"):
            await it.shelf.add("tried", Wishes(data={"host": "y"}))
        with pytest.raises(HubError, match=r"devices/fan\.yaml"):
            await it.host.remove("file:fan")
        assert addresses(it) == ["x"]


def test_two_files_describe_no_device_twice(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("id: fan\nname: Fan")
    described = read_devices(tmp_path, Named, lambda _: None)
    assert list(described.devices) == ["file:a"]
    (problem,) = described.problems
    assert "b.yaml" in problem.file
    assert "a.yaml" in problem.message


class Named(BaseModel):
    """A device, as short as it can be."""

    id: str
    name: str
