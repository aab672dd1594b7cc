"""French as people speak it at home: orders, questions, refusals, and what must not move."""

import pytest

from hub.home.plan import Answer, Chores, Question, Refusal, Steps
from tests.language.languages.homes_for_tests import House

NAMES = {
    "light.ceiling": "plafonnier", "light.floor_lamp": "lampadaire",
    "light.kitchen": "lumière de la cuisine", "light.bedroom": "lampe de chevet",
    "switch.coffee": "machine à café", "fan.bedroom": "ventilateur de la chambre",
    "cover.living_left": "volet gauche", "cover.living_right": "volet droit",
    "cover.bedroom": "rideau de la chambre", "cover.garage": "porte de garage",
    "lock.front": "porte d'entrée", "binary_sensor.kitchen_window": "fenêtre de la cuisine",
    "binary_sensor.bedroom_window": "fenêtre de la chambre",
    "binary_sensor.smoke": "détecteur de fumée", "binary_sensor.phone": "téléphone",
    "climate.living_room": "chauffage du salon", "sensor.bedroom": "température de la chambre",
    "media_player.tv": "télé", "vacuum.robot": "Robi", "todo.shopping": "liste de courses",
    "person.anna": "Anna", "person.ben": "Ben",
}  # fmt: skip
AREAS = {
    "living_room": "salon", "kitchen": "cuisine", "bedroom": "chambre", "hall": "entrée",
    "garage": "garage",
}  # fmt: skip


@pytest.fixture(scope="module")
def house() -> House:
    return House("fr", NAMES, AREAS, {"ground": "rez-de-chaussée", "upper": "premier étage"})


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("allume le lampadaire", {"light.floor_lamp turn_on"}),
        ("tu peux éteindre le plafonnier s'il te plaît", {"light.ceiling turn_off"}),
        ("allumer la machine à café", {"switch.coffee turn_on"}),
        ("éteins toutes les lumières du salon",
         {"light.ceiling turn_off", "light.floor_lamp turn_off"}),
        ("éteins les lumières dans toute la maison",
         {"light.bedroom turn_off", "light.ceiling turn_off", "light.floor_lamp turn_off",
          "light.kitchen turn_off"}),
        ("éteins toutes les lampes du rez-de-chaussée",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.kitchen turn_off"}),
        ("ferme les volets du salon",
         {"cover.living_left close_cover", "cover.living_right close_cover"}),
        ("ferme tous les volets",
         {"cover.living_left close_cover", "cover.living_right close_cover"}),
        ("baisse le volet gauche", {"cover.living_left close_cover"}),
        ("ouvre le rideau de la chambre", {"cover.bedroom open_cover"}),
        ("ouvre la porte de garage", {"cover.garage open_cover"}),
        ("verrouille la porte d'entrée", {"lock.front lock"}),
        ("déverrouille la porte d'entrée", {"lock.front unlock"}),
        ("mets le volet droit à 40 %", {"cover.living_right set_cover_position 40"}),
        ("règle le plafonnier à 20 %", {"light.ceiling turn_on 20"}),
        ("mets le lampadaire en rouge", {"light.floor_lamp turn_on red"}),
        ("mets le chauffage du salon à 22 degrés", {"climate.living_room set_temperature 22"}),
        ("mets le volume de la télé à 15 %", {"media_player.tv volume_set 0.15"}),
        ("allume le ventilateur de la chambre", {"fan.bedroom turn_on"}),
        ("ajoute du lait à la liste de courses", {"todo.shopping add_item lait"}),
        ("éteins la lumière de la cuisine et allume le lampadaire",
         {"light.floor_lamp turn_on", "light.kitchen turn_off"}),
    ],
)  # fmt: skip
async def test_an_order_moves_just_what_was_said(house: House, said: str, moves: set[str]) -> None:
    assert await house.moves(said) == moves


async def test_the_room_of_the_speaker_is_meant(house: House) -> None:
    assert await house.moves("éteins la lumière", "kitchen") == {"light.kitchen turn_off"}
    assert await house.moves("allume la lumière ici", "bedroom") == {"light.bedroom turn_on"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("est-ce que la porte d'entrée est verrouillée ?", "Oui, porte d'entrée"),
        ("la fenêtre de la cuisine est-elle ouverte ?", "Oui, fenêtre de la cuisine"),
        ("toutes les fenêtres sont-elles fermées ?", "Non, fenêtre de la cuisine"),
        ("quelles fenêtres sont ouvertes ?", "fenêtre de la cuisine"),
        ("combien de lumières sont allumées ?", "2 allumée"),
        ("y a-t-il de la fumée dans la cuisine ?", "Non"),
        ("la batterie du téléphone est-elle faible ?", "Oui, téléphone"),
        ("la porte de garage est fermée ?", "Oui, porte de garage"),
        ("quelle est la température de la chambre ?", "18.5"),
        ("qui est à la maison ?", "Anna"),
        ("Ben est-il à la maison ?", "Non, Ben"),
        ("où est Anna ?", "Anna est à la maison."),
        ("les volets du salon sont-ils fermés ?", "Non"),
        ("quelle heure est-il ?", "Il est"),
        ("est-ce que la télé est allumée ?", "Oui, télé"),
        ("quel est l'état de la machine à café ?", "machine à café : éteint."),
    ],
)  # fmt: skip
async def test_a_question_is_answered_in_french(house: House, said: str, told: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Answer), plan.body
    assert told in plan.body.text


@pytest.mark.parametrize(
    "said",
    [
        "éteins le four",
        "ouvre le store banne de la chambre",
        "allume la lumière du garage",
    ],
)
async def test_what_is_not_there_is_refused(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Refusal | Question), plan.body


@pytest.mark.parametrize(
    "said",
    [
        "hier la lumière de la cuisine était allumée",
        "n'éteins pas la lumière",
        "laisse le lampadaire allumé",
        "quand il fera nuit, allume la lumière",
        "ma mère a dit d'éteindre la lumière",
        "pourquoi la lumière de la cuisine est-elle allumée ?",
        "le lampadaire est joli",
        "lumière",
        "éteins tout sauf le lampadaire",
    ],
)
async def test_what_is_no_order_moves_nothing(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert not isinstance(plan.body, Steps | Chores), plan.body
