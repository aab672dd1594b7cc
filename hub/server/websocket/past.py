"""The past: states and the logbook, once or as they go on (Home Assistant, history and logbook)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from hub.home.events import HomeEvent, StateReported
from hub.home.ids import EntityId
from hub.home.model import State
from hub.recorder.history.queries import PastState
from hub.recorder.tokens import Scope
from hub.server.access import RESIDENTS, Access, Shows
from hub.server.history_api import history_of, past_changes, past_states
from hub.server.moments import in_utc
from hub.server.websocket.commands import NO_RESULT, CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

READING_PAST = Access(Scope.READ, RESIDENTS, Shows.SEEN)
MOST_ENTITIES = 200
# What comes while the past is read; more than that is not told twice.
MOST_HELD = 2_000
# Of these attributes one tells a course of numbers, which is no news (Home Assistant, logbook).
_COURSES = ("unit_of_measurement", "state_class")

Moment = Annotated[
    datetime, AfterValidator(lambda at: in_utc(at if at.tzinfo else at.replace(tzinfo=UTC)))
]
Ids = Annotated[list[Annotated[str, Field(max_length=256)]], Field(max_length=MOST_ENTITIES)]


class Period(Said):
    """A while, until now if it has no end, and of what."""

    start_time: Moment
    end_time: Moment | None = None
    entity_ids: Ids = Field(default_factory=list)


class States(Period):
    """Whose states, and how much of them."""

    include_start_time_state: bool = True
    significant_changes_only: bool = True
    minimal_response: bool = False
    no_attributes: bool = False


class Log(Period):
    """What of the logbook."""

    device_ids: Ids = Field(default_factory=list)
    context_id: str | None = None


@commands.add("history/history_during_period", READING_PAST, States)
async def history_during_period(connection: Connection, said: States) -> object:
    """Return the states of entities in a period, under short keys."""
    return await _states(connection, said, _end(connection, said))


@commands.add("history/stream", READING_PAST, States)
async def history_stream(connection: Connection, said: States) -> object:
    """Tell the states of a period; without an end in the past, what follows too."""
    end = _end(connection, said)
    wanted = set(said.entity_ids)

    def now_told(event: StateReported) -> dict[str, Any] | None:
        new = event.new
        is_news = event.old is None or event.old.state != new.state
        if new.entity_id not in wanted or (said.significant_changes_only and not is_news):
            return None
        shown = connection.parts.sight.shown(connection.user_id, new)
        one = _short(shown, without=said.no_attributes)
        return {"states": {new.entity_id: [one]}}

    async def before() -> dict[str, Any]:
        states = await _states(connection, said, end)
        return {"states": states} | _bounds(said.start_time, end)

    return await _stream(connection, said, before, now_told)


@commands.add("logbook/get_events", READING_PAST, Log)
async def get_events(connection: Connection, said: Log) -> object:
    """Return what changed in a period, with its causes."""
    return await _events(connection, said, _end(connection, said))


@commands.add("logbook/event_stream", READING_PAST, Log)
async def event_stream(connection: Connection, said: Log) -> object:
    """Tell what changed in a period; without an end in the past, what follows too."""
    end = _end(connection, said)
    wanted = _wanted(connection, said)

    def now_told(event: StateReported) -> dict[str, Any] | None:
        new, old = event.new, event.old
        is_news = old is not None and old.state != new.state and _is_news(new.attributes)
        if not is_news or (wanted is not None and new.entity_id not in wanted):
            return None
        return {"events": [_entry(connection, new)]}

    async def before() -> dict[str, Any]:
        return {"events": await _events(connection, said, end)} | _bounds(said.start_time, end)

    return await _stream(connection, said, before, now_told)


async def _stream(
    connection: Connection,
    said: Period,
    before: Callable[[], Awaitable[dict[str, Any]]],
    now_told: Callable[[StateReported], dict[str, Any] | None],
) -> object:
    """Tell the past, then what follows; what comes in between is held back meanwhile."""
    history_of(connection.parts)
    began = connection.parts.home.now()
    live = _Live(connection, said, now_told)
    is_over = said.end_time is not None and said.end_time <= began
    end = _nothing if is_over else connection.parts.home.listen(live.hear, StateReported)
    connection.subscribe(said.id, end)
    connection.send_result(said.id)
    connection.tell(said.id, await before())
    live.go_on(began)
    return NO_RESULT


class _Live:
    """Tells what follows the past, once that is told."""

    def __init__(
        self,
        connection: Connection,
        said: Period,
        now_told: Callable[[StateReported], dict[str, Any] | None],
    ) -> None:
        self._connection, self._said, self._now_told = connection, said, now_told
        self._held: list[StateReported] | None = []

    def hear(self, event: HomeEvent) -> None:
        """Tell a change, or hold it back."""
        end = self._said.end_time
        if not isinstance(event, StateReported) or not event.changed:
            return
        if end is not None and event.new.last_updated > end:
            return
        if self._held is None:
            self._tell(event)
        elif len(self._held) < MOST_HELD:
            self._held.append(event)

    def go_on(self, after: datetime) -> None:
        """Tell what was held back, as far as it is newer, and what comes from now on."""
        held, self._held = self._held or [], None
        for event in held:
            if event.new.last_updated > after:
                self._tell(event)

    def _tell(self, event: StateReported) -> None:
        connection = self._connection
        if connection.parts.sight.sees(connection.user_id, event.new.entity_id):
            told = self._now_told(event)
            if told is not None:
                connection.tell(self._said.id, told)


def _nothing() -> None:
    """End what never began."""


async def _states(connection: Connection, said: States, end: datetime) -> dict[str, Any]:
    if not said.entity_ids:
        raise CommandFailed("invalid_format", "entity_ids: name at least one entity")
    found = await past_states(
        connection.caller,
        said.entity_ids,
        said.start_time,
        end,
        only_significant=said.significant_changes_only,
    )
    shown: dict[str, Any] = {}
    for entity_id, states in found.items():
        kept = [one for one in states if one.state is not None and _is_wanted(one, said)]
        if kept:
            shown[entity_id] = [
                _short(
                    one, without=said.no_attributes, minimal=said.minimal_response and number > 0
                )
                for number, one in enumerate(kept)
            ]
    return shown


def _is_wanted(state: PastState, said: States) -> bool:
    return said.include_start_time_state or state.last_updated >= said.start_time


def _short(state: State | PastState, *, without: bool, minimal: bool = False) -> dict[str, Any]:
    shown: dict[str, Any] = {"s": state.state, "lu": state.last_updated.timestamp()}
    if not minimal:
        shown["a"] = {} if without else state.attributes
    if state.last_changed != state.last_updated:
        shown["lc"] = state.last_changed.timestamp()
    return shown


async def _events(connection: Connection, said: Log, end: datetime) -> list[dict[str, Any]]:
    wanted = _wanted(connection, said)
    of_each: Iterable[str | None] = [None] if wanted is None else sorted(wanted)
    found: list[PastState] = []
    for entity_id in of_each:
        found += await past_changes(connection.caller, said.start_time, end, entity_id)
    found.sort(key=lambda one: one.last_updated)
    return [
        _entry(connection, one)
        for one in found
        if one.state is not None
        and _is_news(one.attributes)
        and said.context_id in {None, one.context_id}
    ]


def _wanted(connection: Connection, said: Log) -> set[str] | None:
    """Return whose log is wanted; None: everything's."""
    if not said.entity_ids and not said.device_ids:
        return None
    of_devices = [
        entity.id
        for entity in connection.home.entities.values()
        if entity.device_id in said.device_ids
    ]
    return {*said.entity_ids, *of_devices[:MOST_ENTITIES]}


def _entry(connection: Connection, state: State | PastState) -> dict[str, Any]:
    entity = connection.parts.home.entities.get(EntityId(state.entity_id))
    if isinstance(state, PastState):
        user_id, context_id = state.user_id, state.context_id
    else:
        user_id, context_id = state.context.user_id, state.context.id
    shown = {
        "when": state.last_updated.timestamp(),
        "entity_id": state.entity_id,
        "state": state.state,
        "name": entity.name if entity is not None else state.entity_id,
        "context_id": context_id,
    }
    if entity is not None and entity.icon:
        shown["icon"] = entity.icon
    return shown if user_id is None else shown | {"context_user_id": user_id}


def _is_news(attributes: Mapping[str, Any]) -> bool:
    return not any(key in attributes for key in _COURSES)


def _end(connection: Connection, said: Period) -> datetime:
    """Return until when the past reaches.

    Raises:
        CommandFailed: the period ends before it begins.
    """
    if said.end_time is not None and said.end_time < said.start_time:
        raise CommandFailed("invalid_end_time", "end_time lies before start_time")
    now = connection.parts.home.now()
    return now if said.end_time is None else min(said.end_time, now)


def _bounds(start: datetime, end: datetime) -> dict[str, float]:
    return {"start_time": start.timestamp(), "end_time": end.timestamp()}
