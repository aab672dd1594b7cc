"""How words sound, and how far sounds are apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.language.heard.likeness import unlikeness
from hub.language.heard.sounds import sounds_of
from hub.language.heard.word_order import ANYTHING, END, START, word_pairs

LANGUAGES = ["en", "de", "fr", "es", "it", "nl"]
SOUNDS = st.text(st.sampled_from("iIeaoOuUV@AYWXQRptkbdgfvszSZCJTmnNlrwyh"), max_size=10)


@pytest.mark.parametrize(
    ("one", "other"),
    [("for", "four"), ("lamb", "lam"), ("night", "knight"), ("write", "right"),
     ("SO2", "so two"), ("20", "twenty"), ("PM2.5", "PM25"), ("two", "too"), ("phone", "fone"),
     ("wood", "would"), ("light", "lite"), ("sale", "sail"), ("stairs", "stares")],
)  # fmt: skip
def test_what_sounds_the_same_is_the_same(one: str, other: str) -> None:
    assert sounds_of(one, "en") == sounds_of(other, "en")


@pytest.mark.parametrize(
    ("heard", "nearer", "farther"),
    [("lamb", "lamp", "lock"), ("term", "turn", "dim"), ("curtin", "curtain", "kitchen"),
     ("bad", "bed", "bath"), ("clothes", "close", "open"), ("maze", "base", "mute"),
     ("frond", "front", "phone"), ("boss", "pause", "play")],
)  # fmt: skip
def test_what_sounds_alike_is_nearer(heard: str, nearer: str, farther: str) -> None:
    said = sounds_of(heard, "en")
    near, far = (unlikeness(said, sounds_of(word, "en")) for word in (nearer, farther))
    assert near < far


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("de", "Küche", "Kuche"), ("de", "Licht", "licht"), ("de", "Rad", "Rat"),
     ("fr", "salon", "salons"), ("fr", "éteins", "eteint"), ("es", "vaño", "baño"),
     ("es", "cocina", "cosina"), ("it", "luce", "Luce"), ("nl", "lijst", "leist"),
     ("nl", "licht", "ligt")],
)  # fmt: skip
def test_other_languages_sound_as_they_are_spelt(language: str, one: str, other: str) -> None:
    assert sounds_of(one, language) == sounds_of(other, language)


@given(st.text(max_size=30), st.sampled_from([*LANGUAGES, "xx"]))
def test_any_word_has_a_sound(word: str, language: str) -> None:
    assert isinstance(sounds_of(word, language), str)


@given(SOUNDS, SOUNDS)
def test_a_sound_is_as_far_from_another_as_the_other_from_it(one: str, other: str) -> None:
    assert unlikeness(one, other) == pytest.approx(unlikeness(other, one))
    assert unlikeness(one, one) == 0.0
    assert (unlikeness(one, other) > 0.0) is (one != other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_in_which_order_its_words_stand(language: str) -> None:
    pairs = word_pairs(language)
    assert len(pairs) > 1000
    assert any(one == START for one, _ in pairs)
    assert any(other == END for _, other in pairs)


def test_an_order_begins_with_a_verb_and_goes_on_with_a_particle() -> None:
    pairs = word_pairs("en")
    assert {(START, "turn"), ("turn", "on"), ("all", "lights"), ("lights", "in")} <= pairs
    assert ("in", ANYTHING) in pairs
    assert ("where", "gas") not in pairs
