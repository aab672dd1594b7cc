"""Times and bytes in discovery templates, as Home Assistant names them."""

import base64
import math
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from jinja2 import Undefined

from hub.home.ids import slugify
from integrations.mqtt.message import PayloadError

_NO_DEFAULT = object()
MAX_PATTERN = 100
MAX_PACKED = 1_000


def as_datetime(value: Any, default: Any = _NO_DEFAULT) -> Any:
    """Read ISO 8601 or seconds since 1970."""
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        pass
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return _or_default(default, f"expected a time, got {str(value)[:80]!r}")


def as_timestamp(value: Any, default: Any = _NO_DEFAULT) -> Any:
    """Return seconds since 1970 of a time; one without zone is local."""
    try:
        return as_datetime(value).timestamp()
    except (PayloadError, OverflowError) as error:
        return _or_default(default, str(error))


def as_local(value: Any) -> Any:
    """Return a time in the zone of the house."""
    return as_datetime(value).astimezone()


def timestamp_local(value: Any, default: Any = _NO_DEFAULT) -> Any:
    """Return seconds since 1970 as local time, ISO 8601."""
    return _written(value, default, None)


def timestamp_utc(value: Any, default: Any = _NO_DEFAULT) -> Any:
    """Return seconds since 1970 as UTC, ISO 8601."""
    return _written(value, default, UTC)


def strptime(value: Any, pattern: str, default: Any = _NO_DEFAULT) -> Any:
    """Read a time by a pattern of `strptime`."""
    try:
        return datetime.strptime(str(value), pattern[:MAX_PATTERN])  # noqa: DTZ007 - the pattern says
    except (TypeError, ValueError) as error:
        return _or_default(default, str(error))


def is_number(value: Any) -> bool:
    """Tell whether something is, or reads as, a finite number."""
    try:
        return not isinstance(value, Undefined | bool) and math.isfinite(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def as_bool(value: Any, default: Any = _NO_DEFAULT) -> Any:
    """Read what Home Assistant reads as true or false."""
    word = str(value).strip().lower()
    if word in {"1", "true", "yes", "on", "enable"}:
        return True
    if word in {"0", "false", "no", "off", "disable"}:
        return False
    return _or_default(default, f"expected true or false, got {word[:80]!r}")


def pack(value: Any, pattern: str) -> bytes | None:
    """Write a number as bytes (`struct`)."""
    try:
        if struct.calcsize(pattern[:MAX_PATTERN]) > MAX_PACKED:
            return None
        return struct.pack(pattern[:MAX_PATTERN], value)
    except struct.error:
        return None


def unpack(value: Any, pattern: str, offset: int = 0) -> Any:
    """Read a number from bytes (`struct`)."""
    if value is None:
        return None
    data = value if isinstance(value, bytes) else str(value).encode()
    try:
        return struct.unpack_from(pattern[:MAX_PATTERN], data, offset)[0]
    except (struct.error, IndexError):
        return None


def base64_decode(value: Any) -> str:
    """Read base 64 as text."""
    return base64.b64decode(str(value)).decode("utf-8", "replace")


def base64_encode(value: Any) -> str:
    """Write text in base 64."""
    return base64.b64encode(str(value).encode()).decode()


def _written(value: Any, default: Any, zone: Any) -> Any:
    try:
        return datetime.fromtimestamp(float(value), UTC).astimezone(zone).isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return _or_default(default, f"expected seconds since 1970, got {str(value)[:80]!r}")


def _or_default(default: Any, problem: str) -> Any:
    if default is _NO_DEFAULT:
        raise PayloadError(problem)
    return default


TIMES: dict[str, Callable[..., Any]] = {
    "as_datetime": as_datetime, "as_local": as_local, "as_timestamp": as_timestamp,
    "strptime": strptime, "timestamp_local": timestamp_local, "timestamp_utc": timestamp_utc,
}  # fmt: skip
BYTES: dict[str, Callable[..., Any]] = {
    "base64_decode": base64_decode, "base64_encode": base64_encode, "ord": ord, "pack": pack,
    "slugify": slugify, "unpack": unpack,
}  # fmt: skip
DURATIONS: dict[str, Callable[..., Any]] = {"timedelta": timedelta}
