"""Whether numbers lie between bounds."""

from collections.abc import Mapping
from typing import Any

from hub.automation.condition_faults import ConditionFailed, float_of, state_of
from hub.automation.model.conditions import NumericStateCondition
from hub.automation.world import World
from hub.home.errors import HubError
from hub.home.model import UNAVAILABLE, UNKNOWN

_NOT_KNOWN = (UNAVAILABLE, UNKNOWN)


def numbers_hold(
    condition: NumericStateCondition, variables: Mapping[str, Any], world: World
) -> bool:
    """Tell whether every entity's number lies between the bounds, both exclusive.

    Raises:
        HubError: it cannot be told.
    """
    errors = []
    for entity_id in condition.entity_id:
        try:
            if not _number_holds(entity_id, condition, variables, world):
                return False
        except HubError as error:
            errors.append(str(error))
    if errors:
        raise ConditionFailed("; ".join(errors))
    return True


def _number_holds(
    entity_id: str, condition: NumericStateCondition, variables: Mapping[str, Any], world: World
) -> bool:
    state = state_of(world.home, entity_id)
    value: Any = state.state
    if condition.attribute is not None:
        if condition.attribute not in state.attributes:
            return False
        value = state.attributes[condition.attribute]
    if condition.value_template is not None:
        known = {**variables, "state": state}
        value = world.templates.render(condition.value_template, known)
    if value in _NOT_KNOWN:
        return False
    number = float_of(value, entity_id)
    below, above = _bound(condition.below, world), _bound(condition.above, world)
    if below in _NOT_KNOWN or above in _NOT_KNOWN:
        return False
    if below is not None and number >= float_of(below, str(condition.below)):
        return False
    return above is None or number > float_of(above, str(condition.above))


def _bound(bound: float | str | None, world: World) -> float | str | None:
    return state_of(world.home, bound).state if isinstance(bound, str) else bound
