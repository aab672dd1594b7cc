"""Whether it is a time of day, or a time of the sun."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from hub.automation.condition_faults import ConditionFailed, state_of
from hub.automation.model.conditions import SunCondition, TimeCondition
from hub.automation.place import Place
from hub.automation.world import World
from hub.home.home import Home
from hub.home.model import State
from hub.home.rules import SunEvent, Weekday

_DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FROM = time()
_UNTIL = time.max


def time_holds(condition: TimeCondition, world: World) -> bool:
    """Tell whether the house's clocks stand between two times; over midnight if they are so.

    Raises:
        HubError: an entity tells no time.
    """
    local = world.place.local(world.now())
    after = _time_of(condition.after, world, _FROM)
    before = _time_of(condition.before, world, _UNTIL)
    if after is None or before is None:
        return False
    now = local.time()
    if after < before:
        if not after <= now < before:
            return False
    elif before <= now < after:
        return False
    return not condition.weekday or _DAYS[local.weekday()] in condition.weekday


def _time_of(told: time | str | None, world: World, otherwise: time) -> time | None:
    """Return a time of day; None if an entity that has times tells none now."""
    if told is None:
        return otherwise
    if isinstance(told, time):
        return told
    state = state_of(world.home, told)
    match told.partition(".")[0]:
        case "input_datetime":
            return _input_time(state)
        case "time":
            return _parsed(state.state, told) if state.is_available else None
        case _:
            return _timestamp_time(state, world.home, world.place)


def _input_time(state: State) -> time:
    # One that holds only a date stands for the end of the day, as in Home Assistant.
    get = state.attributes.get
    return time(int(get("hour", 23)), int(get("minute", 59)), int(get("second", 59)))


def _parsed(text: str, entity_id: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ConditionFailed(f"{entity_id}: {text!r} is no time of day") from None


def _timestamp_time(state: State, home: Home, place: Place) -> time | None:
    entity = home.entities.get(state.entity_id)
    device_class = state.attributes.get("device_class") or (entity and entity.device_class)
    if device_class != "timestamp" or not state.is_available:
        return None
    try:
        moment = datetime.fromisoformat(state.state)
    except ValueError:
        raise ConditionFailed(f"{state.entity_id}: {state.state!r} is no moment") from None
    return (place.local(moment) if moment.tzinfo else moment).time()


def sun_holds(condition: SunCondition, world: World) -> bool:
    """Tell whether it is after or before today's sunrise or sunset, as Home Assistant has it.

    "Today" ends at midnight: `after: sunset` alone holds until then. A day without the event
    named holds not.
    """
    now = world.now()
    today = world.place.local(now).date()
    after = _moment(condition.after, condition.after_offset_s, today, world.place)
    before = _moment(condition.before, condition.before_offset_s, today, world.place)
    if (condition.after is not None and after is None) or (
        condition.before is not None and before is None
    ):
        return False
    is_after = after is None or now >= after
    is_before = before is None or now <= before
    if condition.before == "sunrise" and condition.after == "sunset":
        return is_after or is_before  # the night, which lies around midnight
    return is_after and is_before


def _moment(event: SunEvent | None, offset_s: float, today: date, place: Place) -> datetime | None:
    found = None if event is None else _sun_on(place, event, today)
    return None if found is None else found + timedelta(seconds=offset_s)


@lru_cache(maxsize=256)
def _sun_on(place: Place, event: SunEvent, day: date) -> datetime | None:
    """Return the event on a local day; searching for it takes milliseconds, hence the cache."""
    midnight = datetime.combine(day, time(), tzinfo=place.time_zone)
    found = place.next_sun(event, timedelta(0), midnight - timedelta(microseconds=1))
    return found if found is not None and place.local(found).date() == day else None
