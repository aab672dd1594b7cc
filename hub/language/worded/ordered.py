"""What an order says, put together from what its words stand for."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

from hub.language.worded.asked import Asked
from hub.language.worded.tongue import Kind, Unit
from hub.record import record

_FULL = 100.0
_SOUND = {"off": "muted", "on": "unmuted", "silenced": "muted", "sounding": "unmuted"}


@record(frozen=True, slots=True)
class Order:
    """The parts of one reading of an order. `how`: whether the number is said "to" or "by"."""

    about: Asked
    done: frozenset[tuple[Kind, str]] = frozenset()
    does: bool = False
    is_set: bool = False
    is_here: bool = False
    is_everywhere: bool = False
    unit: str | None = None
    value: float | None = None
    how: str | None = None
    color: str | None = None
    property_of: str | None = None


def order_of(units: Iterable[Unit]) -> Order | None:
    """Put the units of a reading together; None if they contradict each other."""
    order = Order(Asked())
    plain: list[Unit] = []
    for unit in units:
        add = _ADD.get(unit.role)
        if add is None:
            plain.append(unit)
            continue
        added = add(order, unit)
        if added is None:
            return None
        order = added
    about = Asked.of(plain)
    return _of_sound(replace(order, about=about)) if about else None


def _of_sound(order: Order) -> Order | None:
    """Read "off" and "on", said of a sound, as muted and not; a taken away sound is muted."""
    is_sound = order.property_of == "media_player"
    done: set[tuple[Kind, str]] = set()
    for (domain, device_class), state in order.done:
        if is_sound and domain == "media_player":
            done.add(((domain, device_class), _SOUND.get(state, state)))
        elif state not in {"silenced", "sounding"}:
            done.add(((domain, device_class), state))
    return replace(order, done=frozenset(done)) if done or not order.does else None


def _do(order: Order, unit: Unit) -> Order | None:
    done = cast("frozenset[tuple[Kind, str]]", unit.values)
    both = order.done & done if order.does else done
    return replace(order, done=both, does=True) if both else None


def _number(order: Order, unit: Unit) -> Order | None:
    ((value, how),) = cast("frozenset[tuple[float, str | None]]", unit.values)
    return replace(order, value=value, how=how) if order.value is None else None


def _part(order: Order, unit: Unit) -> Order | None:
    (value,) = cast("frozenset[float]", unit.values)
    changed = replace(order, value=value, how="to", unit="percent")
    return changed if order.value is None else None


def _property(order: Order, unit: Unit) -> Order | None:
    (domain,) = unit.values
    return replace(order, property_of=str(domain)) if order.property_of is None else None


def _color(order: Order, unit: Unit) -> Order | None:
    (color,) = unit.values
    return replace(order, color=str(color)) if order.color is None else None


def _flagged(**changes: object) -> Callable[[Order, Unit], Order]:
    def add(order: Order, unit: Unit) -> Order:
        del unit
        return replace(order, **changes)  # type: ignore[arg-type]

    return add


_ADD: dict[str, Callable[[Order, Unit], Order | None]] = {
    "do": _do, "number": _number, "part": _part, "property": _property, "color": _color,
    "set": _flagged(is_set=True), "here": _flagged(is_here=True),
    "everywhere": _flagged(is_everywhere=True), "percent": _flagged(unit="percent"),
    "degrees": _flagged(unit="degrees"), "most": _flagged(value=_FULL, unit="percent"),
    "least": _flagged(value=1.0, unit="percent"),
}  # fmt: skip
