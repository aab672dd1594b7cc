"""Plans as the API shows them: all but the codes of locks, and other secrets."""

import re
from dataclasses import asdict
from typing import Any

from hub.home.masking import MASK, Masking
from hub.home.plan import Approval, Outcome, Plan, PlanResult

HIDDEN = MASK
_MASKING = Masking()
# The name of a secret is none.
_CODE = re.compile(r"""(\bcode["']?:\s*)(?!!secret\b|!env_var\b)(?:"[^"]*"|'[^']*'|[^\s,}]+)""")


def plan_result_json(result: PlanResult) -> dict[str, Any]:
    """Return a plan and what became of it, without codes."""
    return _without_secrets(result.to_json())


def outcome_json(plan: Plan, outcome: Outcome) -> dict[str, Any]:
    """Return how one act of a plan ended, while others are still under way."""
    ids = {"plan_id": plan.id, "conversation_id": plan.request.conversation_id}
    return _without_secrets({**ids, "outcome": asdict(outcome)})


def approval_json(approval: Approval) -> dict[str, Any]:
    """Return a plan that waits, without codes."""
    return _without_secrets(approval.model_dump(mode="json"))


def without_codes(yaml: str) -> str:
    """Return the YAML of a rule with every code hidden."""
    return _CODE.sub(rf'\1"{HIDDEN}"', yaml)


def _without_secrets(data: dict[str, Any]) -> dict[str, Any]:
    clean: dict[str, Any] = _MASKING.data(data)
    return clean
