"""What people decide stays, whatever devices announce, and can be taken back."""

from dataclasses import replace

from hub.home.customs import AS_ANNOUNCED, Custom
from hub.home.events import EntityAdded, HomeEvent
from hub.home.home import Home
from hub.home.ids import DeviceId, EntityId
from hub.home.model import Device, Entity

PLUG = DeviceId("mqtt_plug_7")
POWER = EntityId("sensor.plug_7_power")
RELAY = EntityId("switch.plug_7")


def home_with_a_plug() -> Home:
    home = Home()
    announce(home)
    return home


def announce(home: Home, device_name: str = "Plug 7") -> None:
    home.put_device(Device(PLUG, device_name))
    home.put_entity(Entity(RELAY, device_name, "mqtt", "7", device_id=PLUG))
    home.put_entity(Entity(POWER, f"{device_name} Power", "mqtt", "7p", device_id=PLUG))


def names(home: Home) -> tuple[str, str, str]:
    return home.devices[PLUG].name, home.entities[RELAY].name, home.entities[POWER].name


def test_entities_follow_the_name_of_their_device() -> None:
    home = home_with_a_plug()
    home.customise_device(PLUG, Custom(name="Desk fan"))
    assert names(home) == ("Desk fan", "Desk fan", "Desk fan Power")


def test_a_name_stays_when_the_device_announces_itself_again() -> None:
    home = home_with_a_plug()
    home.customise_device(PLUG, Custom(name="Desk fan"))
    for _ in range(2):
        announce(home)
        assert names(home) == ("Desk fan", "Desk fan", "Desk fan Power")
    announce(home, "Plug seven")
    assert names(home) == ("Desk fan", "Desk fan", "Desk fan Power")


def test_a_name_can_be_taken_back() -> None:
    home = home_with_a_plug()
    home.customise_device(PLUG, Custom(name="Desk fan"))
    announce(home)
    home.customise_device(PLUG, AS_ANNOUNCED)
    assert names(home) == ("Plug 7", "Plug 7", "Plug 7 Power")


def test_an_entity_may_have_a_name_of_its_own() -> None:
    home = home_with_a_plug()
    home.customise_entity(POWER, Custom(name="What the fan draws"))
    home.customise_device(PLUG, Custom(name="Desk fan"))
    assert names(home) == ("Desk fan", "Desk fan", "What the fan draws")
    home.customise_entity(POWER, AS_ANNOUNCED)
    assert home.entities[POWER].name == "Desk fan Power"


def test_what_it_announced_stays_known_to_the_guard() -> None:
    home = home_with_a_plug()
    home.customise_device(PLUG, Custom(name="Desk fan"))
    assert "Plug 7" in home.entities[RELAY].former


def test_an_ignored_device_has_no_enabled_entities_and_can_come_back() -> None:
    home = home_with_a_plug()
    home.customise_device(PLUG, Custom(enabled=False))
    announce(home)
    assert not home.entities[RELAY].enabled
    home.customise_entity(POWER, Custom(enabled=True))
    assert home.entities[POWER].enabled
    home.customise_device(PLUG, AS_ANNOUNCED)
    assert home.entities[RELAY].enabled


def test_an_entity_that_is_off_by_default_may_be_enabled() -> None:
    home = home_with_a_plug()
    quiet = Entity(EntityId("sensor.rssi"), "RSSI", "mqtt", "r", enabled=False)
    home.put_entity(quiet)
    home.customise_entity(quiet.id, Custom(enabled=True))
    home.put_entity(quiet)
    assert home.entities[quiet.id].enabled
    home.customise_entity(quiet.id, AS_ANNOUNCED)
    assert not home.entities[quiet.id].enabled


def test_what_others_put_as_they_see_it_is_no_announcement() -> None:
    home = home_with_a_plug()
    home.customise_device(PLUG, Custom(name="Desk fan"))
    home.put_entity(replace(home.entities[POWER], aliases=("consumption",)))
    home.customise_device(PLUG, AS_ANNOUNCED)
    assert home.entities[POWER].name == "Plug 7 Power"
    assert home.entities[POWER].aliases == ("consumption",)


def test_listeners_hear_of_a_new_name_once() -> None:
    home = home_with_a_plug()
    heard: list[HomeEvent] = []
    home.listen(heard.append, EntityAdded)
    home.customise_device(PLUG, Custom(name="Desk fan"))
    announce(home)
    assert [event.entity.id for event in heard if isinstance(event, EntityAdded)] == [RELAY, POWER]
