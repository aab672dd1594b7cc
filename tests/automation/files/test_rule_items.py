"""Rules of Home Assistant's whole dialect, old and new spelling, become the model."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hub.automation.files.loading import load
from hub.automation.files.reading import LOADER, OPENING, read_tree
from hub.automation.files.rule_items import parse_automation, parse_scene, parse_script
from hub.automation.model import actions as do
from hub.automation.model import conditions as when
from hub.automation.model import triggers as on
from hub.automation.model.rules import Misfire
from hub.automation.model.values import Place, Template
from hub.automation.spoken_files import write_spoken
from hub.home.actions import parse_command
from hub.home.ids import EntityId
from hub.home.rules import (
    Delay,
    DistanceTrigger,
    NotCondition,
    NumericStateCondition,
    NumericStateTrigger,
    Rule,
    StateCondition,
    StateTrigger,
    SunCondition,
    SunTrigger,
    Tell,
    TimeCondition,
    TimePatternTrigger,
    TimeTrigger,
    ZoneTrigger,
)
from hub.home.step import Step
from hub.home.yaml_config import ConfigError

LIGHT = EntityId("light.a")


def _tree(text: str) -> Any:
    return read_tree(text, "rules.yaml", lambda *_: None, [])


def _trigger(text: str) -> on.AnyTrigger:
    [found] = parse_automation({"trigger": _tree(text), "action": []}).triggers
    return found


def _condition(text: str) -> when.AnyCondition:
    raw = {"triggers": [], "condition": _tree(text), "actions": []}
    [found] = parse_automation(raw).conditions
    return found


def _action(text: str) -> do.AnyAction:
    [found] = parse_script("s", {"sequence": _tree(text)}).actions
    return found


def _problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_automation(_tree(text))
    return [f"{problem.line} {problem.key}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{platform: state, entity_id: 'Light.A, light.b', from: [off, unavailable], for: 5}",
            on.StateTrigger(
                entity_id=(LIGHT, EntityId("light.b")), from_=("off", "unavailable"), for_=5.0
            ),
        ),
        (
            "{trigger: state, entity_id: [light.a], to: null, not_from: unknown, id: 7}",
            on.StateTrigger(entity_id=(LIGHT,), to_any=True, not_from=("unknown",), id="7"),
        ),
        (
            (
                "{trigger: state, entity_id: light.a, to: 3, attribute: level,"
                " for: {minutes: '{{ x }}'}}"
            ),
            on.StateTrigger(
                entity_id=(LIGHT,),
                to=("3",),
                attribute="level",
                for_={"minutes": Template("{{ x }}")},
            ),
        ),
        (
            "{platform: numeric_state, entity_id: sensor.t, above: '20.5', below: input_number.x}",
            on.NumericStateTrigger(
                entity_id=(EntityId("sensor.t"),), above=20.5, below=EntityId("input_number.x")
            ),
        ),
        (
            "{trigger: time, at: ['07:30', 12:30:00, input_datetime.wake], weekday: [mon, fri]}",
            on.TimeTrigger(
                at=(time(7, 30), time(12, 30), on.EntityTime(EntityId("input_datetime.wake"))),
                weekday=("mon", "fri"),
            ),
        ),
        (
            "{trigger: time, at: {entity_id: sensor.alarm, offset: '-00:05:00'}}",
            on.TimeTrigger(at=(on.EntityTime(EntityId("sensor.alarm"), -300.0),)),
        ),
        (
            "{trigger: time, at: '2026-03-01T07:00:00+00:00'}",
            on.TimeTrigger(at=(datetime(2026, 3, 1, 7, tzinfo=UTC),)),
        ),
        ("{platform: time_pattern, minutes: /5}", on.TimePatternTrigger(minutes="/5")),
        (
            "{platform: time_pattern, hours: '*', seconds: 0}",
            on.TimePatternTrigger(hours="*", seconds="0"),
        ),
        (
            "{platform: sun, event: sunset, offset: '-0:45:00'}",
            on.SunTrigger(event="sunset", offset_s=-2700.0),
        ),
        (
            "{platform: zone, entity_id: person.n, zone: zone.home, event: leave}",
            on.ZoneTrigger(
                entity_id=(EntityId("person.n"),), zone=EntityId("zone.home"), event="leave"
            ),
        ),
        (
            "{platform: geo_location, source: Quakes, zone: zone.home}",
            on.GeoLocationTrigger(source="quakes", zone=EntityId("zone.home")),
        ),
        (
            "{trigger: distance, entity_id: person.n, zone: zone.home, within_m: 500}",
            on.DistanceTrigger(
                entity_id=(EntityId("person.n"),), zone=EntityId("zone.home"), within_m=500.0
            ),
        ),
        (
            "{platform: mqtt, topic: a/b, payload: x, value_template: '{{ value }}', encoding: ''}",
            on.MqttTrigger(
                topic="a/b", payload="x", value_template=Template("{{ value }}"), encoding=None
            ),
        ),
        (
            (
                "{platform: event, event_type: [a, '{{ b }}'], event_data: {x: [1]},"
                " context: {user_id: u}}"
            ),
            on.EventTrigger(
                event_type=("a", Template("{{ b }}")),
                event_data={"x": [1]},
                context={"user_id": "u"},
            ),
        ),
        (
            "{platform: template, value_template: '{{ 1 }}', for: '00:01'}",
            on.TemplateTrigger(value_template=Template("{{ 1 }}"), for_=60.0),
        ),
        (
            "{platform: webhook, webhook_id: h, allowed_methods: [get], local_only: false}",
            on.WebhookTrigger(webhook_id="h", allowed_methods=("GET",), local_only=False),
        ),
        (
            "{platform: calendar, entity_id: calendar.c, event: end, offset: -1:00:00}",
            on.CalendarTrigger(entity_id=EntityId("calendar.c"), event="end", offset_s=-3600.0),
        ),
        ("{platform: homeassistant, event: start}", on.HomeAssistantTrigger(event="start")),
        (
            "{platform: conversation, command: good night}",
            on.ConversationTrigger(command=("good night",)),
        ),
        (
            "{platform: tag, tag_id: t, device_id: [d]}",
            on.TagTrigger(tag_id=("t",), device_id=("d",)),
        ),
        (
            "{trigger: persistent_notification, update_type: added, notification_id: n}",
            on.PersistentNotificationTrigger(update_type=("added",), notification_id="n"),
        ),
        (
            "{platform: device, device_id: d, domain: mqtt, type: action, subtype: single}",
            on.DeviceTrigger(
                device_id="d", domain="mqtt", type="action", keys={"subtype": "single"}
            ),
        ),
        (
            "{trigger: samsungtv.turn_on, entity_id: media_player.tv}",
            on.PurposeTrigger(kind="samsungtv.turn_on", target={"entity_id": ["media_player.tv"]}),
        ),
        (
            "{trigger: light.brightness_changed, target: {area_id: a}, options: {above: 3}}",
            on.PurposeTrigger(
                kind="light.brightness_changed", target={"area_id": ["a"]}, options={"above": 3}
            ),
        ),
        (
            "{triggers: [{trigger: sun, event: sunrise, enabled: no, variables: {v: '{{ 1 }}'}}]}",
            on.SunTrigger(event="sunrise", enabled=False, variables={"v": Template("{{ 1 }}")}),
        ),
    ],
)
def test_every_trigger(text: str, expected: on.AnyTrigger) -> None:
    assert _trigger(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{condition: state, entity_id: light.a, state: [on, 5], for: {hours: 1}, match: any}",
            when.StateCondition(entity_id=(LIGHT,), state=("on", "5"), for_=3600.0, match="any"),
        ),
        (
            "{condition: numeric_state, entity_id: sensor.t, below: 5}",
            when.NumericStateCondition(entity_id=(EntityId("sensor.t"),), below=5.0),
        ),
        (
            "{condition: time, after: 23:00:00, before: input_datetime.x, weekday: sat}",
            when.TimeCondition(
                after=time(23), before=EntityId("input_datetime.x"), weekday=("sat",)
            ),
        ),
        (
            "{condition: sun, after: sunset, after_offset: '-1:00:00'}",
            when.SunCondition(after="sunset", after_offset_s=-3600.0),
        ),
        ("'{{ true }}'", when.TemplateCondition(value_template=Template("{{ true }}"))),
        (
            "{condition: template, value_template: '{{ 1 }}', enabled: '{{ x }}'}",
            when.TemplateCondition(value_template=Template("{{ 1 }}"), enabled=Template("{{ x }}")),
        ),
        ("{condition: trigger, id: [1, b]}", when.TriggerCondition(id=("1", "b"))),
        (
            "{condition: zone, entity_id: person.n, zone: zone.home}",
            when.ZoneCondition(entity_id=(EntityId("person.n"),), zone=(EntityId("zone.home"),)),
        ),
        (
            (
                "{condition: zone.in_zone, target: {entity_id: person.n}, "
                "options: {zone: zone.home, behavior: all}}"
            ),
            when.ZoneCondition(entity_id=(EntityId("person.n"),), zone=(EntityId("zone.home"),)),
        ),
        (
            "{condition: light.is_on, target: {entity_id: light.a}, options: {behavior: any}}",
            when.StateCondition(entity_id=(LIGHT,), state=("on",), match="any"),
        ),
        (
            "{condition: device, device_id: d, domain: light, type: is_on, entity_id: light.a}",
            when.DeviceCondition(domain="light", type="is_on", device_id="d", entity_id="light.a"),
        ),
        (
            "{not: '{{ 1 }}'}",
            when.NotCondition(
                conditions=(when.TemplateCondition(value_template=Template("{{ 1 }}")),)
            ),
        ),
        (
            "{condition: or, conditions: [{and: [{condition: sun, before: sunset}]}], alias: x}",
            when.OrCondition(
                alias="x",
                conditions=(when.AndCondition(conditions=(when.SunCondition(before="sunset"),)),),
            ),
        ),
    ],
)
def test_every_condition(text: str, expected: when.AnyCondition) -> None:
    assert _condition(text) == expected


_PAUSE = do.Delay(delay=1.0)
_IF = when.TemplateCondition(value_template=Template("{{ 1 }}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{service: light.turn_on, entity_id: 'light.a, light.b', data: {flash: short}}",
            do.Call(
                action="light.turn_on",
                target={"entity_id": ["light.a", "light.b"]},
                data={"flash": "short"},
            ),
        ),
        (
            (
                "{action: light.turn_on, target: {area_id: a}, data: {entity_id: '{{ x }}'},"
                " continue_on_error: true}"
            ),
            do.Call(
                action="light.turn_on",
                target={"area_id": ["a"], "entity_id": Template("{{ x }}")},
                continue_on_error=True,
            ),
        ),
        (
            "{service_template: '{{ s }}', data_template: {a: '{{ 1 }}'}, response_variable: r}",
            do.Call(
                action=Template("{{ s }}"), data={"a": Template("{{ 1 }}")}, response_variable="r"
            ),
        ),
        (
            "{action: script.go, data: {entity_id: light.a}}",
            do.Call(action="script.go", data={"entity_id": "light.a"}),
        ),
        ("{delay: '{{ x }}', enabled: false}", do.Delay(delay=Template("{{ x }}"), enabled=False)),
        ("{delay: {milliseconds: 500}}", do.Delay(delay=0.5)),
        (
            "{wait_template: '{{ 1 }}', timeout: 00:01:00, continue_on_timeout: no}",
            do.WaitTemplate(template=Template("{{ 1 }}"), timeout=60.0, continue_on_timeout=False),
        ),
        (
            "{wait_for_trigger: {platform: sun, event: sunset}}",
            do.WaitForTrigger(triggers=(on.SunTrigger(event="sunset"),)),
        ),
        (
            "{choose: {conditions: '{{ 1 }}', sequence: {delay: 1}}, default: [{delay: 1}]}",
            do.Choose(
                options=(do.Option(conditions=(_IF,), sequence=(_PAUSE,)),), default=(_PAUSE,)
            ),
        ),
        (
            "{if: '{{ 1 }}', then: [{delay: 1}], else: {delay: 1}}",
            do.If(conditions=(_IF,), then=(_PAUSE,), otherwise=(_PAUSE,)),
        ),
        ("{repeat: {count: 3, sequence: {delay: 1}}}", do.Repeat(count=3, sequence=(_PAUSE,))),
        (
            "{repeat: {for_each: [a, {b: '{{ c }}'}], sequence: []}}",
            do.Repeat(for_each=["a", {"b": Template("{{ c }}")}], sequence=()),
        ),
        ("{repeat: {while: '{{ 1 }}', sequence: []}}", do.Repeat(while_=(_IF,), sequence=())),
        ("{repeat: {until: ['{{ 1 }}'], sequence: []}}", do.Repeat(until=(_IF,), sequence=())),
        (
            "{parallel: [{delay: 1}, [{delay: 1}, {delay: 1}], {sequence: [{delay: 1}]}]}",
            do.Parallel(branches=((_PAUSE,), (_PAUSE, _PAUSE), (_PAUSE,))),
        ),
        ("{sequence: [{delay: 1}], alias: x}", do.SubSequence(sequence=(_PAUSE,), alias="x")),
        (
            "{variables: {a: 1, b: '{{ a }}'}}",
            do.SetVariables(variables={"a": 1, "b": Template("{{ a }}")}),
        ),
        ("{stop: over, error: true}", do.Stop(reason="over", error=True)),
        ("{event: e, event_data: {a: 1}}", do.FireEvent(event="e", event_data={"a": 1})),
        ("'{{ 1 }}'", do.CheckCondition(condition=_IF)),
        (
            "{condition: state, entity_id: light.a, state: on}",
            do.CheckCondition(condition=when.StateCondition(entity_id=(LIGHT,), state=("on",))),
        ),
        (
            "{or: ['{{ 1 }}']}",
            do.CheckCondition(condition=when.OrCondition(conditions=(_IF,))),
        ),
        ("{scene: scene.movie}", do.ActivateScene(scene="scene.movie")),
        (
            "{device_id: d, domain: light, type: toggle, entity_id: e, brightness_pct: 5}",
            do.DeviceAction(
                domain="light",
                type="toggle",
                device_id="d",
                entity_id="e",
                keys={"brightness_pct": 5},
            ),
        ),
        (
            "{set_conversation_response: '{{ 1 }}'}",
            do.SetConversationResponse(response=Template("{{ 1 }}")),
        ),
        ("{set_conversation_response: null}", do.SetConversationResponse(response=None)),
    ],
)
def test_every_action(text: str, expected: do.AnyAction) -> None:
    assert _action(text) == expected


def test_the_top_of_an_automation() -> None:
    rule = parse_automation(
        _tree(
            "id: 5\nalias: A\nmode: queued\nmax: 3\nmax_exceeded: silent\nhide_entity: true\n"
            "trace: {stored_traces: 9}\ninitial_state: off\nvariables: {a: 1}\n"
            "trigger_variables: {b: 2}\nonce: true\nmisfire: {within: '00:02:00'}\n"
            "triggers: {trigger: sun, event: sunset}\nactions: {delay: 1}\n"
        ),
        Place("rules.yaml", 4),
    )
    assert (rule.id, rule.mode, rule.max_runs, rule.max_exceeded) == ("5", "queued", 3, "silent")
    assert (rule.stored_traces, rule.initial_state, rule.once) == (9, False, True)
    assert (rule.variables, rule.trigger_variables) == ({"a": 1}, {"b": 2})
    assert (rule.misfire, rule.place.line) == (Misfire("within", 120.0), 4)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("run", Misfire("run")),
        ("skip", Misfire("skip")),
        ("within: 10m", Misfire("within", 600.0)),
        ({"within": "00:10:00"}, Misfire("within", 600.0)),
        ({"within": {"hours": 1}}, Misfire("within", 3600.0)),
    ],
)
def test_what_was_missed(written: Any, expected: Misfire) -> None:
    raw = {"triggers": [], "actions": [], "misfire": written}
    assert parse_automation(raw).misfire == expected


def test_all_mistakes_of_a_rule_are_named_with_line_key_and_remedy() -> None:
    text = (
        "id: a\n"
        "tiggers: []\n"
        "triggers:\n"
        "  - trigger: sunn\n"
        "  - trigger: state\n"
        "    entity_id: kitchen light\n"
        "conditions:\n"
        "  - condition: stat\n"
        "actions:\n"
        "  - choose:\n"
        "      - conditions: []\n"
        "        sequence:\n"
        "          - repeat: {sequence: []}\n"
        "  - delay: soon\n"
        "  - foo: bar\n"
        "mode: paralel\n"
    )
    with pytest.raises(ConfigError) as caught:
        parse_automation(_tree(text))
    assert [(p.line, p.key) for p in sorted(caught.value.problems, key=lambda p: p.line)] == [
        (2, "tiggers"),
        (4, "triggers.0.trigger"),
        (6, "triggers.1.entity_id"),
        (8, "conditions.0.condition"),
        (13, "actions.0.choose.0.sequence.0.repeat"),
        (14, "actions.1.delay"),
        (15, "actions.2"),
        (16, "mode"),
    ]
    assert _problems("triggers: []\nactions: []\nmode: paralel\n") == [
        "3 mode: 'paralel' is not known; did you mean 'parallel'?"
    ]


def test_a_step_of_unknown_shape_says_what_there_is() -> None:
    [told] = _problems("triggers: []\nactions:\n  - {servce: light.turn_on}\n")
    assert told == "3 actions.0: 'servce' is no action; did you mean 'service'?"


def test_rules_of_plain_data_need_no_lines() -> None:
    with pytest.raises(ConfigError, match="did you mean 'state'"):
        parse_automation({"triggers": [{"trigger": "stat"}], "actions": []})


@pytest.mark.parametrize("raw", [None, 3, "x", [], [{}], {"triggers": 3, "actions": "x"}])
def test_what_is_no_rule_is_refused(raw: Any) -> None:
    with pytest.raises(ConfigError):
        parse_automation(raw)


def test_a_scene_of_plain_data() -> None:
    scene = parse_scene({"name": "S", "entities": {"light.a": {"state": "on", "brightness": 3}}})
    assert scene.states == {"light.a": ("on", {"brightness": 3})}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(
    st.text(alphabet="-[]{}:,? \n'\"&*|>ab!#", max_size=60),
    st.sampled_from(["- ", "[", "{a: ", "? ", "a:\n "]),
    st.integers(0, 30),
)
def test_no_level_begins_without_an_opening(text: str, opening: str, levels: int) -> None:
    """What `compose` counts before it lets libyaml recurse."""
    whole, depth, deepest = opening * levels + text, 0, 0
    try:
        for event in yaml.parse(whole, Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            deepest = max(deepest, depth)
    except yaml.YAMLError:
        pass
    assert deepest <= sum(map(whole.count, OPENING))


_KEYS = st.sampled_from(
    ("triggers", "conditions", "actions", "trigger", "condition", "action", "mode", "max", "id",
     "alias", "delay", "choose", "repeat", "entity_id", "to", "at", "for", "data", "target")
)  # fmt: skip
_RULES = st.recursive(
    _JSON | st.sampled_from(["state", "time", "light.turn_on", "and", "{{ 1 }}", "07:00", "on"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(raw=st.dictionaries(_KEYS, _RULES, max_size=6))
def test_any_data_is_a_rule_or_a_config_error(raw: dict[str, Any]) -> None:
    try:
        rule = parse_automation(raw)
    except ConfigError as error:
        assert error.problems
    else:
        assert parse_automation(json.loads(json.dumps(rule.raw))) == rule


PERSON = EntityId("person.nora")
_SPOKEN = [
    TimeTrigger(at=time(7, 30)),
    TimeTrigger(at=time(0, 0, 5)),
    TimeTrigger(at=datetime(2026, 3, 1, 7, tzinfo=UTC)),
    TimePatternTrigger(minutes="/5"),
    TimePatternTrigger(hours="*", minutes="0"),
    SunTrigger(event="sunset", offset_s=-1800),
    StateTrigger(entity_id=(LIGHT,), to=("on", "off"), from_=("unavailable",), for_s=90),
    StateTrigger(entity_id=(LIGHT,), for_s=0.5),
    NumericStateTrigger(entity_id=(EntityId("sensor.t"),), above=1.5, below=3, for_s=60),
    ZoneTrigger(entity_id=(PERSON,), zone=EntityId("zone.home"), event="leave"),
    DistanceTrigger(entity_id=(PERSON,), zone=EntityId("zone.home"), within_m=2000, event="leave"),
]
_CHECKS = [
    TimeCondition(after=time(23), before=time(6), weekday=("mon", "sun")),
    SunCondition(after="sunset"),
    StateCondition(entity_id=(LIGHT,), state=("off",), match="any"),
    NumericStateCondition(entity_id=(EntityId("sensor.t"),), attribute="x", below=3.5),
    NotCondition(conditions=(StateCondition(entity_id=(LIGHT,), state=("on",)),)),
]
_DOES = [
    Step(command=parse_command("light.turn_on", {}), targets=(LIGHT,)),
    Delay(delay_s=300),
    Delay(delay_s=0.5),
    Tell(tell="on"),
]


@given(
    triggers=st.lists(st.sampled_from(_SPOKEN), min_size=1, max_size=4),
    conditions=st.lists(st.sampled_from(_CHECKS), max_size=4),
    actions=st.lists(st.sampled_from(_DOES), min_size=1, max_size=4),
    once=st.booleans(),
    alias=st.sampled_from(["on", "12:30", "Porch: light # 1", "yes"])
    | st.text("ab é:#", min_size=1),
)
def test_rules_that_the_hub_writes_are_read(  # noqa: PLR0913 - what rules are made of
    tmp_path_factory: pytest.TempPathFactory,
    triggers: list[Any],
    conditions: list[Any],
    actions: list[Any],
    *,
    once: bool,
    alias: str,
) -> None:
    rule = Rule(
        alias=alias,
        triggers=tuple(triggers),
        conditions=tuple(conditions),
        actions=tuple(actions),
        once=once,
        said="turn it on at 12:30",
    )
    folder = tmp_path_factory.mktemp("rules")
    write_spoken(folder, rule)
    loaded = load(folder, environ={})
    assert loaded.problems == ()
    [found] = loaded.configuration.automations
    assert (found.id, found.alias, found.once) == (rule.id, alias, once)
    assert (len(found.triggers), len(found.conditions), len(found.actions)) == (
        len(triggers),
        len(conditions),
        len(actions),
    )


def test_what_the_hub_writes_means_the_same_when_read(tmp_path: Path) -> None:
    rule = Rule(
        alias="Nora is near",
        triggers=tuple(_SPOKEN),
        conditions=tuple(_CHECKS),
        actions=tuple(_DOES),
    )
    write_spoken(tmp_path, rule)
    [found] = load(tmp_path, environ={}).configuration.automations
    assert found.triggers[2] == on.TimeTrigger(at=(datetime(2026, 3, 1, 7, tzinfo=UTC),))
    assert found.triggers[6] == on.StateTrigger(
        entity_id=(LIGHT,), to=("on", "off"), from_=("unavailable",), for_=90.0
    )
    assert found.triggers[10] == on.DistanceTrigger(
        entity_id=(PERSON,), zone=EntityId("zone.home"), within_m=2000.0, event="leave"
    )
    assert found.conditions[4] == when.NotCondition(
        conditions=(when.StateCondition(entity_id=(LIGHT,), state=("on",)),)
    )
    assert found.actions == (
        do.Call(action="light.turn_on", target={"entity_id": ["light.a"]}),
        do.Delay(delay=300.0),
        do.Delay(delay=0.5),
        do.Call(action="lares.tell", data={"message": "on"}),
    )
