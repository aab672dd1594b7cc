"""Addresses under `/api/webhook/`: rules listen to them, integrations answer on them.

Whoever knows the id may call it, without a token, as with Home Assistant; so an id that nobody
has is answered like one that somebody has.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.home.home import Unsubscribe
from hub.record import record

Hear = Callable[[Mapping[str, Any]], None]


@record(frozen=True, slots=True)
class WebhookCall:
    """One call: `json` is set if the body was JSON, else `data` holds its form."""

    method: str
    is_local: bool
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    json: Any = None
    is_json: bool = False
    data: Mapping[str, str] = field(default_factory=dict)


@record(frozen=True, slots=True)
class WebhookAnswer:
    """What the caller gets; `value` as JSON, nothing if it is None."""

    status: int = 200
    value: Any = None


Answer = Callable[[str, WebhookCall], Awaitable[WebhookAnswer]]


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    hear: Hear
    methods: frozenset[str]
    local_only: bool


class WebhookDesk:
    """Knows who listens at which address."""

    def __init__(self) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._answers: list[tuple[Callable[[str], bool], Answer]] = []

    def open(
        self, webhook_id: str, hear: Hear, *, methods: tuple[str, ...], local_only: bool
    ) -> Unsubscribe:
        """Call `hear` with `{webhook_id, json or data, query}` at each call that is allowed."""
        rule = _Rule(hear, frozenset(method.upper() for method in methods), local_only)
        self._rules.setdefault(webhook_id, []).append(rule)

        def close() -> None:
            rules = self._rules[webhook_id]
            rules.remove(rule)
            if not rules:
                del self._rules[webhook_id]

        return close

    def serve(self, is_own: Callable[[str], bool], answer: Answer) -> Unsubscribe:
        """Let `answer` answer the calls of the addresses for which `is_own` is true."""
        served = (is_own, answer)
        self._answers.append(served)
        return lambda: self._answers.remove(served)

    async def call(self, webhook_id: str, call: WebhookCall) -> WebhookAnswer:
        """Take a call; one that nobody waits for, or that comes from too far, is just answered."""
        for is_own, answer in self._answers:
            if is_own(webhook_id):
                return await answer(webhook_id, call)
        rules = self._rules.get(webhook_id, [])
        if rules and not any(call.method in rule.methods for rule in rules):
            return WebhookAnswer(status=405)
        told: dict[str, Any] = {"webhook_id": webhook_id, "query": dict(call.query)}
        told |= {"json": call.json} if call.is_json else {"data": dict(call.data)}
        for rule in tuple(rules):
            if call.method in rule.methods and (call.is_local or not rule.local_only):
                rule.hear(told)
        return WebhookAnswer()
