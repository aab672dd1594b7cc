"""Building text of texts: as `str` does it, but measured first."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2.sandbox import SandboxedEnvironment, SandboxedFormatter
from markupsafe import Markup

from hub.templating.bounds import Bounds, TooMuchError

_PERCENT = re.compile(r"%(?:\([^)]*\))?[#0\- +]*(\*|\d*)(?:\.(\*|\d*))?[hlL]?.", re.DOTALL)
_WIDTH = re.compile(r"\d+")
_MAX_DIGITS = 4


class Texts:
    """The parts of `str` that make long texts of short ones."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds

    def replaced(self, value: Any, old: Any, new: Any, count: int | None = -1) -> str:
        """Replace as `str.replace` does, unless the result would be far too long."""
        bounded = self._bounds.bounded
        text, old, new = str(bounded(value)), str(bounded(old)), str(bounded(new))
        self._bounds.room_for(len(text) + text.count(old) * max(0, len(new) - len(old)))
        return text.replace(old, new, -1 if count is None else count)

    def joined(self, items: Iterable[Any], separator: str = "") -> str:
        """Join as Jinja's filter does, unless the result would be far too long."""
        parts, length = [], 0
        for item in items:
            part = str(self._bounds.bounded(item))
            length += len(part) + len(separator)
            self._bounds.room_for(length)
            parts.append(part)
        return separator.join(parts)

    def percent(self, pattern: str, values: Any) -> str:
        """Format as `%` does, unless the result would be far too long."""
        bounded = self._bounds.bounded
        given = values if isinstance(values, tuple | Mapping) else (values,)
        each = list(given.values()) if isinstance(given, Mapping) else list(given)
        length = len(pattern)
        longest = max((len(str(bounded(value))) for value in each), default=0)
        for found in _PERCENT.finditer(pattern):
            sizes = [size for size in found.groups() if size]
            if any(size == "*" or len(size) > _MAX_DIGITS for size in sizes):
                raise TooMuchError("a text too wide")
            length += longest + sum(map(int, sizes))
            self._bounds.room_for(length)
        return str(pattern % values)

    def formatted(
        self,
        environment: SandboxedEnvironment,
        pattern: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
    ) -> str:
        """Format as `str.format` does, reaching no attribute that templates may not."""
        formatter = _Formatter(environment, self._bounds)
        text = formatter.vformat(str(pattern), args, kwargs)
        return Markup(text) if isinstance(pattern, Markup) else text  # noqa: S704 - it was Markup

    def padded(self, width: Any) -> None:
        """Check the width that a text is about to be filled up to."""
        self._bounds.room_for(int(width))


class _Formatter(SandboxedFormatter):
    def __init__(self, environment: SandboxedEnvironment, bounds: Bounds) -> None:
        super().__init__(environment)
        self._bounds, self._length = bounds, 0

    def format_field(self, value: Any, format_spec: str) -> Any:
        if any(len(width) > _MAX_DIGITS for width in _WIDTH.findall(format_spec)):
            raise TooMuchError("a text too wide")
        text = super().format_field(self._bounds.bounded(value), format_spec)
        self._length += len(text)
        self._bounds.room_for(self._length)
        return text
