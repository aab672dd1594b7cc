"""Whatever a bridge tells of its resources, some of it is shown or none: nothing else happens."""

import copy
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.hue import entities
from integrations.hue.resources import NONSENSE, Resources
from tests.support.hue.inventory import Resource, whole_house

HOUSE = whole_house()
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to everything in a resource."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, part in inside:
        found.append((*path, key))
        if isinstance(part, dict | list):
            found += _paths(part, (*path, key))
    return found


def _with(resource: Resource, path: tuple[Any, ...], value: Any) -> Resource:
    changed = copy.deepcopy(resource)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


@st.composite
def odd_resources(draw: st.DrawFn) -> Resource:
    """Return a resource in which something is replaced."""
    resource = draw(st.sampled_from(HOUSE))
    return _with(resource, draw(st.sampled_from(_paths(resource))), draw(json_values))


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


@given(odd_resources())
def test_an_odd_resource_is_taken_or_left(told: Resource) -> None:
    resources = Resources("Bridge")
    resources.take_all(HOUSE)
    resources.put(told)
    _show(resources)


@given(odd_resources())
def test_an_odd_change_is_taken_or_left(told: Resource) -> None:
    resources = Resources("Bridge")
    resources.take_all(HOUSE)
    resources.change(told)
    _show(resources)


@given(json_values)
def test_anything_is_no_resource(told: Any) -> None:
    resources = Resources("Bridge")
    resources.put(told)
    resources.change(told)
    assert list(resources) == []


def _show(resources: Resources) -> None:
    """Do what a session does; what does not make sense raises one of `NONSENSE`."""
    list(entities.devices(resources))
    for resource in resources:
        try:
            list(entities.entities_of(resource, resources))
            list(entities.shown_by(resource, resources))
        except NONSENSE:
            continue
