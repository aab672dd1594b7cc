"""Which devices and entities a bridge's resources make, and what these show."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from aiohue.v2.models.device import Device
from aiohue.v2.models.grouped_light import GroupedLight
from aiohue.v2.models.light import Light
from aiohue.v2.models.light_level import LightLevel
from aiohue.v2.models.motion import Motion
from aiohue.v2.models.room import Room
from aiohue.v2.models.scene import Scene
from aiohue.v2.models.smart_scene import SmartScene, SmartSceneState

from hub.home.maker import DeviceFacts, EntityFacts
from integrations.hue.lights import (
    is_plug,
    offered_by,
    offered_by_light,
    shown_by_group,
    shown_by_light,
)
from integrations.hue.resources import Resource, Resources
from integrations.hue.sensors import Sensing, described, shown

Shown = tuple[str, Mapping[str, Any]]

SIGNIFY = "Signify Netherlands B.V."

_SENSING = get_args(Sensing)


def devices(resources: Resources) -> Iterator[DeviceFacts]:
    """Yield the bridge, the devices on it, the rooms and the zones."""
    bridge = resources.bridge_device()
    for device in sorted(resources.of(Device), key=lambda one: one is not bridge):
        room, product = resources.room_of(device), device.product_data
        yield DeviceFacts(
            key=device.id,
            name=device.metadata.name,
            manufacturer=product.manufacturer_name,
            model=f"{product.product_name} ({product.model_id})",
            sw_version=product.software_version,
            suggested_area=None if room is None else room.metadata.name,
        )
    for group in _groups(resources):
        is_room = type(group) is Room
        yield DeviceFacts(
            key=group.id,
            name=group.metadata.name,
            manufacturer=SIGNIFY,
            model="Room" if is_room else "Zone",
            suggested_area=group.metadata.name if is_room else None,
        )


def entities_of(resource: Resource, resources: Resources) -> Iterator[EntityFacts]:
    """Describe the entities that a resource makes: none, one, or a sensor with its switch."""
    facts = _entity(resource, resources)
    if facts is None:
        return
    yield facts
    if isinstance(resource, Motion | LightLevel):
        yield EntityFacts(
            domain="switch",
            key=resource.id,
            device=facts.device,
            name=f"{facts.name} sensor enabled",
            actions=_actions("switch", "turn_on", "turn_off", "toggle"),
            entity_category="config",
        )


def shown_by(resource: Resource, resources: Resources) -> Iterator[tuple[str, Shown | None]]:
    """Yield the domain of each of its entities with what it shows; None if out of reach."""
    domain = _domain(resource, resources)
    if domain is None:
        return
    device = resources.device_of(resource)
    is_reachable = device is None or resources.is_reachable(device)
    yield domain, _state(resource, resources) if is_reachable else None
    if isinstance(resource, Motion | LightLevel):
        yield "switch", _on_off(is_on=resource.enabled) if is_reachable else None


def _entity(resource: Resource, resources: Resources) -> EntityFacts | None:
    match resource:
        case Light():
            return _light(resource, resources)
        case GroupedLight():
            return _group(resource, resources)
        case Scene() | SmartScene():
            return _scene(resource, resources)
        case _ if isinstance(resource, _SENSING):
            return _sensing(resource, resources)
        case _:
            return None


def _domain(resource: Resource, resources: Resources) -> str | None:
    match resource:
        case Light():
            device = resources.device_of(resource)
            return "switch" if device is not None and is_plug(device) else "light"
        case GroupedLight():
            return "light"
        case Scene() | SmartScene():
            return "scene"
        case _ if isinstance(resource, _SENSING):
            return described(resource).domain
        case _:
            return None


def _state(resource: Resource, resources: Resources) -> Shown:
    device = resources.device_of(resource)
    match resource:
        case Light():
            is_switch = device is not None and is_plug(device)
            return _on_off(is_on=resource.is_on) if is_switch else shown_by_light(resource)
        case GroupedLight():
            group = resources.group_of(resource)
            members = [] if group is None else resources.lights_in(group)
            return shown_by_group(resource, group, members)
        case Scene():
            called = resource.status.last_recall if resource.status else None
            return (called.isoformat() if called else "unknown"), {}
        case SmartScene():
            return "unknown", {"is_active": resource.state is SmartSceneState.ACTIVE}
        case _:
            return shown(resource)  # type: ignore[arg-type] # all others are told apart by now


def _groups(resources: Resources) -> list[Room]:
    """Return the rooms and zones, each a Room to aiohue."""
    return [one for one in resources if isinstance(one, Room)]


def _light(light: Light, resources: Resources) -> EntityFacts | None:
    device = resources.device_of(light)
    if device is None:
        return None
    name = light.metadata.name if light.metadata and len(device.lights) > 1 else None
    domain = "switch" if is_plug(device) else "light"
    return EntityFacts(
        domain=domain,
        key=light.id,
        device=device.id,
        name=name,
        device_class="outlet" if domain == "switch" else None,
        actions=_actions(domain, "turn_on", "turn_off", "toggle"),
        attributes={} if domain == "switch" else offered_by_light(light),
    )


def _group(grouped: GroupedLight, resources: Resources) -> EntityFacts | None:
    group = resources.group_of(grouped)
    if group is None:
        return None
    return EntityFacts(
        domain="light",
        key=grouped.id,
        device=group.id,
        actions=_actions("light", "turn_on", "turn_off", "toggle"),
        attributes=offered_by(resources.lights_in(group)),
        enabled=False,
        icon="mdi:lightbulb-group",
    )


def _scene(scene: Scene | SmartScene, resources: Resources) -> EntityFacts | None:
    group = resources.get(Room, scene.group.rid)
    place = group or resources.bridge_device()
    if place is None:
        return None
    return EntityFacts(
        domain="scene",
        key=scene.id,
        device=place.id,
        name=scene.metadata.name,
        actions=_actions("scene", "turn_on"),
    )


def _sensing(sensing: Sensing, resources: Resources) -> EntityFacts | None:
    device = resources.device_of(sensing)
    if device is None:
        return None
    about = described(sensing)
    return EntityFacts(
        domain=about.domain,
        key=sensing.id,
        device=device.id,
        name=about.name,
        device_class=about.device_class,
        attributes=about.attributes,
        entity_category=about.category,
    )


def _on_off(*, is_on: bool) -> Shown:
    return ("on" if is_on else "off"), {}


def _actions(domain: str, *names: str) -> frozenset[str]:
    return frozenset(f"{domain}.{name}" for name in names)
