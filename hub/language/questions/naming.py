"""How the entities of an answer are named and counted."""

from collections.abc import Sequence

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Entity
from hub.language.resolve import full_name, listed

# More than this many are counted, not named.
MOST_NAMED = 8


def names(home: Home, entities: Sequence[Entity]) -> str:
    """Name entities with their areas, the first of many."""
    if len(entities) > MOST_NAMED:
        first = [full_name(home, entity) for entity in entities[:MOST_NAMED]]
        return listed([*first, f"{len(entities) - MOST_NAMED} more"])
    return listed(full_name(home, entity) for entity in entities)


def are(entities: Sequence[Entity]) -> str:
    """Return the verb that goes with so many."""
    return "is" if len(entities) == 1 else "are"


def ids(entities: Sequence[Entity]) -> tuple[EntityId, ...]:
    """Return the ids of entities."""
    return tuple(entity.id for entity in entities)


def area_id_of(home: Home, entity: Entity) -> AreaId | None:
    """Return the id of an entity's area."""
    area = home.area_of(entity)
    return area.id if area else None
