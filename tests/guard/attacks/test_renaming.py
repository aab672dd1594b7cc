"""A device that changes its name or class to pass for something harmless."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.guard.risk import Risk, risk_of
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.step import Step
from hub.recorder.database import Database
from hub.recorder.registry import Registry
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.support.wire import Wire, wired

CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any], str, Risk]] = {
    "a class": (
        "cover", {"device_class": "garage"}, {"device_class": "blind"}, "open_cover", Risk.OPEN
    ),
    "no class": ("cover", {"device_class": "gate"}, {}, "open_cover", Risk.OPEN),
    "a name": ("switch", {"name": "Oven"}, {"name": "Radio"}, "turn_on", Risk.HEAT),
    "a device": (
        "button",
        {"name": "Press", "device": {"identifiers": ["a"], "name": "Gate opener"}},
        {"name": "Press", "device": {"identifiers": ["a"], "name": "Toy"}},
        "press",
        Risk.OPEN,
    ),
    "another device": (
        "button",
        {"name": "Press", "device": {"identifiers": ["a"], "name": "Gate opener"}},
        {"name": "Press", "device": {"identifiers": ["b"], "name": "Toy"}},
        "press",
        Risk.OPEN,
    ),
    "an alarm": ("switch", {"name": "Burglar alarm"}, {"name": "Lamp"}, "turn_off", Risk.DISARM),
}  # fmt: skip


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(tmp_path / "lares.db") as database:
        yield database


class _House:
    def __init__(self, home: Home, **known: Any) -> None:
        self.home, self.wire = home, Wire()
        self.mqtt = MqttIntegration(home, MqttConfig(), **known)
        wired(self.mqtt, self.wire)

    def announce(self, component: str, config: dict[str, Any]) -> None:
        base = {"unique_id": "u", "default_entity_id": f"{component}.u1", "command_topic": "c"}
        self.wire.say(f"homeassistant/{component}/u/config", json.dumps({**base, **config}))

    def take_back(self, component: str) -> None:
        self.wire.say(f"homeassistant/{component}/u/config", "")

    def risk(self, component: str, verb: str, name: str = "u1") -> Risk | None:
        entity = self.home.entity(f"{component}.{name}")
        step = {"command": {"action": f"{component}.{verb}"}, "targets": (entity.id,)}
        return risk_of(Step.model_validate(step).command, entity, self.home)


@pytest.mark.parametrize("way", ["again", "many times", "taken back", "restarted", "gone a while"])
@pytest.mark.parametrize(("component", "first", "then", "verb", "risk"), CASES.values(), ids=CASES)
async def test_it_stays_what_it_was(  # noqa: PLR0913, PLR0917 -- a case and a way
    component: str,
    first: dict[str, Any],
    then: dict[str, Any],
    verb: str,
    risk: Risk,
    way: str,
    db: Database,
) -> None:
    house = _House(Home())
    house.announce(component, first)
    assert house.risk(component, verb) is risk
    if way == "many times":
        for number in range(40):
            house.announce(component, {"name": f"Toy {number}"})
    if way in {"taken back", "gone a while"}:
        house.take_back(component)
    if way in {"restarted", "gone a while"}:
        registry = Registry(db)
        if way == "gone a while":
            house.announce(component, first)
            await registry.save(house.home)
            house.take_back(component)
        await registry.save(house.home)
        registry, home = Registry(db), Home()
        await registry.load(home)
        known = {"known_ids": registry.known_ids("mqtt"), "known_as": registry.known_as("mqtt")}
        house = _House(home, **known)
    house.announce(component, then)
    assert house.risk(component, verb) is risk


@pytest.mark.parametrize("is_restarted", [False, True])
@pytest.mark.parametrize(("component", "first", "then", "verb", "risk"), CASES.values(), ids=CASES)
async def test_it_stays_what_it_was_under_another_id(  # noqa: PLR0913, PLR0917 -- as above
    component: str,
    first: dict[str, Any],
    then: dict[str, Any],
    verb: str,
    risk: Risk,
    is_restarted: bool,  # noqa: FBT001 -- a case
    db: Database,
) -> None:
    house = _House(Home())
    house.announce(component, first)
    house.mqtt.rename(EntityId(f"{component}.u1"), EntityId(f"{component}.toy"))
    assert house.risk(component, verb, "toy") is risk
    if is_restarted:
        registry = Registry(db)
        await registry.save(house.home)
        registry, home = Registry(db), Home()
        await registry.load(home)
        known = {"known_ids": registry.known_ids("mqtt"), "known_as": registry.known_as("mqtt")}
        house = _House(home, **known)
    house.announce(component, then)
    assert house.risk(component, verb, "toy") is risk


async def test_the_words_of_an_id_stay_when_it_is_given_up() -> None:
    house = _House(Home())
    house.announce("switch", {"name": "S1", "default_entity_id": "switch.patio_heater"})
    heater, toy = EntityId("switch.patio_heater"), EntityId("switch.toy")
    assert house.risk("switch", "turn_on", "patio_heater") is Risk.HEAT
    house.mqtt.rename(heater, toy)
    assert house.risk("switch", "turn_on", "toy") is Risk.HEAT
    house.announce("switch", {"name": "S1"})
    assert house.risk("switch", "turn_on", "toy") is Risk.HEAT


async def test_a_device_that_keeps_its_name_has_no_past() -> None:
    house = _House(Home())
    for _ in range(2):
        house.announce("switch", {"name": "Fountain", "device_class": "outlet"})
    assert house.home.entity("switch.u1").former == ()
