"""The house of a running hub: what moves in it, how it is, and as it was before."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from hub.home.ids import EntityId, domain_of
from hub.home.model import Context, State
from integrations.virtual import Inventory
from tests.bench.voice.state_change import is_back
from tests.support.running_hub import RunningHub
from tests.support.voice_hub import Sent, Wire

# A command may be seen on the broker a little after it was carried out.
SETTLE_S = 0.3
BACK_WITHIN_S = 10.0
# Their state is when they were used last, which nobody takes back.
MOMENTS = frozenset({"scene", "button", "event"})
ASKS_EVERY_S = 0.1


class House:
    """Make it while the house stands as it shall stand before each sentence."""

    def __init__(self, hub: RunningHub, wire: Wire, inventory: Inventory) -> None:
        self._hub = hub
        self._wire = wire
        told: list[dict[str, Any]] = hub.remote.request("GET", "/api/states")
        self._before = {EntityId(each["entity_id"]): each for each in told}
        self._at_first = {
            EntityId(each.id): {"state": self._before[EntityId(each.id)]["state"]}
            | dict(each.attributes)
            for each in inventory.entities
            if domain_of(each.id) not in MOMENTS
        }

    def states(self, entity_ids: Iterable[EntityId]) -> Mapping[EntityId, State]:
        """Return how these are."""
        return {each: state_of(self._hub.state(each)) for each in entity_ids}

    async def sent_since(self, count: int) -> list[Sent]:
        """Return the commands since there were `count`, once no more come."""
        while True:
            seen = len(self._wire.sent)
            await asyncio.sleep(SETTLE_S)
            if len(self._wire.sent) == seen:
                return self._wire.sent[count:]

    async def put_back(self, moved: Iterable[EntityId]) -> list[EntityId]:
        """Have devices be as before, as by hand; returns those that the hub sees otherwise."""
        away = [each for each in moved if each in self._at_first]
        for each in away:
            self._wire.poke(each, self._at_first[each])
        for _ in range(round(BACK_WITHIN_S / ASKS_EVERY_S)):
            away = [each for each in away if not self._is_back(each)]
            if not away:
                return []
            await asyncio.sleep(ASKS_EVERY_S)
        print(f"  not as before: {', '.join(away)}", flush=True)
        return away

    def _is_back(self, entity_id: EntityId) -> bool:
        return is_back(state_of(self._hub.state(entity_id)), state_of(self._before[entity_id]))


def entity_of(sent: Sent) -> EntityId:
    """Return which device a command on the broker is for."""
    _, domain, name, *_ = sent.topic.split("/")
    return EntityId(f"{domain}.{name}")


def state_of(told: Mapping[str, Any]) -> State:
    """Return a state as the API tells it."""
    now = datetime.now(UTC)
    return State(
        entity_id=EntityId(told["entity_id"]),
        state=told["state"],
        attributes=told["attributes"],
        last_changed=now,
        last_updated=now,
        last_reported=now,
        context=Context(),
    )
