"""Home Assistant's own JavaScript client, unchanged, in node: states, actions, and a restart."""

from pathlib import Path

from tests.e2e.clients.conftest import PROGRAMS
from tests.e2e.clients.telling import running
from tests.support.running_hub import RunningHub

# The token that lies in the hub's folder is another after a restart.
TOKEN = "lares_" + "o" * 43


def test_home_assistant_js_websocket(
    tmp_path: Path, modules: Path, plain_environment: dict[str, str]
) -> None:
    with RunningHub(tmp_path / "hub", "--no-model", token=TOKEN) as hub:
        hub.wait_for("light.kitchen_ceiling", "on", "off")
        hub.wait_for("lock.front_door", "locked")
        program = str(PROGRAMS / "browser_client.mjs")
        command = ("node", program, str(modules), hub.url, TOKEN)
        with running(*command, env=plain_environment) as told:
            found = told.until("restart")
            assert hub.state("lock.front_door")["state"] == "locked"
            port = int(hub.url.rpartition(":")[2])
            hub.stop()
            hub.at_port(port).start()
            found |= told.rest()
    assert found["config"] == {
        "name": "Home",
        "state": "RUNNING",
        "parts": found["config"]["parts"],
    }
    assert found["services"] == ["toggle", "turn_off", "turn_on"]
    assert found["entity"]["entity_id"] == "light.kitchen_ceiling"
    assert found["entity"]["attributes"]["friendly_name"] == "Kitchen ceiling light"
    assert found["user"]["name"]
    assert found["states"] > 50
    assert found["called"]["context"]["id"]
    assert found["changed"] != found["entity"]["state"]
    assert "weather.home" in found["response"]
    assert "unlocks a door" in found["refused"]["message"]
    assert found["refused"]["approval_id"]
    assert found["heard"] == [{"n": 1}]
    assert found["problem"]["code"] == "unknown_command"
    assert found["reconnected"]["lost"] >= 1
    assert found["reconnected"]["state"] in {"on", "off"}
    assert found["wrong"]["error"] == found["wrong"]["means"]
