r"""The chain: each entry carries a hash of itself and of the entry before it.

hash = SHA-256 of UTF-8 text: a header, a line feed, and `what` as it is stored. The header is a
JSON array without blanks: previous hash, sequence, time, kind, user id or null, source. JSON
writes line feeds as "\n", so nothing can be moved from one part to another.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from hub.home.masking import Masking
from hub.record import record

# What stands before the first entry.
NOTHING = "0" * 64
LONGEST_WHAT = 16_384
_SHOWN_OF_LONG = 2_000
_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
# Kept of what is too long, so that it can still be found.
_NAMING = ("plan", "approval", "method", "route", "path")


class Row(NamedTuple):
    """An entry as it is stored."""

    sequence: int
    at: str
    kind: str
    user_id: str | None
    source: str
    what: str
    hash: str


@record(frozen=True, slots=True)
class Head:
    """How far the record goes: the last entry's number and hash."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


GENESIS = Head(0, NOTHING)


def row_after(  # noqa: PLR0913 -- the fields of an entry
    previous: Head, *, at: str, kind: str, user_id: str | None, source: str, what: str
) -> Row:
    """Return the entry that follows `previous`."""
    sequence = previous.sequence + 1
    row = Row(sequence, at, kind, user_id, source, what, "")
    return Row(sequence, at, kind, user_id, source, what, hash_of(row, previous.hash))


def hash_of(row: Row, previous: str) -> str:
    """Return the hash that an entry must have after one with the hash `previous`."""
    facts = [previous, row.sequence, row.at, row.kind, row.user_id, row.source]
    return hashlib.sha256(_header(facts) + b"\n" + row.what.encode()).hexdigest()


def _header(facts: list[Any]) -> bytes:
    try:
        return orjson.dumps(facts)
    except (TypeError, orjson.JSONEncodeError):  # numbers beyond 64 bits: forged, and never right
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def text_of(what: Mapping[str, Any], masking: Masking) -> str:
    """Return what happened as JSON, without secrets, keys sorted, cut if it is too long."""
    text = _dumped(what)
    if masking.may_hold_secrets(text) or "\\u" in text:
        text = _dumped(masking.data(what))
    if len(text) <= LONGEST_WHAT:
        return text
    cut = {
        "cut": True,
        "length": len(text),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "begins": text[:_SHOWN_OF_LONG],
    }
    return _dumped({name: what[name] for name in _NAMING if name in what} | cut)


def _dumped(data: Any) -> str:
    try:
        return orjson.dumps(data, default=str, option=_SORTED).decode()
    except (TypeError, orjson.JSONEncodeError):
        # Odd texts (lone surrogates), numbers beyond 64 bits.
        return json.dumps(data, default=str, sort_keys=True, skipkeys=True)
