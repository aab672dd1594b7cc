"""Killed at random moments, with rules due and delays pending, nothing is lost and nothing doubled.

Each rule switches a lamp of its own on, waits, toggles it and switches it off. Switching on is
safe to repeat and must happen at least once; a toggle must never happen twice; and whatever the
kill met, the run goes on to its end.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
RULES = 12
KILLS = 6
LIMIT_S = 100

_HUB = """
import asyncio, os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from hub.automation.alarms import WallClockAlarms
from hub.home.chores import KeepRules
from hub.home.home import Home
from hub.home.plan import PlanResult, Request, Verdict
from hub.home.rules import Delay, Rule, TimeTrigger
from hub.recorder.database import Database
from hub.recorder.notifications import Notifications
from tests.automation.conftest import step
from tests.support.engine import keeping_over, world_of
from tests.support.fakes import put
from tests.support.keeping import AMSTERDAM

folder, count = Path(sys.argv[1]), int(sys.argv[2])
log = os.open(folder / "sent", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

async def run_plan(plan):
    for one in plan.steps:
        await asyncio.sleep(0.01)
        os.write(log, f"{one.command.action} {one.targets[0]}\\n".encode())
    return PlanResult(plan=plan, verdict=Verdict(effect="allow", policy="p", reason="r"))

def made(number):
    lamp = f"light.n{number}"
    return Rule(
        alias=lamp, once=True,
        triggers=(TimeTrigger(at=datetime.now(UTC) + timedelta(seconds=1 + number / 2)),),
        actions=(
            step("light.turn_on", lamp), Delay(delay_s=0.5), step("light.toggle", lamp),
            Delay(delay_s=0.5), step("light.turn_off", lamp),
        ),
    )

async def main():
    home = Home()
    for number in range(count):
        put(home, f"light.n{number}", "off")
    async with Database(folder / "lares.db") as db, WallClockAlarms() as alarms:
        world = world_of(home, AMSTERDAM, home.now, alarms)
        keeping = await keeping_over(db, world, run_plan, Notifications(db), folder / "rules")
        async with keeping:
            if not (folder / "kept").exists():
                rules = tuple(map(made, range(count)))
                await keeping.do(KeepRules(rules=rules), Request())
                (folder / "kept").touch()
            print("up", flush=True)
            while keeping.rules:
                await asyncio.sleep(0.05)

asyncio.run(main())
"""


@pytest.mark.timeout(150)
def test_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311 -- not a secret
    deadline = time.monotonic() + LIMIT_S
    ended, kills = None, 0
    while ended != 0 and time.monotonic() < deadline:
        hub = subprocess.Popen(
            [sys.executable, "-c", _HUB, str(tmp_path), str(RULES)],
            cwd=REPOSITORY, stdout=subprocess.PIPE,
        )  # fmt: skip
        with hub:
            assert hub.stdout is not None
            assert hub.stdout.readline() == b"up\n"
            try:
                ended = hub.wait(chance.uniform(0.2, 1.2) if kills < KILLS else LIMIT_S)
            except subprocess.TimeoutExpired:
                hub.send_signal(signal.SIGKILL)
                kills += 1
    assert ended == 0, "rules are left"
    assert kills > 1
    sent = Counter((tmp_path / "sent").read_text().splitlines())
    lamps = [f"light.n{number}" for number in range(RULES)]
    assert all(sent[f"light.turn_on {lamp}"] >= 1 for lamp in lamps)
    assert all(sent[f"light.toggle {lamp}"] <= 1 for lamp in lamps)
    assert all(sent[f"light.turn_off {lamp}"] >= 1 for lamp in lamps)
    # A kill meets few of them: were runs begun anew after each, there would be many more.
    assert sum(sent[f"light.turn_on {lamp}"] for lamp in lamps) <= 2 * RULES
    assert sum(sent[f"light.toggle {lamp}"] for lamp in lamps) >= RULES // 2
    assert not list((tmp_path / "rules" / "automations").iterdir())
