"""PINs as people say and type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.language.pins import is_bare_pin, is_stray_pin, may_be_pin, pin_in, tells_pin


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("1234", "1234"), (" 1234. ", "1234"), ("1 2 3 4", "1234"), ("12-34", "1234"),
        ("The PIN is 1234", "1234"), ("it's 0042!", "0042"), ("one two three four", "1234"),
        ("oh nine oh nine", "0909"), ("die PIN ist 4711", "4711"), ("my code: 123456", "123456"),
        ("yes", None), ("no", None), ("unlock the door", None), ("12", None), ("", None),
        ("set the alarm for tomorrow morning at 0630", None),
        ("12345678901234567", None), ("٣٤٥٦", None), ("²²²²", None),
    ],
)  # fmt: skip
def test_a_pin_is_heard(text: str, pin: str | None) -> None:
    assert pin_in(text) == pin


@given(st.text(max_size=40))
def test_any_text_is_a_pin_or_none(text: str) -> None:
    found = pin_in(text)
    assert found is None or (found.isascii() and found.isdigit())


@pytest.mark.parametrize(
    ("text", "is_stray"),
    [
        ("1234", True), ("the pin is 1234", True), ("one two three four", True),
        ("123", False), ("dim to 1234", False), ("yes", False), ("set it to 2200 kelvin", False),
    ],
)  # fmt: skip
def test_a_number_that_long_is_no_order(text: str, is_stray: bool) -> None:  # noqa: FBT001
    assert is_stray_pin(text) is is_stray


@pytest.mark.parametrize(
    ("heard", "pin"),
    [
        ("1, 2, 3, 4", "1234"), ("12:34", "1234"), ("One, two, three, four.", "1234"),
        ("one two three for", "1234"), ("1 to 3 4", "1234"), ("Won too tree fore.", "1234"),
        ("twelve thirty-four", "1234"), ("Twelve thirty four.", "1234"), ("1,234.", "1234"),
        ("my pin is 1-2-3-4.", "1234"), ("$12.34", "1234"), ("double one two three", "1123"),
        ("triple seven oh", "7770"), ("twelve hundred", "1200"), ("o nine o nine", "0909"),
        ("vier sieben eins eins", "4711"), ("zwölf vierunddreißig", "1234"),
        ("meine PIN ist zwo drei vier fünf", "2345"), ("un deux trois quatre", "1234"),
        ("douze trente-quatre", "1234"), ("quatre-vingt-douze zéro un", "9201"),
        ("uno dos tres cuatro", "1234"), ("doce treinta y cuatro", "1234"),
        ("il mio codice è uno due tre quattro", "1234"), ("dodici trentaquattro", "1234"),
        ("een twee drie vier", "1234"), ("mijn pincode is twaalf vierendertig", "1234"),
        ("yes", None), ("no", None), ("nein", None), ("unlock the door", None),
        ("turn on the light for me", None), ("cancel", None),
    ],
)  # fmt: skip
def test_a_pin_that_is_awaited_is_heard(heard: str, pin: str | None) -> None:
    assert pin_in(heard, is_awaited=True) == pin


@pytest.mark.parametrize("heard", ["one two three for", "1 to 3 4", "won too tree fore"])
def test_what_only_sounds_like_a_pin_is_one_only_where_it_is_awaited(heard: str) -> None:
    assert is_bare_pin(heard, is_awaited=True)
    assert not is_stray_pin(heard)


@pytest.mark.parametrize("heard", ["12", "one two", "pin is won", "wanted to see for", "1 mumble"])
def test_a_pin_gone_wrong_is_taken_for_one(heard: str) -> None:
    assert may_be_pin(heard)


@pytest.mark.parametrize("heard", ["yes", "turn off the lights", "never mind", "what is open", ""])
def test_another_answer_is_no_pin_gone_wrong(heard: str) -> None:
    assert not may_be_pin(heard)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("unlock the front door, pin 1234", True), ("unlock the door one two three four", True),
        ("1234 is my pin, open the garage", True), ("entriegele die Haustür 4711", True),
        ("schließ auf, PIN vier sieben eins eins", True), ("open the gate, code 4711", True),
        ("with code two five eight zero.", True), ("using my code 2580", True),
        ("mit dem Code 4711", True), ("what is the code 4711", False),
        ("turn off the alarm 4711 and the lights", True),
        ("turn the alarm off with 4711 and lock the door", True),
        ("turn off the 10:30 alarm and the lights", False),
        ("turn off the alarm at 0630 and the lights", False),
        ("open the gate, my pin is 4", True), ("die PIN lautet vier", True),
        ("unlock the door", False), ("unlock the door at 18:30", False),
        ("turn on pin 4", False), ("what is my pin", False), ("my pin is wrong", False),
        ("set the light to 2700 kelvin", False), ("disarm the alarm at 0630", False),
    ],
)  # fmt: skip
def test_a_pin_told_with_an_order_is_found(text: str, tells: bool) -> None:  # noqa: FBT001
    assert tells_pin(text) is tells
