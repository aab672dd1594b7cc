"""What people say around an order, and remarks that are wishes in disguise."""

import pytest

from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.model import Area
from hub.home.plan import Steps
from tests.language.home_for_tests import put
from tests.language.understanding import homes
from tests.language.understanding.test_understanding import in_short, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("um, can you uh turn off the kettle", "switch.turn_off @ kettle"),
        ("set the bedside lamp to like 35 percent", "light.turn_on brightness_pct=35.0 @ night"),
        ("bedside lamp at, you know, about 60 percent",
         "light.turn_on brightness_pct=60.0 @ night"),
        ("could somebody please switch the kettle on", "switch.turn_on @ kettle"),
        ("could you, wait, sorry, hang on, lock the front door", "lock.lock @ door"),
        ("make the floor lamp a nice warm white",
         "light.turn_on color_temp_kelvin=2700 @ floor_lamp"),
        ("switch the kettle off, we're all done here", "switch.turn_off @ kettle"),
        ("I can't find my glasses, turn on the bedroom light", "light.turn_on @ bed_light"),
        ("the baby is asleep so please mute the tv",
         "media_player.volume_mute is_volume_muted=True @ tv"),
        ("lock the front door because we're going to the beach", "lock.lock @ door"),
        ("my hands are full, open the bedroom curtains", "cover.open_cover @ bed_curtains"),
        ("unlock the front door for the plumber", "lock.unlock @ door"),
        ("kettle off, fairy lights on, that's all thanks",
         "switch.turn_off @ kettle; switch.turn_on @ fairy"),
        ("I left the kettle on, switch it off", "switch.turn_off @ kettle"),
        ("we forgot the light in the bathroom, get rid of it", "light.turn_off @ bath"),
    ],
)  # fmt: skip
def test_a_remark_beside_an_order_does_not_hide_it(text: str, expected: str) -> None:
    assert in_short(said(homes.flat(), text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "it was late, kettle on, doors locked",
        "the film had started, lights off, popcorn ready",
        "the kettle is on, so we can have tea",
        "I turned the kettle off, we're done",
        "the lamp was on, I can't remember why",
        "she said yesterday, kettle on",
        "it's too dark in this story, I can't see the point",
    ],
)
def test_remarks_alone_move_nothing(text: str) -> None:
    assert not isinstance(said(homes.flat(), text), Steps)


def _den() -> Home:
    home = Home()
    home.put_area(Area(AreaId("den"), "Den"))
    home.put_area(Area(AreaId("wash"), "Washroom"))
    put(home, "light.a", "Den ceiling", "den", state="off")
    put(home, "light.b", "Den lamp", "den", state="off")
    put(home, "cover.c", "Den shade", "den", state="open", device_class="shade",
        current_position=100)  # fmt: skip
    put(home, "climate.t", "Den heating", "den", state="heat", temperature=20, min_temp=7,
        max_temp=30)  # fmt: skip
    put(home, "fan.x", "Extractor", "wash", state="off")
    put(home, "script.s", "Bedtime story", None, state="off")
    put(home, "media_player.m", "Den speaker", "den", state="playing", volume_level=0.5)
    return home


def test_a_television_that_is_on_can_be_too_quiet() -> None:
    home = Home()
    home.put_area(Area(AreaId("den"), "Den"))
    put(home, "media_player.tv", "Den TV", "den", state="on", device_class="tv", volume_level=0.2)
    assert in_short(said(home, "can't hear the tv", "den")) == "media_player.volume_up @ tv"


@pytest.mark.parametrize(
    ("text", "area", "expected"),
    [
        ("I can't find a thing, it's pitch dark", "den", "light.turn_on @ a b"),
        ("could do with some light, I'm sewing", "den", "light.turn_on @ a b"),
        ("too gloomy in here to paint", "den", "light.turn_on @ a b"),
        ("the sun is in my eyes", "den", "cover.close_cover @ c"),
        ("gosh it's nippy in here", "den", "climate.set_temperature temperature=21.0 @ t"),
        ("brrr", "den", "climate.set_temperature temperature=21.0 @ t"),
        ("I'm boiling at this desk", "den", "climate.set_temperature temperature=19.0 @ t"),
        ("it's rather stuffy after that bath", "wash", "fan.turn_on @ x"),
        ("bit loud for a chat, that", "den", "media_player.volume_down @ m"),
        ("it's freezing in the den", "wash", "climate.set_temperature temperature=21.0 @ t"),
        ("I'm off to bed, sweet dreams", "den", "-"),
        ("the soup is too cold to eat", "den", "-"),
        ("it's too dark outside to play", "den", "-"),
    ],
)
def test_a_remark_may_be_a_wish(text: str, area: str, expected: str) -> None:
    assert in_short(said(_den(), text, area)) == expected
