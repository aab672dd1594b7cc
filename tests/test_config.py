"""lares.yaml: defaults, and mistakes that are named with their place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.config import Config, load_config
from hub.home.yaml_config import ConfigError, parse_yaml


def test_no_file_means_defaults_on_loopback(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()
    assert Config().http.host == "127.0.0.1"


def test_every_mistake_is_named_with_line_and_key(tmp_path: Path) -> None:
    text = "name: x\nhttp:\n  prot: 3\n  port: a\nareas:\n  - id: k\n  - name: 3\nlatitude: 100\n"
    (tmp_path / "lares.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    found = {(p.line, p.key) for p in caught.value.problems}
    assert found == {
        (8, "latitude"),
        (4, "http.port"),
        (3, "http.prot"),
        (6, "areas.0"),
        (7, "areas.1"),
        (7, "areas.1.name"),
    }
    assert "did you mean 'port'" in str(caught.value)


@pytest.mark.parametrize("text", ["a: [", "- 1", "name: 1\nname: 2", "name: &a [*a]", "\t"])
def test_what_is_not_a_mapping_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(ConfigError, match=r"f\.yaml:\d+: "):
        parse_yaml(text, "f.yaml", Config)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_a_config_or_a_located_error(text: str) -> None:
    try:
        parse_yaml(text, "f.yaml", Config)
    except ConfigError as error:
        assert all(problem.line >= 1 for problem in error.problems)


def test_a_proxy_must_be_named_to_be_believed(tmp_path: Path) -> None:
    (tmp_path / "lares.yaml").write_text("http:\n  use_x_forwarded_for: true\n")
    with pytest.raises(ConfigError, match=r":1: http: .*trusted_proxies"):
        load_config(tmp_path)
    (tmp_path / "lares.yaml").write_text(
        "http:\n  use_x_forwarded_for: true\n  trusted_proxies: [127.0.0.1, '::1', 10.1.0.0/16]\n"
    )
    assert len(load_config(tmp_path).http.trusted_proxies) == 3
