"""`tts.speak` on players: they fetch the speech from the hub, after the guard's word."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, load_policies, parse_policies
from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import HOUSE
from hub.home.model import Source
from hub.home.plan import Outcome, Plan, PlanResult, Request, Status, Steps
from hub.home.speech import Voice
from hub.home.step import Step
from hub.server.speeches import Speeches
from hub.speaking_players import SpeakingPlayers
from tests.support.fakes import (
    ManualClock,
    MemoryApprovals,
    MemoryTraces,
    ScriptedIntegration,
    put,
)
from tests.support.voice import FakeVoice, words_in

SHIPPED = load_policies(Path(__file__).parents[1] / "rules" / "policy.yaml")
QUIET = """
policies:
  - name: quiet
    match: {entity_id: media_player.den}
    effect: deny
    reason: the den is quiet
"""


@dataclass
class House:
    """A home with a player that is told what to play."""

    home: Home = field(default_factory=lambda: Home(now=ManualClock()))
    fake: FakeVoice = field(default_factory=FakeVoice)
    speeches: Speeches = field(default_factory=Speeches)
    voice: Voice | None = None
    executor: Executor = field(init=False)

    def __post_init__(self) -> None:
        self.voice = self.fake
        self.devices = ScriptedIntegration(self.home)
        put(self.home, "media_player.den", "playing")
        self.speaking = SpeakingPlayers(
            lambda: self.voice, self.speeches, self.run, lambda: "http://10.0.0.2:8123"
        )

    async def run(self, plan: Plan) -> PlanResult:
        return await self.executor.run(plan, wait_s=0)

    async def speak(self, **more: object) -> Outcome:
        data = {"message": "hello there", "media_player_entity_id": "media_player.den", **more}
        steps = Steps(steps=(Step(command=parse_command("tts.speak", data), targets=(HOUSE,)),))
        request = Request(source=Source.RULE, parent_id="run")
        plan = Plan(request=request, body=steps, planner="rule:1")
        result = await self.executor.run(plan)
        return result.outcomes[0]

    def played(self) -> str:
        """Return what the player that was told last can fetch."""
        address = urlsplit(self.devices.sent[-1].command.data()["media_content_id"])
        assert address.netloc == "10.0.0.2:8123"
        speech = self.speeches.get(address.path.rpartition("/")[2])
        assert speech is not None
        return words_in(speech.wav()[44:]).strip()


@pytest.fixture
def policy() -> str:
    return "policies: []"


@pytest.fixture
async def house(policy: str) -> AsyncIterator[House]:
    house = House()
    policies = Policies(shipped=SHIPPED, owner=parse_policies(policy, "policy.yaml"))
    house.executor = Executor(
        house.home, Guard(house.home, policies, house.home.now),
        {"tts": house.speaking, "scripted": house.devices}, MemoryApprovals(), MemoryTraces(),
        settings=ExecutorSettings(verify_s={}, verify_else_s=0.1, late_s=0),
    )  # fmt: skip
    async with house.executor, house.speaking:
        yield house


async def test_a_player_fetches_what_is_said(house: House) -> None:
    outcome = await house.speak(options={"voice": "joe"}, cache=True)
    # It was told; nobody knows whether it was heard.
    assert outcome.status is Status.UNVERIFIED
    (sent,) = house.devices.sent
    assert (sent.entity_id, sent.context.source) == ("media_player.den", Source.RULE)
    assert house.fake.mouth.asked == [("hello there", "en", "joe")]
    assert house.played() == "hello there"


async def test_a_voice_that_is_not_there_is_told(house: House) -> None:
    house.fake.mouth.is_down = True
    outcome = await house.speak()
    assert outcome.status is Status.FAILED
    assert "start it again" in outcome.detail
    house.voice = None
    assert "voice is switched off" in (await house.speak()).detail
    assert house.devices.sent == []


@pytest.mark.parametrize("policy", [QUIET])
async def test_the_guard_has_its_word_on_the_player(house: House) -> None:
    outcome = await house.speak()
    assert outcome.status is Status.FAILED
    assert "the den is quiet" in outcome.detail
    assert house.devices.sent == []
