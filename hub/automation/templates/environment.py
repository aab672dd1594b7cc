"""The Jinja environment of rules: everything that Home Assistant's templates can call.

What reads the home is marked so that Jinja never makes a constant of it.
"""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from jinja2 import DictLoader, Undefined, make_logging_undefined, pass_environment

from hub.automation.templates import lists, numbers, times, words
from hub.automation.templates.geography import Geography
from hub.automation.templates.registry import Registry
from hub.automation.templates.states import AllStates, StateFunctions, StateView
from hub.automation.templates.times import Times
from hub.automation.templates.versions import Version
from hub.automation.templates.words import Json, Packing
from hub.home.home import Home
from hub.home.model import State
from hub.templating.bounds import Bounds, TooMuchError
from hub.templating.patterns import Patterns
from hub.templating.sandbox import COMPARERS, WRITERS, Sandbox, on_bounded

_log = logging.getLogger(__name__)
_WORK_PER_FILTER = 10
_MAX_PARTS = 10_000
_PADDING_FILTERS = ("center", "indent", "wordwrap")

Functions = Mapping[str, Callable[..., Any]]


class RuleSandbox(Sandbox):
    """The environment of rules; states of the home that variables hold show as in templates."""

    def __init__(self, bounds: Bounds, home: Home, custom_templates: Mapping[str, str]) -> None:
        super().__init__(
            bounds,
            builds_strings=True,
            undefined=make_logging_undefined(_log),
            loader=DictLoader(custom_templates),
            extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do"],
        )
        self._home = home

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute, of a state as of those that templates find themselves."""
        if type(obj) is State:
            obj = StateView(obj, self._home.entities.get(obj.entity_id), None)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item, of a state as of those that templates find themselves."""
        if type(obj) is State:
            obj = StateView(obj, self._home.entities.get(obj.entity_id), None)
        return super().getitem(obj, argument)

    def shown(self, value: Any) -> Any:
        """Return a value as it is about to be written out."""
        if type(value) is State:
            return StateView(value, self._home.entities.get(value.entity_id), None)
        return super().shown(value)

    def put(
        self, functions: Functions, *, call: bool = False, pipe: bool = False, test: bool = False
    ) -> None:
        """Make functions known: to be called, as filters, as tests."""
        for name, function in functions.items():
            if call:
                self.globals[name] = function
            if pipe:
                self.filters[name] = function
            if test:
                self.tests[name] = function

    def guard(self) -> None:
        """Have everything counted that is known by now."""
        bounds = self.bounds
        for name in ("urlize", "pprint"):
            self.filters.pop(name, None)
        for name in {*WRITERS, "tojson", "format"} & self.filters.keys():
            if name not in _UNGUARDED:
                self.filters[name] = on_bounded(bounds, self.filters[name])
        for name in COMPARERS:
            self.tests[name] = on_bounded(bounds, self.tests[name])
        for name in ("in", "contains"):
            self.tests[name] = _searching(bounds, self.tests[name])
        for name in ("batch", "slice"):
            self.filters[name] = _dividing(self.filters[name])
        for name in _PADDING_FILTERS:
            self.filters[name] = _padding(bounds, self.filters[name])
        for name, function in list(self.filters.items()):
            self.filters[name] = _counted(bounds, function)
        for name, function in list(self.tests.items()):
            self.tests[name] = _charged(bounds, function)
        self.trust()


# Numbers and texts only, and called most of all.
_UNGUARDED = frozenset({"int", "float", "replace"})


def put_plain(sandbox: RuleSandbox) -> None:
    """Make everything known that reads nothing of the home."""
    bounds = sandbox.bounds
    patterns, texts = Patterns(bounds), sandbox.texts
    collections, packing, json = lists.Lists(bounds), Packing(bounds), Json(bounds)
    sandbox.globals.update(numbers.CONSTANTS)
    sandbox.put(numbers.BOTH, call=True, pipe=True)
    sandbox.put(numbers.FILTERS, pipe=True)
    sandbox.put({"is_number": numbers.is_number, "datetime": times.is_datetime}, test=True)
    sandbox.put(words.BOTH, call=True, pipe=True)
    sandbox.put({"pack": packing.pack, "unpack": packing.unpack}, call=True, pipe=True)
    sandbox.put({"to_json": json.to_json, "from_json": json.from_json}, pipe=True)
    sandbox.put({"urlencode": words.urlencode}, call=True)
    sandbox.put(lists.BOTH, call=True, pipe=True)
    sandbox.put(lists.FILTERS, pipe=True)
    sandbox.put(lists.FUNCTIONS, call=True)
    sandbox.put(lists.TESTS, test=True)
    sandbox.put(
        {"flatten": collections.flatten, "combine": collections.combine}, call=True, pipe=True
    )
    sandbox.put({"sum": collections.sum, "replace": texts.replaced}, pipe=True)
    sandbox.put({"join": _joining(sandbox), "format": _formatting(sandbox)}, pipe=True)
    sandbox.put({"version": Version}, call=True, pipe=True)
    sandbox.put({"match": patterns.match, "search": patterns.search}, test=True)
    sandbox.put(
        {
            "regex_match": patterns.match,
            "regex_search": patterns.search,
            "regex_replace": patterns.replace,
            "regex_findall": patterns.findall,
            "regex_findall_index": patterns.findall_index,
        },
        pipe=True,
    )
    for name in ("min", "max"):
        sandbox.globals[name] = _extreme(name, sandbox.filters[name])


def put_times(sandbox: RuleSandbox, clock: Times) -> None:
    """Make known what reads the clock."""
    sandbox.put(times.FUNCTIONS, call=True)
    sandbox.put({"now": clock.now, "utcnow": clock.utcnow}, call=True)
    sandbox.put(
        {
            "today_at": clock.today_at,
            "as_timestamp": clock.as_timestamp,
            "as_datetime": clock.as_datetime,
            "as_local": clock.as_local,
            "as_timedelta": times.as_timedelta,
            "relative_time": clock.relative_time,
            "time_since": clock.time_since,
            "time_until": clock.time_until,
            "timedelta_string": times.timedelta_string,
        },
        call=True,
        pipe=True,
    )
    sandbox.put(
        {
            "timestamp_custom": clock.timestamp_custom,
            "timestamp_local": clock.timestamp_local,
            "timestamp_utc": clock.timestamp_utc,
        },
        pipe=True,
    )


def put_states(
    sandbox: RuleSandbox, states: AllStates, functions: StateFunctions, geography: Geography
) -> None:
    """Make known what reads states."""
    sandbox.globals["states"] = states
    sandbox.put({"states": states.__call__}, pipe=True)
    sandbox.put(
        {
            "state_attr": functions.state_attr,
            "has_value": functions.has_value,
            "state_translated": functions.state_translated,
            "state_attr_translated": functions.state_attr_translated,
            "expand": functions.expand,
        },
        call=True,
        pipe=True,
    )
    sandbox.put(
        {"is_state": functions.is_state, "is_state_attr": functions.is_state_attr},
        call=True,
        test=True,
    )
    sandbox.put({"has_value": functions.has_value}, test=True)
    sandbox.put({"distance": geography.distance, "closest": geography.closest}, call=True)
    sandbox.put({"closest": geography.closest_of}, pipe=True)


def put_registry(sandbox: RuleSandbox, registry: Registry) -> None:
    """Make known what reads areas, devices and labels."""
    names = (
        "device_entities", "device_id", "device_name", "device_attr", "area_id", "area_name",
        "area_entities", "area_devices", "floor_id", "floor_name", "floor_areas", "floor_entities",
        "labels", "label_id", "label_name", "label_description", "label_entities", "label_devices",
        "label_areas", "integration_entities", "config_entry_id",
    )  # fmt: skip
    sandbox.put({name: getattr(registry, name) for name in names}, call=True, pipe=True)
    sandbox.put({"areas": registry.areas, "floors": registry.floors}, call=True)
    sandbox.put({"issues": registry.issues, "issue": registry.issue}, call=True)
    sandbox.put({"issue": registry.issue}, pipe=True)
    sandbox.put({"config_entry_attr": registry.config_entry_attr}, call=True)
    for name in ("is_device_attr", "is_hidden_entity"):
        sandbox.put({name: getattr(registry, name)}, call=True, test=True)


def _counted(bounds: Bounds, function: Any) -> Callable[..., Any]:
    made, charge = bounds.made, bounds.charge

    @wraps(function)  # Jinja's marks included
    def counted(*args: Any, **kwargs: Any) -> Any:
        charge(_WORK_PER_FILTER)
        return made(function(*args, **kwargs))

    return counted


def _charged(bounds: Bounds, function: Any) -> Callable[..., Any]:
    charge = bounds.charge

    @wraps(function)
    def charged(*args: Any, **kwargs: Any) -> Any:
        charge(_WORK_PER_FILTER)
        return function(*args, **kwargs)

    return charged


def _searching(bounds: Bounds, function: Any) -> Callable[..., Any]:
    @wraps(function)
    def searching(*args: Any, **kwargs: Any) -> Any:
        for arg in args:
            bounds.searched(arg)
        return function(*args, **kwargs)

    return searching


def _padding(bounds: Bounds, function: Any) -> Callable[..., Any]:
    """Check the text that a filter pads, line by line, before it does."""

    @wraps(function)  # Jinja's marks included
    def padding(*args: Any, **kwargs: Any) -> Any:
        given = [bounds.bounded(each) for each in (*args, *kwargs.values())]
        texts = [str(each) for each in given if isinstance(each, str)]
        numbers = [each for each in given if isinstance(each, int)]
        widest = max([80, *numbers, *map(len, texts[1:])])
        lines = 1 + sum(text.count("\n") for text in texts[:1])
        bounds.room_for(sum(map(len, texts)) + widest * lines)
        return function(*args, **kwargs)

    return padding


def _dividing(function: Any) -> Callable[..., Any]:
    """Check into how many parts a filter divides a list."""

    @wraps(function)
    def dividing(*args: Any, **kwargs: Any) -> Any:
        for count in (*args, *kwargs.values()):
            if isinstance(count, int) and count > _MAX_PARTS:
                raise TooMuchError(f"more than {_MAX_PARTS} parts")
        return function(*args, **kwargs)

    return dividing


def _joining(sandbox: RuleSandbox) -> Callable[..., str]:
    def joined(items: Any, separator: Any = "", attribute: Any = None) -> str:
        each = items if attribute is None else (_item(sandbox, one, attribute) for one in items)
        return sandbox.texts.joined(each, str(separator))

    return joined


def _item(sandbox: RuleSandbox, value: Any, attribute: Any) -> Any:
    parts = attribute.split(".") if isinstance(attribute, str) else [attribute]
    for part in parts:
        value = sandbox.getitem(value, int(part) if str(part).isdigit() else part)
    return value


def _formatting(sandbox: RuleSandbox) -> Callable[..., str]:
    def formatted(pattern: Any, *args: Any, **kwargs: Any) -> str:
        if args and kwargs:
            raise TypeError("format takes values or names, not both")
        return sandbox.texts.percent(str(pattern), kwargs or args)

    return formatted


def _extreme(name: str, function: Any) -> Callable[..., Any]:
    @pass_environment
    def extreme(environment: Any, *args: Any, **kwargs: Any) -> Any:
        if not args:
            raise TypeError(f"{name} expected at least 1 argument, got 0")
        if len(args) > 1:
            return function(environment, args, **kwargs)
        if isinstance(args[0], Undefined) or not hasattr(args[0], "__iter__"):
            raise TypeError(f"{type(args[0]).__name__!r} object is not iterable")
        return function(environment, args[0], **kwargs)

    return extreme
