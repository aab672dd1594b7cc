"""What a home has, as the check wants to know it."""

from collections.abc import Iterable, Mapping

from hub.automation.checking.finding import Known
from hub.automation.files.registries import Registries
from hub.automation.queries import QUERIES
from hub.home.actions import ACTIONS, DOMAINS
from hub.home.home import Home
from hub.home.ids import domain_of

_HOUSE = (
    "homeassistant.turn_on", "homeassistant.turn_off", "homeassistant.toggle",
    "homeassistant.update_entity", "homeassistant.save_persistent_states",
    "homeassistant.reload_all", "homeassistant.reload_core_config",
    "homeassistant.reload_custom_templates", "homeassistant.reload_config_entry", "lares.plan",
)  # fmt: skip
_RELOADED = ("template", "mqtt", "rest", "command_line", "person", "zone", "scene", "group")

_Members = dict[str, set[str]]


def all_actions() -> frozenset[str]:
    """Return the names of everything that rules can call, but for scripts and notifiers."""
    reloads = (f"{domain}.reload" for domain in (*DOMAINS, *_RELOADED))
    return frozenset((*ACTIONS, *_HOUSE, *QUERIES, *reloads))


def known_of(home: Home, notifiers: Iterable[str] = ()) -> Known:
    """Return what a home has now."""
    areas: _Members = {area_id: set() for area_id in home.areas}
    floors: _Members = {floor_id: set() for floor_id in home.floors}
    devices: _Members = {device_id: set() for device_id in home.devices}
    labels: _Members = {}
    for entity in home.entities.values():
        area, floor = home.area_of(entity), home.floor_of(entity)
        if area is not None:
            areas.setdefault(area.id, set()).add(entity.id)
        if floor is not None:
            floors.setdefault(floor.id, set()).add(entity.id)
        if entity.device_id is not None:
            devices.setdefault(entity.device_id, set()).add(entity.id)
        for label in entity.labels:
            labels.setdefault(label, set()).add(entity.id)
    return Known(
        entities=frozenset(home.entities),
        actions=all_actions() | frozenset(notifiers),
        areas=_frozen(areas),
        devices=_frozen(devices),
        floors=_frozen(floors),
        # Labels that nothing carries are known to nobody here.
        labels=_frozen(labels) if labels else None,
        groups={
            state.entity_id: frozenset(map(str, members))
            for state in home.states.values()
            if domain_of(state.entity_id) == "group"
            and isinstance(members := state.attributes.get("entity_id"), list | tuple)
        },
    )


def known_of_registries(registries: Iterable[Registries]) -> Known:
    """Return what Home Assistant's own registries tell, for a check without a running hub."""
    areas: _Members = {}
    devices: _Members = {}
    entities: set[str] = set()
    for registry in registries:
        areas |= {area.id: set() for area in registry.areas if area.id not in areas}
        area_of = {device.id: device.area_id for device in registry.devices}
        devices |= {device.id: set() for device in registry.devices if device.id not in devices}
        for entity in registry.entities:
            entities.add(entity.entity_id)
            area_id = entity.area_id or area_of.get(entity.device_id or "")
            if area_id is not None:
                areas.setdefault(area_id, set()).add(entity.entity_id)
            if entity.device_id is not None:
                devices.setdefault(entity.device_id, set()).add(entity.entity_id)
    return Known(
        entities=frozenset(entities) or None,
        actions=all_actions(),
        areas=_frozen(areas) if areas else None,
        devices=_frozen(devices) if devices else None,
    )


def _frozen(members: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(held) for key, held in members.items()}
