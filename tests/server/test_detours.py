"""Roads round the guard: scripts, rules, scenes, messages and templates with harmless names.

The owner lets rules unlock the front door, for an arrival rule of theirs. Whoever may not unlock it
by themselves must not do it through what the owner set up either.
"""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from hub.home.actions import parse_command
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.people import Role
from hub.home.plan import Plan, Request, Step, Steps
from hub.server.conversation import Conversation
from tests.server.conftest import Running

POLICY = """
policies:
  - name: rules unlock
    match: {domain: lock, source: rule}
    effect: allow
    reason: the arrival rule does
"""
UNLOCK = {"action": "lock.unlock", "target": {"entity_id": "lock.front"}}
TARGET = {"entity_id": "lock.front"}


@pytest.fixture(autouse=True)
def _rules_may_unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.server.conftest.POLICY", POLICY)


async def _set_up(hub: Running) -> None:
    script = {"alias": "Movie lights", "sequence": [UNLOCK]}
    asked = await hub.ask("POST", "/api/config/script/config/movie_lights", json=script)
    assert asked == (200, {"result": "ok"})
    rule = {
        "alias": "Reading corner",
        "triggers": [{"trigger": "event", "event_type": "nothing"}],
        "actions": [UNLOCK],
    }
    asked = await hub.ask("POST", "/api/config/automation/config/reading", json=rule)
    assert asked == (200, {"result": "ok"})
    generic = {
        "alias": "Anything",
        "sequence": [{"action": "{{ what }}", "target": {"entity_id": "{{ which }}"}}],
    }
    asked = await hub.ask("POST", "/api/config/script/config/anything", json=generic)
    assert asked == (200, {"result": "ok"})
    scene = {"name": "Cosy", "entities": {"lock.front": "unlocked", "light.kitchen": "on"}}
    asked = await hub.ask("POST", "/api/config/scene/config/cosy", json=scene)
    assert asked == (200, {"result": "ok"})


DETOURS: dict[str, tuple[str, dict[str, Any]]] = {
    "a script": ("script/turn_on", {"entity_id": "script.movie_lights"}),
    "a script by its name": ("script/movie_lights", {}),
    "a script by turn_on": ("homeassistant/turn_on", {"entity_id": "script.movie_lights"}),
    "a script of words": ("script/anything", {"what": "lock.unlock", "which": "lock.front"}),
    "a rule": ("automation/trigger", {"entity_id": "automation.reading_corner"}),
    "a scene": ("scene/turn_on", {"entity_id": "scene.cosy"}),
    "a scene of the moment": ("scene/apply", {"entities": {"lock.front": "unlocked"}}),
    "turn_off": ("homeassistant/turn_off", TARGET),
    "toggle": ("homeassistant/toggle", TARGET),
    "the house": ("homeassistant/turn_off", {"entity_id": "all"}),
    "itself": ("lock/unlock", TARGET),
    "a latch": ("lock/open", TARGET),
}


def _unlocked(hub: Running) -> list[str]:
    return [one.command.action for one in hub.devices.sent if one.entity_id == "lock.front"]


@pytest.mark.parametrize("role", [Role.CHILD, Role.GUEST, Role.DEVICE])
@pytest.mark.parametrize(("service", "data"), DETOURS.values(), ids=DETOURS)
async def test_nobody_unlocks_by_a_detour(
    hub: Running, service: str, data: dict[str, Any], role: Role
) -> None:
    await _set_up(hub)
    secret = await hub.token_for("Kim", role)
    await hub.ask("POST", f"/api/services/{service}", json=data, secret=secret)
    await asyncio.sleep(0.05)
    assert _unlocked(hub) == []


async def test_an_adult_may_start_what_the_owner_lets_rules_do(hub: Running) -> None:
    await _set_up(hub)
    secret = await hub.token_for("Ben", Role.ADULT)
    await hub.ask("POST", "/api/services/script/movie_lights", json={}, secret=secret)
    await asyncio.sleep(0.05)
    assert _unlocked(hub) == ["lock.unlock"]


@pytest.mark.parametrize("is_known", [False, True], ids=["a stranger", "the owner"])
@pytest.mark.parametrize(
    ("action", "entity_id"),
    [
        ("script.turn_on", "script.movie_lights"),
        ("automation.trigger", "automation.reading_corner"),
        ("scene.turn_on", "scene.cosy"),
    ],
)
async def test_no_voice_unlocks_by_a_detour(
    hub: Running,
    action: str,
    entity_id: str,
    is_known: bool,  # noqa: FBT001 -- a parameter
) -> None:
    await _set_up(hub)
    by = hub.owner.id if is_known else None
    step = Step(command=parse_command(action, {}), targets=(EntityId(entity_id),))
    said = Request(text="movie time", source=Source.VOICE, user_id=by, conversation_id="c")
    plan = Plan(request=said, body=Steps(steps=(step,)), planner="test")
    await hub.parts.executor.run(plan, wait_s=1)
    await asyncio.sleep(0.05)
    assert _unlocked(hub) == []
    typed = replace(said, source=Source.LANGUAGE, user_id=hub.owner.id)
    await hub.parts.executor.run(replace(plan, id="typed", request=typed), wait_s=1)
    await asyncio.sleep(0.05)
    assert _unlocked(hub) == ["lock.unlock"]


async def test_no_voice_unlocks_by_taking_back(hub: Running) -> None:
    """The owner's own policy would let them unlock by hand; a voice is not named."""
    step = Step(command=parse_command("lock.lock", {}), targets=(EntityId("lock.front"),))
    hub.parts.home.report(EntityId("lock.front"), "unlocked", {})
    said = Request(text="lock up", source=Source.VOICE, user_id=hub.owner.id, conversation_id="c")
    plan = Plan(request=said, body=Steps(steps=(step,)), planner="test")
    result = await hub.parts.executor.run(plan, wait_s=1)
    hub.parts.dialogue.remember_result(result)
    back = replace(said, text="undo that")
    answer = await Conversation(hub.parts).process(back)
    assert answer.result.approval_id is not None
    assert "Confirm on your phone or on the page" in answer.speech
    await Conversation(hub.parts).process(replace(said, text="yes"))
    assert _unlocked(hub) == ["lock.lock"]
