"""Steps and their options; where a step decides something, both ways are shown."""

from collections.abc import Callable

from tests.automation.families.stage import Family, Stage, act, ended, fires, later, reports, says

PARTY, QUIET = "input_boolean.party", "input_boolean.quiet"
_ON_BELL = "  triggers: [{trigger: event, event_type: bell}]\n"


def _say(text: str, indent: int = 4) -> str:
    pad = " " * indent
    return f'{pad}- action: mqtt.publish\n{pad}  data: {{topic: mark, payload: "{text}"}}\n'


def _rule(actions: str, top: str = "", *, alias: str = "R", on: str = _ON_BELL) -> str:
    return f"- alias: {alias}\n{top}{on}  actions:\n{actions}"


def _shelf_is_lit(stage: Stage) -> None:
    assert stage.sent == ["light.turn_on light.shelf"]


def _is_answered(stage: Stage) -> None:
    assert stage.replies == ["Tea is coming.", "Nothing for cats."]


def _ended(*endings: str) -> Callable[[Stage], None]:
    def look(stage: Stage) -> None:
        traces = stage.house.traces.by_run.values()
        assert [one.ending for one in traces if one.alias == "R"] == list(endings)

    return look


_IS_PARTY = f'condition: state\n{{pad}}entity_id: {PARTY}\n{{pad}}state: "on"\n'


def _is_party(indent: int) -> str:
    pad = " " * indent
    return f"{pad}- " + _IS_PARTY.format(pad=pad + "  ")


STEPS = (
    Family(
        "action:parallel",
        _rule(
            "    - parallel:\n        - sequence:\n            - delay: 2\n"
            + _say("slow", 12)
            + _say("quick", 8)
            + _say("both")
        ),
        (act(fires("bell"), "quick"), act(later(2), "quick", "slow", "both")),
    ),
    Family(
        "action:delay",
        _rule(
            _say("begin")
            + '    - delay: "00:00:05"\n    - delay: {minutes: "{{ 1 }}"}\n'
            + _say("end")
        ),
        (
            act(fires("bell"), "begin"),
            act(later(5), "begin"),
            act(later(59), "begin"),
            act(later(1), "begin", "end"),
        ),
    ),
    Family(
        "action:choose",
        _rule(
            "    - choose:\n        - conditions: \"{{ trigger.event.data.k == 'a' }}\"\n"
            "          sequence:\n"
            + _say("first", 12)
            + "        - conditions:\n"
            + _is_party(12)
            + "          sequence:\n"
            + _say("second", 12)
            + "      default:\n"
            + _say("default", 8)
        ),
        (
            act(fires("bell", k="a"), "first"),
            act(fires("bell", k="b"), "first", "default"),
            act(reports(PARTY, "on"), "first", "default"),
            act(fires("bell", k="b"), "first", "default", "second"),
        ),
    ),
    Family(
        "action:if",
        _rule(
            "    - if:\n"
            + _is_party(8)
            + "      then:\n"
            + _say("then", 8)
            + "      else:\n"
            + _say("else", 8)
        ),
        (
            act(fires("bell"), "else"),
            act(reports(PARTY, "on"), "else"),
            act(fires("bell"), "else", "then"),
        ),
    ),
    Family(
        "action:variables",
        _rule(
            '    - variables:\n        n: "{{ trigger.event.data.n + 1 }}"\n'
            '        twice: "{{ n * 2 }}"\n'
            "    - action: calendar.get_events\n      target: {entity_id: calendar.family}\n"
            "      data: {duration: {hours: 24}}\n      response_variable: response\n"
            + _say("{{ this.attributes.friendly_name }} {{ twice }} {{ response | count }}")
        ),
        (act(fires("bell"), "R 4 1"),),
    ),
    Family(
        "action:condition",
        _rule(_say("before") + _is_party(4) + _say("after")),
        (
            act(fires("bell"), "before"),
            act(reports(PARTY, "on"), "before"),
            act(fires("bell"), "before", "before", "after"),
        ),
    ),
    Family(
        "action:repeat",
        _rule(
            "    - repeat:\n        count: 2\n        sequence:\n"
            + _say("c{{ repeat.index }}", 12)
            + "    - repeat:\n        for_each: [x, {y: 1}]\n        sequence:\n"
            + _say("{{ repeat.item if repeat.first else repeat.item.y }}", 12)
            + '    - repeat:\n        while: "{{ repeat.index <= 2 }}"\n        sequence:\n'
            + _say("w", 12)
            + "    - repeat:\n        sequence:\n"
            + _say("u", 12)
            + "        until:\n          - condition: template\n"
            '            value_template: "{{ repeat.index == 2 }}"\n'
        ),
        (act(fires("bell"), "c1", "c2", "x", "1", "w", "w", "u", "u"),),
    ),
    Family(
        "action:wait_template",
        _rule(
            _say("begin") + f"    - wait_template: \"{{{{ is_state('{PARTY}', 'on') }}}}\"\n"
            '      timeout: "00:00:10"\n      continue_on_timeout: true\n'
            + _say("{{ wait.completed }}")
        ),
        (
            act(fires("bell"), "begin"),
            act(later(10), "begin", "False"),
            act(fires("bell"), "begin", "False", "begin"),
            act(reports(PARTY, "on"), "begin", "False", "begin", "True"),
        ),
    ),
    Family(
        "action:wait_for_trigger",
        _rule(
            _say("begin")
            + f"    - wait_for_trigger:\n        - trigger: state\n          entity_id: {PARTY}\n"
            '          to: "on"\n          for: {seconds: 2}\n'
            "        - trigger: event\n          event_type: gong\n"
            "      timeout: {seconds: 10}\n      continue_on_timeout: false\n"
            + _say("{{ wait.trigger.platform }}")
        ),
        (
            act(fires("bell"), "begin"),
            act(later(10), "begin"),
            act(ended, "begin"),
            act(fires("bell"), "begin", "begin"),
            act(fires("gong"), "begin", "begin", "event"),
            act(fires("bell"), "begin", "begin", "event", "begin"),
            act(reports(PARTY, "on"), "begin", "begin", "event", "begin"),
            act(later(2), "begin", "begin", "event", "begin", "state"),
        ),
        more=_ended("aborted", "finished", "finished"),
    ),
    Family(
        "action:event",
        _rule("    - event: gong\n      event_data: {who: \"{{ 'an' ~ 'n' }}\"}\n", alias="Fires")
        + _rule(
            _say("{{ trigger.event.data.who }}"),
            alias="Hears",
            on="  triggers:\n    - trigger: event\n      event_type: gong\n",
        ),
        (act(fires("bell"), "ann"),),
    ),
    Family(
        "action:stop",
        _rule(
            _say("before") + '    - if: "{{ trigger.event.data.ill }}"\n      then:\n'
            "        - stop: This is wrong\n          error: true\n    - stop: Enough\n"
            + _say("after")
        ),
        (
            act(fires("bell", ill=False), "before"),
            act(fires("bell", ill=True), "before", "before"),
        ),
        more=_ended("finished", "aborted"),
    ),
    Family(
        "action:set_conversation_response",
        _rule(
            "    - if: \"{{ trigger.slots.who == 'cats' }}\"\n      then:\n"
            "        - set_conversation_response: Nothing for {{ trigger.slots.who }}.\n"
            '      else:\n        - set_conversation_response: "Tea is coming."\n' + _say("yes"),
            on="  triggers:\n    - trigger: conversation\n      command: tea for {who}\n",
        ),
        (act(says("tea for Ann"), "yes"), act(says("tea for cats"), "yes", "yes")),
        more=_is_answered,
    ),
    Family(
        "action:device",
        _rule(
            "    - device_id: d2\n      domain: light\n"
            "      entity_id: 3f0e8f7d5c5a4b0f9a1d2c3b4a596877\n      type: turn_on\n" + _say("on")
        ),
        (act(fires("bell"), "on"),),
        more=_shelf_is_lit,
    ),
    Family(
        "action:sequence",
        _rule("    - sequence:\n" + _say("one", 8) + _is_party(8) + _say("two", 8) + _say("three")),
        (
            act(fires("bell"), "one", "three"),
            act(reports(PARTY, "on"), "one", "three"),
            act(fires("bell"), "one", "three", "one", "two", "three"),
        ),
    ),
    Family(
        "action:?",
        _rule("    - telepathy: light.lamp\n" + _say("never"), alias="Broken")
        + _rule(_say("fine"), alias="Fine"),
        (act(fires("bell"), "fine"),),
        problem="4 'telepathy' is no action",
    ),
    Family(
        "action-option:continue_on_error",
        _rule(
            "    - action: lock.unlock\n      target: {entity_id: lock.front}\n"
            "      continue_on_error: true\n" + _say("went on")
        )
        + _rule(
            "    - action: lock.unlock\n      target: {entity_id: lock.front}\n" + _say("never"),
            alias="Breaks off",
        ),
        (act(fires("bell"), "went on"),),
        more=_ended("finished"),
    ),
    Family(
        "action-option:enabled",
        _rule(
            "    - delay: 60\n      enabled: false\n"
            "    - action: light.turn_on\n      target: {entity_id: light.shelf}\n"
            '      enabled: "{{ 1 == 1 }}"\n' + _say("on")
        ),
        (act(fires("bell"), "on"),),
        more=_shelf_is_lit,
    ),
)
