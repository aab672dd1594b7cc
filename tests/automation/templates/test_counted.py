"""What templates of real configurations use: each stands in a template whose value is tested.

Counted over 3,251 templates of 2,591 public automations. What uses a name is found by parsing: the
templates of `test_functions`, those below, and those of the rules in `tests/automation/families`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import jinja2
import pytest
from jinja2 import nodes

from hub.automation.rendering import TemplateFailed
from tests.automation.families.conditions import CONDITIONS
from tests.automation.families.steps import STEPS
from tests.automation.families.tops import TOPS
from tests.automation.families.triggers import TRIGGERS
from tests.automation.templates import test_functions
from tests.support.templates import TemplateHome

HOME = TemplateHome()
# Counted too, but slips: `statest(...)`, and the filter `length` called as a function.
COUNTED = {
    "function": """
        states state_attr now is_state as_timestamp timedelta namespace range expand is_state_attr
        as_datetime relative_time today_at area_id label_entities integration_entities dict as_local
        float strptime is_number config_entry_id iif distance config_entry_attr joiner
        area_entities time_since max state_translated labels area_name has_value device_entities
        label_devices""",
    "filter": """
        int float list default round map string trim replace selectattr timestamp_custom random join
        count length lower reject sort first regex_replace select max upper as_datetime rejectattr
        dictsort as_timestamp bool truncate regex_findall min abs tojson md5 as_local format to_json
        capitalize combine timestamp_utc from_json regex_match""",
    "test": "none defined mapping string search sequence in",
    "method": """
        strftime split get timestamp replace startswith weekday endswith total_seconds date format
        as_dict isoformat lower items index isoweekday values time""",
    "global": "trigger states repeat this wait value_json response",
    "statement": "If Assign List CondExpr For Concat Slice Dict Macro Import Break",
}
# In the order of the list above.
MORE: list[tuple[str, Any]] = [
    ("{{ relative_time(now() - timedelta(hours=2)) }}", "2 hours"),
    ("{{ area_entities('attic') | sort | first }}", "light.attic"),
    ("{{ dict(a=1).a }}", 1),
    ("{{ config_entry_attr('none', 'title') is none }}", True),
    ("{% set sep = joiner(', ') %}{% for i in 'ab' %}{{ sep() }}{{ i }}{% endfor %}", "a, b"),
    ("{{ ' a ' | trim | default('b') }}", "a"),
    ("{{ 'old' | replace('old', 'new') | capitalize }}", "New"),
    ("{{ 'A' | lower ~ ('b' | upper) ~ (3 | string) }}", "aB3"),
    ("{{ [3, 1, 2] | reject('eq', 3) | select('gt', 1) | list }}", [2]),
    ("{{ states.light | rejectattr('state', 'eq', 'on') | map(attribute='name') |join }}", "Attic"),
    ("{{ {'b': 1, 'a': 2} | dictsort | length }}", 2),
    ("{{ 'a long text' | truncate(5) }}", "a..."),
    ("{{ [3, 9] | max + (-2 | abs) }}", 11),
    ("{{ {'a': 1} | tojson }}", {"a": 1}),
    ("{{ '2026-07-01T10:00:30+00:00' | as_datetime | as_local }}", "2026-07-01 12:00:30+02:00"),
    ("{{ '2026-07-01T10:00:30+00:00' | as_timestamp | int }}", 1782900030),
    ("{{ trigger is defined }} {{ {} is mapping }} {{ 'a' is string }}", "False True True"),
    ("{{ [1] is sequence and 1 is in [1] }}", True),
    ("{{ now().strftime('%H:%M').split(':')[0] }}", 12),
    ("{{ {'a': 1}.get('b', 2) + {'c': 3}.values() | sum }}", 5),
    ("{{ now().timestamp() | int }}", 1782900030),
    ("{{ 'light.a'.replace('light.', '').startswith('a') }}", True),
    ("{{ 'ab'.endswith('b') and 'AB'.lower() == 'ab' }}", True),
    ("{{ now().weekday() }} {{ now().isoweekday() }} {{ now().date() }}", "2 3 2026-07-01"),
    ("{{ (now() - today_at('11:00')).total_seconds() }}", 3630.0),
    ("{{ now().time() }}", "12:00:30"),
    ("{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}", "a1"),
    ("{% for i in ['light.lamp', 'light.attic'] %}{{ states(i) }} {% endfor %}", "on off"),
    ("{% for i in [1, 2] %}{{ range(i) | list }}{{ max(1, i) }}{% endfor %}", "[0]1[0, 1]2"),
    ("{% for i in ['a', 'b'] %}{{ '{}{n}'.format(i, n=1) }}{{ namespace(a=1).a }};{% endfor %}",
     "a11;b11;"),
    ("{% for i in [1, 2] if is_state('light.lamp', 'on') %}{{ now().hour + i }} {% endfor %}",
     "13 14"),
    ("{{ ['x', 'y'].index('y') }}", 1),
    ("{{ 'abc'[1:] if 1 > 0 else 'no' }}", "bc"),
    ("{% set a = [1, 2] %}{% if a %}{{ a[0] ~ '-' ~ a[1] }}!{% endif %}", "1-2!"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), MORE)
def test_gives_what_home_assistant_documents(source: str, expected: Any) -> None:
    assert HOME.render(source) == expected


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in COUNTED.items() for name in names.split()]
)
def test_what_was_counted_is_in_a_template_with_a_tested_value(kind: str, name: str) -> None:
    assert (kind, name) in USED


@pytest.mark.parametrize("name", ["statest", "length"])
def test_a_slip_in_a_name_is_said(name: str) -> None:
    with pytest.raises(TemplateFailed, match=f"'{name}' is undefined"):
        HOME.render(f"{{{{ {name}('light.lamp') }}}}")


def _sources() -> Iterator[str]:
    tables = ("STATES", "REGISTRY", "TIMES", "NUMBERS", "TEXTS", "LISTS")
    for table in tables:
        yield from (source for source, _ in getattr(test_functions, table))
    yield from (source for source, _ in MORE)
    for family in (*TRIGGERS, *CONDITIONS, *STEPS, *TOPS):
        yield from re.findall(r"\{\{.*?\}\}", family.rules, re.DOTALL)


def _used(sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    parser = jinja2.Environment(  # noqa: S701 -- nothing is rendered
        extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do"]
    )
    for source in sources:
        for node in parser.parse(source).find_all(nodes.Node):
            yield from _names(node)


def _names(node: nodes.Node) -> Iterator[tuple[str, str]]:
    yield "statement", type(node).__name__.replace("FromImport", "Import")
    match node:
        case nodes.Call(node=nodes.Name(name=name)):
            yield "function", name
        case nodes.Call(node=nodes.Getattr(attr=name)):
            yield "method", name
        case nodes.Name(name=name):
            yield "global", name
        case nodes.Filter(name=name):
            yield "filter", name
        case nodes.Test(name=name):
            yield "test", name
        case _:
            pass


USED = frozenset(_used(_sources()))
