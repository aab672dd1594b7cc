"""Phones tell a real hub where they are, and rules act on it."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.remote import Remote
from integrations.mqtt.broker_login import login_in
from tests.support.mqtt_probe import probe
from tests.support.running_hub import RunningHub

HOME = (52.37, 4.89)
AWAY = (52.41, 4.95)
LAMP = "light.desk_lamp"
RULES = """
person:
  - {id: carla, name: Carla, device_trackers: [device_tracker.carla_phone]}
  - {id: ben, name: Ben, device_trackers: [device_tracker.ben_s_phone]}
proximity:
  house: {zone: home, devices: [device_tracker.carla_phone], tolerance: 50}
automation:
  - id: carla-home
    triggers: [{trigger: zone, entity_id: person.carla, zone: zone.home, event: enter}]
    actions: [{action: light.turn_on, target: {entity_id: light.desk_lamp}}]
  - id: carla-gone
    triggers: [{trigger: zone, entity_id: person.carla, zone: zone.home, event: leave}]
    actions: [{action: light.turn_off, target: {entity_id: light.desk_lamp}}]
  - id: odd
    triggers: [{trigger: state, entity_id: binary_sensor.nowhere, to: "on"}]
    actions: [{action: light.turn_on, target: {entity_id: light.desk_lamp}}]
  - id: seen
    triggers: [{trigger: event, event_type: fob}]
    actions:
      - action: device_tracker.see
        data: {dev_id: fob, location_name: home}
"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("phones") / "hub"
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "people.yaml").write_text(RULES)
    with RunningHub(folder, "--no-model") as hub:
        hub.wait_for("light.desk_lamp", "on", "off")
        yield hub


def location(place: tuple[float, float], ago_s: float) -> dict[str, Any]:
    latitude, longitude = place
    return {
        "_type": "location",
        "lat": latitude,
        "lon": longitude,
        "acc": 10,
        "tst": round(time.time() - ago_s),
        "batt": 80,
        "topic": "owntracks/carla/phone",
    }


async def test_owntracks_over_http_and_mqtt_moves_a_person_and_a_lamp(hub: RunningHub) -> None:
    assert hub.remote.request("POST", "/api/owntracks", location(AWAY, 1_200)) == []
    hub.wait_for("person.carla", "not_home")
    hub.remote.request("POST", "/api/services/light/turn_off", {"entity_id": "light.desk_lamp"})
    hub.wait_for("light.desk_lamp", "off")
    hub.remote.request("POST", "/api/owntracks", location(HOME, 600))
    hub.wait_for("person.carla", "home")
    hub.wait_for("light.desk_lamp", "on")
    port = int(hub.output().partition("embedded, on 127.0.0.1:")[2].split()[0])
    async with probe(port, login=login_in(hub.folder)) as client:
        for ago_s in (20, 1):
            client.publish("owntracks/carla/phone", location(AWAY, ago_s))
        await client.settled()
    hub.wait_for("person.carla", "not_home")
    hub.wait_for("light.desk_lamp", "off")
    assert "person.carla" not in hub.state("zone.home")["attributes"]["persons"]
    assert float(hub.state("sensor.house_nearest_distance")["state"]) > 4_000  # metres


def test_the_companion_app_registers_and_tells_where_it_is(hub: RunningHub) -> None:
    phone = {
        "app_id": "test", "app_name": "Test", "app_version": "1", "device_name": "Ben's phone",
        "manufacturer": "x", "model": "y", "device_id": "d1", "supports_encryption": False,
    }  # fmt: skip
    answer = hub.remote.request("POST", "/api/mobile_app/registrations", phone)
    webhook = f"/api/webhook/{answer['webhook_id']}"
    told = {"type": "update_location", "data": {"gps": list(HOME), "gps_accuracy": 10}}
    assert hub.remote.request("POST", webhook, told) == {}
    hub.wait_for("person.ben", "home")
    config = hub.remote.request("POST", webhook, {"type": "get_config", "data": {}})
    assert config["location_name"] == hub.remote.request("GET", "/api/config")["location_name"]
    call = {"domain": "light", "service": "turn_on", "service_data": {"entity_id": LAMP}}
    hub.remote.request("POST", webhook, {"type": "call_service", "data": call})
    hub.wait_for("light.desk_lamp", "on")
    template = {"a": {"template": "{{ states('person.ben') }}"}}
    rendered = hub.remote.request("POST", webhook, {"type": "render_template", "data": template})
    assert rendered == {"a": "home"}


def test_a_rule_sees_a_device(hub: RunningHub) -> None:
    hub.remote.request("POST", "/api/events/fob", {})
    hub.wait_for("device_tracker.fob", "home")


def test_health_tells_of_the_recorder_and_the_past_is_tried(hub: RunningHub) -> None:
    assert hub.remote.request("GET", "/api/lares/health")["history"]["state"] == "recording"
    hub.remote.request("POST", "/api/events/fob", {})
    report = hub.remote.request("POST", "/api/lares/backtest", {"rule_id": "seen", "last": "1h"})
    assert report["runs"][-1]["calls"][0]["action"] == "device_tracker.see"


def test_what_is_wrong_with_rules_stands_in_the_log_once_the_hub_has_started(
    hub: RunningHub,
) -> None:
    deadline = time.monotonic() + 40
    while "binary_sensor.nowhere" not in hub.output() and time.monotonic() < deadline:
        time.sleep(0.1)
    [line] = [line for line in hub.output().splitlines() if "binary_sensor.nowhere" in line]
    assert "people.yaml:" in line
    assert ": error: " in line


def test_owntracks_posts_to_its_own_webhook_without_a_token(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "lares.yaml").write_text("owntracks: {webhook_id: secret-address}\n")
    (folder / "rules").mkdir()
    (folder / "rules" / "people.yaml").write_text(RULES)
    with RunningHub(folder, "--no-model", command="run") as hub:
        stranger = Remote(hub.url, "none")
        assert stranger.request("POST", "/api/webhook/secret-address", location(HOME, 5)) == []
        assert hub.wait_for("person.carla", "home")["attributes"]["source"].endswith("carla_phone")
