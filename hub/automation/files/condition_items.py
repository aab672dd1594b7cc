"""What must hold, from YAML: shorthands and every kind."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypedDict, cast

from hub.automation.files import scalars
from hub.automation.files.keys import Keys, each, hint, shown
from hub.automation.files.targets import target
from hub.automation.files.tree import Spot, Wrong, plain_of
from hub.automation.model import conditions as model
from hub.automation.model.conditions import AnyCondition
from hub.automation.model.values import Template, is_template
from hub.home.ids import EntityId

AnyOrAll = Literal["all", "any"]
LOGICAL = ("and", "or", "not")
_PURPOSE = re.compile(r"([a-z0-9_]+)\.is_([a-z0-9_]+)")
_GROUPS: Mapping[str, Callable[..., AnyCondition]] = {
    "and": model.AndCondition,
    "or": model.OrCondition,
    "not": model.NotCondition,
}


class Common(TypedDict):
    """What all conditions have."""

    alias: str | None
    enabled: bool | Template
    place: Any


def conditions(value: Any, spot: Spot) -> tuple[AnyCondition, ...]:
    """Parse one condition or several; what is wrong is reported, and left out."""
    return each(value, spot, condition)


def condition(value: Any, spot: Spot) -> AnyCondition:
    """Parse a condition.

    Raises:
        ConfigError: it is none.
    """
    if isinstance(value, bool):
        return model.TemplateCondition(value_template=Template(str(value)), place=spot.place)
    if isinstance(value, str):
        return model.TemplateCondition(value_template=_shorthand(value, spot), place=spot.place)
    keys = Keys(value, spot, "a condition")
    common: Common = {
        "alias": keys.optional("alias", scalars.text),
        "enabled": keys.read("enabled", scalars.boolean_or_template, default=True),
        "place": spot.place,
    }
    keys.take("metadata")
    found = _condition(keys, common)
    keys.done()
    return found


def _shorthand(value: str, spot: Spot) -> Template:
    if not is_template(value):
        raise Wrong(spot, f"expected a condition or a template, found {value[:80]!r}")
    return Template(value)


def _condition(keys: Keys, common: Common) -> AnyCondition:
    if not keys.has("condition"):
        for word in LOGICAL:
            if keys.has(word):
                inner = conditions(keys.take(word), keys.at(word))
                return _GROUPS[word](**common, conditions=inner)
        raise Wrong(keys.spot, "the key 'condition' is missing")
    kind, at = keys.need("condition"), keys.at("condition")
    if isinstance(kind, list | tuple):
        return model.AndCondition(**common, conditions=conditions(kind, at))
    if isinstance(kind, str) and is_template(kind):
        return model.TemplateCondition(**common, value_template=Template(kind))
    word = scalars.text(kind, at)
    if word in _GROUPS:
        inner = conditions(keys.need("conditions"), keys.at("conditions"))
        return _GROUPS[word](**common, conditions=inner)
    parse = _KINDS.get(word)
    if parse is not None:
        return parse(keys, common)
    purpose = _PURPOSE.fullmatch(word)
    if purpose is None:
        known = (*_KINDS, *_GROUPS)
        raise Wrong(at, f"there is no condition {word!r}; {hint(word, known)}")
    return _is_state(purpose[1], purpose[2], keys, common)


def _state(keys: Keys, common: Common) -> AnyCondition:
    attribute = keys.optional("attribute", scalars.text)
    # States are text; attributes are compared as what they are: 20 is not "20".
    states = scalars.values if attribute is not None else scalars.state_texts
    return model.StateCondition(
        **common,
        entity_id=keys.must("entity_id", scalars.some_entities),
        state=keys.must("state", states),
        attribute=attribute,
        for_=keys.optional("for", scalars.duration),
        match=keys.read("match", _match, "all"),
    )


def _match(value: Any, spot: Spot) -> AnyOrAll:
    return cast("AnyOrAll", scalars.choice(value, spot, ("all", "any")))


def _numeric_state(keys: Keys, common: Common) -> AnyCondition:
    if keys.take("above") is None and keys.take("below") is None:
        raise Wrong(keys.spot, "give 'above', 'below' or both")
    return model.NumericStateCondition(
        **common,
        entity_id=keys.must("entity_id", scalars.some_entities),
        above=keys.optional("above", scalars.bound),
        below=keys.optional("below", scalars.bound),
        attribute=keys.optional("attribute", scalars.text),
        value_template=keys.optional("value_template", scalars.template),
    )


def _time(keys: Keys, common: Common) -> AnyCondition:
    if not keys.has("after", "before", "weekday"):
        raise Wrong(keys.spot, "give at least one of after, before and weekday")
    return model.TimeCondition(
        **common,
        after=keys.optional("after", scalars.time_or_entity),
        before=keys.optional("before", scalars.time_or_entity),
        weekday=keys.read("weekday", scalars.weekdays, ()),
    )


def _sun(keys: Keys, common: Common) -> AnyCondition:
    if not keys.has("after", "before"):
        raise Wrong(keys.spot, "give 'after', 'before' or both")
    return model.SunCondition(
        **common,
        after=keys.optional("after", scalars.sun_event),
        before=keys.optional("before", scalars.sun_event),
        after_offset_s=keys.read("after_offset", scalars.seconds, 0.0),
        before_offset_s=keys.read("before_offset", scalars.seconds, 0.0),
    )


def _template(keys: Keys, common: Common) -> AnyCondition:
    found = keys.must("value_template", scalars.template)
    return model.TemplateCondition(**common, value_template=found)


def _trigger(keys: Keys, common: Common) -> AnyCondition:
    return model.TriggerCondition(**common, id=keys.must("id", scalars.texts))


def _zone(keys: Keys, common: Common) -> AnyCondition:
    return model.ZoneCondition(
        **common,
        entity_id=keys.must("entity_id", scalars.some_entities),
        zone=keys.must("zone", scalars.some_entities),
    )


def _device(keys: Keys, common: Common) -> AnyCondition:
    return model.DeviceCondition(
        **common,
        domain=keys.must("domain", scalars.text),
        type=keys.read("type", scalars.text, ""),
        device_id=keys.optional("device_id", scalars.text),
        entity_id=keys.optional("entity_id", scalars.text),
        keys=plain_of(keys.rest(), keys.spot),
    )


def _in_zone(keys: Keys, common: Common) -> AnyCondition:
    """Parse `zone.in_zone`: `target` names who, `options` which zones and any or all of them."""
    options = _options(keys)
    who = _aimed_at(keys)
    zones = options.optional("zone", scalars.some_entities)
    if zones is None:
        zones = keys.must("zone", scalars.some_entities)
    match = options.read("behavior", _match, "any")
    options.done()
    if match == "all":
        return model.ZoneCondition(**common, entity_id=who, zone=zones)
    single = tuple(
        model.ZoneCondition(entity_id=(one,), zone=zones, place=keys.spot.place) for one in who
    )
    return model.OrCondition(**common, conditions=single)


def _is_state(domain: str, state: str, keys: Keys, common: Common) -> AnyCondition:
    """Parse `light.is_on` and its like: entities of `target` in the state that it names."""
    options = _options(keys)
    who = _aimed_at(keys)
    strange = next((one for one in who if not one.startswith(f"{domain}.")), None)
    if strange is not None:
        raise Wrong(keys.at("target"), f"{strange!r} is no entity of {domain!r}")
    match: AnyOrAll = options.read("behavior", _match, "any")
    for_ = options.optional("for", scalars.duration)
    options.done()
    return model.StateCondition(**common, entity_id=who, state=(state,), match=match, for_=for_)


def _options(keys: Keys) -> Keys:
    return Keys(keys.take("options") or {}, keys.at("options"), "options")


def _aimed_at(keys: Keys) -> tuple[EntityId, ...]:
    if not keys.has("target"):
        return keys.must("entity_id", scalars.some_entities)
    aim = keys.must("target", target)
    if isinstance(aim, Template) or set(aim) != {"entity_id"}:
        raise Wrong(keys.at("target"), f"name the entities by entity_id here, not {shown(aim)}")
    return scalars.some_entities(aim["entity_id"], keys.at("target"))


_KINDS: Mapping[str, Callable[[Keys, Common], AnyCondition]] = {
    "state": _state,
    "numeric_state": _numeric_state,
    "time": _time,
    "sun": _sun,
    "template": _template,
    "trigger": _trigger,
    "zone": _zone,
    "device": _device,
    "zone.in_zone": _in_zone,
}
