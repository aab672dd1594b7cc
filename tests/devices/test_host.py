"""The host of makers' entries: connects, connects again, keeps one's failure from others."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from pydantic import BaseModel

from hub.devices.host import EntryHost
from hub.home.commands import Command
from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.home import Home
from hub.home.maker import (
    Candidate,
    DeviceFacts,
    EntityFacts,
    Entry,
    House,
    LinkLost,
    MoreNeeded,
    NotOffered,
    Refused,
    Service,
    Session,
)
from hub.home.model import Source, State
from tests.support.maker_home import EntriesInMemory, NothingKnown, adopted

PLUG = "switch.plug"


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
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    config = PlugConfig

    def recognise(self, service: Service) -> Candidate | None:  # noqa: ARG002
        return None

    async def identify(
        self,
        data: Mapping[str, Any],
        http: aiohttp.ClientSession,  # noqa: ARG002
    ) -> Candidate:
        return Candidate(integration="tried", unique_id="u1", title="Plug", data=data)

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:  # noqa: ARG002
        self.visits += 1
        if self.error is not None:
            raise self.error
        house.put_device(DeviceFacts(key="plug", name="Plug", manufacturer="Tests"))
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


async def test_an_adopted_device_reports_and_obeys() -> None:
    async with adopted(Plug(), {"host": "x"}) as it:
        assert it.state(PLUG).state == "off"
        context = await it.send(PLUG, "switch.turn_on")
        state = await it.becomes(PLUG, "on")
        assert state.context.parent_id == context.id
        assert state.context.source == Source.API


async def test_a_lost_device_is_unavailable_and_comes_back() -> None:
    plug = Plug()
    async with adopted(plug, {"host": "x"}) as it:
        plug.error = LinkLost("nobody answers at x")
        plug.gone.set()
        await it.becomes(PLUG, "unavailable")
        await it.until(lambda: it.condition.problem == "nobody answers at x")
        with pytest.raises(DeliveryError, match="nobody answers at x"):
            await it.send(PLUG, "switch.turn_on")
        plug.error = None
        await it.becomes(PLUG, "off")


async def test_the_same_problem_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    plug = Plug(error=LinkLost("nobody answers at x"))
    async with adopted(plug, {"host": "x"}, is_connected=False) as it:
        await it.until(lambda: plug.visits > 5)
    assert [record.message for record in caplog.records] == ["tried: Device: nobody answers at x"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (LinkLost("x"), "lost"),
        (OSError("x"), "lost"),
        (MoreNeeded("press the button"), "needs_attention"),
        (Refused("x"), "needs_attention"),
        (ZeroDivisionError("x"), "failed"),
    ],
)
async def test_what_goes_wrong_is_told(error: Exception, status: str) -> None:
    async with adopted(Plug(error=error), {"host": "x"}, is_connected=False) as it:
        await it.until(lambda: it.condition.status == status)
        assert str(error) in it.condition.problem


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (LinkLost("pulled"), DeliveryError),
        (Refused("no"), DeliveryError),
        (ZeroDivisionError("bug"), DeliveryError),
        (NotOffered("no such relay"), UnsupportedCommand),
    ],
)
async def test_a_command_that_fails_says_why(error: Exception, raised: type[Exception]) -> None:
    plug = Plug()
    async with adopted(plug, {"host": "x"}) as it:
        plug.error = error
        with pytest.raises(raised):
            await it.send(PLUG, "switch.turn_on")


async def test_one_maker_that_fails_takes_no_other_down() -> None:
    def broken() -> Plug:
        raise ImportError("no module named 'broken'")

    plug, home = Plug(), Home()
    entries = {
        name: Entry(id=name, integration=name, unique_id=name, title=name, data={"host": "x"})
        for name in ("broken", "plug")
    }
    async with EntryHost(
        home,
        EntriesInMemory(entries),
        {"broken": broken, "plug": lambda: plug},
        NothingKnown(),
    ) as host:
        async with asyncio.timeout(5):
            while {known.status for _, known in host.entries} != {"connected", "failed"}:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert home.state(PLUG).state == "off"


async def test_a_removed_device_leaves_the_home() -> None:
    async with adopted(Plug(), {"host": "x"}) as it:
        await it.host.remove("e1")
        assert PLUG not in it.home.entities
        assert not it.store.kept
