"""The filters, tests and functions of Home Assistant that discovery templates use."""

import math
import re
from collections.abc import Callable, ItemsView, KeysView, ValuesView
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import orjson
from jinja2 import Undefined
from jinja2.utils import Namespace

from integrations.mqtt.message import PayloadError

MAX_STRING = 64_000
MAX_PATTERN = 500
# How many ways a pattern may have to match a subject; each takes about 20 ns to try.
MAX_STEPS = 10_000_000
MAX_ENDLESS = 8
MAX_DIGITS = 15
# Items of all containers that one rendering writes out or compares.
MAX_NODES = 20_000

_NO_DEFAULT = object()
_CONTAINERS = (dict, list, tuple, set, frozenset, KeysView, ValuesView, ItemsView, Namespace)
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
_ONE_CHARACTER = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN}


class NotDefinedError(Exception):
    """`is_defined` met something undefined: the message says nothing, the old state stays."""


class _Nodes:
    """How many items of containers the rendering that runs now may still walk over."""

    left = MAX_NODES


def start_counting() -> None:
    """Begin a rendering."""
    _Nodes.left = MAX_NODES


def bounded(value: Any) -> Any:
    """Return `value`, unless writing it out takes far too long (a list may hold itself often)."""
    if not isinstance(value, _CONTAINERS):
        return value
    walk, length = [value], 0
    while walk:
        item = walk.pop()
        if isinstance(item, str):
            length += len(item)
        elif isinstance(item, Namespace):
            raise PayloadError("a namespace is no value")
        elif isinstance(item, _CONTAINERS):
            _Nodes.left -= len(item) + 1
            if _Nodes.left >= 0:
                walk.extend(item)
                if isinstance(item, dict):
                    walk.extend(item.values())
        if _Nodes.left < 0 or length > MAX_STRING:
            raise PayloadError(f"more than {MAX_NODES} items or {MAX_STRING} characters")
    return value


def _number(convert: Callable[[Any], float]) -> Callable[..., Any]:
    def filter_number(value: Any, default: Any = _NO_DEFAULT, base: int | None = None) -> Any:
        try:
            return int(value, base) if base is not None else convert(value)
        except (TypeError, ValueError, OverflowError):
            if default is _NO_DEFAULT:
                raise PayloadError(f"expected a number, got {bounded(value)!r}") from None
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
            raise PayloadError(f"expected a number to round, got {bounded(value)!r}") from None
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
    return orjson.dumps(bounded(value), option=orjson.OPT_NON_STR_KEYS).decode()


def _from_json(value: Any) -> Any:
    return orjson.loads(str(bounded(value)))


def _timestamp_custom(value: Any, pattern: str = "%Y-%m-%d %H:%M:%S", *_: Any) -> str:
    return datetime.fromtimestamp(float(value), UTC).astimezone().strftime(pattern[:100])


@dataclass(frozen=True, slots=True)
class _Effort:
    """What a pattern makes the matcher choose: `endless` cuts of the subject, 2**`bits` others."""

    endless: int = 0
    bits: float = 0.0

    def steps(self, length: int) -> float:
        """Return how many ways there are through a subject of `length` characters."""
        if self.endless > MAX_ENDLESS or self.bits > math.log2(MAX_STEPS):
            return math.inf
        cuts = self.endless + 1  # where the match begins is one more
        return float(math.comb(length + cuts, cuts) * 2.0**self.bits)


@lru_cache(maxsize=512)
def _pattern(pattern: str, *, ignorecase: bool) -> tuple[re.Pattern[str], _Effort]:
    if len(pattern) > MAX_PATTERN:
        raise PayloadError(f"expected a pattern of at most {MAX_PATTERN} characters")
    try:
        effort = _effort(_parser.parse(pattern))
        return re.compile(pattern, re.IGNORECASE if ignorecase else 0), effort
    except re.error as error:
        raise PayloadError(f"pattern {pattern!r}: {error}") from None


def _effort(parsed: Any) -> _Effort:
    """Return the choices of a parsed pattern; those within an endless repeat are refused."""
    endless, bits = 0, 0.0
    for kind, value in parsed:
        if kind in _REPEATS:
            least, most, inner = value[0], value[1], _effort(value[2])
            if most is _constants.MAXREPEAT or most > MAX_PATTERN:
                if inner != _Effort():
                    raise PayloadError("the pattern may take for ever: repeats within a repeat")
                endless += 1
            else:
                simple = len(value[2]) == 1 and value[2][0][0] in _ONE_CHARACTER
                endless += inner.endless * most
                bits += inner.bits * most + math.log2(most - (least if simple else 0) + 1)
            continue
        if kind is _constants.GROUPREF:
            endless += 1
        elif kind is _constants.BRANCH:
            bits += math.log2(len(value[1]))
        for part in _parts(kind, value):
            inner = _effort(part)
            endless, bits = endless + inner.endless, bits + inner.bits
    return _Effort(endless, bits)


def _parts(kind: Any, value: Any) -> list[Any]:
    """Return the patterns within one operation of a parsed pattern."""
    if kind is _constants.BRANCH:
        return list(value[1])
    if kind is _constants.SUBPATTERN:
        return [value[3]]
    if kind in {_constants.ASSERT, _constants.ASSERT_NOT}:
        return [value[1]]
    if kind is _constants.ATOMIC_GROUP:
        return [value]
    if kind is _constants.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _matcher(value: Any, find: str, *, ignorecase: bool) -> tuple[re.Pattern[str], str]:
    """Return the pattern and its subject, unless matching them may take far too long."""
    pattern, effort = _pattern(find, ignorecase=ignorecase)
    subject = str(bounded(value))
    if len(subject) > MAX_STRING or effort.steps(len(subject)) > MAX_STEPS:
        raise PayloadError(f"pattern {find!r} may take for ever on {len(subject)} characters")
    return pattern, subject


def replaced(value: Any, old: str, new: str, count: int = -1) -> str:
    """Replace as `str.replace` does, unless the result would be far too long."""
    text, old, new = (str(bounded(part)) for part in (value, old, new))
    if len(text) + text.count(old) * max(0, len(new) - len(old)) > MAX_STRING:
        raise PayloadError(f"longer than {MAX_STRING}")
    return text.replace(old, new, -1 if count is None else count)


def joined(items: Any, separator: str = "", attribute: str | None = None) -> str:
    """Join as `str.join` does, unless the result would be far too long."""
    parts = [str(bounded(item if attribute is None else item[attribute])) for item in items]
    if sum(map(len, parts)) + len(parts) * len(separator) > MAX_STRING:
        raise PayloadError(f"longer than {MAX_STRING}")
    return separator.join(parts)


def _regex_findall(value: Any, find: str = "", ignorecase: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - Home Assistant's signature
    pattern, subject = _matcher(value, find, ignorecase=ignorecase)
    return pattern.findall(subject)


def _regex_findall_index(
    value: Any, find: str = "", index: int = 0, *, ignorecase: bool = False
) -> Any:
    return _regex_findall(value, find, ignorecase)[index]


def _regex_replace(
    value: Any, find: str = "", replace: str = "", *, ignorecase: bool = False
) -> str:
    pattern, subject = _matcher(value, find, ignorecase=ignorecase)
    if len(replace) + replace.count("\\") * len(subject) > MAX_STRING:
        raise PayloadError(f"longer than {MAX_STRING}")
    length = len(subject)

    def expanded(match: re.Match[str]) -> str:
        nonlocal length
        text = match.expand(replace)
        length += len(text)
        if length > MAX_STRING:
            raise PayloadError(f"longer than {MAX_STRING}")
        return text

    return pattern.sub(expanded, subject)


def _regex_match(value: Any, find: str = "", *, ignorecase: bool = False) -> bool:
    pattern, subject = _matcher(value, find, ignorecase=ignorecase)
    return bool(pattern.match(subject))


def _regex_search(value: Any, find: str = "", *, ignorecase: bool = False) -> bool:
    pattern, subject = _matcher(value, find, ignorecase=ignorecase)
    return bool(pattern.search(subject))


def _bitwise_and(value: Any, other: Any) -> int:
    return int(value) & int(other)


def _bitwise_or(value: Any, other: Any) -> int:
    return int(value) | int(other)


def _multiply(value: Any, factor: float) -> float:
    return float(value) * factor


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
    "replace": replaced,
    "join": joined,
    "regex_findall": _regex_findall,
    "regex_findall_index": _regex_findall_index,
    "regex_replace": _regex_replace,
    "regex_match": _regex_match,
    "regex_search": _regex_search,
    "bitwise_and": _bitwise_and,
    "bitwise_or": _bitwise_or,
    "multiply": _multiply,
}
TESTS: dict[str, Callable[..., Any]] = {"match": _regex_match, "search": _regex_search}
GLOBALS: dict[str, Callable[..., Any]] = {
    "float": FILTERS["float"],
    "int": FILTERS["int"],
    "iif": _iif,
    "now": _now,
    "utcnow": _utcnow,
    "zip": zip,
}
