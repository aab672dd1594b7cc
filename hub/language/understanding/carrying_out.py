"""From clauses to a body: steps, what is left out, a question or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.home.plan import Body, Question, Refusal, Step, Steps
from hub.language.resolve import full_name, listed, reachable, which_one
from hub.language.understanding.deciding import decide
from hub.language.understanding.frames import Clause, Target
from hub.language.understanding.index import is_kind
from hub.language.understanding.parts import Noun
from hub.language.understanding.spread import is_guarded, is_mixed, is_swept, is_wide, read_back
from hub.language.understanding.targets import Found, Scope, absent, meaning, resolve
from hub.language.understanding.wish import Wish, wish_of

if TYPE_CHECKING:
    from hub.home.commands import Command

_OPPOSITES = (
    frozenset({"turn_on", "turn_off"}),
    frozenset({"open_cover", "close_cover"}),
    frozenset({"lock", "unlock"}),
    frozenset({"open_valve", "close_valve"}),
)
# Alone these may mean anything: "cool", "shut up".
_NOT_ALONE = frozenset({"open", "close", "raise", "lower", "warm", "cool", "lock", "unlock"})
_ROOM_DEGREES = range(14, 28)
_PLAYER_SENSES = frozenset({
    "play", "pause", "resume", "next", "previous", "mute", "unmute", "shuffle", "repeat",
})  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What one clause comes to."""

    steps: list[Step] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    body: Body | None = None
    entities: list[Entity] = field(default_factory=list)
    is_wide: bool = False


def carry_out(clauses: Sequence[Clause], scope: Scope) -> Body | None:
    """Return what the clauses come to together; None if any of them is not understood."""
    done: list[Outcome] = []
    last: tuple[Clause, Wish] | None = None
    wanted = [clause for clause in clauses if not clause.is_negated]
    if not wanted and clauses:
        return _leave(clauses)
    kept = [clause for clause in wanted if "leave" in clause.verbs]
    left = _left_alone(kept, scope)
    if left is None or (len(kept) == len(wanted) and wanted):
        return left if left is None else Refusal(text="I left it as it is.", code="no_match")
    wanted = [clause for clause in wanted if "leave" not in clause.verbs]
    for clause in _about_topics(wanted):
        wish = wish_of(_completed(clause, last), scope.lexicon)
        if wish is None and _is_scene(clause, scope, is_alone=len(wanted) == 1):
            wish = Wish("on")
        if wish is None:
            return None
        if not clause.targets and last is not None and not done[-1].entities:
            return None
        named = {e.id for before in done for e in before.entities}
        outcome = _clause(clause, wish, scope, last[0] if last else None, left, named)
        if outcome is None:
            return None
        done.append(outcome)
        last = (clause, wish)
        scope.before = tuple(e.id for e in outcome.entities) or scope.before
    return _joined(done, scope)


def _about_topics(clauses: Sequence[Clause]) -> list[Clause]:
    """Put what was named first for the "it" that follows: "the fountain, turn it on"."""
    found: list[Clause] = []
    for clause in clauses:
        topic = found[-1] if found else None
        if topic is not None and not (topic.verbs or topic.particles or topic.values):
            pronouns = [target for target in clause.targets if target.pronoun]
            if pronouns and not topic.unknown:
                clause.targets = [*topic.targets, *(t for t in clause.targets if not t.pronoun)]
                found.pop()
        found.append(clause)
    return found


def _left_alone(clauses: Sequence[Clause], scope: Scope) -> set[EntityId] | None:
    """Return what "leave the porch lamp on" keeps from being moved; None if that is unclear."""
    found: set[EntityId] = set()
    for clause in clauses:
        if clause.unknown or clause.values or clause.properties:
            return None
        said = [target for target in clause.targets if target.nouns]
        if len(said) < len(clause.targets) and not all(t.is_other for t in clause.targets):
            return None
        excluded = _excluded(Clause(excluded=said), scope)
        if not isinstance(excluded, set):
            return None
        found |= excluded
    return found


def _is_scene(clause: Clause, scope: Scope, *, is_alone: bool) -> bool:
    """Tell whether a clause only names a scene or a script: "movie night and lock the door"."""
    if clause.particles or clause.values or len(clause.targets) != 1 or clause.unknown:
        return False
    if set(clause.verbs) - {"do"} or (is_alone and not clause.verbs):
        return False
    nouns = [n for n in clause.targets[0].nouns if n.kind not in {"scene", "script"}]
    words = tuple(word for noun in nouns for word in noun.words)
    domains = {scope.index.items[e].entity.domain for e in scope.index.by_name.get(words, ())}
    return bool(domains) and domains <= {"scene", "script"}


def _leave(clauses: Sequence[Clause]) -> Refusal | None:
    """Answer an order not to do something."""
    if not any(clause.verbs or clause.particles for clause in clauses):
        return None
    return Refusal(text="I changed nothing, as you said not to.", code="no_match")


def _completed(clause: Clause, last: tuple[Clause, Wish] | None) -> Clause:
    """Lend a clause without a verb the verb of the one before: "... and the lamp to red"."""
    if last is None or clause.verbs:
        return clause
    if not clause.particles and not clause.values:
        clause.verbs, clause.particles = list(last[0].verbs), list(last[0].particles)
    elif not clause.particles and last[0].particles and clause.values:
        clause.verbs = ["do"]
        if set(last[0].verbs) <= {"do"} and last[1].direction:
            clause.particles = list(last[0].particles)
    else:
        clause.verbs = [v for v in last[0].verbs if not clause.particles] or ["do"]
    if not clause.properties and clause.values and not clause.particles:
        clause.properties = list(last[0].properties)
    return clause


def _joined(done: Sequence[Outcome], scope: Scope) -> Body | None:
    steps: list[Step] = []
    left_out: list[str] = []
    for outcome in done:
        if isinstance(outcome.body, Question):
            return outcome.body
        if isinstance(outcome.body, Refusal):
            left_out.append(outcome.body.text.rstrip("."))
        steps += outcome.steps
        left_out += outcome.left_out
    left_out = list(dict.fromkeys(left_out))
    if not steps:
        refused = next((o.body for o in done if o.body is not None), None)
        if refused is None:
            return Refusal(text=f"{listed(left_out)}.", code="unsupported") if left_out else None
        return refused
    if _contradicts(steps):
        return Refusal(text="That contradicts itself, so I changed nothing.", code="unsupported")
    merged = tuple(_merged(steps))
    if any(outcome.is_wide for outcome in done):
        return Question(text=read_back(scope.home, merged), proposal=merged)
    return Steps(steps=merged, left_out=tuple(left_out))


def _contradicts(steps: Sequence[Step]) -> bool:
    """Tell whether something is switched both ways, or set to two values: "to 21 and 23"."""
    done: dict[EntityId, set[str]] = {}
    values: dict[tuple[EntityId, str, str], object] = {}
    for step in steps:
        for target in step.targets:
            done.setdefault(target, set()).add(step.command.verb)
            for key, value in step.command.data().items():
                if values.setdefault((target, step.command.action, key), value) != value:
                    return True
    return any(pair <= verbs for verbs in done.values() for pair in _OPPOSITES)


def _merged(steps: Sequence[Step]) -> list[Step]:
    found: list[Step] = []
    for step in steps:
        if found and found[-1].command == step.command:
            targets = tuple(dict.fromkeys((*found[-1].targets, *step.targets)))
            found[-1] = Step.model_validate({"command": step.command, "targets": targets})
        else:
            found.append(step)
    return found


def _clause(  # noqa: C901, PLR0911, PLR0912, PLR0913, PLR0917
    clause: Clause,
    wish: Wish,
    scope: Scope,
    last: Clause | None,
    left: set[EntityId],
    named: set[EntityId],
) -> Outcome | None:
    if clause.unknown:
        return None
    targets = _summed_up(clause.targets) or _implied(clause, wish, scope)
    before = last.targets if last is not None else []
    for at, target in enumerate(targets):
        target.is_one = target.is_one and bool(at or before)
        if target.is_one or (before and target.is_place_only and not target.is_here):
            _lend_kind(target, targets[at - 1 : at] or before, scope)
        elif target.is_other and not target.nouns:
            _lend_kind(target, targets[at - 1 : at] or before, scope)
            if not target.nouns:
                return None
        elif at and target.is_joined:
            _lend_place(target, targets[at - 1], scope)
    for target in targets:
        if _is_whole_home(target, wish):
            target.everything = "what"
        if target.is_there and not _put_there(target, scope):
            return None
    outcome = Outcome()
    excluded = _excluded(clause, scope)
    if isinstance(excluded, Refusal):
        return Outcome(body=excluded)
    if excluded is None or not targets:
        return None
    excluded |= left
    if any(target.is_else for target in targets):
        excluded |= named or (set() if excluded else set(scope.request.spoken_of))
        if not excluded:
            return None
    for at, target in enumerate(targets):
        found = _found(target, scope, wish)
        if isinstance(found, Question):
            earlier = outcome.entities or scope.entities(scope.before)
            found = _found_there(target, targets[:at] or before, earlier, scope, wish) or found
        if found is None:
            return None
        if isinstance(found, Question):
            kept = [e for e in found.options if e not in excluded]
            if not (excluded and len(kept) == 1):
                outcome.body = found
                return outcome
            found = scope.entities(kept)
        if isinstance(found, Refusal):
            outcome.left_out.append(found.text.rstrip("."))
            outcome.body = outcome.body or found
            continue
        found = [e for e in found if e.id not in excluded]
        outcome.entities += [e for e in found if e not in outcome.entities]
        outcome.is_wide = outcome.is_wide or (
            _sweeps(target) and is_wide(found, by_state=bool(target.states))
        )
        outcome.is_wide = outcome.is_wide or (
            target.quant == "all" and wish.sense in {"on", "off", "open"} and is_mixed(found)
        )
    if not outcome.entities:
        return outcome if outcome.body else None
    outcome.body = None
    _decide_all(outcome, wish, scope)
    return outcome


def _summed_up(targets: Sequence[Target]) -> list[Target]:
    """Leave out what only spells out "everything": "everything, every door and blind"."""
    rest = targets[1:]
    is_all = bool(targets) and targets[0].everything == "what" and not targets[0].nouns
    if is_all and any(target.quant == "all" for target in rest):
        rest = [target for target in rest if not all(noun.kind for noun in target.nouns)]
    return [*targets[:1], *rest]


def _put_there(target: Target, scope: Scope) -> bool:
    """Put "in there" where the things are that were spoken of last; tell whether it is known."""
    ids = scope.before or scope.request.spoken_of
    areas = {scope.index.items[e].area_id for e in ids if e in scope.index.items}
    known = frozenset(area_id for area_id in areas if area_id is not None)
    if known:
        target.nouns.append(Noun((), placed=scope.index.in_areas(known), areas=known))
    return bool(known)


def _found_there(
    target: Target, before: Sequence[Target], earlier: list[Entity], scope: Scope, wish: Wish
) -> list[Entity] | None:
    """Return which of several it is by the place just named: "spots in the hall on, panel off".

    `earlier`: what was meant just before; its room counts where no place was named.
    """
    places = [n for other in before for n in other.nouns if n.is_place and n.kind is None]
    areas = {scope.index.items[e.id].area_id for e in earlier}
    if not places and len(areas) == 1 and None not in areas:
        known = frozenset(area for area in areas if area is not None)
        places = [Noun((), placed=scope.index.in_areas(known), areas=known)]
    if not places or target.is_here or target.is_other or any(n.is_place for n in target.nouns):
        return None
    found = _found(replace(target, nouns=[places[-1], *target.nouns]), scope, wish)
    return found if isinstance(found, list) else None


def _is_whole_home(target: Target, wish: Wish) -> bool:
    """Tell whether a home is to be switched and nothing in it is named: "the whole house off"."""
    is_switched = wish.sense in {"on", "off"} and not (wish.has_value or wish.about)
    return target.everything == "where" and not target.nouns and is_switched


def _sweeps(target: Target) -> bool:
    return target.everything == "what" and not any(noun.kind for noun in target.nouns)


def _lend_kind(target: Target, before: Sequence[Target], scope: Scope) -> None:
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


def _lend_place(target: Target, before: Target, scope: Scope) -> None:
    """Lend "the fan" the kitchen of "the kitchen lights and the fan" if there is one."""
    places = [n for n in before.nouns if n.is_place and n.kind is None]
    is_plain = bool(target.nouns) and all(n.kind is not None for n in target.nouns)
    if not places or not is_plain or target.quant or target.everything or target.is_here:
        return
    placed = Target(nouns=[*places, *target.nouns])
    if meaning(placed, scope, frozenset()):
        target.nouns = placed.nouns


def _implied(clause: Clause, wish: Wish, scope: Scope) -> list[Target]:  # noqa: PLR0911
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


def _found(target: Target, scope: Scope, wish: Wish) -> Found:  # noqa: C901, PLR0911
    default = default_domains(wish)
    if not default and target.is_place_only and _is_warmth(wish):
        default = frozenset({"climate"})

    def fits(entity: Entity) -> bool:
        if _sweeps(target) and not is_swept(entity, wish.sense):
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


def _is_warmth(wish: Wish) -> bool:
    """Tell whether a bare number said of a room can only be degrees: "bedroom to 19"."""
    is_bare = wish.sense in {"set", "do"} and not (wish.about or wish.unit or wish.is_delta)
    return is_bare and wish.is_exact and wish.number is not None and wish.number in _ROOM_DEGREES


def _heating(found: list[Entity], scope: Scope) -> list[Entity]:
    """Of the thermostats of a room, leave those alone that are off where another is on."""
    items = scope.index.items
    on = [e for e in found if scope.home.state(e.id).state != "off"]
    heated = {items[e.id].area_id for e in on}
    return [e for e in found if e in on or items[e.id].area_id not in heated]


def _unpointed(target: Target, wish: Wish) -> Target:
    """Return what "it" means where nothing was spoken of: "make it warmer", "turn it up"."""
    domains = default_domains(wish)
    if domains == {"media_player"} or (not domains and _is_music(wish)):
        return Target(everything="playing")
    if domains and wish.sense not in {"on", "off", "toggle"}:
        return Target(everything="domain")
    return target


def _nothing_there(target: Target, default: frozenset[str]) -> Refusal | None:
    if len(default) != 1 or not target.said:
        return None
    kind = next(iter(default)).replace("_", " ")
    return Refusal(text=f"There is no {kind} in the {target.said}.", code="no_target")


def _is_music(wish: Wish) -> bool:
    return wish.sense in _PLAYER_SENSES | {"up", "down", "stop"} and not wish.color


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


def _excluded(clause: Clause, scope: Scope) -> set[EntityId] | Refusal | None:
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


def _decide_all(outcome: Outcome, wish: Wish, scope: Scope) -> None:
    able, away = reachable(scope.home, outcome.entities)
    if wish.sense == "hit" and len({scope.home.state(e.id).state for e in able}) > 1:
        outcome.body = Question(
            text="Some of them are on and some are off. Shall they go on or off?"
        )
        return
    outcome.left_out += [f"{full_name(scope.home, e)} is unavailable" for e in away]
    grouped: dict[str, tuple[Command, list[EntityId]]] = {}
    for entity in _active(able, wish, scope):
        commands = decide(entity, scope.home.state(entity.id), wish)
        if isinstance(commands, list):
            for command in commands:
                key = command.model_dump_json()
                grouped.setdefault(key, (command, []))[1].append(entity.id)
        elif commands is not None:
            outcome.left_out.append(_problem(f"The {entity.name}", commands))
    outcome.steps = [
        Step.model_validate({"command": command, "targets": tuple(ids)})
        for command, ids in grouped.values()
    ]
    if not outcome.steps and outcome.left_out:
        code = "unavailable" if not able else "unsupported"
        outcome.body = Refusal.model_validate(
            {"text": f"{listed(dict.fromkeys(outcome.left_out))}.", "code": code}
        )
        outcome.left_out = []


def _active(entities: list[Entity], wish: Wish, scope: Scope) -> list[Entity]:
    """Leave out lights that are off where those that are on are to be dimmed."""
    is_relative = wish.direction and (wish.is_delta or not wish.has_value)
    if not is_relative and wish.factor is None:
        return entities
    found = [e for e in entities if e.domain != "light" or scope.home.state(e.id).state == "on"]
    return found or entities


def _problem(name: str, problem: str) -> str:
    return f"{name} {problem}" if problem.split(maxsplit=1)[0] in _VERBS else f"{name}: {problem}"


_VERBS = frozenset({"can't", "can", "has", "is", "knows", "takes", "does"})


def default_domains(wish: Wish) -> frozenset[str]:  # noqa: PLR0911
    """Return the domains that a wish is about where only a place was named, or nothing."""
    by_property = {
        "brightness": "light", "color": "light", "kelvin": "light", "volume": "media_player",
        "temperature": "climate", "speed": "fan", "humidity": "humidifier", "tilt": "cover",
        "source": "media_player", "music": "media_player", "track": "media_player",
        "shuffle": "media_player", "repeat": "media_player", "oscillation": "fan",
        "preset": "climate", "position": "cover", "direction": "fan",
    }  # fmt: skip
    if wish.about in by_property:
        return frozenset({by_property[wish.about]})
    by_sense = {
        "open": "cover", "close": "cover", "raise": "cover", "lower": "cover", "lock": "lock",
        "unlock": "lock", "clean": "vacuum", "stop_clean": "vacuum", "dock": "vacuum",
        "locate": "vacuum", "spot": "vacuum", "mow": "lawn_mower", "dim": "light",
        "brighten": "light", "arm": "alarm_control_panel", "disarm": "alarm_control_panel",
    }  # fmt: skip
    if wish.sense in by_sense:
        return frozenset({by_sense[wish.sense]})
    if wish.sense in _PLAYER_SENSES:
        return frozenset({"media_player"})
    if wish.color or wish.kelvin or wish.unit == "K":
        return frozenset({"light"})
    if wish.unit in {"deg", "C", "F"} or wish.mode in {"heat", "cool", "dry", "eco", "away"}:
        return frozenset({"climate"})
    if wish.sense in {"warm", "cool"}:
        return frozenset({"climate"})
    if wish.unit == "%" or wish.sense in {"on", "off", "toggle", "hit"} or wish.level:
        return frozenset({"light"})
    return frozenset()
