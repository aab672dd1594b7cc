"""Logs without secrets: whoever logs what, it is masked before it is written."""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

from pydantic import BaseModel, SecretStr

from hub.home.masking import Masking

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# An id such as a rule's "doorbell" is a word that must stay readable.
_SHORTEST_WEBHOOK = 16


class MaskedFormatter(logging.Formatter):
    """Formats as any formatter does, tracebacks too, then masks."""

    def __init__(self, masking: Masking, form: str = FORMAT) -> None:
        super().__init__(form)
        self._masking = masking

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of a record."""
        return self._masking.text(super().format(record))


def log_masked(masking: Masking) -> None:
    """Have this process log to standard error, and end in tracebacks, without secrets."""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskedFormatter(masking))
    logging.basicConfig(handlers=[handler])
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
