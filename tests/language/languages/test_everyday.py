"""Everyday sentences in five languages: wishes, half open, louder by a bit, exceptions, times."""

import pytest

from hub.home.plan import Chores, Refusal, Steps
from tests.language.languages import (
    test_dutch,
    test_french,
    test_german,
    test_italian,
    test_spanish,
)
from tests.language.languages.homes_for_tests import House

_MODULES = {
    "de": test_german, "fr": test_french, "es": test_spanish, "it": test_italian,
    "nl": test_dutch,
}  # fmt: skip
BEDROOM_HALF = {"cover.bedroom set_cover_position 50"}


@pytest.fixture(scope="module")
def houses() -> dict[str, House]:
    floors = {
        "de": ("Erdgeschoss", "Obergeschoss"), "fr": ("Rez-de-chaussée", "Étage"),
        "es": ("Planta baja", "Primera planta"), "it": ("Piano terra", "Primo piano"),
        "nl": ("Begane grond", "Boven"),
    }  # fmt: skip
    made: dict[str, House] = {}
    for language, module in _MODULES.items():
        ground, upper = floors[language]
        levels = {"ground": ground, "upper": upper}
        made[language] = House(language, module.NAMES, module.AREAS, levels)
    return made


@pytest.mark.parametrize(
    ("language", "said", "moves"),
    [
        ("de", "ich hätte den Schlafzimmervorhang gern halb offen", BEDROOM_HALF),
        ("de", "könntest du den Schlafzimmervorhang zur Hälfte öffnen", BEDROOM_HALF),
        ("fr", "j'aimerais le rideau de la chambre à moitié ouvert", BEDROOM_HALF),
        ("fr", "ferme le rideau de la chambre à moitié", BEDROOM_HALF),
        ("es", "abre la cortina del dormitorio a la mitad", BEDROOM_HALF),
        ("it", "puoi aprire la tenda camera fino a metà", BEDROOM_HALF),
        ("nl", "kun je het slaapkamergordijn voor de helft sluiten", BEDROOM_HALF),
        ("de", "ich möchte die Deckenlampe in Grün", {"light.ceiling turn_on green"}),
        ("fr", "je voudrais le plafonnier en vert", {"light.ceiling turn_on green"}),
        ("es", "me gustaría la lámpara de techo en verde", {"light.ceiling turn_on green"}),
        ("it", "vorrei il lampadario verde", {"light.ceiling turn_on green"}),
        ("nl", "ik had de plafondlamp graag in het groen", {"light.ceiling turn_on green"}),
        ("de", "Robbi soll anfangen", {"vacuum.robot start"}),
        ("fr", "fais démarrer Robi", {"vacuum.robot start"}),
        ("es", "que Robi empiece a limpiar", {"vacuum.robot start"}),
        ("it", "fai partire Robi", {"vacuum.robot start"}),
        ("nl", "laat Robbie aan de slag gaan", {"vacuum.robot start"}),
        ("de", "schick Robbi zurück zur Station", {"vacuum.robot return_to_base"}),
        ("it", "manda Robi alla base", {"vacuum.robot return_to_base"}),
        ("de", "mach den Fernseher stumm", {"media_player.tv volume_mute True"}),
        ("fr", "coupe le son de la télé", {"media_player.tv volume_mute True"}),
        ("es", "quita el sonido de la tele", {"media_player.tv volume_mute True"}),
        ("it", "togli il volume alla tv", {"media_player.tv volume_mute True"}),
        ("nl", "zet het geluid van de tv uit", {"media_player.tv volume_mute True"}),
        ("de", "mach die Deckenlampe etwas heller", {"light.ceiling turn_on 20"}),
        ("de", "dimm die Deckenlampe um 30 Prozent", {"light.ceiling turn_on -30"}),
        ("fr", "baisse le chauffage du salon de 2 degrés",
         {"climate.living_room set_temperature 19"}),
        ("es", "sube la calefacción del salón un grado",
         {"climate.living_room set_temperature 22"}),
        ("it", "alza il termosifone soggiorno di due gradi",
         {"climate.living_room set_temperature 23"}),
        ("nl", "zet de tv harder, naar veertig procent", {"media_player.tv volume_set 0.4"}),
        ("de", "mach den Fernseher lauter, so auf vierzig Prozent",
         {"media_player.tv volume_set 0.4"}),
        ("fr", "mets la télé moins fort, à 10 pour cent", {"media_player.tv volume_set 0.1"}),
        ("de", "stell die Wohnzimmerheizung auf zweiundzwanzig Grad",
         {"climate.living_room set_temperature 22"}),
        ("it", "metti il termosifone soggiorno a ventidue gradi",
         {"climate.living_room set_temperature 22"}),
        ("de", "setz ein Brot auf die Einkaufsliste", {"todo.shopping add_item Brot"}),
        ("fr", "ajoute du lait à la liste de courses", {"todo.shopping add_item lait"}),
        ("es", "añade el pan a la lista de la compra", {"todo.shopping add_item pan"}),
        ("it", "aggiungi l'olio alla lista della spesa", {"todo.shopping add_item olio"}),
        ("nl", "zet een brood op de boodschappenlijst", {"todo.shopping add_item brood"}),
        ("it", "accendi la luce della cucina al 40 per cento", {"light.kitchen turn_on 40"}),
        ("it", "alza la tenda della camera", {"cover.bedroom open_cover"}),
        ("it", "spegni la luce nel salotto",
         {"light.ceiling turn_off", "light.floor_lamp turn_off"}),
        ("fr", "allume la lampe du chevet", {"light.bedroom turn_on"}),
        ("es", "enciende las luces de la sala",
         {"light.ceiling turn_on", "light.floor_lamp turn_on"}),
        ("fr", "mets un peu plus chaud dans le salon",
         {"climate.living_room set_temperature 22"}),
        ("es", "baja la calefacción del salón dos grados",
         {"climate.living_room set_temperature 19"}),
        ("de", "mach die Stehlampe warmweiß", {"light.floor_lamp turn_on 2700"}),
        ("de", "ich brauche Licht im Schlafzimmer", {"light.bedroom turn_on"}),
        ("it", "mi serve luce in cucina", {"light.kitchen turn_on"}),
        ("nl", "stuur Robbie terug naar het laadstation", {"vacuum.robot return_to_base"}),
        ("de", "setz Eier und Mehl auf die Liste",
         {"todo.shopping add_item Eier", "todo.shopping add_item Mehl"}),
        ("fr", "ajoute des œufs et de la farine à la liste",
         {"todo.shopping add_item œufs", "todo.shopping add_item farine"}),
        ("de", "setz Reis auf die Liste", {"todo.shopping add_item Reis"}),
        ("nl", "dim de lampen in de woonkamer een beetje",
         {"light.ceiling turn_on -20", "light.floor_lamp turn_on -20"}),
        ("de", "mach alle Lichter im Wohnzimmer aus außer der Stehlampe",
         {"light.ceiling turn_off"}),
        ("fr", "éteins toutes les lumières sauf la lampe de chevet et le lampadaire",
         {"light.ceiling turn_off", "light.kitchen turn_off"}),
        ("es", "apaga todas las luces menos la de la cocina",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.bedroom turn_off"}),
        ("it", "spegni tutte le luci tranne quelle del soggiorno",
         {"light.kitchen turn_off", "light.bedroom turn_off"}),
        ("nl", "doe alle lampen behalve de nachtlamp uit",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.kitchen turn_off"}),
        ("de", "mach die Lichter aus, die noch an sind",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.kitchen turn_off",
          "light.bedroom turn_off"}),
    ],
)  # fmt: skip
async def test_an_everyday_wish_is_carried_out(
    houses: dict[str, House], language: str, said: str, moves: set[str]
) -> None:
    assert await houses[language].moves(said) == moves


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "ich hätte gern eine neue Stehlampe"),
        ("de", "lass die Stehlampe an"),
        ("de", "die Heizung ist mir um 2 Grad zu warm gewesen"),
        ("de", "soll ich die Stehlampe anmachen?"),
        ("de", "die Lampe hätte gestern an sein sollen"),
        ("de", "mach alle Lichter aus außer der im Keller"),
        ("fr", "le lampadaire était bleu hier"),
        ("fr", "éteins tout sauf ce que tu veux"),
        ("fr", "laisse le lampadaire allumé"),
        ("es", "la lámpara de pie era azul"),
        ("es", "quería que lloviera"),
        ("it", "la lampada da terra era blu"),
        ("it", "vorrei una casa nuova"),
        ("it", "il lampadario è al 22 per cento"),
        ("it", "la luce in cucina è più forte"),
        ("de", "muss die Deckenlampe an sein"),
        ("it", "non alzare il termosifone soggiorno di due gradi"),
        ("nl", "laat de staande lamp aan"),
        ("nl", "ik wil dat je niets doet met de staande lamp"),
    ],
)
async def test_what_only_sounds_like_a_wish_moves_nothing(
    houses: dict[str, House], language: str, said: str
) -> None:
    plan = await houses[language].plan(said)
    assert not isinstance(plan.body, Steps | Chores), plan.body


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("de", "ich finde das Haus in Blau schön", "Das habe ich nicht verstanden."),
        ("de", "in der Küche ist die Lampe halb an", "Das habe ich nicht verstanden."),
        ("de", "stell die Stehlampe auf 300 Prozent", "dieser Wert geht nicht"),
        ("fr", "mets le chauffage du salon à 90 degrés", "cette valeur n'est pas possible"),
        ("nl", "ga in bad liggen", "Dat heb ik niet begrepen."),
    ],
)
async def test_a_refusal_speaks_the_language_of_the_user(
    houses: dict[str, House], language: str, said: str, told: str
) -> None:
    plan = await houses[language].plan(said)
    assert isinstance(plan.body, Refusal)
    assert told in plan.body.text
