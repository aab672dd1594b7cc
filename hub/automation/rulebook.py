"""All rule files of a hub: those in its own folder, and those given with `--rules`.

Rules that people speak are written into the hub's folder; files belong to people as much as to
the hub, and what is wrong in one of them is reported while the rest runs.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain
from pathlib import Path
from typing import Any

from hub.automation.files.editing import EditFailed, RuleEditor, key_of
from hub.automation.files.loading import Loaded, load
from hub.automation.files.registries import Registries
from hub.automation.model.rules import Automation, Configuration, Scene, Script
from hub.automation.model.values import Place
from hub.automation.spoken_files import write_spoken
from hub.home.rule_versions import Kind
from hub.home.rules import Rule
from hub.home.yaml_config import ConfigError, ConfigProblem
from hub.record import record

Filed = Automation | Script | Scene
# In the hub's own folder: one file for each rule that was spoken.
SPOKEN = "automations"

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True)
class Book:
    """What all rule files say together."""

    configuration: Configuration = field(default_factory=Configuration)
    problems: tuple[ConfigProblem, ...] = ()
    registries: tuple[Registries, ...] = ()
    # What is odd, but was read.
    notes: tuple[ConfigProblem, ...] = ()

    def automation(self, rule_id: str) -> Automation | None:
        """Return an automation by its id."""
        found = (rule for rule in self.configuration.automations if rule.id == rule_id)
        return next(found, None)

    def rule(self, kind: Kind, rule_id: str) -> Filed | None:
        """Return an automation, a script or a scene by its id."""
        found: Iterable[Filed]
        match kind:
            case "automation":
                found = self.configuration.automations
            case "script":
                found = self.configuration.scripts
            case "scene":
                found = self.configuration.scenes
        return next((rule for rule in found if key_of(rule) == (kind, rule_id)), None)


class RuleBook:
    """Reads and writes rule files. Blocks: call it in a thread once the hub runs.

    `own` is the folder of the hub's own files, `given` a file or folder that the owner named.
    """

    def __init__(self, own: Path, given: Path | None = None) -> None:
        self._own = own
        is_other = given is not None and given.resolve() != own.resolve()
        self._given = given if is_other else None
        self._own_editor = RuleEditor(own)
        self._given_editor = RuleEditor(self._given) if self._given is not None else None

    def load(self) -> Book:
        """Read all files; of two rules with one id the first counts."""
        paths = [path for path in (self._own, self._given) if path is not None and path.exists()]
        sources = [load(path) for path in paths]
        problems = list(chain.from_iterable(source.problems for source in sources))
        return Book(
            configuration=_together(sources, problems),
            problems=tuple(problems),
            registries=tuple(source.registries for source in sources),
            notes=tuple(chain.from_iterable(source.notes for source in sources)),
        )

    def add_spoken(self, rule: Rule) -> Automation:
        """Write a spoken rule into a file of its own; it is on disk when this returns.

        Raises:
            RuleFileFailed: the disk is full, or the folder cannot be written to.
            EditFailed: what was written cannot run; nothing is left of it.
        """
        file = write_spoken(self._own / SPOKEN, rule)
        try:
            return self._only(file)
        except EditFailed:
            file.unlink(missing_ok=True)
            raise

    def root_of(self, rule: Filed | None) -> Path:
        """Return the folder a rule belongs to, blueprints included; a new one is the hub's own."""
        return (self._own_editor if rule is None else self._editor(rule.place)).root

    def source(self, rule: Filed) -> dict[str, Any]:
        """Return what a rule says in its file, as plain data.

        Raises:
            EditFailed: it is not there any more.
        """
        return self._editor(rule.place).source(rule)

    def add(self, kind: type[Filed], raw: Mapping[str, Any], *, object_id: str = "") -> Path:
        """Write a new rule into a file of the hub's own; it is on disk when this returns.

        Raises:
            EditFailed: there is no file that it may be added to.
        """
        return self._own_editor.add(kind, raw, object_id=object_id)

    def bring_back(self, rule_id: str, text: str) -> Automation:
        """Write a rule that was removed as a file of its own, comments included.

        Raises:
            EditFailed: it cannot be written, or the text is none of a rule.
        """
        return self._only(self._own_editor.add_text(Automation, text, name=rule_id))

    def replace(self, rule: Filed, raw: Mapping[str, Any]) -> None:
        """Write a rule anew where it stands.

        Raises:
            EditFailed: it cannot be done without touching anything else.
        """
        self._editor(rule.place).replace(rule, raw)

    def pause(self, rule: Automation, *, is_paused: bool) -> None:
        """Write into its file whether a rule rests.

        Raises:
            EditFailed: it cannot be done without touching anything else.
        """
        self._editor(rule.place).pause(rule, is_paused=is_paused)

    def remove(self, rule: Filed) -> None:
        """Take a rule out of its file.

        Raises:
            EditFailed: it cannot be done without touching anything else.
        """
        self._editor(rule.place).delete(rule)

    def texts(self, rules: Sequence[Filed]) -> dict[tuple[Kind, str], str]:
        """Return what the files say of rules, by kind and id; those that are gone are left out."""
        own = [rule for rule in rules if self._editor(rule.place) is self._own_editor]
        given = [rule for rule in rules if self._editor(rule.place) is not self._own_editor]
        texts = dict(self._own_editor.texts(own))
        if given and self._given_editor is not None:
            texts |= self._given_editor.texts(given)
        return texts

    def replace_text(self, rule: Filed, text: str) -> None:
        """Put another text in the place of a rule's.

        Raises:
            EditFailed: it does not fit there.
        """
        self._editor(rule.place).replace_text(rule, text)

    def add_text(self, kind: type[Filed], text: str, *, name: str) -> Path:
        """Write a new rule whose text is given into the hub's own folder.

        Raises:
            EditFailed: it cannot be written.
        """
        return self._own_editor.add_text(kind, text, name=name)

    async def delete(self, automation: Automation) -> None:
        """Take a rule that is over out of its file; one that is gone is no error."""
        try:
            await asyncio.to_thread(self.remove, automation)
        except EditFailed as error:
            _log.warning("%s: it ran, but cannot be deleted: %s", automation.alias, error)

    def text(self, rule: Filed) -> str:
        """Return what the file says of a rule, empty if it is gone."""
        try:
            return self._editor(rule.place).text(rule)
        except EditFailed:
            return ""

    def _editor(self, place: Place) -> RuleEditor:
        is_own = Path(place.file).resolve().is_relative_to(self._own.resolve())
        if is_own or self._given_editor is None:
            return self._own_editor
        return self._given_editor

    @staticmethod
    def _only(file: Path) -> Automation:
        loaded = load(file)
        if len(loaded.configuration.automations) != 1:
            reasons = [problem.message for problem in loaded.problems]
            raise EditFailed("; ".join(reasons) or f"{file} holds no single automation")
        return loaded.configuration.automations[0]


def _together(sources: Sequence[Loaded], problems: list[ConfigProblem]) -> Configuration:
    parts = [source.configuration for source in sources]
    automations: dict[str, Automation] = {}
    scripts: dict[str, Script] = {}
    left_alone: dict[str, Place] = {}
    for part in parts:
        for rule in part.automations:
            _take(rule, rule.id, automations, problems)
        for script in part.scripts:
            _take(script, script.object_id, scripts, problems)
        left_alone |= dict(part.left_alone)
    return Configuration(
        automations=tuple(automations.values()),
        scripts=tuple(scripts.values()),
        scenes=tuple(chain.from_iterable(part.scenes for part in parts)),
        helpers=tuple(chain.from_iterable(part.helpers for part in parts)),
        customized=tuple(chain.from_iterable(part.customized for part in parts)),
        notifiers=tuple(chain.from_iterable(part.notifiers for part in parts)),
        left_alone=left_alone,
    )


def _take(rule: Any, key: str, into: dict[str, Any], problems: list[ConfigProblem]) -> None:
    earlier = into.setdefault(key, rule)
    if earlier is not rule:
        text = f"the id {key!r} is taken by {earlier.place}"
        problems.append(ConfigProblem(rule.place.file, rule.place.line, "id", text))


__all__ = ["Book", "ConfigError", "EditFailed", "RuleBook"]
