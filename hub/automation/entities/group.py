"""Groups as `group:` configures them: on if any member is, or if all are."""

from collections.abc import Mapping
from typing import Any

from hub.automation.entities.kept import Kept, WrongOptions
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of

# What counts as on and as off, where it is not called so; and other words for being on.
_PAIRS = {
    "cover": ("open", "closed"), "valve": ("open", "closed"), "lock": ("unlocked", "locked"),
    "person": ("home", "not_home"), "device_tracker": ("home", "not_home"),
}  # fmt: skip
_ON = frozenset({"on", "open", "unlocked", "unlocking", "locking", "home"})
_MANY = 500


class Group(Kept):
    """Follows its members; `recall` and `look` work out its state anew."""

    def __init__(self, entity_id: EntityId, options: Mapping[str, Any], home: Home) -> None:
        super().__init__(entity_id, options)
        self._home = home
        listed = options.get("entities") or ()
        if isinstance(listed, str):
            listed = [part.strip() for part in listed.split(",")]
        if not isinstance(listed, list | tuple) or len(listed) > _MANY:
            raise WrongOptions(f"entities: expected a list of at most {_MANY} entity ids")
        self.members = tuple(dict.fromkeys(EntityId(str(one).lower()) for one in listed))

    @property
    def attributes(self) -> dict[str, Any]:
        """The members."""
        return {"entity_id": list(self.members)}

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Look at the members; nothing is kept."""
        del memory
        self.look()

    def look(self) -> None:
        """Work out the state."""
        states = self._home.states
        known = [(one, states[one].state) for one in self.members if one in states]
        if not known:
            self.state = "unknown"
            return
        pairs = {_PAIRS.get(domain_of(one), ("on", "off")) for one, _ in known}
        on, off = pairs.pop() if len(pairs) == 1 else ("on", "off")
        is_all = self.options.get("all") in (True, "true", "yes", "on")
        judge = all if is_all else any
        self.state = on if judge(state in _ON for _, state in known) else off


def members_of(home: Home, entity_id: str) -> tuple[EntityId, ...]:
    """Return the members of a group, and those of groups within it, each once."""
    found: dict[EntityId, None] = {}
    seen = {entity_id}
    waiting = [entity_id]
    while waiting:
        state = home.states.get(EntityId(waiting.pop(0)))
        for one in state.attributes.get("entity_id", ()) if state else ():
            if domain_of(one) != "group":
                found[EntityId(one)] = None
            elif one not in seen:
                seen.add(one)
                waiting.append(one)
    return tuple(found)
