"""A folder of the user's own rule files, with no configuration.yaml: which file holds what."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hub.automation.files.folder import SECRETS, Folder
from hub.automation.files.sections import CORE, LISTS, MAPS, PLATFORMS, Sections, domain_of_key
from hub.automation.files.tree import Node, Spot
from hub.automation.model.values import Place
from hub.home.ids import slugify
from hub.home.yaml_config import ConfigError, ConfigProblem

POLICY = "policy.yaml"
_IGNORED = frozenset((POLICY, SECRETS))
_DOMAINS = LISTS | MAPS | PLATFORMS | {CORE}
_PLURALS = {f"{domain}s": domain for domain in LISTS | MAPS} | {
    "people": "person",
}  # fmt: skip
_OF_A_RULE = frozenset(("trigger", "triggers", "action", "actions"))


def files_of(folder: Folder) -> Iterator[Path]:
    """Yield the files of a rule folder: not the policy, secrets, blueprints or hidden ones."""
    for file in folder.files_below(folder.root):
        within = file.relative_to(folder.root).parts
        if file.name not in _IGNORED and within[0] != "blueprints":
            yield file


def add_file(folder: Folder, file: Path, into: Sections, problems: list[ConfigProblem]) -> None:
    """Add what one file holds; a file that cannot be read is reported."""
    try:
        tree = folder.read(file)
    except ConfigError as error:
        problems.extend(error.problems)
        return
    spot = Spot(Place(str(file)), "", problems)
    domain = _domain_of(file, folder.root)
    if isinstance(tree, list):
        _add_list(tree, domain, spot, into)
    elif isinstance(tree, Mapping):
        _add_mapping(tree, domain, file, spot=spot, into=into)
    elif tree is not None:
        into.add_configuration(tree, spot)


def has_meaning(stem: str) -> bool:
    """Tell whether a file of this name is read as something other than a rule of its own."""
    is_ignored = f"{stem}.yaml" in _IGNORED or stem == "configuration"
    return is_ignored or _PLURALS.get(stem, stem) in _DOMAINS


def _domain_of(file: Path, root: Path) -> str | None:
    """Return the domain that a file's name, or a folder above it, tells."""
    parents = file.relative_to(root).parts[:-1] if file.is_relative_to(root) else ()
    for name in (file.stem, *reversed(parents)):
        domain = _PLURALS.get(name, name)
        if domain in LISTS | MAPS | PLATFORMS:
            return domain
    return None


def _add_list(tree: list[Any], domain: str | None, spot: Spot, into: Sections) -> None:
    """Add a list: its items tell what they are, before the name of their file does."""
    for number, item in enumerate(tree):
        # Template items have triggers, too.
        is_rule = isinstance(item, Mapping) and _is_rule(item) and domain != "template"
        is_scene = isinstance(item, Mapping) and "entities" in item
        if is_rule:
            kind = "automation"
        elif domain in LISTS | PLATFORMS:
            kind = str(domain)
        else:
            kind = "scene" if is_scene else "automation"
        into.add(kind, item, spot.at(tree, number))


def _add_mapping(
    tree: Mapping[str, Any], domain: str | None, file: Path, *, spot: Spot, into: Sections
) -> None:
    if "sequence" in tree or ("use_blueprint" in tree and domain == "script"):
        named = Node(spot.place)
        named.put(slugify(file.stem), tree, spot.place)
        into.add("script", named, spot)
    elif _is_rule(tree) or "use_blueprint" in tree:
        into.add("automation", tree, spot)
    elif "entities" in tree and "name" in tree and domain in {None, "scene"}:
        into.add("scene", tree, spot)
    elif domain in LISTS | MAPS and not _is_top_level(tree, domain):
        into.add(str(domain), tree, spot)
    else:
        into.add_configuration(tree, spot)


def _is_top_level(tree: Mapping[str, Any], domain: str | None) -> bool:
    """Tell whether the keys are those of a configuration, not what is within one of them."""
    names = {domain_of_key(key) for key in tree}
    # A template item has keys such as `sensor:` as well.
    return names <= _DOMAINS and (domain != "template" or "template" in names)


def _is_rule(tree: Mapping[str, Any]) -> bool:
    return not _OF_A_RULE.isdisjoint(tree)
