"""Texts that are to become rules: what is wrong with them, what is odd, and what they would do."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import field, replace
from itertools import islice

from hub.automation.checking import Finding, check
from hub.automation.checking.known_now import all_actions, known_of
from hub.automation.files.editing import key_of
from hub.automation.files.round_trip import fresh_lines
from hub.automation.files.spans import Span
from hub.automation.gist import gist_of
from hub.automation.model.rules import Automation, Configuration, Scene, Script
from hub.automation.rule_editing import RuleEdits
from hub.automation.rule_text import Filed
from hub.automation.rule_yaml import to_item
from hub.automation.wholeness import is_whole
from hub.home.home import Home
from hub.home.keeping import KeptRule
from hub.home.rule_versions import Kind
from hub.home.rules import Rule
from hub.home.yaml_config import ConfigError, ConfigProblem
from hub.record import record

# Of so many rules that name what a text names, conflicts are told while it is typed; `check` knows
# of all.
MOST_COMPARED = 60
_NAME = re.compile(r"[a-z_]+\.[a-z0-9_]+")


@record(frozen=True, slots=True, kw_only=True)
class Look:
    """What can be told of a text: mistakes, or what it would do (of automations: `kept`).

    Lines are those of the text. `findings` are about the rule as it stands in this home.
    """

    problems: tuple[ConfigProblem, ...] = ()
    notes: tuple[ConfigProblem, ...] = ()
    findings: tuple[Finding, ...] = ()
    name: str = ""
    given_id: str | None = None
    kept: KeptRule | None = None


@record(frozen=True, slots=True)
class Drafts:
    """Looks at texts that nobody keeps yet. Nothing is written."""

    edits: RuleEdits
    home: Home
    most_compared: int = field(default=MOST_COMPARED)

    async def look(self, kind: Kind, rule_id: str | None, text: str) -> Look:
        """Tell what is wrong with a text, or what it would do."""
        try:
            reading = await self.edits.read_text(kind, rule_id, text)
        except ConfigError as error:
            return Look(problems=error.problems)
        rule = reading.rule
        if isinstance(rule, Automation) and rule_id is not None:
            rule = replace(rule, id=rule_id)
        found = await self._findings(rule)
        kept = None
        if isinstance(rule, Automation):
            kept = KeptRule(gist_of(rule, self.home), is_whole=is_whole(rule, self.home))
        return Look(
            notes=reading.notes,
            findings=tuple(found),
            name=rule.name if isinstance(rule, Scene) else rule.alias,
            given_id=reading.given_id,
            kept=kept,
        )

    async def _findings(self, rule: Filed) -> Sequence[Finding]:
        kept = self.edits.keeping.read.configuration
        tried = _with(_near(kept, rule, self.most_compared), rule)
        known = known_of(self.home)
        found = await asyncio.to_thread(check, tried, known, template_error=_none_wrong)
        return [one for one in found if _name_of(rule) in one.rules]


def text_of(rule: Rule) -> str:
    """Return a spoken rule as a text that nobody keeps yet: without an id."""
    item = {key: value for key, value in to_item(rule).items() if key != "id"}
    return (
        "\n".join(fresh_lines(item, Span(0, 0, "file", 0, is_only=True, name="", offset=2))) + "\n"
    )


def _near(kept: Configuration, rule: Filed, most: int) -> Configuration:
    """Return what has to do with a rule: automations that name what it names, `most` at most."""
    said = str(dict(rule.states) if isinstance(rule, Scene) else dict(rule.raw))
    names = set(_NAME.findall(said)) - all_actions()
    near = (one for one in kept.automations if names & set(_NAME.findall(str(one.raw))))
    return replace(kept, automations=tuple(islice(near, most)))


def _with(kept: Configuration, rule: Filed) -> Configuration:
    """Return what is kept, with a rule in its place."""
    match rule:
        case Automation():
            others = (one for one in kept.automations if key_of(one) != key_of(rule))
            return replace(kept, automations=(*others, rule))
        case Script():
            scripts = (one for one in kept.scripts if key_of(one) != key_of(rule))
            return replace(kept, scripts=(*scripts, rule))
        case Scene():
            scenes = (one for one in kept.scenes if key_of(one) != key_of(rule))
            return replace(kept, scenes=(*scenes, rule))


def _name_of(rule: Filed) -> str:
    kind, rule_id = key_of(rule)
    return f"{kind}.{rule.name if isinstance(rule, Scene) else rule_id}"


def _none_wrong(source: str) -> None:
    """Say that a template is fine: those that are not were told before."""
    del source
