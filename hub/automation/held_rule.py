"""What keeping a rule may come to, and what is looked at before a spoken one is kept."""

from typing import Protocol

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.rules import Rule

MOST_RULES = 5_000


class RuleGone(HubError):
    """There is no such rule (any more): look at the list."""


class RuleRefused(HubError):
    """A rule cannot be kept as it is: change it."""


class HasRules(Protocol):
    """Knows which rules there are."""

    def automation(self, rule_id: str) -> object | None:
        """Return a rule by its id."""


def check_spoken(rule: Rule, engine: HasRules, home: Home) -> None:
    """Check that a spoken rule can run, on what is there.

    Raises:
        RuleRefused: it would never run, or is there already.
        UnknownEntity: it moves what is not in this home.
    """
    if engine.automation(rule.id) is not None:
        raise RuleRefused(f"there is a rule {rule.id!r} already")
    for target in (target for step in rule.steps for target in step.targets):
        home.entity(target)
    if not rule.triggers or not rule.actions:
        raise RuleRefused("a rule needs something that starts it, and something to do")
    moment = rule.moment
    if moment is not None and moment <= home.now():
        raise RuleRefused("that time is over already")
