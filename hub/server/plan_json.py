"""Plans as the API shows them: all but the codes of locks."""

from typing import Any

from hub.home.plan import Approval, PlanResult

HIDDEN = "***"


def plan_result_json(result: PlanResult) -> dict[str, Any]:
    """Return a plan and what became of it, without codes."""
    return _without_codes(result.to_json())


def approval_json(approval: Approval) -> dict[str, Any]:
    """Return a plan that waits, without codes."""
    return _without_codes(approval.model_dump(mode="json"))


def _without_codes(data: dict[str, Any]) -> dict[str, Any]:
    body = data["plan"]["body"]
    for step in (*body.get("steps", ()), *body.get("proposal", ())):
        if step["command"].get("code") is not None:
            step["command"]["code"] = HIDDEN
    return data
