"""Single values: texts, numbers, times, durations, ids; YAML 1.1's surprises undone."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any, TypeVar, cast, get_args

from hub.automation.durations import seconds_of
from hub.automation.files.keys import hint, listed, shown
from hub.automation.files.tree import Spot, Wrong, plain_of
from hub.automation.model.triggers import EntityTime
from hub.automation.model.values import Duration, Template, is_template, tree_of
from hub.home.ids import EntityId, is_entity_id
from hub.home.rules import SunEvent, Weekday

Choice = TypeVar("Choice", bound=str)
UNITS = frozenset(("days", "hours", "minutes", "seconds", "milliseconds"))
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,6})?))?")
# The id of an entity in Home Assistant's registry, which device triggers use.
_REGISTRY_ID = re.compile(r"[0-9a-f]{32}")
_TRUE = frozenset(("1", "true", "yes", "on", "enable"))
_FALSE = frozenset(("0", "false", "no", "off", "disable"))
# YAML 1.1 reads 1:00 to 24:00 as 60 to 1440, and 1:00:00 to 24:00:00 as 3600 to 86400.
_FIRST_MINUTE, _LAST_MINUTE, _FIRST_SECOND, _LAST_SECOND = 60, 1439, 3600, 86399


def text(value: Any, spot: Spot) -> str:
    """Return a text; numbers and booleans become one, as Home Assistant's `cv.string` does."""
    if value is None or isinstance(value, list | tuple | Mapping):
        raise Wrong(spot, f"expected a text, found {shown(value)}")
    return str(value)


def state_text(value: Any, spot: Spot) -> str:
    """Return a state: YAML's booleans are "on" and "off" here, as nobody means anything else."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return text(value, spot)


def texts(value: Any, spot: Spot) -> tuple[str, ...]:
    """Return one text or several."""
    return tuple(text(item, _nth(spot, value, n)) for n, item in enumerate(listed(value)))


def values(value: Any, spot: Spot) -> tuple[Any, ...]:
    """Return one plain value or several."""
    return tuple(plain_of(item, _nth(spot, value, n)) for n, item in enumerate(listed(value)))


def state_texts(value: Any, spot: Spot) -> tuple[str, ...]:
    """Return one state or several; an empty one in a list stands for nothing."""
    items = enumerate(listed(value))
    return tuple(state_text(item, _nth(spot, value, n)) for n, item in items if item is not None)


def template(value: Any, spot: Spot) -> Template:
    """Return what is a template, be there Jinja in it or not."""
    return Template(text(value, spot))


def text_or_template(value: Any, spot: Spot) -> str | Template:
    """Return a text, as a template if there is Jinja in it."""
    found = text(value, spot)
    return Template(found) if is_template(found) else found


def boolean(value: Any, spot: Spot) -> bool:
    """Return a boolean, spelled in any of Home Assistant's ways (`cv.boolean`)."""
    word = str(value).lower().strip()
    if isinstance(value, bool | str | int) and word in _TRUE | _FALSE:
        return word in _TRUE
    raise Wrong(spot, f"expected true or false, found {shown(value)}")


def boolean_or_template(value: Any, spot: Spot) -> bool | Template:
    """Return a boolean, or the template of one."""
    if isinstance(value, str) and is_template(value):
        return Template(value)
    return boolean(value, spot)


def number(value: Any, spot: Spot) -> float:
    """Return a number, written as a text or not."""
    try:
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            return float(value)
    except (ValueError, OverflowError):
        pass
    raise Wrong(spot, f"expected a number, found {shown(value)}")


def whole(value: Any, spot: Spot) -> int:
    """Return a whole number."""
    found = number(value, spot)
    if found != found or found in {float("inf"), float("-inf")} or found != int(found):  # noqa: PLR0124 - NaN
        raise Wrong(spot, f"expected a whole number, found {shown(value)}")
    return int(found)


def bound(value: Any, spot: Spot) -> float | EntityId:
    """Return a number, or the entity whose state is one."""
    if isinstance(value, str) and not _is_number(value) and is_entity_id(value.strip().lower()):
        return EntityId(value.strip().lower())
    return number(value, spot)


def entity(value: Any, spot: Spot) -> EntityId:
    """Return one entity id."""
    found = text(value, spot).strip().lower()
    if is_entity_id(found) or _REGISTRY_ID.fullmatch(found):
        return EntityId(found)
    raise Wrong(spot, f"{found!r} is no entity id; one looks like 'light.kitchen'")


def entities(value: Any, spot: Spot) -> tuple[EntityId, ...]:
    """Return entity ids: one, a list, or several with commas between them."""
    found: list[EntityId] = []
    for n, item in enumerate(listed(value)):
        parts = item.split(",") if isinstance(item, str) else [item]
        found += [entity(part, _nth(spot, value, n)) for part in parts if part != ""]
    return tuple(dict.fromkeys(found))


def some_entities(value: Any, spot: Spot) -> tuple[EntityId, ...]:
    """Return entity ids, at least one."""
    found = entities(value, spot)
    if not found:
        raise Wrong(spot, "name at least one entity")
    return found


def choice(value: Any, spot: Spot, known: Iterable[str]) -> str:
    """Return one of the known words."""
    found = text(value, spot)
    names = tuple(known)
    if found not in names:
        raise Wrong(spot, f"{found!r} is not known; {hint(found, names)}")
    return found


def sun_event(value: Any, spot: Spot) -> SunEvent:
    """Return sunrise or sunset."""
    return cast("SunEvent", choice(value, spot, get_args(SunEvent)))


def weekdays(value: Any, spot: Spot) -> tuple[Weekday, ...]:
    """Return days of the week."""
    names = get_args(Weekday)
    found = (choice(item, _nth(spot, value, n), names) for n, item in enumerate(listed(value)))
    return tuple(cast("Weekday", day) for day in found)


def time_of_day(value: Any, spot: Spot) -> time:
    """Return a time of day; unquoted, YAML 1.1 made a number of it."""
    if isinstance(value, int) and not isinstance(value, bool):
        if _FIRST_MINUTE <= value <= _LAST_MINUTE:
            return time(value // 60, value % 60)
        if _FIRST_SECOND <= value <= _LAST_SECOND:
            return time(value // 3600, value // 60 % 60, value % 60)
    clock = _CLOCK.fullmatch(str(value).strip())
    if clock is not None:
        hours, minutes, seconds = int(clock[1]), int(clock[2]), float(clock[3] or 0)
        if hours < 24 and minutes < 60 and seconds < 60:  # noqa: PLR2004 - a day's clock
            return time(hours, minutes, int(seconds), round(seconds % 1 * 1e6) % 1_000_000)
    raise Wrong(spot, f'{shown(value)} is no time of day; write it as "07:30:00", in quotes')


def time_or_entity(value: Any, spot: Spot) -> time | EntityId:
    """Return a time of day, or the entity that tells one."""
    if isinstance(value, str) and is_entity_id(value.strip().lower()):
        return EntityId(value.strip().lower())
    return time_of_day(value, spot)


def moment(value: Any, spot: Spot) -> time | datetime | EntityTime | Template:
    """Return what may stand in `at` of a time trigger."""
    if isinstance(value, Mapping):
        extra = set(value) - {"entity_id", "offset"}
        if extra or "entity_id" not in value:
            raise Wrong(spot, "expected a time, or a mapping with entity_id and offset")
        offset_s = seconds(value.get("offset") or 0, spot.at(value, "offset"))
        return EntityTime(entity(value["entity_id"], spot.at(value, "entity_id")), offset_s)
    if isinstance(value, str):
        if is_template(value):
            return Template(value)
        if is_entity_id(value.strip().lower()):
            return EntityTime(EntityId(value.strip().lower()))
        if len(value) > len("2026-01-01"):
            try:
                return datetime.fromisoformat(value.strip())
            except ValueError:
                pass
    return time_of_day(value, spot)


def moments(value: Any, spot: Spot) -> tuple[time | datetime | EntityTime | Template, ...]:
    """Return all that stands in `at`."""
    found = tuple(moment(item, _nth(spot, value, n)) for n, item in enumerate(listed(value)))
    if not found:
        raise Wrong(spot, "give at least one time")
    return found


def seconds(value: Any, spot: Spot) -> float:
    """Return a duration that is known already, in seconds; it may be negative."""
    try:
        if isinstance(value, str):
            return float(value) if _is_number(value) else seconds_of(value)
        if not isinstance(value, bool):
            return seconds_of(value)
    except (ValueError, TypeError, OverflowError):
        pass
    text_ = f"{shown(value)} is no duration; write it as '00:10:00' or {{minutes: 10}}"
    raise Wrong(spot, text_)


def duration(value: Any, spot: Spot) -> Duration:
    """Return a duration, or the template of one; never negative."""
    if isinstance(value, str) and is_template(value):
        return Template(value)
    if isinstance(value, Mapping) and any(
        isinstance(inner, str) and is_template(inner) for inner in value.values()
    ):
        for key in value:
            choice(key, spot.at(value, key), UNITS)
        return cast("Mapping[str, Any]", tree_of(value))
    found = seconds(value, spot)
    if found < 0:
        raise Wrong(spot, "a duration cannot be negative here")
    return found


def _nth(spot: Spot, value: Any, number: int) -> Spot:
    """Return where an item stands; one that is no list stands where its key does."""
    return spot.at(value, number) if isinstance(value, list | tuple) else spot


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
