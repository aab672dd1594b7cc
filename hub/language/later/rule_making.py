"""Rules put together from what was read: what starts them, what must hold, what they do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hub.home.chores import KeepRules
from hub.home.home import Home
from hub.home.plan import Body, Chores, Question, Request, Steps
from hub.home.rules import Action, AnyCondition, AnyTrigger, Rule
from hub.language.resolve import listed
from hub.language.rule_telling import rule_in_words


@dataclass(slots=True)
class Making:
    """The rules that one sentence comes to. `is_unsure`: what they do was only proposed."""

    request: Request
    home: Home
    now: datetime
    rules: list[Rule] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    is_unsure: bool = False

    def add(
        self,
        triggers: Sequence[AnyTrigger],
        actions: Sequence[Action],
        conditions: Sequence[AnyCondition] = (),
        *,
        once: bool,
    ) -> None:
        """Add a rule; it is named by what it does, in plain words."""
        rule = Rule(
            alias="", triggers=tuple(triggers), conditions=tuple(dict.fromkeys(conditions)),
            actions=tuple(actions), once=once, said=self.request.text.strip(),
        )  # fmt: skip
        words = rule_in_words(rule, self.home, self.now)
        if self.assumed:
            words = f"{words} ({', '.join(dict.fromkeys(self.assumed))})"
        self.rules.append(rule.model_copy(update={"alias": f"{words[:1].upper()}{words[1:]}"}))

    def body(self, steps: Sequence[Steps] = ()) -> Body:
        """Return what keeps the rules: at once if each runs once, after a yes if one goes on.

        What was only proposed waits for a yes in any case.
        """
        chore = KeepRules(rules=tuple(self.rules))
        left_out = tuple(self.left_out)
        now = [step for body in steps for step in body.steps]
        if now and not self.is_unsure:
            return Steps(steps=tuple(now), left_out=left_out, chores=(chore,))
        if all(rule.once for rule in self.rules) and not self.is_unsure:
            return Chores(chores=(chore,), left_out=left_out)
        words = listed(rule.alias for rule in self.rules)
        rest = f" I leave out: {listed(left_out)}." if left_out else ""
        if now:
            text = f"Did you mean this to be done now, and then: {words}?{rest}"
            return Question(text=text, proposal=tuple(now), chores=(chore,))
        which = "this rule" if len(self.rules) == 1 else "these rules"
        return Question(text=f"{words}.{rest} Shall I keep {which}?", chores=(chore,))
