"""Every shape of template that thousands of real device definitions were found to use."""

# ruff: noqa: E501 - templates as devices send them

import pytest

from integrations.mqtt.message import Message
from integrations.mqtt.templates import command_template, value_template

ACTION = "{% set values = {None:None,'idle':'idle','heat':'heating','cool':'cooling','fan_only':'fan'} %}{{ values[value_json['running_state']] }}"
MOTOR = '{% if "motor_state" in value_json and value_json["position"] == 0 and "state" in value_json and value_json["state"] == "CLOSE" %}CLOSE{% elif "state" in value_json and value_json["position"] == 100 %}OPEN{% else %}STOP{% endif %}'
RUNNING = '{% if "running" in value_json and value_json["running"] %} {% if value_json["position"] > 0 %} closing {% else %} opening {% endif %} {% else %} stopped {% endif %}'
UPDATE = "{\"latest_version\":\"{{ value_json['update'].get('latest_version', 'unknown') }}\",\"update_percentage\":{{ value_json['update'].get('progress', 'null') }},\"in_progress\":{{ (value_json['update']['state'] == 'updating')|lower }}}"
MODES = "{% set values = {'a':'off','b':'heat','c':'auto'} %}{% set value = value_json.mode %}{{ values[value] if value in values.keys() else 'off' }}"
KNOWN = "{% if value_json is defined and value_json.mode is defined and value_json.mode is not none %}{{ value_json.mode }}{% else %}None{% endif %}"
LISTED = "{% if value_json is defined and value_json.mode is defined and value_json.mode in ['heat', 'cool', 'off'] %}{{ value_json.mode }}{% else %}off{% endif %}"
NOT = "{% if not value_json.a or value_json.b %}1{% else %}2{% endif %}"


@pytest.mark.parametrize(
    ("source", "payload", "expected"),
    [
        ("{{ value_json.temperature }}", '{"temperature": 21.5}', "21.5"),
        ('{{ value_json["temperature"] }}', '{"temperature": null}', "None"),
        ("{{value_json['a']['b']['c']}}", '{"a": {"b": {"c": 1}}}', "1"),
        (UPDATE, '{"update": {"state": "updating", "progress": 7}}', '{"latest_version":"unknown","update_percentage":7,"in_progress":true}'),
        ("{{ value_json['text'] | default('',True) | string | truncate(254, True, '', 0) }}", '{"text": null}', ""),
        ("{{ value_json['text'] | default('',True) | string | truncate(5, True, '', 0) }}", '{"text": "abcdefgh"}', "abcde"),
        ("{% if value_json['on'] %}true{% else %}false{% endif %}", '{"on": null}', "false"),
        (ACTION, '{"running_state": null}', "None"),
        (ACTION, '{"running_state": "heat"}', "heating"),
        (MOTOR, '{"motor_state": "stop", "position": 0, "state": "CLOSE"}', "CLOSE"),
        (MOTOR, '{"motor_state": null, "position": null, "state": null}', "STOP"),
        (RUNNING, '{"running": true, "position": 3}', "closing"),
        (RUNNING, '{"running": null, "position": null}', "stopped"),
        ("{{ {'off':0, 'low':1, 'high':2}[value_json['fan_mode']] | default('None') }}", '{"fan_mode": null}', "None"),
        ("{{ value_json['m'] if value_json['m'] in ['smart'] else 'None' | default('None') }}", '{"m": "x"}', "None"),
        ("{{ value_json['m'] if value_json['m'] in ['smart', 'auto'] else 'None' | default('None') }}", '{"m": "auto"}', "auto"),
        ("{{ value_json.k | tojson }}", '{"k": [1, "a"]}', '[1,"a"]'),
        ("{{ value_json['x'] | default('none') }}", "{}", "none"),
        (KNOWN, '{"mode": "heat"}', "heat"),
        (KNOWN, '{"mode": null}', "None"),
        (KNOWN, "no JSON", "None"),
        (LISTED, '{"mode": "dry"}', "off"),
        (MODES, '{"mode": "b"}', "heat"),
        (MODES, '{"mode": "z"}', "off"),
        (NOT, '{"a": 0, "b": 0}', "1"),
        ("{{ value_json.tempc | is_defined }}", '{"hum": 4}', None),
        ("{% if value_json.get('rssi') -%}home{%- else -%}not_home{%- endif %}", '{"rssi": -70}', "home"),
        ("{% if value_json.get('open') is true -%}True{%- else -%}False{%- endif %}", '{"open": true}', "True"),
        ("{{ 'on' if value == '1' else 'off' }}", "1", "on"),
        ('{{ "ON" if value_json.value == 1 else "OFF" }}', '{"value": 0}', "OFF"),
        ("{{ value_json.temp | round(1) }}", '{"temp": 20.449}', "20.4"),
    ],
)  # fmt: skip
def test_what_devices_report(source: str, payload: str, expected: str | None) -> None:
    assert value_template(source)(Message("t", payload.encode())) == expected


@pytest.mark.parametrize(
    ("source", "value", "variables", "expected"),
    [
        ('{ "position": {{ position }} }', 127, {"position": 50}, '{ "position": 50 }'),
        ('{"warning": {"mode": "{{ tone }}", "level": "{{ volume_level | float }}", "duration": {{ duration | default(10) }}}}', "ON", {"tone": "fire", "volume_level": 0.5}, '{"warning": {"mode": "fire", "level": "0.5", "duration": 10}}'),
        ("{{ {0:'off', 1:'low', 2:'medium', 3:'high'}[value] | default('') }}", 2, {}, "medium"),
        ("{{ {0:'off', 1:'low'}[value] | default('') }}", 9, {}, ""),
        ("{{ value | default('x') }}", 5, {}, "5"),
        ("{% set values = { 'heat':'manual','auto':'schedule','off':'standby'} %}{\"mode\": \"{{ values[value] }}\"}", "auto", {}, '{"mode": "schedule"}'),
        ("{% set active_modes = ['heat'] %}{% if value in active_modes %}{\"m\": \"{{ value }}\"}{% else %}{\"m\": \"off\"}{% endif %}", "heat", {}, '{"m": "heat"}'),
        ('{% if value == "off" or value == "cool" %}{"a": "b"}{% else %}{"c": "d"}{% endif %}', "heat", {}, '{"c": "d"}'),
        ("{{'mode '+value|string}}", 3, {}, "mode 3"),
        ('{"system_mode":{{ value }}}', 4, {}, '{"system_mode":4}'),
    ],
)  # fmt: skip
def test_what_devices_are_told(
    source: str, value: object, variables: dict[str, object], expected: str
) -> None:
    assert command_template(source)(value, **variables) == expected
