"""Voice satellites as the hub's other parts see them: they take words and tell that they played."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from hub.home.commands import Command
from hub.home.domains.assist_satellite import Announce, StartConversation
from hub.home.errors import DeliveryError
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import UNAVAILABLE, Context, Entity

ACTIONS = frozenset(
    {
        "assist_satellite.announce",
        "assist_satellite.ask_question",
        "assist_satellite.start_conversation",
    }
)
# plays: and tells so; takes: and does not tell whether it played; breaks off: is idle again without
# having played; forgets: says nothing of it; silent: never was one that tells; lost: cannot be
# reached.
Kind = Literal["plays", "takes", "breaks off", "forgets", "silent", "lost"]


@dataclass
class Satellites:
    """An integration of satellites; `said` is what each was given to say, in order."""

    home: Home
    name: str = "satellites"
    kinds: dict[str, Kind] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)
    sent: list[tuple[str, Command, Context]] = field(default_factory=list)
    _count: int = 0

    def add(self, name: str, area_id: str | None, kind: Kind = "plays", **more: object) -> EntityId:
        """Put one into a room; its id is `assist_satellite.<name>`, its name as people say it."""
        entity_id = EntityId(f"assist_satellite.{name}")
        entity = Entity(
            id=entity_id,
            name=str(more.get("called", f"{name.replace('_', ' ').capitalize()} satellite")),
            integration=self.name,
            unique_id=name,
            area_id=None if area_id is None else AreaId(area_id),
            actions=ACTIONS,
        )
        self.home.put_entity(entity)
        self.kinds[entity_id] = kind
        name = "last_sent" if kind == "takes" else "last_played"
        told = {} if kind == "silent" else {name: None}
        self.home.report(entity_id, "idle", told, Context())
        return entity_id

    def lose(self, entity_id: EntityId) -> None:
        """Let one be unavailable."""
        self.home.report(entity_id, UNAVAILABLE, {}, Context())

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Take what is to be said, and play it as the satellite's kind does."""
        kind = self.kinds[entity_id]
        if kind == "lost":
            raise DeliveryError(entity_id, "the satellite hung up")
        self.sent.append((entity_id, command, context))
        if isinstance(command, Announce):
            self.said.append((entity_id, command.message or command.media_id or ""))
        elif isinstance(command, StartConversation):
            self.said.append((entity_id, command.start_message or command.start_media_id or ""))
        self._count += 1
        asyncio.get_running_loop().call_later(0.001, self._play, entity_id, self._count)

    def _play(self, entity_id: EntityId, count: int) -> None:
        before = self.home.state(entity_id)
        kind = self.kinds[entity_id]
        if kind == "silent":
            return
        self.home.report(entity_id, "responding", before.attributes, Context())
        if kind == "forgets":
            return
        now = datetime.now(UTC).isoformat()
        names = {"plays": "last_played", "takes": "last_sent"}
        played = {names[kind]: f"{now}#{count}"} if kind in names else before.attributes
        loop = asyncio.get_running_loop()
        loop.call_later(0.001, self.home.report, entity_id, "idle", played, Context())
