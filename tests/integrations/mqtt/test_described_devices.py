"""What announcements say of the device itself: facts, links, bridges, areas, names by class."""

from typing import Any

import pytest

from hub.home.customs import Custom
from hub.home.home import Home
from hub.home.ids import DeviceId
from tests.support.mqtt_desk import Desk

FULL = {
    "identifiers": ["0x1", "second"], "connections": [["mac", "AA:BB:CC:00:11:22"]],
    "name": "Plug", "manufacturer": "Maker", "model": "Plug 2", "model_id": "P2",
    "hw_version": 3, "sw_version": "1.4", "serial_number": "S-7", "via_device": "bridge",
    "configuration_url": "http://plug.local/", "suggested_area": "Kitchen",
}  # fmt: skip


def _sensor(device: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"state_topic": "t", "device": device, "unique_id": str(more), **more}


async def test_all_that_a_device_says_of_itself_is_kept() -> None:
    desk = Desk()
    desk.announce("sensor/a", _sensor(FULL, name="Power"))
    [device] = desk.home.devices.values()
    assert (device.name, device.manufacturer, device.model) == ("Plug", "Maker", "Plug 2")
    assert (device.model_id, device.hw_version, device.sw_version) == ("P2", "3", "1.4")
    assert (device.serial_number, device.configuration_url) == ("S-7", "http://plug.local/")
    assert device.connections == (("mac", "AA:BB:CC:00:11:22"),)
    assert device.via_device_id == DeviceId("mqtt_bridge")
    assert device.area_id == "kitchen"


async def test_a_short_word_of_a_known_device_changes_nothing_of_it() -> None:
    desk = Desk()
    desk.announce("sensor/a", _sensor(FULL, name="Power"))
    [before] = desk.home.devices.values()
    address = "aa:bb:cc:00:11:22"
    shorts: list[dict[str, Any]] = [
        {"ids": "second"}, {"cns": [["mac", address]]}, {"cns": ["mac", address]},
    ]  # fmt: skip
    for number, short in enumerate(shorts):
        desk.announce(f"sensor/{number}", _sensor(short, name=f"Voltage {number}"))
    [after] = desk.home.devices.values()
    assert (after.id, after.name, after.model) == (before.id, "Plug", "Plug 2")
    assert {entity.device_id for entity in desk.home.entities.values()} == {before.id}
    assert "sensor.plug_voltage_0" in desk.home.entities


async def test_a_device_is_known_again_after_a_restart() -> None:
    desk = Desk()
    desk.announce("sensor/a", _sensor(FULL, name="Power"))
    home = Home()
    for device in desk.home.devices.values():
        home.put_device(device)
    again = Desk(home)
    again.announce("sensor/b", _sensor({"ids": ["second"]}, name="Energy"))
    assert "sensor.plug_energy" in home.entities
    assert len(home.devices) == 1


async def test_a_link_that_is_none_is_left_out() -> None:
    desk = Desk()
    device = {"ids": "x", "name": "X", "cu": "javascript:alert(1)"}
    desk.announce("sensor/a", _sensor(device, name="Y", o={"name": "n", "url": "ftp://x"}))
    [found] = desk.home.devices.values()
    assert found.configuration_url is None


@pytest.mark.parametrize(
    ("kind", "device_class", "name"),
    [
        ("sensor", "pm25", "Plug PM2.5"), ("sensor", "carbon_dioxide", "Plug Carbon dioxide"),
        ("binary_sensor", "battery_charging", "Plug Charging"), ("sensor", "ph", "Plug pH"),
        ("sensor", None, "Plug"),
    ],
)  # fmt: skip
async def test_an_unnamed_entity_goes_by_its_class(
    kind: str, device_class: str | None, name: str
) -> None:
    desk = Desk()
    desk.announce(f"{kind}/a", _sensor(FULL, device_class=device_class))
    [entity] = desk.home.entities.values()
    assert entity.name == name


async def test_name_null_is_the_name_of_the_device() -> None:
    desk = Desk()
    desk.announce("sensor/a", _sensor(FULL, name=None, device_class="power"))
    [entity] = desk.home.entities.values()
    assert (entity.id, entity.name) == ("sensor.plug", "Plug")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"object_id": "my plug"}, "sensor.my_plug"),
        ({"default_entity_id": "sensor.own_one"}, "sensor.own_one"),
        ({"object_id": "old", "default_entity_id": "sensor.new"}, "sensor.new"),
        ({"def_ent_id": "sensor.x", "obj_id": "y"}, "sensor.x"),
    ],
)
async def test_an_announcement_wishes_for_an_entity_id(keys: dict[str, str], expected: str) -> None:
    desk = Desk()
    desk.announce("sensor/a", _sensor(FULL, name="Power", **keys))
    assert list(desk.home.entities) == [expected]


async def test_what_is_off_by_default_listens_to_nothing() -> None:
    desk = Desk()
    desk.announce("sensor/a", _sensor(FULL, name="Link", en=False, ent_cat="diagnostic"))
    desk.say("t", "7")
    desk.shows("sensor.plug_link", "unknown")
    entity = desk.home.entity("sensor.plug_link")
    assert (entity.enabled, entity.entity_category) == (False, "diagnostic")


async def test_a_name_that_people_gave_is_not_what_the_device_says_of_itself() -> None:
    desk = Desk()
    desk.announce("sensor/a", _sensor(FULL, name="Power"))
    desk.home.customise_device(DeviceId("mqtt_0x1"), Custom(name="Heater"))
    desk.announce("sensor/b", _sensor({"ids": ["0x1"]}, name="Energy"))
    assert desk.home.devices[DeviceId("mqtt_0x1")].name == "Heater"
    assert desk.home.entity("sensor.plug_energy").name == "Heater Energy"
    desk.home.customise_device(DeviceId("mqtt_0x1"), Custom())
    assert desk.home.devices[DeviceId("mqtt_0x1")].name == "Plug"
