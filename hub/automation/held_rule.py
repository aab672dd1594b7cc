"""One rule at work, and what keeping one may come to."""

from dataclasses import dataclass
from datetime import datetime

from hub.automation.rule_files import FiledRule
from hub.automation.triggers import event_triggers
from hub.home.errors import HubError
from hub.home.keeping_stores import RuleRecord
from hub.home.rules import Rule, TimePatternTrigger


class RuleGone(HubError):
    """There is no such rule (any more): look at the list."""


class RuleRefused(HubError):
    """A rule cannot be kept as it is: change it."""


@dataclass(slots=True)
class HeldRule:
    """A rule at work. `next_at`: when a clock starts it next.

    `is_spent`: it was there for one run, which has begun.
    """

    filed: FiledRule
    record: RuleRecord
    is_spent: bool = False
    next_at: datetime | None = None

    @property
    def rule(self) -> Rule:
        """The rule."""
        return self.filed.rule

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing starts it now."""
        return self.is_spent or self.filed.is_paused

    @property
    def alarm(self) -> str:
        """The key of its alarm."""
        return f"rule {self.rule.id}"


def watches(rule: Rule) -> bool:
    """Tell whether a rule watches the home, not only the clock."""
    return bool(event_triggers(rule))


def is_durable(rule: Rule) -> bool:
    """Tell whether a run that is missed matters; that of a pattern comes again soon."""
    return rule.once or not any(isinstance(t, TimePatternTrigger) for t in rule.triggers)
