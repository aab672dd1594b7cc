"""Spanish as people speak it at home: orders, questions, refusals, and what must not move."""

import pytest

from hub.home.plan import Answer, Chores, Question, Refusal, Steps
from tests.language.languages.homes_for_tests import House

NAMES = {
    "light.ceiling": "lámpara de techo", "light.floor_lamp": "lámpara de pie",
    "light.kitchen": "luz de la cocina", "light.bedroom": "lámpara de noche",
    "switch.coffee": "cafetera", "fan.bedroom": "ventilador del dormitorio",
    "cover.living_left": "persiana izquierda", "cover.living_right": "persiana derecha",
    "cover.bedroom": "cortina del dormitorio", "cover.garage": "puerta del garaje",
    "lock.front": "puerta principal", "binary_sensor.kitchen_window": "ventana de la cocina",
    "binary_sensor.bedroom_window": "ventana del dormitorio",
    "binary_sensor.smoke": "detector de humo", "binary_sensor.phone": "teléfono",
    "climate.living_room": "calefacción del salón",
    "sensor.bedroom": "temperatura del dormitorio", "media_player.tv": "tele",
    "vacuum.robot": "Robi", "todo.shopping": "lista de la compra", "person.anna": "Ana",
    "person.ben": "Ben",
}  # fmt: skip
AREAS = {
    "living_room": "salón", "kitchen": "cocina", "bedroom": "dormitorio", "hall": "entrada",
    "garage": "garaje",
}  # fmt: skip


@pytest.fixture(scope="module")
def house() -> House:
    return House("es", NAMES, AREAS, {"ground": "planta baja", "upper": "primera planta"})


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("enciende la lámpara de pie", {"light.floor_lamp turn_on"}),
        ("¿puedes apagar la lámpara de techo, por favor?", {"light.ceiling turn_off"}),
        ("encender la cafetera", {"switch.coffee turn_on"}),
        ("apaga todas las luces del salón",
         {"light.ceiling turn_off", "light.floor_lamp turn_off"}),
        ("apaga las luces de toda la casa",
         {"light.bedroom turn_off", "light.ceiling turn_off", "light.floor_lamp turn_off",
          "light.kitchen turn_off"}),
        ("apaga todas las luces de la planta baja",
         {"light.ceiling turn_off", "light.floor_lamp turn_off", "light.kitchen turn_off"}),
        ("cierra las persianas del salón",
         {"cover.living_left close_cover", "cover.living_right close_cover"}),
        ("cierra todas las persianas",
         {"cover.living_left close_cover", "cover.living_right close_cover"}),
        ("baja la persiana izquierda", {"cover.living_left close_cover"}),
        ("abre la cortina del dormitorio", {"cover.bedroom open_cover"}),
        ("abre la puerta del garaje", {"cover.garage open_cover"}),
        ("bloquea la puerta principal", {"lock.front lock"}),
        ("desbloquea la puerta principal", {"lock.front unlock"}),
        ("pon la persiana derecha al 40 %", {"cover.living_right set_cover_position 40"}),
        ("pon la lámpara de techo al 20 por ciento", {"light.ceiling turn_on 20"}),
        ("pon la lámpara de pie en rojo", {"light.floor_lamp turn_on red"}),
        ("pon la calefacción del salón a 22 grados", {"climate.living_room set_temperature 22"}),
        ("pon el volumen de la tele al 15 %", {"media_player.tv volume_set 0.15"}),
        ("enciende el ventilador del dormitorio", {"fan.bedroom turn_on"}),
        ("añade leche a la lista de la compra", {"todo.shopping add_item leche"}),
        ("apaga la luz de la cocina y enciende la lámpara de pie",
         {"light.floor_lamp turn_on", "light.kitchen turn_off"}),
    ],
)  # fmt: skip
async def test_an_order_moves_just_what_was_said(house: House, said: str, moves: set[str]) -> None:
    assert await house.moves(said) == moves


async def test_the_room_of_the_speaker_is_meant(house: House) -> None:
    assert await house.moves("apaga la luz", "kitchen") == {"light.kitchen turn_off"}
    assert await house.moves("enciende la luz aquí", "bedroom") == {"light.bedroom turn_on"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("¿está cerrada con llave la puerta principal?", "Sí, puerta principal"),
        ("¿está abierta la ventana de la cocina?", "Sí, ventana de la cocina"),
        ("¿están todas las ventanas cerradas?", "No, ventana de la cocina"),
        ("¿qué ventanas están abiertas?", "ventana de la cocina"),
        ("¿cuántas luces hay encendidas?", "2 encendida"),
        ("¿hay humo en la cocina?", "No"),
        ("¿está baja la batería del teléfono?", "Sí, teléfono"),
        ("¿está cerrada la puerta del garaje?", "Sí, puerta del garaje"),
        ("¿cuál es la temperatura del dormitorio?", "18.5"),
        ("¿quién está en casa?", "Ana"),
        ("¿está Ben en casa?", "No, Ben"),
        ("¿dónde está Ana?", "Ana está en casa."),
        ("¿están bajadas las persianas del salón?", "No"),
        ("¿qué hora es?", "Son las"),
        ("¿está encendida la tele?", "Sí, tele"),
        ("¿cómo está la cafetera?", "cafetera: apagado."),
    ],
)  # fmt: skip
async def test_a_question_is_answered_in_spanish(house: House, said: str, told: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Answer), plan.body
    assert told in plan.body.text


@pytest.mark.parametrize(
    "said",
    [
        "apaga el horno",
        "abre el toldo del dormitorio",
        "enciende la luz del garaje",
    ],
)
async def test_what_is_not_there_is_refused(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert isinstance(plan.body, Refusal | Question), plan.body


@pytest.mark.parametrize(
    "said",
    [
        "ayer la luz de la cocina estaba encendida",
        "no apagues la luz",
        "deja la lámpara de pie encendida",
        "cuando anochezca, enciende la luz",
        "mi madre dijo que apagara la luz",
        "¿por qué está encendida la luz de la cocina?",
        "la lámpara de pie es bonita",
        "luz",
        "apaga todo menos la lámpara de pie",
    ],
)
async def test_what_is_no_order_moves_nothing(house: House, said: str) -> None:
    plan = await house.plan(said)
    assert not isinstance(plan.body, Steps | Chores), plan.body
