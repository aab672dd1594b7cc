"""Announcements of every form, renewed, removed, wrong; availability; names and ids."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import UNAVAILABLE, UNKNOWN, Area
from integrations.mqtt import integration
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.handmade import Handmade, until
from tests.support.mosquitto import Mosquitto


async def test_abbreviations_and_base_topic(device: Handmade) -> None:
    await device.announce(
        "switch/tasmota/relay",
        {
            "~": "plug7/",
            "name": "Relay",
            "uniq_id": "t1",
            "stat_t": "~tele/STATE",
            "val_tpl": "{{value_json.POWER}}",
            "cmd_t": "cmnd/power/~",
            "pl_on": "ON",
            "pl_off": "OFF",
            "avty": [{"t": "~tele/LWT", "pl_avail": "Online", "pl_not_avail": "Offline"}],
            "dev": {
                "ids": ["t"],
                "name": "Plug 7",
                "mf": "Tasmota",
                "mdl": "S26",
                "sw": "13",
                "sa": "Attic",
            },
            "o": {"name": "Tasmota", "sw": "13"},
        },
    )
    entity = device.home.entity("switch.plug_7_relay")
    assert entity.name == "Plug 7 Relay"
    found = device.home.devices[entity.device_id or ""]  # type: ignore[index]
    assert (found.manufacturer, found.model, found.sw_version) == ("Tasmota", "S26", "13")
    assert device.home.state(entity.id).state == UNAVAILABLE
    device.say("plug7/tele/LWT", "Online")
    device.say("plug7/tele/STATE", {"POWER": "ON"})
    await device.reports(entity.id, "on")
    assert await device.command(entity.id, "switch.turn_off") == [("cmnd/power/plug7/", "OFF")]


async def test_a_device_bundle(device: Handmade, caplog: pytest.LogCaptureFixture) -> None:
    bundle = {
        "~": "b1",
        "dev": {"ids": "b1", "name": "Box"},
        "o": {"name": "own firmware"},
        "avty_t": "~/up",
        "cmps": {
            "temp": {
                "p": "sensor",
                "dev_cla": "temperature",
                "unit_of_meas": "°C",
                "uniq_id": "b1t",
                "stat_t": "~/t",
            },
            "relay": {
                "p": "switch",
                "name": "Relay",
                "uniq_id": "b1r",
                "cmd_t": "~/r/set",
                "stat_t": "~/r",
            },
            "beam": {"p": "infrared", "name": "IR", "uniq_id": "b1i"},
            "bad": {"p": "number", "name": "No topic", "uniq_id": "b1n"},
        },
    }
    await device.announce("device/b1", bundle)
    assert set(device.home.entities) == {"sensor.box_temperature", "switch.box_relay"}
    [record] = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert "homeassistant/device/b1/config" in record.message
    assert "'bad': key 'command_topic': Field required" in record.message
    device.say("b1/up", "online")
    device.say("b1/t", "20")
    device.say("b1/r", "ON")
    await device.reports("sensor.box_temperature", "20")
    await device.reports("switch.box_relay", "on")
    bundle["cmps"]["relay"] = {"p": "switch"}  # type: ignore[index]
    await device.announce("device/b1", bundle)
    assert set(device.home.entities) == {"sensor.box_temperature"}
    await device.reports("sensor.box_temperature", "20")


async def test_renewed_in_place_and_removed(device: Handmade) -> None:
    config = {"name": "Lamp", "unique_id": "u", "command_topic": "l/set", "state_topic": "l"}
    await device.announce("switch/l", config)
    device.say("l", "ON", retain=False)
    await device.reports("switch.lamp", "on")
    await device.announce("switch/l", {**config, "name": "Big lamp", "icon": "mdi:lamp"})
    assert device.home.entity("switch.lamp").name == "Big lamp"
    await device.reports("switch.lamp", "on", icon="mdi:lamp")
    device.say("homeassistant/switch/l/config", "")
    await until(lambda: not device.home.entities, "removal")
    device.say("l", "OFF", retain=False)
    await device.announce("switch/l", config)
    await device.reports("switch.lamp", UNKNOWN)


async def test_a_device_goes_with_the_last_of_it_and_is_what_it_was_when_it_comes_again(
    device: Handmade,
) -> None:
    of_plug = {"device": {"identifiers": ["p7"], "name": "Plug 7"}, "state_topic": "p"}
    relay = of_plug | {"unique_id": "r", "command_topic": "p/set", "name": None}
    power = of_plug | {"unique_id": "w", "name": "Power"}
    await device.announce("switch/r", relay)
    await device.announce("sensor/w", power)
    home = device.home
    home.put_area(Area(AreaId("hall"), "Hall"))
    (plug,) = home.devices.values()
    home.put_device(replace(plug, area_id=AreaId("hall")))
    device.say("homeassistant/switch/r/config", "")
    await until(lambda: "switch.plug_7" not in home.entities, "removal")
    assert plug.id in home.devices
    device.say("homeassistant/sensor/w/config", "")
    await until(lambda: not home.devices, "the device's removal")
    await device.announce("switch/r", relay)
    await until(lambda: plug.id in home.devices, "the device's return")
    assert home.devices[plug.id].area_id == "hall"


async def test_names_and_ids(device: Handmade) -> None:
    dev = {"identifiers": ["n"], "name": "Kitchen"}
    base = {"state_topic": "x", "device": dev}
    announced: dict[str, dict[str, Any]] = {
        "a": {"unique_id": "1", "name": None},
        "b": {"unique_id": "2", "name": "Kitchen heat"},
        "c": {"unique_id": "3", "device_class": "power_factor"},
        "d": {"unique_id": "4", "name": "Load", "default_entity_id": "sensor.mine"},
        "e": {"unique_id": "5", "name": "Load", "object_id": "Own Id"},
        "f": {"unique_id": "6", "name": "Load", "object_id": "own_id", "enabled_by_default": False},
        "g": {"unique_id": "1", "name": "A copy"},
    }
    for path, extra in announced.items():
        await device.announce(f"sensor/{path}", {**base, **extra})
    names = {entity.id: entity.name for entity in device.home.entities.values()}
    assert names == {
        "sensor.kitchen": "Kitchen",
        "sensor.kitchen_heat": "Kitchen heat",
        "sensor.kitchen_power_factor": "Kitchen Power factor",
        "sensor.mine": "Kitchen Load",
        "sensor.own_id": "Kitchen Load",
        "sensor.own_id_2": "Kitchen Load",
    }
    assert not device.home.entity("sensor.own_id_2").enabled


async def test_ids_survive_a_restart(broker: Mosquitto, device: Handmade) -> None:
    await device.announce("sensor/a", {"name": "One", "unique_id": "a", "state_topic": "x"})
    home = Home()
    known = {("sensor", "a"): EntityId("sensor.older"), ("sensor", "b"): EntityId("sensor.one")}
    async with MqttIntegration(home, MqttConfig(port=broker.port), known_ids=known):
        await until(lambda: home.entities, "the retained announcement")
    assert set(home.entities) == {"sensor.older"}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("all", [False, False, True, False]), ("any", [False, True, True, True]),
     ("latest", [False, True, True, False])],
)  # fmt: skip
async def test_availability(device: Handmade, mode: str, expected: list[bool]) -> None:
    await device.announce(
        "sensor/a",
        {
            "name": "S",
            "state_topic": "s",
            "availability_mode": mode,
            "availability": [
                {"topic": "z/up", "value_template": "{{ value_json.state }}"},
                {"topic": "d/up", "value_template": '{{ value_json["state"] }}'},
            ],
        },
    )
    device.say("s", "5")
    seen = [device.home.state("sensor.s").is_available]
    for topic, state in (("z/up", "online"), ("d/up", "online"), ("d/up", "offline")):
        device.say(topic, {"state": state})
        wanted = expected[len(seen)]
        await device.reports("sensor.s", "5" if wanted else UNAVAILABLE)
        seen.append(wanted)
    assert seen == expected


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ("{", "expected a JSON object"),
        ("[]", "expected a JSON object"),
        ('{"name": "x"}', "key 'state_topic': Field required"),
        ('{"state_topic": "a", "expire_after": "soon"}', "key 'expire_after'"),
        ('{"state_topic": "a/#/b"}', "key 'state_topic'"),
        ('{"state_topic": "a", "value_template": "{{ x "}', "key 'value_template'"),
        ('{"state_topic": "a", "device": "me"}', "key 'device'"),
    ],
)
async def test_a_wrong_announcement_costs_one_line(
    device: Handmade, caplog: pytest.LogCaptureFixture, payload: str, words: str
) -> None:
    device.say("homeassistant/sensor/bad/config", payload)
    await device.announce("sensor/good", {"name": "Good", "state_topic": "g"})
    assert set(device.home.entities) == {"sensor.good"}
    [record] = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert "'homeassistant/sensor/bad/config'" in record.message
    assert words in record.message


async def test_unknown_components_are_passed_over(
    device: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    device.say("homeassistant/infrared/u/config", {"name": "U", "state_topic": "u"})
    await device.announce("sensor/good", {"name": "Good", "state_topic": "g"})
    assert set(device.home.entities) == {"sensor.good"}
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


async def test_garbage_states_cost_one_line_and_keep_the_state(
    device: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce(
        "light/l", {"name": "L", "schema": "json", "command_topic": "l/set", "state_topic": "l"}
    )
    device.say("l", {"state": "ON"})
    await device.reports("light.l", "on")
    for garbage in ("", "{", "[1]", '{"state": 5}', '{"state": "MAYBE"}'):
        device.say("l", garbage)
    device.say("l", {"state": "OFF"})
    await device.reports("light.l", "off")
    [record] = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert "light.l: topic 'l': expected a JSON object" in record.message


async def test_a_disabled_entity_is_known_but_not_listened_to(device: Handmade) -> None:
    config = {"name": "Link", "state_topic": "q", "unique_id": "q"}
    await device.announce("sensor/q", {**config, "enabled_by_default": False})
    await device.announce("sensor/w", {"name": "Other", "state_topic": "q"})
    device.say("q", "7")
    await device.reports("sensor.other", "7")
    assert device.home.state("sensor.link").state == UNKNOWN
    assert not device.home.entity("sensor.link").enabled
    await device.announce("sensor/q", config)
    await device.reports("sensor.link", "7")


async def test_what_people_gave_an_entity_stays(device: Handmade) -> None:
    config = {"name": "Lamp", "unique_id": "u", "command_topic": "l/set"}
    await device.announce("switch/l", config)
    entity = device.home.entity("switch.lamp")
    device.home.put_entity(replace(entity, area_id=AreaId("study"), aliases=("Old Faithful",)))
    await device.announce("switch/l", {**config, "icon": "mdi:lamp"})
    entity = device.home.entity("switch.lamp")
    assert (entity.icon, entity.area_id, entity.aliases) == ("mdi:lamp", "study", ("Old Faithful",))


async def test_a_device_may_move_to_another_topic(device: Handmade) -> None:
    config = {"name": "Lamp", "unique_id": "u", "command_topic": "l/set", "state_topic": "l"}
    await device.announce("switch/old", config)
    await device.announce("switch/new", {**config, "name": "Lamp two"})
    assert device.home.entity("switch.lamp").name == "Lamp"
    device.say("l", "ON")
    device.say("homeassistant/switch/old/config", "")
    await until(lambda: [e.name for e in device.home.entities.values()] == ["Lamp two"], "move")
    await device.reports("switch.lamp", "on")


async def test_attributes_that_are_no_longer_told_go(device: Handmade) -> None:
    await device.announce("switch/a", {
        "name": "A", "command_topic": "a/set", "state_topic": "a", "icon": "mdi:x",
        "json_attributes_topic": "a/more",
        "json_attributes_template": "{{ value_json.more | tojson }}",
    })  # fmt: skip
    device.say("a/more", {"more": {"one": 1, "icon": "mdi:other"}})
    await device.reports("switch.a", UNKNOWN, one=1, icon="mdi:x")
    device.say("a/more", {"more": {"two": 2}})
    state = await device.reports("switch.a", UNKNOWN, two=2)
    assert "one" not in state.attributes


async def test_a_state_waits_out_a_broken_template(device: Handmade) -> None:
    template = "{{ 100 / value_json.n }}"
    await device.announce("sensor/d", {"name": "D", "state_topic": "d", "value_template": template})
    for number in (4, 0, "x"):
        device.say("d", {"n": number})
    device.say("d", {"n": 50})
    await device.reports("sensor.d", "2.0")


async def test_a_wrong_topic_is_told_once_until_it_is_well(
    device: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    def told() -> int:
        return len([r for r in caplog.records if "'homeassistant/sensor/s/config'" in r.message])

    topic, good = "homeassistant/sensor/s/config", {"name": "S", "state_topic": "s"}
    for number in range(20):
        device.say(topic, f"garbage {number}")
    device.say(topic, " " * 100_000)
    await device.announce("sensor/s", good)
    await until(lambda: told() == 1, "one line")
    device.say(topic, "garbage")
    await until(lambda: told() == 2, "another line")
    device.say(topic, good)  # what it was: well again
    device.say(topic, "garbage")
    await until(lambda: told() == 3, "a third line")
    assert set(device.home.entities) == {"sensor.s"}


async def test_a_huge_announcement_is_refused(
    device: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    device.say("homeassistant/sensor/x/config", {"state_topic": "x", "name": "x" * 70_000})
    await device.announce("sensor/good", {"name": "Good", "state_topic": "g"})
    assert set(device.home.entities) == {"sensor.good"}
    [record] = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert "expected at most 64000 bytes" in record.message


async def test_a_flood_of_entities_ends_somewhere(
    device: Handmade, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integration, "MAX_ENTITIES", 5)
    monkeypatch.setattr(integration, "MAX_WAITING", 3)
    for number in range(20):
        config = {"name": f"S {number:02}", "unique_id": f"{number}", "state_topic": "s"}
        device.say(f"homeassistant/sensor/s{number:02}/config", config)
        device.say(f"homeassistant/infrared/s{number:02}/config", config)
    await until(lambda: len(device.hub._refused) == 3, "the flood")
    assert len(device.home.entities) == len(device.hub._digests) == 5
    assert len([r for r in caplog.records if r.levelno >= logging.WARNING]) == 1
    device.say("homeassistant/sensor/s00/config", "")
    await until(lambda: "sensor.s_05" in device.home.entities, "the first that waited")
    assert len(device.home.entities) == 5
