"""The command line: mistakes are told in one sentence, never as a traceback."""

import socket
from pathlib import Path

import pytest

from hub.cli import main
from hub.config import load_config
from hub.home.yaml_config import ConfigError
from tests.support.running_hub import RunningHub

BETTER = "long-enough"


def failing(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must fail; returns what it told."""
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert told.startswith("lares: ")
    assert "Traceback" not in told
    return told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--http-port", "99999"), "'99999' is not a port"),
        (("--mqtt", "localhost:99999"), "'99999' is not a port"),
        (("--mqtt", "1883"), "--mqtt wants HOST:PORT"),
        (("--rules", "nowhere/policy.yaml"), "no such file or folder"),
        (("--no-model", "--http-port", "0", "--mqtt", "localhost:x"), "'x' is not a port"),
    ],
)
def test_a_wrong_argument_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    assert told in failing(capsys, "run", "--config", str(tmp_path), *arguments)


def test_a_file_cannot_be_the_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert "cannot be the hub's folder" in failing(capsys, "run", "--config", str(file))


def test_a_missing_inventory_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    told = failing(capsys, "demo", "--config", str(tmp_path), "--inventory", "nowhere.yaml")
    assert "nowhere.yaml" in told


def test_a_taken_port_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LARES_TOKEN", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = failing(capsys, "run", "--config", str(tmp_path), "--no-model", "--http-port", port)
    assert f"127.0.0.1:{port}" in told
    assert "--http-port" in told


def test_a_token_too_short_leaves_the_way_for_a_better_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hub"
    monkeypatch.setenv("LARES_TOKEN", "short")
    told = failing(capsys, "run", "--config", str(folder), "--no-model", "--http-port", "0")
    assert "a token needs" in told
    with RunningHub(folder, "--no-model", command="run", token=BETTER) as hub:
        assert "one-time code" not in hub.output()


def test_no_hub_says_how_to_start_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "lares demo" in failing(capsys, "ask", "--config", str(tmp_path), "hello")


def test_a_second_hub_in_a_folder_is_refused_and_harms_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with RunningHub(tmp_path / "hub", "--no-model", command="run") as hub:
        told = failing(capsys, "run", "--config", str(hub.folder), "--http-port", "0")
        assert "another Lares runs" in told
        assert hub.remote.request("GET", "/api/")["message"] == "API running."


def test_a_config_that_is_no_text_or_no_time_zone_is_located(tmp_path: Path) -> None:
    for text in (b"name: \xff\xfe", b"time_zone: Mars/Base"):
        (tmp_path / "lares.yaml").write_bytes(text)
        with pytest.raises(ConfigError, match=r"lares\.yaml:1"):
            load_config(tmp_path)


def test_check_names_what_is_wrong_with_rule_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rules = tmp_path / "rules" / "automations"
    rules.mkdir(parents=True)
    (rules / "good.yaml").write_text(RULE)
    assert main(["check", "--config", str(tmp_path)]) == 0
    assert "no mistakes; rules: 1, scripts: 0 (no hub runs" in capsys.readouterr().out
    (rules / "a.yaml").write_text("- id: a\n  alias: x\n  triggers:\n  - trigger: moon\n")
    assert main(["check", "--config", str(tmp_path)]) == 1
    assert f"{rules / 'a.yaml'}:4: " in capsys.readouterr().out


RULE = """
- id: lamp
  alias: Lamp with the door
  triggers: [{trigger: event, event_type: bell}]
  actions:
    - {action: light.turn_on, target: {entity_id: light.desk_lamp}}
    - {action: light.turn_on, target: {entity_id: light.no_lamp}}
"""


def test_check_reads_a_whole_configuration_and_what_it_leaves_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "configuration.yaml").write_text("automation: !include a.yaml\nzha:\n  x: 1\n")
    (folder / "a.yaml").write_text(RULE.replace("light.turn_on", "light.turn_onn", 1))
    checking = ("check", "--config", str(tmp_path), "--rules", str(folder))
    assert main(checking) == 1
    told = capsys.readouterr().out
    assert f"{folder / 'a.yaml'}:6: error: " in told
    assert "light.turn_onn" in told
    assert f"{folder / 'configuration.yaml'}:2: note: 'zha'" in told
    (folder / "a.yaml").write_text(RULE)
    assert main(checking) == 0
    assert "no hub runs" in capsys.readouterr().out
    assert "nowhere" in failing(capsys, *checking[:-1], "nowhere")


@pytest.mark.e2e
@pytest.mark.timeout(120)
def test_rules_are_checked_and_tried_against_the_hub_that_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(RULE)
    with RunningHub(tmp_path / "hub", "--no-model") as hub:
        hub.wait_for("light.desk_lamp", "on", "off")
        hub.remote.request("POST", "/api/events/bell", {})
        options = ("--config", str(hub.folder))
        assert main(["check", *options, "--rules", str(file)]) == 1
        told = capsys.readouterr().out
        assert f"{file}:7: error: " in told
        assert "light.no_lamp" in told
        assert "light.desk_lamp'" not in told.partition("did you mean")[0]
        for named in ((str(file),), ("lamp with the door", "--rules", str(file))):
            assert main(["backtest", *named, *options, "--last", "1h"]) == 0
            told = capsys.readouterr().out
            assert "event 'bell'" in told
            assert "light.turn_on light.desk_lamp" in told
            assert "1 run, 1 call; nothing was sent" in told
        assert "no rule 'none'" in failing(capsys, "backtest", "none", *options)
        (hub.folder / "rules").mkdir(exist_ok=True)
        (hub.folder / "rules" / "mine.yaml").write_text(RULE)
        hub.remote.request("POST", "/api/services/homeassistant/reload_all", {})
        assert main(["backtest", "automation.lamp_with_the_door", *options]) == 0
        assert "light.desk_lamp" in capsys.readouterr().out


@pytest.mark.e2e
@pytest.mark.timeout(120)
def test_timers_are_planned_and_rules_listed_from_the_command_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rules = tmp_path / "hub" / "rules" / "automations"
    rules.mkdir(parents=True)
    (rules / "a.yaml").write_text(
        "- id: a\n  alias: Morning\n  triggers: [{trigger: time, at: '07:00'}]\n"
        "  actions: [{action: lares.tell, data: {message: Hello}}]\n"
    )
    with RunningHub(tmp_path / "hub", "--no-model") as hub:
        options = ("--config", str(hub.folder))
        assert main(["plan", *options, "set a timer for 5 minutes"]) == 0
        assert "Planned: set a timer for 5 minutes." in capsys.readouterr().out
        assert main(["rules", *options]) == 0
        told = capsys.readouterr().out
        assert "a  tell you “Hello” at 07:00 every day (next: " in told
