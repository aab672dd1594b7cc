"""Which entity of a new device takes the place of which of an old one's."""

from collections.abc import Callable, Iterable, Sequence

from hub.home.home import Home
from hub.home.ids import DeviceId
from hub.home.model import Entity

Pair = tuple[Entity, Entity]
_Trait = Callable[[Home, Entity], object]


def pairs(home: Home, old: DeviceId, new: DeviceId) -> list[Pair]:
    """Pair the entities of two devices: (old, new).

    By what they are called beside their device's name, then by class and unit, then as the only
    one left of their domain. What finds no partner is left out.
    """
    olds, news = of_device(home, old), of_device(home, new)
    found: list[Pair] = []
    for trait in (_own_name, _class_and_unit, _only_domain):
        for pair in _alike(home, olds, news, trait):
            found.append(pair)
            olds.remove(pair[0])
            news.remove(pair[1])
    return found


def of_device(home: Home, device_id: DeviceId) -> list[Entity]:
    """Return the entities of a device, by their ids."""
    found = [entity for entity in home.entities.values() if entity.device_id == device_id]
    return sorted(found, key=lambda entity: entity.id)


def _alike(
    home: Home, olds: Sequence[Entity], news: Sequence[Entity], trait: _Trait
) -> Iterable[Pair]:
    """Return those pairs of whose domain and trait there is one on each side."""

    def by_trait(entities: Sequence[Entity]) -> dict[object, list[Entity]]:
        table: dict[object, list[Entity]] = {}
        for entity in entities:
            table.setdefault((entity.domain, trait(home, entity)), []).append(entity)
        return table

    there = by_trait(news)
    return [
        (here[0], there[key][0])
        for key, here in by_trait(olds).items()
        if len(here) == 1 and len(there.get(key, ())) == 1
    ]


def _own_name(home: Home, entity: Entity) -> object:
    announced = home.customs.announced_entity(entity)
    device = home.devices.get(entity.device_id) if entity.device_id is not None else None
    name = announced.name
    if device is not None:
        name = name.removeprefix(home.customs.announced_device(device).name)
    return name.strip().casefold()


def _class_and_unit(home: Home, entity: Entity) -> object:
    state = home.states.get(entity.id)
    unit = state.attributes.get("unit_of_measurement") if state is not None else None
    return entity.device_class, unit, entity.entity_category


def _only_domain(home: Home, entity: Entity) -> object:  # noqa: ARG001 -- a trait's signature
    return None
