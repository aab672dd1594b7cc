"""Entity ids of what the hub itself keeps: made of names, and the same after every restart."""

from collections.abc import Mapping

from hub.home.home import Home
from hub.home.ids import EntityId, slugify


class EntityNames:
    """Gives entity ids; `known` holds those that (domain, unique id) had before a restart."""

    def __init__(self, known: Mapping[tuple[str, str], EntityId]) -> None:
        self._known = dict(known)

    def id_for(self, home: Home, domain: str, unique_id: str, name: str) -> EntityId:
        """Return the id of an entity: the one it had, else one made of its name that is free."""
        key = (domain, unique_id)
        if key not in self._known:
            made = EntityId(f"{domain}.{slugify(name)}")
            number = 1
            taken = set(self._known.values())
            while made in home.entities or made in taken:
                number += 1
                made = EntityId(f"{domain}.{slugify(name)}_{number}")
            self._known[key] = made
        return self._known[key]
