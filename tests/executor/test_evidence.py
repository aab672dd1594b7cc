"""What counts as a device's own word, over the real MQTT integration."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.home.home import Home
from hub.home.plan import Outcome, Status
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.support.fakes import MemoryApprovals
from tests.support.faulty.soak import AllowAll, NoTraces
from tests.support.wire import Wire, wired

PLUG = {
    "default_entity_id": "switch.plug",
    "unique_id": "plug",
    "command_topic": "plug/set",
    "state_topic": "plug",
    "availability_topic": "plug/there",
    "json_attributes_topic": "plug/extra",
}
QUICK = ExecutorSettings(verify_else_s=0.2, resend_after_s=0.1, settle_s=0.05, late_s=0)
LATE = ExecutorSettings(verify_else_s=0.3, resend_after_s=0.1, settle_s=0.05, late_s=0.1)


class _House:
    def __init__(self, config: dict[str, Any]) -> None:
        self.home = Home()
        self.wire = Wire()
        self.mqtt = MqttIntegration(self.home, MqttConfig())
        wired(self.mqtt, self.wire)
        self.wire.say("homeassistant/switch/plug/config", json.dumps(config))
        self.wire.say("plug/there", "online")
        self.wire.say("plug", "ON", is_kept=True)

    @asynccontextmanager
    async def executor(self, settings: ExecutorSettings) -> AsyncIterator[Executor]:
        async with Executor(
            self.home, AllowAll(), {"mqtt": self.mqtt}, MemoryApprovals(), NoTraces(),
            settings=settings,
        ) as executor:  # fmt: skip
            yield executor

    async def turn(
        self, verb: str, *words: tuple[str, str, bool], executor: Executor | None = None
    ) -> Outcome:
        """Send a command; the words come in soon after."""
        if executor is None:
            async with self.executor(QUICK) as own:
                return await self.turn(verb, *words, executor=own)
        loop = asyncio.get_running_loop()
        for number, (topic, payload, is_kept) in enumerate(words, start=1):
            loop.call_later(number / 100, partial(self.wire.say, topic, payload, is_kept=is_kept))
        result = await executor.call(f"switch.{verb}", ["switch.plug"], {})
        return result.outcomes[0]


@pytest.mark.parametrize(
    "word",
    [
        ("plug", "ON", True),
        ("plug/extra", '{"linkquality": 7}', False),
        ("homeassistant/switch/plug/config", json.dumps(PLUG | {"name": "Another"}), False),
        ("plug", "nonsense", False),
    ],
    ids=["kept by the broker", "about its radio", "announced again", "garbage"],
)
async def test_what_is_not_the_devices_own_word_now_proves_nothing(
    word: tuple[str, str, bool],
) -> None:
    outcome = await _House(PLUG).turn("turn_on", word)
    assert outcome.status is Status.UNVERIFIED
    assert outcome.detail == "it last reported being on, but has not answered now"


async def test_being_there_again_proves_nothing() -> None:
    away, back = ("plug/there", "offline", False), ("plug/there", "online", False)
    outcome = await _House(PLUG).turn("turn_on", away, back)
    assert outcome.status is not Status.DONE


async def test_its_own_word_is_proof() -> None:
    assert (await _House(PLUG).turn("turn_on", ("plug", "ON", False))).status is Status.DONE


async def test_the_hub_does_not_believe_its_own_echo() -> None:
    house = _House(PLUG | {"command_topic": "plug", "state_topic": "plug"})
    assert (await house.turn("turn_off", ("plug", "OFF", False))).status is Status.UNVERIFIED


async def test_what_somebody_says_for_a_device_is_no_proof() -> None:
    house = _House(PLUG)
    loop = asyncio.get_running_loop()
    told: frozenset[str] = frozenset()
    entity_id = house.home.entity("switch.plug").id
    loop.call_later(0.01, lambda: house.home.report(entity_id, "off", {}, told=told))
    assert (await house.turn("turn_off")).status is Status.UNVERIFIED


async def test_a_report_held_up_is_no_answer_to_a_newer_command() -> None:
    house = _House(PLUG)
    async with house.executor(LATE) as executor:
        first = await house.turn("turn_off", ("plug", "OFF", False), executor=executor)
        house.wire.say("plug", "ON")
        held_up = await house.turn("turn_off", ("plug", "OFF", False), executor=executor)
    assert first.status is Status.DONE
    assert held_up.status is Status.UNVERIFIED
    assert held_up.detail == "reported off, but that may be an older report"
    assert house.wire.sent.count(("plug/set", "OFF")) == 3


async def test_what_somebody_does_by_hand_is_not_undone_by_asking_again() -> None:
    house = _House(PLUG)
    async with house.executor(LATE) as executor:
        await house.turn("turn_off", ("plug", "OFF", False), executor=executor)
        house.wire.say("plug", "ON")
        words = [("plug", "OFF", False), ("plug", "ON", False)]
        outcome = await house.turn("turn_off", *words, executor=executor)
    assert outcome.status is Status.FAILED
    assert house.wire.sent.count(("plug/set", "OFF")) == 2


async def test_asked_again_the_device_is_believed() -> None:
    house = _House(PLUG)
    async with house.executor(LATE) as executor:
        await house.turn("turn_off", ("plug", "OFF", False), executor=executor)
        house.wire.say("plug", "ON")
        words = [("plug", "OFF", False)] * 14
        outcome = await house.turn("turn_off", *words, executor=executor)
    assert outcome.status is Status.DONE
