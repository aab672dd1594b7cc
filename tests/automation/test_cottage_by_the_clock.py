"""The cottage's rule files, by a clock that is moved: sun, weekdays, fixed patterns.

The same files run in a whole hub in `tests/e2e/test_rule_files.py`, where an hour is too long.
"""

import shutil
from datetime import datetime
from pathlib import Path

from hub.automation.keeping import Keeping
from tests.automation.conftest import House
from tests.support.fakes import put
from tests.support.keeping import AMSTERDAM, until

COTTAGE = Path(__file__).parents[1] / "e2e" / "homes" / "cottage"


async def _at(house: House, keeping: Keeping, local: str) -> list[str]:
    """Let it be a local time; returns which rules the clock started on the way."""
    before = set(house.traces.by_run)
    moment = datetime.fromisoformat(f"2026-01-{local}").replace(tzinfo=AMSTERDAM.time_zone)
    await house.alarms.advance_to(moment)
    await until(lambda: not keeping.engine.is_busy)
    traces = [one for key, one in house.traces.by_run.items() if key not in before]
    return [one.alias for one in traces if one.domain == "automation"]


async def test_clock_and_sun_start_the_cottages_rules_when_they_say(house: House) -> None:
    shutil.copytree(COTTAGE, house.folder / "rules")
    put(house.home, "input_datetime.wake", "07:00:00")
    async with house.keeping() as keeping:
        await until(lambda: [one.alias for one in house.traces.by_run.values()] == ["Started"])
        every_second = keeping.engine.automation("18")
        assert every_second is not None
        await every_second.turn(on=False)
        assert await _at(house, keeping, "14 13:09:59") == []
        assert await _at(house, keeping, "14 13:10:00") == ["Once an hour at ten past"]
        hourly = keeping.engine.automation("19")
        assert hourly is not None
        await hourly.turn(on=False)
        # The sun sets at 16:57, and rises at 8:44.
        assert await _at(house, keeping, "14 16:25:00") == []
        assert await _at(house, keeping, "14 16:30:00") == ["Blinds with the sun"]
        assert await _at(house, keeping, "15 05:59:59") == []
        assert await _at(house, keeping, "15 06:00:00") == ["Before waking"]
        assert await _at(house, keeping, "15 06:49:59") == []
        assert await _at(house, keeping, "15 06:50:00") == ["Before waking"]
        assert await _at(house, keeping, "15 08:50:00") == ["Blinds with the sun"]
        await _at(house, keeping, "16 23:00:00")
        # On a Saturday nobody is woken.
        assert await _at(house, keeping, "17 08:00:00") == []
        assert await _at(house, keeping, "17 08:50:00") == ["Blinds with the sun"]
