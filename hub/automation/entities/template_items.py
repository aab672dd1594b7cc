"""Template entities as `template:` configures them, and as the old `platform: template` did."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from typing import Any

from hub.automation.files import scalars
from hub.automation.files.action_items import sequence
from hub.automation.files.condition_items import conditions
from hub.automation.files.keys import Keys, each, hint
from hub.automation.files.tree import Spot, Wrong, plain_of
from hub.automation.files.trigger_items import triggers, variables
from hub.automation.model.actions import Sequence as Actions
from hub.automation.model.conditions import AnyCondition
from hub.automation.model.rules import HelperConfig
from hub.automation.model.triggers import AnyTrigger
from hub.automation.model.values import NOWHERE, Duration, Place, Template, Variables
from hub.home.ids import slugify
from hub.home.yaml_config import ConfigError, ConfigProblem
from hub.record import record

_NOTHING: Mapping[str, Any] = {}


@record(frozen=True, slots=True)
class Kind:
    """What a domain of template entities takes.

    `templates` besides the common ones, `fixed` values that are shown as they are, `actions`, the
    keys that `must` be there, and those that only Home Assistant knows.
    """

    templates: tuple[str, ...] = ("state",)
    fixed: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    delays: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "sensor": Kind(
        ("state", "last_reset"), ("unit_of_measurement", "device_class", "state_class"),
        must=("state",),
    ),
    "binary_sensor": Kind(
        fixed=("device_class",), must=("state",), delays=("delay_on", "delay_off", "auto_off"),
    ),
    "number": Kind(
        ("state", "min", "max", "step"), ("unit_of_measurement", "device_class"),
        ("set_value",), ("set_value",),
    ),
    "select": Kind(("state", "options"), (), ("select_option",), ("options", "select_option")),
    "switch": Kind(fixed=("device_class",), actions=("turn_on", "turn_off")),
    "button": Kind((), ("device_class",), ("press",), ("press",)),
    "light": Kind(
        ("state", "level", "temperature", "hs", "effect", "effect_list"), (),
        ("turn_on", "turn_off", "set_level", "set_temperature", "set_hs", "set_effect"),
        ("turn_on", "turn_off"),
        lacking=("rgb", "set_rgb", "rgbw", "set_rgbw", "rgbww", "set_rgbww", "min_mireds",
                 "max_mireds", "supports_transition"),
    ),
    "cover": Kind(
        ("state", "position"), ("device_class",),
        ("open_cover", "close_cover", "stop_cover", "set_cover_position"),
        lacking=("tilt", "set_cover_tilt_position", "tilt_optimistic"),
    ),
    "fan": Kind(
        ("state", "percentage"), (), ("turn_on", "turn_off", "set_percentage"),
        ("turn_on", "turn_off"),
        lacking=("preset_mode", "preset_modes", "set_preset_mode", "oscillating",
                 "set_oscillating", "direction", "set_direction", "speed_count"),
    ),
    "lock": Kind(("state",), (), ("lock", "unlock", "open"), ("lock", "unlock"),
                 lacking=("code_format",)),
}  # fmt: skip
_COMMON = ("availability", "icon", "picture")
# Of the old platform: how its keys are called now.
_RENAMED = {
    "value_template": "state", "friendly_name": "name", "friendly_name_template": "name",
    "icon_template": "icon", "entity_picture_template": "picture",
    "availability_template": "availability", "attribute_templates": "attributes",
    "level_template": "level", "position_template": "position",
    "percentage_template": "percentage", "temperature_template": "temperature",
    "color_template": "hs", "hs_template": "hs", "set_color": "set_hs",
    "effect_template": "effect", "effect_list_template": "effect_list",
    "rgb_template": "rgb", "rgbw_template": "rgbw", "rgbww_template": "rgbww",
    "min_mireds_template": "min_mireds", "max_mireds_template": "max_mireds",
    "supports_transition_template": "supports_transition", "tilt_template": "tilt",
    "preset_mode_template": "preset_mode", "oscillating_template": "oscillating",
    "direction_template": "direction", "code_format_template": "code_format",
}  # fmt: skip
_DROPPED = frozenset({"platform", "entity_id", "position_optimistic"})


@record(frozen=True, slots=True, kw_only=True)
class TemplateEntity:
    """One entity. `templates` by key; `name` is one of them if it holds Jinja."""

    domain: str
    name: str
    object_id: str
    unique_id: str | None = None
    templates: Mapping[str, Template] = field(default_factory=dict)
    attributes: Mapping[str, Template] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    delays: Mapping[str, Duration] = field(default_factory=dict)
    actions: Mapping[str, Actions] = field(default_factory=dict)
    variables: Variables = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    place: Place = NOWHERE

    @property
    def is_optimistic(self) -> bool:
        """Whether nothing tells its state but what it was set to."""
        is_told = bool({"state", "position"} & set(self.templates))
        return bool(KINDS[self.domain].actions) and not is_told


@record(frozen=True, slots=True, kw_only=True)
class TemplateBlock:
    """An item of `template:`: entities, and what makes them look anew, if not what they read."""

    key: str
    entities: tuple[TemplateEntity, ...]
    triggers: tuple[AnyTrigger, ...] = ()
    conditions: tuple[AnyCondition, ...] = ()
    actions: Actions = ()
    variables: Variables = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    place: Place = NOWHERE


def is_template(config: HelperConfig) -> bool:
    """Tell whether a helper is configured as template entities."""
    return config.domain == "template" or config.domain in _OLD


def parse_block(
    config: HelperConfig, *, number: int = 0
) -> tuple[TemplateBlock | None, Sequence[ConfigProblem]]:
    """Parse what a configuration says; `number` counts those of the same name, from 0.

    What is wrong with one entity leaves out that one; what is wrong with what all of them share,
    all of them: the block is None then.
    """
    spot = Spot(config.place, f"{config.domain}.{config.object_id}")
    found: TemplateBlock | None = None
    try:
        old = config.domain != "template"
        found = _old_block(config, spot) if old else _block(config, spot)
    except ConfigError as error:
        spot.problems.extend(error.problems)
    if found is not None and number:
        found = replace(found, key=f"{found.key}_{number + 1}")
    return found, tuple(dict.fromkeys(spot.problems))


def _block(config: HelperConfig, spot: Spot) -> TemplateBlock:
    keys = Keys(config.options, spot, "template entities")
    unique_id = keys.optional("unique_id", scalars.text)
    entities: list[TemplateEntity] = []
    for domain in KINDS:
        parse = partial(_entity, domain, unique_id)
        entities += each(keys.take(domain), keys.at(domain), parse)
    for domain in ("sensor", "binary_sensor"):
        old = keys.read(f"{domain}s", _named, _NOTHING)
        for name, value in old.items():
            at = keys.at(f"{domain}s").at(old, name)
            parse = partial(_entity, domain, unique_id)
            entities += each(_modern(domain, name, value, at), at, parse)
    for domain in _LACKING:
        if keys.take(domain) is not None:
            keys.at(domain).report(f"this hub has no {domain} of templates yet; leave it out")
    known = len(spot.problems)
    found = TemplateBlock(
        key=config.object_id,
        entities=tuple(entities),
        triggers=triggers(keys.take("triggers", "trigger"), keys.at("triggers")),
        conditions=conditions(keys.take("conditions", "condition"), keys.at("conditions")),
        actions=sequence(keys.take("actions", "action"), keys.at("actions")),
        variables=keys.read("variables", variables, _NOTHING),
        raw=config.options,
        place=config.place,
    )
    keys.done()
    if not entities and not spot.problems:
        spot.report(f"no entity in it; {hint('', KINDS)}")
    if (found.actions or found.conditions) and not found.triggers:
        spot.report("conditions and actions need triggers beside them")
    if len(spot.problems) > known:
        raise ConfigError(())
    return found


def _old_block(config: HelperConfig, spot: Spot) -> TemplateBlock:
    if config.domain in _LACKING:
        raise Wrong(spot, f"this hub has no {config.domain} of templates yet; leave it out")
    given = _modern(config.domain, config.object_id, config.options, spot)
    entity = _entity(config.domain, None, given, spot)
    key = f"{config.domain}.{config.object_id}"
    return TemplateBlock(key=key, entities=(entity,), raw=config.options, place=config.place)


def _named(value: Any, spot: Spot) -> Mapping[str, Any]:
    return Keys(value, spot, "entities by name").rest()


def _modern(domain: str, object_id: str, value: Any, spot: Spot) -> dict[str, Any]:
    """Return the settings of the old platform as they are written now."""
    given = {
        _RENAMED.get(key, key): inner
        for key, inner in Keys(value, spot, f"a {domain}").rest().items()
        if key not in _DROPPED
    }
    given.setdefault("name", object_id.replace("_", " "))
    given.setdefault("default_entity_id", f"{domain}.{object_id}")
    return given


def _entity(domain: str, block_id: str | None, value: Any, spot: Spot) -> TemplateEntity:
    kind, known = KINDS[domain], len(spot.problems)
    keys = Keys(value, spot, f"a {domain}")
    own_id = keys.optional("unique_id", scalars.text)
    name = keys.optional("name", scalars.text_or_template)
    words = name if isinstance(name, str) else own_id or f"template {domain}"
    wanted = keys.optional("default_entity_id", scalars.text) or keys.optional(
        "object_id", scalars.text
    )
    if wanted is not None:
        own_domain, dot, object_id = wanted.rpartition(".")
        if dot and own_domain != domain:
            raise Wrong(keys.at("default_entity_id"), f"{wanted!r} is no {domain}")
        wanted = object_id
    keys.take("optimistic")
    found = TemplateEntity(
        domain=domain,
        name=words,
        object_id=slugify(wanted or words),
        unique_id=f"{block_id}-{own_id}" if block_id and own_id else own_id,
        templates=_templates(keys, kind, name),
        attributes=keys.read("attributes", _attributes, _NOTHING),
        fixed=_fixed(keys, kind),
        delays=_delays(keys, kind),
        actions={
            name: sequence(keys.take(name), keys.at(name)) for name in kind.actions
            if name in keys.node
        },
        variables=keys.read("variables", variables, _NOTHING),
        raw=plain_of(keys.node, spot),
        place=spot.place,
    )  # fmt: skip
    for key in kind.must:
        if key not in keys.node:
            spot.report(f"the key {key!r} is missing")
    lacking = [key for key in kind.lacking if keys.take(key) is not None]
    keys.done()
    if len(spot.problems) > known:
        raise ConfigError(())
    for key in lacking:
        keys.at(key).report("this hub does not know it yet; it is passed over")
    return found


def _templates(keys: Keys, kind: Kind, name: str | Template | None) -> dict[str, Template]:
    found = {"name": name} if isinstance(name, Template) else {}
    for key in (*kind.templates, *_COMMON):
        if (one := keys.optional(key, scalars.template)) is not None:
            found[key] = one
    return found


def _fixed(keys: Keys, kind: Kind) -> dict[str, Any]:
    given = {key: keys.optional(key, scalars.text) for key in kind.fixed}
    return {key: value for key, value in given.items() if value is not None}


def _delays(keys: Keys, kind: Kind) -> dict[str, Duration]:
    given = {key: keys.optional(key, scalars.duration) for key in kind.delays}
    return {key: value for key, value in given.items() if value is not None}


def _attributes(value: Any, spot: Spot) -> Mapping[str, Template]:
    keys = Keys(value, spot, "attributes")
    return {name: scalars.template(given, keys.at(name)) for name, given in keys.rest().items()}


_LACKING = ("alarm_control_panel", "event", "image", "update", "vacuum", "weather")
_OLD = frozenset(KINDS) | {"alarm_control_panel", "vacuum", "weather"}
