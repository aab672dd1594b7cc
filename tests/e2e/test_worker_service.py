"""A real hub whose language worker is a service: the one restarts without the other."""

import subprocess
import sys
import time
from pathlib import Path

from tests.support.running_hub import RunningHub


def model_of(hub: RunningHub) -> dict[str, str]:
    """Return what the hub says of its model."""
    state: dict[str, str] = hub.remote.request("GET", "/api/lares/health")["model"]
    return state


def test_a_hub_restarts_beside_its_worker(tmp_path: Path) -> None:
    folder, path = tmp_path / "hub", tmp_path / "model.sock"
    folder.mkdir()
    (folder / "lares.yaml").write_text(f"language_model: {{socket: {path}}}\n")
    hub = RunningHub(folder, command="run")
    worker = [sys.executable, "-m", "hub.cli", "worker", "--socket", str(path)]
    with hub:  # without it, it is a hub all the same
        deadline = time.monotonic() + 10
        while (state := model_of(hub))["state"] != "down" and time.monotonic() < deadline:
            time.sleep(0.05)
        assert str(path) in state["reason"]
        with subprocess.Popen(worker, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as own:
            try:
                hub.wait_for_model()
                hub.stop()
                hub.start()
                hub.wait_for_model()
                assert own.poll() is None
            finally:
                own.kill()
