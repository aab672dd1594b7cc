"""The whole check, in one call."""

from collections.abc import Callable, Iterator

from hub.automation.checking.conflicts import conflicts
from hub.automation.checking.finding import Finding, Known
from hub.automation.checking.mentions import syntax_error
from hub.automation.checking.never import nevers
from hub.automation.checking.rings import rings
from hub.automation.checking.unknown import unknowns
from hub.automation.checking.walking import rules_of, templates_in
from hub.automation.model.rules import Configuration

TemplateError = Callable[[str], str | None]
_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(
    configuration: Configuration,
    known: Known | None = None,
    *,
    template_error: TemplateError = syntax_error,
) -> list[Finding]:
    """Look over a configuration, and return what is wrong or odd with it, the worst first.

    `template_error` says why a template is none (None: it is one); by default only Jinja's own
    syntax is looked at.
    """
    snapshot = Known() if known is None else known
    found = [
        *_broken_templates(configuration, template_error),
        *unknowns(configuration, snapshot),
        *nevers(configuration),
        *conflicts(configuration, snapshot),
        *rings(configuration, snapshot),
    ]
    return sorted(found, key=lambda one: (_ORDER[one.severity], one.place.file, one.place.line))


def _broken_templates(
    configuration: Configuration, template_error: TemplateError
) -> Iterator[Finding]:
    for named in rules_of(configuration):
        told: set[str] = set()
        for template, place in templates_in(named.rule):
            error = None if template.source in told else template_error(template.source)
            if error is not None:
                told.add(template.source)
                yield Finding(
                    severity="error",
                    code="template",
                    message=f"A template of {named.rule.alias!r} cannot be read: {error}. Correct"
                    f" it: {_short(template.source)}",
                    rules=(named.name,),
                    place=place,
                )


def _short(source: str, most: int = 120) -> str:
    line = " ".join(source.split())
    return line if len(line) <= most else f"{line[: most - 3]}..."
