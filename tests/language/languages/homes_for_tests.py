"""One house in five languages, and how to plan in it."""

from collections.abc import Mapping
from typing import Any

from hub.home.home import Home
from hub.home.ids import AreaId, FloorId
from hub.home.model import Area, Floor
from hub.home.plan import Plan, Request, Steps
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.matcher import FastMatcher
from hub.language.pipeline import LanguagePlanner
from tests.language.home_for_tests import put

_DIMMABLE: dict[str, Any] = {"supported_color_modes": ["rgb", "color_temp"], "brightness": 128}
_BLINDS: dict[str, Any] = {"current_position": 100}
_SHUT: dict[str, Any] = {"current_position": 0}
_HEATING: dict[str, Any] = {
    "current_temperature": 20.5, "temperature": 21, "min_temp": 7, "max_temp": 30,
}  # fmt: skip
_CELSIUS: dict[str, Any] = {"unit_of_measurement": "°C"}

# Entity id, area, state, device class, attributes.
_THINGS: tuple[tuple[str, str, str, str | None, Mapping[str, Any]], ...] = (
    ("light.ceiling", "living_room", "on", None, _DIMMABLE),
    ("light.floor_lamp", "living_room", "off", None, _DIMMABLE),
    ("light.kitchen", "kitchen", "on", None, _DIMMABLE),
    ("light.bedroom", "bedroom", "off", None, _DIMMABLE),
    ("switch.coffee", "kitchen", "off", None, {}),
    ("fan.bedroom", "bedroom", "off", None, {"percentage": 0}),
    ("cover.living_left", "living_room", "open", "shutter", _BLINDS),
    ("cover.living_right", "living_room", "open", "shutter", _BLINDS),
    ("cover.bedroom", "bedroom", "closed", "curtain", _SHUT),
    ("cover.garage", "garage", "closed", "garage", _SHUT),
    ("lock.front", "hall", "locked", None, {}),
    ("binary_sensor.kitchen_window", "kitchen", "on", "window", {}),
    ("binary_sensor.bedroom_window", "bedroom", "off", "window", {}),
    ("binary_sensor.smoke", "kitchen", "off", "smoke", {}),
    ("binary_sensor.phone", "hall", "on", "battery", {}),
    ("climate.living_room", "living_room", "heat", None, _HEATING),
    ("sensor.bedroom", "bedroom", "18.5", "temperature", _CELSIUS),
    ("media_player.tv", "living_room", "playing", None, {"volume_level": 0.3}),
    ("vacuum.robot", "hall", "docked", None, {}),
    ("todo.shopping", "kitchen", "1", None, {"items": [{"summary": "Tee"}]}),
    ("person.anna", "", "home", None, {}),
    ("person.ben", "", "not_home", None, {}),
)
FLOORS = {"living_room": "ground", "kitchen": "ground", "hall": "ground", "bedroom": "upper"}


class House:
    """A house whose things, rooms and floors have names in one language."""

    def __init__(
        self, language: str, names: Mapping[str, str], areas: Mapping[str, str],
        floors: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.language = language
        self.home = home = Home()
        for level, (floor, name) in enumerate(floors.items()):
            home.put_floor(Floor(FloorId(floor), name, level))
        for area, name in areas.items():
            floor_id = FloorId(FLOORS[area]) if area in FLOORS else None
            home.put_area(Area(AreaId(area), name, floor_id))
        for entity_id, area, state, device_class, attributes in _THINGS:
            put(
                home, entity_id, names[entity_id], area or None,
                state=state, device_class=device_class, **attributes,
            )  # fmt: skip
        self._planner = LanguagePlanner(
            home, matcher=FastMatcher(home), select=select, answer=answer, worker=None
        )

    async def plan(self, text: str, area: str | None = None) -> Plan:
        """Plan a sentence said in an area, without the model."""
        area_id = AreaId(area) if area else None
        return await self._planner.plan(Request(text=text, language=self.language, area_id=area_id))

    async def moves(self, text: str, area: str | None = None) -> set[str]:
        """Return what a sentence moves, as "entity verb value"."""
        plan = await self.plan(text, area)
        assert isinstance(plan.body, Steps), (text, plan.body)
        return {
            " ".join([target, step.command.verb, *map(_shown, step.command.data().values())])
            for step in plan.body.steps
            for target in step.targets
        }


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
