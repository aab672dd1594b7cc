"""A broken `lares.yaml` costs its broken sections, and never opens the hub wider."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.config import Config
from hub.home.troubles import Troubles
from hub.safe_start.configuration import safe_config

WHOLE = """
name: House
http: {host: 0.0.0.0, port: 8200}
mqtt: {host: 192.0.2.7, username: hub, password: !secret broker}
owntracks: {secret: knock}
areas:
  - {id: kitchen, name: Kitchen}
"""


def read(folder: Path) -> tuple[Config, list[str]]:
    said: list[str] = []
    return safe_config(folder, Troubles(said.append)), said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a hub's folder whose files were whole at the last start."""
    (tmp_path / "lares.yaml").write_text(WHOLE)
    (tmp_path / "secrets.yaml").write_text("broker: open sesame\n")
    _, said = read(tmp_path)
    assert said == []
    return tmp_path


def test_a_whole_file_is_read_and_nothing_is_said(folder: Path) -> None:
    config, said = read(folder)
    assert (config.http.host, said) == ("0.0.0.0", [])  # noqa: S104 -- as written


def test_a_wrong_section_is_as_it_was_and_the_others_are_as_written(folder: Path) -> None:
    text = WHOLE.replace("host: 192.0.2.7", "hots: 192.0.2.8").replace("House", "Home")
    (folder / "lares.yaml").write_text(text)
    config, [said] = read(folder)
    assert config.name == "Home"
    assert config.mqtt.host == "192.0.2.7"
    assert config.mqtt.password is not None
    assert config.http.port == 8200
    assert "lares.yaml:4: mqtt.hots" in said
    assert "(mqtt)" in said


def test_a_wrong_http_section_means_loopback_whatever_it_was(folder: Path) -> None:
    (folder / "lares.yaml").write_text(WHOLE.replace("port: 8200", "port: many"))
    config, [said] = read(folder)
    assert config.http == Config().http
    assert config.mqtt.host == "192.0.2.7"
    assert "listens on 127.0.0.1" in said


def test_a_file_that_is_no_yaml_keeps_its_sections_but_the_torn_one(folder: Path) -> None:
    (folder / "lares.yaml").write_text("name: Torn\nareas: [\nhttp: {host: 0.0.0.0}\nmqtt:\n  ho")
    config, _ = read(folder)
    assert config.name == "Torn"
    assert [area.id for area in config.areas] == ["kitchen"]
    assert config.mqtt.host == "192.0.2.7"
    (folder / "lares.yaml").write_text("name: [\nhttp: {host: 0.0.0.0}")
    config, _ = read(folder)
    assert config.http.host == "127.0.0.1"


def test_a_lost_file_is_as_it_was_but_for_who_gets_in(folder: Path) -> None:
    (folder / "lares.yaml").unlink()
    config, [said] = read(folder)
    assert (config.mqtt.host, config.http.host) == ("192.0.2.7", "127.0.0.1")
    assert "missing" in said


def test_lost_secrets_are_those_of_the_last_start(folder: Path) -> None:
    (folder / "secrets.yaml").write_bytes(b"\xff\xfe")
    config, [said] = read(folder)
    assert config.mqtt.password is not None
    assert config.mqtt.password.get_secret_value() == "open sesame"
    assert config.http.host == "0.0.0.0"  # noqa: S104 -- its section is whole
    assert "secrets.yaml" in said
    assert "sesame" not in said


def test_owntracks_without_its_secret_is_off(tmp_path: Path) -> None:
    (tmp_path / "lares.yaml").write_text("owntracks: {secret: [1]}\n")
    config, _ = read(tmp_path)
    assert not config.owntracks.enabled


def test_no_secrets_are_no_mistake(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "lares.yaml").write_text("name: House\n")
    _, said = read(tmp_path)
    assert (said, caplog.text) == ([], "")


def test_nothing_was_ever_there(tmp_path: Path) -> None:
    config, said = read(tmp_path)
    assert (config, said) == (Config(), [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cut=st.integers(0, len(WHOLE)), noise=st.binary(max_size=30), at=st.integers(0, len(WHOLE)))
def test_whatever_is_in_the_file_it_opens_nothing_of_its_own(
    tmp_path: Path, cut: int, noise: bytes, at: int
) -> None:
    (tmp_path / "secrets.yaml").write_text("broker: open sesame\n")
    content = WHOLE.encode()
    (tmp_path / "lares.yaml").write_bytes(content[: min(at, cut)] + noise + content[at:cut])
    config, _ = read(tmp_path)
    host = config.http.host
    assert host == "127.0.0.1" or f"host: {host}".encode() in (tmp_path / "lares.yaml").read_bytes()
