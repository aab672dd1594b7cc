"""Texts in templates: slugs, ordinals, hashes, bytes, JSON."""

import base64
import hashlib
import re
import struct
import urllib.parse
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from hub.automation.templates.defaults import NO_DEFAULT, or_default
from hub.automation.templates.results import DictResult, ListResult
from hub.home.ids import slugify as slug_of
from hub.templating.bounds import Bounds

_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")


class Json:
    """`to_json` and `from_json`, within limits."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds

    def to_json(
        self,
        value: Any,
        ensure_ascii: bool = False,  # noqa: FBT001, FBT002 - Home Assistant's signature
        pretty_print: bool = False,  # noqa: FBT001, FBT002 - Home Assistant's signature
        sort_keys: bool = False,  # noqa: FBT001, FBT002 - Home Assistant's signature
    ) -> str:
        """Write as JSON."""
        option = orjson.OPT_NON_STR_KEYS
        option |= orjson.OPT_INDENT_2 if pretty_print else 0
        option |= orjson.OPT_SORT_KEYS if sort_keys else 0
        text = orjson.dumps(self._bounds.bounded(value), _plain, option).decode()
        return "".join(map(_escaped, text)) if ensure_ascii and not text.isascii() else text

    def from_json(self, value: Any, default: Any = NO_DEFAULT) -> Any:
        """Read JSON."""
        try:
            return orjson.loads(value)
        except (orjson.JSONDecodeError, TypeError):
            return or_default(default, "from_json", value)


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    if isinstance(value, ListResult | DictResult):
        return list(value) if isinstance(value, ListResult) else dict(value)
    if hasattr(value, "as_dict"):
        return value.as_dict()
    raise TypeError(type(value).__name__)


def _escaped(letter: str) -> str:
    if letter.isascii():
        return letter
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def slugify(value: Any, separator: str = "_") -> str:
    """Make a slug of a text."""
    if value is None or value == "":
        return ""
    # With a letter in front, what leaves nothing can be told from a text "unnamed".
    text = _BETWEEN_DIGITS.sub("", str(value))
    slug = slug_of(f"x {text}").removeprefix("x").strip("_") or "unknown"
    return slug if separator == "_" else slug.replace("_", separator)


def ordinal(value: Any) -> str:
    """Write a number as a place in a row: 1st, 2nd."""
    text = str(value)
    is_teen = int(text[-2:]) % 100 in _TEENS
    return f"{text}{'th' if is_teen else _ENDINGS.get(int(text[-1]), 'th')}"


def base64_encode(value: str | bytes) -> str:
    """Encode."""
    return base64.b64encode(value.encode() if isinstance(value, str) else value).decode()


def base64_decode(value: str, encoding: str | None = "utf-8") -> str | bytes:
    """Decode, to bytes if no encoding is wanted."""
    decoded = base64.b64decode(value)
    return decoded if encoding is None else decoded.decode(encoding)


def from_hex(value: str) -> bytes:
    """Return the bytes that a text of hexadecimal digits stands for."""
    return bytes.fromhex(value)


def urlencode(value: Any) -> bytes:
    """Write a mapping as the query of an address."""
    return urllib.parse.urlencode(value).encode()


class Packing:
    """`pack` and `unpack`, within limits."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds

    def pack(self, value: Any, format_string: str) -> bytes | None:
        """Write a value as bytes; None if it does not fit."""
        try:
            self._bounds.room_for(struct.calcsize(format_string))
            return struct.pack(format_string, value)
        except struct.error:
            return None

    def unpack(self, value: bytes, format_string: str, offset: int = 0) -> Any:
        """Read a value from bytes; None if it does not fit."""
        try:
            self._bounds.room_for(struct.calcsize(format_string))
            return struct.unpack_from(format_string, value, offset)[0]
        except (struct.error, IndexError):
            return None


def _hashed(name: str) -> Callable[[str], str]:
    def digest(value: str) -> str:
        return hashlib.new(name, value.encode()).hexdigest()

    return digest


BOTH: Mapping[str, Callable[..., Any]] = {
    "slugify": slugify,
    "ordinal": ordinal,
    "base64_encode": base64_encode,
    "base64_decode": base64_decode,
    "from_hex": from_hex,
    **{name: _hashed(name) for name in ("md5", "sha1", "sha256", "sha512")},
}
