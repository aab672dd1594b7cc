"""The host of makers' entries: connects, connects again, keeps one's failure from others."""

import asyncio
import logging

import pytest

from hub.devices.host import EntryHost
from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.home import Home
from hub.home.maker import (
    Entry,
    LinkLost,
    MoreNeeded,
    NotOffered,
    Refused,
)
from hub.home.model import Source
from tests.support.maker_home import EntriesInMemory, NothingKnown, adopted
from tests.support.plug import Plug

PLUG = "switch.plug"


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
