"""Texts over a real broker."""

import logging
from typing import Any

import pytest

from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.model import UNKNOWN
from tests.integrations.mqtt.handmade import Handmade, until

DISPLAY: dict[str, Any] = {
    "name": "Display",
    "unique_id": "lcd",
    "command_topic": "lcd/set",
    "command_template": '{"text": "{{ value }}"}',
    "state_topic": "lcd",
    "value_template": "{{ value_json.text }}",
    "min": 2,
    "max": 20,
    "pattern": "^[a-z ]+$",
    "qos": 1,
    "retain": True,
}


async def test_a_text_is_shown_and_set(device: Handmade) -> None:
    await device.announce("text/lcd", DISPLAY)
    shown = await device.reports("text.display", UNKNOWN, min=2, max=20, mode="text")
    assert shown.attributes["pattern"] == "^[a-z ]+$"
    device.say("lcd", {"text": "good morning"})
    await device.reports("text.display", "good morning")
    told = await device.command("text.display", "text.set_value", value="gone out")
    assert told == [("lcd/set", '{"text": "gone out"}')]
    device.say("lcd", {"text": None})
    await device.reports("text.display", UNKNOWN)


async def test_the_message_goes_with_the_announced_qos_and_retained(device: Handmade) -> None:
    await device.announce("text/lcd", DISPLAY)
    sent: list[tuple[str, str, int, bool]] = []
    connection = device.hub._connection
    publish = connection.publish

    def noted(topic: str, payload: str, *, sender: str, qos: int = 0, retain: bool = False) -> None:
        sent.append((topic, payload, qos, retain))
        publish(topic, payload, sender=sender, qos=qos, retain=retain)

    connection.publish = noted  # type: ignore[method-assign]
    await device.command("text.display", "text.set_value", value="gone out")
    assert sent == [("lcd/set", '{"text": "gone out"}', 1, True)]


@pytest.mark.parametrize("value", ["x", "x" * 21])
async def test_a_text_of_the_wrong_length_is_not_sent(device: Handmade, value: str) -> None:
    await device.announce("text/lcd", DISPLAY)
    with pytest.raises(UnsupportedCommand, match="characters"):
        await device.command("text.display", "text.set_value", value=value)


async def test_a_text_that_does_not_match_is_not_sent(device: Handmade) -> None:
    await device.announce("text/lcd", DISPLAY)
    with pytest.raises(DeliveryError, match="matches"):
        await device.command("text.display", "text.set_value", value="No")


async def test_a_text_without_state_is_taken_at_its_word(device: Handmade) -> None:
    await device.announce("text/code", {"name": "Code", "cmd_t": "c", "mode": "password"})
    await device.command("text.code", "text.set_value", value="4711")
    await device.reports("text.code", "4711", assumed_state=True, mode="password", max=255)


async def test_an_empty_text_is_a_text(device: Handmade) -> None:
    await device.announce(
        "text/note",
        {
            "name": "Note",
            "command_topic": "zigbee2mqtt/Note/set/text",
            "state_topic": "zigbee2mqtt/Note",
            "value_template": "{{ value_json['text'] | default('',True) | string | "
            "truncate(254, True, '', 0) }}",
        },
    )
    device.say("zigbee2mqtt/Note", {"text": None})
    await device.reports("text.note", "")
    device.say("zigbee2mqtt/Note", {"text": "x" * 300})
    await device.reports("text.note", "x" * 254)
    told = await device.command("text.note", "text.set_value", value="")
    assert told == [("zigbee2mqtt/Note/set/text", "")]


@pytest.mark.parametrize("text", ["x", "x" * 21, "UPPER"])
async def test_garbage_costs_one_line_and_keeps_the_text(
    device: Handmade, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    await device.announce("text/lcd", DISPLAY)
    device.say("lcd", {"text": "good"})
    await device.reports("text.display", "good")
    with caplog.at_level(logging.WARNING):
        device.say("lcd", {"text": text})
        device.say("lcd", {"text": text})
        await until(lambda: caplog.records)
    assert len(caplog.records) == 1
    assert device.home.state("text.display").state == "good"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pattern": "(a+)+$"}, "pattern"),
        ({"pattern": "("}, "pattern"),
        ({"min": 5, "max": 4}, "min"),
        ({"max": 256}, "max"),
        ({"mode": "secret"}, "mode"),
    ],
)
async def test_a_wrong_announcement_names_the_key(
    device: Handmade, wrong: dict[str, Any], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        device.say("homeassistant/text/x/config", {"name": "X", "command_topic": "x", **wrong})
        await until(lambda: caplog.records)
    assert said in caplog.text
    assert len(caplog.records) == 1
