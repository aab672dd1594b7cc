"""Who takes commands on which topic, and who shares one with devices that others announced."""

import re
from collections.abc import Iterable

from hub.home.ids import EntityId

# The last level of a topic that says "do it", not which device is meant: what else is sent to
# that device goes beside it or below ("door/set", "door/set/state"; "cmnd/door/Backlog").
_DO_IT = re.compile(r"(?:.*[_-])?(?:set|cmd|cmnd|command|control|action|power\d*)", re.IGNORECASE)


class Addresses:
    """The topics that commands go to."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[EntityId]] = {}
        self._by_root: dict[str, set[EntityId]] = {}
        self._topics: dict[EntityId, frozenset[str]] = {}
        self._announcers: dict[EntityId, str] = {}
        self._sharing: dict[EntityId, tuple[EntityId, ...]] = {}

    def put(self, entity_id: EntityId, topics: Iterable[str], announcement: str) -> None:
        """Note on which topics an entity takes commands, and the topic it was announced on."""
        self.remove(entity_id)
        self._topics[entity_id] = frozenset(topics)
        self._announcers[entity_id] = _announcer(announcement)
        for topic in self._topics[entity_id]:
            self._by_topic.setdefault(topic, set()).add(entity_id)
            self._by_root.setdefault(_root(topic), set()).add(entity_id)

    def remove(self, entity_id: EntityId) -> None:
        """Forget an entity."""
        self._sharing.clear()
        self._announcers.pop(entity_id, None)
        for topic in self._topics.pop(entity_id, frozenset()):
            for table, key in ((self._by_topic, topic), (self._by_root, _root(topic))):
                left = table[key]
                left.discard(entity_id)
                if not left:
                    del table[key]

    def addressed(self, topic: str) -> tuple[EntityId, ...]:
        """Return who may take a message on `topic` for a command: on it, beside it or below."""
        found = set(self._by_topic.get(topic, ()))
        levels = topic.split("/")
        for length in range(1, len(levels)):
            found |= self._by_root.get("/".join(levels[:length]), set())
        return tuple(sorted(found))

    def sharing(self, entity_id: EntityId) -> tuple[EntityId, ...]:
        """Return who else hears what is sent to an entity, announced by somebody else.

        Whoever may announce a lamp must not have it open a door by naming the door's topic.
        """
        found = self._sharing.get(entity_id)
        if found is None:
            own = self._announcers.get(entity_id)
            heard = {
                other
                for topic in self._topics.get(entity_id, ())
                for other in self.addressed(topic)
                if self._announcers.get(other) != own
            }
            found = self._sharing[entity_id] = tuple(sorted(heard))
        return found


def _root(topic: str) -> str:
    """Return where all that is sent to a device begins."""
    above, _, last = topic.rpartition("/")
    return above if "/" in above and _DO_IT.fullmatch(last) else topic


def _announcer(topic: str) -> str:
    """Return who announces: the node of a discovery topic, else its object."""
    levels = topic.split("/")
    return levels[-3] if len(levels) > 4 else levels[-2]  # noqa: PLR2004 -- prefix to config
