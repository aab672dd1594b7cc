"""What a question asks, put together from what its words stand for."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

from hub.home.ids import AreaId, FloorId
from hub.language.names import Named
from hub.language.worded.tongue import Kind, Unit
from hub.record import record

_RESPONSES = {
    "any": "any", "all": "all", "which": "which", "count": "how_many",
    "anyone": "any", "everyone": "all", "who": "which",
}  # fmt: skip
_PEOPLE: frozenset[Kind] = frozenset({("person", None), ("binary_sensor", "occupancy")})


@record(frozen=True, slots=True)
class Asked:
    """The parts of one reading; a part that was not said is empty.

    `kinds` are what may be meant where `says_kind`; `detected` those said to be detected.
    """

    named: frozenset[Named] = frozenset()
    area_id: AreaId | None = None
    floor_id: FloorId | None = None
    response: str | None = None
    is_status: bool = False
    is_where: bool = False
    is_negated: bool = False
    kinds: frozenset[Kind] = frozenset()
    detected: frozenset[Kind] = frozenset()
    states: frozenset[tuple[Kind, str]] = frozenset()
    measures: frozenset[str] = frozenset()
    says_kind: bool = False

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "Asked | None":
        """Put the units of a reading together; None if they contradict each other."""
        asked: Asked | None = cls()
        for unit in units:
            asked = _ADD[unit.role](asked, unit) if asked else None
        return asked


def _filler(asked: Asked, unit: Unit) -> Asked:
    del unit
    return asked


def _quantity(asked: Asked, unit: Unit) -> Asked | None:
    response = _RESPONSES[unit.role]
    if asked.response in {None, response}:
        return replace(asked, response=response)
    # "which of ..." and "all of any": the first word is the one that counts.
    return asked if response == "any" else None


def _person(asked: Asked, unit: Unit) -> Asked | None:
    about = _about(asked, _PEOPLE)
    return _quantity(about, unit) if about else None


def _flag(name: str) -> Callable[[Asked, Unit], Asked]:
    def add(asked: Asked, unit: Unit) -> Asked:
        del unit
        changed = {name: name != "is_negated" or not asked.is_negated}
        return replace(asked, **changed)  # type: ignore[arg-type]

    return add


def _name(asked: Asked, unit: Unit) -> Asked | None:
    named = cast("frozenset[Named]", unit.values)
    return None if asked.named else replace(asked, named=named)


def _area(asked: Asked, unit: Unit) -> Asked | None:
    areas = {AreaId(str(area)) for area in unit.values}
    if len(areas) != 1 or asked.area_id not in {None, *areas}:
        return None
    return replace(asked, area_id=areas.pop())


def _floor(asked: Asked, unit: Unit) -> Asked | None:
    floors = {FloorId(str(floor)) for floor in unit.values}
    if len(floors) != 1 or asked.floor_id not in {None, *floors}:
        return None
    return replace(asked, floor_id=floors.pop())


def _noun(asked: Asked, unit: Unit) -> Asked | None:
    return _about(asked, cast("frozenset[Kind]", unit.values))


def _detected(asked: Asked, unit: Unit) -> Asked | None:
    kinds = cast("frozenset[Kind]", unit.values)
    about = _about(asked, kinds)
    return replace(about, detected=about.detected | kinds) if about else None


def _is(asked: Asked, unit: Unit) -> Asked | None:
    states = cast("frozenset[tuple[Kind, str]]", unit.values)
    both = asked.states & states if asked.states else states
    return replace(asked, states=both) if both else None


def _measure(asked: Asked, unit: Unit) -> Asked | None:
    measures = cast("frozenset[str]", unit.values)
    both = asked.measures & measures if asked.measures else measures
    return replace(asked, measures=both) if both else None


def _about(asked: Asked, kinds: frozenset[Kind]) -> Asked | None:
    both = asked.kinds & kinds if asked.says_kind else kinds
    return replace(asked, kinds=both, says_kind=True) if both else None


_ADD: dict[str, Callable[[Asked, Unit], Asked | None]] = {
    "filler": _filler, "any": _quantity, "all": _quantity, "which": _quantity, "count": _quantity,
    "anyone": _person, "everyone": _person, "who": _person, "state": _flag("is_status"),
    "where": _flag("is_where"), "not": _flag("is_negated"), "name": _name, "area": _area,
    "floor": _floor, "noun": _noun, "detected": _detected, "is": _is, "measure": _measure,
}  # fmt: skip
