"""States: all at once, and as compressed differences (Home Assistant, `subscribe_entities`)."""

from collections.abc import Mapping
from typing import Any

from hub.home.events import EntityRemoved, HomeEvent, StateReported
from hub.home.model import Context, Entity, State
from hub.server.json_io import dumps
from hub.server.state_json import state_json
from hub.server.websocket.basics import SEEING
from hub.server.websocket.commands import NO_RESULT, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()


class Watching(Said):
    """Which entities; all that one sees if none are named."""

    entity_ids: list[str] | None = None


@commands.add("get_states", SEEING)
async def get_states(connection: Connection, said: Said) -> object:
    """List all states."""
    many = connection.states.many(connection.home.shown_states())
    connection.send(b'{"id":%d,"type":"result","success":true,"result":%b}' % (said.id, many))
    return NO_RESULT


@commands.add("subscribe_entities", SEEING, Watching)
async def subscribe_entities(connection: Connection, said: Watching) -> object:
    """Tell all states now, then what changes in them."""
    only = frozenset(said.entity_ids) if said.entity_ids is not None else None
    parts, user_id = connection.parts, connection.user_id

    def wants(entity_id: str) -> bool:
        return (only is None or entity_id in only) and parts.sight.sees(user_id, entity_id)

    def shown(state: State) -> dict[str, Any]:
        return compressed(
            parts.sight.shown(user_id, state), parts.home.entities.get(state.entity_id)
        )

    known: dict[str, dict[str, Any]] = {}

    def hear(event: HomeEvent) -> None:
        match event:
            case EntityRemoved(entity) if known.pop(entity.id, None) is not None:
                connection.tell(said.id, {"r": [entity.id]})
            case StateReported(changed=True, new=new) if wants(new.entity_id):
                now, before = shown(new), known.get(new.entity_id)
                known[new.entity_id] = now
                if before is None:
                    connection.tell(said.id, {"a": {new.entity_id: now}})
                elif difference := difference_of(before, now):
                    connection.tell(said.id, {"c": {new.entity_id: difference}})
            case _:
                pass

    for state in connection.home.shown_states():
        if wants(state.entity_id):
            known[state.entity_id] = shown(state)
    connection.subscribe(said.id, parts.home.listen(hear, StateReported, EntityRemoved))
    connection.send_result(said.id)
    connection.tell_raw(said.id, dumps({"a": known}))
    return NO_RESULT


def compressed(state: State, entity: Entity | None) -> dict[str, Any]:
    """Return a state under Home Assistant's short keys; times in seconds since 1970."""
    changed, updated = state.last_changed.timestamp(), state.last_updated.timestamp()
    short = {
        "s": state.state,
        "a": state_json(state, entity)["attributes"],
        "c": _context(state.context),
        "lc": changed,
    }
    return short if changed == updated else short | {"lu": updated}


def difference_of(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a compressed state is new ("+"), and which attributes are gone ("-")."""
    more = {key: now[key] for key in ("s", "c") if now[key] != before[key]}
    if now["lc"] != before["lc"]:
        more["lc"] = now["lc"]
    elif now.get("lu") != before.get("lu"):
        more["lu"] = now.get("lu", now["lc"])
    old, new = before["a"], now["a"]
    attributes = {key: value for key, value in new.items() if key not in old or old[key] != value}
    if attributes:
        more["a"] = attributes
    gone = [key for key in old if key not in new]
    difference: dict[str, Any] = {"+": more} if more else {}
    return difference | {"-": {"a": gone}} if gone else difference


def _context(context: Context) -> Any:
    if context.parent_id is None and context.user_id is None:
        return context.id
    return {"id": context.id, "parent_id": context.parent_id, "user_id": context.user_id}
