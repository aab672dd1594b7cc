"""Sentences as people say them, over three homes; and words that must move nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Area
from hub.home.plan import Body, Question, Refusal, Request, Steps
from hub.language.understanding import understand
from tests.language.home_for_tests import put
from tests.language.understanding import homes

HOMES: dict[str, Callable[[], Home]] = {
    "flat": homes.flat, "house": homes.house, "odd": homes.odd, "gadgets": homes.gadgets,
}  # fmt: skip
NO_ORDERS = Path(__file__).with_name("no_orders.txt")
SENTENCES = Path(__file__).with_name("sentences.txt")


def _table() -> Iterator[tuple[str, str, str, str]]:
    """Yield home, area, sentence and what it comes to; see `in_short`."""
    home = ""
    for line in SENTENCES.read_text().splitlines():
        if line.startswith("== "):
            home = line.removeprefix("== ")
            continue
        said, _, expected = line.partition(" => ")
        sentence, _, area = said.partition(" | ")
        yield home, area, sentence, expected


def in_short(body: Body | None) -> str:
    """Write a body as the table does: "-" is left to the next stage."""
    match body:
        case None:
            return "-"
        case Question():
            return "asks"
        case Refusal():
            return f"refuses: {body.text}"
        case Steps():
            steps = []
            for step in body.steps:
                data = "".join(f" {key}={value}" for key, value in step.command.data().items())
                targets = " ".join(target.partition(".")[2] for target in step.targets)
                steps.append(f"{step.command.action}{data} @ {targets}")
            left_out = f" [{', '.join(body.left_out)}]" if body.left_out else ""
            return "; ".join(steps) + left_out
        case _:
            return body.kind


def said(home: Home, text: str, area: str = "", **facts: Any) -> Body | None:
    request = Request(text=text, area_id=AreaId(area) if area else None, **facts)
    return understand(request, home)


def test_the_table_is_long_enough() -> None:
    assert len(list(_table())) >= 350


@pytest.mark.parametrize(("home", "area", "sentence", "expected"), list(_table()))
def test_a_sentence_comes_to_what_it_says(
    home: str, area: str, sentence: str, expected: str
) -> None:
    assert in_short(said(HOMES[home](), sentence, area)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("turn it off", "light.turn_off @ floor_lamp"),
        ("make it green", "light.turn_on color_name=green @ floor_lamp"),
        ("a bit brighter", "light.turn_on brightness_step_pct=10.0 @ floor_lamp"),
        ("dim that to 20%", "light.turn_on brightness_pct=20.0 @ floor_lamp"),
        ("50%", "light.turn_on brightness_pct=50.0 @ floor_lamp"),
    ],
)
def test_it_is_what_was_spoken_of(text: str, expected: str) -> None:
    spoken_of = (EntityId("light.floor_lamp"),)
    assert in_short(said(homes.flat(), text, spoken_of=spoken_of)) == expected


def test_the_others_are_all_but_what_was_spoken_of() -> None:
    body = said(homes.odd(), "turn off the other lights in the den",
                spoken_of=(EntityId("light.hue1"),))  # fmt: skip
    assert in_short(body) == "light.turn_off @ hue2"


def test_everything_is_read_back_and_leaves_doors_and_heaters_alone() -> None:
    body = said(homes.house(), "turn everything off")
    assert isinstance(body, Question)
    moved = {target for step in body.proposal for target in step.targets}
    assert EntityId("light.office_desk") in moved
    assert not moved & {"switch.heater", "lock.front", "cover.garage", "climate.down"}


def test_a_scene_is_called_by_its_name() -> None:
    home = homes.flat()
    put(home, "scene.movie", "Movie night", state="unknown")
    put(home, "script.bed", "Bedtime", state="off")
    assert in_short(said(home, "movie night")) == "scene.turn_on @ movie"
    assert in_short(said(home, "activate movie night")) == "scene.turn_on @ movie"
    assert in_short(said(home, "I'm off to bed")) == "script.turn_on @ bed"


def test_a_changed_home_is_read_anew() -> None:
    home = homes.flat()
    assert isinstance(said(home, "turn on the disco lamp"), Refusal)
    put(home, "light.disco", "Disco lamp", "living")
    assert in_short(said(home, "turn on the disco lamp")) == "light.turn_on @ disco"
    home.put_area(Area(AreaId("spa"), "Wellness"))
    assert isinstance(said(home, "turn on the lights in the wellness"), Refusal)


@pytest.mark.parametrize("name", list(HOMES))
@pytest.mark.parametrize("text", NO_ORDERS.read_text().splitlines())
def test_what_is_no_order_moves_nothing(name: str, text: str) -> None:
    for area in ("", "living", "lounge"):
        assert not isinstance(said(HOMES[name](), text, area), Steps)


def test_other_languages_are_left_to_others() -> None:
    request = Request(text="turn on the kettle", language="xx")
    assert understand(request, homes.flat()) is None


_NAMES = [
    word
    for home in (homes.flat(), homes.house())
    for entity in home.entities.values()
    for word in entity.name.casefold().split()
    if word not in {"light", "wash"}
]
_TALK = ["the", "a", "my", "in", "of", "and", "is", "was", "nice", "about", "cat", "because", "i"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*_NAMES, *_TALK]), min_size=1, max_size=9))
def test_names_without_a_verb_never_move_anything(words: list[str]) -> None:
    assert not isinstance(said(_FLAT, " ".join(words)), Steps)
    assert not isinstance(said(_HOUSE, " ".join(words)), Steps)


_FLAT, _HOUSE = homes.flat(), homes.house()
