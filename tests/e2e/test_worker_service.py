"""A real hub whose language worker is a service: the one restarts without the other."""

import subprocess
import sys
from pathlib import Path

from tests.support.running_hub import RunningHub


def test_a_hub_restarts_beside_its_worker(tmp_path: Path) -> None:
    folder, path = tmp_path / "hub", tmp_path / "model.sock"
    folder.mkdir()
    (folder / "lares.yaml").write_text(f"language_model: {{socket: {path}}}\n")
    hub = RunningHub(folder, command="run")
    worker = [sys.executable, "-m", "hub.cli", "worker", "--socket", str(path)]
    with hub:  # without it, it is a hub all the same
        state = hub.remote.request("GET", "/api/lares/health")["model"]
        assert state["state"] == "down"
        assert str(path) in state["reason"]
        with subprocess.Popen(worker, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as own:
            try:
                hub.wait_for_model()
                hub.stop()
                hub.start()
                hub.wait_for_model(5)
                assert own.poll() is None
            finally:
                own.kill()
