"""Lares' own: plans before they run, approvals, undo, traces, why, policies, backtests."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from hub.home.maker import MoreNeeded
from hub.server import conversation_api, devices_api, history_api, lares_api, policy_api, trials_api
from hub.server.access import ACCESS
from hub.server.stream import NOTIFICATION, OUTCOME, PLAN
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.events import hear_events

commands = CommandTable()

Body = TypeVar("Body", bound=BaseModel)


class Whole(Said):
    """A command whose other keys are the body that the same address of REST takes."""

    model_config = ConfigDict(extra="allow")

    def body(self, model: type[Body]) -> Body:
        """Return the rest as that body."""
        return model.model_validate(self.model_extra or {})


class Deciding(Whole):
    """An answer to a plan that waits."""

    approval_id: str


class Listing(Said):
    """How many traces, and of which conversation."""

    limit: int = Field(default=lares_api.USUAL_TRACES, ge=1, le=lares_api.MOST_TRACES)
    conversation_id: str | None = None


class Tracing(Said):
    """A plan."""

    plan_id: str


class Asking(Said):
    """An entity."""

    entity_id: str


class OfRule(Said):
    """A rule ("automation.<id>" or "<id>"); none: all."""

    rule: str | None = None


class DecidingAboutNew(Whole):
    """What becomes of a new device."""

    new_id: str


@commands.add("lares/plan", ACCESS["POST /api/lares/plan"], Whole)
async def plan(connection: Connection, said: Whole) -> object:
    """Tell what a sentence would do; nothing is run."""
    body = said.body(conversation_api.SentenceBody)
    return await conversation_api.planned(connection.caller, body)


@commands.add("lares/approvals", ACCESS["GET /api/lares/approvals"])
async def approvals(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the plans that wait for a person."""
    return await lares_api.waiting_for(connection.caller)


@commands.add("lares/approve", ACCESS["POST /api/lares/approvals/{approval_id}"], Deciding)
async def approve(connection: Connection, said: Deciding) -> object:
    """Approve or reject a plan that waits."""
    body = said.body(lares_api.DecisionBody)
    return await lares_api.decided(connection.caller, said.approval_id, body)


@commands.add("lares/undo", ACCESS["POST /api/lares/undo"], Whole)
async def undo(connection: Connection, said: Whole) -> object:
    """Undo the last plan."""
    return await lares_api.undone(connection.caller, said.body(lares_api.UndoBody))


@commands.add("lares/traces", ACCESS["GET /api/lares/traces"], Listing)
async def traces(connection: Connection, said: Listing) -> object:
    """List the latest plans."""
    found = await connection.parts.traces.latest(said.limit, said.conversation_id)
    return [lares_api.trace_json(trace) for trace in found]


@commands.add("lares/trace", ACCESS["GET /api/lares/traces/{plan_id}"], Tracing)
async def trace(connection: Connection, said: Tracing) -> object:
    """Show what became of a plan."""
    return await lares_api.trace_of(connection.caller, said.plan_id)


@commands.add("lares/runs", ACCESS["GET /api/lares/runs"], OfRule)
async def runs(connection: Connection, said: OfRule) -> object:
    """List the latest runs of rules."""
    rule = said.rule
    item = rule if rule is None or "." in rule else f"automation.{rule}"
    return {"runs": await history_api.history_of(connection.parts).runs(item)}


@commands.add("lares/why", ACCESS["GET /api/lares/why/{entity_id}"], Asking)
async def why(connection: Connection, said: Asking) -> object:
    """Tell what brought about the state that an entity has."""
    return await history_api.why(connection.caller, said.entity_id)


@commands.add("lares/policy/test", ACCESS["POST /api/lares/policy/test"], Whole)
async def try_policies(connection: Connection, said: Whole) -> object:
    """Tell what the guard would say to a sentence or an action."""
    return await policy_api.tried(connection.caller, said.body(policy_api.PolicyTestBody))


@commands.add("lares/backtest", ACCESS["POST /api/lares/backtest"], Whole)
async def backtest(connection: Connection, said: Whole) -> object:
    """Tell what a rule would have done in the past."""
    return await trials_api.backtested(connection.parts, said.body(trials_api.TrialBody))


@commands.add("lares/new", ACCESS["GET /api/lares/new"])
async def new(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List devices that are new, then those that are ignored."""
    return devices_api.new_things(connection.parts)


@commands.add("lares/new/decide", ACCESS["POST /api/lares/new/{new_id}"], DecidingAboutNew)
async def decide_about_new(connection: Connection, said: DecidingAboutNew) -> object:
    """Adopt something new, ignore it, or offer it again."""
    body = said.body(devices_api.AdoptBody)
    try:
        return await devices_api.decided_about_new(connection.parts, said.new_id, body)
    except MoreNeeded as error:
        raise CommandFailed("more_needed", str(error), {"asks": list(error.asks)}) from None


@commands.add("lares/health", ACCESS["GET /api/lares/health"])
async def health(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """Tell how the parts of the hub are."""
    return await lares_api.health_for(connection.caller)


@commands.add("lares/home", ACCESS["GET /api/lares/home"])
async def home(connection: Connection, said: Said) -> Any:  # noqa: ARG001
    """Show floors, areas, devices and entities."""
    return lares_api.home_json(connection.home)


@commands.add("lares/subscribe", ACCESS["GET /api/stream"])
async def subscribe(connection: Connection, said: Said) -> None:
    """Tell what becomes of plans, those that wait included, and notifications."""
    hear_events(connection, said.id, frozenset({PLAN, OUTCOME, NOTIFICATION}))
