"""Every phrase of orders, with what it may stand for."""

from collections.abc import Iterable

from hub.language.worded.change_words import ChangeWords
from hub.language.worded.folding import variants
from hub.language.worded.order_words import OrderWords
from hub.language.worded.tongue import Kind, Lexicon, Tongue, Unit, things

CONTROLLED = frozenset({
    "light", "switch", "fan", "cover", "lock", "valve", "climate", "media_player", "vacuum",
    "scene", "script", "input_boolean", "automation", "siren", "humidifier",
})  # fmt: skip
_ON_OFF = ("light", "switch", "fan", "climate", "media_player", "input_boolean", "siren",
           "humidifier", "automation")  # fmt: skip
_LEVELLED = ("light", "climate", "media_player")


def order_lexicon(tongue: Tongue, words: OrderWords, changes: ChangeWords) -> Lexicon:
    """Return every phrase of orders with what it may stand for."""
    found: dict[tuple[str, ...], dict[str, set[object]]] = {}

    def add(pattern: str, role: str, values: Iterable[object] = ()) -> None:
        for phrase in variants(pattern):
            found.setdefault(phrase, {}).setdefault(role, set()).update(values)

    for role in ("filler", "here", "everywhere", "percent", "degrees", "most", "least", "set"):
        add(getattr(words, role), role)
    add(words.verbs, "filler")
    add(words.light_up, "do", [(("light", None), "on")])
    for domain, said in words.properties.items():
        add(said, "property", (domain,))
    add(changes.sounds, "property", ("media_player",))
    add(changes.filler, "filler")
    add(changes.wish, "set")
    for said, part in _parts(changes).items():
        add(said, "part", (part,))
    for color, said in words.colors.items():
        add(said, "color", (color,))
    add(tongue.all, "all")
    kinds = [(kind, thing) for kind, thing in things(tongue) if kind[0] in CONTROLLED]
    for kind, thing in kinds:
        add(thing.nouns, "noun", (kind,))
    for said, states in (*_changing(changes), *_doing(words, [kind for kind, _ in kinds])):
        add(said, "do", states)
    return {
        phrase: tuple(Unit(role, frozenset(values)) for role, values in roles.items())
        for phrase, roles in found.items()
    }


def _parts(words: ChangeWords) -> dict[str, float]:
    return {words.half: 50.0, words.quarter: 25.0, words.third: 33.0, words.three_quarters: 75.0}


def _doing(words: OrderWords, kinds: list[Kind]) -> list[tuple[str, set[tuple[Kind, str]]]]:
    """Return what plain verbs and particles do, by kind."""
    made: list[tuple[str, set[tuple[Kind, str]]]] = []
    for said, state, domains in (
        (words.on, "on", _ON_OFF), (words.off, "off", _ON_OFF),
        (words.start, "on", ("scene", "script", "automation", "fan")),
        (words.open, "open", ("cover", "valve")), (words.close, "closed", ("cover", "valve")),
        (words.lock, "locked", ("lock",)), (words.unlock, "unlocked", ("lock",)),
        (words.on, "on", ("scene", "script")), (words.stop, "off", ("fan", "vacuum", "climate")),
        (words.let, "closed", ("cover",)),
    ):  # fmt: skip
        added = {kind for kind in kinds if kind[0] in domains} | {(d, None) for d in domains}
        made.append((said, {(kind, state) for kind in added}))
    return made


def _changing(words: ChangeWords) -> list[tuple[str, set[tuple[Kind, str]]]]:
    """Return what verbs and comparatives want, by kind."""
    made: list[tuple[str, set[tuple[Kind, str]]]] = []
    for said, state, domains in (
        (words.brighter, "up", ("light",)), (words.darker, "down", ("light",)),
        (words.louder, "up", ("media_player",)), (words.quieter, "down", ("media_player",)),
        (words.warmer, "up", ("climate",)), (words.cooler, "down", ("climate",)),
        (words.raise_it, "up", _LEVELLED), (words.lower_it, "down", _LEVELLED),
        (words.mute, "muted", ("media_player",)), (words.unmute, "sounding", ("media_player",)),
        (words.silence, "silenced", ("media_player",)), (words.pause, "paused", ("media_player",)),
        (words.play, "playing", ("media_player",)), (words.following, "next", ("media_player",)),
        (words.previous, "previous", ("media_player",)), (words.clean, "cleaning", ("vacuum",)),
        (words.dock, "docked", ("vacuum",)), (words.let, "cleaning", ("vacuum",)),
        (words.let, "docked", ("vacuum",)), (words.need, "on", ("light",)),
    ):  # fmt: skip
        made.append((said, {((domain, None), state) for domain in domains}))
    return made
