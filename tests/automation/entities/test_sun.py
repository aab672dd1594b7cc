"""The sun over Amsterdam."""

from datetime import UTC, datetime, timedelta

import astral
from astral import sun

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


async def test_dawn_noon_dusk_and_midnight_are_told() -> None:
    clock = ManualClock(datetime(2026, 3, 20, 12, 0, tzinfo=UTC))
    home, alarms = Home(now=clock), ManualAlarms(clock)
    async with Sun(home, place=AMSTERDAM, now=clock, alarms=alarms):
        told = {
            name: datetime.fromisoformat(home.state(SUN).attributes[f"next_{name}"])
            for name in ("dusk", "setting", "midnight", "dawn", "rising", "noon")
        }
        observer, today = astral.Observer(52.37, 4.9), clock.now.date()
        tomorrow = today + timedelta(days=1)
        expected = {
            "dusk": sun.dusk(observer, today), "setting": sun.sunset(observer, today),
            "midnight": sun.midnight(observer, tomorrow), "dawn": sun.dawn(observer, tomorrow),
            "rising": sun.sunrise(observer, tomorrow), "noon": sun.noon(observer, tomorrow),
        }  # fmt: skip
        for name, at in told.items():
            assert abs(at - expected[name]) < timedelta(minutes=1), name
        dusk = told["dusk"]
        await alarms.advance_to(dusk)
        await alarms.advance(2)
        after = datetime.fromisoformat(home.state(SUN).attributes["next_dusk"])
        assert (after.date() - dusk.date()).days == 1
