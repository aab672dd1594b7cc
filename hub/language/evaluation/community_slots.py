"""A test of the community, and which entities its slots mean, as Home Assistant documents it.

Home Assistant documentation, "Intents": a name, an area, a floor, a domain and a device class each
narrow down what is meant.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.home.ids import domain_of
from hub.language.evaluation.cases import Answers, Asks, Expected, Refuses
from hub.language.evaluation.community_home import Fixture, plain_name
from hub.language.evaluation.homes import EntitySheet
from hub.language.evaluation.texts import folded
from hub.record import record

Slots = Mapping[str, Any]
# What is right where nothing in the home is meant.
NOTHING_THERE: tuple[Expected, ...] = (Refuses(), Asks(), Answers())


@record(frozen=True, slots=True)
class Test:
    """One test of the community: an intent, and what it should say."""

    intent: str
    slots: Slots
    context: Slots
    response: str
    language: str = "en"


def meant_by(test: Test, fixture: Fixture, domains: Sequence[str]) -> list[EntitySheet]:
    """Return the entities that the slots name, narrowed down as Home Assistant does."""
    slots, context = test.slots, test.context
    name = text_of(slots.get("name"))
    found = list(fixture.home.entities)
    if name and name != "all":
        found = [e for e in found if name in {folded(n) for n in (e.name, *e.aliases)}]
        domains = ()
    wanted = several_of(slots.get("domain") or context.get("domain")) or domains
    if wanted:
        found = [e for e in found if domain_of(e.id) in wanted]
    classes = several_of(slots.get("device_class") or context.get("device_class"))
    if classes:
        found = [e for e in found if e.device_class in classes]
    return _in_place(found, slots, fixture, is_named=bool(name and name != "all"))


def _in_place(
    entities: list[EntitySheet], slots: Slots, fixture: Fixture, *, is_named: bool
) -> list[EntitySheet]:
    found = entities
    area, floor = slots.get("area"), slots.get("floor")
    if area is not None:
        area_id = fixture.area_id(str(area))
        found = [e for e in found if e.area == area_id]
    if floor is not None:
        floor_id = fixture.floor_id(str(floor))
        found = [e for e in found if fixture.floor_of(e) == floor_id]
    if not found and is_named:
        # What is nowhere, such as a scene, is meant wherever its name is said.
        found = [e for e in entities if e.area is None]
    return found


def first_of(value: Any) -> str:
    """Return a slot's text, the first if several spellings are given."""
    return str(value[0]) if isinstance(value, list | tuple) and value else str(value or "")


def text_of(value: Any) -> str:
    """Return a slot's text as it can be compared; empty if it has none."""
    return folded(plain_name(first_of(value)))


def several_of(value: Any) -> tuple[str, ...]:
    """Return all values of a slot."""
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return (str(value),) if value is not None else ()
