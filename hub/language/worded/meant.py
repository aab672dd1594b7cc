"""What a reading of a question means in this home."""

from hub.home.home import Home
from hub.home.model import Entity
from hub.language.meaning import Meaning
from hub.language.names import Named
from hub.language.worded.asked import Asked
from hub.language.worded.tongue import Kind

_OPPOSITE = {
    "on": "off", "off": "on", "open": "closed", "closed": "open", "locked": "unlocked",
    "unlocked": "locked", "home": "not_home", "not_home": "home",
}  # fmt: skip
_OPENINGS = frozenset({"door", "garage_door", "opening", "window", "garage", "gate"})
_SAFE_STATES = frozenset({"off", "closed", "locked"})
# Some sensors report what another one is called.
_SAME_MEASURE: dict[str, frozenset[str]] = {
    "pressure": frozenset({"pressure", "atmospheric_pressure"}),
    "gas": frozenset({"gas", "volume"}),
    "energy": frozenset({"energy", "energy_storage"}),
    "humidity": frozenset({"humidity", "moisture"}),
}
_READABLE = frozenset({
    "light", "switch", "fan", "cover", "lock", "valve", "climate", "media_player", "vacuum",
    "sensor", "binary_sensor", "number", "select", "person",
})  # fmt: skip


def meaning_of(home: Home, asked: Asked) -> Meaning | None:
    """Return the question as the matcher understands questions; None if it is none."""
    if asked.named:
        return _of_name(home, asked)
    if asked.measures and not asked.states and not asked.says_kind:
        return _measured(asked)
    return _of_kind(home, asked)


def _of_name(home: Home, asked: Asked) -> Meaning | None:
    named = [n for n in asked.named if n.domain in _READABLE]
    if asked.says_kind and not asked.measures:
        named = [n for n in named if _kind_in(n, asked.kinds)] or (
            named if not asked.states else []
        )
    wanted: str | None = None
    if asked.states:
        fitting = [(n, s) for n in named for s in [_state_of(n, asked)] if s is not None]
        if asked.says_kind:
            fitting = [(n, s) for n, s in fitting if _kind_in(n, asked.kinds)]
        states = {s for _, s in fitting}
        if len(states) != 1:
            return None
        named, wanted = _opening_first([n for n, _ in fitting]), states.pop()
    elif asked.detected:
        named = [n for n in named if _kind_in(n, asked.detected)]
        wanted = "on"
    elif asked.measures:
        return _measured_of(asked, named)
    elif not (asked.is_status or asked.is_where):
        return None
    if not named or (asked.response in {"which", "how_many"} and wanted is None):
        return None
    if wanted is not None and asked.is_negated:
        wanted = _OPPOSITE.get(wanted, wanted)
    return _named_meaning(home, asked, named, wanted)


def _opening_first(named: list[Named]) -> list[Named]:
    """Return the doors and windows among things of one name, where there are any."""
    return [n for n in named if n.device_class in _OPENINGS] or named


def _named_meaning(
    home: Home, asked: Asked, named: list[Named], wanted: str | None
) -> Meaning | None:
    ids = list(dict.fromkeys(i for n in named for i in n.entity_ids))
    placed = [i for i in ids if _is_placed(home, home.entity(i), asked)]
    if not placed and asked.area_id is None:
        return None
    values = {"state": wanted} if wanted is not None else {}
    # The place was part of the name, or says no more than it.
    is_said = bool(placed) and len(placed) == len(ids)
    return Meaning(
        intent="HassGetState",
        name=named[0].text,
        entity_ids=tuple(placed or ids),
        area_id=None if is_said else asked.area_id,
        is_area_said=not is_said and asked.area_id is not None,
        floor_id=None if is_said else asked.floor_id,
        domain=named[0].domain,
        device_class=named[0].device_class,
        values=values,
        response="one_yesno" if wanted is not None else None,
    )


def _measured_of(asked: Asked, named: list[Named]) -> Meaning | None:
    wanted = {same for what in asked.measures for same in _SAME_MEASURE.get(what, {what})}
    sensors = [n for n in named if n.domain == "sensor"]
    exact = [n for n in sensors if n.device_class in wanted]
    ids = tuple(i for n in exact or sensors for i in n.entity_ids)
    if ids:
        return Meaning("HassGetState", named[0].text, ids, domain="sensor")
    attribute = next(iter(sorted(asked.measures)))
    if attribute == "temperature" and any(n.domain == "climate" for n in named):
        climates = tuple(i for n in named if n.domain == "climate" for i in n.entity_ids)
        return Meaning("HassClimateGetTemperature", named[0].text, climates)
    others = tuple(i for n in named for i in n.entity_ids)
    if attribute not in {"battery", "humidity", "brightness", "volume", "position", "speed"}:
        return None
    return Meaning("HassGetState", named[0].text, others, values={"attribute": attribute})


def _measured(asked: Asked) -> Meaning | None:
    what = next(iter(sorted(asked.measures)))
    if len(asked.measures) > 1 and "temperature" in asked.measures:
        what = "temperature"
    intent = "HassClimateGetTemperature" if what == "temperature" else "HassGetMeasure"
    return Meaning(
        intent=intent,
        area_id=asked.area_id,
        is_area_said=asked.area_id is not None,
        floor_id=asked.floor_id,
        values={} if what == "temperature" else {"what": what},
    )


def _of_kind(home: Home, asked: Asked) -> Meaning | None:
    if asked.measures or asked.is_where:
        return None
    options = sorted(_kind_states(asked), key=str)
    is_placed = asked.area_id is not None or asked.floor_id is not None
    if not (asked.says_kind or is_placed or asked.states):
        return None
    if not asked.says_kind and is_placed:
        options = [o for o in options if o[0] in _SAID_OF_PLACES]
    present = [(kind, state) for kind, state in options if _exists(home, kind, asked)]
    if not present:
        anywhere = [o for o in options if _exists(home, o[0], Asked())]
        present = anywhere[:1] or options[:1]
    if not present:
        return None
    if len(present) > 1 and not asked.says_kind:
        return None
    (domain, device_class), wanted = _first(present)
    if asked.is_negated:
        wanted = _OPPOSITE.get(wanted, wanted)
    default = "all" if wanted in _SAFE_STATES else "any"
    return Meaning(
        intent="HassGetState",
        area_id=asked.area_id,
        is_area_said=asked.area_id is not None,
        floor_id=asked.floor_id,
        domain=domain,
        device_class=device_class,
        values={"state": wanted},
        response=asked.response or default,
    )


_SAID_OF_PLACES = frozenset({("binary_sensor", "occupancy"), ("binary_sensor", "moisture")})
_ORDER = ("light", "cover", "binary_sensor", "lock", "switch", "fan", "climate")


def _first(present: list[tuple[Kind, str]]) -> tuple[Kind, str]:
    def rank(option: tuple[Kind, str]) -> tuple[int, int]:
        domain, device_class = option[0]
        order = _ORDER.index(domain) if domain in _ORDER else len(_ORDER)
        return order, device_class is None

    return min(present, key=rank)


def _kind_states(asked: Asked) -> list[tuple[Kind, str]]:
    if asked.states:
        return [
            (kind, state)
            for kind, state in asked.states
            if not asked.says_kind or kind in asked.kinds
        ]
    return [(kind, "on") for kind in asked.detected if kind in asked.kinds] or [
        (kind, "on") for kind in asked.kinds & {("binary_sensor", "occupancy")}
    ]


def _exists(home: Home, kind: Kind, asked: Asked) -> bool:
    domain, device_class = kind
    return any(
        (device_class is None or entity.device_class == device_class)
        and _is_placed(home, entity, asked)
        for entity in home.entities_of((domain,))
    )


def _is_placed(home: Home, entity: Entity, asked: Asked) -> bool:
    area = home.area_of(entity)
    if asked.area_id is not None and (area is None or area.id != asked.area_id):
        return False
    return asked.floor_id is None or (area is not None and area.floor_id == asked.floor_id)


def _kind_in(named: Named, kinds: frozenset[Kind]) -> bool:
    return (named.domain, named.device_class) in kinds or (named.domain, None) in kinds


def _state_of(named: Named, asked: Asked) -> str | None:
    for kind in ((named.domain, named.device_class), (named.domain, None)):
        found = {state for of, state in asked.states if of == kind}
        if len(found) == 1:
            return found.pop()
    return None
