"""Wishes that name no action: "it's too dark in here", "I'm off to bed", "movie night"."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from hub.home.ids import AreaId, EntityId
from hub.home.model import Entity
from hub.home.plan import Body, Question, Step, Steps
from hub.language.resolve import which_one
from hub.language.understanding.deciding import decide
from hub.language.understanding.lexicon.tables import Tag
from hub.language.understanding.parts import Part
from hub.language.understanding.remarks import is_remark, is_wish, pieces_of
from hub.language.understanding.spread import read_back
from hub.language.understanding.tagging import Tagger
from hub.language.understanding.targets import Scope
from hub.language.understanding.tokens import MARKS, tokens
from hub.language.understanding.wish import Wish

if TYPE_CHECKING:
    from hub.home.commands import Command
    from hub.language.understanding.index import Words

# Words that may stand around such a wish; others make a story of it.
_AROUND = frozenset({
    "she", "feeling", "looks", "bloody", "damn", "its", "bit", "rather", "pretty", "far", "have",
    "i", "m", "am", "it", "s", "is", "we", "re", "are", "a", "the", "to", "read", "see", "work",
    "think", "me", "my", "could", "can", "t", "here", "in", "for", "this", "that", "so", "now",
    "feel", "feels", "really", "do", "something", "about", "much", "way", "little", "room",
    "too", "there", "not", "enough", "anything", "thing", "getting", "need", "some", "of", "off",
    "going", "night", "everyone", "all", "well", "music", "tv", "sound", "with", "you", "be",
    "cook", "cooking", "reading", "working", "study", "sleep", "bed", "lares", "good", "please",
    "and", "kids", "one", "guys", "out", "home", "watch", "watching", "movie", "ready",
})  # fmt: skip
# A remark about elsewhere or another time is no wish.
_ELSEWHERE = frozenset({
    "outside", "yesterday", "tomorrow", "was", "were", "they", "his", "her", "their",
    "coffee", "tea", "soup", "water", "food", "hope", "if", "when", "why", "because", "never",
})  # fmt: skip
_ROUTINES: dict[str, frozenset[str]] = {
    "bed": frozenset({"bed", "bedtime", "sleep", "goodnight"}),
    "leave": frozenset({"leave", "leaving", "away", "goodbye", "bye"}),
    "arrive": frozenset({"arrive", "arriving", "welcome", "home", "arrival"}),
    "morning": frozenset({"morning", "wake"}),
    "movie": frozenset({"movie", "film", "cinema"}),
}
# What it is too dark, loud or cold for may be anything.
_REASON = re.compile(r"\b(?:to|for|at|after|with|over|while|from)\b")
_TELLING = frozenset({Tag.VERB, Tag.PARTICLE, Tag.AMOUNT, Tag.NOT, Tag.NOUN})
# Of 255: a lamp that is on below this is turned up before others are switched on.
_BRIGHT = 160
_NO_BREEZE = frozenset({"purifier", "extractor", "extracter", "bathroom", "hood", "exhaust"})
_AGAINST_SUN = frozenset({"blind", "shade", "shutter", "curtain"})
# What the name of a routine may hold besides: a bedtime story is none.
_ROUTINE_WORDS = frozenset({
    "routine", "mode", "time", "scene", "script", "good", "night", "go", "to", "the", "house",
    "all", "off", "light", "everything", "i", "m", "am", "we", "re", "are", "out", "my", "our",
    "up", "now",
})  # fmt: skip
_NIGHT = frozenset({"good", "night", "mode", "time"})
_COMFORT: dict[str, tuple[tuple[str, Wish], ...]] = {
    "dark": (("light", Wish("on")), ("light", Wish("brighten", about="brightness", direction=1))),
    "bright": (("light", Wish("dim", about="brightness", direction=-1)),),
    "cold": (("climate", Wish("warm", about="temperature", direction=1)),),
    "sun": (("cover", Wish("close")),),
    "stuffy": (("fan", Wish("on")),),
    "hot": (("climate", Wish("cool", about="temperature", direction=-1)),
            ("fan", Wish("on")),
            ("climate", Wish("cool", about="temperature", direction=-1))),
    "loud": (("media_player", Wish("down", about="volume", direction=-1)),),
    "quiet": (("media_player", Wish("up", about="volume", direction=1)),),
}  # fmt: skip


def implied(text: str, scope: Scope) -> Body | None:
    """Return what a remark asks for; None if it is no such remark."""
    said = text.casefold().replace("\u2019", "'").strip(" .!")
    if said.endswith("?"):
        return None
    pieces = pieces_of(said)
    if len(pieces) > 1:
        return _among(pieces, scope)
    for pattern, concept in scope.lexicon.wishes:
        match = pattern.search(said)
        if match is None:
            continue
        area_id = _area_of(said[: match.start()], said[match.end() :], scope, concept)
        if isinstance(area_id, bool):
            return None
        if concept in _COMFORT:
            return _comfort(concept, area_id or scope.here, scope)
        return called(text, scope) or _routine(concept, said, scope)
    return _lights(text, scope)


def _among(pieces: Sequence[str], scope: Scope) -> Body | None:
    """Return what one of several remarks asks for, where all of them are remarks."""
    wishes = [piece for piece in pieces if is_wish(piece, scope.lexicon)]
    others = [piece for piece in pieces if piece not in wishes]
    if not all(is_remark(piece, scope.lexicon) or _says_nothing(piece, scope) for piece in others):
        return None
    return next((body for piece in wishes if (body := implied(piece, scope))), None)


def _says_nothing(piece: str, scope: Scope) -> bool:
    return all(part.tag in {Tag.FILLER, Tag.PRONOUN} for part in _parts(piece, scope))


def called(text: str, scope: Scope) -> Body | None:
    """Return the scene or script whose name the whole sentence is: "movie night"."""
    parts = _parts(text, scope)
    kept = [part for part in parts if part.tag not in {Tag.FILLER, Tag.ARTICLE, Tag.STOP}]
    kept = [part for part in kept if part.text not in {"it", "s", "is", "time", "for", "mode"}]
    words: Words = tuple(scope.lexicon.stem(word) for part in kept for word in part.text.split())
    found = [
        e for e in scope.entities(scope.index.by_name.get(words, ()))
        if e.domain in {"scene", "script"}
    ]  # fmt: skip
    if len(found) > 1:
        return which_one(scope.home, found)
    return _done([(found[0], Wish("on"))], scope) if found else None


def _parts(text: str, scope: Scope) -> list[Part]:
    said = tokens(text, scope.lexicon)
    return Tagger(said, scope.index, scope.lexicon, {}).parts()


def _area_of(before: str, after: str, scope: Scope, concept: str) -> AreaId | bool | None:
    """Return the area that the rest of a remark names; False if it tells something else."""
    area_id: AreaId | None = None
    domains = {domain for domain, _ in _COMFORT.get(concept, ())}
    reason = _REASON.search(after)
    strict = f"{before} {after[: reason.start()] if reason else after}"
    parts = _parts(strict, scope)
    told = [*parts, *_parts(after[reason.start() :], scope)] if reason else parts
    for at, part in enumerate(told):
        words = part.text.split()
        if set(words) & _ELSEWHERE or _is_other_thing(part, domains, scope):
            return False
        if part.noun is not None and len(part.noun.areas) == 1:
            area_id = next(iter(part.noun.areas))
        elif at < len(parts) and _tells_more(part, words):
            return False
    return area_id


def _tells_more(part: Part, words: Sequence[str]) -> bool:
    if part.tag is Tag.UNKNOWN:
        return part.text not in _AROUND | MARKS
    return part.tag in _TELLING and not set(words) <= _AROUND


def _is_other_thing(part: Part, domains: set[str], scope: Scope) -> bool:
    """Tell whether a remark is about a device that the wish would not move: "the fan is loud"."""
    kind = part.noun.kind if part.noun is not None and part.tag is Tag.KIND else None
    return kind is not None and not scope.lexicon.kinds[kind].domains & domains


def _comfort(concept: str, area_id: AreaId | None, scope: Scope) -> Body | None:
    """Act where one device clearly fits, ask where several do."""
    for rank, (domain, wish) in enumerate(_COMFORT[concept]):
        fitting = [e for e in _in_area(domain, area_id, scope) if _helps(e, concept, wish, scope)]
        if concept == "hot" and rank == 0:
            fitting = [e for e in fitting if scope.home.state(e.id).state == "cool"]
        if not fitting:
            continue
        if len(fitting) == 1:
            return _done([(fitting[0], wish)], scope)
        steps = _steps([(e, wish) for e in fitting], scope)
        if area_id is None or not steps:
            return which_one(scope.home, fitting)
        if domain == "light":
            return Steps(steps=steps)
        return Question(text=read_back(scope.home, steps), proposal=steps)
    return None


def _in_area(domain: str, area_id: AreaId | None, scope: Scope) -> list[Entity]:
    """Return what is of a domain here; a thermostat elsewhere counts if it is the only one."""
    there = [
        item for item in scope.index.items.values()
        if item.entity.domain == domain and item.entity.actions
        and item.entity.entity_category is None
    ]  # fmt: skip
    near = [item.entity for item in there if area_id is not None and item.area_id == area_id]
    if near or (area_id is not None and domain in {"light", "fan"}):
        return near
    playing = [i for i in there if scope.home.state(i.entity.id).state in {"playing", "on"}]
    there = playing if domain == "media_player" else there
    return [item.entity for item in there] if len(there) == 1 or area_id is None else []


def _helps(  # noqa: PLR0911
    entity: Entity, concept: str, wish: Wish, scope: Scope
) -> bool:
    """Tell whether the device is in a state in which the wish changes something."""
    state = scope.home.state(entity.id)
    if not state.is_available or not isinstance(decide(entity, state, wish), list):
        return False
    if concept == "dark" and wish.sense == "on":
        return state.state == "off" and not _is_dimly_lit(entity, scope)
    if concept in {"dark", "bright"}:
        return state.state == "on"
    if concept == "hot" and entity.domain == "fan":
        return state.state == "off" and not scope.index.items[entity.id].words & _NO_BREEZE
    if entity.domain == "fan":
        return state.state == "off"
    if entity.domain == "cover":
        return entity.device_class in _AGAINST_SUN and state.state != "closed"
    if entity.domain == "media_player":
        return state.state in {"playing", "on"}
    return state.state != "off"


def _is_dimly_lit(entity: Entity, scope: Scope) -> bool:
    """Tell whether a light in the same area is on and could be brighter by half."""
    area_id = scope.index.items[entity.id].area_id
    if area_id is None:
        return False
    others = [e for e in _in_area("light", area_id, scope) if scope.home.state(e.id).state == "on"]
    levels = [scope.home.state(e.id).attributes.get("brightness") for e in others]
    return any(isinstance(level, int | float) and level < _BRIGHT for level in levels)


def _routine(concept: str, said: str, scope: Scope) -> Body | None:
    """Run the scene of that name, or propose to switch the lights off."""
    words = _ROUTINES[concept]
    found = [
        item.entity
        for item in scope.index.items.values()
        if item.entity.domain in {"scene", "script"}
        and (item.words & words or (concept == "bed" and item.words <= _NIGHT))
        and item.words <= words | _ROUTINE_WORDS | item.place_words
    ]
    words_said = set(re.findall(r"\w+", said))
    found = [e for e in found if scope.index.items[e.id].words & words_said] or found
    if len(found) > 1:
        return which_one(scope.home, found)
    if found:
        return _done([(found[0], Wish("on"))], scope)
    if concept not in {"bed", "leave"}:
        return None
    is_on: Callable[[EntityId], bool] = lambda e: scope.home.state(e).state == "on"  # noqa: E731
    lights = [
        item.entity
        for item in scope.index.items.values()
        if item.entity.domain == "light" and is_on(item.entity.id)
        and (concept == "leave" or scope.here is None or item.area_id == scope.here)
    ]  # fmt: skip
    steps = _steps([(light, Wish("off")) for light in lights], scope)
    return Question(text=read_back(scope.home, steps), proposal=steps) if steps else None


def _lights(text: str, scope: Scope) -> Body | None:
    """Take "lights!" for an order to switch them on here."""
    words = [t.text for t in tokens(text, scope.lexicon) if t.text not in MARKS | {"please"}]
    if not re.fullmatch(r"(?:the )?lights", " ".join(words)) or scope.here is None:
        return None
    lights = [
        e for e in _in_area("light", scope.here, scope) if scope.home.state(e.id).state == "off"
    ]
    return _done([(light, Wish("on")) for light in lights], scope) if lights else None


def _done(wanted: Sequence[tuple[Entity, Wish]], scope: Scope) -> Body | None:
    steps = _steps(wanted, scope)
    return Steps(steps=steps) if steps else None


def _steps(wanted: Sequence[tuple[Entity, Wish]], scope: Scope) -> tuple[Step, ...]:
    grouped: dict[str, tuple[Command, list[EntityId]]] = {}
    for entity, wish in wanted:
        commands = decide(entity, scope.home.state(entity.id), wish)
        for command in commands if isinstance(commands, list) else ():
            key = command.model_dump_json()
            grouped.setdefault(key, (command, []))[1].append(entity.id)
    return tuple(
        Step.model_validate({"command": command, "targets": tuple(ids)})
        for command, ids in grouped.values()
    )
