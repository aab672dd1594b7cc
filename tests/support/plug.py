"""A plug of a maker that there is not: what the host is tried with."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from pydantic import BaseModel

from hub.home.commands import Command
from hub.home.maker import (
    Candidate,
    DeviceFacts,
    EntityFacts,
    Entry,
    House,
    LinkLost,
    MoreNeeded,
    Service,
    Session,
)
from hub.home.model import State


class PlugConfig(BaseModel):
    """Where it is."""

    host: str


@dataclass
class Plug:
    """A plug's whole world: whether it can be reached, and what it does with commands."""

    is_there: bool = True
    error: Exception | None = None
    state: str = "off"
    visits: int = 0
    # Where it was looked for, and the only address at which it answers, if it is particular.
    hosts: list[str] = field(default_factory=list)
    answers_at: str | None = None
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    password: str | None = None
    name: str = "Plug"
    unique_id: str = "u1"

    config = PlugConfig

    def recognise(self, service: Service) -> Candidate | None:
        """Take every service called "plug..."."""
        if not service.name.startswith("plug"):
            return None
        data = {"host": service.host}
        return Candidate(
            integration="tried", unique_id=self.unique_id, title=service.name, data=data
        )

    async def identify(
        self,
        data: Mapping[str, Any],
        http: aiohttp.ClientSession,  # noqa: ARG002
    ) -> Candidate:
        """Answer, if the password is right."""
        if self.error is not None:
            raise self.error
        if data.get("password") != self.password:
            raise MoreNeeded("the plug has a password", ("password",))
        return Candidate(integration="tried", unique_id=self.unique_id, title=self.name, data=data)

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        self.visits += 1
        self.hosts.append(entry.data["host"])
        if self.answers_at not in {None, entry.data["host"]}:
            raise LinkLost(f"nobody answers at {entry.data['host']}")
        if self.error is not None:
            raise self.error
        house.put_device(DeviceFacts(key="plug", name=self.name, manufacturer="Tests"))
        actions = frozenset({"switch.turn_on", "switch.turn_off"})
        house.put(EntityFacts(domain="switch", key="relay", device="plug", actions=actions))
        house.report("switch", "relay", self.state)
        yield PlugSession(self, house)


@dataclass
class PlugSession:
    """A connection to the plug."""

    plug: Plug
    house: House

    async def follow(self) -> None:
        await self.plug.gone.wait()
        self.plug.gone.clear()
        raise LinkLost("the plug was pulled")

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:  # noqa: ARG002
        if self.plug.error is not None:
            raise self.plug.error
        self.plug.state = "on" if command.action == "switch.turn_on" else "off"
        self.house.report(domain, key, self.plug.state)
