"""Phrases that people teach, and what they then stand for."""

import pytest

from hub.home.chores import Forget, StartTimer, TeachPhrase
from hub.home.plan import Answer, Body, Chores, Refusal, Request, Steps
from hub.language.answers import answer
from hub.language.chores import chore
from hub.language.chores.phrases import expanded
from hub.language.matcher import FastMatcher
from hub.language.pipeline import LanguagePlanner
from tests.language.home_for_tests import small_home
from tests.support.kept import FakeKept
from tests.support.small_house import select_by_words

HOME = small_home()
MOVIE = ("turn off the kitchen ceiling", "close the living room blinds")
KEPT = FakeKept(
    phrases={
        "movie mode": MOVIE,
        "tea time": ("set a timer for 4 minutes", "turn on the coffee maker"),
        "again and again": ("movie mode",),
        "party": ("turn on the kitchen ceiling", "fly to the moon"),
    }
)


def said(text: str) -> Body | None:
    return chore(Request(text=text), HOME, KEPT)


@pytest.mark.parametrize(
    ("text", "phrase", "sentences"),
    [
        (
            "when I say film night dim the lights to 20 and close the blinds",
            "film night", ("dim the lights to 20", "close the blinds"),
        ),
        (
            'when I say "party time", turn on the kitchen lights and play music',
            "party time", ("turn on the kitchen lights", "play music"),
        ),
        ("whenever I say good night, turn off everything", "good night", ("turn off everything",)),
        ("if I say lights out then turn off all the lights", "lights out",
         ("turn off all the lights",)),
        ("when I say dinner you should set the dining lights to 40%", "dinner",
         ("set the dining lights to 40%",)),
        ("film night means dim the lights to 20", "film night", ("dim the lights to 20",)),
        ('"bedtime" means turn off all lights', "bedtime", ("turn off all lights",)),
        (
            "from now on bedtime means turn off the lights and lock the front door",
            "bedtime", ("turn off the lights", "lock the front door"),
        ),
        ("learn a new phrase film mood: dim the lights to 10", "film mood",
         ("dim the lights to 10",)),
        ("movie mode means close the blinds", "movie mode", ("close the blinds",)),
    ],
)  # fmt: skip
def test_phrases_are_learnt(text: str, phrase: str, sentences: tuple[str, ...]) -> None:
    body = said(text)
    assert isinstance(body, Chores), body
    assert body.chores == (TeachPhrase(phrase=phrase, sentences=sentences),)


@pytest.mark.parametrize(
    "text",
    [
        "when I say yes unlock the front door", "when I say stop turn on the fan",
        "when I say turn off the kitchen lights unlock the front door",
        "when I say kitchen turn on the coffee maker", "when I say seven turn on the fan",
        "this means turn off the fan",
    ],
)  # fmt: skip
def test_a_phrase_with_a_meaning_is_refused(text: str) -> None:
    assert isinstance(said(text), Refusal)


def test_phrases_are_explained_and_forgotten() -> None:
    for text in (
        "what does movie mode mean?", "what is movie mode", "what happens when I say movie mode?",
    ):  # fmt: skip
        body = said(text)
        assert isinstance(body, Answer), text
        assert "close the living room blinds" in body.text
    body = said("which phrases do you know?")
    assert isinstance(body, Answer)
    assert "tea time" in body.text
    for text in ("forget movie mode", "forget the phrase movie mode", "delete movie mode"):
        body = said(text)
        assert isinstance(body, Chores)
        assert body.chores == (Forget(name="movie mode"),)


@pytest.mark.parametrize(
    "text",
    ["movie mode", "Movie mode!", "activate movie mode", "start movie mode please",
     "can you turn on movie mode?", "hey Lares, movie mode"],
)  # fmt: skip
def test_a_taught_phrase_stands_for_its_sentences(text: str) -> None:
    assert expanded(text, KEPT) == MOVIE


@pytest.mark.parametrize(
    "text", ["movie mode is great", "is movie mode on", "movie", "mode", "I hate movie mode", ""]
)
def test_talk_about_a_phrase_is_not_the_phrase(text: str) -> None:
    assert expanded(text, KEPT) == ()


def planner() -> LanguagePlanner:
    return LanguagePlanner(
        HOME, matcher=FastMatcher(HOME), select=select_by_words, answer=answer, worker=None,
        kept=KEPT,
    )  # fmt: skip


async def test_the_sentences_of_a_phrase_are_planned() -> None:
    plan = await planner().plan(Request(text="movie mode please"))
    assert isinstance(plan.body, Steps), plan.body
    assert [step.command.action for step in plan.steps] == ["light.turn_off", "cover.close_cover"]


async def test_a_part_that_cannot_be_had_is_named() -> None:
    plan = await planner().plan(Request(text="party"))
    assert isinstance(plan.body, Steps), plan.body
    assert plan.body.left_out == ("fly to the moon",)


async def test_a_phrase_within_a_phrase_is_not_expanded() -> None:
    plan = await planner().plan(Request(text="again and again"))
    assert not plan.steps


async def test_a_timer_within_a_phrase_is_started() -> None:
    plan = await planner().plan(Request(text="tea time"))
    assert plan.chores == (StartTimer(duration_s=240),)
    assert [step.command.action for step in plan.steps] == ["switch.turn_on"]
