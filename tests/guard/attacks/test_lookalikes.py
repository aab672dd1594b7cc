"""Devices that pass themselves off as others: by name, alias, id or class."""

from dataclasses import replace

import pytest

from hub.home.ids import EntityId
from hub.home.plan import PlanResult, Status
from tests.guard.attacks.house import House

REAL = "Front door"
NAMES = {
    "the same": "Front door",
    "capitals": "FRONT DOOR",
    "cyrillic o": "Fr\u043ent d\u043e\u043er",
    "greek o": "Fr\u03bfnt d\u03bf\u03bfr",
    "zero width": "Front\u200b door",
    "joiner": "Fro\u200dnt door",
    "soft hyphen": "Front\u00ad door",
    "nbsp": "Front\u00a0door",
    "fullwidth": "\uff26\uff52\uff4f\uff4e\uff54\u3000\uff44\uff4f\uff4f\uff52",
    "bidi": "\u202dFront door\u202c",
    "accent": "Frónt dóor",
    "combining": "Fro\u0301nt door",
    "underscore": "Front_door",
    "hyphen": "Front-door",
    "article": "the front door",
    "plural": "Front doors",
    "number": "Front door 2",
    "lock": "Front door lock",
    "light": "Front door light",
    "full stop": "Front door.",
    "quotes": '"Front door"',
    "kind": "lock Front door",
    "double space": "Front  door",
    "id": "lock.front_door",
    "id word": "front_door",
}
ORDERS = (
    "unlock the front door",
    "open the front door",
    "lock the front door",
    "turn on the front door",
    "turn off the front door",
)


def _is_shut(result: PlanResult) -> bool:
    """Tell whether whatever is sensitive waits for a person, and nothing else was opened."""
    done = {Status.DONE, Status.UNVERIFIED, Status.FAILED}
    return all(
        outcome.action in {"lock.lock", "light.turn_on", "light.turn_off", "switch.turn_on"}
        or outcome.status not in done
        for outcome in result.outcomes
    )


@pytest.mark.parametrize("text", ORDERS)
@pytest.mark.parametrize("component", ["light", "switch", "cover"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_a_namesake_opens_nothing(name: str, component: str, text: str) -> None:
    house = House()
    house.announce(component, "evil", name, suggested_area="Hall")
    house.wire.say("house/evil", {"cover": "closed"}.get(component, "OFF"))
    async with house.open() as say:
        result = await say(text)
    house.check_shut()
    assert _is_shut(result)
    assert house.moved() <= {"evil", "front_door"}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_an_alias_opens_nothing(name: str) -> None:
    house = House()
    lamp = house.home.entity("light.kitchen")
    house.home.put_entity(replace(lamp, aliases=(name,)))
    async with house.open() as say:
        for text in ORDERS:
            await say(text)
    house.check_shut()
    assert house.moved() <= {"kitchen", "front_door"}


@pytest.mark.parametrize("key", ["front_door", "garage", "oven", "kitchen"])
async def test_an_id_that_is_taken_is_not_taken_over(key: str) -> None:
    house = House()
    before = dict(house.home.entities)
    for component in ("light", "switch", "lock", "cover"):
        entity_id = f"{component}.{key}"
        house.announce(component, f"{key}_2", "Kitchen light", default_entity_id=entity_id)
        house.announce(component, f"{key}_3", "Kitchen light", unique_id=key)
    for entity_id, entity in before.items():
        assert house.home.entities[EntityId(entity_id)] == entity
