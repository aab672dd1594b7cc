"""Reading many rows so that one that is damaged costs itself, and not the start of the hub."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")
T = TypeVar("T")

_log = logging.getLogger(__name__)


def readable(rows: Iterable[Row], read: Callable[[Row], T], what: str) -> list[T]:
    """Return what `read` makes of each row; one that it cannot read is logged and left out.

    It stays in the database. `what` names the rows in the log.
    """
    found = []
    for row in rows:
        try:
            found.append(read(row))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            # Not the row itself: it may hold what nobody else is to read.
            _log.error("%s: a row was left out: %s", what, type(error).__name__)
    return found
