"""From a sentence to a plan, with the model's part scripted."""

from collections.abc import Iterable

import pytest

from hub.home.home import Home
from hub.home.plan import Answer, Chores, Plan, Question, Refusal, Request, Steps
from hub.language.candidate import Query
from hub.language.clauses import clauses
from hub.language.completion import Completion, ModelUnavailable
from hub.language.model_settings import ModelSettings
from hub.language.pipeline import LanguagePlanner
from hub.language.scripted import ScriptedCompleter, ScriptedPlanner
from tests.support.small_house import select_by_words, small_house


@pytest.fixture(autouse=True)
def _words_are_left_to_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about the model's stage: the one before it understands nothing."""
    monkeypatch.setattr("hub.language.pipeline.understand", lambda *_: None)


def answer(home: Home, query: Query, language: str) -> Answer:
    del home, language
    return Answer(text=query.kind, entities=query.targets)


def planner(completer: ScriptedCompleter | None, matcher: "Knows | None" = None) -> LanguagePlanner:
    return LanguagePlanner(
        small_house(),
        matcher=matcher,
        select=select_by_words,
        answer=answer,
        worker=completer,
        settings=ModelSettings(threshold=0.3, ask_from=0.0),
    )


def says(text: str, legal_logprob: float = 0.0) -> ScriptedCompleter:
    return ScriptedCompleter(lambda _: Completion(text=text, legal_logprob=legal_logprob))


class Knows:
    """A matcher that knows one sentence, or breaks."""

    def __init__(self, text: str, body: Refusal | None = None) -> None:
        self.text = text
        self.body = body or Refusal(text="known")

    async def warm(self, languages: Iterable[str]) -> None:
        """Nothing is loaded."""

    def match(self, request: Request) -> Plan | None:
        if self.text == "!":
            raise RuntimeError("broken")
        if request.text != self.text:
            return None
        return Plan(request=request, body=self.body, planner="matcher")


async def test_the_matcher_goes_first() -> None:
    completer = says("none")
    plan = await planner(completer, Knows("lamp")).plan(Request(text="lamp"))
    assert plan.planner == "matcher"
    assert completer.asked == []


async def test_the_model_plans_what_the_matcher_does_not_know() -> None:
    completer = says(" turn off Desk lamp\n", -0.2)
    plan = await planner(completer, Knows("x")).plan(Request(text="the desk lamp off please"))
    assert isinstance(plan.body, Steps)
    assert plan.planner == "model"
    assert plan.confidence == pytest.approx(0.8187, abs=1e-3)
    assert plan.took_ms is not None
    assert "Desk lamp | Study light on" in completer.asked[0].prompt


async def test_an_unsure_model_asks() -> None:
    plan = await planner(says(" turn off Desk lamp\n", -3)).plan(Request(text="desk lamp off"))
    assert isinstance(plan.body, Question)


async def test_clauses_are_planned_one_by_one() -> None:
    def script(prompt: str) -> str:
        said = prompt.rpartition("Sentence: ")[2]
        return " close Left blind, Right blind\n" if "blinds" in said else " turn off Desk lamp\n"

    text = "turn off the desk lamp and close the blinds"
    plan = await planner(ScriptedCompleter(script)).plan(Request(text=text))
    assert [s.command.action for s in plan.steps] == ["light.turn_off", "cover.close_cover"]


async def test_what_cannot_be_had_is_named() -> None:
    text = "turn off the desk lamp and play the trumpet"
    plan = await planner(says(" turn off Desk lamp\n")).plan(Request(text=text))
    assert isinstance(plan.body, Steps)
    assert plan.body.left_out == ("play the trumpet",)


async def test_questions_are_answered_by_code() -> None:
    plan = await planner(says(" state Front door\n")).plan(
        Request(text="what about the front door?")
    )
    assert plan.body == Answer(text="state", entities=("lock.front_door",))


@pytest.mark.parametrize("reason", ["it is loading", "it did not answer in time"])
async def test_an_unavailable_model_is_said(reason: str) -> None:
    completer = ScriptedCompleter(lambda _: ModelUnavailable(reason))
    plan = await planner(completer).plan(Request(text="desk lamp off"))
    assert plan.body == Refusal(
        text=f"The language model is not available right now ({reason}); "
        "simple commands still work.",
        code="unavailable",
    )


async def test_no_model_at_all_is_said() -> None:
    plan = await planner(None).plan(Request(text="desk lamp off"))
    assert isinstance(plan.body, Refusal)
    assert plan.body.code == "unavailable"


async def test_what_is_for_later_is_kept_and_moves_nothing_now() -> None:
    completer = says(" turn off Desk lamp\n")
    plan = await planner(completer).plan(Request(text="desk lamp off tomorrow"))
    assert isinstance(plan.body, Chores)
    assert plan.steps == ()
    assert all("tomorrow" not in asked.prompt for asked in completer.asked)


@pytest.mark.parametrize("text", ["", "?!", "order a pizza", "\0\n" * 50])
async def test_odd_words_are_refused(text: str) -> None:
    plan = await planner(says("none")).plan(Request(text=text))
    assert isinstance(plan.body, Refusal)


async def test_a_broken_part_is_a_refusal() -> None:
    plan = await planner(says("none"), Knows("!")).plan(Request(text="lamp"))
    assert isinstance(plan.body, Refusal)
    assert plan.body.code == "failed"


async def test_an_unfinished_text_is_refused() -> None:
    completer = ScriptedCompleter(lambda _: Completion(text=" turn off Desk", complete=False))
    plan = await planner(completer).plan(Request(text="desk lamp off"))
    assert isinstance(plan.body, Refusal)


async def test_a_scripted_planner_knows_its_sentences() -> None:
    script = ScriptedPlanner({"hi": Answer(text="hello")})
    assert (await script.plan(Request(text="hi"))).body == Answer(text="hello")
    assert isinstance((await script.plan(Request(text="ho"))).body, Refusal)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("turn off the lamp and close the blinds", ["turn off the lamp", "close the blinds"]),
        ("turn off the lamp and the fan", ["turn off the lamp and the fan"]),
        ("lock up, then dim the lamp", ["lock up", "dim the lamp"]),
        ("set the lamp to red and the fan to 40", ["set the lamp to red", "set the fan to 40"]),
        ("is it warm and bright?", ["is it warm and bright?"]),
    ],
)
def test_sentences_are_split_at_wishes(text: str, wanted: list[str]) -> None:
    assert clauses(text) == wanted
