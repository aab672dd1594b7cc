"""Numbers in templates: converting, rounding, trigonometry, statistics."""

import math
import statistics
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hub.automation.templates.defaults import NO_DEFAULT, NOT_A_NUMBER, or_default
from hub.templating.bounds import TooMuchError

_MAX_DIGITS = 300
# Longer ones are no numbers that anybody wrote; parsing takes time that grows with the square.
_MAX_LENGTH = 1_000

_TRUE = frozenset({"1", "true", "yes", "on", "enable"})
_FALSE = frozenset({"0", "false", "no", "off", "disable"})


def to_float(value: Any, default: Any = NO_DEFAULT) -> Any:
    """Convert to a float."""
    try:
        return float(value)
    except NOT_A_NUMBER:
        return or_default(default, "float", value)


def to_int(value: Any, default: Any = NO_DEFAULT, base: int = 10) -> Any:
    """Convert to an integer; a text may hold a fraction, which is cut off."""
    try:
        if isinstance(value, str):
            return int(value[:_MAX_LENGTH], base)
        return int(value)
    except NOT_A_NUMBER:
        try:
            return int(float(value))
        except NOT_A_NUMBER:
            return or_default(default, "int", value)


def to_bool(value: Any, default: Any = NO_DEFAULT) -> Any:
    """Convert to true or false, as Home Assistant's configuration does."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = value.lower().strip()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
    elif isinstance(value, int | float):
        return value != 0
    return or_default(default, "bool", value)


def is_number(value: Any) -> bool:
    """Tell whether it can be converted to a finite float."""
    try:
        return math.isfinite(float(value))
    except NOT_A_NUMBER:
        return False


def rounded(
    value: Any, precision: int = 0, method: str = "common", default: Any = NO_DEFAULT
) -> Any:
    """Round; to an integer if no precision is given."""
    try:
        number = float(value)
        precision = max(-_MAX_DIGITS, min(_MAX_DIGITS, precision))
        factor = float(10**precision)
        if method == "ceil":
            number = math.ceil(number * factor) / factor
        elif method == "floor":
            number = math.floor(number * factor) / factor
        elif method == "half":
            number = round(number * 2) / 2
        else:
            number = round(number, precision)
        return int(number) if precision == 0 else number
    except NOT_A_NUMBER:
        return or_default(default, "round", value)


def logarithm(value: Any, base: Any = math.e, default: Any = NO_DEFAULT) -> Any:
    """Return the logarithm."""
    try:
        return math.log(float(value), float(base))
    except (*NOT_A_NUMBER, ZeroDivisionError):
        return or_default(default, "log", value)


def arc_tangent2(*args: Any, default: Any = NO_DEFAULT) -> Any:
    """Return the angle of y / x, given as two arguments or as a list."""
    if args and isinstance(args[0], list | tuple):
        default = args[1] if len(args) > 1 else default
        args = tuple(args[0])
    elif len(args) > 2:  # noqa: PLR2004 - y, x and the default
        default = args[2]
    try:
        return math.atan2(float(args[0]), float(args[1]))
    except (*NOT_A_NUMBER, IndexError):
        return or_default(default, "atan2", args)


def add(value: Any, amount: Any, default: Any = NO_DEFAULT) -> Any:
    """Convert to a float and add."""
    try:
        return float(value) + amount
    except NOT_A_NUMBER:
        return or_default(default, "add", value)


def multiply(value: Any, amount: Any, default: Any = NO_DEFAULT) -> Any:
    """Convert to a float and multiply."""
    try:
        return float(value) * amount
    except NOT_A_NUMBER:
        return or_default(default, "multiply", value)


def clamp(value: Any, least: Any, most: Any) -> float:
    """Keep a number within two others."""
    number, low, high = _three("clamp", value, least, most)
    return max(low, min(high, number))


def wrap(value: Any, least: Any, most: Any) -> float:
    """Have a number go round between two others, the upper one being the lower one."""
    number, low, high = _three("wrap", value, least, most)
    size = high - low
    return low if size == 0 else (number - low) % size + low


def remap(  # noqa: PLR0913 - Home Assistant's signature
    value: Any,
    in_min: Any,
    in_max: Any,
    out_min: Any,
    out_max: Any,
    *,
    steps: int = 0,
    edges: str = "none",
) -> float:
    """Carry a number over from one range to another, in `steps` if any are given.

    `edges`: what becomes of numbers outside: "none", "clamp", "wrap" or "mirror"; others: "none".
    """
    number, low, high = _three("remap", value, in_min, in_max)
    _, out_low, out_high = _three("remap", 0, out_min, out_max)
    if low == high:
        raise ValueError("remap: the input range is empty")
    if edges == "clamp":
        number = max(low, min(high, number))
    elif edges == "wrap":
        number = wrap(number, low, high)
    elif edges == "mirror":
        period, rest = divmod(number - low, high - low)
        # All periods below the range are mirrored, not every other one: so does Home Assistant.
        number = low + (high - low - rest if period < 0 or period % 2 else rest)
    if steps <= 0 and (low, high) == (out_low, out_high):
        return number
    share = (number - low) / (high - low)
    if steps > 0:
        share = round(share * steps) / steps
    return out_low + share * (out_high - out_low)


def _three(name: str, *values: Any) -> tuple[float, float, float]:
    try:
        first, second, third = map(float, values)
    except NOT_A_NUMBER:
        raise ValueError(f"{name} expects numbers, got {values!r}"[:200]) from None
    return first, second, third


def bitwise_and(value: Any, other: Any) -> Any:
    """Return the bits that both have."""
    return value & other


def bitwise_or(value: Any, other: Any) -> Any:
    """Return the bits that either has."""
    return value | other


def bitwise_xor(value: Any, other: Any) -> Any:
    """Return the bits that one of both has."""
    return value ^ other


def _of_one(name: str, function: Callable[[float], float]) -> Callable[..., Any]:
    def calculated(value: Any, default: Any = NO_DEFAULT) -> Any:
        try:
            return function(float(value))
        except NOT_A_NUMBER:
            return or_default(default, name, value)

    return calculated


def _of_many(name: str, function: Callable[[Iterable[Any]], Any]) -> Callable[..., Any]:
    def calculated(*args: Any, default: Any = NO_DEFAULT) -> Any:
        if not args:
            raise TypeError(f"{name} expected at least 1 argument, got 0")
        values: Iterable[Any] = args
        if isinstance(args[0], Iterable):
            values = args[0]
            if len(args) > 1 and default is NO_DEFAULT:
                default = args[1]
        elif len(args) == 1:
            raise TypeError(f"{type(args[0]).__name__!r} object is not iterable")
        try:
            return function(values)
        except TooMuchError:
            raise
        except (*NOT_A_NUMBER, statistics.StatisticsError):
            return or_default(default, name, args)

    return calculated


CONSTANTS: Mapping[str, float] = {"e": math.e, "pi": math.pi, "tau": math.tau, "inf": math.inf}
# Both functions and filters.
BOTH: Mapping[str, Callable[..., Any]] = {
    "float": to_float,
    "int": to_int,
    "bool": to_bool,
    "is_number": is_number,
    "log": logarithm,
    "sqrt": _of_one("sqrt", math.sqrt),
    "sin": _of_one("sin", math.sin),
    "cos": _of_one("cos", math.cos),
    "tan": _of_one("tan", math.tan),
    "asin": _of_one("asin", math.asin),
    "acos": _of_one("acos", math.acos),
    "atan": _of_one("atan", math.atan),
    "atan2": arc_tangent2,
    "average": _of_many("average", statistics.fmean),
    "median": _of_many("median", statistics.median),
    "statistical_mode": _of_many("statistical_mode", statistics.mode),
    "bitwise_and": bitwise_and,
    "bitwise_or": bitwise_or,
    "bitwise_xor": bitwise_xor,
    "clamp": clamp,
    "wrap": wrap,
    "remap": remap,
}
FILTERS: Mapping[str, Callable[..., Any]] = {"round": rounded, "add": add, "multiply": multiply}
