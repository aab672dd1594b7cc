"""A plan as the command line shows it."""

from collections.abc import Mapping
from typing import Any


def print_plan(body: Mapping[str, Any], speech: str) -> None:
    """Print what a plan would do, or says."""
    if body["kind"] == "chores":
        print(speech)
        return
    if body["kind"] != "steps":
        print(f"{body['kind']}: {body['text']}")
        return
    for number, step in enumerate(body["steps"], 1):
        command = dict(step["command"])
        action = command.pop("action")
        data = ", ".join(f"{key}={value}" for key, value in command.items() if value is not None)
        print(f"{number}. {action} {', '.join(step['targets'])}{f' ({data})' if data else ''}")
    for left_out in body.get("left_out", []):
        print(f"   left out: {left_out}")
    if body.get("chores"):
        print(f"   {speech}")
