"""A small home for the tests of the language part."""

from collections.abc import Mapping
from typing import Any

from hub.home.actions import ACTIONS
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Area, Entity, Floor

_DIMMABLE: dict[str, Any] = {"supported_color_modes": ["rgb", "color_temp"], "brightness": 128}
_PLAYING: dict[str, Any] = {"volume_level": 0.3, "media_title": "Blue in Green"}
_HEATING: dict[str, Any] = {
    "current_temperature": 20.5, "temperature": 21, "min_temp": 7, "max_temp": 30,
}  # fmt: skip
_BLINDS: dict[str, Any] = {"current_position": 100}
_CELSIUS: dict[str, Any] = {"unit_of_measurement": "°C"}
_ITEMS: dict[str, Any] = {"items": [{"summary": "Milk"}, {"summary": "Tea"}]}

# Entity id, name, area, state, device class, attributes.
_ENTITIES: tuple[tuple[str, str, str, str, str | None, Mapping[str, Any]], ...] = (
    ("light.kitchen_ceiling", "Kitchen ceiling", "kitchen", "on", None, _DIMMABLE),
    ("light.kitchen_counter", "Kitchen counter", "kitchen", "on", None, _DIMMABLE),
    ("light.desk_lamp", "Desk lamp", "office", "on", None, {"supported_color_modes": ["onoff"]}),
    ("light.bedroom_lamp", "Bedroom lamp", "bedroom", "off", None, _DIMMABLE),
    ("switch.coffee_maker", "Coffee maker", "kitchen", "off", None, {}),
    ("fan.bedroom_fan", "Bedroom fan", "bedroom", "off", None, {"percentage": 0}),
    ("cover.living_room_blinds", "Living room blinds", "living_room", "open", "blind", _BLINDS),
    ("cover.garage_door", "Garage door", "garage", "closed", "garage", {}),
    ("lock.front_door", "Front door lock", "hall", "locked", None, {}),
    ("binary_sensor.back_door", "Back door", "kitchen", "off", "door", {}),
    ("climate.living_room", "Living room thermostat", "living_room", "heat", None, _HEATING),
    ("sensor.nursery", "Nursery temperature", "nursery", "21.5", "temperature", _CELSIUS),
    ("sensor.attic", "Attic temperature", "attic", "unavailable", "temperature", _CELSIUS),
    ("media_player.tv", "TV", "living_room", "playing", None, _PLAYING),
    ("vacuum.dusty", "Dusty", "hall", "docked", None, {}),
    ("valve.garden", "Garden tap", "garden", "closed", None, {}),
    ("todo.shopping", "Shopping list", "kitchen", "2", None, _ITEMS),
    ("light.lamp_a", "Reading lamp", "bedroom", "on", None, _DIMMABLE),
    ("light.lamp_b", "Reading lamp", "living_room", "on", None, _DIMMABLE),
    ("light.porch", "Porch lamp", "garden", "unavailable", None, _DIMMABLE),
)
_AREAS = {
    "kitchen": "ground", "living_room": "ground", "hall": "ground", "office": "upper",
    "bedroom": "upper", "nursery": "upper", "attic": "upper", "garage": None, "garden": None,
}  # fmt: skip


def small_home() -> Home:
    """Build a home of nine areas on two floors, with two lamps of one name."""
    home = Home()
    home.put_floor(Floor(FloorId("ground"), "Ground floor", 0))
    home.put_floor(Floor(FloorId("upper"), "Upstairs", 1))
    for area, floor in _AREAS.items():
        name = area.replace("_", " ").capitalize()
        home.put_area(Area(AreaId(area), name, FloorId(floor) if floor else None))
    for entity_id, name, area, state, device_class, attributes in _ENTITIES:
        put(home, entity_id, name, area, state=state, device_class=device_class, **attributes)
    return home


def put(  # noqa: PLR0913 - an entity has this many sides
    home: Home,
    entity_id: str,
    name: str,
    area: str | None = None,
    *,
    state: str = "off",
    device_class: str | None = None,
    **attributes: Any,
) -> None:
    """Add an entity that offers every action of its domain."""
    domain = entity_id.partition(".")[0]
    entity = Entity(
        id=EntityId(entity_id),
        name=name,
        integration="test",
        unique_id=entity_id,
        area_id=AreaId(area) if area else None,
        device_class=device_class,
        actions=frozenset(action for action in ACTIONS if action.startswith(f"{domain}.")),
    )
    home.put_entity(entity)
    home.report(entity.id, state, attributes)
