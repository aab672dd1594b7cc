"""Devices that announce themselves to a real hub: new, adopted, renamed, ignored, replaced."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paho.mqtt.publish
import pytest

from hub import remote
from hub.cli import main
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub

TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only
AREAS = "areas:\n  - {id: hall, name: Hall}\n"

Started = tuple[Mosquitto, RunningHub]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "lares.yaml").write_text(AREAS)
    with Mosquitto() as broker:
        options = ("--mqtt", f"127.0.0.1:{broker.port}", "--no-model")
        with RunningHub(folder, *options, command="run", token=TOKEN) as hub:
            yield broker, hub


def announce(broker: Mosquitto, plug: str) -> None:
    device = {"identifiers": [plug], "name": plug.title(), "manufacturer": "Plugs"}
    base = {"device": device, "state_topic": plug}
    relay = base | {"unique_id": plug, "name": None, "command_topic": f"{plug}/set"}
    power = base | {"unique_id": f"{plug}_w", "name": "Power", "unit_of_measurement": "W"}
    publish(broker, f"homeassistant/switch/{plug}/config", json.dumps(relay))
    publish(broker, f"homeassistant/sensor/{plug}/config", json.dumps(power))
    publish(broker, plug, "ON")


def publish(broker: Mosquitto, topic: str, payload: str) -> None:
    paho.mqtt.publish.single(
        topic, payload, qos=1, retain=True, hostname="127.0.0.1", port=broker.port
    )


def new(hub: RunningHub) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = hub.remote.request("GET", "/api/lares/new")
    return listed


def wait_for_new(hub: RunningHub, title: str) -> dict[str, Any]:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        for thing in new(hub):
            if thing["title"] == title:
                return thing
        time.sleep(0.05)
    raise AssertionError(f"{title} is not new: {new(hub)}")


def decide(hub: RunningHub, thing: dict[str, Any], **body: Any) -> Any:
    return hub.remote.request("POST", f"/api/lares/new/{thing['id']}", body)


def test_a_new_device_is_adopted_under_a_name_and_obeys_it(started: Started) -> None:
    broker, hub = started
    announce(broker, "plug")
    hub.wait_for("switch.plug", "on")
    thing = wait_for_new(hub, "Plug")
    assert thing["entities"] == ["sensor.plug_power", "switch.plug"]
    decide(hub, thing, action="adopt", name="Coffee machine", area="hall")
    assert new(hub) == []
    assert hub.state("switch.plug")["attributes"]["friendly_name"] == "Coffee machine"
    reply = hub.ask("turn off the coffee machine")
    assert "switch.plug" in json.dumps(reply)
    hub.stop()
    hub.start()
    hub.wait_for("switch.plug", "on")
    assert new(hub) == []
    assert hub.state("sensor.plug_power")["attributes"]["friendly_name"] == "Coffee machine Power"


def test_an_ignored_device_is_silent_until_it_is_offered_again(started: Started) -> None:
    broker, hub = started
    announce(broker, "plug")
    hub.wait_for("switch.plug", "on")
    thing = wait_for_new(hub, "Plug")
    decide(hub, thing, action="ignore")
    publish(broker, "plug", "OFF")
    time.sleep(0.3)
    assert hub.state("switch.plug")["state"] == "on"
    decide(hub, thing, action="offer_again")
    hub.wait_for("switch.plug", "off")


def test_a_broken_plug_is_replaced(started: Started) -> None:
    broker, hub = started
    announce(broker, "plug")
    hub.wait_for("switch.plug", "on")
    old = wait_for_new(hub, "Plug")
    decide(hub, old, name="Coffee machine", area="hall")
    announce(broker, "spare")
    hub.wait_for("switch.spare", "on")
    by = wait_for_new(hub, "Spare")["device_id"]
    path = f"/api/lares/devices/{old['device_id']}/replace"
    moved = hub.remote.request("POST", path, {"by": by})
    assert moved["entities"] == {
        "switch.plug": "switch.spare",
        "sensor.plug_power": "sensor.spare_power",
    }
    publish(broker, "spare", "OFF")
    hub.wait_for("switch.plug", "off")
    for _ in range(2):
        assert hub.state("switch.plug")["attributes"]["friendly_name"] == "Coffee machine"
        with pytest.raises(remote.Rejected):
            hub.state("switch.spare")
        hub.stop()
        hub.start()
        hub.wait_for("switch.plug", "off")


def test_the_command_line_lists_adopts_and_ignores(
    started: Started, capsys: pytest.CaptureFixture[str]
) -> None:
    broker, hub = started
    announce(broker, "plug")
    announce(broker, "spare")
    for plug in ("plug", "spare"):
        hub.wait_for(f"switch.{plug}", "on")
    options = ["--config", str(hub.folder)]

    def lares(*words: str) -> str:
        assert main(["devices", *words, *options]) == 0
        return capsys.readouterr().out

    assert "device:mqtt_plug  new  Plug" in lares()
    lares("adopt", "device:mqtt_plug", "--name", "Coffee machine", "--area", "hall")
    assert hub.state("switch.plug")["attributes"]["friendly_name"] == "Coffee machine"
    lares("ignore", "device:mqtt_spare")
    assert lares().splitlines() == ["device:mqtt_spare  ignored  Spare"]
    lares("offer-again", "device:mqtt_spare")
    assert "switch.plug  was switch.spare" in lares("replace", "mqtt_plug", "mqtt_spare")


def test_wrong_wishes_name_what_is_wrong(started: Started) -> None:
    _, hub = started
    with pytest.raises(remote.Rejected, match="nothing new has the id"):
        decide(hub, {"id": "device:nothing"}, name="x")
    with pytest.raises(remote.Rejected, match="no integration 'nothing'"):
        hub.remote.request("POST", "/api/lares/entries", {"integration": "nothing", "data": {}})
    listed = hub.remote.request("GET", "/api/lares/integrations")
    assert {"mqtt", "owntracks"} <= {each["domain"] for each in listed}
