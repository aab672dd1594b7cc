"""The real alarms ring by the wall clock, each once."""

import asyncio
from datetime import UTC, datetime, timedelta

from hub.automation.alarms import WallClockAlarms


async def test_alarms_ring_in_order_and_the_past_rings_at_once() -> None:
    rung: list[str] = []
    last = asyncio.Event()

    async def soon() -> None:
        rung.append("soon")
        last.set()

    async def past() -> None:
        rung.append("past")

    async def never() -> None:
        rung.append("never")

    now = datetime.now(UTC)
    async with WallClockAlarms() as alarms, asyncio.timeout(10):
        alarms.set("c", now + timedelta(seconds=0.1), never)
        alarms.set("a", now + timedelta(seconds=0.2), soon)
        alarms.set("a", now + timedelta(seconds=0.2), soon)
        alarms.set("b", now - timedelta(hours=1), past)
        alarms.cancel("c")
        alarms.cancel("unknown")
        await last.wait()
    assert rung == ["past", "soon"]


async def test_one_that_rings_may_set_its_own_alarm_for_a_moment_that_is_over() -> None:
    rung = 0
    last = asyncio.Event()
    past = datetime.now(UTC) - timedelta(seconds=1)

    async def ring() -> None:
        nonlocal rung
        rung += 1
        if rung == 3:
            last.set()
            return
        alarms.set("a", past, ring)
        await asyncio.sleep(0.05)

    async with WallClockAlarms() as alarms, asyncio.timeout(10):
        alarms.set("a", past, ring)
        await last.wait()
    assert rung == 3
