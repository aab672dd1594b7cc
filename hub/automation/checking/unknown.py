"""Names that stand for nothing: entities, areas, devices, labels, actions, fields of scripts."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from hub.automation.checking.effects import scene_id
from hub.automation.checking.finding import Finding, Known, Severity, nearest
from hub.automation.checking.mentions import mentions_of
from hub.automation.checking.walking import (
    Named,
    actions_of,
    conditions_in,
    place_of,
    rules_of,
    templates_in,
    triggers_in,
)
from hub.automation.model.actions import ActivateScene, AnyAction, Call
from hub.automation.model.rules import Configuration, Script
from hub.automation.model.triggers import EntityTime
from hub.automation.model.values import Part, Place, Template
from hub.home.ids import is_entity_id, slugify
from hub.home.speech_calls import ENGINES, is_speech
from hub.record import record

_EVERYBODY = frozenset(("all", "none"))
_PLACES = (
    ("area_id", "area"),
    ("device_id", "device"),
    ("floor_id", "floor"),
    ("label_id", "label"),
)
# What a call of a script may say besides its fields.
_ALWAYS = frozenset(("variables", "entity_id", "wait"))


@record(frozen=True, slots=True)
class _Mention:
    """A name where it is used. `kind`: "entity", "area", "device", ..."""

    kind: str
    name: str
    place: Place
    in_template: bool = False


def unknowns(configuration: Configuration, known: Known) -> Iterator[Finding]:
    """Find names that stand for nothing in the home or the configuration."""
    entities = None if known.entities is None else known.entities | own_entities(configuration)
    sets = {
        "entity": entities,
        "area": _keys(known.areas),
        "device": _keys(known.devices),
        "floor": _keys(known.floors),
        "label": _keys(known.labels),
    }
    for named in rules_of(configuration):
        told: set[tuple[str, str]] = set()
        for mention in _mentions(named):
            of_kind = sets[mention.kind]
            if of_kind is None or mention.name in of_kind or mention.name in _EVERYBODY:
                continue
            if mention.name.startswith(ENGINES):
                continue  # engines that speak: the hub has its own
            if (mention.kind, mention.name) not in told:
                told.add((mention.kind, mention.name))
                yield _unknown(named, mention, of_kind)
    yield from _unknown_in_scenes(configuration, entities)
    yield from _unknown_calls(configuration, known)


def own_entities(configuration: Configuration) -> frozenset[str]:
    """Return the entities that the configuration itself makes."""
    return frozenset(
        [
            *(f"automation.{slugify(one.alias)}" for one in configuration.automations),
            *(f"script.{one.object_id}" for one in configuration.scripts),
            *(scene_id(one) for one in configuration.scenes),
            *(f"{one.domain}.{one.object_id}" for one in configuration.helpers),
            "sun.sun",
            "zone.home",
        ]
    )


def _keys(mapping: Mapping[str, Any] | None) -> frozenset[str] | None:
    return None if mapping is None else frozenset(mapping)


def _unknown(named: Named, mention: _Mention, known: frozenset[str]) -> Finding:
    where = " (in a template)" if mention.in_template else ""
    severity: Severity = "warning" if mention.in_template else "error"
    return Finding(
        severity=severity,
        code=f"unknown_{mention.kind}",
        message=f"{named.rule.alias!r} names the {mention.kind} {mention.name!r}{where}, which is"
        f" not there; {nearest(mention.name, known)}",
        rules=(named.name,),
        place=mention.place,
    )


def _mentions(named: Named) -> Iterator[_Mention]:
    rule = named.rule
    for part in (*triggers_in(rule), *conditions_in(rule)):
        yield from _in_part(part, place_of(part, rule))
    for action in actions_of(rule.actions):
        yield from _in_action(action, place_of(action, rule))
    for template, place in templates_in(rule):
        for entity_id in sorted(mentions_of(template.source).entities):
            yield _Mention("entity", entity_id, place, in_template=True)


def _in_part(part: Part, place: Place) -> Iterator[_Mention]:
    """Find the entities that a trigger or a condition names in its own keys."""
    for name in ("entity_id", "zone", "above", "below", "after", "before", "at"):
        for value in _each(getattr(part, name, None)):
            text = value.entity_id if isinstance(value, EntityTime) else value
            if isinstance(text, str) and is_entity_id(text):
                yield _Mention("entity", text, place)
    device_id = getattr(part, "device_id", None)
    for value in _each(device_id) if "domain" in {one.name for one in fields(part)} else ():
        if isinstance(value, str):
            yield _Mention("device", value, place)


def _in_action(action: AnyAction, place: Place) -> Iterator[_Mention]:
    if isinstance(action, ActivateScene):
        yield _Mention("entity", action.scene, place)
    if not isinstance(action, Call) or not isinstance(action.target, Mapping):
        return
    for value in _each(action.target.get("entity_id")):
        for name in value.split(",") if isinstance(value, str) else ():
            yield _Mention("entity", name.strip(), place)
    for key, kind in _PLACES:
        for value in _each(action.target.get(key)):
            if isinstance(value, str):
                yield _Mention(kind, value, place)


def _each(value: Any) -> tuple[Any, ...]:
    if value is None or isinstance(value, Template):
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _unknown_in_scenes(
    configuration: Configuration, entities: frozenset[str] | None
) -> Iterator[Finding]:
    for scene in configuration.scenes:
        for entity_id in scene.states:
            if entities is not None and entity_id not in entities:
                yield Finding(
                    severity="error",
                    code="unknown_entity",
                    message=f"The scene {scene.name!r} sets {entity_id!r}, which is not there;"
                    f" {nearest(entity_id, entities)}",
                    rules=(scene_id(scene),),
                    place=scene.place,
                )


def _unknown_calls(configuration: Configuration, known: Known) -> Iterator[Finding]:
    scripts = {f"script.{one.object_id}": one for one in configuration.scripts}
    notifiers = {f"notify.{one.object_id}" for one in configuration.notifiers}
    for named in rules_of(configuration):
        for action in actions_of(named.rule.actions):
            if isinstance(action, Call) and isinstance(action.action, str):
                place = place_of(action, named.rule)
                script = scripts.get(action.action)
                if script is not None:
                    yield from _fields_of(named, action, script, place)
                elif action.action not in notifiers:
                    yield from _unknown_action(named, action.action, known, scripts, place)


def _unknown_action(
    named: Named, action: str, known: Known, scripts: Mapping[str, Script], place: Place
) -> Iterator[Finding]:
    if known.actions is None or action in known.actions or is_speech(action):
        return
    notify = action.startswith("notify.")
    what = "nobody is reached over it yet" if notify else "there is no such action"
    yield Finding(
        severity="note" if notify else "error",
        code="unknown_action",
        message=f"{named.rule.alias!r} calls {action!r}: {what};"
        f" {nearest(action, known.actions | scripts.keys())}",
        rules=(named.name,),
        place=place,
    )


def _fields_of(named: Named, call: Call, script: Script, place: Place) -> Iterator[Finding]:
    if not isinstance(call.data, Mapping) or not script.fields:
        return
    given = {key for key in call.data if isinstance(key, str)}
    problems = [
        f"an unknown field {name!r}; {nearest(name, script.fields)}"
        for name in sorted(given - script.fields.keys() - _ALWAYS - script.variables.keys())
    ]
    problems += [
        f"no {name!r}, which it must have; add it under `data`"
        for name, options in script.fields.items()
        if options.get("required") is True and "default" not in options and name not in given
    ]
    for problem in problems:
        yield Finding(
            severity="warning",
            code="script_field",
            message=f"{named.rule.alias!r} gives script.{script.object_id} {problem}",
            rules=(named.name, f"script.{script.object_id}"),
            place=place,
        )
