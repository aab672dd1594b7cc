"""A backup that an owner asks for over the API."""

from pathlib import Path

import pytest

from hub import remote
from tests.support.running_hub import RunningHub

TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only


def test_an_owner_makes_a_backup_now(tmp_path: Path) -> None:
    with RunningHub(tmp_path / "hub", "--no-model", command="run", token=TOKEN) as hub:
        owner = remote.Remote(hub.url, TOKEN)
        assert owner.request("GET", "/api/lares/backups") == {"problem": None, "files": []}
        made = owner.request("POST", "/api/lares/backups", {})
        assert made["size"] > 1000
        assert owner.request("GET", "/api/lares/backups")["files"] == [made]
        console = remote.find(None, None, hub.folder)
        with pytest.raises(remote.Rejected):
            console.request("POST", "/api/lares/backups", {})
