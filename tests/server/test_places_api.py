"""Areas and floors are made, renamed, ordered and forgotten over HTTP."""

import pytest

from hub.home.ids import AreaId, DeviceId, FloorId
from hub.home.people import Role
from tests.server.conftest import Running

AREAS, FLOORS = "/api/lares/areas", "/api/lares/floors"


async def test_an_area_is_made_renamed_and_forgotten(hub: Running) -> None:
    home = hub.parts.home
    status, area = await hub.ask("POST", AREAS, json={"name": "Büro", "floor": "ground"})
    assert (status, area["id"], area["floor_id"]) == (201, "buro", "ground")
    _, area = await hub.ask("PATCH", f"{AREAS}/buro", json={"name": "Study", "floor": ""})
    assert (area["name"], area["floor_id"]) == ("Study", None)
    assert home.areas[AreaId("buro")].is_edited
    assert (await hub.ask("DELETE", f"{AREAS}/buro"))[0] == 200
    assert AreaId("buro") not in home.areas
    assert (await hub.ask("DELETE", f"{AREAS}/buro"))[0] == 404


async def test_what_was_in_a_forgotten_area_is_in_none(hub: Running) -> None:
    await hub.ask("DELETE", f"{AREAS}/kitchen")
    assert hub.parts.home.devices[DeviceId("d1")].area_id is None


async def test_a_floor_is_made_ordered_and_forgotten(hub: Running) -> None:
    home = hub.parts.home
    status, floor = await hub.ask("POST", FLOORS, json={"name": "Attic", "level": 2})
    assert (status, floor["id"]) == (201, "attic")
    _, floor = await hub.ask("PATCH", f"{FLOORS}/attic", json={"name": "Loft", "level": 3})
    assert (floor["name"], floor["level"]) == ("Loft", 3)
    await hub.ask("PATCH", f"{AREAS}/kitchen", json={"floor": "attic"})
    assert (await hub.ask("DELETE", f"{FLOORS}/attic"))[0] == 200
    assert home.areas[AreaId("kitchen")].floor_id is None
    assert (await hub.ask("PATCH", f"{FLOORS}/attic", json={}))[0] == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (AREAS, {"name": "Kitchen"}),
        (AREAS, {"name": " "}),
        (AREAS, {"name": "Cellar", "floor": "moon"}),
        (FLOORS, {"name": "Ground"}),
        (FLOORS, {"name": "Sky", "level": 5_000}),
    ],
)
async def test_what_is_taken_or_unknown_is_refused(
    hub: Running, path: str, body: dict[str, object]
) -> None:
    status, answer = await hub.ask("POST", path, json=body)
    assert status == 400
    assert answer["message"]


async def test_what_a_file_names_is_not_forgotten_here(hub: Running) -> None:
    hub.parts.home.given |= {AreaId("kitchen"), FloorId("ground")}
    for path in (f"{AREAS}/kitchen", f"{FLOORS}/ground"):
        status, answer = await hub.ask("DELETE", path)
        assert status == 400
        assert "lares.yaml" in answer["message"]


async def test_children_change_no_rooms(hub: Running) -> None:
    secret = await hub.token_for("Kid", Role.CHILD)
    assert (await hub.ask("POST", AREAS, json={"name": "Den"}, secret=secret))[0] == 403
