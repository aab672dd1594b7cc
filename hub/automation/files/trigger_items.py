"""What starts a rule, from YAML: old and new spelling, every kind."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypedDict, cast

from hub.automation.files import scalars
from hub.automation.files.keys import Keys, each, hint, listed, shown
from hub.automation.files.targets import target
from hub.automation.files.tree import Spot, Wrong, plain_of
from hub.automation.model import triggers as model
from hub.automation.model.triggers import AnyTrigger
from hub.automation.model.values import Template, Tree, Variables, tree_of
from hub.home.ids import EntityId

Crossing = Literal["enter", "leave"]
_KIND = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
_PATTERN = re.compile(r"\*|/?\d{1,2}")
_LARGEST = {"hours": 23, "minutes": 59, "seconds": 59}
_UPDATES = ("added", "removed", "updated", "current")
_NOTHING: Variables = {}
_METHODS = ("GET", "HEAD", "POST", "PUT")


class Common(TypedDict):
    """What all triggers have."""

    alias: str | None
    enabled: bool | Template
    id: str | None
    variables: Variables
    place: Any


def triggers(value: Any, spot: Spot) -> tuple[AnyTrigger, ...]:
    """Parse one trigger or several; what is wrong is reported, and left out."""
    return each(_flat(value, spot), spot, trigger)


def trigger(value: Any, spot: Spot) -> AnyTrigger:
    """Parse a trigger.

    Raises:
        ConfigError: it is none.
    """
    keys = Keys(value, spot, "a trigger")
    kind = scalars.text(
        keys.need("trigger", "platform"), keys.at(keys.spelled("trigger", "platform"))
    )
    common = _common(keys)
    parse = _KINDS.get(kind)
    if parse is None and not _KIND.fullmatch(kind):
        raise Wrong(
            keys.at(keys.spelled("trigger", "platform")),
            f"there is no trigger {kind!r}; {hint(kind, _KINDS)}",
        )
    found = parse(keys, common) if parse is not None else _purpose(kind, keys, common)
    keys.done()
    return found


def variables(value: Any, spot: Spot) -> Variables:
    """Parse variables: any values, in order."""
    if not isinstance(value, Mapping):
        raise Wrong(spot, f"expected variables: a mapping of names to values, found {shown(value)}")
    return cast("Variables", tree_of(plain_of(value, spot)))


def _flat(value: Any, spot: Spot) -> Any:
    """Spread items that hold nothing but `triggers:`, as Home Assistant does."""
    if isinstance(value, Mapping) and set(value) == {"triggers"}:
        return _flat(value["triggers"], spot)
    if not isinstance(value, list):
        return value
    if not any(isinstance(item, Mapping) and set(item) == {"triggers"} for item in value):
        return value
    flat: list[Any] = []
    for item in value:
        flat += listed(_flat(item, spot))
    return flat


def _common(keys: Keys) -> Common:
    keys.take("metadata")
    found_id = keys.optional("id", scalars.text)
    return {
        "alias": keys.optional("alias", scalars.text),
        "enabled": keys.read("enabled", scalars.boolean_or_template, default=True),
        "id": found_id,
        "variables": keys.read("variables", variables, _NOTHING),
        "place": keys.spot.place,
    }


def _state(keys: Keys, common: Common) -> AnyTrigger:
    for one, other in (("to", "not_to"), ("from", "not_from")):
        if keys.has(one) and keys.has(other):
            raise Wrong(keys.at(other), f"give {one!r} or {other!r}, not both")
    attribute = keys.optional("attribute", scalars.text)
    states = scalars.texts if attribute is not None else scalars.state_texts
    return model.StateTrigger(
        **common,
        entity_id=keys.must("entity_id", scalars.some_entities),
        to=keys.optional("to", states),
        from_=keys.optional("from", states),
        not_to=keys.optional("not_to", states),
        not_from=keys.optional("not_from", states),
        to_any=keys.has("to") and keys.take("to") is None,
        from_any=keys.has("from") and keys.take("from") is None,
        attribute=attribute,
        for_=keys.optional("for", scalars.duration),
    )


def _numeric_state(keys: Keys, common: Common) -> AnyTrigger:
    if keys.take("above") is None and keys.take("below") is None:
        raise Wrong(keys.spot, "give 'above', 'below' or both")
    return model.NumericStateTrigger(
        **common,
        entity_id=keys.must("entity_id", scalars.some_entities),
        above=keys.optional("above", scalars.bound),
        below=keys.optional("below", scalars.bound),
        attribute=keys.optional("attribute", scalars.text),
        value_template=keys.optional("value_template", scalars.template),
        for_=keys.optional("for", scalars.duration),
    )


def _time(keys: Keys, common: Common) -> AnyTrigger:
    return model.TimeTrigger(
        **common,
        at=keys.must("at", scalars.moments),
        weekday=keys.read("weekday", scalars.weekdays, ()),
    )


def _time_pattern(keys: Keys, common: Common) -> AnyTrigger:
    given = {unit: keys.optional(unit, _pattern(most)) for unit, most in _LARGEST.items()}
    if not any(value is not None for value in given.values()):
        raise Wrong(keys.spot, "give at least one of hours, minutes and seconds")
    return model.TimePatternTrigger(**common, **given)


def _pattern(most: int) -> Callable[[Any, Spot], str]:
    def parse(value: Any, spot: Spot) -> str:
        found = scalars.text(value, spot)
        fits = _PATTERN.fullmatch(found) is not None
        number = int(found.strip("/*") or 0) if fits else 0
        if not fits or number > most or found in {"/0", "/00"}:
            example = f'write a number up to {most}, "*", or a step such as "/5"'
            raise Wrong(spot, f"{found!r} is no pattern of the clock; {example}")
        return found

    return parse


def _sun(keys: Keys, common: Common) -> AnyTrigger:
    return model.SunTrigger(
        **common,
        event=keys.must("event", scalars.sun_event),
        offset_s=keys.read("offset", scalars.seconds, 0.0),
    )


def _zone(keys: Keys, common: Common) -> AnyTrigger:
    return model.ZoneTrigger(
        **common,
        entity_id=keys.must("entity_id", scalars.some_entities),
        zone=keys.must("zone", scalars.entity),
        event=keys.read("event", _crossing, "enter"),
    )


def _geo_location(keys: Keys, common: Common) -> AnyTrigger:
    return model.GeoLocationTrigger(
        **common,
        source=keys.must("source", scalars.text).lower(),
        zone=keys.must("zone", scalars.entity),
        event=keys.read("event", _crossing, "enter"),
    )


def _distance(keys: Keys, common: Common) -> AnyTrigger:
    within_m = keys.must("within_m", scalars.number)
    if not 0 < within_m < float("inf"):
        raise Wrong(keys.at("within_m"), "give metres, more than none")
    return model.DistanceTrigger(
        **common,
        entity_id=keys.must("entity_id", scalars.some_entities),
        zone=keys.read("zone", scalars.entity, EntityId("zone.home")),
        within_m=within_m,
        event=keys.read("event", _crossing, "enter"),
    )


def _crossing(value: Any, spot: Spot) -> Crossing:
    return cast("Crossing", scalars.choice(value, spot, ("enter", "leave")))


def _mqtt(keys: Keys, common: Common) -> AnyTrigger:
    encoding = keys.take("encoding")
    return model.MqttTrigger(
        **common,
        topic=keys.must("topic", scalars.text_or_template),
        payload=keys.optional("payload", scalars.text_or_template),
        value_template=keys.optional("value_template", scalars.template),
        encoding="utf-8" if encoding is None else str(encoding) or None,
        qos=int(keys.read("qos", lambda v, s: scalars.choice(v, s, ("0", "1", "2")), "0")),
    )


def _event(keys: Keys, common: Common) -> AnyTrigger:
    types = listed(keys.need("event_type"))
    at = keys.at("event_type")
    return model.EventTrigger(
        **common,
        event_type=tuple(scalars.text_or_template(item, at) for item in types),
        event_data=keys.read("event_data", variables, _NOTHING),
        context=keys.read("context", variables, _NOTHING),
    )


def _template(keys: Keys, common: Common) -> AnyTrigger:
    return model.TemplateTrigger(
        **common,
        value_template=keys.must("value_template", scalars.template),
        for_=keys.optional("for", scalars.duration),
    )


def _webhook(keys: Keys, common: Common) -> AnyTrigger:
    methods = keys.read("allowed_methods", scalars.texts, ("POST", "PUT"))
    at = keys.at("allowed_methods")
    return model.WebhookTrigger(
        **common,
        webhook_id=keys.must("webhook_id", scalars.text),
        allowed_methods=tuple(scalars.choice(name.upper(), at, _METHODS) for name in methods),
        local_only=keys.read("local_only", scalars.boolean, default=True),
    )


def _calendar(keys: Keys, common: Common) -> AnyTrigger:
    def event(value: Any, spot: Spot) -> Literal["start", "end"]:
        return cast('Literal["start", "end"]', scalars.choice(value, spot, ("start", "end")))

    return model.CalendarTrigger(
        **common,
        entity_id=keys.must("entity_id", scalars.entity),
        event=keys.read("event", event, "start"),
        offset_s=keys.read("offset", scalars.seconds, 0.0),
    )


def _homeassistant(keys: Keys, common: Common) -> AnyTrigger:
    event = scalars.choice(keys.need("event"), keys.at("event"), ("start", "shutdown"))
    return model.HomeAssistantTrigger(**common, event=cast('Literal["start", "shutdown"]', event))


def _conversation(keys: Keys, common: Common) -> AnyTrigger:
    command = keys.must("command", scalars.texts)
    if not command or not all(sentence.strip() for sentence in command):
        raise Wrong(keys.at("command"), "give at least one sentence, none of them empty")
    return model.ConversationTrigger(**common, command=command)


def _tag(keys: Keys, common: Common) -> AnyTrigger:
    return model.TagTrigger(
        **common,
        tag_id=keys.must("tag_id", scalars.texts),
        device_id=keys.read("device_id", scalars.texts, ()),
    )


def _persistent_notification(keys: Keys, common: Common) -> AnyTrigger:
    updates = keys.read("update_type", scalars.texts, _UPDATES)
    at = keys.at("update_type")
    return model.PersistentNotificationTrigger(
        **common,
        update_type=tuple(scalars.choice(update, at, _UPDATES) for update in updates),
        notification_id=keys.optional("notification_id", scalars.text),
    )


def _device(keys: Keys, common: Common) -> AnyTrigger:
    return model.DeviceTrigger(
        **common,
        domain=keys.must("domain", scalars.text),
        # Some platforms (mqtt, zha) have more than one word for what a button does.
        type=keys.read("type", scalars.text, ""),
        device_id=keys.optional("device_id", scalars.text),
        entity_id=keys.optional("entity_id", scalars.text),
        keys=plain_of(keys.rest(), keys.spot),
    )


def _purpose(kind: str, keys: Keys, common: Common) -> AnyTrigger:
    options = keys.read("options", variables, _NOTHING)
    aim: dict[str, Tree] = dict(keys.read("target", target, _NOTHING))
    if "entity_id" in keys.node and "entity_id" not in aim:
        aim["entity_id"] = list(keys.must("entity_id", scalars.entities))
    rest = tree_of(plain_of(keys.rest(), keys.spot))
    return model.PurposeTrigger(**common, kind=kind, target=aim, options={**rest, **options})


_KINDS: Mapping[str, Callable[[Keys, Common], AnyTrigger]] = {
    "state": _state,
    "numeric_state": _numeric_state,
    "time": _time,
    "time_pattern": _time_pattern,
    "sun": _sun,
    "zone": _zone,
    "geo_location": _geo_location,
    "distance": _distance,
    "mqtt": _mqtt,
    "event": _event,
    "template": _template,
    "webhook": _webhook,
    "calendar": _calendar,
    "homeassistant": _homeassistant,
    "conversation": _conversation,
    "tag": _tag,
    "persistent_notification": _persistent_notification,
    "device": _device,
}
