"""From a noun phrase to the entities it means."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Entity
from hub.home.plan import Question, Refusal, Request
from hub.language.resolve import which_one
from hub.language.understanding.frames import Target
from hub.language.understanding.index import NOTHING, HomeIndex, Ids, Item
from hub.language.understanding.lexicon.tables import Kind, Lexicon
from hub.language.understanding.parts import Noun
from hub.language.understanding.states import is_in

Found = list[Entity] | Question | Refusal | None
# Whether an entity is of a sort that the wish can be about at all.
Fits = Callable[[Entity], bool]
# "the kitchen light" means all light there; of other kinds one is meant.
_MASS = frozenset({"light"})


@dataclass(slots=True)
class Scope:
    """What a sentence is understood against. `before`: what the clause before was about."""

    home: Home
    index: HomeIndex
    lexicon: Lexicon
    request: Request
    before: tuple[EntityId, ...] = ()

    @property
    def here(self) -> AreaId | None:
        """The speaker's area."""
        return self.request.area_id

    def entities(self, ids: Iterable[EntityId]) -> list[Entity]:
        """Return entities in the order of the home."""
        wanted = set(ids)
        return [item.entity for key, item in self.index.items.items() if key in wanted]


def resolve(target: Target, scope: Scope, fits: Fits, default: frozenset[str]) -> Found:
    """Return what a noun phrase means among the things that `fits`; None if it is unclear.

    `default`: the domains meant where only a place is named.
    """
    if target.pronoun:
        return _pointed(target, scope, fits)
    meant = meaning(target, scope, default)
    if not meant:
        return absent(target, scope)
    able = [e for e in scope.entities(meant) if e.actions and fits(e)]
    if not able:
        return _unable(target, scope, meant)
    narrowed = _narrowed(target, scope, able)
    if not narrowed:
        return absent(target, scope)
    if target.states:
        kept = [e for e in narrowed if all(is_in(scope.home, e, s) for s in target.states)]
        if not kept:
            return Refusal(text=f"None of them is {target.states[0]}.", code="no_target")
        narrowed = kept
    return _chosen(target, scope, narrowed)


def meaning(target: Target, scope: Scope, default: frozenset[str]) -> Ids:
    """Return all that the words can mean: what every noun of the phrase allows."""
    index = scope.index
    found: Ids | None = None
    if target.everything == "playing":
        found = index.members["player"]
    for noun in target.nouns:
        allowed = _allowed(noun, target, scope)
        found = allowed if found is None else found & allowed
    if not found and _without_fan(target) != target.nouns:
        target.nouns = _without_fan(target)
        return meaning(target, scope, default)
    if target.is_here and scope.here is not None:
        here = index.in_areas([scope.here])
        found = here if found is None else found & here
    if found is None:
        found = frozenset(index.items) if target.everything or target.is_other else NOTHING
    if target.is_place_only or (target.everything in {"where", "domain"} and not target.nouns):
        found = frozenset(e for e in found if index.items[e].entity.domain in default)
    return found


def _without_fan(target: Target) -> list[Noun]:
    """Return the nouns; "the AC fan" is the air conditioner."""
    kinds = [noun.kind for noun in target.nouns if noun.kind]
    if "fan" in kinds and {"ac", "heating", "climate"} & set(kinds):
        return [noun for noun in target.nouns if noun.kind != "fan"]
    return target.nouns


def _allowed(noun: Noun, target: Target, scope: Scope) -> Ids:
    found = noun.placed
    if not noun.is_place or not (set(target.nouns) - {noun}):
        found |= noun.named
    elif noun.named:
        # A name may say a place where the entity itself has none.
        items = scope.index.items
        homeless = {e for e in noun.named if items[e].area_id is None}
        found |= homeless or (noun.named if not _is_placed_kind(noun, target, scope) else NOTHING)
    if noun.kind is not None:
        found |= _of_kind(scope.lexicon.kinds[noun.kind], scope)
    return found


def _is_placed_kind(noun: Noun, target: Target, scope: Scope) -> bool:
    """Tell whether the place itself has something of all the other words."""
    found = noun.placed
    for other in target.nouns:
        if other is not noun:
            found &= other.placed | other.named | (
                _of_kind(scope.lexicon.kinds[other.kind], scope) if other.kind else NOTHING
            )  # fmt: skip
    return bool(found)


def _of_kind(kind: Kind, scope: Scope) -> Ids:
    members = scope.index.members[kind.key]
    if kind.hvac is None:
        return members
    fitting = set()
    for entity_id in members:
        modes = scope.home.state(entity_id).attributes.get("hvac_modes")
        is_named = bool(scope.index.items[entity_id].words & kind.words)
        if is_named or not modes or kind.hvac in modes or "heat_cool" in modes or "auto" in modes:
            fitting.add(entity_id)
    return frozenset(fitting)


def _pointed(target: Target, scope: Scope, fits: Fits) -> Found:
    ids = scope.before or scope.request.spoken_of
    entities = [e for e in scope.entities(ids) if fits(e)]
    if not entities:
        return None
    if target.pronoun == "it" and len(entities) > 1 and len({e.domain for e in entities}) > 1:
        return which_one(scope.home, entities)
    return entities


def _unable(target: Target, scope: Scope, meant: Ids) -> Found:
    entities = scope.entities(meant)
    named = [e for e in entities if _is_exact(target, scope.index.items[e.id])]
    if len(named or entities) != 1:
        return None
    entity = (named or entities)[0]
    text = f"{entity.name} can only be read." if not entity.actions else ""
    return Refusal(text=text or f"{entity.name} can't do that.", code="unsupported")


def absent(target: Target, scope: Scope) -> Refusal | None:
    """Say that there is no such thing, where it is clear what was meant."""
    if target.pronoun or not target.nouns:
        return None
    unknown = [n for n in target.nouns if not (n.named or n.is_place or n.kind)]
    if len(unknown) == 1 and all(n.is_place or n.kind for n in target.nouns if n not in unknown):
        is_last = target.nouns[-1] in unknown and not unknown[0].words[0].isdecimal()
        nouns = unknown if is_last else target.nouns
        return _none(nouns, "here")
    places = [n for n in target.nouns if n.is_place and n.kind is None]
    things = [n for n in target.nouns if n not in places]
    if target.is_here and things and scope.here in scope.home.areas:
        area = scope.home.areas[scope.here]
        return _none(things, f"in {area.name}")
    if things and places:
        return _none(things, f"in the {_said(places)}")
    if things:
        return _none(target.nouns, "here")
    return None


def _none(nouns: Sequence[Noun], where: str) -> Refusal:
    verb = "are" if nouns[-1].is_plural else "is"
    return Refusal(text=f"There {verb} no {_said(nouns)} {where}.", code="no_target")


def _said(nouns: Iterable[Noun]) -> str:
    return " ".join(noun.said or " ".join(noun.words) for noun in nouns)


def _narrowed(target: Target, scope: Scope, able: list[Entity]) -> list[Entity]:
    """Keep what fits the words best: of the kind that was said, exactly so called."""
    items = scope.index.items
    found = _of_head(target, scope, able)
    lone = [e for e in found if items[e.id].entity.entity_category is None]
    found = lone or found
    exact = [e for e in found if _is_exact(target, items[e.id])]
    if exact and not (_is_plural(target) and len(exact) < len(found)
                      and not _is_group(target, exact)):  # fmt: skip
        return exact
    for noun in target.nouns:
        kind = scope.lexicon.kinds[noun.kind] if noun.kind else None
        if kind is not None and kind.words and not kind.narrow:
            called = [e for e in found if items[e.id].words & kind.words]
            found = called if called and not _is_too_few(called, found, target) else found
        if kind is not None and len(kind.classes) > 1 and noun.words[-1] in kind.classes:
            classed = [e for e in found if e.device_class == noun.words[-1]
                       or noun.words[-1] in items[e.id].words]  # fmt: skip
            found = classed or found
    return found


def _is_too_few(called: list[Entity], found: list[Entity], target: Target) -> bool:
    """Tell whether "the lamps that are off" are more than the one that has the word in its name."""
    return len(called) == 1 < len(found) and _is_plural(target) and bool(target.states)


def _of_head(target: Target, scope: Scope, able: list[Entity]) -> list[Entity]:
    """Keep the entities of the kind said last, and those whose names end in that word."""
    heads = [noun for noun in target.nouns if noun.kind is not None]
    if not heads:
        return able
    head = heads[-1]
    members = _of_kind(scope.lexicon.kinds[head.kind or ""], scope)
    of_kind = [e for e in able if e.id in members]
    ending = [
        e for e in able
        if any(name[-len(head.words):] == head.words for name in scope.index.items[e.id].names)
    ]  # fmt: skip
    if scope.lexicon.kinds[head.kind or ""].hvac is not None and ending:
        # "the heater" may be the patio heater's plug as well as a thermostat.
        return [e for e in able if e in of_kind or e in ending]
    exact = [e for e in ending if _is_exact(target, scope.index.items[e.id])]
    if exact and len(target.nouns) > 1:
        return [e for e in able if e in exact or e in of_kind]
    return of_kind or ending or ([e for e in able if _is_exact(target, scope.index.items[e.id])])


def _is_exact(target: Target, item: Item) -> bool:
    """Tell whether the words said are a name of the entity, its place said or not."""
    said = {word for noun in target.nouns for word in noun.words}
    if not said:
        return False
    general = {word for noun in target.nouns if noun.kind for word in noun.words}
    for name in item.names:
        words = set(name)
        if words <= said and said - words <= item.place_words:
            return True
        if (
            words - item.place_words == said - item.place_words
            and words - item.place_words - general
            and (_says_place(said, item) or not item.place_words & words)
        ):
            return True
    return False


def _says_place(said: set[str], item: Item) -> bool:
    return bool(said & item.place_words)


def _is_group(target: Target, exact: list[Entity]) -> bool:
    """Tell whether a plural is itself the name of one entity: "Kitchen Lights"."""
    if target.quant or len(exact) != 1:
        return False
    last = target.said.split()[-1]
    return any(name.casefold().split()[-1:] == [last]
               for name in (exact[0].name, *exact[0].aliases))  # fmt: skip


def _is_plural(target: Target) -> bool:
    return bool(
        target.quant
        or target.everything
        or target.is_other
        or (target.count or 0) > 1
        or any(noun.is_plural and (noun.kind or len(noun.areas) > 1) for noun in target.nouns)
    )


def _chosen(target: Target, scope: Scope, found: list[Entity]) -> Found:  # noqa: PLR0911
    if target.is_other:
        spoken = set(scope.before or scope.request.spoken_of)
        found = [e for e in found if e.id not in spoken]
        return found if spoken and found else None
    if target.is_place_only or target.states or target.everything == "domain":
        return found
    is_plural = _is_plural(target)
    is_placed = target.is_here or any(n.is_place and n.kind is None for n in target.nouns)
    wants_all = target.quant == "all" or bool(target.everything)
    if not is_placed and not wants_all and len(found) > 1 and scope.here is not None:
        near = [e for e in found if scope.index.items[e.id].area_id == scope.here]
        if not near and is_plural and all(n.kind for n in target.nouns):
            return which_one(scope.home, found)
        found = near or found
        is_placed = is_placed or bool(near)
    if target.quant == "both" and len(found) != 2:  # noqa: PLR2004 - both are two
        return which_one(scope.home, found) if len(found) > 1 else None
    if (target.count or 0) > 1 and len(found) != target.count:
        return which_one(scope.home, found) if len(found) > 1 else None
    if len(found) == 1 or is_plural:
        return found
    if (
        is_placed
        and not target.is_one
        and all(n.kind in _MASS or (n.is_place and n.kind is None) for n in target.nouns)
    ):
        return found
    return which_one(scope.home, found)
