"""What nobody's template can do."""

# ruff: noqa: E501 - bombs are long

import time

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from hub.automation.rendering import TemplateFailed
from tests.support.templates import TemplateHome

HOME = TemplateHome()


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}{{ ''.__class__.x.y }}",
        "{{ states._home.entities }}{{ states._home.x.y }}",
        "{{ states.light.lamp._state.x }}",
        "{{ now.__func__.x }}",
        "{{ '{0.__class__.__mro__}'.format(1) }}",
        "{{ '{0._home.x}'.format(states) }}",
        "{{ [1].append(2) }}",
        "{{ range(10**9) | list }}",
        "{{ 'a' * 10**9 }}",
        "{{ [1] * 10**9 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%*d' | format(999999999, 1) }}",
        "{{ '%99999999s' | format('x') }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ '{:{}}'.format(1, 999999999) }}",
        "{{ 'a'.ljust(10**9) }}",
        "{{ 'a' | center(10**9) }}",
        "{{ 'a\nb' | indent(10**9) }}",
        "{{ [1] | batch(10**9, 'x') | list | string }}",
        "{{ [1] | slice(10**9) | list | count }}",
        "{{ 1 | pack('999999999x') }}",
        "{% set ns = namespace(x='aa') %}{% for i in range(400) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(400) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x={}) %}{% for i in range(40) %}{% set ns.x = {'a': ns.x, 'b': ns.x} %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=9) %}{% for i in range(400) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "{% for a in range(400) %}{% for b in range(400) %}{% for c in range(400) %}.{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{% for a in range(90000) %}{{ a in range(90000) | map('string') | list }}{% endfor %}",
        "{% macro f(n) %}{{ f(n + 1) }}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
        "{% macro f(n) %}{% if n < 40 %}{{ f(n + 1) }}{{ f(n + 1) }}{% endif %}{% endmacro %}{{ f(0) }}",
        "{% for i in [1] recursive %}{{ loop([1, 2]) }}{% endfor %}",
        "{{ ('a' * 30 ~ '!') | regex_findall('(a+)+$') }}",
        "{{ ('a' * 30 ~ '!') is search('(a|a)*$') }}",
        "{% set x = 'ab' * 50000 %}{% for i in range(1000) %}{% set y = x | replace('a', 'c') %}{% endfor %}",
        "{% set x = 'ab' * 50000 %}{% for i in range(1000) %}{% set y = x[1:] %}{% endfor %}",
        "{% set a = ['x'] %}{% set b = ['x'] %}" + "{% set a = [a, a] %}{% set b = [b, b] %}" * 24 + "{{ a == b }}",
        "{% set a = ['x'] %}" + "{% set a = [a, a] %}" * 24 + "{{ [a, a] | sort }}",
        "{% set a = ['x'] %}" + "{% set a = [a, a] %}" * 24 + "{{ a | flatten }}",
        "{% set a = ['x'] %}" + "{% set a = [a, a] %}" * 24 + "{{ a | to_json }}",
        "{% set j = joiner('x' * 200000) %}{% for i in range(1000) %}{{ j() }}{% endfor %}",
        "{% set c = cycler('x' * 200000) %}{% for i in range(1000) %}{{ c.next() }}{% endfor %}",
        "{% include 'self.jinja' %}",
        "{{ " + "(" * 5000 + "}}",
        "{{ " + "-" * 5000 + "1 }}",
        "{{ " + "9" * 6000 + " }}",
        "x" * 70_000 + "{{ 1 }}",
    ],
)  # fmt: skip
def test_bombs_are_refused_soon(source: str) -> None:
    started = time.thread_time()
    with pytest.raises(TemplateFailed):
        HOME.render(source)
    assert time.thread_time() - started < 1


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_any_source_gives_a_value_or_a_failure(source: str) -> None:
    for text in ("{{ " + source, "{{ " + source + " }}", "{% " + source + " %}{% endif %}"):
        try:
            HOME.render(text)
        except TemplateFailed:
            continue


_WORDS = st.sampled_from(
    ["states", "(", ")", "'light.lamp'", "|", "float", "list", "1", "+", "*", "~", ".", "light",
     "map", "expand", "[", "]", "now", "is", "in", "range", "9", "join", "not", "if", "else",
     "round", "timedelta", "distance", "closest", ",", "area_id", "flatten", "==", "%"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(_WORDS, max_size=12))
def test_any_words_give_a_value_or_a_failure(words: list[str]) -> None:
    try:
        HOME.render("{{ " + " ".join(words) + " }}")
    except TemplateFailed:
        return
