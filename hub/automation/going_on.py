"""Runs that the end of the hub interrupted: which there are, and where each goes on."""

import logging
from collections.abc import Callable, Mapping, Sequence

from hub.automation.automation_at_work import AutomationAtWork
from hub.automation.durable import RunStore, SavedRun
from hub.automation.files.rule_items import parse_automation, parse_script
from hub.automation.firing.waits import Waits
from hub.automation.model.rules import Automation, Script
from hub.automation.script import Foster
from hub.automation.script_at_work import ScriptAtWork
from hub.home.model import Context
from hub.home.yaml_config import ConfigError

_log = logging.getLogger(__name__)


class GoingOn:
    """Knows them from `load` on.

    `automations` and `scripts` are those at work, by id; `fosters` finds where runs go on that
    are of neither.
    """

    def __init__(
        self,
        automations: Mapping[str, AutomationAtWork],
        scripts: Mapping[str, ScriptAtWork],
        fosters: Callable[[SavedRun], Foster | None],
    ) -> None:
        self._automations = automations
        self._scripts = scripts
        self._fosters = fosters
        # By rule and by the context that caused them.
        self._interrupted: frozenset[tuple[str, str | None]] = frozenset()

    async def load(self, store: RunStore, waits: Waits) -> Sequence[SavedRun]:
        """Return the runs, the one due first first; what ended runs waited for is forgotten."""
        runs = await store.runs()
        going_on = tuple(f"run {run.run_id} " for run in runs)
        for wait in waits.of("run "):
            if not wait.key.startswith(going_on):
                waits.over(wait.key)
        self._interrupted = frozenset((run.item_id, run.context.parent_id) for run in runs)
        return runs

    def is_known(self, rule_id: str, cause: Context | None) -> bool:
        """Tell whether a cause has such a run of a rule already."""
        return cause is not None and (rule_id, cause.id) in self._interrupted

    def find(self, saved: SavedRun) -> tuple[Foster, Automation | Script] | None:
        """Return what a run belongs to, and the rule as it was; None if that is gone."""
        try:
            if saved.domain == "automation" and saved.item_id in self._automations:
                runs = self._automations[saved.item_id].runs
                return Foster(runs), parse_automation(saved.raw)
            if saved.domain == "script" and saved.item_id in self._scripts:
                runs = self._scripts[saved.item_id].runs
                return Foster(runs), parse_script(saved.item_id, saved.raw)
            foster = self._fosters(saved)
            if foster is not None:
                return foster, parse_script("actions", saved.raw)
        except ConfigError as error:
            _log.warning("a run of %r cannot go on: %s", saved.item_id, error)
        return None
