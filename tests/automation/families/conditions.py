"""Conditions and their options: each is shown to hold, and not to."""

from tests.automation.families.stage import Cause, Family, act, clock, fires, reports

DOOR, PARTY = "binary_sensor.door", "input_boolean.party"
_AFTER = """\
  actions:
    - action: mqtt.publish
      data: {topic: mark, payload: "held {{ trigger.event.data.n }}"}
"""


def _rule(conditions: str) -> str:
    trigger = "  triggers: [{trigger: event, event_type: bell}]\n"
    return f"- alias: R\n{trigger}  conditions:\n{conditions}{_AFTER}"


def _family(name: str, conditions: str, before: Cause) -> Family:
    """Return a family whose condition does not hold until `before` has happened."""
    return Family(
        name,
        _rule(conditions),
        (act(fires("bell")), act(before), act(fires("bell"), "held 1")),
    )


_OF_TRIGGERS = """\
- alias: R
  triggers:
    - trigger: event
      event_type: bell
      id: bell
    - trigger: event
      event_type: gong
  conditions:
    - condition: trigger
      id: [bell, horn]
"""

CONDITIONS = (
    _family(
        "condition:state",
        f'    - condition: state\n      entity_id: {DOOR}\n      state: ["on", open]\n',
        reports(DOOR, "on"),
    ),
    Family(
        "condition:not",
        _rule(
            "    - condition: not\n      conditions:\n        - condition: state\n"
            f'          entity_id: {PARTY}\n          state: "on"\n'
        ),
        (
            act(fires("bell"), "held 1"),
            act(reports(PARTY, "on"), "held 1"),
            act(fires("bell"), "held 1"),
        ),
    ),
    _family(
        "condition:time",
        '    - condition: time\n      after: "22:00:00"\n      before: "06:00:00"\n'
        "      weekday: [wed, thu]\n",
        clock("23:00"),
    ),
    _family(
        "condition:or",
        "    - condition: or\n      conditions:\n"
        f'        - condition: state\n          entity_id: {PARTY}\n          state: "on"\n'
        f'        - condition: state\n          entity_id: {DOOR}\n          state: "on"\n',
        reports(DOOR, "on"),
    ),
    _family(
        "condition:and",
        f"    - and:\n        - condition: state\n          entity_id: {PARTY}\n"
        '          state: "off"\n'
        f'        - condition: state\n          entity_id: {DOOR}\n          state: "on"\n',
        reports(DOOR, "on"),
    ),
    _family(
        "condition:template",
        "    - condition: template\n      value_template: >-\n"
        "        {{ states('sensor.warmth') | float(0) > 25 }}\n"
        '    - "{{ trigger.event.data.n == 1 }}"\n',
        reports("sensor.warmth", "26"),
    ),
    _family(
        "condition:numeric_state",
        "    - condition: numeric_state\n      entity_id: sensor.warmth\n      above: 25\n"
        "      below: 30\n    - condition: numeric_state\n      entity_id: light.shelf\n"
        "      attribute: brightness\n      above: 50\n",
        reports("sensor.warmth", "26"),
    ),
    _family(
        "condition:sun",
        '    - condition: sun\n      after: sunset\n      after_offset: "-01:00:00"\n',
        clock("18:00"),
    ),
    Family(
        "condition:trigger",
        _OF_TRIGGERS + _AFTER,
        (act(fires("gong")), act(fires("bell"), "held 1")),
    ),
    _family(
        "condition:device",
        "    - condition: device\n      device_id: d1\n      domain: binary_sensor\n"
        "      entity_id: 3f0e8f7d5c5a4b0f9a1d2c3b4a596877\n      type: is_moist\n",
        reports("binary_sensor.leak", "on"),
    ),
    _family(
        "condition:zone.in_zone",
        "    - condition: zone.in_zone\n      target: {entity_id: person.anna}\n"
        "      options: {zone: zone.home}\n",
        reports("person.anna", "home", latitude=52.37, longitude=4.89),
    ),
    _family(
        "condition-option:enabled",
        f'    - condition: state\n      entity_id: {PARTY}\n      state: "on"\n'
        "      enabled: false\n"
        f'    - condition: state\n      entity_id: {DOOR}\n      state: "on"\n'
        "      enabled: true\n",
        reports(DOOR, "on"),
    ),
)
