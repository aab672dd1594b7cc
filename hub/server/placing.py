"""Areas and floors: made, changed and forgotten, the same by every way in."""

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from hub.home.errors import HubError
from hub.home.ids import AreaId, FloorId, slugify
from hub.home.model import Area, Context, Floor
from hub.server.parts import ServerParts

Change = Literal["create", "update", "remove"]

# More of one kind than any house has.
MOST = 1_000


class NotPlaced(HubError):
    """An area or a floor can't be as somebody wants it; the message says why."""


def fresh_id(name: str, taken: Collection[str]) -> str:
    """Return an id for something of this name.

    Raises:
        NotPlaced: there is too much of it already.
    """
    if len(taken) >= MOST:
        raise NotPlaced(f"there are {MOST} already; remove some first")
    slug, count = slugify(name), 1
    found = slug
    while found in taken:
        count += 1
        found = f"{slug}_{count}"
    return found


def check_name(name: str, others: Collection[str]) -> None:
    """Check that nothing else goes by a name.

    Raises:
        NotPlaced: something does.
    """
    wanted = slugify(name)
    if any(slugify(other) == wanted for other in others):
        raise NotPlaced(f"the name {name!r} is already in use")


async def put_area(parts: ServerParts, area: Area, by: Context) -> None:
    """Add or change an area, which then counts for more than what a file says of it.

    It is on disk when this returns, as with all of these.

    Raises:
        NotPlaced: another has its name.
    """
    known = parts.home.areas
    check_name(area.name, [each.name for each in known.values() if each.id != area.id])
    change: Change = "update" if area.id in known else "create"
    parts.home.put_area(replace(area, is_edited=True))
    await parts.save_home()
    _tell(parts, by, "area", change, area.id)


async def put_floor(parts: ServerParts, floor: Floor, by: Context) -> None:
    """Add or change a floor.

    Raises:
        NotPlaced: another has its name.
    """
    known = parts.home.floors
    check_name(floor.name, [each.name for each in known.values() if each.id != floor.id])
    change: Change = "update" if floor.id in known else "create"
    parts.home.put_floor(replace(floor, is_edited=True))
    await parts.save_home()
    _tell(parts, by, "floor", change, floor.id)


async def remove_area(parts: ServerParts, area_id: AreaId, by: Context) -> None:
    """Forget an area; what was in it is in none.

    Raises:
        NotPlaced: a file names it.
    """
    _check_not_given(parts, area_id, parts.home.areas[area_id].name)
    parts.home.remove_area(area_id)
    await parts.save_home()
    _tell(parts, by, "area", "remove", area_id)


async def remove_floor(parts: ServerParts, floor_id: FloorId, by: Context) -> None:
    """Forget a floor; its areas are on none.

    Raises:
        NotPlaced: a file names it.
    """
    _check_not_given(parts, floor_id, parts.home.floors[floor_id].name)
    parts.home.remove_floor(floor_id)
    await parts.save_home()
    _tell(parts, by, "floor", "remove", floor_id)


def _check_not_given(parts: ServerParts, place_id: AreaId | FloorId, name: str) -> None:
    if place_id in parts.home.given:
        raise NotPlaced(
            f"{name!r} is named by lares.yaml or a rule file, so it would be there again after a"
            " restart; take it out there, then restart the hub"
        )


def _tell(parts: ServerParts, by: Context, kind: str, change: Change, place_id: str) -> None:
    """Tell all who listen (Home Assistant, "area_registry_updated")."""
    parts.home.fire(f"{kind}_registry_updated", {"action": change, f"{kind}_id": place_id}, by)
