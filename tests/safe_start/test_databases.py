"""Databases that are whole but of no use just now: a full disk, a newer Lares, a busy file."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.home.troubles import Troubles
from hub.recorder.database import Database
from hub.recorder.errors import StorageFromTheFuture
from hub.recorder.history.schema import HISTORY
from hub.recorder.schema import SCHEMA
from hub.safe_start.databases import open_database
from tests.support.running_hub import RunningHub
from tests.support.used_folder import TOKEN, make_used_folder, running, write_inventory

REPOSITORY = Path(__file__).parents[2]
# A hub that may not write one byte to any file, as on a full disk; it says what it is asked.
_ON_A_FULL_DISK = """
import asyncio, json, resource, signal, sys
from pathlib import Path
from tests.support.running_hub import RunningHub
from tests.support.used_folder import HEATING, LIGHT, LOCK, running

async def main():
    async with running(Path(sys.argv[1]), token=None) as hub:
        is_known = await hub.request("GET", "/api/") != 401
        if is_known:
            await hub.wait_for(LOCK, "unlocked")
            await hub.wait_for(HEATING, "off")
            await hub.request("POST", "/api/services/light/turn_on", {"entity_id": LIGHT})
            await hub.wait_for(LIGHT, "on")
            await hub.request("POST", "/api/events/night", {})
            await hub.wait_for(LOCK, "locked")
            await hub.wait_for(HEATING, "heat")
            made = await hub.request("POST", "/api/lares/tokens", {"name": "new"})
        print(json.dumps({"known": is_known, "made": is_known and made,
                          "troubles": hub.troubles.health()}))

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
asyncio.run(main())
"""


def on_a_full_disk(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _ON_A_FULL_DISK, str(folder)],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.timeout(60)
async def test_on_a_full_disk_people_and_rules_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    await make_used_folder(folder)
    told = on_a_full_disk(folder)
    assert told["known"]
    assert {"database"} <= {one["part"] for one in told["troubles"]["off"]}
    # What could not be kept was not promised.
    assert told["made"] in {503, 507}
    async with running(folder) as hub:
        assert not list(hub.troubles)
        assert await hub.request("GET", "/api/") != 401


@pytest.mark.timeout(60)
def test_a_first_start_on_a_full_disk_says_so_and_stays(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    write_inventory(folder)
    told = on_a_full_disk(folder)
    [what] = [one["instead"] for one in told["troubles"]["off"] if one["part"] == "database"]
    assert "NOTHING that changes now is kept" in what


async def mark_as_newer(path: Path, migration_set: str) -> None:
    schema = HISTORY if migration_set == "lares-history" else SCHEMA
    async with Database(path, schema=schema) as db:
        row = {"migration_set": migration_set, "name": "999_future", "applied_at": "2999"}
        await db.write(lambda raw: raw.table("_sqlite_migrations").insert(row))


async def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    await mark_as_newer(tmp_path / "lares.db", "lares")
    before = (tmp_path / "lares.db").read_bytes()
    async with AsyncExitStack() as parts:
        with pytest.raises(StorageFromTheFuture, match="run that version"):
            await open_database(parts, tmp_path, Troubles())
    assert (tmp_path / "lares.db").read_bytes() == before


async def test_a_newer_history_costs_the_history_only(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    await make_used_folder(folder)
    await mark_as_newer(folder / "history.db", "lares-history")
    before = (folder / "history.db").read_bytes()
    async with running(folder) as hub:
        health = await hub.request("GET", "/api/lares/health")
        assert health["history"]["state"] == "off"
        assert "newer Lares" in health["troubles"]["off"][0]["what"]
        assert await hub.request("GET", "/api/history/period?filter_entity_id=light.desk") == []
    assert (folder / "history.db").read_bytes() == before


async def test_troubles_that_were_mended_are_taken_down(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    await make_used_folder(folder)
    text = (folder / "policy.yaml").read_text()
    (folder / "policy.yaml").write_text("policies: [")
    async with running(folder) as hub:
        assert len(await hub.request("GET", "/api/lares/notifications")) == 1
    (folder / "policy.yaml").write_text(text)
    async with running(folder) as hub:
        assert await hub.request("GET", "/api/lares/notifications") == []
        health = await hub.request("GET", "/api/lares/health")
        assert health["troubles"] == {"state": "ok", "off": []}


async def test_a_row_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    await make_used_folder(folder)
    db = sqlite3.connect(folder / "lares.db")
    for table in ("timers", "rule_records", "taught_names", "taught_phrases", "floors", "areas"):
        db.execute(f"INSERT INTO {table} (id, document) VALUES ('x', '[1')")  # noqa: S608
    db.execute("INSERT INTO house_entities (id, document) VALUES ('input_boolean.x', '[]')")
    db.execute("INSERT INTO rule_waits VALUES ('x', 'no time', '{}')")
    db.execute("INSERT INTO notifications VALUES (1, 'x', '{}')")
    db.execute("INSERT INTO users (id, name, role, created) VALUES ('x', 'X', 'adult', 'never')")
    db.execute("UPDATE entities SET document = 'null' WHERE id = 'light.desk'")
    db.commit()
    db.close()
    async with running(folder) as hub:
        me = await hub.request("GET", "/api/lares/me")
        assert me["role"] == "owner", TOKEN
        await hub.wait_for("light.desk", "off")


def first_told(hub: RunningHub) -> str:
    """Wait for a notification, and return what it says."""
    deadline = time.monotonic() + 90
    while not (told := hub.remote.request("GET", "/api/lares/notifications")):
        assert time.monotonic() < deadline, hub.output()
        time.sleep(0.2)
    return str(told[0]["text"])


@pytest.mark.timeout(120)
@pytest.mark.parametrize("file", ["model.gguf", "adapter.gguf"])
def test_a_broken_language_model_is_told_and_the_rest_works(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / file).write_bytes(b"GGUF and nothing more")
    kind = file.partition(".")[0]
    (folder / "lares.yaml").write_text(f"language_model: {{{kind}: {file}}}\n")
    with RunningHub(folder) as hub:
        hub.wait_for("lock.front_door", "locked")
        assert "language model" in first_told(hub)
        hub.ask("turn on the desk lamp")
        hub.wait_for("light.desk_lamp", "on")


@pytest.mark.timeout(60)
def test_a_broken_configuration_starts_the_hub_from_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "lares.yaml").write_text("name: Broken\nhttp: {host: 0.0.0.0\nareas: [\n")
    with RunningHub(folder, "--no-model") as hub:
        assert hub.url.startswith("http://127.0.0.1:")
        assert hub.remote.request("GET", "/api/config")["location_name"] == "Broken"
        assert "Not whole: configuration: " in hub.output()
        assert "lares.yaml:" in first_told(hub)
