"""States in Home Assistant's JSON, each written once per report however often it is read."""

from collections.abc import Iterable
from typing import Any

from hub.home.home import Home
from hub.home.model import Context, Entity, State
from hub.home.stills import is_pictured
from hub.server.json_io import dumps
from hub.server.picture_tokens import PictureTokens


class StateJson:
    """Writes states as JSON and remembers the bytes until the state or its entity changes."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.picture_tokens = PictureTokens()
        self._written: dict[str, tuple[State, Entity | None, bytes]] = {}

    def one(self, state: State) -> bytes:
        """Return the JSON of a state."""
        entity = self._home.entities.get(state.entity_id)
        if is_pictured(entity):  # its token is another after a while
            return dumps(state_json(state, entity, self.picture_tokens))
        known = self._written.get(state.entity_id)
        if known is not None and known[0] is state and known[1] is entity:
            return known[2]
        body = dumps(state_json(state, entity))
        if self._home.states.get(state.entity_id) is state:
            self._written[state.entity_id] = (state, entity, body)
        return body

    def many(self, states: Iterable[State]) -> bytes:
        """Return the JSON list of states."""
        return b"[" + b",".join(map(self.one, states)) + b"]"

    def all(self) -> bytes:
        """Return the JSON list of all states of the home."""
        if len(self._written) > len(self._home.states):
            gone = self._written.keys() - self._home.states.keys()
            for entity_id in gone:
                del self._written[entity_id]
        return self.many(self._home.shown_states())


def state_json(
    state: State, entity: Entity | None, tokens: PictureTokens | None = None
) -> dict[str, Any]:
    """Return a state as Home Assistant shows it."""
    attributes = dict(state.attributes)
    if entity is not None:
        attributes["friendly_name"] = entity.name
        for name, value in (("device_class", entity.device_class), ("icon", entity.icon)):
            if value is not None:
                attributes.setdefault(name, value)
    if tokens is not None:
        of_picture = tokens.attributes(state.entity_id)
        attributes["access_token"] = of_picture["access_token"]
        attributes.setdefault("entity_picture", of_picture["entity_picture"])
    return {
        "entity_id": state.entity_id,
        "state": state.state,
        "attributes": attributes,
        "last_changed": state.last_changed,
        "last_reported": state.last_reported,
        "last_updated": state.last_updated,
        "context": context_json(state.context),
    }


def context_json(context: Context) -> dict[str, Any]:
    """Return a context as Home Assistant shows it."""
    return {"id": context.id, "parent_id": context.parent_id, "user_id": context.user_id}
