"""What a configuration says, gathered by domain: top-level keys, packages, loose rule files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.automation.files.keys import shown
from hub.automation.files.tree import DEEPEST, Bad, Spot
from hub.automation.model.values import Place

LISTS = frozenset(("automation", "scene", "zone", "person", "template", "notify"))
MAPS = frozenset(
    ("script", "input_boolean", "input_number", "input_select", "input_text", "input_datetime",
     "input_button", "timer", "counter", "schedule", "group", "proximity")
)  # fmt: skip
# Domains whose list may hold `platform: template` beside what is not ours.
PLATFORMS = frozenset(
    ("sensor", "binary_sensor", "switch", "light", "cover", "fan", "lock", "vacuum",
     "alarm_control_panel", "weather")
)  # fmt: skip
CORE = "homeassistant"
_OF_CORE = frozenset(("packages", "customize"))


@dataclass(slots=True)
class Sections:
    """All that was found, each with the spot where it stands. `customized` is entity id -> keys."""

    found: dict[str, list[tuple[Any, Spot]]] = field(default_factory=dict)
    customized: list[tuple[Any, Spot]] = field(default_factory=list)
    left_alone: dict[str, Place] = field(default_factory=dict)

    def add(self, domain: str, value: Any, spot: Spot) -> None:
        """Add what stands under one key of a domain."""
        if isinstance(value, Bad):
            report_bad(value, spot)
        elif value is not None:
            self.found.setdefault(domain, []).append((value, spot))

    def add_configuration(self, tree: Any, spot: Spot, *, is_package: bool = False) -> None:
        """Add a mapping of top-level keys: configuration.yaml, a package, a file of helpers."""
        if isinstance(tree, Bad):
            report_bad(tree, spot)
            return
        if not isinstance(tree, Mapping):
            if tree is not None:
                spot.report(f"expected keys such as 'automation:', found {shown(tree)}")
            return
        for key, value in tree.items():
            domain, at = domain_of_key(key), spot.at(tree, key)
            if domain in LISTS | MAPS | PLATFORMS:
                self.add(domain, value, at)
            elif domain != CORE:
                self.left_alone.setdefault(key, at.place)
        if CORE in tree and not is_package:  # last: what packages name twice is theirs to lose
            self._add_core(tree[CORE], spot.at(tree, CORE))

    def items(self, domain: str) -> Iterator[tuple[Any, Spot]]:
        """Yield the items of a domain that is a list, lists within lists spread."""
        for value, spot in self.found.get(domain, ()):
            yield from _spread(value, spot)

    def named(self, domain: str) -> Iterator[tuple[str, Any, Spot]]:
        """Yield the items of a domain that is a mapping, each name once; others are reported."""
        seen: dict[str, Place] = {}
        for value, spot in self.found.get(domain, ()):
            if not isinstance(value, Mapping):
                spot.report(f"expected names, each with its settings, found {shown(value)}")
                continue
            for name, inner in value.items():
                at = spot.at(value, name)
                if name in seen:
                    at.report(f"the name {name!r} is taken by {seen[name]}; choose another")
                    continue
                seen[name] = at.place
                yield name, inner, at

    def _add_core(self, value: Any, spot: Spot) -> None:
        if isinstance(value, Bad):
            report_bad(value, spot)
        if not isinstance(value, Mapping):
            return
        if set(value) - _OF_CORE:
            self.left_alone.setdefault(CORE, spot.place)
        if value.get("customize") is not None:
            self.customized.append((value["customize"], spot.at(value, "customize")))
        self._add_packages(value.get("packages"), spot.at(value, "packages"))

    def _add_packages(self, packages: Any, at: Spot) -> None:
        if isinstance(packages, Bad):
            report_bad(packages, at)
        elif isinstance(packages, list):  # of `!include_dir_list`, or written so
            for number, package in enumerate(packages):
                self.add_configuration(package, at.at(packages, number), is_package=True)
        elif isinstance(packages, Mapping):
            for name, package in packages.items():
                self.add_configuration(package, at.at(packages, name), is_package=True)
        elif packages is not None:
            at.report(f"expected packages by name, found {shown(packages)}")


def domain_of_key(key: str) -> str:
    """Return the domain of a top-level key, which may carry a label: "automation kitchen"."""
    return key.partition(" ")[0]


def report_bad(bad: Bad, spot: Spot) -> None:
    """Report a value that could not be read, where it could not be."""
    Spot(bad.place, spot.key, spot.problems).report(bad.message)


def _spread(value: Any, spot: Spot, depth: int = 0) -> Iterator[tuple[Any, Spot]]:
    if isinstance(value, Bad):
        report_bad(value, spot)
    elif depth > DEEPEST:
        spot.report("too many lists within each other; write it flatter")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _spread(item, spot.at(value, number), depth + 1)
    elif value is not None and value != {}:  # an empty file that was included
        yield value, spot
