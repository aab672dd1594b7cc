"""Templates of discovery messages: Jinja in a sandbox, and no Jinja at all for the plain shapes.

Nine of ten templates are `{{ value_json.key }}`; those become a dictionary look-up. The others
are compiled once and run with bounds: on the source, on ranges, on strings built, on the output.
Templates come from devices and are not trusted (DESIGN.md, promise 1).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, wraps
from typing import Any, Protocol

from jinja2 import TemplateError, Undefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame, operators
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from integrations.mqtt.message import NOT_JSON, Message, PayloadError
from integrations.mqtt.template_filters import (
    FILTERS,
    GLOBALS,
    MAX_STRING,
    TESTS,
    NotDefinedError,
    bounded,
    joined,
    replaced,
    start_counting,
)

MAX_SOURCE = 8_000
MAX_OUTPUT = 16_000
MAX_RANGE = 500
# Turns of all loops of one rendering together; 20,000 take about 5 ms.
MAX_TURNS = 20_000

_KEY = r"""(?:\.[A-Za-z_]\w*|\[\s*'[^'\\]*'\s*\]|\[\s*"[^"\\]*"\s*\])"""
_PLAIN = re.compile(r"\s*\{\{-?\s*value_json(" + _KEY + r"+)\s*-?\}\}\s*")
_ONE_KEY = re.compile(_KEY)
# Filters of Jinja that make text of whatever they get, or compare it.
_WRITERS = (
    "string", "upper", "lower", "title", "capitalize", "trim", "escape", "e", "forceescape",
    "striptags", "wordcount", "truncate", "urlencode", "xmlattr", "safe", "filesizeformat",
    "sort", "unique", "min", "max", "dictsort", "groupby", "replace", "int", "float",
)  # fmt: skip
# Tests that compare.
_COMPARERS = (
    "==", "eq", "equalto", "!=", "ne", "<", "lt", "lessthan", "<=", "le", ">", "gt", "greaterthan",
    ">=", "ge", "in", "lower", "upper",
)  # fmt: skip
# Methods of str that build a string of any length from a number or a pattern.
_STRING_MAKERS = frozenset(
    {"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map", "translate"}
)


class ValueTemplate(Protocol):
    """Makes the value of a message; None means that the message says nothing about it."""

    def __call__(self, message: Message) -> str | None:
        """Render; raises `PayloadError` if the message does not fit the template."""


def whole_payload(message: Message) -> str | None:
    """Be the template of entities that have none."""
    return message.text


@lru_cache(maxsize=4096)
def value_template(source: str | None) -> ValueTemplate:
    """Return the template that `source` describes.

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
        variables: dict[str, Any] = {"value": message.text, "this": {}}
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


class _BoundedCode(CodeGenerator):
    """Code in which `~` goes through the environment, as the other operators can."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("(")
        self._visit_bounded(node.expr, frame)
        for operand in node.ops:
            self.write(f" {operators[operand.op]} ")
            if operand.op in {"in", "notin"}:  # one side is enough
                self.visit(operand.expr, frame)
            else:
                self._visit_bounded(operand.expr, frame)
        self.write(")")

    def _visit_bounded(self, node: nodes.Expr, frame: Frame) -> None:
        self.write("environment.bounded(")
        self.visit(node, frame)
        self.write(")")


class _Sandbox(ImmutableSandboxedEnvironment):
    code_generator_class = _BoundedCode
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    turns_left = MAX_TURNS

    def joined(self, parts: tuple[Any, ...]) -> str:
        return str(_bounded("".join(str(bounded(part)) for part in parts)))

    @staticmethod
    def bounded(value: Any) -> Any:
        return bounded(value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" and (not numbers or abs(right) > MAX_RANGE or abs(left) > MAX_STRING):
            raise PayloadError("a power too large")
        if operator == "%" and not numbers:
            raise PayloadError("% formats nothing here")
        if operator == "*" and not numbers:
            raise PayloadError("only numbers are multiplied here")
        return _bounded(super().call_binop(context, operator, left, right))

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        if isinstance(owner, str) and name in {"replace", "join"}:
            return replaced(owner, *args) if name == "replace" else joined(args[0], owner)
        if name in {"index", "count"}:  # they compare
            bounded(args)
        return super().call(context, obj, *args, **kwargs)

    def wrap_str_format(self, value: Any) -> Any:
        del value  # `format` is an unsafe attribute like any other here

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str) and attr in _STRING_MAKERS:
            return False
        return super().is_safe_attribute(obj, attr, value)


def _bounded(value: Any) -> Any:
    if isinstance(value, str | list) and len(value) > MAX_STRING:
        raise PayloadError(f"longer than {MAX_STRING}")
    if isinstance(value, int) and value.bit_length() > MAX_STRING:
        raise PayloadError("a number too large")
    return value


def _short_range(*args: int) -> range:
    numbers = range(*args)
    if len(numbers) > MAX_RANGE:
        raise PayloadError(f"a range of more than {MAX_RANGE}")
    return numbers


@pass_context  # keeps Jinja from folding it into a constant
def _counted(_context: Context, items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        _SANDBOX.turns_left -= 1
        if _SANDBOX.turns_left < 0:
            raise PayloadError(f"more than {MAX_TURNS} turns of its loops")
        yield item


def _on_bounded(function: Any) -> Callable[..., Any]:
    """Have what a filter writes out, or a test compares, looked at first."""

    @wraps(function)  # Jinja's marks included
    def checked(*args: Any, **kwargs: Any) -> Any:
        for arg in args:
            bounded(arg)
        return function(*args, **kwargs)

    return checked


def _environment() -> _Sandbox:
    sandbox = _Sandbox(
        undefined=Undefined, finalize=bounded, extensions=["jinja2.ext.loopcontrols"]
    )
    for name in ("lipsum", "cycler", "joiner"):
        del sandbox.globals[name]
    for name in ("center", "indent", "format", "wordwrap", "urlize", "batch", "slice", "pprint"):
        del sandbox.filters[name]
    for name in _WRITERS:
        sandbox.filters[name] = _on_bounded(sandbox.filters[name])
    sandbox.filters.update(FILTERS)
    for name in _COMPARERS:
        sandbox.tests[name] = _on_bounded(sandbox.tests[name])
    sandbox.tests.update(TESTS)
    sandbox.globals.update(GLOBALS)
    sandbox.filters["_counted"] = _counted
    sandbox.globals["range"] = _short_range
    return sandbox


_SANDBOX = _environment()
# What could call itself, or bring in other templates.
_REFUSED = (nodes.Macro, nodes.CallBlock, nodes.Include, nodes.Import, nodes.FromImport)


def _compile(source: str) -> Callable[[Mapping[str, Any]], str | None]:
    if len(source) > MAX_SOURCE:
        raise PayloadError(f"expected a template of at most {MAX_SOURCE} characters")
    try:
        tree = _SANDBOX.parse(source)
        _bound_loops(tree)
        template = _SANDBOX.from_string(tree)
    except (TemplateError, RecursionError) as error:
        raise PayloadError(f"not a template: {error}") from None

    def render(variables: Mapping[str, Any]) -> str | None:
        _SANDBOX.turns_left = MAX_TURNS
        start_counting()
        try:
            return _collect(template.generate(variables))
        except NotDefinedError:
            return None
        except PayloadError as error:
            raise PayloadError(f"template {source[:80]!r}: {error}") from None
        except Exception as error:  # noqa: BLE001 - a template is foreign code; its error is text
            raise PayloadError(f"template {source[:80]!r}: {error}") from None

    return render


def _collect(parts: Any) -> str:
    collected, length = [], 0
    for part in parts:
        length += len(part)
        if length > MAX_OUTPUT:
            raise PayloadError(f"output longer than {MAX_OUTPUT}")
        collected.append(part)
    return "".join(collected).strip()


def _bound_loops(tree: nodes.Template) -> None:
    """Have the turns of every loop counted, and refuse what could go round without one."""
    for refused in tree.find_all(_REFUSED):
        raise PayloadError(f"not a template for values: {type(refused).__name__.lower()}")
    for loop in list(tree.find_all(nodes.For)):
        if loop.recursive:
            raise PayloadError("not a template for values: recursive loop")
        counted = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.lineno)
        loop.iter = counted.set_environment(_SANDBOX)
