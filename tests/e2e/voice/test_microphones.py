"""Three voices, quiet rooms and loud ones, through a real satellite and a real browser."""

import asyncio
from pathlib import Path

import pytest

from tests.bench.voice.house import House, entity_of
from tests.bench.voice.levels import levels_named
from tests.bench.voice.microphones import MICROPHONES
from tests.bench.voice.said_and_done import Saying
from tests.bench.voice.state_change import CameTo
from tests.bench.voice.suites import inventory, own_suite, timeable
from tests.support.voice_hub import VoiceHub, Wire
from tests.support.voices import ESPEAK_US, HEART, JOE, Speaker

# Of things that no other test moves.
SAID: tuple[tuple[str, Speaker, str], ...] = (
    ("clean", ESPEAK_US, "Turn off the car charger."),
    ("20 dB", JOE, "Turn off the baby monitor."),
    ("10 dB", HEART, "Turn on the mirror light in the bathroom."),
)
# From the last sound of the last word; the target is for a machine that does nothing else.
COMMAND_WITHIN_MS = 10_000

pytestmark = pytest.mark.timeout(240)


@pytest.mark.parametrize("name", MICROPHONES)
async def test_what_is_said_in_a_room_is_done_there_and_seen(
    voice_hub: VoiceHub, wire: Wire, tmp_path: Path, name: str
) -> None:
    house = House(voice_hub.hub, wire, inventory())
    async with MICROPHONES[name](voice_hub.hub, tmp_path) as listening:
        for level, speaker, text in SAID:
            saying = Saying(voice_hub.hub, wire, house, [speaker])
            cases = [case for case in own_suite().cases if case.say == text]
            (room,) = levels_named([level])
            found = [one async for one in saying.spoken(name, listening, cases, room)]
            (one,) = found
            assert one.verdict.came_to is CameTo.RIGHT, one
            assert one.timed.command_ms is not None
            assert 0 < one.timed.command_ms < COMMAND_WITHIN_MS
            assert {"silence", "stt", "plan", "guard", "act"} <= one.timed.stages.keys()


async def test_what_sentences_move_is_put_back(voice_hub: VoiceHub, wire: Wire) -> None:
    house = House(voice_hub.hub, wire, inventory())
    one_of_each = {case.say.split()[0]: case for case in timeable(own_suite().cases)}
    for case in one_of_each.values():
        before = len(wire.sent)
        await asyncio.to_thread(voice_hub.hub.ask, case.say, case.say)
        moved = {entity_of(each) for each in await house.sent_since(before)}
        assert await house.put_back(moved) == [], case.say
