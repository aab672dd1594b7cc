"""The sandbox by itself: what it counts, and that it starts anew with every rendering."""

import time

import pytest
from jinja2.exceptions import SecurityError

from hub.templating.bounds import Bounds, Limits, TooMuchError
from hub.templating.patterns import Patterns
from hub.templating.sandbox import Sandbox

LIMITS = Limits(
    string=1_000, source=1_000, output=1_000, range=100, turns=200, nodes=500, built=5_000,
    bits=256, depth=5, cpu_s=0.05,
)  # fmt: skip


def render(source: str, **variables: object) -> str:
    bounds = Bounds(LIMITS)
    sandbox = Sandbox(bounds, builds_strings=True)
    template = sandbox.from_string(source)
    bounds.start()
    return bounds.collected(template.generate(variables))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ range(101) }}", "range"),
        ("{{ 'a' * 1001 }}", "longer"),
        ("{% for i in range(100) %}{% for j in range(100) %}{% endfor %}{% endfor %}", "turns"),
        ("{% for i in range(100) %}{% set x = 'a' * 900 %}{% endfor %}", "built"),
        ("{{ 'a' * 600 }}{{ 'a' * 600 }}", "output"),
        ("{{ 2 ** 400 }}", "number too large"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "macros"),
        ("{% set a = [1] %}" + "{% set a = [a, a] %}" * 9 + "{{ a }}", "items"),
    ],
)
def test_every_limit_is_kept(source: str, message: str) -> None:
    with pytest.raises(TooMuchError, match=message):
        render(source)


def test_what_is_within_limits_is_rendered() -> None:
    assert render("{% for i in range(3) %}{{ i }}{{ '-' * i }}{% endfor %}") == "01-2--"
    assert render("{{ 1 < 2 < 3 }} {{ 2 in [1, 2] }} {{ 'abc'[1:] }}") == "True True bc"
    assert render("{{ 'a' ~ 1 }} {{ '{:>3}'.format('x') }} {{ '%03d' % 5 }}") == "a1   x 005"


def test_the_time_is_up_sometime() -> None:
    bounds = Bounds(LIMITS)
    bounds.look()
    with pytest.raises(TooMuchError, match="50 ms"):
        _work_for_ever(bounds)
    bounds.start()
    bounds.look()


def _work_for_ever(bounds: Bounds) -> None:
    while time.thread_time() < 10_000:
        bounds.charge(100)


def test_internals_are_out_of_reach() -> None:
    with pytest.raises(SecurityError):
        render("{{ ''.__class__.__mro__ }}")


def test_patterns_that_explode_are_refused() -> None:
    patterns = Patterns(Bounds(LIMITS))
    assert patterns.search("ab", "b")
    with pytest.raises(TooMuchError):
        patterns.search("a" * 30, "(a+)+$")
