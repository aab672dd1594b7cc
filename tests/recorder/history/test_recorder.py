"""What the home tells is written, comes back as it was, and survives faults."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, Entity
from hub.home.run_trace import RunTrace
from hub.home.troubles import Troubles
from hub.recorder.history.recorder import HistoryRecorder
from hub.recorder.history.settings import RecorderSettings
from tests.support.damage import pages_of, spoil
from tests.support.fakes import put

LAMP = EntityId("light.lamp")
PAST = datetime(2000, 1, 1, tzinfo=UTC)
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def make_home() -> Home:
    home = Home()
    home.put_entity(Entity(LAMP, "Lamp", "test", "l"))
    return home


def trace(number: int, context_id: str = "c") -> RunTrace:
    return RunTrace(
        run_id=str(number), domain="automation", item_id="a", entity_id="automation.a",
        alias="A", context_id=context_id, started_at=PAST + timedelta(seconds=number),
    )  # fmt: skip


async def test_states_come_back_as_they_were_after_a_restart(tmp_path: Path) -> None:
    home = make_home()
    async with HistoryRecorder(tmp_path / "history.db", home):
        home.report(LAMP, "on", {"brightness": 3, "ü": "é\ud800"})
        state = home.report(LAMP, "on", {"brightness": 4})
    async with HistoryRecorder(tmp_path / "history.db", make_home()) as again:
        found = await again.queries.last_states()
        states = await again.queries.states([LAMP], PAST, FUTURE)
    assert found == {LAMP: ("on", {"brightness": 4}, state.last_changed, state.last_updated)}
    assert [one.attributes["brightness"] for one in states[LAMP]] == [3, 4]


async def test_huge_and_odd_states_are_bounded_and_hold_up_nothing(tmp_path: Path) -> None:
    home = make_home()
    async with HistoryRecorder(tmp_path / "history.db", home) as recorder:
        home.report(LAMP, "x\ud800" * 9_000, {str(n): n for n in range(10_000)})
        [state] = (await recorder.queries.states([LAMP], PAST, FUTURE))[LAMP]
    assert state.state is not None
    assert (len(state.state), state.attributes) == (255, {})


async def test_what_is_excluded_is_not_recorded(tmp_path: Path) -> None:
    home = make_home()
    settings = RecorderSettings(keep={"light": 0})
    async with HistoryRecorder(tmp_path / "history.db", home, settings) as recorder:
        home.report(LAMP, "on", {})
        assert await recorder.queries.last_states() == {}


async def test_a_full_buffer_sheds_the_oldest_and_counts(tmp_path: Path) -> None:
    home = make_home()
    settings = RecorderSettings(queue_size=100)
    async with HistoryRecorder(tmp_path / "history.db", home, settings) as recorder:
        for number in range(150):
            home.report(LAMP, str(number), {})
        states = (await recorder.queries.states([LAMP], PAST, FUTURE))[LAMP]
    assert recorder.shed == 50
    assert (len(states), states[0].state, states[-1].state) == (100, "50", "149")


async def test_the_latest_runs_of_each_rule_are_kept(tmp_path: Path) -> None:
    async with HistoryRecorder(tmp_path / "history.db", make_home()) as recorder:
        for number in range(9):
            recorder.put(trace(number))
        recorder.put(replace(trace(8), ending="finished"))
        runs = await recorder.queries.runs("automation.a")
    assert [run["run_id"] for run in runs] == ["8", "7", "6", "5", "4"]
    assert runs[0]["ending"] == "finished"


async def test_causes_lead_to_the_root(tmp_path: Path) -> None:
    home = make_home()
    async with HistoryRecorder(tmp_path / "history.db", home) as recorder:
        home.fire("button", {}, Context(id="root"))
        recorder.put(replace(trace(1, "run"), parent_id="root"))
        home.report(LAMP, "on", {}, Context(id="change", parent_id="run"))
        chain = await recorder.queries.causes("change")
    assert [link.kind for link in chain] == ["state", "run", "event"]


async def test_a_damaged_file_is_moved_aside(tmp_path: Path) -> None:
    file = tmp_path / "history.db"
    file.write_bytes(b"no database at all" * 500)
    home = make_home()
    async with HistoryRecorder(file, home) as recorder:
        home.report(LAMP, "on", {})
        assert LAMP in await recorder.queries.last_states()
    assert await asyncio.to_thread(lambda: list(tmp_path.glob("history.db.damaged-*")))


async def test_what_can_be_read_of_a_damaged_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "history.db"
    home = make_home()
    async with HistoryRecorder(file, home) as recorder:
        for number in range(300):
            home.report(LAMP, "on" if number % 2 else "off", {"note": f"{number} {'x' * 200}"})
        await recorder.flush()
    pages = await asyncio.to_thread(pages_of, file, "attributes")
    await asyncio.to_thread(spoil, file, pages[len(pages) // 2])
    said: list[str] = []
    async with HistoryRecorder(file, home, troubles=Troubles(said.append)) as recorder:
        changes = await recorder.queries.causes("none")
        assert changes == []
        async with asyncio.timeout(5):
            home.report(LAMP, "on", {"note": "new"})
            states = await recorder.queries.last_states()
        assert states[LAMP][0] == "on"
        kept = await recorder._db.read(lambda raw: raw.table("states").count)
        assert kept >= 300
    assert "rows of it were saved, not all of attributes" in said[0]


WRITING = """
import asyncio, sys
from pathlib import Path
from tests.recorder.history.test_recorder import LAMP, make_home
from hub.recorder.history.recorder import HistoryRecorder

async def main():
    home = make_home()
    async with HistoryRecorder(Path(sys.argv[1]), home):
        number = 0
        while True:
            home.report(LAMP, str(number), {})
            print(number, flush=True)
            number += 1
            await asyncio.sleep(0.002)
asyncio.run(main())
"""


def test_a_killed_hub_loses_at_most_a_second(tmp_path: Path) -> None:
    file = tmp_path / "history.db"
    command = [sys.executable, "-c", WRITING, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        began, said = time.monotonic(), []
        while time.monotonic() - began < 2.5:
            said.append((int(process.stdout.readline()), time.monotonic()))
        os.kill(process.pid, signal.SIGKILL)
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        [[last]] = db.execute("SELECT max(CAST(state AS INTEGER)) FROM states").fetchall()
    db.close()
    at = next(when for number, when in said if number >= last)
    assert said[-1][1] - at < 1.5


async def test_a_full_disk_is_told_and_nothing_in_hand_is_lost(tmp_path: Path) -> None:
    home = make_home()
    async with HistoryRecorder(tmp_path / "history.db", home) as recorder:
        limit = "PRAGMA max_page_count = {}"
        await recorder._db.read(lambda db: db.conn.execute(limit.format(1)).fetchall())
        for number in range(500):
            home.report(LAMP, str(number), {"text": f"{number}" * 100})
        await recorder.flush()
        assert recorder.health()["state"] == "failing"
        await recorder._db.read(lambda db: db.conn.execute(limit.format(100_000)).fetchall())
        states = await recorder.queries.states([LAMP], PAST, FUTURE)
        assert recorder.health()["state"] == "recording"
    assert [one.state for one in states[LAMP]] == [str(number) for number in range(500)]


async def test_secrets_are_not_recorded(tmp_path: Path) -> None:
    home = Home()
    put(home, "sensor.odd", "rtsp://me:hunter2@camera/1", attributes={"access_token": "abcdef"})
    put(home, "input_text.pin", "4711", attributes={"mode": "password"})
    put(home, "media_player.hall", "playing", attributes={"media_title": "Secret: Garden"})
    file = tmp_path / "history.db"
    async with HistoryRecorder(file, home) as history:
        for entity_id in ("sensor.odd", "input_text.pin", "media_player.hall"):
            state = home.state(entity_id)
            home.report(state.entity_id, f"{state.state} ", dict(state.attributes))
        home.fire("opened", {"code": "4711", "words": "with 4711"}, Context(), origin="LOCAL")
        await history.flush()
        ids = ["sensor.odd", "input_text.pin", "media_player.hall"]
        states = await history.queries.states(ids, PAST, FUTURE)
    [odd], [pin], [hall] = (states[EntityId(one)] for one in ids)
    assert (odd.state, odd.attributes["access_token"]) == ("rtsp://***@camera/1 ", "***")
    assert pin.state == "***"
    assert hall.attributes["media_title"] == "Secret: Garden"
    content = file.read_bytes()
    for secret in (b"hunter2", b"abcdef", b"4711"):
        assert secret not in content
