"""The history of every rule: each change of its text is kept, and can be taken back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from hub.automation.files.editing import EditFailed, Filed, key_of
from hub.automation.model.rules import Automation, Configuration, Scene, Script
from hub.home.ids import UserId
from hub.home.rule_versions import Kind, RuleVersion, RuleVersionStore, Why

# What is longer is no rule that anybody wrote; it is not kept.
LONGEST_TEXT = 256_000
_KINDS: dict[Kind, type[Filed]] = {"automation": Automation, "script": Script, "scene": Scene}


class TextEditor(Protocol):
    """Reads and writes the texts of rules where they stand; see `RuleEditor`."""

    def texts(self, rules: Sequence[Filed]) -> Mapping[tuple[Kind, str], str]:
        """Return what the files say of rules, by kind and id."""

    def replace_text(self, rule: Filed, text: str) -> None:
        """Put another text in the place of a rule's."""

    def add_text(self, kind: type[Filed], text: str, *, name: str) -> Path:
        """Write a new rule whose text is given."""


class Versions:
    """Keeps versions and restores them. `now` returns aware times."""

    def __init__(
        self, store: RuleVersionStore, editor: TextEditor, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._editor = editor
        self._now = now
        self._unnoticed: Configuration | None = None

    def notice_later(self, configuration: Configuration) -> None:
        """Have what was loaded noticed by `catch_up`, or by whoever asks for a version first."""
        self._unnoticed = configuration

    async def catch_up(self) -> None:
        """Notice what was left for later."""
        configuration, self._unnoticed = self._unnoticed, None
        if configuration is not None:
            await self.notice(configuration)

    async def notice(self, configuration: Configuration) -> Sequence[RuleVersion]:
        """Keep what was changed in files since the last version; call it after each load."""
        rules: list[Filed] = [
            *configuration.automations,
            *configuration.scripts,
            *configuration.scenes,
        ]
        return await self._keep(rules, "file", None)

    async def keep(
        self, rule: Filed, why: Why, *, user_id: UserId | None = None
    ) -> RuleVersion | None:
        """Keep what a rule's file says now; None if that is what the last version says.

        Call it once the change is in the file; `rule` is the rule as it was loaded again, or as it
        was before if its id is the same.
        """
        await self.catch_up()
        kept = await self._keep([rule], why, user_id)
        return kept[0] if kept else None

    async def list(self, kind: Kind, rule_id: str) -> Sequence[RuleVersion]:
        """Return the versions of a rule, the newest first; a deleted rule has its own still."""
        await self.catch_up()
        return await self._store.versions(kind, rule_id)

    async def get(self, kind: Kind, rule_id: str, number: int) -> RuleVersion | None:
        """Return one version."""
        await self.catch_up()
        return await self._store.version(kind, rule_id, number)

    async def restore(
        self, version: RuleVersion, current: Filed | None, *, user_id: UserId | None = None
    ) -> RuleVersion:
        """Write a version back into the file, of a deleted rule (`current` None) into a new one.

        Raises:
            EditFailed: it cannot be written.
        """
        file = await asyncio.to_thread(self._write_back, version, current)
        restored = version.model_copy(
            update={"at": self._now(), "user_id": user_id, "why": "restore", "file": str(file)}
        )
        [kept] = await self._store.put([restored])
        return kept

    def _write_back(self, version: RuleVersion, current: Filed | None) -> Path:
        if current is None:
            kind = _KINDS[version.kind]
            return self._editor.add_text(kind, version.text, name=version.rule_id)
        if key_of(current) != (version.kind, version.rule_id):
            raise EditFailed(f"version {version.number} is not one of {key_of(current)[1]!r}")
        self._editor.replace_text(current, version.text)
        return Path(current.place.file)

    async def _keep(
        self, rules: Sequence[Filed], why: Why, user_id: UserId | None
    ) -> Sequence[RuleVersion]:
        texts = await asyncio.to_thread(self._editor.texts, rules)
        last = {(kept.kind, kept.rule_id): kept.text for kept in await self._store.latest()}
        files = {key_of(rule): rule.place.file for rule in rules}
        new = [
            RuleVersion(
                kind=key[0],
                rule_id=key[1],
                at=self._now(),
                user_id=user_id,
                why=why,
                text=text,
                file=files[key],
            )
            for key, text in texts.items()
            if last.get(key) != text and len(text) <= LONGEST_TEXT
        ]
        return await self._store.put(new)
