"""A home many times over, for load: the same rooms and devices again, with other names."""

from typing import TypeVar

from integrations.virtual.inventory import Area, Device, Entity, EntityId, Inventory

_NamedT = TypeVar("_NamedT", Area, Device, Entity)


def replicate(inventory: Inventory, at_least: int) -> Inventory:
    """Give `inventory` with whole copies added until it has `at_least` entities.

    Floors are shared; copy 2 of `Kitchen` is `Kitchen 2` (`kitchen_2`), and so on. An empty
    inventory stays empty.
    """
    count = len(inventory.entities)
    copies = -(-at_least // count) if count else 1
    areas, devices, entities = (
        list(inventory.areas),
        list(inventory.devices),
        list(inventory.entities),
    )
    for number in range(2, copies + 1):
        areas += [_again(area, number, {}) for area in inventory.areas]
        devices += [
            _again(d, number, {"area": _suffixed(d.area, number)}) for d in inventory.devices
        ]
        entities += [
            _again(
                entity,
                number,
                {
                    "area": _suffixed(entity.area, number),
                    "device": _suffixed(entity.device, number),
                },
            )
            for entity in inventory.entities
        ]
    return inventory.model_copy(
        update={"areas": tuple(areas), "devices": tuple(devices), "entities": tuple(entities)}
    )


def _again(original: _NamedT, number: int, changes: dict[str, str | None]) -> _NamedT:
    """Copy with the number in id, name and aliases."""
    named = {
        "id": EntityId(f"{original.id}_{number}"),
        "name": f"{original.name} {number}",
    }
    aliases = () if isinstance(original, Device) else original.aliases
    spoken: dict[str, object] = (
        {"aliases": tuple(f"{alias} {number}" for alias in aliases)} if aliases else {}
    )
    return original.model_copy(update=named | spoken | changes)


def _suffixed(name: str | None, number: int) -> str | None:
    return None if name is None else f"{name}_{number}"
