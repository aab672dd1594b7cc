"""What the two commands rely on: complete locks, a sound cache, safe service settings."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

import pytest

from tools.set_up import ROOT, sound_wheel, split_lock, wheel_key

LOCKS = ("install", "build", "runtime", "voice", "test", "clients", "satellite")
ADDRESS = re.compile(r"\w+://|^-|--index|--extra-index|--find-links|@ file", re.MULTILINE)


def requirements(lock: str) -> list[str]:
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    return [block for block in blocks if block and not block.startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    for block in requirements(lock):
        assert re.match(r"[a-z0-9.-]+==\S+", block), block
        assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_address(name: str) -> None:
    for ending in ("in", "txt"):
        text = (ROOT / "requirements" / f"{name}.{ending}").read_text()
        beside = re.sub(r"(?m)^-c (runtime|voice)\.txt$", "", text)
        assert not ADDRESS.search(beside)


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_what_was_asked_for(name: str) -> None:
    asked = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    pins = {re.sub(r"\[.*]", "", line) for line in asked if "==" in line}
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    locked = {block.split()[0] for block in requirements(lock)}
    assert pins <= locked


def test_runtime_and_test_locks_agree() -> None:
    versions: dict[str, str] = {}
    for name in ("runtime", "test"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text()
        for block in requirements(lock):
            head = block.split("\\")[0].strip()
            package, version = head.split("==", 1)
            if ";" not in version:
                assert versions.setdefault(package, version) == version


def test_splitting_a_lock_loses_nothing() -> None:
    lock = (ROOT / "requirements" / "runtime.txt").read_text()
    mine, others = split_lock(lock, "llama-cpp-python")
    assert mine.startswith("llama-cpp-python==")
    assert len(requirements(mine)) == 1
    assert len(requirements(others)) == len(requirements(lock)) - 1


def test_the_wheel_is_compiled_again_when_options_change() -> None:
    lock = "llama-cpp-python==1.0 \\\n    --hash=sha256:00\n"
    key = wheel_key(lock, "cmake==1", "-DA=ON  -DB=ON")
    assert key.startswith("llama-cpp-python-1.0-")
    assert key == wheel_key(lock, "cmake==1", "-DA=ON -DB=ON")
    assert key != wheel_key(lock, "cmake==1", "-DA=OFF -DB=ON")
    assert key != wheel_key(lock, "cmake==2", "-DA=ON -DB=ON")


def test_a_damaged_wheel_is_not_taken_from_the_cache(tmp_path: Path) -> None:
    wheel = tmp_path / "a-1-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    assert sound_wheel(tmp_path) is None
    (tmp_path / "SHA256").write_text(hashlib.sha256(b"wheel").hexdigest())
    assert sound_wheel(tmp_path) == wheel
    wheel.write_bytes(b"whee")
    assert sound_wheel(tmp_path) is None


@pytest.mark.parametrize("target", ["demo", "run", "test", "bench", "fmt", "clean"])
def test_make_knows_the_command(target: str) -> None:
    plan = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", target],  # noqa: S607 - any make will do
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert plan.stdout.strip()


def test_ci_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text()


@pytest.mark.parametrize(
    "setting",
    [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "CapabilityBoundingSet=",
        "SystemCallFilter=@system-service",
    ],
)
def test_the_service_is_hardened(setting: str) -> None:
    unit = (ROOT / "systemd" / "lares.service").read_text()
    assert setting in unit.splitlines()
