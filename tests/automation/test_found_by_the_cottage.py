"""What whole rule files brought to light, held fast where it is quick to hold."""

from datetime import timedelta
from typing import Any

import pytest

from hub.automation.endings import ending_id, is_ending
from hub.automation.settling import reported
from hub.home.actions import parse_command
from hub.home.calls import meant_by
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId
from hub.home.model import Context
from tests.automation.conftest import House
from tests.support.fakes import put
from tests.support.keeping import until


async def test_a_trigger_that_is_not_enabled_starts_nothing(house: House) -> None:
    house.rules_folder.mkdir(parents=True)
    (house.rules_folder / "a.yaml").write_text(
        "- id: a\n  alias: a\n  triggers:\n"
        "  - {trigger: event, event_type: rests, enabled: false}\n"
        "  - {trigger: event, event_type: works, enabled: '{{ 1 == 1 }}'}\n"
        "  actions: [{action: light.turn_on, target: {entity_id: light.lamp}}]\n"
    )
    async with house.keeping() as keeping:
        house.home.fire("rests", {}, Context())
        assert not keeping.engine.automations[0].runs.is_running
        house.home.fire("works", {}, Context())
        await until(lambda: house.sent == ["light.turn_on light.lamp"])


@pytest.mark.parametrize(
    ("made", "sent"), [(5, "5"), (2.5, "2.5"), (None, ""), (True, "True"), ("on", "on")]
)
def test_a_payload_is_published_as_text(made: object, sent: str) -> None:
    command = parse_command("mqtt.publish", {"topic": "t", "payload": made})
    assert command.data()["payload"] == sent


@pytest.mark.parametrize(
    ("action", "data", "meant", "target"),
    [
        ("script.tea", {"who": "Ada"}, "script.turn_on", "script.tea"),
        ("notify.ada_phone", {"message": "hi"}, "notify.notify", HOUSE),
        ("automation.reload", {}, "homeassistant.reload_all", HOUSE),
        ("mqtt.publish", {"topic": "t"}, "mqtt.publish", HOUSE),
    ],
)
def test_names_that_stand_for_actions_without_a_target(
    action: str, data: dict[str, Any], meant: str, target: str
) -> None:
    found = meant_by(action, data)
    assert found is not None
    assert (found.action, found.target) == (meant, target)
    assert data.items() <= {**found.data, **found.data.get("variables", {})}.items()


@pytest.mark.parametrize("action", ["light.turn_on", "script.turn_off", "script.turn_on"])
def test_an_action_that_entities_take_stands_for_itself(action: str) -> None:
    assert meant_by(action, {}) is None


async def test_a_start_waits_for_devices_and_not_for_what_says_nothing() -> None:
    home = Home()
    for entity_id in ("button.bell", "input_button.panic", "scene.film"):
        put(home, entity_id, "unknown")
    put(home, "timer.oven", "unknown", integration="hub")
    ids = list(home.entities)
    await reported(home, [EntityId(one) for one in ids], within_s=3600)


def test_the_end_of_a_timer_is_the_same_however_often_it_is_told() -> None:
    home = Home()
    at = home.now()
    timer = EntityId("timer.oven")
    assert ending_id(timer, at) == ending_id(timer, at)
    assert ending_id(timer, at) != ending_id(timer, at + timedelta(seconds=1))
    put(home, timer, "idle")
    assert is_ending({"event": {"event_type": "timer.finished"}})
    assert is_ending({"to_state": home.state(timer)})
    assert not is_ending({"event": {"event_type": "timer.started"}})
