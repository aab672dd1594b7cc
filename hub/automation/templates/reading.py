"""Noting down what a rendering reads of the home."""

from hub.automation.rendering import Reads


class Reading:
    """What one rendering has read so far."""

    __slots__ = ("all_states", "collections", "domains", "entities", "time")

    def __init__(self) -> None:
        self.entities: set[str] = set()
        self.domains: set[str] = set()
        self.all_states = self.collections = self.time = False

    def reads(self) -> Reads:
        """Return it as it stands."""
        return Reads(
            frozenset(self.entities), frozenset(self.domains), self.all_states,
            self.collections, self.time,
        )  # fmt: skip


class Reader:
    """Where the reading of the rendering that runs now is found; None if nobody asks for one."""

    __slots__ = ("reading",)

    def __init__(self) -> None:
        self.reading: Reading | None = None

    def entity(self, entity_id: str) -> None:
        """Note that the state of an entity is read."""
        if self.reading is not None:
            self.reading.entities.add(entity_id)

    def domain(self, domain: str) -> None:
        """Note that all of a domain are read."""
        if self.reading is not None:
            self.reading.domains.add(domain)

    def all_states(self) -> None:
        """Note that all states are read."""
        if self.reading is not None:
            self.reading.all_states = True

    def collections(self) -> None:
        """Note that areas, devices or labels are read."""
        if self.reading is not None:
            self.reading.collections = True

    def time(self) -> None:
        """Note that the clock is read."""
        if self.reading is not None:
            self.reading.time = True
