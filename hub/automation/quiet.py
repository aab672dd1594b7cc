"""No lines in the log of what happens in a replay: whoever reads the log would take it for today.

Only what is logged from within is left out; the hub beside it goes on logging.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LOGGERS = (
    "hub.automation.automation_at_work", "hub.automation.script_at_work",
    "hub.automation.script.runs", "hub.automation.calling", "hub.automation.engine",
)  # fmt: skip
_is_quiet: ContextVar[bool] = ContextVar("is_quiet", default=False)


def _passes(record: logging.LogRecord) -> bool:
    return not _is_quiet.get() or record.levelno >= logging.ERROR


@contextmanager
def quiet() -> Iterator[None]:
    """Leave out lines below an error, here and in the tasks begun here."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(_passes)  # once, however often it is added
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)
