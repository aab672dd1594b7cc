"""How much: numbers in words, degrees of either scale, steps, and values that go together."""

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
        ("thermostat to nineteen and a half", "19.5"),
        ("set the living room to 22 and a half degrees", "22.5"),
        ("bump the thermostat up a degree", "21.5"),
        ("nudge the heating down one degree", "19.5"),
        ("ease the thermostat down half a degree", "20.0"),
        ("turn the thermostat up by one and a half degrees", "22.0"),
        ("heating up a couple of degrees", "22.5"),
        ("take the heating down a few degrees", "17.5"),
        ("warm the living room up by two degrees", "22.5"),
        ("thermostat to 68", "20.0"),
        ("thermostat to 70 degrees", "21.0"),
    ],
)
def test_degrees_are_counted(text: str, expected: str) -> None:
    body = said(homes.flat(), text)
    assert in_short(body) == f"climate.set_temperature temperature={expected} @ living"


def test_degrees_of_neither_scale_are_refused_with_the_limit() -> None:
    assert in_short(said(homes.flat(), "whack the thermostat up to 45")) == (
        "refuses: The Thermostat: 45° is above the highest possible, 30°."
    )


def test_a_mode_stands_between_commas() -> None:
    body = said(homes.flat(), "turn on the thermostat, heat, 21 and a half")
    assert in_short(body) == (
        "climate.set_hvac_mode hvac_mode=heat @ living; "
        "climate.set_temperature temperature=21.5 @ living"
    )


def test_heat_to_a_goal_is_no_step() -> None:
    assert in_short(said(homes.flat(), "heat the living room 22")) == (
        "climate.set_temperature temperature=22.0 @ living"
    )


def test_sixty_is_no_room_temperature_of_either_scale() -> None:
    assert in_short(said(homes.flat(), "thermostat to 60 degrees")) == (
        "refuses: The Thermostat: 60° is above the highest possible, 30°."
    )


def test_celsius_is_understood_where_fahrenheit_is_counted() -> None:
    body = said(homes.house(), "downstairs thermostat to 21")
    assert in_short(body) == "climate.set_temperature temperature=70.0 @ down"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bedside lamp at half of what it is now", "light.turn_on brightness_pct=20.0 @ night"),
        ("candlelight on the floor lamp, 2300 kelvin at 30 percent",
         "light.turn_on brightness_pct=30.0 color_temp_kelvin=2300 @ floor_lamp"),
        ("floor lamp to cold light, 6000 kelvin",
         "light.turn_on color_temp_kelvin=6000 @ floor_lamp"),
        ("bedroom fan at 30 percent and let it swing",
         "fan.set_percentage percentage=30 @ bed; fan.oscillate oscillating=True @ bed"),
        ("a little dimmer please, the bedside lamp",
         "light.turn_on brightness_step_pct=-10.0 @ night"),
        ("bedside lamp a little dimmer", "light.turn_on brightness_step_pct=-10.0 @ night"),
        ("make the bedside light green", "refuses: The Bedside lamp can't change its colour."),
        ("turn the light green in the living room",
         "light.turn_on color_name=green @ living_ceiling floor_lamp"),
        ("make the floor lamp light green",
         "light.turn_on rgb_color=[144, 238, 144] @ floor_lamp"),
        ("carry on playing in the kitchen", "media_player.media_play @ kitchen"),
    ],
)  # fmt: skip
def test_values_go_together(text: str, expected: str) -> None:
    assert in_short(said(homes.flat(), text)) == expected


def _veranda() -> Home:
    home = Home()
    home.put_area(Area(AreaId("deck"), "Deck"))
    put(home, "cover.sun", "Markise", "deck", state="open", device_class="awning",
        current_position=60)  # fmt: skip
    put(home, "light.deck", "Deck lights", "deck", state="on")
    return home


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bring the awning in", "cover.close_cover @ sun"),
        ("awning in", "cover.close_cover @ sun"),
        ("awning in, deck lights off", "cover.close_cover @ sun; light.turn_off @ deck"),
        ("run the awning out", "cover.open_cover @ sun"),
        ("roll the awning out to eighty percent", "cover.set_cover_position position=80 @ sun"),
        ("wind the awning in to 20", "cover.set_cover_position position=20 @ sun"),
    ],
)
def test_an_awning_goes_in_and_out(text: str, expected: str) -> None:
    assert in_short(said(_veranda(), text)) == expected


def test_only_awnings_go_in() -> None:
    assert not isinstance(said(_veranda(), "bring the deck lights in"), Steps)
    assert not isinstance(said(_veranda(), "turn the awning off"), Steps)
    assert not isinstance(said(homes.flat(), "bring the curtains in"), Steps)
