"""The host of makers' entries: connects, connects again, keeps one's failure from others."""

import asyncio
import contextlib
import itertools
import logging
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from hub.devices.host import EntryHost
from hub.devices.manifest import manifests_in
from hub.home.errors import DeliveryError, HubError, UnsupportedCommand
from hub.home.home import Home
from hub.home.maker import (
    Entry,
    House,
    LinkLost,
    MoreNeeded,
    NotOffered,
    Refused,
    Session,
)
from hub.home.model import Source
from hub.makers import INTEGRATIONS, import_sessions
from tests.support.maker_home import EntriesInMemory, NothingKnown, adopted
from tests.support.plug import Plug
from tests.support.scripted_voice import ScriptedVoice

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


class Scripted(Plug):
    """A plug whose sessions follow as a test says."""

    def __init__(self, follow: Callable[[], Coroutine[Any, Any, None]]) -> None:
        super().__init__()
        self._follow = follow

    @asynccontextmanager
    async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
        async with super().connect(entry, house) as session:
            session.follow = self._follow  # type: ignore[method-assign]
            yield session


async def broken_off() -> None:
    raise asyncio.CancelledError


async def stubborn() -> None:
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return


async def deaf() -> None:
    until = asyncio.get_running_loop().time() + 0.5
    while asyncio.get_running_loop().time() < until:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.05)


async def dropped() -> None:
    raise LinkLost("the plug hung up")


async def test_a_library_that_cancels_itself_ends_no_entry() -> None:
    plug = Scripted(broken_off)
    async with adopted(plug, {"host": "x"}, is_connected=False) as it:
        await it.until(lambda: plug.visits > 3)


async def test_code_that_takes_no_end_is_left(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("hub.devices.host.LEAVE_S", 0.1)
    plug = Scripted(stubborn)
    async with asyncio.timeout(5):
        async with adopted(plug, {"host": "x"}):
            pass
    assert plug.visits == 1
    assert not caplog.records
    async with asyncio.timeout(5):
        async with adopted(Scripted(deaf), {"host": "x"}):
            pass
    assert [record.message for record in caplog.records] == ["tried: Device: its code does not end"]
    await asyncio.sleep(0.6)


async def test_a_connection_that_comes_and_goes_is_told_of_once_and_waited_for_longer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "hub.devices")
    plug, taken = Scripted(dropped), []

    def waits() -> Iterator[float]:
        for number in itertools.count():
            taken.append(number)
            yield 0.01

    async with adopted(plug, {"host": "x"}, is_connected=False, waits=waits) as it:
        await it.until(lambda: plug.visits > 5)
    assert taken[:5] == [0, 1, 2, 3, 4]
    messages = [record.message for record in caplog.records]
    assert messages == ["tried: Device: the plug hung up"]


async def test_a_command_whose_connection_ends_is_not_sent() -> None:
    plug = Plug()
    async with adopted(plug, {"host": "x"}) as it:
        plug.error = asyncio.CancelledError()  # type: ignore[assignment]
        with pytest.raises(DeliveryError, match="connection ended"):
            await it.send(PLUG, "switch.turn_on")
        plug.error = None


async def test_a_full_disk_loses_neither_the_old_entry_nor_the_new_news(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with adopted(Plug(), {"host": "x"}) as it:
        it.store.error = HubError("no space left on device")
        with pytest.raises(HubError, match="no space"):
            await it.host.add(replace(it.entry, data={"host": "y"}))
        with pytest.raises(HubError, match="no space"):
            await it.host.remove(it.entry.id)
        await it.becomes(PLUG, "off")
        assert [entry.data for entry, _ in it.host.entries] == [{"host": "x"}]
        it.host._guests["e1"].house.remember({"host": "z"})
        await it.until(lambda: bool(caplog.records))
    assert "not kept: no space left" in caplog.text


async def test_a_lost_device_is_tried_where_it_was_found_and_stays_there_if_it_answers() -> None:
    plug = Plug(answers_at="x")
    async with adopted(plug, {"host": "x"}) as it:
        plug.answers_at = "y"
        plug.gone.set()
        await it.becomes(PLUG, "unavailable")
        it.host.moved("e1", {"host": "liar"})
        await it.until(lambda: "liar" in plug.hosts)
        assert it.store.kept["e1"].data == {"host": "x"}
        it.host.moved("e1", {"host": "y"})
        await it.becomes(PLUG, "off")
        await it.until(lambda: it.store.kept["e1"].data == {"host": "y"})


async def test_who_tells_of_new_addresses_all_the_time_keeps_no_device_away() -> None:
    plug = Plug(answers_at="x")
    async with adopted(plug, {"host": "x"}) as it:
        plug.answers_at = "nowhere"
        plug.gone.set()
        await it.becomes(PLUG, "unavailable")
        plug.hosts.clear()
        for _ in range(6):
            before = plug.visits
            it.host.moved("e1", {"host": "liar"})
            await it.until(lambda before=before: plug.visits > before)  # type: ignore[misc]
        assert plug.hosts.count("x") >= 2


async def test_libraries_are_imported_once_and_beside_the_loop() -> None:
    prepared: list[tuple[str, threading.Thread]] = []

    def prepare(name: str) -> None:
        prepared.append((name, threading.current_thread()))

    plug = Plug()
    entry = Entry(id="e1", integration="tried", unique_id="u1", title="Plug", data={"host": "x"})
    store = EntriesInMemory({"e1": entry})
    async with EntryHost(
        Home(), store, {"tried": lambda: plug}, NothingKnown(), prepare=prepare
    ) as host:
        assert (await host.settled("e1", 5)).status == "connected"
        await host.retry("e1")
        assert (await host.settled("e1", 5)).status == "connected"
    ((name, thread),) = prepared
    assert name == "tried"
    assert thread is not threading.main_thread()


def test_every_maker_has_something_to_import() -> None:
    for name, manifest in manifests_in(INTEGRATIONS).items():
        if manifest.kind == "maker":
            assert list((INTEGRATIONS / name).glob("*session.py")), name
            import_sessions(name)


async def test_sessions_know_their_entities_and_the_assistant() -> None:
    houses: list[House] = []

    class Listening(Plug):
        @asynccontextmanager
        async def connect(self, entry: Entry, house: House) -> AsyncIterator[Session]:
            async with super().connect(entry, house) as session:
                houses.append(house)
                yield session

    voice = ScriptedVoice()
    async with adopted(Listening(), {"host": "x"}, voice=voice):
        (house,) = houses
        assert house.voice is voice
        assert house.entity_id("switch", "relay") == PLUG
        assert house.entity_id("switch", "none") is None
    async with adopted(Listening(), {"host": "x"}):
        assert houses[-1].voice is None
