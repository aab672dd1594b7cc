"""A client's sound is bounded, and whoever listens loses none of it."""

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.speech import AudioLost
from hub.server import microphone as module
from hub.server.microphone import MOST_UNHEARD_S, PIECE_S, Microphone
from tests.support.voice import silence


async def heard(microphone: Microphone) -> bytes:
    return b"".join([piece async for piece in microphone])


@given(st.lists(st.binary(min_size=1, max_size=9_000), max_size=10))
def test_all_that_is_sent_is_heard_in_small_pieces(frames: list[bytes]) -> None:
    async def run() -> list[bytes]:
        microphone = Microphone(16_000)
        for frame in frames:
            microphone.take(frame)
        microphone.take(b"")
        microphone.take(b"too late")
        return [piece async for piece in microphone]

    pieces = asyncio.run(run())
    whole = b"".join(frames)
    assert b"".join(pieces) == whole[: len(whole) - len(whole) % 2]
    assert all(len(piece) <= len(silence(PIECE_S)) + 2 for piece in pieces)


async def test_whoever_waits_may_be_cancelled() -> None:
    """An engine that waits for the wake word is; what comes then is the sentence."""
    microphone = Microphone(16_000)
    waiting = asyncio.create_task(heard(microphone))
    await asyncio.sleep(0)
    waiting.cancel()
    with suppress(asyncio.CancelledError):
        await waiting
    microphone.take(b"ab")
    microphone.end()
    assert await heard(microphone) == b"ab"


async def test_what_is_lost_stays_lost() -> None:
    microphone = Microphone(16_000)
    microphone.take(b"ab")
    microphone.lose("gone")
    microphone.lose("again")
    microphone.take(b"cd")
    for _ in range(2):
        with pytest.raises(AudioLost, match="gone"):
            await anext(microphone)


async def test_too_much_is_lost() -> None:
    microphone = Microphone(48_000)
    second = bytes(2 * 48_000)
    for _ in range(int(MOST_UNHEARD_S)):
        microphone.take(second)
    for _ in range(int(1 / PIECE_S)):  # what was listened to makes room
        await anext(microphone)
    microphone.take(second)
    await anext(microphone)
    microphone.take(second)
    with pytest.raises(AudioLost, match="as it is spoken"):
        await anext(microphone)


async def test_one_that_sends_nothing_while_it_is_listened_to_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "STALLED_AFTER_S", 0.05)
    microphone = Microphone(16_000)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await anext(microphone)
    microphone.must_not_stall = True
    with pytest.raises(AudioLost, match="no sound came"):
        await anext(microphone)


async def test_a_token_that_is_over_is_not_listened_to() -> None:
    may = True
    microphone = Microphone(16_000, is_let_in=lambda: may)
    microphone.take(silence(1))
    await anext(microphone)
    may = False
    with pytest.raises(AudioLost, match="token"):
        await anext(microphone)
