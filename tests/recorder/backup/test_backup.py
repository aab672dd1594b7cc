"""A backup of a used hub restores to the same state; what is not whole restores to nothing."""

import json
import sqlite3
import threading
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.home.people import Role
from hub.recorder.backup import restoring, snapshot
from hub.recorder.backup.errors import BackupError, BackupRefused, BadBackup, WrongPassphrase
from hub.recorder.backup.parcel import Entry, Manifest, Parcel, entry_of
from hub.recorder.backup.restoring import finish_restore, restore
from hub.recorder.backup.sealing import Cost, Seal, Sealer, read_header
from hub.recorder.backup.state_hash import differing, state_of, tables_of
from hub.recorder.backup.taking import Backup, look_at, take
from hub.recorder.database import Database
from hub.recorder.history.schema import HISTORY
from hub.recorder.tokens import Token, Tokens
from hub.recorder.users import Users
from tests.support.killing.anywhere import each_death

PASSPHRASE = "correct horse"  # noqa: S105 -- of backups that tests make
CHEAP = Cost(n=16)


@pytest.fixture
async def hub(tmp_path: Path) -> Path:
    """Return the folder of a hub, as a running one leaves it."""
    folder = tmp_path / "hub"
    (folder / "rules" / "automations").mkdir(parents=True)
    async with Database(folder / "lares.db") as db:
        users, tokens = Users(db), Tokens(db)
        owner = await users.create("Ann", Role.OWNER)
        await tokens.adopt(owner.id, "hers", "her-own-token")
    async with Database(folder / "history.db", schema=HISTORY, is_safe=False) as db:
        await db.write(lambda raw: raw.execute("INSERT INTO marks VALUES ('x', 1.5)"))
    (folder / "lares.yaml").write_text("name: House\n")
    (folder / "secrets.yaml").write_text("broker: open sesame\n")
    (folder / "secrets.yaml").chmod(0o600)
    (folder / "rules" / "automations" / "a.yaml").write_text("- alias: ä\n")
    (folder / "audit.key").write_bytes(b"\0\1\2")
    for name in ("lares.lock", "endpoint.json", "lares.db.before-012", "lares.db.damaged-2026"):
        (folder / name).write_text("not to be kept")
    return folder


def backed_up(folder: Path, passphrase: str | None = PASSPHRASE, **more: Any) -> Backup:
    return take(folder, folder.parent / "a.lares-backup", passphrase, cost=CHEAP, **more)


def empty(tmp_path: Path, name: str = "new") -> Path:
    target = tmp_path / name
    target.mkdir()
    return target


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_that_belongs_to_a_hub_comes_back(hub: Path, tmp_path: Path) -> None:
    backup = backed_up(hub)
    target = empty(tmp_path)
    restored = restore(backup.file, target, PASSPHRASE)
    assert restored.state == backup.state
    assert sorted(files_of(target)) == [
        "audit.key", "history.db", "lares.db", "lares.yaml", "rules/automations/a.yaml",
        "secrets.yaml",
    ]  # fmt: skip
    assert (target / "secrets.yaml").stat().st_mode & 0o777 == 0o600
    assert (target / "rules/automations/a.yaml").read_text() == "- alias: ä\n"
    assert tables_of(target / "lares.db") == tables_of(hub / "lares.db")
    assert backup.file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in hub.glob(".backup-*")] == []


async def test_people_come_in_after_a_restore(hub: Path, tmp_path: Path) -> None:
    target = empty(tmp_path)
    restore(backed_up(hub).file, target, PASSPHRASE)
    async with Database(target / "lares.db") as db:
        tokens = Tokens(db)
        await tokens.load()
        assert isinstance(tokens.verify("her-own-token"), Token)


def test_nothing_of_it_can_be_read_without_the_passphrase(hub: Path) -> None:
    sealed = backed_up(hub).file.read_bytes()
    assert b"sesame" not in sealed
    assert b"secrets.yaml" not in sealed
    assert b"aes-256-gcm" in sealed


def test_unencrypted_is_only_on_request_and_says_so(hub: Path, tmp_path: Path) -> None:
    backup = backed_up(hub, None)
    assert not backup.header.is_encrypted
    assert restore(backup.file, empty(tmp_path), None).state == backup.state


def test_the_history_may_be_left_out(hub: Path) -> None:
    paths = [entry.path for entry in backed_up(hub, with_history=False).manifest.files]
    assert "history.db" not in paths
    assert "lares.db" in paths


def test_what_is_too_large_is_left_out_and_named(
    hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "LARGEST_FILE", 100)
    (hub / "model.gguf").write_bytes(bytes(101))
    assert backed_up(hub).manifest.left_out == ("model.gguf",)


def test_links_are_followed_once(hub: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.yaml").write_text("- alias: b\n")
    (hub / "rules" / "linked").symlink_to(tmp_path / "elsewhere")
    (hub / "rules" / "round").symlink_to(hub / "rules")
    (hub / "rules" / "dangling.yaml").symlink_to(tmp_path / "nowhere")
    target = empty(tmp_path)
    restore(backed_up(hub).file, target, PASSPHRASE)
    assert (target / "rules" / "linked" / "b.yaml").read_text() == "- alias: b\n"
    assert not (target / "rules" / "linked").is_symlink()


@pytest.mark.parametrize("content", [b"x", b""])
def test_a_restore_wants_an_empty_folder(hub: Path, tmp_path: Path, content: bytes) -> None:
    target = empty(tmp_path)
    (target / "mine").write_bytes(content)
    with pytest.raises(BackupRefused, match=r"not empty \(mine\)"):
        restore(backed_up(hub).file, target, PASSPHRASE)
    assert files_of(target) == {"mine": content}


def test_a_wrong_passphrase_restores_nothing(hub: Path, tmp_path: Path) -> None:
    target = empty(tmp_path)
    with pytest.raises(WrongPassphrase):
        restore(backed_up(hub).file, target, "wrong horse")
    assert files_of(target) == {}


@pytest.mark.parametrize("passphrase", [PASSPHRASE, None])
def test_what_is_damaged_or_cut_anywhere_restores_nothing(
    hub: Path, tmp_path: Path, passphrase: str | None
) -> None:
    file, target = backed_up(hub, passphrase).file, empty(tmp_path)
    whole = file.read_bytes()
    for at in range(0, len(whole), len(whole) // 25):
        flipped = bytearray(whole)
        flipped[at] ^= 1
        for content in (bytes(flipped), whole[:at]):
            file.write_bytes(content)
            with pytest.raises(BackupError, match=r"nothing was|encrypted"):
                restore(file, target, passphrase)
            assert list(target.iterdir()) == []


def forged(file: Path, manifest: Manifest | bytes, contents: bytes = b"") -> Path:
    """Write a backup as nobody would: this list, these contents."""
    if isinstance(manifest, Manifest):
        listed = json.dumps(
            {
                "files": [
                    {"path": one.path, "size": one.size, "mode": one.mode, "digest": one.digest}
                    for one in manifest.files
                ],
                "state": dict(manifest.state),
            }
        ).encode()
    else:
        listed = manifest
    with file.open("wb") as out:
        sealer = Sealer(out, Seal(None))
        sealer.write(zlib.compress(len(listed).to_bytes(4) + listed + contents))
        sealer.close()
    return file


@pytest.mark.parametrize(
    "path",
    [
        "../evil", "/etc/evil", "a/../../evil", "a//b", "./a", "", "a\\b", "a\0b", "a\nb",
        "lares.lock", ".restored/x", ".restoring-x/y", "x" * 1_001,
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    target = empty(tmp_path)
    listed = Manifest((Entry(path, 4, 0o644, "0" * 64),), {})
    with pytest.raises(BadBackup, match="it names a file"):
        restore(forged(tmp_path / "f", listed, b"evil"), target, None)
    assert list(target.iterdir()) == []
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(("one", "other"), [("a", "a"), ("a", "a/b"), ("a/b", "a")])
def test_no_place_is_named_twice(tmp_path: Path, one: str, other: str) -> None:
    entry = entry_of(Path(__file__), one)
    listed = Manifest((entry, replace(entry, path=other)), {})
    with pytest.raises(BadBackup, match="names a file"):
        restore(forged(tmp_path / "f", listed), empty(tmp_path), None)


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    target = empty(tmp_path)
    zeros = bytes(8 << 20)
    for size in (1 << 40, len(zeros)):
        listed = Manifest((Entry("a", size, 0o644, "0" * 64),), {})
        with pytest.raises(BadBackup):
            restore(forged(tmp_path / "f", listed, zeros * 2), target, None)
        assert list(target.iterdir()) == []
    with pytest.raises(BadBackup, match="list of files"):
        restore(forged(tmp_path / "f", b"", b""), target, None)


def test_more_than_the_disk_holds_is_refused(
    hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_LEFT_FREE", 1 << 62)
    target = empty(tmp_path)
    with pytest.raises(BackupRefused, match="has room for"):
        restore(backed_up(hub).file, target, PASSPHRASE)
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("listed", [b"{}", b"[1]", b'{"files": [[]], "state": {}}', b"\xff" * 9])
def test_a_list_that_is_none_is_refused(tmp_path: Path, listed: bytes) -> None:
    with pytest.raises(BadBackup, match="list of files"):
        restore(forged(tmp_path / "f", listed), empty(tmp_path), None)


def test_a_restore_that_would_differ_is_refused(hub: Path, tmp_path: Path) -> None:
    entry = entry_of(hub / "lares.yaml", "lares.yaml")
    listed = Manifest((entry,), {"files": "something else"})
    target = empty(tmp_path)
    with pytest.raises(BadBackup, match="differs in: files"):
        restore(forged(tmp_path / "f", listed, (hub / "lares.yaml").read_bytes()), target, None)
    assert list(target.iterdir()) == []


def test_a_damaged_database_is_not_backed_up(hub: Path) -> None:
    content = bytearray((hub / "lares.db").read_bytes())
    content[4096:12288] = bytes(8192)
    (hub / "lares.db").write_bytes(content)
    with pytest.raises(BackupRefused, match="start the hub"):
        backed_up(hub)
    assert not (hub.parent / "a.lares-backup").exists()


def test_another_folder_is_not_backed_up(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="no folder of a hub"):
        backed_up(empty(tmp_path))


def test_files_that_never_hold_still_are_no_backup(
    hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = snapshot._copy_database
    turns = []

    def restless(source: Path, target: Path) -> None:
        turns.append(source)
        copied(source, target)
        with (hub / "rules" / "automations" / "a.yaml").open("a") as file:
            file.write("# more\n")

    monkeypatch.setattr(snapshot, "_copy_database", restless)
    with pytest.raises(BackupRefused, match="keep changing"):
        backed_up(hub)
    assert len(turns) == snapshot.TRIES


def test_what_changes_while_it_is_copied_is_copied_as_it_is_then(
    hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = snapshot._copy_changed
    rules = hub / "rules" / "automations"

    def changing(folder: Path, into: Path, copied: dict[str, snapshot.Print]) -> None:
        changed(folder, into, copied)
        if (rules / "a.yaml").exists():  # once, between the copies and the pause
            (rules / "a.yaml").rename(rules / "b.yaml")
            (hub / "lares.yaml").write_text("name: Later\n")

    monkeypatch.setattr(snapshot, "_copy_changed", changing)
    target = empty(tmp_path)
    restore(backed_up(hub).file, target, PASSPHRASE)
    assert [one.name for one in (target / "rules" / "automations").iterdir()] == ["b.yaml"]
    assert (target / "lares.yaml").read_text() == "name: Later\n"


def test_a_rule_and_its_record_are_of_one_moment(hub: Path, tmp_path: Path) -> None:
    """A hub that writes a file, then its record, again and again: they differ by one at most."""
    has_begun, is_over = threading.Event(), threading.Event()

    def write() -> None:
        db = sqlite3.connect(hub / "lares.db", timeout=10)
        number = 0
        while not is_over.is_set():
            number += 1
            part = hub / "rules" / "automations" / "n.yaml.part"
            part.write_text(f"{number}")
            part.replace(hub / "rules" / "automations" / "n.yaml")
            db.execute("INSERT OR REPLACE INTO floors VALUES ('n', ?)", [str(number)])
            db.commit()
            has_begun.set()
        db.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert has_begun.wait(10)
    try:
        for turn in range(5):
            target = empty(tmp_path, f"new{turn}")
            restore(backed_up(hub).file, target, PASSPHRASE)
            in_file = int((target / "rules" / "automations" / "n.yaml").read_text())
            db = sqlite3.connect(target / "lares.db")
            [[in_record]] = db.execute("SELECT document FROM floors").fetchall()
            db.close()
            assert in_file - int(in_record) in {0, 1}
    finally:
        is_over.set()
        thread.join()


@pytest.mark.timeout(60)
def test_a_backup_killed_anywhere_leaves_the_old_one_and_the_hub(hub: Path) -> None:
    old = backed_up(hub, with_history=False)
    content, before = old.file.read_bytes(), tables_of(hub / "lares.db")
    (hub / "lares.yaml").write_text("name: changed\n")
    deaths = 0
    for _ in each_death(lambda: again(hub), hub.parent, every=2):
        deaths += 1
        assert tables_of(hub / "lares.db") == before
        now = look_at(old.file, PASSPHRASE)
        assert old.file.read_bytes() == content or now.state != old.state
        if now.state != old.state:
            break
    assert deaths > 15
    again(hub)
    assert [one.name for one in hub.glob(".backup-*")] == []
    assert look_at(old.file, PASSPHRASE).state != old.state


def again(hub: Path) -> None:
    backed_up(hub, with_history=False)


@pytest.mark.timeout(60)
def test_a_restore_killed_anywhere_is_ended_or_leaves_nothing(hub: Path, tmp_path: Path) -> None:
    backup = backed_up(hub)
    target = tmp_path / "new"
    target.mkdir()
    endings = set()
    for _ in each_death(lambda: silently(restore, backup.file, target), target):
        is_whole = finish_restore(target) or (target / "lares.db").exists()
        endings.add(is_whole)
        if is_whole:
            files = backup.manifest.files
            assert differing(state_of(target, files), backup.manifest.state) == []
        else:
            assert list(target.iterdir()) == []
        restore_afresh(target)
    assert endings == {True, False}


def silently(work: Callable[..., Any], file: Path, target: Path) -> None:
    work(file, target, PASSPHRASE)


def restore_afresh(target: Path) -> None:
    for one in sorted(target.rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() else one.unlink()


def test_the_list_and_the_contents_must_end_together(hub: Path, tmp_path: Path) -> None:
    entry = entry_of(hub / "lares.yaml", "lares.yaml")
    content = (hub / "lares.yaml").read_bytes()
    for contents in (content + b"x", content[:-1], content[:-1] + b"x"):
        file = forged(tmp_path / "f", Manifest((entry,), {}), contents)
        with pytest.raises(BadBackup):
            look_at(file, None)


def test_when_it_was_made_and_by_what_can_be_read_without_a_key(hub: Path) -> None:
    file = backed_up(hub).file
    with file.open("rb") as source, pytest.raises(WrongPassphrase):
        Parcel(file, source, "wrong horse")
    with file.open("rb") as source:
        facts = read_header(file, source).facts
    assert datetime.fromisoformat(facts["made"]) <= datetime.now(UTC)
    assert facts["by"].startswith("Lares ")
