"""What the hub has acknowledged survives `kill -9`."""

from pathlib import Path

import pytest

from hub import remote
from tests.support.running_hub import RunningHub


def test_tokens_approvals_and_traces_survive_a_kill(tmp_path: Path) -> None:
    hub = RunningHub(tmp_path / "hub", "--no-model")
    with hub:
        hub.wait_for("lock.front_door", "locked")
        token = hub.remote.request("POST", "/api/lares/tokens", {"name": "script"})["token"]
        hub.ask("turn on the desk lamp")
        waiting = hub.ask("unlock the front door")["lares"]["approval_id"]
        hub.kill()
        hub.start()
        hub.wait_for("lock.front_door", "locked")
        script = remote.Remote(hub.url, token)
        assert script.request("GET", "/api/")["message"] == "API running."
        assert [a["id"] for a in script.request("GET", "/api/lares/approvals")] == [waiting]
        said = [t["plan"]["request"]["text"] for t in script.request("GET", "/api/lares/traces")]
        assert "turn on the desk lamp" in said
        script.request("POST", f"/api/lares/approvals/{waiting}", {"approve": True})
        hub.wait_for("lock.front_door", "unlocked")
        with pytest.raises(remote.Rejected):
            script.request("POST", f"/api/lares/approvals/{waiting}", {"approve": True})


def test_a_revoked_token_stays_revoked_after_a_kill(tmp_path: Path) -> None:
    hub = RunningHub(tmp_path / "hub", "--no-model")
    with hub:
        made = hub.remote.request("POST", "/api/lares/tokens", {"name": "script"})
        hub.remote.request("DELETE", f"/api/lares/tokens/{made['id']}")
        hub.kill()
        hub.start()
        with pytest.raises(remote.Rejected) as caught:
            remote.Remote(hub.url, made["token"]).request("GET", "/api/")
        assert caught.value.status == 401


def test_sigterm_ends_it_cleanly_and_takes_the_endpoint_away(tmp_path: Path) -> None:
    hub = RunningHub(tmp_path / "hub", "--no-model").start()
    assert hub.stop() == 0
    assert not (hub.folder / remote.ENDPOINT_FILE).exists()
    assert "Traceback" not in hub.output()
