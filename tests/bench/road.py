"""The road an event takes through the hub, alone in a process: report, listener, guard, send.

A listener stands where an automation will: sensor ON asks the executor to turn the lamp on.
"""

import asyncio
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hub.executor.executor import Executor
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, load_policies
from hub.home.events import HomeEvent, StateReported
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.recorder.approvals import Approvals
from hub.recorder.database import Database
from hub.recorder.traces import Traces
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig

POLICY = Path(__file__).parents[2] / "rules" / "policy.yaml"
SENSOR, LAMP = EntityId("binary_sensor.bench"), EntityId("light.bench")


async def both_announced(home: Home) -> None:
    """Wait until sensor and lamp are in the home."""
    there = asyncio.Event()

    def look(_event: HomeEvent) -> None:
        if SENSOR in home.entities and LAMP in home.entities:
            there.set()

    home.listen(look)
    await there.wait()


async def main(port: int) -> None:
    """Serve until killed."""
    home = Home()
    guard = Guard(home, Policies(shipped=load_policies(POLICY)), clock=lambda: datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Database(Path(folder) / "bench.db") as database,
            MqttIntegration(home, MqttConfig(port=port), known_ids={}) as mqtt,
            Executor(
                home, guard, {"mqtt": mqtt}, Approvals(database), Traces(database)
            ) as executor,
            asyncio.TaskGroup() as tasks,
        ):

            def on_report(event: StateReported) -> None:
                if event.changed and event.new.state == "on":
                    tasks.create_task(
                        executor.call(
                            "light.turn_on",
                            [LAMP],
                            {},
                            source=Source.RULE,
                            user_id=None,
                        )
                    )

            await both_announced(home)
            home.listen_reports(SENSOR, on_report)
            print(json.dumps({"ready": True}), flush=True)
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
