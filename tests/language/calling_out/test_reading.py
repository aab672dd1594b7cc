"""Sentences that pass words on: the words as they were said, and where they are to be heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.ids import AreaId, FloorId
from hub.home.model import Area, Floor
from hub.language.calling_out.places import Places
from hub.language.calling_out.reading import halves, read
from tests.language.home_for_tests import small_home
from tests.support.satellites import Satellites

HOME = small_home()
HOME.put_area(Area(AreaId("kids"), "Kids' room"))
for area_id, name in {"kueche": "Küche", "salon": "Salon", "cocina": "Cocina"}.items():
    HOME.put_area(Area(AreaId(area_id), name))
HOME.put_floor(Floor(FloorId("etage"), "Étage", 3))
SATELLITES = Satellites(HOME)
SATELLITES.add("kitchen", "kitchen")
SATELLITES.add("robin", "office", called="Robin")
PLACES = Places(HOME)


def heard(text: str, language: str = "en") -> tuple[str, list[str]] | None:
    spoken = read(text, language, PLACES)
    return None if spoken is None else (spoken.message, [place.name for place in spoken.places])


@pytest.mark.parametrize(
    ("text", "message", "places"),
    [
        ("announce that dinner is ready", "dinner is ready", []),
        ("Broadcast: Dinner is ready!", "Dinner is ready", []),
        ("please announce everywhere that I'm coming", "I'm coming", []),
        ("tell everyone in the living room that I'm coming", "I'm coming", ["Living room"]),
        ("say good night in the kids room", "good night", ["Kids' room"]),
        ("Say good night in the kids' room.", "good night", ["Kids' room"]),
        ("tell the kitchen dinner is ready", "dinner is ready", ["Kitchen"]),
        ("tell the kids' room to come downstairs", "come downstairs", ["Kids' room"]),
        ("let the kitchen and the living room know lunch is ready", "lunch is ready",
         ["Kitchen", "Living room"]),
        ("let everyone know that Anna is home", "Anna is home", []),
        ("wish everyone a good night", "good night", []),
        ("announce upstairs that breakfast is ready", "breakfast is ready", ["Upstairs"]),
        ("tell everyone upstairs breakfast is ready", "breakfast is ready", ["Upstairs"]),
        ("say on the kitchen speaker that I'm late", "I'm late", ["Kitchen"]),
        ("say hello on Robin", "hello", ["Robin"]),
        ("say hello to everyone", "hello", []),
        ("make an announcement dinner is served", "dinner is served", []),
        ("hey lares, can you tell everyone we're leaving please", "we're leaving", []),
        ("tell the whole house that the movie starts in 10 minutes",
         "the movie starts in 10 minutes", []),
        ("tell everyone that mom said turn off the lights", "mom said turn off the lights", []),
        # A place at the end is where it is said, unless the words need it.
        ("announce dinner is ready in the kitchen", "dinner is ready", ["Kitchen"]),
        ("announce the cat is in the kitchen", "the cat is in the kitchen", []),
        ("announce that there's cake in the kitchen", "there's cake in the kitchen", []),
        ("announce in the kitchen that there's cake", "there's cake", ["Kitchen"]),
        # No words of its own: what a condition says is told.
        ("announce", "", []),
        ("tell the kitchen", "", ["Kitchen"]),
    ],
)  # fmt: skip
def test_words_and_places_are_told_apart(text: str, message: str, places: list[str]) -> None:
    assert heard(text) == (message, places)


@pytest.mark.parametrize(
    "text",
    [
        "announce when the washing machine is done", "announce at 6 pm that dinner is ready",
        "tell the kitchen when the washer is done", "tell me when anna comes home",
        "tell me a joke",
        "tell the kitchen to turn off the lights", "tell the kitchen lights to turn off",
        "tell the kitchen speaker to play music", "tell the bedroom fan to speed up",
        "tell the vacuum to clean the kitchen", "let the dog out", "say cheese", "say that again",
        "say hello to the world", "turn on the kitchen light", "what did you announce",
    ],
)  # fmt: skip
def test_other_sentences_are_left_to_others(text: str) -> None:
    assert heard(text) is None


@pytest.mark.parametrize(
    ("language", "text", "message", "places"),
    [
        ("de", "Verkünde, dass das Essen fertig ist", "das Essen ist fertig", []),
        ("de", "sag allen, dass wir los müssen", "wir müssen los", []),
        ("de", "Sag in der Küche Bescheid, dass Papa angekommen ist", "Papa ist angekommen",
         ["Küche"]),
        ("de", "sag allen Bescheid das Essen ist fertig", "das Essen ist fertig", []),
        ("de", "lass alle wissen: ich komme", "ich komme", []),
        ("de", "sag mir wie warm es ist", None, []),
        ("fr", "annonce que le dîner est prêt", "le dîner est prêt", []),
        ("fr", "dis à tout le monde que le dîner est prêt", "le dîner est prêt", []),
        ("fr", "dis dans le salon qu'on part", "on part", ["Salon"]),
        ("fr", "annonce à l'étage que le dîner est prêt", "le dîner est prêt", ["Étage"]),
        ("fr", "dis-moi quelle heure il est", None, []),
        ("es", "anuncia que la cena está lista", "la cena está lista", []),
        ("es", "diles a todos que la cena está lista", "la cena está lista", []),
        ("es", "di en la cocina que ya voy", "ya voy", ["Cocina"]),
        ("es", "dime la hora", None, []),
        ("it", "di' a tutti che la cena è pronta", "la cena è pronta", []),
        ("it", "annuncia che la cena è pronta", "la cena è pronta", []),
        ("it", "dimmi che ore sono", None, []),
        ("nl", "zeg tegen iedereen dat het eten klaar is", "het eten is klaar", []),
        ("nl", "roep om dat het eten klaar is", "het eten is klaar", []),
        ("nl", "laat iedereen weten dat ik kom", "ik kom", []),
        ("nl", "vertel me hoe laat het is", None, []),
        ("sv", "berätta för alla att maten är klar", None, []),
    ],
)  # fmt: skip
def test_it_is_understood_in_six_languages(
    language: str, text: str, message: str | None, places: list[str]
) -> None:
    assert heard(text, language) == (None if message is None else (message, places))


@given(st.text(max_size=80), st.sampled_from(["en", "de", "fr", "es", "it", "nl"]))
def test_any_words_are_read_or_left(text: str, language: str) -> None:
    for start in ("", "announce that ", "tell the kitchen ", "sag allen ", "di' a tutti "):
        spoken = read(start + text, language, PLACES)
        assert spoken is None or all(word in f"{start}{text}" for word in spoken.message.split())


WORD = st.text(st.characters(categories=["L"]), min_size=2, max_size=9)


@given(st.lists(WORD, min_size=1, max_size=8).map(" ".join))
def test_what_follows_that_is_said_word_for_word(message: str) -> None:
    spoken = read(f"tell everyone that {message}", "en", PLACES)
    assert spoken is not None
    words = " ".join(message.split())
    assert words.startswith(spoken.message)
    # What is left out at the end is a place, or "please".
    assert words in {spoken.message, spoken.whole} or words.endswith("please")


def test_a_sentence_may_end_in_words_for_others() -> None:
    assert list(halves("turn off the lights and lock up and tell everyone good night", "en")) == [
        ("turn off the lights and lock up", "tell everyone good night"),
        ("turn off the lights", "lock up and tell everyone good night"),
    ]
    assert list(halves("mach das Licht aus und sag allen gute Nacht", "de")) == []
