"""Dutch as people speak it at home: orders, questions, refusals, and what must not move."""

import pytest

from hub.home.plan import Answer, Chores, Question, Refusal, Steps
from tests.language.languages.homes_for_tests import House

NAMES = {
    "light.ceiling": "plafondlamp", "light.floor_lamp": "staande lamp",
    "light.kitchen": "keukenlamp", "light.bedroom": "nachtlamp",
    "switch.coffee": "koffiezetapparaat", "fan.bedroom": "slaapkamerventilator",
    "cover.living_left": "rolluik links", "cover.living_right": "rolluik rechts",
    "cover.bedroom": "slaapkamergordijn", "cover.garage": "garagedeur", "lock.front": "voordeur",
    "binary_sensor.kitchen_window": "keukenraam",
    "binary_sensor.bedroom_window": "slaapkamerraam", "binary_sensor.smoke": "rookmelder",
    "binary_sensor.phone": "telefoon", "climate.living_room": "woonkamerverwarming",
    "sensor.bedroom": "slaapkamertemperatuur", "media_player.tv": "tv", "vacuum.robot": "Robbie",
    "todo.shopping": "boodschappenlijst", "person.anna": "Anna", "person.ben": "Ben",
}  # fmt: skip
AREAS = {
    "living_room": "woonkamer", "kitchen": "keuken", "bedroom": "slaapkamer", "hall": "hal",
    "garage": "garage",
}  # fmt: skip


@pytest.fixture(scope="module")
def house() -> House:
    return House("nl", NAMES, AREAS, {"ground": "begane grond", "upper": "eerste verdieping"})


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("doe de staande lamp aan", {"light.floor_lamp turn_on"}),
        ("kun je de plafondlamp uitzetten", {"light.ceiling turn_off"}),
        ("koffiezetapparaat aan", {"switch.coffee turn_on"}),
        ("doe alle lampen in de woonkamer uit",
         {"light.ceiling turn_off", "light.floor_lamp turn_off"}),
        ("doe overal het licht uit",
         {"light.bedroom turn_off", "light.ceiling turn_off", "light.floor_lamp turn_off",
          "light.kitchen turn_off"}),
        ("doe alle lampen op de begane grond uit",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.kitchen turn_off"}),
        ("doe de rolluiken in de woonkamer dicht",
         {"cover.living_left close_cover", "cover.living_right close_cover"}),
        ("sluit alle rolluiken",
         {"cover.living_left close_cover", "cover.living_right close_cover"}),
        ("laat het rolluik links zakken", {"cover.living_left close_cover"}),
        ("slaapkamergordijn openen", {"cover.bedroom open_cover"}),
        ("doe de garagedeur open", {"cover.garage open_cover"}),
        ("doe de voordeur op slot", {"lock.front lock"}),
        ("haal de voordeur van het slot", {"lock.front unlock"}),
        ("zet rolluik rechts op 40 procent", {"cover.living_right set_cover_position 40"}),
        ("dim de plafondlamp naar 20 %", {"light.ceiling turn_on 20"}),
        ("maak de staande lamp rood", {"light.floor_lamp turn_on red"}),
        ("zet de woonkamerverwarming op 22 graden", {"climate.living_room set_temperature 22"}),
        ("zet het volume van de tv op 15 %", {"media_player.tv volume_set 0.15"}),
        ("zet de ventilator in de slaapkamer aan", {"fan.bedroom turn_on"}),
        ("zet melk op de boodschappenlijst", {"todo.shopping add_item melk"}),
        ("doe de keukenlamp uit en de staande lamp aan",
         {"light.floor_lamp turn_on", "light.kitchen turn_off"}),
    ],
)  # fmt: skip
async def test_an_order_moves_just_what_was_said(house: House, said: str, moves: set[str]) -> None:
    assert await house.moves(said) == moves


async def test_the_room_of_the_speaker_is_meant(house: House) -> None:
    assert await house.moves("doe het licht uit", "kitchen") == {"light.kitchen turn_off"}
    assert await house.moves("doe hier het licht aan", "bedroom") == {"light.bedroom turn_on"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("zit de voordeur op slot?", "Ja, voordeur"),
        ("staat het keukenraam open?", "Ja, keukenraam"),
        ("zijn alle ramen dicht?", "Nee, keukenraam"),
        ("welke ramen staan open?", "keukenraam"),
        ("hoeveel lampen zijn er aan?", "2 aan"),
        ("is er rook in de keuken?", "Nee"),
        ("is de batterij van de telefoon leeg?", "Ja, telefoon"),
        ("is de garagedeur dicht?", "Ja, garagedeur"),
        ("hoe warm is het in de slaapkamer?", "18.5"),
        ("wie is er thuis?", "Anna"),
        ("is Ben thuis?", "Nee, Ben"),
        ("waar is Anna?", "Anna is thuis."),
        ("zijn de rolluiken in de woonkamer dicht?", "Nee"),
        ("hoe laat is het?", "Het is"),
        ("staat de tv aan?", "Ja, tv"),
        ("status koffiezetapparaat", "koffiezetapparaat is uit."),
    ],
)  # fmt: skip
async def test_a_question_is_answered_in_dutch(house: House, said: str, told: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Answer), plan.body
    assert told in plan.body.text


@pytest.mark.parametrize(
    "said",
    [
        "zet de oven uit",
        "doe het zonnescherm in de slaapkamer open",
        "doe het licht in de garage aan",
    ],
)
async def test_what_is_not_there_is_refused(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Refusal | Question), plan.body


@pytest.mark.parametrize(
    "said",
    [
        "gisteren was het licht in de keuken aan",
        "doe het licht niet uit",
        "laat de staande lamp aan",
        "als het donker wordt, doe het licht aan",
        "mijn moeder zei dat het licht uit moest",
        "waarom is het licht in de keuken aan?",
        "de staande lamp is mooi",
        "licht",
        "doe alles uit behalve de staande lamp",
    ],
)
async def test_what_is_no_order_moves_nothing(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert not isinstance(plan.body, Steps | Chores), plan.body
