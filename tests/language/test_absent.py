"""Things and places that this home does not have."""

import pytest

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Area, Entity
from hub.language.absent import absent_place


@pytest.fixture
def home() -> Home:
    home = Home()
    home.put_area(Area(AreaId("living"), "Living room", aliases=("Lounge",)))
    home.put_entity(Entity(EntityId("light.desk"), "Desk lamp", "test", "desk"))
    return home


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("turn on the lights in the attic", "attic"),
        ("Put the heating on in my conservatory, please", "conservatory"),
        ("turn on the lights in the living room", None),
        ("turn on the lights in the lounge", None),
        ("turn on the lights in the livign room", None),
        ("light up the lamp in red", None),
        ("turn on the lights in here", None),
        ("turn on all the lights in the house", None),
        ("turn on the desk lamp", None),
    ],
)
def test_a_place_that_is_not_here_is_told_from_one_that_is(
    home: Home, said: str, place: str | None
) -> None:
    assert absent_place(said, home) == place
