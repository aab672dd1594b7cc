"""A PIN opens what a policy keeps behind one, and is found nowhere afterwards."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.people import Role
from hub.home.plan import Request
from hub.server.conversation import Conversation
from tests.server.conftest import Running
from tests.server.test_conversation import PATH, say, speech

PIN = "314159"
POLICY = """
policies:
  - name: the front door needs a PIN
    match: {entity_id: lock.front, action: lock.unlock}
    effect: pin
    reason: it leads to the street
  - name: the blind is opened by who sees it
    match: {entity_id: cover.blind}
    effect: confirm
    through: ui
    reason: look first
"""


@pytest.fixture
def owner_policy() -> str:
    return POLICY


async def with_pin(hub: Running) -> None:
    await hub.parts.credentials.set_pin(hub.owner.id, PIN)


def all_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def where(answer: dict[str, Any]) -> str:
    return f"/api/lares/approvals/{answer['lares']['approval_id']}"


def is_locked(hub: Running) -> bool:
    return hub.parts.home.state(EntityId("lock.front")).state == "locked"


async def test_the_hub_asks_for_the_pin_and_the_next_message_gives_it(hub: Running) -> None:
    await with_pin(hub)
    asked = await say(hub, "unlock the front door", conversation_id="c")
    assert speech(asked) == "Unlock Front? What is the PIN?"
    assert asked["continue_conversation"]
    yes = await say(hub, "yes", conversation_id="c")
    assert speech(yes) == "What is the PIN?"
    assert yes["continue_conversation"]
    wrong = await say(hub, "271828", conversation_id="c")
    assert "not the PIN" in speech(wrong)
    assert "271828" not in str(wrong)
    assert is_locked(hub)
    done = await say(hub, f"the pin is {PIN[:3]} {PIN[3:]}", conversation_id="c")
    assert speech(done) == "Done: Front is unlocked."
    assert f"{PIN[:3]} {PIN[3:]}" not in str(done)


async def test_the_pin_is_in_no_file_log_trace_or_event(
    hub: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await with_pin(hub)
    await say(hub, "unlock the front door", conversation_id="c")
    await say(hub, PIN, conversation_id="c")
    asked = await say(hub, "unlock the front door", conversation_id="d")
    await hub.ask("POST", where(asked), json={"approve": True, "pin": PIN})
    _, traces = await hub.ask("GET", "/api/lares/traces")
    assert len(traces) >= 2
    assert PIN not in str(traces)
    assert PIN not in caplog.text
    assert PIN.encode() not in await asyncio.to_thread(all_in, tmp_path)
    last = hub.parts.dialogue.memory("c", hub.owner.id)
    assert PIN not in repr(last)


async def test_a_pin_that_comes_too_late_is_hidden_too(hub: Running) -> None:
    await with_pin(hub)
    asked = await say(hub, "unlock the front door", conversation_id="c")
    assert (await hub.ask("POST", where(asked), json={"approve": False}))[0] == 200
    late = await say(hub, PIN, conversation_id="c")
    assert speech(late) == "Nothing waits for a PIN."
    assert PIN not in str(late)


async def test_a_pin_that_nobody_asked_for_is_hidden_too(hub: Running, tmp_path: Path) -> None:
    answer = await say(hub, f"the pin is {PIN}")
    assert speech(answer) == "Nothing waits for a PIN."
    assert PIN not in str(answer)
    assert PIN.encode() not in await asyncio.to_thread(all_in, tmp_path)


async def test_to_plan_a_pin_tells_it_to_nobody(hub: Running) -> None:
    body = {"text": f"my PIN is {PIN}", "dry_run": True}
    _, answer = await hub.ask("POST", "/api/lares/plan", json=body)
    assert PIN not in str(answer)


async def test_a_pin_told_with_the_order_counts_and_is_hidden(
    hub: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await with_pin(hub)
    answer = await say(hub, f"unlock the front door, my pin is {PIN}", conversation_id="c")
    assert speech(answer) == "Done: Front is unlocked."
    assert not is_locked(hub)
    assert answer["lares"]["shown"] == "unlock the front door ••••"
    assert answer["lares"]["plan"]["request"]["text"] == "unlock the front door"
    _, traces = await hub.ask("GET", "/api/lares/traces")
    assert traces[0]["plan"]["request"]["text"] == "unlock the front door"
    assert PIN not in f"{answer} {traces} {caplog.text}"
    assert PIN.encode() not in await asyncio.to_thread(all_in, tmp_path)


async def test_a_wrong_pin_told_with_the_order_is_a_wrong_pin(hub: Running) -> None:
    await with_pin(hub)
    wrong = await say(hub, "unlock the front door, PIN 2718", conversation_id="c")
    assert "not the PIN" in speech(wrong)
    assert wrong["continue_conversation"]
    assert is_locked(hub)
    assert "not the PIN" in speech(await say(hub, "PIN 2718", conversation_id="c"))
    assert "3 wrong PINs" in speech(await say(hub, "PIN 2718", conversation_id="c"))
    done = await say(hub, f"unlock the front door, PIN {PIN}", conversation_id="d")
    assert speech(done) == "Done: Front is unlocked."


async def test_a_pin_told_with_what_needs_none_is_hidden_and_not_looked_at(hub: Running) -> None:
    await with_pin(hub)
    done = await say(hub, "turn on the kitchen light, pin 2718", conversation_id="c")
    assert speech(done) == "Done: Kitchen is on."
    assert "2718" not in str(done)
    asked = await say(hub, "turn on a light, pin 2718", conversation_id="c")
    assert speech(asked) == "Which lamp?"
    assert "2718" not in repr(hub.parts.dialogue.memory("c", hub.owner.id))


async def test_an_agents_pin_is_no_yes_and_it_is_told_what_waits(hub: Running) -> None:
    await with_pin(hub)
    agent = Request(
        text=f"unlock the front door, PIN {PIN}",
        source=Source.MCP,
        user_id=hub.owner.id,
        conversation_id="c",
    )
    asked = await Conversation(hub.parts).process(agent)
    assert asked.speech.startswith("Unlock Front?")
    assert asked.result.approval_id is not None
    assert is_locked(hub)


async def test_half_a_pin_told_with_the_order_is_hidden_and_does_nothing(hub: Running) -> None:
    await with_pin(hub)
    answer = await say(hub, "unlock the front door, my pin is 3 1", conversation_id="c")
    assert "when it is asked for" in speech(answer)
    assert is_locked(hub)
    assert "3 1" not in str(answer)


async def test_an_order_with_its_pin_is_planned_without_it(hub: Running) -> None:
    await with_pin(hub)
    text = f"unlock the front door, PIN {PIN}"
    _, plan = await hub.ask("POST", "/api/lares/plan", json={"text": text})
    assert plan["plan"]["body"]["kind"] == "steps"
    assert plan["shown"] == "unlock the front door ••••"
    assert PIN not in str(plan)
    assert is_locked(hub)
    done = await say(hub, text, conversation_id="c", digest=plan["digest"])
    assert speech(done) == "Done: Front is unlocked."


async def test_a_pin_gone_wrong_is_asked_for_again_and_counts_as_none(hub: Running) -> None:
    await with_pin(hub)
    await say(hub, "unlock the front door", conversation_id="c")
    for _ in range(4):
        unclear = await say(hub, "one two mumble", conversation_id="c")
        assert "did not get the PIN" in speech(unclear)
        assert unclear["continue_conversation"]
        assert "mumble" not in str(unclear)
    done = await say(hub, " ".join(PIN), conversation_id="c")
    assert speech(done) == "Done: Front is unlocked."


async def test_without_any_pin_it_is_denied_with_the_remedy(hub: Running) -> None:
    answer = await say(hub, "unlock the front door", conversation_id="c")
    assert "no PIN is set up" in speech(answer)
    assert "lares user pin" in speech(answer)
    assert answer["lares"]["approval_id"] is None


async def test_over_the_api_a_yes_needs_the_pin_too(hub: Running) -> None:
    await with_pin(hub)
    asked = await say(hub, "unlock the front door")
    status, told = await hub.ask("POST", where(asked), json={"approve": True})
    assert (status, told["message"]) == (403, "this needs a PIN; what is the PIN?")
    status, told = await hub.ask("POST", where(asked), json={"approve": True, "pin": "0000"})
    assert status == 403
    assert is_locked(hub)
    status, _ = await hub.ask("POST", where(asked), json={"approve": True, "pin": PIN})
    assert status == 200
    assert not is_locked(hub)


async def test_guessing_pins_is_stopped(hub: Running) -> None:
    await with_pin(hub)
    guest, other = [await hub.token_for(name, Role.GUEST) for name in ("Gil", "Gus")]

    async def give(asked: Any, pin: str, secret: str) -> int:
        body = {"approve": True, "pin": pin}
        return (await hub.ask("POST", where(asked), json=body, secret=secret))[0]

    ends: list[int] = []
    asked: Any = None
    for _ in range(3):
        asked = await say(hub, "unlock the front door")
        ends += [await give(asked, pin, guest) for pin in ("0000", "1111", "2222")]
    # A plan is over after three; whoever gives them has to wait after five.
    assert ends == [403, 403, 409, 403, 403, 429, 429, 429, 429]
    assert await give(asked, PIN, guest) == 429
    assert is_locked(hub)
    [note] = await hub.parts.notifications.all()
    assert note.user_id == hub.owner.id
    assert note.text == (
        "Gil gave wrong PINs too often. PINs from there are not looked at for 1 min."
    )
    # A right one of somebody else's does not let the guesser go on, nor did he lock others.
    assert await give(asked, PIN, other) == 200
    asked = await say(hub, "unlock the front door")
    assert await give(asked, PIN, guest) == 429
    assert (await hub.ask("POST", where(asked), json={"approve": True, "pin": PIN}))[0] == 200


async def test_with_a_guest_an_adult_of_the_house_gives_the_pin(hub: Running) -> None:
    await with_pin(hub)
    guest = await hub.token_for("Gil", Role.GUEST)
    body = {"text": "unlock the front door", "conversation_id": "c"}
    await hub.ask("POST", PATH, json=body, secret=guest)
    _, answer = await hub.ask("POST", PATH, json=body | {"text": PIN}, secret=guest)
    assert speech(answer) == "Done: Front is unlocked."
    [approval] = [
        one
        for one in [await hub.parts.approvals.get(answer["lares"]["approval_id"])]
        if one is not None
    ]
    assert approval.decided_by == hub.owner.id


async def test_a_guests_request_is_told_to_the_house_and_an_adult_approves(hub: Running) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    body = {"entity_id": "lock.front"}
    status, told = await hub.ask("POST", "/api/services/lock/open", json=body, secret=guest)
    assert status == 403
    approval = f"/api/lares/approvals/{told['approval_id']}"
    status, refused = await hub.ask("POST", approval, json={"approve": True}, secret=guest)
    assert status == 403
    assert refused["message"] == "a guest cannot approve this; an adult of the house has to"
    notes = await hub.parts.notifications.all()
    assert [note.text for note in notes] == [
        "Gil asks: Open Front? An adult of the house has to approve this within 10 min."
    ]
    first, second = await asyncio.gather(
        hub.ask("POST", approval, json={"approve": True}),
        hub.ask("POST", approval, json={"approve": True}),
    )
    assert sorted([first[0], second[0]]) == [200, 409]


async def test_the_page_is_another_way_than_a_program(hub: Running) -> None:
    body = {"entity_id": "cover.blind"}
    status, told = await hub.ask("POST", "/api/services/cover/open_cover", json=body)
    assert status == 403
    approval = f"/api/lares/approvals/{told['approval_id']}"
    status, refused = await hub.ask("POST", approval, json={"approve": True})
    assert (status, "over ui" in refused["message"]) == (403, True)
    page = {"Origin": hub.url}
    assert (await hub.ask("POST", approval, json={"approve": True}, headers=page))[0] == 200
