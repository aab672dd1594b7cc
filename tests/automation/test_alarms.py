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
