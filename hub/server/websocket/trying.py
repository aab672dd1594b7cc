"""Parts of rules, tried: triggers, conditions, actions (Home Assistant, developer tools)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of, slugify
from hub.home.model import Context, Entity
from hub.home.plan import Request
from hub.home.targets import GROUP
from hub.server.parts import ServerParts
from hub.server.seams.rules import RuleBench
from hub.server.services import call
from hub.server.state_json import context_json
from hub.server.websocket.basics import CHANGING, RESIDENT_READS, SEEING
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.labels import labels_of

commands = CommandTable()

Part = Literal["triggers", "conditions", "actions"]
# As one calls them: Home Assistant's old and new names.
_PARTS: Mapping[str, Part] = {
    "trigger": "triggers", "triggers": "triggers", "condition": "conditions",
    "conditions": "conditions", "action": "actions", "actions": "actions",
}  # fmt: skip
_KINDS = ("entity_id", "device_id", "area_id", "floor_id", "label_id")


class Triggering(Said):
    """Triggers, and the variables that they may use."""

    trigger: Any
    variables: dict[str, Any] = Field(default_factory=dict)


class Validating(Said):
    """Parts of a rule."""

    trigger: Any = None
    triggers: Any = None
    condition: Any = None
    conditions: Any = None
    action: Any = None
    actions: Any = None


class Testing(Said):
    """Conditions, and the variables that they may use."""

    condition: Any
    variables: dict[str, Any] = Field(default_factory=dict)


class Executing(Said):
    """Actions, and the variables that they may use."""

    sequence: Any
    variables: dict[str, Any] = Field(default_factory=dict)


class Extracting(Said):
    """What an action would be aimed at."""

    target: dict[str, str | list[str]]
    expand_group: bool = False


class Refused(HubError):
    """The guard refused an action; the message is its reason."""


@commands.add("subscribe_trigger", CHANGING, Triggering)
async def subscribe_trigger(connection: Connection, said: Triggering) -> object:
    """Tell whenever a trigger fires."""

    def tell(trigger: Mapping[str, Any], cause: Context | None) -> None:
        context = None if cause is None else context_json(cause)
        connection.tell(said.id, {"variables": {"trigger": trigger}, "context": context})

    end = _bench(connection.parts).attach(said.trigger, said.variables, tell)
    connection.subscribe(said.id, end)
    return None


@commands.add("validate_config", RESIDENT_READS, Validating)
async def validate_config(connection: Connection, said: Validating) -> object:
    """Tell what is wrong with parts of a rule."""
    bench = _bench(connection.parts)
    answer = {}
    for name in [key for key in _PARTS if key in said.model_fields_set]:
        error = bench.problem(_PARTS[name], getattr(said, name))
        answer[name] = {"valid": error is None, "error": error}
    return answer


@commands.add("test_condition", RESIDENT_READS, Testing)
async def test_condition(connection: Connection, said: Testing) -> object:
    """Tell whether conditions hold now."""
    return {"result": _bench(connection.parts).holds(said.condition, said.variables)}


@commands.add("execute_script", CHANGING, Executing)
async def execute_script(connection: Connection, said: Executing) -> object:
    """Run actions as the client's user, with their rights; ends with the connection."""
    context = Context(source=connection.source, user_id=connection.user_id)
    caller = UserCaller(connection.parts, connection.asked())
    bench = _bench(connection.parts)
    response = await bench.run(said.sequence, said.variables, caller, context)
    return {"context": context_json(context), "response": response}


@commands.add("extract_from_target", SEEING, Extracting)
async def extract_from_target(connection: Connection, said: Extracting) -> object:
    """Tell which entities, devices and areas a target comes to, and what of it there is not."""
    return extracted(connection.home, _lists(said.target), is_expanded=said.expand_group)


class UserCaller:
    """Calls actions as a user does over the API: the guard judges by who they are."""

    def __init__(self, parts: ServerParts, asked: Request) -> None:
        self._parts, self._asked = parts, asked

    async def call(  # noqa: PLR0913 -- as the protocol
        self,
        action: str,
        target: Mapping[str, Any],
        data: Mapping[str, Any],
        *,
        context: Context,  # noqa: ARG002 -- each call is a plan of the user's own
        wants_response: bool = False,
        noting: Callable[[str], None] | None = None,  # noqa: ARG002 -- no trace is kept of it
    ) -> Mapping[str, Any] | None:
        """Do it, and return the response.

        Raises:
            HubError: there is no such action or entity, or the data is wrong.
            Refused: the guard said no, or a person has to be asked.
        """
        body = {**data, **target}
        called = await call(self._parts, self._asked, action, body, wants_response=wants_response)
        if called.refusal is not None:
            raise Refused(str(called.refusal[1]["message"]))
        return called.response


def extracted(home: Home, target: Mapping[str, list[str]], *, is_expanded: bool) -> dict[str, Any]:
    """Return what a target comes to (Home Assistant, "extract_from_target")."""
    areas = {*target["area_id"]}
    areas |= {each.id for each in home.areas.values() if each.floor_id in target["floor_id"]}
    areas |= {each.id for each in home.areas.values() if _has(each.labels, target)}
    devices = {*target["device_id"]}
    devices |= {each.id for each in home.devices.values() if _has(each.labels, target)}
    devices |= {each.id for each in home.devices.values() if each.area_id in areas}
    entities = {*target["entity_id"]}
    for entity in home.entities_of():
        if _is_meant(home, entity, areas, devices, target):
            entities.add(entity.id)
    if is_expanded:
        entities = set().union(*(_members(home, each) for each in entities))
    known: dict[str, tuple[list[str], Iterable[str]]] = {
        "devices": (target["device_id"], home.devices),
        "areas": (target["area_id"], home.areas),
        "floors": (target["floor_id"], home.floors),
        "labels": (target["label_id"], labels_of(home)),
    }
    missing = {
        f"missing_{kind}": sorted(set(named) - set(there)) for kind, (named, there) in known.items()
    }
    return missing | {
        "referenced_entities": sorted(entities),
        "referenced_devices": sorted(devices & set(home.devices)),
        "referenced_areas": sorted(areas & set(home.areas)),
    }


def _is_meant(
    home: Home, entity: Entity, areas: set[str], devices: set[str], target: Mapping[str, list[str]]
) -> bool:
    area = home.area_of(entity)
    is_there = area is not None and area.id in areas
    is_part = is_there or entity.device_id in devices
    # Home Assistant leaves settings and hidden ones out, unless they are named themselves.
    is_plain = entity.entity_category is None and not entity.is_hidden
    return (is_part and is_plain) or _has(entity.labels, target)


def _has(labels: tuple[str, ...], target: Mapping[str, list[str]]) -> bool:
    return any(slugify(label) in target["label_id"] for label in labels)


def _members(home: Home, entity_id: str) -> set[str]:
    state = home.states.get(EntityId(entity_id))
    members = state.attributes.get("entity_id") if state and domain_of(entity_id) == GROUP else None
    return {str(each) for each in members} if isinstance(members, list | tuple) else {entity_id}


def _lists(target: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    unknown = sorted(target.keys() - set(_KINDS))
    if unknown:
        raise CommandFailed("invalid_format", f"target: no {unknown[0]!r}; {', '.join(_KINDS)}")
    given = {key: target.get(key, []) for key in _KINDS}
    return {key: [value] if isinstance(value, str) else value for key, value in given.items()}


def _bench(parts: ServerParts) -> RuleBench:
    if parts.bench is None:
        raise CommandFailed("not_supported", "this hub tries no parts of rules")
    return parts.bench
