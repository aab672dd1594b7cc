"""Device triggers and tag scanners over a real broker, and the rules that listen to them."""

import asyncio
import logging
from typing import Any

import pytest

from hub.automation.model.triggers import DeviceTrigger, EventTrigger, TagTrigger
from hub.home.events import Fired
from hub.home.home import Home
from hub.home.ids import DeviceId
from hub.home.model import Source
from integrations.mqtt import integration
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.automation.firing.rig import Rig
from tests.integrations.mqtt.handmade import Handmade, until
from tests.support.mosquitto import Mosquitto

# Home Assistant, MQTT device trigger, "Example".
LEFT: dict[str, Any] = {
    "automation_type": "trigger",
    "type": "action",
    "subtype": "arrow_left_click",
    "payload": "arrow_left_click",
    "topic": "zigbee2mqtt/0x90fd/action",
    "device": {
        "identifiers": ["zigbee2mqtt_0x90fd"],
        "name": "Hall remote",
        "sw_version": "Zigbee2MQTT 1.14.0",
        "model": "TRADFRI remote control (E1524/E1810)",
        "manufacturer": "IKEA",
        "suggested_area": "Hall",
    },
}
REMOTE = DeviceId("mqtt_zigbee2mqtt_0x90fd")
LEFT_PATH = "device_automation/0x90fd/action_arrow_left_click"
SCANNER: dict[str, Any] = {
    "topic": "0AFFD2/tag_scanned",
    "value_template": "{{ value_json.PN532.UID }}",
    "device": {"ids": ["0AFFD2"], "name": "Gate scanner"},
}


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def home(rig: Rig) -> Home:
    return rig.home


@pytest.fixture
def fired(home: Home) -> list[Fired]:
    found: list[Fired] = []
    home.listen(lambda event: found.append(event) if isinstance(event, Fired) else None, Fired)
    return found


async def test_a_remote_without_entities_is_a_device(device: Handmade) -> None:
    await device.announce(LEFT_PATH, LEFT)
    remote = device.home.devices[REMOTE]
    assert (remote.name, remote.manufacturer) == ("Hall remote", "IKEA")
    assert remote.area_id == "hall"
    assert not device.home.entities


async def test_a_press_becomes_an_event_of_the_home(device: Handmade, fired: list[Fired]) -> None:
    await device.announce(LEFT_PATH, LEFT)
    device.say("zigbee2mqtt/0x90fd/action", "arrow_right_click", retain=False)
    device.say("zigbee2mqtt/0x90fd/action", "arrow_left_click", retain=False)
    device.say("zigbee2mqtt/0x90fd/action", "arrow_left_click", retain=False)
    await until(lambda: len(fired) == 2)
    assert fired[0].event_type == "mqtt_device_trigger"
    assert fired[0].data == {
        "type": "action",
        "subtype": "arrow_left_click",
        "topic": "zigbee2mqtt/0x90fd/action",
        "payload": "arrow_left_click",
        "qos": 0,
        "device_id": REMOTE,
        "discovery_id": "0x90fd action_arrow_left_click",
    }
    assert fired[0].context.source is Source.DEVICE


@pytest.mark.parametrize(
    ("device_id", "keys"),
    [
        (REMOTE, {"subtype": "arrow_left_click"}),
        (REMOTE, {"subtype": "arrow_left_click", "discovery_id": "another one"}),
        # As Home Assistant wrote it: by an id of its own, which nobody else knows.
        (
            "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            {
                "subtype": "arrow_left_click",
                "discovery_id": "0x90fd action_arrow_left_click",
            },
        ),
    ],
)
async def test_a_rule_hears_the_key_it_names(
    device: Handmade, rig: Rig, device_id: str, keys: dict[str, str]
) -> None:
    await device.announce(LEFT_PATH, LEFT)
    rig.attach(DeviceTrigger(domain="mqtt", type="action", device_id=device_id, keys=keys))
    device.say("zigbee2mqtt/0x90fd/action", "arrow_left_click", retain=False)
    await until(lambda: rig.fired)
    told = rig.fired[0].data
    assert told["platform"] == "device"
    assert told["payload"] == "arrow_left_click"
    assert told["topic"] == "zigbee2mqtt/0x90fd/action"
    assert told["device_id"] == device_id


@pytest.mark.parametrize(
    ("device_id", "keys"),
    [
        (REMOTE, {"subtype": "arrow_right_click"}),
        ("0a1b2c3d4e5f60718293a4b5c6d7e8f9", {"subtype": "arrow_left_click"}),
        (
            "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            {"subtype": "arrow_left_click", "discovery_id": "0x90fd other"},
        ),
    ],
)
async def test_a_rule_does_not_hear_other_keys(
    device: Handmade, rig: Rig, fired: list[Fired], device_id: str, keys: dict[str, str]
) -> None:
    await device.announce(LEFT_PATH, LEFT)
    rig.attach(DeviceTrigger(domain="mqtt", type="action", device_id=device_id, keys=keys))
    device.say("zigbee2mqtt/0x90fd/action", "arrow_left_click", retain=False)
    await until(lambda: fired)
    assert not rig.fired


async def test_a_device_has_the_same_id_after_a_restart(broker: Mosquitto) -> None:
    first, second = Home(), Home()
    for home in (first, second):
        async with (
            MqttIntegration(home, MqttConfig(port=broker.port)) as hub,
            Handmade(broker.port, home, hub) as device,
        ):
            await device.announce(LEFT_PATH, LEFT)
    assert list(first.devices) == list(second.devices) == [REMOTE]


async def test_what_was_retained_was_not_pressed_now(device: Handmade, fired: list[Fired]) -> None:
    device.say("zigbee2mqtt/0x90fd/action", "arrow_left_click", retain=True)
    device.say("0AFFD2/tag_scanned", {"PN532": {"UID": "E9F35959"}}, retain=True)
    await device.announce(LEFT_PATH, LEFT)
    await device.announce("tag/0AFFD2", SCANNER)
    await asyncio.sleep(0.1)
    assert not fired


async def test_templates_and_any_payload(device: Handmade, fired: list[Fired]) -> None:
    config = {
        "atype": "trigger", "type": "button_short_press", "stype": "button_1", "~": "btn",
        "t": "~/state", "val_tpl": "{{ value_json.action }}", "pl": "single", "qos": 1,
        "dev": {"ids": "btn", "cns": [["mac", "02:5b:26:a8:dc:12"]]},
    }  # fmt: skip
    await device.announce("device_automation/btn", config)
    any_one = {**config, "stype": "any"}
    del any_one["pl"], any_one["val_tpl"]
    await device.announce("device_automation/btn_any", any_one)
    for action in ("double", "single"):
        device.say("btn/state", {"action": action}, retain=False)
    device.say("btn/state", {"battery": 3}, retain=False)
    await until(lambda: len(fired) == 4)
    subtypes = [event.data["subtype"] for event in fired]
    assert sorted(subtypes) == ["any", "any", "any", "button_1"]
    one = next(event.data for event in fired if event.data["subtype"] == "button_1")
    assert one["payload_json"] == {"action": "single"}
    assert one["qos"] == 1


async def test_triggers_of_a_device_bundle(device: Handmade, fired: list[Fired]) -> None:
    bundle = {
        "dev": {"ids": "r1", "name": "Remote"},
        "o": {"name": "own"},
        "cmps": {
            "on": {"p": "device_automation", "atype": "trigger", "t": "r1", "type": "press",
                   "stype": "on", "pl": "on"},
            "tags": {"p": "tag", "t": "r1/tag"},
            "bat": {"p": "sensor", "stat_t": "r1/bat", "uniq_id": "r1b", "name": "Battery"},
        },
    }  # fmt: skip
    await device.announce("device/r1", bundle)
    device.say("r1", "on", retain=False)
    device.say("r1/tag", "abc", retain=False)
    await until(lambda: len(fired) == 2)
    assert [event.data["discovery_id"] for event in fired] == ["r1 on", "r1 tags"]
    assert {event.data["device_id"] for event in fired} == {"mqtt_r1"}
    del bundle["cmps"]["on"]  # type: ignore[attr-defined]
    await device.announce("device/r1", bundle)
    device.say("r1", "on", retain=False)
    device.say("r1/tag", "abc", retain=False)
    await until(lambda: len(fired) == 3)
    assert fired[2].event_type == "tag_scanned"


async def test_renewed_and_removed(device: Handmade, fired: list[Fired]) -> None:
    await device.announce(LEFT_PATH, LEFT)
    await device.announce(LEFT_PATH, {**LEFT, "payload": "new"})
    for payload in ("arrow_left_click", "new"):
        device.say("zigbee2mqtt/0x90fd/action", payload, retain=False)
    await until(lambda: fired)
    assert [event.data["payload"] for event in fired] == ["new"]
    device.say(f"homeassistant/{LEFT_PATH}/config", "")
    await until(lambda: not device.hub._by_topic)
    device.say("zigbee2mqtt/0x90fd/action", "new", retain=False)
    await asyncio.sleep(0.1)
    assert len(fired) == 1
    assert "zigbee2mqtt/0x90fd/action" not in device.hub._connection._router.filters


async def test_a_scanned_tag_starts_the_rules_that_wait_for_it(
    device: Handmade, rig: Rig, fired: list[Fired]
) -> None:
    await device.announce("tag/0AFFD2", SCANNER)
    rig.attach(TagTrigger(tag_id=("E9F35959",), device_id=("mqtt_0affd2",)))
    rig.attach(TagTrigger(tag_id=("E9F35959",), device_id=("another",)))
    rig.attach(EventTrigger(event_type=("tag_scanned",), event_data={"tag_id": "E9F35959"}))
    device.say(
        "0AFFD2/tag_scanned",
        {"Time": "2020-09-28T17:02:10", "PN532": {"UID": "E9F35959", "DATA": "ILOVETASMOTA"}},
        retain=False,
    )
    await until(lambda: len(rig.fired) == 2)
    assert [one.data["platform"] for one in rig.fired] == ["tag", "event"]
    assert fired[0].data == {
        "tag_id": "E9F35959", "device_id": "mqtt_0affd2", "discovery_id": "0AFFD2",
    }  # fmt: skip


async def test_a_scanner_may_belong_to_no_device(device: Handmade, fired: list[Fired]) -> None:
    await device.announce("tag/bare", {"topic": "bare"})
    for payload in ("", "  ", "None", "x" * 300, " 0815 "):
        device.say("bare", payload, retain=False)
    await until(lambda: fired)
    assert fired[0].data == {"tag_id": "0815", "device_id": None, "discovery_id": "bare"}


async def test_garbage_costs_one_line(
    device: Handmade, fired: list[Fired], caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce("tag/0AFFD2", SCANNER)
    with caplog.at_level(logging.WARNING):
        for payload in ("no json", "[1]", "no json"):
            device.say("0AFFD2/tag_scanned", payload, retain=False)
        device.say("0AFFD2/tag_scanned", {"other": 1}, retain=False)
        device.say("0AFFD2/tag_scanned", {"PN532": {"UID": "1"}}, retain=False)
        await until(lambda: fired)
    assert len(caplog.records) == 1
    assert "tag '0AFFD2'" in caplog.text
    assert len(fired) == 1


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("device_automation", {**LEFT, "automation_type": "action"}, "automation_type"),
        ("device_automation", {**LEFT, "device": None}, "device"),
        ("device_automation", {**LEFT, "subtype": None}, "subtype"),
        ("device_automation", {**LEFT, "topic": ""}, "topic"),
        ("tag", {"value_template": "{{ value }}"}, "topic"),
        ("tag", {"topic": "t", "value_template": "{{ value"}, "value_template"),
    ],
)
async def test_a_wrong_announcement_names_the_key(
    device: Handmade,
    kind: str,
    wrong: dict[str, Any],
    said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        device.say(f"homeassistant/{kind}/x/config", wrong)
        await until(lambda: caplog.records)
    assert len(caplog.records) == 1
    assert said in caplog.text


async def test_a_flood_of_triggers_ends_somewhere(
    device: Handmade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integration, "MAX_ENTITIES", 3)
    for number in range(9):
        device.say(f"homeassistant/device_automation/a{number}/config", LEFT)
    await until(lambda: len(device.hub._refused) == 6)
    assert len(device.hub._signals) == 3
