"""Modes, and the keys at the top of an automation."""

from tests.automation.families.stage import Family, Stage, act, calls, ended, fires, later

_ON_BELL = "  triggers: [{trigger: event, event_type: bell}]\n"
_IN_AND_OUT = """\
  actions:
    - action: mqtt.publish
      data: {topic: mark, payload: "in {{ trigger.event.data.n }}"}
    - delay: {seconds: 5}
    - action: mqtt.publish
      data: {topic: mark, payload: "out {{ trigger.event.data.n }}"}
"""
_SAY = """\
  actions:
    - action: mqtt.publish
      data: {topic: mark, payload: "yes"}
"""


_BOTH = _IN_AND_OUT.replace(" {{ trigger.event.data.n }}", "")


def _rule(top: str, actions: str = _IN_AND_OUT, *, alias: str = "R") -> str:
    return f"- alias: {alias}\n  id: {alias}\n{top}{_ON_BELL}{actions}"


def _was_loud_once(stage: Stage) -> None:
    assert stage.log().count("'Loud' is not started: it runs already") == 1
    assert "'Silent' is not started" not in stage.log()


def _keeps_twenty_traces(stage: Stage) -> None:
    found = stage.keeping.engine.automation("R")
    assert found is not None
    assert found.automation.stored_traces == 20


TOPS = (
    Family(
        "mode:queued",
        _rule("  mode: queued\n"),
        (
            act(fires("bell", times=2), "in 1"),
            act(later(5), "in 1", "out 1", "in 2"),
            act(later(5), "in 1", "out 1", "in 2", "out 2"),
        ),
    ),
    Family(
        "mode:parallel",
        _rule("  mode: parallel\n", _BOTH),
        (
            act(fires("bell", times=2), "in", "in"),
            act(later(5), "in", "in", "out", "out"),
        ),
    ),
    Family(
        "mode:restart",
        _rule("  mode: restart\n"),
        (
            act(fires("bell"), "in 1"),
            act(fires("bell", times=2), "in 1", "in 2"),
            act(later(5), "in 1", "in 2", "out 2"),
        ),
    ),
    Family(
        "top:max",
        _rule("  mode: parallel\n  max: 2\n", _BOTH),
        (
            act(fires("bell", times=3), "in", "in"),
            act(later(5), "in", "in", "out", "out"),
            act(ended, "in", "in", "out", "out"),
            act(fires("bell"), "in", "in", "out", "out", "in"),
        ),
    ),
    Family(
        "top:max_exceeded",
        _rule("  mode: single\n  max_exceeded: silent\n", alias="Silent")
        + _rule("  mode: single\n", "  actions: [{delay: 1}]\n", alias="Loud"),
        (act(fires("bell", times=2), "in 1"), act(later(5), "in 1", "out 1")),
        more=_was_loud_once,
    ),
    Family(
        "top:initial_state",
        _rule("  initial_state: false\n", _SAY),
        (
            act(fires("bell")),
            act(calls("automation.turn_on", "automation.r")),
            act(fires("bell"), "yes"),
        ),
    ),
    Family(
        "top:variables",
        _rule(
            '  variables:\n    n: "{{ trigger.event.data.n }}"\n    next: "{{ n + 1 }}"\n'
            '  conditions:\n    - "{{ n == 1 }}"\n',
            _SAY.replace("yes", "{{ next }}"),
        ),
        (act(fires("bell", times=2), "2"),),
    ),
    Family(
        "top:trace",
        _rule("  trace:\n    stored_traces: 20\n", _SAY),
        (act(fires("bell"), "yes"),),
        more=_keeps_twenty_traces,
    ),
    Family("top:hide_entity", _rule("  hide_entity: true\n", _SAY), (act(fires("bell"), "yes"),)),
)
