"""A voice that nobody knows arms and disarms with a PIN, and is told nothing of the alarm else."""

from dataclasses import replace

import pytest

from hub.home.ids import AreaId, EntityId, UserId
from hub.home.keeping import NothingKept
from hub.home.model import Source
from hub.home.past import NoPast
from hub.home.people import Role
from hub.home.plan import Request
from hub.language.in_sight import PlannerInSight
from hub.language.model_settings import ModelSettings
from hub.server.conversation import Conversation, ConversationResult
from hub.server.parts import ServerParts
from tests.server.conftest import Running
from tests.support.fakes import put

PIN = "4711"
PANEL = EntityId("alarm_control_panel.house")
OFF, ON = "disarm the house alarm", "arm the house alarm"


@pytest.fixture
def owner_policy() -> str:
    return ""


@pytest.fixture
def empty(empty: ServerParts) -> ServerParts:
    home = empty.home
    codes = {"code_arm_required": False, "code_disarm_required": False, "changed_by": "Ann"}
    put(home, PANEL, "armed_away", name="House alarm", attributes=codes)
    return replace(
        empty,
        planner=PlannerInSight(
            home,
            empty.sight,
            worker=None,
            settings=ModelSettings(enabled=False),
            kept=NothingKept(),
            past=NoPast(),
        ),
    )


async def hear(
    hub: Running, text: str, user_id: UserId | None = None, source: Source = Source.VOICE
) -> ConversationResult:
    request = Request(
        text=text,
        source=source,
        user_id=user_id,
        area_id=AreaId("kitchen"),
        conversation_id="room",
    )
    return await Conversation(hub.parts).process(request)


def state(hub: Running) -> str:
    return hub.parts.home.state(PANEL).state


@pytest.mark.parametrize(
    ("before", "order", "after"),
    [("armed_away", OFF, "disarmed"), ("disarmed", ON, "armed_away")],
)
async def test_a_pin_is_needed_and_enough(
    hub: Running, before: str, order: str, after: str
) -> None:
    await hub.parts.credentials.set_pin(hub.owner.id, PIN)
    put(hub.parts.home, PANEL, before, name="House alarm")
    asked = await hear(hub, order)
    assert "Say your PIN" in asked.speech
    assert asked.wants_answer
    for short in ("yes", "0000"):
        await hear(hub, short)
        assert state(hub) == before
    done = await hear(hub, "four seven one one")
    assert done.speech.startswith("Done: House alarm")
    assert state(hub) == after


@pytest.mark.parametrize("order", [OFF, ON])
async def test_without_any_pin_only_a_phone_or_the_page_will_do(hub: Running, order: str) -> None:
    asked = await hear(hub, order)
    assert "Confirm on your phone or on the page" in asked.speech
    await hear(hub, "yes")
    assert state(hub) == "armed_away"


@pytest.mark.parametrize(
    "question",
    [
        "is the house alarm armed?",
        "is the house alarm disarmed?",
        "what is the state of the house alarm?",
        "is the house alarm on?",
        "when was the house alarm armed?",
    ],
)
async def test_what_the_alarm_is_at_is_not_told(hub: Running, question: str) -> None:
    told = []
    for at in ("armed_away", "disarmed", "triggered"):
        hub.parts.home.states[PANEL] = replace(hub.parts.home.state(PANEL), state=at)
        told.append((await hear(hub, question)).speech)
    assert len(set(told)) == 1, told
    assert not told[0].startswith(("Yes", "No,")), told


async def test_what_is_sensitive_is_asked_the_same_however_the_alarm_stands(hub: Running) -> None:
    told = []
    for at in ("armed_away", "disarmed"):
        hub.parts.home.states[PANEL] = replace(hub.parts.home.state(PANEL), state=at)
        told.append((await hear(hub, OFF)).speech)
    assert told[0] == told[1]


async def test_a_guest_with_an_account_sees_and_moves_no_alarm(hub: Running) -> None:
    await hub.parts.credentials.set_pin(hub.owner.id, PIN)
    guest = await hub.parts.users.create("Gil", Role.GUEST)
    assert not hub.parts.sight.sees(guest.id, PANEL)
    assert not hub.parts.sight.sees(None, PANEL)
    for source in (Source.VOICE, Source.LANGUAGE):
        await hear(hub, OFF, guest.id, source)
        await hear(hub, PIN, guest.id, source)
        assert state(hub) == "armed_away"
