"""Plans as the API shows them: all but the codes of locks."""

import re
from typing import Any

from hub.home.plan import Approval, PlanResult

HIDDEN = "***"
_CODE = re.compile(r"""(\bcode["']?:\s*)(?:"[^"]*"|'[^']*'|[^\s,}]+)""")


def plan_result_json(result: PlanResult) -> dict[str, Any]:
    """Return a plan and what became of it, without codes."""
    return _without_codes(result.to_json())


def approval_json(approval: Approval) -> dict[str, Any]:
    """Return a plan that waits, without codes."""
    return _without_codes(approval.model_dump(mode="json"))


def without_codes(yaml: str) -> str:
    """Return the YAML of a rule with every code hidden."""
    return _CODE.sub(rf'\1"{HIDDEN}"', yaml)


def _without_codes(data: dict[str, Any]) -> dict[str, Any]:
    _hide_codes(data)
    return data


def _hide_codes(node: Any) -> None:
    """Hide every code of a command, also of those in rules, wherever it stands."""
    if isinstance(node, list):
        for item in node:
            _hide_codes(item)
    elif isinstance(node, dict):
        if "action" in node and node.get("code") is not None:
            node["code"] = HIDDEN
        for item in node.values():
            _hide_codes(item)
