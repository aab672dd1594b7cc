"""Which announcement an entity belongs to, and entities on their way from one to another."""

from hub.home.ids import EntityId
from integrations.mqtt.entity import MqttEntity


class Handover:
    """Knows owners: a topic and a key within it. An entity works on while it has none."""

    def __init__(self) -> None:
        self._owners: dict[EntityId, str] = {}
        self._moving: dict[EntityId, MqttEntity] = {}
        # Those that another announcement waits for, and of these those let go for it.
        self._awaited: set[EntityId] = set()
        self._leaving: set[EntityId] = set()

    def is_free(self, entity_id: EntityId, owner: str) -> bool:
        """Tell whether `owner` may have an entity; if not, it is awaited from now on."""
        is_free = self._owners.get(entity_id, owner) == owner
        if not is_free:
            self._awaited.add(entity_id)
        return is_free

    def own(self, entity_id: EntityId, owner: str) -> None:
        """Give an entity to `owner`."""
        self._owners[entity_id] = owner
        self._awaited.discard(entity_id)

    def disown(self, entity_id: EntityId) -> None:
        """Forget an entity."""
        self._owners.pop(entity_id, None)
        self._moving.pop(entity_id, None)

    def let_go(self, entity: MqttEntity) -> None:
        """Let an entity work on until another announcement takes it over."""
        self._owners.pop(entity.id, None)
        self._moving[entity.id] = entity

    def hand_on(self, entity: MqttEntity) -> bool:
        """Let an entity go if another announcement waits for it; tells whether one does."""
        if entity.id not in self._awaited:
            return False
        self.let_go(entity)
        self._leaving.add(entity.id)
        return True

    def taken_over(self, entity_id: EntityId) -> MqttEntity | None:
        """Return an entity that was let go, for its new owner."""
        return self._moving.pop(entity_id, None)

    @property
    def has_leaving(self) -> bool:
        """Whether something was handed on since `left_over`."""
        return bool(self._leaving)

    def left_over(self) -> list[MqttEntity]:
        """Return what was handed on, but taken over by nobody."""
        found = [self._moving.pop(one) for one in self._leaving if one in self._moving]
        self._leaving.clear()
        return found
