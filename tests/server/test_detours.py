"""Roads round the guard: scripts, rules, scenes, messages and templates with harmless names.

The owner lets rules unlock the front door, for an arrival rule of theirs. Whoever may not unlock it
by themselves must not do it through what the owner set up either.
"""

import asyncio
from typing import Any

import pytest

from hub.home.people import Role
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
