"""What speech to text writes becomes what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.language.heard.homophones import with_homophones
from hub.language.heard.noise import is_noise, without_noise
from hub.language.heard.tidying import tidied

SAID = st.text(st.sampled_from("aeiotu nhm,.!?%°'-0129[]()*♪…") | st.characters(), max_size=60)
SOME = "turn on the uh lights thank you . hey lares to for two minutes and half"
WORDS = st.lists(st.sampled_from(SOME.split()), max_size=14).map(" ".join)


@pytest.mark.parametrize(
    ("heard", "typed"),
    [
        ("Turn on the lights.", "Turn on the lights."),
        ("Uh, turn on the, um, lights.", "turn on the, lights."),
        ("Hey Lares, turn on the lights.", "turn on the lights."),
        ("Okay Nabu. Turn on the lights.", "Turn on the lights."),
        ("turn on turn on the lights", "turn on the lights"),
        ("Turn off the lamp. Turn off the lamp.", "Turn off the lamp."),
        ("Turn on the lights. Thank you.", "Turn on the lights."),
        ("Thank you. Turn on the lights. Thanks for watching!", "Turn on the lights."),
        ("[Music] turn on the lights (applause)", "turn on the lights"),
        ("set it to 20 degree's", "set it to 20 degrees"),
        ("set it to 20 %", "set it to 20%"),
        ("a timer for one and a one slash two hours", "a timer for one and a 1/2 hours"),
        ("a timer for one and one-half hours", "a timer for one and a half hours"),
        ("set it to 2,700K", "set it to 2700K"),
        ("turn-on the living-room lamp", "turn on the living room lamp"),
        ("wake me at 7 30 am", "wake me at 7:30 am"),
        ("dim the poo poo lamp", "dim the poo poo lamp"),
    ],
)
def test_what_was_heard_reads_as_if_typed(heard: str, typed: str) -> None:
    assert tidied(heard) == typed


@pytest.mark.parametrize(
    ("language", "heard", "typed"),
    [
        ("de", "Ähm, mach das Licht an.", "mach das Licht an."),
        ("fr", "Euh, allume la lampe. Merci.", "allume la lampe."),
        ("es", "Eh, enciende la luz.", "enciende la luz."),
        ("nl", "Doe het licht aan. Bedankt voor het kijken.", "Doe het licht aan."),
    ],
)
def test_other_languages_have_fillers_too(language: str, heard: str, typed: str) -> None:
    assert tidied(heard, language) == typed


@pytest.mark.parametrize(
    "text",
    ["you", "Thank you.", "Bye.", "[Music]", "Thanks for watching!", "", "...", "♪ ♪"],
)
def test_what_is_written_of_noise_is_noise(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize("text", ["Stop.", "No.", "Undo that.", "Lights.", "Good night.", "Pause."])
def test_a_short_order_is_no_noise(text: str) -> None:
    assert not is_noise(text)


@given(SAID | WORDS, st.sampled_from(["en", "de", "fr", "es", "it", "nl", "xx"]))
def test_tidying_twice_changes_no_more(text: str, language: str) -> None:
    once = tidied(text, language)
    assert tidied(once, language) == once
    assert without_noise(once, language) == once


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("set a timer for for minutes", "set a timer for 4 minutes"),
        ("add to minutes to my timer", "add 2 minutes to my timer"),
        ("set the volume to ate", "set the volume to 8"),
        ("dim it to twenty too percent", "dim it to twenty two percent"),
        ("set the lamp to too percent", "set the lamp to 2 percent"),
        ("our all lights on", "are all lights on"),
        ("our lights are on", "our lights are on"),
        ("turn to the kitchen", "turn to the kitchen"),
        ("add milk to the list for me too", "add milk to the list for me too"),
        ("turn the lights on for ten minutes", "turn the lights on for ten minutes"),
        ("set a timer for minutes", "set a timer for minutes"),
    ],
)
def test_a_number_is_read_only_where_one_must_be(heard: str, meant: str) -> None:
    assert with_homophones(heard) == meant


@given(WORDS)
def test_numbers_are_found_once(text: str) -> None:
    assert with_homophones(with_homophones(text)) == with_homophones(text)
