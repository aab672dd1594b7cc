"""Candidate selection: whoever is named is there, and it takes no time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.plan import Request
from hub.language.candidates import select
from tests.language.home_for_tests import put, small_home

_COLORS = ("Red", "Blue", "Green", "Amber", "Silver")
_THINGS = ("lamp", "spot", "strip", "lantern", "bulb", "sconce", "light", "shade", "beam", "glow")
_PLACES = ("hall", "attic", "cellar", "study", "porch", "loft", "barn", "den", "shed", "nook")


def large_home() -> Home:
    home = small_home()
    number = 0
    for place in _PLACES:
        area = home.area_named(place.capitalize())
        for color in _COLORS:
            for thing in _THINGS:
                put(home, f"light.l_{number}", f"{color} {place} {thing}", area.id)
                number += 1
    return home


LARGE = large_home()
SMALL = small_home()


def ids(home: Home, sentence: str, area: str | None = None, limit: int = 24) -> list[str]:
    request = Request(text=sentence, area_id=AreaId(area) if area else None)
    return [candidate.entity.id for candidate in select(home, request, limit)]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(LARGE.entities)),
    st.sampled_from(("turn off the {}", "is the {} on?", "{} please", "and now the {} as well")),
    st.sampled_from((str, str.lower, str.upper)),
)
def test_an_entity_whose_full_name_is_said_is_a_candidate(
    entity_id: str, sentence: str, spelling: type[str]
) -> None:
    name = spelling(LARGE.entity(entity_id).name)
    assert entity_id in ids(LARGE, sentence.format(name))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("dim the kitchen lights", "light.kitchen_ceiling"),
        ("switch off the telly", "media_player.tv"),
        ("send the hoover home", "vacuum.dusty"),
        ("it's too cold in the living room, put the heating up", "climate.living_room"),
        ("turn off the kichen cieling", "light.kitchen_ceiling"),
        ("raise the shutters in the living room", "cover.living_room_blinds"),
        ("unlock the hall", "lock.front_door"),
        ("what do I need to buy", "todo.shopping"),
        ("lower the blind", "cover.living_room_blinds"),
        ("turn on everything upstairs", "light.bedroom_lamp"),
    ],
)
def test_what_people_call_things_finds_them(sentence: str, expected: str) -> None:
    assert expected in ids(SMALL, sentence, limit=8)


def test_the_speakers_area_comes_first_among_equals() -> None:
    assert ids(SMALL, "turn off the reading lamp", "living_room")[0] == "light.lamp_b"
    assert ids(SMALL, "turn off the reading lamp", "bedroom")[0] == "light.lamp_a"


def test_candidates_say_where_they_are_and_scores_fall() -> None:
    found = select(SMALL, Request(text="turn off the kitchen ceiling"))
    assert found[0].area_name == "Kitchen"
    assert found[0].floor_name == "Ground floor"
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_new_entity_is_found_at_once() -> None:
    home = small_home()
    assert ids(home, "feed the zebrafish") == []
    put(home, "switch.zebrafish", "Zebrafish feeder", "office")
    assert ids(home, "feed the zebrafish") == ["switch.zebrafish"]


def test_five_hundred_entities_take_a_few_milliseconds() -> None:
    select(LARGE, Request(text="turn on the blue attic lamp"))
    took = []
    for _ in range(20):
        started = time.perf_counter()
        select(LARGE, Request(text="turn off the lights in the attic and the kichen cieling"))
        took.append(time.perf_counter() - started)
    assert sorted(took)[len(took) // 2] < 0.01


def test_a_room_and_a_name_with_swapped_letters_are_found() -> None:
    home = small_home()
    for text in ("lamp in the bedorom", "bedroom lmap off", "the raeding lamp"):
        chosen = [candidate.entity.name for candidate in select(home, Request(text=text), 2)]
        assert {"Bedroom lamp", "Reading lamp"} & set(chosen), text
