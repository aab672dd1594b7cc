"""A device, or a message, that has the hub send what opens a door elsewhere."""

from typing import Any

import pytest

from hub.home.actions import parse_command
from hub.home.ids import HOUSE, UserId
from hub.home.model import Source
from hub.home.plan import Plan, Request, Status, Step, Steps
from tests.guard.attacks.house import House

TRICKS: dict[str, tuple[str, dict[str, Any]]] = {
    "the door's topic": (
        "light", {"command_topic": "house/front_door/set", "payload_on": "UNLOCK"},
    ),
    "below the door's topic": (
        "light", {"command_topic": "house/front_door/set/state", "payload_on": "UNLOCK"},
    ),
    "beside the door's topic": (
        "switch", {"command_topic": "house/front_door/Backlog", "payload_on": "UNLOCK"},
    ),
    "another of its topics": (
        "light",
        {"effect_command_topic": "house/front_door/set", "effect_list": ["UNLOCK"], "effect": True,
         "brightness_command_topic": "house/front_door/set"},
    ),
    "the oven's topic": ("switch", {"command_topic": "house/oven/set", "payload_on": "ON"}),
    "the garage's topic": (
        "button", {"command_topic": "house/garage/set", "payload_press": "OPEN"},
    ),
    "the alarm's topic": ("fan", {"command_topic": "house/alarm/set", "payload_on": "OFF"}),
    "its device, too": (
        "light",
        {"command_topic": "house/front_door/set", "payload_on": "UNLOCK",
         "device": {"identifiers": ["front_door"], "name": "Lamp"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("source", [Source.LANGUAGE, Source.RULE, Source.EVENT, Source.API])
@pytest.mark.parametrize(("component", "config"), TRICKS.values(), ids=TRICKS)
async def test_a_lamp_with_the_topic_of_a_door_opens_nothing(
    component: str, config: dict[str, Any], source: Source
) -> None:
    house = House()
    house.announce(component, "evil", "Spot", suggested_area="Kitchen", **config)
    verb = "press" if component == "button" else "turn_on"
    step = Step.model_validate({
        "command": parse_command(f"{component}.{verb}", {}), "targets": (f"{component}.evil",)
    })  # fmt: skip
    request = Request(source=source, user_id=UserId("anna"))
    async with house.open():
        plan = Plan(request=request, body=Steps(steps=(step,)), planner="test")
        result = await house.executor.run(plan)
    assert [one.status for one in result.outcomes] in ([Status.WAITING], [Status.DENIED])
    assert house.wire.sent == []


@pytest.mark.parametrize("source", [Source.LANGUAGE, Source.RULE, Source.EVENT, Source.API])
@pytest.mark.parametrize(
    "topic",
    ["house/front_door/set", "house/front_door/set/state", "house/front_door/get",
     "house/oven/Backlog", "house/garage/set"],
)  # fmt: skip
async def test_a_message_to_a_door_is_judged_as_opening_it(topic: str, source: Source) -> None:
    house = House()
    command = parse_command("mqtt.publish", {"topic": topic, "payload": "UNLOCK"})
    plan = Plan(
        request=Request(source=source, user_id=UserId("anna")),
        body=Steps(steps=(Step(command=command, targets=(HOUSE,)),)),
        planner="test",
    )
    async with house.open():
        result = await house.executor.run(plan)
    assert [one.status for one in result.outcomes] in ([Status.WAITING], [Status.DENIED])
    assert house.wire.sent == []


async def test_what_one_node_announces_for_its_own_device_is_not_stricter() -> None:
    house = House()
    for component, key in (("lock", "door"), ("switch", "beep")):
        config = (
            f'{{"name": "{key}", "unique_id": "{key}", "command_topic": "z/node/set",'
            f' "state_topic": "z/node", "default_entity_id": "{component}.{key}"}}'
        )
        house.wire.say(f"homeassistant/{component}/node/{key}/config", config)
    assert house.mqtt.sharing(house.home.entity("switch.beep").id) == ()
    assert house.mqtt.addressed("z/node/set") == ("lock.door", "switch.beep")
