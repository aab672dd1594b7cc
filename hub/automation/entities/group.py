"""Groups as `group:` configures them: on if any member is, or if all are."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hub.automation.entities.kept import Kept, WrongOptions
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of
from hub.home.model import State
from hub.record import record

MANY = 500
# Of domains: the states that count as being on, the word for it, and the word for being off.
# Others go by the words "on" and "off", and by those of these.
_ON = frozenset({"on"})
_BY_DOMAIN: Mapping[str, tuple[frozenset[str], str, str]] = {
    **dict.fromkeys(
        ("light", "switch", "fan", "humidifier", "remote", "siren", "input_boolean", "script"),
        (_ON, "on", "off"),
    ),
    "cover": (frozenset({"open"}), "open", "closed"),
    "valve": (frozenset({"open"}), "open", "closed"),
    "lock": (
        frozenset({"unlocked", "unlocking", "locking", "open", "opening"}), "unlocked", "locked",
    ),
    "person": (frozenset({"home"}), "home", "not_home"),
    "device_tracker": (frozenset({"home"}), "home", "not_home"),
    "media_player": (frozenset({"on", "playing", "paused", "idle"}), "on", "off"),
    "vacuum": (frozenset({"on", "cleaning", "returning", "error"}), "on", "off"),
    "climate": (
        frozenset({"on", "heat", "cool", "heat_cool", "auto", "fan_only"}), "on", "off",
    ),
    "water_heater": (
        frozenset(
            {"on", "eco", "electric", "performance", "high_demand", "heat_pump", "gas"}
        ), "on", "off",
    ),
    "alarm_control_panel": (
        frozenset(
            {"on", "armed_away", "armed_custom_bypass", "armed_home", "armed_night",
             "armed_vacation", "triggered"}
        ), "on", "off",
    ),
    "sun": (frozenset({"above_horizon"}), "above_horizon", "below_horizon"),
}  # fmt: skip
_OFF_OF = {"on": "off"}
_ON_OF = {"off": "on"}
for _states, _on, _off in _BY_DOMAIN.values():
    for _state in _states:
        _OFF_OF.setdefault(_state, _off)
    _ON_OF.setdefault(_off, _on)
# Whose states say nothing about being on.
_PASSED_OVER = frozenset({"sensor", "weather", "air_quality"})


@record(frozen=True, slots=True)
class _Sight:
    """What counts of a member: the words it may be on by, and what it is."""

    words: frozenset[str]
    is_on: bool
    on_state: str | None
    off_state: str | None


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
        domains = {domain_of(one) for one in self.members} - _PASSED_OVER
        self._domain = domains.pop() if len(domains) == 1 else None
        self._seen: dict[EntityId, _Sight] = {}
        self._words: Counter[str] = Counter()
        self._on_states: Counter[str] = Counter()
        self._off_states: Counter[str] = Counter()
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
        if (before := self._seen.pop(member, None)) is not None:
            self._add(before, -1)
        if state is not None and domain_of(member) not in _PASSED_OVER:
            sight = self._seen[member] = _sight(member, state.state)
            self._add(sight, 1)

    def _add(self, sight: _Sight, times: int) -> None:
        self._on += times * sight.is_on
        for word in sight.words:
            _add(self._words, word, times)
        _add(self._on_states, sight.on_state, times)
        _add(self._off_states, sight.off_state, times)

    def _judge(self) -> None:
        """Say the word that fits all members, "on" or "off" if there is none."""
        if not self._words:
            self.state = "unknown"
            return
        is_on = self._on == len(self._seen) if self._is_all else self._on > 0
        if is_on:
            words = self._on_states if self._domain and len(self._words) > 1 else self._words
            self.state = next(iter(words)) if len(words) == 1 else "on"
        elif self._domain is not None and self._domain in _BY_DOMAIN:
            self.state = _BY_DOMAIN[self._domain][2]
        else:
            words = self._off_states
            self.state = next(iter(words)) if len(words) == 1 else "off"


def _sight(member: EntityId, state: str) -> _Sight:
    off_state = state if state in _ON_OF else None
    known = _BY_DOMAIN.get(domain_of(member))
    if known is not None:
        is_on = state in known[0]
        return _Sight(known[0], is_on, state if is_on else None, off_state)
    word = state if state in _OFF_OF else _ON_OF.get(state)
    words = frozenset() if word is None else frozenset({word})
    return _Sight(words, state in _OFF_OF, None, off_state)


def _add(counts: Counter[str], word: str | None, times: int) -> None:
    if word is None:
        return
    counts[word] += times
    if not counts[word]:
        del counts[word]


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
