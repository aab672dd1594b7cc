"""How warm it feels is a fact that rules wait for, read back in degrees."""
# ruff: noqa: ISC004 (a sentence is easier to read on one line)

import pytest

from hub.home.home import Home
from hub.home.plan import Answer, Question, Refusal, Steps
from tests.language.home_for_tests import put
from tests.language.later.house import lived_in_home, said
from tests.language.later.test_later import aliases


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "when I'm 2 km from home and it's cold, set the living room thermostat to 24",
            "Set the Living room thermostat to 24° when Anna comes within 2 km of Home, "
            "if the temperature of the Weather is below 10",
        ),
        (
            "when it gets hot outside close the blinds",
            "Close the Living room blinds when the temperature of the Weather rises above 27",
        ),
        (
            "when the nursery is too warm turn on the bedroom fan",
            "Turn on the Bedroom fan when the Nursery temperature rises above 23",
        ),
        (
            "when ben gets home and it's freezing outside turn on the heating",
            "Turn on the Living room thermostat when Ben arrives at Home,"
            " if the temperature of the Weather is below 0",
        ),
    ],
)  # fmt: skip
async def test_it_is_read_back_in_degrees(text: str, rule: str) -> None:
    body = await said(text)
    assert isinstance(body, Question), body
    assert aliases(body) == [rule]


async def test_outdoors_an_outdoor_sensor_tells_before_the_weather() -> None:
    home = lived_in_home()
    put(home, "sensor.balcony", "Balcony temperature", state="4", device_class="temperature",
        unit_of_measurement="°C")  # fmt: skip
    body = await said("when it gets cold outside turn on the heating", home)
    assert isinstance(body, Question)
    [alias] = aliases(body)
    assert "when the Balcony temperature falls below 10" in alias


async def test_it_is_asked_now_where_nothing_is_waited_for() -> None:
    body = await said("if it's cold outside turn on the desk lamp")
    assert body == Answer(text="Weather: temperature is 12, so I changed nothing.")
    assert isinstance(await said("if it's chilly outside turn on the desk lamp"), Steps)


def without_weather() -> Home:
    home = lived_in_home()
    home.remove_entity(home.entity("weather.home").id)
    return home


async def test_where_nothing_measures_outdoors_the_room_one_speaks_in_is_meant() -> None:
    text = "when ben gets home and it's cold turn on the tv"
    home = without_weather()
    put(home, "sensor.hall", "Hall temperature", "hall", state="17", device_class="temperature",
        unit_of_measurement="°C")  # fmt: skip
    body = await said(text, home, area="hall")
    assert isinstance(body, Question)
    [alias] = aliases(body)
    assert alias.endswith("if the Hall temperature is below 18")
    unsure = await said(text, home)
    assert isinstance(unsure, Refusal)
    assert unsure.text.startswith("Which one tells me the temperature: ")


async def test_no_room_stands_in_for_the_open_air() -> None:
    body = await said("when it gets cold outside turn on the desk lamp", without_weather())
    assert isinstance(body, Refusal)
    assert body.text == "Nothing measures the temperature outside."
