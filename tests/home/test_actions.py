"""Commands: parsing, capabilities, and what a device must report."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.actions import ACTIONS, check, generic_action, parse_command
from hub.home.errors import InvalidCommand, UnknownAction, UnsupportedCommand
from hub.home.ids import EntityId
from hub.home.model import Context, Entity, State


def state(entity_id: str, value: str, **attributes: Any) -> State:
    now = datetime.now(UTC)
    return State(EntityId(entity_id), value, attributes, now, now, now, Context())


def test_unknown_action_names_the_nearest() -> None:
    with pytest.raises(UnknownAction, match="did you mean 'light.turn_on'"):
        parse_command("light.turn_onn", {})


@pytest.mark.parametrize(
    ("action", "data", "problem"),
    [
        ("light.turn_on", {"brightnes": 3}, "did you mean 'brightness'"),
        ("light.turn_on", {"brightness": 256}, "brightness: .*less than or equal to 255"),
        ("light.turn_on", {"brightness": 3, "brightness_pct": 4}, "give one of brightness"),
        ("light.turn_on", {"color_name": "blurple"}, "unknown color_name"),
        ("fan.set_percentage", {"percentage": 101}, "percentage: .*less than or equal to 100"),
        ("climate.set_temperature", {}, "give temperature"),
        ("todo.update_item", {"item": "milk"}, "give what to change"),
        ("lock.unlock", {"force": True}, "unknown key 'force'; it takes code"),
    ],
)
def test_wrong_data_is_refused_with_its_place(
    action: str, data: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidCommand, match=problem):
        parse_command(action, data)


def test_brightness_percent_becomes_a_byte_and_is_expected() -> None:
    command = parse_command("light.turn_on", {"brightness_pct": 40})
    expected = command.expected(state("light.a", "off"))
    assert expected is not None
    assert expected.is_met_by(state("light.a", "on", brightness=102))
    assert not expected.is_met_by(state("light.a", "on", brightness=255))
    assert not expected.is_met_by(state("light.a", "off"))


def test_a_step_down_from_darkness_is_off() -> None:
    command = parse_command("light.turn_on", {"brightness_step_pct": -50})
    expected = command.expected(state("light.a", "on", brightness=20))
    assert expected is not None
    assert expected.is_met_by(state("light.a", "off"))


def test_a_light_without_dimmer_says_so() -> None:
    entity = Entity(EntityId("light.a"), "A", "mqtt", "a", actions=frozenset({"light.turn_on"}))
    command = parse_command("light.turn_on", {"brightness": 3})
    with pytest.raises(UnsupportedCommand, match="cannot be dimmed"):
        check(command, entity, state("light.a", "off", supported_color_modes=["onoff"]))


def test_an_action_not_offered_is_refused() -> None:
    entity = Entity(EntityId("lock.a"), "A", "mqtt", "a", actions=frozenset({"lock.lock"}))
    with pytest.raises(UnsupportedCommand, match="does not offer"):
        check(parse_command("lock.open", {}), entity, state("lock.a", "locked"))


def test_thermostat_limits_come_from_the_device() -> None:
    command = parse_command("climate.set_temperature", {"temperature": 31})
    assert command.problem(state("climate.a", "heat", min_temp=5, max_temp=30)) == (
        "31° is above the highest possible, 30°"
    )


def test_a_number_may_be_reported_as_text() -> None:
    expected = parse_command("number.set_value", {"value": 2.5}).expected(
        state("number.a", "1", step=0.1)
    )
    assert expected is not None
    assert expected.is_met_by(state("number.a", "2.50"))
    assert not expected.is_met_by(state("number.a", "unknown"))


def test_turning_everything_off_never_means_a_lock() -> None:
    assert generic_action("turn_off", "lock") is None
    assert generic_action("turn_off", "cover") == "cover.close_cover"
    assert generic_action("turn_off", "sensor") is None


@given(
    st.sampled_from(sorted(ACTIONS)),
    st.dictionaries(
        st.text(max_size=12), st.none() | st.integers() | st.floats() | st.text(max_size=8)
    ),
)
def test_any_data_is_parsed_or_refused(action: str, data: dict[str, Any]) -> None:
    try:
        command = parse_command(action, data)
    except InvalidCommand as error:
        assert error.problems
        return
    assert parse_command(command.action, command.data()) == command
