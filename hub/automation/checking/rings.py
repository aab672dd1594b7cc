"""Rules that set themselves off, over their own effects or those of each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hub.automation.checking.domains import Values
from hub.automation.checking.effects import CHANGED, TOGGLED, Effect, EffectFinder
from hub.automation.checking.finding import Finding, Known
from hub.automation.checking.moments import (
    fires_of,
    numbers_of,
    passing,
    state_after,
    values_from,
    values_to,
)
from hub.automation.checking.possible import EVERYTHING, Box, Boxes, meet
from hub.automation.model.rules import Automation, Configuration, Runnable, Script
from hub.automation.model.triggers import (
    AnyTrigger,
    EventTrigger,
    MqttTrigger,
    NumericStateTrigger,
    StateTrigger,
)
from hub.home.ids import slugify
from hub.record import record

_LONGEST = 6
_MOST_STEPS = 20_000
_ROUNDS = 2
_OTHER = {"on": "off", "off": "on", "open": "closed", "closed": "open"}

_Facts = dict[tuple[str, str | None], str]


@record(frozen=True, slots=True)
class _Node:
    """One effect of one rule, with those on the same way through its actions."""

    rule: Runnable
    name: str
    effect: Effect
    on_the_way: tuple[Effect, ...]


@record(frozen=True, slots=True)
class _Edge:
    """An effect fires a trigger (None: it runs the rule by name) and the next effect follows."""

    to: int
    trigger: AnyTrigger | None
    trigger_id: str


@dataclass(slots=True)
class _Graph:
    nodes: list[_Node] = field(default_factory=list)
    edges: Mapping[int, list[_Edge]] = field(default_factory=dict)


def rings(configuration: Configuration, known: Known) -> Iterator[Finding]:
    """Find rings of rules in which each sets off the next, with nothing that breaks the ring."""
    graph = _graph(configuration, EffectFinder(configuration, known))
    told: set[frozenset[str]] = set()
    for start in range(len(graph.nodes)):
        for ring in _ways_back(graph, start):
            names = frozenset(graph.nodes[index].name for index, _ in ring)
            if names not in told and _spins(graph, ring):
                told.add(names)
                yield _finding(graph, ring)


_Ring = tuple[tuple[int, _Edge], ...]


def _graph(configuration: Configuration, finder: EffectFinder) -> _Graph:
    graph = _Graph()
    by_rule: dict[str, list[int]] = defaultdict(list)
    for rule, name in _rules(configuration):
        effects = finder.of(rule)
        for effect in effects:
            way = tuple(one for one in effects if effect.path[: len(one.path)] == one.path)
            by_rule[name].append(len(graph.nodes))
            graph.nodes.append(_Node(rule, name, effect, way))
    listening = _listening(configuration)
    graph.edges = {
        index: list(_edges(node, by_rule, listening)) for index, node in enumerate(graph.nodes)
    }
    return graph


def _rules(configuration: Configuration) -> Iterator[tuple[Runnable, str]]:
    for rule in configuration.automations:
        if rule.initial_state is not False:
            yield rule, f"automation.{slugify(rule.alias)}"
    for script in configuration.scripts:
        yield script, f"script.{script.object_id}"


_Listening = Mapping[str, list[tuple[Automation, AnyTrigger, str]]]


def _listening(configuration: Configuration) -> _Listening:
    found: dict[str, list[tuple[Automation, AnyTrigger, str]]] = defaultdict(list)
    for rule in configuration.automations:
        for trigger, trigger_id in fires_of(rule) if rule.initial_state is not False else ():
            for subject in _subjects(trigger):
                found[subject].append((rule, trigger, trigger_id))
    return found


def _subjects(trigger: AnyTrigger) -> tuple[str, ...]:
    match trigger:
        case StateTrigger() | NumericStateTrigger():
            return trigger.entity_id
        case EventTrigger():
            return tuple(f"event {one}" for one in trigger.event_type if isinstance(one, str))
        case MqttTrigger(topic=str(topic)):
            return (f"message {topic}",)
        case _:
            return ()


def _edges(node: _Node, by_rule: Mapping[str, list[int]], listening: _Listening) -> Iterator[_Edge]:
    effect = node.effect
    if effect.kind == "run":
        for_scripts = effect.subject.startswith("script.") and isinstance(node.rule, Automation)
        for index in () if for_scripts else by_rule.get(effect.subject, ()):
            yield _Edge(index, None, "")
        return
    subject = effect.subject if effect.kind == "state" else f"{effect.kind} {effect.subject}"
    for rule, trigger, trigger_id in listening.get(subject, ()):
        if fires(effect, trigger):
            for index in by_rule[f"automation.{slugify(rule.alias)}"]:
                yield _Edge(index, trigger, trigger_id)


def fires(effect: Effect, trigger: AnyTrigger, *, value: str | None = None) -> bool:
    """Tell whether an effect surely fires a trigger, if it changes anything at all.

    `value`: what a toggled entity comes to be, if that is known.
    """
    match trigger:
        case StateTrigger():
            return _fires_state(effect, trigger, value or effect.value or "")
        case NumericStateTrigger(value_template=None):
            same = trigger.attribute == (None if effect.aspect == "state" else effect.aspect)
            bounded = not isinstance(trigger.above, str) and not isinstance(trigger.below, str)
            return same and bounded and numbers_of(trigger).has(effect.value or "")
        case EventTrigger():
            return all(effect.data.get(key) == one for key, one in trigger.event_data.items())
        case MqttTrigger(value_template=None):
            return trigger.payload is None or trigger.payload == effect.value
        case _:
            return False


def _fires_state(effect: Effect, trigger: StateTrigger, value: str) -> bool:
    aspect = None if effect.aspect == "state" else effect.aspect
    if trigger.attribute != aspect:
        named = trigger.to or trigger.from_ or trigger.not_to or trigger.not_from
        bare = not (named or trigger.to_any or trigger.from_any or trigger.attribute)
        return bare and aspect is not None
    if value == CHANGED:
        return trigger.to is None
    if value == TOGGLED:
        return True
    return values_to(trigger).has(value) and values_from(trigger).allowed != frozenset({value})


def _ways_back(graph: _Graph, start: int) -> Iterator[_Ring]:
    """Return the ways from a node back to it, over later nodes only, shortest first."""
    waiting: list[tuple[int, _Ring]] = [(start, ())]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        index, so_far = waiting.pop(0)
        been = {at for at, _ in so_far}
        for edge in graph.edges[index]:
            way = (*so_far, (index, edge))
            if edge.to == start:
                yield way
            elif edge.to > start and edge.to not in been and len(way) < _LONGEST:
                waiting.append((edge.to, way))


def _spins(graph: _Graph, ring: _Ring) -> bool:
    """Go round the ring twice, keeping in mind what was set: does each still set off the next?"""
    if all(edge.trigger is None for _, edge in ring):
        # By name only: it ends where a choice is made, and nobody can tell which.
        return not any(graph.nodes[index].effect.path for index, _ in ring)
    facts: _Facts = {}
    return all(_goes_on(graph, index, edge, facts) for _ in range(_ROUNDS) for index, edge in ring)


def _goes_on(graph: _Graph, index: int, edge: _Edge, facts: _Facts) -> bool:
    node, following = graph.nodes[index], graph.nodes[edge.to]
    went_on = False
    for effect in node.on_the_way:
        key = (effect.subject, None if effect.aspect == "state" else effect.aspect)
        before = facts.get(key)
        if effect.kind == "state":
            _set_fact(facts, key, effect.value or "")
        if effect is node.effect:
            changed = effect.kind != "state" or before is None or before != facts.get(key)
            when = _sets_off(effect, edge, following, facts, facts.get(key)) if changed else ()
            if not when:
                return False
            went_on = True
            _take_for_granted(facts, when)
    return went_on


def _take_for_granted(facts: _Facts, when: Boxes) -> None:
    """Keep in mind what must be so, now that the next rule runs."""
    first, *others = when
    for subject, values in first.states.items():
        allowed = values.allowed or frozenset()
        if len(allowed) == 1 and all(
            subject in box.states and box.states[subject].allowed == allowed for box in others
        ):
            facts.setdefault(subject, next(iter(allowed)))


def _set_fact(facts: _Facts, key: tuple[str, str | None], value: str) -> None:
    if value == TOGGLED:
        value = _OTHER.get(facts.get(key, ""), CHANGED)
    if value == CHANGED:
        facts.pop(key, None)
    else:
        facts[key] = value


def _sets_off(
    effect: Effect, edge: _Edge, following: _Node, facts: _Facts, value: str | None
) -> Boxes:
    """Return when the effect starts the following rule and leads to its effect."""
    now: Boxes = (
        Box(states={key: Values(allowed=frozenset({one})) for key, one in facts.items()}),
    )
    if edge.trigger is None or not isinstance(following.rule, Automation):
        return meet(now, following.effect.when)
    if not fires(effect, edge.trigger, value=value):
        return ()
    fired = state_after(edge.trigger) if effect.kind == "state" else EVERYTHING
    found = passing(following.rule, edge.trigger_id, now, fired, following.effect.when)
    return tuple(box for box in found if not box.opaque)


def _finding(graph: _Graph, ring: _Ring) -> Finding:
    nodes = [graph.nodes[index] for index, _ in ring]
    slow = any(node.effect.later for node in nodes) or any(
        getattr(edge.trigger, "for_", None) is not None for _, edge in ring
    )
    steps = [f"{node.rule.alias!r} {node.effect}" for node in nodes]
    again = f"which starts {nodes[0].rule.alias!r} again"
    message = (
        f"These rules set themselves off{', slowly' if slow else ''}: "
        + ", which starts ".join(steps)
        + f", {again}. Give one of them a condition that ends it, or a narrower trigger."
    )
    first = nodes[0]
    return Finding(
        severity="note" if slow else "warning",
        code="loop",
        message=message,
        rules=tuple(dict.fromkeys(_name(node.rule) for node in nodes)),
        place=first.effect.place if first.effect.place.line else first.rule.place,
    )


def _name(rule: Runnable) -> str:
    match rule:
        case Automation():
            return f"automation.{rule.id}"
        case Script():
            return f"script.{rule.object_id}"
        case _:
            return rule.alias
