"""The threats in the guard's README: each has a proof, and each proof is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "hub" / "guard" / "README.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", README)))
# ETSI EN 303 645 V2.1.1: how many provisions each section has.
PROVISIONS = {
    "5.1": 5, "5.2": 3, "5.3": 16, "5.4": 4, "5.5": 8, "5.6": 9, "5.7": 2, "5.8": 3, "5.9": 3,
    "5.10": 1, "5.11": 4, "5.12": 3, "5.13": 1, "6": 5,
}  # fmt: skip


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_proof_that_is_named_is_there(file: str, name: str) -> None:
    source = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {name}\(", source, re.MULTILINE), f"{file}::{name}"


def test_every_threat_has_a_defence_and_a_proof() -> None:
    threats = rows("Threats")
    assert len(threats) >= 20
    for threat, defence, proof in threats:
        assert defence, threat
        assert "::test_" in proof, threat


def test_every_provision_is_answered() -> None:
    answered = [number for cells in rows("ETSI EN 303 645") for number in cells[0].split(", ")]
    wanted = [
        f"{section}-{n}" for section, count in PROVISIONS.items() for n in range(1, count + 1)
    ]
    assert answered == wanted
    words = ("met", "not met", "does not apply")
    for cells in rows("ETSI EN 303 645"):
        assert cells[2].startswith(words), cells[0]
