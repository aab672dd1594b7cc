"""Timers count down over restarts; what people teach stays."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.automation.teachings import NothingTaught
from hub.automation.timers import TimerGone
from hub.home.chores import ChangeTimers, Forget, StartTimer, TeachName, TeachPhrase
from hub.home.errors import HubError, UnknownEntity
from hub.home.ids import AreaId, EntityId
from tests.automation.conftest import ANNA, LAMP, House

PASTA = StartTimer(duration_s=300, name="pasta")


async def test_a_timer_ends_with_a_notification_to_who_set_it(house: House) -> None:
    async with house.keeping() as keeping:
        done = await house.do(keeping, PASTA)
        assert done.named == ("pasta timer",)
        assert keeping.timers[0].left_s(house.clock.now) == 300
        await house.alarms.advance(299)
        assert house.teller.told == []
        await house.alarms.advance(1)
        [told] = house.teller.told
        assert (told.text, told.user_id) == ("Your pasta timer is done.", ANNA)
        assert keeping.timers == []
    async with house.keeping() as keeping:
        assert keeping.timers == []


async def test_a_timer_goes_on_over_a_restart(house: House) -> None:
    async with house.keeping() as keeping:
        await house.do(keeping, PASTA)
    house.clock.advance(100)
    async with house.keeping() as keeping:
        assert keeping.timers[0].left_s(house.clock.now) == 200
        await house.alarms.advance(200)
    assert house.teller.texts == ["Your pasta timer is done."]


async def test_a_timer_that_ended_meanwhile_is_told_with_its_time(house: House) -> None:
    async with house.keeping() as keeping:
        await house.do(keeping, PASTA)
    house.clock.advance(1500)
    async with house.keeping():
        await house.alarms.advance(0)
    assert house.teller.texts == ["Your pasta timer was done 20 minutes ago, while I was off."]


async def test_a_paused_timer_waits_and_goes_on(house: House) -> None:
    async with house.keeping() as keeping:
        await house.do(keeping, PASTA)
        ids = (keeping.timers[0].id,)
        await house.alarms.advance(60)
        done = await house.do(keeping, ChangeTimers(op="pause_timers", timer_ids=ids))
        assert done.back == ChangeTimers(op="resume_timers", timer_ids=ids)
        await house.alarms.advance(1000)
    async with house.keeping() as keeping:
        assert keeping.timers[0].is_paused
        await house.do(keeping, ChangeTimers(op="resume_timers", timer_ids=ids))
        await house.alarms.advance(239)
        assert house.teller.told == []
        await house.alarms.advance(1)
        assert len(house.teller.told) == 1


@pytest.mark.parametrize(("seconds", "left_s"), [(60, 360), (-60, 240), (-600, 0)])
async def test_a_timer_can_be_made_longer_and_shorter(
    house: House, seconds: float, left_s: float
) -> None:
    async with house.keeping() as keeping:
        await house.do(keeping, PASTA)
        ids = (keeping.timers[0].id,)
        change = ChangeTimers(op="extend_timers", timer_ids=ids, seconds=seconds)
        assert (await house.do(keeping, change)).back == change.model_copy(
            update={"seconds": -seconds}
        )
        assert keeping.timers[0].left_s(house.clock.now) == left_s
        await house.alarms.advance_to(house.clock.now + timedelta(seconds=left_s))
        assert len(house.teller.told) == 1


async def test_a_cancelled_timer_is_gone_and_one_that_is_gone_is_named(house: House) -> None:
    async with house.keeping() as keeping:
        started = await house.do(keeping, PASTA)
        assert isinstance(started.back, ChangeTimers)
        await house.do(keeping, started.back)
        assert (keeping.timers, house.alarms.waiting) == ([], {})
        with pytest.raises(TimerGone, match="cancelled"):
            await house.do(keeping, started.back)


async def test_the_next_to_end_comes_first(house: House) -> None:
    async with house.keeping() as keeping:
        await house.do(keeping, PASTA)
        await house.do(keeping, StartTimer(duration_s=60))
        assert [timer.duration_s for timer in keeping.timers] == [60, 300]


@pytest.mark.parametrize(
    ("timer", "name"),
    [
        (StartTimer(duration_s=300), "5 minute timer"),
        (StartTimer(duration_s=7200), "2 hour timer"),
        (StartTimer(duration_s=90), "1 minute 30 second timer"),
        (StartTimer(duration_s=45), "45 second timer"),
        (StartTimer(duration_s=60, name="Egg timer"), "Egg timer"),
    ],
)
async def test_timers_are_called_what_people_call_them(
    house: House, timer: StartTimer, name: str
) -> None:
    async with house.keeping() as keeping:
        assert (await house.do(keeping, timer)).named == (name,)


async def test_a_taught_name_stays_over_restarts_and_new_announcements(house: House) -> None:
    moon = TeachName(name="the moon", entity_ids=(LAMP,))
    async with house.keeping() as keeping:
        assert (await house.do(keeping, moon)).back == Forget(name="the moon")
        announced = replace(house.home.entity(LAMP), name="New name", aliases=())
        house.home.put_entity(announced)
        assert house.home.entity(LAMP).aliases == ("the moon",)
    house.home.put_entity(announced)
    async with house.keeping() as keeping:
        assert house.home.entity(LAMP).aliases == ("the moon",)
        back = (await house.do(keeping, Forget(name="The  Moon"))).back
        assert back == moon
        assert house.home.entity(LAMP).aliases == ()


async def test_an_area_can_have_another_name_too(house: House) -> None:
    house.home.area_named("Study")
    async with house.keeping() as keeping:
        await house.do(keeping, TeachName(name="the den", area_id=AreaId("study")))
        assert house.home.area_named("the den").id == "study"


async def test_a_name_taught_anew_means_the_new_thing_only(house: House) -> None:
    hall = EntityId("light.hall")
    async with house.keeping() as keeping:
        await house.do(keeping, TeachName(name="moon", entity_ids=(LAMP,)))
        done = await house.do(keeping, TeachName(name="moon", entity_ids=(hall,)))
        assert done.back == TeachName(name="moon", entity_ids=(LAMP,))
        assert house.home.entity(LAMP).aliases == ()
        assert house.home.entity(hall).aliases == ("moon",)


async def test_a_taught_phrase_stays_until_it_is_forgotten(house: House) -> None:
    movie = TeachPhrase(phrase="Movie mode", sentences=("dim the lights",))
    async with house.keeping() as keeping:
        await house.do(keeping, movie)
    async with house.keeping() as keeping:
        assert keeping.phrases == {"movie mode": ("dim the lights",)}
        await house.do(keeping, Forget(name="movie mode"))
        assert keeping.phrases == {}
        with pytest.raises(NothingTaught):
            await house.do(keeping, Forget(name="movie mode"))


@pytest.mark.parametrize(
    ("chore", "error"),
    [
        (TeachName(name="x", entity_ids=(EntityId("light.no"),)), UnknownEntity),
        (TeachName(name="x", area_id=AreaId("nowhere")), HubError),
        (TeachName(name="x"), HubError),
    ],
)
async def test_what_is_not_there_cannot_be_named(
    house: House, chore: TeachName, error: type[HubError]
) -> None:
    async with house.keeping() as keeping:
        with pytest.raises(error):
            await house.do(keeping, chore)
    async with house.keeping():
        assert all(entity.aliases == () for entity in house.home.entities.values())
