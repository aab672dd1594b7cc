"""Which broker the hub turns to, and how it is kept safe."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from hub.broker import find_broker
from hub.config import MqttSettings
from hub.home.troubles import Troubles
from integrations.mqtt.broker_login import login_in
from integrations.mqtt.mqtt_config import MqttConfig, StatusMessage
from integrations.mqtt.security import Tls


async def found(
    settings: MqttSettings, folder: Path, troubles: Troubles | None = None
) -> MqttConfig:
    told = Troubles() if troubles is None else troubles
    async with AsyncExitStack() as parts:
        return await find_broker(parts, settings, folder, lambda _: None, told)


async def test_the_files_of_tls_lie_beside_lares_yaml_or_are_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "credentials"
    given.mkdir()
    (given / "hub.key").touch()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(given))
    settings = MqttSettings(
        host="broker.example",
        tls=True,
        certificate=Path("ca.pem"),
        client_cert=Path("/etc/hub.pem"),
        client_key=Path("hub.key"),
    )
    config = await found(settings, tmp_path)
    assert config.tls == Tls(tmp_path / "ca.pem", Path("/etc/hub.pem"), given / "hub.key")


@pytest.mark.parametrize(
    ("host", "tls", "warned"),
    [("192.0.2.7", False, True), ("192.0.2.7", True, False), ("127.0.0.1", False, False)],
)
async def test_a_password_that_travels_unencrypted_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, host: str, *, tls: bool, warned: bool
) -> None:
    settings = MqttSettings(host=host, username="hub", password=SecretStr("hunter2"), tls=tls)
    config = await found(settings, tmp_path)
    assert (config.username, config.password) == ("hub", "hunter2")
    assert ("travels unencrypted" in caplog.text) is warned
    assert "hunter2" not in caplog.text


async def test_the_hubs_own_broker_has_a_password(tmp_path: Path) -> None:
    config = await found(MqttSettings(), tmp_path)
    login = login_in(tmp_path)
    assert (config.host, config.username, config.password) == (
        "127.0.0.1",
        login.username,
        login.password,
    )


async def test_a_password_that_cannot_be_kept_costs_no_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broker.json").mkdir()
    troubles = Troubles()
    config = await found(MqttSettings(), tmp_path, troubles)
    assert config.password
    assert "broker.json" in troubles.in_a_line()
    assert config.password not in caplog.text


@pytest.mark.parametrize(
    "given",
    [
        {"password": "x"},
        {"client_key": "k", "tls": True},
        {"certificate": "c"},
        {"client_cert": "c"},
        {"clean_session": False},
    ],
)
def test_half_of_what_belongs_together_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="need"):
        MqttSettings.model_validate(given)


async def test_how_the_hub_speaks_to_any_broker(tmp_path: Path) -> None:
    given = {
        "topic_prefix": "estate/7",
        "client_id": "site7",
        "clean_session": False,
        "birth_message": {"topic": "hub/up", "payload": "", "retain": True},
        "will_message": None,
    }
    for more in ({}, {"host": "broker.example", "protocol": 5}):
        config = await found(MqttSettings.model_validate({**given, **more}), tmp_path)
        assert config.topic_prefix == "estate/7/"
        assert (config.client_id, config.clean_session) == ("site7", False)
        assert config.birth == StatusMessage("", "hub/up", retain=True)
        assert config.will is None
        assert config.protocol == ("5" if more else "3.1.1")
    usual = await found(MqttSettings(), tmp_path)
    assert (usual.birth, usual.will) == (StatusMessage("online"), StatusMessage("offline"))


async def test_the_hubs_own_broker_speaks_its_own_version(tmp_path: Path) -> None:
    assert (await found(MqttSettings(protocol="5"), tmp_path)).protocol == "3.1.1"


@pytest.mark.parametrize(("written", "meant"), [(5, "5"), (3.1, "3.1"), ("3.1.1", "3.1.1")])
def test_a_version_may_be_written_as_a_number(written: object, meant: str) -> None:
    assert MqttSettings.model_validate({"protocol": written}).protocol == meant


@pytest.mark.parametrize(
    "given",
    [
        {"protocol": 4},
        {"protocol": True},
        {"topic_prefix": "a/#"},
        {"topic_prefix": "$share/a"},
        {"birth_message": {"topic": "a/+"}},
        {"client_id": ""},
    ],
)
def test_what_no_broker_takes_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MqttSettings.model_validate(given)
