"""Where a place follows "and", "in" was said."""

import pytest

from hub.language.heard.places import in_for_and
from tests.language.home_for_tests import small_home


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("Turn on the lights and living room.", "Turn on the lights in living room."),
        ("Turn on the lights and the living room.", "Turn on the lights in the living room."),
        ("Turn all the fans off and here.", "Turn all the fans off in here."),
        ("Turn off the lights in the bedroom and living room.", None),
        ("Turn on the desk lamp and the fan.", None),
        ("And", None),
    ],
)
def test_a_place_follows_in(heard: str, said: str | None) -> None:
    assert in_for_and(heard, small_home()) == said
