"""The shape of every command: an action, its data, and what the device should then report."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from hub.home.ids import domain_of
from hub.home.model import State
from hub.record import record

Check = Callable[[Any], bool]


@record(frozen=True, slots=True)
class Expectation:
    """What a device must report for a command to count as done.

    `states`: any of these (empty: any state); `attributes`: each must pass its check;
    `description`: the same in words, for replies. `transient` states are fine on the way
    ("opening") and extend the wait. `is_dated`: it says when it was done, so that only a report of
    what was sent before and is not done yet could be taken for it.
    """

    description: str
    states: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, Check], ...] = ()
    transient: frozenset[str] = frozenset()
    is_dated: bool = False

    def is_met_by(self, state: State) -> bool:
        """Tell whether `state` shows what was expected."""
        if not state.is_available and state.state not in self.states:
            return False
        if self.states and state.state not in self.states:
            return False
        return all(check(state.attributes.get(name)) for name, check in self.attributes)

    @property
    def names(self) -> frozenset[str]:
        """What a device must tell for it to be met: "state", and names of attributes."""
        attributes = frozenset(name for name, _ in self.attributes)
        return attributes | {"state"} if self.states or not attributes else attributes

    def parts(self) -> "Iterator[Expectation]":
        """Yield it split up by what single messages may tell."""
        if self.states:
            yield replace(self, attributes=())
        for attribute in self.attributes:
            yield replace(self, states=frozenset(), attributes=(attribute,))


def close_to(wanted: float, tolerance: float) -> Check:
    """Return a check that a number lies within `tolerance` of `wanted`."""

    def check(value: object) -> bool:
        return isinstance(value, int | float) and abs(value - wanted) <= tolerance

    return check


def equals(wanted: object) -> Check:
    """Return a check for equality (a tuple equals a list of the same items)."""
    plain = list(wanted) if isinstance(wanted, tuple) else wanted

    def check(value: object) -> bool:
        return (list(value) if isinstance(value, tuple) else value) == plain

    return check


def differs_from(old: object) -> Check:
    """Return a check that something is known and is not `old` any more."""

    def check(value: object) -> bool:
        return value is not None and value != old

    return check


def later_than(old: object) -> Check:
    """Return a check that a moment, as text of one form, is known and later than `old`."""

    def check(value: object) -> bool:
        return isinstance(value, str) and (not isinstance(old, str) or value > old)

    return check


class Command(BaseModel):
    """One action with its data. Each concrete class is one action of one domain.

    Names of actions and data are Home Assistant's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    # Whether sending it twice does no more than sending it once.
    is_idempotent: ClassVar[bool] = True
    # Whether no entity takes it: its target is `HOUSE` (hub/home/ids.py).
    is_for_house: ClassVar[bool] = False
    # Whether it is done, not merely sent, once it was handed over: the hub does it by itself.
    is_done_at_once: ClassVar[bool] = False

    action: str

    @property
    def domain(self) -> str:
        """The domain of the action, such as "light"."""
        return domain_of(self.action)

    @property
    def verb(self) -> str:
        """The action without its domain, such as "turn_on"."""
        return self.action.partition(".")[2]

    def data(self) -> dict[str, Any]:
        """Return what was given with the action, without what was left out."""
        return self.model_dump(mode="json", exclude={"action"}, exclude_none=True)

    def problem(self, state: State) -> str | None:
        """Say why a device in `state` with its capabilities cannot do this; None if it can."""
        del state
        return None

    def expected(self, before: State) -> Expectation | None:
        """Say what the device should report afterwards; None if nothing can be observed."""
        del before
        return None


def within(value: float | None, state: State, low: str, high: str, unit: str = "") -> str | None:
    """Say how `value` breaks the limits that `state` carries as attributes; None if it does not."""
    if value is None:
        return None
    lowest, highest = state.attributes.get(low), state.attributes.get(high)
    if isinstance(lowest, int | float) and value < lowest:
        return f"{value:g}{unit} is below the lowest possible, {lowest:g}{unit}"
    if isinstance(highest, int | float) and value > highest:
        return f"{value:g}{unit} is above the highest possible, {highest:g}{unit}"
    return None


def one_of(value: str | None, state: State, options: str) -> str | None:
    """Say that `value` is not among the options that `state` lists; None if it is."""
    offered = state.attributes.get(options)
    if value is None or not isinstance(offered, list | tuple) or value in offered:
        return None
    return f"{value!r} is not one of {', '.join(map(str, offered)) or 'its (no) options'}"


def ran_again(before: State) -> Expectation | None:
    """Expect a new run of a script or an automation; None if it does not tell its last one."""
    if "last_triggered" not in before.attributes:
        return None
    check = ("last_triggered", differs_from(before.attributes["last_triggered"]))
    return Expectation("started", attributes=(check,))
