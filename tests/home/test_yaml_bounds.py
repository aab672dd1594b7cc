"""No file of any shape takes long to read: what would is refused first, with its line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.yaml_bounds import LARGEST, MOST_MARKS
from hub.home.yaml_config import ConfigError, load_yaml


def _merges(keys: int, times: int, merge: str = "<<") -> str:
    first = "a: &a\n" + "".join(f"  k{n}: 1\n" for n in range(keys))
    return first + "".join(f"b{n}: {{{merge}: *a}}\n" for n in range(times))


LONG = {
    "merges": _merges(100, 8_000),
    "merges of many keys": _merges(4_000, 1_000),
    "merges by tag": _merges(100, 3_000, "!!merge x"),
    "merges by an odd tag": "%TAG ! tag:yaml.org,2002:\n---\n" + _merges(100, 3_000, "!merge x"),
    "lists": "a: [" + "1," * 70_000 + "]\n",
    "keys": "".join(f"k{n}: v\n" for n in range(16_000)),
    "keys without values": "".join(f"? k{n}\n" for n in range(16_000)),
    "dashes": "- " * 90 + "x\n" + "".join("- " * 90 + "x\n" for _ in range(800)),
}
LASTING = {
    "just so many keys": "".join(f"k{n}: v\n" for n in range(MOST_MARKS)),
    "just so many items": "a: [" + "1," * (MOST_MARKS - 2) + "]\n",
    "just so many dashes": ("- " * 90 + "x\n") * (MOST_MARKS // 90),
    "a few merges": _merges(1_000, 25),
    "comments": "# x\n" * (LARGEST // 4),
    "blanks": "a: b\n" + "\n" * (LARGEST - 10),
    "one long text": "a: |\n" + " x\n" * (LARGEST // 3 - 10),
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_what_would_take_long_is_refused_with_its_line(text: str) -> None:
    assert len(text) < 250_000
    began = time.thread_time()
    with pytest.raises(ConfigError, match="too many|larger than") as error:
        load_yaml(text, "policy.yaml")
    assert time.thread_time() - began < 1
    assert error.value.problems[0].line >= 1


def test_the_line_is_where_it_becomes_too_much() -> None:
    with pytest.raises(ConfigError) as error:
        load_yaml(LONG["keys"], "policy.yaml")
    assert error.value.problems[0].line == MOST_MARKS + 1


@pytest.mark.parametrize("text", LASTING.values(), ids=LASTING)
def test_what_is_not_refused_does_not_take_long(text: str) -> None:
    began = time.thread_time()
    load_yaml(text, "policy.yaml")
    # A second at most when measured; the rest is for a machine with other work.
    assert time.thread_time() - began < 3


def test_a_mapping_that_merges_itself_is_refused() -> None:
    with pytest.raises(ConfigError, match="not YAML"):
        load_yaml("a: &a {<<: *a}\n", "policy.yaml")


@given(st.text("a<*&:,-?[]{}!%#\"' \n", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        load_yaml(text, "policy.yaml")
    except ConfigError as error:
        assert error.problems[0].line >= 1
