"""A real hub drives alarm panel, siren, humidifier, boiler, mower and vacuum over MQTT."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from tests.e2e.test_secrets import refused, written_by
from tests.support.running_hub import RunningHub

CODE = "48151623422"
WRONG = "42231615184"
HOUSE = f"""
areas: [{{id: hall, name: Hall}}]
entities:
  - {{id: alarm_control_panel.house, name: House alarm, area: hall,
     attributes: {{code: "{CODE}", code_arm_required: false}}}}
  - {{id: siren.attic, name: Attic siren, area: hall, attributes: {{available_tones: [fire, bell]}}}}
  - {{id: humidifier.hall, name: Hall humidifier, area: hall,
     attributes: {{available_modes: [auto, sleep], max_humidity: 80}}}}
  - {{id: water_heater.boiler, name: Boiler, area: hall, state: eco}}
  - {{id: lawn_mower.robin, name: Robin, area: hall}}
  - {{id: notify.hall_screen, name: Hall screen, area: hall}}
  - {{id: vacuum.robby, name: Robby, area: hall, attributes: {{fan_speed_list: [low, high]}}}}
  - {{id: valve.garden, name: Garden valve, area: hall, attributes: {{current_position: 0}}}}
"""  # noqa: E501 -- YAML


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("appliances")
    inventory = folder / "house.yaml"
    inventory.write_text(HOUSE)
    with RunningHub(folder / "hub", "--no-model", "--inventory", str(inventory)) as hub:
        hub.wait_for("alarm_control_panel.house", "disarmed")
        hub.wait_for("valve.garden", "closed")
        yield hub


def outcome(hub: RunningHub, action: str, entity_id: str, **data: Any) -> tuple[str, str | None]:
    """Call an action; return how it ended, and what was reported."""
    path = f"/api/services/{action.replace('.', '/')}?return_response"
    answer = hub.remote.request("POST", path, {"entity_id": entity_id, **data})
    [ended] = answer["service_response"]["outcomes"]
    return ended["status"], ended["observed"]


def approved(hub: RunningHub, action: str, entity_id: str, **data: Any) -> None:
    """Call an action that asks a person, and say yes."""
    path = f"/api/services/{action.replace('.', '/')}"
    asked = json.loads(refused(hub, "POST", path, {"entity_id": entity_id, **data}))
    yes = {"approve": True}
    hub.remote.request("POST", f"/api/lares/approvals/{asked['approval_id']}", yes)


@pytest.mark.parametrize(
    ("action", "entity_id", "data", "state"),
    [
        ("siren.turn_on", "siren.attic", {"tone": "bell", "volume_level": 0.5}, "on"),
        ("humidifier.turn_on", "humidifier.hall", {}, "on"),
        ("humidifier.set_humidity", "humidifier.hall", {"humidity": 70}, "on"),
        ("humidifier.set_mode", "humidifier.hall", {"mode": "sleep"}, "on"),
        ("water_heater.set_temperature", "water_heater.boiler", {"temperature": 60}, "eco"),
        ("water_heater.set_operation_mode", "water_heater.boiler",
         {"operation_mode": "performance"}, "performance"),
        ("water_heater.turn_off", "water_heater.boiler", {}, "off"),
        ("lawn_mower.start_mowing", "lawn_mower.robin", {}, "mowing"),
        ("lawn_mower.stop", "lawn_mower.robin", {}, "idle"),
        ("lawn_mower.dock", "lawn_mower.robin", {}, "returning docked"),
        ("vacuum.start", "vacuum.robby", {}, "cleaning"),
        ("vacuum.set_fan_speed", "vacuum.robby", {"fan_speed": "high"}, "cleaning"),
        ("valve.close_valve", "valve.garden", {}, "closed"),
    ],
)  # fmt: skip
def test_what_the_device_reports_makes_it_done(
    hub: RunningHub, action: str, entity_id: str, data: dict[str, Any], state: str
) -> None:
    status, observed = outcome(hub, action, entity_id, **data)
    assert status == "done"
    assert observed is not None
    assert observed in state.split()
    shown = hub.state(entity_id)["attributes"]
    assert {name: shown.get(name) for name in data if name != "duration"} == data


def test_a_screen_tells_nothing_back(hub: RunningHub) -> None:
    ended = outcome(hub, "notify.send_message", "notify.hall_screen", message="Supper is ready")
    assert ended == ("unverified", None)
    assert hub.state("notify.hall_screen")["state"].startswith("20")


def test_silencing_a_siren_asks_a_person(hub: RunningHub) -> None:
    assert outcome(hub, "siren.turn_on", "siren.attic") == ("done", "on")
    approved(hub, "siren.turn_on", "siren.attic", volume_level=0)
    approved(hub, "siren.turn_off", "siren.attic")
    hub.wait_for("siren.attic", "off")


RULES: dict[str, Any] = {
    "arming": {
        "alias": "Arm when told",
        "triggers": [{"trigger": "event", "event_type": "bedtime"}],
        "actions": [
            {"action": "alarm_control_panel.alarm_arm_night", "data": {"code": CODE},
             "target": {"entity_id": "alarm_control_panel.house"}},
            {"action": "notify.send_message", "data": {"message": "Good night"},
             "target": {"area_id": "hall"}},
        ],
    },
    "listening": {
        "alias": "Hear what the panel is told",
        "triggers": [{"trigger": "mqtt", "topic": "virtual/alarm_control_panel/house/set"}],
        "actions": [
            {"event": "panel_told", "event_data": {"what": "{{ trigger.payload }}"}},
            {"action": "system_log.write", "data": {"message": "told {{ trigger.payload }}"}},
        ],
    },
}  # fmt: skip


def test_rules_arm_and_write_on_the_screen_and_their_traces_show_no_code(hub: RunningHub) -> None:
    request = hub.remote.request
    for name, rule in RULES.items():
        request("POST", f"/api/config/automation/config/{name}", rule)
    before = hub.state("notify.hall_screen")["state"]
    request("POST", "/api/events/bedtime", {})
    hub.wait_for("alarm_control_panel.house", "armed_night")
    _wait_until(lambda: hub.state("notify.hall_screen")["state"] != before, "a message")
    for name in RULES:
        _wait_until(partial(_has_run, hub, name), f"a run of {name}")
    assert "told" in hub.output()
    for place, text in written_by(hub):
        assert CODE not in text, place


def _has_run(hub: RunningHub, name: str) -> bool:
    runs = hub.remote.request("GET", f"/api/lares/runs?rule=automation.{name}")["runs"]
    assert CODE not in json.dumps(runs)
    return any(run["ending"] == "finished" for run in runs)


def _wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.05)


def test_the_panel_takes_its_code_and_nobody_else_sees_it(hub: RunningHub) -> None:
    panel, act = "alarm_control_panel.house", "alarm_control_panel.alarm_"
    assert outcome(hub, f"{act}arm_away", panel) == ("done", "armed_away")
    with ThreadPoolExecutor() as elsewhere:
        disarming = elsewhere.submit(approved, hub, f"{act}disarm", panel, code=WRONG)
        _wait_until(lambda: "was given a wrong code" in hub.output(), "a wrong code")
        # A newer command takes over; the panel has not done what it was told.
        assert outcome(hub, f"{act}arm_away", panel, code=WRONG)[0] == "done"
        disarming.result()
    path = f"/api/services/{act.replace('.', '/')}disarm"
    assert "it wants its code" in refused(hub, "POST", path, {"entity_id": panel})
    approved(hub, f"{act}disarm", panel, code=CODE)
    hub.wait_for(panel, "disarmed")
    answer = hub.ask(f"disarm the house alarm with code {CODE}", "panel")
    assert CODE not in json.dumps(answer["response"])
    hub.ask("no", "panel")
    traces = hub.remote.request("GET", "/api/lares/traces?limit=100")
    places = dict.fromkeys((CODE, WRONG), "")
    for secret in places:
        assert secret not in json.dumps(traces)
        for place, text in written_by(hub):
            assert secret not in text, place
