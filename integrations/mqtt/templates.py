"""Templates of discovery messages: Jinja in a sandbox, and no Jinja at all for the plain shapes.

Nine of ten templates are `{{ value_json.key }}`; those become a dictionary look-up. The others
are compiled once and run with bounds: on the source, on ranges, on strings built, on the output.
Templates come from devices and are not trusted (DESIGN.md, promise 1).
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

from jinja2 import TemplateError, Undefined, nodes

from hub.templating.sandbox import COMPARERS, WRITERS, Sandbox, on_bounded
from integrations.mqtt.message import NOT_JSON, Message, PayloadError
from integrations.mqtt.template_filters import (
    BOUNDS,
    FILTERS,
    GLOBALS,
    LIMITS,
    MAX_STRING,
    TESTS,
    NotDefinedError,
)

_KEY = r"""(?:\.[A-Za-z_]\w*|\[\s*'[^'\\]*'\s*\]|\[\s*"[^"\\]*"\s*\])"""
_PLAIN = re.compile(r"\s*\{\{-?\s*value_json(" + _KEY + r"+)\s*-?\}\}\s*")
_ONE_KEY = re.compile(_KEY)


class ValueTemplate(Protocol):
    """Makes the value of a message; None means that the message says nothing about it."""

    def __call__(self, message: Message) -> str | None:
        """Render; raises `PayloadError` if the message does not fit the template."""


def whole_payload(message: Message) -> str | None:
    """Be the template of entities that have none."""
    return message.text


@lru_cache(maxsize=4096)
def value_template(
    source: str | None, constants: tuple[tuple[str, float], ...] = ()
) -> ValueTemplate:
    """Return the template that `source` describes; it may use `constants`, too.

    Raises:
        PayloadError: it is no template; the message says why.
    """
    if source is None or not source.strip():
        return whole_payload
    plain = _PLAIN.fullmatch(source)
    if plain:
        keys = tuple(_name_of(key) for key in _ONE_KEY.findall(plain[1]))
        return _at_key(keys[0]) if len(keys) == 1 else _at_path(keys)
    render = _compile(source)

    def rendered(message: Message) -> str | None:
        if len(message.payload) > MAX_STRING:
            raise PayloadError(f"expected at most {MAX_STRING} bytes for a template")
        variables: dict[str, Any] = {"value": message.text, "this": {}, **dict(constants)}
        if message.json is not NOT_JSON:
            variables["value_json"] = message.json
        return render(variables)

    return rendered


@lru_cache(maxsize=4096)
def command_template(source: str | None) -> Callable[..., str]:
    """Return what makes a payload of a value (and other named variables).

    Raises:
        PayloadError: `source` is no template; the message says why.
    """
    if source is None or not source.strip():
        return _as_text
    render = _compile(source)

    def rendered(value: object, **variables: object) -> str:
        return str(render({"value": value, **variables}) or "")

    return rendered


def _as_text(value: object, **_: object) -> str:
    return str(value)


def _name_of(key: str) -> str:
    return key[1:] if key.startswith(".") else key[1:-1].strip()[1:-1]


def _at_key(key: str) -> ValueTemplate:
    def look_up(message: Message) -> str | None:
        value = message.json
        if type(value) is not dict:
            raise PayloadError(f"expected a JSON object with {key!r}, got {message.text[:80]!r}")
        found = value.get(key, NOT_JSON)
        return None if found is NOT_JSON else str(found)

    return look_up


def _at_path(keys: tuple[str, ...]) -> ValueTemplate:
    def look_up(message: Message) -> str | None:
        value = message.json
        if type(value) is not dict:
            raise PayloadError(
                f"expected a JSON object with {keys[0]!r}, got {message.text[:80]!r}"
            )
        for key in keys:
            if type(value) is not dict or key not in value:
                return None
            value = value[key]
        return str(value)

    return look_up


def _environment() -> Sandbox:
    sandbox = Sandbox(
        BOUNDS, builds_strings=False, undefined=Undefined, extensions=["jinja2.ext.loopcontrols"]
    )
    for name in ("cycler", "joiner"):
        del sandbox.globals[name]
    for name in ("center", "indent", "format", "wordwrap", "urlize", "batch", "slice", "pprint"):
        del sandbox.filters[name]
    for name in WRITERS:
        sandbox.filters[name] = on_bounded(BOUNDS, sandbox.filters[name])
    sandbox.filters.update(FILTERS)
    for name in COMPARERS:
        sandbox.tests[name] = on_bounded(BOUNDS, sandbox.tests[name])
    sandbox.tests.update(TESTS)
    sandbox.globals.update(GLOBALS)
    return sandbox


_SANDBOX = _environment()
# What could call itself, or bring in other templates.
_REFUSED = (nodes.Macro, nodes.CallBlock, nodes.Include, nodes.Import, nodes.FromImport)


def _compile(source: str) -> Callable[[Mapping[str, Any]], str | None]:
    if len(source) > LIMITS.source:
        raise PayloadError(f"expected a template of at most {LIMITS.source} characters")
    try:
        tree = _SANDBOX.parse(source)
        _refuse_loose_ends(tree)
        template = _SANDBOX.from_string(tree)
    except (TemplateError, RecursionError) as error:
        raise PayloadError(f"not a template: {error}") from None

    def render(variables: Mapping[str, Any]) -> str | None:
        BOUNDS.start()
        try:
            return BOUNDS.collected(template.generate(variables)).strip()
        except NotDefinedError:
            return None
        except PayloadError as error:
            raise PayloadError(f"template {source[:80]!r}: {error}") from None
        except Exception as error:  # noqa: BLE001 - a template is foreign code; its error is text
            raise PayloadError(f"template {source[:80]!r}: {error}") from None

    return render


def _refuse_loose_ends(tree: nodes.Template) -> None:
    """Refuse what could go round without a counted loop."""
    for refused in tree.find_all(_REFUSED):
        raise PayloadError(f"not a template for values: {type(refused).__name__.lower()}")
    if any(loop.recursive for loop in tree.find_all(nodes.For)):
        raise PayloadError("not a template for values: recursive loop")
