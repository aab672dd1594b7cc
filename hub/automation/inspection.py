"""All that is wrong or odd with rule files, in one list: what could not be read, then the check."""

from collections.abc import Callable, Sequence
from datetime import datetime

from hub.automation.checking import Finding, Known, check
from hub.automation.checking.finding import Severity
from hub.automation.model.values import Place, Template
from hub.automation.place import Place as Somewhere
from hub.automation.rendering import TemplateFailed
from hub.automation.rulebook import Book
from hub.automation.templates import HomeTemplates
from hub.home.home import Home
from hub.home.yaml_config import ConfigProblem

_ORDER = {"error": 0, "warning": 1, "note": 2}


def inspect(
    book: Book, known: Known | None, place: Somewhere, now: Callable[[], datetime]
) -> list[Finding]:
    """Look over what rule files say, and return what is to be told of it, the worst first.

    Blocks, and touches nothing of the hub's: call it in a thread, with what was `known` before.
    """
    templates = HomeTemplates(Home(), place, now)

    def template_error(source: str) -> str | None:
        try:
            templates.check(Template(source))
        except TemplateFailed as error:
            return str(error)
        return None

    found = [
        *_told(book.problems, "error"),
        *_told(book.notes, "note"),
        *(_left_alone(key, at) for key, at in book.configuration.left_alone.items()),
        *check(book.configuration, known, template_error=template_error),
    ]
    return sorted(found, key=lambda one: (_ORDER[one.severity], one.place.file, one.place.line))


def _told(problems: Sequence[ConfigProblem], severity: Severity) -> list[Finding]:
    return [
        Finding(
            severity=severity,
            code="file",
            message=f"{one.key}: {one.message}" if one.key else one.message,
            place=Place(one.file, one.line),
        )
        for one in problems
    ]


def _left_alone(key: str, place: Place) -> Finding:
    return Finding(
        severity="note",
        code="left_alone",
        message=f"{key!r} is not Lares' to set up, and is left alone",
        place=place,
    )
