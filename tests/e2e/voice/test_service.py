"""A real hub as a Wyoming service: whoever comes is a guest that speaks."""

import asyncio
from pathlib import Path

import pytest
from wyoming.asr import Transcript
from wyoming.client import AsyncTcpClient
from wyoming.event import Event, Eventable
from wyoming.info import Describe
from wyoming.intent import Recognize

from tests.support.real_satellite import free_port
from tests.support.running_hub import RunningHub

LIGHT = "light.kitchen_ceiling"
DOOR = "lock.front_door"


async def asked(port: int, *events: Eventable) -> list[Event]:
    """Send events over one connection, and return what each is answered."""
    answers = []
    async with AsyncTcpClient("127.0.0.1", port) as client, asyncio.timeout(20):
        for event in events:
            await client.write_event(event.event())
            answer = await client.read_event()
            assert answer is not None
            answers.append(answer)
    return answers


@pytest.mark.timeout(90)
def test_others_have_the_hub_carry_out_sentences_as_a_guest(tmp_path: Path) -> None:
    folder, port = tmp_path / "hub", free_port()
    folder.mkdir()
    settings = f"voice:\n  embedded: false\n  service: {{port: {port}, area: Kitchen}}\n"
    (folder / "lares.yaml").write_text(settings)
    with RunningHub(folder, "--no-model", voice=True) as hub:
        hub.wait_for(DOOR, "locked")
        hub.ask("turn off the kitchen ceiling")
        hub.wait_for(LIGHT, "off")
        describing, planned, done, locked = asyncio.run(
            asked(
                port,
                Describe(),
                Recognize("turn on the kitchen ceiling"),
                Transcript("turn on the lights"),
                Transcript("unlock the front door"),
            )
        )
        assert describing.data["handle"][0]["supports_home_control"]
        assert describing.data["asr"] == []
        assert (planned.type, planned.data["name"]) == ("intent", "light.turn_on")
        # The lights are those of the room that the service is said to be in.
        assert done.type == "handled"
        assert hub.state(LIGHT)["state"] == "on"
        assert hub.state("light.bedroom_ceiling")["state"] == "off"
        assert locked.data["text"]
        asyncio.run(asked(port, Transcript("yes", context=locked.data["context"])))
        assert hub.state(DOOR)["state"] == "locked"
