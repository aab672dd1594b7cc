"""Which version is newer."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from hub.home.domains.update import is_newer, offer
from hub.home.model import UNKNOWN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.9.0", "1.10.0"),
        ("v1.13", "v1.14.1"),
        ("2024.6.1", "2024.12.0"),
        ("2.0rc1", "2.0"),
        ("2.0b9", "2.0rc1"),
        ("2.0-beta.2", "2.0-beta.10"),
        ("20230913-114008/v1.14.0-gcb84623", "20240819-074131/v1.14.1-gb4a1b6b"),
        ("587753009", "587814449"),
        ("1.0", "1.0-hotfix"),
    ],
)
def test_the_newer_one_is_offered(old: str, new: str) -> None:
    assert is_newer(new, old)
    assert offer(old, new) == "on"
    assert offer(old, new, skipped=new) == "off"


@pytest.mark.parametrize(
    ("old", "new"), [("1.10.0", "1.9.0"), ("1.0", "1.0.0"), ("2.0", "2.0rc1"), ("3", "3")]
)
def test_what_is_not_newer_is_not_offered(old: str, new: str) -> None:
    assert offer(old, new) == "off"


def test_what_cannot_be_compared_is_newer_if_it_differs() -> None:
    assert is_newer("blue", "green")
    assert is_newer("green", "blue")
    assert not is_newer("blue", "blue")


def test_without_both_versions_nothing_is_known() -> None:
    assert offer(None, "1") == offer("1", None) == UNKNOWN


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_compare(one: str, other: str) -> None:
    assert is_newer(one, other) in {True, False}
    assert not is_newer(one, one)
