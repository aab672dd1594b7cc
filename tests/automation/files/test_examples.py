"""The examples that are shipped: read without a word, about the demo home, and nothing odd."""

from pathlib import Path

import pytest

from hub.automation.checking import Known, check
from hub.automation.files.loading import load
from hub.home.actions import ACTIONS
from integrations.virtual.inventory import load_inventory

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "rules" / "automations"
FILES = sorted(EXAMPLES.glob("*.yaml"))
# Who and where you are is not in the demo home.
YOURS = {"person.anna", "zone.home", "sun.sun"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_is_read_without_a_word(file: Path) -> None:
    loaded = load(file)
    assert (loaded.problems, loaded.notes) == ((), ())
    [automation] = loaded.configuration.automations
    assert automation.has_id
    assert automation.alias
    assert automation.triggers
    assert automation.actions


def test_together_they_are_about_the_demo_home_and_nothing_is_odd() -> None:
    inventory = load_inventory(ROOT / "rules" / "homes" / "demo.yaml")
    entities = frozenset({entity.id for entity in inventory.entities} | YOURS)
    areas = {
        area.id: frozenset(one.id for one in inventory.entities if one.area == area.id)
        for area in inventory.areas
    }
    own = frozenset({"lares.plan"})
    known = Known(entities=entities, areas=areas, actions=frozenset(ACTIONS) | own)
    configuration = load(EXAMPLES).configuration
    assert len(configuration.automations) == len(FILES)
    assert check(configuration, known) == []


def test_each_is_told_of() -> None:
    told = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in FILES if f"`{file.name}`" not in told] == []
