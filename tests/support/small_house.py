"""A small house for language tests: a few entities of every kind, with their areas and states."""

from collections.abc import Mapping
from typing import Any

from hub.home.actions import ACTIONS
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of
from hub.home.model import Entity
from hub.home.plan import Request
from hub.language.candidate import Candidate

_DIMMABLE = {"supported_color_modes": ["brightness"], "brightness": 128}
_COLORFUL = {
    "supported_color_modes": ["hs", "color_temp"],
    "min_color_temp_kelvin": 2200,
    "max_color_temp_kelvin": 6500,
}
_HEATING = {
    "hvac_modes": ["off", "heat"],
    "min_temp": 7,
    "max_temp": 30,
    "temperature": 20.0,
    "current_temperature": 19.5,
    "preset_modes": ["eco", "comfort"],
}
_MUSIC = {"volume_level": 0.3, "source_list": ["Radio", "Line in"]}

HOUSE: tuple[tuple[str, str, str, str, Mapping[str, Any], str | None], ...] = (
    ("light.kitchen_ceiling", "Kitchen ceiling", "Kitchen", "on", _DIMMABLE, None),
    ("light.kitchen_counter", "Counter lights", "Kitchen", "off", {}, None),
    ("light.desk_lamp", "Desk lamp", "Study", "on", _DIMMABLE, None),
    ("light.floor_lamp", "Floor lamp", "Living room", "off", _COLORFUL, None),
    ("switch.coffee_machine", "Coffee machine", "Kitchen", "off", {}, None),
    ("fan.bedroom", "Bedroom fan", "Bedroom", "off", {"percentage": 0}, None),
    ("cover.living_left", "Left blind", "Living room", "open", {"current_position": 100}, "blind"),
    (
        "cover.living_right",
        "Right blind",
        "Living room",
        "open",
        {"current_position": 100},
        "blind",
    ),
    ("cover.garage", "Garage door", "Garage", "closed", {}, "garage"),
    ("lock.front_door", "Front door", "Hall", "locked", {}, None),
    ("climate.nursery", "Nursery thermostat", "Nursery", "heat", _HEATING, None),
    ("media_player.speaker", "Living room speaker", "Living room", "playing", _MUSIC, None),
    ("vacuum.robbie", "Robbie", "Hall", "docked", {}, None),
    ("sensor.nursery", "Nursery temperature", "Nursery", "20.5", {}, "temperature"),
    ("binary_sensor.window", "Bathroom window", "Bathroom", "on", {}, "window"),
    ("select.washer", "Washer program", "Bathroom", "Eco", {"options": ["Eco", "Cotton 60"]}, None),
    ("number.timer", "Oven timer", "Kitchen", "5", {"min": 0, "max": 90}, None),
    ("button.bell", "Door bell", "Hall", "unknown", {}, None),
)


def small_house() -> Home:
    """Return the house."""
    home = Home()
    for entity_id, name, area, state, attributes, device_class in HOUSE:
        domain = domain_of(entity_id)
        home.put_entity(
            Entity(
                id=EntityId(entity_id),
                name=name,
                integration="test",
                unique_id=entity_id,
                area_id=home.area_named(area).id,
                device_class=device_class,
                actions=frozenset(a for a in ACTIONS if domain_of(a) == domain),
            )
        )
        home.report(EntityId(entity_id), state, attributes)
    return home


def candidate(home: Home, entity_id: str) -> Candidate:
    """Return an entity of `home` as a candidate."""
    entity = home.entity(entity_id)
    area = home.area_of(entity)
    return Candidate(entity, home.state(entity_id), area.name if area else None, None, 1.0)


def candidates(home: Home, *entity_ids: str) -> list[Candidate]:
    """Return entities of `home` as candidates; all of them if none are named."""
    return [candidate(home, entity_id) for entity_id in entity_ids or home.entities]


def select_by_words(home: Home, request: Request, limit: int) -> list[Candidate]:
    """Select by crude word overlap with names and areas."""
    said = {word.strip("s?.,!") for word in request.text.lower().split()}

    def score(one: Candidate) -> int:
        text = f"{one.entity.name} {one.area_name} {one.entity.domain} {one.entity.device_class}"
        return -len(said & {word.strip("s") for word in text.lower().split()})

    return sorted(candidates(home), key=score)[:limit]
