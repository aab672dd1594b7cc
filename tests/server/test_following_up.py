"""Whole conversations: follow-ups and corrections move the right things, and only those."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from hub.home.ids import AreaId, UserId
from hub.home.model import Area
from hub.home.plan import Question, Request
from hub.language.answers import answer
from hub.language.matcher import FastMatcher
from hub.language.pipeline import LanguagePlanner
from hub.server.conversation import Conversation, ConversationResult
from tests.server.conftest import Running
from tests.support.fakes import put
from tests.support.small_house import select_by_words

Say = Callable[..., Awaitable[ConversationResult]]
_BRIGHTNESS = {"supported_color_modes": ["brightness"], "brightness": 100}


@pytest.fixture
def say(hub: Running) -> Say:
    """Speak to the hub in one conversation, understood by the real stages without a model."""
    home = hub.parts.home
    for name in ("light.reading_lamp", "light.floor_lamp"):
        put(home, name, area_id=AreaId("kitchen"), attributes=_BRIGHTNESS)
    put(home, "lock.back", "locked")
    planner = LanguagePlanner(
        home, matcher=FastMatcher(home), select=select_by_words, answer=answer, worker=None,
        kept=hub.parts.keeping,
    )  # fmt: skip
    conversation = Conversation(replace(hub.parts, planner=planner))

    async def said(text: str, user: UserId = hub.owner.id) -> ConversationResult:
        request = Request(text=text, conversation_id="c", user_id=user, at=home.now())
        return await conversation.process(request)

    return said


def states(hub: Running, *names: str) -> list[str]:
    return [hub.parts.home.state(name).state for name in names]


def another_floor_lamp(hub: Running) -> None:
    """Put a second lamp of that name into a second area."""
    home = hub.parts.home
    home.put_area(Area(AreaId("hall"), "Hall"))
    put(home, "light.lamp_a", area_id=AreaId("hall"))
    home.put_entity(replace(home.entity("light.lamp_a"), name="Floor Lamp"))


async def test_it_is_what_was_asked_about(hub: Running, say: Say) -> None:
    await say("turn on the floor lamp")
    await say("is the reading lamp on?")
    await say("turn it on")
    assert states(hub, "light.reading_lamp", "light.floor_lamp") == ["on", "on"]
    await say("turn it off")
    assert states(hub, "light.reading_lamp", "light.floor_lamp") == ["off", "on"]


async def test_a_correction_takes_back_and_does_the_other(hub: Running, say: Say) -> None:
    await say("turn on the reading lamp")
    result = await say("no, I meant the floor lamp")
    assert states(hub, "light.reading_lamp", "light.floor_lamp") == ["off", "on"]
    assert "Floor Lamp" in result.speech
    await say("undo that")
    assert states(hub, "light.reading_lamp", "light.floor_lamp") == ["off", "off"]


async def test_an_unclear_correction_asks_before_it_takes_back(hub: Running, say: Say) -> None:
    await say("turn on the reading lamp")
    asked = await say("no, the other one")
    assert isinstance(asked.result.plan.body, Question)
    assert states(hub, "light.reading_lamp") == ["on"]
    await say("the floor lamp")
    assert states(hub, "light.reading_lamp", "light.floor_lamp") == ["off", "on"]


async def test_an_addition_keeps_what_was_done(hub: Running, say: Say) -> None:
    await say("turn on the reading lamp")
    await say("and the floor lamp too")
    assert states(hub, "light.reading_lamp", "light.floor_lamp") == ["on", "on"]


async def test_a_correction_of_what_was_not_done_undoes_nothing_older(
    hub: Running, say: Say
) -> None:
    await say("turn on the reading lamp")
    await say("open the water valve")
    assert states(hub, "valve.water") == ["closed"]
    await say("no, I meant the blind")
    assert states(hub, "light.reading_lamp", "cover.blind", "valve.water") == [
        "on", "closed", "closed",
    ]  # fmt: skip


async def test_a_correction_lets_go_of_what_waited(hub: Running, say: Say) -> None:
    await say("unlock the front lock")
    await say("no, I meant the back lock")
    assert await hub.ask("GET", "/api/lares/approvals") != (200, [])
    await say("yes")
    assert states(hub, "lock.front", "lock.back") == ["locked", "unlocked"]


async def test_a_lock_is_not_unlocked_by_a_correction(hub: Running, say: Say) -> None:
    await say("unlock the front lock")
    await say("yes")
    await say("lock it")
    assert states(hub, "lock.front") == ["locked"]
    await say("no, I meant the back lock")
    assert states(hub, "lock.front", "lock.back") == ["locked", "locked"]
    await say("yes")
    assert states(hub, "lock.front") == ["locked"]


async def test_both_are_chosen(hub: Running, say: Say) -> None:
    another_floor_lamp(hub)
    asked = await say("turn on the floor lamp")
    assert isinstance(asked.result.plan.body, Question)
    await say("both")
    assert states(hub, "light.floor_lamp", "light.lamp_a") == ["on", "on"]


async def test_neither_is_chosen(hub: Running, say: Say) -> None:
    another_floor_lamp(hub)
    await say("turn on the floor lamp")
    result = await say("neither")
    assert result.speech == "All right, nothing was done."
    assert hub.devices.sent == []


async def test_another_user_follows_up_on_nothing(hub: Running, say: Say) -> None:
    guest = await hub.parts.users.create("Gil", hub.owner.role)
    await say("turn on the reading lamp")
    count = len(hub.devices.sent)
    await say("and the floor lamp too", guest.id)
    await say("turn it off", guest.id)
    assert len(hub.devices.sent) == count


async def test_never_mind_moves_nothing(hub: Running, say: Say) -> None:
    await say("turn on the reading lamp")
    count = len(hub.devices.sent)
    result = await say("never mind")
    assert result.speech == "All right."
    assert len(hub.devices.sent) == count


async def test_a_timer_is_started_and_cancelled(hub: Running, say: Say) -> None:
    await say("set a 10 minute pasta timer")
    assert [one.name for one in hub.parts.keeping.timers] == ["pasta"]
    told = await say("how long is left on the pasta?")
    assert "minutes" in told.speech
    await say("cancel it")
    assert list(hub.parts.keeping.timers) == []


async def test_a_phrase_is_taught_said_and_forgotten(hub: Running, say: Say) -> None:
    await say("when I say cosy time turn on the floor lamp and turn on the reading lamp")
    await say("cosy time")
    assert states(hub, "light.reading_lamp", "light.floor_lamp") == ["on", "on"]
    await say("forget cosy time")
    await say("turn off the floor lamp")
    await say("cosy time")
    assert states(hub, "light.floor_lamp") == ["off"]


async def test_a_taught_phrase_hides_no_unlocking(hub: Running, say: Say) -> None:
    await say("when I say open sesame unlock the front lock")
    await say("open sesame")
    assert states(hub, "lock.front") == ["locked"]
    await say("yes")
    assert states(hub, "lock.front") == ["unlocked"]
