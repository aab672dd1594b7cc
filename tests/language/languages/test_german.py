"""German as people speak it at home: orders, questions, refusals, and what must not move."""

import pytest

from hub.home.plan import Answer, Chores, Question, Refusal, Steps
from tests.language.languages.homes_for_tests import House

NAMES = {
    "light.ceiling": "Deckenlampe", "light.floor_lamp": "Stehlampe", "light.kitchen": "Küchenlicht",
    "light.bedroom": "Nachttischlampe", "switch.coffee": "Kaffeemaschine", "fan.bedroom":
    "Schlafzimmerventilator", "cover.living_left": "Rollladen links", "cover.living_right":
    "Rollladen rechts", "cover.bedroom": "Schlafzimmervorhang", "cover.garage": "Garagentor",
    "lock.front": "Haustür", "binary_sensor.kitchen_window": "Küchenfenster",
    "binary_sensor.bedroom_window": "Schlafzimmerfenster", "binary_sensor.smoke": "Rauchmelder",
    "binary_sensor.phone": "Handy", "climate.living_room": "Wohnzimmerheizung",
    "sensor.bedroom": "Schlafzimmertemperatur", "media_player.tv": "Fernseher",
    "vacuum.robot": "Robbi", "todo.shopping": "Einkaufsliste", "person.anna": "Anna",
    "person.ben": "Ben",
}  # fmt: skip
AREAS = {"living_room": "Wohnzimmer", "kitchen": "Küche", "bedroom": "Schlafzimmer",
         "hall": "Flur", "garage": "Garage"}  # fmt: skip
LIVING = {"cover.living_left", "cover.living_right"}


@pytest.fixture(scope="module")
def house() -> House:
    return House("de", NAMES, AREAS, {"ground": "Erdgeschoss", "upper": "Obergeschoss"})


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("mach die Stehlampe an", {"light.floor_lamp turn_on"}),
        ("Stehlampe anmachen bitte", {"light.floor_lamp turn_on"}),
        ("kannst du die Deckenlampe ausschalten", {"light.ceiling turn_off"}),
        ("Kaffeemaschine ein", {"switch.coffee turn_on"}),
        ("schalte im Wohnzimmer alle Lichter aus",
         {"light.ceiling turn_off", "light.floor_lamp turn_off"}),
        ("alle Lampen im Erdgeschoss aus",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.kitchen turn_off"}),
        ("mach überall das Licht aus",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.kitchen turn_off",
          "light.bedroom turn_off"}),
        ("fahr die Rollläden im Wohnzimmer runter", {f"{c} close_cover" for c in LIVING}),
        ("im Wohnzimmer alle Rollläden schließen", {f"{c} close_cover" for c in LIVING}),
        ("mach den Rollladen links hoch", {"cover.living_left open_cover"}),
        ("Vorhang im Schlafzimmer öffnen", {"cover.bedroom open_cover"}),
        ("mach das Garagentor auf", {"cover.garage open_cover"}),
        ("schließ die Haustür ab", {"lock.front lock"}),
        ("Haustür aufschließen", {"lock.front unlock"}),
        ("stell den Rollladen rechts auf 40 Prozent",
         {"cover.living_right set_cover_position 40"}),
        ("dimme die Deckenlampe auf 20 %", {"light.ceiling turn_on 20"}),
        ("mach die Stehlampe rot", {"light.floor_lamp turn_on red"}),
        ("stell die Wohnzimmerheizung auf 22 Grad", {"climate.living_room set_temperature 22"}),
        ("Lautstärke vom Fernseher auf 15 Prozent", {"media_player.tv volume_set 0.15"}),
        ("mach den Ventilator im Schlafzimmer an", {"fan.bedroom turn_on"}),
        ("setz Milch auf die Einkaufsliste", {"todo.shopping add_item Milch"}),
        ("mach das Küchenlicht aus und die Stehlampe an",
         {"light.kitchen turn_off", "light.floor_lamp turn_on"}),
    ],
)  # fmt: skip
async def test_an_order_moves_just_what_was_said(house: House, said: str, moves: set[str]) -> None:
    assert await house.moves(said) == moves


async def test_the_room_of_the_speaker_is_meant(house: House) -> None:
    assert await house.moves("mach das Licht aus", "kitchen") == {"light.kitchen turn_off"}
    assert await house.moves("schalte hier das Licht ein", "bedroom") == {"light.bedroom turn_on"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ist die Haustür abgeschlossen?", "Ja, Haustür (Flur) ist abgeschlossen."),
        ("ist das Küchenfenster offen", "Ja, Küchenfenster"),
        ("sind alle Fenster zu?", "Nein, Küchenfenster"),
        ("welche Fenster stehen offen?", "Küchenfenster ist offen."),
        ("wie viele Lampen sind an?", "2 an"),
        ("brennt in der Küche noch Licht?", "Ja, Küchenlicht"),
        ("gibt es Rauch in der Küche?", "Nein"),
        ("ist der Akku vom Handy schwach?", "Ja, Handy"),
        ("ist das Garagentor zu?", "Ja, Garagentor"),
        ("wie warm ist es im Schlafzimmer?", "18.5"),
        ("wer ist zu Hause?", "Anna"),
        ("ist Ben daheim?", "Nein"),
        ("wo ist Anna?", "Anna ist zu Hause."),
        ("läuft der Fernseher?", "Ja, Fernseher"),
        ("sind die Rollläden im Wohnzimmer unten?", "Nein"),
        ("wie spät ist es?", "Uhr"),
        ("Status Kaffeemaschine", "Kaffeemaschine ist aus."),
    ],
)
async def test_a_question_is_answered_in_german(house: House, said: str, told: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Answer), plan.body
    assert told in plan.body.text


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("mach den Backofen aus", ""),
        ("öffne die Markise im Schlafzimmer", "Markise"),
        ("schalte das Licht in der Garage ein", "Garage"),
    ],
)
async def test_what_is_not_there_is_refused(house: House, said: str, why: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Refusal | Question), plan.body
    assert why in plan.body.text


@pytest.mark.parametrize(
    "said",
    [
        "gestern war das Licht in der Küche an",
        "mach nicht das Licht aus",
        "lass die Stehlampe an",
        "wenn es dunkel wird, mach das Licht an",
        "meine Mutter sagt, mach das Licht aus",
        "warum ist das Licht in der Küche an?",
        "ist das Licht an oder aus",
        "die Stehlampe ist schön",
        "Licht",
    ],
)
async def test_what_is_no_order_moves_nothing(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert not isinstance(plan.body, Steps | Chores), plan.body
