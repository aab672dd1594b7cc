"""Stand-ins with known answers, for tests and demonstrations; they ship with the hub."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hub.home.plan import Answer, Plan, Question, Refusal, Request, Steps
from hub.language.completion import Completion, ModelUnavailable
from hub.record import record

Body = Steps | Question | Answer | Refusal


class ScriptedPlanner:
    """A planner that knows its sentences by heart and refuses all others."""

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self._bodies = dict(bodies)

    async def plan(self, request: Request) -> Plan:
        """Return the plan written down for the request's text."""
        unknown = Refusal(text=f"No plan is scripted for {request.text!r}.", code="no_match")
        body = self._bodies.get(request.text, unknown)
        return Plan(request=request, body=body, planner="script", confidence=1.0, took_ms=0.0)


@record(frozen=True, slots=True)
class Asked:
    """What a scripted completer was asked."""

    prompt: str
    grammar: str
    max_tokens: int


@dataclass(slots=True)
class ScriptedCompleter:
    """A completer whose replies are made by `script` from the prompt; it remembers all prompts.

    A reply may be a text, a whole completion, or `ModelUnavailable` to be raised.
    """

    script: Callable[[str], str | Completion | ModelUnavailable]
    asked: list[Asked] = field(default_factory=list)

    async def complete(
        self, prompt: str, grammar: str, *, max_tokens: int, timeout_s: float
    ) -> Completion:
        """Return what the script says."""
        del timeout_s
        self.asked.append(Asked(prompt, grammar, max_tokens))
        reply = self.script(prompt)
        if isinstance(reply, ModelUnavailable):
            raise reply
        return reply if isinstance(reply, Completion) else Completion(text=reply)
