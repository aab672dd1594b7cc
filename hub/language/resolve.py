"""From what was said to the entities it is about."""

from collections.abc import Iterable

from hub.home.home import Home
from hub.home.model import UNAVAILABLE, Entity
from hub.home.plan import Question, Refusal, Request
from hub.language.meaning import EVERYWHERE, Meaning
from hub.language.speech import is_english, joined, say, word

# What "turn on the kitchen" means, as Home Assistant has it.
AREA_WIDE = ("light", "switch", "fan")
# People call all of these by each other's names.
_ALIKE = frozenset({"blind", "shade", "shutter"})
_SUN_BLOCKERS = _ALIKE | {"curtain", "awning"}

# More than this many are not read out.
MOST_OFFERED = 6

Resolved = list[Entity] | Question | Refusal


def resolve(home: Home, meaning: Meaning, request: Request, domains: Iterable[str]) -> Resolved:
    """Return the entities of `domains` that `meaning` is about, or why there are none."""
    wanted = frozenset({meaning.domain} if meaning.domain else domains)
    if meaning.entity_ids:
        return _by_name(home, meaning, request)
    there = [e for e in home.entities_of(wanted) if e.entity_category is None]
    placed = _placed(home, _of_class(there, meaning.device_class), meaning)
    if placed:
        return placed
    language = request.language
    text = _nothing(home, meaning, wanted, language)
    similar = _placed(home, _sun_blockers(there, meaning.device_class), meaning)
    if len(similar) == 1:
        meant = say(language, "do_you_mean", name=similar[0].name)
        return Question(text=f"{text} {meant}", options=(similar[0].id,))
    return Refusal(text=text, code="no_target")


def reachable(home: Home, entities: Iterable[Entity]) -> tuple[list[Entity], list[Entity]]:
    """Return the entities that can be reached, and those that cannot."""
    yes: list[Entity] = []
    no: list[Entity] = []
    for entity in entities:
        (no if home.state(entity.id).state == UNAVAILABLE else yes).append(entity)
    return yes, no


def full_name(home: Home, entity: Entity) -> str:
    """Return an entity's name, with its area where the name does not say it."""
    area = home.area_of(entity)
    if area is None or area.name.lower() in entity.name.lower():
        return entity.name
    return f"{entity.name} ({area.name})"


def which_one(home: Home, entities: Iterable[Entity], language: str = "en") -> Question:
    """Ask which of `entities` is meant, in a language."""
    options = list(entities)
    names = [full_name(home, entity) for entity in options]
    if len(set(names)) < len(names):
        names = [f"{full_name(home, e)}, the {e.domain.replace('_', ' ')}" for e in options]
    text = say(language, "which_one", names=joined(language, names, "or"))
    if len(options) > MOST_OFFERED:
        some = joined(language, names[:2], "or")
        text = say(language, "which_of_many", count=len(options), names=some)
    return Question(text=text, options=tuple(entity.id for entity in options))


def listed(names: Iterable[str], word: str = "and") -> str:
    """Join names as people do: "a, b and c"."""
    items = list(names)
    if len(items) < 2:  # noqa: PLR2004 - one item needs no comma
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def _by_name(home: Home, meaning: Meaning, request: Request) -> Resolved:
    named = [home.entity(entity_id) for entity_id in meaning.entity_ids]
    # A scene is in no room, though people say where it is to be seen.
    is_anywhere = all(entity.domain in {"scene", "script"} for entity in named)
    if not is_anywhere and (meaning.is_area_said or meaning.floor_id is not None):
        placed = _placed(home, named, meaning)
        if not placed:
            text = _none(home, meaning, str(meaning.name), request.language)
            return Refusal(text=text, code="no_target")
        named = placed
    if len(named) > 1 and request.area_id is not None:
        near = [e for e in named if (a := home.area_of(e)) and a.id == request.area_id]
        named = near or named
    return named if len(named) == 1 else which_one(home, named, request.language)


def _placed(home: Home, entities: list[Entity], meaning: Meaning) -> list[Entity]:
    found = entities
    if meaning.area_id is not None and meaning.area_id != EVERYWHERE:
        found = [e for e in found if (a := home.area_of(e)) and a.id == meaning.area_id]
    if meaning.floor_id is not None:
        found = [e for e in found if (f := home.floor_of(e)) and f.id == meaning.floor_id]
    return found


def _of_class(entities: list[Entity], device_class: str | None) -> list[Entity]:
    if device_class is None:
        return entities
    exact = [
        e
        for e in entities
        if e.device_class == device_class
        or (e.device_class is None and device_class in e.name.lower())
    ]
    if exact or device_class not in _ALIKE:
        return exact
    return [e for e in entities if e.device_class in _ALIKE]


def _sun_blockers(entities: list[Entity], device_class: str | None) -> list[Entity]:
    """Return what may be meant by a word for another thing that keeps the sun out."""
    if device_class not in _SUN_BLOCKERS:
        return []
    return [e for e in entities if e.device_class in _SUN_BLOCKERS]


def _nothing(home: Home, meaning: Meaning, domains: frozenset[str], language: str) -> str:
    kind = meaning.device_class or (next(iter(domains)) if len(domains) == 1 else "device")
    general = word(language, f"kind.{next(iter(domains))}", kind) if len(domains) == 1 else kind
    default = kind if is_english(language) else general
    said = word(language, f"kind.{kind}", default.replace("_", " "))
    return _none(home, meaning, said, language)


def _none(home: Home, meaning: Meaning, kind: str, language: str) -> str:
    """Say that there is no such thing where it was looked for."""
    if meaning.floor_id is not None and meaning.floor_id in home.floors:
        return say(language, "none_on", kind=kind, place=home.floors[meaning.floor_id].name)
    if meaning.area_id is not None and meaning.area_id in home.areas:
        return say(language, "none_in", kind=kind, place=home.areas[meaning.area_id].name)
    return say(language, "none_here", kind=kind)
