"""Rendered text turned into values."""

from ast import literal_eval
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from hub.automation.templates.results import parsed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("-5", -5), ("+5", 5), ("5.0", 5.0), ("5.", 5.0), (".5", 0.5), ("0", 0),
        ("True", True), ("None", None), ("[1, 2]", [1, 2]), ("{'a': 1}", {"a": 1}), ("{1}", {1}),
        ("1, 2", (1, 2)), ("'a', 'b'", ("a", "b")), ("b'x'", b"x"), ("set()", set()),
    ],
)  # fmt: skip
def test_literals_are_values(text: str, value: Any) -> None:
    assert parsed(text) == value
    assert isinstance(parsed(text), type(value))


@pytest.mark.parametrize(
    "text",
    [
        "0123", "007", "00", "1_000", "0x10", "1e5", "2024.3.3", "12:30", "'quoted'", "true", "on",
        "1j", "inf", "nan", "...", "[1", "1 2", "", "-", "None of these", "((((" * 500, "-" * 9000,
        "192.168.1.1", "2026-07-01", "f'x'",
    ],
)  # fmt: skip
def test_everything_else_stays_text(text: str) -> None:
    assert parsed(text) == text


def test_a_list_is_written_as_it_was_rendered() -> None:
    assert str(parsed("[1,2]")) == "[1,2]"
    assert str(parsed("{'a':1}")) == "{'a':1}"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(_VALUES)
def test_what_python_writes_is_read_again(value: Any) -> None:
    assert parsed(repr(value)) == (repr(value) if isinstance(value, str) else value)


@given(st.text(alphabet="0123456789+-._eExj[]{}(),:'\"#bTrueFals N", max_size=12))
def test_agrees_with_the_oracle(text: str) -> None:
    text = text.strip()
    try:
        value = literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        value = text
    found = parsed(text)
    if isinstance(value, list | tuple | dict | set | bytes | bool | None):
        assert found == value
    else:
        assert found in (text, value)
