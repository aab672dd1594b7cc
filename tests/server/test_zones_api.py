"""Zones are drawn, moved and forgotten over HTTP; what a file names stays as the file has it."""

import pytest

from hub.home.people import Role
from tests.server.conftest import Running

ZONES = "/api/lares/zones"
WORK = {"name": "Work", "latitude": 52.1, "longitude": 4.2, "radius": 150}


async def test_a_zone_is_drawn_moved_and_forgotten(hub: Running) -> None:
    assert await hub.ask("POST", ZONES, json=WORK) == (200, {"entity_id": "zone.work"})
    _, state = await hub.ask("GET", "/api/states/zone.work")
    assert state["attributes"]["radius"] == 150
    assert state["attributes"]["editable"] is True
    moved = WORK | {"name": "Office", "radius": 90.5, "passive": True}
    assert (await hub.ask("PUT", f"{ZONES}/work", json=moved))[0] == 200
    _, state = await hub.ask("GET", "/api/states/zone.work")
    assert state["attributes"]["friendly_name"] == "Office"
    assert state["attributes"]["radius"] == 90.5
    assert state["attributes"]["passive"] is True
    assert (await hub.ask("DELETE", f"{ZONES}/work"))[0] == 200
    assert (await hub.ask("GET", "/api/states/zone.work"))[0] == 404
    assert (await hub.ask("DELETE", f"{ZONES}/work"))[0] == 404


async def test_the_house_itself_stays_where_its_file_says(hub: Running) -> None:
    status, answer = await hub.ask("PUT", f"{ZONES}/home", json=WORK)
    assert status == 400
    assert "lares.yaml" in answer["message"]
    assert (await hub.ask("DELETE", f"{ZONES}/home"))[0] == 400


async def test_two_zones_of_one_name_are_one_too_many(hub: Running) -> None:
    await hub.ask("POST", ZONES, json=WORK)
    status, answer = await hub.ask("POST", ZONES, json=WORK)
    assert status == 400
    assert "already" in answer["message"]


@pytest.mark.parametrize(
    "wrong",
    [{"latitude": 91}, {"longitude": -181}, {"radius": 0}, {"name": " "}, {"colour": "red"}],
)
async def test_what_is_no_circle_is_refused(hub: Running, wrong: dict[str, object]) -> None:
    assert (await hub.ask("POST", ZONES, json=WORK | wrong))[0] == 400


async def test_children_and_guests_draw_none(hub: Running) -> None:
    for role in (Role.CHILD, Role.GUEST):
        secret = await hub.token_for(role.value, role)
        assert (await hub.ask("POST", ZONES, json=WORK, secret=secret))[0] == 403
