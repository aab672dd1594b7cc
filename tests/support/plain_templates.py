"""Templates over plain Jinja: `states(id)` and `now()` only."""

from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateError
from jinja2.nativetypes import NativeEnvironment

from hub.automation.model.values import Template, Tree
from hub.automation.rendering import Reads, TemplateFailed
from hub.home.home import Home
from hub.home.ids import EntityId


class PlainTemplates:
    """Renders, and notes which states were read."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._read: set[str] = set()
        self._reads_time = False
        self._jinja = NativeEnvironment(autoescape=True)
        self._jinja.globals.update(states=self._state, now=self._now)

    def check(self, template: Template) -> None:
        """Compile."""
        self.render(template, {})

    def render(self, template: Template, variables: Mapping[str, Any]) -> Any:
        """Render to a native value."""
        try:
            return self._jinja.from_string(template.source).render(variables)
        except TemplateError as error:
            raise TemplateFailed(str(error)) from None

    def text(self, template: Template, variables: Mapping[str, Any]) -> str:
        """Render to text."""
        return str(self.render(template, variables))

    def tree(self, tree: Tree, variables: Mapping[str, Any]) -> Any:
        """Render every template in a tree."""
        if isinstance(tree, Template):
            return self.render(tree, variables)
        if isinstance(tree, Mapping):
            return {key: self.tree(value, variables) for key, value in tree.items()}
        if isinstance(tree, list | tuple):
            return [self.tree(value, variables) for value in tree]
        return tree

    def observe(
        self, template: Template, variables: Mapping[str, Any]
    ) -> tuple[Any | TemplateFailed, Reads]:
        """Render, and tell what was read."""
        self._read, self._reads_time = set(), False
        try:
            result = self.render(template, variables)
        except TemplateFailed as error:
            result = error
        return result, Reads(entities=frozenset(self._read), time=self._reads_time)

    def _state(self, entity_id: str) -> str:
        self._read.add(entity_id)
        state = self._home.states.get(EntityId(entity_id))
        return "unknown" if state is None else state.state

    def _now(self) -> Any:
        self._reads_time = True
        return self._home.now()
