"""What people are told of an invariant that was broken: what was observed, and no more."""

from hub.guard.conditions import in_words
from hub.guard.invariants import Held
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import State
from hub.home.plan import Outcome, Status

# By the verb of an action: what was done, and what was to be done.
_DEEDS = {
    "turn_on": ("switched it on", "switch it on"),
    "turn_off": ("switched it off", "switch it off"),
    "lock": ("locked it", "lock it"),
    "unlock": ("unlocked it", "unlock it"),
    "close_cover": ("closed it", "close it"),
    "open_cover": ("opened it", "open it"),
    "close_valve": ("closed it", "close it"),
    "open_valve": ("opened it", "open it"),
}


def told(
    one: Held, entity_id: EntityId, home: Home, state: State | None, outcome: Outcome | None
) -> str:
    """Say what was broken, what was done about it, and whether the device confirmed it."""
    entity = home.entities.get(entity_id)
    name = entity.name if entity is not None else entity_id
    said = [_was(one, name, state)]
    if outcome is not None:
        said.append(_did(outcome))
    said.append(f"(Rule of the house: {one.invariant.name}.)")
    return " ".join(said)


def _was(one: Held, name: str, state: State | None) -> str:
    while_ = " and ".join(each.asked for each in one.tests)
    meanwhile = f", and {while_}" if while_ else ""
    if state is None or not state.is_available:
        wanted = " or ".join(one.invariant.always or one.invariant.never or ())
        is_there = "does not report" if state is None else f"is {state.state}"
        return f"{name} {is_there}{meanwhile}, so I can't tell whether it is {wanted}."
    longer = one.invariant.longer_than
    how_long = f" for {in_words(longer)}" if longer is not None else ""
    return f"{name} was {state.state.replace('_', ' ')}{how_long}{meanwhile}."


def _did(outcome: Outcome) -> str:
    verb = outcome.action.partition(".")[2]
    did, do = _DEEDS.get(verb, (f"did {outcome.action}", f"do {outcome.action}"))
    detail = outcome.detail.rstrip(".")
    match outcome.status:
        case Status.DONE:
            return f"I {did}, and it reports {outcome.observed or outcome.expected or 'it'}."
        case Status.UNVERIFIED:
            return f"I told it to, but it has not confirmed it ({detail}): please look."
        case Status.FAILED:
            return f"I could not {do}: {detail}. Please look."
        case Status.DENIED:
            return f"I may not {do}: {detail}."
        case Status.WAITING:
            return f"I would {do}, and wait for a yes: {detail}."
