"""Templates: what real devices announce, and what nobody should be able to do with them."""

# ruff: noqa: E501 - templates as devices send them

import time

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from integrations.mqtt.message import Message, PayloadError
from integrations.mqtt.templates import command_template, value_template


@pytest.mark.parametrize(
    ("source", "payload", "expected"),
    [
        ("{{ value_json.k }}", '{"k": 1.5}', "1.5"),
        ('{{ value_json["k"] }}', '{"k": true}', "True"),
        ("{{ value_json['a'].b }}", '{"a": {"b": "x"}}', "x"),
        ("{{ value_json.k }}", '{"k": null}', "None"),
        ("{{ value_json.k }}", "{}", None),
        ("{{ value_json.a.b }}", '{"a": null}', None),
        ("{{ value_json.items }}", '{"items": 4}', "4"),
        ("{{ value_json.k | is_defined }}", "{}", None),
        ("{{ value_json.k|float*10|round(0) -}}", '{"k": "2"}', "20.0"),
        ("{{ value | int // 2 }}", "9", "4"),
        ("{{ value_json['s'] | default('',True) | string | truncate(254, True, '', 0) }}", '{"s": null}', ""),
        ("{% if value_json['on'] %}true{% else %}false{% endif %}", '{"on": 1}', "true"),
        ("{{ {1:'a', 2:'b'}[value_json.k] | default('c') }}", '{"k": 9}', "c"),
        ("{{ value_json.k | tojson }}", '{"k": {"a": "<"}}', '{"a":"<"}'),
        ("{{ iif(value_json.k > 3, 'hi', 'lo') }}", '{"k": 5}', "hi"),
        ("{{ value_json.k | bitwise_and(2) }}", '{"k": 6}', "2"),
        ("{{ value | regex_replace('^a', 'b') }}", "aa", "ba"),
        ("{{ (value | regex_findall('([0-9]+)'))[0] }}", "x12", "12"),
        ("{{ value.replace(',', '.') | float }}", "1,5", "1.5"),
        ("{{ ', '.join(value_json) }}|{{ value_json | join('-') }}", '["a","b"]', "a, b|a-b"),
        ("{% for i in value_json %}{{ loop.index }}/{{ loop.length }}{{ '' if loop.last else ' ' }}{% endfor %}", "[4,5]", "1/2 2/2"),
        ("{{ value_json.xs | selectattr('on', 'eq', 1) | map(attribute='n') | first }}", '{"xs": [{"on": 0, "n": 1}, {"on": 1, "n": 2}]}', "2"),
        ("{{ '#%02x%02x%02x' | format(255, 0, 16) }}", "", "#ff0010"),
        ("{{ value[1:3] | int(base=16) }},{{ value[3:5]|int(base=16) }}", "#ff10", "255,16"),
        ("{{ value | as_datetime | as_timestamp | int }}", "2024-03-01T10:00:00+01:00", "1709283600"),
        ("{{ 1709283600 | timestamp_utc }}", "", "2024-03-01T09:00:00+00:00"),
        ("{{ (value_json.t | as_timestamp) - 60 }}", '{"t": 100}', "40.0"),
        ("{{ value | is_number }} {{ 'x' is is_number }}", "1.5", "True False"),
        ("{{ value | bool(false) }} {{ 'maybe' | bool('?') }}", "on", "True ?"),
        ("{{ value | base64_decode }}", "aGk=", "hi"),
        ("{{ [value_json.a, 3] | max }} {{ max(value_json.a, 3) }}", '{"a": 5}', "5 5"),
        ("{{ (value | pack('>B')) | unpack('>B') }}", "x", "None"),
        ("{{ 300 | bitwise_and(255) }} {{ value | slugify }}", "Ünder Way", "44 under_way"),
        ("{% for i in [1,2,3] %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}", "", "13"),
    ],
)  # fmt: skip
def test_real_shapes(source: str, payload: str, expected: str | None) -> None:
    assert value_template(source)(Message("t", payload.encode())) == expected


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ range(10**9) | list }}",
        "{{ '%999999999d' | format(1) }}",
        "{% if 1 | pack('999999999s') %}{{ 1/0 }}{% else %}{{ 1/0 }}{% endif %}",
        "{{ 'a' * 10**9 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'a'.ljust(10**9) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{% set ns = namespace(x='aa') %}{% for i in range(400) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='aa') %}{% for i in range(400) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(400) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex_findall('(a+)+$') }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex_findall('(a|a)*$') }}",
        "{% for a in range(400) %}{% for b in range(400) %}{% for c in range(400) %}.{% endfor %}{% endfor %}{% endfor %}",
        "{{ 'a' | center(10**9) }}",
        "{% macro f(n) %}{{ f(n + 1) }}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
        "{% for i in [1] recursive %}{{ loop([1, 2]) }}{% endfor %}",
        "{% set x = ('a' | truncate(9)).replace('', 'b' ~ range(500) | join('c')) %}{{ x | replace('', x) | replace('', x) }}{{ value_json.x.y }}",
        "{{ range(500) | join(range(500) | join(range(500) | join)) }}",
        "{{ ((range(500) | join) | regex_findall('.*.*.*.*.*x')) }}",
        "{{ 1.5 | round(10**9) }}{{ value_json.a.b }}",
        "{{ value_json.k }}",
    ],
)  # fmt: skip
def test_bombs_are_refused_at_once(source: str) -> None:
    started = time.thread_time()
    with pytest.raises(PayloadError):
        value_template(source)(Message("t", b"no json"))
    assert time.thread_time() - started < 0.5


def test_command_templates_take_variables() -> None:
    render = command_template('{"p": {{ position }}, "v": {{ value | tojson }}}')
    assert render("x", position=7) == '{"p": 7, "v": "x"}'


@settings(deadline=None)
@given(st.text(max_size=60), st.binary(max_size=40))
def test_any_template_over_any_payload(source: str, payload: bytes) -> None:
    try:
        result = value_template("{{ value_json" + source)(Message("t", payload))
    except PayloadError:
        return
    assert result is None or isinstance(result, str)


def test_loops_over_long_payloads_end() -> None:
    source = "{% for a in value_json %}{% for b in value_json %}{% endfor %}{% endfor %}"
    started = time.thread_time()
    with pytest.raises(PayloadError, match="turns"):
        value_template(source)(Message("t", b"[" + b"1," * 20_000 + b"1]"))
    assert time.thread_time() - started < 0.5


@pytest.mark.parametrize(
    ("pattern", "subject"),
    [
        ("a?" * 29 + "a" * 29, "a" * 29),
        ("(a{1,29}){1,29}$", "a" * 29 + "!"),
        ("(?=(a+)+$)", "a" * 29 + "!"),
        ("(?>(a+)+$)", "a" * 29 + "!"),
        ("(a|aa){1,40}$", "a" * 40 + "!"),
        ("((((){400}){400}){400}){400}", ""),
        (".*.*.*x", "a" * 1500),
    ],
)
def test_patterns_that_may_explode_are_refused(pattern: str, subject: str) -> None:
    started = time.thread_time()
    for name in ("match", "search", "findall", "replace"):
        with pytest.raises(PayloadError):
            value_template(f"{{{{ value | regex_{name}('{pattern}') }}}}")(
                Message("t", subject.encode())
            )
    assert time.thread_time() - started < 0.5


@pytest.mark.parametrize(
    ("source", "payload", "expected"),
    [
        (r"regex_replace('^.*?([0-9]{1,3})([.][0-9]+)? ?(kWh|W)?.*$', '\\1')", "Now: 12.5 kWh", "12"),
        ("regex_match('([0-9]{1,3}[.]){3}[0-9]{1,3}$')", "192.168.178.201", "True"),
        ("regex_match('[0-9A-F]{2}(:[0-9A-F]{2}){5}')", "00:11:22:33:44:FF", "True"),
        ("regex_replace('[^0-9.]+', '')", "x" * 800 + "1.5", "1.5"),
    ],
)  # fmt: skip
def test_honest_patterns_match(source: str, payload: str, expected: str) -> None:
    assert value_template(f"{{{{ value | {source} }}}}")(Message("t", payload.encode())) == expected


def test_a_replacement_does_not_blow_up() -> None:
    template = value_template("{{ value | regex_replace('', value) }}")
    with pytest.raises(PayloadError):
        template(Message("t", b"a" * 2000))


@pytest.mark.parametrize(
    "use",
    [
        "{{ a }}",
        "{{ a | string }}",
        "{{ a | upper }}",
        "{{ a | join }}",
        "{{ a | to_json }}",
        "{{ a ~ 'x' }}",
        "{{ a | replace('x', 'y') }}",
        "{{ a | regex_match('x') }}",
        "{{ {'k': a} }}",
        "{{ {'k': a}.values() }}",
        "{{ namespace(k=a) }}",
        "{{ a == b }}",
        "{{ [a, b] | sort }}",
        "{{ ','.join([a]) }}",
        "{{ 'x'.replace('x', a) }}",
        "{{ a | float }}",
        "{{ a | round }}",
        "{{ a in [b] }}",
        "{{ [a] | select('eq', b) | list }}",
        "{{ [a].count(b) }}",
    ],
)
def test_a_list_that_holds_itself_often_is_not_written_out(use: str) -> None:
    doubled = "{% set a = [a, a] %}{% set b = [b, b] %}" * 24
    template = value_template("{% set a = ['x'] %}{% set b = ['x'] %}" + doubled + use)
    started = time.thread_time()
    with pytest.raises(PayloadError):
        template(Message("t", b"1"))
    assert time.thread_time() - started < 0.5
