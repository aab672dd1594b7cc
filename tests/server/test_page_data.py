"""What a page keeps for its user stays theirs."""

from hub.home.people import Role
from tests.server.conftest import Running

STARS = "/api/lares/me/data/lares.favourites"


async def test_a_page_keeps_something_for_each_user_apart(hub: Running) -> None:
    kim = await hub.token_for("Kim", Role.GUEST)
    assert await hub.ask("GET", STARS) == (200, {"value": None})
    stars = {"value": ["light.kitchen", "lock.front"]}
    assert await hub.ask("PUT", STARS, json=stars) == (200, stars)
    assert await hub.ask("GET", STARS) == (200, stars)
    assert await hub.ask("GET", STARS, secret=kim) == (200, {"value": None})
    assert await hub.ask("PUT", STARS, json={"value": None}) == (200, {"value": None})
    assert await hub.ask("GET", STARS) == (200, {"value": None})


async def test_there_is_room_for_small_things_only(hub: Running) -> None:
    status, told = await hub.ask("PUT", STARS, json={"value": "x" * 70_000})
    assert (status, "keep less" in told["message"]) == (400, True)
    status, told = await hub.ask("GET", f"/api/lares/me/data/{'k' * 101}")
    assert (status, "100 letters" in told["message"]) == (400, True)
    status, _ = await hub.ask("PUT", STARS, json={})
    assert status == 400
