"""Whether an entity is in the state that people name: on, open, playing."""

from hub.home.home import Home
from hub.home.model import Entity

_OFF = frozenset({"off", "standby", "idle", "unavailable", "unknown", "closed", "docked", "locked",
                  "paused", "unlocked", "open"})  # fmt: skip
_STATES: dict[str, frozenset[str]] = {
    "off": frozenset({"off", "standby"}),
    "open": frozenset({"open", "opening"}),
    "closed": frozenset({"closed", "closing"}),
    "locked": frozenset({"locked", "locking"}),
    "unlocked": frozenset({"unlocked", "unlocking", "open", "opening"}),
    "playing": frozenset({"playing", "buffering"}),
    "paused": frozenset({"paused"}),
}


def is_in(home: Home, entity: Entity, word: str) -> bool:
    """Tell whether an entity is on, off, open, closed, locked, unlocked, playing or paused."""
    state = home.state(entity.id).state
    return state not in _OFF if word == "on" else state in _STATES[word]
