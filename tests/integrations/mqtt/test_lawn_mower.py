"""Lawn mowers: what real ones announce, report, and are told."""

import logging

import pytest

from hub.home.errors import UnsupportedCommand
from hub.home.model import UNKNOWN
from integrations.mqtt.message import Publish
from tests.integrations.mqtt.offline import Offline

ONE_TOPIC = {"template": '{"activity": "{{ value }}"}', "topic": "mower/set"}
# The example of Home Assistant's documentation: one topic, with templates.
PLUS = {
    "name": "Lawn Mower Plus",
    "activity_state_topic": "mower/state",
    "activity_value_template": "{{ value_json.activity }}",
    **{
        f"{verb}_command_{key}": value
        for verb in ("start_mowing", "pause", "dock", "stop")
        for key, value in ONE_TOPIC.items()
    },
}
# As OpenMower announces itself: it knows no way to stop but the dock, and short names.
OPEN_MOWER = {
    "name": "Mower",
    "act_stat_t": "open_mower/state",
    "strt_mw_cmd_t": "open_mower/start",
    "pause_cmd_t": "open_mower/pause",
    "pause_mw_cmd_tpl": "wait",
    "dock_cmd_t": "open_mower/dock",
    "json_attr_t": "open_mower/more",
    "qos": 1,
    "ret": True,
}
ACTIVITIES = ("mowing", "paused", "idle", "docked", "returning", "error")


async def test_the_documented_example() -> None:
    mower = Offline("lawn_mower", PLUS)
    assert mower.verbs == {"start_mowing", "pause", "dock", "stop"}
    assert mower.shows(UNKNOWN, assumed_state=None)
    for activity in ACTIVITIES:
        mower.say("mower/state", {"activity": activity})
        assert mower.shows(activity)
    for verb in sorted(mower.verbs):
        assert mower.sends(f"lawn_mower.{verb}") == [
            Publish("mower/set", f'{{"activity": "{verb}"}}')
        ]
    assert mower.shows("error")
    mower.say("mower/state", {"activity": "none"})
    assert mower.shows(UNKNOWN)
    mower.say("mower/state", {"activity": "docked"})
    mower.say("mower/state", {"activity": None})
    assert mower.shows(UNKNOWN)


async def test_it_offers_what_it_has_topics_for() -> None:
    mower = Offline("lawn_mower", OPEN_MOWER)
    assert mower.verbs == {"start_mowing", "pause", "dock"}
    mower.say("open_mower/state", "mowing")
    mower.say("open_mower/more", {"battery_level": 80})
    assert mower.shows("mowing", battery_level=80)
    for verb, topic, payload in (
        ("start_mowing", "start", "start_mowing"), ("pause", "pause", "wait"),
        ("dock", "dock", "dock"),
    ):  # fmt: skip
        assert mower.sends(f"lawn_mower.{verb}") == [
            Publish(f"open_mower/{topic}", payload, qos=1, retain=True)
        ]
    with pytest.raises(UnsupportedCommand, match="does not offer"):
        mower.sends("lawn_mower.stop")


@pytest.mark.parametrize("extra", [{"activity_state_topic": None}, {"optimistic": True}])
async def test_what_reports_nothing_is_taken_at_its_word(extra: dict[str, object]) -> None:
    mower = Offline("lawn_mower", PLUS | extra)
    assert mower.shows(UNKNOWN, assumed_state=True)
    for verb, state in (
        ("start_mowing", "mowing"), ("pause", "paused"), ("stop", "idle"), ("dock", "docked"),
    ):  # fmt: skip
        mower.sends(f"lawn_mower.{verb}")
        assert mower.shows(state)


@pytest.mark.parametrize("rubbish", ["MOWING", "eating", "1", "[]"])
async def test_rubbish_costs_one_line_and_changes_nothing(
    rubbish: str, caplog: pytest.LogCaptureFixture
) -> None:
    mower = Offline("lawn_mower", OPEN_MOWER)
    mower.say("open_mower/state", "returning")
    mower.say("open_mower/state", "")
    with caplog.at_level(logging.WARNING):
        mower.say("open_mower/state", rubbish)
        mower.say("open_mower/state", rubbish)
    assert mower.shows("returning")
    assert len(caplog.records) == 1
