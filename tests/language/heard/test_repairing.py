"""Words that were misheard are found again by their sound."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.home.home import Home
from hub.home.plan import Question, Refusal, Steps
from hub.language.heard.repairing import MOST_WORDS, repairs_of
from hub.language.heard.vocabulary import Vocabulary, vocabulary_of
from hub.language.names import plain
from tests.language.heard.conftest import Hears
from tests.language.home_for_tests import put, small_home

WORDS = "turn term on of the lights lamp lamb death clamp uncle frond oar kitchen twenty 20 % to"
SAID = st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return vocabulary_of(house(), "en")


def house() -> Home:
    home = small_home()
    put(home, "light.stairs", "Stairs lights", "hall")
    put(home, "light.zyx", "Poo poo lamp 2", "attic")
    return home


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Turn on the death clamp", "turn on the desk lamp"),
        ("turn off the star lights", "turn off the stairs lights"),
        ("turn on the bed room lamb", "turn on the bedroom lamp"),
        ("turn on the pupu lamp too", "turn on the poo poo lamp 2"),
        ("term off the desk lamp", "turn off the desk lamp"),
    ],
)
def test_what_was_meant_is_among_the_likeliest(
    vocabulary: Vocabulary, heard: str, meant: str
) -> None:
    found = [plain(one.text) for one in repairs_of(heard, vocabulary, "en")]
    assert meant in found[:6]


@given(SAID | st.text(max_size=40), st.sampled_from(["en", "de", "fr", "es", "it", "nl"]))
@settings(deadline=None)
def test_any_text_can_be_looked_at(text: str, language: str) -> None:
    found = repairs_of(text, vocabulary_of(HOUSE, language), language)
    assert [one.score for one in found] == sorted(one.score for one in found)
    assert all(one.text and one.distance >= 0 for one in found)


HOUSE = house()


def test_a_long_story_is_left_alone(vocabulary: Vocabulary) -> None:
    assert repairs_of("lamb " * (MOST_WORDS + 1), vocabulary, "en") == []


def test_five_hundred_devices_are_looked_through_quickly() -> None:
    home = small_home()
    rooms = ["north", "south", "guest", "tower", "garden", "cellar", "music", "winter"]
    things = ["reading", "corner", "ceiling", "mirror", "shelf", "window", "counter", "piano"]
    for number in range(500):
        name = f"{rooms[number % 8]} {things[number // 8 % 8]} lamp {number // 64 + 1}"
        put(home, f"light.l{number}", name, "kitchen")
    known = vocabulary_of(home, "en")
    said = "turn on the nor theme ear lamb tree"
    repairs_of(said, known, "en")
    started = time.process_time()
    for _ in range(5):
        repairs_of(said, known, "en")
    # 10 ms each on a machine of its own.
    assert time.process_time() - started < 5 * 0.15


async def test_a_misheard_lamp_is_switched_on(hears: Hears) -> None:
    plan = await hears("Turn on the death clamp.", 0.95)
    assert [step.targets for step in plan.steps] == [("light.desk_lamp",)]


async def test_a_misheard_sensitive_act_is_read_back(hears: Hears) -> None:
    plan = await hears("Open the grudge door.", 0.95)
    assert isinstance(plan.body, Question)
    assert "open the garage door" in plan.body.text.lower()
    assert plan.steps == ()


async def test_what_was_repaired_at_low_confidence_is_asked_about(hears: Hears) -> None:
    plan = await hears("Turn on the death clamp.", 0.6)
    assert isinstance(plan.body, Question)
    assert plan.body.proposal


async def test_a_sentence_that_is_understood_is_not_repaired(hears: Hears) -> None:
    plan = await hears("Turn on the garden lamps.", 0.95)
    assert plan.request.text == "Turn on the garden lamps."


@pytest.mark.parametrize(
    "text",
    ["I was thinking about what to cook for dinner on Sunday.", "The train was late again today.",
     "She said that the book is better than the film.", "It looks like rain, doesn't it?",
     "Once upon a time there was a little house by the sea."],
)  # fmt: skip
@pytest.mark.parametrize("confidence", [0.6, 0.95])
async def test_talk_moves_nothing(hears: Hears, text: str, confidence: float) -> None:
    plan = await hears(text, confidence)
    assert not isinstance(plan.body, Steps)


async def test_a_home_without_the_thing_says_so(hears: Hears) -> None:
    plan = await hears("Open the kitchen blinds.", 0.95)
    assert isinstance(plan.body, Refusal)
    assert plan.body.code == "no_target"


@pytest.mark.parametrize(
    ("language", "heard"),
    [("de", "Schalte die Desklamp ein."), ("de", "Schalte die Dessklampe ein"),
     ("nl", "Zet de desk lamb aan")],
)  # fmt: skip
async def test_other_languages_are_repaired_too(hears: Hears, language: str, heard: str) -> None:
    plan = await hears(heard, 0.95, language=language)
    assert [step.targets for step in plan.steps] == [("light.desk_lamp",)]
