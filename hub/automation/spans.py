"""How long a written duration is, templates rendered."""

from collections.abc import Mapping
from typing import Any

from hub.automation.durations import seconds_of
from hub.automation.model.values import Duration, Template
from hub.automation.rendering import Templates
from hub.home.errors import HubError


class NoDuration(HubError):
    """What was written, or what a template gave, is no duration."""


def seconds_in(duration: Duration, variables: Mapping[str, Any], templates: Templates) -> float:
    """Return a duration in seconds.

    Raises:
        TemplateFailed: a template in it failed.
        NoDuration: it is none, or less than nothing.
    """
    if isinstance(duration, float | int):
        return float(duration)
    if isinstance(duration, Template):
        value = templates.render(duration, variables)
    else:
        value = templates.tree(duration, variables)
    try:
        seconds = _seconds(value)
    except (ValueError, TypeError) as error:
        raise NoDuration(str(error)) from None
    if not 0 <= seconds < float("inf"):
        raise NoDuration(
            f"{value!r} is no duration that can be waited for; it must not be negative"
        )
    return seconds


def _seconds(value: Any) -> float:
    if hasattr(value, "total_seconds"):
        return float(value.total_seconds())
    try:
        return float(value)
    except (ValueError, TypeError):
        return seconds_of(value)
