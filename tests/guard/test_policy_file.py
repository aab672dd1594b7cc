"""Policy files: what people write becomes policies, or a list of located mistakes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.guard.policy_file import load_policies, load_shipped, parse_policies
from hub.home.plan import Effect
from hub.home.yaml_config import ConfigError

SHIPPED = Path(__file__).parents[2] / "rules" / "policy.yaml"


def test_the_shipped_file_is_valid() -> None:
    shipped = load_policies(SHIPPED)
    assert shipped.read_back is not None
    assert len(shipped.policies) > 5


def test_the_quick_way_to_read_the_shipped_file_reads_the_same() -> None:
    assert load_shipped(SHIPPED) == load_policies(SHIPPED)


@pytest.mark.parametrize(
    "text",
    [
        "policies: {name: x, effect: allow, reason: r, mach: {}}",
        "policies: [",
        "policies: {name: x, effect: on, reason: r}",
        "[]",
    ],
)
def test_what_is_wrong_in_the_shipped_file_is_told_with_its_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(text)
    with pytest.raises(ConfigError, match="policy.yaml:1"):
        load_shipped(file)


def test_a_single_value_is_a_list_of_one() -> None:
    text = "policies: [{name: a, match: {action: lock.lock}, effect: allow, reason: fine}]"
    (policy,) = parse_policies(text, "p.yaml").policies
    assert policy.match.action == ("lock.lock",)
    assert policy.effect is Effect.ALLOW


@pytest.mark.parametrize(
    "match",
    ["entity_id: Lock.front_door", "entity_id: lock.Front*", "entity_id: front door",
     "person: Anna", "entity_id: [lock.a, 'lock. b']"],
)  # fmt: skip
def test_an_id_that_nothing_has_is_a_mistake(match: str) -> None:
    text = f"policies: [{{name: a, match: {{{match}}}, effect: deny, reason: r}}]"
    with pytest.raises(ConfigError, match="lower case"):
        parse_policies(text, "p.yaml")


@pytest.mark.parametrize("named", ["*", "lock.*", "*.front_?", "lock.[a-c]*", "*front*"])
def test_wildcards_may_stand_anywhere_in_an_id(named: str) -> None:
    text = f"policies: [{{name: a, match: {{entity_id: '{named}'}}, effect: deny, reason: r}}]"
    assert parse_policies(text, "p.yaml").policies[0].match.entity_id == (named,)


def test_every_mistake_is_named_with_its_line_and_the_nearest_name() -> None:
    text = """\
policies:
  - name: a
    match: {action: lock.unlok}
    effect: allow
    reason: r
  - name: b
    match: {domain: lock, soruce: rule}
    effect: alow
    reason: r
  - name: c
    match: {source: ruel}
    effect: deny
    reason: r
  - name: d
    match: {}
    effect: deny
    reason: r
"""
    with pytest.raises(ConfigError) as caught:
        parse_policies(text, "p.yaml")
    found = {(problem.line, problem.key) for problem in caught.value.problems}
    assert (3, "policies.0.match.action") in found
    assert (7, "policies.1.match.soruce") in found
    assert (8, "policies.1.effect") in found
    assert (11, "policies.2.match.source") in found
    assert (15, "policies.3.match") in found
    words = str(caught.value)
    assert "did you mean 'lock.unlock'" in words
    assert "did you mean 'source'" in words
    assert "did you mean 'rule'" in words


def test_names_are_distinct() -> None:
    policy = "  - {name: a, match: {domain: lock}, effect: deny, reason: r}\n"
    with pytest.raises(ConfigError, match=r"p.yaml:3: policies.1.name: .*'a'"):
        parse_policies("policies:\n" + policy + policy, "p.yaml")


def test_what_devices_say_of_themselves_cannot_allow() -> None:
    text = "policies: [{name: a, match: {name: '*blind*'}, effect: allow, reason: r}]"
    with pytest.raises(ConfigError, match="which devices choose"):
        parse_policies(text, "p.yaml")


@pytest.mark.parametrize("place", ["area", "floor"])
def test_where_devices_say_they_stand_cannot_allow(place: str) -> None:
    text = "policies: [{name: a, match: {%s: hall%s}, effect: %s, reason: r}]"
    for entity in ("", ", entity_id: 'lock.*'"):
        with pytest.raises(ConfigError, match="give the exact entity_id"):
            parse_policies(text % (place, entity, "allow"), "p.yaml")
    assert parse_policies(text % (place, ", entity_id: lock.front", "allow"), "p.yaml").policies
    assert parse_policies(text % (place, "", "deny"), "p.yaml").policies


def test_a_missing_file_means_no_policies(tmp_path: Path) -> None:
    assert load_policies(tmp_path / "policy.yaml").policies == ()


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ConfigError, match=r"policy.yaml:1: cannot be read"):
        load_policies(file)


@pytest.mark.parametrize("text", ["?", "1: 2", "[]: 1", "true: x"])
def test_keys_that_are_no_words_are_named_too(text: str) -> None:
    with pytest.raises(ConfigError, match=r"p.yaml:1: .* unknown key"):
        parse_policies(text, "p.yaml")


@given(st.text(max_size=200) | st.text("policesnamtchrd: -[]{}?&*!|>'\"\n\t#%@1", max_size=80))
def test_any_text_gives_policies_or_located_mistakes(text: str) -> None:
    try:
        parse_policies(text, "p.yaml")
    except ConfigError as error:
        assert error.problems
        assert all(problem.line >= 1 for problem in error.problems)
