"""What helps an engine to hear right."""

from hub.home.ids import AreaId
from hub.home.speech import Expecting
from hub.language.heard import hints_of
from tests.language.home_for_tests import put, small_home


def test_the_speakers_area_comes_first_then_areas() -> None:
    names = hints_of(small_home(), AreaId("kitchen")).names
    assert names[0] == "Kitchen"
    assert {"Kitchen ceiling", "Coffee maker"} <= set(names[:6])
    assert "Living room" in names


def test_there_are_not_too_many_and_none_twice() -> None:
    home = small_home()
    for number in range(500):
        put(home, f"light.l{number}", f"Lamp {number}", "kitchen")
    names = hints_of(home, AreaId("kitchen")).names
    assert len(names) == len(set(names)) <= 40
    assert "Bedroom" in names


def test_a_new_name_is_known_at_once() -> None:
    home = small_home()
    hints_of(home)
    put(home, "light.zyx", "Zyxel", "attic")
    assert "Zyxel" in hints_of(home).names


def test_nothing_of_the_home_helps_with_a_pin() -> None:
    hints = hints_of(small_home(), expecting=Expecting.PIN)
    assert hints.names == ()


def test_terms_are_of_the_language() -> None:
    assert "Grad" in hints_of(small_home(), language="de-AT").terms
