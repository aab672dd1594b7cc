"""What is put on a list, however it is said."""

import pytest

from hub.home.plan import Steps
from tests.language.understanding import homes
from tests.language.understanding.test_understanding import in_short, said


def _items(text: str) -> list[object]:
    body = said(homes.gadgets(), text)
    assert isinstance(body, Steps), in_short(body)
    return [step.command.data().get("item") for step in body.steps]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("we're out of flour, put it on the shopping list", ["flour"]),
        ("running low on dish soap, please add it to the shopping list", ["dish soap"]),
        ("put rice on the shopping list. oh and sponges too", ["rice", "sponges"]),
        ("we need candles on the shopping list", ["candles"]),
        ("we've got tea, add honey to the shopping list", ["honey"]),
    ],
)
def test_items_are_put_on_a_list(text: str, items: list[str]) -> None:
    assert _items(text) == items


def test_another_order_is_no_item() -> None:
    body = said(homes.gadgets(), "put rice on the shopping list and turn off the sofa lamp")
    assert body is None or "turn off" not in in_short(body)


def test_a_lack_alone_changes_no_list() -> None:
    assert not isinstance(said(homes.gadgets(), "we're out of flour"), Steps)


@pytest.mark.parametrize(
    "text",
    ["add rice to the blorp shopping list", "put rice on my shopping blorp",
     "take rice off the blorp shopping list", "add rice to blorp shopping list"],
)  # fmt: skip
def test_a_list_of_another_name_is_not_the_one_that_is_here(text: str) -> None:
    assert in_short(said(homes.gadgets(), text)).startswith("refuses: There is no ")
