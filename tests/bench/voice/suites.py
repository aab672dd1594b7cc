"""The sentences that are measured: our own for the demo home, and the development sentences.

The latter are not in this repository; without them our own are measured alone.
"""

import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from hub.language.evaluation.cases import Case, Does, Suite
from hub.language.evaluation.suites import read_suites
from integrations.virtual import Inventory, parse_inventory

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
DEMO = ROOT / "rules" / "homes" / "demo.yaml"
EXTRAS = HERE / "extras.yaml"
SENTENCES = HERE / "sentences.yaml"
DEVELOPMENT = ROOT.parent / "shared" / "dev-sentences" / "en"
SENSITIVE = "sensitive"


def inventory_text() -> str:
    """Return the virtual home that our own sentences are about."""
    return f"{DEMO.read_text()}\n{EXTRAS.read_text()}"


def inventory() -> Inventory:
    """Return the same, read."""
    return parse_inventory(inventory_text())


@cache
def own_suite() -> Suite:
    """Read our own sentences."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = _as_exam_home(inventory())
        (folder / "home.yaml").write_text(yaml.safe_dump(home, allow_unicode=True))
        shutil.copy(SENTENCES, folder)
        return read_suites(folder)[0]


def development_cases(count: int, seed: int = 8) -> Sequence[Case]:
    """Return development sentences drawn by chance, none if they are not there."""
    if not DEVELOPMENT.is_dir():
        return ()
    cases = read_suites(DEVELOPMENT)[0].cases
    chance = Random(seed)  # noqa: S311 -- a benchmark draws its sentences
    return chance.sample(cases, min(count, len(cases)))


def timeable(cases: Sequence[Case]) -> list[Case]:
    """Return the sentences that send a command at once."""
    return [
        case
        for case in cases
        if case.category != SENSITIVE
        and all(isinstance(each, Does) and not each.chores for each in case.expected)
    ]


def some(cases: Sequence[Case], count: int) -> list[Case]:
    """Return so many of the sentences, from all over the list; of a few all."""
    most = min(count, len(cases))
    return [cases[number * len(cases) // most] for number in range(most)]


def _as_exam_home(virtual: Inventory) -> dict[str, Any]:
    return {
        "floors": [each.model_dump(mode="json") for each in virtual.floors],
        "areas": [each.model_dump(mode="json") for each in virtual.areas],
        "entities": [
            each.model_dump(mode="json", exclude={"device", "state"})
            | ({} if each.state is None else {"state": each.state})
            for each in virtual.entities
        ],
    }
