"""Templates over the home: compiled once, rendered within limits, their reading noted."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import DictLoader
from jinja2 import Template as Compiled
from jinja2.runtime import Context

from hub.automation.model.values import Template, is_template
from hub.automation.place import Place
from hub.automation.rendering import Reads, TemplateFailed
from hub.automation.templates.environment import (
    RuleSandbox,
    put_plain,
    put_registry,
    put_states,
    put_times,
)
from hub.automation.templates.geography import Geography
from hub.automation.templates.reading import Reader, Reading
from hub.automation.templates.registry import Registry
from hub.automation.templates.results import parsed
from hub.automation.templates.states import AllStates, StateFunctions
from hub.automation.templates.times import Times
from hub.home.home import Home
from hub.templating.bounds import Bounds, Limits

_log = logging.getLogger(__name__)

# The heaviest honest templates go over all states of a home several times: 1,000 entities take
# 5 ms here and 20 ms on the smallest machine that runs hubs. Five times that is no honest one.
CPU_S = 0.1
# Home Assistant's own limit on output; the others follow from it.
MAX_OUTPUT = 262_144
LIMITS = Limits(
    string=MAX_OUTPUT, source=65_536, output=MAX_OUTPUT, range=100_000, turns=1_000_000,
    nodes=200_000, built=10_000_000, bits=8_192, depth=50, cpu_s=CPU_S,
)  # fmt: skip
MAX_CUSTOM_FILE = 5 * 1024 * 1024
MAX_COMPILED = 4_096


class HomeTemplates:
    """Renders templates over a home. Belongs to one thread, as the home does.

    `custom_templates`: what may be imported, by name (see `read_custom_templates`).
    """

    def __init__(
        self,
        home: Home,
        place: Place,
        now: Callable[[], datetime],
        *,
        custom_templates: Mapping[str, str] | None = None,
    ) -> None:
        self._bounds = Bounds(LIMITS)
        self._reader = Reader()
        self._compiled: OrderedDict[str, Compiled] = OrderedDict()
        self._sandbox = RuleSandbox(self._bounds, home, custom_templates or {})
        states = AllStates(home, self._reader)
        functions = StateFunctions(home, states, self._reader)
        put_plain(self._sandbox)
        put_times(self._sandbox, Times(place, now, self._reader))
        put_states(self._sandbox, states, functions, Geography(place, functions))
        put_registry(self._sandbox, Registry(home, self._reader))
        self._sandbox.guard()
        self._globals = dict(self._sandbox.globals)

    def put_custom_templates(self, custom_templates: Mapping[str, str]) -> None:
        """Have other templates imported from now on."""
        self._sandbox.loader = DictLoader(custom_templates)
        if self._sandbox.cache is not None:
            self._sandbox.cache.clear()
        self._compiled.clear()

    def check(self, template: Template) -> None:
        """Compile a template.

        Raises:
            TemplateFailed: it is none; the message says why, and names the line within it.
        """
        if is_template(template.source):
            self._compile(template.source)

    def render(self, template: Template, variables: Mapping[str, Any]) -> Any:
        """Render to a native value, as Home Assistant parses results: "5" is 5, "[1]" a list.

        Raises:
            TemplateFailed: it failed.
        """
        return parsed(self.text(template, variables))

    def text(self, template: Template, variables: Mapping[str, Any]) -> str:
        """Render to text, without parsing the result.

        Raises:
            TemplateFailed: it failed.
        """
        source = template.source
        compiled = self._compiled.get(source)
        if compiled is None:
            if not is_template(source):
                return source.strip()
            compiled = self._compile(source)
        self._bounds.start()
        try:
            # As `Template.new_context` does, which copies the functions thrice to get there.
            seen = {**self._globals, **variables}
            context = Context(self._sandbox, seen, compiled.name, compiled.blocks)
            return self._bounds.collected(compiled.root_render_func(context)).strip()
        except Exception as error:  # noqa: BLE001 - a template is foreign code; its error is text
            raise _failed(source, error, _line_in(compiled, error)) from None

    def tree(self, tree: Any, variables: Mapping[str, Any]) -> Any:
        """Render every template in a tree of values, keys included.

        Raises:
            TemplateFailed: one of them failed.
        """
        if isinstance(tree, Template):
            return self.render(tree, variables)
        if isinstance(tree, Mapping):
            return {
                self.tree(key, variables): self.tree(value, variables)
                for key, value in tree.items()
            }
        if isinstance(tree, list | tuple):
            return [self.tree(value, variables) for value in tree]
        return tree

    def observe(
        self, template: Template, variables: Mapping[str, Any]
    ) -> tuple[Any | TemplateFailed, Reads]:
        """Render to a native value, and tell what was read, also when it failed."""
        before = self._reader.reading
        reading = self._reader.reading = Reading()
        try:
            return self.render(template, variables), reading.reads()
        except TemplateFailed as failed:
            return failed, reading.reads()
        finally:
            self._reader.reading = before

    def _compile(self, source: str) -> Compiled:
        known = self._compiled.get(source)
        if known is not None:
            return known
        if len(source) > LIMITS.source:
            raise TemplateFailed(f"a template has at most {LIMITS.source} characters")
        self._bounds.start()
        try:
            compiled = self._sandbox.from_string(source.strip())
        except Exception as error:  # noqa: BLE001 - Jinja and Python refuse sources in many ways
            raise _failed(source, error) from None
        if len(self._compiled) >= MAX_COMPILED:
            self._compiled.popitem(last=False)
        self._compiled[source] = compiled
        return compiled


def read_custom_templates(folder: Path) -> dict[str, str]:
    """Return the `*.jinja` files of a folder (`custom_templates`) by name. Blocks.

    A file that is too large, or no text, is left out with a warning.
    """
    found = {}
    for path in sorted(folder.rglob("*.jinja")):
        name = path.relative_to(folder).as_posix()
        try:
            if path.stat().st_size > MAX_CUSTOM_FILE:
                _log.warning("%s: left out, it is larger than %d bytes", name, MAX_CUSTOM_FILE)
                continue
            found[name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            _log.warning("%s: left out: %s", name, error)
    return found


def _line_in(compiled: Compiled, error: Exception) -> int | None:
    """Return in which line of a template an error came up; None if it has just one."""
    own = compiled.root_render_func.__globals__
    numbers = [number for frame, number in walk_tb(error.__traceback__) if frame.f_globals is own]
    has_more = any(line > 1 for line, _ in compiled.debug_info)
    return compiled.get_corresponding_lineno(numbers[-1]) if numbers and has_more else None


def _failed(source: str, error: Exception, line: int | None = None) -> TemplateFailed:
    line = getattr(error, "lineno", line)
    where = f" (line {line})" if isinstance(line, int) else ""
    shown = source.strip()
    shown = shown if len(shown) <= 100 else f"{shown[:97]}..."  # noqa: PLR2004 - fits a line
    reason = str(error) or type(error).__name__
    return TemplateFailed(f"template {shown!r}{where}: {reason[:500]}")
