"""Whole automations, scripts and scenes, from YAML or from plain data."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypedDict, TypeVar, cast, get_args

from hub.automation.files import scalars
from hub.automation.files.action_items import sequence
from hub.automation.files.condition_items import conditions
from hub.automation.files.keys import Keys, hint, shown
from hub.automation.files.tree import Spot, Wrong, plain_of
from hub.automation.files.trigger_items import triggers, variables
from hub.automation.model.actions import Sequence
from hub.automation.model.rules import (
    MAX_RUNS,
    STORED_TRACES,
    Automation,
    Misfire,
    Mode,
    Scene,
    Script,
)
from hub.automation.model.values import NOWHERE, Place, Variables
from hub.home.ids import slugify
from hub.home.yaml_config import ConfigError

_LEVELS = ("silent", "debug", "info", "warning", "warn", "error", "critical", "fatal", "notset")
_SPOKEN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|sec|m|min|h|d)")
_UNIT_S = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_NOTHING: Variables = {}
_OBJECT_ID = re.compile(r"[a-z0-9_]+")
Found = TypeVar("Found", Automation, Script, Scene)


class Common(TypedDict):
    """What automations and scripts have in common, but their names."""

    actions: Sequence
    description: str
    mode: Mode
    max_runs: int
    max_exceeded: str
    variables: Variables
    stored_traces: int
    misfire: Misfire
    raw: Mapping[str, Any]
    place: Place


def parse_automation(raw: Mapping[str, Any], place: Place = NOWHERE, key: str = "") -> Automation:
    """Parse an automation; an id it lacks is made of its alias.

    Raises:
        ConfigError: with all that is wrong.
    """
    return _whole(_begin(raw, place, key), lambda spot: _automation(raw, spot))


def _automation(raw: Mapping[str, Any], spot: Spot) -> Automation:
    keys = Keys(raw, spot, "an automation")
    common = _common(keys, "actions", "action")
    written = keys.optional("id", scalars.text)
    alias = keys.optional("alias", scalars.text) or written or "automation"
    keys.take("metadata")
    keys.take("hide_entity")  # of old versions of Home Assistant, without effect
    for_triggers = keys.spelled("triggers", "trigger")
    if not keys.has("triggers", "trigger"):
        spot.report("the key 'triggers' is missing")
    for_conditions = keys.spelled("conditions", "condition")
    found = Automation(
        **common,
        id=written or slugify(alias),
        has_id=bool(written),
        alias=alias,
        triggers=triggers(keys.take("triggers", "trigger"), keys.at(for_triggers)),
        conditions=conditions(keys.take("conditions", "condition"), keys.at(for_conditions)),
        trigger_variables=keys.read("trigger_variables", variables, _NOTHING),
        initial_state=keys.optional("initial_state", scalars.boolean),
        once=keys.read("once", scalars.boolean, default=False),
    )
    keys.done()
    return found


def parse_script(
    object_id: str, raw: Mapping[str, Any], place: Place = NOWHERE, key: str = ""
) -> Script:
    """Parse a script.

    Raises:
        ConfigError: with all that is wrong.
    """
    return _whole(_begin(raw, place, key), lambda spot: _script(object_id, raw, spot))


def _script(object_id: str, raw: Mapping[str, Any], spot: Spot) -> Script:
    if not _OBJECT_ID.fullmatch(object_id):
        raise Wrong(spot, f"{object_id!r} is no name for a script; write {slugify(object_id)!r}")
    keys = Keys(raw, spot, "a script")
    found = Script(
        **_common(keys, "sequence"),
        object_id=object_id,
        alias=keys.optional("alias", scalars.text) or object_id,
        fields=keys.read("fields", _fields, _NOTHING),
        icon=keys.optional("icon", scalars.text),
    )
    keys.take("metadata")
    keys.done()
    return found


def parse_scene(raw: Mapping[str, Any], place: Place = NOWHERE, key: str = "") -> Scene:
    """Parse a scene.

    Raises:
        ConfigError: with all that is wrong.
    """
    return _whole(_begin(raw, place, key), lambda spot: _scene(raw, spot))


def _scene(raw: Mapping[str, Any], spot: Spot) -> Scene:
    keys = Keys(raw, spot, "a scene")
    keys.take("metadata")
    found = Scene(
        name=keys.must("name", scalars.text),
        states=keys.must("entities", _states),
        id=keys.optional("id", scalars.text),
        icon=keys.optional("icon", scalars.text),
        place=spot.place,
    )
    keys.done()
    return found


def _begin(raw: Any, place: Place, key: str) -> Spot:
    """Look for what could not be read at all, and for too much, before anything else."""
    spot = Spot(getattr(raw, "place", place) if place is NOWHERE else place, key)
    plain_of(raw, spot)
    if spot.problems:
        raise ConfigError(spot.problems)
    return spot


def _whole(spot: Spot, parse: Callable[[Spot], Found]) -> Found:
    """Parse a rule, and raise all that was reported on the way together."""
    found: Found | None = None
    try:
        found = parse(spot)
    except ConfigError as error:
        spot.problems.extend(error.problems)
    if found is None or spot.problems:
        raise ConfigError(spot.problems)
    return found


def _common(keys: Keys, *action_keys: str) -> Common:
    trace = Keys(keys.take("trace") or {}, keys.at("trace"), "what to trace")
    stored = trace.read("stored_traces", scalars.whole, STORED_TRACES)
    trace.done()
    if not keys.has(*action_keys):
        keys.spot.report(f"the key {action_keys[0]!r} is missing")
    most = keys.read("max", scalars.whole, MAX_RUNS)
    if most < 1:
        keys.at("max").report("write a number of 1 or more")
    level = keys.read("max_exceeded", scalars.text, "warning").lower()
    return {
        "actions": sequence(keys.take(*action_keys), keys.at(keys.spelled(*action_keys))),
        "description": keys.read("description", scalars.text, ""),
        "mode": cast("Mode", _mode(keys)),
        "max_runs": most,
        "max_exceeded": scalars.choice(level, keys.at("max_exceeded"), _LEVELS),
        "variables": keys.read("variables", variables, _NOTHING),
        "stored_traces": max(0, stored),
        "misfire": keys.read("misfire", misfire, Misfire()),
        "raw": plain_of(keys.node, keys.spot),
        "place": keys.spot.place,
    }


def _mode(keys: Keys) -> str:
    """Return the mode; a wrong one is reported, and what else is wrong is looked for."""
    given = keys.read("mode", scalars.text, "single")
    if given not in get_args(Mode):
        keys.at("mode").report(f"{given!r} is not known; {hint(given, get_args(Mode))}")
    return given


def misfire(value: Any, spot: Spot) -> Misfire:
    """Parse Lares' own key: run, skip, `within: 10m` as a text or as a mapping."""
    if isinstance(value, Mapping) and set(value) == {"within"}:
        return Misfire("within", _within(value["within"], spot.at(value, "within")))
    if isinstance(value, str):
        word, _, rest = (part.strip() for part in value.partition(":"))
        if word in {"run", "skip"} and not rest:
            return Misfire("run" if word == "run" else "skip")
        if word == "within" and rest:
            return Misfire("within", _within(rest, spot))
    expected = 'write "run", "skip" or "within: 10m"'
    raise Wrong(spot, f"{shown(value)} is no rule for what was missed; {expected}")


def _within(value: Any, spot: Spot) -> float:
    spoken = _SPOKEN.fullmatch(value.strip()) if isinstance(value, str) else None
    found = float(spoken[1]) * _UNIT_S[spoken[2]] if spoken else scalars.seconds(value, spot)
    if found < 0:
        raise Wrong(spot, "a duration cannot be negative here")
    return found


def _fields(value: Any, spot: Spot) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, Mapping):
        raise Wrong(spot, f"expected fields: a mapping of names, found {shown(value)}")
    plain = plain_of(value, spot)
    return {name: field if isinstance(field, Mapping) else {} for name, field in plain.items()}


def _states(value: Any, spot: Spot) -> Mapping[str, tuple[str | None, Mapping[str, Any]]]:
    if not isinstance(value, Mapping):
        raise Wrong(spot, f"expected states by entity id, found {shown(value)}")
    found: dict[str, tuple[str | None, Mapping[str, Any]]] = {}
    for entity_id, wanted in value.items():
        at = spot.at(value, entity_id)
        attributes = dict(plain_of(wanted, at)) if isinstance(wanted, Mapping) else {}
        state = attributes.pop("state", None) if isinstance(wanted, Mapping) else wanted
        if state is None and not attributes:
            raise Wrong(at, "give a state, as a text in quotes or as 'state:'")
        given = None if state is None else scalars.state_text(state, at)
        found[scalars.entity(entity_id, at)] = given, attributes
    return found
