"""Groups as `group:` configures them: on if any member is, or if all are."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hub.automation.entities.kept import Kept, WrongOptions
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of
from hub.home.model import State

MANY = 500
# The word for being on, and for not being it.
_OFF = {
    "on": "off", "open": "closed", "unlocked": "locked", "home": "not_home", "problem": "ok",
    "above_horizon": "below_horizon",
}  # fmt: skip
_WORD = {off: on for on, off in _OFF.items()} | {on: on for on in _OFF}
# Of domains: the word for being on, and the states that count as it. Others go by their words.
_SWITCHES = frozenset({"on"})
_BY_DOMAIN: Mapping[str, tuple[str, frozenset[str]]] = {
    **dict.fromkeys(
        ("light", "switch", "fan", "humidifier", "remote", "siren", "input_boolean", "script"),
        ("on", _SWITCHES),
    ),
    "cover": ("open", frozenset({"open"})),
    "valve": ("open", frozenset({"open"})),
    "lock": ("unlocked", frozenset({"unlocked", "unlocking", "locking", "open", "opening"})),
    "person": ("home", frozenset({"home"})),
    "device_tracker": ("home", frozenset({"home"})),
    "media_player": ("on", frozenset({"on", "playing", "paused", "idle"})),
    "vacuum": ("on", frozenset({"on", "cleaning", "returning", "error"})),
    "climate": (
        "on", frozenset({"on", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"}),
    ),
    "water_heater": (
        "on",
        frozenset(
            {"on", "eco", "electric", "performance", "high_demand", "heat_pump", "gas"}
        ),
    ),
    "alarm_control_panel": (
        "on",
        frozenset(
            {"on", "armed_away", "armed_custom_bypass", "armed_home", "armed_night",
             "armed_vacation", "triggered"}
        ),
    ),
}  # fmt: skip
# Whose states say nothing about being on.
_PASSED_OVER = frozenset({"sensor", "weather"})


class Group(Kept):
    """Follows its members; what one of them reports is counted, not all looked at anew."""

    known = frozenset({"entities", "all", "order", "control", "view", "hide_members"})
    is_remembered = False

    def __init__(self, entity_id: EntityId, options: Mapping[str, Any], home: Home) -> None:
        super().__init__(entity_id, options)
        self._home = home
        listed = options.get("entities") or ()
        if isinstance(listed, str):
            listed = [part.strip() for part in listed.split(",")]
        if not isinstance(listed, list | tuple) or len(listed) > MANY:
            raise WrongOptions(f"entities: expected a list of at most {MANY} entity ids")
        self.members = tuple(dict.fromkeys(EntityId(str(one).lower()) for one in listed))
        self._is_all = options.get("all") in (True, "true", "yes", "on")
        # Of each member that is there: the word for being on, if any, and whether it is that.
        self._seen: dict[EntityId, tuple[str | None, bool]] = {}
        self._words: Counter[str] = Counter()
        self._on = 0

    @property
    def attributes(self) -> dict[str, Any]:
        """The members."""
        order = self.options.get("order")
        more = {} if order is None else {"order": order}
        return {"entity_id": list(self.members), **more}

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Look at the members; nothing is kept."""
        del memory
        for member in self.members:
            self._count(member, self._home.states.get(member))
        self._judge()

    def hear(self, member: EntityId, state: State | None) -> None:
        """Take in what a member reports; None if it is gone."""
        self._count(member, state)
        self._judge()

    def _count(self, member: EntityId, state: State | None) -> None:
        word, is_on = self._seen.pop(member, (None, False))
        self._on -= is_on
        if word is not None:
            self._words[word] -= 1
            if not self._words[word]:
                del self._words[word]
        if state is None or domain_of(member) in _PASSED_OVER:
            return
        word, is_on = self._seen[member] = _sight(member, state.state)
        self._on += is_on
        if word is not None:
            self._words[word] += 1

    def _judge(self) -> None:
        if not self._words:
            self.state = "unknown"
            return
        word = next(iter(self._words)) if len(self._words) == 1 else "on"
        is_on = self._on == len(self._seen) if self._is_all else self._on > 0
        self.state = word if is_on else _OFF[word]


def _sight(member: EntityId, state: str) -> tuple[str | None, bool]:
    known = _BY_DOMAIN.get(domain_of(member))
    if known is not None:
        return known[0], state in known[1]
    return _WORD.get(state), state in _OFF


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
