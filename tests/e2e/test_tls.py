"""A real hub with a certificate of its own, and with one that is of no use."""

from pathlib import Path

from tests.support.certificates import Authority
from tests.support.running_hub import RunningHub


def test_the_commands_reach_a_hub_with_tls_and_one_whose_certificate_is_lost(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    issued = Authority(tmp_path).issue()
    (folder / "lares.yaml").write_text(
        f"http: {{ssl_certificate: {issued.chain}, ssl_key: {issued.key}}}\n"
    )
    hub = RunningHub(folder, "--no-model", command="run")
    with hub:
        assert hub.url.startswith("https://")
        health = hub.remote.request("GET", "/api/lares/health")
        assert health["http"] == {"host": "127.0.0.1", "tls": True}
    issued.key.unlink()
    with hub:  # the house goes on; the network stays outside
        assert hub.url.startswith("http://127.0.0.1:")
        health = hub.remote.request("GET", "/api/lares/health")
        assert str(issued.key) in health["http"]["problem"]
        assert "only this computer gets in" in hub.output()
