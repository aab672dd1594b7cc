"""Why a condition cannot be told."""

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.model import State


class ConditionFailed(HubError):
    """A condition cannot be told: an entity is missing, or says nothing of the kind wanted."""


def state_of(home: Home, entity_id: str) -> State:
    """Return the state of an entity.

    Raises:
        ConditionFailed: there is no such entity.
    """
    state = home.states.get(entity_id)  # type: ignore[call-overload]
    if state is None:
        raise ConditionFailed(f"no entity {entity_id!r} in this home; correct the condition")
    return state  # type: ignore[no-any-return]


def float_of(value: object, whose: str) -> float:
    """Return a number.

    Raises:
        ConditionFailed: it is none.
    """
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = float("nan")
    if number != number:  # noqa: PLR0124 -- NaN is no number
        raise ConditionFailed(f"{whose}: {value!r} is no number")
    return number
