"""Entity ids that stay, for entities known by a domain and a unique id."""

from collections.abc import Container, Mapping

from hub.home.former import Called
from hub.home.ids import EntityId, domain_of
from hub.record import record


class KeyedIds:
    """Gives out entity ids of one integration; a domain's unique id keeps its own for ever.

    `known` maps (domain, unique id) to the entity ids they had before a restart.
    """

    def __init__(self, known: Mapping[tuple[str, str], EntityId]) -> None:
        self._ids = dict(known)
        self._taken = set(self._ids.values())

    def id_for(
        self, domain: str, unique_id: str, wanted: str, used: Container[EntityId]
    ) -> EntityId:
        """Return the id of `unique_id`; if it has none yet, `wanted` or one like it.

        Ids that are `used` are not given out.
        """
        key = (domain, unique_id)
        if key not in self._ids:
            self._ids[key] = self._new(wanted, used)
            self._taken.add(self._ids[key])
        return self._ids[key]

    def those_of(self, unique_ids: Container[str]) -> list[EntityId]:
        """Return the ids of entities that have one of these unique ids."""
        return sorted(found for (_, own), found in self._ids.items() if own in unique_ids)

    def assign(self, unique_id: str, entity_id: EntityId) -> None:
        """Give an entity another id; whoever had it before gets a new one."""
        for key in [key for key, known in self._ids.items() if known == entity_id]:
            del self._ids[key]
        self._ids[domain_of(entity_id), unique_id] = entity_id
        self._taken.add(entity_id)

    def _new(self, wanted: str, used: Container[EntityId]) -> EntityId:
        found, count = EntityId(wanted), 1
        while found in self._taken or found in used:
            count += 1
            found = EntityId(f"{wanted}_{count}")
        return found


@record(frozen=True, slots=True)
class Known:
    """What is known of an integration's entities from before: their ids, and what they went by."""

    ids: KeyedIds
    called: Called
