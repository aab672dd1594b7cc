"""The environment that templates run in: what they do is counted, and little is in reach."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from jinja2 import Undefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame, operators
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hub.templating.bounds import Bounds, TooMuchError
from hub.templating.texts import Texts

MAX_POWER = 500
_WORK_PER_CALL = 50

# Filters of Jinja that make text of whatever they get, or compare it.
WRITERS = (
    "string", "upper", "lower", "title", "capitalize", "trim", "escape", "e", "forceescape",
    "striptags", "wordcount", "truncate", "urlencode", "xmlattr", "safe", "filesizeformat",
    "sort", "unique", "min", "max", "dictsort", "groupby", "replace", "int", "float",
)  # fmt: skip
# Tests that compare.
COMPARERS = (
    "==", "eq", "equalto", "!=", "ne", "<", "lt", "lessthan", "<=", "le", ">", "gt", "greaterthan",
    ">=", "ge", "in", "lower", "upper",
)  # fmt: skip
# Methods of str that build a string of any length from a number or a pattern.
_STRING_MAKERS = frozenset(
    {"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map", "translate"}
)
_PADDERS = frozenset({"center", "ljust", "rjust", "zfill"})


class BoundedCode(CodeGenerator):
    """Code in which `~`, comparisons and slices go through the environment, as calls do."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write `~`."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write a comparison."""
        self.write("(")
        self._visit_through("bounded", node.expr, frame)
        for operand in node.ops:
            self.write(f" {operators[operand.op]} ")
            # Of a search, one side is enough, but it goes through all of the other.
            through = "searched" if operand.op in {"in", "notin"} else "bounded"
            self._visit_through(through, operand.expr, frame)
        self.write(")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write a subscript."""
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.made(")
        super().visit_Getitem(node, frame)
        self.write(")")

    def _visit_through(self, method: str, node: nodes.Expr, frame: Frame) -> None:
        self.write(f"environment.{method}(")
        self.visit(node, frame)
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment that counts. Nothing is folded at compile time: filters may read a home.

    `builds_strings`: whether `*` and `%` on texts, `str.format` and the like are allowed.
    """

    code_generator_class = BoundedCode
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, bounds: Bounds, *, builds_strings: bool, **options: Any) -> None:
        super().__init__(optimized=False, finalize=_finalized, **options)
        self.bounds = bounds
        self.texts = Texts(bounds)
        self.builds_strings = builds_strings
        self.bounded = bounds.bounded
        self.searched = bounds.searched
        self.made = bounds.made
        self._trusted: set[int] = set()
        self.globals["range"] = bounds.short_range
        del self.globals["lipsum"]

        @pass_context
        def counted(_context: Context, items: Iterable[Any]) -> Iterator[Any]:
            return bounds.counted(items)

        self.filters["_counted"] = counted

    def trust(self) -> None:
        """Take it as checked that the functions known by now may be called."""
        self._trusted = {
            id(function)
            for function in self.globals.values()
            if callable(function) and not hasattr(function, "jinja_pass_arg")
        }

    def shown(self, value: Any) -> Any:
        """Return a value as it is about to be written out."""
        return self.bounded(value)

    def joined(self, parts: tuple[Any, ...]) -> str:
        """Do what `~` does."""
        return self.made("".join([str(self.bounded(part)) for part in parts]))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Do what an operator does, unless the result would be far too large."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" and (not numbers or abs(right) > MAX_POWER or abs(left) > 64_000):  # noqa: PLR2004 - its square is enough for anybody
            raise TooMuchError("a power too large")
        if operator == "%" and isinstance(left, str):
            if not self.builds_strings:
                raise TooMuchError("% formats nothing here")
            return self.made(self.texts.percent(left, right))
        if operator == "*" and not numbers:
            self._check_product(left, right)
        return self.made(super().call_binop(context, operator, left, right))

    def _check_product(self, left: Any, right: Any) -> None:
        for items, times in ((left, right), (right, left)):
            if isinstance(items, str | bytes | list | tuple) and isinstance(times, int):
                if not self.builds_strings:
                    raise TooMuchError("only numbers are multiplied here")
                self.bounds.room_for(len(items) * max(0, times))

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        self.bounds.charge(_WORK_PER_CALL)
        if id(obj) in self._trusted:
            return self.made(obj(*args, **_given(kwargs)))
        if isinstance(obj, Macro | LoopContext):
            return self._call_deeper(context, obj, *args, **kwargs)
        owner = getattr(obj, "__self__", None)
        if owner is None or isinstance(obj, type):
            return super().call(context, obj, *args, **kwargs)
        name = getattr(obj, "__name__", "")
        if isinstance(owner, str):
            if name in {"replace", "join"}:
                texts = self.texts
                return self.made(
                    texts.replaced(owner, *args) if name == "replace"
                    else texts.joined(args[0], owner)
                )  # fmt: skip
            if name in {"format", "format_map"}:
                values = _given(kwargs) if name == "format" else args[0]
                args = args if name == "format" else ()
                return self.made(self.texts.formatted(self, owner, args, values))
            if name in _PADDERS:
                self.texts.padded(args[0])
        if name in {"index", "count"}:  # they compare
            self.bounded(args)
            self.searched(owner)
        return self.made(super().call(context, obj, *args, **kwargs))

    def _call_deeper(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        bounds = self.bounds
        if bounds.depth <= 0:
            raise TooMuchError(f"more than {bounds.limits.depth} macros within each other")
        bounds.depth -= 1
        try:
            return self.made(super().call(context, obj, *args, **kwargs))
        finally:
            bounds.depth += 1

    def wrap_str_format(self, value: Any) -> Any:
        """Leave `str.format` as it is: `call` knows it."""
        del value

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may reach an attribute."""
        if isinstance(obj, str) and attr in _STRING_MAKERS:
            return self.builds_strings and attr not in {"expandtabs", "translate"}
        return super().is_safe_attribute(obj, attr, value)

    def get_template(self, *args: Any, **kwargs: Any) -> Any:
        """Return a template that another one brings in; costs time, so that it is counted."""
        self.bounds.charge(_WORK_PER_CALL)
        return super().get_template(*args, **kwargs)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        for loop in list(source.find_all(nodes.For)):
            counted = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.lineno)
            loop.iter = counted.set_environment(self)
        return super()._generate(source, *args, **kwargs)


def _given(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return what a template gives a function, without what Jinja adds in loops and blocks."""
    if kwargs:
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
    return kwargs


def on_bounded(bounds: Bounds, function: Any) -> Callable[..., Any]:
    """Have what a filter writes out, or a test compares, looked at first."""

    @wraps(function)  # Jinja's marks included
    def checked(*args: Any, **kwargs: Any) -> Any:
        for arg in args:
            bounds.bounded(arg)
        return function(*args, **kwargs)

    return checked


@pass_context  # keeps Jinja from making constants of expressions
def _finalized(context: Context, value: Any) -> Any:
    if isinstance(value, str | Undefined):
        return value
    environment = context.environment
    return environment.shown(value) if isinstance(environment, Sandbox) else value
