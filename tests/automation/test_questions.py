"""Rules that ask somebody something: which answer was given, and what if none was."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.automation import calling
from hub.automation.calling import CallFailed, Roads, RuleCaller, unknown_action
from hub.automation.questions import ASK, Answers
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies
from hub.home.asked import Questions
from hub.home.commands import Command
from hub.home.domains.assist_satellite import AskQuestion, PossibleAnswer
from hub.home.errors import InvalidCommand
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from hub.home.plan import Plan, PlanResult
from tests.automation.conftest import SHIPPED
from tests.support.fakes import ManualClock, MemoryApprovals, MemoryTraces
from tests.support.satellites import Satellites

KITCHEN = "assist_satellite.kitchen"
RUN = Context(id="run")
MUSIC = [
    {"id": "genre", "sentences": ["genre {genre}", "play {genre} [music]"]},
    {"id": "any", "sentences": "(anything|something|whatever)"},
    {"id": "none", "sentences": ["no [thanks]", "never mind"]},
]


class Answering(Satellites):
    """Satellites at which somebody answers what the test says, or nobody does."""

    questions: Questions
    answer: str | None = "Play jazz music."
    asked: list[AskQuestion]

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        await super().send(entity_id, command, context)
        if isinstance(command, AskQuestion):
            self.asked.append(command)
            self.questions.settle(command.question_id, self.answer)


@dataclass
class Rig:
    """A home with two satellites, and a rule that calls."""

    home: Home = field(default_factory=lambda: Home(now=ManualClock()))
    questions: Questions = field(default_factory=Questions)
    executor: Executor = field(init=False)

    def __post_init__(self) -> None:
        self.satellites = Answering(self.home)
        self.satellites.questions, self.satellites.asked = self.questions, []
        for name in ("kitchen", "hall"):
            self.satellites.add(name, None)
        zone = ZoneInfo("UTC")
        roads = Roads(self.home, zone, self.run, self.follow, questions=self.questions)
        self.caller = RuleCaller(roads, planner="rule:1", text="A rule")

    async def run(self, plan: Plan) -> PlanResult:
        return await self.executor.run(plan, wait_s=0)

    async def follow(self, plan_id: str) -> Mapping[str, Any] | None:
        raise NotImplementedError(plan_id)

    async def ask(self, entity_id: Any = KITCHEN, **data: Any) -> Mapping[str, Any] | None:
        data = {"question": "What shall I play?", "answers": MUSIC} | data
        target = {"entity_id": entity_id} if entity_id is not None else {}
        return await self.caller.call(ASK, target, data, context=RUN, wants_response=True)


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    rig = Rig()
    guard = Guard(rig.home, Policies(shipped=SHIPPED), rig.home.now)
    settings = ExecutorSettings(verify_s={}, verify_else_s=0.1, resend_after_s=0.05)
    rig.executor = Executor(
        rig.home, guard, {"satellites": rig.satellites}, MemoryApprovals(), MemoryTraces(),
        settings=settings,
    )  # fmt: skip
    async with rig.executor:
        yield rig


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Play jazz music.", ("genre", {"genre": "jazz"})),
        ("genre rock and roll", ("genre", {"genre": "rock and roll"})),
        ("Whatever!", ("any", {})),
        ("No, thanks.", ("none", {})),
        ("Purple.", (None, {})),
    ],
)
async def test_the_answer_that_fits_is_returned(
    rig: Rig, said: str, answer: tuple[str | None, dict[str, str]]
) -> None:
    rig.satellites.answer = said
    response = await rig.ask()
    assert response is not None
    assert (response["id"], response["sentence"]) == (answer[0], said)
    slots = {name: str(value).strip(" .") for name, value in response["slots"].items()}
    assert slots == answer[1]
    (asked,) = rig.satellites.asked
    assert asked.question == "What shall I play?"


async def test_without_answers_the_words_are_returned(rig: Rig) -> None:
    assert await rig.ask(answers=[]) == {"id": None, "sentence": "Play jazz music.", "slots": {}}


async def test_the_satellite_may_be_named_as_home_assistant_has_it(rig: Rig) -> None:
    data = {"entity_id": KITCHEN, "question": "What shall I play?", "answers": MUSIC}
    response = await rig.caller.call(ASK, {}, data, context=RUN, wants_response=True)
    assert response is not None
    assert response["id"] == "genre"


async def test_nobody_who_answers_is_an_error(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.satellites.answer = None
    with pytest.raises(CallFailed, match=r"kitchen: nobody answered"):
        await rig.ask()
    # A satellite that was lost tells nothing at all.
    monkeypatch.setattr(calling, "ANSWER_WITHIN_S", 0.01)
    monkeypatch.setattr(rig.questions, "settle", lambda *_: None)
    with pytest.raises(CallFailed, match=r"kitchen: nobody answered"):
        await rig.ask()


async def test_one_satellite_is_asked_and_no_nonsense(rig: Rig) -> None:
    with pytest.raises(CallFailed, match="give one satellite"):
        await rig.ask([KITCHEN, "assist_satellite.hall"])
    with pytest.raises(CallFailed, match="give one satellite"):
        await rig.ask("assist_satellite.gone")
    with pytest.raises(CallFailed, match="is no sentence"):
        await rig.ask(answers=[{"id": "x", "sentences": ["(open"]}])
    for wrong in ({"question": None}, {"answers": [{"id": "x"}]}, {"colour": "red"}):
        with pytest.raises(InvalidCommand):
            await rig.ask(**wrong)
    assert rig.satellites.asked == []
    assert not unknown_action(ASK)


def test_the_first_answer_that_fits_counts() -> None:
    known = [PossibleAnswer(id=one, sentences=("yes",)) for one in ("first", "second")]
    assert Answers(known).match("yes")["id"] == "first"
