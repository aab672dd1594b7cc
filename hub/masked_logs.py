"""Logs without secrets: whoever logs what, it is masked before it is written."""

import logging
import sys
import traceback
from collections import deque
from types import TracebackType
from typing import Any

from pydantic import BaseModel, SecretStr

from hub.home.masking import Masking

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# An id such as a rule's "doorbell" is a word that must stay readable.
_SHORTEST_WEBHOOK = 16
_MOST_LINES = 500
_LONGEST_LINE = 4_000


class MaskedFormatter(logging.Formatter):
    """Formats as any formatter does, tracebacks too, then masks."""

    def __init__(self, masking: Masking, form: str = FORMAT) -> None:
        super().__init__(form)
        self._masking = masking

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of a record."""
        return self._masking.text(super().format(record))


class LatestLines(logging.Handler):
    """Keeps the latest of what was logged, masked; old and long lines are dropped and cut."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=_MOST_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        try:
            self._lines.append(self.format(record)[:_LONGEST_LINE])
        except Exception:  # noqa: BLE001 -- as every handler of logging does
            self.handleError(record)

    def text(self) -> str:
        """Return all that is kept, the oldest first."""
        return "\n".join(self._lines)


def log_masked(masking: Masking, kept: LatestLines | None = None) -> None:
    """Have this process log to standard error, and end in tracebacks, without secrets.

    `kept` gets the same.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler(), *([kept] if kept else [])]
    for handler in handlers:
        handler.setFormatter(MaskedFormatter(masking))
    logging.basicConfig(handlers=handlers)
    for name in ("hub", "integrations"):
        logging.getLogger(name).setLevel(logging.INFO)

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(masking.text(text))

    sys.excepthook = tell


def learn_from(config: BaseModel, masking: Masking) -> None:
    """Have all secrets of a configuration masked wherever they stand."""
    for name in type(config).model_fields:
        _learn(getattr(config, name), name, masking)


def _learn(value: Any, name: str, masking: Masking) -> None:
    match value:
        case SecretStr():
            masking.learn(value.get_secret_value())
        case BaseModel():
            learn_from(value, masking)
        case dict():
            for key, inner in value.items():
                _learn(inner, str(key), masking)
        case tuple() | list():
            for inner in value:
                _learn(inner, name, masking)
        case str() if name == "webhook_id" and len(value) >= _SHORTEST_WEBHOOK:
            masking.learn(value)
        case _:
            pass
