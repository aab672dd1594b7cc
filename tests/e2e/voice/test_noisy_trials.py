"""A sample of the noisy trials of `make bench-voice`: nothing sensitive moves by a voice alone."""

import asyncio

import pytest

from tests.bench.voice.guarded import Came, carry_out, dangers
from tests.support.voice_hub import VoiceHub, Wire, microphone

TRIALS = 20
SEED = 11


@pytest.mark.timeout(240)
def test_noise_television_and_half_sentences_move_nothing_sensitive(
    voice_hub: VoiceHub, wire: Wire
) -> None:
    came = asyncio.run(tried(voice_hub, wire))
    assert len({each.danger.kind for each in came}) == 6
    broke = {each.danger.said: each.broke for each in came if each.broke}
    assert broke == {}


async def tried(hub: VoiceHub, wire: Wire) -> list[Came]:
    async with microphone(hub.hub) as talk:
        return [await carry_out(talk, wire, danger) for danger in dangers(TRIALS, SEED)]
