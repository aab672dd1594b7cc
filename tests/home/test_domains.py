"""The domains of the house: what their commands accept and expect."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.home.actions import ACTIONS, DOMAINS, generic_action, parse_command
from hub.home.domains.fan import SetPercentage
from hub.home.errors import InvalidCommand
from hub.home.ids import EntityId, domain_of
from hub.home.model import Context, State

Data = dict[str, Any]


def state(entity_id: str, value: str, **attributes: Any) -> State:
    now = datetime.now(UTC)
    return State(EntityId(entity_id), value, attributes, now, now, now, Context())


def test_every_action_belongs_to_a_domain() -> None:
    of_entities = {action for action, kind in ACTIONS.items() if not kind.is_for_house}
    assert set(map(domain_of, of_entities)) <= set(DOMAINS)
    assert list(DOMAINS) == sorted(set(DOMAINS))


@pytest.mark.parametrize(
    ("action", "data", "before", "after", "not_after"),
    [
        ("input_boolean.toggle", {}, ("on", {}), ("off", {}), ("on", {})),
        ("automation.turn_off", {}, ("on", {}), ("off", {}), ("on", {})),
        (
            "automation.trigger",
            {},
            ("on", {"last_triggered": None}),
            ("on", {"last_triggered": "2026-01-01T08:00:00+00:00"}),
            ("on", {"last_triggered": None}),
        ),
        (
            "script.turn_on",
            {"variables": {"who": "Anna"}},
            ("off", {"last_triggered": "2026-01-01T08:00:00+00:00"}),
            ("off", {"last_triggered": "2026-01-01T09:00:00+00:00"}),
            ("off", {"last_triggered": "2026-01-01T08:00:00+00:00"}),
        ),
        ("script.toggle", {}, ("on", {}), ("off", {}), ("on", {})),
        ("input_number.increment", {}, ("9.5", {"step": 1, "max": 10}), ("10.0", {}), ("10.5", {})),
        ("input_number.decrement", {}, ("5", {"step": 2}), ("3", {}), ("5", {})),
        ("input_select.select_next", {}, ("b", {"options": ["a", "b"]}), ("a", {}), ("b", {})),
        (
            "input_select.select_next",
            {"cycle": False},
            ("b", {"options": ["a", "b"]}),
            ("b", {}),
            ("a", {}),
        ),
        ("input_select.select_previous", {}, ("a", {"options": ["a", "b"]}), ("b", {}), ("a", {})),
        ("text.set_value", {"value": "hi"}, ("", {}), ("hi", {}), ("", {})),
        ("timer.start", {"duration": 90}, ("idle", {}), ("active", {}), ("idle", {})),
        ("timer.finish", {}, ("active", {}), ("idle", {}), ("active", {})),
        ("counter.increment", {}, ("3", {"step": 2}), ("5", {}), ("4", {})),
        ("counter.reset", {}, ("3", {"initial": 1}), ("1", {}), ("0", {})),
        (
            "fan.increase_speed",
            {},
            ("on", {"percentage": 33, "percentage_step": 100 / 3}),
            ("on", {"percentage": 66}),
            ("on", {"percentage": 33}),
        ),
        ("fan.decrease_speed", {}, ("on", {"percentage": 10}), ("off", {}), ("on", {})),
        ("fan.increase_speed", {}, ("off", {}), ("on", {"percentage": 10}), ("off", {})),
        (
            "cover.toggle_cover_tilt",
            {},
            ("open", {"current_tilt_position": 40}),
            ("open", {"current_tilt_position": 0}),
            ("open", {"current_tilt_position": 100}),
        ),
        (
            "valve.set_valve_position",
            {"position": 40},
            ("closed", {"current_position": 0}),
            ("open", {"current_position": 41}),
            ("opening", {"current_position": 40}),
        ),
        (
            "media_player.shuffle_set",
            {"shuffle": True},
            ("playing", {}),
            ("playing", {"shuffle": True}),
            ("playing", {"shuffle": False}),
        ),
        (
            "media_player.repeat_set",
            {"repeat": "one"},
            ("playing", {}),
            ("playing", {"repeat": "one"}),
            ("playing", {"repeat": "all"}),
        ),
        ("humidifier.set_mode", {"mode": "eco"}, ("on", {}), ("on", {"mode": "eco"}), ("on", {})),
        ("siren.turn_on", {"duration": 5}, ("off", {}), ("on", {}), ("off", {})),
        (
            "vacuum.clean_area",
            {"cleaning_area_id": "hall"},
            ("docked", {}),
            ("cleaning", {}),
            ("docked", {}),
        ),
        ("lawn_mower.stop", {}, ("mowing", {}), ("idle", {}), ("returning", {})),
        ("lawn_mower.dock", {}, ("mowing", {}), ("returning", {}), ("mowing", {})),
        ("water_heater.turn_on", {}, ("off", {}), ("turbo", {}), ("unavailable", {})),
        (
            "water_heater.set_temperature",
            {"temperature": 50, "operation_mode": "eco"},
            ("gas", {}),
            ("eco", {"temperature": 50.2}),
            ("gas", {"temperature": 50}),
        ),
        (
            "water_heater.set_away_mode",
            {"away_mode": True},
            ("eco", {}),
            ("eco", {"away_mode": "on"}),
            ("eco", {"away_mode": "off"}),
        ),
        (
            "alarm_control_panel.alarm_arm_night",
            {"code": "1234"},
            ("disarmed", {}),
            ("armed_night", {}),
            ("arming", {}),
        ),
        ("camera.turn_on", {}, ("off", {}), ("recording", {}), ("off", {})),
        (
            "assist_satellite.announce",
            {"message": "dinner"},
            ("idle", {"last_played": None}),
            ("idle", {"last_played": "2026-01-01T08:00:00+00:00"}),
            ("responding", {"last_played": None}),
        ),
        (
            "assist_satellite.announce",
            {"message": "dinner"},
            ("idle", {"last_sent": None}),
            ("idle", {"last_sent": "2026-01-01T08:00:00+00:00"}),
            ("responding", {"last_sent": None}),
        ),
        (
            "assist_satellite.announce",
            {"message": "dinner"},
            ("idle", {"last_played": None, "last_sent": None}),
            ("idle", {"last_played": "2026-01-01T08:00:00+00:00"}),
            ("idle", {"last_played": None, "last_sent": "2026-01-01T08:00:00+00:00"}),
        ),
        ("update.skip", {}, ("on", {}), ("off", {}), ("on", {})),
    ],
)
def test_only_what_was_asked_for_counts_as_done(
    action: str,
    data: Data,
    before: tuple[str, Data],
    after: tuple[str, Data],
    not_after: tuple[str, Data],
) -> None:
    entity_id = f"{domain_of(action)}.x"
    expected = parse_command(action, data).expected(state(entity_id, before[0], **before[1]))
    assert expected is not None
    assert expected.is_met_by(state(entity_id, after[0], **after[1]))
    assert not expected.is_met_by(state(entity_id, not_after[0], **not_after[1]))


@pytest.mark.parametrize(
    "action", ["scene.turn_on", "script.turn_on", "automation.trigger", "input_button.press",
               "notify.send_message"],
)  # fmt: skip
def test_what_reports_nothing_is_never_verified(action: str) -> None:
    data = {"message": "hi"} if action == "notify.send_message" else {}
    assert parse_command(action, data).expected(state(f"{domain_of(action)}.x", "unknown")) is None


@pytest.mark.parametrize(
    ("action", "data", "now", "problem"),
    [
        ("humidifier.set_humidity", {"humidity": 90}, ("on", {"max_humidity": 80}), "above"),
        ("humidifier.set_mode", {"mode": "x"}, ("on", {"available_modes": ["a"]}), "not one of a"),
        (
            "media_player.select_sound_mode",
            {"sound_mode": "x"},
            ("on", {"sound_mode_list": ["music", "film"]}),
            "not one of music, film",
        ),
        ("siren.turn_on", {"tone": "x"}, ("off", {"available_tones": ["fire"]}), "not one of fire"),
        ("water_heater.set_temperature", {"temperature": 90}, ("eco", {"max_temp": 65}), "above"),
        ("alarm_control_panel.alarm_disarm", {}, ("armed_away", {"code_format": "number"}), "code"),
        ("alarm_control_panel.alarm_arm_away", {}, ("disarmed", {"code_format": "text"}), "code"),
        (
            "alarm_control_panel.alarm_trigger",
            {},
            ("disarmed", {"code_format": "number", "code_trigger_required": True}),
            "code",
        ),
        (
            "vacuum.clean_area",
            {"cleaning_area_id": ["hall", "attic"]},
            ("docked", {"segments": {"1": "Hall"}}),
            "no room 'attic'; it has Hall",
        ),
        ("timer.pause", {}, ("idle", {}), "does not run"),
        ("update.install", {}, ("off", {}), "no newer version"),
        ("text.set_value", {"value": "hello"}, ("", {"max": 3}), "above the highest possible, 3"),
    ],
)
def test_the_device_sets_the_limits(
    action: str, data: Data, now: tuple[str, Data], problem: str
) -> None:
    found = parse_command(action, data).problem(state(f"{domain_of(action)}.x", now[0], **now[1]))
    assert found is not None
    assert problem in found


def test_a_panel_that_arms_without_a_code_asks_for_none() -> None:
    panel = state(
        "alarm_control_panel.x", "disarmed", code_format="number", code_arm_required=False
    )
    assert parse_command("alarm_control_panel.alarm_arm_away", {}).problem(panel) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (90, "0:01:30"),
        ("0:05:00", "0:05:00"),
        ("01:30", "1:30:00"),
        ({"minutes": 5, "seconds": 10}, "0:05:10"),
        ("45", "0:00:45"),
    ],
)
def test_a_duration_may_be_written_in_many_ways(given: object, kept: str) -> None:
    assert parse_command("timer.start", {"duration": given}).data() == {"duration": kept}


@pytest.mark.parametrize("given", [0, -5, "soon", "0:00:00", True, {"weeks": 1}, 1e12, [5]])
def test_a_wrong_duration_is_refused(given: object) -> None:
    with pytest.raises(InvalidCommand, match="expected a duration"):
        parse_command("timer.start", {"duration": given})


def test_turning_on_and_off_reaches_what_says_it_differently() -> None:
    assert generic_action("turn_on", "lawn_mower") == "lawn_mower.start_mowing"
    assert generic_action("turn_off", "lawn_mower") == "lawn_mower.dock"
    assert generic_action("turn_on", "scene") == "scene.turn_on"
    assert generic_action("turn_off", "scene") is None
    assert generic_action("turn_off", "alarm_control_panel") is None


@pytest.mark.parametrize("speeds", [2, 3, 4, 6, 100])
@pytest.mark.parametrize("percentage", [1, 34, 51, 60, 99, 100])
def test_a_fan_of_few_speeds_may_take_the_next_one_up(speeds: int, percentage: int) -> None:
    before = state("fan.hood", "off", percentage_step=100 / speeds)
    wanted = SetPercentage(percentage=percentage).expected(before)
    reached = round(math.ceil(percentage * speeds / 100) * 100 / speeds)
    assert wanted is not None
    assert wanted.is_met_by(state("fan.hood", "on", percentage=reached))
    too_fast = reached + 2 * 100 / speeds
    assert not wanted.is_met_by(state("fan.hood", "on", percentage=too_fast))
