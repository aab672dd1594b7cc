"""How much a wish would move: what "everything" sweeps along, and when to ask first."""

from collections import Counter
from collections.abc import Sequence

from hub.home.home import Home
from hub.home.model import Entity
from hub.home.plan import Step
from hub.language.resolve import listed

# "Everything off" means these; locks, doors, heaters and alarms never go along.
SWEPT: dict[str, frozenset[str]] = {
    "off": frozenset({"light", "switch", "fan", "media_player", "input_boolean", "humidifier"}),
    "on": frozenset({"light"}),
    "stop": frozenset({"media_player", "cover", "vacuum"}),
    "pause": frozenset({"media_player"}),
    "mute": frozenset({"media_player"}),
    "close": frozenset({"cover"}),
    "open": frozenset({"cover"}),
    "lock": frozenset({"lock"}),
    "dim": frozenset({"light"}),
    "brighten": frozenset({"light"}),
    "set": frozenset({"light"}),
}
_GUARDED_CLASSES = frozenset({"garage", "gate", "door", "window"})
_GUARDED_WORDS = frozenset({
    "oven", "stove", "heater", "heating", "boiler", "fridge", "freezer", "refrigerator", "alarm",
    "server", "router", "modem", "pump", "cooker", "hob", "iron", "ofen", "herd", "heizung", "four",
    "nas", "medical", "camera", "siren", "garage",
})  # fmt: skip
MOST_AT_ONCE = 15
_WORDS = {
    "turn_on": "turns on", "turn_off": "turns off", "open_cover": "opens", "close_cover": "closes",
    "media_stop": "stops", "media_pause": "pauses", "lock": "locks", "volume_mute": "mutes",
    "stop_cover": "stops", "stop": "stops", "return_to_base": "sends home",
}  # fmt: skip
_KINDS = {"media_player": "player", "input_boolean": "toggle", "cover": "cover"}


def is_swept(entity: Entity, sense: str) -> bool:
    """Tell whether "everything" may take an entity along."""
    return (
        entity.domain in SWEPT.get(sense, frozenset())
        and not is_guarded(entity)
        and entity.entity_category is None
    )


def is_guarded(entity: Entity) -> bool:
    """Tell whether an entity moves only when it is named: doors, heaters, servers."""
    words = set(entity.name.casefold().replace("_", " ").split())
    return entity.device_class in _GUARDED_CLASSES or bool(words & _GUARDED_WORDS)


def is_wide(entities: Sequence[Entity], *, by_state: bool) -> bool:
    """Tell whether "everything" would move so much that it is read back first.

    `by_state`: only what is on, open or playing was meant.
    """
    domains = {entity.domain for entity in entities}
    plain = {"light", "lock", "media_player"} if by_state else {"light", "lock"}
    return len(domains) > 1 or len(entities) > MOST_AT_ONCE or not domains <= plain


def is_mixed(entities: Sequence[Entity]) -> bool:
    """Tell whether "all of them" takes doors, heaters or servers along with harmless things."""
    guarded = sum(map(is_guarded, entities))
    return 0 < guarded < len(entities)


def read_back(home: Home, steps: Sequence[Step]) -> str:
    """Say what steps would do: "That turns off 14 lights and the TV. Shall I?"."""
    phrases = []
    by_verb: dict[str, list[Entity]] = {}
    for step in steps:
        verb = _WORDS.get(step.command.verb, f"does {step.command.verb.replace('_', ' ')} with")
        by_verb.setdefault(verb, []).extend(home.entity(target) for target in step.targets)
    for verb, entities in by_verb.items():
        counts = Counter(entity.domain for entity in entities)
        named = []
        for domain, count in counts.items():
            word = _KINDS.get(domain, domain.replace("_", " "))
            ending = "es" if word.endswith(("ch", "sh", "s")) else "s"
            only = next(entity.name for entity in entities if entity.domain == domain)
            named.append(only if count == 1 else f"{count} {word}{ending}")
        phrases.append(f"{verb} {listed(named)}")
    return f"That {listed(phrases)}. Shall I?"
