"""One queue per entity: whoever took a turn first acts first, and nobody acts in between."""

from collections.abc import Callable

from hub.executor.bell import Bell
from hub.home.ids import EntityId


class Turn:
    """A place in the queue of one entity. `end` it in any case, or the queue stands still."""

    def __init__(
        self, plan_id: str, previous: "Turn | None", leave: Callable[["Turn"], None]
    ) -> None:
        self.plan_id = plan_id
        self.is_overtaken = False
        self.on_overtaken: Callable[[], None] = lambda: None
        self.previous = previous
        self.had_to_wait = previous is not None
        self._leave = leave
        self._over = Bell()

    async def begin(self, until: float) -> None:
        """Wait until everyone ahead is done, those who gave up waiting included.

        Raises:
            TimeoutError: it is still another's turn at `until`, a time of the loop's clock.
        """
        while self.previous is not None:
            ahead = self.previous
            if not await ahead._over.wait(until):  # noqa: SLF001 -- its own class
                raise TimeoutError
            self.previous = ahead.previous

    def overtake(self) -> None:
        """Tell whoever holds this turn that a newer plan waits for the entity."""
        if not self.is_overtaken:
            self.is_overtaken = True
            self.on_overtaken()

    def end(self) -> None:
        """Let the next one begin."""
        self._over.ring()
        self._leave(self)


class Turns:
    """The queues of all entities. Taking turns never waits, so a plan takes all of its at once.

    Plans thereby stand in the same order in every queue, and cannot wait for each other in a ring.
    """

    def __init__(self) -> None:
        self._last: dict[EntityId, Turn] = {}

    def take(self, entity_id: EntityId, plan_id: str) -> Turn:
        """Take the next turn on an entity, and tell other plans ahead that they are overtaken."""

        def leave(turn: Turn) -> None:
            if self._last.get(entity_id) is turn and turn.previous is None:
                del self._last[entity_id]

        ahead = self._last.get(entity_id)
        turn = self._last[entity_id] = Turn(plan_id, ahead, leave)
        while ahead is not None:
            if ahead.plan_id != plan_id:
                ahead.overtake()
            ahead = ahead.previous
        return turn
