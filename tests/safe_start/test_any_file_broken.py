"""Whatever is wrong with a file of the hub, it starts: lights switch, rules run, and it is told."""

import asyncio
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.used_folder import (
    HEATING,
    LIGHT,
    LOCK,
    TOKEN,
    RunningHere,
    make_used_folder,
    running,
)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _random(file: Path) -> None:
    file.write_bytes(random.Random(file.name).randbytes(9_000))  # noqa: S311 -- the same each time


def _half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def _directory(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.mkdir()
    (file / "inside").write_text("here")


def _dangling(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.symlink_to(file.parent / "nowhere" / "at all")


def _missing(file: Path) -> None:
    file.unlink()


def _another_programs(file: Path) -> None:
    """A file of the right kind, but of another program or version."""
    content = bytearray(file.read_bytes())
    content[18:20] = b"\x09\x09"  # the versions that may write and read it (format, section 1.3)
    file.write_bytes(content)


Damage = Callable[[Path], None]
TEXT = (_empty, _random, _half, _directory, _dangling, _missing)
DATABASE = (*TEXT, _another_programs)
ODDS = (_random, _directory, _dangling)
# File, its damages, and the part that must then be told of, if any is to be.
FILES: tuple[tuple[str, tuple[Damage, ...], str | None], ...] = (
    ("lares.db", DATABASE, "database"),
    ("history.db", DATABASE, "history"),
    ("lares.yaml", TEXT, "configuration"),
    ("policy.yaml", TEXT, "policies"),
    ("secrets.yaml", TEXT, "configuration"),
    ("rules/automations/door.yaml", TEXT, "rules"),
    ("rules/automations/heating.yaml", TEXT, "rules"),
    ("lares.lock", ODDS, None),
    ("audit.db", DATABASE, "audit record"),
    ("audit.head", TEXT, "audit record"),
    ("audit.key", TEXT, "audit record"),
    ("broker.json", TEXT, None),
    ("endpoint.json", ODDS, None),
    ("lares.yaml.last-good", ODDS, None),
    ("policy.yaml.last-good", ODDS, None),
    ("rules", (_dangling, _empty), None),
)
# What is no damage to that file: an empty one says nothing, one that is gone is no longer wanted.
HARMLESS = {
    ("lares.yaml", _empty),
    ("policy.yaml", _empty),
    ("rules/automations/door.yaml", _empty),
    ("rules/automations/door.yaml", _missing),
    ("rules/automations/door.yaml", _directory),
    ("rules/automations/heating.yaml", _empty),
    ("rules/automations/heating.yaml", _missing),
    ("rules/automations/heating.yaml", _directory),
}
CASES = [
    pytest.param(name, damage, part, id=f"{name}-{damage.__name__.strip('_')}")
    for name, damages, part in FILES
    for damage in damages
]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("used") / "hub"
    asyncio.run(make_used_folder(folder))
    return folder


@pytest.mark.parametrize(("name", "damage", "part"), CASES)
async def test_the_hub_starts_and_tells_what_is_off(
    used: Path, tmp_path: Path, name: str, damage: Damage, part: str | None
) -> None:
    folder = tmp_path / "hub"
    shutil.copytree(used, folder)
    if (folder / name).is_dir():
        shutil.rmtree(folder / name)
    damage(folder / name)
    async with running(folder, token=None) as hub:
        token = await _way_in(hub)
        await hub.wait_for(LOCK, "unlocked", token)
        await hub.wait_for(HEATING, "off", token)
        await hub.request("POST", "/api/services/light/turn_on", {"entity_id": LIGHT}, token)
        await hub.wait_for(LIGHT, "on", token)
        await hub.request("POST", "/api/events/night", {}, token)
        if not name.startswith("rules") or "heating" in name:
            await hub.wait_for(LOCK, "locked", token)
        if not name.startswith("rules") or "door.yaml" in name:
            await hub.wait_for(HEATING, "heat", token)
        if part is not None and (name, damage) not in HARMLESS:
            await _is_told(hub, part, token)


async def _way_in(hub: RunningHere) -> str:
    """Return a token: the owner's, or that of a new owner, who needs the code of the console."""
    if await hub.request("GET", "/api/") != 401:
        return TOKEN
    [code] = [
        line.rpartition(" ")[2] for line in hub.said if line.startswith("The owner's one-time code")
    ]
    made = await hub.request("POST", "/api/lares/onboarding", {"code": code, "name": "Ann"})
    assert isinstance(made, dict), made
    return str(made["token"])


async def _is_told(hub: RunningHere, part: str, token: str) -> None:
    health = await hub.request("GET", "/api/lares/health", token=token)
    assert health["troubles"]["state"] == "safe_mode"
    assert part in {one["part"] for one in health["troubles"]["off"]}
    told: list[dict[str, Any]] = []
    for _ in range(100):  # it is told in the background
        told = await hub.request("GET", "/api/lares/notifications", token=token)
        if any(f"Something is not whole. {part}: " in one["text"] for one in told):
            break
        await asyncio.sleep(0.1)
    else:
        pytest.fail(f"{part} is not told of: {told}")
    assert any(line.startswith(f"Not whole: {part}: ") for line in hub.said)
    assert part in hub.troubles.in_a_line()
