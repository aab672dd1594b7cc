"""The seam behind which templates are rendered: Jinja in Home Assistant's dialect, with limits."""

from collections.abc import Mapping
from typing import Any, Protocol

from hub.automation.model.values import Template, Tree
from hub.home.errors import HubError
from hub.home.events import EntityAdded, EntityRemoved, HomeEvent, StateReported
from hub.home.ids import domain_of
from hub.record import record


class TemplateFailed(HubError):
    """A template cannot be compiled, failed, or went over its limits; the message says which."""


@record(frozen=True, slots=True)
class Reads:
    """What a rendering looked at, so that it is done anew only when that changed.

    `entities`: their states or attributes; `domains`: all entities of a domain; `all_states`: all
    of the home; `collections`: areas, devices or labels, whose members may change; `time`:
    the clock (such templates are rendered anew every minute, as Home Assistant does).
    """

    entities: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    all_states: bool = False
    collections: bool = False
    time: bool = False

    def concern(self, event: HomeEvent) -> bool:
        """Tell whether what happened may change what was read."""
        match event:
            case StateReported(changed=True, new=new):
                entity_id = new.entity_id
            case EntityAdded(entity=entity) | EntityRemoved(entity=entity):
                if self.collections:
                    return True
                entity_id = entity.id
            case _:
                return False
        return self.all_states or entity_id in self.entities or domain_of(entity_id) in self.domains


class Templates(Protocol):
    """Renders templates. Blocks for a few milliseconds at most, whatever the template."""

    def check(self, template: Template) -> None:
        """Compile a template.

        Raises:
            TemplateFailed: it is none; the message says why, and names the line within it.
        """

    def render(self, template: Template, variables: Mapping[str, Any]) -> Any:
        """Render to a native value, as Home Assistant parses results: "5" is 5, "[1]" a list.

        Raises:
            TemplateFailed: it failed.
        """

    def text(self, template: Template, variables: Mapping[str, Any]) -> str:
        """Render to text, without parsing the result.

        Raises:
            TemplateFailed: it failed.
        """

    def tree(self, tree: Tree, variables: Mapping[str, Any]) -> Any:
        """Render every template in a tree of values, keys included.

        Raises:
            TemplateFailed: one of them failed.
        """

    def observe(
        self, template: Template, variables: Mapping[str, Any]
    ) -> tuple[Any | TemplateFailed, Reads]:
        """Render to a native value, and tell what was read, also when it failed."""


def says_true(text: str) -> bool:
    """Tell whether the text of a template makes a condition true: "true" does, and nothing else."""
    return text.strip().lower() == "true"


def is_true(result: Any) -> bool:
    """Tell whether the result of a template counts as true.

    As Home Assistant's `result_as_boolean`: "true", "yes", "on", "enable" and "1", and numbers
    other than 0; anything else is false.
    """
    if isinstance(result, bool):
        return result
    if isinstance(result, str):
        return result.lower().strip() in {"1", "true", "yes", "on", "enable"}
    return isinstance(result, int | float) and result != 0
