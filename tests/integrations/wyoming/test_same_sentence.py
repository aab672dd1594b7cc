"""Two satellites hear one sentence: the assistant itself lets the first act, and no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import pytest
from wyoming.wake import Detection

from hub.home.speech import Failure
from hub.voice.engines import Engines
from hub.voice.pipeline import Pipeline
from integrations.wyoming.maker import MAKER
from tests.support.hearing import (
    Kept,
    LoudWakeWord,
    ScriptedEar,
    Talk,
    ToneMouth,
    loudness,
    quiet,
    tone,
)
from tests.support.maker_home import MakerHome, adopted
from tests.support.wyoming_satellite import Dish, dished, satellite_info

SENTENCE = tone(0.6) + quiet(1.0)
TOGGLE = "toggle the light"


class House:
    """An assistant, with satellites in the kitchen and in the hall."""

    def __init__(self) -> None:
        self.talk = Talk()
        self.kept = Kept()
        self.dishes = [Dish(satellite_info(name)) for name in ("Kitchen", "Hall")]
        self.homes: list[MakerHome] = []
        self.pipeline = Pipeline(
            Engines(),
            lambda: self.talk,
            self.kept,
            language="en",
            now=lambda: datetime.now(UTC),
            activity=lambda: loudness,
        )
        for engine in (ScriptedEar(TOGGLE, TOGGLE), ToneMouth(), LoudWakeWord()):
            self.pipeline.offer(engine)

    async def both(self, sound: bytes) -> None:
        """Let both hear a sound."""
        for at in range(0, len(sound), 2_048):
            for dish in self.dishes:
                await dish.hear(sound[at : at + 2_048])

    async def idle(self) -> None:
        for home, name in zip(self.homes, ("kitchen", "hall"), strict=True):
            await home.becomes(f"assist_satellite.{name}", "idle")


@asynccontextmanager
async def living() -> AsyncIterator[House]:
    house = House()
    async with AsyncExitStack() as stack:
        for dish in house.dishes:
            await stack.enter_async_context(dished(dish))
            entry = adopted(MAKER, dish.data, voice=house.pipeline)
            home = await stack.enter_async_context(entry)
            await home.until(lambda dish=dish: "run-satellite" in dish.types)  # type: ignore[misc]
            house.homes.append(home)
        yield house


async def finished(house: House, dish: Dish, event: str) -> None:
    await house.homes[house.dishes.index(dish)].until(lambda: bool(dish.all(event)))


@pytest.mark.parametrize("names", [("okay_nabu", "ok_nabu"), (None, None), ("okay_nabu", None)])
async def test_satellites_that_woke_up_by_themselves(names: tuple[str | None, str | None]) -> None:
    async with living() as house:
        first, second = house.dishes
        for dish, name in zip(house.dishes, names, strict=True):
            await dish.run(**({"wake_word_name": name} if name else {}))
            await asyncio.sleep(0.1)
        await house.both(SENTENCE)
        await finished(house, first, "audio-stop")
        await house.idle()
    assert [request.text for request in house.talk.asked] == [TOGGLE]
    assert second.types == ["run-satellite", "error", "run-satellite"], "silent, and ready again"
    assert second.all("error")[0].data["code"] == Failure.DUPLICATE
    assert not second.sound
    assert len(house.kept.runs) == 1


async def test_satellites_that_only_tell_that_they_woke_up() -> None:
    async with living() as house:
        first, second = house.dishes
        for dish in house.dishes:
            await dish.say(Detection(name="okay_nabu"))
        await house.both(SENTENCE)
        await finished(house, first, "audio-stop")
        await house.idle()
    assert len(house.talk.asked) == 1
    assert not second.sound


async def test_satellites_for_which_the_hub_waits() -> None:
    async with living() as house:
        first, second = house.dishes
        states: list[str] = []
        hall = house.homes[1].home
        hall.listen_reports(
            hall.entity(hall_id := next(iter(hall.entities))).id,
            lambda report: states.append(report.new.state),
        )
        assert hall_id == "assist_satellite.hall"
        for dish in house.dishes:
            await dish.run("wake")
        await house.both(tone(0.1))
        await finished(house, second, "error")
        await house.both(SENTENCE)
        await finished(house, first, "audio-stop")
        await house.idle()
        assert set(states) <= {"idle"}
    assert len(house.talk.asked) == 1
    assert second.types[:3] == ["run-satellite", "detect", "error"], "it does not even wake up"
    assert not second.sound
    # It waits for its word again, as before.
    assert second.types[3] == "detect"


async def test_what_the_hub_asks_back_is_answered_at_both() -> None:
    """An answer needs no wake word, so it is no second call."""
    async with living() as house:
        house.talk.answers = {TOGGLE: "Which one?"}
        first, second = house.dishes
        await first.run(wake_word_name="okay_nabu")
        await first.hear(SENTENCE)
        await finished(house, first, "audio-stop")
        house.talk.answers = {}
        await first.hear(SENTENCE)
        await house.homes[0].until(lambda: len(house.talk.asked) == 2)
    assert len({request.conversation_id for request in house.talk.asked}) == 1
    assert second.types == ["run-satellite"]
