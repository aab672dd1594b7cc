"""Devices that are bad in known ways."""

import asyncio
import json

import pytest

from integrations.virtual import Fault
from integrations.virtual.fault import GARBAGE_PAYLOADS
from tests.support.mosquitto import Mosquitto
from tests.support.virtual import lab

PLUG = "  - {id: switch.a, name: A}\n  - {id: switch.b, name: B}"
CONFIG = "homeassistant/switch/a/config"
AVAILABILITY = "virtual/device/switch_a/availability"


async def test_a_slow_device_obeys_at_once_and_reports_late(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, PLUG) as at:
        at.home.set_fault("switch.a", Fault.SLOW, delay_s=0.4)
        at.send("switch.a", "ON")
        at.send("switch.b", "ON")
        await at.sees("switch.b", "ON")
        await at.said.until(lambda: at.home.state_of("switch.a").state == "on")
        assert at.said.text(at.topic("switch.a")) == "OFF"
        await at.sees("switch.a", "ON")


async def test_a_cured_slow_device_does_not_report_the_past(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, PLUG) as at:
        at.home.set_fault("switch.a", Fault.SLOW, delay_s=0.3)
        at.home.poke("switch.a", "on")
        at.home.set_fault("switch.a", Fault.NONE)
        at.home.poke("switch.a", "off")
        await asyncio.sleep(0.4)
        await at.settled()
        assert at.said.text(at.topic("switch.a")) == "OFF"


async def test_a_deaf_device_hears_and_does_nothing(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, PLUG) as at:
        at.home.set_fault("switch.a", Fault.DEAF)
        await at.settled()
        mark = len(at.said.log)
        at.send("switch.a", "ON")
        await at.said.until(lambda: at.home.commands_seen("switch.a"))
        at.send("switch.b", "ON")
        await at.sees("switch.b", "ON")
        assert at.home.state_of("switch.a").state == "off"
        assert at.said.text(at.topic("switch.a")) == "OFF"
        assert "ON" not in at.said.since(mark, at.topic("switch.a"))


async def test_a_lying_device_answers_with_its_old_state(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, PLUG) as at:
        at.home.set_fault("switch.a", Fault.LYING)
        await at.settled()
        mark = len(at.said.log)
        at.send("switch.a", "ON")
        await at.said.until(lambda: at.said.since(mark, at.topic("switch.a")) == ["OFF"])
        assert at.home.state_of("switch.a").state == "off"


async def test_a_flapping_device_comes_and_goes(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, PLUG) as at:
        at.home.set_fault("switch.a", Fault.FLAPPING)
        for payload in ("offline", "online", "offline"):
            await at.said.sees(AVAILABILITY, payload)
        at.home.set_fault("switch.a", Fault.NONE)
        await at.said.sees(AVAILABILITY, "online")


async def test_garbage_is_published_and_cleared_when_the_fault_goes(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, PLUG) as at:
        at.said.publish("lares/virtual/switch.a/fault", "garbage")
        for rubbish in GARBAGE_PAYLOADS:
            for topic in (CONFIG, at.topic("switch.a")):
                await at.said.until(lambda x=(topic, rubbish): x in at.said.log)  # type: ignore[misc]
        at.send("switch.a", "ON")
        await at.said.until(lambda: at.home.state_of("switch.a").state == "on")
        at.said.publish("lares/virtual/switch.a/fault", "none")
        await at.sees("switch.a", "ON")
        assert json.loads(at.said.text(CONFIG))["object_id"] == "a"


async def test_a_wrong_fault_costs_one_log_line(
    mosquitto: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    async with lab(mosquitto.port, PLUG) as at:
        at.said.publish("lares/virtual/switch.a/fault", "def")
        at.said.publish("lares/virtual/switch.x/fault", "deaf")
        at.said.publish("lares/virtual/switch.b/fault", "deaf")
        at.send("switch.b", "ON")
        at.send("switch.a", "ON")
        await at.sees("switch.a", "ON")
        assert at.home.state_of("switch.b").state == "off"
        assert [record.getMessage() for record in caplog.records] == [
            "no fault 'def'; did you mean 'deaf'?",
            "no entity 'switch.x'; did you mean 'switch.b'?",
        ]


async def test_a_device_is_changed_by_hand_over_mqtt(
    mosquitto: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    async with lab(mosquitto.port, "  - {id: cover.c, name: C, state: open}") as at:
        poke = "lares/virtual/cover.c/poke"
        at.said.publish("lares/virtual/cover.x/poke", {"state": "closed"})
        at.said.publish(poke, "closed")
        at.said.publish(poke, {"state": "upside down"})
        at.said.publish(poke, {"state": "closed", "current_position": 0})
        await at.sees("cover.c", "closed")
        assert at.home.commands_seen("cover.c") == ()
        told = [record.getMessage() for record in caplog.records]
        assert len(told) == 3
        assert "did you mean 'cover.c'?" in told[0]
        assert "not 'closed'" in told[1]


async def test_a_lamp_that_was_blue_is_white_by_hand(mosquitto: Mosquitto) -> None:
    lamp = "  - {id: light.a, name: A, attributes: {hs_color: [240, 100], color_temp_kelvin: 2700}}"
    async with lab(mosquitto.port, lamp) as at:
        at.home.poke("light.a", "on", hs_color=[240, 100])
        at.said.publish("lares/virtual/light.a/poke", {"state": "on", "color_temp_kelvin": 2700})
        await at.said.until(lambda: "hs_color" not in at.home.state_of("light.a").attributes)
        assert at.home.state_of("light.a").attributes["color_mode"] == "color_temp"


def test_no_garbage_would_take_an_entity_back() -> None:
    assert all(GARBAGE_PAYLOADS)
