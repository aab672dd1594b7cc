"""Triggers and their options."""

from tests.automation.families.stage import (
    Family,
    Stage,
    act,
    clock,
    fires,
    later,
    message,
    nothing,
    reports,
    says,
    webhook,
)

DOOR = "binary_sensor.door"


def _say(text: str) -> str:
    return f"  actions:\n    - action: mqtt.publish\n      data: {{topic: mark, payload: {text}}}\n"


def _rule(triggers: str, payload: str = '"yes"', top: str = "") -> str:
    return f"- alias: R\n{top}  triggers:\n{triggers}{_say(payload)}"


def _answered(stage: Stage) -> None:
    assert stage.replies == ["Done."]


TRIGGERS = (
    Family(
        "trigger:state",
        _rule(
            f"    - trigger: state\n      entity_id: [{DOOR}, light.hall]\n"
            '      from: "off"\n      to: ["on"]\n      for: "00:00:05"\n',
            '"{{ trigger.entity_id }}"',
        ),
        (
            act(reports(DOOR, "on")),
            act(later(4)),
            act(later(1), DOOR),
            act(reports("light.lamp", "on"), DOOR),
        ),
    ),
    Family(
        "trigger:event",
        _rule(
            "    - trigger: event\n      event_type: [bell, gong]\n"
            "      event_data: {kind: loud}\n",
            '"{{ trigger.event.event_type }} {{ trigger.event.data.n }}"',
        ),
        (act(fires("bell", kind="soft")), act(fires("gong", kind="loud"), "gong 1")),
    ),
    Family(
        "trigger:time",
        _rule(
            '    - trigger: time\n      at: ["19:30:00", "20:00"]\n      weekday: [wed, thu]\n',
            "\"{{ trigger.now.strftime('%a %H:%M') }}\"",
        ),
        (
            act(clock("19:29:59")),
            act(clock("19:30"), "Wed 19:30"),
            act(clock("20:00"), "Wed 19:30", "Wed 20:00"),
            act(clock("19:30", days=1), "Wed 19:30", "Wed 20:00", "Thu 19:30"),
        ),
    ),
    Family(
        "trigger:webhook",
        _rule(
            "    - trigger: webhook\n      webhook_id: door-1b2c\n      allowed_methods: [POST]\n"
            "      local_only: true\n",
            '"{{ trigger.json.who }}"',
        ),
        (
            act(webhook("door-1b2c", method="PUT", json={"who": "no"})),
            act(webhook("door-1b2c", is_local=False, json={"who": "no"})),
            act(webhook("door-1b2c", json={"who": "ann"}), "ann"),
        ),
    ),
    Family(
        "trigger:numeric_state",
        _rule(
            "    - trigger: numeric_state\n      entity_id: sensor.warmth\n      above: 25\n"
            "      below: 30\n      for: {seconds: 2}\n",
            '"{{ trigger.to_state.state }}"',
        ),
        (
            act(reports("sensor.warmth", "31")),
            act(reports("sensor.warmth", "26")),
            act(later(2), "26"),
        ),
    ),
    Family(
        "trigger:sun",
        _rule('    - trigger: sun\n      event: sunset\n      offset: "-00:30:00"\n'),
        (act(clock("16:00")), act(clock("16:35"), "yes")),
    ),
    Family(
        "trigger:time_pattern",
        _rule(
            '    - trigger: time_pattern\n      minutes: "/5"\n    - trigger: time_pattern\n'
            '      hours: "13"\n      minutes: 7\n      seconds: 0\n',
            "\"{{ now().strftime('%H:%M') }}\"",
            "  mode: queued\n",
        ),
        (
            act(clock("13:04")),
            act(clock("13:05"), "13:05"),
            act(clock("13:07"), "13:05", "13:07"),
            act(clock("13:10"), "13:05", "13:07", "13:10"),
        ),
    ),
    Family(
        "trigger:homeassistant",
        _rule(
            "    - trigger: homeassistant\n      event: start\n    - trigger: homeassistant\n"
            "      event: shutdown\n",
            '"{{ trigger.event }}"',
        ),
        (act(nothing, "start"),),  # `shutdown` is seen in `test_families` once the house closes
    ),
    Family(
        "trigger:device",
        _rule(
            "    - trigger: device\n      device_id: d1\n      domain: binary_sensor\n"
            "      entity_id: 3f0e8f7d5c5a4b0f9a1d2c3b4a596877\n      type: moist\n",
            '"{{ trigger.to_state.state }}"',
        ),
        (act(reports("binary_sensor.leak", "on"), "on"), act(reports(DOOR, "on"), "on")),
    ),
    Family(
        "trigger:mqtt",
        _rule(
            "    - trigger: mqtt\n      topic: hall/button\n      payload: pressed\n"
            '      value_template: "{{ value_json.action }}"\n',
            '"{{ trigger.payload_json.count }}"',
        ),
        (
            act(message("hall/button", '{"action": "released"}')),
            act(message("hall/button", '{"action": "pressed", "count": 2}'), "2"),
        ),
    ),
    Family(
        "trigger:template",
        _rule(
            "    - trigger: template\n"
            "      value_template: \"{{ states('sensor.warmth') | float > 25 }}\"\n"
            '      for: "00:01:00"\n'
        ),
        (
            act(reports("sensor.warmth", "24")),
            act(reports("sensor.warmth", "26")),
            act(later(60), "yes"),
        ),
    ),
    Family(
        "trigger:zone",
        _rule(
            "    - trigger: zone\n      entity_id: person.anna\n      zone: zone.home\n"
            "      event: enter\n    - trigger: zone\n      entity_id: person.anna\n"
            "      zone: zone.home\n      event: leave\n",
            '"{{ trigger.event }}"',
        ),
        (
            act(reports("person.anna", "home", latitude=52.37, longitude=4.89), "enter"),
            act(reports("person.anna", "not_home", latitude=52.5, longitude=5), "enter", "leave"),
        ),
    ),
    Family(
        "trigger:calendar",
        _rule(
            "    - trigger: calendar\n      entity_id: calendar.family\n      event: start\n"
            '      offset: "-00:15:00"\n',
            '"{{ trigger.calendar_event.summary }}"',
        ),
        (
            act(
                reports(
                    "calendar.family",
                    "off",
                    events=[
                        {
                            "start": "2026-01-14T18:00:00",
                            "end": "2026-01-14T19:00:00",
                            "summary": "Choir",
                        }
                    ],
                )
            ),
            act(clock("17:44")),
            act(clock("17:45"), "Choir"),
        ),
    ),
    Family(
        "trigger:conversation",
        _rule(
            '    - trigger: conversation\n      command:\n        - "[please] make tea for {who}"\n'
            "        - it is tea time\n",
            '"{{ trigger.slots.who }}"',
        ),
        (act(says("please make tea for Ann"), "Ann"),),
        more=_answered,
    ),
    Family(
        "trigger:tag",
        _rule("    - trigger: tag\n      tag_id: fridge\n"),
        (
            act(fires("tag_scanned", tag_id="door")),
            act(fires("tag_scanned", tag_id="fridge"), "yes"),
        ),
    ),
    Family(
        "trigger:samsungtv.turn_on",
        _rule("    - trigger: samsungtv.turn_on\n      entity_id: media_player.tv\n"),
        (act(fires("samsungtv.turn_on", entity_id="media_player.tv"), "yes"),),
    ),
    Family(
        "trigger:webostv.turn_on",
        _rule("    - trigger: webostv.turn_on\n      entity_id: media_player.tv\n"),
        (act(fires("webostv.turn_on", entity_id="media_player.tv"), "yes"),),
    ),
    Family(
        "trigger:light.brightness_changed",
        _rule(
            "    - trigger: light.brightness_changed\n      target: {entity_id: light.shelf}\n"
            "      options: {above: 50}\n",
            '"{{ trigger.to_state.attributes.brightness }}"',
        ),
        (
            act(reports("light.shelf", "on", brightness=110)),
            act(reports("light.shelf", "on", brightness=200), "200"),
        ),
    ),
    Family(
        "trigger:text.changed",
        _rule(
            "    - trigger: text.changed\n      target: {entity_id: text.note}\n",
            '"{{ trigger.to_state.state }}"',
        ),
        (act(reports("text.note", "new"), "new"), act(reports("text.note", "new", x=1), "new")),
    ),
    Family(
        "trigger:zone.occupancy_detected",
        _rule("    - trigger: zone.occupancy_detected\n      target: {entity_id: zone.work}\n"),
        (
            act(reports("zone.work", "1"), "yes"),
            act(reports("zone.work", "2"), "yes"),
            act(reports("zone.work", "0"), "yes"),
        ),
    ),
    Family(
        "trigger-option:id",
        _rule(
            f'    - trigger: state\n      entity_id: {DOOR}\n      to: "on"\n      id: opened\n'
            f'    - trigger: state\n      entity_id: {DOOR}\n      to: "off"\n      id: shut\n',
            '"{{ trigger.id }}"',
        ),
        (act(reports(DOOR, "on"), "opened"), act(reports(DOOR, "off"), "opened", "shut")),
    ),
    Family(
        "trigger-option:enabled",
        _rule(
            "    - trigger: event\n      event_type: bell\n      enabled: false\n"
            "    - trigger: event\n      event_type: gong\n      enabled: true\n",
            '"{{ trigger.event.event_type }}"',
        ),
        (act(fires("bell")), act(fires("gong"), "gong")),
    ),
    Family(
        "trigger-option:variables",
        _rule(
            "    - trigger: event\n      event_type: bell\n      variables: {where: front}\n"
            "    - trigger: event\n      event_type: gong\n"
            "      variables: {where: \"{{ 'ba' ~ 'ck' }}\"}\n",
            '"{{ where }}"',
        ),
        (act(fires("bell"), "front"), act(fires("gong"), "front", "back")),
    ),
)
