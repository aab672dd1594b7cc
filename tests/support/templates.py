"""A tiny stand-in for the hub's templates, over plain Jinja, for tests of what renders them."""

import ast
from collections.abc import Mapping
from typing import Any

import jinja2

from hub.automation.model.values import Template, Tree
from hub.automation.rendering import Reads, TemplateFailed
from hub.home.home import Home


class PlainTemplates:
    """Knows `states(entity_id)`, `is_state` and `now()`, and notes what was read."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._read: set[str] = set()
        self._time = False
        self._env = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701
        self._env.globals.update(states=self._states, is_state=self._is_state, now=self._now)

    def _states(self, entity_id: str) -> str:
        self._read.add(entity_id)
        state = self._home.states.get(entity_id)  # type: ignore[call-overload]
        return state.state if state is not None else "unknown"

    def _is_state(self, entity_id: str, wanted: str) -> bool:
        return self._states(entity_id) == wanted

    def _now(self) -> Any:
        self._time = True
        return self._home.now()

    def check(self, template: Template) -> None:
        """Compile a template."""
        try:
            self._env.from_string(template.source)
        except jinja2.TemplateError as error:
            raise TemplateFailed(str(error)) from error

    def text(self, template: Template, variables: Mapping[str, Any]) -> str:
        """Render to text."""
        try:
            return self._env.from_string(template.source).render(dict(variables)).strip()
        except (jinja2.TemplateError, TypeError, ValueError, ZeroDivisionError) as error:
            raise TemplateFailed(str(error)) from error

    def render(self, template: Template, variables: Mapping[str, Any]) -> Any:
        """Render to a native value."""
        text = self.text(template, variables)
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return text

    def tree(self, tree: Tree, variables: Mapping[str, Any]) -> Any:
        """Render every template in a tree."""
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
        """Render, and tell what was read."""
        self._read, self._time = set(), False
        result: Any
        try:
            result = self.render(template, variables)
        except TemplateFailed as error:
            result = error
        return result, Reads(entities=frozenset(self._read), time=self._time)
