"""Entity ids that stay, for entities known by a domain and a unique id."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from hub.home.former import Called
from hub.home.ids import EntityId, slugify


class KeyedIds:
    """Gives out entity ids of one integration; a domain's unique id keeps its own for ever.

    `known` maps (domain, unique id) to the entity ids they had before a restart.
    """

    def __init__(self, known: Mapping[tuple[str, str], EntityId]) -> None:
        self._ids = dict(known)
        self._taken = set(self._ids.values())

    def id_for(self, domain: str, unique_id: str, name: str, used: Container[EntityId]) -> EntityId:
        """Return the id of `unique_id`, one made of `name` if it has none; no `used` one."""
        key = (domain, unique_id)
        if key not in self._ids:
            self._ids[key] = self._new(f"{domain}.{slugify(name)}", used)
            self._taken.add(self._ids[key])
        return self._ids[key]

    def _new(self, wanted: str, used: Container[EntityId]) -> EntityId:
        found, count = EntityId(wanted), 1
        while found in self._taken or found in used:
            count += 1
            found = EntityId(f"{wanted}_{count}")
        return found


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an integration's entities from before: their ids, and what they went by."""

    ids: KeyedIds
    called: Called
