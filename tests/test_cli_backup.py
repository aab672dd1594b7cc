"""`lares backup` and `lares restore`, with a hub that runs."""

import io
import sqlite3
from pathlib import Path

import pytest

from hub import remote
from hub.cli import main
from tests.support.running_hub import RunningHub

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    status = main([str(one) for one in arguments])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def state_in(told: str) -> str:
    return told.partition("; state ")[2].split()[0]


def test_a_running_hub_is_backed_up_and_runs_on_elsewhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, file, phrase = tmp_path / "hub", tmp_path / "a.lares-backup", tmp_path / "phrase"
    phrase.write_text("correct horse\n")
    sealed = ("--passphrase-file", phrase)
    with RunningHub(folder, "--no-model") as hub:
        hub.wait_for("lock.front_door", "locked")
        token = hub.remote.request("POST", "/api/lares/tokens", {"name": "script"})["token"]
        hub.ask("set a pasta timer for 2 hours")
        status, told = run(capsys, "backup", file, "--config", folder, *sealed)
        assert status == 0, told
        state = state_in(told)
        hub.ask("turn on the desk lamp")
        hub.wait_for("light.desk_lamp", "on")
        assert run(capsys, "restore", file, folder, *sealed)[0] == 1
        assert "another Lares runs" in run(capsys, "restore", file, folder, *sealed)[1]
    assert "Traceback" not in hub.output()

    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    status, told = run(capsys, "backup", "verify", file)
    assert (status, state_in(told)) == (0, state)
    assert "it is whole" in told

    new = tmp_path / "new"
    status, told = run(capsys, "restore", file, new, *sealed)
    assert (status, state_in(told)) == (0, state), told
    assert run(capsys, "restore", file, new, *sealed)[0] == 1
    with RunningHub(new, "--no-model") as hub:
        hub.wait_for("lock.front_door", "locked")
        script = remote.Remote(hub.url, token)
        assert [one["name"] for one in script.request("GET", "/api/lares/timers")] == ["pasta"]
    db = sqlite3.connect(new / "audit.db")
    began = db.execute("SELECT count(*) FROM entries WHERE kind = 'record_began'").fetchall()
    assert began == [(1,)]
    restored = db.execute("SELECT what FROM entries WHERE kind = 'restored'").fetchall()
    assert [state in what for (what,) in restored] == [True]
    db.close()


def test_what_is_wrong_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"no backup")
    wrong = {
        "no folder of a hub": ("backup", "--config", tmp_path, "--unencrypted", tmp_path / "b"),
        "at least 8 characters": ("backup", "--config", tmp_path, tmp_path / "b"),
        "no backup of Lares": ("restore", file, tmp_path / "new"),
        "cannot be read": ("backup", "verify", tmp_path / "nowhere"),
        "say which file": ("backup", "verify"),
        "one file, not 2": ("backup", "a", "b"),
        "there already": ("backup", file, "--unencrypted"),
    }
    for told, arguments in wrong.items():
        monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
        status, output = run(capsys, *arguments)
        assert status == 1
        assert output.startswith("lares: ")
        assert told in output
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "--unencrypted" in run(capsys, "backup", "--config", tmp_path)[1]
