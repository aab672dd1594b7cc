"""`lares approve` and `lares reject`: what waits for a person is decided, with a PIN if need be."""

import getpass
import sys
from collections.abc import Mapping
from typing import Any

from hub import remote


def waiting(hub: remote.Remote, chosen: str | None) -> Mapping[str, Any] | None:
    """Return what waits under an id, or the last of all; None if nothing does."""
    each = hub.request("GET", "/api/lares/approvals")
    if chosen is None:
        return each[-1] if each else None
    unknown = {"id": chosen, "verdict": {}}
    return next((one for one in each if one["id"] == chosen), unknown)


def needs_pin(verdict: Mapping[str, Any]) -> bool:
    """Tell whether a yes needs a PIN."""
    words = [*verdict.get("steps", ()), *verdict.get("chores", ())]
    return any(word["effect"] == "pin" for word in words)


def asked_pin() -> str:
    """Ask for the PIN; it is not shown, and no argument, which others would see."""
    if sys.stdin.isatty():
        return getpass.getpass("PIN: ")
    return sys.stdin.readline().strip()


def decide(
    hub: remote.Remote, approval_id: str, *, approve: bool = True, pin: str | None = None
) -> Any:
    """Say yes or no; returns what the hub answers."""
    body: dict[str, Any] = {"approve": approve}
    if pin:
        body["pin"] = pin
    return hub.request("POST", f"/api/lares/approvals/{approval_id}", body)
