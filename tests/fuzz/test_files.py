"""Any text in the files that people write: a result or located mistakes, never a breakdown."""

import io
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import given
from ruamel.yaml import YAML

from hub.automation.files.loading import load
from hub.config import Config
from hub.guard.policy_file import parse_policies
from hub.home.yaml_config import ConfigError, parse_yaml
from tests.support.fuzzing import fuzzing

SHIPPED = (Path(__file__).parents[2] / "rules" / "policy.yaml").read_text(encoding="utf-8")
EXAMPLES = sorted((Path(__file__).parents[2] / "rules" / "automations").glob("*.yaml"))
RULES = "\n".join(path.read_text(encoding="utf-8") for path in EXAMPLES[:1])
CONFIG = """
name: Home
latitude: 52.0
time_zone: Europe/Amsterdam
http: {host: 127.0.0.1, port: 8123}
mqtt: {host: broker, port: 1883, username: lares, password: secret, tls: true}
areas: [{id: hall, name: Hall, floor: ground, aliases: [entrance]}]
floors: [{id: ground, name: Ground, level: 0}]
"""
WORDS = st.sampled_from([
    "policies", "name", "match", "action", "effect", "allow", "deny", "*", "reason", "risk",
    "source", "rule", "entity_id", "lock.front_door", "id", "alias", "triggers", "trigger",
    "platform", "state", "to", "for", "at", "12:00:00", "conditions", "condition", "actions",
    "delay", "repeat", "count", "choose", "if", "then", "else", "sequence", "parallel",
    "wait_template", "{{", "mode", "max", "variables", "target", "data", "service",
    "light.turn_on", "event", "event_type", "zone", "sun", "sunset", "offset", "-01:00", "http",
    "host", "port", "mqtt", "areas", "floors", "level", "{{ 1 }}",
])  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | WORDS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=14,
)


def _dumped(value: Any) -> str:
    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump(value, stream)
    return stream.getvalue()


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """A good text with a few places spoilt."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 12))
        put = draw(
            st.text(max_size=4) | WORDS | st.sampled_from(["&a ", "*a", "<<: *a\n", "!!", "- "])
        )
        text = text[:at] + put + text[at + cut :]
    return text


def _texts(good: str) -> st.SearchStrategy[str]:
    return st.text(max_size=60) | VALUES.map(_dumped) | spoilt(good)


def _refused(error: ConfigError) -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.line >= 1
        assert problem.message


@fuzzing(60)
@given(text=_texts(SHIPPED))
def test_any_policy_file(text: str) -> None:
    try:
        parse_policies(text, "policy.yaml")
    except ConfigError as error:
        _refused(error)


@fuzzing(60)
@given(text=_texts(CONFIG))
def test_any_configuration(text: str) -> None:
    try:
        parse_yaml(text, "lares.yaml", Config, lambda _: None)
    except ConfigError as error:
        _refused(error)


@fuzzing(80)
@given(text=_texts(RULES), as_list=st.booleans())
def test_any_rule_file(text: str, as_list: bool, tmp_path: Path) -> None:  # noqa: FBT001 -- given
    whole = f"- id: one\n  alias: One\n{_indented(text)}" if as_list else text
    (tmp_path / "automations.yaml").write_bytes(whole.encode("utf-8", "surrogatepass"))
    loaded = load(tmp_path)
    for problem in loaded.problems:
        assert problem.line >= 1
    repr(loaded)


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())
