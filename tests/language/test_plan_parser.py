"""Whatever the model writes becomes a body or a refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.ids import EntityId
from hub.home.plan import Question, Refusal, Steps
from hub.language.candidate import Query
from hub.language.plan_parser import parse_plan
from tests.support.small_house import candidates, small_house

CANDIDATES = candidates(small_house())
WORDS = (
    "turn", "on", "turn_off", "set", "to", "unlock", "Front", "door", "Desk", "lamp", ",", ";",
    "40%", "21°", "none", "ask", "state", "which", "Nursery", "thermostat", "-1%", "1e9", "\n",
)  # fmt: skip


def steps(text: str) -> list[tuple[str, dict[str, object], tuple[str, ...]]]:
    body = parse_plan(text, CANDIDATES)
    assert isinstance(body, Steps), body
    return [(s.command.action, s.command.data(), tuple(s.targets)) for s in body.steps]


def test_steps_are_merged_and_not_repeated() -> None:
    assert steps(" turn off Desk lamp, Kitchen ceiling; turn off Desk lamp\n") == [
        ("light.turn_off", {}, ("light.desk_lamp", "light.kitchen_ceiling"))
    ]


@pytest.mark.parametrize(
    ("text", "action", "data"),
    [
        ("set Desk lamp to 40%", "light.turn_on", {"brightness_pct": 40.0}),
        ("set Floor lamp to warm white", "light.turn_on", {"color_temp_kelvin": 2700}),
        ("set Nursery thermostat to 21.5°", "climate.set_temperature", {"temperature": 21.5}),
        ("set Living room speaker to 30%", "media_player.volume_set", {"volume_level": 0.3}),
        ("set Living room speaker to Line in", "media_player.select_source", {"source": "Line in"}),
        ("set Oven timer to 12.5", "number.set_value", {"value": 12.5}),
        ("unmute Living room speaker", "media_player.volume_mute", {"is_volume_muted": False}),
    ],
)
def test_values(text: str, action: str, data: dict[str, object]) -> None:
    assert [(a, d) for a, d, _ in steps(text)] == [(action, data)]


def test_queries_and_questions() -> None:
    state = parse_plan(" state Nursery temperature\n", CANDIDATES)
    assert state == Query("state", (EntityId("sensor.nursery"),))
    which = parse_plan(" which open Bathroom window\n", CANDIDATES)
    assert which == Query("which", (EntityId("binary_sensor.window"),), wanted="on")
    ask = parse_plan(" ask Left blind, Right blind\n", CANDIDATES)
    assert isinstance(ask, Question)
    assert ask.options == ("cover.living_left", "cover.living_right")


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "",
        "turn on",
        "turn on Attic lamp",
        "turn on Front door",
        "set Desk lamp to 101%",
        "set Desk lamp to 4_0%",
        "set Desk lamp to ٤٠%",
        "set Desk lamp to nan%",
        "set Counter lights to 40%",
        "which glowing Desk lamp",
        "turn on Desk lamp\nunlock Front door",
        "state Desk lamp; turn on Desk lamp",
        "; ".join(["turn on Desk lamp"] * 9),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert isinstance(parse_plan(text, CANDIDATES), Refusal)


@given(st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_no_text_raises(text: str) -> None:
    assert isinstance(parse_plan(text, CANDIDATES), Steps | Query | Question | Refusal)
