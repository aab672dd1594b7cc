"""Updates of firmware over a real broker."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.home.actions import parse_command
from hub.home.errors import UnsupportedCommand
from hub.home.ids import EntityId
from hub.home.model import UNKNOWN, Context
from tests.integrations.mqtt.handmade import Handmade, until

# As zigbee2mqtt announces it.
BULB: dict[str, Any] = {
    "name": None,
    "unique_id": "0x01_update",
    "default_entity_id": "update.bulb",
    "device": {"identifiers": ["zigbee2mqtt_0x01"], "name": "Bulb"},
    "device_class": "firmware",
    "entity_category": "config",
    "entity_picture": "https://example.com/logo.png",
    "state_topic": "zigbee2mqtt/Bulb",
    "command_topic": "zigbee2mqtt/bridge/request/device/ota_update/update",
    "payload_install": '{"id": "0x01"}',
    "value_template": """{"latest_version":"{{ value_json['update']['latest_version'] }}","""
    """"installed_version":"{{ value_json['update']['installed_version'] }}","""
    """"update_percentage":{{ value_json['update'].get('progress', 'null') }},"""
    """"in_progress":{{ (value_json['update']['state'] == 'updating')|lower }}}""",
}
PLUG: dict[str, Any] = {
    "name": "Plug firmware",
    "title": "Shelly Plug S Firmware",
    "release_url": "https://example.com/changelog",
    "state_topic": "shellies/plug/info",
    "value_template": "{{ value_json['update'].old_version }}",
    "latest_version_topic": "shellies/plug/info",
    "latest_version_template": "{{ value_json['update'].new_version }}",
    "device_class": "firmware",
    "command_topic": "shellies/plug/command",
    "payload_install": "update_fw",
}


async def test_a_bulb_at_zigbee2mqtt(device: Handmade, caplog: pytest.LogCaptureFixture) -> None:
    await device.announce("update/0x01", BULB)
    await device.reports("update.bulb", UNKNOWN, in_progress=False, update_percentage=None)
    with caplog.at_level(logging.WARNING):
        update = {"state": "available", "installed_version": 587753009, "latest_version": 587814449}
        device.say("zigbee2mqtt/Bulb", {"update": update})
        await device.reports(
            "update.bulb", "on", installed_version="587753009", latest_version="587814449",
            entity_picture="https://example.com/logo.png",
        )  # fmt: skip
        told = await device.command("update.bulb", "update.install")
        assert told == [(BULB["command_topic"], '{"id": "0x01"}')]
        device.say("zigbee2mqtt/Bulb", {"update": {**update, "state": "updating", "progress": 47}})
        shown = await device.reports("update.bulb", "on", in_progress=True, update_percentage=47)
        assert shown.attributes["auto_update"] is False
        device.say("zigbee2mqtt/Bulb", {"update": {**update, "installed_version": 587814449}})
        await device.reports("update.bulb", "off", in_progress=False, update_percentage=None)
    assert not caplog.records


async def test_versions_on_one_topic_through_templates(device: Handmade) -> None:
    await device.announce("update/plug", PLUG)
    device.say("shellies/plug/info", {"update": {"old_version": "v1.13", "new_version": "v1.14"}})
    shown = await device.reports("update.plug_firmware", "on", installed_version="v1.13")
    assert shown.attributes["title"] == "Shelly Plug S Firmware"
    assert shown.attributes["release_url"] == "https://example.com/changelog"
    told = await device.command("update.plug_firmware", "update.install")
    assert told == [("shellies/plug/command", "update_fw")]


async def test_a_state_may_be_json_or_a_bare_version(device: Handmade) -> None:
    await device.announce(
        "update/amazing",
        {"name": "Amazing", "stat_t": "a/s", "l_ver_t": "a/l", "cmd_t": "a/c", "pl_inst": "go",
         "ent_pic": "x.png", "tit": "T", "rel_s": "S", "rel_u": "U", "ret": True, "qos": 2},
    )  # fmt: skip
    device.say("a/s", "1.21.0")
    device.say("a/l", "1.22.0")
    await device.reports("update.amazing", "on", title="T", release_summary="S", release_url="U")
    device.say(
        "a/s",
        {
            "installed_version": "1.22.0",
            "latest_version": "1.22.0",
            "title": "Device firmware",
            "release_url": "https://example.com/release",
            "release_summary": "x" * 300,
            "entity_picture": "https://example.com/icon.png",
            "unknown": 1,
        },
    )
    await device.reports(
        "update.amazing", "off", title="Device firmware", release_summary="x" * 255,
        release_url="https://example.com/release", entity_picture="https://example.com/icon.png",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "in_progress", "percentage"),
    [
        ({"in_progress": True}, True, 5),
        ({"update_percentage": 78}, True, 78),
        ({"update_percentage": 78.5}, True, 78.5),
        ({"update_percentage": None}, False, None),
        ({"in_progress": False, "update_percentage": 99}, False, None),
        ({"in_progress": True, "update_percentage": None}, True, None),
    ],
)
async def test_how_far_it_got(
    device: Handmade, said: dict[str, Any], in_progress: object, percentage: object
) -> None:
    await device.announce("update/a", {"name": "A", "state_topic": "a", "dsp_prc": 1})
    device.say("a", {"installed_version": "1", "latest_version": "2", "update_percentage": 5})
    await device.reports("update.a", "on", in_progress=True, update_percentage=5)
    device.say("a", {"installed_version": "1.0", **said})
    await device.reports(
        "update.a", "on", installed_version="1.0", in_progress=in_progress,
        update_percentage=percentage, display_precision=1,
    )  # fmt: skip


async def test_while_it_is_being_installed_it_is_not_installed_again(device: Handmade) -> None:
    await device.announce("update/plug", PLUG)
    device.say("shellies/plug/info", {"update": {"old_version": "1.13", "new_version": "1.14"}})
    await device.reports("update.plug_firmware", "on")
    progress = {"installed_version": "1.13", "in_progress": True}
    await device.announce("update/plug", {**PLUG, "value_template": "{{ value }}"})
    device.say("shellies/plug/info", progress)
    await device.reports("update.plug_firmware", "on", in_progress=True)
    with pytest.raises(UnsupportedCommand, match="already"):
        await device.command("update.plug_firmware", "update.install")


async def test_a_version_may_be_left_out_and_offered_again(device: Handmade) -> None:
    await device.announce("update/plug", PLUG)
    device.say("shellies/plug/info", {"update": {"old_version": "1.13", "new_version": "1.14"}})
    await device.reports("update.plug_firmware", "on")
    send = device.hub.send
    target = EntityId("update.plug_firmware")
    send(target, parse_command("update.skip", {}), Context())
    await device.reports("update.plug_firmware", "off", skipped_version="1.14")
    send(target, parse_command("update.clear_skipped", {}), Context())
    await device.reports("update.plug_firmware", "on", skipped_version=None)
    send(target, parse_command("update.skip", {}), Context())
    device.say("shellies/plug/info", {"update": {"old_version": "1.13", "new_version": "1.15"}})
    await device.reports("update.plug_firmware", "on", skipped_version="1.14")
    assert device.told == []


async def test_what_is_left_out_is_left_out_after_a_restart(device: Handmade) -> None:
    since = datetime(2026, 1, 1, 8, tzinfo=UTC)
    told = {"installed_version": "1.12", "latest_version": "1.14", "skipped_version": "1.14"}
    device.home.remember(EntityId("update.plug_firmware"), "off", since, told)
    await device.announce("update/plug", PLUG)
    await device.reports("update.plug_firmware", UNKNOWN, installed_version=None)
    device.say("shellies/plug/info", {"update": {"old_version": "1.13", "new_version": "1.14"}})
    await device.reports("update.plug_firmware", "off", skipped_version="1.14")


async def test_what_it_cannot_install_is_refused(device: Handmade) -> None:
    await device.announce("update/plug", PLUG)
    with pytest.raises(UnsupportedCommand):
        await device.command("update.plug_firmware", "update.install", version="1.0")
    await device.announce("update/bare", {"name": "Bare", "state_topic": "bare"})
    assert "update.install" not in device.home.entity("update.bare").actions


@pytest.mark.parametrize(
    "payload",
    [
        {"installed_version": ["1"]},
        {"installed_version": "1", "update_percentage": 101},
        {"installed_version": "1", "in_progress": "maybe"},
    ],
)
async def test_garbage_costs_one_line_and_keeps_the_state(
    device: Handmade, payload: object, caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce("update/x", {"name": "X", "state_topic": "x"})
    device.say("x", {"installed_version": "1.0", "latest_version": "1.1"})
    await device.reports("update.x", "on")
    with caplog.at_level(logging.WARNING):
        device.say("x", payload)
        device.say("x", payload)
        device.say("x", "{}")
        device.say("x", "")
        await until(lambda: caplog.records)
    assert len(caplog.records) == 1
    await device.reports("update.x", "on", installed_version="1.0")


async def test_before_the_device_reported_nothing_is_known(device: Handmade) -> None:
    await device.announce("update/0x01", BULB)
    device.say("zigbee2mqtt/Bulb", {"update": {"installed_version": None, "latest_version": None}})
    await device.reports("update.bulb", UNKNOWN, installed_version=None)
