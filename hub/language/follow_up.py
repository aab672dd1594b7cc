"""Sentences that only mean something after another: "and the bedroom too", "no, the other one".

They are read with what the request remembers of the sentence before. Orders are carried over as the
commands they led to, so that no name of a device ever becomes part of a sentence; questions are
said again with the other place in them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hub.home.actions import generic_action, parse_command
from hub.home.commands import Command
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.home.plan import Answer, Body, Question, Refusal, Request, Step, Steps
from hub.language.follow_up_words import Follow, read
from hub.language.names import plain
from hub.language.noun_phrases import Found, find, in_place
from hub.language.other_place import said_of_another
from hub.language.resolve import full_name, listed, reachable, which_one
from hub.language.steering import steered
from hub.language.wording import is_question

ALL_RIGHT = "All right."
NO_OTHER = "There is no other one."
_SWITCHING = frozenset({"turn_on", "turn_off", "toggle"})


def follow_up(request: Request, home: Home) -> Body | Request | None:
    """Return what a follow-up comes to, or the full sentence it stands for; None if it is none."""
    follow = read(request.text)
    if follow is None:
        return None
    match follow.kind:
        case "never_mind":
            return Answer(text=ALL_RIGHT)
        case "again":
            return _again(request)
        case "more" | "less":
            return steered(request, home, is_more=follow.kind == "more")
        case "say":
            is_known = bool(request.spoken_of)
            return _said(request, follow.what) if is_known else None
        case "add" | "correct":
            return _carried_over(follow, request, home)


def is_correction(request: Request) -> bool:
    """Tell whether a sentence takes back what the one before it did: "no, the other one"."""
    follow = read(request.text)
    return follow is not None and follow.kind == "correct" and bool(request.last_steps)


def chosen(request: Request, home: Home, entity_ids: Iterable[EntityId]) -> Steps | Refusal | None:
    """Return what a follow-up that led to "which one?" comes to for those chosen."""
    follow = read(request.text)
    if follow is None or follow.kind not in {"add", "correct"} or not request.last_steps:
        return None
    return repeated(request.last_steps, [home.entities[i] for i in entity_ids], home)


def repeated(steps: Sequence[Step], entities: Sequence[Entity], home: Home) -> Steps | Refusal:
    """Return the same commands for other entities, each where it fits."""
    able, absent = reachable(home, entities)
    left_out = [f"{full_name(home, entity)} is unavailable" for entity in absent]
    found: list[Step] = []
    for step in steps:
        groups: dict[str, tuple[Command, list[EntityId]]] = {}
        for entity in able:
            command = _for_entity(step.command, entity)
            if command is not None and command.problem(home.state(entity.id)) is None:
                group = groups.setdefault(command.model_dump_json(), (command, []))
                group[1].append(entity.id)
        found += [
            Step.model_validate({"command": command, "targets": tuple(ids)})
            for command, ids in groups.values()
        ]
    moved = {target for step in found for target in step.targets}
    left_out += [f"{full_name(home, e)}: it can't do that" for e in able if e.id not in moved]
    if not found:
        return Refusal(text=f"{listed(left_out)}.", code="unsupported")
    return Steps(steps=tuple(found), left_out=tuple(left_out))


def _again(request: Request) -> Steps | Request | None:
    if request.last_steps and not is_question(request.last_said):
        return Steps(steps=request.last_steps)
    return _said(request, request.last_said) if request.last_said else None


def _said(request: Request, text: str) -> Request:
    return replace(request, text=text)


def _carried_over(follow: Follow, request: Request, home: Home) -> Body | Request | None:
    if is_question(request.last_said) or (request.last_said and not request.last_steps):
        return said_of_another(request, follow.what, home)
    if not request.last_steps:
        return None
    entities = _meant(follow, request, home)
    if entities is None or isinstance(entities, Refusal | Question):
        return entities
    return repeated(request.last_steps, entities, home)


def _meant(
    follow: Follow, request: Request, home: Home
) -> list[Entity] | Question | Refusal | None:
    targets = list(dict.fromkeys(t for step in request.last_steps for t in step.targets))
    domains = frozenset(target.partition(".")[0] for target in targets)
    if follow.is_other:
        return _others(targets, domains, home, want_all=follow.is_rest)
    found = find(home, follow.what, domains) or find(home, follow.what)
    if found is None:
        if not follow.is_sure:
            return None
        return Refusal(text=f"There is no {_bare(follow.what)} here.", code="no_target")
    if found.is_place:
        return _there(found, targets, domains, home)
    entities = [home.entities[entity_id] for entity_id in found.entities]
    if len(entities) > 1 and not found.is_plural:
        fresh = [entity for entity in entities if entity.id not in targets]
        return fresh if len(fresh) == 1 else which_one(home, entities)
    return entities


def _bare(phrase: str) -> str:
    """Return a phrase without its article."""
    return re.sub(r"^(?:the|my|our|a|an|that|this|in|on|at) ", "", phrase)


def _there(
    place: Found, targets: Sequence[EntityId], domains: Iterable[str], home: Home
) -> list[Entity] | Refusal:
    """Return what is like the targets in another place."""
    classes = {home.entities[t].device_class for t in targets if t in home.entities}
    entities = [home.entities[entity_id] for entity_id in in_place(home, place, domains)]
    entities = [entity for entity in entities if entity.entity_category is None]
    alike = [e for e in entities if e.domain != "cover" or e.device_class in classes]
    if alike:
        return alike
    kinds = listed(sorted(domain.replace("_", " ") for domain in domains), "or")
    area = home.areas[place.area_id].name if place.area_id in home.areas else "there"
    text = f"There is no {kinds} {'there' if area == 'there' else f'in {area}'}."
    return Refusal(text=text, code="no_target")


def _others(
    targets: Sequence[EntityId], domains: Iterable[str], home: Home, *, want_all: bool
) -> list[Entity] | Question | Refusal:
    """Return the others of the same kind: of the same area, else of the same name."""
    done = [home.entities[target] for target in targets if target in home.entities]
    areas = {area.id for entity in done if (area := home.area_of(entity)) is not None}
    rest = [e for e in home.entities_of(domains) if e.id not in targets and not e.entity_category]
    near = [e for e in rest if (area := home.area_of(e)) is not None and area.id in areas]
    names = {plain(entity.name) for entity in done}
    namesakes = [entity for entity in rest if plain(entity.name) in names]
    found = namesakes if len(namesakes) == 1 and not want_all else near or namesakes
    if not found:
        return Refusal(text=NO_OTHER, code="no_target")
    return found if want_all or len(found) == 1 else which_one(home, found)


def _for_entity(command: Command, entity: Entity) -> Command | None:
    """Return a command for an entity, in the words of its domain; None if it has none."""
    if entity.domain == command.domain:
        return command if command.action in entity.actions else None
    if command.verb not in _SWITCHING or command.data():
        return None
    action = generic_action(command.verb, entity.domain)
    if action is None or action not in entity.actions:
        return None
    try:
        return parse_command(action, {})
    except HubError:
        return None
