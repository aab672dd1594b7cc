"""Entities that go from one topic to another, come back, or are announced wrongly for a while."""

from dataclasses import replace
from typing import Any

import pytest

from hub.home.ids import AreaId, EntityId
from hub.home.model import UNKNOWN
from tests.support.mqtt_desk import Desk

LAMP = {"name": "Lamp", "unique_id": "l1", "command_topic": "lamp/set", "state_topic": "lamp"}
BOX = {"ids": "b1", "name": "Box"}


def _single(**more: Any) -> dict[str, Any]:
    return {**LAMP, "device": BOX, **more}


def _bundle(**components: Any) -> dict[str, Any]:
    return {"dev": BOX, "o": {"name": "own"}, "cmps": components}


@pytest.fixture
async def desk() -> Desk:
    desk = Desk()
    desk.announce("light/l1", _single())
    desk.say("lamp", "ON")
    entity = desk.home.entity("light.box_lamp")
    changed = replace(entity, area_id=AreaId("hall"), aliases=("glim",), labels=("old",))
    desk.home.put_entity(changed)
    return desk


def _is_as_it_was(desk: Desk) -> None:
    desk.shows("light.box_lamp", "on")
    entity = desk.home.entity("light.box_lamp")
    assert (entity.area_id, entity.aliases, entity.labels) == ("hall", ("glim",), ("old",))
    assert list(desk.home.entities) == ["light.box_lamp"]


@pytest.mark.parametrize("key", ["migrate_discovery", "migr_discvry"])
async def test_a_single_component_migrates_into_a_bundle_and_back(desk: Desk, key: str) -> None:
    changed = desk.state("light.box_lamp").last_updated
    desk.announce("light/l1", {key: True})
    _is_as_it_was(desk)
    desk.announce("device/b1", _bundle(lamp={"p": "light", **LAMP}))
    desk.announce("light/l1", None)
    _is_as_it_was(desk)
    desk.announce("device/b1", {key: True})
    desk.announce("light/l1", _single())
    desk.announce("device/b1", None)
    _is_as_it_was(desk)
    assert desk.state("light.box_lamp").last_updated == changed
    desk.say("lamp", "OFF")
    desk.shows("light.box_lamp", "off")


async def test_a_migrating_entity_works_meanwhile(desk: Desk) -> None:
    desk.announce("light/l1", {"migrate_discovery": True})
    desk.say("lamp", "OFF")
    desk.shows("light.box_lamp", "off")
    assert desk.tells("light.box_lamp", "light.turn_on") == [("lamp/set", "ON")]


async def test_a_unique_id_moves_without_a_gap(desk: Desk) -> None:
    seen: list[object] = []
    desk.home.listen(seen.append)
    desk.announce("light/other/l1", _single(state_topic="lamp2"))
    desk.announce("light/l1", None)
    _is_as_it_was(desk)
    desk.say("lamp2", "OFF")
    desk.shows("light.box_lamp", "off")
    assert not [event for event in seen if type(event).__name__ == "EntityRemoved"]


async def test_a_part_moves_from_one_bundle_to_another(desk: Desk) -> None:
    desk.announce("light/l1", None)
    desk.announce("device/a", _bundle(lamp={"p": "light", **LAMP}))
    desk.say("lamp", "ON")
    desk.announce("device/b", _bundle(lamp={"p": "light", **LAMP}))
    desk.announce("device/a", _bundle(lamp={"p": "light"}))
    _is_as_it_was(desk)


async def test_what_is_taken_back_and_comes_again_is_as_people_know_it(desk: Desk) -> None:
    desk.announce("light/l1", None)
    assert not desk.home.entities
    desk.announce("light/l1", _single())
    desk.say("lamp", "ON")
    _is_as_it_was(desk)


async def test_one_component_is_removed_by_its_platform_alone() -> None:
    desk = Desk()
    button = {"p": "button", "unique_id": "b", "command_topic": "t", "name": "Push"}
    desk.announce("device/b1", _bundle(lamp={"p": "light", **LAMP}, push=button))
    assert sorted(desk.home.entities) == ["button.box_push", "light.box_lamp"]
    desk.announce("device/b1", _bundle(lamp={"p": "light", **LAMP}, push={"platform": "button"}))
    assert list(desk.home.entities) == ["light.box_lamp"]


async def test_a_part_announced_wrongly_stays_what_it_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk()
    desk.announce("device/b1", _bundle(lamp={"p": "light", **LAMP}))
    desk.say("lamp", "ON")
    wrong = {"p": "light", "unique_id": "l1", "name": "Lamp"}
    infrared = {"p": "infrared", "unique_id": "i", "command_topic": "ir"}
    new = {"p": "button", "unique_id": "b", "command_topic": "t", "name": "Push"}
    desk.announce("device/b1", _bundle(lamp=wrong, ir=infrared, push=new))
    assert sorted(desk.home.entities) == ["button.box_push", "light.box_lamp"]
    desk.shows("light.box_lamp", "on")
    assert "component 'lamp': key 'command_topic'" in caplog.text
    assert "infrared" not in caplog.text


async def test_an_unknown_component_is_passed_over() -> None:
    desk = Desk()
    desk.announce("infrared/0x1", {"name": "IR", "unique_id": "i", "schema": "json"})
    assert not desk.home.entities


async def test_a_group_names_its_members() -> None:
    desk = Desk()
    desk.announce("light/l1", _single())
    desk.announce("light/g", {**LAMP, "unique_id": "g", "name": "All", "group": ["l1"]})
    assert desk.state("light.all").attributes["entity_id"] == [EntityId("light.box_lamp")]
    assert desk.state("light.all").state == UNKNOWN


async def test_an_entity_may_get_another_id_while_it_moves(desk: Desk) -> None:
    desk.announce("light/l1", {"migrate_discovery": True})
    desk.hub.rename(EntityId("light.box_lamp"), EntityId("light.glim"))
    desk.announce("device/b1", _bundle(lamp={"p": "light", **LAMP}))
    assert list(desk.home.entities) == ["light.glim"]
    desk.say("lamp", "OFF")
    desk.shows("light.glim", "off")
