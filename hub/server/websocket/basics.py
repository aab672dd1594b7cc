"""The hub itself: signs of life, what it is, what it can do."""

from typing import Any

from pydantic import Field

from hub.automation.model.values import Template
from hub.automation.rendering import Reads, TemplateFailed
from hub.home.model import Context
from hub.home.people import Role
from hub.recorder.tokens import Scope
from hub.server.access import ADULTS, EVERYBODY, RESIDENTS, Access, Shows
from hub.server.rest import config_json
from hub.server.service_list import service_list
from hub.server.websocket.commands import NO_RESULT, CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

ANYBODY = Access(Scope.READ, EVERYBODY, Shows.NOTHING)
SEEING = Access(Scope.READ, EVERYBODY, Shows.SEEN)
RESIDENT_READS = Access(Scope.READ, RESIDENTS, Shows.ALL)
MOVING = Access(Scope.CONTROL, EVERYBODY, Shows.SEEN)
CHANGING = Access(Scope.ADMIN, ADULTS, Shows.ALL)


class Features(Said):
    """What a client can do: `coalesce_messages` 1 takes several messages at once."""

    features: dict[str, int] = Field(default_factory=dict)


class Unsubscribing(Said):
    """Which subscription is over."""

    subscription: int


class Rendering(Said):
    """A template, its variables, and whether it is rendered anew when what it reads changes."""

    template: str
    variables: dict[str, Any] = Field(default_factory=dict)
    timeout: float | None = Field(default=None, ge=0)
    report_errors: bool = False


@commands.add("ping", ANYBODY)
async def ping(connection: Connection, said: Said) -> object:
    """Answer with a sign of life."""
    connection.send_json({"id": said.id, "type": "pong"})
    return NO_RESULT


@commands.add("supported_features", ANYBODY, Features)
async def supported_features(connection: Connection, said: Features) -> None:
    """Learn what the client can do."""
    connection.coalesces = said.features.get("coalesce_messages", 0) > 0


@commands.add("unsubscribe_events", ANYBODY, Unsubscribing)
async def unsubscribe(connection: Connection, said: Unsubscribing) -> None:
    """End a subscription of any kind."""
    if not connection.unsubscribe(said.subscription):
        raise CommandFailed("not_found", f"no subscription {said.subscription}")


@commands.add("get_config", ANYBODY)
async def get_config(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """Show what the hub knows of its house."""
    return config_json(connection.parts.config)


@commands.add("get_services", ANYBODY)
async def get_services(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the actions there are, by domain and name."""
    return {each["domain"]: each["services"] for each in service_list()}


@commands.add("get_panels", ANYBODY)
async def get_panels(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the pages of Home Assistant's own front end: none."""
    return {}


@commands.add("auth/current_user", ANYBODY)
async def current_user(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """Tell who the client is."""
    user = connection.user
    return {
        "id": user.id,
        "name": user.name,
        "is_owner": user.role is Role.OWNER,
        "is_admin": user.role in {Role.OWNER, Role.ADULT},
        "credentials": [],
        "mfa_modules": [],
    }


@commands.add("render_template", RESIDENT_READS, Rendering)
async def render_template(connection: Connection, said: Rendering) -> object:
    """Render a template now, and tell its result anew whenever it is another one."""

    def told(result: Any) -> dict[str, Any]:
        if isinstance(result, TemplateFailed):
            return {"error": str(result), "level": "ERROR"}
        return {"result": result, "listeners": _listeners(watch.reads)}

    def changed(result: Any, _old: Any, _cause: Context | None) -> None:
        connection.tell(said.id, told(result))

    watch = connection.parts.watched.watch(
        Template(said.template), said.variables, changed, may_rest=True
    )
    if isinstance(watch.result, TemplateFailed) and not said.report_errors:
        watch.close()
        raise CommandFailed("template_error", str(watch.result))
    connection.subscribe(said.id, watch.close)
    connection.send_result(said.id)
    connection.tell(said.id, told(watch.result))
    return NO_RESULT


def _listeners(reads: Reads) -> dict[str, Any]:
    """Return what a template is rendered anew for."""
    return {
        "all": reads.all_states,
        "domains": sorted(reads.domains),
        "entities": sorted(reads.entities),
        "time": reads.time,
    }
