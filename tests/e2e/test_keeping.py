"""What was promised for later happens: over MQTT, over `kill -9`, and it is told."""

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hub.recorder.database import Database
from hub.recorder.runs import RunRecords
from tests.support.running_hub import RunningHub, speech

REPOSITORY = Path(__file__).parents[2]
LAMP = "light.desk_lamp"
# The demo's desk lamp is off at first; a second toggle would bring it back there.
AFTER_TOGGLE = "on"

# Keeps a rule in a hub of its own, as a sentence would, and dies as soon as it was acknowledged.
_KEEP_AND_DIE = """
import asyncio, os, signal, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from hub.app import SHIPPED_POLICY, open_hub
from hub.options import Options
from hub.config import load_config
from hub.home.actions import parse_command
from hub.home.chores import KeepRules
from hub.home.plan import Chores, Plan, Request, Status
from hub.home.rules import Rule, TimeTrigger
from hub.home.step import Step

async def main():
    folder, wait_s = Path(sys.argv[1]), float(sys.argv[2])
    config = load_config(folder)
    config = config.model_copy(update={
        "http": config.http.model_copy(update={"port": 0}),
        "language_model": config.language_model.model_copy(update={"enabled": False}),
    })
    options = Options(folder, config, inventory=Path("rules/homes/demo.yaml"))
    async with open_hub(options, say=print) as server:
        parts = server._parts
        while parts.home.states.get("light.desk_lamp") is None:
            await asyncio.sleep(0.05)
        step = Step(command=parse_command("light.toggle", {}), targets=("light.desk_lamp",))
        at = datetime.now(UTC) + timedelta(seconds=wait_s)
        rule = Rule(alias="Desk lamp", triggers=(TimeTrigger(at=at),), actions=(step,), once=True)
        asked = Request(user_id=parts.console)
        plan = Plan(request=asked, body=Chores(chores=(KeepRules(rules=(rule,)),)), planner="x")
        result = await parts.executor.run(plan, wait_s=None)
        assert [one.status for one in result.chores] == [Status.DONE], result
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def keep_and_die(folder: Path, wait_s: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", _KEEP_AND_DIE, str(folder), str(wait_s)],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr


def rules(hub: RunningHub) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hub.remote.request("GET", "/api/lares/rules")["rules"]
    return found


def runs(hub: RunningHub) -> list[dict[str, Any]]:
    """Wait until a rule has run, and return the plans of all runs."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        traces = hub.remote.request("GET", "/api/lares/traces")
        found = [one["plan"] for one in traces if one["plan"]["request"]["source"] == "rule"]
        if found and all(one["finished_at"] for one in traces) and not rules(hub):
            return found
        time.sleep(0.1)
    raise AssertionError(f"no rule ran:\n{hub.output()}")


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so, a minute at most."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def told(hub: RunningHub) -> list[str]:
    return [one["text"] for one in hub.remote.request("GET", "/api/lares/notifications")]


@contextmanager
def stream(hub: RunningHub, only: str) -> Iterator[Iterator[dict[str, Any]]]:
    """The events of one type, from now on."""
    request = urllib.request.Request(  # noqa: S310 -- our own hub
        f"{hub.url}/api/stream?restrict={only}", headers={"Authorization": f"Bearer {hub.token}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- our own hub
        assert answer.readline() == b"data: ping\n"

        def events() -> Iterator[dict[str, Any]]:
            for line in answer:
                if line.startswith(b"data: {"):
                    yield json.loads(line[6:])

        yield events()


def test_a_rule_acknowledged_before_a_kill_still_runs_once_and_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    keep_and_die(folder, 5)
    with RunningHub(folder, "--no-model") as hub:
        [plan] = runs(hub)
        assert plan["planner"].startswith("rule:")
        hub.wait_for(LAMP, AFTER_TOGGLE)
        assert rules(hub) == []
        assert not list((folder / "rules" / "automations").glob("*"))
        hub.kill()
        hub.start()
        assert (rules(hub), len(runs(hub))) == ([], 1)


def test_a_rule_missed_by_long_is_told_and_not_run(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    keep_and_die(folder, 3600)
    _let_hours_pass(folder)
    with RunningHub(folder, "--no-model") as hub:
        until(lambda: any("I did not run it" in text for text in told(hub)))
        until(lambda: rules(hub) == [])
        assert hub.wait_for(LAMP, "on", "off")["state"] != AFTER_TOGGLE


def test_a_rule_file_written_by_hand_runs_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    files = folder / "rules" / "automations"
    files.mkdir(parents=True)
    (files / "mine.yaml").write_text(
        "- id: porch\n  alias: Follow\n  triggers:\n"
        "  - trigger: state\n    entity_id: light.kitchen_ceiling\n    to: 'on'\n"
        "  actions:\n  - action: light.turn_on\n    target: {entity_id: light.desk_lamp}\n"
    )
    (files / "wrong.yaml").write_text(
        "- id: x\n  alias: y\n  triggers: []\n  actions: [{stopp: 1}]\n"
    )
    with RunningHub(folder, "--no-model") as hub:
        hub.wait_for("light.kitchen_ceiling", "on", "off")
        hub.wait_for(LAMP, "on", "off")
        [problem] = hub.remote.request("GET", "/api/lares/rules")["problems"]
        assert (Path(problem["file"]).name, problem["line"]) == ("wrong.yaml", 4)
        for entity_id in ("light.kitchen_ceiling", LAMP):
            hub.remote.request("POST", "/api/services/light/turn_off", {"entity_id": entity_id})
            hub.wait_for(entity_id, "off")
        body = {"entity_id": "light.kitchen_ceiling"}
        hub.remote.request("POST", "/api/services/light/turn_on", body)
        hub.wait_for(LAMP, "on")


def test_a_timer_ends_with_a_notification_even_over_a_kill(tmp_path: Path) -> None:
    with RunningHub(tmp_path / "hub", "--no-model") as hub:
        assert speech(hub.ask("set a tea timer for 8 seconds")) == "Tea timer set for 8 seconds."
        hub.kill()
        hub.start()
        with stream(hub, "lares_notification") as events:
            texts = told(hub) or [next(events)["data"]["text"]]
        assert texts[0].startswith("Your tea timer")
        assert told(hub) == texts
        assert hub.remote.request("GET", "/api/lares/timers") == []


def _let_hours_pass(folder: Path) -> None:
    """Move what the rule waits for back, as if the hub had been off since."""

    async def back() -> None:
        async with Database(folder / "lares.db") as database:
            store = RunRecords(database)
            [wait] = await store.waits()
            await store.put_waits([replace(wait, due_at=wait.due_at - timedelta(hours=3))])

    asyncio.run(back())
