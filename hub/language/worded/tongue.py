"""What a language says in questions: its nouns, state words, quantifiers and small words."""

from collections.abc import Callable, Mapping
from dataclasses import field

from hub.language.worded.folding import variants
from hub.record import record

# A kind of thing: its domain, and its device class where that matters.
Kind = tuple[str, str | None]
_ON_OFF_DOMAINS = ("light", "switch", "fan", "climate", "media_player")
_DETECTORS = ("carbon_monoxide", "gas", "moisture", "motion", "occupancy", "smoke", "sound",
              "tamper", "vibration", "problem", "light", "update", "running", "power",
              "battery_charging", "cold", "heat", "safety")  # fmt: skip
_COVERS = ("awning", "blind", "curtain", "door", "garage", "gate", "shade", "shutter", "window")
_OPENINGS = ("door", "garage_door", "opening", "window")


@record(frozen=True, slots=True)
class Thing:
    """What one kind is called, and what it is said to be when on and when off."""

    nouns: str = ""
    on: str = ""
    off: str = ""


@record(frozen=True, slots=True)
class Tongue:
    """The words of one language; each string is `a|b`, see `folding.variants`.

    `binary` is by device class, `domains` by domain, `covers` the nouns by device class; `open`
    and `closed` are for all that opens, `on` and `off` for what is switched or detected, `locked`
    and `unlocked` for locks. `detectable` are nouns that say "on" by themselves ("is there gas?").
    `anything` stands for things of any kind. `is_joined`: the language writes compounds as one.
    """

    filler: str
    any: str
    all: str
    which: str
    count: str
    state: str
    negation: str
    anything: str
    on: str
    off: str
    open: str
    closed: str
    locked: str
    unlocked: str
    opening: str
    closing: str
    at_home: str
    away: str
    anyone: str
    everyone: str
    who: str
    people: str
    where: str
    binary: Mapping[str, Thing]
    domains: Mapping[str, Thing]
    covers: Mapping[str, str]
    measures: Mapping[str, str]
    detectable: Mapping[str, str] = field(default_factory=dict)
    is_joined: bool = False


@record(frozen=True, slots=True)
class Unit:
    """What a phrase may stand for.

    `role`: "filler", "any", "all", "which", "count", "state", "not", "noun", "detected", "is",
    "measure", "where", "name", "area" or "floor"; `values` are what it stands for.
    """

    role: str
    values: frozenset[object] = frozenset()


Lexicon = dict[tuple[str, ...], tuple[Unit, ...]]


def lexicon(tongue: Tongue) -> Lexicon:
    """Return every phrase of a language with what it may stand for."""
    found: dict[tuple[str, ...], dict[str, set[object]]] = {}

    def add(pattern: str, role: str, *values: object) -> None:
        for words in variants(pattern):
            found.setdefault(words, {}).setdefault(role, set()).update(values)

    for role in ("filler", "any", "all", "which", "count", "state", "where"):
        add(getattr(tongue, role), role)
    add(tongue.negation, "not")
    add(tongue.anything, "noun", *_every_kind(tongue))
    for kind, thing in things(tongue):
        add(thing.nouns, "noun", kind)
        add(thing.on, "is", (kind, _state(kind, is_on=True)))
        add(thing.off, "is", (kind, _state(kind, is_on=False)))
    for name, said in tongue.detectable.items():
        add(said, "detected", ("binary_sensor", name))
    for what, said in tongue.measures.items():
        add(said, "measure", what)
    _add_people(tongue, add)
    return {
        words: tuple(Unit(role, frozenset(values)) for role, values in roles.items())
        for words, roles in found.items()
    }


def things(tongue: Tongue) -> list[tuple[Kind, Thing]]:
    """Return every kind with all its words."""
    things: list[tuple[Kind, Thing]] = []
    for device_class, thing in tongue.binary.items():
        on, off = thing.on, thing.off
        if device_class in _OPENINGS:
            on, off = f"{on}|{tongue.open}", f"{off}|{tongue.closed}"
        elif device_class in _DETECTORS:
            on, off = f"{on}|{tongue.on}", f"{off}|{tongue.off}"
        elif device_class == "lock":
            on, off = f"{on}|{tongue.unlocked}", f"{off}|{tongue.locked}"
        things.append((("binary_sensor", device_class), Thing(thing.nouns, on, off)))
    for domain, thing in tongue.domains.items():
        on, off = thing.on, thing.off
        if domain in _ON_OFF_DOMAINS:
            on, off = f"{on}|{tongue.on}", f"{off}|{tongue.off}"
        elif domain == "lock":
            on = f"{on}|{tongue.unlocked}|{tongue.open}"
            off = f"{off}|{tongue.locked}|{tongue.closed}"
        elif domain == "valve":
            on, off = f"{on}|{tongue.open}", f"{off}|{tongue.closed}"
        things.append(((domain, None), Thing(thing.nouns, on, off)))
    for device_class, nouns in tongue.covers.items():
        kind = ("cover", device_class or None)
        things.append((kind, Thing(nouns, tongue.open, tongue.closed)))
    things.append((("cover", None), Thing("", tongue.open, tongue.closed)))
    return things


def _every_kind(tongue: Tongue) -> list[Kind]:
    return [kind for kind, _ in things(tongue)]


_STATES: dict[str, tuple[str, str]] = {
    "cover": ("open", "closed"), "valve": ("open", "closed"), "lock": ("unlocked", "locked"),
    "vacuum": ("cleaning", "docked"),
}  # fmt: skip


def _state(kind: Kind, *, is_on: bool) -> str:
    on, off = _STATES.get(kind[0], ("on", "off"))
    return on if is_on else off


def _add_people(tongue: Tongue, add: Callable[..., None]) -> None:
    person: Kind = ("person", None)
    add(tongue.at_home, "is", (person, "home"), (("binary_sensor", "presence"), "on"))
    add(tongue.away, "is", (person, "not_home"), (("binary_sensor", "presence"), "off"))
    add(tongue.anyone, "anyone")
    add(tongue.everyone, "everyone")
    add(tongue.who, "who")
    add(tongue.people, "noun", person)
    for words, state in ((tongue.opening, "opening"), (tongue.closing, "closing")):
        add(words, "is", *((("cover", name), state) for name in (*_COVERS, None)))
