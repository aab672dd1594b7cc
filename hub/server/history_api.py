"""The past over HTTP: Home Assistant's history and logbook, statistics, runs, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from hub.home.sight import MEMBERS
from hub.recorder.history.queries import Cause, PastState
from hub.server import json_io
from hub.server.caller import Caller, caller_of
from hub.server.errors import Missing
from hub.server.moments import in_utc
from hub.server.parts import PARTS, ServerParts
from hub.server.seams.records import History
from hub.server.why import chain_of, in_words

_DAY = timedelta(days=1)
_MOST_ENTITIES = 200
# Of these domains Home Assistant takes changes of attributes to be significant too.
_SIGNIFICANT = ("climate.", "humidifier.", "thermostat.", "water_heater.", "weather.")

routes = web.RouteTableDef()


@routes.get("/api/history/period")
@routes.get("/api/history/period/{start}")
async def show_history(request: web.Request) -> web.Response:
    """List the states of entities in a period, a list for each entity."""
    start, end = _period(request)
    only_significant = request.query.get("significant_changes_only", "1") != "0"
    found = await past_states(
        caller_of(request),
        _entity_ids(request, "filter_entity_id"),
        start,
        end,
        only_significant=only_significant,
    )
    return json_io.response([_states_json(states, request.query) for states in found.values()])


@routes.get("/api/logbook")
@routes.get("/api/logbook/{start}")
async def show_logbook(request: web.Request) -> web.Response:
    """List the changes of states in a period, with their causes."""
    start, end = _period(request)
    caller = caller_of(request)
    home = caller.parts.home
    changes = await past_changes(caller, start, end, request.query.get("entity"))
    return json_io.response(
        [
            {
                "when": one.last_updated, "entity_id": one.entity_id, "state": one.state,
                "name": home.entities[one.entity_id].name
                if one.entity_id in home.entities else one.entity_id,
                "context_id": one.context_id, "context_parent_id": one.parent_id,
                "context_user_id": one.user_id, "source": one.source,
            }
            for one in changes
        ]
    )  # fmt: skip


@routes.get("/api/lares/statistics")
async def show_statistics(request: web.Request) -> web.Response:
    """List the statistics of entities; `period` is "hour" or "5minute"."""
    period = request.query.get("period", "hour")
    if period not in {"hour", "5minute"}:
        raise json_io.BadBody(f"period {period!r} is neither 'hour' nor '5minute'")
    start, end = _period(request)
    ids = _entity_ids(request, "entity_id")
    return json_io.response(await statistics(caller_of(request), ids, start, end, period))


@routes.get("/api/lares/runs")
async def list_runs(request: web.Request) -> web.Response:
    """List the latest runs, of one rule ("automation.<id>") only if `rule` names it."""
    history = history_of(request.app[PARTS])
    rule = request.query.get("rule")
    item = rule if rule is None or "." in rule else f"automation.{rule}"
    return json_io.response({"runs": await history.runs(item)})


@routes.get("/api/lares/runs/{run_id}")
async def show_run(request: web.Request) -> web.Response:
    """Show the trace of a run."""
    run_id = request.match_info["run_id"]
    found = await history_of(request.app[PARTS]).run(run_id)
    if found is None:
        raise Missing(f"no run {run_id!r}; GET /api/lares/runs lists them")
    return json_io.response(found)


@routes.get("/api/lares/why/{entity_id}")
async def show_why(request: web.Request) -> web.Response:
    """Tell what brought about the state that an entity has."""
    return json_io.response(await why(caller_of(request), request.match_info["entity_id"]))


async def why(caller: Caller, entity_id: str) -> dict[str, Any]:
    """Tell what brought about the state that an entity has.

    Raises:
        UnknownEntity: there is no such entity that they see.
    """
    parts = caller.parts
    history = history_of(parts)
    state = caller.home.state(entity_id)
    context = state.context
    # A report that follows from a command may not be written yet; what it names is.
    chain = await chain_of(history, parts.traces, context.id)
    if not chain and context.parent_id is not None:
        chain = await chain_of(history, parts.traces, context.parent_id)
    if not caller.sees_all:
        chain = [link for link in chain if _is_seen(link, caller)]
    return {
        "entity_id": state.entity_id, "state": state.state, "since": state.last_changed,
        "causes": [asdict(link) for link in chain],
        "plans": [
            {"id": link.context_id, "what": link.what} for link in chain if link.kind == "plan"
        ],
        "words": in_words(state.entity_id, state.state, context.source, chain, parts.home),
    }  # fmt: skip


async def past_states(
    caller: Caller, entity_ids: Sequence[str], start: datetime, end: datetime, *,
    only_significant: bool,
) -> dict[str, list[PastState]]:  # fmt: skip
    """Return the states of what somebody sees, by entity, each from the one held at the start."""
    seen = [each for each in entity_ids if caller.sees(each)]
    found = await history_of(caller.parts).states(seen, start, end)
    some = {key: _some(states, only_significant=only_significant) for key, states in found.items()}
    if caller.sees_all:
        return some
    return {key: [_without_members(one) for one in states] for key, states in some.items()}


async def past_changes(
    caller: Caller, start: datetime, end: datetime, entity_id: str | None = None
) -> list[PastState]:
    """Return the changes of what somebody sees, the oldest first."""
    changes = await history_of(caller.parts).activity(start, end, entity_id)
    return [one for one in changes if caller.sees(one.entity_id)]


async def statistics(
    caller: Caller, entity_ids: Sequence[str], start: datetime, end: datetime, period: str
) -> Mapping[str, list[dict[str, Any]]]:
    """Return the statistics of what somebody sees; `period` is "5minute" or "hour"."""
    seen = [each for each in entity_ids if caller.sees(each)]
    return await history_of(caller.parts).statistics_during_period(seen, start, end, period)


def history_of(parts: ServerParts) -> History:
    """Return the recorded past.

    Raises:
        Missing: nothing is recorded.
    """
    history = parts.history
    if history is None:
        raise Missing("no history is recorded; see `recorder:` in lares.yaml")
    return history


def _period(request: web.Request) -> tuple[datetime, datetime]:
    given = request.match_info.get("start") or request.query.get("start_time")
    start = _time(given) if given else datetime.now(UTC) - _DAY
    end = request.query.get("end_time")
    return start, _time(end) if end else start + _DAY


def _time(text: str) -> datetime:
    try:
        # A "+" of a zone that was not encoded arrives as a space.
        time = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise json_io.BadBody(f"{text!r} is no time such as 2026-03-01T12:00:00+00:00") from None
    return in_utc(time.replace(tzinfo=time.tzinfo or UTC))


def _entity_ids(request: web.Request, key: str) -> list[str]:
    ids = [one.strip() for one in request.query.get(key, "").lower().split(",") if one.strip()]
    if not ids or len(ids) > _MOST_ENTITIES:
        raise json_io.BadBody(f"{key} names 1 to {_MOST_ENTITIES} entities, joined by commas")
    return ids


def _is_seen(link: Cause, caller: Caller) -> bool:
    """Tell whether a cause is a change of something that is seen.

    Plans, runs and events may name anything, and hold what others said.
    """
    return link.kind == "state" and caller.sees(link.what.partition(" ")[0])


def _without_members(state: PastState) -> PastState:
    """Return a state without what a group held, of which some may not be seen."""
    kept = {name: value for name, value in state.attributes.items() if name != MEMBERS}
    return replace(state, attributes=kept)


def _some(states: list[PastState], *, only_significant: bool) -> list[PastState]:
    if not only_significant:
        return states
    kept = states[:1]
    for state in states[1:]:
        if state.entity_id.startswith(_SIGNIFICANT) or state.state != kept[-1].state:
            kept.append(state)
    return kept


def _states_json(states: list[PastState], query: Mapping[str, str]) -> list[dict[str, Any]]:
    last = len(states) - 1
    is_minimal, without = "minimal_response" in query, "no_attributes" in query
    shown: list[dict[str, Any]] = []
    for number, one in enumerate(states):
        if is_minimal and 0 < number < last:
            shown.append({"state": one.state, "last_changed": one.last_changed})
            continue
        shown.append(
            {
                "entity_id": one.entity_id,
                "state": one.state,
                "attributes": {} if without else one.attributes,
                "last_changed": one.last_changed,
                "last_updated": one.last_updated,
            }
        )
    return shown
