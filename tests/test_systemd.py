"""The units: tight, sound, and as their README has them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hub.cli import _parser
from hub.config import Config, load_config
from hub.home.yaml_config import parse_yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "systemd"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
SERVICES = ["lares", "lares-worker"]
MICROPHONE = "lares-listen"
LARES = "/opt/lares/.venv/bin/lares"
MOST_EXPOSED = 2.0


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units as they are, but for a program that is there on this machine."""
    for unit in FOLDER.glob("lares*.s*"):
        text = unit.read_text(encoding="utf-8").replace(LARES, "/bin/true")
        (tmp_path / unit.name).write_text(text)
    return sorted(tmp_path.glob("lares*.service")) + sorted(tmp_path.glob("lares*.socket"))


def analyze(*arguments: object) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    assert program is not None, "systemd is not installed: apt-get install systemd"
    return subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=15
    )


def settings_of(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_systemd_finds_no_fault(units: list[Path]) -> None:
    assert len(units) == 4
    checked = analyze("verify", "--man=no", *units)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("service", [*SERVICES, MICROPHONE])
def test_each_service_is_hardly_exposed(units: list[Path], service: str) -> None:
    unit = units[0].with_name(f"{service}.service")
    looked = analyze("security", "--offline=true", "--no-pager", "--threshold=20", unit)
    assert looked.returncode == 0, looked.stdout
    found = re.search(r"exposure level for \S+: ([\d.]+)", looked.stdout)
    assert found is not None, looked.stdout
    assert float(found[1]) < MOST_EXPOSED
    row = re.search(rf"^\| `{service}\.service` .* \| ([\d.]+) \|$", README, re.MULTILINE)
    assert row is not None
    assert row[1] == found[1], "the README tells another exposure"


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_promises_what_the_issue_asks_for(service: str) -> None:
    settings = settings_of(f"{service}.service")
    for key, value in {"Type": "notify", "DynamicUser": "yes", "ProtectSystem": "strict"}.items():
        assert settings[key] == [value]
    for key in ("MemoryMax", "CPUWeight", "WatchdogSec", "Restart", "TasksMax"):
        assert settings[key], key


def test_the_hub_comes_before_its_worker() -> None:
    hub, worker = settings_of("lares.service"), settings_of("lares-worker.service")
    assert int(hub["CPUWeight"][0]) > 10 * int(worker["CPUWeight"][0])
    assert int(hub["OOMScoreAdjust"][0]) < 0 < int(worker["OOMScoreAdjust"][0])
    assert "Requires" not in hub, "a worker that fails must not stop the hub"
    assert worker["PrivateNetwork"] == ["yes"]


def test_only_the_hub_may_open_the_workers_socket() -> None:
    own = settings_of("lares-worker.socket")
    group = (FOLDER / "lares.sysusers").read_text(encoding="utf-8").split("\n")[1].split()[1]
    assert own["SocketMode"] == ["0660"]
    assert own["SocketUser"] == ["root"]
    assert own["SocketGroup"] == [group] == settings_of("lares.service")["SupplementaryGroups"]
    assert own["ListenStream"][0] in settings_of("lares.service")["ExecStart"][0]


@pytest.mark.parametrize("service", [*SERVICES, MICROPHONE])
def test_the_command_takes_what_its_unit_gives(service: str) -> None:
    program, *arguments = settings_of(f"{service}.service")["ExecStart"][0].split()
    arguments = [one for one in arguments if not one.startswith("$")]
    assert program == LARES
    _parser().parse_args(arguments)


def test_the_readme_names_files_and_commands_that_exist() -> None:
    for named in re.findall(r"systemd/([\w.-]+)", README):
        assert (FOLDER / named).exists() or named == "system", named
    for unit in re.findall(r"`(lares[\w-]*\.(?:service|socket))`", README):
        assert (FOLDER / unit).exists(), unit
    for unit in FOLDER.glob("lares*"):
        assert f"systemd/{unit.name}" in README, f"nobody installs {unit.name}"
    for line in re.findall(rf"{LARES} (.*)", README):
        _parser().parse_args(line.split("`")[0].replace('"good evening"', "good").split())


def test_the_readme_names_the_secrets_that_the_unit_loads() -> None:
    loaded = settings_of("lares.service")["LoadCredential"]
    assert all(f"{name}:lares.{name}" in loaded for name in names_in_the_table())
    assert len(loaded) == len(names_in_the_table())


def names_in_the_table() -> list[str]:
    rows = re.findall(r"^\| (`lares\.[^|]+) \|", README, re.MULTILINE)
    names = [name for row in rows for name in re.findall(r"`lares\.([\w.]+)`", row)]
    return [name for name in names if name != "service"]


def test_the_keys_of_the_readme_are_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snippets = re.findall(r"`((?:http|mqtt|language_model): \{.*?\})`", README)
    assert len(snippets) >= 5
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "mqtt_password").write_text("x")
    for snippet in snippets:
        text = snippet.replace("...", "x").replace(
            "mqtt: {password", "mqtt: {username: x, password"
        )
        (tmp_path / "lares.yaml").write_text(text + "\n")
        load_config(tmp_path)


@pytest.mark.parametrize("document", ["README.md", "integrations/mqtt/README.md"])
def test_the_examples_of_lares_yaml_are_read(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    examples = [one for one in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "mqtt:" in one]
    assert examples
    for example in examples:
        parse_yaml(example, document, Config, lambda _name: "a secret")
        for comment in re.findall(r"^  # .*?: (\w+: .*)$", example, re.MULTILINE):
            assert set(re.findall(r"(?:^|, )(\w+):", comment)) <= known_keys(), comment


def known_keys() -> set[str]:
    models = [Config, *(field.annotation for field in Config.model_fields.values())]
    return {key for model in models for key in getattr(model, "model_fields", {})}
