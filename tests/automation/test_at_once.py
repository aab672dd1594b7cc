"""What a message sets off goes out before the next message is heard; chains of rules take turns."""

import asyncio
import json
from datetime import timedelta

from hub.home.events import Fired, HomeEvent
from hub.home.model import Context
from tests.automation.conftest import DOOR, House
from tests.support.keeping import until


def write(house: House, *rules: dict[str, object]) -> None:
    house.rules_folder.mkdir(parents=True)
    text = json.dumps([{"alias": rule["id"], **rule} for rule in rules])
    (house.rules_folder / "rules.yaml").write_text(text)


def on_state(number: int, entity_id: str, state: str) -> dict[str, object]:
    return {
        "id": f"r{number}",
        "triggers": [{"trigger": "state", "entity_id": entity_id, "to": state}],
        "actions": [{"action": "light.turn_on", "target": {"entity_id": "light.lamp"}}],
        "mode": "restart",
    }


async def test_the_command_goes_out_before_the_next_message_is_heard(house: House) -> None:
    write(house, on_state(1, DOOR, "on"))
    sent: list[int] = []

    def messages() -> None:
        for state in ("on", "off") * 3:
            house.report(DOOR, state)
            sent.append(len(house.sent))

    async with house.keeping() as keeping:
        asyncio.get_running_loop().call_soon(messages)
        await until(lambda: len(sent) == 6)
        assert sent[0] == 1
        await until(lambda: not keeping.engine.automations[0].runs.is_running)


async def test_the_rule_says_that_it_was_set_off_before_it_acts(house: House) -> None:
    write(house, on_state(1, DOOR, "on"))
    order: list[str] = []

    def note(event: HomeEvent) -> None:
        if isinstance(event, Fired) and event.event_type == "automation_triggered":
            order.append(f"triggered, {len(house.sent)} sent")

    async with house.keeping():
        house.home.listen(note)
        asyncio.get_running_loop().call_soon(house.report, DOOR, "on")
        await until(lambda: house.sent)
        assert order == ["triggered, 0 sent"]


async def test_a_long_chain_of_rules_takes_turns(house: House) -> None:
    count = 150
    chain: list[dict[str, object]] = [
        {
            "id": f"r{number}",
            "triggers": [{"trigger": "event", "event_type": f"step{number}"}],
            "actions": [{"event": f"step{number + 1}"}],
        }
        for number in range(count)
    ]
    write(house, *chain)
    heard: list[str] = []

    def note(event: HomeEvent) -> None:
        if isinstance(event, Fired) and event.event_type.startswith("step"):
            heard.append(event.event_type)

    async with house.keeping():
        house.home.listen(note)
        asyncio.get_running_loop().call_soon(house.home.fire, "step0", {}, Context())
        await until(lambda: f"step{count}" in heard)
        assert heard == [f"step{number}" for number in range(count + 1)]


async def test_when_a_rule_ran_last_is_on_disk_a_minute_later_at_most(house: House) -> None:
    trigger = {"trigger": "event", "event_type": "bell"}
    write(house, {"id": "r", "triggers": [trigger], "actions": [{"event": "heard"}]})
    async with house.keeping() as keeping:
        for _ in range(4):
            house.clock.now += timedelta(seconds=30)
            house.home.fire("bell", {}, Context())
            await until(lambda: not keeping.engine._spawned)  # written, too
        assert keeping.engine.automations[0].last_run == house.clock.now
    async with house.keeping() as keeping:
        last = keeping.engine.automations[0].last_run
        assert last is not None
        assert house.clock.now - last < timedelta(minutes=1)
