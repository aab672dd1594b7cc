"""What a few entities are called, together."""

from collections.abc import Sequence

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.language.resolve import full_name, listed

# More of one kind than this are counted, not named.
MOST_NAMED = 5

_PLURALS = {
    "light": "lights", "switch": "switches", "cover": "covers", "lock": "locks", "fan": "fans",
    "climate": "thermostats", "media_player": "players", "vacuum": "vacuums", "valve": "valves",
}  # fmt: skip


def names_of(
    home: Home, ids: Sequence[EntityId], *, article: str = "", between: str = "and"
) -> str:
    """Return the names of entities, or how many of which kind they are, if they are many."""
    distinct = list(dict.fromkeys(ids))
    if len(distinct) > MOST_NAMED:
        return _counted(home, distinct)
    found = [home.entities[i].name if i in home.entities else i for i in distinct]
    if len(set(found)) < len(found):
        found = [full_name(home, home.entities[i]) if i in home.entities else i for i in distinct]
    named = (
        name if is_own_name(entity_id, name) else f"{article}{name}"
        for entity_id, name in zip(distinct, found, strict=True)
    )
    return listed(named, between)


def is_own_name(entity_id: EntityId, name: str) -> bool:
    """Tell whether a name takes no article: a person's, or one that has its own."""
    return entity_id.startswith("person.") or name.lower().startswith(("the ", "my "))


def _counted(home: Home, ids: Sequence[EntityId]) -> str:
    domains = {entity_id.partition(".")[0] for entity_id in ids}
    kind = _PLURALS.get(next(iter(domains)), "devices") if len(domains) == 1 else "devices"
    entities = [home.entities[i] for i in ids if i in home.entities]
    areas = {area.name if (area := home.area_of(entity)) else "" for entity in entities}
    where = f" in {areas.pop()}" if len(areas) == 1 and areas != {""} else ""
    return f"{len(ids)} {kind}{where}"
