"""Payloads and templates that would eat the hub: each costs a log line, and the house goes on."""

# ruff: noqa: E501 - bombs are long

import json
import logging
import time
from typing import Any

import pytest

from tests.guard.attacks.house import House

NINES = "9" * 100_000
JSON: dict[str, str | bytes] = {
    "deep lists": "[" * 100_000,
    "deep objects": '{"a":' * 100_000,
    "deep and closed": "[" * 50_000 + "]" * 50_000,
    "deep inside": '{"state": ' + "[" * 900 + "]" * 900 + "}",
    "huge number": NINES,
    "huge number inside": '{"state": "ON", "brightness": ' + NINES + "}",
    "huge exponent": '{"state": "ON", "brightness": 1e999999}',
    "tiny exponent": '{"state": "ON", "brightness": 1e-999999}',
    "not a number": '{"state": "ON", "brightness": NaN}',
    "infinity": '{"state": "ON", "brightness": -Infinity}',
    "minus zero": '{"state": "ON", "brightness": -0.0}',
    "huge string": json.dumps({"state": "O" * 900_000}),
    "huge key": json.dumps({"x" * 900_000: 1}),
    "many keys": json.dumps({f"k{number}": number for number in range(40_000)}),
    "duplicate keys": '{"state": "OFF", "state": "ON", "state": {"state": 1}}',
    "long list": json.dumps({"effect_list": list(range(60_000))}),
    "prototype": '{"__proto__": {"state": "ON"}, "constructor": 1, "__class__": 1}',
    "nul": b"\0",
    "nul inside": '{"state": "ON\\u0000", "x\\u0000": 1}',
    "surrogate": '{"state": "\\ud800"}',
    "lone surrogates": '{"state": "\\udc00\\ud800", "friendly_name": "\\udfff"}',
    "raw surrogate": b'{"state": "\xed\xa0\x80"}',
    "half utf-8": b"\xc3",
    "overlong": b"\xc0\xaf",
    "utf-16": '{"state": "ON"}'.encode("utf-16"),
    "bom": b"\xef\xbb\xbf" + b'{"state": "ON"}',
    "a million bytes": b"\xff" * 1_000_000,
    "over the limit": b"{" + b" " * 1_100_000 + b"}",
    "true": "true",
    "null": "null",
    "a list": '["state", "ON"]',
    "a word": "ON; rm -rf /",
    "wrong kinds": '{"state": ["ON"], "brightness": {"a": 1}, "color": "red", "effect": 7}',
    "wrong colours": '{"state": "ON", "color": {"x": 1e308, "y": -1e308, "r": "a"}, "color_mode": []}',
    "wrong position": '{"position": 1e400, "state": "open"}',
}
CONFIGS: dict[str, dict[str, Any]] = {
    "names that are lists": {"name": ["x"], "unique_id": {"a": 1}},
    "a name of a megabyte": {"name": "x" * 60_000},
    "a unique id of many lines": {"unique_id": "a\nb\0c" * 1_000},
    "an id of another domain": {"default_entity_id": "lock.front_door"},
    "an id that is none": {"default_entity_id": "../../x", "object_id": "\0"},
    "empty topics": {"state_topic": "", "command_topic": ""},
    "topics with wildcards": {"command_topic": "house/#"},
    "listens to everything": {"state_topic": "#"},
    "the hub's own topic": {"command_topic": "homeassistant/status"},
    "a discovery topic": {"command_topic": "homeassistant/light/other/config"},
    "another one's topic": {"state_topic": "house/front_door"},
    "a topic too long": {"command_topic": "x" * 70_000},
    "many levels": {"state_topic": "/" * 60_000},
    "many availabilities": {"availability": [{"topic": f"a/{n}"} for n in range(1_000)]},
    "availability of itself": {"availability_topic": "house/bomb"},
    "a payload of many lines": {"payload_on": "ON\r\nOFF\0"},
    "huge payload": {"payload_on": "x" * 60_000},
    "numbers for words": {"payload_on": 1e999, "payload_off": None},
    "quality of service 9": {"qos": 9},
    "negative expiry": {"expire_after": -1},
    "huge expiry": {"expire_after": 10**400},
    "huge delay": {"off_delay": 1e308},
    "an icon of scripts": {"icon": "<script>"},
    "a device that is a list": {"device": []},
    "a device with many ids": {"device": {"identifiers": [str(n) for n in range(5_000)]}},
    "a device with another's id": {"device": {"identifiers": ["front_door"], "name": "Lamp"}},
    "an area with a path": {"device": {"identifiers": ["x"], "suggested_area": "../../etc"}},
    "an area of many lines": {"device": {"identifiers": ["x"], "suggested_area": "\n" * 5_000}},
    "connections that are words": {"device": {"connections": "mac"}},
    "abbreviations over and over": {"~": "~~~~", "stat_t": "~~~~/~", "cmd_t": "~"},
    "both spellings": {"stat_t": "a", "state_topic": "b", "cmd_t": "c"},
    "unknown keys": {f"key_{number}": "x" for number in range(3_000)},
    "options by the thousand": {"options": [str(number) for number in range(10_000)]},
    "no range": {"min": 5, "max": 1, "step": 0},
    "an endless range": {"min": float("-1e308"), "max": 1e308, "step": 1e-308},
    "supported modes": {"schema": "json", "supported_color_modes": ["x", 1, None]},
    "brightness scale 0": {"brightness_scale": 0, "brightness_state_topic": "house/bomb"},
}
TEMPLATES: dict[str, str] = {
    "loop": "{% for i in range(10**9) %}x{% endfor %}",
    "nested loops": "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}.{% endfor %}{% endfor %}{% endfor %}",
    "range": "{{ range(10**9) | list }}",
    "power": "{{ 10 ** 10 ** 8 }}",
    "text": "{{ 'a' * 10**9 }}",
    "doubling": "{% set ns = namespace(x='aa') %}{% for i in range(90) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "recursion": "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(0) }}",
    "recursive loop": "{% for i in [1] recursive %}{{ loop([1, 2]) }}{% endfor %}",
    "class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "class by attr": "{{ '' | attr('__class__') | attr('__mro__') }}",
    "class by map": "{{ [''] | map(attribute='__class__') | list }}",
    "class by item": "{{ value['__class__'] }}",
    "class by escape": "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "self": "{{ self.__init__.__globals__ }}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "request": "{{ request.application.__globals__ }}",
    "config": "{{ config.items() }}",
    "format": "{{ '{0.__class__.__init__.__globals__}'.format(value) }}",
    "format map": "{{ '{a.__class__}'.format_map({'a': value}) }}",
    "format width": "{{ '{:>999999999}'.format(1) }}",
    "percent": "{{ '%999999999d' % 1 }}",
    "import": "{% import 'os' as os %}{{ os.system('id') }}",
    "include": "{% include '/etc/passwd' %}",
    "extends": "{% extends '/etc/passwd' %}",
    "debug": "{% debug %}",
    "do": "{% do [].append(1) %}",
    "slow pattern": "{{ ('a' * 30 ~ '!') | regex_replace('(a+)+$', 'x') }}",
    "pattern bomb": "{{ value | regex_findall('(x{0,999}){0,999}') }}",
    "undefined": "{{ a.b.c.d }}",
    "not closed": "{{ value",
    "not a filter": "{{ value | no_such }}",
    "division": "{{ 1 / 0 }}",
    "cyclic": "{% set x = [] %}{% set _ = x.append(x) %}{{ x }}",
    "brackets": "{{ " + "(" * 3_000 + "}}",
    "minuses": "{{ " + "-" * 3_000 + "1 }}",
    "long source": "x" * 200_000 + "{{ 1 }}",
    "states": "{{ states('lock.front_door') }}{{ states.lock }}",
    "surrogate": "{{ '\\ud800' }}",
    "nul": "{{ '\\x00' * 5 }}",
}  # fmt: skip
# component, and what it takes to hear a value by a template
_HEARD_BY = {"sensor": {}, "light": {"schema": "json"}, "switch": {}, "cover": {}, "climate": {}}
LONGEST_S = 3.0


async def _is_well(house: House, began: float, caplog: pytest.LogCaptureFixture) -> None:
    """Fail unless the house goes on as before, soon, with nothing broken."""
    house.wire.sent.clear()
    async with house.open() as say:
        await say("turn on the bedroom light")
    assert house.moved() - {"bomb"} == {"bedroom"}
    house.check_shut()
    assert [r.getMessage() for r in caplog.records if r.exc_info] == []
    assert len(caplog.records) < 50
    assert time.thread_time() - began < LONGEST_S
    for state in house.home.states.values():
        json.dumps([state.state, dict(state.attributes)])


@pytest.mark.parametrize("payload", JSON.values(), ids=JSON)
async def test_a_payload_bomb_costs_a_line(
    payload: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    began = time.thread_time()
    house = House()
    with caplog.at_level(logging.WARNING):
        for key in ("kitchen", "radio", "front_door", "blind", "fountain", "water"):
            house.wire.say(f"house/{key}", payload)
        for kind in ("light", "device", "sensor", "climate", "lock"):
            house.wire.say(f"homeassistant/{kind}/bomb/config", payload)
        house.announce("light", "bomb", "Bomb", schema="json", brightness=True)
        house.announce("sensor", "bomb_2", "Bomb", json_attributes_topic="house/bomb")
        house.wire.say("house/bomb", payload)
        await _is_well(house, began, caplog)


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
@pytest.mark.parametrize("component", ["light", "switch", "sensor", "select", "number"])
async def test_an_announcement_bomb_costs_a_line(
    component: str, config: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    began = time.thread_time()
    house = House()
    before = dict(house.home.entities)
    base = {
        "name": "Bomb",
        "unique_id": "bomb",
        "state_topic": "house/bomb",
        "command_topic": "house/bomb/set",
    }
    with caplog.at_level(logging.WARNING):
        topic = f"homeassistant/{component}/bomb/config"
        house.wire.say(topic, json.dumps({**base, **config}))
        house.wire.say("house/bomb", "ON")
        house.wire.say("house/bomb", "1e400")
        house.wire.say(topic, json.dumps(base))
        await _is_well(house, began, caplog)
    for entity_id, entity in before.items():
        assert house.home.entities[entity_id] == entity


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
@pytest.mark.parametrize("component", sorted(_HEARD_BY))
async def test_a_template_bomb_costs_a_line(
    component: str, template: str, caplog: pytest.LogCaptureFixture
) -> None:
    began = time.thread_time()
    house = House()
    key = {"climate": "mode_state_template"}.get(component, "value_template")
    topic = {"climate": {"mode_state_topic": "house/bomb"}}.get(component, {})
    with caplog.at_level(logging.WARNING):
        house.announce(
            component, "bomb", "Bomb", **{key: template, "command_template": template},
            availability_topic="house/bomb", availability_template=template,
            json_attributes_topic="house/bomb", json_attributes_template=template,
            **topic, **_HEARD_BY[component],
        )  # fmt: skip
        for _ in range(3):
            house.wire.say("house/bomb", '{"state": "ON", "x": "xxxxxxxxxxxxxxxxxxxxxxxx"}')
        await _is_well(house, began, caplog)
    told = " ".join(map(repr, house.home.states.values()))
    assert not any(word in told for word in ("<class", "root:", "uid=", "__globals__"))
