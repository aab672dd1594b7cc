"""Which things an order means: places that are not here, numbered names, "the one in ..."."""

from typing import Any

import pytest

from hub.home.home import Home
from hub.home.ids import AreaId, FloorId
from hub.home.model import Area, Floor
from hub.home.plan import Question, Steps
from hub.language.sentence import Sentence
from tests.language.home_for_tests import put
from tests.language.understanding.test_understanding import in_short, said

DIMMED = "light.turn_on brightness_pct"
HEATED = "climate.set_temperature temperature"


def hostel() -> Home:
    """Numbered rooms and lamps, scenes, an awning, a siren and an alarm."""
    home = Home()
    home.put_floor(Floor(FloorId("up"), "Upper floor", 1))
    for key, name, floor in (
        ("dorm_1", "Dorm 1", "up"), ("dorm_2", "Dorm 2", "up"), ("bar", "Bar", None),
        ("cafe", "Cafe", None), ("twin", "Twin bedroom", "up"), ("single", "Single bedroom", "up"),
        ("barn", "Barn", None), ("deck", "Deck", None),
    ):  # fmt: skip
        home.put_area(Area(AreaId(key), name, FloorId(floor) if floor else None))
    dim: dict[str, Any] = {"supported_color_modes": ["brightness"], "brightness": 100}
    heat: dict[str, Any] = {
        "hvac_modes": ["off", "heat"],
        "temperature": 20,
        "min_temp": 7,
        "max_temp": 30,
    }
    for key, name, area, state in (
        ("dorm_1", "Dorm 1 ceiling", "dorm_1", "off"), ("dorm_2", "Dorm 2 ceiling", "dorm_2", "on"),
        ("bunk", "Bunk lamp", "dorm_1", "on"),
        ("bar_lamp", "Bar lamp", "bar", "on"), ("bar_sign", "Bar sign", "bar", "on"),
        ("cafe_lamp", "Cafe lamp", "cafe", "on"), ("cafe_sign", "Cafe sign", "cafe", "off"),
        ("strip_1", "Strip 1", "barn", "on"), ("strip_2", "Strip 2", "barn", "on"),
        ("strip_3", "Strip 3", "barn", "off"), ("barn", "Barn beam", "barn", "off"),
        ("deck", "Deck lamp", "deck", "off"),
    ):  # fmt: skip
        put(home, f"light.{key}", name, area, state=state, **dim)
    for key, name in (("dorm_1", "Dorm 1"), ("dorm_2", "Dorm 2"), ("bar", "Bar"),
                      ("twin", "Twin bedroom")):  # fmt: skip
        put(home, f"climate.{key}", f"{name} heating", key, state="heat", **heat)
    put(home, "light.twin", "Twin light", "twin", state="on", **dim)
    put(home, "light.single", "Single light", "single", state="on", **dim)
    put(home, "lock.gate", "Front gate", "deck", state="unlocked")
    put(home, "lock.cellar", "Cellar hatch", "bar", state="locked")
    put(home, "cover.bar", "Bar blind", "bar", state="open", device_class="blind")
    put(home, "cover.cafe", "Cafe blind", "cafe", state="closed", device_class="blind")
    put(home, "cover.awning", "Awning", "deck", state="open", device_class="awning")
    put(home, "switch.urn", "Tea urn", "cafe", state="on")
    put(home, "switch.sign", "Christmas star", "cafe", state="off")
    put(home, "vacuum.bert", "Bert", "bar", state="docked")
    put(home, "siren.fire", "Fire siren", "bar", state="off")
    put(home, "alarm_control_panel.a", "Burglar alarm", "bar", state="disarmed")
    put(home, "scene.quiz", "Quiz night", "bar", state="unknown")
    put(home, "script.open", "Opening time", None, state="off")
    return home


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lamp on in the orangery", "refuses: There is no orangery here."),
        ("in the orangery turn the lights on", "refuses: There is no orangery here."),
        ("turn off the bar lamp and the one in the cafe", "light.turn_off @ bar_lamp cafe_lamp"),
        ("turn on the cafe sign and the one in the bar", "light.turn_on @ cafe_sign bar_sign"),
        ("bar lamp and cafe lamp, both of them, 40%",
         "light.turn_on brightness_pct=40.0 @ bar_lamp cafe_lamp"),
        ("turn off the bar sign and the one in the barn",
         "light.turn_off @ bar_sign [There is no sign in the barn]"),
        ("strips one and two off, strip three on",
         "light.turn_off @ strip_1 strip_2; light.turn_on @ strip_3"),
        ("strip 1, 2 and 3 to 30%", "light.turn_on brightness_pct=30.0 @ strip_1 strip_2 strip_3"),
        ("heating in dorms 1 and 2 off", "climate.turn_off @ dorm_1 dorm_2"),
        ("set the heating in the dorms to 18",
         "climate.set_temperature temperature=18.0 @ dorm_1 dorm_2"),
        ("turn off the lights in both bedrooms", "light.turn_off @ twin single"),
        ("bar sign to 10%, lamp to 80%",
         f"{DIMMED}=10.0 @ bar_sign; {DIMMED}=80.0 @ bar_lamp"),
        ("bar to 19 and dorm 1 to 17",
         f"{HEATED}=19.0 @ bar; {HEATED}=17.0 @ dorm_1"),
        ("open the bar blind and turn the sign off in there",
         "cover.open_cover @ bar; light.turn_off @ bar_sign"),
        ("turn on the strips that are not on", "light.turn_on @ strip_3"),
        ("turn off whatever lights are on in the barn", "light.turn_off @ strip_1 strip_2"),
        ("lock whichever locks are not locked", "lock.lock @ gate"),
        ("lock the front gate for the plumber", "lock.lock @ gate"),
        ("close the curtains and the bar blind",
         "cover.close_cover @ bar [There are no curtains here]"),
        ("barn beam on, leave the strips alone", "light.turn_on @ barn"),
        ("leave the cafe lamp on and turn off the lights in the cafe and the bar",
         "light.turn_off @ cafe_sign bar_lamp bar_sign"),
        ("leave the strips on", "refuses: I left it as it is."),
        ("quiz night and switch the tea urn off", "scene.turn_on @ quiz; switch.turn_off @ urn"),
        ("can you do the quiz night", "scene.turn_on @ quiz"),
        ("set the burglar alarm", "alarm_control_panel.alarm_arm_away @ a"),
        ("trigger the burglar alarm", "refuses: Burglar alarm can't do that."),
        ("set off the alarm", "refuses: Burglar alarm can't do that."),
        ("sound the fire siren", "siren.turn_on @ fire"),
        ("lights on in dorm 3", "refuses: There is no dorm 3 here."),
        ("deck lamp on and the other lamps off",
         "light.turn_on @ deck; light.turn_off @ bunk bar_lamp cafe_lamp"),
        ("tea urn off, bar sign on, that's it", "switch.turn_off @ urn; light.turn_on @ bar_sign"),
        ("bert clean the cafe", "vacuum.start @ bert"),
        ("send bert out for a clean", "vacuum.start @ bert"),
    ],
)  # fmt: skip
def test_the_words_say_which_are_meant(text: str, expected: str) -> None:
    assert in_short(said(hostel(), text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "whole house off",
        "switch the entire cottage off",
        "turn everything off in the villa",
        "open everything, every hatch, door and blind",
    ],
)
def test_a_whole_home_is_read_back(text: str) -> None:
    body = said(hostel(), text)
    assert isinstance(body, Question)
    assert sum(len(step.targets) for step in body.proposal) > 1


def test_everything_else_is_all_but_what_was_named() -> None:
    body = said(hostel(), "turn on the barn beam and turn everything else off")
    assert isinstance(body, Question)
    off = {t for step in body.proposal for t in step.targets if step.command.verb == "turn_off"}
    assert "light.bar_lamp" in off
    assert "light.barn" not in off
    assert said(hostel(), "turn everything else off") is None


@pytest.mark.parametrize("time", ["a while", "the night", "the weekend"])
def test_how_long_is_no_purpose(time: str) -> None:
    assert not isinstance(said(hostel(), f"turn on the deck lamp for {time}"), Steps)


def test_one_elsewhere_of_several_is_asked_about() -> None:
    body = said(hostel(), "turn off the bunk lamp and the one in the bar")
    assert in_short(body) == "light.turn_off @ bunk bar_lamp"
    body = said(hostel(), "turn off strip 3 and the one in the bar")
    assert not isinstance(body, Steps) or len(body.steps[0].targets) == 1


@pytest.mark.parametrize(
    ("text", "is_schedule"),
    [("open every hatch", False), ("every other day", True), ("lights on every evening", True)],
)
def test_every_is_a_recurrence_only_of_times(text: str, *, is_schedule: bool) -> None:
    assert Sentence(text).has_schedule is is_schedule
