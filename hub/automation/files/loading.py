"""Rule files, or a whole Home Assistant configuration folder, as a `Configuration`."""

import os
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from hub.automation.files.blueprints import Blueprints
from hub.automation.files.folder import Folder
from hub.automation.files.helper_items import customized, helpers, notifiers
from hub.automation.files.loose_files import add_file, files_of
from hub.automation.files.registries import Registries, read_made_helpers, read_registries
from hub.automation.files.rule_items import parse_automation, parse_scene, parse_script
from hub.automation.files.sections import Sections
from hub.automation.files.tree import Spot
from hub.automation.model.rules import Automation, Configuration, HelperConfig, Scene, Script
from hub.automation.model.values import Place
from hub.home.yaml_config import ConfigError, ConfigProblem
from hub.record import record

CONFIGURATION = "configuration.yaml"


@record(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What was read.

    `problems` say what was left out, in the order of the files; `notes` what is odd but was read.
    """

    configuration: Configuration = field(default_factory=Configuration)
    problems: tuple[ConfigProblem, ...] = ()
    notes: tuple[ConfigProblem, ...] = ()
    registries: Registries = field(default_factory=Registries)


def load(path: Path, *, environ: Mapping[str, str] | None = None) -> Loaded:
    """Read a rule file, a folder of rule files, or a folder with a configuration.yaml.

    Blocks: call it in a thread. `environ` is what `!env_var` reads. Never raises for what stands
    in files: that is among the problems.
    """
    variables = os.environ if environ is None else environ
    is_folder = path.is_dir()
    folder = Folder(path if is_folder else path.parent, variables)
    problems: list[ConfigProblem] = []
    sections = Sections()
    is_whole = is_folder and (path / CONFIGURATION).is_file()
    if is_whole or path.name == CONFIGURATION:
        _add_whole(folder, sections, problems)
        return _loaded(folder, sections, problems, has_storage=True)
    for file in files_of(folder) if is_folder else [path]:
        add_file(folder, file, sections, problems)
    return _loaded(folder, sections, problems, has_storage=is_folder)


def _add_whole(folder: Folder, sections: Sections, problems: list[ConfigProblem]) -> None:
    file = folder.root / CONFIGURATION
    try:
        tree = folder.read(file)
    except ConfigError as error:
        problems.extend(error.problems)
        return
    sections.add_configuration(tree, Spot(Place(str(file)), "", problems))


def _loaded(
    folder: Folder, sections: Sections, problems: list[ConfigProblem], *, has_storage: bool
) -> Loaded:
    registries = read_registries(folder.root, problems) if has_storage else Registries()
    written = tuple(helpers(sections))
    made = read_made_helpers(folder.root, registries, problems) if has_storage else ()
    blueprints = Blueprints(folder)
    configuration = Configuration(
        automations=_automations(sections, blueprints, problems),
        scripts=_scripts(sections, blueprints, problems),
        scenes=_scenes(sections, problems),
        helpers=_without_doubles(written, made),
        customized=tuple(customized(sections)),
        notifiers=tuple(notifiers(sections)),
        left_alone=sections.left_alone,
    )
    return Loaded(
        configuration=configuration,
        problems=tuple(dict.fromkeys(problems)),
        notes=tuple(dict.fromkeys(folder.notes)),
        registries=registries,
    )


def _automations(
    sections: Sections, blueprints: Blueprints, problems: list[ConfigProblem]
) -> tuple[Automation, ...]:
    found: dict[str, Automation] = {}
    parsed: list[tuple[Automation, Spot]] = []
    for raw, spot in sections.items("automation"):
        try:
            filled = blueprints.filled("automation", raw, spot)
            parsed.append((parse_automation(filled, spot.place, spot.key), spot))
        except ConfigError as error:
            problems.extend(error.problems)
    # Ids that people gave come first: those made of names must not take them.
    order: dict[str, int] = {}
    for number, (rule, spot) in sorted(enumerate(parsed), key=lambda pair: not pair[1][0].has_id):
        kept = rule if rule.has_id else replace(rule, id=_free(rule.id, found))
        if kept.id in found:
            earlier = found[kept.id]
            spot.report(f"the id {kept.id!r} is taken by {earlier.alias!r} ({earlier.place})")
            continue
        found[kept.id] = kept
        order[kept.id] = number
    return tuple(found[key] for key in sorted(found, key=order.__getitem__))


def _free(made: str, taken: Mapping[str, Any]) -> str:
    free, number = made, 1
    while free in taken:
        number += 1
        free = f"{made}_{number}"
    return free


def _scripts(
    sections: Sections, blueprints: Blueprints, problems: list[ConfigProblem]
) -> tuple[Script, ...]:
    found: list[Script] = []
    for object_id, raw, spot in sections.named("script"):
        try:
            filled = blueprints.filled("script", raw, spot)
            found.append(parse_script(object_id.lower(), filled, spot.place, spot.key))
        except ConfigError as error:
            problems.extend(error.problems)
    return tuple(found)


def _scenes(sections: Sections, problems: list[ConfigProblem]) -> tuple[Scene, ...]:
    found: list[Scene] = []
    for raw, spot in sections.items("scene"):
        platform = raw.get("platform", "homeassistant") if isinstance(raw, Mapping) else None
        if platform not in {None, "homeassistant"}:
            sections.left_alone.setdefault("scene", spot.place)
            continue
        try:
            if isinstance(raw, Mapping) and "states" in raw:  # `platform: homeassistant`
                for number, inner in enumerate(raw["states"] or ()):
                    at = spot.at(raw, "states").at(raw["states"], number)
                    found.append(parse_scene(inner, at.place, at.key))
                continue
            found.append(parse_scene(raw, spot.place, spot.key))
        except ConfigError as error:
            problems.extend(error.problems)
    return tuple(found)


def _without_doubles(
    written: tuple[HelperConfig, ...], made: tuple[HelperConfig, ...]
) -> tuple[HelperConfig, ...]:
    """Leave out what was made in the interface and is in YAML too, which wins."""
    known = {(helper.domain, helper.object_id) for helper in written if helper.domain != "template"}
    new = (helper for helper in made if (helper.domain, helper.object_id) not in known)
    return (*written, *new)
