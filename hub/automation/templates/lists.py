"""Lists, sets and mappings in templates, and choosing between values."""

import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context, Macro

from hub.automation.templates.defaults import NO_DEFAULT
from hub.templating.bounds import Bounds

_MAX_DEPTH = 50


class Lists:
    """What makes lists of lists, within limits."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds

    def flatten(self, value: Any, levels: int | None = None) -> list[Any]:
        """Take the items out of the lists in a list."""
        found: list[Any] = []
        self._flatten(_listed("flatten", value), _MAX_DEPTH if levels is None else levels, found)
        return found

    def _flatten(self, items: Iterable[Any], levels: int, found: list[Any]) -> None:
        for item in items:
            self._bounds.charge(5)
            if levels <= 0 or isinstance(item, str) or not isinstance(item, Iterable):
                found.append(item)
                self._bounds.room_for(len(found))
            else:
                self._flatten(item, levels - 1, found)

    def sum(self, items: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
        """Add up, numbers or lists."""
        total = start
        for item in items:
            self._bounds.charge(5)
            value = item if attribute is None else _attribute(item, attribute)
            total = total + value
            self._bounds.made(total)
        return total

    def combine(self, *args: Any, recursive: bool = False) -> dict[Any, Any]:
        """Make one mapping of several, the later ones winning."""
        if not args:
            raise TypeError("combine expected at least 1 argument, got 0")
        combined: dict[Any, Any] = {}
        for mapping in args:
            self._bounds.charge(20)
            if not isinstance(mapping, Mapping):
                raise TypeError(f"combine expected a dict, got {type(mapping).__name__}")
            for key, value in mapping.items():
                before = combined.get(key)
                both = isinstance(before, Mapping) and isinstance(value, Mapping)
                deeper = recursive and both
                combined[key] = self.combine(before, value, recursive=True) if deeper else value
        return combined


def _attribute(item: Any, attribute: Any) -> Any:
    for name in str(attribute).split("."):
        if name.startswith("_"):
            raise ValueError(f"no attribute {name!r} here")
        item = item[name] if isinstance(item, Mapping) else getattr(item, name)
    return item


def _listed(name: str, value: Any) -> Iterable[Any]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError(f"{name} expected a list, got {type(value).__name__}")
    return value


def intersect(value: Any, other: Any) -> list[Any]:
    """Return what is in both lists."""
    wanted = set(_listed("intersect", other))
    return [item for item in dict.fromkeys(_listed("intersect", value)) if item in wanted]


def difference(value: Any, other: Any) -> list[Any]:
    """Return what is in the first list only."""
    unwanted = set(_listed("difference", other))
    return [item for item in dict.fromkeys(_listed("difference", value)) if item not in unwanted]


def union(value: Any, other: Any) -> list[Any]:
    """Return what is in either list."""
    return list(dict.fromkeys([*_listed("union", value), *_listed("union", other)]))


def symmetric_difference(value: Any, other: Any) -> list[Any]:
    """Return what is in one list only."""
    first = list(_listed("symmetric_difference", value))
    second = list(_listed("symmetric_difference", other))
    return difference(first, second) + difference(second, first)


def shuffle(*args: Any, seed: Any = None) -> list[Any]:
    """Bring into random order, always the same for one seed."""
    if not args:
        raise TypeError("shuffle expected at least 1 argument, got 0")
    items = list(args)
    if isinstance(args[0], Iterable) and not isinstance(args[0], str):
        items = list(args[0])
        seed = args[1] if len(args) > 1 and seed is None else seed
    chance = random.Random(seed) if seed else random.Random()  # noqa: S311 - no secret
    chance.shuffle(items)
    return items


def chosen(values: Any) -> Any:
    """Return one of them at random."""
    return random.choice(values if isinstance(values, str) else list(values))  # noqa: S311 - no secret


def iif(
    value: Any,
    if_true: Any = True,  # noqa: FBT002 - Home Assistant's signature
    if_false: Any = False,  # noqa: FBT002 - Home Assistant's signature
    if_none: Any = NO_DEFAULT,
) -> Any:
    """Return one of two values, or a third for none."""
    if value is None and if_none is not NO_DEFAULT:
        return if_none
    return if_true if value else if_false


def typeof(value: Any) -> str:
    """Return the name of its type."""
    name = type(value).__name__
    return {"ListResult": "list", "DictResult": "dict", "StateView": "TemplateState"}.get(
        name, name
    )


def is_defined(value: Any) -> Any:
    """Fail if it is not defined."""
    if isinstance(value, Undefined):
        value()
    return value


def contains(value: Any, item: Any) -> bool:
    """Tell whether an item is in it."""
    return item in value


@pass_context
def apply(context: Context, value: Any, function: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a function or a macro with a value."""
    return context.call(function, value, *args, **kwargs)


@pass_context
def as_function(context: Context, macro: Macro) -> Callable[..., Any]:
    """Make a function of a macro, which returns what the macro hands to its `returns`."""

    def function(*args: Any, **kwargs: Any) -> Any:
        result: list[Any] = [None]

        def returns(value: Any) -> Any:
            result[0] = value
            return value

        context.call(macro, *args, **kwargs, returns=returns)
        return result[0]

    return function


def merge_response(value: Any) -> list[Any]:
    """Make one list of the responses of several entities, each item with its `entity_id`."""
    if not isinstance(value, Mapping):
        raise TypeError("Response is not a dictionary")
    items: list[Any] = []
    for entity_id, response in value.items():
        if not isinstance(response, Mapping):
            raise TypeError("Response is not a dictionary")
        only = next(iter(response.items())) if len(response) == 1 else None
        if only is not None and isinstance(only[1], list):
            more = {"entity_id": entity_id, "value_key": only[0]}
            items.extend(_with(item, more) for item in only[1])
        else:
            items.append(_with(response, {"entity_id": entity_id}))
    return items


def _with(item: Any, more: Mapping[str, Any]) -> Any:
    if not isinstance(item, Mapping):
        return item
    if "entity_id" in item:
        raise ValueError("Response dictionary already contains key 'entity_id'")
    return {**item, **more}


BOTH: Mapping[str, Callable[..., Any]] = {
    "iif": iif,
    "intersect": intersect,
    "difference": difference,
    "union": union,
    "symmetric_difference": symmetric_difference,
    "shuffle": shuffle,
    "typeof": typeof,
    "apply": apply,
    "as_function": as_function,
}
FILTERS: Mapping[str, Callable[..., Any]] = {
    "random": chosen,
    "is_defined": is_defined,
    "contains": contains,
    "ord": ord,
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "set": set,
    "tuple": tuple,
    "zip": zip,
    "merge_response": merge_response,
}
TESTS: Mapping[str, Callable[..., Any]] = {
    "list": lambda value: isinstance(value, list),
    "set": lambda value: isinstance(value, set),
    "tuple": lambda value: isinstance(value, tuple),
    "string_like": lambda value: isinstance(value, str | bytes | bytearray),
    "contains": contains,
    "apply": apply,
}
