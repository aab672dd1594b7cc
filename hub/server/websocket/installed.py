"""What is installed: integrations, adopted devices as config entries, and how the hub is."""

from collections.abc import Mapping
from typing import Any

from hub.devices.host import Condition
from hub.devices.manifest import Manifest
from hub.home.maker import Entry
from hub.recorder.tokens import Scope
from hub.server.access import ADULTS, Access, Shows
from hub.server.websocket.basics import ANYBODY, SEEING
from hub.server.websocket.commands import NO_RESULT, CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

ADULT_READS = Access(Scope.READ, ADULTS, Shows.ALL)
# Home Assistant's words for how an entry is doing.
_STATES = {
    "connecting": "setup_in_progress",
    "connected": "loaded",
    "lost": "setup_retry",
    "needs_attention": "setup_error",
    "failed": "setup_error",
}


class ThisIntegration(Said):
    """An integration."""

    integration: str


class OfDomain(Said):
    """Entries of one integration, or all."""

    domain: str | None = None


@commands.add("manifest/list", ANYBODY)
async def list_manifests(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List what integrations say of themselves."""
    return [manifest_json(each) for each in _manifests(connection).values()]


@commands.add("manifest/get", ANYBODY, ThisIntegration)
async def get_manifest(connection: Connection, said: ThisIntegration) -> object:
    """Show what an integration says of itself."""
    found = _manifests(connection).get(said.integration)
    if found is None:
        raise CommandFailed("not_found", f"no integration {said.integration!r}")
    return manifest_json(found)


@commands.add("integration/descriptions", ANYBODY)
async def descriptions(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List what can be integrated."""
    shown = {
        domain: {
            "config_flow": manifest.kind == "maker",
            "integration_type": "device" if manifest.kind == "maker" else "hub",
            "iot_class": manifest.iot_class,
            "name": manifest.name,
        }
        for domain, manifest in _manifests(connection).items()
    }
    core = {"integration": shown, "helper": {}, "translated_name": []}
    return {"core": core, "custom": {"integration": {}, "helper": {}}}


@commands.add("config_entries/get", ADULT_READS, OfDomain)
async def get_entries(connection: Connection, said: OfDomain) -> object:
    """List the adopted devices of makers' local APIs, and how they are doing."""
    entries = _entries(connection)
    return [each for each in entries if said.domain in {None, each["domain"]}]


@commands.add("config_entries/subscribe", ADULT_READS)
async def subscribe_entries(connection: Connection, said: Said) -> object:
    """Tell the adopted devices once; `lares_entity_changed` tells that something became of them."""
    connection.subscribe(said.id, _nothing)
    connection.send_result(said.id)
    told = [{"type": None, "entry": entry} for entry in _entries(connection)]
    connection.tell(said.id, told)
    return NO_RESULT


@commands.add("config_entries/flow/progress", ADULT_READS)
async def flows(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List what is being set up: new devices stand in `lares/new`."""
    return []


@commands.add("entity/source", SEEING)
async def entity_source(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """Tell which integration each entity is of."""
    entities = connection.home.entities.values()
    return {entity.id: {"domain": entity.integration} for entity in entities}


@commands.add("system_health/info", ADULT_READS)
async def system_health(connection: Connection, said: Said) -> object:
    """Tell how the parts of the hub are, as Home Assistant's page wants it."""
    parts = connection.parts
    connection.subscribe(said.id, _nothing)
    connection.send_result(said.id)
    health = dict(await parts.health())
    info = {"version": parts.config.version, "timezone": parts.config.time_zone}
    info |= {part: str(told["state"]) for part, told in health.items() if _has_state(told)}
    data = {"lares": {"info": info}}
    connection.tell(said.id, {"type": "initial", "data": data})
    connection.tell(said.id, {"type": "finish"})
    return NO_RESULT


def manifest_json(manifest: Manifest) -> dict[str, Any]:
    """Return a manifest as Home Assistant shows its own."""
    return {
        "domain": manifest.domain,
        "name": manifest.name,
        "documentation": manifest.documentation,
        "integration_type": "device" if manifest.kind == "maker" else "hub",
        "iot_class": manifest.iot_class,
        "requirements": manifest.requirements,
        "config_flow": manifest.kind == "maker",
        "is_built_in": True,
        "overwrites_built_in": False,
        "dependencies": [],
        "codeowners": [],
    }


def entry_json(entry: Entry, condition: Condition) -> dict[str, Any]:
    """Return an adopted device as Home Assistant's config entry, without its data."""
    return {
        "entry_id": entry.id,
        "domain": entry.integration,
        "title": entry.title,
        "source": "user",
        "state": _STATES[condition.status],
        "reason": condition.problem,
        "disabled_by": None,
        "error_reason_translation_key": None,
        "error_reason_translation_placeholders": None,
        "num_subentries": 0,
        "pref_disable_new_entities": False,
        "pref_disable_polling": False,
        "supported_subentry_types": {},
        "supports_options": False,
        "supports_reconfigure": False,
        "supports_remove_device": False,
        "supports_unload": False,
        "created_at": 0,
        "modified_at": 0,
    }


def _manifests(connection: Connection) -> Mapping[str, Manifest]:
    devices = connection.parts.devices
    return {} if devices is None else devices.manifests


def _entries(connection: Connection) -> list[dict[str, Any]]:
    devices = connection.parts.devices
    if devices is None:
        return []
    return [entry_json(entry, condition) for entry, condition in devices.host.entries]


def _has_state(told: object) -> bool:
    return isinstance(told, Mapping) and "state" in told


def _nothing() -> None:
    """End what tells nothing more."""
