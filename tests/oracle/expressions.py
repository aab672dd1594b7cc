"""Templates over one home: the functions, filters and tests that real rules use."""

# ruff: noqa: E501 -- tables of what is tried
from typing import Any

_STATES: dict[str, Any] = {
    "light.hall": ["on", {"brightness": 128, "friendly_name": "Hall light"}],
    "light.desk": ["off", {"friendly_name": "Desk"}],
    "sensor.temperature": ["20.5", {"unit_of_measurement": "°C", "friendly_name": "Temperature"}],
    "sensor.gone": ["unavailable", {}],
    "sensor.text": ["abc", {"items": [1, 2, 3], "inner": {"a": 1}}],
    "binary_sensor.door": ["on", {"device_class": "door"}],
    "person.anna": ["home", {"latitude": 52.37, "longitude": 4.89}],
    "zone.work": ["0", {"latitude": 52.4, "longitude": 4.9, "radius": 100}],
    "device_tracker.phone": ["not_home", {"latitude": 52.5, "longitude": 4.8}],
    "group.lights": ["on", {"entity_id": ["light.hall", "light.desk"]}],
}
_VALUES = (
    "1", "1.5", "'5'", "'abc'", "none", "true", "[1,2]", "''", "'0x10'", "' 7 '", "'on'", "'no'",
    "'2024-03-04'", "'2024-03-04T10:00:00+01:00'", "'12:30'", "1709535600", "'inf'", "nosuch",
    "{'a': 1}", "-3.456", "'1,2'", "'1e3'", "'True'", "'unknown'", "0",
)  # fmt: skip
_FILTERS = (
    "int", "int(9)", "int(none)", "float", "float(0)", "float('x')", "round", "round(1)", "bool",
    "round(1, 'floor')", "round(1, 'ceil')", "round(0, 'half')", "round(1, default=4)",
    "bool(false)", "abs", "string", "list", "length", "count", "lower", "upper", "trim", "title",
    "default('d')", "default('d', true)", "as_timestamp", "as_timestamp(0)", "as_datetime",
    "as_local", "as_timedelta", "timestamp_custom('%H:%M')", "timestamp_custom('%Y', false, 'x')",
    "timestamp_local", "timestamp_utc", "timestamp_local(0)", "is_number", "to_json", "tojson",
    "from_json", "md5", "slugify", "capitalize", "iif", "iif('a', 'b')", "iif('a', 'b', 'n')",
    "max", "min", "sum", "average", "average(0)", "first", "last", "sort", "reverse | list",
    "unique | list", "join('-')", "replace('a', 'b')", "regex_replace('[a-b]', 'x')",
    "regex_match('a')", "regex_search('c')", "regex_findall('[0-9]')", "ordinal", "multiply(2)",
    "add(1)", "multiply(2, default=0)", "log(10)", "log(10, 0)", "sqrt", "sqrt(0)", "sin", "cos(0)",
    "base64_encode", "base64_decode", "bitwise_and(3)", "bitwise_or(8)", "urlencode", "type_debug",
    "truncate(2)", "random | string | length", "map('string') | list", "relative_time", "median",
    "statistical_mode", "contains('a')", "float | round(2)", "int(0) + 1", "format", "ord",
    "is_defined", "pack('>I')", "escape", "batch(2) | list", "dictsort", "items | list", "wordcount",
)  # fmt: skip
_TESTS = (
    "none", "defined", "number", "string", "mapping", "sequence", "iterable", "boolean", "integer",
    "float", "is_number", "match('a')", "search('b')", "datetime", "list", "set", "tuple",
    "string_like", "in [1, 'abc']", "contains('a')", "true", "false", "has_value", "odd", "even",
    "divisibleby 2", "eq 1", "lower",
)  # fmt: skip
_WHOLE = (
    "{{ states('light.hall') }}", "{{ states('light.none') }}", "{{ states('x') }}", "{{ states('sensor.temperature', True) }}",
    "{{ states('sensor.temperature', with_unit=True, rounded=True) }}", "{{ states.light.hall.state }}",
    "{{ states.light.none }}", "{{ states.light.none.state }}", "{{ states.light.hall.name }}",
    "{{ states.light | count }}", "{{ states | count > 5 }}", "{{ states.light.hall.attributes.brightness }}",
    "{{ states['light.hall'].state }}", "{{ states.light.hall.object_id }}", "{{ states.light.hall.domain }}",
    "{{ states.sensor.temperature.state_with_unit }}", "{{ states.light | map(attribute='entity_id') | list }}",
    "{{ states.light | selectattr('state','eq','on') | map(attribute='name') | join(', ') }}",
    "{{ states.light | rejectattr('state','in',['on']) | list | length }}", "{{ states.light.hall.last_changed }}",
    "{{ states.light.hall.last_changed.isoformat() }}", "{{ (now() - states.light.hall.last_changed).total_seconds() }}",
    "{{ state_attr('light.hall','brightness') }}", "{{ state_attr('light.hall','none') }}", "{{ state_attr('light.none','x') }}",
    "{{ state_attr('sensor.text','items') }}", "{{ state_attr('sensor.text','inner').a }}",
    "{{ is_state('light.hall','on') }}", "{{ is_state('light.hall',['on','off']) }}", "{{ is_state('light.none','unknown') }}",
    "{{ is_state_attr('light.hall','brightness',128) }}", "{{ is_state_attr('light.none','brightness',none) }}",
    "{{ has_value('sensor.gone') }}", "{{ has_value('light.hall') }}", "{{ 'light.hall' | has_value }}",
    "{{ expand('group.lights') | map(attribute='entity_id') | sort | list }}", "{{ expand(states.light) | count }}",
    "{{ expand(['light.hall','light.none']) | count }}", "{{ now() }}", "{{ now().isoformat() }}", "{{ utcnow() }}",
    "{{ now().hour }}", "{{ now().strftime('%A %d %B %H:%M') }}", "{{ now().date() }}", "{{ now().time() }}", "{{ now().weekday() }}",
    "{{ now().isoweekday() }}", "{{ now().timestamp() }}", "{{ now().timestamp() | timestamp_custom('%a') }}", "{{ now().tzinfo is none }}",
    "{{ today_at('12:30') }}", "{{ today_at() }}", "{{ today_at('25:00') }}", "{{ today_at('12:30').isoformat() }}",
    "{{ now() + timedelta(hours=1) }}", "{{ timedelta(minutes=90) }}", "{{ timedelta(days=1, hours=2) | string }}", "{{ (today_at('23:00') - now()).seconds }}",
    "{{ as_timestamp(now()) }}", "{{ as_timestamp('2024-03-04 10:00:00') }}", "{{ as_timestamp('x', 0) }}", "{{ as_timestamp('x') }}",
    "{{ as_datetime('2024-03-04 10:00:00') }}", "{{ as_datetime(1709535600) }}", "{{ as_datetime('x') }}", "{{ as_datetime('2024-03-04') }}",
    "{{ as_local(utcnow()) }}", "{{ as_datetime('2024-03-04T10:00:00Z') | as_local }}", "{{ strptime('10:30','%H:%M') }}", "{{ strptime('x','%H:%M') }}",
    "{{ strptime('x','%H:%M', 1) }}", "{{ relative_time(now() - timedelta(hours=3)) }}", "{{ relative_time('x') }}", "{{ relative_time(now() + timedelta(hours=3)) }}",
    "{{ as_timedelta('PT10M') }}", "{{ as_timedelta('1 day, 00:10:00') }}", "{{ distance('person.anna','zone.work') | round(2) }}", "{{ distance(52.4,4.9) | round(3) }}",
    "{{ distance('device_tracker.phone') | round(2) }}", "{{ closest(states.device_tracker, states.person).entity_id }}", "{{ closest('zone.work', ['person.anna','device_tracker.phone']).entity_id }}",
    "{% set ns = namespace(x=0) %}{% for i in range(4) %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}",
    "{% for s in states.light %}{{ s.name }}{% if not loop.last %}, {% endif %}{% endfor %}", "{% for i in range(9) %}{% if i > 3 %}{% break %}{% endif %}{{ i }}{% endfor %}",
    "{% macro m(a) %}{{ a * 2 }}{% endmacro %}{{ m(4) }}", "{% set x = [1,2,3] %}{{ x[1:] }}", "{{ {'a': 1, 'b': [1,2]} }}", "{{ {'a': 1}['a'] }}", "{{ [1,2,3] | map('multiply', 2) | list }}",
    "{{ [1,'2',3.5] | map('float') | sum }}", "{{ ['a','b'] | join }}", "{{ 'a,b'.split(',') }}", "{{ 'a b' | replace(' ','_') }}", "{{ '%s-%d' | format('a', 3) }}", "{{ 'a' ~ 1 ~ none }}",
    "{{ 1 == 1.0 }}", "{{ '1' == 1 }}", "{{ '05' }}", "{{ '5' }}", "{{ '5.0' }}", "{{ '[1, 2' }}", "{{ '(1,2)' }}", "{{ 'on' }}", "{{ 'None' }}", "{{ none }}", "{{ '' }}", "{{ ' 5 ' }}", "{{ '+5' }}", "{{ '1_000' }}", "{{ '1e5' }}", "{{ '-7' }}",
    "{{ 'true' }}", "{{ True }}", "{{ 'True' }}", "{{ '\"a\"' }}", "{{ \"{'a': 1}\" }}", "{{ 1,2 }}", "a {{ 1 }}", "{{ 1 }}{{ 2 }}", "5", "  5  ", "\n{{ 4 }}\n", "{{ '{1, 2}' }}", "{{ '0x1f' }}", "{{ '1j' }}", "{{ 'b\"a\"' }}", "{{ '007' }}", "{{ '1.' }}", "{{ '.5' }}", "{{ '- 5' }}", "{{ '1 + 1' }}",
    "{{ 1 / 0 }}", "{{ foo }}", "{{ foo.bar }}", "{{ foo | default('d') }}", "{{ foo is defined }}", "{{ x }}", "{{ x.y }}", "{{ x.z }}", "{{ l[5] }}", "{{ l | first }}", "{{ [] | first }}", "{{ [] | max }}", "{{ max(1,2) }}", "{{ max([1,5]) }}", "{{ min(l) }}",
    "{{ iif(true) }}", "{{ iif(0, 'y', 'n') }}", "{{ iif(none, 'y', 'n', 'o') }}", "{{ 5 | random | int(0) < 9 }}", "{{ range(3) | list }}", "{{ range(0, 10, 3) | list }}", "{{ dict(a=1) }}", "{{ zip([1,2],['a','b']) | list }}", "{{ set([1,1]) | list }}", "{{ 10 // 3 }}", "{{ 2 ** 8 }}", "{{ -7 % 3 }}", "{{ 7.0 }}", "{{ 0.1 + 0.2 }}", "{{ 1e20 }}", "{{ 10 | log(10) }}", "{{ pi | round(4) }}", "{{ e | round(3) }}", "{{ sqrt(16) }}", "{{ average(1,2,3) }}", "{{ average([1,2]) }}", "{{ median([1,5,2]) }}", "{{ statistical_mode([1,1,2]) }}", "{{ float('x', 1) }}", "{{ int('x', 1) }}", "{{ int('5.5', 1) }}", "{{ '5.5' | int }}", "{{ float('nan') | string }}", "{{ is_number('5') }}", "{{ bool('yes') }}", "{{ bool('x', false) }}",
    "{{ area_name('light.hall') }}", "{{ area_id('Kitchen') }}", "{{ areas() }}", "{{ area_entities('kitchen') }}", "{{ device_id('light.hall') }}", "{{ device_attr('light.hall','name') }}", "{{ integration_entities('hue') }}", "{{ device_entities('x') }}", "{{ is_hidden_entity('light.hall') }}", "{{ floors() }}", "{{ labels() }}", "{{ label_entities('x') }}", "{{ config_entry_id('light.hall') }}",
    "{{ 'abc' is match('a') }}", "{{ 'abc' is search('c') }}", "{{ 'abc'[::-1] }}", "{{ 'ABC' | lower }}", "{{ 'a' in 'abc' }}", "{{ 3 in l }}", "{{ not l }}", "{{ (l | length) > 2 and l[0] == 1 }}", "{{ l | select('gt', 1) | list }}", "{{ l | reject('eq', 2) | list }}", "{{ l | sort(reverse=true) }}", "{{ l + [4] }}", "{{ l.index(2) }}", "{{ l | tojson }}", "{{ {'b':1,'a':2} | dictsort }}", "{{ {'a':1}.items() | list }}", "{{ {'a':1}.keys() | list }}", "{{ x.get('q','none') }}", "{{ '{\"a\": [1]}' | from_json }}", "{{ ('{\"a\": 1}' | from_json).a }}", "{{ l | to_json(pretty_print=true) }}", "{{ {'b':1,'a':2} | to_json(sort_keys=true) }}",
    "{{ l.append(4) }}", "{{ 'a'.__class__ }}", "{{ l | batch(2) | list }}", "{{ l | slice(2) | list }}", "{{ [[1,2],[3]] | flatten }}", "{{ [3,1,2] | sort | first }}", "{{ 'x' if false }}", "{{ undefined_fn() }}", "{{ 5 | nofilter }}", "{{ 5 is notest }}", "{{ ", "{% if %}", "{{ 5 }", "{# c #}", "{{ caller }}", "{{ self }}", "{{ '%.2f' % 3.14159 }}", "{{ '{:.1f}'.format(2.25) }}", "{{ 'a' * 3 }}", "{{ 1 if x.y == 2 else 0 }}", "{{ states('sensor.gone') | float(none) is none }}", "{{ state_translated('light.hall') }}", "{{ states.sensor.temperature.state | float + 1 }}", "{{ states.sensor | map(attribute='state') | map('float', 0) | sum }}",
    "{{ time_since(now() - timedelta(hours=3)) }}", "{{ timestamp_custom }}", "{{ ['a','B','c'] | sort }}", "{{ ['b','a'] | unique | list }}", "{{ [{'a':1},{'a':2}] | map(attribute='a') | max }}", "{{ [{'n':'x','v':2},{'n':'y','v':1}] | sort(attribute='v') | map(attribute='n') | list }}", "{{ [{'k':'a'},{'k':'b'},{'k':'a'}] | groupby('k') | map('first') | list }}", "{{ 'Ünï' | slugify }}", "{{ slugify('A b c', '-') }}", "{{ urlencode({'a': 'b c'}) }}", "{{ 'light.hall' in states.light | map(attribute='entity_id') }}", "{{ as_timestamp(states.light.hall.last_changed) | timestamp_custom('%H:%M') }}", "{{ 0 | timestamp_utc }}", "{{ 0 | timestamp_local }}", "{{ tau | round(2) }}", "{{ inf }}", "{{ version('2024.3.3') > '2024.2' }}", "{{ 'a' is in ['a'] }}", "{{ atan2(1,1) | round(3) }}", "{{ 255 | bitwise_and(15) }}", "{{ 1 | ordinal }}", "{{ 22 | ordinal }}",
)  # fmt: skip
_AT_ONCE = 100


def template_cases() -> list[dict[str, Any]]:
    """Return the cases: all filters and tests over all values, and whole templates."""
    sources = [f"{{{{ {value} | {name} }}}}" for value in _VALUES for name in _FILTERS]
    sources += [f"{{{{ {value} is {name} }}}}" for value in _VALUES for name in _TESTS]
    sources += _WHOLE
    asked = [[source, {"x": {"y": 2}, "l": [1, 2, 3]}] for source in sources]
    return [
        {
            "kind": "templates",
            "start": "2024-03-04T06:00:00+00:00",
            "states": _STATES,
            "templates": asked[first : first + _AT_ONCE],
        }
        for first in range(0, len(asked), _AT_ONCE)
    ]
