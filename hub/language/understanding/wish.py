"""What a clause wants, told apart from what it is wanted of."""

from collections.abc import Sequence

from hub.language.understanding.frames import Clause
from hub.language.understanding.lexicon.tables import Lexicon, Tag
from hub.language.understanding.parts import Part
from hub.record import record

# A verb with a particle that it does not have by itself, and what they mean together.
_TOGETHER: dict[tuple[str, str], str] = {
    ("close", "off"): "off", ("close", "down"): "close", ("close", "up"): "close",
    ("close", "closed"): "close", ("open", "up"): "open", ("open", "open"): "open",
    ("start", "up"): "start", ("start", "on"): "start", ("on", "up"): "on", ("on", "on"): "on",
    ("off", "off"): "off", ("off", "down"): "off", ("off", "out"): "off", ("lock", "up"): "lock",
    ("lock", "down"): "lock", ("up", "up"): "up", ("down", "down"): "down", ("dim", "down"): "dim",
    ("raise", "up"): "raise", ("lower", "down"): "lower", ("brighten", "up"): "brighten",
    ("warm", "up"): "warm", ("cool", "down"): "cool", ("cool", "off"): "cool",
    ("clean", "up"): "clean", ("dock", "home"): "dock", ("resume", "on"): "resume",
    ("lock", "locked"): "lock", ("hit", "off"): "off", ("hit", "on"): "on", ("stop", "off"): "off",
    ("draw", "closed"): "close", ("raise", "open"): "open", ("down", "off"): "off",
    ("start", "in"): "retract", ("start", "out"): "extend", ("retract", "in"): "retract",
    ("extend", "out"): "extend", ("up", "down"): "down", ("close", "in"): "retract",
    ("close", "open"): "", ("open", "closed"): "",
}  # fmt: skip
_DIRECTIONS = {
    "up": 1, "down": -1, "raise": 1, "lower": -1, "dim": -1, "brighten": 1, "warm": 1, "cool": -1,
}  # fmt: skip
_VERB_PROPERTIES = {
    "dim": "brightness", "brighten": "brightness", "warm": "temperature", "cool": "temperature",
}  # fmt: skip
# Said twice they mean one thing: "candlelight, warm".
_REPEATABLE = frozenset({Tag.OPTION, Tag.WHITE})
# Nobody wants it warmer by more: "heat it 22" is a goal.
_FEW_DEGREES = 10
# Alone, without a verb, only these are orders: "bedroom lamp on". "Window open" is a remark.
_BARE = frozenset({"on", "off", "up", "down", "retract"})


@record(frozen=True, slots=True)
class Wish:
    """What is to be done. `sense` is the verb's; "set" where only a value was said.

    `direction`: 1 more, -1 less; `is_delta`: `number` is the difference. `is_exact`: it was
    said to be the goal ("to 30"). `level`: percent, or
    "max" or "min". `choices`: the words of modes, options and colours, as said. `is_out`: said
    "out", which switches lamps off and lets awnings out.
    """

    sense: str
    number: float | None = None
    unit: str = ""
    is_delta: bool = False
    is_exact: bool = False
    level: str = ""
    speed: str = ""
    color: str = ""
    kelvin: int | None = None
    about: str = ""
    direction: int = 0
    scale: str = ""
    factor: float | None = None
    mode: str = ""
    choices: tuple[str, ...] = ()
    is_out: bool = False

    @property
    def has_value(self) -> bool:
        """Whether it says how much or which."""
        return bool(
            self.number is not None
            or self.level or self.speed or self.color or self.kelvin or self.mode or self.choices
            or self.factor
        )  # fmt: skip

    @property
    def percent(self) -> float | None:
        """The percentage said, as a number or in words; None if none was."""
        if self.number is not None and self.unit in {"", "%"} and not self.is_delta:
            return self.number
        return {"max": 100.0, "min": 1.0}.get(self.level) or (
            float(self.level) if self.level[:1].isdecimal() else None
        )


def wish_of(clause: Clause, lexicon: Lexicon) -> Wish | None:
    """Return what a clause wants; None if its words do not fit together or want nothing."""
    sense = _sense(clause, lexicon)
    if sense is None:
        return None
    if "mode" in clause.properties and all(v.tag is Tag.AMOUNT for v in clause.values):
        return None
    by_tag: dict[Tag, list[Part]] = {}
    for value in clause.values:
        by_tag.setdefault(value.tag, []).append(value)
    kelvin = _take_kelvin(by_tag)
    if any(len(found) > 1 for tag, found in by_tag.items() if tag not in _REPEATABLE):
        return None
    amount = _one(by_tag.get(Tag.AMOUNT, ()))
    change = _one(by_tag.get(Tag.CHANGE, ()))
    properties = [name for name in clause.properties if name not in {"mode", "level"}]
    if change is not None and not change.value.startswith("any"):
        properties.append(change.value[:-1])
    properties += [_VERB_PROPERTIES[verb] for verb in clause.verbs if verb in _VERB_PROPERTIES]
    if len(set(properties)) > 1 and set(properties) != {"music", "volume"}:
        return None
    direction = _direction(sense, change, clause)
    is_delta = amount is not None and _is_delta(clause, amount, direction, change is not None)
    if is_delta and amount is not None and (amount.number or 0) < 0:
        return None  # "lower it by -2": which way?
    factor = _one(by_tag.get(Tag.FACTOR, ()))
    named = [p.text for tag in (Tag.OPTION, Tag.MODE, Tag.COLOR, Tag.SPEED, Tag.WHITE)
             for p in by_tag.get(tag, ())]  # fmt: skip
    white = _value(by_tag.get(Tag.WHITE, ()))
    return Wish(
        sense=sense,
        number=amount.number if amount else None,
        unit=amount.unit if amount else "",
        is_delta=is_delta,
        is_exact=clause.has_to,
        level=_value(by_tag.get(Tag.LEVEL, ())),
        speed=_value(by_tag.get(Tag.SPEED, ())),
        color=_value(by_tag.get(Tag.COLOR, ())),
        kelvin=kelvin or (int(white) if white else None),
        about="volume" if "volume" in properties else properties[0] if properties else "",
        direction=direction,
        scale=clause.degree,
        factor=float(factor.value) if factor else _verb_factor(sense),
        mode=_value(by_tag.get(Tag.MODE, ())),
        choices=tuple(named),
        is_out="out" in clause.particles,
    )


def _take_kelvin(by_tag: dict[Tag, list[Part]]) -> int | None:
    """Take the kelvin from the amounts where another one is said too: "3000 K at 20 %"."""
    amounts = by_tag.get(Tag.AMOUNT, [])
    if len(amounts) < 2:  # noqa: PLR2004 - one alone is the amount
        return None
    kelvin = next((part for part in amounts if part.unit == "K"), None)
    if kelvin is None or kelvin.number is None:
        return None
    amounts.remove(kelvin)
    return round(kelvin.number)


def _sense(clause: Clause, lexicon: Lexicon) -> str | None:
    strong = list(dict.fromkeys(v for v in clause.verbs if v not in lexicon.general))
    particles = list(dict.fromkeys(clause.particles))
    if len(strong) > 1:
        return None
    if "ensure" in clause.verbs:
        particles = [p.removeprefix("is ") for p in particles]
    if any(p.startswith("is ") for p in particles):
        return None
    if strong:
        return _joined(strong[0], particles)
    senses = {lexicon.particle_senses.get(p, "") for p in particles}
    if len(senses) > 1 and clause.values:
        senses -= {"on"}
    if len(senses) > 1 or "" in senses:
        return None
    if senses:
        sense = senses.pop()
        return sense if clause.verbs or sense in _BARE else None
    return "set" if clause.values else None


def _joined(verb: str, particles: Sequence[str]) -> str | None:
    if not particles:
        return verb
    if len(particles) > 1:
        return None
    return _TOGETHER.get((verb, particles[0])) or None


def _direction(sense: str, change: Part | None, clause: Clause) -> int:
    if change is not None:
        return 1 if change.value.endswith("+") else -1
    ways = {_DIRECTIONS[verb] for verb in (sense, *clause.verbs) if verb in _DIRECTIONS}
    return ways.pop() if len(ways) == 1 else 0


def _is_delta(clause: Clause, amount: Part, direction: int, has_change: bool) -> bool:  # noqa: FBT001
    if clause.has_by or amount.unit == "notch":
        return True
    if clause.has_to or not direction:
        return False
    if amount.unit == "deg" or (amount.unit == "" and set(clause.verbs) & {"warm", "cool"}):
        return (amount.number or 0) <= _FEW_DEGREES
    is_dimmed = set(clause.verbs) & {"dim", "brighten", "raise", "lower"}
    return has_change or not is_dimmed


def _verb_factor(sense: str) -> float | None:
    return {"double": 2.0, "halve": 0.5}.get(sense)


def _one(parts: Sequence[Part]) -> Part | None:
    return parts[0] if parts else None


def _value(parts: Sequence[Part]) -> str:
    return parts[0].value if parts else ""
