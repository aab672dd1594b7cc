"""What counts as an error of hearing."""

import pytest

from tests.bench.voice.word_errors import plain, spelled, word_error_rate


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Set the lamp to 40 %.", "set the lamp to forty percent"),
        ("What's on at 7:30?", "what is on at seven thirty"),
        ("20.9°", "twenty point nine degrees"),
        ("turn on the TV", "turn on the television"),
        ("wake me at 7:00", "wake me at seven"),
        ("a twenty-minute timer", "a 20 minute timer"),
        ("Emma\u2019s room", "emma's room"),
    ],
)
def test_spelling_is_no_error(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_numbers_are_spelled_out() -> None:
    numbers = (0, 19, 21, 90, 115, 300, 2700, 65_000)
    assert [spelled(number) for number in numbers] == [
        "zero", "nineteen", "twenty one", "ninety", "one hundred fifteen", "three hundred",
        "two thousand seven hundred", "six five zero zero zero",
    ]  # fmt: skip


def test_the_rate_is_over_all_words() -> None:
    assert word_error_rate(["turn on the lamp", "stop"], ["turn off the lamp", ""]) == 2 / 5
