"""Which entities a target means for a wish, and which an exception leaves alone."""

from dataclasses import replace

from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.home.plan import Refusal
from hub.language.resolve import which_one
from hub.language.understanding.deciding import decide
from hub.language.understanding.frames import Clause, Target
from hub.language.understanding.implied_domains import default_domains, is_music, is_warmth
from hub.language.understanding.index import is_kind
from hub.language.understanding.spread import is_guarded, is_swept
from hub.language.understanding.targets import Found, Scope, absent, meaning, resolve
from hub.language.understanding.wish import Wish


def find(target: Target, scope: Scope, wish: Wish) -> Found:
    """Return what a target means for a wish: entities, a question, a refusal, None if unknown."""
    if _is_nowhere(target, scope):
        return _somewhere(target, scope, wish)
    return _found(target, scope, wish)


def _found(target: Target, scope: Scope, wish: Wish) -> Found:  # noqa: C901, PLR0911
    default = default_domains(wish)
    if not default and target.is_place_only and is_warmth(wish):
        default = frozenset({"climate"})

    def fits(entity: Entity) -> bool:
        if sweeps(target) and not is_swept(entity, wish.sense):
            return False
        if target.everything == "domain" and entity.domain == "cover" and is_guarded(entity):
            return False
        if wish.about in {"volume", "music", "track"} and entity.domain != "media_player":
            return False
        return decide(entity, scope.home.state(entity.id), wish) is not None

    if target.pronoun == "it" and (target.nouns or target.is_here) and default:
        # "make it warmer in the lounge" points at nothing but the lounge.
        target = Target(nouns=target.nouns, is_here=target.is_here, said=target.said)
    if target.pronoun and not (scope.before or scope.request.spoken_of):
        target = _unpointed(target, wish)
    things = [noun for noun in target.nouns if not noun.is_place]
    is_called = any(noun.named and noun.kind is None for noun in things)
    if is_called and wish.sense in {"clean", "spot", "mow"}:
        # A robot works elsewhere than where it lives: "Rosie, clean the hall".
        target = replace(target, nouns=things)
    found = resolve(target, scope, fits, default)
    if target.everything == "playing" and isinstance(found, list):
        return _players(found, scope, wish)
    if target.is_place_only and isinstance(found, list) and default == {"media_player"}:
        return _players(found, scope, wish)
    if wish.about == "music" and isinstance(found, list):
        playing = [e for e in found if scope.home.state(e.id).state == "playing"]
        found = playing if playing and wish.sense in {"off", "stop", "pause"} else found
    if target.everything == "domain" and isinstance(found, list):
        return _near(found, scope)
    if target.is_place_only and isinstance(found, list) and default == {"climate"}:
        return _heating(found, scope)
    if found is None and target.is_place_only and wish.sense == "clean":
        found = resolve(Target(everything="domain"), scope, fits, default)
        if not isinstance(found, list) or len(found) == 1:
            return found
    if found is None and target.is_place_only and not meaning(target, scope, default):
        return _nothing_there(target, default)
    return found


def _is_nowhere(target: Target, scope: Scope) -> bool:
    """Tell whether "here" is said and nobody knows where; "all the lights in here" says enough."""
    is_lost = target.is_here and scope.here is None and target.quant != "all"
    return is_lost and not any(noun.is_place for noun in target.nouns)


def _somewhere(target: Target, scope: Scope, wish: Wish) -> Found:
    """Return what "the fan in here" means where nobody knows the place: the only one there is."""
    found = find(replace(target, is_here=False), scope, wish) if target.nouns else None
    if isinstance(found, list) and len(found) == 1:
        return found
    return Refusal(text="I don't know which room you are in; please name it.", code="no_target")


def _near(found: list[Entity], scope: Scope) -> Found:
    """Of all that an unnamed wish can be about, take what is here, or the only one."""
    near = [e for e in found if scope.here and scope.index.items[e.id].area_id == scope.here]
    if near or len(found) == 1:
        return near or found
    return which_one(scope.home, found)


def _players(found: list[Entity], scope: Scope, wish: Wish) -> Found:
    """Of the players meant by "the music", take those that play: here, else anywhere."""
    near = [e for e in found if scope.here and scope.index.items[e.id].area_id == scope.here]
    wanted = ("paused",) if wish.sense in {"play", "resume"} else ("playing",)
    for group in (near, found):
        active = [e for e in group if scope.home.state(e.id).state in wanted]
        if active:
            return active if len(active) == 1 or wish.sense in {"off", "stop", "pause"} else (
                which_one(scope.home, active)
            )  # fmt: skip
    group = near or found
    return group if len(group) == 1 else which_one(scope.home, group)


def _heating(found: list[Entity], scope: Scope) -> list[Entity]:
    """Of the thermostats of a room, leave those alone that are off where another is on."""
    items = scope.index.items
    on = [e for e in found if scope.home.state(e.id).state != "off"]
    heated = {items[e.id].area_id for e in on}
    return [e for e in found if e in on or items[e.id].area_id not in heated]


def _unpointed(target: Target, wish: Wish) -> Target:
    """Return what "it" means where nothing was spoken of: "make it warmer", "turn it up"."""
    domains = default_domains(wish)
    if domains == {"media_player"} or (not domains and is_music(wish)):
        return Target(everything="playing")
    if domains and wish.sense not in {"on", "off", "toggle"}:
        return Target(everything="domain")
    return target


def _nothing_there(target: Target, default: frozenset[str]) -> Refusal | None:
    if len(default) != 1 or not target.said:
        return None
    kind = next(iter(default)).replace("_", " ")
    return Refusal(text=f"There is no {kind} in the {target.said}.", code="no_target")


def sweeps(target: Target) -> bool:
    """Tell whether everything is meant, of whatever kind."""
    return target.everything == "what" and not any(noun.kind for noun in target.nouns)


def excluded_by(clause: Clause, scope: Scope) -> set[EntityId] | Refusal | None:
    """Return what is to be left as it is; None if an exception is not understood."""
    found: set[EntityId] = set()
    for target in clause.excluded:
        if target.pronoun:
            found |= set(scope.request.spoken_of)
            continue
        ids = meaning(target, scope, frozenset(e.domain for e in _all(scope)))
        if not ids:
            return absent(target, scope)
        kinds = [n for n in target.nouns if n.kind is not None]
        exact = [e for e in ids if _is_named(target, scope, e)]
        if kinds:
            members = [
                e for e in ids
                if is_kind(scope.index.items[e], scope.lexicon.kinds[kinds[-1].kind or ""])
            ]  # fmt: skip
            ids = frozenset(exact or members or ids)
        found |= set(exact) if exact and not target.is_place_only else set(ids)
    return found


def _is_named(target: Target, scope: Scope, entity_id: EntityId) -> bool:
    said = tuple(word for noun in target.nouns for word in noun.words)
    return said in scope.index.items[entity_id].names


def _all(scope: Scope) -> list[Entity]:
    return [item.entity for item in scope.index.items.values()]
