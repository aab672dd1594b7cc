"""What a filter gives when it cannot: its default, or an error that names the value."""

from typing import Any, NoReturn


class NoDefaultError(ValueError):
    """A value does not fit a filter, and the template gives no default."""


NO_DEFAULT: Any = object()
# What numbers of foreign origin make Python's functions raise.
NOT_A_NUMBER = (ValueError, TypeError, OverflowError)


def no_default(name: str, value: Any) -> NoReturn:
    """Raise, as Home Assistant words it."""
    shown = repr(value) if isinstance(value, str | int | float | None) else type(value).__name__
    raise NoDefaultError(
        f"{name} got invalid input {shown[:80]} when rendering the template, but no default was "
        "specified"
    )


def or_default(default: Any, name: str, value: Any) -> Any:
    """Return the default, or raise if there is none."""
    if default is NO_DEFAULT:
        no_default(name, value)
    return default
