"""Rules: what their files say, their runs, and what belongs to what (Home Assistant)."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from hub.automation.held_rule import RuleGone
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, domain_of, slugify
from hub.home.model import Entity
from hub.home.rule_versions import Kind
from hub.server.hidden_codes import without_codes_in
from hub.server.history_api import history_of
from hub.server.websocket.basics import ANYBODY, RESIDENT_READS, SEEING
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.device_registry import entries_by_device

commands = CommandTable()

Domain = Literal["automation", "script"]
_KINDS = (
    "area", "automation", "config_entry", "device", "entity", "floor", "integration", "label",
    "script",
)  # fmt: skip


class OfEntity(Said):
    """The rule that an entity stands for."""

    entity_id: str


class Runs(Said):
    """Runs of one rule, or of all."""

    domain: Domain | None = None
    item_id: str | None = None


class OneRun(Said):
    """A run."""

    domain: Domain
    item_id: str
    run_id: str


class Related(Said):
    """Of what one wants to know what belongs to it."""

    item_type: str
    item_id: str


@commands.add("automation/config", RESIDENT_READS, OfEntity)
async def automation_config(connection: Connection, said: OfEntity) -> object:
    """Show what the file says of an automation, without codes."""
    rules = connection.parts.keeping.rules
    rule_id = next((each.rule.id for each in rules if each.entity_id == said.entity_id), None)
    return await _config(connection, "automation", rule_id, said.entity_id)


@commands.add("script/config", RESIDENT_READS, OfEntity)
async def script_config(connection: Connection, said: OfEntity) -> object:
    """Show what the file says of a script, without codes."""
    scripts = await connection.parts.keeping.list_scripts()
    named = (each.id for each in scripts if each.entity_id == said.entity_id)
    return await _config(connection, "script", next(named, None), said.entity_id)


@commands.add("trace/list", RESIDENT_READS, Runs)
async def list_traces(connection: Connection, said: Runs) -> object:
    """List the latest runs."""
    is_one = said.domain is not None and said.item_id is not None
    item = f"{said.domain}.{said.item_id}" if is_one else None
    found = await history_of(connection.parts).runs(item)
    return [_short(run) for run in found if said.domain in {None, run["domain"]}]


@commands.add("trace/get", RESIDENT_READS, OneRun)
async def get_trace(connection: Connection, said: OneRun) -> object:
    """Show a run, step by step."""
    run = await history_of(connection.parts).run(said.run_id)
    if run is None or (run["domain"], run["item_id"]) != (said.domain, said.item_id):
        raise CommandFailed("not_found", "The trace could not be found")
    return _short(run) | {
        "trace": _by_path(run["steps"]),
        "config": await _source(connection, said.domain, said.item_id),
        "blueprint_inputs": None,
        "context": {"id": run["context_id"], "parent_id": run["parent_id"], "user_id": None},
    }


@commands.add("trace/contexts", ANYBODY)
async def trace_contexts(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """Tell which contexts runs have: `lares/why` leads from a state to its run."""
    return {}


@commands.add("search/related", SEEING, Related)
async def related(connection: Connection, said: Related) -> object:
    """Tell which areas, devices, entities and more belong to something that one sees."""
    bench = connection.parts.bench
    # Rules are for those who see the whole house.
    rules = bench.mentions() if bench is not None and connection.sees_all else {}
    belonging = _Belonging(connection.home, entries_by_device(connection.parts), rules)
    found = belonging.of(said.item_type, said.item_id)
    return {kind: sorted(ids) for kind, ids in found.items() if ids}


class _Belonging:
    """Finds what belongs to what, as the registries say."""

    def __init__(
        self,
        home: Home,
        entries: Mapping[DeviceId, list[str]],
        rules: Mapping[EntityId, frozenset[EntityId]],
    ) -> None:
        self._home, self._entries, self._rules = home, entries, rules

    def of(self, kind: str, key: str) -> dict[str, set[str]]:
        """Return what belongs to it, by kind, without itself."""
        match kind:
            case "entity":
                found = self._around([e for e in [self._home.entities.get(EntityId(key))] if e])
                found["entity"] = set()
            case "device":
                found = self._around(self._where(lambda each: each.device_id == key))
                found["device"].discard(key)
            case "area":
                found = self._around(self._where(lambda each: self._is_in(each, key)))
                found["area"].discard(key)
            case "floor":
                areas = {each.id for each in self._home.areas.values() if each.floor_id == key}
                of_areas = self._where(lambda each: any(self._is_in(each, one) for one in areas))
                found = self._around(of_areas)
                found["area"] |= areas
                found["floor"].discard(key)
            case "label":
                found = self._around(self._where(lambda each: _has(each.labels, key)))
                found["label"].discard(key)
            case "config_entry":
                devices = {each for each, entries in self._entries.items() if key in entries}
                found = self._around(self._where(lambda each: each.device_id in devices))
                found["config_entry"].discard(key)
            case "automation" | "script":
                named = self._rules.get(EntityId(key), frozenset())
                found = self._around(self._where(lambda each: each.id in named))
                found[kind].discard(key)
            case _:
                found = {}
        return found

    def _around(self, entities: Iterable[Entity]) -> dict[str, set[str]]:
        """Return entities, and what they are in, on and of."""
        found: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        for entity in entities:
            found["entity"].add(entity.id)
            found["integration"].add(entity.integration)
            found["label"] |= {slugify(label) for label in entity.labels}
            if entity.device_id is not None:
                found["device"].add(entity.device_id)
                found["config_entry"] |= set(self._entries.get(entity.device_id, ()))
            if (area := self._home.area_of(entity)) is not None:
                found["area"].add(area.id)
            for rule_id, named in self._rules.items():
                if entity.id in named:
                    found[domain_of(rule_id)].add(rule_id)
            if (floor := self._home.floor_of(entity)) is not None:
                found["floor"].add(floor.id)
        return found

    def _where(self, is_wanted: Any) -> list[Entity]:
        return [each for each in self._home.entities.values() if is_wanted(each)]

    def _is_in(self, entity: Entity, area_id: str) -> bool:
        area = self._home.area_of(entity)
        return area is not None and area.id == AreaId(area_id)


async def _config(
    connection: Connection, kind: Kind, rule_id: str | None, entity_id: str
) -> dict[str, Any]:
    found = None if rule_id is None else await _source(connection, kind, rule_id)
    if found is None:
        raise CommandFailed("not_found", f"Entity not found: {entity_id}")
    return {"config": found}


async def _source(connection: Connection, kind: Kind, rule_id: str) -> Any:
    edits = connection.parts.edits
    if edits is None:
        return None
    try:
        return without_codes_in(await edits.source(kind, rule_id))
    except RuleGone:
        return None


def _short(run: Mapping[str, Any]) -> dict[str, Any]:
    is_running = run["ended_at"] is None
    steps = run["steps"]
    return {
        "run_id": run["run_id"],
        "domain": run["domain"],
        "item_id": run["item_id"],
        "state": "running" if is_running else "stopped",
        "script_execution": None if is_running else run["ending"],
        "last_step": steps[-1]["path"] if steps else None,
        "timestamp": {"start": run["started_at"], "finish": run["ended_at"]},
        "trigger": run["trigger"],
        "error": run["error"],
    }


def _by_path(steps: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for step in steps:
        told = {key: value for key, value in step.items() if key != "at"}
        found.setdefault(step["path"], []).append(told | {"timestamp": step["at"]})
    return found


def _has(labels: Iterable[str], label_id: str) -> bool:
    return any(slugify(label) == label_id for label in labels)
