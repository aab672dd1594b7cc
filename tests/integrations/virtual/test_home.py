"""The virtual home as a whole: announcements, availability, reconnecting, scale."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from integrations.mqtt.broker import EmbeddedBroker
from integrations.virtual import (
    BadValueError,
    UnknownEntityError,
    VirtualHome,
    load_inventory,
    replicate,
)
from tests.support.mosquitto import Mosquitto
from tests.support.mqtt_probe import probe
from tests.support.virtual import lab

DEMO = Path(__file__).parents[3] / "rules" / "homes" / "demo.yaml"
LAMP = "  - {id: light.a, name: A}"


def _config(payload: bytes) -> dict[str, object]:
    found = json.loads(payload)
    assert isinstance(found, dict)
    return found


async def test_the_demo_home_announces_every_entity_with_what_hubs_need(
    mosquitto: Mosquitto,
) -> None:
    inventory = load_inventory(DEMO)
    async with lab(mosquitto.port, inventory), probe(mosquitto.port) as late:
        await late.settled()
        configs = {topic for topic in late.last if topic.endswith("/config")}
        assert len(configs) == len(inventory.entities)
        assert configs <= late.retained
        for entity in inventory.entities:
            config = _config(late.last[f"homeassistant/{entity.domain}/{entity.object_id}/config"])
            assert config["default_entity_id"] == entity.id
            assert config["object_id"] == entity.object_id
            device = config["device"]
            assert isinstance(device, dict)
            assert {"identifiers", "name", "manufacturer", "model", "suggested_area"} <= set(device)
            assert f"{device['name']} {config['name'] or ''}".strip() == entity.name
            assert config.get("state_topic", config.get("mode_state_topic")) in {None, *late.last}
        unique = [_config(late.last[topic])["unique_id"] for topic in configs]
        assert len(set(unique)) == len(unique)


async def test_it_says_goodbye_and_leaves_its_announcements(mosquitto: Mosquitto) -> None:
    async with probe(mosquitto.port) as said:
        async with lab(mosquitto.port, LAMP):
            await said.sees("virtual/bridge/availability", "online")
            await said.sees("virtual/device/light_a/availability", "online")
        await said.sees("virtual/bridge/availability", "offline")
        assert said.text("homeassistant/light/a/config")


async def test_its_last_will_speaks_when_it_dies(mosquitto: Mosquitto) -> None:
    async with probe(mosquitto.port) as said:
        process = await _run_alone("--mqtt", f"127.0.0.1:{mosquitto.port}")
        await said.sees("virtual/bridge/availability", "online")
        process.kill()
        await process.wait()
        await said.sees("virtual/bridge/availability", "offline")


async def test_the_command_line_runs_a_scaled_home_and_stops_cleanly(mosquitto: Mosquitto) -> None:
    async with probe(mosquitto.port) as said:
        process = await _run_alone("--mqtt", f"127.0.0.1:{mosquitto.port}", "--scale", "100")
        count = len(replicate(load_inventory(DEMO), 100).entities)
        assert count >= 100
        await said.until(lambda: sum(t.endswith("/config") for t in said.last) == count)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        await said.sees("virtual/bridge/availability", "offline")


async def test_the_command_line_shows_inventory_errors(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("areas:\n  - {id: a, name: A, flor: x}\n", encoding="utf-8")
    process = await _run_alone("--mqtt", "127.0.0.1:1", inventory=wrong)
    _, errors = await process.communicate()
    assert process.returncode == 2
    assert f"{wrong}:2: areas[0].flor: unknown key 'flor'; did you mean 'floor'?" in errors.decode()


async def test_it_announces_itself_again_when_the_hub_is_born(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, LAMP) as at:
        mark = len(at.said.log)
        at.said.publish("homeassistant/status", "online")
        await at.said.until(lambda: at.said.since(mark, "homeassistant/light/a/config"))
        await at.said.until(lambda: at.said.since(mark, at.topic("light.a")))


async def test_it_comes_back_after_the_broker_did(mosquitto: Mosquitto) -> None:
    async with lab(mosquitto.port, LAMP) as at:
        at.send("light.a", {"state": "ON"})
        await at.said.until(lambda: at.home.state_of("light.a").state == "on")
        await mosquitto.stop_async()
        await asyncio.sleep(0.3)
        await mosquitto.start_async()
        await at.home.ready()
        async with probe(mosquitto.port) as late:
            await late.until(lambda: b'"ON"' in late.last.get(at.topic("light.a"), b""))
            assert late.text("homeassistant/light/a/config")
            late.publish("virtual/light/a/set", {"state": "OFF"})
            await late.until(lambda: at.home.state_of("light.a").state == "off")


async def test_without_a_broker_it_waits_and_leaves_at_once() -> None:
    inventory = load_inventory(DEMO)
    async with VirtualHome(inventory, port=1) as home:
        with pytest.raises(TimeoutError):
            await home.ready(timeout_s=0.2)
        home.poke("light.desk_lamp", "on")
        assert home.state_of("light.desk_lamp").state == "on"


async def test_a_thousand_entities_on_one_connection(mosquitto: Mosquitto) -> None:
    await _all_are_retained(mosquitto.port, at_least=1000)


async def test_two_hundred_entities_on_the_embedded_broker() -> None:
    async with EmbeddedBroker() as broker:
        await _all_are_retained(broker.port, at_least=200)


async def _all_are_retained(port: int, *, at_least: int) -> None:
    inventory = replicate(load_inventory(DEMO), at_least)
    async with VirtualHome(inventory, port=port) as home:
        await home.ready()
        async with probe(port, "homeassistant/#") as late:
            wanted = len(inventory.entities)
            await late.until(lambda: len(late.last) == wanted, f"{len(late.last)} of {wanted}")


async def test_somebody_at_the_wall_switch(mosquitto: Mosquitto) -> None:
    entities = """
  - {id: light.a, name: A, attributes: {mqtt_schema: basic, brightness: 3}}
  - {id: sensor.t, name: T, state: 20}
  - {id: cover.c, name: C, attributes: {current_position: 0}}
"""
    async with lab(mosquitto.port, entities) as at:
        at.home.poke("light.a", "on", brightness=200)
        await at.sees("light.a", "ON")
        await at.sees("light.a", "200", "brightness")
        at.home.poke("sensor.t", "21.5")
        await at.sees("sensor.t", "21.5")
        at.home.poke("cover.c", current_position=40)
        await at.sees("cover.c", "open")
        await at.sees("cover.c", "40", "position")
        at.home.poke("sensor.t", "unknown")
        await at.sees("sensor.t", "None")
        at.home.poke("sensor.t", "unavailable")
        await at.said.sees("virtual/device/sensor_t/availability", "offline")
        with pytest.raises(BadValueError, match="light.a"):
            at.home.poke("light.a", "on", brightness=300)
        with pytest.raises(BadValueError, match="expected one of: on, off"):
            at.home.poke("light.a", "broken", brightness=1)
        assert at.home.state_of("light.a").attributes["brightness"] == 200
        with pytest.raises(UnknownEntityError, match="did you mean 'light.a'"):
            at.home.poke("light.b", "on")


async def test_attributes_it_does_not_know_are_reported_as_such(mosquitto: Mosquitto) -> None:
    plug = "  - {id: switch.a, name: A, attributes: {linkquality: 88}}"
    async with lab(mosquitto.port, plug) as at:
        config = _config(at.said.last["homeassistant/switch/a/config"])
        assert config["json_attributes_topic"] == at.topic("switch.a", "attributes")
        await at.sees("switch.a", '{"linkquality": 88}', "attributes")


async def _run_alone(*arguments: str, inventory: Path = DEMO) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "integrations.virtual",
        "--inventory",
        str(inventory),
        *arguments,
        cwd=DEMO.parents[2],
        env={**os.environ, "PYTHONWARNINGS": "error"},
        stderr=asyncio.subprocess.PIPE,
    )


async def test_phones_say_where_they_are_as_owntracks_does(mosquitto: Mosquitto) -> None:
    phone = "{id: phone, user: anna, latitude: 52.4, longitude: 4.9}"
    async with lab(mosquitto.port, f"{LAMP}\nphones: [{phone}]"), probe(mosquitto.port) as late:
        await late.settled()
        said = _config(late.last["owntracks/anna/phone"])
        assert (said["_type"], said["lat"], said["lon"]) == ("location", 52.4, 4.9)
