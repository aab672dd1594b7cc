"""Notifiers: what screens and pagers announce, and are given."""

from datetime import UTC, datetime

import pytest

from hub.home.errors import InvalidCommand
from hub.home.model import UNAVAILABLE, UNKNOWN
from integrations.mqtt.message import Publish
from tests.integrations.mqtt.offline import Offline

# The full example of Home Assistant's documentation (MQTT notify).
SCREEN = {
    "unique_id": "living_room_stat_scr01",
    "name": "Living room status screen",
    "command_topic": "home/living_room/status_screen/notifications",
    "availability": [{"topic": "home/living_room/status_screen/available"}],
    "qos": 1,
    "retain": False,
}
PAGER = {
    "name": "Pager",
    "cmd_t": "pager/send",
    "cmd_tpl": (
        '{"text": {{ value | tojson }}{% if title %}, "head": {{ title | tojson }}{% endif %}}'
    ),
    "ret": True,
}


async def test_a_screen_is_given_the_message_as_it_is() -> None:
    screen = Offline("notify", SCREEN)
    assert screen.verbs == {"send_message"}
    assert screen.shows(UNAVAILABLE)
    screen.say("home/living_room/status_screen/available", "online")
    assert screen.shows(UNKNOWN)
    sent = screen.sends("notify.send_message", message="The wash is done\n☺", title="Laundry")
    assert sent == [Publish(str(SCREEN["command_topic"]), "The wash is done\n☺", qos=1)]
    passed = datetime.now(UTC) - datetime.fromisoformat(screen.state.state)
    assert 0 <= passed.total_seconds() < 10


async def test_a_template_may_use_the_title() -> None:
    pager = Offline("notify", PAGER)
    assert pager.sends("notify.send_message", message='say "hi"') == [
        Publish("pager/send", '{"text": "say \\"hi\\""}', retain=True)
    ]
    [sent] = pager.sends("notify.send_message", message="fire", title="Now")
    assert sent.payload == '{"text": "fire", "head": "Now"}'


async def test_a_message_must_be_there() -> None:
    pager = Offline("notify", PAGER)
    with pytest.raises(InvalidCommand, match="message"):
        pager.sends("notify.send_message", title="Now")


async def test_without_a_topic_nothing_can_be_sent() -> None:
    assert Offline("notify", {"name": "Mute"}).verbs == set()
