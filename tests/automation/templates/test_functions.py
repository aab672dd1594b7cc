"""What every function, filter and test of Home Assistant's templates gives."""

# ruff: noqa: E501 - a line each

from pathlib import Path
from typing import Any

import pytest

from hub.automation.model.values import Template
from hub.automation.rendering import TemplateFailed
from hub.automation.templates.home_templates import read_custom_templates
from tests.support.templates import TemplateHome

HOME = TemplateHome()

STATES = [
    ("{{ states('light.lamp') }}", "on"),
    ("{{ states('light.none') }}", "unknown"),
    ("{{ states('sensor.temp', with_unit=True) }}", "21.5 °C"),
    ("{{ 'sensor.temp' | states }}", 21.5),
    ("{{ states.light.lamp.state }}", "on"),
    ("{{ states['light.lamp'].name }}", "Lamp"),
    ("{{ states.light['lamp'].object_id }}", "lamp"),
    ("{{ states.light.none is none }}", True),
    ("{{ states.light.none.state }}", ""),
    ("{{ states.light | map(attribute='entity_id') | list }}", ["light.lamp", "light.attic"]),
    ("{{ states.light | selectattr('state', 'eq', 'on') | list | count }}", 1),
    ("{{ states | count }}", 7),
    ("{{ states.sensor.temp.attributes.friendly_name }}", "Temp"),
    ("{{ states.sensor.temp.state_with_unit }}", "21.5 °C"),
    ("{{ states.light.lamp.last_changed == states.light.lamp.last_updated }}", True),
    ("{{ states.light.lamp.as_dict()['state'] }}", "on"),
    ("{{ state_attr('light.lamp', 'brightness') }}", 120),
    ("{{ state_attr('light.lamp', 'none') }}", None),
    ("{{ state_attr('sensor.temp', 'device_class') }}", "temperature"),
    ("{{ is_state('light.lamp', 'on') }}", True),
    ("{{ is_state('light.lamp', ['off', 'on']) }}", True),
    ("{{ 'light.lamp' is is_state('off') }}", False),
    ("{{ is_state_attr('light.lamp', 'brightness', 120) }}", True),
    ("{{ is_state_attr('light.lamp', 'none', None) }}", False),
    ("{{ has_value('sensor.gone') }}", False),
    ("{{ ['light.lamp', 'sensor.gone'] | select('has_value') | list }}", ["light.lamp"]),
    ("{{ expand('group.lights') | map(attribute='state') | sort | list }}", ["off", "on"]),
    ("{{ expand(states.group.lights, 'person.ann') | count }}", 3),
    ("{{ state_translated('light.lamp') }}", "On"),
    ("{{ distance('person.ann') | round(1) }}", 1.1),
    ("{{ distance(52.37, 4.89, 'person.ann') | round(1) }}", 1.1),
    ("{{ distance('person.none') }}", None),
    ("{{ closest(states.person).entity_id }}", "person.ann"),
    ("{{ closest('zone.work', ['person.ann', 'sensor.temp']).entity_id }}", "person.ann"),
]

REGISTRY: list[tuple[str, Any]] = [
    ("{{ areas() }}", ["kitchen", "attic"]),
    ("{{ area_id('Kitchen') }} {{ area_id('light.lamp') }} {{ area_id('d1') }}",
     "kitchen kitchen kitchen"),
    ("{{ area_name('light.attic') }}", "Attic"),
    ("{{ area_name('nowhere') }}", None),
    ("{{ area_entities('Kitchen') }}", ["light.lamp"]),
    ("{{ area_devices('kitchen') }}", ["d1"]),
    ("{{ floors() }}", ["ground"]),
    ("{{ floor_id('Ground floor') }} {{ floor_name('light.lamp') }}", "ground Ground floor"),
    ("{{ floor_areas('ground') }}", ["kitchen"]),
    ("{{ floor_entities('ground') }}", ["light.lamp"]),
    ("{{ device_id('light.lamp') }} {{ device_id('Lamp') }} {{ device_name('d1') }}", "d1 d1 Lamp"),
    ("{{ device_attr('light.lamp', 'manufacturer') }}", "Acme"),
    ("{{ is_device_attr('d1', 'model', 'L1') }}", True),
    ("{{ device_entities('d1') }}", ["light.lamp"]),
    ("{{ labels() }}", ["cold", "night"]),
    ("{{ labels('light.lamp') }}", ["night"]),
    ("{{ label_id('Night') }} {{ label_name('cold') }}", "night Cold"),
    ("{{ label_description('night') }}", "For the night"),
    ("{{ label_entities('night') }} ", ["light.lamp"]),
    ("{{ label_areas('Cold') }}", ["attic"]),
    ("{{ label_devices('night') }}", []),
    ("{{ integration_entities('mqtt') }}", ["sensor.temp"]),
    ("{{ is_hidden_entity('light.lamp') }} {{ config_entry_id('light.lamp') }}", "False None"),
    ("{{ issues() }}", {}),
]  # fmt: skip

TIMES = [
    ("{{ now() }}", "2026-07-01 12:00:30+02:00"),
    ("{{ utcnow().isoformat() }}", "2026-07-01T10:00:30+00:00"),
    ("{{ today_at('7:30') }}", "2026-07-01 07:30:00+02:00"),
    ("{{ now() > today_at('11:00') }}", True),
    ("{{ as_timestamp('2026-07-01T10:00:30+00:00') }}", 1782900030.0),
    ("{{ as_timestamp('nothing', 5) }}", 5),
    ("{{ as_timestamp(now()) | timestamp_custom('%H:%M') }}", "12:00"),
    ("{{ 1782900030 | timestamp_custom('%H:%M', False) }}", "10:00"),
    ("{{ 1782900030 | timestamp_local }}", "2026-07-01T12:00:30+02:00"),
    ("{{ 1782900030 | timestamp_utc }}", "2026-07-01T10:00:30+00:00"),
    ("{{ 'x' | timestamp_custom('%H', True, 'none') }}", "none"),
    ("{{ as_datetime('2026-07-01 10:00') }}", "2026-07-01 10:00:00"),
    ("{{ as_datetime(0) }}", "1970-01-01 00:00:00+00:00"),
    ("{{ as_datetime('x') }}", None),
    ("{{ as_local(as_datetime(1782900030)).hour }}", 12),
    ("{{ strptime('01/02/2026', '%d/%m/%Y').month }}", 2),
    ("{{ (now() - timedelta(hours=2)) | relative_time }}", "2 hours"),
    ("{{ time_since(now() - timedelta(days=1, hours=3), 2) }}", "1 day 3 hours"),
    ("{{ time_until(now() + timedelta(minutes=61), precision=2) }}", "1 hour 1 minute"),
    ("{{ as_timedelta('PT10M') }}", "0:10:00"),
    ("{{ '01:02:03' | as_timedelta }}", "1:02:03"),
    ("{{ as_timedelta('x') }}", None),
    ("{{ now() is datetime }} {{ 'x' is datetime }}", "True False"),
]

NUMBERS = [
    ("{{ '3.7' | float }} {{ 'x' | float(1) }} {{ float('2') }}", "3.7 1 2.0"),
    ("{{ '3.7' | int }} {{ 'x' | int(0) }} {{ 'ff' | int(base=16) }}", "3 0 255"),
    ("{{ 'on' | bool }} {{ 'x' | bool(False) }} {{ bool(0) }}", "True False False"),
    ("{{ is_number('1') }} {{ 'inf' is is_number }}", "True False"),
    ("{{ 3.567 | round }} {{ 3.567 | round(1) }} {{ 3.1 | round(0, 'ceil') }}", "4 3.6 4"),
    ("{{ 3.3 | round(1, 'half') }} {{ 3.19 | round(1, 'floor') }}", "3.5 3.1"),
    ("{{ average([1, 2, 3]) }} {{ [1, 2] | average }} {{ average([], 7) }}", "2.0 1.5 7"),
    ("{{ median([1, 3, 9]) }} {{ statistical_mode(['a', 'b', 'a']) }}", "3 a"),
    ("{{ min(3, 1) }} {{ max([3, 1]) }} {{ [1, 2] | min }}", "1 3 1"),
    ("{{ clamp(15, 0, 10) }} {{ 12 | wrap(0, 10) }} {{ remap(5, 0, 10, 0, 1) }}", "10.0 2.0 0.5"),
    (
        "{{ remap(12, 0, 10, 0, 100, edges='mirror') }} {{ remap(12, 0, 10, 0, 100, edges='clamp') }}",
        "80.0 100.0",
    ),
    (
        "{{ remap(4, 0, 10, 0, 100, steps=2) }} {{ remap(-2, 0, 10, 0, 10, edges='wrap') }}",
        "50.0 8.0",
    ),
    ("{{ bitwise_and(6, 3) }} {{ 6 | bitwise_or(1) }} {{ 6 | bitwise_xor(2) }}", "2 7 4"),
    ("{{ sin(0) }} {{ sqrt(9) }} {{ log(8, 2) }} {{ 'x' | sqrt(0) }}", "0.0 3.0 3.0 0"),
    ("{{ '2' | multiply(3) }} {{ '2' | add(3) }}", "6.0 5.0"),
    ("{{ pi | round(2) }} {{ e | round(2) }} {{ tau | round(2) }}", "3.14 2.72 6.28"),
]

TEXTS = [
    ("{{ 'Hello World' | regex_match('hello', ignorecase=True) }}", True),
    ("{{ 'abc' is search('b') }} {{ 'abc' is match('b') }}", "True False"),
    ("{{ 'a1b2' | regex_replace('[0-9]', '') }}", "ab"),
    ("{{ 'a1b2' | regex_findall('[0-9]') }}", ["1", "2"]),
    ("{{ 'a1b2' | regex_findall_index('[0-9]', 1) }}", 2),
    ("{{ 'Living Room' | slugify }} {{ slugify('Living Room', '-') }}", "living_room living-room"),
    ("{{ 1 | ordinal }} {{ 12 | ordinal }} {{ 23 | ordinal }}", "1st 12th 23rd"),
    ("{{ 'hi' | base64_encode }} {{ 'aGk=' | base64_decode }}", "aGk= hi"),
    ("{{ 'a b' | urlencode }}", "a%20b"),
    ("{{ 'x' | md5 }}", "9dd4e461268c8034f5c8564e155c67a6"),
    ("{{ 255 | pack('>H') | unpack('>H') }}", 255),
    ("{{ '%.1f' | format(3.14) }} {{ '%05d' % 7 }} {{ '{:>3}'.format(1) }}|", "3.1 00007   1|"),
    ("{{ '-' * 3 }}x", "---x"),
    ("{{ {'a': 1} | to_json }}", {"a": 1}),
    ("{{ ('[1, 2]' | from_json)[1] }}", 2),
    ("{{ 'a' | ord }} {{ version('2024.3.3') > '2024.3' }}", "97 True"),
    ("{{ version('2024.3.0b1') < version('2024.3.0') }}", True),
]

LISTS = [
    ("{{ [1, [2, [3]]] | flatten }}", [1, 2, 3]),
    ("{{ [1, [2, [3]]] | flatten(1) }}", [1, 2, [3]]),
    ("{{ intersect([1, 2], [2, 3]) }}", [2]),
    ("{{ [1, 2] | difference([2]) }} ", [1]),
    ("{{ union([1], [2]) }}", [1, 2]),
    ("{{ symmetric_difference([1, 2], [2, 3]) }}", [1, 3]),
    ("{{ {'a': 1} | combine({'b': 2}) }}", {"a": 1, "b": 2}),
    ("{{ combine({'a': {'b': 1}}, {'a': {'c': 2}}, recursive=True) }}", {"a": {"b": 1, "c": 2}}),
    ("{{ shuffle([1, 2, 3], seed=4) == shuffle([1, 2, 3], seed=4) }}", True),
    ("{{ [1, 2] | contains(2) }} {{ [1] is contains(2) }}", "True False"),
    ("{{ [5] | random }}", 5),
    ("{{ set([1, 1]) }}", {1}),
    ("{{ [] is list }} {{ set() is set }} {{ 'x' is string_like }}", "True True True"),
    ("{{ [[1], [2]] | sum(start=[]) }}", [1, 2]),
    ("{{ iif(True, 'a', 'b') }} {{ none | iif(1, 2, 3) }}", "a 3"),
    ("{{ typeof([1]) }} {{ 1 | typeof }}", "list int"),
    ("{{ zip([1], [2]) | list }}", [(1, 2)]),
    ("{{ merge_response({'x.y': {'items': [{'a': 1}]}}) }}",
     [{"a": 1, "entity_id": "x.y", "value_key": "items"}]),
    ("{% macro d(x) %}{{ x * 2 }}{% endmacro %}{{ [1, 2] | map('apply', d) | join(',') }}x", "2,4x"),
    ("{% set ns = namespace(n=0) %}{% for i in [1, 2] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", 3),
    ("{% from 'tools.jinja' import greet %}{{ greet('Ann') }}", "Hello Ann"),
    ("{% import 'tools.jinja' as t %}{{ (t.macro_double | as_function)(4) }}", 8),
    ("{% for i in range(9) %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}!", "01!"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"), [*STATES, *REGISTRY, *TIMES, *NUMBERS, *TEXTS, *LISTS]
)
def test_gives_what_home_assistant_documents(source: str, expected: Any) -> None:
    result = HOME.render(source)
    assert result == expected
    assert type(result) is type(expected) or isinstance(result, type(expected))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ 'x' | float }}", "float got invalid input 'x'"),
        ("{{ 'x' | int }}", "int got invalid input 'x'"),
        ("{{ 'x' | round }}", "round got invalid input"),
        ("{{ as_timestamp('x') }}", "as_timestamp got invalid input"),
        ("{{ missing.attribute }}", "'missing' is undefined"),
        ("{{ states['nonsense!'].x }}", "invalid domain name"),
        ("{% if %}", "line 1"),
        ("a\n{{ 1 | nothing }}", "line 2"),
        ("{% import 'none.jinja' as x %}", "none.jinja"),
        ("{% include 'self.jinja' %}", "recursion|deep|took"),
    ],
)
def test_says_what_is_wrong(source: str, message: str) -> None:
    with pytest.raises(TemplateFailed, match=message):
        HOME.render(source)


def test_a_missing_variable_is_empty_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    assert HOME.render("{{ missing }}") == ""
    assert len(caplog.records) == 1
    assert "missing" in caplog.text


def test_states_in_variables_show_as_states_do() -> None:
    trigger = {"to_state": HOME.home.states["sensor.temp"]}  # type: ignore[index]
    assert HOME.render("{{ trigger.to_state.name }}", trigger=trigger) == "Temp"
    source = "{{ trigger.to_state.attributes.friendly_name }} {{ trigger.to_state.domain }}"
    assert HOME.render(source, trigger=trigger) == "Temp sensor"


def test_trees_are_rendered_throughout() -> None:
    tree = {Template("{{ 'k' }}"): [Template("{{ 1 + 1 }}"), "plain", 3]}
    assert HOME.templates.tree(tree, {}) == {"k": [2, "plain", 3]}


def test_text_is_not_parsed() -> None:
    assert HOME.templates.text(Template(" {{ 5 }} "), {}) == "5"


def test_custom_templates_are_read_from_a_folder_and_again(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    file = tmp_path / "inner" / "a.jinja"
    (tmp_path / "broken.jinja").write_bytes(b"\xff\xfe\xff")
    home = TemplateHome()
    source = "{% from 'inner/a.jinja' import f %}{{ f() }}"
    for word in ("one", "two"):
        file.write_text(f"{{% macro f() %}}{word}{{% endmacro %}}")
        home.templates.put_custom_templates(read_custom_templates(tmp_path))
        assert home.render(source) == word
