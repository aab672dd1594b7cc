"""What entities went by before."""

from collections.abc import Mapping

from hub.home.ids import EntityId


class Called:
    """What entities went by: names and classes, which a device may announce anew at any time.

    The first ones stay, so that many new ones do not push out what it was. What was announced
    and taken back stays, too.
    """

    MOST = 16

    def __init__(self, known: Mapping[EntityId, tuple[str, ...]]) -> None:
        self._called = dict(known)

    def former(self, entity_id: EntityId, *now: str | None) -> tuple[str, ...]:
        """Take in what an entity goes by now; returns what else it went by."""
        given = [name for name in now if name]
        called = tuple(dict.fromkeys([*self._called.get(entity_id, ()), *given]))[: self.MOST]
        self._called[entity_id] = called
        return tuple(name for name in called if name not in given)

    def moved(self, old: EntityId, new: EntityId) -> None:
        """Have an entity's new id go by all that its old one went by, and by that id's words."""
        known = (*self._called.get(old, ()), *self._called.get(new, ()))
        self._called[new] = tuple(dict.fromkeys([old.partition(".")[2], *known]))[: self.MOST]
