"""From clauses to a body: steps, what is left out, a question or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.home.plan import Body, Question, Refusal, Step, Steps
from hub.language.resolve import full_name, listed, reachable
from hub.language.understanding.borrowing import (
    implied,
    is_lent_to,
    is_whole_home,
    lend_kind,
    lend_place,
    put_there,
    summed_up,
)
from hub.language.understanding.choosing import unsaid_choice
from hub.language.understanding.deciding import decide
from hub.language.understanding.finding import excluded_by, find, sweeps
from hub.language.understanding.frames import Clause, Target
from hub.language.understanding.parts import Noun
from hub.language.understanding.spread import is_mixed, is_wide, read_back
from hub.language.understanding.targets import Scope
from hub.language.understanding.wish import Wish, wish_of

if TYPE_CHECKING:
    from hub.home.commands import Command

_OPPOSITES = (
    frozenset({"turn_on", "turn_off"}),
    frozenset({"open_cover", "close_cover"}),
    frozenset({"lock", "unlock"}),
    frozenset({"open_valve", "close_valve"}),
)


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
            return unsaid_choice(clause, scope) if len(wanted) == 1 else None
        if not clause.targets and last is not None and not done[-1].entities:
            return None
        if done and not done[-1].entities and any(t.pronoun == "it" for t in clause.targets):
            continue  # It is what is not here.
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
        excluded = excluded_by(Clause(excluded=said), scope)
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
        clause.has_to = clause.has_to or last[0].has_to
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
    targets = summed_up(clause.targets) or implied(clause, wish, scope)
    before = last.targets if last is not None else []
    for at, target in enumerate(targets):
        target.is_one = target.is_one and bool(at or before)
        is_place = bool(before) and target.is_place_only and not target.is_here
        lender = targets[at - 1 : at] or before
        if target.is_one or (is_place and is_lent_to(target, lender, wish, scope)):
            lend_kind(target, lender, scope)
        elif target.is_other and not target.nouns:
            lend_kind(target, targets[at - 1 : at] or before, scope)
            if not target.nouns:
                return None
        elif at and target.is_joined:
            lend_place(target, targets[at - 1], scope)
    if any(_is_astray(target, targets[at - 1]) for at, target in enumerate(targets) if at):
        return None
    for target in targets:
        if is_whole_home(target, wish):
            target.everything = "what"
        if target.is_there and not put_there(target, scope):
            return None
    outcome = Outcome()
    excluded = excluded_by(clause, scope)
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
        found = find(target, scope, wish)
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
        if isinstance(found, Refusal) and not _is_listed(targets, at):
            return Outcome(body=found)
        if isinstance(found, Refusal):
            outcome.left_out.append(found.text.rstrip("."))
            outcome.body = outcome.body or found
            continue
        found = [e for e in found if e.id not in excluded]
        if outcome.entities and _goes_on(target) and not all(e in outcome.entities for e in found):
            return None
        outcome.entities += [e for e in found if e not in outcome.entities]
        outcome.is_wide = outcome.is_wide or (
            sweeps(target) and is_wide(found, by_state=bool(target.states))
        )
        outcome.is_wide = outcome.is_wide or (
            target.quant == "all" and wish.sense in {"on", "off", "open"} and is_mixed(found)
        )
    if not outcome.entities:
        return outcome if outcome.body else None
    outcome.body = None
    _decide_all(outcome, wish, scope)
    return outcome


def _is_listed(targets: Sequence[Target], at: int) -> bool:
    """Tell whether a target stands in a row of things, each of which is meant for itself."""
    return any(target.is_joined for target in targets[max(at, 1) : at + 2]) or len(targets) == 1


def _goes_on(target: Target) -> bool:
    """Tell whether a thing follows another without an "and": it can only be the same one."""
    return bool(target.nouns) and not (target.is_joined or target.is_one or target.is_place_only)


def _is_astray(target: Target, before: Target) -> bool:
    """Tell whether a place does not fit the things before it: "all the fans and here"."""
    is_general = all(n.kind for n in before.nouns) and any(n.is_plural for n in before.nouns)
    is_place = target.is_place_only and target.is_joined and not before.is_place_only
    return is_place and (target.is_here or is_general)


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
    found = find(replace(target, nouns=[places[-1], *target.nouns]), scope, wish)
    return found if isinstance(found, list) else None


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
