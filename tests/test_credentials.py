"""Secrets come from systemd's credentials or secrets.yaml, and show in no message."""

from pathlib import Path

import pytest

from hub.config import load_config, token_from_environment
from hub.credentials import FOLDER_VARIABLE, credential, located
from hub.home.yaml_config import ConfigError

BROKER = "mqtt: {host: 192.0.2.7, username: hub, password: !secret mqtt_password}\n"


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder such as systemd makes."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


def password_of(folder: Path) -> str | None:
    password = load_config(folder).mqtt.password
    return password.get_secret_value() if password else None


def test_a_credential_comes_before_the_file(tmp_path: Path, given: Path) -> None:
    (tmp_path / "lares.yaml").write_text(BROKER)
    (tmp_path / "secrets.yaml").write_text("mqtt_password: written\nother: 3\n")
    assert password_of(tmp_path) == "written"
    (given / "mqtt_password").write_text("loaded by systemd\n")
    assert password_of(tmp_path) == "loaded by systemd"


def test_a_secret_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "lares.yaml").write_text("name: x\n" + BROKER)
    with pytest.raises(ConfigError, match=r":2: mqtt\.password: there is no secret 'mqtt_pass"):
        load_config(tmp_path)
    (tmp_path / "lares.yaml").write_text("name: !env_var x\n")
    with pytest.raises(ConfigError, match=r":1: name: the tag '!env_var' is unknown"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    "text", ["http: {port: !secret wrong}", "areas: [!secret wrong]", "mqtt: {password: [hunter2]}"]
)
def test_no_message_shows_a_secret(tmp_path: Path, text: str) -> None:
    (tmp_path / "lares.yaml").write_text(text)
    (tmp_path / "secrets.yaml").write_text("wrong: hunter2\n")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert "hunter2" not in str(caught.value)
    assert "a secret" in str(caught.value)


def test_nor_does_one_about_what_belongs_together(tmp_path: Path) -> None:
    (tmp_path / "lares.yaml").write_text("mqtt: {password: hunter2}\n")
    with pytest.raises(ConfigError, match=r":1: mqtt: .* needs username, found the keys password"):
        load_config(tmp_path)


def test_broken_secrets_are_named(tmp_path: Path) -> None:
    (tmp_path / "lares.yaml").write_text(BROKER)
    (tmp_path / "secrets.yaml").write_text("a: [\n")
    with pytest.raises(ConfigError, match=r"secrets\.yaml:\d"):
        load_config(tmp_path)


def test_the_owners_token_may_be_a_credential(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LARES_TOKEN", raising=False)
    assert token_from_environment() is None
    (given / "owner_token").write_text("lares_x")
    token = token_from_environment()
    assert token is not None
    assert token.get_secret_value() == "lares_x"


def test_no_name_leads_out_of_the_folder(tmp_path: Path, given: Path) -> None:
    (tmp_path / "outside").write_text("x")
    assert [credential(name) for name in ("../outside", "..", ".", "", "/etc/passwd")] == [None] * 5
    (given / "key.pem").write_text("x")
    assert located(tmp_path, Path("key.pem")) == given / "key.pem"
    assert located(tmp_path, Path("other.pem")) == tmp_path / "other.pem"
    assert located(tmp_path, Path("/etc/key.pem")) == Path("/etc/key.pem")
