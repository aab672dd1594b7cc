"""What may be said in a home is what the hub understands there."""

import pytest

from hub.home.home import Home
from hub.home.plan import Request
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.heard.frames import NUMBER, sentences_of
from hub.language.matcher import FastMatcher
from hub.language.pipeline import PLANNER, LanguagePlanner
from tests.language.home_for_tests import put, small_home
from tests.support.small_house import small_house

# What is understood once something was said before.
OF_A_DIALOGUE = {"Turn it on.", "Turn it off.", "Undo that.", "Yes.", "No."}
HOMES = pytest.mark.parametrize("home", [small_home(), small_house()], ids=["home", "house"])


@HOMES
def test_each_sentence_is_there_once_and_names_what_is_here(home: Home) -> None:
    sentences = sentences_of(home)
    assert len(set(sentences)) == len(sentences)
    assert sentences_of(home) is sentences
    for entity in home.entities_of(("light", "lock", "cover")):
        assert any(entity.name.lower() in sentence.lower() for sentence in sentences)
    assert not any("{" in sentence for sentence in sentences)


@HOMES
async def test_nearly_all_are_understood_without_the_model(home: Home) -> None:
    planner = LanguagePlanner(
        home, matcher=FastMatcher(home), select=select, answer=answer, worker=None
    )
    lost: list[str] = []
    sentences = [one.replace(NUMBER, "20") for one in sentences_of(home)]
    for sentence in sentences:
        plan = await planner.plan(Request(text=sentence))
        if sentence in OF_A_DIALOGUE:
            continue
        if plan.planner == PLANNER:  # it came to the model
            lost.append(sentence)
    assert len(lost) <= 0.05 * len(sentences), "\n".join(lost)


def test_what_may_be_chosen_and_what_is_measured_is_said_with_the_name() -> None:
    home = small_home()
    put(home, "input_select.mode", "House mode", state="home", options=["home", "movie_night"])
    put(home, "sensor.air", "Outside", state="1000", device_class="atmospheric_pressure")
    sentences = sentences_of(home)
    assert "Set the house mode to movie night." in sentences
    assert "What is the atmospheric pressure of the outside?" in sentences
