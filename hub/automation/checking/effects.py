"""What a rule would bring about: the states, events and runs that its actions lead to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Literal

from hub.automation.checking.finding import Known
from hub.automation.checking.possible import EVERYTHING, Boxes, boxes_of, boxes_of_all, meet
from hub.automation.checking.verbs import SETTINGS, STATES
from hub.automation.model.actions import (
    ActivateScene,
    AnyAction,
    Call,
    CheckCondition,
    Choose,
    Delay,
    FireEvent,
    If,
    Parallel,
    Repeat,
    SubSequence,
    WaitForTrigger,
    WaitTemplate,
)
from hub.automation.model.conditions import AndCondition, AnyCondition, NotCondition
from hub.automation.model.rules import Configuration, HelperConfig, Runnable, Scene
from hub.automation.model.values import NOWHERE, Place, Template
from hub.home.ids import slugify
from hub.record import record

TOGGLED = "(toggled)"
CHANGED = "(changed)"
_DEEPEST = 8

Kind = Literal["state", "event", "run", "message"]
Aspect = str


@record(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that a rule brings about.

    kind state: `subject` is an entity, `aspect` "state" or a setting ("brightness"); event: its
    type, `data` with it; run: the entity id of an automation or a script; message: an MQTT topic.
    `when`: what holds on this way through the actions; `path`: the choices made to get here;
    `later`: something is waited for before it.
    """

    kind: Kind
    subject: str
    aspect: Aspect = "state"
    value: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    when: Boxes = field(default=EVERYTHING, compare=False)
    path: tuple[str, ...] = ()
    later: bool = False
    via: str = ""
    place: Place = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        """Say it in words."""
        match self.kind:
            case "event":
                return f"fires the event {self.subject!r}"
            case "run":
                return f"runs {self.subject}"
            case "message":
                return f"publishes on {self.subject!r}"
            case "state":
                return self._setting()

    def _setting(self) -> str:
        if self.value == TOGGLED:
            return f"toggles {self.subject}"
        if self.value == CHANGED:
            return f"changes {self.subject}"
        what = "" if self.aspect == "state" else f"{self.aspect} of "
        return f"sets {what}{self.subject} to {self.value!r}"


@record(frozen=True, slots=True)
class _Way:
    """Where a walk through actions is."""

    when: Boxes = EVERYTHING
    path: tuple[str, ...] = ()
    later: bool = False
    depth: int = 0
    inside: frozenset[str] = frozenset()

    def under(self, boxes: Boxes, name: str) -> "_Way":
        """Return the way into a branch; what holds later says nothing of now, and is left out."""
        when = self.when if self.later else meet(self.when, boxes)
        return _Way(when, (*self.path, name), self.later, self.depth + 1, self.inside)


class EffectFinder:
    """Finds the effects of rules of a configuration; calls of its scripts are looked into."""

    def __init__(self, configuration: Configuration, known: Known) -> None:
        self._scripts = {f"script.{one.object_id}": one for one in configuration.scripts}
        self._scenes = {scene_id(scene): scene for scene in configuration.scenes}
        self._known = known
        self._groups = {**known.groups, **_groups_in(configuration.helpers)}

    def of(self, rule: Runnable) -> tuple[Effect, ...]:
        """Return all effects of a rule that are known when it is read, in order."""
        found: list[Effect] = []
        self._walk(rule.actions, _Way(), found)
        return tuple(effect for effect in found if effect.when)

    def _walk(self, actions: Sequence[AnyAction], way: _Way, found: list[Effect]) -> _Way:
        """Collect effects; return the way on after these actions."""
        if way.depth > _DEEPEST:
            return way
        for number, action in enumerate(actions):
            if action.enabled is False or not way.when:
                continue
            way = self._step(action, way, f"{number}", found)
        return way

    def _step(self, action: AnyAction, way: _Way, name: str, found: list[Effect]) -> _Way:
        match action:
            case Delay() | WaitTemplate() | WaitForTrigger():
                return replace(way, later=True)
            case CheckCondition():
                # What comes after depends on it: it is a choice made on the way.
                return replace(way.under(boxes_of(action.condition), f"{name}?"), depth=way.depth)
            case Choose() | If() | Repeat() | Parallel() | SubSequence():
                later = self._branches(action, way, name, found)
                return replace(way, later=way.later or later)
            case FireEvent(event=str(event)):
                data = action.event_data if isinstance(action.event_data, Mapping) else {}
                found.append(
                    Effect(kind="event", subject=event, data=data, **_of(way, action.place))
                )
            case ActivateScene():
                found += self._scene(action.scene, way, action.place)
            case Call(action=str(called)):
                found += self._call(called, action, way)
            case _:
                pass
        return way

    def _branches(self, action: AnyAction, way: _Way, name: str, found: list[Effect]) -> bool:
        later = False
        for number, (conditions, sequence) in enumerate(branches_of(action)):
            inner = way.under(boxes_of_all(conditions), f"{name}/{number}")
            later |= self._walk(sequence, inner, found).later
        return later

    def _call(self, called: str, call: Call, way: _Way) -> list[Effect]:
        domain, _, verb = called.partition(".")
        data = call.data if isinstance(call.data, Mapping) else {}
        if domain == "scene" and verb == "turn_on":
            targets = self._targets(call.target)
            return [one for target in targets for one in self._scene(target, way, call.place)]
        if domain == "mqtt" and verb == "publish" and isinstance(data.get("topic"), str):
            payload = data.get("payload")
            value = None if isinstance(payload, Template) or payload is None else str(payload)
            return [
                Effect(kind="message", subject=data["topic"], value=value, **_of(way, call.place))
            ]
        runs = self._runs(called, call)
        if runs:
            return [one for run in runs for one in self._run(run, way, call.place)]
        effects: list[Effect] = []
        for target in self._targets(call.target):
            effects += _set(target, verb, data, _of(way, call.place))
        return effects

    def _runs(self, called: str, call: Call) -> list[str]:
        if called in self._scripts:
            return [called]
        if called in ("script.turn_on", "automation.trigger"):
            return list(self._targets(call.target))
        return []

    def _run(self, run: str, way: _Way, place: Place) -> list[Effect]:
        found = [Effect(kind="run", subject=run, **_of(way, place))]
        script = self._scripts.get(run)
        if script is not None and run not in way.inside:
            inner = _Way(way.when, way.path, way.later, way.depth + 1, way.inside | {run})
            self._walk(script.actions, inner, found)
        return found

    def _scene(self, scene: str, way: _Way, place: Place) -> list[Effect]:
        known = self._scenes.get(scene)
        states = {} if known is None else known.states
        return [
            Effect(kind="state", subject=entity, value=state, via=scene, **_of(way, place))
            for entity, (state, _) in states.items()
            if state is not None
        ]

    def _targets(self, target: Any) -> tuple[str, ...]:
        """Return the entities that are named outright, or are in what is named."""
        if not isinstance(target, Mapping):
            return ()
        found = [*_texts(target.get("entity_id"))]
        for key, members in (
            ("area_id", self._known.areas),
            ("device_id", self._known.devices),
            ("floor_id", self._known.floors),
            ("label_id", self._known.labels),
        ):
            for name in _texts(target.get(key)):
                found += sorted((members or {}).get(name, ()))
        return tuple(one for name in found for one in sorted(self._groups.get(name, {name})))


def branches_of(
    action: AnyAction,
) -> Iterable[tuple[tuple[AnyCondition, ...], Sequence[AnyAction]]]:
    """Return the sequences inside an action, each with what holds when it runs."""
    match action:
        case Choose():
            before: tuple[AnyCondition, ...] = ()
            for option in action.options:
                yield (*before, *option.conditions), option.sequence
                before = (*before, _none_of(option.conditions))
            yield before, action.default or ()
        case If():
            yield action.conditions, action.then
            yield (_none_of(action.conditions),), action.otherwise or ()
        case Repeat():
            yield action.while_ or (), action.sequence
        case Parallel():
            for branch in action.branches:
                yield (), branch
        case SubSequence():
            yield (), action.sequence
        case _:
            return


def scene_id(scene: Scene) -> str:
    """Return the entity id of a scene."""
    return f"scene.{slugify(scene.name)}"


def _none_of(conditions: tuple[AnyCondition, ...]) -> AnyCondition:
    return NotCondition(conditions=(AndCondition(conditions=conditions),))


def _of(way: _Way, place: Place) -> dict[str, Any]:
    return {"when": way.when, "path": way.path, "later": way.later, "place": place}


def _set(
    target: str, verb: str, data: Mapping[str, Any], common: Mapping[str, Any]
) -> list[Effect]:
    found = []
    domain = target.partition(".")[0]
    if verb == "toggle":
        found.append(Effect(kind="state", subject=target, value=TOGGLED, **common))
    elif verb in ("increment", "decrement") and domain in ("counter", "input_number", "number"):
        found.append(Effect(kind="state", subject=target, value=CHANGED, **common))
    elif (state := STATES.get(f"{domain}.{verb}", STATES.get(verb))) is not None:
        found.append(Effect(kind="state", subject=target, value=state, **common))
    aspects = {key: SETTINGS[key] for key in data if key in SETTINGS}
    for key, aspect in aspects.items():
        value = data[key]
        whole = "state" if verb in _SETS_STATE else aspect
        if isinstance(value, str | int | float):
            said = str(value) if whole == "state" else _written(value)
            found.append(Effect(kind="state", subject=target, aspect=whole, value=said, **common))
    return found


def _written(value: str | float) -> str:
    """Return a value in one spelling: 22 and 22.0 are the same temperature."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_SETS_STATE = frozenset(("select_option", "set_value", "set_hvac_mode", "set_datetime"))


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(one.strip() for one in value.split(","))
    if isinstance(value, list | tuple):
        return tuple(one for one in value if isinstance(one, str))
    return ()


def _groups_in(helpers: Iterable[HelperConfig]) -> dict[str, frozenset[str]]:
    return {
        f"group.{one.object_id}": frozenset(_texts(one.options.get("entities")))
        for one in helpers
        if one.domain == "group" and _texts(one.options.get("entities"))
    }
