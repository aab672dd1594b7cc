"""Whether words say all of a rule is told; rules that hold more than words say so."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given

from hub.automation.files.loading import load
from hub.automation.gist import gist_of
from hub.automation.spoken_files import write_spoken
from hub.automation.wholeness import is_whole
from hub.home.home import Home
from hub.home.keeping import KeptRule
from hub.home.rules import Rule, SunCondition, Tell
from hub.language.rule_telling import kept_in_words
from tests.automation.test_rule_files import HOME, RULES
from tests.support.fakes import put

NOW = datetime(2026, 1, 14, 12, tzinfo=UTC)
MORE = " — and more: read its YAML"
DUSK = "{trigger: sun, event: sunset}"
ON = "{action: light.turn_on, target: {entity_id: light.porch}}"


def house() -> Home:
    home = Home()
    for entity_id in ("light.porch", "light.hall", "binary_sensor.door", "sensor.warmth"):
        put(home, entity_id)
    return home


def told(tmp_path: Path, text: str) -> str:
    """Return the words of the one automation in a file."""
    file = tmp_path / "rule.yaml"
    file.write_text(text)
    loaded = load(file)
    assert loaded.problems == ()
    [automation] = loaded.configuration.automations
    home = house()
    kept = KeptRule(gist_of(automation, home), is_whole=is_whole(automation, home))
    return kept_in_words(kept, home, NOW)


def rule(trigger: str = DUSK, condition: str = "", action: str = ON) -> str:
    return (
        f"- alias: A\n  triggers: [{trigger}]\n  conditions: [{condition}]\n  actions: [{action}]\n"
    )


@given(RULES)
def test_what_was_spoken_is_whole(tmp_path_factory: pytest.TempPathFactory, rule: Rule) -> None:
    loaded = load(write_spoken(tmp_path_factory.mktemp("rules"), rule))
    [automation] = loaded.configuration.automations
    assert is_whole(automation, HOME)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (rule(), "turn on the Porch at sunset every day"),
        (
            rule("{trigger: state, entity_id: binary_sensor.door, to: 'on', id: a, alias: b}"),
            "turn on the Porch when the Door becomes on",
        ),
        (
            rule("{trigger: time, at: ['07:00', '08:00']}"),
            "turn on the Porch at 07:00 or at 08:00 every day",
        ),
        (
            rule(condition="{condition: sun, after: sunset, before: sunrise}"),
            "turn on the Porch at sunset every day, while it is dark outside",
        ),
        (
            rule(f"{DUSK}, {{trigger: tag, tag_id: x, enabled: false}}"),
            "turn on the Porch at sunset every day",
        ),
        (
            rule(action=f"{ON}, {{action: homeassistant.restart, enabled: false}}"),
            "turn on the Porch at sunset every day",
        ),
        (
            rule(trigger="", action=f"{{sequence: [{ON}, {{delay: 5}}]}}"),
            "turn on the Porch when something else starts it",
        ),
        (rule(action="{delay: 5}"), "wait at sunset every day"),
        (rule(action=""), "do nothing at sunset every day"),
    ],
)
def test_a_file_that_says_no_more_than_a_sentence_is_told_like_one(
    tmp_path: Path, text: str, words: str
) -> None:
    assert told(tmp_path, text) == words


@pytest.mark.parametrize(
    "trigger",
    [
        "{trigger: template, value_template: \"{{ is_state('light.hall', 'on') }}\"}",
        "{trigger: event, event_type: bell}",
        "{trigger: webhook, webhook_id: secret}",
        "{trigger: mqtt, topic: bell}",
        "{trigger: conversation, command: party time}",
        "{trigger: homeassistant, event: start}",
        "{trigger: time, at: input_datetime.alarm}",
        "{trigger: state, entity_id: light.hall, for: '{{ 5 }}'}",
        "{trigger: state, entity_id: light.hall, attribute: brightness}",
        "{trigger: numeric_state, entity_id: sensor.warmth, above: input_number.limit}",
    ],
)
def test_what_only_its_yaml_says_starts_it_is_pointed_to(tmp_path: Path, trigger: str) -> None:
    assert told(tmp_path, rule(trigger)) == f"turn on the Porch{MORE}"


@pytest.mark.parametrize(
    ("trigger", "when"),
    [
        ("{trigger: time, at: '07:00', weekday: [mon]}", "at 07:00"),
        (f"{DUSK}, {{trigger: tag, tag_id: x}}", "at sunset"),
        ("{trigger: sun, event: sunset, enabled: '{{ true }}'}", "at sunset"),
        ("{trigger: state, entity_id: light.hall, not_to: 'off'}", "when the Hall changes"),
        ("{trigger: time, at: ['07:00', input_datetime.alarm]}", "at 07:00"),
        (
            "{trigger: state, entity_id: light.hall, to: 'on', not_from: 'off'}",
            "when the Hall turns on",
        ),
    ],
)
def test_what_words_tell_of_its_triggers_is_told_and_no_more(
    tmp_path: Path, trigger: str, when: str
) -> None:
    assert told(tmp_path, rule(trigger)) == f"turn on the Porch {when}{MORE}"


@pytest.mark.parametrize(
    "condition",
    [
        "'{{ true }}'",
        "{condition: trigger, id: a}",
        "{condition: zone, entity_id: person.anna, zone: zone.home}",
        "{condition: or, conditions: [{condition: time, after: '07:00'}]}",
        "{condition: sun, after: sunset}",
        "{condition: sun, before: sunrise}",
        "{condition: time, after: input_datetime.alarm}",
    ],
)
def test_a_condition_that_no_sentence_has_is_not_told(tmp_path: Path, condition: str) -> None:
    assert told(tmp_path, rule(condition=condition)) == f"turn on the Porch at sunset{MORE}"


@pytest.mark.parametrize(
    "condition",
    [
        "{condition: state, entity_id: light.hall, state: 'on', for: 60}",
        "{condition: sun, after: sunset, before: sunrise, after_offset: '-01:00'}",
        "{not: [{and: [{condition: time, after: '07:00'}]}]}",
        "{condition: not, conditions: [{condition: time, after: '07:00'}, '{{ true }}']}",
    ],
)
def test_a_condition_told_in_part_says_that_there_is_more(tmp_path: Path, condition: str) -> None:
    words = told(tmp_path, rule(condition=condition))
    assert words.startswith("turn on the Porch at sunset, ")
    assert words.endswith(MORE)


@pytest.mark.parametrize(
    "action",
    [
        f"{{if: '{{{{ true }}}}', then: [{ON}]}}",
        f"{{choose: [{{conditions: '{{{{ true }}}}', sequence: [{ON}]}}]}}",
        f"{{repeat: {{count: 2, sequence: [{ON}]}}}}",
        f"{{parallel: [{ON}]}}",
        f"{ON}, {{event: rang}}",
        f"{ON}, {{action: lares.plan, data: {{text: turn on the hall light}}}}",
        f"{ON}, {{action: light.turn_on, target: {{entity_id: light.elsewhere}}}}",
        f"{ON}, {{wait_template: '{{{{ true }}}}'}}",
        f"{ON}, {{condition: state, entity_id: light.hall, state: 'on'}}",
        f"{ON}, {{action: script.bell}}",
        "{action: light.turn_on, target: {entity_id: light.porch}, data: {effect: '{{ 5 }}'}}",
    ],
)
def test_actions_that_no_sentence_has_are_pointed_to(tmp_path: Path, action: str) -> None:
    assert told(tmp_path, rule(action=action)) == f"turn on the Porch at sunset{MORE}"


def test_a_rule_of_which_nothing_can_be_said_is_left_to_its_yaml(tmp_path: Path) -> None:
    text = rule("{trigger: tag, tag_id: x}", action="{event: rang}")
    assert told(tmp_path, text) == "do what its YAML says"
    assert told(tmp_path, rule(action="{event: rang}")) == f"do what its YAML says at sunset{MORE}"


def test_a_message_with_a_template_is_told_as_written(tmp_path: Path) -> None:
    file = tmp_path / "rule.yaml"
    file.write_text(rule(action="{action: lares.tell, data: {message: 'It is {{ 5 }}.'}}"))
    [automation] = load(file).configuration.automations
    assert gist_of(automation, HOME).actions == (Tell(tell="It is {{ 5 }}."),)
    assert not is_whole(automation, HOME)


def test_from_sunset_to_sunrise_is_night(tmp_path: Path) -> None:
    file = tmp_path / "rule.yaml"
    file.write_text(rule(condition="{condition: sun, after: sunrise, before: sunset}"))
    [automation] = load(file).configuration.automations
    assert gist_of(automation, HOME).conditions == (SunCondition(after="sunrise"),)
