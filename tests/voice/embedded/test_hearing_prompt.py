"""What Whisper is told to have heard before."""

import re

from hypothesis import given
from hypothesis import strategies as st

from hub.home.speech import Expecting, Hints
from hub.voice.embedded.hearing_prompt import MOST_TOKENS, prompt


def _letters(text: str) -> list[int]:
    """Encode a text as if four letters were a token."""
    return [ord(letter) for letter in text[::4]]


def _text(hints: Hints) -> str:
    """Return the prompt as text; each word is a token."""
    words: list[str] = []

    def encode(text: str) -> list[int]:
        more = re.findall(r"\s*\S+", text)
        words.extend(more)
        return list(range(len(words) - len(more), len(words)))

    return "".join(words[token] for token in prompt(hints, encode))


def test_names_come_before_orders() -> None:
    text = _text(Hints(names=("Ada", "Brewery")))
    assert text.index("Ada, Brewery.") < text.index("Turn on the kitchen lights.")


def test_where_a_pin_is_expected_nothing_but_all_digits_is_told() -> None:
    text = _text(Hints(names=("Ada",), expecting=Expecting.PIN))
    assert text.split() == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9."]


def test_an_answer_may_be_short() -> None:
    assert "Yes, please." in _text(Hints(expecting=Expecting.ANSWER))


@given(st.lists(st.text(max_size=80), max_size=60), st.sampled_from(Expecting))
def test_it_never_has_more_tokens_than_whisper_takes(names: list[str], what: Expecting) -> None:
    assert len(prompt(Hints(names=names, expecting=what), _letters)) <= MOST_TOKENS
