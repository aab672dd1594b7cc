"""Rules that are changed one at a time, as an editor does: automations, scripts and scenes.

raw item -> parsed, with all that is wrong -> its file -> versions -> put to work
"""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.automation.checking import check
from hub.automation.checking.looking_over import TemplateError
from hub.automation.files.blueprints import Blueprints
from hub.automation.files.editing import EditFailed, Filed
from hub.automation.files.folder import Folder
from hub.automation.files.rule_items import parse_automation, parse_scene, parse_script
from hub.automation.files.tree import Spot
from hub.automation.files.versions import Versions
from hub.automation.held_rule import MOST_RULES, RuleGone, RuleRefused
from hub.automation.keeping import Keeping
from hub.automation.model.rules import Automation, Configuration, Scene, Script
from hub.automation.model.values import Place
from hub.automation.rule_text import Reading, as_entry, read_rule, with_id
from hub.automation.rulebook import RuleBook
from hub.home.ids import UserId
from hub.home.keeping_stores import RuleRecord
from hub.home.rule_versions import Kind, RuleVersion
from hub.home.yaml_config import ConfigError, ConfigProblem
from hub.record import record

_TYPES: dict[Kind, type[Filed]] = {"automation": Automation, "script": Script, "scene": Scene}
# Home Assistant writes these first, in this order.
_FIRST = ("id", "alias", "name", "description", "triggers", "conditions", "actions")


@record(frozen=True, slots=True)
class RuleEdits:
    """Reads, writes and restores rules by their ids. What it has done is on disk, and at work."""

    keeping: Keeping
    book: RuleBook
    versions: Versions
    now: Callable[[], datetime]
    template_error: TemplateError

    async def source(self, kind: Kind, rule_id: str) -> dict[str, Any]:
        """Return what the file says of a rule, as plain data.

        Raises:
            RuleGone: there is no such rule.
            EditFailed: its file cannot be read any more.
        """
        return await asyncio.to_thread(self.book.source, self._get(kind, rule_id))

    async def put(
        self, kind: Kind, rule_id: str, raw: Mapping[str, Any], *, user_id: UserId | None = None
    ) -> None:
        """Write a rule, new or in the place of the one of this id.

        Raises:
            ConfigError: it is no rule; with all that is wrong.
            EditFailed: it cannot be written.
            RuleRefused: there are too many already.
        """
        async with self.keeping.turn:
            await self.versions.catch_up()  # what it says until now is a version too
            current = self._current(kind, rule_id)
            item = _item(kind, rule_id, raw)
            parsed = await asyncio.to_thread(self._parsed, kind, rule_id, item, current)
            self._check_templates(parsed)
            placed = await self._write(parsed, item, current)
            await self._put_to_work(kind, rule_id, placed, current, user_id)

    async def read_text(self, kind: Kind, rule_id: str | None, text: str) -> Reading:
        """Return what the text of a rule says, None: of a new one; nothing is kept.

        Raises:
            ConfigError: it is no rule; with all that is wrong, and the lines in this text.
        """
        current = None if rule_id is None else self._current(kind, rule_id)
        root = self.book.root_of(current)
        file = Path(current.place.file) if current is not None else root / f"new_{kind}.yaml"
        reading = await asyncio.to_thread(read_rule, kind, rule_id, text, file, root)
        self._check_templates(reading.rule)
        return reading

    async def put_text(
        self,
        kind: Kind,
        rule_id: str,
        text: str,
        *,
        is_new: bool = False,
        user_id: UserId | None = None,
    ) -> None:
        """Write a rule as a text says it, comments and all; `is_new`: there is none of this id.

        Raises:
            ConfigError: it is no rule; with all that is wrong, and the lines in this text.
            EditFailed: it cannot be written.
            RuleGone: there is none of this id, and it is not to be a new one.
            RuleRefused: there is one already, or there are too many.
        """
        async with self.keeping.turn:
            current = self._current(kind, rule_id)
            if is_new and current is not None:
                raise RuleRefused(f"there is a rule {rule_id!r} already; give this one another id")
            if not is_new and current is None:
                raise RuleGone(f"no {kind} {rule_id!r}")
            reading = await self.read_text(kind, rule_id, text)
            await self.versions.catch_up()
            placed = await self._write_text(rule_id, text, reading, current)
            await self._put_to_work(kind, rule_id, placed, current, user_id)

    async def delete(self, kind: Kind, rule_id: str) -> None:
        """Take a rule out of its file; its versions stay.

        Raises:
            RuleGone: there is no such rule.
            EditFailed: it cannot be done without touching anything else.
        """
        async with self.keeping.turn:
            await self.versions.catch_up()
            await asyncio.to_thread(self.book.remove, self._get(kind, rule_id))
            await self.keeping.reload()

    async def list_versions(self, kind: Kind, rule_id: str) -> Sequence[RuleVersion]:
        """Return the versions of a rule, the newest first; a deleted rule has its own still."""
        return await self.versions.list(kind, rule_id)

    async def version(self, kind: Kind, rule_id: str, number: int) -> RuleVersion:
        """Return one version.

        Raises:
            RuleGone: there is none of this number.
        """
        found = await self.versions.get(kind, rule_id, number)
        if found is None:
            raise RuleGone(f"no version {number} of {kind} {rule_id!r}")
        return found

    async def restore(
        self, kind: Kind, rule_id: str, number: int, *, user_id: UserId | None = None
    ) -> RuleVersion:
        """Have a rule say what it said in a version; a deleted one comes back.

        Raises:
            RuleGone: there is none of this number.
            EditFailed: it cannot be written.
        """
        async with self.keeping.turn:
            version = await self.version(kind, rule_id, number)
            current = self._current(kind, rule_id)
            restored = await self.versions.restore(version, current, user_id=user_id)
            await self.keeping.reload()
            return restored

    def _get(self, kind: Kind, rule_id: str) -> Filed:
        found = self._current(kind, rule_id)
        if found is None:
            raise RuleGone(f"no {kind} {rule_id!r}")
        return found

    def _current(self, kind: Kind, rule_id: str) -> Filed | None:
        """Return a rule as it is now: automations come and go by sentences and by running too."""
        if kind != "automation":
            return self.keeping.read.rule(kind, rule_id)
        one = self.keeping.engine.automation(rule_id)
        return None if one is None else one.automation

    def _parsed(
        self, kind: Kind, rule_id: str, item: Mapping[str, Any], current: Filed | None
    ) -> Filed:
        spot = Spot(Place(f"{kind} {rule_id}", 1))
        filled = item
        if kind != "scene":
            blueprints = Blueprints(Folder(self.book.root_of(current), os.environ))
            filled = blueprints.filled(kind, item, spot)
        match kind:
            case "automation":
                return parse_automation(filled, spot.place)
            case "script":
                return parse_script(rule_id, filled, spot.place)
            case "scene":
                return parse_scene(filled, spot.place)

    def _check_templates(self, rule: Filed) -> None:
        """Refuse a rule with a template that is none: it could never run."""
        if isinstance(rule, Scene):
            return
        held = (
            Configuration(automations=(rule,))
            if isinstance(rule, Automation)
            else Configuration(scripts=(rule,))
        )
        found = check(held, template_error=self.template_error)
        wrong = [one for one in found if one.code == "template"]
        if wrong:
            raise ConfigError(
                [ConfigProblem(one.place.file, one.place.line, "", one.message) for one in wrong]
            )

    async def _put_to_work(
        self, kind: Kind, rule_id: str, placed: Filed, current: Filed | None, user_id: UserId | None
    ) -> None:
        """Keep the version of what was written, and have it run."""
        await self.versions.keep(placed, "api", user_id=user_id)
        if isinstance(placed, Automation) and current is None:
            record = RuleRecord(rule_id=rule_id, kept_at=self.now(), user_id=user_id)
            await self.keeping.engine.put(placed, record)
        await self.keeping.reload()
        if self.keeping.read.rule(kind, rule_id) is None:
            text = f"{placed.place}: {kind} {rule_id!r} was written, but cannot be read"
            raise EditFailed(f"{text}; GET /api/lares/rules tells why")

    async def _write_text(
        self, rule_id: str, text: str, reading: Reading, current: Filed | None
    ) -> Filed:
        """Write a text into the file of a rule, or into one of its own."""
        rule, is_script = reading.rule, isinstance(reading.rule, Script)
        whole = as_entry(text, rule_id, reading) if is_script else with_id(text, rule_id, reading)
        made = _known_as(rule, rule_id)
        if current is not None:
            written = text if is_script else whole
            await asyncio.to_thread(self.book.replace_text, current, written)
            return replace(made, place=current.place)
        self._check_room(rule)
        name = rule_id if is_script else f"{_name_of(rule)} {rule_id}"
        file = await asyncio.to_thread(self.book.add_text, type(rule), whole, name=name)
        return replace(made, place=Place(str(file), 1))

    def _check_room(self, rule: Filed) -> None:
        if isinstance(rule, Automation) and len(self.keeping.engine.automations) >= MOST_RULES:
            raise RuleRefused(f"there are {MOST_RULES} rules already; delete some first")

    async def _write(self, rule: Filed, item: Mapping[str, Any], current: Filed | None) -> Filed:
        """Write a rule into its file; returns it with its place there."""
        if current is not None:
            await asyncio.to_thread(self.book.replace, current, item)
            return replace(rule, place=current.place)
        self._check_room(rule)
        object_id = rule.object_id if isinstance(rule, Script) else ""
        file = await asyncio.to_thread(self.book.add, type(rule), item, object_id=object_id)
        return replace(rule, place=Place(str(file), 1))


def _known_as(rule: Filed, rule_id: str) -> Filed:
    match rule:
        case Automation():
            return replace(rule, id=rule_id, has_id=True)
        case Scene():
            return replace(rule, id=rule_id)
        case Script():
            return rule


def _name_of(rule: Filed) -> str:
    return rule.name if isinstance(rule, Scene) else rule.alias


def _item(kind: Kind, rule_id: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item as it is to stand in its file: with its id, and in the usual order."""
    given = dict(raw)
    if kind == "script":
        given.pop("id", None)
    else:
        given["id"] = rule_id
    first = {key: given.pop(key) for key in _FIRST if key in given}
    return first | given


__all__ = ["ConfigError", "EditFailed", "RuleEdits", "RuleGone"]
