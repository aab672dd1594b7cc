"""Entities that templates name outright."""

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import Environment, TemplateError, nodes

from hub.home.ids import is_entity_id
from hub.record import record

# Functions and filters whose first argument is an entity (or several).
_BY_ENTITY = frozenset(
    (
        "states", "state_attr", "is_state", "is_state_attr", "has_value", "state_translated",
        "expand", "device_id", "area_id", "area_name", "closest", "distance",
    )
)  # fmt: skip
_NOT_OBJECTS = frozenset(("get", "items", "keys", "values"))
_PARSER = Environment(
    autoescape=False,  # noqa: S701 - nothing is rendered here
    extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do"],
)


@record(frozen=True, slots=True)
class Mentions:
    """What a template names. `error`: why it cannot be parsed, and the line within it."""

    entities: frozenset[str] = frozenset()
    error: str | None = None


@lru_cache(maxsize=4096)
def mentions_of(source: str) -> Mentions:
    """Return what a template names, by its syntax tree."""
    try:
        tree = _PARSER.parse(source)
    except TemplateError as err:
        line = getattr(err, "lineno", None)
        return Mentions(error=f"{err.message}" + (f" (line {line} of it)" if line else ""))
    except RecursionError:
        return Mentions(error="it is nested too deeply")
    return Mentions(frozenset(_entities(tree)))


def syntax_error(source: str) -> str | None:
    """Return why a template is none, or None: the checker to use where none is given."""
    return mentions_of(source).error


def _entities(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _BY_ENTITY:
            yield from _texts(call.args)
    for one in tree.find_all(nodes.Filter):
        if one.name in _BY_ENTITY and one.node is not None:
            yield from _texts([one.node])
    for attribute in tree.find_all(nodes.Getattr):
        inner = attribute.node
        if (
            isinstance(inner, nodes.Getattr)
            and isinstance(inner.node, nodes.Name)
            and inner.node.name == "states"
            and attribute.attr not in _NOT_OBJECTS
        ):
            yield f"{inner.attr}.{attribute.attr}"
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.node, nodes.Name) and item.node.name == "states":
            yield from _texts([item.arg])


def _texts(arguments: list[nodes.Expr]) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, nodes.Const):
            if isinstance(argument.value, str) and is_entity_id(argument.value):
                yield argument.value
        elif isinstance(argument, nodes.List | nodes.Tuple):
            yield from _texts(argument.items)
