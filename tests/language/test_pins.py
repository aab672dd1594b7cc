"""PINs as people say and type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.language.pins import is_stray_pin, pin_in


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
