"""Rules tried on the past and looked over, over HTTP."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.automation.keeping import Keeping
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, load_policies, parse_policies
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.people import Role
from hub.looking_back import LookingBack
from hub.recorder.history.recorder import HistoryRecorder
from hub.server.parts import ServerParts
from tests.server.conftest import SHIPPED, Running
from tests.support.keeping import AMSTERDAM

BLIND, LIGHT = EntityId("cover.blind"), EntityId("light.kitchen")
RULE = """
alias: Light with the blind
triggers: [{trigger: state, entity_id: cover.blind, to: open}]
actions:
  - {action: light.turn_on, target: {entity_id: light.kitchen}, data: {brightness_pct: 40}}
  - {action: lock.unlock, target: {entity_id: lock.front}, data: {code: "4711"}}
"""


@pytest.fixture
async def empty(empty: ServerParts, tmp_path: Path) -> AsyncIterator[ServerParts]:
    policies = Policies(shipped=load_policies(SHIPPED), owner=parse_policies("", "none"))
    assert isinstance(empty.keeping, Keeping)

    def judging(home: Home, now: Callable[[], datetime]) -> Any:
        return Guard(home, policies, now).judge

    async with HistoryRecorder(tmp_path / "history.db", empty.home) as recorder:
        trials = LookingBack(
            home=empty.home,
            place=AMSTERDAM,
            keeping=empty.keeping,
            history=recorder.queries,
            now=empty.home.now,
            judging=judging,
            root=tmp_path / "rules",
        )
        yield replace(empty, history=recorder.queries, trials=trials)


async def test_a_rule_that_nobody_keeps_is_tried_on_what_was_recorded(
    hub: Running, caplog: pytest.LogCaptureFixture
) -> None:
    home = hub.parts.home
    home.report(BLIND, "open", {})
    status, report = await hub.ask("POST", "/api/lares/backtest", json={"yaml": RULE, "last": "1h"})
    assert (status, report["alias"], report["cut"]) == (200, "Light with the blind", False)
    [run] = report["runs"]
    assert run["trigger"] == "state of cover.blind"
    light, lock = run["calls"]
    assert (light["action"], light["targets"], light["effect"]) == (
        "light.turn_on",
        ["light.kitchen"],
        "allow",
    )
    assert light["data"] == {"brightness_pct": 40}
    assert (lock["effect"], lock["data"]["code"]) == ("deny", "***")
    assert hub.devices.sent == []
    assert "Light with the blind" not in caplog.text
    assert home.states[LIGHT].state == "off"


async def test_a_rule_that_is_kept_is_tried_by_its_id(hub: Running) -> None:
    item = {
        "alias": "Bell",
        "triggers": [{"trigger": "event", "event_type": "bell"}],
        "actions": [{"action": "light.turn_on", "target": {"entity_id": "light.kitchen"}}],
    }
    await hub.ask("POST", "/api/events/bell", json={})
    assert (await hub.ask("POST", "/api/config/automation/config/b1", json=item))[0] == 200
    start = (hub.parts.home.now() - timedelta(hours=1)).isoformat()
    status, report = await hub.ask(
        "POST", "/api/lares/backtest", json={"rule_id": "b1", "start": start}
    )
    assert status == 200
    assert [[call["action"] for call in run["calls"]] for run in report["runs"]] == [
        ["light.turn_on"]
    ]


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({}, 400, "either 'rule_id' or 'yaml'"),
        ({"rule_id": "none"}, 404, "no rule 'none'"),
        ({"yaml": "alias: x"}, 400, "triggers"),
        ({"yaml": "- {alias: a}\n- {alias: b}"}, 400, "give one automation"),
        ({"yaml": "alias: !secret x\ntriggers: []\nactions: []"}, 400, "!secret"),
        ({"yaml": "a: ["}, 400, "YAML"),
        ({"rule_id": "x", "last": "soon"}, 400, "such as 12h"),
        ({"rule_id": "x", "last": "1d", "start": "2026-01-01T00:00:00"}, 400, "'last' or 'start'"),
    ],
)
async def test_wrong_questions_say_what_is_wanted(
    hub: Running, body: dict[str, Any], status: int, told: str
) -> None:
    found, answer = await hub.ask("POST", "/api/lares/backtest", json=body)
    assert (found, told in answer["message"]) == (status, True), answer


async def test_what_is_wrong_with_rules_is_found(hub: Running, tmp_path: Path) -> None:
    file = tmp_path / "rules" / "odd.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(RULE.replace("\n", "\n  ").replace("  alias", "- alias", 1).replace(
        "light.kitchen", "light.kitchn"
    ))  # fmt: skip
    assert isinstance(hub.parts.keeping, Keeping)
    await hub.parts.keeping.reload()
    status, body = await hub.ask("GET", "/api/lares/check")
    assert status == 200
    [found] = [one for one in body["findings"] if one["code"] == "unknown_entity"]
    assert (found["severity"], found["file"]) == ("error", str(file))
    assert "light.kitchen" in found["message"]


async def test_guests_neither_try_nor_check(hub: Running) -> None:
    guest = await hub.token_for("Gus", Role.GUEST)
    assert (await hub.ask("GET", "/api/lares/check", secret=guest))[0] == 403
    assert (await hub.ask("POST", "/api/lares/backtest", secret=guest, json={}))[0] == 403


@pytest.mark.parametrize(
    "period",
    [
        {"start": "9999-12-31T00:00:00Z"},
        {"start": "0001-01-01T00:00:00+14:00"},
        {"end": "0001-01-01T00:00:00Z"},
        {"last": "999999w"},
    ],
)
async def test_the_ends_of_time_are_refused(hub: Running, period: dict[str, str]) -> None:
    rule = {"yaml": "alias: x\ntriggers: []\nactions: []\n"}
    assert (await hub.ask("POST", "/api/lares/backtest", json=rule | period))[0] == 400
