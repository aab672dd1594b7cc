"""Floors and areas of lares.yaml, beside what people changed of them since."""

from hub.config import Config
from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.model import Area
from hub.places import put_places

CONFIG = Config.model_validate(
    {"areas": [{"id": "hall", "name": "Hall"}, {"id": "den", "name": "Den"}]}
)


def test_what_people_changed_stays_when_the_file_is_read_again() -> None:
    home = Home()
    home.put_area(Area(AreaId("hall"), "Lobby", is_edited=True))
    home.put_area(Area(AreaId("den"), "Old den"))
    put_places(home, CONFIG, None)
    assert [area.name for area in home.areas.values()] == ["Lobby", "Den"]
    assert home.given == {"hall", "den"}
