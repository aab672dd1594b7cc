"""The sun over Amsterdam."""

from datetime import UTC, datetime

from hub.automation.entities.sun import SUN, Sun
from hub.home.home import Home
from tests.support.fakes import ManualClock
from tests.support.keeping import AMSTERDAM, ManualAlarms


async def test_the_sun_sets_and_rises() -> None:
    clock = ManualClock(datetime(2026, 3, 20, 12, 0, tzinfo=UTC))
    home, alarms = Home(now=clock), ManualAlarms(clock)
    async with Sun(home, place=AMSTERDAM, now=clock, alarms=alarms):
        assert home.state(SUN).state == "above_horizon"
        setting = datetime.fromisoformat(home.state(SUN).attributes["next_setting"])
        await alarms.advance_to(setting.replace(second=0))
        assert home.state(SUN).state == "above_horizon"
        await alarms.advance(65)
        assert home.state(SUN).state == "below_horizon"
        rising = datetime.fromisoformat(home.state(SUN).attributes["next_rising"])
        await alarms.advance_to(rising)
        await alarms.advance(5)
        assert home.state(SUN).state == "above_horizon"
    assert not alarms.waiting
