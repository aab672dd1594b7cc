"""Rules as the server needs them: kept, edited, tried, started."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

from hub.automation.checking import Finding
from hub.automation.drafts import Look
from hub.automation.model.rules import Automation
from hub.automation.model.values import Template
from hub.automation.past import Report
from hub.automation.rule_text import Reading
from hub.automation.templates.tracking import Changed, Watch
from hub.automation.webhooks import WebhookAnswer, WebhookCall
from hub.automation.world import Caller as RuleCaller
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId, UserId
from hub.home.keeping import Kept, KeptScript
from hub.home.model import Context
from hub.home.plan import Request
from hub.home.rule_versions import Kind, RuleVersion
from hub.home.yaml_config import ConfigProblem


class KeptRules(Kept, Protocol):
    """What is kept, with the files of rules."""

    @property
    def problems(self) -> Sequence[ConfigProblem]:
        """What is wrong with rule files that were left alone."""

    async def follow(self, plan_id: str) -> Mapping[str, Any] | None:
        """Wait for the script that a plan started; returns its response.

        Raises:
            HubError: it broke off.
        """

    async def list_scripts(self) -> Sequence[KeptScript]:
        """Return the scripts and the scenes of rule files."""

    async def rule_texts(self, rule_ids: Collection[str]) -> Mapping[str, str]:
        """Return the YAML of rules by their ids; those that are gone are left out."""


class RuleEdits(Protocol):
    """Rules one at a time: automations, scripts and scenes, and what they said before.

    Each method raises `RuleGone` if there is no such rule or version.
    """

    async def source(self, kind: Kind, rule_id: str) -> dict[str, Any]:
        """Return what the file says of a rule, as plain data."""

    async def put(
        self, kind: Kind, rule_id: str, raw: Mapping[str, Any], *, user_id: UserId | None = None
    ) -> None:
        """Write a rule, new or in the place of the one of this id.

        Raises:
            ConfigError: it is no rule; with all that is wrong.
            HubError: it cannot be written.
        """

    async def read_text(self, kind: Kind, rule_id: str | None, text: str) -> Reading:
        """Return what the text of a rule says, None: of a new one; nothing is kept.

        Raises:
            ConfigError: it is no rule; with all that is wrong, and the lines in this text.
        """

    async def put_text(
        self,
        kind: Kind,
        rule_id: str,
        text: str,
        *,
        is_new: bool = False,
        user_id: UserId | None = None,
    ) -> None:
        """Write a rule as a text says it; `is_new`: there is none of this id.

        Raises:
            ConfigError: it is no rule; with all that is wrong, and the lines in this text.
            HubError: it cannot be written.
        """

    async def delete(self, kind: Kind, rule_id: str) -> None:
        """Take a rule out of its file."""

    async def list_versions(self, kind: Kind, rule_id: str) -> Sequence[RuleVersion]:
        """Return the versions of a rule, the newest first."""

    async def version(self, kind: Kind, rule_id: str, number: int) -> RuleVersion:
        """Return one version."""

    async def restore(
        self, kind: Kind, rule_id: str, number: int, *, user_id: UserId | None = None
    ) -> RuleVersion:
        """Have a rule say what it said in a version."""


class RuleDrafts(Protocol):
    """Texts that nobody keeps yet."""

    async def look(self, kind: Kind, rule_id: str | None, text: str) -> Look:
        """Tell what is wrong with a text, or what it would do."""


class WatchedTemplates(Protocol):
    """Templates that are rendered anew when something they read changed."""

    def watch(
        self,
        template: Template,
        variables: Mapping[str, Any],
        changed: Changed,
        *,
        may_rest: bool = False,
    ) -> Watch:
        """Render a template, and call `changed` whenever its result is another one."""


class RuleBench(Protocol):
    """Parts of rules, tried by themselves.

    Each method raises `ConfigError` if what it is given is no such part, with all that is wrong.
    """

    def mentions(self) -> Mapping[EntityId, frozenset[EntityId]]:
        """Return which entities each kept rule names, by the rule's own entity."""

    def problem(self, part: Literal["triggers", "conditions", "actions"], raw: Any) -> str | None:
        """Return what is wrong with a part of a rule; it raises nothing."""

    def attach(
        self,
        raw: Any,
        variables: Mapping[str, Any],
        tell: Callable[[Mapping[str, Any], Context | None], None],
    ) -> Unsubscribe:
        """Call `tell` whenever a trigger fires; returns what ends it.

        Raises:
            HubError: this hub has no such trigger, or a template failed.
        """

    def holds(self, raw: Any, variables: Mapping[str, Any]) -> bool:
        """Tell whether conditions hold now.

        Raises:
            HubError: it cannot be told.
        """

    async def run(
        self, raw: Any, variables: Mapping[str, Any], caller: RuleCaller, context: Context
    ) -> Mapping[str, Any] | None:
        """Run actions as `caller`; returns their response when they have ended.

        Raises:
            HubError: one of them failed.
        """


class RuleTrials(Protocol):
    """Rules held against the past, and against the home."""

    async def backtest(
        self, *, rule_id: str | None, text: str | None, start: datetime, end: datetime
    ) -> tuple[Automation, Report]:
        """Tell what a rule would have done: one that is kept, or one whose text is given.

        Raises:
            RuleGone: there is no such rule.
            ConfigError: the text is no automation; with all that is wrong.
            HubError: it cannot be tried.
        """

    async def check(self) -> Sequence[Finding]:
        """Look over all rule files, the worst first."""


class Webhooks(Protocol):
    """Who listens at the addresses under `/api/webhook/`."""

    async def call(self, webhook_id: str, call: WebhookCall) -> WebhookAnswer:
        """Hand over a call, whether anybody listens or not."""


class Sentences(Protocol):
    """The sentences that start rules."""

    async def say(self, request: Request) -> str | None:
        """Start the rules that wait for a sentence; returns their reply, None if none waits."""
