"""The filters, tests and functions of Home Assistant that discovery templates use."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from jinja2 import Undefined

from hub.templating.bounds import Bounds, Limits, TooMuchError
from hub.templating.patterns import Patterns
from hub.templating.texts import Texts
from integrations.mqtt.message import PayloadError
from integrations.mqtt.template_times import BYTES, DURATIONS, TIMES, as_bool, is_number

MAX_STRING = 64_000
MAX_DIGITS = 15
# 20,000 turns take about 5 ms. 500 characters of source hold any template ever seen twice over.
LIMITS = Limits(
    string=MAX_STRING, source=8_000, output=16_000, range=500, turns=20_000, nodes=20_000,
    built=2_000_000, bits=MAX_STRING, depth=1, cpu_s=0.25,
)  # fmt: skip
BOUNDS = Bounds(LIMITS)

_NO_DEFAULT = object()
_TEXTS = Texts(BOUNDS)
_PATTERNS = Patterns(BOUNDS)


class NotDefinedError(Exception):
    """`is_defined` met something undefined: the message says nothing, the old state stays."""


def matches(value: str, pattern: str) -> bool:
    """Tell whether a regular expression matches at the beginning of `value`.

    Raises:
        PayloadError: it is none, or may take for ever.
    """
    BOUNDS.start()
    try:
        return _PATTERNS.match(value, pattern)
    except TooMuchError as error:
        raise PayloadError(str(error)) from None


def _number(convert: Callable[[Any], float]) -> Callable[..., Any]:
    def filter_number(value: Any, default: Any = _NO_DEFAULT, base: int | None = None) -> Any:
        try:
            return int(value, base) if base is not None else convert(value)
        except (TypeError, ValueError, OverflowError):
            if default is _NO_DEFAULT:
                raise PayloadError(f"expected a number, got {BOUNDS.bounded(value)!r}") from None
            return default

    return filter_number


def _to_float(value: Any) -> float:
    number = float(value)
    if isinstance(value, Undefined):
        raise TypeError
    return number


def _to_int(value: Any) -> int:
    return int(value) if isinstance(value, int) else int(float(value))


def _round(
    value: Any, precision: int = 0, method: str = "common", default: Any = _NO_DEFAULT
) -> Any:
    precision = max(-MAX_DIGITS, min(MAX_DIGITS, precision))
    try:
        number = float(value)
        factor = 10**precision
        if method == "ceil":
            rounded = math.ceil(number * factor) / factor
        elif method == "floor":
            rounded = math.floor(number * factor) / factor
        elif method == "half":
            rounded = round(number * 2) / 2
        else:
            rounded = round(number, precision)
    except (TypeError, ValueError, OverflowError):
        if default is _NO_DEFAULT:
            raise PayloadError(
                f"expected a number to round, got {BOUNDS.bounded(value)!r}"
            ) from None
        return default
    return int(rounded) if precision == 0 else rounded


def _is_defined(value: Any) -> Any:
    if isinstance(value, Undefined):
        raise NotDefinedError
    return value


def _iif(value: Any, if_true: Any = True, if_false: Any = False, if_none: Any = _NO_DEFAULT) -> Any:  # noqa: FBT002 - Home Assistant's signature
    if value is None and if_none is not _NO_DEFAULT:
        return if_none
    return if_true if value else if_false


def _to_json(value: Any, *_: Any, **__: Any) -> str:
    return orjson.dumps(BOUNDS.bounded(value), option=orjson.OPT_NON_STR_KEYS).decode()


def _from_json(value: Any) -> Any:
    return orjson.loads(str(BOUNDS.bounded(value)))


def _timestamp_custom(value: Any, pattern: str = "%Y-%m-%d %H:%M:%S", *_: Any) -> str:
    return datetime.fromtimestamp(float(value), UTC).astimezone().strftime(pattern[:100])


def _joined(items: Any, separator: str = "", attribute: str | None = None) -> str:
    each = items if attribute is None else (item[attribute] for item in items)
    return _TEXTS.joined(each, separator)


def _bitwise_and(value: Any, other: Any) -> int:
    return int(value) & int(other)


def _bitwise_or(value: Any, other: Any) -> int:
    return int(value) | int(other)


def _multiply(value: Any, factor: float) -> float:
    return float(value) * factor


def _add(value: Any, amount: float) -> float:
    return float(value) + amount


def _contains(items: Any, wanted: Any) -> bool:
    return wanted in BOUNDS.bounded(items)


def _formatted(pattern: Any, *values: Any, **named: Any) -> str:
    return _TEXTS.percent(str(BOUNDS.bounded(pattern)), named or values)


def _sqrt(value: Any) -> float:
    return math.sqrt(float(value))


def _log(value: Any, base: float = math.e) -> float:
    return math.log(float(value), float(base))


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def _utcnow() -> datetime:
    return datetime.now(UTC)


FILTERS: dict[str, Callable[..., Any]] = {
    "float": _number(_to_float),
    "int": _number(_to_int),
    "round": _round,
    "is_defined": _is_defined,
    "iif": _iif,
    "to_json": _to_json,
    "tojson": _to_json,
    "from_json": _from_json,
    "timestamp_custom": _timestamp_custom,
    "replace": _TEXTS.replaced,
    "join": _joined,
    "regex_findall": _PATTERNS.findall,
    "regex_findall_index": _PATTERNS.findall_index,
    "regex_replace": _PATTERNS.replace,
    "regex_match": _PATTERNS.match,
    "regex_search": _PATTERNS.search,
    "bitwise_and": _bitwise_and,
    "bitwise_or": _bitwise_or,
    "multiply": _multiply,
    "add": _add,
    "bool": as_bool,
    "contains": _contains,
    "format": _formatted,
    "is_number": is_number,
    "log": _log,
    "sqrt": _sqrt,
    **TIMES,
    **BYTES,
}
TESTS: dict[str, Callable[..., Any]] = {
    "match": _PATTERNS.match,
    "search": _PATTERNS.search,
    "is_number": is_number,
    "contains": _contains,
}
GLOBALS: dict[str, Callable[..., Any]] = {
    "float": FILTERS["float"],
    "int": FILTERS["int"],
    "iif": _iif,
    "now": _now,
    "utcnow": _utcnow,
    "zip": zip,
    "max": max,
    "min": min,
    "bool": as_bool,
    "is_number": is_number,
    "log": _log,
    "sqrt": _sqrt,
    **TIMES,
    **BYTES,
    **DURATIONS,
}
