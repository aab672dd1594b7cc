"""Answers: exact, with units, and honest about what is not known."""

import pytest

from hub.home.ids import EntityId
from hub.language.answers import answer
from hub.language.candidate import Query, QueryKind
from tests.language.home_for_tests import put, small_home

LIGHTS = ("light.kitchen_ceiling", "light.kitchen_counter", "light.bedroom_lamp")


def say(
    kind: QueryKind, *targets: str, wanted: str | None = None, attribute: str | None = None
) -> str:
    home = small_home()
    put(home, "binary_sensor.leak", "Sink leak", "kitchen", state="off", device_class="moisture")
    put(home, "sensor.new", "New sensor", state="unknown")
    put(home, "weather.home", "Home", state="partlycloudy", temperature=12, humidity=80)
    query = Query(kind, tuple(EntityId(target) for target in targets), wanted, attribute)
    return answer(home, query, "en").text


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("sensor.nursery", "The nursery temperature is 21.5 °C."),
        ("light.kitchen_ceiling", "Kitchen ceiling is on at 50 %."),
        ("lock.front_door", "Front door lock is locked."),
        ("binary_sensor.leak", "Sink leak is dry."),
        ("media_player.tv", "TV is playing Blue in Green."),
        ("todo.shopping", "On Shopping list: Milk and Tea."),
        ("weather.home", "The weather is partly cloudy, 12 °C, humidity 80 %."),
        (
            "climate.living_room",
            "Living room thermostat is set to heating, target 21 °C; it is 20.5 °C now.",
        ),
        ("light.porch", "Porch lamp is unavailable: it cannot be reached right now."),
        ("sensor.new", "I don't know: the new sensor has not reported yet."),
    ],
)
def test_a_state_is_said_in_words(target: str, text: str) -> None:
    assert say("state", target) == text


def test_an_attribute_is_said_with_its_unit() -> None:
    assert say("state", "media_player.tv", attribute="volume") == "TV: volume is 30 %."
    assert (
        say("state", "climate.living_room", attribute="temperature")
        == "Living room thermostat: temperature is 20.5 °C."
    )
    assert say("state", "vacuum.dusty", attribute="battery") == "Dusty does not report its battery."


def test_which_any_all_and_count() -> None:
    assert say("which", *LIGHTS, wanted="on") == "Kitchen ceiling and Kitchen counter are on."
    assert say("count", *LIGHTS, wanted="on") == "2 are on: Kitchen ceiling and Kitchen counter."
    assert say("any", *LIGHTS, wanted="on") == "Yes, Kitchen ceiling and Kitchen counter are on."
    assert say("all", *LIGHTS, wanted="on") == "No, Bedroom lamp is off."
    assert say("all", *LIGHTS[:2], wanted="on") == "Yes, both are on."


def test_what_cannot_be_seen_is_said() -> None:
    assert say("any", LIGHTS[2], "light.porch", wanted="on") == (
        "No, none is on that I can see. I can't tell about Porch lamp (Garden)."
    )
    assert say("all", "light.porch", wanted="on") == (
        "I can't tell: Porch lamp (Garden) cannot be reached."
    )
    assert say("state") == "There is nothing like that."


@pytest.mark.parametrize("kind", ["which", "count", "any"])
def test_an_answer_speaks_of_those_that_are_so(kind: QueryKind) -> None:
    home = small_home()
    lights = tuple(entity.id for entity in home.entities_of(("light",)))
    found = answer(home, Query(kind, lights, "on"))
    assert set(found.entities) == {light for light in lights if home.state(light).state == "on"}
    none = answer(home, Query(kind, lights, "blinking"))
    assert set(none.entities) == set(lights)
