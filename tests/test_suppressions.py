"""Where a security rule is broken on purpose, a reason stands beside it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.check import CHECKS

ROOT = Path(__file__).parent.parent
SUPPRESSED = re.compile(
    r"#\s*(?:noqa: (?P<rules>[A-Z]+\d+(?:, ?[A-Z]+\d+)*)|nosec(?: B\d+)*)(?P<why>.*)"
)
SOURCES = [
    file for part in ("hub", "integrations", "tools") for file in (ROOT / part).rglob("*.py")
]
WEAK = """
import hashlib, tarfile
hashlib.md5(b"x").hexdigest()
eval(input())
def unpack(file):
    tarfile.open(file).extractall("/")
"""


def suppressions() -> list[tuple[str, str]]:
    found = []
    for file in SOURCES:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            match = SUPPRESSED.search(line)
            if match and (match["rules"] is None or re.search(r"\bS\d{3}", match["rules"])):
                found.append((f"{file.relative_to(ROOT)}:{number}", match["why"]))
    return found


def test_every_security_rule_that_is_broken_has_its_reason() -> None:
    found = suppressions()
    assert len(found) > 20, "nothing was looked at"
    without = [place for place, why in found if not re.match(r"\s*(#|--?|\() ?\w", why)]
    assert without == []


def test_bandit_is_one_of_the_checks_and_finds_what_is_weak(tmp_path: Path) -> None:
    tool, *arguments = CHECKS["security"]
    assert tool == "bandit"
    (tmp_path / "weak.py").write_text(WEAK)
    options = arguments[: arguments.index("-r")]
    ended = subprocess.run(
        [str(Path(sys.executable).parent / tool), *options, str(tmp_path / "weak.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert ended.returncode == 1
    for rule in ("B324", "B307", "B202"):
        assert rule in ended.stdout


@pytest.mark.parametrize("rule", ["S"])
def test_ruffs_security_rules_are_on(rule: str) -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'select = ["ALL"]' in text
    ignored = re.search(r"ignore = \[(.*?)\]", text, re.DOTALL)
    assert ignored is not None
    assert not re.search(rf'"{rule}\d', ignored[1])
