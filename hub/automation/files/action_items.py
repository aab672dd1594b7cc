"""What a rule does, from YAML: every step, old and new spelling."""

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from hub.automation.files import scalars
from hub.automation.files.condition_items import condition, conditions
from hub.automation.files.keys import Keys, each, hint, listed, shown
from hub.automation.files.targets import KINDS as TARGETS
from hub.automation.files.targets import ids, target
from hub.automation.files.tree import Spot, Wrong, plain_of
from hub.automation.files.trigger_items import triggers, variables
from hub.automation.model import actions as model
from hub.automation.model.actions import AnyAction, Sequence
from hub.automation.model.values import Template, Tree, is_template, tree_of

_NOTHING: Tree = {}
_NAMES = ("action", "service", "service_template")
# The data of a script are its own fields, whatever they are called; these only aim at scripts.
_SCRIPT_ACTIONS = frozenset(f"script.{verb}" for verb in ("turn_on", "turn_off", "toggle"))


class Common(TypedDict):
    """What all actions have."""

    alias: str | None
    enabled: bool | Template
    continue_on_error: bool
    place: Any


def sequence(value: Any, spot: Spot) -> Sequence:
    """Parse one action or several; what is wrong is reported, and left out."""
    return each(value, spot, action)


def action(value: Any, spot: Spot) -> AnyAction:
    """Parse an action.

    Raises:
        ConfigError: it is none.
    """
    if isinstance(value, str | bool):
        return model.CheckCondition(condition=condition(value, spot), place=spot.place)
    keys = Keys(value, spot, "an action")
    kind = next((key for key in _KINDS if key in keys.node), None)
    if kind is None:
        raise Wrong(spot, _odd(keys))
    if kind in {"condition", "and", "or", "not"}:
        return _check(keys)
    keys.take("metadata")
    common: Common = {
        "alias": keys.optional("alias", scalars.text),
        "enabled": keys.read("enabled", scalars.boolean_or_template, default=True),
        "continue_on_error": keys.read("continue_on_error", scalars.boolean, default=False),
        "place": spot.place,
    }
    found = _KINDS[kind](keys, common)
    keys.done()
    return found


def _odd(keys: Keys) -> str:
    names = [key for key in keys.node if key not in {"alias", "enabled", "data", "target"}]
    if not names:
        return "this does nothing; name an action with 'action: light.turn_on'"
    return f"{names[0]!r} is no action; {hint(str(names[0]), _KINDS)}"


def _check(keys: Keys) -> AnyAction:
    """Parse a condition as a step; what it has in common with steps belongs to both."""
    node = {key: value for key, value in keys.node.items() if key != "continue_on_error"}
    places = keys.node if len(node) == len(keys.node) else node
    found = condition(places, keys.spot)
    return model.CheckCondition(
        condition=found,
        alias=found.alias,
        enabled=found.enabled,
        continue_on_error=keys.read("continue_on_error", scalars.boolean, default=False),
        place=keys.spot.place,
    )


def _call(keys: Keys, common: Common) -> AnyAction:
    name = scalars.text_or_template(keys.need(*_NAMES), keys.at(keys.spelled(*_NAMES)))
    if isinstance(name, str) and name.count(".") != 1:
        at = keys.at(keys.spelled(*_NAMES))
        raise Wrong(at, f"{name!r} is no action; one looks like 'light.turn_on'")
    aim: Tree = keys.read("target", target, _NOTHING)
    data = _data(keys)
    if isinstance(aim, Mapping):
        aim, data = _aimed(keys, name, dict(aim), data)
    return model.Call(
        **common,
        action=name.strip().lower() if isinstance(name, str) else name,
        target=aim,
        data=data,
        response_variable=keys.optional("response_variable", scalars.text),
    )


def _data(keys: Keys) -> Tree:
    found: dict[str, Any] = {}
    for key in ("data_template", "data"):
        value = keys.take(key)
        if isinstance(value, str) and is_template(value):
            return Template(value)
        if value is not None:
            found |= variables(value, keys.at(key))
    return found


def _aimed(keys: Keys, name: str | Template, aim: dict[str, Any], data: Tree) -> tuple[Tree, Tree]:
    """Move what is aimed at from the top and from the data to the target, which wins."""
    if (top := keys.take("entity_id")) is not None:
        aim.setdefault("entity_id", ids(top, keys.at("entity_id")))
    is_script = isinstance(name, str) and name.startswith("script.") and name not in _SCRIPT_ACTIONS
    if is_script or not isinstance(data, Mapping):
        return aim, data
    for kind in TARGETS:
        value = data.get(kind)
        if isinstance(value, Template):
            aim.setdefault(kind, value)
        elif isinstance(value, str | list):
            aim.setdefault(kind, ids(_source(value), keys.spot))
        else:
            continue
        data = {key: inner for key, inner in data.items() if key != kind}
    return aim, data


def _source(value: Any) -> Any:
    """Return ids as they were written: templates are made of them once, further down."""
    if isinstance(value, list):
        return [_source(item) for item in value]
    return value.source if isinstance(value, Template) else value


def _delay(keys: Keys, common: Common) -> AnyAction:
    return model.Delay(**common, delay=keys.must("delay", scalars.duration))


def _wait_template(keys: Keys, common: Common) -> AnyAction:
    return model.WaitTemplate(
        **common,
        template=keys.must("wait_template", scalars.template),
        timeout=keys.optional("timeout", scalars.duration),
        continue_on_timeout=keys.read("continue_on_timeout", scalars.boolean, default=True),
    )


def _wait_for_trigger(keys: Keys, common: Common) -> AnyAction:
    return model.WaitForTrigger(
        **common,
        triggers=keys.must("wait_for_trigger", triggers),
        timeout=keys.optional("timeout", scalars.duration),
        continue_on_timeout=keys.read("continue_on_timeout", scalars.boolean, default=True),
    )


def _choose(keys: Keys, common: Common) -> AnyAction:
    return model.Choose(
        **common,
        options=each(keys.take("choose"), keys.at("choose"), _option),
        default=keys.optional("default", sequence),
    )


def _option(value: Any, spot: Spot) -> model.Option:
    keys = Keys(value, spot, "a branch of choose")
    found = model.Option(
        conditions=conditions(keys.need("conditions", "condition"), keys.at("conditions")),
        sequence=sequence(keys.take("sequence"), keys.at("sequence")),
        alias=keys.optional("alias", scalars.text),
    )
    if not keys.has("sequence"):
        raise Wrong(spot, "the key 'sequence' is missing")
    keys.done()
    return found


def _if(keys: Keys, common: Common) -> AnyAction:
    return model.If(
        **common,
        conditions=keys.must("if", conditions),
        then=keys.must("then", sequence),
        otherwise=keys.optional("else", sequence),
    )


def _repeat(keys: Keys, common: Common) -> AnyAction:
    inner = Keys(keys.need("repeat"), keys.at("repeat"), "how to repeat")
    ways = [way for way in ("count", "for_each", "while", "until") if inner.has(way)]
    if len(ways) != 1:
        raise Wrong(inner.spot, "give exactly one of count, for_each, while and until")
    found = model.Repeat(
        **common,
        sequence=inner.must("sequence", sequence),
        count=inner.optional("count", _count),
        for_each=inner.optional("for_each", _items),
        while_=inner.optional("while", conditions),
        until=inner.optional("until", conditions),
    )
    inner.done()
    return found


def _count(value: Any, spot: Spot) -> int | Template:
    if isinstance(value, str) and is_template(value):
        return Template(value)
    found = scalars.whole(value, spot)
    if found < 0:
        raise Wrong(spot, "a count cannot be negative")
    return found


def _items(value: Any, spot: Spot) -> Tree:
    if isinstance(value, str) and is_template(value):
        return Template(value)
    if isinstance(value, list | tuple):
        return tree_of(plain_of(value, spot))
    raise Wrong(spot, f"expected a list, or a template of one, found {shown(value)}")


def _parallel(keys: Keys, common: Common) -> AnyAction:
    value, spot = keys.take("parallel"), keys.at("parallel")
    branches = tuple(_branch(item, spot.at(value, n)) for n, item in enumerate(listed(value)))
    return model.Parallel(**common, branches=branches)


def _branch(value: Any, spot: Spot) -> Sequence:
    if not isinstance(value, Mapping) or "sequence" not in value:
        return sequence(value, spot)
    if set(value) - {"sequence", "alias"}:
        return sequence(value, spot)  # a step of its own, with `enabled` and so on
    return sequence(value["sequence"], spot.at(value, "sequence"))


def _sub_sequence(keys: Keys, common: Common) -> AnyAction:
    return model.SubSequence(**common, sequence=keys.must("sequence", sequence))


def _variables(keys: Keys, common: Common) -> AnyAction:
    return model.SetVariables(**common, variables=keys.must("variables", variables))


def _stop(keys: Keys, common: Common) -> AnyAction:
    return model.Stop(
        **common,
        reason=keys.read("stop", scalars.text_or_template, ""),
        error=keys.read("error", scalars.boolean, default=False),
        response_variable=keys.optional("response_variable", scalars.text),
    )


def _event(keys: Keys, common: Common) -> AnyAction:
    data: dict[str, Any] = {}
    for key in ("event_data_template", "event_data"):
        data |= keys.read(key, variables, _NOTHING)
    name = keys.must("event", scalars.text_or_template)
    return model.FireEvent(**common, event=name, event_data=data)


def _scene(keys: Keys, common: Common) -> AnyAction:
    scene = keys.must("scene", scalars.entity)
    if not scene.startswith("scene."):
        raise Wrong(keys.at("scene"), f"{scene!r} is no scene; one looks like 'scene.movie'")
    return model.ActivateScene(**common, scene=scene)


def _device(keys: Keys, common: Common) -> AnyAction:
    return model.DeviceAction(
        **common,
        domain=keys.must("domain", scalars.text),
        type=keys.read("type", scalars.text, ""),
        device_id=keys.optional("device_id", scalars.text),
        entity_id=keys.optional("entity_id", scalars.text),
        keys=tree_of(plain_of(keys.rest(), keys.spot)),
    )


def _response(keys: Keys, common: Common) -> AnyAction:
    response = keys.optional("set_conversation_response", scalars.text_or_template)
    return model.SetConversationResponse(**common, response=response)


# In the order in which Home Assistant looks for them (helpers/config_validation.py, ACTIONS_MAP).
_KINDS: Mapping[str, Callable[[Keys, Common], AnyAction]] = {
    "delay": _delay,
    "wait_template": _wait_template,
    "condition": _call,
    "and": _call,
    "or": _call,
    "not": _call,
    "event": _event,
    "service": _call,
    "service_template": _call,
    "action": _call,
    "device_id": _device,
    "scene": _scene,
    "repeat": _repeat,
    "choose": _choose,
    "wait_for_trigger": _wait_for_trigger,
    "variables": _variables,
    "if": _if,
    "stop": _stop,
    "parallel": _parallel,
    "sequence": _sub_sequence,
    "set_conversation_response": _response,
}
