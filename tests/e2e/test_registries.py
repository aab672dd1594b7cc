"""What people decide over the WebSocket stays, though the hub is killed right after the answer."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import paho.mqtt.publish
import pytest

from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub

TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only
AREAS = "areas:\n  - {id: hall, name: Hall}\n"

Started = tuple[Mosquitto, RunningHub]
Command = tuple[str, dict[str, Any]]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "lares.yaml").write_text(AREAS)
    with Mosquitto() as broker:
        options = ("--mqtt", f"127.0.0.1:{broker.port}", "--no-model")
        with RunningHub(folder, *options, command="run", token=TOKEN) as hub:
            publish(broker, "homeassistant/switch/plug/config", json.dumps(PLUG))
            publish(broker, "plug", "ON")
            hub.wait_for("switch.plug", "on")
            yield broker, hub


PLUG = {
    "device": {"identifiers": ["plug"], "name": "Plug"}, "name": None, "unique_id": "plug",
    "state_topic": "plug", "command_topic": "plug/set",
}  # fmt: skip


def publish(broker: Mosquitto, topic: str, payload: str) -> None:
    paho.mqtt.publish.single(
        topic, payload, qos=1, retain=True, hostname="127.0.0.1", port=broker.port
    )


def say(hub: RunningHub, *commands: Command) -> list[dict[str, Any]]:
    """Say commands one after the other, and return the answers."""
    return asyncio.run(_say(hub, commands))


async def _say(hub: RunningHub, commands: tuple[Command, ...]) -> list[dict[str, Any]]:
    answers = []
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{hub.url}/api/websocket") as socket,
    ):
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": hub.token})
        assert (await socket.receive_json())["type"] == "auth_ok"
        for number, (name, data) in enumerate(commands, 1):
            await socket.send_json({"id": number, "type": name, **data})
            answers.append(await socket.receive_json())
    return answers


def test_what_was_answered_stays_after_a_power_cut(started: Started) -> None:
    broker, hub = started
    update = "config/entity_registry/update"
    answers = say(
        hub,
        ("config/area_registry/create", {"name": "Attic"}),
        ("config/area_registry/update", {"area_id": "hall", "name": "Lobby"}),
        ("config/label_registry/create", {"name": "Old", "color": "red"}),
        (update, {"entity_id": "switch.plug", "name": "Fan", "labels": ["old"],
                  "area_id": "attic", "new_entity_id": "switch.fan"}),
        (update, {"entity_id": "zone.home", "new_entity_id": "zone.house"}),
        ("config/entity_registry/remove", {"entity_id": "switch.fan"}),
        ("config/area_registry/delete", {"area_id": "hall"}),
    )  # fmt: skip
    hub.kill()
    assert [answer["success"] for answer in answers] == [True] * 4 + [False] * 3
    assert "lares.yaml" in answers[-1]["error"]["message"]
    hub.start()
    hub.wait_for("switch.fan", "on")
    publish(broker, "plug", "OFF")
    hub.wait_for("switch.fan", "off")
    areas, labels, entity, manifests = say(
        hub,
        ("config/area_registry/list", {}),
        ("config/label_registry/list", {}),
        ("config/entity_registry/get", {"entity_id": "switch.fan"}),
        ("manifest/list", {}),
    )
    assert {each["area_id"]: each["name"] for each in areas["result"]} == {
        "hall": "Lobby", "attic": "Attic"
    }  # fmt: skip
    assert [each["color"] for each in labels["result"]] == ["red"]
    found = entity["result"]
    assert (found["name"], found["area_id"], found["labels"]) == ("Fan", "attic", ["old"])
    assert "shelly" in {each["domain"] for each in manifests["result"]}
    listed = {each["entity_id"] for each in hub.remote.request("GET", "/api/states")}
    assert "switch.plug" not in listed
