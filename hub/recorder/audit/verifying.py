"""Looks whether the record is whole: every entry as it was written, none missing, none added."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from hub.home.audit import AuditKind
from hub.record import record
from hub.recorder.audit.chain import GENESIS, Head, Row, hash_of
from hub.recorder.audit.head import HEAD, KEY, HeadWrong, Key, read_head, read_key
from hub.recorder.audit.reading import opened
from hub.recorder.errors import StorageCorrupt

_MOST_PROBLEMS = 100
_ENTRIES = "SELECT sequence, at, kind, user_id, source, what, hash FROM entries ORDER BY sequence"


@record(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: the number of an entry, None if it is about the whole."""

    sequence: int | None
    text: str


@dataclass(slots=True)
class Findings:
    """What a look at the record found. `notes` are worth knowing, and no problem.

    `begun_anew`: what an earlier record was set aside for, in words, if one was.
    """

    count: int = 0
    first: int | None = None
    last: Head | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    begun_anew: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def blame(self, sequence: int | None, text: str) -> None:
        """Add a problem; the first hundred will do."""
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(sequence, text))


def verify(folder: Path, noted: Head | None = None) -> Findings:
    """Look over the whole record; `noted` is a head that somebody noted elsewhere.

    Raises:
        StorageUnavailable: there is no record, or it may not be read.
    """
    found = Findings()
    try:
        key = read_key(folder)
        # Before the table: what is written meanwhile makes the table longer, never shorter.
        head = _head(folder, key, found)
    except OSError as error:
        found.blame(None, f"{KEY} or {HEAD} may not be read: {error.strerror}")
        key = head = None
    walk = _Walk(found, {one.sequence for one in (head, noted) if one is not None})
    try:
        with opened(folder) as connection:
            tail = connection.execute("SELECT sequence, hash, mac FROM tail").fetchone()
            connection.text_factory = bytes
            for row in connection.execute(_ENTRIES):
                walk.step(row)
    except StorageCorrupt as error:
        found.blame(walk.place, f"the file is damaged after entry {walk.place}: {error.reason}")
        return found
    walk.end()
    _check_tail(found, key, tail)
    _check_head(found, walk, head)
    _check_noted(found, walk, noted)
    return found


class _Walk:
    """Goes along the chain, one entry after the other."""

    def __init__(self, found: Findings, wanted: set[int]) -> None:
        self._found = found
        self._wanted = wanted
        self._previous: Head | None = None
        self._first: Row | None = None
        self._pruned: Head | None = None
        self.hashes: dict[int, str] = {}

    @property
    def place(self) -> int:
        """The last entry that could be read."""
        return self._previous.sequence if self._previous else 0

    @property
    def pruned(self) -> Head | None:
        """The last entry that was removed because it was old."""
        return self._pruned

    def step(self, raw: tuple[Any, ...]) -> None:
        """Look at the next entry."""
        found = self._found
        try:
            fields: list[Any] = [v.decode() if isinstance(v, bytes) else v for v in raw]
        except UnicodeDecodeError:
            found.blame(raw[0], f"entry {raw[0]} was changed: it is no text any more")
            self._count(Head(raw[0], raw[-1].decode(errors="replace")))
            return
        row = Row(*fields)
        if self._previous is None:
            self._first = row
        elif row.sequence != self._previous.sequence + 1:
            found.blame(row.sequence, _missing(self._previous.sequence + 1, row.sequence - 1))
        elif hash_of(row, self._previous.hash) != row.hash:
            text = f"entry {row.sequence} was changed, or is not where it was written"
            found.blame(row.sequence, text)
        if row.kind == AuditKind.PRUNED:
            self._pruned = _head_in(row.what, "through") or self._pruned
        if row.sequence in self._wanted:
            self.hashes[row.sequence] = row.hash
        self._count(Head(row.sequence, row.hash))

    def end(self) -> None:
        """Look at the first entry, now that it is known what was before it."""
        first, found = self._first, self._found
        if first is None:
            return
        before = self._before(first)
        if before is None or before.sequence != first.sequence - 1:
            start = 1 if before is None else before.sequence + 1
            found.blame(first.sequence, _missing(start, first.sequence - 1))
        elif hash_of(first, before.hash) != first.hash:
            found.blame(first.sequence, f"entry {first.sequence} was changed")
        if first.kind == AuditKind.BEGAN and "aside" in first.what:
            found.begun_anew = str(_facts(first.what).get("reason"))

    def _before(self, first: Row) -> Head | None:
        if self._pruned is not None:
            return self._pruned
        if first.kind == AuditKind.BEGAN:
            return _head_in(str(json.dumps(_facts(first.what).get("after"))), "sequence") or GENESIS
        return None

    def _count(self, head: Head) -> None:
        found = self._found
        found.count += 1
        found.first = head.sequence if found.first is None else found.first
        found.last = self._previous = head


def _head(folder: Path, key: Key | None, found: Findings) -> Head | None:
    """Return the head of the file, if it is there and authentic."""
    if key is None:
        found.blame(None, f"there is no {KEY}: it can't be proven where the record ends")
        return None
    try:
        head = read_head(folder, key)
    except HeadWrong as error:
        found.blame(None, str(error))
        return None
    if head is None:
        found.blame(None, f"{HEAD} is missing: it can't be proven where the record ends")
    return head


def _check_tail(found: Findings, key: Key | None, tail: tuple[Any, ...] | None) -> None:
    last = found.last
    if tail is None:
        if last is not None:
            found.blame(last.sequence, "the mark of the last entry is missing")
        return
    end = Head(cast("int", tail[0]), str(tail[1]))
    if key is not None and not key.fits(end, str(tail[2])):
        found.blame(end.sequence, f"the mark of the last entry was not written with {KEY}")
    elif last is None or last.sequence < end.sequence:
        found.blame(end.sequence, _missing((last.sequence if last else 0) + 1, end.sequence))
    elif last.sequence > end.sequence:
        text = f"what stands after entry {end.sequence} was not written by the hub"
        found.blame(end.sequence + 1, text)
    elif last.hash != end.hash:
        found.blame(last.sequence, f"entry {last.sequence} was changed: it is not the last written")


def _check_head(found: Findings, walk: _Walk, head: Head | None) -> None:
    if head is None or head == GENESIS:
        return
    end = found.last.sequence if found.last else 0
    if end < head.sequence:
        text = f"the record ends at {end}, but {HEAD} says {head.sequence}: the rest was cut off"
        found.blame(end + 1, text)
    elif walk.hashes.get(head.sequence) != head.hash:
        found.blame(head.sequence, f"entry {head.sequence} is not the one that {HEAD} names")
    elif end > head.sequence:
        text = f"{HEAD} is {end - head.sequence} entries behind: the hub runs, or was killed"
        found.notes.append(text)


def _check_noted(found: Findings, walk: _Walk, noted: Head | None) -> None:
    if noted is None:
        return
    known = walk.hashes.get(noted.sequence)
    if walk.pruned is not None and walk.pruned.sequence == noted.sequence:
        known = walk.pruned.hash
    if known == noted.hash:
        found.notes.append(f"the record holds the head you noted, {noted.sequence}")
    elif known is not None:
        found.blame(noted.sequence, f"entry {noted.sequence} is not the one you noted")
    elif walk.pruned is not None and noted.sequence < walk.pruned.sequence:
        found.blame(noted.sequence, f"entry {noted.sequence}, which you noted, was pruned since")
    else:
        found.blame(noted.sequence, f"entry {noted.sequence}, which you noted, is not there")


def _head_in(text: str, key: str) -> Head | None:
    facts = _facts(text)
    sequence, digest = facts.get(key), facts.get("hash")
    return Head(sequence, digest) if type(sequence) is int and isinstance(digest, str) else None


def _facts(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _missing(start: int, end: int) -> str:
    if end <= start:
        return f"entry {end} is missing"
    return f"entries {start} to {end} are missing"
