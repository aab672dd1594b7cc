"""Italian as people speak it at home: orders, questions, refusals, and what must not move."""

import pytest

from hub.home.plan import Answer, Chores, Question, Refusal, Steps
from tests.language.languages.homes_for_tests import House

NAMES = {
    "light.ceiling": "lampadario", "light.floor_lamp": "lampada da terra",
    "light.kitchen": "luce cucina", "light.bedroom": "lampada da comodino",
    "switch.coffee": "macchina del caffè", "fan.bedroom": "ventilatore camera",
    "cover.living_left": "tapparella sinistra", "cover.living_right": "tapparella destra",
    "cover.bedroom": "tenda camera", "cover.garage": "porta del garage",
    "lock.front": "porta d'ingresso", "binary_sensor.kitchen_window": "finestra cucina",
    "binary_sensor.bedroom_window": "finestra camera",
    "binary_sensor.smoke": "rilevatore di fumo", "binary_sensor.phone": "telefono",
    "climate.living_room": "termosifone soggiorno", "sensor.bedroom": "temperatura camera",
    "media_player.tv": "tv", "vacuum.robot": "Robi", "todo.shopping": "lista della spesa",
    "person.anna": "Anna", "person.ben": "Ben",
}  # fmt: skip
AREAS = {
    "living_room": "soggiorno", "kitchen": "cucina", "bedroom": "camera", "hall": "ingresso",
    "garage": "garage",
}  # fmt: skip


@pytest.fixture(scope="module")
def house() -> House:
    return House("it", NAMES, AREAS, {"ground": "piano terra", "upper": "primo piano"})


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("accendi la lampada da terra", {"light.floor_lamp turn_on"}),
        ("puoi spegnere il lampadario per favore", {"light.ceiling turn_off"}),
        ("accendere la macchina del caffè", {"switch.coffee turn_on"}),
        ("spegni tutte le luci in soggiorno",
         {"light.ceiling turn_off", "light.floor_lamp turn_off"}),
        ("spegni le luci in tutta la casa",
         {"light.bedroom turn_off", "light.ceiling turn_off", "light.floor_lamp turn_off",
          "light.kitchen turn_off"}),
        ("spegni tutte le luci al piano terra",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.kitchen turn_off"}),
        ("chiudi le tapparelle in soggiorno",
         {"cover.living_left close_cover", "cover.living_right close_cover"}),
        ("chiudi tutte le tapparelle",
         {"cover.living_left close_cover", "cover.living_right close_cover"}),
        ("abbassa la tapparella sinistra", {"cover.living_left close_cover"}),
        ("apri la tenda in camera", {"cover.bedroom open_cover"}),
        ("apri la porta del garage", {"cover.garage open_cover"}),
        ("chiudi a chiave la porta d'ingresso", {"lock.front lock"}),
        ("sblocca la porta d'ingresso", {"lock.front unlock"}),
        ("metti la tapparella destra al 40 %", {"cover.living_right set_cover_position 40"}),
        ("imposta il lampadario al 20 percento", {"light.ceiling turn_on 20"}),
        ("metti la lampada da terra in rosso", {"light.floor_lamp turn_on red"}),
        ("imposta il termosifone soggiorno a 22 gradi", {"climate.living_room set_temperature 22"}),
        ("metti il volume della tv al 15 %", {"media_player.tv volume_set 0.15"}),
        ("accendi il ventilatore in camera", {"fan.bedroom turn_on"}),
        ("aggiungi latte alla lista della spesa", {"todo.shopping add_item latte"}),
        ("spegni la luce cucina e accendi la lampada da terra",
         {"light.floor_lamp turn_on", "light.kitchen turn_off"}),
    ],
)  # fmt: skip
async def test_an_order_moves_just_what_was_said(house: House, said: str, moves: set[str]) -> None:
    assert await house.moves(said) == moves


async def test_the_room_of_the_speaker_is_meant(house: House) -> None:
    assert await house.moves("spegni la luce", "kitchen") == {"light.kitchen turn_off"}
    assert await house.moves("accendi la luce qui", "bedroom") == {"light.bedroom turn_on"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("la porta d'ingresso è chiusa a chiave?", "Sì, porta d'ingresso"),
        ("è aperta la finestra in cucina?", "Sì, finestra cucina"),
        ("sono chiuse tutte le finestre?", "No, finestra cucina"),
        ("quali finestre sono aperte?", "finestra cucina"),
        ("quante luci sono accese?", "2 accesa"),
        ("c'è fumo in cucina?", "No"),
        ("la batteria del telefono è scarica?", "Sì, telefono"),
        ("la porta del garage è chiusa?", "Sì, porta del garage"),
        ("qual è la temperatura in camera?", "18.5"),
        ("chi è in casa?", "Anna"),
        ("Ben è a casa?", "No, Ben"),
        ("dov'è Anna?", "Anna è in casa."),
        ("le tapparelle in soggiorno sono abbassate?", "No"),
        ("che ore sono?", "Sono le"),
        ("la tv è accesa?", "Sì, tv"),
        ("qual è lo stato della macchina del caffè?", "macchina del caffè: spento."),
    ],
)  # fmt: skip
async def test_a_question_is_answered_in_italian(house: House, said: str, told: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Answer), plan.body
    assert told in plan.body.text


@pytest.mark.parametrize(
    "said",
    [
        "spegni il forno",
        "apri la tenda da sole in camera",
        "accendi la luce in garage",
    ],
)
async def test_what_is_not_there_is_refused(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Refusal | Question), plan.body


@pytest.mark.parametrize(
    "said",
    [
        "ieri la luce in cucina era accesa",
        "non spegnere la luce",
        "lascia accesa la lampada da terra",
        "quando fa buio accendi la luce",
        "mia madre ha detto di spegnere la luce",
        "perché è accesa la luce in cucina?",
        "la lampada da terra è bella",
        "luce",
        "spegni tutto tranne la lampada da terra",
    ],
)
async def test_what_is_no_order_moves_nothing(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert not isinstance(plan.body, Steps | Chores), plan.body
