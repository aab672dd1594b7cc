"""What a plan waits for, in words."""

from hub.home.approving import named
from hub.home.model import Source
from hub.home.plan import Verdict


def how_to_confirm(verdict: Verdict, expires_s: float | None, *, asked_over: Source) -> str:
    """Say what a plan waits for, and how long, to whoever asked for it over a channel."""
    soon = "" if not expires_s else f" within {_soon(expires_s)}"
    if verdict.needs_pin:
        return "What is the PIN?"
    if verdict.wants_pin_over(asked_over):
        ways = "Say your PIN, or confirm" if verdict.takes_pin else "Confirm"
        return f"{ways} on your phone or on the page{soon}."
    if verdict.asks_others:
        who = named(verdict.approvers)
        return f"{who[0].upper()}{who[1:]} has to approve this{soon}."
    return f"Say yes to confirm{soon}."


def _soon(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min" if whole > 120 and whole % 60 in {0, 59} else f"{whole} s"  # noqa: PLR2004
