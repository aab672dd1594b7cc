"""A bell rings for who waits and for who comes later, until it is hushed."""

import asyncio

import pytest

from hub.executor.bell import Bell


def soon(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_ringing_wakes_who_waits() -> None:
    bell = Bell()
    asyncio.get_running_loop().call_later(0.01, bell.ring)
    assert await bell.wait(soon(5))


async def test_who_comes_later_passes_until_it_is_hushed() -> None:
    bell = Bell()
    bell.ring()
    assert await bell.wait(soon(0))
    assert await bell.wait(soon(0))
    bell.hush()
    assert not await bell.wait(soon(0.01))


async def test_waiting_for_a_time_that_is_past_lets_others_go_first() -> None:
    bell = Bell()
    asyncio.get_running_loop().call_soon(bell.ring)
    assert await bell.wait(soon(-1))


async def test_who_is_cancelled_waits_no_longer() -> None:
    bell = Bell()
    task = asyncio.create_task(bell.wait(soon(5)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    bell.ring()
    assert await bell.wait(soon(0))
