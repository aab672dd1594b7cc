"""What a template entity shows, given what its templates rendered to."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from hub.automation.entities.template_items import TemplateEntity
from hub.automation.rendering import TemplateFailed, is_true
from hub.home.model import UNAVAILABLE, UNKNOWN

Values = Mapping[str, Any]
# Home Assistant's limit on the length of a state.
LONGEST_STATE = 255
_ON = frozenset({"on", "true", "yes", "1", "enable", "open", "locked"})
_COVER = {"open", "opening", "closed", "closing"}
_LOCK = {"locked", "unlocked", "locking", "unlocking", "jammed", "open", "opening"}


def is_available(entity: TemplateEntity, values: Values) -> bool:
    """Tell whether it is: as its own template says, else if its state could be rendered."""
    if "availability" in entity.templates:
        said = values.get("availability", True)
        return isinstance(said, TemplateFailed) or is_true(said)
    return not isinstance(values.get("state"), TemplateFailed)


def state_of(entity: TemplateEntity, values: Values) -> str:
    """Return the state that was rendered, of one that is available."""
    if entity.domain == "cover" and "position" in entity.templates:
        position = number_of(values.get("position"))
        return UNKNOWN if position is None else "open" if position > 0 else "closed"
    result = values.get("state")
    if result is None or isinstance(result, TemplateFailed):
        return UNKNOWN
    text = str(result)
    if text in {UNKNOWN, UNAVAILABLE}:
        return text
    of_time = _MOMENTS.get(entity.fixed.get("device_class", ""))
    if entity.domain == "sensor" and of_time is not None:
        return of_time(text)
    return _worded(entity.domain, result, text)


def _moment(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return UNKNOWN
    # A time without a zone tells nobody when that is.
    return UNKNOWN if at.tzinfo is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return UNKNOWN


_MOMENTS: Mapping[str, Callable[[str], str]] = {"timestamp": _moment, "date": _day}


def _worded(domain: str, result: Any, text: str) -> str:
    match domain:
        case "binary_sensor" | "switch" | "light" | "fan":
            return "on" if is_true(result) else "off"
        case "cover":
            word = text.lower()
            return word if word in _COVER else "open" if is_true(result) else "closed"
        case "lock":
            word = text.lower()
            return word if word in _LOCK else "locked" if is_true(result) else "unlocked"
        case "number":
            number = number_of(result)
            return UNKNOWN if number is None else str(number)
        case _:
            return text if len(text) <= LONGEST_STATE else UNKNOWN


def attributes_of(entity: TemplateEntity, values: Values, name: str) -> dict[str, Any]:
    """Return what it shows; when it is unavailable, only what it always is."""
    shown: dict[str, Any] = {"friendly_name": _text(values.get("name")) or name, **entity.fixed}
    for key, own in (("icon", "icon"), ("entity_picture", "picture")):
        if (text := _text(values.get(own))) is not None:
            shown[key] = text
    shown |= _capabilities(entity, values)
    if not is_available(entity, values):
        return shown
    for key in entity.attributes:
        value = values.get(f"attributes.{key}")
        shown[key] = None if isinstance(value, TemplateFailed) else value
    return shown | _measured(entity, values)


def _capabilities(entity: TemplateEntity, values: Values) -> dict[str, Any]:
    match entity.domain:
        case "number":
            low, high, step = (number_of(values.get(key)) for key in ("min", "max", "step"))
            return {
                "min": 0.0 if low is None else low, "max": 100.0 if high is None else high,
                "step": 1.0 if step is None else step, "mode": "auto",
            }  # fmt: skip
        case "select":
            options = values.get("options")
            return {"options": list(map(str, options)) if isinstance(options, list) else []}
        case "light":
            can_dim = "level" in entity.templates or "set_level" in entity.actions
            return {"supported_color_modes": ["brightness" if can_dim else "onoff"]}
        case _:
            return {}


def _measured(entity: TemplateEntity, values: Values) -> dict[str, Any]:
    names = {
        "light": ("level", "brightness"), "cover": ("position", "current_position"),
        "fan": ("percentage", "percentage"), "sensor": ("last_reset", "last_reset"),
    }  # fmt: skip
    own, shown = names.get(entity.domain, ("", ""))
    if own not in values or isinstance(values[own], TemplateFailed):
        return {}
    if own == "last_reset":
        return {shown: str(values[own])}
    number = number_of(values[own])
    return {} if number is None else {shown: round(number)}


def number_of(value: Any) -> float | None:
    """Return a number, None if it is none that is finite."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < float("inf") else None


def _text(value: Any) -> str | None:
    is_none = value is None or isinstance(value, TemplateFailed) or value == ""
    return None if is_none else str(value)
