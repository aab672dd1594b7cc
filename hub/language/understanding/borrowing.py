"""What a target borrows from those before it: the kind of "the other one", the place of "there"."""

from collections.abc import Sequence

from hub.language.understanding.frames import Clause, Target
from hub.language.understanding.implied_domains import default_domains, is_warmth
from hub.language.understanding.parts import Noun
from hub.language.understanding.targets import Scope, meaning
from hub.language.understanding.wish import Wish

# Alone these may mean anything: "cool", "shut up".
_NOT_ALONE = frozenset({"open", "close", "raise", "lower", "warm", "cool", "lock", "unlock"})


def summed_up(targets: Sequence[Target]) -> list[Target]:
    """Leave out what only spells out "everything": "everything, every door and blind"."""
    rest = targets[1:]
    is_all = bool(targets) and targets[0].everything == "what" and not targets[0].nouns
    if is_all and any(target.quant == "all" for target in rest):
        rest = [target for target in rest if not all(noun.kind for noun in target.nouns)]
    return [*targets[:1], *rest]


def put_there(target: Target, scope: Scope) -> bool:
    """Put "in there" where the things are that were spoken of last; tell whether it is known."""
    ids = scope.before or scope.request.spoken_of
    areas = {scope.index.items[e].area_id for e in ids if e in scope.index.items}
    known = frozenset(area_id for area_id in areas if area_id is not None)
    if known:
        target.nouns.append(Noun((), placed=scope.index.in_areas(known), areas=known))
    return bool(known)


def is_lent_to(target: Target, before: Sequence[Target], wish: Wish, scope: Scope) -> bool:
    """Tell whether "bedroom" may borrow the kind said before it for this wish.

    After "close the blinds", "the bedroom to 20 degrees" is about no blinds.
    """
    domains = default_domains(wish) or (frozenset({"climate"}) if is_warmth(wish) else frozenset())
    is_said = bool(wish.about or wish.color or wish.kelvin)
    if not domains or (domains == {"light"} and not is_said):
        return True
    lent = Target(nouns=list(target.nouns))
    lend_kind(lent, before, scope)
    kinds = [scope.lexicon.kinds[n.kind] for n in lent.nouns if n.kind is not None]
    if any(kind.domains & domains for kind in kinds):
        return True
    return not (wish.unit or wish.about) and bool(meaning(lent, scope, domains))


def lend_kind(target: Target, before: Sequence[Target], scope: Scope) -> None:
    """Lend "bedroom" the kind of "kitchen lights off, bedroom on"; "one" that of its lamp."""
    nouns = [noun for other in before for noun in other.nouns]
    kinds = [n for n in nouns if n.kind is not None]
    if (target.is_one or target.is_other) and not kinds and nouns:
        kinds = [_last_word(nouns[-1])] if nouns[-1].head else _without_place(nouns[-1], scope)
    if kinds:
        target.nouns = [*target.nouns, kinds[-1]]


def _without_place(noun: Noun, scope: Scope) -> list[Noun]:
    """Return the "ceiling" of "gallery ceiling": what "the one in the hall" is called there."""
    items = scope.index.items
    places = {word for e in noun.named for word in items[e].place_words}
    words = tuple(word for word in noun.words if word not in places)
    named = [scope.index.by_word.get(word, frozenset()) for word in words]
    return [Noun(words, named=frozenset.intersection(*named))] if named else []


def _last_word(noun: Noun) -> Noun:
    return Noun(noun.words[-1:], kind=noun.head)


def lend_place(target: Target, before: Target, scope: Scope) -> None:
    """Lend "the fan" the kitchen of "the kitchen lights and the fan" if there is one."""
    places = [n for n in before.nouns if n.is_place and n.kind is None]
    is_plain = bool(target.nouns) and all(n.kind is not None for n in target.nouns)
    if not places or not is_plain or target.quant or target.everything or target.is_here:
        return
    placed = Target(nouns=[*places, *target.nouns])
    if meaning(placed, scope, frozenset()):
        target.nouns = placed.nouns


def implied(clause: Clause, wish: Wish, scope: Scope) -> list[Target]:  # noqa: PLR0911
    """Return what a clause without things is about: what was spoken of, or what is here."""
    if clause.excluded:
        return [Target(everything="what")]
    if scope.before:
        return [Target(pronoun="it")]
    domains = default_domains(wish)
    if _is_too_short(clause, wish):
        return []
    if scope.request.spoken_of and (not domains or wish.direction or wish.has_value):
        return [Target(pronoun="them")]
    if domains & {"media_player"}:
        return [Target(everything="playing")]
    is_bare = not (clause.verbs or clause.properties or wish.direction or wish.factor)
    is_vague = not domains or wish.sense in {"on", "off", "toggle"}
    if is_vague or (is_bare and domains != {"climate"}):
        return []
    return [Target(everything="domain")]


def _is_too_short(clause: Clause, wish: Wish) -> bool:
    is_short = len(clause.text.split()) <= 2 and not clause.values  # noqa: PLR2004
    return is_short and wish.sense in _NOT_ALONE and f"{wish.sense} up" != clause.text


def is_whole_home(target: Target, wish: Wish) -> bool:
    """Tell whether a home is to be switched and nothing in it is named: "the whole house off"."""
    is_switched = wish.sense in {"on", "off"} and not (wish.has_value or wish.about)
    return target.everything == "where" and not target.nouns and is_switched
