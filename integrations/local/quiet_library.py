"""Keeps a maker's library from filling the log: of each thing it says, one line an hour."""

import logging
import time

SAID_AGAIN_AFTER_S = 3600.0


class OncePerHour(logging.Filter):
    """Lets a warning through, without its traceback, unless it was said in the last hour.

    Details that vary (the device, what it sent) count as the same thing, so that what a device
    sends cannot make it talk. A filter sees only what is logged with its very own logger.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether to log it."""
        if record.levelno < logging.WARNING:
            return False
        record.exc_info, record.exc_text = None, None
        key, now = str(record.msg), time.monotonic()
        last = self._said.get(key)
        if last is not None and now - last < SAID_AGAIN_AFTER_S:
            return False
        self._said[key] = now
        return True


def quieten(*loggers: str) -> None:
    """Let each of a library's loggers say each thing once an hour, and nothing below warnings."""
    for name in loggers:
        logger = logging.getLogger(name)
        if not any(isinstance(known, OncePerHour) for known in logger.filters):
            logger.addFilter(OncePerHour())
